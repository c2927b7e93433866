//! Records in a row, each with a head that says how long it is: what WARC and ARC have in common.
//!
//! A length is believed when a record, or the end, follows it. Where it is wrong, or no record begins where one should,
//! the bytes up to the next mark are one faulty record; so damage costs the records it hits. Copies break off anywhere,
//! so the next mark may stand in the middle of a line.

use super::{
    BEGINNING, Limits,
    input::Input,
    lines::StreamPosition,
    raw_record::{self, RawRecord, RawRecordKind, RecordHead, RecordReader},
    record::{Fault, FaultDetail},
    record_skip::RecordSkip,
};
use crate::plural::{counted, either};

/// How many bytes a head may have.
const LONGEST_HEAD: usize = 1 << 20;

/// How many bytes are searched at a time.
const SCAN: usize = 256 << 10;

/// What tells one kind of archive from another.
pub(super) trait ArchiveFormat: Send {
    /// How many bytes show a mark.
    const MARK: usize;

    /// Whether a record begins here, at the start of a line.
    fn is_mark(&self, bytes: &[u8]) -> bool;

    /// The first place from `from` on where a record begins, wherever the one before breaks off.
    fn find(&self, bytes: &[u8], from: usize) -> Option<usize>;

    /// Whether these bytes, which follow a block and are no mark, may stand between records.
    fn is_gap(&self, bytes: &[u8]) -> bool;

    /// Reads the head that begins here.
    fn head(&mut self, bytes: &[u8]) -> HeadOutcome;
}

/// What became of a head.
pub(super) enum HeadOutcome {
    /// It does not end within these bytes.
    More,
    /// It cannot be read.
    Bad(String),
    /// It was read.
    Head { length: usize, block: u64, kind: RecordKind },
}

/// What a head says of its record.
pub(super) enum RecordKind {
    Page(Box<RecordHead>),
    Skipped(RecordSkip),
}

/// The records of an archive.
pub(super) struct Archive<F> {
    input: Input,
    format: F,
    limits: Limits,
    number: u64,
}

impl<F: ArchiveFormat> Archive<F> {
    /// The records of `input`, which is at `from`.
    pub(super) fn new(input: Input, from: StreamPosition, format: F, limits: Limits) -> Self {
        Self { input, format, limits, number: from.line.saturating_sub(1) }
    }

    fn read_head(&mut self) -> Result<(usize, u64, RecordKind), String> {
        let mut want = 4096;
        loop {
            let bytes = self.input.fill(want);
            let all = bytes.len() < want;
            match self.format.head(bytes) {
                HeadOutcome::Head { length, block, kind } => return Ok((length, block, kind)),
                HeadOutcome::Bad(message) => return Err(message),
                HeadOutcome::More if all || want >= LONGEST_HEAD => return Err("a head without an end".to_owned()),
                HeadOutcome::More => want *= 4,
            }
        }
    }

    /// One faulty record up to the next mark or break.
    fn lost(&mut self, position: StreamPosition, buffer: &mut Vec<u8>, faulty: FaultDetail) -> RawRecord {
        let start = buffer.len();
        // What is lost may begin with a mark itself.
        let (mut first, mut last) = (1, b' ');
        loop {
            let rest = self.input.fill(SCAN);
            let next = if last == b'\n' && self.format.is_mark(rest) { Some(0) } else { self.format.find(rest, first) };
            let whole = rest.len() < SCAN;
            let count = next.unwrap_or(if whole { rest.len() } else { rest.len() - F::MARK });
            last = if count > 0 { rest[count - 1] } else { last };
            let kept = count.min(BEGINNING - (buffer.len() - start));
            self.input.take(kept, buffer);
            self.input.skip(count - kept);
            first = 0;
            if next.is_some() || whole {
                break;
            }
        }
        let broken = if self.input.ahead().is_empty() { self.input.broken() } else { None };
        let faulty = broken.map_or(faulty, |error| raw_record::fault(&error));
        RawRecord { position, start, end: buffer.len(), kind: RawRecordKind::Faulty(faulty) }
    }

    /// Takes `count` bytes as one faulty record.
    fn cut(&mut self, position: StreamPosition, buffer: &mut Vec<u8>, count: usize, faulty: FaultDetail) -> RawRecord {
        let start = buffer.len();
        self.input.take(count.min(BEGINNING), buffer);
        self.input.skip(count.saturating_sub(BEGINNING));
        RawRecord { position, start, end: buffer.len(), kind: RawRecordKind::Faulty(faulty) }
    }
}

/// What a form can do because of what it knows.
trait MayEnd: ArchiveFormat {
    /// Whether the record that these bytes begin with may be `total` long. Where the end of a line and the next record do not
    /// both follow, none may begin before it either.
    fn may_end(&self, bytes: &[u8], total: usize) -> bool {
        let after = &bytes[total..];
        let line_ends = after.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        let next = self.is_mark(&after[line_ends..]);
        line_ends == after.len()
            || next && line_ends > 0
            || (next || self.is_gap(after)) && self.find(bytes, 1).is_none_or(|next| next >= total)
    }
}

