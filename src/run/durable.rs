//! Writing so that it stays written: the few calls on which all else here rests.
//!
//! A file is written under a temporary name, synced, renamed, and its folder synced. [`crash_point`] names the moments between
//! these calls at which a test kills the program; a release build has none of it.

use crate::error::Error;
use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// What a file is called while it is written.
pub(super) const TEMPORARY: &str = "tmp";

/// Names the path in an error.
pub(super) fn io_at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Io { path, source }
}

/// The temporary name of `path`, in the same folder.
pub(super) fn temporary(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".");
    name.push(TEMPORARY);
    path.with_file_name(name)
}

/// Writes a whole file: there is none, or all of it.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<(), Error> {
    let temporary = temporary(path);
    let mut file = File::create(&temporary).map_err(io_at(&temporary))?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(io_at(&temporary))?;
    fs::rename(&temporary, path).map_err(io_at(path))?;
    sync_folder(path.parent().unwrap_or(path))
}

/// Makes the names in a folder durable. Windows has no such call and needs none.
pub(super) fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) { File::open(folder).and_then(|folder| folder.sync_all()).map_err(io_at(folder)) } else { Ok(()) }
}

/// Up to how many files are synced one by one.
#[cfg(target_os = "linux")]
const FEW: usize = 32;

/// Makes small files below `folder` durable. Many are synced by one call for the whole file system, where there is one: it
/// takes less time, but waits for what others write too.
pub(super) fn sync_many(folder: &Path, names: &[String]) -> Result<(), Error> {
    #[cfg(target_os = "linux")]
    if names.len() > FEW {
        let opened = File::open(folder).map_err(io_at(folder))?;
        return rustix::fs::syncfs(opened).map_err(|error| io_at(folder)(error.into()));
    }
    let mut last = None;
    for name in names {
        let path = folder.join(name);
        // To be synced a file must be open for writing on some systems.
        let file = File::options().append(true).open(&path).map_err(io_at(&path))?;
        file.sync_all().map_err(io_at(&path))?;
        let parent = path.parent().unwrap_or(folder).to_path_buf();
        if last.as_ref() != Some(&parent) {
            sync_folder(&parent)?;
            last = Some(parent);
        }
    }
    Ok(())
}

/// Removes a file, or a folder with all in it; that there is none is well.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    let removed = match path.symlink_metadata() {
        Ok(meta) if meta.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    missing_is_well(removed).map_err(io_at(path))
}

/// Renames; that there is nothing to rename is well: an earlier run did it.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    missing_is_well(fs::rename(from, to)).map_err(io_at(to))
}

fn missing_is_well(done: io::Result<()>) -> io::Result<()> {
    match done {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// A moment at which a test may kill the program: `SARAND_CRASH_AT=after-sync`, or `after-sync:2` for the third time.
#[cfg(debug_assertions)]
pub(super) fn crash_point(name: &str) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static TIMES: AtomicU64 = AtomicU64::new(0);
    let Ok(wanted) = std::env::var("SARAND_CRASH_AT") else { return };
    let (wanted, times) = wanted.split_once(':').unwrap_or((&wanted, "0"));
    if wanted == name && TIMES.fetch_add(1, Ordering::Relaxed).to_string() == times {
        // As by SIGKILL nothing is cleaned up, flushed or dropped.
        std::process::abort();
    }
}

#[cfg(not(debug_assertions))]
pub(super) fn crash_point(_: &str) {}
