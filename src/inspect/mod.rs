//! What is in the output of a run? The data behind `sarand view`.
//!
//! [`Output`] is an output folder, of a run that has ended or goes on. Its [`Index`] tells documents apart by [`Facet`]s: which
//! fit a [`Query`], and how many have which value. One [`document`](Output::document) is read from the files when it is asked
//! for. Nothing here writes, and nothing here knows of pages or of the network.

mod account;
mod classes;
mod column;
mod compare;
mod cut_lines;
mod document;
mod facet;
mod files;
mod index;
mod line_pairs;
mod lines;
mod needle;
mod pairing;
mod parse;
mod parts;
mod query;
mod reading;
mod row;
mod same_line;
mod sample;
mod search;
mod steps;
mod strings;
#[cfg(feature = "parquet")]
mod table;
mod texts;

pub use classes::{BLANK, Classes, OTHER};
pub use compare::{Comparison, Difference, MoreOrFewer};
pub use document::{Inspected, Summary};
pub use facet::Facet;
pub use index::{Fate, Index};
pub use line_pairs::{LinePair, line_pairs};
pub use lines::{Line, Piece, Removal};
pub(crate) use needle::PHRASE;
pub use query::Query;
pub use roaring::RoaringBitmap;
pub use same_line::SameLine;
pub use sample::sample;
pub use search::{Found, Hit, Where};

use crate::{
    error::Error,
    parts::layout::{MANIFEST, REPORT, STATE},
    run,
    write::report::Tally,
};
use index::Place;
use reading::Reading;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard},
    time::{Duration, Instant},
};

/// How often files are looked for: at its end, a run moves them twice.
const ATTEMPTS: usize = 4;

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
#[derive(Clone, Debug)]
pub struct Options {
    /// The kinds of chrome that rules are for: of the rules that come with the program, and those of the user's rule files.
    pub classes: Arc<Classes>,
    /// Whether the index keeps a hash of each clean text: slower, and needed to compare two runs.
    pub hash_texts: bool,
}

/// With the rules that come with the program, and without hashes.
impl Default for Options {
    fn default() -> Self {
        Self { classes: Arc::new(Classes::builtin()), hash_texts: false }
    }
}

/// An output folder.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    index: RwLock<Index>,
    reading: Mutex<Reading>,
}

impl Output {
    /// Opens the output folder of a run. Reads no document: that is for [`Self::index_more`].
    ///
    /// # Errors
    /// [`Error::Usage`] for a folder that holds no run; [`Error::Io`].
    pub fn open(folder: &Path, options: Options) -> Result<Self, Error> {
        let listing = parts::list(folder)?;
        let index = RwLock::new(Index::new(options.classes.clone()));
        let reading = Mutex::new(Reading::new(folder, options, listing));
        Ok(Self { folder: folder.to_owned(), index, reading })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the run goes on, or was interrupted: what [`Self::tally`] says, too, but without reading what the run did.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.folder.join(STATE).join(MANIFEST).is_file()
    }

    /// Whether another run has taken the place of this one, or does so now, and is not read yet.
    pub(crate) fn is_replaced(&self) -> bool {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner).is_replaced()
    }

    /// What the run did, or has done so far.
    ///
    /// # Errors
    /// [`Error::Usage`] for a report or manifest that is damaged or not there; [`Error::Io`].
    pub fn tally(&self) -> Result<(Tally, RunState), Error> {
        if let Some((parts, tally)) = run::summed(&self.folder)? {
            return Ok((tally, RunState::Unfinished { parts }));
        }
        let path = self.folder.join(REPORT);
        let bytes = fs::read(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Error::Usage(format!("{} holds no report of a run", self.folder.display())),
            _ => Error::Io { path: path.clone(), source },
        })?;
        let tally = serde_json::from_slice(&bytes);
        let tally = tally.map_err(|error| Error::Usage(format!("{}: not a report: {error}", path.display())))?;
        Ok((tally, RunState::Ended))
    }

    /// What is known of the documents so far. Give it back soon: [`Self::index_more`] waits for it.
    pub fn index(&self) -> RwLockReadGuard<'_, Index> {
        self.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads on for about so long, and says whether there was something to read. Call it in a loop, and pause when there was
    /// nothing, until the index [is complete](Index::is_complete): a run that goes on writes more. Called after that, it sees
    /// when another run has taken the place of this one, and reads that ([`Index::generation`]).
    ///
    /// # Errors
    /// [`Error::Io`], and [`Error::Usage`] for a damaged manifest. A damaged line is none: see [`Index::faults`].
    pub fn index_more(&self, budget: Duration) -> Result<bool, Error> {
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let (begun, mut some) = (Instant::now(), false);
        while reading.step(&self.index)? {
            some = true;
            if begun.elapsed() >= budget {
                break;
            }
        }
        Ok(some)
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`Error::Usage`] for a number that no document has, and for a damaged file, with its name, line and byte; [`Error::Io`].
    pub fn document(&self, number: u32) -> Result<Inspected, Error> {
        let (raw, fate) = self.raw(number)?;
        let (flags, classes) = {
            let index = self.index();
            let flags = index.values(Facet::Flag, number).into_iter().map(str::to_owned).collect();
            (flags, Arc::clone(&index.classes))
        };
        raw.inspect(number, fate, flags, &classes)
    }

    /// Reads what a list shows of documents, in their order.
    ///
    /// # Errors
    /// The same.
    pub fn summaries(&self, numbers: &[u32]) -> Result<Vec<Summary>, Error> {
        let summary = |number: &u32| self.raw(*number).and_then(|(raw, fate)| raw.summary(*number, fate));
        numbers.iter().map(summary).collect()
    }

    fn raw(&self, number: u32) -> Result<(document::Raw, Fate), Error> {
        self.where_files_are(|| {
            let (place, fate) = self.place(number)?;
            Ok((document::read(&place)?, fate))
        })
    }

    /// Reads files that the index knows. When one is not there, the run has ended meanwhile, and its files have other names; or
    /// there is another run. Then the files are listed anew, and read again.
    fn where_files_are<T>(&self, read: impl Fn() -> Result<T, Error>) -> Result<T, Error> {
        for _ in 1..ATTEMPTS {
            match read() {
                Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                    self.reading.lock().unwrap_or_else(PoisonError::into_inner).list(&self.index)?;
                }
                read => return read,
            }
        }
        read()
    }

    fn place(&self, number: u32) -> Result<(Place, Fate), Error> {
        let index = self.index();
        let place = index.place(number).zip(index.fate(number));
        place.ok_or_else(|| Error::Usage(format!("there is no document {number}")))
    }
}
