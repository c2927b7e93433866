//! Some documents at random, the same for the same seed.

use super::RoaringBitmap;
use std::collections::BTreeSet;

/// At most `count` documents of `within`, in their order. Each is as likely as any other.
#[must_use]
pub fn sample(within: &RoaringBitmap, count: u32, seed: u64) -> Vec<u32> {
    let (all, mut state) = (within.len(), seed);
    let mut ranks = BTreeSet::new();
    // Floyd: each step takes one of those that there were before it, or the new one.
    for last in all.saturating_sub(u64::from(count))..all {
        let rank = random(&mut state) % (last + 1);
        if !ranks.insert(rank) {
            ranks.insert(last);
        }
    }
    ranks.into_iter().filter_map(|rank| within.select(rank as u32)).collect()
}

/// The next number of SplitMix64.
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_as_large_as_it_can_be_and_the_same_again() {
        let within: RoaringBitmap = (0..1000).filter(|number| number % 3 == 0).collect();
        let some = sample(&within, 20, 7);
        assert_eq!(some.len(), 20);
        assert!(some.is_sorted() && some.iter().all(|number| within.contains(*number)));
        assert_eq!(sample(&within, 20, 7), some);
        assert_ne!(sample(&within, 20, 8), some);
        assert_eq!(sample(&within, 5000, 7).len(), 334);
        assert!(sample(&RoaringBitmap::new(), 3, 0).is_empty());
    }

    #[test]
    fn each_document_is_as_likely_as_any_other() {
        let within: RoaringBitmap = (0..10).collect();
        let mut counts = [0; 10];
        for seed in 0..5000 {
            sample(&within, 3, seed).into_iter().for_each(|number| counts[number as usize] += 1);
        }
        assert!(counts.iter().all(|count| (1350..1650).contains(count)), "{counts:?}");
    }
}
