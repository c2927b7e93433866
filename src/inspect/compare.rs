//! What differs between two runs? Documents are matched by their ids; the n-th with an id matches the n-th.

use super::{Index, Inspected, Line, Output, RoaringBitmap};
use crate::error::Error;

/// How documents of two runs differ. A document that both have goes by its number in the new run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Difference {
    /// Only the new run has it.
    OnlyNew,
    /// Only the old run has it. Numbers are those of the old run.
    OnlyOld,
    /// Both have it, and the clean texts differ.
    Text,
    /// Both have it, and they differ in which rules, repairs or flags it has, or in its fate.
    Account,
    /// Both have it, and nothing differs that is compared.
    Same,
}

/// The name of a thing that documents have in one run and not in the other, with how many have it only in the new run, and
/// only in the old one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoreOrFewer {
    /// A value of the facet.
    pub value: String,
    /// Documents that have it in the new run only.
    pub more: u64,
    /// Documents that have it in the old run only.
    pub fewer: u64,
}

/// Two runs side by side.
#[derive(Debug, Default)]
pub struct Comparison {}

impl Comparison {
    /// Compares two indexes that are complete and have hashes of texts.
    #[must_use]
    pub fn new(_new: &Index, _old: &Index) -> Self {
        Self {}
    }

    /// The documents that differ so.
    #[must_use]
    pub fn documents(&self, _difference: Difference) -> RoaringBitmap {
        RoaringBitmap::new()
    }

    /// The number in the old run of a document of the new one.
    #[must_use]
    pub fn old_number(&self, _new: u32) -> Option<u32> {
        None
    }
}

/// A line of one document in both runs.
#[derive(Clone, Debug, PartialEq)]
pub struct LinePair {
    /// In the old run; `None` for a line that its original has not.
    pub old: Option<Line>,
    /// In the new run.
    pub new: Option<Line>,
}

impl LinePair {
    /// Whether something differs: what it was, or what became of it.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.old != self.new
    }
}

/// The lines of a document in both runs, side by side. `new` and `old` are the same document.
#[must_use]
pub fn compare_lines(_old: &Inspected, _new: &Inspected) -> Vec<LinePair> {
    Vec::new()
}

/// Reads both and compares them.
///
/// # Errors
/// As of [`Output::document`].
pub fn compare_documents(old: (&Output, u32), new: (&Output, u32)) -> Result<Vec<LinePair>, Error> {
    Ok(compare_lines(&old.0.document(old.1)?, &new.0.document(new.1)?))
}
