//! Grows the [`super::forest`]: gradient boosting of oblivious trees on small whole numbers. Compiled with the feature
//! `build-lexicon` only.
//!
//! After Friedman (2001), with second-order leaves (Chen and Guestrin 2016) and the same question for all leaves of a
//! level (Prokhorenkova et al. 2018). No chance is involved: the same examples give the same forest.

use super::{classifier::STRENGTH as ACCEPTED, features::FEATURES, forest::UNIT};

/// Values a feature may take; greater ones count as the greatest.
const BINS: usize = 32;

/// How a forest grows.
#[derive(Clone, Copy, Debug)]
pub struct BoostingParams {
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
pub struct TrainingSet {
    /// What is said of each.
    pub features: Vec<[u8; FEATURES]>,
    /// Whether it is right.
    pub labels: Vec<bool>,
}

#[derive(Clone, Copy, Default)]
struct GradientSums {
    gradient: f64,
    hessian: f64,
}

impl GradientSums {
    fn gain(self, ridge: f64) -> f64 {
        self.gradient * self.gradient / (self.hessian + ridge)
    }
}

/// Of so many candidates that are likelier right than wrong in the end, one may be below the bound after each eight trees.
const ONE_LOST_OF: usize = 10_000;

/// The bytes of a forest for these examples.
#[must_use]
pub fn train(examples: &TrainingSet, params: BoostingParams) -> Vec<u8> {
    let rows: Vec<[u8; FEATURES]> =
        examples.features.iter().map(|row| row.map(|value| value.min(BINS as u8 - 1))).collect();
    let mut scores = vec![0.0_f64; rows.len()];
    let mut out = Vec::new();
    out.extend((params.trees as u32).to_le_bytes());
    out.extend((params.depth as u32).to_le_bytes());
    let mut gradients = vec![GradientSums::default(); rows.len()];
    let mut leaves = vec![0_usize; rows.len()];
    let mut after_eight: Vec<Vec<i32>> = Vec::new();
    for tree in 1..=params.trees {
        for ((sum, &score), &right) in gradients.iter_mut().zip(&scores).zip(&examples.labels) {
            let likely = 1.0 / (1.0 + (-score).exp());
            *sum = GradientSums {
                gradient: f64::from(u8::from(right)) - likely,
                hessian: (likely * (1.0 - likely)).max(1e-6),
            };
        }
        leaves.fill(0);
        for level in 0..params.depth {
            let (feature, bound) = best_split(&rows, &gradients, &leaves, 1 << level, params.ridge);
            out.extend([feature as u8, bound as u8]);
            for (leaf, row) in leaves.iter_mut().zip(&rows) {
                *leaf = *leaf << 1 | usize::from(usize::from(row[feature]) > bound);
            }
        }
        let mut sums = vec![GradientSums::default(); 1 << params.depth];
        for (&leaf, sum) in leaves.iter().zip(&gradients) {
            sums[leaf].gradient += sum.gradient;
            sums[leaf].hessian += sum.hessian;
        }
        let values: Vec<i16> = sums
            .iter()
            .map(|sum| (params.rate * sum.gradient / (sum.hessian + params.ridge) * f64::from(UNIT)).round() as i16)
            .collect();
        for (score, &leaf) in scores.iter_mut().zip(&leaves) {
            *score += f64::from(values[leaf]) / f64::from(UNIT);
        }
        out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        if tree % 8 == 0 || tree == params.trees {
            after_eight.push(scores.iter().map(|score| (score * f64::from(UNIT)).round() as i32).collect());
        }
    }
    out.extend(bounds(&after_eight).into_iter().flat_map(i32::to_le_bytes));
    out
}

/// From the scores of all candidates after each eight trees the bounds that few of the right ones are below.
fn bounds(after_eight: &[Vec<i32>]) -> Vec<i32> {
    let Some(last) = after_eight.last() else { return Vec::new() };
    let bound = |scores: &Vec<i32>| {
        let right = scores.iter().zip(last).filter(|(_, last)| **last >= ACCEPTED).map(|(score, _)| *score);
        let mut right: Vec<i32> = right.collect();
        right.sort_unstable();
        right.get(right.len() / ONE_LOST_OF).copied().unwrap_or(i32::MIN)
    };
    after_eight.iter().map(bound).collect()
}

/// The question that parts right from wrong best over all leaves.
fn best_split(
    rows: &[[u8; FEATURES]],
    gradients: &[GradientSums],
    leaves: &[usize],
    count: usize,
    ridge: f64,
) -> (usize, usize) {
    let mut sums = vec![GradientSums::default(); count * FEATURES * BINS];
    for ((row, sum), &leaf) in rows.iter().zip(gradients).zip(leaves) {
        let bins = sums[leaf * FEATURES * BINS..(leaf + 1) * FEATURES * BINS].chunks_exact_mut(BINS);
        for (bins, &value) in bins.zip(row) {
            let bin = &mut bins[usize::from(value)];
            bin.gradient += sum.gradient;
            bin.hessian += sum.hessian;
        }
    }
    let mut gains = vec![0.0; FEATURES * BINS];
    for leaf in sums.chunks_exact(FEATURES * BINS) {
        for (bins, gains) in leaf.chunks_exact(BINS).zip(gains.chunks_exact_mut(BINS)) {
            let all = bins.iter().fold(GradientSums::default(), |a, b| GradientSums {
                gradient: a.gradient + b.gradient,
                hessian: a.hessian + b.hessian,
            });
            let mut low = GradientSums::default();
            for (bin, gain) in bins.iter().zip(gains) {
                low = GradientSums { gradient: low.gradient + bin.gradient, hessian: low.hessian + bin.hessian };
                let high = GradientSums {
                    gradient: all.gradient - low.gradient,
                    hessian: (all.hessian - low.hessian).max(0.0),
                };
                *gain += low.gain(ridge) + high.gain(ridge) - all.gain(ridge);
            }
        }
    }
    let best = (0..gains.len()).rev().max_by(|&a, &b| gains[a].total_cmp(&gains[b])).unwrap_or(0);
    (best / BINS, best % BINS)
}
