//! The embedded data. `lexicon/fa/NOTICE` says where each file comes from and under which licence it is.

use super::{
    forest::Forest,
    lexicon::{Counted, Lexicon},
    table::Table,
};

/// All that is known.
#[derive(Clone, Debug)]
pub(crate) struct Data<'a> {
    pub(crate) lexicon: Lexicon<'a>,
    pub(crate) counts: Counted<'a>,
    /// Judge boundaries within a word, and between two.
    pub(crate) within: Forest,
    pub(crate) between: Forest,
    /// A bit for each slot of the words: nothing is wanted within.
    settled: &'a [u8],
}

/// The files of a lexicon.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(not(feature = "build-lexicon"), allow(unreachable_pub))]
pub struct Files<'a> {
    /// Facts about words.
    pub words: &'a [u8],
    /// Ways to write words with ZWNJ.
    pub forms: &'a [u8],
    /// How often things were seen.
    pub counts: &'a [u8],
    /// The forest for boundaries within words.
    pub within: &'a [u8],
    /// The forest for spaces.
    pub between: &'a [u8],
    /// Words that are surely right.
    pub settled: &'a [u8],
}

impl Files<'static> {
    /// What the program carries with it.
    #[must_use]
    pub(crate) fn embedded() -> Self {
        macro_rules! file {
            ($name:literal) => {
                include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/lexicon/fa/", $name))
            };
        }
        let plain = Self { words: file!("words.bin"), forms: file!("forms.bin"), ..Self::default() };
        #[cfg(feature = "treebank")]
        let plain = Self {
            counts: file!("treebank/counts.bin"),
            within: file!("treebank/within.bin"),
            between: file!("treebank/between.bin"),
            settled: file!("treebank/settled.bin"),
            ..plain
        };
        plain
    }
}

impl<'a> Data<'a> {
    pub(crate) fn new(files: Files<'a>) -> Self {
        Self {
            lexicon: Lexicon { words: Table::new(files.words), forms: Table::new(files.forms) },
            counts: Counted(Table::new(files.counts)),
            within: Forest::new(files.within),
            between: Forest::new(files.between),
            settled: files.settled,
        }
    }

    /// Whether the word of this hash is known to want nothing.
    #[inline]
    pub(crate) fn is_settled(&self, hash: u64) -> bool {
        let slot = self.lexicon.words.slots(hash).next();
        slot.and_then(|slot| self.settled.get(slot / 8).map(|bits| bits >> (slot % 8) & 1 == 1)).unwrap_or(false)
    }
}
