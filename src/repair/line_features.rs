//! Which repairs may find something in this line? One look at its characters saves those that cannot.

use super::{invisible, letter_forms, line::Line};

/// What a line holds. Says too much rather than too little.
#[derive(Debug, Default)]
pub(super) struct LineFeatures {
    pub(super) ampersand: bool,
    pub(super) control: bool,
    pub(super) joiner: bool,
    pub(super) form: bool,
    /// A mark, or a character that NFC may change.
    pub(super) mark: bool,
    pub(super) tatweel: bool,
    /// A letter that is foreign to Persian.
    pub(super) letter: bool,
    /// The end of a sentence right after a letter that is not Latin.
    pub(super) glue: bool,
    pub(super) space_before: bool,
    /// Two spaces, or spaces at the line's end.
    pub(super) space: bool,
}

/// What a character below U+0800 may be a sign of.
const CLASSES: [CharClass; 0x800] = {
    let mut classes = [CharClass::Plain; 0x800];
    let mut c = 0;
    while c < 0x800 {
        classes[c] = match c {
            0x20 => CharClass::Space,
            0x26 => CharClass::Ampersand,
            // . ! : and the Arabic comma, semicolon, question mark
            0x2E | 0x21 | 0x3A | 0x60C | 0x61B | 0x61F => CharClass::Punctuation,
            0x09 => CharClass::Plain,
            0..0x20 | 0x7F..=0xA0 | 0xAD | 0x61C => CharClass::Control,
            0x640 => CharClass::Tatweel,
            // ي ى ك ۀ
            0x64A | 0x649 | 0x643 | 0x6C0 => CharClass::Letter,
            0x300..0x370 | 0x653..=0x655 => CharClass::Other,
            // Greek and Hebrew singletons, and Syriac and later blocks, are looked up.
            0x370..0x400 | 0x590..0x600 | 0x700..0x800 => CharClass::Other,
            _ => CharClass::Plain,
        };
        c += 1;
    }
    classes
};

#[derive(Clone, Copy)]
enum CharClass {
    Plain,
    Space,
    Ampersand,
    Punctuation,
    Control,
    Tatweel,
    Letter,
    Other,
}

impl LineFeatures {
    pub(super) fn of(line: &Line, ends_line: bool) -> Self {
        let mut signs = Self::default();
        let (mut before, mut mark) = ('\0', false);
        for cell in line.cells() {
            let c = cell.c;
            let class = CLASSES.get(c as usize).copied().unwrap_or(CharClass::Other);
            signs.glue |= mark && c > '\u{7F}';
            mark = false;
            match class {
                CharClass::Plain => {}
                CharClass::Space => signs.space |= before == ' ',
                CharClass::Ampersand => signs.ampersand = true,
                CharClass::Punctuation => {
                    signs.space_before |= before == ' ';
                    mark = before > '\u{7F}';
                }
                CharClass::Control => {
                    signs.control = true;
                    // It will be a space at once.
                    if c == '\u{A0}' {
                        signs.space |= before == ' ';
                        before = ' ';
                        continue;
                    }
                }
                CharClass::Tatweel => signs.tatweel = true,
                CharClass::Letter => signs.letter = true,
                CharClass::Other => signs.other(c),
            }
            before = c;
        }
        signs.space |= ends_line && matches!(before, ' ' | '\t');
        signs
    }

    fn other(&mut self, c: char) {
        match c {
            '\u{200C}' | '\u{200D}' => self.joiner = true,
            '\u{2010}'..='\u{2027}' => {}
            '\u{2000}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}' => self.control = true,
            c if invisible::is_noncharacter(c) => self.control = true,
            c => {
                self.form |= letter_forms::is_form(c);
                self.mark |= letter_forms::may_change_in_nfc(c);
            }
        }
    }
}
