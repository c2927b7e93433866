//! Which text are these bytes? Never fails: gives a text and what it had to replace.
//!
//! In this order: an order of the user; a byte order mark; UTF-16 without a mark, by the parity of its high bytes; UTF-8;
//! UTF-8 with some bad bytes; files that change from UTF-8 to something else between lines; the charsets of the Arabic
//! script, by letter pairs; what `chardetng` makes of a sample, and, where that is a mixture of Latin letters that no
//! language writes, the charset that gives those of one. What a page or a header claims decides only between
//! answers that are nearly as good.
//!
//! ```
//! let decoded = sarand::decode::decode(b"caf\xe9 cr\xe8me br\xfbl\xe9e, s'il vous pla\xeet");
//! assert_eq!(decoded.text, "café crème brûlée, s'il vous plaît");
//! assert_eq!((decoded.charset, decoded.evidence), ("windows-1252", "chardetng"));
//!
//! let decoded = sarand::decode::decode(b"\xd3\xe1\xc7\xe3 \xce\xe6\xc8\xed \xcf\xe6\xd3\xca\xc7\xe4");
//! assert_eq!(decoded.text, "سلام خوبي دوستان");
//! assert_eq!((decoded.charset, decoded.evidence), ("windows-1256", "letter-pairs"));
//! ```
//!
//! The same bytes and hints give the same answer. Does not undo text that was decoded wrongly before, which is
//! [`crate::repair`]'s, and tells no two one-byte charsets apart within one file.

mod arabic;
mod charset;
mod hints;
mod latin;
mod mac;
mod sample;
mod utf16;
mod utf8;

pub(crate) use arabic::pairs;
pub use charset::Charset;
pub use hints::Hints;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, WINDOWS_1256};
use latin::Alphabets;
use std::{borrow::Cow, ops::Range};
use utf8::Verdict;

/// A decoded text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// The name of the charset, for example `UTF-8`; of a mixed file, of the lines that are not UTF-8.
    pub charset: &'static str,
    /// What the choice rests on: `forced`, `bom`, `utf-16-parity`, `utf-8`, `utf-8-lenient`, `line-runs`,
    /// `letter-pairs`, `claim` (of a page, a header or a user), `chardetng`, `alphabet`.
    pub evidence: &'static str,
    /// How many U+FFFD stand for bytes that could not be decoded.
    pub replaced: usize,
    /// Whether the file changes its charset between lines.
    pub mixed: bool,
}

/// Decodes `bytes`. Borrows what is UTF-8 already.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    decode_with(bytes, Hints::default())
}

/// Decodes `bytes` of which something is known. Borrows what is UTF-8 already.
#[must_use]
pub fn decode_with(bytes: &[u8], hints: Hints) -> Decoded<'_> {
    let mark = Encoding::for_bom(bytes);
    if let Some(charset) = hints.charset.filter(|_| hints.force) {
        let own = mark.filter(|(encoding, _)| charset == Charset::Web(encoding)).map_or(0, |(_, length)| length);
        return with(charset, &bytes[own..], "forced");
    }
    if let Some((encoding, length)) = mark {
        return with(Charset::Web(encoding), &bytes[length..], "bom");
    }
    // UTF-16 of Arabic letters is often valid UTF-8, and full of control characters then.
    if let Some(charset) = utf16::guess(bytes) {
        return with(charset, bytes, "utf-16-parity");
    }
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        let (text, charset) = (Cow::Borrowed(text), UTF_8.name());
        return Decoded { text, charset, evidence: "utf-8", replaced: 0, mixed: false };
    }
    if let Some(charset) = utf16::guess_eastern(bytes) {
        return with(charset, bytes, "utf-16-parity");
    }
    let claimed = hints.charset.or_else(|| hints::of_page(bytes));
    match utf8::judge(bytes) {
        Verdict::Lenient => with(Charset::Web(UTF_8), bytes, "utf-8-lenient"),
        Verdict::Mixed(runs) => mixed(bytes, &runs, claimed),
        Verdict::Other => {
            let (charset, evidence) = detect(&sample::sample(bytes), claimed);
            with(charset, bytes, evidence)
        }
    }
}

