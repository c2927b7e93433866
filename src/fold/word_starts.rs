//! Where do words start? A bit for each byte of the squashed lines, so that a huge line costs an eighth of itself.

/// A set of byte offsets.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordStarts {
    bits: Vec<u64>,
}

impl WordStarts {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.bits.clear();
    }

    /// Makes room for offsets up to `len`.
    pub(super) fn cover(&mut self, len: usize) {
        self.bits.resize(len / 64 + 1, 0);
    }

    /// Puts in an offset that is covered.
    #[inline]
    pub(super) fn put(&mut self, at: usize) {
        self.bits[at / 64] |= 1 << (at % 64);
    }

    /// Whether a word starts at this offset.
    pub(crate) fn has(&self, at: usize) -> bool {
        self.bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }

    /// The offsets from `from` to before `to`, ascending.
    pub(crate) fn between(&self, from: usize, to: usize) -> impl Iterator<Item = usize> {
        let (mut block, last) = (from / 64, to.div_ceil(64).min(self.bits.len()));
        let mut bits = self.bits.get(block).map_or(0, |bits| bits >> (from % 64) << (from % 64));
        std::iter::from_fn(move || {
            while bits == 0 {
                block += 1;
                if block >= last {
                    return None;
                }
                bits = self.bits[block];
            }
            let at = 64 * block + bits.trailing_zeros() as usize;
            bits &= bits - 1;
            (at < to).then_some(at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::WordStarts;

    proptest::proptest! {
        #[test]
        fn holds_what_was_put_in(offsets in proptest::collection::btree_set(0..300_usize, 0..40), from in 0..320_usize, to in 0..320_usize) {
            let mut starts = WordStarts::default();
            starts.cover(300);
            offsets.iter().for_each(|&at| starts.put(at));
            let wanted: Vec<usize> = offsets.iter().copied().filter(|at| (from..to.max(from)).contains(at)).collect();
            proptest::prop_assert_eq!(starts.between(from, to).collect::<Vec<_>>(), wanted);
            proptest::prop_assert!((0..320).all(|at| starts.has(at) == offsets.contains(&at)));
        }
    }
}
