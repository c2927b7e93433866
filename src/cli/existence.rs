//! Names on the command line that do not exist are mistakes of the caller, whatever they name.

use crate::error::Error;
use std::{io, path::Path};

/// Refuses a name that does not exist, before anything is done: to run it again would not help.
///
/// # Errors
/// [`Error::Missing`].
pub(super) fn require(path: &Path) -> Result<(), Error> {
    match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::Missing { path: path.to_owned() }),
        _ => Ok(()),
    }
}
