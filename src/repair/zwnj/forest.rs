//! A learnt judgement: the sum over small trees, in whole numbers, the same on every machine.
//!
//! Each tree asks the same few questions of every candidate (an oblivious tree); the answers are the bits of a leaf's
//! number. Layout of a file: `u32` number of trees, `u32` depth; then for each tree `depth` pairs of a feature and a bound, and
//! `2^depth` little-endian `i16` leaves, in units of 1/[`UNIT`].
//!
//! Behind the trees stand bounds, an `i32` for each eight trees: what is below one after so many trees is given up, since hardly
//! any candidate of the treebank that was right in the end was ever there. Most candidates are wrong, and show it soon.
//!
//! Trees are asked a stage at a time: a feature answers all of its questions in the stage at once, by a row that has a byte
//! for each tree with the bits of its answers. So a stage costs an *or* for each feature, and a leaf for each tree. Eight
//! trees at a time are added, until no others can change what is asked.

/// The score of even odds plus one in natural logarithms.
pub(crate) const UNIT: i32 = 512;

/// Trees of the first stage, of the second, and of each later one. Their answers fit into registers of 16 bytes.
const FIRST: usize = 16;
const SECOND: usize = 32;
const LATER: usize = 112;

/// A tree has no more questions.
const DEEPEST: usize = 6;

/// The bounds are for who asks which candidates are likelier right than wrong.
const EVEN: i32 = 0;

/// The questions of a tree, each a feature and a bound, and its leaves.
type Tree<'b> = (&'b [[u8; 2]], &'b [[u8; 2]]);

/// What eight trees and all behind them can still add, and what they must find at the end of them.
#[derive(Clone, Copy, Debug)]
struct Eight {
    most: i32,
    least: i32,
}

/// Some trees, a byte of a row for each, eight in a word.
#[derive(Clone, Debug)]
struct Stage<const WORDS: usize> {
    features: Vec<Feature>,
    /// By feature and value the number of its row: values that no bound parts have one, and those that are above no bound
    /// have the first.
    ranks: Vec<u16>,
    /// What each rank of each feature answers; the first row answers nothing.
    rows: Vec<[u64; WORDS]>,
    /// The leaves of each tree.
    leaves: Vec<[i16; 1 << DEEPEST]>,
    eights: Vec<Eight>,
}

/// A feature that is asked about.
#[derive(Clone, Copy, Debug)]
struct Feature {
    number: u8,
    /// Greater values have the row of this one.
    most: u8,
    /// Where the ranks of its values begin.
    from: u16,
}

/// A forest.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forest {
    first: Option<Stage<{ FIRST / 8 }>>,
    second: Option<Stage<{ SECOND / 8 }>>,
    later: Vec<Stage<{ LATER / 8 }>>,
}

impl Forest {
    /// Reads a file; what is cut short is a smaller forest, or none.
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let Some((head, rest)) = bytes.split_first_chunk::<8>() else { return Self::default() };
        let depth = usize::from(head[4]).clamp(1, DEEPEST);
        let count = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let size = 2 * depth + (2 << depth);
        let (trees, bounds) = rest.split_at((count * size).min(rest.len()));
        let trees: Vec<Tree<'_>> = trees
            .chunks_exact(size)
            .map(|tree| {
                let (asks, leaves) = tree.split_at(2 * depth);
                (asks.as_chunks().0, leaves.as_chunks().0)
            })
            .collect();
        // Without bounds nothing is given up.
        let bounds =
            bounds.as_chunks().0.iter().map(|bytes| i32::from_le_bytes(*bytes)).chain(std::iter::repeat(i32::MIN));
        let greatest = |(_, leaves): &Tree<'_>| leaves.iter().map(|leaf| i32::from(i16::from_le_bytes(*leaf))).max();
        let mut eights: Vec<Eight> = trees
            .chunks(8)
            .zip(bounds)
            .map(|(trees, least)| Eight { most: trees.iter().filter_map(greatest).sum(), least })
            .collect();
        let mut most = 0;
        for eight in eights.iter_mut().rev() {
            most += eight.most;
            eight.most = most;
        }
        let (first, trees) = trees.split_at(FIRST.min(trees.len()));
        let (second, later) = trees.split_at(SECOND.min(trees.len()));
        let (first_eights, eights) = eights.split_at(first.len().div_ceil(8));
        let (second_eights, later_eights) = eights.split_at(second.len().div_ceil(8));
        let later = later.chunks(LATER).zip(later_eights.chunks(LATER / 8));
        Self {
            first: (!first.is_empty()).then(|| Stage::new(first, first_eights)),
            second: (!second.is_empty()).then(|| Stage::new(second, second_eights)),
            later: later.map(|(trees, eights)| Stage::new(trees, eights)).collect(),
        }
    }

    /// No trees, no judgement.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// The logarithm of the odds that a candidate is right, in units of 1/[`UNIT`]; any number up to `least` when it is
    /// not greater than that, or hardly ever is.
    pub(crate) fn score(&self, features: &[u8], least: i32) -> i32 {
        self.asked(features, least).unwrap_or_else(|given_up| given_up)
    }

    fn asked(&self, features: &[u8], least: i32) -> Result<i32, i32> {
        let mut score = 0;
        if let Some(first) = &self.first {
            score = first.add(score, features, least)?;
        }
        if let Some(second) = &self.second {
            score = second.add(score, features, least)?;
        }
        for stage in &self.later {
            score = stage.add(score, features, least)?;
        }
        Ok(score)
    }
}

