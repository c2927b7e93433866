//! Which lines may hold something to repair? One look at the bytes of a whole text, many at a time.
//!
//! Every test is a comparison of a byte and its neighbours without a branch, so that the compiler makes vector
//! instructions of them. What is none of these is no suspect of [`super::scan`] either; what is one need not be.

use super::window::{self, CHUNK};

/// Bytes looked at beside a chunk.
const BEFORE: usize = 2;
const AFTER: usize = 4;
const WINDOW: usize = BEFORE + CHUNK + AFTER;

/// A place at or after `from`, less than a chunk before the next byte that may need a repair; `None` when there is none.
pub(super) fn next(bytes: &[u8], from: usize) -> Option<usize> {
    window::next::<BEFORE, WINDOW>(bytes, from, any_suspect)
}

fn any_suspect(window: &[u8; WINDOW]) -> bool {
    let mut hit = false;
    // Most chunks hold nothing but letters, digits, spaces and common marks; few tests are for those.
    if !window.iter().fold(false, |rare, &byte| rare | is_rare(byte)) {
        for i in BEFORE..BEFORE + CHUNK {
            hit |= is_common_suspect(window[i - 1], window[i], window[i + 1], window[i + 2]);
        }
        return hit;
    }
    for i in BEFORE..BEFORE + CHUNK {
        hit |= is_suspect(
            [window[i - 2], window[i - 1]],
            window[i],
            [window[i + 1], window[i + 2], window[i + 3], window[i + 4]],
        );
    }
    hit
}

/// Controls, `&`, and first bytes of characters that [`is_common_suspect`] does not know.
#[inline(always)]
fn is_rare(byte: u8) -> bool {
    let control = ((byte < 0x20) & (byte != b'\t') & (byte != b'\n')) | (byte == 0x7F) | (byte == b'&');
    control | (byte >= 0xE0) | (byte.wrapping_sub(0xC2) <= 0xD7 - 0xC2)
}

/// Whether `byte` may begin something to repair: blanks, ends of sentences, letters of the Arabic script. Operators that always
/// look at both sides keep it free of branches.
#[inline(always)]
fn is_common_suspect(before: u8, byte: u8, one: u8, two: u8) -> bool {
    let mark_after = (one == 0xD8) & ((two == 0x8C) | (two == 0x9B) | (two == 0x9F));
    let stop_after = (one == b'.') | (one == b'!') | (one == b':');
    let blank = ((byte == b' ') & ((one == b' ') | stop_after | mark_after))
        | (((byte == b' ') | (byte == b'\t')) & (one == b'\n'));
    let glued = ((byte == b'.') | (byte == b'!')) & (before >= 0x80) & is_arabic_lead(one)
        | ((byte == 0xD8) & (one == 0x9F) & is_arabic_lead(two));
    // ـ ي ى ك, hamza and madda, the letter mark, ۀ
    let letter = ((byte == 0xD9)
        & ((one == 0x80) | (one == 0x83) | (one == 0x89) | (one == 0x8A) | (one.wrapping_sub(0x93) < 3)))
        | ((byte == 0xD8) & (one == 0x9C))
        | ((byte == 0xDB) & (one == 0x80));
    blank | glued | letter
}

/// The same of any byte.
#[inline(always)]
fn is_suspect(before: [u8; 2], byte: u8, after: [u8; 4]) -> bool {
    let [one, two, three, four] = after;
    let control = ((byte < 0x20) & (byte != b'\t') & (byte != b'\n')) | (byte == 0x7F) | (byte == b'&');
    let latin = (byte == 0xC2) & ((one <= 0xA0) | (one == 0xAD));
    let other = (byte == 0xCC)
        | (byte == 0xCD)
        | (byte == 0xE0)
        | (byte == 0xE1)
        | (byte >= 0xEF)
        | ((byte == 0xE3) & (one == 0x82));
    let joins = is_letter(before[0], before[1]) & is_letter(three, four);
    let invisible = (two < 0x90) & ((two != 0x8C) | !joins) | (two.wrapping_sub(0xA8) < 8);
    let general = (byte == 0xE2)
        & (((one == 0x80) & invisible)
            | ((one == 0x81) & (two >= 0x9F))
            | (one == 0x84)
            | (one == 0x8C)
            | (one == 0xAB));
    is_common_suspect(before[1], byte, one, two) | control | latin | other | general
}

/// Whether the byte begins a character of U+0600 to U+06FF, the letters of the Arabic script.
#[inline(always)]
pub(super) fn is_arabic_lead(byte: u8) -> bool {
    byte.wrapping_sub(0xD8) < 4
}

/// Two bytes that are surely a letter, a mark or a digit of the Arabic script, punctuation and tatweel apart.
#[inline(always)]
pub(super) fn is_letter(first: u8, second: u8) -> bool {
    ((first == 0xD8) & (second >= 0xA0))
        | ((first == 0xD9) & ((second.wrapping_sub(0x81) <= 0xA9 - 0x81) | (second >= 0xAE)))
        | (first == 0xDA)
        | ((first == 0xDB) & ((second <= 0x93) | (second.wrapping_sub(0xB0) < 10)))
}
