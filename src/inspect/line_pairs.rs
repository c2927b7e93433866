//! The lines of one document in two runs, side by side.
//!
//! Where both runs had the same original, line by line. Else (the page was crawled again, or its text was taken out of it in another
//! way) the lines that are the same stand beside each other, as in any comparison of two texts.

use super::{Inspected, Line};
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use std::time::{Duration, Instant};

/// After so long a comparison of two texts becomes a coarse one.
const PATIENCE: Duration = Duration::from_millis(300);

/// A line of one document in both runs.
#[derive(Clone, Debug, PartialEq)]
pub struct LinePair {
    /// In the old run; `None` for a line that its original has not.
    pub old: Option<Line>,
    /// In the new run; the same.
    pub new: Option<Line>,
}

impl LinePair {
    /// Whether something differs: what it was, or what became of it. Where it stood does not count.
    #[must_use]
    pub fn differs(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => {
                old.pieces != new.pieces
                    || old.left_out != new.left_out
                    || old.removed.as_ref().map(|removal| &removal.rule)
                        != new.removed.as_ref().map(|removal| &removal.rule)
            }
            _ => true,
        }
    }
}

/// The lines of a document in both runs.
#[must_use]
pub fn line_pairs(old: &Inspected, new: &Inspected) -> Vec<LinePair> {
    let texts = |lines: &[Line]| -> Vec<String> { lines.iter().map(Line::seen).collect() };
    let (old_texts, new_texts) = (texts(&old.lines), texts(&new.lines));
    let pair = |old_at: Option<usize>, new_at: Option<usize>| LinePair {
        old: old_at.and_then(|at| old.lines.get(at)).cloned(),
        new: new_at.and_then(|at| new.lines.get(at)).cloned(),
    };
    if old_texts == new_texts {
        return (0..old_texts.len()).map(|at| pair(Some(at), Some(at))).collect();
    }
    let deadline = Some(Instant::now() + PATIENCE);
    let mut pairs = Vec::new();
    for step in capture_diff_slices_deadline(Algorithm::Myers, &old_texts, &new_texts, deadline) {
        match step {
            DiffOp::Equal { old_index, new_index, len } => {
                pairs.extend((0..len).map(|at| pair(Some(old_index + at), Some(new_index + at))));
            }
            other => {
                pairs.extend(other.old_range().map(|at| pair(Some(at), None)));
                pairs.extend(other.new_range().map(|at| pair(None, Some(at))));
            }
        }
    }
    pairs
}
