//! What is known of words: read in place from the tables that `examples/lexicon` builds.

use super::hash_table::{HashState, HashTable, mix};

/// What the word lists say of a word, or of a part that words are made of. Packed into 32 bits:
///
/// | bits | what |
/// |---|---|
/// | 0-3 | half the binary logarithm of its frequency |
/// | 4-6 | part of speech ([`Entry::class`]) |
/// | 7-17 | facts, see the constants |
/// | 18-20, 21-23 | in how many words it is the first or last part before or after a ZWNJ (logarithm) |
/// | 24-26, 27-29 | the same of words written closed |
/// | 30 | it is a word of some list, not just a part |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entry(pub(crate) u32);

impl Entry {
    /// Lilak has it as a word.
    pub(crate) const LILAK: u32 = 1 << 7;
    /// Takes ها after a ZWNJ.
    pub(crate) const PLURAL: u32 = 1 << 8;
    /// Takes ها closed.
    pub(crate) const PLURAL_CLOSED: u32 = 1 << 9;
    /// Takes تر.
    pub(crate) const COMPARES: u32 = 1 << 10;
    /// Takes ام ات اش … after a ZWNJ.
    #[cfg(feature = "build-lexicon")]
    pub(crate) const ENCLITIC: u32 = 1 << 11;
    /// Takes ای after a ZWNJ.
    pub(crate) const INDEFINITE: u32 = 1 << 12;
    /// Ends in a silent heh.
    pub(crate) const SILENT_HEH: u32 = 1 << 13;
    /// Takes بی before it.
    pub(crate) const WITHOUT: u32 = 1 << 14;
    /// A verb's form that می or نمی stands before.
    pub(crate) const AFTER_MI: u32 = 1 << 15;
    /// The same, in spoken Persian only.
    pub(crate) const SPOKEN: u32 = 1 << 16;
    /// A participle that takes ام ای … اند.
    pub(crate) const PARTICIPLE: u32 = 1 << 17;
    pub(crate) const WORD: u32 = 1 << 30;

    pub(crate) fn is(self, fact: u32) -> bool {
        self.0 & fact != 0
    }

    fn field(self, from: u32, bits: u32) -> u8 {
        (self.0 >> from & ((1 << bits) - 1)) as u8
    }

    pub(crate) fn frequency(self) -> u8 {
        self.field(0, 4)
    }

    /// 0 unknown, 1 without a class, 2 noun, 3 adjective, 4 noun and adjective, 5 verb, 6 other.
    pub(crate) fn class(self) -> u8 {
        self.field(4, 3)
    }

    pub(crate) fn opens(self) -> u8 {
        self.field(18, 3)
    }

    pub(crate) fn ends(self) -> u8 {
        self.field(21, 3)
    }

    pub(crate) fn opens_closed(self) -> u8 {
        self.field(24, 3)
    }

    pub(crate) fn ends_closed(self) -> u8 {
        self.field(27, 3)
    }

    /// The facts of what it may be followed by.
    pub(crate) fn takes(self) -> u8 {
        self.field(8, 6)
    }

    pub(crate) fn verb(self) -> u8 {
        self.field(15, 3)
    }
}

/// A way to write a word with ZWNJ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ZwnjSpelling {
    /// A bit for each ZWNJ: the number of letters before it.
    pub(crate) marks: u32,
    /// A bit for each list that has it.
    pub(crate) sources: u8,
}

/// How often something was seen in a treebank, roughly: equal up to three, then by powers of two.
pub(crate) trait CountLookup {
    /// The logarithm of the count under a key of [`key`].
    fn count(&self, key: u64) -> u8;
}

/// What is counted. Hashes are of [`HashState::hash`].
pub(crate) mod key {
    use super::mix;

    /// The word, or the part between ZWNJ, anywhere.
    pub(crate) fn part(hash: u64) -> u64 {
        mix(hash ^ 0x11)
    }
    /// The whole word without any ZWNJ in it.
    pub(crate) fn closed(hash: u64) -> u64 {
        mix(hash ^ 0x22)
    }
    /// The part with a ZWNJ after it.
    pub(crate) fn head(hash: u64) -> u64 {
        mix(hash ^ 0x33)
    }
    /// The part with a ZWNJ before it.
    pub(crate) fn tail(hash: u64) -> u64 {
        mix(hash ^ 0x44)
    }
    /// The first part of a word written closed.
    pub(crate) fn closed_head(hash: u64) -> u64 {
        mix(hash ^ 0x77)
    }
    /// The last part of a word written closed.
    pub(crate) fn closed_tail(hash: u64) -> u64 {
        mix(hash ^ 0x88)
    }
    /// The whole word with a ZWNJ after that many letters.
    pub(crate) fn marked(hash: u64, letters: usize) -> u64 {
        mix(hash ^ 0x1000 ^ letters as u64)
    }
    /// Two parts with a ZWNJ between them.
    pub(crate) fn open(left: u64, right: u64) -> u64 {
        mix(left.rotate_left(17) ^ right ^ 0x55)
    }
    /// Two words with a space between them.
    pub(crate) fn spaced(left: u64, right: u64) -> u64 {
        mix(left.rotate_left(17) ^ right ^ 0x66)
    }
}

/// The step of a count.
#[cfg(feature = "build-lexicon")]
pub(crate) fn bucket(count: u32) -> u8 {
    match count {
        0..=3 => count as u8,
        4..=5 => 4,
        6..=8 => 5,
        9..=15 => 6,
        _ => (3 + count.ilog2()).min(15) as u8,
    }
}

/// Counts read in place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CountTable<'a>(pub(crate) HashTable<'a>);

impl CountLookup for CountTable<'_> {
    #[inline]
    fn count(&self, key: u64) -> u8 {
        self.0.get(key).next().and_then(|value| value.first().copied()).unwrap_or(0)
    }
}

/// Word lists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexicon<'a> {
    pub(crate) words: HashTable<'a>,
    pub(crate) forms: HashTable<'a>,
}

impl Lexicon<'_> {
    #[inline]
    pub(crate) fn word(&self, hash: u64) -> Entry {
        let value = self.words.get(hash).next().and_then(|value| value.try_into().ok());
        Entry(value.map_or(0, u32::from_le_bytes))
    }

    #[inline]
    pub(crate) fn forms(&self, hash: u64) -> impl Iterator<Item = ZwnjSpelling> {
        self.forms.get(hash).filter_map(|value| {
            let (marks, sources) = value.split_first_chunk()?;
            Some(ZwnjSpelling { marks: u32::from_le_bytes(*marks), sources: *sources.first()? })
        })
    }
}

pub(crate) fn hash(letters: &[u8]) -> u64 {
    HashState::EMPTY.all(letters).hash()
}