/// The charset of `bytes`, the first of a stream, when that is UTF-16: a mark says so, or their parity does.
#[must_use]
pub fn utf16_of(bytes: &[u8]) -> Option<&'static Encoding> {
    let charset = match Encoding::for_bom(bytes) {
        Some((charset, _)) => Charset::Web(charset),
        None if std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_some()) => {
            utf16::guess(bytes).or_else(|| utf16::guess_eastern(bytes))?
        }
        None => utf16::guess(bytes)?,
    };
    match charset {
        Charset::Web(charset) if charset != UTF_8 => Some(charset),
        _ => None,
    }
}

fn with<'a>(charset: Charset, bytes: &'a [u8], evidence: &'static str) -> Decoded<'a> {
    let (text, replaced) = charset.decode(bytes);
    Decoded { text, charset: charset.name(), evidence, replaced, mixed: false }
}

/// Decodes runs of lines in turn; all that are not UTF-8 are taken for the same charset.
fn mixed<'a>(bytes: &'a [u8], runs: &[(Range<usize>, bool)], claimed: Option<Charset>) -> Decoded<'a> {
    let others: Vec<&[u8]> = runs.iter().filter(|(_, utf8)| !utf8).map(|(run, _)| &bytes[run.clone()]).collect();
    let (charset, _) = detect(&sample::sample(&others.concat()), claimed);
    let (mut text, mut replaced) = (String::with_capacity(bytes.len()), 0);
    for (run, utf8) in runs {
        let (part, count) = if *utf8 { Charset::Web(UTF_8) } else { charset }.decode(&bytes[run.clone()]);
        text.push_str(&part);
        replaced += count;
    }
    Decoded { text: Cow::Owned(text), charset: charset.name(), evidence: "line-runs", replaced, mixed: true }
}

/// The charset of bytes that are not UTF-8, and what tells it.
fn detect(sample: &[u8], claimed: Option<Charset>) -> (Charset, &'static str) {
    let arabic = arabic::guess(sample, claimed);
    if let Some((charset, cost)) = arabic
        && cost <= arabic::SURE
    {
        return (charset, "letter-pairs");
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // "Not the last" bytes: a character cut at the end of a sample is no error.
    detector.feed(sample, false);
    let mut guess = detector.guess(None, Utf8Detection::Deny);
    if guess.is_single_byte() {
        // Then the last byte is a character of its own, and the last word, which may be all there is, ends with it.
        detector.feed(b"\n", false);
        guess = detector.guess(None, Utf8Detection::Deny);
    }
    if let Some((charset, cost)) = arabic
        && cost <= arabic::DOUBTFUL
        && (claimed == Some(charset) || guess == WINDOWS_1256 || guess == ISO_8859_6)
    {
        return (charset, "letter-pairs");
    }
    if !latin::is_latin(guess) {
        return (Charset::Web(guess), "chardetng");
    }
    let alphabets = Alphabets::of(sample);
    let better = alphabets.better(guess);
    let (guess, evidence) = better.map_or((guess, "chardetng"), |better| (better, "alphabet"));
    // With next to nothing to go by, charsets of the Latin script are alike to the detector.
    let few = sample.iter().filter(|b| !b.is_ascii()).take(FEW).count() < FEW;
    if let Some(Charset::Web(claim)) = claimed
        && few
        && claim != guess
        && latin::is_latin(claim)
        && alphabets.unexpected_bytes(claim) <= alphabets.unexpected_bytes(guess)
        && !claim.decode_without_bom_handling(sample).1
    {
        return (Charset::Web(claim), "claim");
    }
    (Charset::Web(guess), evidence)
}

/// Below so many bytes beyond ASCII a claim is worth more than a guess.
const FEW: usize = 4;

#[cfg(test)]
mod tests;
