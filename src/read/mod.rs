//! Which records are in these inputs?
//!
//! [`Plan`] turns the arguments of a run into a sorted list of [`Source`]s and refuses what cannot work, before any
//! work is done; [`stream::open`] gives a source's bytes, decompressed by [`unpack`]; [`lines::ChunkReader`] cuts a JSONL
//! stream into chunks of whole lines and [`record::Record`] reads one; [`records::open`] gives the records of everything
//! else that holds many: [`warc`], [`arc`], [`tar`], [`zip`], [`csv`] and Parquet, and [`json`] those of arrays;
//! [`records`] chooses. [`http`] takes the page out of a server's answer, [`unannounced`] takes off chunks and compression that
//! nobody announced, and [`binary`] tells what is no text. Nothing here decodes charsets, cleans or writes.
//!
//! ```
//! use sarand::read::{Format, CompressionFormat, kind};
//! assert_eq!(kind::by_name(b"crawl.jsonl.zst"), (Some(kind::ExtensionFormat::Is(Format::Jsonl)), CompressionFormat::Zstd));
//! ```

pub mod arc;
mod archive;
pub mod binary;
pub mod chunks;
pub mod csv;
mod delimiter;
mod depth;
pub mod fault;
mod fields;
pub use crate::host;
pub mod http;
mod input;
pub mod json;
pub mod kind;
pub mod lines;
pub mod name;
pub mod nested;
mod options;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "parquet")]
mod parquet_value;
pub mod plan;
mod raw;
pub mod raw_record;
pub mod record;
mod record_skip;
pub mod records;
pub mod scan;
pub mod sniff;
mod sniffed_stream;
pub mod source;
pub mod stream;
pub mod string;
pub mod tar;
pub mod unannounced;
pub mod unpack;
mod utf16;
mod walk;
pub mod warc;
#[cfg(feature = "packers")]
pub mod zip;

pub use kind::{CompressionFormat, Format};
pub use plan::{InputOptions, Plan, SkipReason, SkippedFile};
pub use record_skip::RecordSkip;
pub use source::{Source, SourceOrigin};

/// How much is read of what may be endless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a record, a page or an entry, compressed or not; what is longer goes to quarantine, its beginning only.
    pub record: usize,
    /// How many times its size a compressed member may expand, once it has given 8 MiB.
    pub ratio: u64,
}

impl Default for Limits {
    /// 128 MiB, 250 times.
    fn default() -> Self {
        Self { record: 128 << 20, ratio: 250 }
    }
}

/// How many bytes of a record that is too long are kept.
pub const BEGINNING: usize = 1 << 20;
