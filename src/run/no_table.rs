//! Makes no table: what a program does that was built without Parquet.

use super::{Options, layout::Form, part::Open};
use crate::error::Error;
use std::path::Path;

/// There are only lines.
pub(super) fn make(part: &mut Open, _: &Path, _: &Options) -> Result<(), Error> {
    match part.form {
        Form::Jsonl | Form::Zst => Ok(()),
    }
}
