//! Arabic script: one yeh, one kaf, one alef; no harakat, no tatweel; ASCII digits and punctuation.
//!
//! Lossy on purpose: `ة` = `ه`, hamza seats lose their hamza. Not for output.

use super::Unit;

/// The folding of a character of U+0600-U+06FF and its presentation forms' bases; `None` for other scripts.
pub(crate) fn fold(c: char) -> Option<Unit> {
    if !('\u{600}'..='\u{6ff}').contains(&c) {
        return None;
    }
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => Unit::Word('ا'),
        'ؤ' => Unit::Word('و'),
        'ئ' | 'ي' | 'ى' | 'ې' | 'ۍ' | 'ے' | 'ۓ' => Unit::Word('ی'),
        'ك' | 'ڪ' => Unit::Word('ک'),
        'ة' | 'ۀ' | 'ۂ' | 'ہ' | 'ۃ' | 'ھ' | 'ە' => Unit::Word('ه'),
        '٠'..='٩' => Unit::Word(digit(c, '٠')),
        '۰'..='۹' => Unit::Word(digit(c, '۰')),
        '،' | '٫' | '٬' => Unit::Mark(','),
        '؛' => Unit::Mark(';'),
        '؟' => Unit::Mark('?'),
        '۔' => Unit::Mark('.'),
        '٪' => Unit::Mark('%'),
        '٭' => Unit::Mark('*'),
        // Tatweel, harakat, Koranic marks, bidi and number signs.
        '\u{640}' | '\u{610}'..='\u{61c}' | '\u{64b}'..='\u{65f}' | '\u{670}' => Unit::Drop,
        '\u{6d6}'..='\u{6dd}' | '\u{6df}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}' | '\u{600}'..='\u{605}' => Unit::Drop,
        // Letters all, which needs no look-up.
        '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}' => Unit::Word(c),
        c if c.is_alphanumeric() => Unit::Word(c),
        c => Unit::Mark(c),
    })
}

fn digit(c: char, zero: char) -> char {
    char::from_u32('0' as u32 + (c as u32 - zero as u32)).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use crate::fold::squash;

    #[test]
    fn spellings_of_one_phrase_are_one() {
        for spelling in
            ["انتهای پیام", "انتهاي پيام", "انتهای\u{200c}پیام", "انتهایپیام", "انـتهای پیــام", "اِنتهایِ پیام"]
        {
            assert_eq!(squash(spelling), "انتهایپیام", "{spelling}");
        }
        assert_eq!(squash("إقرأ أيضاً"), squash("اقرا ایضا"));
        assert_eq!(squash("ﺍﻧﺘﻬﺎﯼ ﭘﯿﺎﻡ"), "انتهایپیام");
        assert_eq!(squash("کد خبر: ۱۲٣"), "کدخبر:123");
    }
}
