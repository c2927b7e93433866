//! Grows the [`super::forest`]: gradient boosting of oblivious trees on small whole numbers. Compiled with the feature
//! `build-lexicon` only.
//!
//! After Friedman (2001), with second-order leaves (Chen and Guestrin 2016) and the same question for all leaves of a
//! level (Prokhorenkova et al. 2018). No chance is involved: the same examples give the same forest.

use super::{features::FEATURES, forest::UNIT};

/// Values a feature may take; greater ones count as the greatest.
const BINS: usize = 32;

/// How a forest grows.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// Number of trees.
    pub trees: usize,
    /// Questions of each.
    pub depth: usize,
    /// How much of its own answer a tree gives.
    pub rate: f64,
    /// What is added to the weight of every leaf.
    pub ridge: f64,
}

/// Candidates with the right answers.
#[derive(Debug, Default)]
pub struct Examples {
    /// What is said of each.
    pub features: Vec<[u8; FEATURES]>,
    /// Whether it is right.
    pub right: Vec<bool>,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    slope: f64,
    weight: f64,
}

impl Sum {
    fn gain(self, ridge: f64) -> f64 {
        self.slope * self.slope / (self.weight + ridge)
    }
}

/// The bytes of a forest for these examples.
#[must_use]
pub fn grow(examples: &Examples, growth: Growth) -> Vec<u8> {
    let rows: Vec<[u8; FEATURES]> =
        examples.features.iter().map(|row| row.map(|value| value.min(BINS as u8 - 1))).collect();
    let mut scores = vec![0.0_f64; rows.len()];
    let mut out = Vec::new();
    out.extend((growth.trees as u32).to_le_bytes());
    out.extend((growth.depth as u32).to_le_bytes());
    let mut slopes = vec![Sum::default(); rows.len()];
    let mut leaves = vec![0_usize; rows.len()];
    for _ in 0..growth.trees {
        for ((sum, &score), &right) in slopes.iter_mut().zip(&scores).zip(&examples.right) {
            let likely = 1.0 / (1.0 + (-score).exp());
            *sum = Sum { slope: f64::from(u8::from(right)) - likely, weight: (likely * (1.0 - likely)).max(1e-6) };
        }
        leaves.fill(0);
        for level in 0..growth.depth {
            let (feature, bound) = question(&rows, &slopes, &leaves, 1 << level, growth.ridge);
            out.extend([feature as u8, bound as u8]);
            for (leaf, row) in leaves.iter_mut().zip(&rows) {
                *leaf = *leaf << 1 | usize::from(usize::from(row[feature]) > bound);
            }
        }
        let mut sums = vec![Sum::default(); 1 << growth.depth];
        for (&leaf, sum) in leaves.iter().zip(&slopes) {
            sums[leaf].slope += sum.slope;
            sums[leaf].weight += sum.weight;
        }
        let values: Vec<i16> = sums
            .iter()
            .map(|sum| (growth.rate * sum.slope / (sum.weight + growth.ridge) * f64::from(UNIT)).round() as i16)
            .collect();
        for (score, &leaf) in scores.iter_mut().zip(&leaves) {
            *score += f64::from(values[leaf]) / f64::from(UNIT);
        }
        out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }
    out
}

/// The question that parts right from wrong best over all leaves.
fn question(rows: &[[u8; FEATURES]], slopes: &[Sum], leaves: &[usize], count: usize, ridge: f64) -> (usize, usize) {
    let mut sums = vec![Sum::default(); count * FEATURES * BINS];
    for ((row, sum), &leaf) in rows.iter().zip(slopes).zip(leaves) {
        let bins = sums[leaf * FEATURES * BINS..(leaf + 1) * FEATURES * BINS].chunks_exact_mut(BINS);
        for (bins, &value) in bins.zip(row) {
            let bin = &mut bins[usize::from(value)];
            bin.slope += sum.slope;
            bin.weight += sum.weight;
        }
    }
    let mut gains = vec![0.0; FEATURES * BINS];
    for leaf in sums.chunks_exact(FEATURES * BINS) {
        for (bins, gains) in leaf.chunks_exact(BINS).zip(gains.chunks_exact_mut(BINS)) {
            let all =
                bins.iter().fold(Sum::default(), |a, b| Sum { slope: a.slope + b.slope, weight: a.weight + b.weight });
            let mut low = Sum::default();
            for (bin, gain) in bins.iter().zip(gains) {
                low = Sum { slope: low.slope + bin.slope, weight: low.weight + bin.weight };
                let high = Sum { slope: all.slope - low.slope, weight: (all.weight - low.weight).max(0.0) };
                *gain += low.gain(ridge) + high.gain(ridge) - all.gain(ridge);
            }
        }
    }
    let best = (0..gains.len()).rev().max_by(|&a, &b| gains[a].total_cmp(&gains[b])).unwrap_or(0);
    (best / BINS, best % BINS)
}
