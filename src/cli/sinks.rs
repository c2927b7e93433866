//! Where the parts of a run go: a folder, standard output, or nowhere.

#[cfg(feature = "parquet")]
use crate::write::{folder, parquet::Writer};
use crate::{
    batch::{Part, Sink},
    error::Error,
    write::folder::OutFolder,
};
#[cfg(feature = "parquet")]
use std::fs::File;
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

/// Into a folder, the documents as a table.
#[cfg(feature = "parquet")]
pub(super) struct Parquet {
    pub(super) folder: OutFolder,
    writer: Writer<File>,
}

#[cfg(feature = "parquet")]
impl Parquet {
    pub(super) fn new(folder: OutFolder) -> Result<Self, Error> {
        let writer = Writer::new(folder.documents()?).map_err(table)?;
        Ok(Self { folder, writer })
    }

    /// Ends the table.
    pub(super) fn close(self) -> Result<OutFolder, Error> {
        self.writer.finish().map_err(table)?;
        Ok(self.folder)
    }
}

#[cfg(feature = "parquet")]
impl Sink for Parquet {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.writer.push(&part.documents).map_err(table)?;
        self.folder.write(b"", &part.removed, &part.quarantine)
    }
}

#[cfg(feature = "parquet")]
fn table(source: io::Error) -> Error {
    Error::Io { path: PathBuf::from(folder::DOCUMENTS_PARQUET), source }
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
