//! JSON that is no line a record: arrays of objects, and objects over many lines, one or many.
//!
//! Every element of an array and every object outside is a record; one is in memory at a time. The scan here knows strings,
//! brackets and what may follow what; whether a record is JSON is found by whoever reads it. Where the scan fails, that is
//! one faulty record, and reading goes on where the next seems to begin: an object with the same first key, as far
//! indented as the broken one, or behind a comma where several stand on a line.
//!
//! ```
//! use sarand::read::json::{JsonLayout, layout};
//! assert_eq!(layout(b"[{\"text\": \"a\"}]"), Some(JsonLayout::Values));
//! assert_eq!(layout(b"{\n  \"text\": \"a\"\n}\n"), Some(JsonLayout::Values));
//! assert_eq!(layout(b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n"), Some(JsonLayout::Lines));
//! assert_eq!(layout(b"[1] A note.\n"), Some(JsonLayout::Lines));
//! ```

use super::{
    BEGINNING, Limits,
    input::Input,
    kind::{self, SNIFFED},
    lines::{CHUNK, StreamPosition},
    raw_record::{self, RawRecord, RawRecordKind, RecordReader},
    record::Fault,
    scan::{Scan, Step},
};

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonLayout {
    /// A record a line, or no JSON at all.
    Lines,
    /// Arrays of objects, or objects over several lines.
    Values,
}

/// How JSON that begins with `head` is laid out; `None` when that does not show yet.
#[must_use]
pub fn layout(head: &[u8]) -> Option<JsonLayout> {
    let text = kind::content(head);
    let more = head.len() < SNIFFED;
    match text.first() {
        None => None,
        Some(b'[') => {
            let inside = text[1..].trim_ascii_start();
            match (inside.first(), inside.get(1..).map(<[u8]>::trim_ascii_start)) {
                (None, _) => None,
                (Some(b'{'), Some(object)) => match object.first() {
                    None => None,
                    Some(b'"' | b'}') => Some(JsonLayout::Values),
                    Some(_) => Some(JsonLayout::Lines),
                },
                (Some(b']'), Some(b"")) => Some(JsonLayout::Values),
                _ => Some(JsonLayout::Lines),
            }
        }
        Some(b'{') if !kind::is_json_lines(head) => {
            let line = memchr::memchr(b'\n', text);
            match (line, Scan::default().go_on(text)) {
                (Some(line), Step::Ends(end)) if line < end => Some(JsonLayout::Values),
                (Some(_), Step::More) if !more => Some(JsonLayout::Values),
                (_, Step::More) if more => None,
                _ => Some(JsonLayout::Lines),
            }
        }
        Some(_) => Some(JsonLayout::Lines),
    }
}

/// Whether all of `head`, or all that may be looked at, is JSON that is no line a record.
pub(super) fn is_spread(head: &[u8]) -> bool {
    // What is open at the end of a short file is cut off.
    let cut = || kind::content(head).starts_with(b"{") && memchr::memchr(b'\n', kind::content(head)).is_some();
    layout(head).map_or_else(cut, |form| form == JsonLayout::Values)
}

/// The records of a stream.
pub(super) struct Json {
    input: Input,
    limits: Limits,
    number: u64,
    /// The line that is read.
    line: u64,
    /// What stands before this place on its line, where that is only space.
    indent: Option<Vec<u8>>,
    in_array: bool,
    /// How many bytes were scanned again behind broken records.
    again: u64,
}

/// Broken records may cost so many bytes that are scanned twice, and as many as there were before.
const AGAIN: u64 = 16 << 20;

/// A longer indent is none.
const INDENT: usize = 256;

impl Json {
    pub(super) fn new(input: Input, limits: Limits) -> Self {
        Self { input, limits, number: 0, line: 1, indent: Some(Vec::new()), in_array: false, again: 0 }
    }

