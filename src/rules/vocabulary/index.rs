//! Phrases of the vocabulary by the hashes of their words, in one block of bytes that the program holds ready.
//!
//! A table is an open-addressing hash table of entries of eight bytes: 32 bits of the hash, and a [`Mask`] with a bit
//! ([`HAS_LONGER`]) that says whether a longer phrase begins so. A word that begins no phrase costs one look-up, mostly of a bit in
//! a filter that is small enough to stay near. The embedded tables
//! are made by `build.rs`, with this module; those of a user when the rules are loaded.
//!
//! Two phrases of one hash would share their classes; with 32 bits beside the place that is not to be expected.

use crate::fold::{WordStarts, squash_into};
use std::collections::BTreeMap;

/// A set of word classes: bit `n` for class `n`.
pub(crate) type Mask = u32;

/// A longer phrase begins with these words.
pub(crate) const HAS_LONGER: u32 = 1 << 31;

/// The table of what is in every text: words of no language, and English ones, which stand on pages of all.
pub(crate) const COMMON: &str = "common";
/// The table of the words of all languages together, for texts in a language that has no table.
pub(crate) const ALL: &str = "all";

/// Bytes of the name of a table.
const NAME: usize = 8;
/// Bytes of an entry.
const ENTRY: usize = 8;

/// Makes the tables of phrases with the language and the classes of each.
pub(crate) fn build<'a>(phrases: impl Iterator<Item = (Option<&'a str>, &'a str, Mask)>) -> Vec<u8> {
    let mut tables: BTreeMap<&str, BTreeMap<u64, u32>> = BTreeMap::new();
    for (lang, phrase, mask) in phrases {
        let own = match lang {
            None | Some("en") => COMMON,
            Some(lang) => lang,
        };
        for name in [own, ALL] {
            let table = tables.entry(name).or_default();
            let hashes = prefixes(phrase);
            let Some((whole, before)) = hashes.split_last() else { continue };
            *table.entry(*whole).or_default() |= mask;
            before.iter().for_each(|hash| *table.entry(*hash).or_default() |= HAS_LONGER);
        }
    }
    let mut out = (tables.len() as u32).to_le_bytes().to_vec();
    for (name, table) in &tables {
        // Half empty at least: most words are asked for in vain.
        let bits = (table.len() * 2).next_power_of_two().trailing_zeros().max(4);
        let mut entries = vec![[0_u32; 2]; 1 << bits];
        for (&hash, &value) in table {
            let mut at = slot(hash, bits);
            while entries[at] != [0; 2] {
                at = (at + 1) & (entries.len() - 1);
            }
            entries[at] = [hash as u32, value];
        }
        let mut filter = vec![0_u8; filter_bytes(bits)];
        for &hash in table.keys() {
            let (byte, bit) = filter_bit(hash, bits);
            filter[byte] |= 1 << bit;
        }
        let mut padded = [0; NAME];
        padded[..name.len()].copy_from_slice(name.as_bytes());
        out.extend(padded);
        out.extend(bits.to_le_bytes());
        out.extend(filter);
        out.extend(entries.iter().flatten().flat_map(|half| half.to_le_bytes()));
    }
    out
}

/// The hashes of the beginnings of a phrase that end with a word, the whole phrase last. Where it has a ZWNJ, a text may have
/// a space.
fn prefixes(phrase: &str) -> Vec<u64> {
    let of = |part: &str| {
        let (mut arena, mut starts) = (Vec::new(), WordStarts::default());
        let shape = squash_into(part, &mut arena, &mut starts);
        let mut hash = PhraseHash::default();
        let (start, end) = (shape.start as usize, shape.end as usize);
        let squashed = &arena[start..end];
        let starts: Vec<usize> = starts.between(start, end).map(|at| at - start).collect();
        let mut hashes = Vec::new();
        for (n, &start) in starts.iter().enumerate() {
            let end = word_end(squashed, start, starts.get(n + 1).copied());
            hash = hash.with(&squashed[start..end]);
            hashes.push(hash.finish());
        }
        hashes
    };
    let parts = phrase.char_indices().filter(|(_, c)| *c == '\u{200c}').filter_map(|(at, _)| of(&phrase[..at]).pop());
    let mut all: Vec<u64> = parts.collect();
    all.extend(of(phrase));
    all
}