impl<const WORDS: usize> Stage<WORDS> {
    fn new(trees: &[Tree<'_>], eights: &[Eight]) -> Self {
        // Each question has a row, by feature and bound. The first row is of values above no bound, and one for all features.
        let mut questions: Vec<[u8; 2]> = trees.iter().flat_map(|(asks, _)| *asks).copied().collect();
        questions.sort_unstable();
        questions.dedup();
        let mut rows = vec![[0; WORDS]; 1 + questions.len()];
        for (at, (asks, _)) in trees.iter().enumerate() {
            for (bit, ask) in (0..).zip(asks.iter().rev()) {
                let row = 1 + questions.partition_point(|question| question < ask);
                rows[row][at / 8] |= 1_u64 << (8 * (at % 8) + bit);
            }
        }
        // What a value answers with yes, a greater one does, too.
        for (row, two) in (1..).zip(questions.windows(2)) {
            if two[0][0] == two[1][0] {
                let below = rows[row];
                rows[row + 1].iter_mut().zip(below).for_each(|(word, below)| *word |= below);
            }
        }
        let leaves = trees.iter().map(|(_, leaves)| {
            std::array::from_fn(|leaf| leaves.get(leaf).map_or(0, |leaf| i16::from_le_bytes(*leaf)))
        });
        // A value above all bounds is as good as any other: few numbers are to be kept near.
        let (mut features, mut ranks, mut row) = (Vec::new(), Vec::new(), 0);
        for bounds in questions.chunk_by(|one, other| one[0] == other[0]) {
            let most = bounds.iter().filter(|[_, bound]| *bound < u8::MAX).map(|[_, bound]| bound + 1).max();
            let most = most.unwrap_or_default();
            features.push(Feature { number: bounds[0][0], most, from: ranks.len() as u16 });
            ranks.extend((0..=most).map(|value| match bounds.partition_point(|[_, bound]| *bound < value) {
                0 => 0,
                below => (row + below) as u16,
            }));
            row += bounds.len();
        }
        Self { features, ranks, rows, leaves: leaves.collect(), eights: eights.to_vec() }
    }

    /// The score so far and what these trees add; an error when it is not asked for any more.
    #[inline]
    fn add(&self, mut score: i32, features: &[u8], least: i32) -> Result<i32, i32> {
        let mut answers = [0; WORDS];
        for Feature { number, most, from } in &self.features {
            let value = features.get(usize::from(*number)).copied().unwrap_or_default();
            let row = self.ranks[usize::from(*from) + usize::from(value.min(*most))];
            // Most features of most candidates are above no bound.
            if row != 0 {
                let own = &self.rows[usize::from(row)];
                for word in 0..WORDS {
                    answers[word] |= own[word];
                }
            }
        }
        for ((mut answers, eight), trees) in answers.into_iter().zip(&self.eights).zip(self.leaves.chunks(8)) {
            if score + eight.most <= least {
                return Err(score + eight.most);
            }
            for leaves in trees {
                score += i32::from(leaves[(answers & 0xff) as usize % leaves.len()]);
                answers >>= 8;
            }
            if score < eight.least && least >= EVEN {
                return Err(score.min(least));
            }
        }
        Ok(score)
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
            // Below a bound nothing is likelier right than wrong.
            bytes.extend(i32::MAX.to_le_bytes().repeat(trees.div_ceil(8)));
            let bounded = Forest::new(&bytes);
            proptest::prop_assert!(trees == 0 || bounded.score(&features, least.max(0)) <= least.max(0));
            proptest::prop_assert_eq!(bounded.score(&features, i32::MIN), all);
        }
    }
}
