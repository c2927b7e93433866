//! Text with its ZWNJ made into counts and into examples to learn from. Compiled with the feature `build-lexicon` only.

use super::{
    affixes::{self, small},
    candidates::{beside, between, may_join_often, roles, within},
    classifier::Classifier,
    gradient_boosting::TrainingSet,
    hash_table::write,
    letters::{Letter, joins},
    lexicon::{CountLookup, Entry, Lexicon, bucket, hash, key},
    lists::WordLists,
    model::{LexiconFiles, Model},
    tokens::{Gap, Word, next},
    user_words::UserWords,
};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Parts that a treebank is cut in, so that a sentence can be judged by the counts of all others.
const FOLDS: usize = 10;

/// More often than this a closed spelling is no slip.
const HABIT: u32 = 4;

/// Counts of a treebank, whole and by fold.
#[derive(Debug, Default)]
pub struct Treebank {
    all: HashMap<u64, u32>,
    folds: Vec<HashMap<u64, u32>>,
    slips: HashSet<u64>,
}

struct HeldOutCounts<'a> {
    bank: &'a Treebank,
    fold: Option<usize>,
}

impl CountLookup for HeldOutCounts<'_> {
    fn count(&self, key: u64) -> u8 {
        let all = self.bank.all.get(&key).copied().unwrap_or(0);
        let own = self.fold.and_then(|fold| self.bank.folds[fold].get(&key)).copied().unwrap_or(0);
        bucket(all - own)
    }
}

fn words(line: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut at, mut word) = (0, Word::NONE);
    while next(line.as_bytes(), &mut at, &mut word) {
        words.push(word);
    }
    words
}

/// Marks of a word that are seen.
fn marks(word: &Word) -> u32 {
    let letters = word.letters();
    (1..letters.len())
        .filter(|&at| word.marks >> at & 1 == 1 && joins(letters[at - 1]))
        .fold(0, |all, at| all | 1 << at)
}

fn parts(word: &Word) -> Vec<&[Letter]> {
    let (letters, marks) = (word.letters(), marks(word));
    let cuts: Vec<usize> =
        std::iter::once(0).chain((1..letters.len()).filter(|at| marks >> at & 1 == 1)).chain([letters.len()]).collect();
    cuts.windows(2).map(|cut| &letters[cut[0]..cut[1]]).collect()
}

/// Endings after letters that do not join, which are written closed: `کشورها` from `کشور ها`.
fn closed_ending(lexicon: &Lexicon<'_>, part: &[Letter]) -> Option<usize> {
    (2..part.len().saturating_sub(1)).find(|&at| {
        let (left, right) = part.split_at(at);
        !joins(left[at - 1]) && (1..=9).contains(&affixes::ending(right)) && lexicon.word(hash(left)).is(Entry::WORD)
    })
}

/// Where a verb lost the ZWNJ after می by a slip of the typist. Common ones are a habit, not a slip.
fn slip(lexicon: &Lexicon<'_>, letters: &[Letter]) -> Option<usize> {
    if lexicon.word(hash(letters)).is(Entry::LILAK) {
        return None;
    }
    (2..letters.len().saturating_sub(1)).find(|&at| {
        let (left, right) = letters.split_at(at);
        joins(left[at - 1])
            && (1..=3).contains(&affixes::beginning(left))
            && lexicon.word(hash(right)).is(Entry::AFTER_MI)
    })
}

impl Treebank {
    /// Counts the lines of `text`.
    #[must_use]
    pub fn count(files: LexiconFiles<'_>, text: &str) -> Self {
        let lexicon = &Model::new(files).lexicon;
        let mut bank = Self { all: HashMap::new(), folds: vec![HashMap::new(); FOLDS], slips: HashSet::new() };
        let mut rare: HashMap<u64, u32> = HashMap::new();
        for word in text.lines().flat_map(words).filter(|word| !word.foreign && marks(word) == 0) {
            if slip(lexicon, word.letters()).is_some() {
                *rare.entry(hash(word.letters())).or_default() += 1;
            }
        }
        bank.slips = rare.into_iter().filter(|&(_, count)| count <= HABIT).map(|(word, _)| word).collect();
        for (i, line) in text.lines().enumerate() {
            let fold = i % FOLDS;
            let mut add = |key: u64| {
                *bank.all.entry(key).or_default() += 1;
                *bank.folds[fold].entry(key).or_default() += 1;
            };
            let words = words(line);
            let mut last: Option<u64> = None;
            for word in &words {
                if word.foreign {
                    last = None;
                    continue;
                }
                let whole = hash(word.letters());
                let parts: Vec<u64> = parts(word).into_iter().map(hash).collect();
                if parts.len() == 1 && !bank.slips.contains(&whole) {
                    add(key::closed(whole));
                    let letters = word.letters();
                    for at in (2..letters.len().saturating_sub(1)).filter(|&at| joins(letters[at - 1])) {
                        let (left, right) = letters.split_at(at);
                        let left = hash(left);
                        if !lexicon.word(left).is(Entry::WORD) {
                            continue;
                        }
                        let stems = affixes::endings(right).map(|len| hash(&right[..right.len() - len]));
                        for right in std::iter::once(hash(right)).chain(stems) {
                            if lexicon.word(right).is(Entry::WORD) {
                                add(key::closed_head(left));
                                add(key::closed_tail(right));
                                break;
                            }
                        }
                    }
                }
                for at in (1..word.letters().len()).filter(|at| marks(word) >> at & 1 == 1) {
                    add(key::marked(whole, at));
                }
                for &part in &parts {
                    add(key::part(part));
                }
                for two in parts.windows(2) {
                    add(key::head(two[0]));
                    add(key::tail(two[1]));
                    add(key::open(two[0], two[1]));
                }
                if let Some(last) = last.filter(|_| word.gap == Gap::Space) {
                    add(key::spaced(last, parts[0]));
                }
                last = parts.last().copied();
            }
        }
        bank
    }

