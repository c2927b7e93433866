//! What can be said of a boundary: numbers for the [`super::forest`].
//!
//! A boundary lies between two letters of a word, or at the one space between two words. To its left and right are all
//! letters of the word, or of the two.

use super::{
    affixes,
    letters::{HEH, Letter, YEH, joins},
    lexicon::{CountLookup, Entry, Lexicon, key},
    word_analysis::{PrefixHashes, Stem, WordAnalysis},
};

/// How many numbers there are.
pub(crate) const FEATURES: usize = 59;
pub(crate) type Features = [u8; FEATURES];

/// A boundary and its surroundings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Boundary<'a> {
    /// Letters before it.
    pub(crate) at: usize,
    /// The kinds of the words before and behind ([`affixes::small`]), if only a space is between.
    pub(crate) beside: [u8; 2],
    /// Letters before and behind it up to the nearest ZWNJ.
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

/// What is found out about the boundary after `at` letters of a word that was looked up.
pub(crate) fn evidence(
    lexicon: &Lexicon<'_>,
    counts: &impl CountLookup,
    spelled: &WordAnalysis<'_>,
    at: usize,
) -> Evidence {
    let whole = spelled.whole();
    let mut is = Evidence {
        ending: spelled.ending(at),
        beginning: affixes::beginning(&spelled.letters[..at]),
        whole: whole.entry,
        closed: whole.closed,
        marked: counts.count(key::marked(whole.hash, at)),
        ..Evidence::default()
    };
    (is.here, is.elsewhere) = sources(lexicon, whole, at);
    for stem in spelled.stems_behind(at) {
        let (here, elsewhere) = sources(lexicon, stem, at);
        is.stem_here |= here;
        is.stem_elsewhere |= elsewhere;
        is.stem_marked = is.stem_marked.max(counts.count(key::marked(stem.hash, at)));
        is.stem_closed = is.stem_closed.max(stem.closed);
        is.stem_frequency = is.stem_frequency.max(stem.entry.frequency());
        is.stem_known = is.stem_known.max(2 * stem.entry.class() + u8::from(stem.entry.is(Entry::LILAK)));
    }
    is
}

/// The lists that write it with a ZWNJ after `at` letters, and those that write it with one elsewhere.
fn sources(lexicon: &Lexicon<'_>, stem: &Stem, at: usize) -> (u8, u8) {
    let (mut here, mut elsewhere) = (0, 0);
    if stem.has_forms {
        for form in lexicon.forms(stem.hash) {
            *(if form.marks >> at & 1 == 1 { &mut here } else { &mut elsewhere }) |= form.sources;
        }
    }
    (here, elsewhere)
}

/// A reading of the whole word whose ending begins elsewhere than at `at` and needs no ZWNJ: `بند|های` against `بنده‌ای`.
#[derive(Clone, Copy, Debug, Default)]
struct Crossing {
    frequency: u8,
    count: u8,
    ending: u8,
}

fn crossing(spelled: &WordAnalysis<'_>, at: usize) -> Crossing {
    let mut best = Crossing::default();
    for stem in spelled.stems() {
        let len = spelled.letters.len() - stem.ending_len;
        if len == at || !stem.is_closed(spelled.letters[len - 1]) {
            continue;
        }
        let frequency = stem.entry.frequency();
        if frequency > best.frequency {
            best.frequency = frequency;
            best.ending = if stem.ending == 0 { affixes::CLOSED_FAMILY } else { stem.ending };
        }
        best.count = best.count.max(stem.part);
    }
    best
}

/// The best entry of some.
fn best(entries: impl Iterator<Item = Entry>) -> Entry {
    let known = entries.filter(|entry| entry.is(Entry::WORD));
    known.fold(Entry::default(), |best, entry| if entry.frequency() >= best.frequency() { entry } else { best })
}

/// What the part behind a boundary is without its endings: the best entry, and the most that is known of any as a tail.
#[derive(Clone, Copy, Debug, Default)]
struct Tail {
    best: Entry,
    ends: u8,
    count: u8,
    closed: u8,
}

fn tail(lexicon: &Lexicon<'_>, counts: &impl CountLookup, part: &[Letter], beginnings: &PrefixHashes) -> Tail {
    let mut tail = Tail::default();
    for len in affixes::endings(part) {
        let hash = beginnings.hash(part.len() - len);
        let entry = lexicon.word(hash);
        tail.best = best([tail.best, entry].into_iter());
        tail.ends = tail.ends.max(entry.ends());
        tail.count = tail.count.max(counts.count(key::tail(hash)));
        tail.closed = tail.closed.max(counts.count(key::closed_tail(hash)));
    }
    tail
}

/// The numbers of a boundary.
pub(crate) fn features(
    lexicon: &Lexicon<'_>,
    counts: &impl CountLookup,
    spelled: &WordAnalysis<'_>,
    boundary: &Boundary<'_>,
    is: &Evidence,
    rival: Rival,
) -> Features {
    let Boundary { at, near_left, near_right, .. } = *boundary;
    let left = if near_left.len() == at { spelled.beginnings } else { PrefixHashes::of(near_left) };
    let right = PrefixHashes::of(near_right);
    let (left_hash, right_hash) = (left.hash(near_left.len()), right.hash(near_right.len()));
    let (left_entry, right_entry) = (lexicon.word(left_hash), lexicon.word(right_hash));
    let right_stem = tail(lexicon, counts, near_right, &right);
    let left_stem = best(affixes::endings(near_left).map(|len| lexicon.word(left.hash(near_left.len() - len))));
    let left_form = lexicon.forms(spelled.beginnings.hash(at)).fold(0, |all, form| all | form.sources);
    let crossing = crossing(spelled, at);
    let kind = match spelled.letters[..at].last() {
        Some(&HEH) => 3,
        Some(&YEH) => 2,
        Some(&letter) if joins(letter) => 1,
        _ => 0,
    };
    [
        is.ending,
        is.beginning,
        right_entry.verb(),
        right_stem.best.verb(),
        at.min(31) as u8,
        (spelled.letters.len() - at).min(31) as u8,
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
        right_entry.ends().max(right_stem.ends),
        right_entry.ends_closed(),
        right_stem.best.frequency(),
        right_stem.best.class(),
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
        right_stem.count,
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
        right_stem.closed,
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
