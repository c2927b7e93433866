//! The records of a source that holds many and is not JSONL, one by one.
//!
//! A record is bytes in a buffer and what they are: a page still as its archive holds it, a row as a JSON object, or
//! something that is no record. A format gives [`Items`]; [`super::records`] chooses it and [`super::http`] makes a page of what an archive holds.

use super::{
    Limits,
    fault::{Fault, Faulty},
    lines::Place,
};

pub use super::unpack::fault;

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

/// The fault of a record that is longer than the limit.
pub(super) fn too_long(length: impl std::fmt::Display, limits: &Limits) -> Faulty {
    (Fault::TooLong, format!("{length} bytes, of which the first are here; the limit is {}", limits.record))
}
