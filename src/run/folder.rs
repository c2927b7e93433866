//! What is in the folder that a run writes to? And may it write there?

use super::durable::{io_at, remove};
use crate::{
    error::Error,
    parts::layout::{INPUTS, MANIFEST, STATE, SUCCESS, is_ours},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The files of documents in the folder of a run that has ended, sorted.
#[must_use]
pub fn documents(out: &Path) -> Vec<String> {
    let names =
        fs::read_dir(out).into_iter().flatten().flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("documents") && is_ours(name)).collect();
    names.sort_unstable();
    names
}

/// Removes what an earlier run wrote to `out`, its mark of success first.
pub(super) fn remove_outputs(out: &Path) -> Result<(), Error> {
    remove(&out.join(SUCCESS))?;
    for entry in fs::read_dir(out).map_err(io_at(out))? {
        let entry = entry.map_err(io_at(out))?;
        if entry.file_name().to_str().is_some_and(is_ours) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Where the state of a run to `out` is.
pub(super) fn state(out: &Path) -> PathBuf {
    out.join(STATE)
}

/// Removes the state of a run to `out`; `keep` leaves the list of its inputs, if there is one.
pub(super) fn clear_state(out: &Path, keep: bool) -> Result<(), Error> {
    let state = state(out);
    if !keep || !state.join(INPUTS).exists() {
        return remove(&state);
    }
    for entry in fs::read_dir(&state).map_err(io_at(&state))? {
        let entry = entry.map_err(io_at(&state))?;
        if entry.file_name() != INPUTS {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Refuses a folder that cannot be used: no folder, or one that holds something and no run. `restart` takes any.
///
/// # Errors
/// [`Error::Usage`].
pub fn check(out: &Path, restart: bool) -> Result<(), Error> {
    let mut entries = match fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::Usage(format!("the output {}: {error}", out.display()))),
    };
    let run = restart || state(out).exists() || out.join(MANIFEST).exists();
    if !run && entries.next().is_some() {
        return Err(Error::Usage(format!(
            "the output folder {} has files, but no run; give another folder, or --restart to write there anyway",
            out.display()
        )));
    }
    Ok(())
}
