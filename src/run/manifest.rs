//! The list of parts that are true: a line for the run, then one for each part, each synced before the next is begun.
//!
//! A part that was written short, because the run was interrupted, has a second line once it is whole; the last counts. A
//! torn last line is as none. An update begins with another line for the run, which then counts. Lines hold the counts of their part, so that the report can be made of them alone.

use super::{
    durable::{crash_point, io_at},
    identity::Identity,
    layout::OutputKind,
};
use crate::{error::Error, parts::Position, write::report::Tally};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
};

/// The version of the form of all that is here.
const FORM: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Header {
    form: u32,
    #[serde(flatten)]
    pub(super) identity: Identity,
}

impl Header {
    pub(super) fn new(identity: Identity) -> Self {
        Self { form: FORM, identity }
    }
}

/// One part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PartRecord {
    /// Its number, from 0.
    pub(super) part: usize,
    /// Where in the inputs it begins …
    pub(super) from: Position,
    /// … and ends.
    pub(super) to: Position,
    /// Whether it has all it is to have.
    pub(super) whole: bool,
    /// Decompressed bytes of input.
    pub(super) read: u64,
    pub(super) documents: Checksum,
    pub(super) removed: Checksum,
    pub(super) quarantine: Checksum,
    pub(super) texts: Checksum,
    pub(super) tally: Tally,
}

/// A file of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checksum {
    pub(super) bytes: u64,
    /// In hexadecimal, as `sha256sum` says it.
    pub(super) sha256: String,
}

impl PartRecord {
    pub(super) fn sum(&self, kind: OutputKind) -> &Checksum {
        match kind {
            OutputKind::Documents => &self.documents,
            OutputKind::Removed => &self.removed,
            OutputKind::Quarantine => &self.quarantine,
            OutputKind::Texts => &self.texts,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct End {
    end: bool,
}

/// What a manifest says beside its parts.
#[derive(Debug)]
pub(super) struct ManifestState {
    pub(super) header: Header,
    /// All inputs are done.
    pub(super) ended: bool,
    /// The bytes of all whole lines.
    pub(super) length: u64,
}

/// Reads a manifest; `part` gets the last line of each part, in order. `None` when there is none, or its first line is
/// torn.
pub(super) fn read(
    path: &Path,
    mut part: impl FnMut(PartRecord) -> Result<(), Error>,
) -> Result<Option<ManifestState>, Error> {
    let file = match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        file => file.map_err(io_at(path))?,
    };
    let mut reader = BufReader::new(file);
    let (mut line, mut number) = (Vec::new(), 0);
    let mut next = |line: &mut Vec<u8>| -> Result<bool, Error> {
        line.clear();
        reader.read_until(b'\n', line).map_err(io_at(path))?;
        Ok(line.last() == Some(&b'\n'))
    };
    let damaged = |number: usize, error: serde_json::Error| {
        let path = path.display();
        Error::Usage(format!("{path}:{number}: the manifest is damaged: {error}\n  try: --restart"))
    };
    if !next(&mut line)? {
        return Ok(None);
    }
    let header: Header = serde_json::from_slice(&line).map_err(|error| damaged(1, error))?;
    let mut read = ManifestState { header, ended: false, length: line.len() as u64 };
    let mut held: Option<PartRecord> = None;
    while next(&mut line)? {
        number += 1;
        if serde_json::from_slice::<End>(&line).is_ok_and(|end| end.end) {
            read.ended = true;
        } else {
            let new: PartRecord = match serde_json::from_slice(&line) {
                Ok(new) => new,
                Err(error) => {
                    // An update says what the run is now.
                    read.header = serde_json::from_slice(&line).map_err(|_| damaged(number + 1, error))?;
                    read.length += line.len() as u64;
                    continue;
                }
            };
            if let Some(old) = held.take_if(|old| old.part != new.part) {
                part(old)?;
            }
            held = Some(new);
        }
        read.length += line.len() as u64;
    }
    if let Some(line) = held {
        part(line)?;
    }
    Ok(Some(read))
}

/// A manifest that is being written.
#[derive(Debug)]
pub(super) struct Manifest {
    path: PathBuf,
    file: File,
}

impl Manifest {
    /// Opens the manifest of a run, of which `length` bytes count.
    pub(super) fn open(path: PathBuf, length: u64) -> Result<Self, Error> {
        let file = File::options().append(true).open(&path).map_err(io_at(&path))?;
        file.set_len(length).map_err(io_at(&path))?;
        Ok(Self { path, file })
    }

    pub(super) fn append(&mut self, line: &PartRecord) -> Result<(), Error> {
        self.line(line)?;
        crash_point("after-manifest");
        Ok(())
    }

    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.line(&End { end: true })
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), Error> {
        let bytes = to_line(line)?;
        self.file.write_all(&bytes).and_then(|()| self.file.sync_data()).map_err(io_at(&self.path))
    }
}

/// A line of JSON.
pub(super) fn to_line(value: &impl Serialize) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec(value).map_err(|error| Error::Internal(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}
