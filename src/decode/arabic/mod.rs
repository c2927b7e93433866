//! Which of the charsets of the Arabic script is it, if any? Told by letter pairs.
//!
//! Each charset reads the same bytes as other letters; only the right one gives letters that follow each other as they
//! do in Arabic, Persian and Urdu words. Text of other scripts comes out as nonsense in all of them.

pub(crate) mod pairs;

use super::{charset::Charset, mac};
use encoding_rs::{Encoding, ISO_8859_6, WINDOWS_1256};
use pairs::{EDGE, PAIRS};
use std::sync::LazyLock;

/// What a byte is. Numbers below [`ASCII_LETTER`] are rows of the pair table, of which the first is the edge of a word.
type Class = u8;
const ASCII_LETTER: Class = 250;
const MARK: Class = 251;
const PUNCTUATION: Class = 252;
const RARE: Class = 253;
const WRONG: Class = 254;

/// Costs in half bits, of the size that such things are rare in text.
const MARK_COST: u32 = 12;
const PUNCTUATION_COST: u32 = 10;
const RARE_COST: u32 = 20;
const WRONG_COST: u32 = 30;
/// An ASCII letter and an Arabic one in one word.
const GLUED_COST: u32 = 16;

struct CharsetModel {
    charset: Charset,
    classes: [Class; 256],
}

static MODELS: LazyLock<[CharsetModel; 3]> = LazyLock::new(|| {
    let web = |encoding: &'static Encoding| {
        CharsetModel::new(Charset::Web(encoding), |b| {
            encoding.decode_without_bom_handling_and_without_replacement(&[b])?.chars().next()
        })
    };
    // Of two that read the bytes alike, the first is taken.
    [
        web(WINDOWS_1256),
        web(ISO_8859_6),
        CharsetModel::new(Charset::MacArabic, |b| mac::ARABIC.get(usize::from(b).checked_sub(0x80)?).copied()),
    ]
});

impl CharsetModel {
    fn new(charset: Charset, decode: impl Fn(u8) -> Option<char>) -> Self {
        let mut classes = [EDGE; 256];
        for (b, class) in (0..=255_u8).zip(&mut classes) {
            *class = match b {
                b if b.is_ascii_alphabetic() => ASCII_LETTER,
                0..0x80 => EDGE,
                _ => decode(b).map_or(WRONG, classify),
            };
        }
        Self { charset, classes }
    }

    /// The mean cost of a letter, in sixteenths of a half bit; `None` when too few of the bytes beyond ASCII are letters.
    fn cost(&self, bytes: &[u8]) -> Option<u32> {
        let (mut sum, mut letters, mut others, mut before) = (0, 0, 0, EDGE);
        for &b in bytes {
            let class = self.classes[usize::from(b)];
            let in_word = before < ASCII_LETTER && before != EDGE;
            match class {
                EDGE | ASCII_LETTER | PUNCTUATION | RARE | WRONG => {
                    if in_word {
                        sum += PAIRS.cost(before, EDGE);
                    }
                    let glued = in_word && class == ASCII_LETTER || before == ASCII_LETTER && class > ASCII_LETTER;
                    sum += if glued { GLUED_COST } else { 0 };
                    sum += match class {
                        PUNCTUATION => PUNCTUATION_COST,
                        RARE => RARE_COST,
                        WRONG => WRONG_COST,
                        _ => 0,
                    };
                    others += u32::from(class >= RARE);
                    before = if class == ASCII_LETTER { ASCII_LETTER } else { EDGE };
                }
                MARK => {
                    // Letters are judged across it; where there are none, it is out of place.
                    sum += if in_word { MARK_COST } else { WRONG_COST };
                    others += u32::from(!in_word);
                }
                row => {
                    let first = if before == ASCII_LETTER { EDGE } else { before };
                    sum += PAIRS.cost(first, row) + if before == ASCII_LETTER { GLUED_COST } else { 0 };
                    before = row;
                    letters += 1;
                }
            }
        }
        (letters > 1 && letters > others).then(|| sum * 16 / letters)
    }
}

fn classify(c: char) -> Class {
    if let Some(row) = PAIRS.row(c) {
        return row;
    }
    match c {
        '\u{A0}' | '\u{200C}' => EDGE,
        '\u{64B}'..='\u{652}' | '\u{670}' | '\u{640}' => MARK,
        '،' | '؛' | '؟' | '«' | '»' | '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '•' | '·' => {
            PUNCTUATION
        }
        // Of the second set of MacArabic.
        ' ' | '٠'..='٩' => PUNCTUATION,
        c if c.is_alphabetic() || c.is_control() || matches!(c, '\u{200E}' | '\u{200F}') => WRONG,
        _ => RARE,
    }
}

/// Means up to this are Arabic, Persian or Urdu. Text of other scripts costs more than [`DOUBTFUL`].
pub(super) const SURE: u32 = 11 * 16;
/// Up to this it may be, if something else says so too.
pub(super) const DOUBTFUL: u32 = 15 * 16;
/// How much less a charset costs that the document claims: enough between equals only.
const CLAIM: u32 = 2;

/// The charset that fits best and the mean cost of a letter in it; `None` when none fits at all.
pub(super) fn guess(sample: &[u8], claimed: Option<Charset>) -> Option<(Charset, u32)> {
    let costs = MODELS.iter().filter_map(|reading| {
        let cost = reading.cost(sample)?;
        let claimed = claimed == Some(reading.charset)
            || (claimed == Some(Charset::MacFarsi) && reading.charset == Charset::MacArabic);
        Some((reading.charset, if claimed { cost.saturating_sub(CLAIM) } else { cost }))
    });
    let (charset, cost) = costs.min_by_key(|&(_, cost)| cost)?;
    // The two of the Mac have other digits. Persian is known by its letters.
    let persian = || sample.iter().any(|b| matches!(b, 0xF3 | 0xF5 | 0xF8 | 0xFE));
    let farsi = charset == Charset::MacArabic && (claimed == Some(Charset::MacFarsi) || persian());
    Some((if farsi { Charset::MacFarsi } else { charset }, cost))
}
