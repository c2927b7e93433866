//! Decides, and remembers what it decided.

use super::{
    affixes,
    candidates::{self, Candidate},
    fallback_rules,
    hash_table::mix,
    kept_spaces,
    letters::{Letter, YEH},
    lexicon::{Entry, hash},
    model::Model,
    tokens::{self, Word},
    user_words::UserWords,
};
use crate::memory::{SharedBytes, SharedNumbers};
use std::cell::RefCell;

/// How much speaks for a ZWNJ: logarithmic odds in units of [`STRENGTH`], from 1 for hardly more than even ones; 0 for no.
pub(crate) type Strength = u8;

/// Scores below this are all the same to us.
const LEAST: i32 = -1024;

/// The score of what spelling alone settles.
const CERTAIN: i32 = 90 * STRENGTH;

/// Units of a forest's score in one of strength.
pub(crate) const STRENGTH: i32 = 32;

fn strength(score: i32) -> Strength {
    (score / STRENGTH).clamp(0, 254) as Strength
}

/// What is decided of a word on its own, packed: six bits of [`candidates::role`], then for up to four ZWNJ five bits of
/// how many letters are before it and eight of its strength.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WordVerdict(u64);

impl WordVerdict {
    pub(crate) const NONE: Self = Self(0);
    const MOST: u32 = 4;
    const ROLES: u32 = 6;
    const BITS: u32 = 13;
    /// The bits of all.
    const ALL: u32 = Self::ROLES + Self::MOST * Self::BITS;

    #[inline]
    pub(crate) fn roles(self) -> u8 {
        self.0 as u8 & ((1 << Self::ROLES) - 1)
    }

    #[inline]
    pub(crate) fn has_marks(self) -> bool {
        self.0 >> Self::ROLES != 0
    }

    /// Letters before each ZWNJ, with its strength; by place.
    pub(crate) fn marks(self) -> impl Iterator<Item = (usize, Strength)> {
        (0..Self::MOST)
            .map(move |n| self.0 >> (Self::ROLES + n * Self::BITS))
            .map(|mark| (mark & 31, (mark >> 5) as Strength))
            .take_while(|&(at, _)| at != 0)
            .map(|(at, strength)| (at as usize, strength))
    }

    fn new(roles: u8, marks: &mut Vec<(i32, usize)>) -> Self {
        marks.truncate(Self::MOST as usize);
        marks.sort_unstable_by_key(|&(_, at)| at);
        let packed = marks
            .iter()
            .zip(0..)
            .map(|(&(score, at), n)| ((at as u64) | u64::from(strength(score)) << 5) << (Self::ROLES + n * Self::BITS));
        Self(packed.fold(u64::from(roles), |all, mark| all | mark))
    }
}

/// What is known of a run of bytes that is a word, or none, packed: a [`WordVerdict`], four bits of [`affixes::small`], whether
/// it has a ZWNJ, whether it is foreign. It stays packed, since of most words only a bit or two are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RunVerdict(u64);

impl RunVerdict {
    const SMALL: u32 = WordVerdict::ALL;
    const MARKED: u32 = Self::SMALL + 4;
    const FOREIGN: u32 = Self::MARKED + 1;
    /// The kind of what is no word.
    const NO_KIND: u8 = 15;
    const NO_WORD: Self = Self::new(WordVerdict::NONE, Self::NO_KIND, true, false);
    /// More than one word, or one with other bytes beside it: to be read letter by letter.
    pub(crate) const MIXED: Self = Self(0);
    /// Nothing is remembered. No word has all bits.
    pub(crate) const UNKNOWN: Self = Self(u64::MAX);

    pub(crate) const fn new(verdict: WordVerdict, small: u8, foreign: bool, marked: bool) -> Self {
        Self(
            verdict.0
                | (small as u64) << Self::SMALL
                | (marked as u64) << Self::MARKED
                | (foreign as u64) << Self::FOREIGN,
        )
    }

    #[inline]
    pub(crate) fn is_mixed(self) -> bool {
        self == Self::MIXED
    }

    #[inline]
    pub(crate) fn is_word(self) -> bool {
        self.small() != Self::NO_KIND
    }

