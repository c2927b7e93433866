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

/// A letter of U+0600 to U+06FF: for whom it speaks, an index into [`WEIGHTS`], and what it adds to the key of a word,
/// with one yeh and one kaf.
#[derive(Clone, Copy)]
struct Letter {
    kind: u8,
    code: u16,
}

const NO_LETTER: Letter = Letter { kind: u8::MAX, code: 0 };

static LETTER: [Letter; 256] = {
    let mut kinds = [NO_LETTER; 256];
    let mut c = 0;
    while c < 256 {
        if matches!(c, 0x20..=0x3F | 0x41..=0x4A | 0x6E | 0x6F | 0x71..=0xD3 | 0xD5 | 0xFA..=0xFF) {
            let one = match c {
                0x4A => 0xCC,
                0x43 => 0xA9,
                c => c,
            };
            kinds[c] = Letter { kind: 0, code: one as u16 };
        }
        c += 1;
    }
    let mut weight = 0;
    while weight < WEIGHTS.len() {
        let letters = WEIGHTS[weight].0.as_bytes();
        let mut i = 0;
        while i < letters.len() {
            kinds[((letters[i] & 0x1F) as usize * 64 + (letters[i + 1] & 0x3F) as usize) - 0x600].kind = weight as u8;
            i += 2;
        }
        weight += 1;
    }
    kinds
};

/// Room for a count by each of [`WEIGHTS`]; a power of two, so that no index needs a check.
const KINDS: usize = 16;

/// Letters, and how much they speak for whom.
static WEIGHTS: [(&str, &[(usize, u32)]); 14] = [
    ("", &[]),
    ("پچژگ", &[(FA, 4)]),
    ("یک", &[(FA, 2)]),
    ("ة", &[(AR, 5)]),
    ("يك", &[(AR, 1)]),
    ("ىإ", &[(AR, 2)]),
    ("أ", &[(AR, 1)]),
    ("ٹڈڑےںہھۓۃ", &[(UR, 8)]),
    ("ێڕڵڤ", &[(CKB, 8)]),
    ("ۆە", &[(CKB, 6), (UG, 6)]),
    ("ې", &[(PS, 6), (UG, 6)]),
    ("ټډړږښڼۍځڅ", &[(PS, 8)]),
    ("ۇۈۋڭ", &[(UG, 8)]),
    ("ڪڻٻڄڌڳٿڀڃ", &[(SD, 8)]),
];

/// Words as common in Persian as they are rare in Arabic, with one yeh and one kaf.
const PERSIAN: [u64; 36] = keys([
    "از", "در", "که", "به", "را", "این", "است", "می", "برای", "آن", "شد", "کرد", "های", "شده", "بود", "یک", "خود",
    "نیز", "باید", "هم", "اند", "بر", "تا", "شود", "کند", "کنند", "دارد", "نمی", "ها", "هر", "دیگر", "اما", "چه", "او",
    "ما", "شما",
]);

/// Words as common in Arabic as they are rare in Persian, with one yeh and one kaf.
const ARABIC: [u64; 37] = keys([
    "فی", "علی", "إلى", "الى", "أن", "إن", "ان", "التی", "الذی", "عن", "هذا", "هذه", "ذلک", "کان", "کانت", "لم", "لن",
    "قد", "ثم", "أو", "وقد", "وفی", "ومن", "منذ", "خلال", "قال", "بین", "حتى", "حول", "أی", "عند", "بعد", "بعض", "تم",
    "هل", "هو", "هی",
]);

/// Letters of a word that are looked at.
const LETTERS: u32 = 5;

/// A word of up to five letters as a number: comparing strings one by one is what detection would spend its time on.
const fn push(key: u64, c: u32) -> u64 {
    key << 9 | (c.wrapping_sub(0x600) & 0x1FF) as u64
}

/// The keys of `words`, each of two-byte letters.
const fn keys<const N: usize>(words: [&str; N]) -> [u64; N] {
    let mut keys = [0; N];
    let mut n = 0;
    while n < N {
        let bytes = words[n].as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            keys[n] = push(keys[n], (bytes[i] as u32 & 0x1F) << 6 | (bytes[i + 1] as u32 & 0x3F));
            i += 2;
        }
        n += 1;
    }
    keys
}

/// The small words by the hash of their keys, with the language they speak for.
const WORDS: [(u64, Option<bool>); 1 << WORD_BITS] = {
    let mut words = [(0, None); 1 << WORD_BITS];
    let mut n = 0;
    while n < PERSIAN.len() + ARABIC.len() {
        let persian = n < PERSIAN.len();
        let key = if persian { PERSIAN[n] } else { ARABIC[n - PERSIAN.len()] };
        let mut slot = hash(key);
        while words[slot].0 != 0 {
            slot = (slot + 1) % words.len();
        }
        words[slot] = (key, Some(persian));
        n += 1;
    }
    words
};
const WORD_BITS: u32 = 9;

const fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - WORD_BITS)) as usize
}

/// Whether the word of this key is one of the small ones of Persian (true) or of Arabic.
fn small_word(key: u64) -> Option<bool> {
    let mut slot = hash(key);
    while WORDS[slot].0 != 0 {
        if WORDS[slot].0 == key {
            return WORDS[slot].1;
        }
        slot = (slot + 1) % WORDS.len();
    }
    None
}

