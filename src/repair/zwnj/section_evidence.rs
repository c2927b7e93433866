//! What became of the ZWNJ of a text? A text loses them in one way, or not at all.
//!
//! Where words that surely had one are written closed, others are likely to be; where ZWNJ stand, or were made into
//! spaces, what is written closed mostly belongs so. So the odds that a place must have depend on what the lines around it
//! show. Closed plurals and comparatives (`کتابها`, `بزرگتر`) show nothing: that is how many write them.

use super::{Level, classifier::Strength};
use std::ops::Add;

/// What became of a ZWNJ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ZwnjLoss {
    Deleted,
    ToSpace,
}

/// What lines show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SectionEvidence {
    /// How many ZWNJ there are.
    kept: u32,
    /// How many were surely deleted, or made into spaces.
    lost: [u32; 2],
}

/// From this on a place is a sign for others.
pub(crate) const SURE: Strength = 58;

impl SectionEvidence {
    /// There are so many ZWNJ.
    #[inline]
    pub(crate) fn count_kept(&mut self, marks: u32) {
        self.kept += marks;
    }

    /// One was lost, if a place is a sign of that.
    #[inline]
    pub(crate) fn count_lost(&mut self, evidence: Option<ZwnjLoss>) {
        if let Some(lost) = evidence {
            self.lost[lost as usize] += 1;
        }
    }

    /// What may have been a sign is repaired, and a ZWNJ stands there now if it is seen.
    pub(crate) fn count_repaired(&mut self, evidence: Option<ZwnjLoss>, seen: bool) {
        self.kept += u32::from(seen);
        if let Some(lost) = evidence {
            self.lost[lost as usize] = self.lost[lost as usize].saturating_sub(1);
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The least strengths that the level wants of places within words, and of spaces.
    ///
    /// Repairs make signs of loss into ZWNJ. That never lowers a bound, or else a second run would find more.
    pub(crate) fn bounds(self, level: Level) -> [i32; 2] {
        const SEVERAL: i32 = 54;
        // The user's words are surer than this, whatever the text shows.
        const MOST: i32 = 253;
        // What is wanted at least; the same where nothing is shown, so that the odds of the place decide alone; and what for
        // each sixteenth of a bit that speaks against a loss of this kind: of all, and of those beyond what texts show that
        // have lost some in several ways.
        let (least, alone, each, beyond) = match level {
            Level::Off => (MOST, MOST, 0, 0),
            Level::Safe => (45, 45, 1, 4),
            Level::Likely => (7, 3, 1, 4),
            Level::Bold => (1, 1, 0, 1),
        };
        let all = self.kept + self.lost[0] + self.lost[1];
        let least = if all == 0 { alone } else { least };
        self.lost.map(|own| {
            // Of none seen a tenth of two are taken for granted.
            let against = logarithm(all.saturating_mul(5).saturating_add(10))
                - logarithm(own.saturating_mul(5).saturating_add(1));
            (least + (each * against + beyond * (against - SEVERAL).max(0)) / 2).min(MOST)
        })
    }
}

/// The binary logarithm in sixteenths.
fn logarithm(n: u32) -> i32 {
    let whole = n.max(1).ilog2();
    (16 * whole + (u64::from(n) << 4 >> whole) as u32 % 16) as i32
}

impl Add for SectionEvidence {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let lost = [self.lost[0] + other.lost[0], self.lost[1] + other.lost[1]];
        Self { kept: self.kept + other.kept, lost }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repaired_text_wants_no_less_than_before() {
        for level in [Level::Safe, Level::Likely, Level::Bold] {
            for (kept, deleted, spaced) in
                (0..30).flat_map(|k| (0..9).flat_map(move |d| (0..9).map(move |s| (k, d, s))))
            {
                let before = SectionEvidence { kept, lost: [deleted, spaced] }.bounds(level);
                for (more, left) in [(deleted + spaced, [0, 0]), (spaced, [deleted, 0]), (deleted + 2, [0, spaced])] {
                    let after = SectionEvidence { kept: kept + more, lost: left }.bounds(level);
                    assert!(after[0] >= before[0] && after[1] >= before[1], "{kept} {deleted} {spaced}");
                }
            }
        }
    }

    #[test]
    fn what_is_shown_moves_the_bounds() {
        let bounds = |kept, lost| SectionEvidence { kept, lost }.bounds(Level::Likely);
        let nothing = bounds(0, [0, 0]);
        assert!(bounds(0, [1, 0])[0] < nothing[0] && bounds(0, [1, 0])[1] > nothing[1]);
        assert!(bounds(2, [0, 0])[0] > nothing[0]);
        assert!(bounds(9, [9, 9])[0] < nothing[0]);
        assert!(bounds(1_000_000, [0, 0])[0] < 254);
    }
}
