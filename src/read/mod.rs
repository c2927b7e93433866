//! Which records are in these inputs?
//!
//! [`Plan`] turns the arguments of a run into a sorted list of [`Source`]s and refuses what cannot work, before any
//! work is done; [`stream::open`] gives a source's bytes, decompressed; [`lines::Lines`] cuts a JSONL stream into
//! chunks of whole lines; [`record::Record`] reads one line. Nothing here decodes charsets, cleans or writes.
//!
//! ```
//! use sarand::read::{Kind, Pack, kind};
//! assert_eq!(kind::by_name(b"crawl.jsonl.zst"), (Some(kind::Known::Is(Kind::Jsonl)), Pack::Zstd));
//! ```

pub mod host;
pub mod kind;
pub mod lines;
pub mod name;
pub mod plan;
pub mod record;
pub mod stream;
pub mod string;
mod walk;

pub use kind::{Kind, Pack};
pub use plan::{InputOptions, Origin, Plan, Skipped, Source, Why};
