//! Makes no table: what a program does that was built without Parquet.

use super::{Options, layout::DocumentFormat, partial_file::PartialFile};
use crate::error::Error;
use std::path::Path;

/// There are only lines.
pub(super) fn make(format: DocumentFormat, _: usize, _: &mut PartialFile, _: &Path, _: &Options) -> Result<(), Error> {
    match format {
        DocumentFormat::Jsonl | DocumentFormat::Zst => Ok(()),
    }
}
