//! Where may a repair be needed? One look at each byte, with two table look-ups: what it is, and what stands before it.
//!
//! A suspect need not be a fault. A place that is none here is left alone, so what a repair takes must be a suspect.

use super::{RepairOptions, chars, entities, letter_forms, options::Repair, prefilter};
use crate::{
    lang::{self, Lang},
    span::Span,
};

/// What a scan came to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ScanResult {
    Nothing,
    /// A line end other than LF, before any suspect.
    Break(Span),
    /// A place that may need a repair.
    Suspect(usize),
}

/// A suspect after a space.
const AFTER_SPACE: u8 = 1;
/// Last byte of tatweel or of heh with hamza.
const AFTER_D9_DB: u8 = 2;
/// Last byte of Arabic yehs, kaf, or a mark that composes.
const AFTER_D9: u8 = 4;
/// Last byte of a Persian punctuation mark or of the Arabic letter mark.
const AFTER_D8: u8 = 8;
/// Suspect after anything.
const ALWAYS: u8 = 16;
/// Ends a sentence; a suspect after a byte of a letter that is not ASCII.
const AFTER_LETTER: u8 = 32;

const IS: [u8; 256] = {
    let mut is = [0; 256];
    let mut b = 0;
    while b < 0x20 {
        is[b] = ALWAYS;
        b += 1;
    }
    is[b'\t' as usize] = 0;
    is[0x7F] = ALWAYS;
    is[b'&' as usize] = ALWAYS;
    is[b' ' as usize] = AFTER_SPACE;
    is[b':' as usize] = AFTER_SPACE;
    is[b'.' as usize] = AFTER_SPACE | AFTER_LETTER;
    is[b'!' as usize] = AFTER_SPACE | AFTER_LETTER;
    is[0x80] = AFTER_D9_DB;
    is[0x83] = AFTER_D9;
    is[0x89] = AFTER_D9;
    is[0x8A] = AFTER_D9;
    is[0x93] = AFTER_D9;
    is[0x94] = AFTER_D9;
    is[0x95] = AFTER_D9;
    is[0x8C] = AFTER_D8;
    is[0x9B] = AFTER_D8;
    is[0x9C] = AFTER_D8;
    is[0x9F] = AFTER_D8;
    let leads = [0xC2, 0xCC, 0xCD, 0xE0, 0xE1, 0xE2, 0xE3, 0xEF, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4];
    let mut i = 0;
    while i < leads.len() {
        is[leads[i]] = ALWAYS;
        i += 1;
    }
    is
};

const BEFORE: [u8; 256] = {
    let mut before = [ALWAYS; 256];
    before[b' ' as usize] |= AFTER_SPACE;
    before[0xD8] |= AFTER_D8;
    before[0xD9] |= AFTER_D9 | AFTER_D9_DB;
    before[0xDB] |= AFTER_D9_DB;
    let mut b = 0x80;
    while b < 0xC0 {
        before[b] |= AFTER_LETTER;
        b += 1;
    }
    before
};

/// Whom a suspect is one for.
enum AppliesTo {
    None,
    Any,
    Persian,
    PersianAndArabic,
}

/// Looks for the first suspect, or line end, in `start..end` of `text`, which holds no LF.
pub(super) fn scan(text: &str, start: usize, end: usize, document: Lang, options: &RepairOptions) -> ScanResult {
    let bytes = &text.as_bytes()[..end];
    let mut lang = None;
    let mut lang_is = |wanted: &dyn Fn(Lang) -> bool| {
        let lang = *lang.get_or_insert_with(|| {
            let to = if options.enables(Repair::LineEnds) { next_break(text, start, end) } else { end };
            lang::detect_line(&text[start..to], document)
        });
        wanted(lang)
    };
    // The indent stays as it is.
    let mut at = start;
    while at < end && matches!(bytes[at], b' ' | b'\t') {
        at += 1;
    }
    let mut next = at;
    while let Some(i) = next_hit(&bytes[start..], next - start).map(|i| start + i) {
        next = i + 1;
        if options.enables(Repair::LineEnds) && break_len(bytes, i) > 0 {
            // Spaces before a line end are a suspect of their own.
            if i > start && matches!(bytes[i - 1], b' ' | b'\t') {
                return ScanResult::Suspect(i - 1);
            }
            return ScanResult::Break(Span::new(i, i + break_len(bytes, i)));
        }
        let suspect = match suspicion(text, start, i, end) {
            AppliesTo::None => false,
            AppliesTo::Any => true,
            AppliesTo::Persian => lang_is(&|lang| lang == Lang::FA),
            AppliesTo::PersianAndArabic => lang_is(&|lang| matches!(lang, Lang::FA | Lang::AR)),
        };
        if suspect {
            return ScanResult::Suspect(i);
        }
    }
    if end > start && matches!(bytes[end - 1], b' ' | b'\t') {
        return ScanResult::Suspect(end - 1);
    }
    ScanResult::Nothing
}

