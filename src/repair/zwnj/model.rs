//! The embedded data. `lexicon/fa/NOTICE` says where each file comes from and under which licence it is.

use super::{
    forest::Forest,
    hash_table::HashTable,
    lexicon::{CountTable, Lexicon},
};

/// All that is known.
#[derive(Clone, Debug)]
pub(crate) struct Model<'a> {
    pub(crate) lexicon: Lexicon<'a>,
    pub(crate) counts: CountTable<'a>,
    /// Judge boundaries within a word, and between two.
    pub(crate) within: Forest,
    pub(crate) between: Forest,
    /// A bit for each slot of the words: nothing is wanted within.
    settled: &'a [u8],
}

/// The files of a lexicon.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(not(feature = "build-lexicon"), allow(unreachable_pub))]
pub struct LexiconFiles<'a> {
    /// Facts about words.
    pub words: &'a [u8],
    /// Which fingerprints the words have; may be empty.
    pub words_filter: &'a [u8],
    /// Ways to write words with ZWNJ.
    pub forms: &'a [u8],
    /// Which fingerprints the forms have; may be empty.
    pub forms_filter: &'a [u8],
    /// How often things were seen.
    pub counts: &'a [u8],
    /// Which fingerprints the counts have; may be empty.
    pub counts_filter: &'a [u8],
    /// The forest for boundaries within words.
    pub within: &'a [u8],
    /// The forest for spaces.
    pub between: &'a [u8],
    /// Words that are surely right.
    pub settled: &'a [u8],
}

impl LexiconFiles<'static> {
    /// What the program carries with it.
    #[must_use]
    pub(crate) fn embedded() -> Self {
        macro_rules! file {
            ($name:literal) => {
                include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/lexicon/fa/", $name))
            };
        }
        macro_rules! filter {
            ($name:literal) => {
                include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".filter"))
            };
        }
        let plain = Self {
            words: file!("words.bin"),
            words_filter: filter!("words"),
            forms: file!("forms.bin"),
            forms_filter: filter!("forms"),
            ..Self::default()
        };
        #[cfg(feature = "treebank")]
        let plain = Self {
            counts: file!("treebank/counts.bin"),
            counts_filter: filter!("counts"),
            within: file!("treebank/within.bin"),
            between: file!("treebank/between.bin"),
            settled: file!("treebank/settled.bin"),
            ..plain
        };
        plain
    }
}

impl<'a> Model<'a> {
    pub(crate) fn new(files: LexiconFiles<'a>) -> Self {
        Self {
            lexicon: Lexicon {
                words: HashTable::new(files.words, files.words_filter),
                forms: HashTable::new(files.forms, files.forms_filter),
            },
            counts: CountTable(HashTable::new(files.counts, files.counts_filter)),
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

#[cfg(test)]
mod tests {
    use super::{super::hash_table::filter_bit, *};

    #[test]
    fn filters_let_through_what_is_there() {
        let files = LexiconFiles::embedded();
        let pairs =
            [(files.words, files.words_filter), (files.forms, files.forms_filter), (files.counts, files.counts_filter)];
        for (table, filter) in pairs {
            let table = HashTable::new(table, filter);
            let there = table.fingerprints.iter().map(|bytes| u32::from_le_bytes(*bytes)).filter(|here| *here != 0);
            assert!(there.map(|here| filter_bit(here, filter.len())).all(|(byte, bit)| filter[byte] >> bit & 1 == 1));
            assert_eq!(filter.is_empty(), table.fingerprints.is_empty());
        }
    }
}
