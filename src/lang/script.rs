//! Which script are these letters of?

use super::Lang;

/// Scripts that settle, or narrow, the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Hebrew,
    Arabic,
    Syriac,
    Devanagari,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Tibetan,
    Myanmar,
    Georgian,
    Hangul,
    Ethiopic,
    Khmer,
    Kana,
    Han,
}

const SCRIPTS: usize = Script::Han as usize + 1;

/// First and last character of each block of letters, sorted; punctuation within a block does no harm.
const BLOCKS: &[(u32, u32, Script)] = &[
    (0xAA, 0xAA, Script::Latin),
    (0xBA, 0xBA, Script::Latin),
    (0xC0, 0x24F, Script::Latin),
    (0x370, 0x3FF, Script::Greek),
    (0x400, 0x52F, Script::Cyrillic),
    (0x531, 0x58F, Script::Armenian),
    (0x591, 0x5F4, Script::Hebrew),
    (0x620, 0x64A, Script::Arabic),
    (0x66E, 0x6D3, Script::Arabic),
    (0x6D5, 0x6D5, Script::Arabic),
    (0x6FA, 0x6FF, Script::Arabic),
    (0x700, 0x74F, Script::Syriac),
    (0x750, 0x77F, Script::Arabic),
    (0x8A0, 0x8C7, Script::Arabic),
    (0x900, 0x97F, Script::Devanagari),
    (0x980, 0x9FF, Script::Bengali),
    (0xA00, 0xA7F, Script::Gurmukhi),
    (0xA80, 0xAFF, Script::Gujarati),
    (0xB00, 0xB7F, Script::Oriya),
    (0xB80, 0xBFF, Script::Tamil),
    (0xC00, 0xC7F, Script::Telugu),
    (0xC80, 0xCFF, Script::Kannada),
    (0xD00, 0xD7F, Script::Malayalam),
    (0xD80, 0xDFF, Script::Sinhala),
    (0xE00, 0xE7F, Script::Thai),
    (0xE80, 0xEFF, Script::Lao),
    (0xF00, 0xFFF, Script::Tibetan),
    (0x1000, 0x109F, Script::Myanmar),
    (0x10A0, 0x10FF, Script::Georgian),
    (0x1100, 0x11FF, Script::Hangul),
    (0x1200, 0x139F, Script::Ethiopic),
    (0x1780, 0x17FF, Script::Khmer),
    (0x1E00, 0x1EFF, Script::Latin),
    (0x1F00, 0x1FFF, Script::Greek),
    (0x3041, 0x30FF, Script::Kana),
    (0x3130, 0x318F, Script::Hangul),
    (0x3400, 0x4DBF, Script::Han),
    (0x4E00, 0x9FFF, Script::Han),
    (0xAC00, 0xD7A3, Script::Hangul),
    (0xF900, 0xFAFF, Script::Han),
    (0xFB50, 0xFDFC, Script::Arabic),
    (0xFE70, 0xFEFC, Script::Arabic),
    (0x20000, 0x3FFFF, Script::Han),
];

/// How many letters of each script a text has.
#[derive(Default)]
pub(super) struct Counts([usize; SCRIPTS]);

impl Counts {
    pub(super) fn add(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_ascii() {
                self.0[Script::Latin as usize] += usize::from(c.is_ascii_alphabetic());
            } else if matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}') {
                self.0[Script::Arabic as usize] += 1;
            } else if let Some(script) = of_char(c) {
                self.0[script as usize] += 1;
            }
        }
    }

    pub(super) fn of(&self, script: Script) -> usize {
        self.0[script as usize]
    }

    /// Letters of all scripts.
    pub(super) fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// The script most letters are of. Latin words are shorter in meaning than they are in letters (names of firms,
    /// addresses, hosts), so another script needs only a third of the letters to win over it.
    pub(super) fn dominant(&self) -> Option<Script> {
        let weight = |script: Script| self.of(script) * if script == Script::Latin { 1 } else { 2 };
        let best = ALL.iter().copied().rev().max_by_key(|&script| weight(script))?;
        (self.of(best) > 0).then_some(best)
    }
}

/// All scripts in the order of the enum.
const ALL: [Script; SCRIPTS] = [
    Script::Latin,
    Script::Greek,
    Script::Cyrillic,
    Script::Armenian,
    Script::Hebrew,
    Script::Arabic,
    Script::Syriac,
    Script::Devanagari,
    Script::Bengali,
    Script::Gurmukhi,
    Script::Gujarati,
    Script::Oriya,
    Script::Tamil,
    Script::Telugu,
    Script::Kannada,
    Script::Malayalam,
    Script::Sinhala,
    Script::Thai,
    Script::Lao,
    Script::Tibetan,
    Script::Myanmar,
    Script::Georgian,
    Script::Hangul,
    Script::Ethiopic,
    Script::Khmer,
    Script::Kana,
    Script::Han,
];

fn of_char(c: char) -> Option<Script> {
    let c = c as u32;
    let at = BLOCKS.partition_point(|&(_, last, _)| last < c);
    BLOCKS.get(at).filter(|&&(first, ..)| first <= c).map(|&(.., script)| script)
}

/// Languages that are not written in Latin letters, by script, sorted by code.
const BY_LANG: &[(&str, Script)] = &[
    ("am", Script::Ethiopic),
    ("ar", Script::Arabic),
    ("be", Script::Cyrillic),
    ("bg", Script::Cyrillic),
    ("bn", Script::Bengali),
    ("bo", Script::Tibetan),
    ("ckb", Script::Arabic),
    ("el", Script::Greek),
    ("fa", Script::Arabic),
    ("gu", Script::Gujarati),
    ("he", Script::Hebrew),
    ("hi", Script::Devanagari),
    ("hy", Script::Armenian),
    ("ja", Script::Kana),
    ("ka", Script::Georgian),
    ("kk", Script::Cyrillic),
    ("km", Script::Khmer),
    ("kn", Script::Kannada),
    ("ko", Script::Hangul),
    ("ky", Script::Cyrillic),
    ("lo", Script::Lao),
    ("mk", Script::Cyrillic),
    ("ml", Script::Malayalam),
    ("mn", Script::Cyrillic),
    ("mr", Script::Devanagari),
    ("my", Script::Myanmar),
    ("ne", Script::Devanagari),
    ("or", Script::Oriya),
    ("pa", Script::Gurmukhi),
    ("ps", Script::Arabic),
    ("ru", Script::Cyrillic),
    ("sd", Script::Arabic),
    ("si", Script::Sinhala),
    ("sr", Script::Cyrillic),
    ("syr", Script::Syriac),
    ("ta", Script::Tamil),
    ("te", Script::Telugu),
    ("tg", Script::Cyrillic),
    ("th", Script::Thai),
    ("ug", Script::Arabic),
    ("uk", Script::Cyrillic),
    ("ur", Script::Arabic),
    ("yi", Script::Hebrew),
    ("zh", Script::Han),
];

/// The script a language is written in: Latin unless listed, `None` when the language is not determined.
pub(super) fn of_lang(lang: Lang) -> Option<Script> {
    if lang == Lang::UND {
        return None;
    }
    let code = lang.as_str();
    Some(BY_LANG.binary_search_by(|(known, _)| (*known).cmp(code)).map_or(Script::Latin, |at| BY_LANG[at].1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_in_the_order_of_the_enum() {
        assert!(BLOCKS.is_sorted_by(|a, b| a.1 < b.0));
        assert!(BY_LANG.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ALL.iter().enumerate().all(|(i, &s)| s as usize == i));
    }
}
