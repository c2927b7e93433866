//! Text that was decoded wrongly, once or several times: `Ã©`, `ط§ظ„`, `ÓáÇã`.
//!
//! ```
//! use sarand::repair::{apply, mojibake};
//! let text = "Le cafÃ© est fermÃ©, ط³ظ„ط§ظ…, ÓáÇã ÏæÓÊÇä";
//! let mut edits = Vec::new();
//! mojibake::find(text, 0, &mut edits);
//! assert_eq!(apply(text, &edits), "Le café est fermé, سلام, سلام دوستان");
//! ```
//!
//! Runs are repaired where they stand, in a line that may be clean otherwise. Bytes that were lost on the way (U+FFFD)
//! stay lost; what stands around them is repaired. Clean text is dismissed by a look at its bytes.
//!
//! Does not repair text that went through two different charsets at once in one character, nor one-byte charsets read in
//! another one, but for windows-1256 read as windows-1252 or latin-1.

mod arabic;
mod class;
mod codec;
mod scan;
mod sequences;
#[cfg(test)]
mod tests;

use super::Edit;
use crate::{lang, span::Span};

/// What the ids of these repairs begin with.
pub const PREFIX: &str = "any.mojibake-";
/// Ids of the repairs, by what was read as what.
pub(super) const WINDOWS_1256_AS_1252: &str = "any.mojibake-1256-as-1252";
pub(super) const UTF8_AS_1252: &str = "any.mojibake-utf8-as-1252";
pub(super) const UTF8_AS_1256: &str = "any.mojibake-utf8-as-1256";
pub(super) const UTF8_AS_OTHER: &str = "any.mojibake-utf8-as-other";

/// Lines of more than twice as many bytes are read in pieces, and words that follow each other become one edit, so that
/// memory stays bounded.
const PIECE: usize = 32 * 1024;

/// More than the times that text is decoded wrongly in the wild.
const LAYERS: usize = 5;

/// Finds the mojibake of `text`: edits sorted, not overlapping, none spanning a line break, their spans in bytes and moved
/// by `base`. They are appended to `edits`. What cannot be known is U+FFFD in an edit.
pub fn find(text: &str, base: usize, edits: &mut Vec<Edit<'_>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(suspect) = scan::next(bytes, at) {
        let start = memchr::memrchr(b'\n', &bytes[at..suspect]).map_or(at, |before| at + before + 1);
        let end = memchr::memchr(b'\n', &bytes[suspect..]).map_or(bytes.len(), |after| suspect + after);
        let (mut from, is_huge) = (start, end - start > 2 * PIECE);
        while from < end {
            let to = if end - from > 2 * PIECE { cut(text, from + PIECE, end) } else { end };
            for edit in lines(&text[from..to]) {
                let span = Span::new(base + from + edit.span.start, base + from + edit.span.end);
                let between = |last: &Edit<'_>| text.get(last.span.end.checked_sub(base)?..span.start - base);
                let last = edits.last_mut().filter(|last| is_huge && last.by == edit.by && between(last) == Some(" "));
                match last {
                    Some(last) => {
                        let with = last.with.to_mut();
                        with.push(' ');
                        with.push_str(&edit.with);
                        last.span.end = span.end;
                    }
                    None => edits.push(Edit { span, ..edit }),
                }
            }
            from = to;
        }
        at = end + 1;
    }
}

/// A place at or after `from` to cut a line at: before a space that is no part of a sequence; the end if there is none.
fn cut(text: &str, from: usize, end: usize) -> usize {
    let leads = |at: usize| {
        let start = lang::floor(text, at - 1);
        text[start..].chars().next().is_some_and(sequences::may_lead)
    };
    memchr::memchr_iter(b' ', &text.as_bytes()[from..end]).map(|at| from + at).find(|&at| !leads(at)).unwrap_or(end)
}

/// The edits of a line. U+0085 ends one, unless it is a part of a sequence: otherwise what stands beside it would be repaired
/// once it is a line break, and not before.
fn lines(text: &str) -> Vec<Edit<'static>> {
    let edits = line(text);
    let in_edit = |at: usize| edits.iter().any(|edit| edit.span.start <= at && at < edit.span.end);
    let mut ends = text.match_indices('\u{85}').map(|(at, _)| at).filter(|&at| !in_edit(at)).peekable();
    if ends.peek().is_none() {
        return edits;
    }
    let (mut each, mut from) = (Vec::new(), 0);
    for to in ends.chain([text.len()]) {
        for edit in line(&text[from..to]) {
            each.push(Edit { span: Span::new(from + edit.span.start, from + edit.span.end), ..edit });
        }
        from = (to + '\u{85}'.len_utf8()).min(text.len());
    }
    each
}

/// The edits of what has no line end in it, layer by layer.
fn line(line: &str) -> Vec<Edit<'static>> {
    let mut edits = layer(line);
    let mut text = String::new();
    for _ in 1..LAYERS {
        if edits.is_empty() {
            break;
        }
        super::apply_into(line, &edits, &mut text);
        let deeper = layer(&text);
        if deeper.is_empty() {
            break;
        }
        edits = super::compose_edits(line, edits, deeper);
    }
    // Marks that mean the same in both charsets.
    edits.retain(|edit| edit.with != edit.span.slice(line));
    edits
}

/// One layer: by the charset that has the most signs, or by words of windows-1256.
fn layer(line: &str) -> Vec<Edit<'static>> {
    let mut best: Option<(&codec::Codec, sequences::Utf8Reading)> = None;
    for codec in codec::CODECS.iter() {
        let reading = sequences::read(line, codec);
        let beats = |best: &sequences::Utf8Reading| (reading.strong, reading.covered) > (best.strong, best.covered);
        if reading.strong > 0 && best.as_ref().is_none_or(|(_, best)| beats(best)) {
            best = Some((codec, reading));
        }
    }
    let mut edits = Vec::new();
    let words = arabic::read(line);
    // Some of its words hold a sequence by accident.
    if words.letters > best.as_ref().map_or(0, |(_, best)| 3 * best.strong) {
        arabic::repair(words, &mut edits);
    } else if let Some((codec, reading)) = best {
        sequences::repair(line, &reading, codec, &mut edits);
    }
    edits
}
