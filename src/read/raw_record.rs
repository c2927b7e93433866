//! The records of a source that holds many and is not JSONL, one by one.
//!
//! A record is bytes in a buffer and what they are: a page still as its archive holds it, a row as a JSON object, or
//! something that is no record. Each format has a [`RecordReader`]; [`super::records`] chooses it and [`super::http`]
//! makes a page of what an archive holds.

use super::{
    Limits,
    fault::{Fault, FaultDetail},
    lines::StreamPosition,
    record_skip::RecordSkip,
};

pub use super::unpack::fault;

/// A record in a buffer.
#[derive(Debug)]
pub struct RawRecord {
    /// Where it begins: a byte of the decompressed source, and which record of the source it is, from 1.
    pub position: StreamPosition,
    /// Where in the buffer it begins.
    pub start: usize,
    /// Where in the buffer it ends.
    pub end: usize,
    /// What it is.
    pub kind: RawRecordKind,
}

/// What a record is.
#[derive(Debug)]
pub enum RawRecordKind {
    /// A page, as its archive holds it.
    Page(Box<RecordHead>),
    /// A row of a table, as a JSON object.
    Row,
    /// A value of JSON, which begins in this line of the file.
    Value {
        /// The number of the line, from 1.
        line: u64,
    },
    /// Nothing to clean.
    Skipped(RecordSkip),
    /// Something broken, and how its source spells it where that is not the buffer's way.
    Faulty(FaultDetail),
}

/// What an archive says of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordHead {
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
    pub fault: Option<FaultDetail>,
}

/// Gives records in order. The same source gives the same records.
pub trait RecordReader: Send {
    /// Appends the next record to `buffer`; `None` at the end.
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<RawRecord>;

    /// Where the next record begins, if whoever opens the source there gets the same records from there on.
    fn position(&self) -> Option<StreamPosition> {
        None
    }
}

/// The fault of a record that is longer than the limit.
pub(super) fn too_long(length: impl std::fmt::Display, limits: &Limits) -> FaultDetail {
    (Fault::TooLong, format!("{length} bytes, of which only the first are kept; the limit is {}", limits.record))
}
