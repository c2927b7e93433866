//! In which step is a number? Steps of sizes, shares and chances, each with a name that can stand in a URL.

/// Characters.
pub(super) const SIZES: [&str; 12] = [
    "0",
    "1-99",
    "100-199",
    "200-499",
    "500-999",
    "1000-1999",
    "2000-4999",
    "5000-9999",
    "10000-19999",
    "20000-49999",
    "50000-99999",
    "100000-",
];

/// Where the steps of [`SIZES`] begin.
const SIZE_STARTS: [u64; 12] = [0, 1, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000];

/// Percent.
pub(super) const SHARES: [&str; 10] = ["0", "0-1", "1-2", "2-5", "5-10", "10-20", "20-40", "40-60", "60-80", "80-100"];

/// Where the steps of [`SHARES`] end, from the second on.
const SHARE_ENDS: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0, f64::INFINITY];

/// A chance, 0 to 1.
pub(super) const CHANCES: [&str; 10] =
    ["0.0-0.1", "0.1-0.2", "0.2-0.3", "0.3-0.4", "0.4-0.5", "0.5-0.6", "0.6-0.7", "0.7-0.8", "0.8-0.9", "0.9-1.0"];

/// The step of [`SIZES`] that so many characters are in.
pub(super) fn size(characters: u64) -> &'static str {
    SIZES[SIZE_STARTS.partition_point(|start| *start <= characters).saturating_sub(1)]
}

/// The step of [`SHARES`] of what is gone of `before` characters. A text that grew has lost nothing.
pub(super) fn removed(before: u64, after: u64) -> &'static str {
    if after >= before {
        return SHARES[0];
    }
    let percent = (before - after) as f64 * 100.0 / before as f64;
    SHARES[1 + SHARE_ENDS.iter().position(|end| percent < *end).unwrap_or(SHARE_ENDS.len() - 1)]
}

/// The step of [`CHANCES`].
pub(super) fn chance(chance: f64) -> &'static str {
    // A cast of what is below 0, above 9 or no number ends at one of the ends.
    CHANCES[((chance * 10.0 + 1e-9) as usize).min(CHANCES.len() - 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_their_steps() {
        let sizes = [(0, "0"), (1, "1-99"), (99, "1-99"), (100, "100-199"), (u64::MAX, "100000-")];
        assert!(sizes.into_iter().all(|(characters, step)| size(characters) == step));
        let shares =
            [(0, 0, "0"), (5, 9, "0"), (1000, 999, "0-1"), (100, 99, "1-2"), (100, 50, "40-60"), (7, 0, "80-100")];
        assert!(shares.into_iter().all(|(before, after, step)| removed(before, after) == step));
        let chances = [(0.0, "0.0-0.1"), (0.3, "0.3-0.4"), (0.999, "0.9-1.0"), (1.0, "0.9-1.0"), (f64::NAN, "0.0-0.1")];
        assert!(chances.into_iter().all(|(of, step)| chance(of) == step));
    }
}
