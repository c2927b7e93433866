//! The records of a source that holds many and is not JSONL, one by one.
//!
//! A record is bytes in a buffer and what they are: a page still as its archive holds it, a row as a JSON object, or
//! something that is no record. [`open`] chooses the reader; [`super::http`] makes a page of what an archive holds.

use super::{
    Kind, Limits, Source, arc,
    archive::Archive,
    csv,
    lines::Place,
    record::{Fault, Faulty},
    stream, tar, unpack, warc, zip,
};
use std::{
    io,
    sync::{Arc, atomic::AtomicU64},
};

/// A record in a buffer.
#[derive(Debug)]
pub struct Item {
    /// Where it begins: a byte of the decompressed source, and which record of the source it is, from 1.
    pub place: Place,
    /// Where in the buffer it begins.
    pub start: usize,
    /// Where in the buffer it ends.
    pub end: usize,
    /// What it is.
    pub what: What,
}

/// What a record is.
#[derive(Debug)]
pub enum What {
    /// A page, as its archive holds it.
    Page(Box<Head>),
    /// A row of a table, as a JSON object.
    Row,
    /// Nothing to clean; the reason is a key of `report.json`.
    Passed(&'static str),
    /// Something broken, and how its source spells it where that is not the buffer's way.
    Faulty(Faulty),
}

/// What an archive says of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Its identifier, without `<>`; empty when there is none.
    pub id: String,
    /// Where it was found; empty when that is unknown.
    pub url: String,
    /// When, in ISO 8601; may be empty.
    pub date: String,
    /// The media type of the block, perhaps with parameters; may be empty.
    pub media: String,
    /// The name inside an archive of files; then it tells the kind.
    pub name: String,
    /// The block is a server's answer: its head, then the body.
    pub http: bool,
    /// The archive says that the end is missing.
    pub truncated: bool,
    /// How many bytes of the record come before the block.
    pub block: usize,
}

/// Gives records in order. The same source gives the same records.
pub trait Items: Send {
    /// Appends the next record to `buffer`; `None` at the end.
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<Item>;
}

/// Opens a source of many records that is not JSONL; `consumed` counts its bytes as they are read.
///
/// # Errors
/// What the system says; a zip or Parquet source that is no file; Parquet in a program built without it.
pub fn open(source: &Source, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn Items>> {
    let stream = || stream::open(source, consumed);
    let limits = source.limits;
    Ok(match source.kind {
        Kind::Warc => Box::new(Archive::new(stream()?, warc::Warc, limits)),
        Kind::Arc => Box::new(Archive::new(stream()?, arc::Arc, limits)),
        Kind::Tar => Box::new(tar::Tar::new(stream()?, limits)),
        Kind::Csv => Box::new(csv::Csv::new(stream()?, b',', limits)),
        Kind::Tsv => Box::new(csv::Csv::new(stream()?, b'\t', limits)),
        Kind::Zip => Box::new(zip::Zip::new(file(source)?, limits)?),
        #[cfg(feature = "parquet")]
        Kind::Parquet => Box::new(super::parquet::Parquet::new(file(source)?, limits)?),
        #[cfg(not(feature = "parquet"))]
        Kind::Parquet => return Err(io::Error::other("this program was built without Parquet")),
        Kind::Text | Kind::Html | Kind::Jsonl => return Err(io::Error::other("no source of records")),
    })
}

/// The file of a source that is read from its end.
fn file(source: &Source) -> io::Result<std::fs::File> {
    match &source.origin {
        super::Origin::File(path) if source.pack == super::Pack::Plain => std::fs::File::open(path),
        _ => Err(io::Error::other("its directory stands at its end: save it to a file, not compressed")),
    }
}

/// The fault of an error of a stream.
#[must_use]
pub fn fault(error: &io::Error) -> Faulty {
    let fault = match unpack::damage(error) {
        Some(damage) => damage.fault,
        None if error.kind() == io::ErrorKind::FileTooLarge => Fault::TooLong,
        None => Fault::Unreadable,
    };
    (fault, error.to_string())
}

/// The fault of a record that is longer than the limit.
pub(super) fn too_long(length: impl std::fmt::Display, limits: &Limits) -> Faulty {
    (Fault::TooLong, format!("{length} bytes, of which the first are here; the limit is {}", limits.record))
}