/// The first byte at or after `from` that the tables call suspect.
fn next_hit(bytes: &[u8], from: usize) -> Option<usize> {
    let is_hit = |i: usize| {
        let before = if i > 0 { bytes[i - 1] } else { 0 };
        IS[bytes[i] as usize] & BEFORE[before as usize] != 0
    };
    let mut next = from;
    while next < bytes.len() {
        // Eight bytes at a time while nothing is suspect.
        if next > 0
            && let Some(window) = bytes.get(next - 1..next + 8)
        {
            let hits = window.windows(2).fold(0, |hits, pair| hits | (IS[pair[1] as usize] & BEFORE[pair[0] as usize]));
            if hits == 0 {
                next += 8;
                continue;
            }
        }
        let stop = bytes.len().min(next + 8);
        match (next..stop).find(|&i| is_hit(i)) {
            None => next = stop,
            hit => return hit,
        }
    }
    None
}

/// All suspects of a line, whatever its language; spaces at its end apart.
pub(super) fn suspects(line: &str) -> impl Iterator<Item = usize> {
    let mut next = 0;
    let hits = std::iter::from_fn(move || {
        let hit = next_hit(line.as_bytes(), next)?;
        next = hit + 1;
        Some(hit)
    });
    hits.filter(move |&at| !matches!(suspicion(line, 0, at, line.len()), AppliesTo::None))
}

fn suspicion(text: &str, start: usize, at: usize, end: usize) -> AppliesTo {
    let bytes = &text.as_bytes()[..end];
    // A carriage return ends a line, too.
    let next = |n: usize| bytes.get(at + n).copied().filter(|&b| b != b'\r').unwrap_or(0);
    match bytes[at] {
        b' ' => AppliesTo::Any,
        b'.' | b'!' | b':' => {
            let after_space = at > start && bytes[at - 1] == b' ';
            match next(1) {
                0 | b' ' | b'\t' | b')' | b']' | b'"' | 0xC2 | 0xE2 if after_space => AppliesTo::Persian,
                0xD8..=0xDB if !after_space => AppliesTo::PersianAndArabic,
                _ => AppliesTo::None,
            }
        }
        // Only within a character from here on, so that there is a byte before.
        0x80 if bytes[at - 1] == 0xD9 => AppliesTo::Any,
        0x80 | 0x83 | 0x89 | 0x8A => AppliesTo::Persian,
        0x93..=0x95 => mark_composes(text, at),
        0x8C | 0x9B if at > start + 1 && bytes[at - 2] == b' ' => AppliesTo::Persian,
        0x9F if matches!(next(1), 0xD8..=0xDB) => AppliesTo::PersianAndArabic,
        0x9F if at > start + 1 && bytes[at - 2] == b' ' => AppliesTo::Persian,
        0x8C | 0x9B | 0x9F => AppliesTo::None,
        0x9C => AppliesTo::Any,
        b'&' => {
            let name = &bytes[at + 1..bytes.len().min(at + entities::LONGEST)];
            let len = name.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'#').count();
            if len > 1 && name.get(len) == Some(&b';') { AppliesTo::Any } else { AppliesTo::None }
        }
        0xC2 => {
            if next(1) <= 0xA0 || next(1) == 0xAD {
                AppliesTo::Any
            } else {
                AppliesTo::None
            }
        }
        0xCC | 0xCD | 0xE0 | 0xE1 => of_char(text, at, letter_forms::may_change_in_nfc),
        0xE2 => general_punctuation(bytes, at, start),
        0xE3 if next(1) == 0x82 && matches!(next(2), 0x99 | 0x9A) => AppliesTo::Any,
        0xE3 => AppliesTo::None,
        0xEF => of_char(text, at, |c| {
            c == '\u{FEFF}'
                || letter_forms::is_form(c)
                || super::invisible::is_noncharacter(c)
                || letter_forms::may_change_in_nfc(c)
        }),
        0xF0..=0xF4 => of_char(text, at, |c| {
            matches!(c, '\u{E0000}'..='\u{E007F}')
                || super::invisible::is_noncharacter(c)
                || letter_forms::may_change_in_nfc(c)
        }),
        _ => AppliesTo::Any,
    }
}

