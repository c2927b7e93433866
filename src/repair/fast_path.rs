//! The damages that most damaged lines have, repaired from their bytes: foreign yeh and kaf, no-break spaces, spaces
//! too many.
//!
//! Takes a line only when every suspect in it is one of these and none of them can meet another repair; then its edits
//! are those that taking the line apart would make. What it does not take is left to [`super::line`].

use super::{Edit, RepairOptions, options::Repair, quotation, scan, spaces};
use crate::{
    lang::{self, Lang},
    span::Span,
};
use std::borrow::Cow;

/// Memory that is used line after line.
#[derive(Debug, Default)]
pub(super) struct FastPath {
    letters: Vec<usize>,
    /// Runs of blanks that are not a single space.
    runs: Vec<Span>,
    text: String,
}

/// Bytes of a line that is worth the while.
const LONGEST: usize = 8 * 1024;

impl FastPath {
    /// Appends the edits of the line `start..end` of `text`, which holds no LF. Returns false, and appends nothing, when
    /// the line needs a closer look.
    pub(super) fn line(
        &mut self,
        text: &str,
        (start, end): (usize, usize),
        document: Lang,
        options: &RepairOptions,
        edits: &mut Vec<Edit<'_>>,
    ) -> bool {
        let line = &text[start..end];
        if line.len() > LONGEST || !options.enables_all() || !self.collect(line) {
            return false;
        }
        if self.letters.is_empty() && self.runs.is_empty() {
            return true;
        }
        let letters = !self.letters.is_empty() && lang::detect_line(self.spaced(line), document) == Lang::FA;
        if letters && (may_hold_address(line.as_bytes()) || quotation::may_hold_arabic(line)) {
            return false;
        }
        let ends_blank = self.runs.last().is_some_and(|run| run.end == line.len());
        let inner = &self.runs[..self.runs.len() - usize::from(ends_blank)];
        let content_end = self.runs.last().filter(|_| ends_blank).map_or(line.len(), |run| run.start);
        let mut collapses = false;
        if inner.iter().any(|&run| run.slice(line).chars().count() > 1) {
            match spaces::is_surely_prose(&line[..content_end]) {
                Some(prose) => collapses = prose,
                None => return false,
            }
        }
        let mut out = EditWriter { edits, base: start };
        let mut runs = self.runs.iter().peekable();
        for &at in self.letters.iter().filter(|_| letters) {
            while let Some(run) = runs.next_if(|run| run.start < at) {
                out.run(line, *run, collapses, false);
            }
            let kaf = line.as_bytes()[at + 1] == 0x83;
            let (with, by) = if kaf { ("ک", Repair::Kaf) } else { ("ی", Repair::Yeh) };
            out.push(Span::new(at, at + 2), with, by);
        }
        for run in runs {
            let trailing = run.end == line.len();
            out.run(line, *run, collapses, trailing);
        }
        true
    }

    /// Finds the letters and the runs of blanks; false when there is a suspect of another kind, or one beside which
    /// another repair may find something.
    fn collect(&mut self, line: &str) -> bool {
        self.letters.clear();
        self.runs.clear();
        let bytes = line.as_bytes();
        if bytes.first().is_none_or(|&first| matches!(first, b' ' | b'\t')) {
            return false;
        }
        let mut run_end = 0;
        for at in scan::suspects(line) {
            if at < run_end {
                continue;
            }
            match bytes[at] {
                b' ' => {}
                0xC2 if bytes[at + 1] == 0xA0 => {}
                0x83 | 0x8A => {
                    self.letters.push(at - 1);
                    continue;
                }
                // With a dagger alef it is a vowel sign.
                0x89 if !bytes[at + 1..].starts_with("\u{670}".as_bytes()) => {
                    self.letters.push(at - 1);
                    continue;
                }
                _ => return false,
            }
            let Some(run) = blank_run(bytes, at) else { return false };
            run_end = run.end;
            self.runs.push(run);
        }
        if bytes.ends_with(b"\t") {
            return false;
        }
        if bytes.ends_with(b" ") && run_end < bytes.len() {
            self.runs.push(Span::new(bytes.len() - 1, bytes.len()));
        }
        // A tab before trailing blanks goes with them.
        self.runs.iter().all(|run| bytes[run.start - 1] != b'\t')
    }

    /// The line with its no-break spaces made ordinary ones, as much of it as tells its language.
    fn spaced<'a>(&'a mut self, line: &'a str) -> &'a str {
        if self.runs.is_empty() || !self.runs.iter().any(|run| run.slice(line).contains('\u{A0}')) {
            return line;
        }
        self.text.clear();
        let mut from = 0;
        for run in &self.runs {
            self.text.push_str(&line[from..run.start]);
            self.text.extend(run.slice(line).chars().map(|_| ' '));
            from = run.end;
            if self.text.len() >= lang::LINE_SAMPLE {
                return &self.text;
            }
        }
        self.text.push_str(&line[from..lang::floor(line, from + lang::LINE_SAMPLE)]);
        &self.text
    }
}

/// The spaces and no-break spaces around `at`; `None` when they begin the line, or stand before a mark.
fn blank_run(bytes: &[u8], at: usize) -> Option<Span> {
    let (mut start, mut end) = (at, at);
    loop {
        start -= match bytes[..start] {
            [.., b' '] => 1,
            [.., 0xC2, 0xA0] => 2,
            _ => break,
        };
    }
    loop {
        end += match bytes[end..] {
            [b' ', ..] => 1,
            [0xC2, 0xA0, ..] => 2,
            _ => break,
        };
    }
    let marks = matches!(bytes[end..], [b'.' | b'!' | b':' | b'\t', ..] | [0xD8, 0x8C | 0x9B | 0x9F, ..]);
    (start > 0 && !marks).then_some(Span::new(start, end))
}

/// Whether [`super::addresses`] may find something.
fn may_hold_address(line: &[u8]) -> bool {
    memchr::memchr2(b'@', b'#', line).is_some()
        || memchr::memchr2_iter(b'.', b'/', line).any(|at| {
            let before = at.checked_sub(1).map_or(0, |before| line[before]);
            let after = line.get(at + 1).copied().unwrap_or(0);
            match line[at] {
                b'.' => before.is_ascii_alphanumeric() && after.is_ascii_alphabetic(),
                _ => after == b'/',
            }
        })
}

struct EditWriter<'a, 'e> {
    edits: &'a mut Vec<Edit<'e>>,
    /// Where the line begins.
    base: usize,
}

impl EditWriter<'_, '_> {
    fn run(&mut self, line: &str, run: Span, collapses: bool, goes: bool) {
        for (i, c) in run.slice(line).char_indices() {
            let at = run.start + i;
            let span = Span::new(at, at + c.len_utf8());
            let by = if c == ' ' { Repair::Spaces } else { Repair::Nbsp };
            if goes || (collapses && i > 0) {
                self.push(span, "", by);
            } else if c != ' ' {
                self.push(span, " ", by);
            }
        }
    }

    /// Two edits by one repair that touch are one.
    fn push(&mut self, mut span: Span, with: &'static str, by: Repair) {
        span = Span::new(span.start + self.base, span.end + self.base);
        match self.edits.last_mut().filter(|last| last.span.end == span.start && last.by == by.id()) {
            Some(last) if last.span.start >= self.base => {
                last.span.end = span.end;
                if last.with.is_empty() {
                    last.with = Cow::Borrowed(with);
                } else if !with.is_empty() {
                    last.with.to_mut().push_str(with);
                }
            }
            _ => self.edits.push(Edit { span, with: Cow::Borrowed(with), by: by.id() }),
        }
    }
}
