//! Where might a ZWNJ be missing? Within a word, and at the space between two.
//!
//! Says yes rather too often; [`super::forest`] judges.

use super::{
    affixes,
    features::{Boundary, Evidence, Features, Rival, evidence, features},
    letters::{HEH, YEH, joins},
    lexicon::{Counts, Entry, Lexicon, hash, key},
    table::State,
    tokens::{Gap, LONGEST, Word},
};

/// A boundary that may want a ZWNJ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    /// Letters of the word before it.
    pub(crate) at: usize,
    pub(crate) is: Evidence,
    pub(crate) features: Features,
}

/// The most candidates of a word.
pub(crate) const MOST: usize = 8;

/// The candidates within `word`.
pub(crate) fn within(lexicon: &Lexicon<'_>, counts: &impl Counts, word: &Word, out: &mut Vec<Candidate>) {
    out.clear();
    let letters = word.letters();
    let spelled = Spelled::new(lexicon, word);
    for at in 2..letters.len() {
        if word.marks >> at & 1 == 1 || !joins(letters[at - 1]) || out.len() == MOST {
            continue;
        }
        let (left, right) = letters.split_at(at);
        if right.len() == 1 && !(right[0] == YEH && left[at - 1] == HEH) {
            continue;
        }
        // Hardly any boundary of a word that nobody knows is plausible, so little is asked about most.
        let plausible = spelled.marks >> at & 1 == 1
            || affixes::ending(right) != 0
            || affixes::beginning(left) != 0
            || spelled.has_known_parts(lexicon, counts, word, at);
        if plausible {
            out.push(Candidate { at, is: evidence(lexicon, counts, left, right), features: [0; _] });
        }
    }
    for i in 0..out.len() {
        let at = out[i].at;
        let rival = (0..out.len())
            .filter(|&other| other != i)
            .map(|other| Rival {
                frequency: lexicon.word(hash(word.near_left(out[other].at))).frequency(),
                ending: out[other].is.ending,
            })
            .max_by_key(|rival| rival.frequency)
            .unwrap_or_default();
        let boundary = Boundary {
            left: &letters[..at],
            right: &letters[at..],
            beside: [0, 0],
            near_left: word.near_left(at),
            near_right: word.near_right(at),
        };
        out[i].features = features(lexicon, counts, &boundary, &out[i].is, rival);
    }
}

/// What its boundaries share, found once for each word.
struct Spelled {
    /// A bit for each place where a list has a ZWNJ in the word, or in the word without an ending.
    marks: u32,
    /// The hash of the first letters, by how many they are.
    beginnings: [State; LONGEST + 2],
}

impl Spelled {
    fn new(lexicon: &Lexicon<'_>, word: &Word) -> Self {
        let letters = word.letters();
        let mut beginnings = [State::EMPTY; LONGEST + 2];
        for (at, &letter) in letters.iter().enumerate() {
            beginnings[at + 1] = beginnings[at].push(letter);
        }
        let listed = |len: usize| {
            let forms = lexicon.forms(beginnings[len].hash()).filter(|form| form.sources != 0);
            forms.fold(0, |all, form| all | form.marks)
        };
        let mut marks = listed(letters.len());
        for len in affixes::endings(letters) {
            let stem = letters.len() - len;
            // Two letters are left between the boundary and the ending.
            marks |= listed(stem) & ((1 << (stem - 1)) - 1);
        }
        Self { marks, beginnings }
    }

    /// Whether a list or a count knows both sides of a boundary.
    fn has_known_parts(&self, lexicon: &Lexicon<'_>, counts: &impl Counts, word: &Word, at: usize) -> bool {
        let known = |hash: u64| {
            let entry = lexicon.word(hash);
            entry.is(Entry::WORD) || entry.opens() > 0 || entry.ends() > 0
        };
        let left = match word.near_left(at) {
            near if near.len() == at => self.beginnings[at].hash(),
            near => hash(near),
        };
        let is_left_known = known(left);
        if !is_left_known && counts.count(key::head(left)) == 0 {
            return false;
        }
        let right = hash(word.near_right(at));
        known(right) || is_left_known && counts.count(key::tail(right)) > 0
    }
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
pub(crate) fn roles(lexicon: &Lexicon<'_>, counts: &impl Counts, word: &Word) -> u8 {
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

/// Whether something speaks for a word of these two parts: it was seen, or a list has it, with or without an ending.
fn is_word(lexicon: &Lexicon<'_>, counts: &impl Counts, left: &Word, right: &Word) -> bool {
    let (end, letters) = (left.letters().len(), right.letters());
    let (left_hash, right_hash) = (hash(left.near_left(end)), hash(right.near_right(0)));
    if counts.count(key::open(left_hash, right_hash)) > 0 {
        return true;
    }
    let mut states = [State::EMPTY; LONGEST + 1];
    states[0] = State::EMPTY.all(left.letters());
    for (i, &letter) in letters.iter().enumerate() {
        states[i + 1] = states[i].push(letter);
    }
    let has = |len: usize| lexicon.forms(states[letters.len() - len].hash()).any(|form| form.marks >> end & 1 == 1);
    has(0) || affixes::endings(letters).any(has)
}

/// The space between `left` and `right` as a candidate, with the answer of [`beside`].
pub(crate) fn between(
    lexicon: &Lexicon<'_>,
    counts: &impl Counts,
    left: &Word,
    right: &Word,
    often: bool,
    beside: [u8; 2],
) -> Option<Candidate> {
    if right.gap != Gap::Space || left.foreign || right.foreign || left.letters().len() + right.letters().len() > 31 {
        return None;
    }
    let at = left.letters().len();
    let (near_left, near_right) = (left.near_left(at), right.near_right(0));
    let ending = affixes::ending(right.letters());
    let plausible = if joins(left.letters()[at - 1]) {
        ending != 0
            || often
            || (1..=5).contains(&affixes::beginning(near_left))
            || is_word(lexicon, counts, left, right)
    } else {
        (1..=9).contains(&ending)
    };
    if !plausible {
        return None;
    }
    let is = evidence(lexicon, counts, left.letters(), right.letters());
    let boundary = Boundary { left: left.letters(), right: right.letters(), beside, near_left, near_right };
    Some(Candidate { at, is, features: features(lexicon, counts, &boundary, &is, Rival::default()) })
}
