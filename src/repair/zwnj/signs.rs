//! What became of the ZWNJ of a line? A text loses them in one way, or not at all.
//!
//! Where words that surely had one are written closed, others are likely to be; where ZWNJ stand, or were made into
//! spaces, what is written closed mostly belongs so. So the odds that a place must have depend on the line it is in.

use super::{Level, judge::Strength};

/// What became of a ZWNJ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    Deleted,
    ToSpace,
}

/// What a line shows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Signs {
    /// How many words have ZWNJ.
    pub(crate) kept: u8,
    /// How many were surely deleted, or made into spaces.
    lost: [u8; 2],
}

/// From this on a place is a sign for others.
const SURE: Strength = 58;

impl Signs {
    #[inline]
    pub(crate) fn see(&mut self, lost: Lost, strength: Strength) {
        let count = &mut self.lost[lost as usize];
        *count = count.saturating_add(u8::from(strength >= SURE));
    }

    /// The least strengths that the level wants of places within words, and of spaces.
    pub(crate) fn bounds(self, level: Level) -> [Strength; 2] {
        // In a line that has lost some in this way or in several; that shows nothing; that has kept the one it surely had,
        // or more; that has lost all in the other way.
        // A repaired line must not want less than it did, or a second run would find more.
        let [like, unknown, one, kept, unlike] = match level {
            Level::Off => [Strength::MAX; 5],
            Level::Safe => [40, 70, 90, 120, 90],
            Level::Likely => [9, 30, 60, 62, 60],
            Level::Bold => [1, 1, 10, 20, 10],
        };
        let [deleted, spaced] = self.lost;
        let bound = |own: u8, other: u8| match (own > 0, other > 0, self.kept) {
            (true, ..) | (_, true, 1..) => like,
            (_, false, 0) => unknown,
            (_, false, 1) => one,
            (_, false, _) => kept,
            (_, true, 0) => unlike,
        };
        [bound(deleted, spaced), bound(spaced, deleted)]
    }
}
