//! What do lines of different pages have in common? Each line has a key: its squashed view, with slots for what changes
//! from page to page.
//!
//! | line | form | key |
//! |---|---|---|
//! | `Tell a friend` | [`LineForm::Line`] | all of it |
//! | `News code: 1240991` | [`LineForm::Number`] | the label |
//! | `Published: 12 May 2024` | [`LineForm::Date`] | the label |
//! | `3 comments` | [`LineForm::Digits`] | all of it, digits masked |
//! | `Author: A. Writer` | [`LineForm::Value`], beside its own | the label |
//! | `Home / News / Harbour` | [`LineForm::Path`], beside its own | all but the last part |
//!
//! Long lines and lines without letters have none.

use crate::{date, document::Lines, fold};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// The longest line that is counted, in folded characters.
const LONGEST: u32 = 400;
/// The longest line that is looked into for slots.
pub(super) const LONGEST_SLOT: u32 = 120;
/// The longest label and the longest last part of a path, in folded characters.
const LONGEST_PART: usize = 40;

/// What a key is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum LineForm {
    /// The whole line; it has no digits.
    Line,
    /// Letters, then a number.
    Number,
    /// A label, then a date.
    Date,
    /// The whole line; its digits are slots.
    Digits,
    /// A label and its colon; what follows is a slot.
    Value,
    /// A path whose last part is a slot.
    Path,
    /// Lines of many hosts that differ in a name; made of [`LineForm::Line`]s, never of a key.
    Frame,
}

impl LineForm {
    /// For lines whose digits never change.
    pub(super) fn without_digits(self) -> Self {
        match self {
            Self::Number | Self::Date | Self::Digits => Self::Line,
            other => other,
        }
    }
}

/// A line, or what lines have in common, as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct LineKey(u64);

impl LineKey {
    pub(super) fn new(form: LineForm, bytes: &[u8]) -> Self {
        let mut hasher = FxHasher::default();
        hasher.write(bytes);
        hasher.write_u8(form as u8);
        Self(hasher.finish())
    }

    /// To count it on all hosts.
    pub(super) fn alone(self) -> u64 {
        self.0
    }

    /// To count it on one host.
    pub(super) fn of(self, group: u32) -> u64 {
        let mut hasher = FxHasher::default();
        hasher.write_u64(self.0);
        hasher.write_u32(group);
        hasher.finish()
    }
}

/// The key of a line, and that of a slot in it.
pub(super) type LineKeys = [Option<(LineKey, LineForm)>; 2];

/// Reads lines, using its memory again.
#[derive(Debug, Default)]
pub(super) struct KeyReader {
    masked: Vec<u8>,
}

impl KeyReader {
    /// The keys of line `i`.
    pub(super) fn keys(&mut self, text: &str, lines: &Lines, i: usize) -> LineKeys {
        let line = &lines.all()[i];
        let squashed = lines.squashed(i);
        if line.chars() > LONGEST || !squashed.iter().any(|b| b.is_ascii_alphabetic() || *b >= 0x80) {
            return [None, None];
        }
        let has = |marks: &[u8]| marks.iter().any(|mark| line.marks() & 1 << mark != 0);
        let digits = has(b"0123456789");
        if line.chars() > LONGEST_SLOT || !digits && !has(b":/>|") {
            let form = if digits { self.mask(squashed) } else { LineForm::Line };
            let bytes = if digits { &self.masked[..] } else { squashed };
            return [Some((LineKey::new(form, bytes), form)), None];
        }
        let view = fold::folded(line.span.slice(text));
        if let Some(label) = digits.then(|| date_label(&view)).flatten() {
            return [Some((LineKey::new(LineForm::Date, fold::squash(label).as_bytes()), LineForm::Date)), None];
        }
        let form = if digits { self.mask(squashed) } else { LineForm::Line };
        let bytes = if digits { &self.masked[..] } else { squashed };
        let slot = path(&view)
            .map(|(stem, _)| (stem, LineForm::Path))
            .or_else(|| label(&view).map(|(label, _)| (label, LineForm::Value)));
        let slot = slot.map(|(stem, form)| (LineKey::new(form, fold::squash(stem).as_bytes()), form));
        [Some((LineKey::new(form, bytes), form)), slot]
    }

    /// Masks digits; of a number at the end of the line nothing is left.
    fn mask(&mut self, squashed: &[u8]) -> LineForm {
        self.masked.clear();
        for &b in squashed {
            if !b.is_ascii_digit() {
                self.masked.push(b);
            } else if self.masked.last() != Some(&b'0') {
                self.masked.push(b'0');
            }
        }
        let number = |b: &u8| b.is_ascii_digit() || b"/-.,:()".contains(b);
        let stem = self.masked.len() - self.masked.iter().rev().take_while(|b| number(b)).count();
        let (stem, rest) = self.masked.split_at(stem);
        if stem.is_empty() || stem.contains(&b'0') || !rest.contains(&b'0') {
            return LineForm::Digits;
        }
        let stem = stem.len();
        self.masked.truncate(stem);
        LineForm::Number
    }
}

