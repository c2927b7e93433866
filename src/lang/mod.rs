//! Which language is a text, or one line of it?
//!
//! Scripts decide first, then letters and small words within the Arabic script, and `whatlang` among the languages of
//! the Latin and Cyrillic scripts.
//!
//! ```
//! use sarand::lang::{Lang, detect, detect_line};
//! assert_eq!(detect("این خبر را دیروز از رادیو شنیدیم."), Lang::FA);
//! assert_eq!(detect_line("بسم الله الرحمن الرحيم، والصلاة على الأنبياء", Lang::FA), Lang::AR);
//! assert_eq!(detect_line("خبر", Lang::AR), Lang::AR);
//! ```
//!
//! Does not guess below its evidence: a text without letters is [`Lang::UND`], a short line in the document's script has
//! the document's language. Reads a sample only, so a long text that changes its language has that of its beginning.

mod arabic;
mod general;
mod plain;
mod script;

use crate::memory::{self, Recent};
use script::{Counts, Script};
use serde::{Serialize, Serializer};
use std::cell::RefCell;

thread_local! {
    /// Repairs and rules ask for the language of the same line one after the other: so many are the lines of most documents.
    static LINES: RefCell<Recent<Lang, 256>> = RefCell::default();
}

/// An ISO 639 code of two or three lower-case letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lang([u8; 3]);

impl Lang {
    /// Persian.
    pub const FA: Self = Self(*b"fa\0");
    /// Arabic.
    pub const AR: Self = Self(*b"ar\0");
    /// English.
    pub const EN: Self = Self(*b"en\0");
    /// Urdu.
    pub const UR: Self = Self(*b"ur\0");
    /// Central Kurdish (Sorani).
    pub const CKB: Self = Self(*b"ckb");
    /// Not determined.
    pub const UND: Self = Self(*b"und");

    /// Reads a code; a region (`fa-IR`, `en_US`) is dropped, case is ignored. `None` when it is no code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.trim();
        let primary = code.split(['-', '_']).next().unwrap_or(code).as_bytes();
        let mut out = [0; 3];
        if !(2..=3).contains(&primary.len()) || !primary.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        for (to, from) in out.iter_mut().zip(primary) {
            *to = from.to_ascii_lowercase();
        }
        Some(Self(out))
    }

    /// The code, for example `fa`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..len]).unwrap_or("und")
    }

    /// The code as a number: the scope in which a word or line of a document in this language is remembered.
    pub(crate) fn number(self) -> u64 {
        let [a, b, c] = self.0;
        u64::from(u32::from_be_bytes([0, a, b, c]))
    }

    /// A code known at compile time: two or three lower-case ASCII letters.
    const fn of(code: &str) -> Self {
        let code = code.as_bytes();
        Self([code[0], code[1], if code.len() > 2 { code[2] } else { 0 }])
    }
}

impl Default for Lang {
    fn default() -> Self {
        Self::UND
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Bytes of each of the two windows that [`detect`] reads: the head, and one from the middle of a longer text.
const WINDOW: usize = 1024;
/// Bytes of a line that [`detect_line`] reads.
pub(crate) const LINE_SAMPLE: usize = 768;
/// Bytes of a first look, which is enough when it is clear.
const GLANCE: usize = 256;
/// Below this many letters the Latin and Cyrillic scripts are not told apart.
const FEW_LETTERS: usize = 40;

/// The language of a whole text, judged by a sample of its head and middle.
#[must_use]
pub fn detect(text: &str) -> Lang {
    if plain::is_persian(window(text, 0, GLANCE)) && plain::is_persian(window(text, text.len() / 2, GLANCE)) {
        return Lang::FA;
    }
    // Most texts of an Arabic-script crawl are told by two glances.
    let mut glance = arabic::Evidence::default();
    glance.add(window(text, 0, GLANCE));
    glance.add(window(text, text.len() / 2, GLANCE));
    if let Some(lang) = glance.clear() {
        return lang;
    }
    let head = window(text, 0, WINDOW);
    let middle =
        if text.len() > 2 * WINDOW { window(text, text.len() / 2, WINDOW) } else { window(text, WINDOW, WINDOW) };
    if glance.is_arabic() {
        let mut evidence = arabic::Evidence::default();
        evidence.add(head);
        evidence.add(middle);
        if evidence.is_arabic() {
            return evidence.best();
        }
    }
    let mut counts = Counts::default();
    counts.add(head);
    counts.add(middle);
    // A text that begins with a long rule, a table of numbers, or code still has letters somewhere.
    let mut at = 2 * WINDOW;
    while counts.total() == 0 && at < text.len() {
        counts.add(window(text, at, 16 * WINDOW));
        at += 16 * WINDOW;
    }
    match counts.dominant() {
        None => Lang::UND,
        Some(Script::Arabic) => {
            let mut evidence = arabic::Evidence::default();
            evidence.add(head);
            evidence.add(middle);
            evidence.best()
        }
        Some(script) => general::detect(script, &counts, [head, middle]),
    }
}

/// The language of one line of a document written in `document`: a line in the document's script has the document's
/// language unless its letters clearly speak against it, any other the language its own letters show.
#[must_use]
pub fn detect_line(line: &str, document: Lang) -> Lang {
    let sample = window(line, 0, LINE_SAMPLE);
    // Most lines of most pages; no letter of theirs speaks against the document.
    if sample.is_ascii() && script::of_lang(document) == Some(Script::Latin) {
        return document;
    }
    let key = memory::key(document.number(), sample.as_bytes());
    LINES.with_borrow_mut(|lines| lines.get_or_insert_with(key, || detect_sample(sample, document)))
}

/// What [`detect_line`] says of the beginning of a line.
fn detect_sample(sample: &str, document: Lang) -> Lang {
    if document == Lang::FA && plain::is_persian(window(sample, 0, GLANCE)) {
        return document;
    }
    let of_document = script::of_lang(document);
    let mut glance = arabic::Evidence::default();
    glance.add_until_clear(window(sample, 0, GLANCE), document);
    let either = |lang: Lang| matches!(lang, Lang::FA | Lang::AR);
    if let Some(lang) = glance.clear().filter(|&lang| lang == document || (either(lang) && either(document))) {
        return lang;
    }
    if of_document == Some(Script::Arabic) && glance.has_arabic() {
        if sample.len() > GLANCE {
            glance = arabic::Evidence::default();
            glance.add(sample);
        }
        return glance.against(document);
    }
    let mut counts = Counts::default();
    counts.add(sample);
    let Some(mut script) = counts.dominant() else { return document };
    if let Some(own) = of_document
        && counts.of(own) > 0
    {
        // One word of the document's script makes the line its own: an address after a label, a firm's name.
        script = own;
    }
    match script {
        Script::Arabic => {
            let mut evidence = arabic::Evidence::default();
            evidence.add(sample);
            if of_document == Some(Script::Arabic) { evidence.against(document) } else { evidence.best() }
        }
        _ if of_document == Some(script) => document,
        Script::Latin if counts.total() < FEW_LETTERS => Lang::EN,
        _ => general::detect(script, &counts, [sample, ""]),
    }
}

/// At most `len` bytes of `text` from about `start`, cut on character boundaries.
fn window(text: &str, start: usize, len: usize) -> &str {
    let start = floor(text, start);
    &text[start..floor(text, start.saturating_add(len))]
}

/// The last character boundary of `text` at or before `at`, which may lie beyond its end.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (at.saturating_sub(3)..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

#[cfg(test)]
mod tests;