fn of_char(text: &str, at: usize, test: impl Fn(char) -> bool) -> AppliesTo {
    if text[at..].chars().next().is_some_and(test) { AppliesTo::Any } else { AppliesTo::None }
}

/// Hamza and madda that NFC joins with the letter before them.
fn mark_composes(text: &str, at: usize) -> AppliesTo {
    let mut back = text[..at + 1].chars().rev();
    match (back.next(), back.next()) {
        (Some(mark), Some(base)) if unicode_normalization::char::compose(base, mark).is_some() => AppliesTo::Any,
        // On what is no Arabic letter it may stand in the wrong order.
        (_, Some(base)) if !matches!(base, '\u{600}'..='\u{8FF}') => AppliesTo::Any,
        _ => AppliesTo::None,
    }
}

/// U+2000 to U+2FFF: spaces, joiners, marks of direction among dashes, quotes and symbols.
fn general_punctuation(bytes: &[u8], at: usize, start: usize) -> AppliesTo {
    let next = |n: usize| bytes.get(at + n).copied().unwrap_or(0);
    let suspect = match (next(1), next(2)) {
        (0x80, 0x8C) => {
            !(at >= start + 2
                && prefilter::is_letter(bytes[at - 2], bytes[at - 1])
                && prefilter::is_letter(next(3), next(4)))
        }
        (0x80, 0x80..=0x8F | 0xA8..=0xAF) | (0x81, 0x9F..=0xAF) => true,
        // Signs that are letters: ohm, kelvin, ångström; angle brackets; forking.
        (0x84, 0xA6 | 0xAA | 0xAB) | (0x8C, 0xA9 | 0xAA) | (0xAB, 0x9C) => true,
        _ => false,
    };
    if suspect { AppliesTo::Any } else { AppliesTo::None }
}

/// How many bytes the line end at `at` has, LF apart; 0 when there is none.
pub(super) fn break_len(bytes: &[u8], at: usize) -> usize {
    match bytes[at..] {
        [b'\r' | 0xB | 0xC, ..] => 1,
        [0xC2, 0x85, ..] => 2,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    }
}

/// Where the next line end stands in `start..end`, LF apart; `end` when there is none.
pub(super) fn next_break(text: &str, start: usize, end: usize) -> usize {
    let bytes = &text.as_bytes()[..end];
    (start..end)
        .find(|&at| matches!(bytes[at], b'\r' | 0xB | 0xC | 0xC2 | 0xE2) && break_len(bytes, at) > 0)
        .unwrap_or(end)
}

/// A place in `from..to` to cut a long line at: before a single space between two words, if there is one.
pub(super) fn cut(text: &str, from: usize, to: usize) -> usize {
    let bytes = text.as_bytes();
    let word = |at: usize| chars::is_word(text[lang::floor(text, at)..].chars().next().unwrap_or(' '));
    (from..to - 1)
        .find(|&at| bytes[at] == b' ' && word(at - 1) && word(at + 1))
        .unwrap_or_else(|| lang::floor(text, to - 1))
}
