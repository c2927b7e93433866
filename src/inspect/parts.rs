//! Which files does an output folder hold, in which order?

use crate::{
    error::Error,
    parts::layout::{DocumentFormat, MANIFEST, OutputKind, REPORT, STATE},
    run,
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A file, as far as it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FilePart {
    pub(super) path: PathBuf,
    /// So many of its bytes are true; behind them a run may be writing.
    pub(super) bytes: u64,
    pub(super) format: DocumentFormat,
}

/// The files of one part; a part need not have both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PartFiles {
    pub(super) documents: Option<FilePart>,
    pub(super) removed: Option<FilePart>,
}

impl PartFiles {
    pub(super) fn bytes(&self) -> u64 {
        [&self.documents, &self.removed].into_iter().flatten().map(|file| file.bytes).sum()
    }

    /// Whether all of them can be found.
    pub(super) fn are_there(&self) -> bool {
        [&self.documents, &self.removed].into_iter().flatten().all(|file| file.path.exists())
    }

    /// Whether this is what `before` was, under whatever name, and perhaps more of it.
    pub(super) fn continues(&self, before: &Self) -> bool {
        let goes_on = |now: &Option<FilePart>, then: &Option<FilePart>| match (now, then) {
            (Some(now), Some(then)) => now.format == then.format && now.bytes >= then.bytes,
            (_, None) => true,
            (None, Some(_)) => false,
        };
        goes_on(&self.documents, &before.documents) && goes_on(&self.removed, &before.removed)
    }
}

/// What there is to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    pub(super) parts: Vec<PartFiles>,
    /// Nothing will come, unless somebody runs `clean` into the folder again.
    pub(super) ended: bool,
    /// Which run that has ended it was; `None` while one goes on.
    pub(super) stamp: Option<Stamp>,
}

/// The length of a run's manifest, and when it was written: another run has another one.
pub(super) type Stamp = (u64, SystemTime);

/// The stamp of a run that has ended; `None` if there is none, or it has not.
pub(super) fn stamp(out: &Path) -> Option<Stamp> {
    if out.join(STATE).join(MANIFEST).exists() {
        return None;
    }
    let meta = [MANIFEST, REPORT].iter().find_map(|name| out.join(name).metadata().ok())?;
    Some((meta.len(), meta.modified().ok()?))
}

/// Lists the files of `out`.
///
/// # Errors
/// [`Error::Usage`] for a folder without a run, or with a damaged manifest; [`Error::Io`].
pub(super) fn list(out: &Path) -> Result<Listing, Error> {
    if let Some(written) = run::written(out)? {
        // At the end of an update its parts get into the folder one by one; they are listed once, behind those that were there.
        let first = written.parts.first().map_or(usize::MAX, |(number, _)| *number);
        let mut parts = if written.is_update { of_folder(out, first)? } else { Vec::new() };
        for (number, bytes) in written.parts {
            parts.push(PartFiles {
                documents: of_state(out, number, OutputKind::Documents, bytes[0])?,
                removed: of_state(out, number, OutputKind::Removed, bytes[1])?,
            });
        }
        return Ok(Listing { parts, ended: false, stamp: None });
    }
    if !out.is_dir() {
        return Err(Error::Usage(format!("{}: there is no such folder", out.display())));
    }
    let (stamp, parts) = (stamp(out), of_folder(out, usize::MAX)?);
    if parts.is_empty() && !out.join(MANIFEST).exists() && !out.join(REPORT).exists() {
        return Err(Error::Usage(format!("{} holds no run of sarand clean", out.display())));
    }
    Ok(Listing { parts, ended: true, stamp })
}

fn io_at(path: &Path) -> impl Fn(std::io::Error) -> Error {
    move |source| Error::Io { path: path.to_owned(), source }
}

/// The files of a run that has ended, as far as parts with a number come before `end`.
fn of_folder(out: &Path, end: usize) -> Result<Vec<PartFiles>, Error> {
    let mut parts: BTreeMap<Option<usize>, PartFiles> = BTreeMap::new();
    for entry in fs::read_dir(out).map_err(io_at(out))? {
        let entry = entry.map_err(io_at(out))?;
        let name = entry.file_name();
        let Some((kind, part, format)) = name.to_str().and_then(of_name) else { continue };
        if part.is_some_and(|part| part >= end) {
            continue;
        }
        let bytes = entry.metadata().map_err(io_at(&entry.path()))?.len();
        let file = Some(FilePart { path: entry.path(), bytes, format });
        let files = parts.entry(part).or_default();
        match kind {
            OutputKind::Documents => files.documents = file,
            _ => files.removed = file,
        }
    }
    Ok(parts.into_values().collect())
}

/// What a file of documents or accounts is, by its name.
fn of_name(name: &str) -> Option<(OutputKind, Option<usize>, DocumentFormat)> {
    let (stem, _) = name.split_once('.')?;
    let part = match stem.split_once('-') {
        Some((_, number)) => Some(number.parse().ok()?),
        None => None,
    };
    [OutputKind::Documents, OutputKind::Removed].into_iter().find_map(|kind| {
        let format = DocumentFormat::ALL.iter().find(|format| kind.file(part, **format) == name)?;
        // Accounts are lines, whatever documents are.
        let format = if kind == OutputKind::Documents { *format } else { DocumentFormat::Jsonl };
        Some((kind, part, format))
    })
}

/// A file of a run that has not ended: where it is written, or on its way to the output folder.
fn of_state(out: &Path, part: usize, kind: OutputKind, bytes: u64) -> Result<Option<FilePart>, Error> {
    let state = out.join(STATE);
    for folder in [state.join("work"), state.join("done"), out.to_owned()] {
        for format in DocumentFormat::ALL {
            let path = folder.join(kind.file(Some(part), *format));
            match path.metadata() {
                Ok(meta) => {
                    let format = if kind == OutputKind::Documents { *format } else { DocumentFormat::Jsonl };
                    return Ok(Some(FilePart { path, bytes: bytes.min(meta.len()), format }));
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(io_at(&path)(error)),
            }
        }
    }
    Ok(None)
}
