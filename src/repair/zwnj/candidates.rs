//! Where might a ZWNJ be missing? Within a word, and at the space between two.
//!
//! Says yes rather too often; [`super::forest`] judges.

use super::{
    affixes,
    features::{Boundary, Evidence, Features, Rival, evidence, features},
    hash_table::HashState,
    letters::{HEH, YEH, joins},
    lexicon::{CountLookup, Entry, Lexicon, hash, key},
    tokens::{Gap, LONGEST, Word},
    word_analysis::WordAnalysis,
};

/// A boundary that may want a ZWNJ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Letters of the word before it.
    pub(crate) at: usize,
    pub(crate) evidence: Evidence,
    pub(crate) features: Features,
}

/// The most candidates of a word.
pub(crate) const MAX_PER_WORD: usize = 8;

/// The candidates within `word`.
pub(crate) fn within(lexicon: &Lexicon<'_>, counts: &impl CountLookup, word: &Word, out: &mut Vec<Candidate>) {
    out.clear();
    let letters = word.letters();
    let mut spelled = WordAnalysis::new(lexicon, letters);
    let listed = spelled.listed(lexicon);
    let mut left_frequencies = [0; MAX_PER_WORD];
    for at in 2..letters.len() {
        if word.marks >> at & 1 == 1 || !joins(letters[at - 1]) || out.len() == MAX_PER_WORD {
            continue;
        }
        if letters.len() - at == 1 && !(letters[at] == YEH && letters[at - 1] == HEH) {
            continue;
        }
        // Hardly any boundary of a word that nobody knows is plausible, so little is asked about most.
        let plausible = listed >> at & 1 == 1
            || spelled.ending(at) != 0
            || affixes::beginning(&letters[..at]) != 0
            || has_known_parts(lexicon, counts, word, &spelled, at);
        if plausible {
            spelled.look_up(lexicon, counts);
            left_frequencies[out.len()] = lexicon.word(left_hash(word, &spelled, at)).frequency();
            out.push(Candidate { at, evidence: evidence(lexicon, counts, &spelled, at), features: [0; _] });
        }
    }
    for i in 0..out.len() {
        let at = out[i].at;
        let rival = (0..out.len())
            .filter(|&other| other != i)
            .map(|other| Rival { frequency: left_frequencies[other], ending: out[other].evidence.ending })
            .max_by_key(|rival| rival.frequency)
            .unwrap_or_default();
        let (near_left, near_right) = (word.near_left(at), word.near_right(at));
        let boundary = Boundary { at, beside: [0, 0], near_left, near_right };
        out[i].features = features(lexicon, counts, &spelled, &boundary, &out[i].evidence, rival);
    }
}

/// The hash of the letters before a boundary up to the nearest ZWNJ.
fn left_hash(word: &Word, spelled: &WordAnalysis<'_>, at: usize) -> u64 {
    match word.near_left(at) {
        near if near.len() == at => spelled.beginnings.hash(at),
        near => hash(near),
    }
}

/// Whether a list or a count knows both sides of a boundary.
fn has_known_parts(
    lexicon: &Lexicon<'_>,
    counts: &impl CountLookup,
    word: &Word,
    spelled: &WordAnalysis<'_>,
    at: usize,
) -> bool {
    let known = |hash: u64| {
        let entry = lexicon.word(hash);
        entry.is(Entry::WORD) || entry.opens() > 0 || entry.ends() > 0
    };
    let left = left_hash(word, spelled, at);
    let is_left_known = known(left);
    if !is_left_known && counts.count(key::head(left)) == 0 {
        return false;
    }
    let right = hash(word.near_right(at));
    known(right) || is_left_known && counts.count(key::tail(right)) > 0
}

/// What is beside a pair of words: the kinds ([`affixes::small`]) of the words before and behind it, each with the gap
/// that parts it from the pair. Only a space does not hide it.
#[inline]
pub(crate) fn beside(words: [(u8, Gap); 2]) -> [u8; 2] {
    words.map(|(kind, gap)| if gap == Gap::Space { kind } else { 0 })
}

/// The step of a count that is often.
const OFTEN: u8 = 4;

/// What a word can be to the one beside it: a word of none is dismissed at a glance.
pub(crate) mod role {
    /// An ending of its own: ها, تر, اند.
    pub(crate) const ENDING: u8 = 1;
    /// A beginning that needs no list: می, بی, هم.
    pub(crate) const BEGINNING: u8 = 2;
    /// The first part of some word.
    pub(crate) const HEAD: u8 = 4;
    /// The last part of some word.
    pub(crate) const TAIL: u8 = 8;
    /// The same, seen often.
    pub(crate) const OFTEN_HEAD: u8 = 16;
    pub(crate) const OFTEN_TAIL: u8 = 32;
}