    /// See [`affixes::small`].
    #[inline]
    pub(crate) fn small(self) -> u8 {
        (self.0 >> Self::SMALL & 15) as u8
    }

    #[inline]
    pub(crate) fn is_foreign(self) -> bool {
        self.0 >> Self::FOREIGN & 1 == 1
    }

    /// Whether it has a ZWNJ.
    #[inline]
    pub(crate) fn is_marked(self) -> bool {
        self.0 >> Self::MARKED & 1 == 1
    }

    #[inline]
    pub(crate) fn roles(self) -> u8 {
        WordVerdict(self.0).roles()
    }

    #[inline]
    pub(crate) fn verdict(self) -> WordVerdict {
        WordVerdict(self.0 & ((1 << WordVerdict::ALL) - 1))
    }
}

thread_local! {
    static CANDIDATES: RefCell<Vec<Candidate>> = const { RefCell::new(Vec::new()) };
}

#[derive(Debug)]
pub(crate) struct Classifier {
    model: Model<'static>,
    words: UserWords,
    /// The commonest words by their bytes: few enough to stay in the processor's own memory.
    runs: SharedNumbers<15>,
    alone: SharedNumbers<18>,
    pairs: SharedBytes<16>,
}

impl Classifier {
    pub(crate) fn new(model: Model<'static>, words: UserWords) -> Self {
        Self { model, words, runs: SharedNumbers::new(), alone: SharedNumbers::new(), pairs: SharedBytes::new() }
    }

    /// What `word` wants within, with a number that tells it from other words.
    #[inline]
    pub(crate) fn word(&self, word: &Word) -> (u64, WordVerdict) {
        let id = mix(word.hash ^ u64::from(word.marks) << 8);
        let verdict = self.alone.get_or_insert_with(id, || {
            let roles = candidates::roles(&self.model.lexicon, &self.model.counts, word);
            WordVerdict::new(roles, &mut self.marks(word)).0
        });
        (id, WordVerdict(verdict))
    }

    /// What is remembered of a run of bytes with this hash.
    #[inline]
    pub(crate) fn cached_run(&self, hash: u64) -> RunVerdict {
        self.runs.get(hash).map_or(RunVerdict::UNKNOWN, RunVerdict)
    }

    /// What is known of a run of bytes with this hash.
    #[inline(never)]
    pub(crate) fn run(&self, hash: u64, bytes: &[u8]) -> RunVerdict {
        RunVerdict(self.runs.get_or_insert_with(hash, || {
            let (mut word, mut at) = (Word::NONE, 0);
            let verdict = if !tokens::next(bytes, &mut at, &mut word) {
                return RunVerdict::NO_WORD.0;
            } else if word.start > 0 || word.end < bytes.len() {
                return RunVerdict::MIXED.0;
            } else if word.foreign {
                WordVerdict::NONE
            } else {
                self.word(&word).1
            };
            RunVerdict::new(verdict, affixes::small(word.letters()), word.foreign, word.marks != 0).0
        }))
    }

    /// How much speaks for it that two words belong together; they are asked for when that is not known yet.
    #[inline]
    pub(crate) fn pair(
        &self,
        ids: [u64; 2],
        often: bool,
        beside: [u8; 2],
        words: impl FnOnce() -> [Word; 2],
    ) -> Strength {
        let key = mix(ids[0].rotate_left(21) ^ ids[1]) ^ u64::from(beside[0]) << 8 ^ u64::from(beside[1]) << 16;
        self.pairs.get_or_insert_with(mix(key), || {
            let [left, right] = words();
            self.joins(&left, &right, often, beside)
        })
    }

    /// The ZWNJ that are likelier than not, the likeliest first, with their scores.
    fn marks(&self, word: &Word) -> Vec<(i32, usize)> {
        if let Some(marks) = self.words.marks(word.letters()) {
            let new = (1..word.letters().len()).filter(|at| (marks & !word.marks) >> at & 1 == 1);
            return new.map(|at| (i32::MAX, at)).collect();
        }
        if word.marks == 0 && self.model.is_settled(word.hash) {
            return Vec::new();
        }
        CANDIDATES.with_borrow_mut(|found| {
            candidates::within(&self.model.lexicon, &self.model.counts, word, found);
            let mut scored: Vec<(i32, usize)> = found
                .iter()
                .map(|candidate| (self.score(word, candidate, STRENGTH - 1), candidate.at))
                .filter(|&(score, _)| score >= STRENGTH)
                .collect();
            scored.sort_unstable_by_key(|&(score, at)| (-score, at));
            let mut taken = word.marks;
            scored.retain(|&(_, at)| {
                // Parts of one letter are no parts.
                let free = taken & (0b111 << (at - 1)) == 0;
                taken |= u32::from(free) << at;
                free
            });
            scored
        })
    }

