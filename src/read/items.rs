//! The records of a source that holds many and is not JSONL, one by one.
//!
//! A record is bytes in a buffer and what they are: a page still as its archive holds it, a row as a JSON object, or
//! something that is no record. [`open`] chooses the reader; [`super::http`] makes a page of what an archive holds.

use super::{
    Kind, Limits, Origin, Source, arc,
    archive::Archive,
    csv,
    input::Input,
    lines::Place,
    record::{Fault, Faulty},
    stream, tar, unpack, utf16, warc,
};
use std::{
    fs::File,
    io::{self, Seek, Write},
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
    /// A value of JSON, which begins in this line of the file.
    Value {
        /// The number of the line, from 1.
        line: u64,
    },
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
    /// Why the archive cannot give all of it.
    pub fault: Option<Faulty>,
}

/// Gives records in order. The same source gives the same records.
pub trait Items: Send {
    /// Appends the next record to `buffer`; `None` at the end.
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<Item>;

    /// Where the next record begins, if whoever opens the source there gets the same records from there on.
    fn place(&self) -> Option<Place> {
        None
    }
}

/// Opens a source of many records that is not JSONL; `consumed` counts its bytes as they are read.
///
/// # Errors
/// What the system says; a zip or Parquet source that is no file; Parquet in a program built without it.
pub fn open(source: &Source, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn Items>> {
    open_at(source, Place::START, consumed)
}

/// Opens a source that can seek ([`Source::can_seek`]) at a place that [`Items::place`] said.
///
/// # Errors
/// As of [`open`].
pub fn open_at(source: &Source, from: Place, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn Items>> {
    let input =
        |from: Place| Ok::<_, io::Error>(Input::new(stream::open_at(source, from.offset, consumed)?, from.offset));
    let limits = source.limits;
    Ok(match source.kind {
        Kind::Warc => Box::new(Archive::new(input(from)?, from, warc::Warc, limits)),
        Kind::Arc => Box::new(Archive::new(input(from)?, from, arc::Arc, limits)),
        Kind::Tar => Box::new(tar::Tar::new(input(from)?, from, limits)),
        Kind::Csv | Kind::Tsv => {
            let named = if source.kind == Kind::Csv { b',' } else { b'\t' };
            let (stream, was_utf16) = utf16::as_utf8(stream::open_at(source, 0, consumed)?);
            let mut rows = csv::Csv::new(Input::new(stream, 0), source.delimiter, named, limits);
            if was_utf16 {
                rows = rows.without_places();
            }
            if from != Place::START {
                rows.go_on(input(from)?, from);
            }
            Box::new(rows)
        }
        #[cfg(feature = "packers")]
        Kind::Zip => Box::new(super::zip::Zip::new(file(source)?, limits)?),
        #[cfg(not(feature = "packers"))]
        Kind::Zip => return Err(file(source).err().unwrap_or_else(super::unpack::none)),
        #[cfg(feature = "parquet")]
        Kind::Parquet => Box::new(super::parquet::Parquet::new(file(source)?, limits)?),
        #[cfg(not(feature = "parquet"))]
        Kind::Parquet => {
            let without = || io::Error::other("this program was built without Parquet (`--features parquet`)");
            return Err(file(source).err().unwrap_or_else(without));
        }
        Kind::Text | Kind::Html | Kind::Jsonl => return Err(io::Error::other("no source of records")),
    })
}

/// The file of a source that is read from its end.
fn file(source: &Source) -> io::Result<File> {
    match &source.origin {
        Origin::File(path) if source.can_seek() => File::open(path),
        Origin::Memory(bytes) => {
            let mut file = tempfile::tempfile()?;
            file.write_all(bytes)?;
            file.rewind()?;
            Ok(file)
        }
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
