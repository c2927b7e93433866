//! The text of a file, which gets a file of its own.

use crate::{
    error::Error,
    parts::{self, Part, TextDestination, layout},
    read::{Source, name},
    write::checksums,
};
use std::{
    fs,
    path::{Component, Path, PathBuf},
};

/// Writes texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The folder of the last text.
    folder: PathBuf,
}

impl Texts {
    pub(super) fn write(
        &mut self,
        source: &Source,
        text: &str,
        to: &TextDestination,
        part: &mut Part,
    ) -> Result<(), Error> {
        let folder = match to {
            TextDestination::None => return Ok(()),
            TextDestination::Part => {
                part.text.extend_from_slice(text.as_bytes());
                return Ok(());
            }
            TextDestination::Folder(folder) => folder,
        };
        let name = name::text_path(&source.name);
        let path = folder.join(&name);
        // The plan makes no such names; none may ever lead out of the folder.
        if !Path::new(&name).components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Error::Internal(format!("{name:?} cannot be the name of a file under text/")));
        }
        let parent = path.parent().unwrap_or(folder);
        if parent != self.folder {
            fs::create_dir_all(parent).map_err(|source| Error::Io { path: parent.to_path_buf(), source })?;
            self.folder = parent.to_path_buf();
        }
        checksums::write(&mut part.sums, &parts::hash(text.as_bytes()), &format!("{}/{name}", layout::TEXT));
        fs::write(&path, text).map_err(|source| Error::Io { path, source })
    }
}
