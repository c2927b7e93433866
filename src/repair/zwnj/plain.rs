//! A judgement by rules, for builds without what is learnt from a treebank.
//!
//! Knows less of what is common, so it asks for more: two lists that agree, or an ending on a word that is known.

use super::{
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

/// The score of a boundary within `word`.
pub(crate) fn within(lexicon: &Lexicon<'_>, word: &Word, candidate: &Candidate) -> i32 {
    let (at, is) = (candidate.at, &candidate.is);
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
        (10..=16, _) if matches!(left.last(), Some(&HEH | &YEH)) && left_entry.is(Entry::SILENT_HEH | Entry::INDEFINITE) => {
            if known || crossed { NO } else { SURE }
        }
        (_, 4) if left_entry.is(Entry::LILAK) && right_entry.is(Entry::WITHOUT) && !known => LIKELY,
        _ if (is.here | is.stem_here) != 0 && !known => LIKELY,
        _ => NO,
    }
}

/// The score of the space between two words.
pub(crate) fn between(lexicon: &Lexicon<'_>, left: &Word, right: &Word, candidate: &Candidate) -> i32 {
    let is = &candidate.is;
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
        _ if is.here.count_ones() > 1 => LIKELY,
        _ => NO,
    }
}
