//! The one-byte charsets that text was read in by mistake, from their characters back to bytes.

use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1256, WINDOWS_1257,
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
pub(super) static CODECS: LazyLock<[Codec; 10]> = LazyLock::new(|| {
    [
        Codec::new(super::UTF8_AS_1252, true, WINDOWS_1252).and_latin1(),
        Codec::new(super::UTF8_AS_1256, true, WINDOWS_1256),
        Codec::new(super::UTF8_AS_OTHER, true, WINDOWS_1251),
        // windows-1254 is windows-1252 but for six letters.
        Codec::new(super::UTF8_AS_OTHER, false, WINDOWS_1254),
        Codec::new(super::UTF8_AS_OTHER, false, WINDOWS_1250),
        Codec::new(super::UTF8_AS_OTHER, false, ISO_8859_2),
        Codec::new(super::UTF8_AS_OTHER, false, WINDOWS_1253),
        Codec::new(super::UTF8_AS_OTHER, false, WINDOWS_1257),
        Codec::new(super::UTF8_AS_OTHER, false, MACINTOSH),
        Codec::of_table(super::UTF8_AS_OTHER, include_str!("dos.txt")),
    ]
});

/// The one of windows-1252 and latin-1.
pub(super) fn western() -> &'static Codec {
    &CODECS[0]
}

impl Codec {
    fn new(id: &'static str, usual: bool, encoding: &'static Encoding) -> Self {
        let mut bytes = Vec::new();
        for b in 0x80..=0xFF_u8 {
            let c = encoding.decode_without_bom_handling(&[b]).0.chars().next();
            bytes.extend(c.filter(|c| *c != '\u{FFFD}').map(|c| (c, b)));
        }
        Self::of_pairs(id, usual, bytes)
    }

    /// The control characters that latin-1 has where windows-1252 has others.
    fn and_latin1(mut self) -> Self {
        for b in 0x80..=0x9F {
            self.low[usize::from(b)] = b;
        }
        self
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
                Some(slot) => *slot = b,
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
