//! One file or stream that a run reads: what it is called, where its bytes are, what they are.

use super::{
    BEGINNING, Limits,
    kind::{CompressionFormat, Format},
};
use std::{fmt, fs::File, io::Read, path::PathBuf, sync::Mutex};

/// A stream that a worker can take over.
pub type Stream = Box<dyn Read + Send>;

/// Where the bytes come from.
pub enum SourceOrigin {
    /// A regular file: can be opened again.
    File(PathBuf),
    /// Standard input or a pipe: what was read of it to know its kind, and the rest.
    Stream {
        /// The first bytes.
        head: Vec<u8>,
        /// What follows them; taken when the stream is opened.
        rest: Mutex<Option<Stream>>,
    },
    /// Bytes at hand, as of what an earlier run put aside.
    Memory(Vec<u8>),
    /// A file or folder within a folder that the system did not let us read, with what it said.
    Unreadable(String),
}

impl fmt::Debug for SourceOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Stream { head, .. } => f.debug_struct("Stream").field("head", &head.len()).finish_non_exhaustive(),
            Self::Memory(bytes) => f.debug_struct("Memory").field("bytes", &bytes.len()).finish(),
            Self::Unreadable(said) => f.debug_tuple("Unreadable").field(said).finish(),
        }
    }
}

/// One file or stream.
#[derive(Debug)]
pub struct Source {
    /// What ids are made of: the path relative to its INPUT, with the INPUT's base name first when there are several.
    pub name: String,
    /// The base name of its INPUT.
    pub base: String,
    /// Where the bytes come from.
    pub origin: SourceOrigin,
    /// What it holds.
    pub kind: Format,
    /// How it is compressed.
    pub compression: CompressionFormat,
    /// Bytes on disk; 0 for a stream.
    pub size: u64,
    /// How much is read of it.
    pub limits: Limits,
    /// Answers of any status are pages.
    pub any_status: bool,
    /// What stands between the fields of a table; without it its first rows tell.
    pub delimiter: Option<u8>,
}

impl Source {
    /// Whether it comes once, and from its beginning.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self.origin, SourceOrigin::Stream { .. })
    }

    /// Whether it is a stream on which nothing came.
    #[must_use]
    pub fn is_empty_stream(&self) -> bool {
        matches!(&self.origin, SourceOrigin::Stream { head, .. } if head.is_empty())
    }

    /// The first bytes of its file as they are; none where that cannot be read.
    #[must_use]
    pub fn beginning(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if let SourceOrigin::File(path) = &self.origin
            && let Ok(file) = File::open(path)
        {
            let _ = file.take(BEGINNING as u64).read_to_end(&mut bytes);
        }
        bytes
    }

    /// Whether it can be read from any byte on: a file that is not compressed.
    #[must_use]
    pub fn can_seek(&self) -> bool {
        matches!(self.origin, SourceOrigin::File(_)) && self.compression == CompressionFormat::Plain
    }
}
