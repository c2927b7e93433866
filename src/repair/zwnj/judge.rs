//! Decides, and remembers what it decided.

use super::{
    Level, affixes,
    candidates::{self, Candidate},
    data::Data,
    lexicon::{Entry, hash},
    memory::Memory,
    plain,
    table::mix,
    tokens::Word,
    words::UserWords,
};
use std::cell::RefCell;

/// Odds a boundary needs, as the forests count them: 1/512 in natural logarithms.
const fn least(level: Level) -> i32 {
    match level {
        Level::Off => i32::MAX,
        Level::Safe => 1_600,
        Level::Likely => 950,
        Level::Bold => 0,
    }
}

/// What is decided of a word on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// A bit for each ZWNJ to put in: the number of letters before it.
    pub(crate) marks: u32,
    /// See [`candidates::role`].
    pub(crate) roles: u8,
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
    pub(crate) fn word(&self, word: &Word, hash: u64, level: Level) -> Verdict {
        let key = mix(hash ^ u64::from(word.marks) << 8 ^ level as u64);
        let value = self.alone.get(key, || {
            let roles = candidates::roles(&self.data.lexicon, &self.data.counts, word);
            u64::from(self.marks(word, hash, level)) << 8 | u64::from(roles)
        });
        Verdict { marks: (value >> 8) as u32, roles: value as u8 }
    }

    /// Whether the two belong together.
    #[inline]
    pub(crate) fn pair(&self, [left, right]: [&Word; 2], hashes: [u64; 2], beside: [u8; 2], level: Level) -> bool {
        let key = mix(hashes[0].rotate_left(21) ^ hashes[1])
            ^ u64::from(left.marks) << 32
            ^ u64::from(right.marks)
            ^ u64::from(beside[0]) << 8
            ^ u64::from(beside[1]) << 16
            ^ level as u64;
        self.pairs.get(mix(key), || u64::from(self.joins(left, right, beside, level))) == 1
    }

    fn marks(&self, word: &Word, hash: u64, level: Level) -> u32 {
        if let Some(marks) = self.words.marks(word.letters()) {
            return marks & !word.marks;
        }
        if word.marks == 0 && self.data.is_settled(hash) {
            return 0;
        }
        let least = least(level);
        CANDIDATES.with_borrow_mut(|found| {
            candidates::within(&self.data.lexicon, &self.data.counts, word, found);
            let mut scored: Vec<(i32, usize)> = found
                .iter()
                .map(|candidate| (self.score(word, candidate, least), candidate.at))
                .filter(|&(score, _)| score > least)
                .collect();
            scored.sort_unstable_by_key(|&(score, at)| (-score, at));
            scored.into_iter().fold(0_u32, |marks, (_, at)| {
                // Parts of one letter are no parts.
                let beside = 1 << at | 1 << (at + 1) | 1 << (at - 1);
                if (marks | word.marks) & beside == 0 { marks | 1 << at } else { marks }
            })
        })
    }

    fn score(&self, word: &Word, candidate: &Candidate, least: i32) -> i32 {
        if self.data.within.is_empty() {
            plain::within(&self.data.lexicon, word, candidate)
        } else {
            self.data.within.score(&candidate.features, least)
        }
    }

    fn joins(&self, left: &Word, right: &Word, beside: [u8; 2], level: Level) -> bool {
        if let Some(joins) = self.words.joins(left.letters(), right.letters()) {
            return joins;
        }
        let (lexicon, least) = (&self.data.lexicon, least(level));
        candidates::between(lexicon, &self.data.counts, left, right, beside).is_some_and(|candidate| {
            let score = if self.data.between.is_empty() {
                plain::between(lexicon, left, right, &candidate)
            } else {
                self.data.between.score(&candidate.features, least)
            };
            score > least
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
            found.iter().any(|candidate| candidate.at == at && self.score(word, candidate, -2 * 512) > -2 * 512)
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
