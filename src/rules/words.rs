//! Finding phrases at word starts, whatever their number.
//!
//! A line has few words and a rule library many phrases, so the words are looked up and not the phrases searched for:
//! one bit of a small table says whether any phrase begins as a word does, and nearly always none does. Phrases inside
//! words are not found here; they need an automaton ([`super::compile::Literals`]).

use super::compile::Use;
use rustc_hash::FxHashMap;

/// Phrases are filed under at most so many of their first bytes.
const KEY: usize = 4;
const BITS: usize = 1 << 16;

/// A squashed phrase and what it means.
type Filed = (Box<[u8]>, Use);

/// Squashed phrases and what each means.
#[derive(Debug)]
pub(crate) struct WordIndex {
    /// By the length of the key: phrases shorter than [`KEY`] are filed under all they have.
    tables: [FxHashMap<u32, Vec<Filed>>; KEY],
    /// Whether some phrase has a key of this hash.
    bits: Vec<u64>,
}

impl WordIndex {
    pub(crate) fn build(phrases: Vec<(Vec<u8>, Use)>) -> Self {
        let mut index = Self { tables: Default::default(), bits: vec![0; BITS / 64] };
        for (phrase, wanted) in phrases {
            let len = phrase.len().min(KEY);
            let Some(key) = key(&phrase, len) else { continue };
            let bit = hash(key, len);
            index.bits[bit / 64] |= 1 << (bit % 64);
            index.tables[len - 1].entry(key).or_default().push((phrase.into(), wanted));
        }
        index
    }

    /// Calls `found` with the end of each phrase that begins at one of `starts`, and with what it means. All are offsets
    /// of `text`.
    pub(crate) fn scan(&self, text: &[u8], starts: impl Iterator<Item = usize>, mut found: impl FnMut(usize, Use)) {
        let used: [bool; KEY] = std::array::from_fn(|len| !self.tables[len].is_empty());
        if used == [false; KEY] {
            return;
        }
        for start in starts {
            let Some(rest) = text.get(start..) else { continue };
            for len in (1..=KEY).filter(|len| used[len - 1]) {
                let Some(key) = key(rest, len) else { continue };
                let bit = hash(key, len);
                if self.bits[bit / 64] & 1 << (bit % 64) == 0 {
                    continue;
                }
                let filed = self.tables[len - 1].get(&key).map_or(&[][..], Vec::as_slice);
                let hits = filed.iter().filter(|(phrase, _)| rest.starts_with(phrase));
                hits.for_each(|(phrase, wanted)| found(start + phrase.len(), *wanted));
            }
        }
    }
}

impl Default for WordIndex {
    fn default() -> Self {
        Self::build(Vec::new())
    }
}

/// The first `len` bytes as a number; `None` when there are fewer, or none are asked for.
fn key(bytes: &[u8], len: usize) -> Option<u32> {
    let head = bytes.get(..len).filter(|head| !head.is_empty())?;
    Some(head.iter().fold(0, |key, b| key << 8 | u32::from(*b)))
}

fn hash(key: u32, len: usize) -> usize {
    ((key ^ len as u32).wrapping_mul(0x9e37_79b1) >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::compile::At;

    #[test]
    fn phrases_are_found_at_word_starts_only() {
        let phrases = ["نظر", "و", "by", "comment policy", "نظرات"].map(crate::fold::squash);
        let uses =
            (0..).zip(&phrases).map(|(rule, phrase)| (phrase.clone().into_bytes(), Use { rule, at: At::Word(0) }));
        let index = WordIndex::build(uses.collect());
        let found = |text: &str, starts: &[usize]| {
            let mut found = Vec::new();
            index.scan(text.as_bytes(), starts.iter().copied(), |_, wanted| found.push(wanted.rule));
            found
        };
        assert_eq!(found("نظراتشما", &[0, 10]), [0, 4]);
        assert_eq!(found("xنظر", &[0]), [0; 0]);
        assert_eq!(found("bycommentpolicy", &[0, 2]), [2, 3]);
        assert_eq!(found("و", &[0]), [1]);
    }
}
