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
    /// There are ZWNJ.
    pub(crate) kept: bool,
    /// How many were surely deleted, or made into spaces.
    lost: [u8; 2],
}

/// From this on a place is a sign for others.
const SURE: Strength = 64;

impl Signs {
    #[inline]
    pub(crate) fn see(&mut self, lost: Lost, strength: Strength) {
        let count = &mut self.lost[lost as usize];
        *count = count.saturating_add(u8::from(strength >= SURE));
    }

    /// The least strengths that the level wants of places within words, and of spaces.
    pub(crate) fn bounds(self, level: Level) -> [Strength; 2] {
        // In a line that has lost some in this way or in several; that shows nothing; that has kept all it surely had;
        // that has lost all in the other way.
        let [like, unknown, kept, unlike] = match level {
            Level::Off => [Strength::MAX; 4],
            Level::Safe => [40, 70, 120, 120],
            Level::Likely => [8, 30, 50, 60],
            Level::Bold => [1, 1, 20, 20],
        };
        let [deleted, spaced] = self.lost;
        let bound = |own: u8, other: u8| match (own > 0, other > 0, self.kept) {
            (true, ..) | (_, true, true) => like,
            (_, false, false) => unknown,
            (_, false, true) => kept,
            (_, true, false) => unlike,
        };
        [bound(deleted, spaced), bound(spaced, deleted)]
    }
}
