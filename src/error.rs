//! What can go wrong for a caller of the library. Bad input is no error: it is quarantined, or decoded with problems.

use std::path::PathBuf;

/// An error of the library.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file or folder that was named does not exist; nothing was done.
    #[error("{}: there is no such file or folder", path.display())]
    Missing {
        /// Its name.
        path: PathBuf,
    },
    /// The inputs or options ask for something that cannot be done; nothing was written.
    #[error("{0}")]
    Usage(String),
    /// Rule files that do not load.
    #[error(transparent)]
    Rules(#[from] crate::diagnose::RuleErrors),
    /// The output folder holds another run; the message names what differs.
    #[error("{0}")]
    Mismatch(String),
    /// More records were quarantined than was allowed; what was done is kept.
    #[error("{0}")]
    TooMuchBad(String),
    /// The program contradicts itself; nothing was written under a final name.
    #[error("internal error: {0}; please report it")]
    Internal(String),
}
