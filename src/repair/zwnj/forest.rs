//! A learnt judgement: the sum over small trees, in whole numbers, the same on every machine.
//!
//! Each tree asks the same few questions of every candidate (an oblivious tree); the answers are the bits of a leaf's
//! number. Layout of a file: `u32` number of trees, `u32` depth; then for each tree `depth` pairs of a feature and a bound, and
//! `2^depth` little-endian `i16` leaves, in units of 1/[`UNIT`].
//!
//! Trees are asked a block at a time: a feature answers all of its questions in the block at once, by a row that has a byte
//! for each tree with the bits of its answers. So a block costs an *or* for each feature, and a leaf for each tree. Eight
//! trees at a time are added, until no others can change what is asked.

/// The score of even odds plus one in natural logarithms.
pub(crate) const UNIT: i32 = 512;

/// Trees of a block: as many as there are. Their answers fit into ten registers of 16 bytes.
const BLOCK: usize = 160;

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
    /// What each eight trees and all behind them can still add.
    most: [i32; WORDS],
}

/// A feature that is asked about.
#[derive(Clone, Copy, Debug)]
struct Feature {
    number: u8,
    /// Greater values have the row of this one.
    most: u8,
    /// Where the rows of its values begin.
    from: u16,
}

/// A forest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forest {
    features: Vec<Feature>,
    /// By feature and value the number of its row: values that no bound parts have one, and those that are above no bound
    /// have the first.
    rows: Vec<u16>,
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
        let mut bounds = vec![[false; 256]; 256];
        trees.iter().flat_map(|(asks, _)| *asks).for_each(|&[feature, bound]| {
            bounds[usize::from(feature)][usize::from(bound)] = true;
        });
        // The row of a value above no bound is empty, and one for all features. By bound, the first row above it.
        let (mut ranks, mut rows, mut above) = (Vec::new(), 1_u16, vec![[0_u16; 256]; 256]);
        for (feature, bounds) in bounds.iter().enumerate().filter(|(_, bounds)| bounds.contains(&true)) {
            let (first, mut bounds_below) = (rows - 1, 0);
            let ranked: [u16; 256] = std::array::from_fn(|value| {
                bounds_below += u16::from(value > 0 && bounds[value - 1]);
                if bounds_below == 0 { 0 } else { first + bounds_below }
            });
            ranks.push((feature, ranked));
            // Nothing is above the greatest bound there can be: its row is no value's.
            rows += bounds_below + u16::from(bounds[255]);
            for (bound, above) in above[feature].iter_mut().enumerate() {
                *above = ranked.get(bound + 1).copied().unwrap_or(rows - 1);
            }
        }
        let block = |trees: &[Tree<'_>]| {
            let mut answers = vec![[0; WORDS]; usize::from(rows)];
            for (at, (asks, _)) in trees.iter().enumerate() {
                for (bit, &[feature, bound]) in (0..).zip(asks.iter().rev()) {
                    let row = above[usize::from(feature)][usize::from(bound)];
                    answers[usize::from(row)][at / 8] |= 1_u64 << (8 * (at % 8) + bit);
                }
            }
            // What a value answers with yes, a greater one does, too.
            for (_, ranked) in &ranks {
                let first = ranked.iter().copied().find(|row| *row != 0).unwrap_or(ranked[255]);
                for row in usize::from(first)..usize::from(ranked[255]) {
                    let below: Row = answers[row];
                    answers[row + 1].iter_mut().zip(below).for_each(|(word, below)| *word |= below);
                }
            }
            let leaves: Vec<i16> =
                trees.iter().flat_map(|(_, leaves)| *leaves).map(|leaf| i16::from_le_bytes(*leaf)).collect();
            let mut most = [0; WORDS];
            for (most, eight) in most.iter_mut().zip(leaves.chunks(8 << depth)) {
                let trees = eight.chunks_exact(1 << depth);
                *most = trees.map(|tree| tree.iter().copied().max().map_or(0, i32::from)).sum();
            }
            Block { rows: answers, leaves, most }
        };
        let mut blocks: Vec<Block> = trees.chunks(BLOCK).map(block).collect();
        let mut most = 0;
        for eight in blocks.iter_mut().rev().flat_map(|block| block.most.iter_mut().rev()) {
            most += *eight;
            *eight = most;
        }
        // A value above all bounds is as good as any other: few numbers are to be kept near.
        let (mut features, mut rows) = (Vec::new(), Vec::new());
        for (number, ranked) in &ranks {
            let most = ranked.partition_point(|row| *row != ranked[255]);
            features.push(Feature { number: *number as u8, most: most as u8, from: rows.len() as u16 });
            rows.extend(&ranked[..=most]);
        }
        Self { features, rows, blocks, depth }
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
        for Feature { number, most, from } in &self.features {
            let value = features.get(usize::from(*number)).copied().unwrap_or_default();
            let row = self.rows[usize::from(*from) + usize::from(value.min(*most))];
            rows[count] = row;
            count += usize::from(row != 0);
        }
        let rows = &rows[..count];
        let mut score = 0;
        for block in &self.blocks {
            let mut answers = [0; WORDS];
            for &row in rows {
                let own = &block.rows[usize::from(row)];
                for word in 0..WORDS {
                    answers[word] |= own[word];
                }
            }
            for ((mut answers, most), leaves) in
                answers.into_iter().zip(block.most).zip(block.leaves.chunks(8 << self.depth))
            {
                if score + most <= least {
                    return score + most;
                }
                for leaves in leaves.chunks_exact(1 << self.depth) {
                    score += i32::from(leaves[(answers & 0xff) as usize]);
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
