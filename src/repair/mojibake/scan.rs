//! Where may mojibake be? One look at the bytes of a whole text, many at a time.
//!
//! What is looked for is a letter of two bytes with a sign right behind it that never follows a letter in real text
//! (`é§`, `ظ†`), an accented capital before anything but a letter, a word that begins with two accented letters, and the
//! signs that other charsets make of the lead bytes of UTF-8. Every test is a comparison without a branch, so that the
//! compiler makes vector instructions of them.

use crate::repair::window::{self, CHUNK};

/// Bytes looked at beside a chunk.
const BEFORE: usize = 1;
const AFTER: usize = 5;
const WINDOW: usize = BEFORE + CHUNK + AFTER;

/// A place at or after `from`, less than a chunk before the next byte that may begin mojibake; `None` when there is none.
pub(super) fn next(bytes: &[u8], from: usize) -> Option<usize> {
    window::next::<BEFORE, WINDOW>(bytes, from, any_suspect)
}

fn any_suspect(window: &[u8; WINDOW]) -> bool {
    let mut hit = false;
    // All but `ظپظٹ` have a byte that begins no letter of Arabic and Persian.
    let other = window.iter().fold(false, |other, &byte| other | ((byte >= 0xC2) & (byte.wrapping_sub(0xD8) >= 4)));
    if !other {
        for i in BEFORE..BEFORE + CHUNK {
            let after = [window[i + 1], window[i + 2], window[i + 3], window[i + 4], window[i + 5]];
            hit |= is_again(window[i], after);
        }
        return hit;
    }
    for i in BEFORE..BEFORE + CHUNK {
        let after = [window[i + 1], window[i + 2], window[i + 3], window[i + 4], window[i + 5]];
        hit |= is_suspect(window[i - 1], window[i], after);
    }
    hit
}

#[inline(always)]
fn is_suspect(before: u8, byte: u8, after: [u8; 5]) -> bool {
    let [one, two, three, four, five] = after;
    // C1 controls, U+00A1 to U+00BF without those that may follow a word; ƒ ˆ ˜ ‚ „ † ‡ • ‰ ‹ €; œ and the like.
    let closing = (three == 0xA0)
        | (three == 0xAA)
        | (three == 0xAB)
        | (three == 0xAE)
        | (three == 0xB0)
        | (three == 0xB2)
        | (three == 0xB3)
        | (three == 0xBA)
        | (three == 0xBB);
    let low = (four == 0x9A) | (four == 0x9E) | (four.wrapping_sub(0xA0) < 3) | (four == 0xB0) | (four == 0xB9);
    let sign = ((two == 0xC2) & !closing)
        | ((two == 0xC6) & (three == 0x92))
        | ((two == 0xCB) & ((three == 0x86) | (three == 0x9C)))
        | ((two == 0xE2) & (((three == 0x80) & low) | (three == 0x82)));
    let letter = byte.wrapping_sub(0xC3) <= 0xDB - 0xC3;
    let capital = (byte == 0xC3) & (one < 0xA0) & ((two == 0xC2) | (two == 0xC5) | (two == 0xE2));
    let apart = !is_ascii_letter(before) & !is_ascii_letter(four);
    let western = (byte == 0xC3) & (((two == 0xC3) & apart) | ((two == 0xC5) & (one == 0xA2)));
    let arabic = ((byte == 0xD8) | (byte == 0xD9)) & (two == 0xC5);
    let again = is_again(byte, after);
    // à whose second half became a space; ï»¿; вЂ; lossy Ã, Ð, Ø and the like.
    let space = (byte == 0xC3) & (one == 0x83) & (two == b' ');
    let mark = (byte == 0xC2) & (one == 0xBB) & (two == 0xC2) & (three == 0xBF);
    let quote = (byte == 0xD0) & (one == 0xB2) & (two == 0xD0) & (three == 0x82);
    let control = (byte == 0xC2) & (one < 0xA0);
    let tilde = (byte == 0xCB) & (one == 0x9C) & (two == 0xC3);
    // √ ◊ ≈ of MacRoman, ─ to ╬ of code page 437, before anything beyond ASCII that is no such sign itself.
    let other = (two == 0) | (three >= 0xC2);
    // Three of Vietnamese and the like: `áº¿`.
    let closing_next = (five == 0xA0) | (five == 0xBB) | (five == 0xAB);
    let three_long = (byte == 0xC3)
        & (one >= 0xA0)
        & (two == 0xC2)
        & closing
        & (three != 0xA0)
        & (((four == 0xC2) & !closing_next) | (four == 0xE2) | (four == 0xC6) | (four == 0xCB));
    let trade = (byte == 0xC3) & (one == 0xA2) & (two == 0xE2) & (three == 0x84);
    let drawn = (byte == 0xE2)
        & (((one == 0x88) & (two == 0x9A))
            | ((one == 0x97) & (two == 0x8A))
            | ((one == 0x89) & (two == 0x88))
            | (one == 0x94)
            | (one == 0x95))
        & other;
    let gamma = (byte == 0xCE) & (one == 0x93) & (two == 0xC3);
    (letter & sign)
        | capital
        | three_long
        | trade
        | western
        | arabic
        | again
        | space
        | mark
        | quote
        | control
        | tilde
        | drawn
        | gamma
}

/// ط ظ ع غ, a letter of two bytes that is not of Arabic proper, and one of the four again: `ظپظٹ`.
#[inline(always)]
fn is_again(byte: u8, [one, two, three, four, five]: [u8; 5]) -> bool {
    (byte == 0xD8)
        & (one.wrapping_sub(0xB7) < 4)
        & ((two == 0xDA) | ((two == 0xD9) & (three >= 0xB9)))
        & (four == 0xD8)
        & (five.wrapping_sub(0xB7) < 4)
}

#[inline(always)]
fn is_ascii_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26
}
