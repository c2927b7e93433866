//! Text, JSONL, removals, quarantine, report: the outputs of a run, and only their form.
//!
//! [`document`], [`removed`], [`quarantine`] and [`checksums`] append one line to a buffer; [`report::Tally`] counts. Schemas are
//! in `docs/outputs.md`. Nothing here cleans, or knows in which file a line ends up.
//!
//! ```
//! let mut out = Vec::new();
//! sarand::write::json::string(&mut out, "a\n\"b\"");
//! assert_eq!(out, br#""a\n\"b\"""#);
//! ```

pub mod checksums;
pub mod document;
pub mod error;
pub mod hosts;
mod input_document;
mod metadata;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod quarantine;
pub mod removed;
pub mod report;

pub use crate::{compression, json};

/// The id of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Id<'a> {
    /// The record's own, as raw JSON.
    Raw(&'a str),
    /// A file's name.
    File(&'a str),
    /// A file's name and the number of a line in it.
    Line(&'a str, u64),
}

impl Id<'_> {
    /// Appends it as JSON.
    pub fn write(&self, out: &mut Vec<u8>) {
        match *self {
            Self::Raw(raw) => out.extend_from_slice(raw.as_bytes()),
            Self::File(name) => json::string(out, name),
            Self::Line(name, line) => {
                json::string(out, name);
                out.pop();
                out.push(b'#');
                json::number(out, line);
                out.push(b'"');
            }
        }
    }
}
