//! Remembers decisions: few words make most of a text.
//!
//! A slot holds a value and the hash it belongs to, exclusive-or'ed with that value, so that two threads that write at
//! once leave something that belongs to no hash, never a wrong answer (Hyatt's lockless hashing).

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Decisions by hash; a slot forgets the last for the next.
#[derive(Debug)]
pub(crate) struct Memory<const BITS: u32>(Box<[[AtomicU64; 2]]>);

impl<const BITS: u32> Memory<BITS> {
    pub(crate) fn new() -> Self {
        Self((0..1 << BITS).map(|_| [const { AtomicU64::new(0) }; 2]).collect())
    }

    /// The value under `hash`, if it is remembered.
    #[inline]
    pub(crate) fn recall(&self, hash: u64) -> Option<u64> {
        let [value, check] = &self.0[(hash >> (u64::BITS - BITS)) as usize];
        let known = value.load(Relaxed);
        (known ^ check.load(Relaxed) == hash).then_some(known)
    }

    /// The value under `hash`, from `decide` when it is not remembered.
    #[inline]
    pub(crate) fn get(&self, hash: u64, decide: impl FnOnce() -> u64) -> u64 {
        if let Some(known) = self.recall(hash) {
            return known;
        }
        let [value, check] = &self.0[(hash >> (u64::BITS - BITS)) as usize];
        let decided = decide();
        value.store(decided, Relaxed);
        check.store(decided ^ hash, Relaxed);
        decided
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_the_last_of_a_slot() {
        let memory = Memory::<16>::new();
        assert_eq!(memory.get(5, || 1), 1);
        assert_eq!(memory.get(5, || 2), 1);
        assert_eq!(memory.get(6, || 3), 3);
        assert_eq!(memory.get(5, || 4), 4);
    }
}
