//! One cleaner for many threads, which owns its rules: for servers, and for other languages.
//!
//! ```
//! use sarand::{clean::{Options, SharedCleaner}, document::Document, rules::RuleSet};
//! let cleaner = SharedCleaner::new(RuleSet::builtin(), Options::default());
//! std::thread::scope(|threads| {
//!     for _ in 0..2 {
//!         threads.spawn(|| {
//!             let page = Document::from_text("[ad_1]\nThe ferry to the island leaves at nine.\n");
//!             assert_eq!(cleaner.clean(&page).text, "The ferry to the island leaves at nine.\n");
//!         });
//!     }
//! });
//! ```
//!
//! Starts no threads of its own: [`crate::batch`] does.

use super::{Cleaned, Cleaner, Memory, Options};
use crate::{document::Document, rules::RuleSet};
use std::sync::{Mutex, PoisonError};

/// So many memories are kept at most; threads beyond that make theirs anew.
const KEPT: usize = 64;

/// Cleans documents from any number of threads.
#[derive(Debug)]
pub struct SharedCleaner {
    rules: RuleSet,
    options: Options,
    /// Those that no thread has just now.
    memories: Mutex<Vec<Memory>>,
}

impl SharedCleaner {
    /// A cleaner with these rules.
    #[must_use]
    pub fn new(rules: RuleSet, options: Options) -> Self {
        Self { rules, options, memories: Mutex::default() }
    }

    /// Its rules.
    #[must_use]
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// How it cleans.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Cleans one document.
    #[must_use]
    pub fn clean(&self, document: &Document<'_>) -> Cleaned<'_> {
        let memory = self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let mut cleaner = Cleaner { rules: &self.rules, options: &self.options, memory };
        let cleaned = cleaner.clean(document);
        let mut memories = self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        if memories.len() < KEPT {
            memories.push(cleaner.memory);
        }
        cleaned
    }
}
