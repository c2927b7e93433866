//! Latin script: lower case, no accents.
//!
//! Cyrillic, Greek and the rest are lower-cased by the general case; their letters keep their marks.

use super::Unit;

/// The folding of an accented or special Latin letter; `None` for what needs nothing beyond lower case.
pub(crate) fn fold(c: char) -> Option<Unit> {
    match c {
        'ı' | 'İ' => Some(Unit::Word('i')),
        'ё' | 'Ё' => Some(Unit::Word('е')),
        'ø' | 'Ø' => Some(Unit::Word('o')),
        'ſ' => Some(Unit::Word('s')),
        // The unit.
        '\u{212b}' => Some(Unit::Word('a')),
        'ł' | 'Ł' => Some(Unit::Word('l')),
        'đ' | 'Đ' => Some(Unit::Word('d')),
        // Old forms of Cyrillic letters.
        '\u{1c80}'..='\u{1c86}' => Some(Unit::Word(['в', 'д', 'о', 'с', 'т', 'т', 'ъ'][c as usize - 0x1c80])),
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            let mut base = None;
            unicode_normalization::char::decompose_canonical(c, |part| base = base.or(Some(part)));
            let base = base.unwrap_or(c);
            if base != c
                && let Some(unit) = fold(base)
            {
                return Some(unit);
            }
            let lower = base.to_lowercase().next().unwrap_or(base);
            Some(if lower.is_alphanumeric() { Unit::Word(lower) } else { Unit::Mark(lower) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::fold::{folded, squash};

    #[test]
    fn case_and_accents_are_gone() {
        assert_eq!(folded("À LIRE  aussi"), "a lire aussi");
        assert_eq!(squash("À lire aussi :"), "alireaussi");
        assert_eq!(folded("İLGİLİ HABERLER"), "ilgili haberler");
        assert_eq!(folded("e\u{301}te"), "ete");
    }
}