/// The roles of `word`.
pub(crate) fn roles(lexicon: &Lexicon<'_>, counts: &impl CountLookup, word: &Word) -> u8 {
    let letters = word.letters();
    let (left, right) = (word.near_left(letters.len()), word.near_right(0));
    let mut roles = 0;
    if affixes::ending(right) != 0 {
        roles |= role::ENDING;
    }
    if (1..=5).contains(&affixes::beginning(left)) {
        roles |= role::BEGINNING;
    }
    let left = hash(left);
    let head = counts.count(key::head(left));
    if head >= OFTEN {
        roles |= role::OFTEN_HEAD;
    }
    if head > 0 || lexicon.word(left).opens() > 0 {
        roles |= role::HEAD;
    }
    if counts.count(key::tail(hash(right))) >= OFTEN {
        roles |= role::OFTEN_TAIL;
    }
    let is_tail = |part: &[u8]| {
        let part = hash(part);
        lexicon.word(part).ends() > 0 || counts.count(key::tail(part)) > 0
    };
    if is_tail(right) || affixes::endings(right).any(|len| is_tail(&right[..right.len() - len])) {
        roles |= role::TAIL;
    }
    roles
}

/// Whether two words of these roles may belong together.
#[inline]
pub(crate) fn may_join(left: u8, right: u8) -> bool {
    right & role::ENDING != 0 || left & role::BEGINNING != 0 || (left & role::HEAD != 0 && right & role::TAIL != 0)
}

/// Whether both are often parts of words, though perhaps not of one.
#[inline]
pub(crate) fn may_join_often(left: u8, right: u8) -> bool {
    left & role::OFTEN_HEAD != 0 && right & role::OFTEN_TAIL != 0
}

/// Whether something speaks for a word of these two: it was seen, or a list has it, with or without an ending.
///
/// Most pairs are no word, so little more than their hashes is made.
fn is_word(lexicon: &Lexicon<'_>, counts: &impl CountLookup, left: &Word, right: &Word) -> bool {
    let at = left.letters().len();
    let [near_left, near_right] = [(left, left.near_left(at)), (right, right.near_right(0))]
        .map(|(word, near)| if word.marks == 0 { word.hash } else { hash(near) });
    let is_listed = |hash: u64| lexicon.forms(hash).any(|form| form.marks >> at & 1 == 1);
    if counts.count(key::open(near_left, near_right)) > 0 {
        return true;
    }
    let beginning = HashState::EMPTY.all(left.letters());
    let right = right.letters();
    is_listed(beginning.all(right).hash())
        || affixes::endings(right).any(|len| is_listed(beginning.all(&right[..right.len() - len]).hash()))
}

/// The space between `left` and `right` as a candidate, with the answer of [`beside`].
pub(crate) fn between(
    lexicon: &Lexicon<'_>,
    counts: &impl CountLookup,
    left: &Word,
    right: &Word,
    often: bool,
    beside: [u8; 2],
) -> Option<Candidate> {
    let at = left.letters().len();
    let len = at + right.letters().len();
    if right.gap != Gap::Space || left.foreign || right.foreign || len > LONGEST {
        return None;
    }
    let (near_left, near_right) = (left.near_left(at), right.near_right(0));
    let ending = affixes::ending(right.letters());
    let joins = joins(left.letters()[at - 1]);
    if !joins && !(1..=9).contains(&ending) {
        return None;
    }
    let plausible = !joins
        || ending != 0
        || often
        || (1..=5).contains(&affixes::beginning(near_left))
        || is_word(lexicon, counts, left, right);
    if !plausible {
        return None;
    }
    let mut letters = [0; LONGEST];
    letters[..at].copy_from_slice(left.letters());
    letters[at..len].copy_from_slice(right.letters());
    let mut spelled = WordAnalysis::new(lexicon, &letters[..len]);
    spelled.look_up(lexicon, counts);
    let is = evidence(lexicon, counts, &spelled, at);
    let boundary = Boundary { at, beside, near_left, near_right };
    Some(Candidate {
        at,
        evidence: is,
        features: features(lexicon, counts, &spelled, &boundary, &is, Rival::default()),
    })
}
