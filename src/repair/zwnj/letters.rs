//! Letters as small numbers: what the lexicon knows of spelling is said of these, not of characters.
//!
//! Letters that differ by hamza alone (ی ئ, و ؤ, ا أ) are one; آ is its own. Marks are no letters. Letters that Persian has
//! not make a word foreign, Arabic yeh and kaf among them: where they are left after the repairs before this one, they
//! stand in a quotation.

/// A letter of the Persian alphabet, `1..=34`.
pub(crate) type Letter = u8;

/// What a character is to this stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CharKind {
    Letter(Letter),
    /// A vowel sign, hamza above, or tatweel: belongs to the letter before it.
    Mark,
    /// A letter or sign that Persian words do not have.
    Foreign,
    /// U+200C.
    Zwnj,
    Space,
    /// Whatever else ends a word.
    Other,
}

const ALPHABET: [&str; 35] = [
    "", "اأ", "آ", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ", "ر", "ز", "ژ", "س", "ش", "ص", "ض", "ط", "ظ", "ع",
    "غ", "ف", "ق", "ک", "گ", "ل", "م", "ن", "وؤ", "هۀ", "یئ", "ء",
];

const MARK: u8 = 253;
const FOREIGN: u8 = 254;
const OTHER: u8 = 255;

/// U+0600 to U+06FF.
const KINDS: [u8; 256] = {
    let mut kinds = [OTHER; 256];
    let mut c = 0;
    while c < 256 {
        if matches!(c, 0x20..=0x3F | 0x41..=0x4A | 0x6E | 0x6F | 0x71..=0xD3 | 0xD5 | 0xEE | 0xEF | 0xFA..=0xFF) {
            kinds[c] = FOREIGN;
        }
        if matches!(c, 0x10..=0x1A | 0x40 | 0x4B..=0x5F | 0x70 | 0xD6..=0xDC | 0xDF..=0xE8 | 0xEA..=0xED) {
            kinds[c] = MARK;
        }
        c += 1;
    }
    let mut letter = 1;
    while letter < ALPHABET.len() {
        let bytes = ALPHABET[letter].as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            kinds[(((bytes[i] & 0x1F) as usize) << 6 | (bytes[i + 1] & 0x3F) as usize) - 0x600] = letter as u8;
            i += 2;
        }
        letter += 1;
    }
    kinds
};

/// The letter that the two bytes at `at` are, if they are one.
#[inline(always)]
pub(crate) fn letter_at(bytes: &[u8], at: usize) -> Option<Letter> {
    letter_of(*bytes.get(at..)?.first_chunk()?)
}

/// The letter that two bytes are, if they are one.
#[inline(always)]
pub(crate) fn letter_of([first, second]: [u8; 2]) -> Option<Letter> {
    let first = first.wrapping_sub(0xD8);
    let kind = KINDS[usize::from((first & 3) << 6 | second & 0x3F)];
    (first < 4 && kind < MARK).then_some(kind)
}

/// What the character at `at` is, and how many bytes it has.
#[inline(always)]
pub(crate) fn kind(bytes: &[u8], at: usize) -> (CharKind, usize) {
    match bytes[at..] {
        [first @ 0xD8..=0xDB, second, ..] => {
            let kind = match KINDS[((first & 3) as usize) << 6 | (second & 0x3F) as usize] {
                MARK => CharKind::Mark,
                FOREIGN => CharKind::Foreign,
                OTHER => CharKind::Other,
                letter => CharKind::Letter(letter),
            };
            (kind, 2)
        }
        [b' ', ..] => (CharKind::Space, 1),
        _ => other_kind(bytes, at),
    }
}

/// The same of what is rarer in Persian text.
#[inline(never)]
fn other_kind(bytes: &[u8], at: usize) -> (CharKind, usize) {
    let first = bytes[at];
    match first {
        0..0x80 => (CharKind::Other, 1),
        0xE2 if bytes[at..].starts_with(b"\xE2\x80\x8C") => (CharKind::Zwnj, 3),
        // Presentation forms and the later Arabic blocks: letters still, though none of ours.
        0xEF if bytes.get(at + 1).is_some_and(|&b| matches!(b, 0xAD..=0xB7 | 0xB9..=0xBB)) => (CharKind::Foreign, 3),
        0xDD | 0xE0 if first == 0xDD || bytes.get(at + 1).is_some_and(|&b| matches!(b, 0xA2 | 0xA3)) => {
            (CharKind::Foreign, if first == 0xDD { 2 } else { 3 })
        }
        0xC0..0xE0 => (CharKind::Other, 2),
        0xE0..0xF0 => (CharKind::Other, 3),
        _ => (CharKind::Other, 4),
    }
}

/// The number of a letter, for words of our own data.
pub(crate) fn letter(c: char) -> Option<Letter> {
    let mut buffer = [0; 4];
    match kind(c.encode_utf8(&mut buffer).as_bytes(), 0).0 {
        CharKind::Letter(letter) => Some(letter),
        _ => None,
    }
}

/// Whether the letter joins the one after it, so that a ZWNJ between the two is seen.
#[inline]
pub(crate) fn joins(letter: Letter) -> bool {
    // ا آ, د ذ ر ز ژ, و, ء
    const NOT: u64 = 1 << 1 | 1 << 2 | 0b11111 << 11 | 1 << 31 | 1 << 34;
    NOT >> letter & 1 == 0
}

/// ه
pub(crate) const HEH: Letter = 32;
/// ی
pub(crate) const YEH: Letter = 33;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_do_not_join() {
        let not: String =
            "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآءأؤ".chars().filter(|&c| !joins(letter(c).unwrap())).collect();
        assert_eq!(not, "ادذرزژوآءأؤ");
        assert_eq!((letter('ه'), letter('ی')), (Some(HEH), Some(YEH)));
    }
}
