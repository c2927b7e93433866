//! What do the characters of a line say, whatever its language?
//!
//! Letters, digits and marks are counted, of all scripts alike; no word is known.

/// What the characters of a line say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LineShape {
    pub(super) chars: u32,
    pub(super) words: u32,
    pub(super) letters: u32,
    pub(super) digits: u32,
    pub(super) capitals: u32,
    pub(super) commas: u32,
    pub(super) stops: u32,
    pub(super) marks: u32,
    pub(super) tabs: u32,
    pub(super) last: Option<char>,
}

impl LineShape {
    pub(super) fn of(line: &str) -> Self {
        let mut look = Self::default();
        let mut in_word = false;
        let mut rest = line;
        loop {
            // Most characters need no look at what else they may be.
            let run = rest.bytes().take_while(u8::is_ascii_lowercase).count();
            if let Some((letters, behind)) = rest.split_at_checked(run).filter(|_| run > 0) {
                look.chars += run as u32;
                look.letters += run as u32;
                look.words += u32::from(!in_word);
                in_word = true;
                look.last = letters.chars().next_back();
                rest = behind;
            }
            let mut chars = rest.chars();
            let Some(c) = chars.next() else { return look };
            rest = chars.as_str();
            look.chars += 1;
            match c {
                ' ' => {
                    in_word = false;
                    continue;
                }
                c if is_plain_letter(c) => {
                    look.letters += 1;
                    look.words += u32::from(!in_word);
                    in_word = true;
                    look.last = Some(c);
                    continue;
                }
                _ => {}
            }
            let is_letter = if c.is_ascii() { c.is_ascii_alphabetic() } else { c.is_alphabetic() };
            let is_digit = !is_letter && c.is_numeric();
            look.letters += u32::from(is_letter);
            look.digits += u32::from(is_digit);
            look.capitals += u32::from(c.is_uppercase());
            match c {
                ',' | '،' | '、' | '，' | ';' | '؛' => look.commas += 1,
                '.' | '!' | '?' | '؟' | '。' | '…' | '！' | '？' | '۔' => look.stops += 1,
                '\t' => look.tabs += 1,
                '|' | '»' | '›' | '/' | '>' | '•' | '·' | '$' | '€' | '£' | '#' | '@' | '©' | '+' | ':' => {
                    look.marks += 1
                }
                _ => {}
            }
            let starts = is_letter || is_digit;
            look.words += u32::from(starts && !in_word);
            in_word = starts || in_word && matches!(c, '\'' | '’' | '-' | '\u{200c}');
            if !c.is_whitespace() && !matches!(c, '"' | '”' | '’' | '\'' | ')' | '»' | ']') {
                look.last = Some(c);
            }
        }
    }

    pub(super) fn ends_sentence(&self) -> bool {
        matches!(self.last, Some('.' | '!' | '?' | '؟' | '。' | '…' | '！' | '？' | '۔'))
    }

    /// A paragraph: long, or a sentence of some length.
    pub(super) fn is_prose(&self) -> bool {
        self.chars >= 140 || self.chars >= 50 && self.ends_sentence()
    }
}

/// Letters that most texts in other scripts consist of, none of them a capital.
fn is_plain_letter(c: char) -> bool {
    matches!(c, 'ß'..='ö' | 'а'..='я' | '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}' | '一'..='\u{9fa5}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_letters_are_letters_and_no_capitals() {
        let plain = || ('\0'..char::MAX).filter(|c| is_plain_letter(*c));
        assert!(plain().count() > 20_000 && plain().all(|c| c.is_alphabetic() && !c.is_uppercase()));
    }

    #[test]
    fn sentences_end_alike_in_every_script() {
        for (line, words, ends) in [
            ("He said \"no.\"", 3, true),
            ("آیا می‌رود؟", 2, true),
            ("انتهای پیام", 2, false),
            ("终于。", 1, true),
            ("", 0, false),
        ] {
            let look = LineShape::of(line);
            assert_eq!((look.words, look.ends_sentence()), (words, ends), "{line}");
        }
    }
}
