//! UTF-8 with some bytes that are not, and files that are UTF-8 in some lines only.

use std::ops::Range;

/// What of some bytes is UTF-8; ASCII is not counted.
#[derive(Clone, Copy, Debug, Default)]
struct SequenceCounts {
    /// Bytes in valid sequences.
    good: usize,
    /// Of these, in sequences of three and four.
    long: usize,
    /// Other bytes.
    bad: usize,
    /// How many stretches of them.
    bad_runs: usize,
}

impl SequenceCounts {
    fn of(bytes: &[u8]) -> Self {
        let mut count = Self::default();
        let mut fresh = true;
        for chunk in bytes.utf8_chunks() {
            let valid = chunk.valid().as_bytes();
            count.good += valid.iter().filter(|b| !b.is_ascii()).count();
            count.long += 3 * valid.iter().filter(|b| **b >= 0xE0).count();
            if !chunk.invalid().is_empty() {
                count.bad += chunk.invalid().len();
                count.bad_runs += usize::from(fresh || !valid.is_empty());
                fresh = false;
            }
        }
        count
    }

    fn add(&mut self, other: Self) {
        self.good += other.good;
        self.long += other.long;
        self.bad += other.bad;
        self.bad_runs += other.bad_runs;
    }

    /// At least nine of ten stand in valid sequences, or some of the long ones, which are no accident, against few
    /// wounds. Text in a one-byte charset comes nowhere near.
    fn is_utf8(self) -> bool {
        self.good > 0 && (self.good >= 9 * self.bad || (self.long > 0 && self.good >= 3 * self.bad_runs))
    }
}

/// What bytes that are not all UTF-8 are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// UTF-8, but for some bytes.
    Lenient,
    /// Another charset.
    Other,
    /// Some lines are UTF-8 and others are not: runs of lines in turn, whether each is UTF-8, together all of the bytes.
    Mixed(Vec<(Range<usize>, bool)>),
}

/// Fewer bytes than these are no sign that a file changes its charset: damage, or an accident.
const LEAST_BAD: usize = 3;
const LEAST_GOOD: usize = 12;

/// Judges bytes that are not valid UTF-8.
pub(super) fn judge(bytes: &[u8]) -> Verdict {
    let (mut inside, mut all) = (SequenceCounts::default(), SequenceCounts::default());
    let mut outside = 0;
    let mut runs: Vec<(Range<usize>, bool)> = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at + 1);
        let line = &bytes[start..end];
        let count = SequenceCounts::of(line);
        all.add(count);
        let utf8 = if count.bad >= LEAST_BAD && count.bad > count.good {
            outside += count.bad;
            Some(false)
        } else {
            inside.add(count);
            (count.good + count.bad > 0).then_some(true)
        };
        // Lines of ASCII go with those before them.
        match runs.last_mut() {
            Some((run, of)) if utf8.is_none_or(|utf8| utf8 == *of) => run.end = end,
            _ => runs.push((start..end, utf8.unwrap_or(true))),
        }
        start = end;
    }
    if outside >= LEAST_BAD && inside.good >= LEAST_GOOD && inside.is_utf8() {
        Verdict::Mixed(runs)
    } else if all.is_utf8() {
        Verdict::Lenient
    } else {
        Verdict::Other
    }
}