impl<F: ArchiveFormat> MayEnd for F {}

impl<F: ArchiveFormat> RecordReader for Archive<F> {
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<RawRecord> {
        while let Some(b'\r' | b'\n') = self.input.fill(1).first() {
            self.input.skip(1);
        }
        self.number += 1;
        let position = StreamPosition { offset: self.input.offset(), line: self.number };
        if self.input.ahead().is_empty() {
            let error = self.input.broken()?;
            return Some(self.cut(position, buffer, 0, raw_record::fault(&error)));
        }
        if !self.format.is_mark(self.input.fill(F::MARK)) {
            return Some(self.lost(position, buffer, (Fault::BadRecord, "no record begins here".to_owned())));
        }
        let (length, block, kind) = match self.read_head() {
            Ok(head) => head,
            Err(message) => return Some(self.lost(position, buffer, (Fault::BadRecord, message))),
        };
        if block > self.limits.record as u64 {
            let faulty = raw_record::too_long(block, &self.limits);
            return Some(self.lost(position, buffer, faulty));
        }
        let total = length + block as usize;
        let rest = self.input.fill(total + F::MARK);
        if rest.len() < total {
            let (have, next) = (rest.len(), self.format.find(rest, 1));
            let there = have.saturating_sub(length);
            let message = format!("{there} of its {} {} there", counted(block, "byte"), either(&there, "is", "are"));
            let faulty = match next {
                Some(_) => (Fault::BadRecord, format!("it is not {} long", counted(block, "byte"))),
                None => match self.input.broken() {
                    Some(error) => raw_record::fault(&error),
                    None => (Fault::BadRecord, message),
                },
            };
            return Some(self.cut(position, buffer, next.unwrap_or(have), faulty));
        }
        if !self.format.may_end(rest, total) {
            let faulty = (Fault::BadRecord, format!("it is not {} long", counted(block, "byte")));
            return Some(match self.format.find(rest, 1) {
                Some(next) => self.cut(position, buffer, next, faulty),
                None => self.lost(position, buffer, faulty),
            });
        }
        if self.input.is_doubtful()
            && self.input.ahead()[total..].iter().all(|b| matches!(b, b'\r' | b'\n'))
            && let Some(error) = self.input.broken()
        {
            return Some(self.cut(position, buffer, total, raw_record::fault(&error)));
        }
        let start = buffer.len();
        self.input.take(total, buffer);
        let kind = match kind {
            RecordKind::Page(head) => RawRecordKind::Page(Box::new(RecordHead { block: length, ..*head })),
            RecordKind::Skipped(reason) => {
                buffer.truncate(start);
                RawRecordKind::Skipped(reason)
            }
        };
        Some(RawRecord { position, start, end: buffer.len(), kind })
    }

    fn position(&self) -> Option<StreamPosition> {
        (!self.input.failed()).then(|| StreamPosition { offset: self.input.offset(), line: self.number + 1 })
    }
}

/// Names and values of a head.
pub(super) type Pairs<'a> = Vec<(&'a [u8], Vec<u8>)>;

/// The lines `Name: value` of a head, up to and with the blank line that ends it: how many bytes, and the pairs. Lines
/// that begin with a space go on with the one before; what is no pair is left out, for heads of crawls break every rule.
/// The mark of a WARC record ends a head too, so that no head is looked for through all the records behind it.
pub(super) fn pairs(bytes: &[u8]) -> Option<(usize, Pairs<'_>)> {
    let (mut at, mut pairs) = (0, Pairs::new());
    loop {
        let end = at + memchr::memchr(b'\n', &bytes[at..])?;
        let mut line = &bytes[at..end];
        // One CR, none, or, in files that went through a text mode, two.
        while let Some(before) = line.strip_suffix(b"\r") {
            line = before;
        }
        if at > 0 && line.starts_with(b"WARC/") {
            return Some((at, pairs));
        }
        at = end + 1;
        if line.is_empty() {
            return Some((at, pairs));
        }
        if line[0] == b' ' || line[0] == b'\t' {
            if let Some((_, value)) = pairs.last_mut() {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
            }
        } else if let Some(colon) = memchr::memchr(b':', line) {
            pairs.push((line[..colon].trim_ascii(), line[colon + 1..].trim_ascii().to_vec()));
        }
    }
}

/// The first value of a name.
pub(super) fn value<'p>(pairs: &'p [(&[u8], Vec<u8>)], name: &str) -> Option<&'p [u8]> {
    let (_, value) = pairs.iter().find(|(known, _)| known.eq_ignore_ascii_case(name.as_bytes()))?;
    Some(value)
}
