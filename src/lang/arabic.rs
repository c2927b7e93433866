//! Which language of the Arabic script?
//!
//! Letters that only one language has count most, small frequent words next, and the shape of yeh and kaf least: much
//! Persian is typed with the Arabic ones, and some Arabic with the Persian ones.

use super::Lang;

/// The languages told apart, in the order in which they win a draw.
const LANGS: [Lang; 7] = [Lang::FA, Lang::AR, Lang::UR, Lang::CKB, Lang::of("ps"), Lang::of("ug"), Lang::of("sd")];
const FA: usize = 0;
const AR: usize = 1;
const UR: usize = 2;
const CKB: usize = 3;
const PS: usize = 4;
const UG: usize = 5;
const SD: usize = 6;

/// A letter, and what it says for whom.
fn letter(c: char, score: &mut [u32; 7]) {
    match c {
        'پ' | 'چ' | 'ژ' | 'گ' => score[FA] += 4,
        'ی' | 'ک' => score[FA] += 2,
        'ة' => score[AR] += 5,
        'ي' | 'ك' => score[AR] += 1,
        'ى' | 'إ' => score[AR] += 2,
        'أ' => score[AR] += 1,
        'ٹ' | 'ڈ' | 'ڑ' | 'ے' | 'ں' | 'ہ' | 'ھ' | 'ۓ' | 'ۃ' => score[UR] += 8,
        'ێ' | 'ڕ' | 'ڵ' | 'ڤ' => score[CKB] += 8,
        'ۆ' | 'ە' => {
            score[CKB] += 6;
            score[UG] += 6;
        }
        'ې' => {
            score[PS] += 6;
            score[UG] += 6;
        }
        'ټ' | 'ډ' | 'ړ' | 'ږ' | 'ښ' | 'ڼ' | 'ۍ' | 'ځ' | 'څ' => score[PS] += 8,
        'ۇ' | 'ۈ' | 'ۋ' | 'ڭ' => score[UG] += 8,
        'ڪ' | 'ڻ' | 'ٻ' | 'ڄ' | 'ڌ' | 'ڳ' | 'ٿ' | 'ڀ' | 'ڃ' => score[SD] += 8,
        _ => {}
    }
}

/// Words as common in Persian as they are rare in Arabic, with one yeh and one kaf.
fn is_persian_word(word: &str) -> bool {
    matches!(
        word,
        "از" | "در"
            | "که"
            | "به"
            | "را"
            | "این"
            | "است"
            | "می"
            | "برای"
            | "آن"
            | "شد"
            | "کرد"
            | "های"
            | "شده"
            | "بود"
            | "یک"
            | "خود"
            | "نیز"
            | "باید"
            | "هم"
            | "اند"
            | "بر"
            | "تا"
            | "شود"
            | "کند"
            | "کنند"
            | "دارد"
            | "نمی"
            | "ها"
            | "هر"
            | "دیگر"
            | "اما"
            | "چه"
            | "او"
            | "ما"
            | "شما"
    )
}

/// Words as common in Arabic as they are rare in Persian.
fn is_arabic_word(word: &str) -> bool {
    matches!(
        word,
        "فی" | "علی"
            | "إلى"
            | "الى"
            | "أن"
            | "إن"
            | "ان"
            | "التی"
            | "الذی"
            | "عن"
            | "هذا"
            | "هذه"
            | "ذلك"
            | "ذلک"
            | "كان"
            | "کان"
            | "كانت"
            | "کانت"
            | "لم"
            | "لن"
            | "قد"
            | "ثم"
            | "أو"
            | "وقد"
            | "وفی"
            | "ومن"
            | "منذ"
            | "خلال"
            | "قال"
            | "بین"
            | "حتى"
            | "حول"
            | "أي"
            | "كل"
            | "يا"
            | "عند"
            | "بعد"
            | "بعض"
            | "تم"
            | "هل"
            | "هو"
            | "هی"
    )
}

/// What the letters and words of a text say.
#[derive(Default)]
pub(super) struct Evidence {
    score: [u32; 7],
    /// Letters and words that speak for Persian and hardly ever stand in Arabic.
    persian: u32,
}

impl Evidence {
    pub(super) fn add(&mut self, text: &str) {
        // Words are compared with one yeh and one kaf, at most this many bytes of them.
        let mut word = [0_u8; 12];
        let (mut len, mut letters) = (0, 0);
        for c in text.chars().chain(std::iter::once(' ')) {
            if is_letter(c) {
                letter(c, &mut self.score);
                self.persian += u32::from(matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک'));
                letters += 1;
                let folded = match c {
                    'ي' => 'ی',
                    'ك' => 'ک',
                    c => c,
                };
                if len < word.len() && c.len_utf8() == 2 {
                    folded.encode_utf8(&mut word[len..]);
                    len += 2;
                }
            } else if !matches!(c, '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}') {
                if letters > 1 {
                    self.word(std::str::from_utf8(&word[..len]).unwrap_or(""), letters);
                }
                (len, letters) = (0, 0);
            }
        }
    }

    fn word(&mut self, word: &str, letters: usize) {
        if letters <= 5 && is_persian_word(word) {
            self.score[FA] += 4;
            self.persian += 2;
        } else if letters <= 5 && is_arabic_word(word) {
            self.score[AR] += 4;
        } else if letters >= 5
            && ["ال", "وال", "بال", "لل", "فال", "كال"].iter().any(|article| word.starts_with(article))
        {
            self.score[AR] += 2;
        }
    }

    /// The language that fits best; Persian when nothing speaks for any (it has the least letters of its own).
    pub(super) fn best(&self) -> Lang {
        LANGS[self.winner()]
    }

    fn winner(&self) -> usize {
        (0..LANGS.len()).rev().max_by_key(|&i| self.score[i]).unwrap_or(FA)
    }

    /// The language of a line in a document of `document`: another one only on clear evidence.
    pub(super) fn against(&self, document: Lang) -> Lang {
        let best = self.winner();
        let own = LANGS.iter().position(|&lang| lang == document).map_or(0, |i| self.score[i]);
        let clear = match (document, LANGS[best]) {
            (from, to) if from == to => true,
            // A Persian line may hold many Arabic words; an Arabic one holds hardly a Persian letter.
            (Lang::FA, Lang::AR) => {
                self.score[AR] >= 12 && self.score[AR] >= 4 * own && self.persian <= self.score[AR] / 8
            }
            (Lang::AR, Lang::FA) => self.score[FA] >= 8 && self.score[FA] >= 2 * own,
            _ => self.score[best] >= 16 && self.score[best] >= 3 * own,
        };
        if clear { LANGS[best] } else { document }
    }
}

/// Letters of the Arabic script; marks and tatweel are none.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{66E}' | '\u{66F}' | '\u{671}'..='\u{6D3}' | '\u{6D5}' | '\u{6FA}'..='\u{6FF}')
}
