//! What can be said of a boundary: numbers for the [`super::forest`].
//!
//! A boundary lies between two letters of a word, or at the one space between two words. To its left and right are all
//! letters of the word, or of the two.

use super::{
    affixes,
    letters::{HEH, Letter, YEH, joins},
    lexicon::{Counts, Entry, Lexicon, hash, key},
    table::State,
};

/// How many numbers there are.
pub(crate) const FEATURES: usize = 59;
pub(crate) type Features = [u8; FEATURES];

/// A boundary and its surroundings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boundary<'a> {
    /// All letters before it, in this word.
    pub(crate) left: &'a [Letter],
    /// All letters behind it.
    pub(crate) right: &'a [Letter],
    /// The kinds of the words before `left` and behind `right` ([`affixes::small`]), if only a space is between.
    pub(crate) beside: [u8; 2],
    /// Letters of `left` and `right` up to the nearest ZWNJ.
    pub(crate) near_left: &'a [Letter],
    pub(crate) near_right: &'a [Letter],
}

/// What is found out about the two sides together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence {
    /// Lists that have just this word with a ZWNJ here, or elsewhere.
    pub(crate) here: u8,
    pub(crate) elsewhere: u8,
    /// The same of the word without an ending.
    pub(crate) stem_here: u8,
    stem_elsewhere: u8,
    marked: u8,
    stem_marked: u8,
    stem_closed: u8,
    stem_known: u8,
    pub(crate) stem_frequency: u8,
    pub(crate) closed: u8,
    pub(crate) whole: Entry,
    /// An ending that right is.
    pub(crate) ending: u8,
    /// A beginning that left is.
    pub(crate) beginning: u8,
}

pub(crate) fn evidence(lexicon: &Lexicon<'_>, counts: &impl Counts, left: &[Letter], right: &[Letter]) -> Evidence {
    let at = left.len();
    let start = State::EMPTY.all(left);
    let mut is =
        Evidence { ending: affixes::ending(right), beginning: affixes::beginning(left), ..Evidence::default() };
    let mut states = [start; 33];
    let mut state = start;
    for (i, &letter) in right.iter().enumerate().take(32) {
        state = state.push(letter);
        states[i + 1] = state;
    }
    let whole = states[right.len().min(32)].hash();
    for form in lexicon.forms(whole) {
        *(if form.marks >> at & 1 == 1 { &mut is.here } else { &mut is.elsewhere }) |= form.sources;
    }
    is.whole = lexicon.word(whole);
    is.closed = counts.count(key::closed(whole));
    is.marked = counts.count(key::marked(whole, at));
    for len in affixes::endings(right) {
        let stem = states[(right.len() - len).min(32)].hash();
        for form in lexicon.forms(stem) {
            *(if form.marks >> at & 1 == 1 { &mut is.stem_here } else { &mut is.stem_elsewhere }) |= form.sources;
        }
        is.stem_marked = is.stem_marked.max(counts.count(key::marked(stem, at)));
        is.stem_closed = is.stem_closed.max(counts.count(key::closed(stem)));
        let entry = lexicon.word(stem);
        is.stem_frequency = is.stem_frequency.max(entry.frequency());
        is.stem_known = is.stem_known.max(2 * entry.class() + u8::from(entry.is(Entry::LILAK)));
    }
    is
}

/// A reading of the whole word whose ending begins elsewhere than at `at` and needs no ZWNJ: `بند|های` against `بنده‌ای`.
#[derive(Clone, Copy, Debug, Default)]
struct Crossing {
    frequency: u8,
    count: u8,
    ending: u8,
}

fn crossing(lexicon: &Lexicon<'_>, counts: &impl Counts, word: &[Letter], at: usize) -> Crossing {
    let mut best = Crossing::default();
    for len in affixes::endings(word) {
        let stem = word.len() - len;
        let (left, right) = word.split_at(stem);
        let ending = affixes::ending(right);
        let closed = ending == 0 || !joins(left[stem - 1]) || ending == 17;
        if stem == at || !closed {
            continue;
        }
        let left = hash(left);
        let frequency = lexicon.word(left).frequency();
        if frequency > best.frequency {
            best.frequency = frequency;
            best.ending = if ending == 0 { 20 } else { ending };
        }
        best.count = best.count.max(counts.count(key::part(left)));
    }
    best
}