/// Where a word ends that starts at byte `start` of a squashed line: before the marks that stand before the next.
pub(crate) fn word_end(squashed: &[u8], start: usize, next: Option<usize>) -> usize {
    let mut end = next.unwrap_or(squashed.len()).min(squashed.len());
    while end > start && squashed[end - 1].is_ascii() && !squashed[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    end
}

/// The hash of some words, one after the other; marks between them are no part of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PhraseHash(u64);

impl PhraseHash {
    #[must_use]
    #[inline]
    pub(crate) fn with(self, word: &[u8]) -> Self {
        // Byte by byte, so that words may be joined or not.
        Self(word.iter().fold(self.0, |hash, &byte| mix(hash, u64::from(byte))))
    }

    pub(crate) fn finish(self) -> u64 {
        let hash = (self.0 ^ self.0 >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        // No entry is empty.
        (hash ^ hash >> 32) | 1
    }
}

fn mix(hash: u64, more: u64) -> u64 {
    (hash.rotate_left(5) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn slot(hash: u64, bits: u32) -> usize {
    (hash >> (64 - bits)) as usize
}

/// Bytes of the filter of a table with `1 << bits` entries: two bits for each.
fn filter_bytes(bits: u32) -> usize {
    1 << (bits - 2)
}

/// The byte and the bit of a hash in the filter; other bits of it than those that choose its entry.
#[inline]
fn filter_bit(hash: u64, bits: u32) -> (usize, u32) {
    ((hash >> 3) as usize & (filter_bytes(bits) - 1), (hash >> 40) as u32 & 7)
}

/// One table in a block of them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PhraseTable<'b> {
    filter: &'b [u8],
    entries: &'b [u8],
    bits: u32,
}

impl<'b> PhraseTable<'b> {
    /// The table of this name; `None` when the block has none.
    pub(crate) fn find(block: &'b [u8], name: &str) -> Option<Self> {
        tables(block).find(|(known, _)| *known == name).map(|(_, table)| table)
    }

    /// What is known of the words of this hash: their classes and [`HAS_LONGER`]; 0 when they are unknown.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> u32 {
        let (byte, bit) = filter_bit(hash, self.bits);
        if self.filter.get(byte).is_none_or(|bits| bits >> bit & 1 == 0) {
            return 0;
        }
        let mut at = slot(hash, self.bits);
        loop {
            let Some(entry) = self.entries.get(at * ENTRY..).and_then(|rest| rest.first_chunk::<ENTRY>()) else {
                return 0;
            };
            let entry = u64::from_le_bytes(*entry);
            if entry as u32 == hash as u32 || entry == 0 {
                return (entry >> 32) as u32;
            }
            at = (at + 1) & ((1 << self.bits) - 1);
        }
    }
}

/// The names of the tables of a block.
pub(crate) fn names(block: &[u8]) -> impl Iterator<Item = &str> {
    tables(block).map(|(name, _)| name)
}

fn tables(block: &[u8]) -> impl Iterator<Item = (&str, PhraseTable<'_>)> {
    let number = |at: usize| Some(u32::from_le_bytes(*block.get(at..at + 4)?.first_chunk::<4>()?));
    let mut at = 4;
    (0..number(0).unwrap_or_default()).map_while(move |_| {
        let (bits, from) = (number(at + NAME)?, at + NAME + 4);
        let name = std::str::from_utf8(block.get(at..at + NAME)?).ok()?.trim_end_matches('\0');
        let between = from + filter_bytes(bits);
        at = between + (ENTRY << bits);
        Some((name, PhraseTable { filter: block.get(from..between)?, entries: block.get(between..at)?, bits }))
    })
}
