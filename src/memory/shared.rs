//! Numbers by the hash of a word, for all threads.
//!
//! A slot holds a value and the hash it belongs to, exclusive-or'ed with that value, so that two threads that write at
//! once leave something that belongs to no hash, never a wrong answer (Hyatt's lockless hashing).

use std::{
    alloc::{Layout, handle_alloc_error},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};
use zerocopy::FromZeros;

/// Numbers by hash; a slot forgets the last for the next.
#[derive(Debug)]
pub(crate) struct SharedNumbers<const BITS: u32>(Box<[[AtomicU64; 2]]>);

impl<const BITS: u32> SharedNumbers<BITS> {
    pub(crate) fn new() -> Self {
        // Pages that the system hands out zeroed, and only when they are touched.
        let slots = <[[AtomicU64; 2]]>::new_box_zeroed_with_elems(1 << BITS);
        Self(slots.unwrap_or_else(|_| handle_alloc_error(Layout::new::<[u64; 2]>())))
    }

    /// The value under `hash`, if it is remembered.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<u64> {
        let [value, check] = &self.0[(hash >> (u64::BITS - BITS)) as usize];
        let known = value.load(Relaxed);
        (known ^ check.load(Relaxed) == hash).then_some(known)
    }

    /// The value under `hash`, from `decide` when it is not remembered.
    #[inline]
    pub(crate) fn get_or_insert_with(&self, hash: u64, decide: impl FnOnce() -> u64) -> u64 {
        if let Some(known) = self.get(hash) {
            return known;
        }
        let [value, check] = &self.0[(hash >> (u64::BITS - BITS)) as usize];
        let decided = decide();
        value.store(decided, Relaxed);
        check.store(decided ^ hash, Relaxed);
        decided
    }
}

/// The same of numbers of one byte: a slot is one number, 55 bits of the hash and the value, so that more of them are near.
#[derive(Debug)]
pub(crate) struct SharedBytes<const BITS: u32>(Box<[AtomicU64]>);

impl<const BITS: u32> SharedBytes<BITS> {
    pub(crate) fn new() -> Self {
        let slots = <[AtomicU64]>::new_box_zeroed_with_elems(1 << BITS);
        Self(slots.unwrap_or_else(|_| handle_alloc_error(Layout::new::<u64>())))
    }

    /// The value under `hash`, from `decide` when it is not remembered.
    #[inline]
    pub(crate) fn get_or_insert_with(&self, hash: u64, decide: impl FnOnce() -> u8) -> u8 {
        // No slot that holds a value is empty.
        let key = hash & !0xFF | 0x100;
        let slot = &self.0[(hash >> (u64::BITS - BITS)) as usize];
        let known = slot.load(Relaxed);
        if known & !0xFF == key {
            return known as u8;
        }
        let decided = decide();
        slot.store(key | u64::from(decided), Relaxed);
        decided
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_remembered_too() {
        let (cache, far) = (SharedBytes::<16>::new(), 7 << 20);
        assert_eq!(cache.get_or_insert_with(0, || 0), 0);
        assert_eq!(cache.get_or_insert_with(0, || 2), 0);
        assert_eq!(cache.get_or_insert_with(far, || 255), 255);
        assert_eq!(cache.get_or_insert_with(0, || 3), 3);
        assert_eq!(cache.get_or_insert_with(far, || 4), 4);
        assert_eq!(cache.get_or_insert_with(far, || 5), 4);
    }

    #[test]
    fn remembers_the_last_of_a_slot() {
        let cache = SharedNumbers::<16>::new();
        assert_eq!(cache.get_or_insert_with(5, || 1), 1);
        assert_eq!(cache.get_or_insert_with(5, || 2), 1);
        assert_eq!(cache.get_or_insert_with(6, || 3), 3);
        assert_eq!(cache.get_or_insert_with(5, || 4), 4);
    }
}
