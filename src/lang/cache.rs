//! Remembers the languages of lines: repairs and rules ask for that of the same line one after the other.
//!
//! A line is known by 64 bits of its hash, and takes the place of another whose hash ends alike.

use super::Lang;
use rustc_hash::FxHasher;
use std::{
    cell::Cell,
    hash::{Hash, Hasher},
};

/// A power of two: the lines of most documents.
const SLOTS: usize = 256;

thread_local! {
    static SLOT: [Cell<(u64, Lang)>; SLOTS] = const { [const { Cell::new((0, Lang::UND)) }; SLOTS] };
}

/// The language of `sample` in a document of `document`, found by `of_sample` when it is not remembered.
pub(super) fn get(sample: &str, document: Lang, of_sample: impl FnOnce() -> Lang) -> Lang {
    let mut hasher = FxHasher::default();
    document.hash(&mut hasher);
    hasher.write(sample.as_bytes());
    // Not zero, which an empty slot has.
    let key = hasher.finish() | 1;
    SLOT.with(|slots| {
        let slot = &slots[(key >> (u64::BITS - SLOTS.ilog2())) as usize];
        let (known, lang) = slot.get();
        if known == key {
            return lang;
        }
        let lang = of_sample();
        slot.set((key, lang));
        lang
    })
}
