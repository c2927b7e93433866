//! A judgement by rules: what a treebank of written Persian has no example of, and all of it in builds without one.
//!
//! Alone it knows less of what is common, so it asks for more: two lists that agree, or an ending on a word that is known.

use super::{
    affixes,
    candidates::Candidate,
    forest::UNIT,
    letters::{HEH, YEH, joins},
    lexicon::{Entry, Lexicon, hash},
    tokens::Word,
};

/// Odds that are surely enough, likely enough, and not enough, in logarithms.
const SURE: i32 = 4 * UNIT;
const LIKELY: i32 = 2 * UNIT;
const NO: i32 = -4 * UNIT;

/// The letters of سی and ام: no other number ends in yeh.
const THIRTY: [u8; 2] = [16, YEH];
const ORDINAL: [u8; 2] = [1, 29];

/// Whether spelling alone settles it: spoken verbs, Ezafe written as yeh (`خانه‌ی`), `سی‌ام`. `whole` is the word written
/// closed, and `seen` how often it was seen so.
pub(crate) fn is_certain(lexicon: &Lexicon<'_>, left: &[u8], right: &[u8], candidate: &Candidate, seen: u8) -> bool {
    let is = &candidate.evidence;
    let known = is.whole.is(Entry::LILAK) || is.whole.class() > 1 || seen > 0;
    if right == [YEH] {
        let entry = lexicon.word(hash(left));
        return left.last() == Some(&HEH) && entry.is(Entry::SILENT_HEH) && !known;
    }
    if left == THIRTY {
        return right == ORDINAL;
    }
    if !matches!(is.beginning, 1..=3) || known {
        return false;
    }
    let is_verb = |part: &[u8]| lexicon.word(hash(part)).is(Entry::AFTER_MI | Entry::SPOKEN);
    is_verb(right)
        || affixes::endings(right).any(|len| len < 4 && right.len() > len + 2 && is_verb(&right[..right.len() - len]))
}

/// The score of a boundary within `word`.
pub(crate) fn within(lexicon: &Lexicon<'_>, word: &Word, candidate: &Candidate) -> i32 {
    let (at, is) = (candidate.at, &candidate.evidence);
    let (left, right) = (word.near_left(at), word.near_right(at));
    let (left_entry, right_entry) = (lexicon.word(hash(left)), lexicon.word(hash(right)));
    let whole = lexicon.word(hash(word.letters()));
    let known = whole.is(Entry::LILAK) || whole.class() > 1;
    let crossed = is.stem_frequency > left_entry.frequency();
    match (is.ending, is.beginning) {
        _ if is.here.count_ones() > 1 && !known => SURE,
        (_, 1..=3) if right_entry.is(Entry::AFTER_MI | Entry::SPOKEN) && !known => SURE,
        (1..=5, _) if left_entry.is(Entry::LILAK | Entry::PLURAL) && !known && !crossed => SURE,
        (6..=9, _) if left_entry.is(Entry::COMPARES) && !known => SURE,
        (12, _) if left_entry.is(Entry::PARTICIPLE) => SURE,
        (10..=16, _)
            if matches!(left.last(), Some(&HEH | &YEH)) && left_entry.is(Entry::SILENT_HEH | Entry::INDEFINITE) =>
        {
            if known || crossed {
                NO
            } else {
                SURE
            }
        }
        (_, 4) if left_entry.is(Entry::LILAK) && right_entry.is(Entry::WITHOUT) && !known => LIKELY,
        _ if (is.here | is.stem_here) != 0 && !known => LIKELY,
        _ => NO,
    }
}

/// The score of the space between two words.
pub(crate) fn between(lexicon: &Lexicon<'_>, left: &Word, right: &Word, candidate: &Candidate) -> i32 {
    let is = &candidate.evidence;
    let end = left.letters().len();
    let (before, after) = (left.near_left(end), right.near_right(0));
    let (left_entry, right_entry) = (lexicon.word(hash(before)), lexicon.word(hash(after)));
    let known = left_entry.is(Entry::WORD) || left.marks != 0;
    match (is.ending, is.beginning) {
        (1..=5, _) if known => SURE,
        (6..=9, _) if left_entry.is(Entry::COMPARES) => SURE,
        (12, _) if left_entry.is(Entry::PARTICIPLE) && joins(before[before.len() - 1]) => SURE,
        (10 | 11 | 13, _) if left_entry.is(Entry::PARTICIPLE | Entry::SILENT_HEH) => LIKELY,
        (_, 1..=3) if right_entry.is(Entry::AFTER_MI | Entry::SPOKEN) => SURE,
        // Two words that are words of their own are joined by no list alone.
        _ if is.here.count_ones() > 1 && !(left_entry.is(Entry::WORD) && right_entry.is(Entry::WORD)) => LIKELY,
        _ => NO,
    }
}
