//! A learnt judgement: the sum over small trees, in whole numbers, the same on every machine.
//!
//! Each tree asks the same few questions of every candidate (an oblivious tree); the answers are the bits of a leaf's
//! number. Layout of a file: `u32` number of trees, `u32` depth; then for each tree `depth` pairs of a feature and a bound, and
//! `2^depth` little-endian `i16` leaves, in units of 1/[`UNIT`].
//!
//! Trees are asked a block at a time: a feature answers all of its questions in the block at once, by a row that has a byte
//! for each tree with the bits of its answers. So a block costs an *or* for each feature, and a leaf for each tree.

use std::collections::{BTreeMap, BTreeSet};

/// The score of even odds plus one in natural logarithms.
pub(crate) const UNIT: i32 = 512;

/// Trees of a block.
const BLOCK: usize = 32;

/// A tree has no more questions: their answers are a byte.
const DEEPEST: usize = 8;

/// A byte for each tree of a block, eight in a word.
type Row = [u64; WORDS];
const WORDS: usize = BLOCK / 8;

/// The questions of a tree, each a feature and a bound, and its leaves.
type Tree<'b> = (&'b [[u8; 2]], &'b [[u8; 2]]);

/// Some trees.
#[derive(Clone, Debug)]
struct Block {
    /// What each rank of each feature answers; the first row answers nothing.
    rows: Vec<Row>,
    /// The leaves of each tree, one tree after the other.
    leaves: Vec<i16>,
    /// What the trees from this block on can still add.
    most: i32,
}

/// A forest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forest {
    /// The features that are asked about, and for each value of each the number of its row: values that no bound parts have
    /// one, and those that are above no bound have the first.
    ranks: Vec<(usize, [u16; 256])>,
    blocks: Vec<Block>,
    depth: usize,
}

impl Forest {
    /// Reads a file; what is cut short is a smaller forest, or none.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let Some((head, trees)) = bytes.split_first_chunk::<8>() else { return Self::default() };
        let depth = usize::from(head[4]).clamp(1, DEEPEST);
        let trees: Vec<Tree<'_>> = trees
            .chunks_exact(2 * depth + (2 << depth))
            .map(|tree| {
                let (asks, leaves) = tree.split_at(2 * depth);
                (asks.as_chunks().0, leaves.as_chunks().0)
            })
            .collect();
        let mut bounds: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
        trees.iter().flat_map(|(asks, _)| *asks).for_each(|&[feature, bound]| {
            bounds.entry(feature).or_default().insert(bound);
        });
        // The row of a value above no bound is empty, and one for all features.
        let (mut ranks, mut rows) = (Vec::new(), vec![(0, 0)]);
        for (&feature, bounds) in &bounds {
            let first = rows.len() - 1;
            // A value of each rank: the least one above the last bound.
            rows.extend(bounds.iter().map(|bound| (feature, bound.saturating_add(1))));
            let rank = |value: usize| match bounds.iter().filter(|bound| value > usize::from(**bound)).count() {
                0 => 0,
                above => (first + above) as u16,
            };
            ranks.push((usize::from(feature), std::array::from_fn(rank)));
        }
        let block = |trees: &[Tree<'_>]| {
            let row = |&(of, value): &(u8, u8)| {
                let answers = |asks: &[[u8; 2]]| {
                    asks.iter().fold(0, |leaf, &[feature, bound]| leaf << 1 | u64::from(feature == of && value > bound))
                };
                let mut row = [0; WORDS];
                trees.iter().enumerate().for_each(|(at, (asks, _))| row[at / 8] |= answers(asks) << (8 * (at % 8)));
                row
            };
            let leaves: Vec<i16> =
                trees.iter().flat_map(|(_, leaves)| *leaves).map(|leaf| i16::from_le_bytes(*leaf)).collect();
            let most =
                leaves.chunks_exact(1 << depth).map(|tree| tree.iter().copied().max().map_or(0, i32::from)).sum();
            Block { rows: rows.iter().map(row).collect(), leaves, most }
        };
        let mut blocks: Vec<Block> = trees.chunks(BLOCK).map(block).collect();
        let mut most = 0;
        for block in blocks.iter_mut().rev() {
            most += block.most;
            block.most = most;
        }
        Self { ranks, blocks, depth }
    }

    /// No trees, no judgement.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The logarithm of the odds that a candidate is right, in units of 1/[`UNIT`]; any number up to `least` when it is
    /// not greater than that.
    pub(crate) fn score(&self, features: &[u8], least: i32) -> i32 {
        // Most features of most candidates are above no bound.
        let (mut rows, mut count) = ([0_u16; 257], 0);
        for (feature, ranks) in &self.ranks {
            let row = ranks[usize::from(features.get(*feature).copied().unwrap_or_default())];
            rows[count] = row;
            count += usize::from(row != 0);
        }
        let rows = &rows[..count];
        let mut score = 0;
        for block in &self.blocks {
            if score + block.most <= least {
                return score + block.most;
            }
            let mut answers = [0; WORDS];
            for &row in rows {
                let own = &block.rows[usize::from(row)];
                for word in 0..WORDS {
                    answers[word] |= own[word];
                }
            }
            for (word, mut answers) in answers.into_iter().enumerate() {
                let trees = block.leaves.len() >> self.depth;
                for tree in (8 * word)..trees.min(8 * word + 8) {
                    score += i32::from(block.leaves[tree << self.depth | (answers & 0xff) as usize]);
                    answers >>= 8;
                }
            }
        }
        score
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The score, tree by tree.
    fn walked(bytes: &[u8], features: &[u8]) -> i32 {
        let depth = usize::from(bytes[4]);
        let tree = |tree: &[u8]| {
            let (asks, leaves) = tree.split_at(2 * depth);
            let leaf = asks.chunks_exact(2).fold(0, |leaf, ask| {
                leaf << 1 | usize::from(features.get(usize::from(ask[0])).is_some_and(|&value| value > ask[1]))
            });
            i32::from(i16::from_le_bytes([leaves[2 * leaf], leaves[2 * leaf + 1]]))
        };
        bytes[8..].chunks_exact(2 * depth + (2 << depth)).map(tree).sum()
    }

    proptest::proptest! {
        #[test]
        fn blocks_say_what_trees_do(
            depth in 1_usize..=4,
            trees in 0_usize..80,
            noise in proptest::collection::vec(proptest::prelude::any::<u8>(), 80 * 40),
            features in proptest::collection::vec(proptest::prelude::any::<u8>(), 6),
            least in -40_000..40_000_i32,
        ) {
            let mut bytes = vec![trees as u8, 0, 0, 0, depth as u8, 0, 0, 0];
            let mut noise = noise.into_iter();
            for _ in 0..trees {
                bytes.extend((0..depth).flat_map(|_| [noise.next().unwrap() % 8, noise.next().unwrap()]));
                bytes.extend(noise.by_ref().take(2 << depth));
            }
            let (forest, all) = (Forest::new(&bytes), walked(&bytes, &features));
            proptest::prop_assert_eq!(forest.score(&features, i32::MIN), all);
            let score = forest.score(&features, least);
            proptest::prop_assert!(score == all || score <= least && all <= least);
        }
    }
}
