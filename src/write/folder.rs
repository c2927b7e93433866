//! The output folder: everything is written in a temporary folder inside it and gets its name at the very end.
//!
//! So a run that is killed leaves no half file under a final name. A folder that holds something is refused unless
//! asked to replace it; then only the outputs of an earlier run go, never a file of anyone else.

use crate::error::Error;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// The clean documents.
pub const DOCUMENTS: &str = "documents.jsonl";
/// The clean documents, compressed.
pub const DOCUMENTS_ZST: &str = "documents.jsonl.zst";
/// The clean documents as a table.
pub const DOCUMENTS_PARQUET: &str = "documents.parquet";
/// What was removed and repaired.
pub const REMOVED: &str = "removed.jsonl";
/// What could not be read.
pub const QUARANTINE: &str = "quarantine.jsonl";
/// What the run did.
pub const REPORT: &str = "report.json";
/// The clean texts of files.
pub const TEXT: &str = "text";
/// Empty; there when a run ended well.
pub const SUCCESS: &str = "_SUCCESS";

/// The prefix of the temporary folder.
const TEMPORARY: &str = ".sarand-tmp-";

/// In this order they get their names: a reader that waits for the last sees all.
const FILES: &[&str] = &[DOCUMENTS, DOCUMENTS_ZST, DOCUMENTS_PARQUET, REMOVED, QUARANTINE, TEXT, REPORT, SUCCESS];

/// An output folder that is being written.
#[derive(Debug)]
pub struct OutFolder {
    out: PathBuf,
    temporary: TempDir,
    documents: Output,
    removed: Output,
    quarantine: Output,
}

#[derive(Debug)]
struct Output {
    path: PathBuf,
    file: File,
}

impl Output {
    fn create(path: PathBuf) -> Result<Self, Error> {
        let file = File::create(&path).map_err(at(&path))?;
        Ok(Self { path, file })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if bytes.is_empty() { Ok(()) } else { self.file.write_all(bytes).map_err(at(&self.path)) }
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Io { path, source }
}

impl OutFolder {
    /// Makes the folder `out` ready; `documents` is what the documents are called, `force` allows it to hold the outputs of
    /// an earlier run.
    ///
    /// # Errors
    /// [`Error::Usage`] when it cannot be used, [`Error::Io`] when it cannot be written.
    pub fn create(out: &Path, documents: &str, force: bool) -> Result<Self, Error> {
        check(out, force)?;
        fs::create_dir_all(out).map_err(at(out))?;
        let temporary = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(out).map_err(at(out))?;
        let create = |name: &str| Output::create(temporary.path().join(name));
        let documents = create(documents)?;
        let (removed, quarantine) = (create(REMOVED)?, create(QUARANTINE)?);
        Ok(Self { out: out.to_path_buf(), documents, removed, quarantine, temporary })
    }

    /// Where the texts of files go while the run lasts. Made when it is asked for.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be made.
    pub fn text_folder(&self) -> Result<PathBuf, Error> {
        let path = self.temporary.path().join(TEXT);
        fs::create_dir_all(&path).map_err(at(&path))?;
        Ok(path)
    }

    /// The file of the documents, for who writes it otherwise than [`OutFolder::write`].
    ///
    /// # Errors
    /// [`Error::Io`] when the system has no more handles.
    pub fn documents(&self) -> Result<File, Error> {
        self.documents.file.try_clone().map_err(at(&self.documents.path))
    }

    /// Appends to the three files.
    ///
    /// # Errors
    /// [`Error::Io`] with the file that cannot be written.
    pub fn write(&mut self, documents: &[u8], removed: &[u8], quarantine: &[u8]) -> Result<(), Error> {
        self.documents.write(documents)?;
        self.removed.write(removed)?;
        self.quarantine.write(quarantine)
    }

    /// Gives every output its name; those of an earlier run go first.
    ///
    /// # Errors
    /// [`Error::Io`] with the file that cannot be written, moved or removed.
    pub fn finish(self, report: &[u8]) -> Result<(), Error> {
        let Self { out, temporary, documents, removed, quarantine } = self;
        // Closed before they are renamed, which some systems ask for.
        drop((documents, removed, quarantine));
        let report_path = temporary.path().join(REPORT);
        fs::write(&report_path, report).map_err(at(&report_path))?;
        let success_path = temporary.path().join(SUCCESS);
        File::create(&success_path).map_err(at(&success_path))?;
        for name in FILES.iter().rev() {
            remove(&out.join(name))?;
        }
        for name in FILES {
            let from = temporary.path().join(name);
            match fs::rename(&from, out.join(name)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                renamed => renamed.map_err(at(&out.join(name)))?,
            }
        }
        let stale = leftovers(&out).map_err(at(&out))?;
        // By name: one path may be relative and the other not.
        for path in stale.iter().filter(|path| path.file_name() != temporary.path().file_name()) {
            remove(path)?;
        }
        let path = temporary.path().to_path_buf();
        temporary.close().map_err(at(&path))
    }
}

fn remove(path: &Path) -> Result<(), Error> {
    let removed = match path.symlink_metadata() {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed.map_err(at(path)),
    }
}

/// The temporary folders of runs that were killed.
fn leftovers(out: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(TEMPORARY.as_bytes()) && entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Refuses a folder that cannot be used.
///
/// # Errors
/// [`Error::Usage`] when it is no folder, or holds something and `force` is not given.
pub fn check(out: &Path, force: bool) -> Result<(), Error> {
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::Usage(format!("the output {}: {error}", out.display()))),
    };
    if !force && entries.next().is_some() {
        return Err(Error::Usage(format!(
            "the output {} is not empty; give another folder, or --force to replace what an earlier run wrote there",
            out.display()
        )));
    }
    Ok(())
}
