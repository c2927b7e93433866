//! A learnt judgement: the sum over small trees, in whole numbers, the same on every machine.
//!
//! Each tree asks the same few questions of every candidate (an oblivious tree); the answers are the bits of a leaf's
//! number. Layout: `u32` number of trees, `u32` depth; then for each tree `depth` pairs of a feature and a bound, and
//! `2^depth` little-endian `i16` leaves, in units of 1/[`UNIT`].

/// The score of even odds plus one in natural logarithms.
pub(crate) const UNIT: i32 = 512;

/// A forest read in place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Forest<'a> {
    trees: &'a [u8],
    depth: usize,
}

impl<'a> Forest<'a> {
    /// Reads the head; a forest cut short, or none, judges nothing likely.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let Some((head, trees)) = bytes.split_first_chunk::<8>() else { return Self { trees: &[], depth: 1 } };
        Self { trees, depth: usize::from(head[4]).clamp(1, 8) }
    }

    /// The score of a candidate: the logarithm of the odds that it is right, in units of 1/[`UNIT`].
    pub(crate) fn score(&self, features: &[u8]) -> i32 {
        let questions = self.depth * 2;
        let mut score = 0;
        for tree in self.trees.chunks_exact(questions + (2 << self.depth)) {
            let (asks, leaves) = tree.split_at(questions);
            let leaf = asks.as_chunks::<2>().0.iter().fold(0, |leaf, &[feature, bound]| {
                leaf << 1 | usize::from(features.get(usize::from(feature)).is_some_and(|&value| value > bound))
            });
            score += i32::from(i16::from_le_bytes([leaves[2 * leaf], leaves[2 * leaf + 1]]));
        }
        score
    }
}
