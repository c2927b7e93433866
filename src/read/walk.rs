//! The files of a folder: sorted by the bytes of their relative paths, links followed, loops and devices skipped.
//!
//! Hidden files and folders, as `.git` or `._page.html`, are left out unless they are asked for. What cannot be read is
//! among what was found, with what the system said, so that the rest goes on.

use super::{
    kind, name,
    options::{InputOptions, SkipReason, SkippedFile},
};
use crate::error::Error;
use std::{
    io,
    path::{Path, PathBuf},
};
use walkdir::{DirEntry, WalkDir};

/// A file that was found.
pub(super) struct FoundFile {
    pub(super) path: PathBuf,
    pub(super) relative: PathBuf,
    pub(super) size: u64,
    /// Why it cannot be read, or looked into.
    pub(super) unreadable: Option<io::Error>,
}

/// Walks `root`. What is passed over goes to `skipped`, named with `prefix` before it.
pub(super) fn files(
    root: &Path,
    prefix: &str,
    options: &InputOptions,
    skipped: &mut Vec<SkippedFile>,
) -> Result<Vec<FoundFile>, Error> {
    let mut found = Vec::new();
    let mut walk = WalkDir::new(root).follow_links(true).into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(root).to_path_buf();
                let relative = path.strip_prefix(root).unwrap_or(&path).to_path_buf();
                if error.loop_ancestor().is_some() {
                    skipped.push(SkippedFile { name: named(prefix, &relative), reason: SkipReason::LinkLoop });
                    continue;
                }
                let broken_link = path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
                if broken_link {
                    skipped.push(SkippedFile { name: named(prefix, &relative), reason: SkipReason::BrokenLink });
                    continue;
                }
                let at_root = error.depth() == 0 || relative.as_os_str().is_empty();
                let source = error.into_io_error().unwrap_or_else(|| io::Error::other("cannot be walked"));
                if at_root {
                    return Err(Error::Io { path, source });
                }
                found.push(FoundFile { path, relative, size: 0, unreadable: Some(source) });
                continue;
            }
        };
        if !options.hidden && entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".") {
            let relative = entry.path().strip_prefix(root).unwrap_or(entry.path());
            skipped.push(SkippedFile { name: named(prefix, relative), reason: SkipReason::Hidden });
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_path_buf();
        match pass_over(&entry, &relative, options) {
            Some(reason) => skipped.push(SkippedFile { name: named(prefix, &relative), reason }),
            None => {
                let size = entry.metadata().map_or(0, |meta| meta.len());
                found.push(FoundFile { path: entry.path().to_path_buf(), relative, size, unreadable: None });
            }
        }
    }
    // Bytes of the whole path, not the walk's folder by folder: the order then says nothing of the walker.
    found.sort_by(|a, b| a.relative.as_os_str().as_encoded_bytes().cmp(b.relative.as_os_str().as_encoded_bytes()));
    skipped.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

fn pass_over(entry: &DirEntry, relative: &Path, options: &InputOptions) -> Option<SkipReason> {
    if !entry.file_type().is_file() {
        return Some(SkipReason::NotAFile);
    }
    let included = options.include.as_ref().is_none_or(|globs| globs.is_match(relative));
    if !included || options.exclude.as_ref().is_some_and(|globs| globs.is_match(relative)) {
        return Some(SkipReason::Glob);
    }
    let (known, _) = kind::by_name(entry.file_name().as_encoded_bytes());
    (known.is_none() && options.format.is_none()).then_some(SkipReason::UnknownExtension)
}

fn named(prefix: &str, relative: &Path) -> String {
    format!("{prefix}{}", name::of_path(relative))
}
