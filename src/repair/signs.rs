//! Which repairs may find something in this line? One look at its characters saves those that cannot.

use super::{forms, invisible, line::Line};

/// What a line holds. Says too much rather than too little.
#[derive(Debug, Default)]
pub(super) struct Signs {
    pub(super) ampersand: bool,
    pub(super) control: bool,
    pub(super) joiner: bool,
    pub(super) form: bool,
    /// A mark, or a character that NFC may change.
    pub(super) mark: bool,
    /// A letter that is foreign to Persian, or tatweel.
    pub(super) letter: bool,
    /// The end of a sentence right after a letter that is not Latin.
    pub(super) glue: bool,
    pub(super) space_before: bool,
    /// Two spaces, or spaces at the line's end.
    pub(super) space: bool,
}

impl Signs {
    pub(super) fn of(line: &Line, ends_line: bool) -> Self {
        let mut signs = Self::default();
        let mut before = '\0';
        for cell in line.cells() {
            let c = cell.c;
            match c {
                ' ' => signs.space |= before == ' ',
                '&' => signs.ampersand = true,
                '.' | '!' | '؟' | ':' | '،' | '؛' => {
                    signs.space_before |= before == ' ';
                    signs.glue |= before > '\u{7F}';
                }
                '!'..='~' | '\t' => {}
                'ي' | 'ى' | 'ك' | 'ۀ' | '\u{640}' => signs.letter = true,
                'ء'..='\u{652}' | '\u{660}'..='\u{6BF}' => {}
                '\u{200C}' | '\u{200D}' => signs.joiner = true,
                '\u{2010}'..='\u{2027}' | 'À'..='\u{24F}' | '\u{6C1}'..='\u{6D4}' => {}
                '\0'..='\u{9F}' | '\u{A0}' | '\u{AD}' | '\u{61C}' | '\u{2000}'..='\u{206F}' | '\u{FEFF}' => {
                    signs.control = true
                }
                '\u{E0000}'..='\u{E007F}' => signs.control = true,
                c if invisible::is_noncharacter(c) => signs.control = true,
                c => {
                    signs.form |= forms::is_form(c);
                    signs.mark |= forms::is_unsettled(c);
                }
            }
            before = c;
        }
        signs.space |= ends_line && matches!(before, ' ' | '\t');
        signs
    }
}
