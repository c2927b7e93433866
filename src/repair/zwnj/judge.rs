//! Decides, and remembers what it decided.

use super::{
    affixes,
    candidates::{self, Candidate},
    data::Data,
    letters::YEH,
    lexicon::{Entry, hash},
    memory::Memory,
    plain,
    table::mix,
    tokens::Word,
    words::UserWords,
};
use std::cell::RefCell;

/// How much speaks for a ZWNJ: logarithmic odds in units of [`STRENGTH`], from 1 for hardly more than even ones; 0 for no.
pub(crate) type Strength = u8;

/// Scores below this are all the same to us.
const LEAST: i32 = -1024;

/// The score of what spelling alone settles.
const CERTAIN: i32 = 90 * STRENGTH;

/// Units of a forest's score in one of strength.
const STRENGTH: i32 = 32;

fn strength(score: i32) -> Strength {
    (score / STRENGTH).clamp(0, 254) as Strength
}

/// What is decided of a word on its own, packed: eight bits of [`candidates::role`], then for up to four ZWNJ five bits of
/// how many letters are before it and eight of its strength.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict(u64);

impl Verdict {
    pub(crate) const NONE: Self = Self(0);
    const MOST: u32 = 4;
    const BITS: u32 = 13;

    #[inline]
    pub(crate) fn roles(self) -> u8 {
        self.0 as u8
    }

    #[inline]
    pub(crate) fn has_marks(self) -> bool {
        self.0 >> 8 != 0
    }

    /// Letters before each ZWNJ, with its strength; by place.
    pub(crate) fn marks(self) -> impl Iterator<Item = (usize, Strength)> {
        (0..Self::MOST)
            .map(move |n| (self.0 >> (8 + n * Self::BITS) & 31, (self.0 >> (13 + n * Self::BITS)) as Strength))
            .take_while(|&(at, _)| at != 0)
            .map(|(at, strength)| (at as usize, strength))
    }

    fn new(roles: u8, marks: &mut Vec<(i32, usize)>) -> Self {
        marks.truncate(Self::MOST as usize);
        marks.sort_unstable_by_key(|&(_, at)| at);
        let packed = marks
            .iter()
            .zip(0..)
            .map(|(&(score, at), n)| ((at as u64) | u64::from(strength(score)) << 5) << (8 + n * Self::BITS));
        Self(packed.fold(u64::from(roles), |all, mark| all | mark))
    }
}

thread_local! {
    static CANDIDATES: RefCell<Vec<Candidate>> = const { RefCell::new(Vec::new()) };
}

#[derive(Debug)]
pub(crate) struct Judge {
    data: Data<'static>,
    words: UserWords,
    alone: Memory,
    pairs: Memory,
}

impl Judge {
    pub(crate) fn new(data: Data<'static>, words: UserWords) -> Self {
        Self { data, words, alone: Memory::new(), pairs: Memory::new() }
    }

    /// What `word`, whose letters have this hash, wants within.
    #[inline]
    pub(crate) fn word(&self, word: &Word, hash: u64) -> Verdict {
        Verdict(self.alone.get(mix(hash ^ u64::from(word.marks) << 8), || {
            let roles = candidates::roles(&self.data.lexicon, &self.data.counts, word);
            Verdict::new(roles, &mut self.marks(word, hash)).0
        }))
    }

    /// How much speaks for it that the two belong together.
    #[inline]
    pub(crate) fn pair(&self, [left, right]: [&Word; 2], hashes: [u64; 2], often: bool, beside: [u8; 2]) -> Strength {
        let key = mix(hashes[0].rotate_left(21) ^ hashes[1])
            ^ u64::from(left.marks) << 32
            ^ u64::from(right.marks)
            ^ u64::from(beside[0]) << 8
            ^ u64::from(beside[1]) << 16;
        self.pairs.get(mix(key), || u64::from(self.joins(left, right, often, beside))) as Strength
    }

    /// The ZWNJ that are likelier than not, the likeliest first, with their scores.
    fn marks(&self, word: &Word, hash: u64) -> Vec<(i32, usize)> {
        if let Some(marks) = self.words.marks(word.letters()) {
            let new = (1..word.letters().len()).filter(|at| (marks & !word.marks) >> at & 1 == 1);
            return new.map(|at| (i32::MAX, at)).collect();
        }
        if word.marks == 0 && self.data.is_settled(hash) {
            return Vec::new();
        }
        CANDIDATES.with_borrow_mut(|found| {
            candidates::within(&self.data.lexicon, &self.data.counts, word, found);
            let mut scored: Vec<(i32, usize)> = found
                .iter()
                .map(|candidate| (self.score(word, candidate), candidate.at))
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

    fn score(&self, word: &Word, candidate: &Candidate) -> i32 {
        let (left, right) = (word.near_left(candidate.at), word.near_right(candidate.at));
        if plain::is_certain(&self.data.lexicon, left, right, candidate, candidate.is.closed) {
            CERTAIN
        } else if self.data.within.is_empty() {
            plain::within(&self.data.lexicon, word, candidate)
        } else {
            self.data.within.score(&candidate.features, LEAST)
        }
    }

    fn joins(&self, left: &Word, right: &Word, often: bool, beside: [u8; 2]) -> Strength {
        if self.words.joins(left.letters(), right.letters()) == Some(true) {
            return Strength::MAX;
        }
        let lexicon = &self.data.lexicon;
        let candidate = candidates::between(lexicon, &self.data.counts, left, right, often, beside);
        candidate.map_or(0, |candidate| {
            let (near_left, near_right) = (left.near_left(left.letters().len()), right.near_right(0));
            let certain = near_right == [YEH] && plain::is_certain(lexicon, near_left, near_right, &candidate, 0);
            strength(if certain {
                CERTAIN
            } else if self.data.between.is_empty() {
                plain::between(lexicon, left, right, &candidate)
            } else {
                self.data.between.score(&candidate.features, LEAST)
            })
        })
    }

    /// Whether something speaks for a ZWNJ after `at` letters: enough to say what a damaged character was.
    pub(crate) fn agrees(&self, word: &Word, at: usize) -> bool {
        let known = |part: &[u8]| {
            let entry = self.data.lexicon.word(hash(part));
            entry.is(Entry::WORD) || entry.opens() > 0 || entry.ends() > 0
        };
        let (left, right) = (word.near_left(at), word.near_right(at));
        CANDIDATES.with_borrow_mut(|found| {
            candidates::within(&self.data.lexicon, &self.data.counts, word, found);
            found.iter().any(|candidate| candidate.at == at && self.score(word, candidate) > LEAST)
        }) || (affixes::ending(right) != 0 && known(left))
            || (known(left) && known(right))
    }
}

/// How a repair between such parts is called.
pub(crate) fn kind(left: &[u8], right: &[u8]) -> &'static str {
    match (affixes::beginning(left), affixes::ending(right)) {
        (1..=5, _) => "fa.zwnj-prefix",
        (_, 0) => "fa.zwnj-compound",
        _ => "fa.zwnj-suffix",
    }
}