    /// The bytes of the table of counts. Pairs of words seen once with a space between them are left out.
    #[must_use]
    pub fn table(&self) -> Vec<u8> {
        let entries = self.all.iter().map(|(&key, &count)| (key, vec![bucket(count)]));
        write(entries.collect(), 1)
    }

    /// Examples from the lines of `text`, judged by the counts of the other folds: boundaries within words, and spaces.
    #[must_use]
    pub fn examples(&self, files: LexiconFiles<'_>, text: &str) -> (TrainingSet, TrainingSet) {
        let lexicon = &Model::new(files).lexicon;
        let (mut joined, mut spaced) = (TrainingSet::default(), TrainingSet::default());
        let mut candidates = Vec::new();
        for (i, line) in text.lines().enumerate() {
            let counts = HeldOutCounts { bank: self, fold: Some(i % FOLDS) };
            let words = words(line);
            let mut pieces: Vec<(Word, bool)> = Vec::new();
            for word in &words {
                if word.foreign {
                    pieces.push((*word, false));
                    continue;
                }
                let marks = marks(word);
                // All ZWNJ lost; none lost; and one by one, the others left.
                let each = (1..32).filter(|at| marks >> at & 1 == 1).map(|at| marks & !(1 << at));
                let kept: BTreeSet<u32> = [0, marks].into_iter().chain(each).collect();
                for kept in kept {
                    within(lexicon, &counts, &word.with_marks(kept), &mut candidates);
                    // Which way a slip should have gone is not known for sure: nothing is learnt of it.
                    if marks == 0 && self.slips.contains(&hash(word.letters())) {
                        break;
                    }
                    for candidate in &candidates {
                        joined.features.push(candidate.features);
                        joined.labels.push(marks >> candidate.at & 1 == 1);
                    }
                }
                for (n, part) in parts(word).into_iter().enumerate() {
                    let gap = if n == 0 { word.gap } else { Gap::Space };
                    match closed_ending(lexicon, part) {
                        Some(at) => {
                            pieces.push((Word::of(&part[..at], gap), n > 0));
                            pieces.push((Word::of(&part[at..], Gap::Space), true));
                        }
                        None => pieces.push((Word::of(part, gap), n > 0)),
                    }
                }
            }
            let at = |i: usize| pieces.get(i).map_or(&Word::NONE, |(word, _)| word);
            for (i, piece) in pieces.iter().enumerate().skip(1) {
                let around = [at(i.wrapping_sub(2)), at(i - 1), at(i), at(i + 1)];
                if let Some(candidate) = between(
                    lexicon,
                    &counts,
                    around[1],
                    around[2],
                    may_join_often(roles(lexicon, &counts, around[1]), roles(lexicon, &counts, around[2])),
                    beside([(small(around[0].letters()), around[1].gap), (small(around[3].letters()), around[3].gap)]),
                ) {
                    spaced.features.push(candidate.features);
                    spaced.labels.push(piece.1);
                }
            }
        }
        (joined, spaced)
    }
}

/// The bits of the words that nothing is wanted within: those of `lists` are tried one by one.
#[must_use]
pub fn settled(files: LexiconFiles<'static>, lists: &WordLists) -> Vec<u8> {
    let data = Model::new(files);
    let slots = data.lexicon.words;
    let classifier = Classifier::new(data, UserWords::default());
    let mut bits = vec![0; slots.len().div_ceil(8)];
    for letters in lists.words() {
        let word = Word::of(letters, Gap::Other);
        if !classifier.word(&word).1.has_marks()
            && let Some(slot) = slots.slots(word.hash).next()
        {
            bits[slot / 8] |= 1 << (slot % 8);
        }
    }
    bits
}
