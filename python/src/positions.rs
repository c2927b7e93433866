//! Bytes of UTF-8 as characters of Python, in one walk over the text.

/// Walks over a text to byte offsets that never go back.
pub(crate) struct Positions<'t> {
    text: &'t [u8],
    byte: usize,
    char: usize,
}

impl<'t> Positions<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), byte: 0, char: 0 }
    }

    /// The number of characters before byte `at`, which is where a character begins.
    pub(crate) fn char_at(&mut self, at: usize) -> usize {
        let begins = |byte: &&u8| **byte & 0xC0 != 0x80;
        self.char += self.text[self.byte.min(at)..at].iter().filter(begins).count();
        self.byte = self.byte.max(at);
        self.char
    }
}