    /// The score of a candidate; any number up to `least` when it is not greater.
    fn score(&self, word: &Word, candidate: &Candidate, least: i32) -> i32 {
        let (left, right) = (word.near_left(candidate.at), word.near_right(candidate.at));
        if fallback_rules::is_certain(&self.model.lexicon, left, right, candidate, candidate.evidence.closed) {
            CERTAIN
        } else if self.model.within.is_empty() {
            fallback_rules::within(&self.model.lexicon, word, candidate)
        } else {
            self.model.within.score(&candidate.features, least)
        }
    }

    fn joins(&self, left: &Word, right: &Word, often: bool, beside: [u8; 2]) -> Strength {
        if self.words.joins(left.letters(), right.letters()) == Some(true) {
            return Strength::MAX;
        }
        let lexicon = &self.model.lexicon;
        if kept_spaces::is_month_may(lexicon, left.letters(), right.letters(), false) {
            return 0;
        }
        let candidate = candidates::between(lexicon, &self.model.counts, left, right, often, beside);
        candidate.map_or(0, |candidate| {
            let (near_left, near_right) = (left.near_left(left.letters().len()), right.near_right(0));
            let certain =
                near_right == [YEH] && fallback_rules::is_certain(lexicon, near_left, near_right, &candidate, 0);
            strength(if certain {
                CERTAIN
            } else if self.model.between.is_empty() {
                fallback_rules::between(lexicon, left, right, &candidate)
            } else {
                self.model.between.score(&candidate.features, STRENGTH - 1)
            })
        })
    }

    /// Whether the space between the second and the third of five words parts them, whatever speaks for a ZWNJ. Words
    /// beyond more than a space are empty; `numbered`: a number stands before the second; `compound`: the first and the second
    /// are one word.
    pub(crate) fn keeps_space(&self, words: [&[Letter]; 5], numbered: bool, compound: impl FnOnce() -> bool) -> bool {
        let expected = numbered || kept_spaces::is_before_month(words[0]);
        let Model { lexicon, counts, .. } = &self.model;
        kept_spaces::is_spelled_abbreviation(words)
            || (expected && kept_spaces::is_month_may(lexicon, words[1], words[2], true))
            || (kept_spaces::is_adjective_wet(lexicon, counts, words[1], words[2]) && !compound())
    }

    /// Whether something speaks for a ZWNJ after `at` letters: enough to say what a damaged character was.
    pub(crate) fn agrees(&self, word: &Word, at: usize) -> bool {
        let known = |part: &[u8]| {
            let entry = self.model.lexicon.word(hash(part));
            entry.is(Entry::WORD) || entry.opens() > 0 || entry.ends() > 0
        };
        let (left, right) = (word.near_left(at), word.near_right(at));
        CANDIDATES.with_borrow_mut(|found| {
            candidates::within(&self.model.lexicon, &self.model.counts, word, found);
            found.iter().any(|candidate| candidate.at == at && self.score(word, candidate, LEAST) > LEAST)
        }) || (affixes::ending(right) != 0 && known(left))
            || (known(left) && known(right))
    }
}

/// What a repair brings together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JoinKind {
    Prefix,
    Suffix,
    Compound,
}

impl JoinKind {
    /// The kind of a repair between such parts.
    pub(crate) fn of(left: &[u8], right: &[u8]) -> Self {
        match (affixes::beginning(left), affixes::ending(right)) {
            (1..=5, _) => Self::Prefix,
            (_, 0) => Self::Compound,
            _ => Self::Suffix,
        }
    }

    /// The id of the repair.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Prefix => "fa.zwnj-prefix",
            Self::Suffix => "fa.zwnj-suffix",
            Self::Compound => "fa.zwnj-compound",
        }
    }
}
