//! A learnt judgement: the sum over small trees, in whole numbers, the same on every machine.
//!
//! Each tree asks the same few questions of every candidate (an oblivious tree); the answers are the bits of a leaf's
//! number. Layout: `u32` number of trees, `u32` depth; then for each tree `depth` pairs of a feature and a bound, and
//! `2^depth` little-endian `i16` leaves, in units of 1/[`UNIT`].

/// The score of even odds plus one in natural logarithms.
pub(crate) const UNIT: i32 = 512;

/// A forest read in place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forest<'a> {
    trees: &'a [u8],
    depth: usize,
    /// What the trees from each on can still add.
    most: Vec<i32>,
}

impl<'a> Forest<'a> {
    /// Reads the head; what is cut short is a smaller forest, or none.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let Some((head, trees)) = bytes.split_first_chunk::<8>() else { return Self::default() };
        let mut forest = Self { trees, depth: usize::from(head[4]).clamp(1, 8), most: Vec::new() };
        let mut most = 0;
        let trees: Vec<i32> =
            forest.trees().map(|(_, leaves)| leaves.iter().map(|leaf| value(*leaf)).max().unwrap_or(0)).collect();
        forest.most.extend(trees.iter().rev().map(|tree| {
            most += tree;
            most
        }));
        forest.most.reverse();
        forest
    }

    /// No trees, no judgement.
    pub(crate) fn is_empty(&self) -> bool {
        self.most.is_empty()
    }

    fn trees(&self) -> impl Iterator<Item = (&'a [[u8; 2]], &'a [[u8; 2]])> + use<'a> {
        let questions = self.depth;
        self.trees.chunks_exact((2 * questions + (2 << questions)).max(1)).map(move |tree| {
            let (asks, leaves) = tree.split_at(questions * 2);
            (asks.as_chunks().0, leaves.as_chunks().0)
        })
    }

    /// The logarithm of the odds that a candidate is right, in units of 1/[`UNIT`]; any number up to `least` when it is
    /// not greater than that.
    pub(crate) fn score(&self, features: &[u8], least: i32) -> i32 {
        let mut score = 0;
        for ((asks, leaves), &most) in self.trees().zip(&self.most) {
            if score + most <= least {
                return score + most;
            }
            let leaf = asks.iter().fold(0, |leaf, &[feature, bound]| {
                leaf << 1 | usize::from(features.get(usize::from(feature)).is_some_and(|&value| value > bound))
            });
            score += value(leaves[leaf]);
        }
        score
    }
}

fn value(leaf: [u8; 2]) -> i32 {
    i32::from(i16::from_le_bytes(leaf))
}