    /// Passes over what stands between records; `false` at the end or a break.
    fn seek(&mut self) -> bool {
        if self.input.offset() == 0 && self.input.fill(3) == b"\xef\xbb\xbf" {
            self.input.skip(3);
        }
        while let Some(&byte) = self.input.fill(1).first() {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.indent = Some(Vec::new());
                }
                b' ' | b'\t' => {
                    if let Some(indent) = self.indent.as_mut().filter(|indent| indent.len() < INDENT) {
                        indent.push(byte);
                    } else {
                        self.indent = None;
                    }
                }
                b'\r' => {}
                b',' => self.indent = None,
                b'[' if !self.in_array => (self.in_array, self.indent) = (true, None),
                b']' if self.in_array => (self.in_array, self.indent) = (false, None),
                _ => return true,
            }
            self.input.skip(1);
        }
        false
    }

    /// The end of the record that begins here, or why it has none and where that shows.
    fn end(&mut self) -> Result<usize, (usize, (Fault, String))> {
        let mut scan = Scan::default();
        let mut seen = 0;
        loop {
            self.input.fill(seen + 1);
            let ahead = self.input.ahead();
            // How much is ahead is chance.
            let rest = &ahead[..ahead.len().min(self.limits.record + 1)];
            match scan.go_on(rest) {
                Step::Ends(end) if end <= self.limits.record => return Ok(end),
                Step::Broken(at) if at <= self.limits.record => {
                    let line = self.line + count_lines(&rest[..at]);
                    let byte = self.input.offset() + at as u64 + 1;
                    return Err((
                        at,
                        (Fault::BadJson, format!("no JSON from line {line}, byte {byte} of the file on")),
                    ));
                }
                _ if rest.len() > self.limits.record => {
                    return Err((rest.len(), raw_record::too_long("more", &self.limits)));
                }
                _ if rest.len() > seen => seen = rest.len(),
                _ => {
                    let end = scan.at_end();
                    let fault = match self.input.broken() {
                        Some(error) => raw_record::fault(&error),
                        None if end => return Ok(seen),
                        None => (Fault::BadJson, format!("it begins in line {} and is not closed", self.line)),
                    };
                    return Err((seen, fault));
                }
            }
        }
    }

    /// Passes over a broken record, whose beginning goes to `buffer`, to where the next one seems to begin.
    fn pass_over(&mut self, failed: usize, buffer: &mut Vec<u8>) {
        let mark = RecordSignature::of(self.input.fill(CHUNK), self.indent.take());
        let mut from = if self.again > AGAIN + self.input.offset() { failed.max(1) } else { 1 };
        let (mut passed, mut kept) = (0, 0);
        loop {
            let ahead = self.input.fill(from + CHUNK);
            let found = mark.find(ahead, from);
            let ends = ahead.len() < from + CHUNK;
            // A mark may lie across the end of what is ahead.
            let count = found.unwrap_or(if ends { ahead.len() } else { ahead.len() - 2 * INDENT });
            self.line += count_lines(&ahead[..count]);
            let keep = count.min(BEGINNING - kept);
            self.input.take(keep, buffer);
            self.input.skip(count - keep);
            (passed, kept) = (passed + count, kept + keep);
            if found.is_some() || ends {
                self.again += failed.saturating_sub(passed) as u64;
                self.indent = mark.indent.filter(|_| found.is_some());
                return;
            }
            from = 0;
        }
    }
}

impl RecordReader for Json {
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<RawRecord> {
        let start = buffer.len();
        let is_there = self.seek();
        let position = StreamPosition { offset: self.input.offset(), line: self.number + 1 };
        let line = self.line;
        let kind = if is_there {
            match self.end() {
                Ok(end) => {
                    self.line += count_lines(&self.input.ahead()[..end]);
                    self.indent = None;
                    self.input.take(end, buffer);
                    RawRecordKind::Value { line }
                }
                Err((failed, faulty)) => {
                    self.pass_over(failed, buffer);
                    // An end that is missing is told once.
                    self.in_array &= !self.input.ends() || !self.input.ahead().is_empty();
                    RawRecordKind::Faulty(faulty)
                }
            }
        } else if let Some(error) = self.input.broken() {
            RawRecordKind::Faulty(raw_record::fault(&error))
        } else if std::mem::take(&mut self.in_array) {
            RawRecordKind::Faulty((Fault::BadJson, format!("the array is not closed at the end, in line {line}")))
        } else {
            return None;
        };
        self.number += 1;
        Some(RawRecord { position, start, end: buffer.len(), kind })
    }
}

/// What the next record is known by.
struct RecordSignature {
    indent: Option<Vec<u8>>,
    /// The first key in its quotation marks; a quotation mark where there is none.
    key: Vec<u8>,
}

impl RecordSignature {
    /// That of the record that `bytes` begin with.
    fn of(bytes: &[u8], indent: Option<Vec<u8>>) -> Self {
        let inside = bytes.strip_prefix(b"{").map_or(&b""[..], <[u8]>::trim_ascii_start);
        let end = inside.iter().take(INDENT).skip(1).position(|b| matches!(b, b'"' | b'\\' | b'\n'));
        let key = match end {
            Some(end) if inside[0] == b'"' && inside[end + 1] == b'"' => &inside[..end + 2],
            _ => b"\"",
        };
        Self { indent, key: key.to_vec() }
    }

    /// Where in `bytes`, from `from` on, a record seems to begin.
    fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let braces = memchr::memchr_iter(b'{', bytes.get(from..)?).map(|at| from + at);
        braces.into_iter().find(|&at| {
            let inside = bytes[at + 1..].iter().take(INDENT).position(|b| !b.is_ascii_whitespace());
            let opens = inside.is_some_and(|inside| bytes[at + 1 + inside..].starts_with(&self.key));
            opens && self.is_before(&bytes[..at])
        })
    }

    fn is_before(&self, before: &[u8]) -> bool {
        match &self.indent {
            Some(indent) => before.strip_suffix(indent.as_slice()).is_some_and(|line| line.ends_with(b"\n")),
            None => {
                let last = before.iter().rev().take(INDENT).find(|b| !b.is_ascii_whitespace());
                matches!(last, Some(b',' | b'}'))
            }
        }
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