/// Of a label and a date: the label.
pub(super) fn date_label(view: &str) -> Option<&str> {
    let digit = view.find(|c: char| c.is_ascii_digit())?;
    // A number at the very end needs no calendar to be a slot.
    if !view[digit..].contains(char::is_alphabetic) {
        return None;
    }
    let starts = view.match_indices([' ', ':']).map(|(at, _)| at).take_while(|at| *at < digit).take(8);
    starts
        .map(|at| view.split_at(at))
        .find(|(label, rest)| {
            label.contains(char::is_alphabetic) && date::is_date(rest.trim_start_matches([' ', ':', '-', '|', ',']))
        })
        .map(|(label, _)| label)
}

/// Of a label, a colon and a value: label and value.
pub(super) fn label(view: &str) -> Option<(&str, &str)> {
    let (label, value) = view.split_once(':')?;
    let (label, value) = (label.trim(), value.trim());
    let short = label.chars().count() <= LONGEST_PART && label.split(' ').count() <= 4;
    let lettered = label.contains(char::is_alphabetic) && value.contains(char::is_alphabetic);
    (short && lettered && !value.starts_with('/') && !value.ends_with('.')).then_some((label, value))
}

/// Of a path: all but its last part, and the last part. Separated by ` / `, ` > `, ` | `, or without spaces if there are
/// three parts or more.
pub(super) fn path(view: &str) -> Option<(&str, &str)> {
    if view.contains("//") || view.contains("www.") {
        return None;
    }
    let at = view.trim_end_matches(fold::is_edge).rfind(['/', '>', '|'])?;
    let (stem, last) = (view[..at].trim_end_matches(|c| c == ' ' || fold::is_edge(c)), view[at + 1..].trim());
    let spaced = view[..at].ends_with(' ') && view[at + 1..].starts_with(' ') || stem.contains(['/', '>', '|']);
    let lettered = stem.contains(char::is_alphabetic) && last.contains(char::is_alphabetic);
    let short = last.chars().count() <= LONGEST_PART;
    (spaced && lettered && short).then_some((stem, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(line: &str) -> LineKeys {
        let mut lines = Lines::default();
        lines.read(line);
        KeyReader::default().keys(line, &lines, 0)
    }

    #[test]
    fn lines_have_the_form_of_their_slots() {
        for (line, form, slot) in [
            ("Tell a friend", Some(LineForm::Line), None),
            ("[ad_1]", Some(LineForm::Digits), None),
            ("کد خبر: ۱۲۴۰۹۹۱", Some(LineForm::Number), None),
            ("تاریخ انتشار: ۱۴۰۳/۰۷/۲۱", Some(LineForm::Number), None),
            ("تاریخ انتشار: شنبه ۲۱ مهر ۱۴۰۳", Some(LineForm::Date), None),
            ("Published 12 May 2024", Some(LineForm::Date), None),
            ("3 comments", Some(LineForm::Digits), None),
            ("Author: A Writer", Some(LineForm::Line), Some(LineForm::Value)),
            ("خانه / اخبار / بندر", Some(LineForm::Line), Some(LineForm::Path)),
            ("Home » News » Harbour", Some(LineForm::Line), Some(LineForm::Path)),
            ("https://a.example/b", Some(LineForm::Line), None),
            ("and/or", Some(LineForm::Line), None),
            ("12:30", None, None),
            ("***", None, None),
            ("", None, None),
        ] {
            let found = keys(line).map(|key| key.map(|(_, form)| form));
            assert_eq!(found, [form, slot], "{line}");
        }
    }

    #[test]
    fn what_changes_from_page_to_page_is_not_in_the_key() {
        for (a, b, slot) in [
            ("News code: 12", "news code : ۹۹۹", 0),
            ("تاریخ: ۲۱ مهر ۱۴۰۳", "تاریخ: شنبه ۱ آبان ۱۴۰۲", 0),
            ("3 comments", "• 14 Comments", 0),
            ("Author: A Writer", "Author : Someone Else", 1),
            ("خانه / اخبار / بندر", "خانه / اخبار / ورزش", 1),
        ] {
            assert_eq!(keys(a)[slot], keys(b)[slot], "{a} {b}");
            assert!(keys(a)[slot].is_some(), "{a}");
        }
        assert_ne!(keys("News code: 12")[0], keys("News code")[0]);
    }
}
