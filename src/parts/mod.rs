//! What does a run give, piece by piece, and where does it go?
//!
//! A [`Part`] is what came of one piece of the input, and says at which [`Position`] it ends. It goes by a [`Lane`] to a
//! [`Sink`]. Who makes parts ([`crate::batch`]) and who keeps them ([`crate::run`]) agree here on these, on names and hashes.

mod lane;
pub mod layout;
mod sha256;

use crate::{error::Error, read::lines::StreamPosition, write::report::Tally};
pub use lane::Lane;
use serde::{Deserialize, Serialize};
pub use sha256::hash;
pub(crate) use sha256::hex;
use std::{path::PathBuf, sync::Arc};

/// A place between two pieces. It depends on the inputs alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// The source that is read, or comes next.
    pub source: usize,
    /// How many pieces of it are behind.
    pub piece: u64,
    /// Where in it that is, if it can be opened there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<StreamPosition>,
}

/// Where the texts of files of text and HTML go, beside the documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TextDestination {
    /// Nowhere.
    #[default]
    None,
    /// Into this folder, under the names of [`crate::read::name::text_path`].
    Folder(PathBuf),
    /// Into [`Part::text`].
    Part,
}

/// What came of one piece of work.
#[derive(Debug, Default)]
pub struct Part {
    /// Lines of `documents.jsonl`.
    pub documents: Vec<u8>,
    /// Lines of `removed.jsonl`.
    pub removed: Vec<u8>,
    /// Lines of `quarantine.jsonl`.
    pub quarantine: Vec<u8>,
    /// Clean texts, for [`TextDestination::Part`].
    pub text: Vec<u8>,
    /// Lines of `text.sha256`, for [`TextDestination::Folder`].
    pub sums: Vec<u8>,
    /// What was done.
    pub tally: Tally,
    /// Where the piece ends.
    pub end: Position,
}

impl Part {
    /// Makes it an empty one, to be filled again.
    pub(crate) fn clear(&mut self) {
        let Self { documents, removed, quarantine, text, sums, tally, end: _ } = self;
        for buffer in [documents, removed, quarantine, text, sums] {
            buffer.clear();
        }
        *tally = Tally::default();
    }
}

/// Where parts go.
pub trait Sink: Send {
    /// Takes the next part, in the order of the input.
    ///
    /// # Errors
    /// What ends the run.
    fn part(&mut self, part: &Part) -> Result<(), Error>;
}

impl<S: Sink + ?Sized> Sink for &mut S {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        (**self).part(part)
    }
}

/// Several sinks, each for a stretch of the input: they are written side by side.
pub trait Sinks<'s>: Send {
    /// The lane of the next part, in the order of the input. All wait meanwhile: it is to say where, and no more.
    ///
    /// # Errors
    /// What ends the run.
    fn lane(&mut self, part: &Part) -> Result<Arc<Lane<dyn Sink + 's>>, Error>;

    /// Whether to go on behind the last part.
    ///
    /// # Errors
    /// What ends the run.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }
}
