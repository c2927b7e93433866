//! Files that are replaced whole or not at all, and only when nobody else changed them since they were read.

use crate::error::Error;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// A file that is to have another text. `None`: there is no such file.
#[derive(Clone, Debug)]
pub(super) struct Replacement {
    pub(super) path: PathBuf,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

/// The text of a file; `None` when there is none.
pub(super) fn read(path: &Path) -> Result<Option<String>, Error> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_at(path)(error)),
    }
}

/// Refuses a file that is not as it was when it was read.
pub(super) fn check(path: &Path, was: Option<&str>) -> Result<(), Error> {
    if read(path)?.as_deref() == was {
        return Ok(());
    }
    let path = path.display();
    Err(Error::Usage(format!(
        "{path}: another program changed this file since it was read; nothing was written\n  try: read the file again, \
         then answer again"
    )))
}

/// Writes all files or none: each is ready under a temporary name before the first gets its own.
pub(super) fn replace(files: &[Replacement]) -> Result<(), Error> {
    let mut ready = Vec::new();
    for file in files {
        ready.push(file.after.as_deref().map(|text| stage(&file.path, text)).transpose()?);
    }
    for file in files {
        check(&file.path, file.before.as_deref())?;
    }
    for (at, (file, staged)) in files.iter().zip(ready).enumerate() {
        if let Err(error) = put(file, staged) {
            for done in &files[..at] {
                let back = done.before.as_deref().map(|text| stage(&done.path, text)).transpose();
                // The first error is the one to tell.
                let _ =
                    back.and_then(|staged| put(&Replacement { after: done.before.clone(), ..done.clone() }, staged));
            }
            return Err(error);
        }
    }
    Ok(())
}

/// The text beside the file that will have it, synced.
fn stage(path: &Path, text: &str) -> Result<NamedTempFile, Error> {
    let target = target(path);
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(io_at(folder))?;
    let mut builder = tempfile::Builder::new();
    // As any new file, which the tools of its owner can read.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(io_at(path))?;
    file.write_all(text.as_bytes()).map_err(io_at(path))?;
    if let Ok(old) = fs::metadata(&target) {
        file.as_file().set_permissions(old.permissions()).map_err(io_at(path))?;
    }
    file.as_file().sync_all().map_err(io_at(path))?;
    Ok(file)
}

/// Gives the file its text.
fn put(file: &Replacement, staged: Option<NamedTempFile>) -> Result<(), Error> {
    match staged {
        Some(staged) => {
            staged.persist(target(&file.path)).map_err(|error| io_at(&file.path)(error.error))?;
            Ok(())
        }
        None if file.path.exists() => fs::remove_file(&file.path).map_err(io_at(&file.path)),
        None => Ok(()),
    }
}

/// The file itself, where the path is a link to it.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(path: &Path, before: Option<&str>, after: Option<&str>) -> Replacement {
        Replacement { path: path.to_owned(), before: before.map(str::to_owned), after: after.map(str::to_owned) }
    }

    #[test]
    fn all_files_are_written_or_none() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("new/one"), folder.path().join("two"));
        replace(&[to(&one, None, Some("1")), to(&two, None, Some("2"))]).unwrap();
        assert_eq!((read(&one).unwrap().as_deref(), read(&two).unwrap().as_deref()), (Some("1"), Some("2")));
        let error = replace(&[to(&one, Some("1"), Some("x")), to(&two, Some("other"), Some("x"))]).unwrap_err();
        assert!(error.to_string().contains("another program changed this file"), "{error}");
        assert_eq!(read(&one).unwrap().as_deref(), Some("1"));
        replace(&[to(&one, Some("1"), None)]).unwrap();
        assert_eq!(read(&one).unwrap(), None);
        // A folder cannot be replaced by a file; what was written before it is taken back.
        let folder_there = folder.path().join("taken");
        fs::create_dir(&folder_there).unwrap();
        assert!(replace(&[to(&two, Some("2"), Some("x")), to(&folder_there, None, Some("x"))]).is_err());
        assert_eq!(read(&two).unwrap().as_deref(), Some("2"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "a temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_keeps_its_permissions_and_a_link_stays_one() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "1").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        replace(&[to(&link, Some("1"), Some("2"))]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&file).unwrap(), "2");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
