//! The one-byte charsets that text was read in by mistake, from their characters back to bytes.

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1256,
    WINDOWS_1257,
};
use std::sync::LazyLock;

/// A charset as its wrong readers know it.
pub(super) struct Codec {
    /// The id of the repair of UTF-8 that was read in it.
    pub(super) id: &'static str,
    /// Whether one sign of it is enough; the rare ones need more.
    pub(super) usual: bool,
    /// The bytes of the characters below [`LOW`], which nearly all are; 0 for none.
    low: Vec<u8>,
    /// The other characters and their bytes.
    high: Vec<(char, u8)>,
}

const LOW: usize = 0x2600;

/// In the order in which they are tried; of two that fit alike, the first is taken.
pub(super) static CODECS: LazyLock<[Codec; 9]> = LazyLock::new(|| {
    [
        Codec::new(super::UTF8_AS_1252, true, &[WINDOWS_1252]),
        Codec::new(super::UTF8_AS_1256, true, &[WINDOWS_1256]),
        Codec::new(super::UTF8_AS_OTHER, true, &[WINDOWS_1251]),
        // windows-1254 is windows-1252 but for six letters.
        Codec::new(super::UTF8_AS_OTHER, false, &[WINDOWS_1254]),
        Codec::new(super::UTF8_AS_OTHER, false, &[WINDOWS_1250, ISO_8859_2]),
        Codec::new(super::UTF8_AS_OTHER, false, &[WINDOWS_1253]),
        Codec::new(super::UTF8_AS_OTHER, false, &[WINDOWS_1257]),
        Codec::new(super::UTF8_AS_OTHER, false, &[MACINTOSH]),
        Codec::of_table(super::UTF8_AS_OTHER, include_str!("dos.txt")),
    ]
});

/// The one of windows-1252 and latin-1.
pub(super) fn western() -> &'static Codec {
    &CODECS[0]
}

impl Codec {
    /// What a byte has no character for is read as the control character of its number (as latin-1 reads it).
    fn new(id: &'static str, usual: bool, encodings: &[&'static Encoding]) -> Self {
        let mut bytes: Vec<(char, u8)> = (0x80..=0x9F).map(|b| (char::from(b), b)).collect();
        for encoding in encodings {
            for b in 0x80..=0xFF_u8 {
                let c = encoding.decode_without_bom_handling(&[b]).0.chars().next();
                bytes.extend(c.filter(|c| *c != '\u{FFFD}').map(|c| (c, b)));
            }
        }
        Self::of_pairs(id, usual, bytes)
    }

    fn of_table(id: &'static str, table: &str) -> Self {
        let rows = table.lines().filter(|line| !line.starts_with('#'));
        let chars = rows.flat_map(|row| row.chars().skip(2).take(16));
        let bytes = chars.map(|c| if c == ' ' { '\u{A0}' } else { c }).zip(0x80..=0xFF).collect();
        Self::of_pairs(id, false, bytes)
    }

    fn of_pairs(id: &'static str, usual: bool, bytes: Vec<(char, u8)>) -> Self {
        let (mut low, mut high) = (vec![0; LOW], Vec::new());
        for (c, b) in bytes {
            match low.get_mut(c as usize) {
                // Of two bytes for a character, that of the first encoding stays.
                Some(slot) => *slot = if *slot == 0 { b } else { *slot },
                None => high.push((c, b)),
            }
        }
        Self { id, usual, low, high }
    }

    /// The byte that was read as `c`; `None` for ASCII and what the charset does not have.
    #[inline]
    pub(super) fn byte(&self, c: char) -> Option<u8> {
        match self.low.get(c as usize) {
            Some(&b) => (b != 0).then_some(b),
            None => self.high.iter().find(|(of, _)| *of == c).map(|(_, b)| *b),
        }
    }
}
