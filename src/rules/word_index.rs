//! Finding phrases at word starts, whatever their number.
//!
//! A line has few words and a rule library many phrases, so the words are looked up and not the phrases searched for:
//! three bits of small tables say whether any phrase begins as a word does, and nearly always none does. Phrases inside
//! words are not found here; they need a search ([`super::literal_search`]).

use super::{
    index_keys::{Bytes, LiteralUse},
    multimap::MultiMap,
};

/// Phrases are filed under so many of their first bytes: the most that they have. Eight are four letters of Persian,
/// which hardly two words share by chance.
const KEYS: [usize; 4] = [8, 4, 2, 1];
const BITS: u32 = 15;

/// A squashed phrase and what it means.
type IndexEntry = (Bytes, LiteralUse);

/// The phrases filed under keys of one length.
#[derive(Debug)]
struct PrefixTable {
    /// Bytes of the key.
    len: usize,
    /// By key.
    phrases: MultiMap<u64, IndexEntry>,
}

/// Squashed phrases and what each means.
#[derive(Debug, Default)]
pub(crate) struct WordIndex {
    /// Those that hold any, longest keys first.
    tables: Vec<PrefixTable>,
    beginnings: Beginnings,
}

/// How phrases begin. Says of a word yes rather too often.
#[derive(Debug)]
struct Beginnings {
    /// Whether some phrase has a key of eight bytes of this hash; the same of four bytes.
    eights: Box<[u64; (1 << BITS) / 64]>,
    fours: Box<[u64; (1 << BITS) / 64]>,
    /// Whether some phrase has a key of one or two bytes that these two begin with.
    pairs: Box<[u64; (1 << 16) / 64]>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self { eights: Box::new([0; _]), fours: Box::new([0; _]), pairs: Box::new([0; _]) }
    }
}

impl Beginnings {
    fn add(&mut self, len: usize, key: u64) {
        match len {
            8 => set(&mut *self.eights, hash(key)),
            4 => set(&mut *self.fours, hash(key)),
            2 => set(&mut *self.pairs, key as usize),
            _ => (0..1 << 8).for_each(|next| set(&mut *self.pairs, (key as usize) << 8 | next)),
        }
    }

    /// Whether a phrase with a key of so many bytes may begin with these eight: the lowest bit of a number.
    #[inline(always)]
    fn of_len(&self, len: usize, head: u64) -> u64 {
        match len {
            8 => get(&self.eights, hash(head)),
            4 => get(&self.fours, hash(head >> 32)),
            _ => get(&self.pairs, (head >> 48) as usize),
        }
    }

    /// The same of any length. All are asked: that is less than branches.
    #[inline(always)]
    fn may_have(&self, head: u64) -> bool {
        (self.of_len(8, head) | self.of_len(4, head) | self.of_len(2, head)) & 1 == 1
    }
}

fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

/// A number whose lowest bit is the one at `at`.
#[inline(always)]
fn get<const N: usize>(bits: &[u64; N], at: usize) -> u64 {
    bits[at / 64 % N] >> (at % 64)
}

impl WordIndex {
    pub(crate) fn build(phrases: Vec<(Bytes, LiteralUse)>) -> Self {
        let mut index = Self::default();
        let longest = |phrase: &[u8]| (0..KEYS.len()).find_map(|place| Some((place, key(phrase, KEYS[place])?)));
        let mut counts = [0; KEYS.len()];
        phrases.iter().filter_map(|(phrase, _)| longest(&phrase.0)).for_each(|(place, _)| counts[place] += 1);
        let mut tables = KEYS.map(|len| PrefixTable { len, phrases: MultiMap::default() });
        tables.iter_mut().zip(counts).for_each(|(table, count)| table.phrases.reserve(count));
        for (phrase, wanted) in phrases {
            let Some((place, key)) = longest(&phrase.0) else { continue };
            let table = &mut tables[place];
            index.beginnings.add(table.len, key);
            table.phrases.add(key, (phrase, wanted));
        }
        index.tables.extend(tables.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(|(table, _)| table));
        index
    }

    /// Calls `found` with the end of each phrase that begins at one of `starts`, and with what it means. All are offsets
    /// of `text`.
    pub(crate) fn scan(
        &self,
        text: &[u8],
        starts: impl Iterator<Item = usize>,
        mut found: impl FnMut(usize, LiteralUse),
    ) {
        if self.tables.is_empty() {
            return;
        }
        for start in starts {
            let Some(rest) = text.get(start..) else { continue };
            // Eight bytes at once; what is missing at the end is zero, as no phrase is.
            let head = match rest.first_chunk::<8>() {
                Some(chunk) => u64::from_be_bytes(*chunk),
                None => rest.iter().rev().fold(0, |head, b| head >> 8 | u64::from(*b) << 56),
            };
            if !self.beginnings.may_have(head) {
                continue;
            }
            for table in &self.tables {
                if self.beginnings.of_len(table.len, head) & 1 == 0 {
                    continue;
                }
                let key = head >> (64 - 8 * table.len);
                let hits = table.phrases.get(&key).filter(|(phrase, _)| rest.starts_with(&phrase.0));
                hits.for_each(|(phrase, wanted)| found(start + phrase.0.len(), *wanted));
            }
        }
    }
}

/// The first `len` bytes as a number; `None` when there are fewer.
fn key(bytes: &[u8], len: usize) -> Option<u64> {
    Some(bytes.get(..len)?.iter().fold(0, |key, b| key << 8 | u64::from(*b)))
}

fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::literals::Anchor;

    #[test]
    fn phrases_are_found_at_word_starts_only() {
        let phrases = ["نظر", "و", "by", "comment policy", "نظرات"].map(crate::fold::squash);
        let uses = (0..)
            .zip(&phrases)
            .map(|(rule, phrase)| (phrase.clone().into_bytes().into(), LiteralUse { rule, at: Anchor::Word(0) }));
        let index = WordIndex::build(uses.collect());
        let found = |text: &str, starts: &[usize]| {
            let mut found = Vec::new();
            index.scan(text.as_bytes(), starts.iter().copied(), |_, wanted| found.push(wanted.rule));
            found.sort_unstable();
            found
        };
        assert_eq!(found("نظراتشما", &[0, 10]), [0, 4]);
        assert_eq!(found("xنظر", &[0]), [0; 0]);
        assert_eq!(found("bycommentpolicy", &[0, 2]), [2, 3]);
        assert_eq!(found("و", &[0]), [1]);
    }
}
