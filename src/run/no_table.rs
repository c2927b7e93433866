//! Makes no table: what a program does that was built without Parquet.

use super::{Options, growing::Growing, layout::Form};
use crate::error::Error;
use std::path::Path;

/// There are only lines.
pub(super) fn make(form: Form, _: usize, _: &mut Growing, _: &Path, _: &Options) -> Result<(), Error> {
    match form {
        Form::Jsonl | Form::Zst => Ok(()),
    }
}