/// What the letters and words of a text say.
#[derive(Default)]
pub(super) struct Evidence {
    score: [u32; 7],
    /// Letters and words that speak for Persian and hardly ever stand in Arabic.
    persian: u32,
    /// Small Persian words.
    persian_words: u32,
    /// Letters of the Arabic script.
    arabic: u32,
    /// Other letters.
    other: u32,
}

impl Evidence {
    pub(super) fn add(&mut self, text: &str) {
        let mut kinds = [0_u32; KINDS];
        let (mut key, mut letters) = (0, 0);
        let bytes = text.as_bytes();
        let mut at = 0;
        loop {
            // Most characters are letters, in rows.
            while let Some(&[lead @ 0xD8..=0xDB, next]) = bytes[at..].first_chunk() {
                let Letter { kind, code } = LETTER[usize::from(lead & 3) << 6 | usize::from(next & 0x3F)];
                if kind == NO_LETTER.kind {
                    break;
                }
                kinds[usize::from(kind) % KINDS] += 1;
                letters += 1;
                if letters <= LETTERS {
                    key = key << 9 | u64::from(code);
                }
                at += 2;
            }
            let Some(&byte) = bytes.get(at) else { break };
            // Two bytes make most characters here; longer ones are no letters of these languages.
            let (c, len) = match byte {
                0..0x80 => (u32::from(byte), 1),
                0x80..0xE0 => (u32::from(byte & 0x1F) << 6 | u32::from(bytes.get(at + 1).unwrap_or(&0) & 0x3F), 2),
                _ => match text[at..].chars().next() {
                    Some(c) => (c as u32, c.len_utf8()),
                    None => break,
                },
            };
            at += len;
            if !matches!(c, 0x64B..=0x65F | 0x670 | 0x640) {
                if letters > 1 {
                    self.word(key, letters);
                }
                (key, letters) = (0, 0);
                self.other += u32::from(is_other_letter(c));
            }
        }
        if letters > 1 {
            self.word(key, letters);
        }
        for (count, (_, weights)) in kinds.iter().zip(&WEIGHTS) {
            self.arabic += count;
            for &(lang, weight) in *weights {
                self.score[lang] += weight * count;
            }
        }
        // پ چ ژ گ, ی ک
        self.persian += kinds[1] + kinds[2];
    }

    /// Adds a text, or as much of its beginning as makes it [`clear`](Self::clear) that it is in `expected`.
    pub(super) fn add_until_clear(&mut self, text: &str, expected: Lang) {
        const GROUP: usize = 64;
        let mut rest = text;
        while !rest.is_empty() && self.clear() != Some(expected) {
            let from = rest.len().min(GROUP);
            let end = memchr::memchr(b' ', &rest.as_bytes()[from..]).map_or(rest.len(), |space| from + space);
            self.add(&rest[..end]);
            rest = &rest[end..];
        }
    }

    fn word(&mut self, key: u64, letters: u32) {
        /// The article, and the article after one letter: و ب ف ك, or elided after ل.
        const ARTICLES: [u64; 6] = keys(["ال", "وال", "بال", "فال", "کال", "لل"]);
        match if letters <= LETTERS { small_word(key) } else { None } {
            Some(true) => {
                self.score[FA] += 4;
                self.persian += 2;
                self.persian_words += 1;
            }
            Some(false) => self.score[AR] += 4,
            None if letters >= LETTERS && (ARTICLES.contains(&(key >> 18)) || ARTICLES.contains(&(key >> 27))) => {
                self.score[AR] += 2;
            }
            None => {}
        }
    }

    /// The language that fits best; Persian when nothing speaks for any (it has the least letters of its own).
    pub(super) fn best(&self) -> Lang {
        LANGS[self.winner()]
    }

    fn winner(&self) -> usize {
        (0..LANGS.len()).rev().max_by_key(|&i| self.score[i]).unwrap_or(FA)
    }

    /// The language, when most letters are of the Arabic script and the evidence leaves no doubt.
    pub(super) fn clear(&self) -> Option<Lang> {
        let best = self.winner();
        let others = self.score.iter().sum::<u32>() - self.score[best];
        (self.is_arabic() && self.score[best] >= 24 && self.score[best] >= 4 * others).then_some(LANGS[best])
    }

    /// Whether there are letters of the Arabic script.
    pub(super) fn has_arabic(&self) -> bool {
        self.arabic > 0
    }

    /// Whether most letters are of the Arabic script.
    pub(super) fn is_arabic(&self) -> bool {
        self.arabic > 3 * self.other
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
            // Its letters are also those of Urdu, Kurdish and Pashto.
            (_, Lang::FA) => own == 0 && self.persian_words >= 3,
            _ => self.score[best] >= 16 && self.score[best] >= 3 * own,
        };
        if clear { LANGS[best] } else { document }
    }
}

/// Letters of other scripts, roughly: a few signs among them do no harm.
fn is_other_letter(c: u32) -> bool {
    (c | 0x20).wrapping_sub(0x61) < 26 || (c >= 0xC0 && !matches!(c, 0x600..=0x6FF | 0x2000..=0x2BFF))
}