/// The best entry among those of a part without its endings.
fn stem(lexicon: &Lexicon<'_>, counts: &impl Counts, part: &[Letter]) -> (Entry, u8, u8, u8) {
    let mut best = (Entry::default(), 0, 0, 0);
    for len in affixes::endings(part) {
        let hash = hash(&part[..part.len() - len]);
        let entry = lexicon.word(hash);
        if entry.is(Entry::WORD) && entry.frequency() >= best.0.frequency() {
            best.0 = entry;
        }
        best.1 = best.1.max(entry.ends());
        best.2 = best.2.max(counts.count(key::tail(hash)));
        best.3 = best.3.max(counts.count(key::closed_tail(hash)));
    }
    best
}

pub(crate) fn features(
    lexicon: &Lexicon<'_>,
    counts: &impl Counts,
    boundary: &Boundary<'_>,
    is: &Evidence,
    rival: Rival,
) -> Features {
    let Boundary { left, right, near_left, near_right, .. } = *boundary;
    let (left_hash, right_hash) = (hash(near_left), hash(near_right));
    let (left_entry, right_entry) = (lexicon.word(left_hash), lexicon.word(right_hash));
    let (right_stem, right_stem_ends, right_stem_tail, right_stem_closed) = stem(lexicon, counts, near_right);
    let (left_stem, ..) = stem(lexicon, counts, near_left);
    let left_form = lexicon.forms(hash(left)).fold(0, |all, form| all | form.sources);
    let mut word = [0; 64];
    let length = (left.len() + right.len()).min(64);
    for (to, &letter) in word.iter_mut().zip(left.iter().chain(right)) {
        *to = letter;
    }
    let crossing = crossing(lexicon, counts, &word[..length], left.len());
    let last = left.last().copied().unwrap_or(0);
    let kind = match last {
        HEH => 3,
        YEH => 2,
        letter if !joins(letter) => 0,
        _ => 1,
    };
    [
        is.ending,
        is.beginning,
        right_entry.verb(),
        right_stem.verb(),
        left.len().min(31) as u8,
        right.len().min(31) as u8,
        kind,
        left_entry.frequency(),
        left_entry.class(),
        u8::from(left_entry.is(Entry::LILAK)) + 2 * u8::from(left_entry.is(Entry::WORD)),
        left_entry.takes() & 7,
        left_entry.takes() >> 3,
        left_entry.verb(),
        left_entry.opens(),
        left_entry.opens_closed(),
        left_stem.frequency(),
        left_form,
        right_entry.frequency(),
        right_entry.class(),
        right_entry.ends().max(right_stem_ends),
        right_entry.ends_closed(),
        right_stem.frequency(),
        right_stem.class(),
        is.whole.frequency(),
        is.whole.class(),
        u8::from(is.whole.is(Entry::LILAK)) + 2 * u8::from(is.whole.is(Entry::WORD)),
        is.here,
        is.elsewhere,
        is.stem_here,
        is.stem_elsewhere,
        is.stem_frequency,
        is.closed,
        is.marked,
        is.stem_marked,
        is.stem_closed,
        counts.count(key::part(left_hash)),
        counts.count(key::part(right_hash)),
        counts.count(key::head(left_hash)),
        counts.count(key::tail(right_hash)),
        right_stem_tail,
        counts.count(key::open(left_hash, right_hash)),
        counts.count(key::spaced(left_hash, right_hash)),
        rival.frequency,
        (16 + i16::from(left_entry.frequency()) - i16::from(rival.frequency)).clamp(0, 31) as u8,
        rival.ending,
        (16 + i16::from(left_entry.frequency()) - i16::from(is.whole.frequency())).clamp(0, 31) as u8,
        near_left.len().min(31) as u8,
        near_right.len().min(31) as u8,
        crossing.frequency,
        crossing.count,
        crossing.ending,
        (16 + i16::from(left_entry.frequency()) - i16::from(crossing.frequency)).clamp(0, 31) as u8,
        counts.count(key::closed_head(left_hash)),
        counts.count(key::closed_tail(right_hash)),
        right_stem_closed,
        boundary.beside[0],
        boundary.beside[1],
        left_stem.verb(),
        is.stem_known,
    ]
}

/// Another boundary of the same word, the likeliest by its sides.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rival {
    pub(crate) frequency: u8,
    pub(crate) ending: u8,
}
