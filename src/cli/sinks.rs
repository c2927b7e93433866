//! Where the parts of a run go: a folder, standard output, or nowhere.

use crate::{
    batch::{Part, Sink},
    error::Error,
    write::folder::OutFolder,
};
use std::{
    io::{self, Write},
    path::PathBuf,
};

/// Into a folder.
pub(super) struct Folder(pub(super) OutFolder);

impl Sink for Folder {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.0.write(&part.documents, &part.removed, &part.quarantine)
    }
}

/// Documents to standard output, each part as it comes.
pub(super) struct Documents;

impl Sink for Documents {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        print(&part.documents)
    }
}

/// The text of the one document to standard output; what could not be read is told on the way out.
pub(super) struct Text;

impl Sink for Text {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        print(&part.text)?;
        if part.text.last().is_some_and(|last| *last != b'\n') { print(b"\n") } else { Ok(()) }
    }
}

/// Nowhere.
pub(super) struct Nowhere;

impl Sink for Nowhere {
    fn part(&mut self, _: &Part) -> Result<(), Error> {
        Ok(())
    }
}

/// Writes all of `bytes` to standard output at once.
pub(super) fn print(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.map_err(|source| Error::Io { path: PathBuf::from("<stdout>"), source })
}
