//! Hash tables that are read where they lie: no words are stored, only fingerprints of them.
//!
//! Layout, little endian: `u32` number of slots, `u32` bytes of a value, then the fingerprints (`u32` each, 0 for an
//! empty slot), then the values. A key goes to the slot its hash names or the next free one. Two words out of four
//! thousand million have the same fingerprint in reach of each other; such a word is taken for the other.
//!
//! Most look-ups are in vain. A bit for each of two million fingerprints says so for nine in ten of them, from memory that is
//! small enough to be near (a Bloom filter with one hash, made by `build.rs`).

/// The hash of a word is built letter by letter, so that those of all its beginnings are made on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HashState(u64);

impl HashState {
    pub(crate) const EMPTY: Self = Self(0x9E37_79B9_7F4A_7C15);

    #[inline]
    pub(crate) fn push(self, letter: u8) -> Self {
        Self((self.0 ^ u64::from(letter)).wrapping_mul(0x2127_599B_F432_5C37).rotate_left(23))
    }

    #[inline]
    pub(crate) fn all(self, letters: &[u8]) -> Self {
        letters.iter().fold(self, |state, &letter| state.push(letter))
    }

    /// The hash of the letters so far.
    #[inline]
    pub(crate) fn hash(self) -> u64 {
        mix(self.0)
    }
}

#[inline]
pub(crate) fn mix(h: u64) -> u64 {
    let h = (h ^ (h >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ (h >> 32)
}

/// A table in memory that somebody else holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HashTable<'a> {
    /// A bit for some fingerprints each (see [`filter_bit`]): whether there is one. Without any, all may be.
    filter: &'a [u8],
    pub(super) fingerprints: &'a [[u8; 4]],
    values: &'a [u8],
    width: usize,
}

impl<'a> HashTable<'a> {
    pub(crate) const EMPTY: Self = Self { filter: &[], fingerprints: &[], values: &[], width: 1 };

    #[cfg(feature = "build-lexicon")]
    pub(crate) fn len(&self) -> usize {
        self.fingerprints.len()
    }

    /// Reads the head of a table; one that is cut short is empty. `filter` may be empty, too.
    pub(crate) fn new(bytes: &'a [u8], filter: &'a [u8]) -> Self {
        let number = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
        let (Some(slots), Some(width)) = (number(0), number(4)) else { return Self::EMPTY };
        let (slots, width) = (slots as usize, width as usize);
        match bytes.get(8..8 + slots * 4).zip(bytes.get(8 + slots * 4..8 + slots * (4 + width))) {
            Some((fingerprints, values)) => Self { filter, fingerprints: fingerprints.as_chunks().0, values, width },
            None => Self::EMPTY,
        }
    }

    /// The values under `hash`, each of the table's width.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let Self { values, width, .. } = *self;
        self.slots(hash).filter_map(move |at| values.get(at * width..(at + 1) * width))
    }

    /// The numbers of the slots under `hash`.
    #[inline]
    pub(crate) fn slots(&self, hash: u64) -> impl Iterator<Item = usize> + use<'a> {
        let fingerprints = self.fingerprints;
        let wanted = fingerprint(hash);
        let (byte, bit) = filter_bit(wanted, self.filter.len());
        let may_be = self.filter.get(byte).is_none_or(|bits| bits >> bit & 1 == 1);
        // There is nothing beyond the last slot.
        let mut slot = if may_be { slot(hash, fingerprints.len()) } else { fingerprints.len() };
        std::iter::from_fn(move || {
            loop {
                let here = u32::from_le_bytes(*fingerprints.get(slot)?);
                if here == 0 {
                    return None;
                }
                let at = slot;
                slot = if slot + 1 == fingerprints.len() { 0 } else { slot + 1 };
                if here == wanted {
                    return Some(at);
                }
            }
        })
    }
}

#[inline]
fn fingerprint(hash: u64) -> u32 {
    (hash as u32).max(1)
}

/// The byte and the bit of a fingerprint in a filter of so many bytes.
#[inline]
pub(crate) fn filter_bit(fingerprint: u32, bytes: usize) -> (usize, u32) {
    (((u64::from(fingerprint) * bytes as u64) >> 32) as usize, fingerprint & 7)
}

#[inline]
fn slot(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// Writes a table of `entries`, whose values all have `width` bytes. The order of entries does not matter but among
/// those of one key.
#[cfg(any(test, feature = "build-lexicon"))]
pub(crate) fn write(mut entries: Vec<(u64, Vec<u8>)>, width: usize) -> Vec<u8> {
    entries.sort_by_key(|(hash, _)| *hash);
    let slots = entries.len() * 5 / 4 + 1;
    let mut fingerprints = vec![0_u32; slots];
    let mut values = vec![0; slots * width];
    for (hash, value) in entries {
        let mut at = slot(hash, slots);
        while fingerprints[at] != 0 {
            at = (at + 1) % slots;
        }
        fingerprints[at] = fingerprint(hash);
        values[at * width..(at + 1) * width].copy_from_slice(&value);
    }
    let mut out = Vec::with_capacity(8 + slots * (4 + width));
    out.extend((slots as u32).to_le_bytes());
    out.extend((width as u32).to_le_bytes());
    out.extend(fingerprints.iter().flat_map(|f| f.to_le_bytes()));
    out.extend(values);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(word: &[u8]) -> u64 {
        HashState::EMPTY.all(word).hash()
    }

    #[test]
    fn finds_what_was_written_and_nothing_else() {
        let words: Vec<[u8; 3]> = (0..30_u8).flat_map(|a| (0..30).map(move |b| [a, b, a ^ b])).collect();
        let bytes = write(words.iter().map(|w| (hash(w), w.to_vec())).collect(), 3);
        let table = HashTable::new(&bytes, &[]);
        for word in &words {
            assert_eq!(table.get(hash(word)).collect::<Vec<_>>(), [word]);
        }
        assert_eq!(table.get(hash(&[31, 31, 31])).count(), 0);
    }

    #[test]
    fn a_key_may_have_several_values() {
        let bytes = write(vec![(7, vec![1]), (9, vec![5]), (7, vec![2])], 1);
        assert_eq!(HashTable::new(&bytes, &[]).get(7).collect::<Vec<_>>(), [[1], [2]]);
    }

    #[test]
    fn damaged_tables_are_empty() {
        let bytes = write(vec![(7, vec![1])], 1);
        for len in 0..bytes.len() {
            assert_eq!(HashTable::new(&bytes[..len], &[]).get(7).count(), 0);
        }
        assert_eq!(HashTable::EMPTY.get(7).count(), 0);
    }
}
