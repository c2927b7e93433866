//! Remembers what tables say of words: few words make most of a text, and their bytes are told apart faster than looked up.

use crate::lang::Lang;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

/// A power of two: the words of a long document, in memory that is near.
const SLOTS: usize = 1 << 12;

/// What is known of words by 64 bits of their hash; a slot forgets the last for the next.
#[derive(Debug)]
pub(crate) struct WordMemory(Box<[(u64, u32); SLOTS]>);

impl Default for WordMemory {
    fn default() -> Self {
        Self(Box::new([(0, 0); SLOTS]))
    }
}

impl WordMemory {
    /// What is known of `word` in documents in `lang`, from `look_up` when it is not remembered.
    #[inline]
    pub(super) fn get_or_insert_with(&mut self, lang: Lang, word: &[u8], look_up: impl FnOnce() -> u32) -> u32 {
        let key = key(lang, word);
        let slot = &mut self.0[(key >> (u64::BITS - SLOTS.ilog2())) as usize];
        if slot.0 != key {
            *slot = (key, look_up());
        }
        slot.1
    }
}

/// A hash of a word and a language, never that of an empty slot.
#[inline]
fn key(lang: Lang, word: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    lang.hash(&mut hasher);
    let start = mix(hasher.finish(), word.len() as u64);
    let state = match (word.first_chunk(), word.last_chunk()) {
        (Some(head), Some(tail)) => {
            // What is between the two, if anything is.
            let between = word[8..].as_chunks().0.iter().take(word.len().saturating_sub(9) / 8);
            let state = between
                .fold(mix(start, u64::from_le_bytes(*head)), |state, eight| mix(state, u64::from_le_bytes(*eight)));
            mix(state, u64::from_le_bytes(*tail))
        }
        _ => mix(start, word.iter().fold(0, |all, &byte| all << 8 | u64::from(byte))),
    };
    (state ^ state >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1
}

fn mix(state: u64, more: u64) -> u64 {
    (state.rotate_left(23) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_byte_of_a_word_tells() {
        let mut keys = HashSet::new();
        for len in 0..40 {
            let word = vec![b'a'; len];
            assert!(keys.insert(key(Lang::FA, &word)));
            for at in 0..len {
                let mut other = word.clone();
                other[at] = b'b';
                assert!(keys.insert(key(Lang::FA, &other)), "{at} of {len}");
            }
        }
        assert!(keys.insert(key(Lang::AR, b"aaaa")));
    }

    #[test]
    fn remembers_the_last_of_a_slot() {
        let mut memory = WordMemory::default();
        assert_eq!(memory.get_or_insert_with(Lang::FA, b"boat", || 3), 3);
        assert_eq!(memory.get_or_insert_with(Lang::FA, b"boat", || 4), 3);
        assert_eq!(memory.get_or_insert_with(Lang::EN, b"boat", || 5), 5);
    }
}
