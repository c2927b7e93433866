//! A word spelled out: what all of its boundaries share, found once.
//!
//! A boundary is judged by the parts beside it, and by the word without its endings. The parts of a word are beginnings of
//! it, and so are its stems: so all their hashes are made on one walk over its letters, and a stem is looked up once.
//!
//! Two words with a space between them are spelled as one.

use super::{
    affixes,
    hash_table::HashState,
    letters::{Letter, joins},
    lexicon::{CountLookup, Entry, Lexicon, key},
    tokens::LONGEST,
};

/// The hash of the first letters of a part, by how many they are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PrefixHashes([HashState; LONGEST + 2]);

impl PrefixHashes {
    pub(crate) fn of(letters: &[Letter]) -> Self {
        let mut beginnings = [HashState::EMPTY; LONGEST + 2];
        for (at, &letter) in letters.iter().enumerate().take(LONGEST + 1) {
            beginnings[at + 1] = beginnings[at].push(letter);
        }
        Self(beginnings)
    }

    /// The hash of the first letters; of no more than there are.
    #[inline]
    pub(crate) fn hash(&self, letters: usize) -> u64 {
        self.0[letters].hash()
    }
}

/// The word without one of its endings, or the whole word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stem {
    /// Letters of the ending.
    pub(crate) ending_len: usize,
    /// Its family; 0 when it is none that stands after a ZWNJ.
    pub(crate) ending: u8,
    pub(crate) hash: u64,
    /// Whether a list has ways to write it with ZWNJ.
    pub(crate) has_forms: bool,
    /// What the lists say of it, and how often it was seen closed, and as a part. Found by [`WordAnalysis::look_up`].
    pub(crate) entry: Entry,
    pub(crate) closed: u8,
    pub(crate) part: u8,
}

/// A word of letters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordAnalysis<'w> {
    pub(crate) letters: &'w [Letter],
    pub(crate) beginnings: PrefixHashes,
    /// The whole word, then the word without each ending, the shortest ending first.
    stems: [Stem; affixes::LONGEST + 1],
    count: usize,
    /// The family of the last letters as an ending after a ZWNJ, by how many they are.
    families: [u8; affixes::LONGEST + 1],
    is_looked_up: bool,
}

impl<'w> WordAnalysis<'w> {
    /// `letters` are [`LONGEST`] at most.
    pub(crate) fn new(lexicon: &Lexicon<'_>, letters: &'w [Letter]) -> Self {
        let beginnings = PrefixHashes::of(letters);
        let stem = |ending_len: usize, ending: u8| {
            let hash = beginnings.hash(letters.len() - ending_len);
            let has_forms = lexicon.forms(hash).next().is_some();
            Stem { ending_len, ending, hash, has_forms, ..Stem::default() }
        };
        let mut spelled = Self {
            letters,
            beginnings,
            stems: [Stem::default(); affixes::LONGEST + 1],
            count: 1,
            families: [0; affixes::LONGEST + 1],
            is_looked_up: false,
        };
        spelled.stems[0] = stem(0, 0);
        for (len, family) in affixes::families(letters) {
            let ending = if family == affixes::CLOSED_FAMILY { 0 } else { family };
            spelled.families[len] = ending;
            // At least two letters are left.
            if len + 2 <= letters.len() {
                spelled.stems[spelled.count] = stem(len, ending);
                spelled.count += 1;
            }
        }
        spelled
    }

    /// The family of the ending that the letters from `at` on are; 0 when they are none.
    pub(crate) fn ending(&self, at: usize) -> u8 {
        self.families.get(self.letters.len() - at).copied().unwrap_or_default()
    }

    /// The whole word.
    pub(crate) fn whole(&self) -> &Stem {
        &self.stems[0]
    }

    /// The word without each of its endings, the shortest ending first.
    pub(crate) fn stems(&self) -> &[Stem] {
        &self.stems[1..self.count]
    }

    /// Those of `stems` that leave two letters behind `at`.
    pub(crate) fn stems_behind(&self, at: usize) -> impl Iterator<Item = &Stem> {
        let right = self.letters.len() - at;
        self.stems().iter().take_while(move |stem| stem.ending_len + 2 <= right)
    }

    /// Looks up the whole word and its stems, unless that is done.
    pub(crate) fn look_up(&mut self, lexicon: &Lexicon<'_>, counts: &impl CountLookup) {
        if std::mem::replace(&mut self.is_looked_up, true) {
            return;
        }
        for stem in &mut self.stems[..self.count] {
            stem.entry = lexicon.word(stem.hash);
            stem.closed = counts.count(key::closed(stem.hash));
        }
        for stem in &mut self.stems[1..self.count] {
            let last = self.letters[self.letters.len() - stem.ending_len - 1];
            if stem.is_closed(last) {
                stem.part = counts.count(key::part(stem.hash));
            }
        }
    }

    /// A bit for each place where a list has a ZWNJ in the word, or in the word without an ending.
    pub(crate) fn listed(&self, lexicon: &Lexicon<'_>) -> u32 {
        let marks = |stem: &Stem| {
            let forms = lexicon.forms(stem.hash).filter(|form| form.sources != 0);
            forms.fold(0, |all, form| all | form.marks)
        };
        let whole = Some(self.whole()).filter(|whole| whole.has_forms).map_or(0, marks);
        let stems = self.stems().iter().filter(|stem| stem.has_forms);
        // Two letters are left between the boundary and the ending.
        stems.fold(whole, |all, stem| all | marks(stem) & ((1 << (self.letters.len() - stem.ending_len - 1)) - 1))
    }
}

impl Stem {
    /// Whether its ending needs no ZWNJ after its last letter, which is `last`.
    pub(crate) fn is_closed(&self, last: Letter) -> bool {
        self.ending == 0 || !joins(last) || self.ending == 17
    }
}
