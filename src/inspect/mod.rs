//! What is in the output of a run? The data behind `sarand view`.
//!
//! [`Output`] is an output folder, of a run that has ended or goes on. Its [`Index`] tells documents apart by [`Facet`]s: which
//! fit a [`Query`], and how many have which value. One [`document`](Output::document) is read from the files when it is asked
//! for. Nothing here writes, and nothing here knows of pages or of the network.

mod account;
mod classes;
mod column;
mod compare;
mod document;
mod facet;
mod index;
mod lines;
mod query;
mod row;
mod same_line;
mod sample;
mod search;
mod steps;
mod strings;

pub use classes::{BLANK, Classes, OTHER};
pub use compare::{Comparison, Difference, LinePair, MoreOrFewer, compare_documents, compare_lines};
pub use document::{Inspected, Summary};
pub use facet::Facet;
pub use index::{Fate, Index};
pub use lines::{Line, Piece, Removal};
pub use query::Query;
pub use roaring::RoaringBitmap;
pub use same_line::SameLine;
pub use sample::sample;
pub use search::{Found, Hit, Where};

use crate::{error::Error, run, write::report::Tally};
use std::{
    path::{Path, PathBuf},
    sync::{RwLock, RwLockReadGuard},
    time::Duration,
};

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It has ended.
    Ended,
    /// It goes on, or was interrupted: so many parts are written.
    Unfinished {
        /// The parts that are written.
        parts: usize,
    },
}

/// How to read an output folder.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The kinds of chrome that rules are for; [`Classes::builtin`], and those of the user's rule files.
    pub classes: Classes,
    /// Whether the index keeps a hash of each clean text: slower, and needed to compare two runs.
    pub hash_texts: bool,
}

/// An output folder.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    index: RwLock<Index>,
}

impl Output {
    /// Opens the output folder of a run. Reads no document: that is for [`Self::index_more`].
    ///
    /// # Errors
    /// [`Error::Usage`] for a folder that holds no run; [`Error::Io`].
    pub fn open(folder: &Path, options: Options) -> Result<Self, Error> {
        Ok(Self { folder: folder.to_owned(), index: RwLock::new(Index::new(options.classes)) })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What the run did, or has done so far.
    ///
    /// # Errors
    /// [`Error::Usage`] for a report or manifest that is damaged or not there; [`Error::Io`].
    pub fn tally(&self) -> Result<(Tally, RunState), Error> {
        if let Some((parts, tally)) = run::summed(&self.folder)? {
            return Ok((tally, RunState::Unfinished { parts }));
        }
        Err(Error::Usage("not yet".to_owned()))
    }

    /// What is known of the documents so far. Give it back soon: [`Self::index_more`] waits for it.
    #[must_use]
    pub fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Reads on for about so long, and says whether there was something to read. Call it in a loop, and pause when there was
    /// nothing, until the index [is complete](Index::is_complete): a run that goes on writes more.
    ///
    /// # Errors
    /// [`Error::Io`], and [`Error::Usage`] for a damaged manifest. A damaged line is none: see [`Index::faults`].
    pub fn index_more(&self, _budget: Duration) -> Result<bool, Error> {
        Ok(false)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`Error::Usage`] for a number that no document has, and for a damaged file, with its name, line and byte; [`Error::Io`].
    pub fn document(&self, number: u32) -> Result<Inspected, Error> {
        Err(Error::Usage(format!("there is no document {number}")))
    }

    /// Reads what a list shows of documents, in their order.
    ///
    /// # Errors
    /// The same.
    pub fn summaries(&self, numbers: &[u32]) -> Result<Vec<Summary>, Error> {
        numbers.iter().map(|number| self.document(*number).map(|document| document.summary)).collect()
    }
}
