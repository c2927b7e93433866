//! Which text are these bytes? Never fails: gives a text and what it had to replace.
//!
//! In this order: a byte order mark; UTF-8; UTF-16 without a mark, by the parity of its high bytes; UTF-8 with some bad
//! bytes; what `chardetng` makes of a sample.
//!
//! ```
//! let decoded = sarand::decode::decode(b"caf\xe9 cr\xe8me br\xfbl\xe9e, s'il vous pla\xeet");
//! assert_eq!(decoded.text, "café crème brûlée, s'il vous plaît");
//! assert_eq!((decoded.charset, decoded.evidence), ("windows-1252", "chardetng"));
//! ```
//!
//! Does not ask a page what it says of itself (`meta`): such claims are wrong too often to come first. Does not undo
//! text that was decoded wrongly before.

mod utf16;
mod utf8;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A decoded text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// The WHATWG name of the charset, for example `UTF-8`.
    pub charset: &'static str,
    /// What the choice rests on: `bom`, `utf-8`, `utf-16-parity`, `utf-8-lenient`, `chardetng`.
    pub evidence: &'static str,
    /// How many U+FFFD stand for bytes that could not be decoded.
    pub replaced: usize,
}

/// Decodes `bytes`. Borrows what is UTF-8 already.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[length..], "bom");
    }
    // UTF-16 of Arabic letters is often valid UTF-8, and full of control characters then.
    if let Some(encoding) = utf16::guess(bytes) {
        return with(encoding, bytes, "utf-16-parity");
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), charset: UTF_8.name(), evidence: "utf-8", replaced: 0 };
    }
    if utf8::is_mostly_valid(bytes) {
        return with(UTF_8, bytes, "utf-8-lenient");
    }
    with(detect(bytes), bytes, "chardetng")
}

/// Decodes by `encoding`, without looking for a mark, and counts what had to be replaced.
fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], evidence: &'static str) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    // The text may hold replacement characters that were there before.
    let replaced = if had_errors {
        let all = memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}").count();
        let own = match encoding {
            e if e == UTF_8 => memchr::memmem::find_iter(bytes, "\u{FFFD}").count(),
            e if e == UTF_16LE => bytes.chunks_exact(2).filter(|unit| *unit == [0xFD, 0xFF]).count(),
            e if e == UTF_16BE => bytes.chunks_exact(2).filter(|unit| *unit == [0xFF, 0xFD]).count(),
            _ => 0,
        };
        all.saturating_sub(own)
    } else {
        0
    };
    Decoded { text, charset: encoding.name(), evidence, replaced }
}

/// Bytes of each of the two samples for the detector, which reads a few megabytes a second.
const SAMPLE: usize = 4 * 1024;
/// Bytes kept before and after a byte that is not ASCII: letters are judged by their neighbours.
const CONTEXT: usize = 24;

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // "Not the last" bytes: a character cut at the end of a sample is no error.
    detector.feed(&sample(bytes), false);
    detector.guess(None, Utf8Detection::Deny)
}

/// A byte that is no part of a longer character in any charset: those take ASCII from `0` on for second bytes.
fn stands_alone(b: &u8) -> bool {
    *b < b'0'
}

/// The parts of `bytes` that are not ASCII, with some context, from the head and, of a long file, from the tail.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut sample = Vec::with_capacity(2 * SAMPLE);
    let Some(read_to) = collect(bytes, &mut sample) else { return sample };
    let rest = &bytes[read_to..];
    // About as much of the file's end as holds a sample.
    let mut high = 0;
    let from = rest.iter().rposition(|b| {
        high += usize::from(!b.is_ascii());
        high > SAMPLE / 2
    });
    let from = from.unwrap_or(0);
    if let Some(whole) = rest[from..].iter().position(stands_alone) {
        sample.push(b'\n');
        collect(&rest[from + whole..], &mut sample);
    }
    sample
}

/// Appends runs around bytes that are not ASCII, about a sample's worth; says where it stopped, if that was between two
/// characters.
fn collect(bytes: &[u8], sample: &mut Vec<u8>) -> Option<usize> {
    let most = sample.len() + SAMPLE;
    let mut at = 0;
    while let Some(high) = bytes[at..].iter().position(|b| !b.is_ascii()) {
        let high = at + high;
        let start = high.saturating_sub(CONTEXT).max(at);
        if start > at {
            // What was left out: letters beside it are no neighbours.
            sample.push(b' ');
        }
        // The run ends where as many bytes of ASCII follow, or when there is enough.
        let (mut end, mut last) = (start, high);
        while end < bytes.len() && end <= last + CONTEXT {
            let taken = sample.len() + end - start;
            if taken >= most && stands_alone(&bytes[end]) {
                break;
            }
            if taken >= most + 2 * SAMPLE {
                sample.extend_from_slice(&bytes[start..end]);
                return None;
            }
            if !bytes[end].is_ascii() {
                last = end;
            }
            end += 1;
        }
        sample.extend_from_slice(&bytes[start..end]);
        at = end;
        if sample.len() >= most {
            break;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests;
