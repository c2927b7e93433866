//! The end of a run: parts are joined where that is asked for, and all gets its name in the output folder.
//!
//! Every step can be done again, so a run that is killed here ends when it is started again. An earlier run's outputs go
//! only when the new ones are whole and on the disk.

use super::{
    ManifestSummary, Run,
    durable::{self, crash_point, io_at, remove, rename, sync_folder, temporary},
    folder, identity,
    layout::{INPUTS, MANIFEST, OutputKind, REPORT, SUCCESS},
    manifest, mismatch,
    update::{self, move_texts},
};
use crate::{
    error::Error,
    read::Plan,
    write::report::{Report, Tally},
};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

impl Run {
    /// Ends the run when all inputs are read; says what was done in all.
    ///
    /// # Errors
    /// [`Error::Internal`] when a record got lost or came twice; [`Error::Mismatch`] when an input was changed while the run
    /// went on; [`Error::TooMuchBad`]; [`Error::Io`].
    pub fn finish(mut self, plan: &Plan) -> Result<Tally, Error> {
        if !self.ended {
            self.close(true)?;
            let read = |at: &usize| self.inputs[*at].clone();
            let then = self
                .changes()
                .map_or_else(|| self.inputs.clone(), |changes| changes.sources.iter().map(read).collect());
            if let Some(difference) = identity::differing_input(&then, &identity::inputs(plan)?) {
                return Err(mismatch(&self.out, &[format!("{difference}, while the run went on")]));
            }
            self.total.records.check()?;
            self.check_bad(true)?;
            self.ledger.end()?;
            crash_point("after-end");
        }
        let state = folder::state(&self.out);
        let (work, done) = (state.join("work"), state.join("done"));
        let mut run = ManifestSummary::default();
        manifest::read(&state.join(MANIFEST), |line| run.take(line))?;
        run.total.records.check()?;
        if !done.exists() {
            let mut all = ManifestSummary::default();
            match &self.update {
                Some((update, _)) => {
                    // Before parts are joined, for they say which texts were written.
                    if !work.join(MANIFEST).exists() {
                        update.join_manifests(&self.out, &state.join(MANIFEST), &work)?;
                    }
                    manifest::read(&work.join(MANIFEST), |line| all.take(line))?;
                    self.join(&work, update.parts, run.parts)?;
                }
                None => {
                    self.join(&work, 0, run.parts)?;
                    last_lines(&state.join(MANIFEST), &work.join(MANIFEST))?;
                    all.total.add(&run.total);
                }
            }
            let report = Report::new(plan, &all.total).of(self.inputs.len());
            let report = report.to_json().map_err(|error| Error::Internal(error.to_string()))?;
            durable::write(&work.join(REPORT), &report)?;
            crash_point("before-clear");
            match self.update {
                Some(_) => remove(&self.out.join(SUCCESS))?,
                None => folder::remove_outputs(&self.out)?,
            }
            fs::rename(&work, &done).map_err(io_at(&done))?;
            sync_folder(&state)?;
        }
        crash_point("before-move");
        if let Some((update, _)) = self.update.as_ref().filter(|_| !self.ledger.options.single) {
            update.number_first(&self.out)?;
        }
        for entry in fs::read_dir(&done).map_err(io_at(&done))? {
            let entry = entry.map_err(io_at(&done))?;
            let to = self.out.join(entry.file_name());
            if self.update.is_some() && entry.path().is_dir() {
                move_texts(&entry.path(), &to)?;
            } else {
                rename(&entry.path(), &to)?;
            }
            crash_point("while-moving");
        }
        sync_folder(&self.out)?;
        crash_point("before-success");
        durable::write(&self.out.join(SUCCESS), b"")?;
        crash_point("after-success");
        let goes_on = self.ledger.options.update || self.update.is_some();
        if goes_on {
            let inputs = serde_json::to_vec(&self.inputs).map_err(|error| Error::Internal(error.to_string()))?;
            durable::write(&state.join(INPUTS), &inputs)?;
        }
        // The manifest first: without it the state is that of no run.
        remove(&state.join(MANIFEST))?;
        folder::clear_state(&self.out, goes_on)?;
        sync_folder(&self.out)?;
        Ok(run.total)
    }

    /// Makes one file of the parts of a kind, which are numbered from `first` on. Of an update they come behind what there is.
    fn join(&self, work: &Path, first: usize, parts: usize) -> Result<(), Error> {
        let only = parts <= 1 && self.update.is_none();
        for kind in OutputKind::ALL {
            if !(kind.always_joined() || self.ledger.options.single || only) {
                continue;
            }
            let whole = work.join(kind.file(None, self.ledger.options.format));
            let parts: Vec<_> = (first..first + parts)
                .map(|part| work.join(kind.file(Some(part), self.ledger.options.format)))
                .filter(|path| path.exists())
                .collect();
            if !whole.exists() {
                let earlier = self.out.join(kind.file(None, self.ledger.options.format));
                match parts.as_slice() {
                    parts if self.update.is_some() => {
                        let before =
                            if kind == OutputKind::Texts { update::texts_before(&earlier, work)? } else { Vec::new() };
                        let earlier = Some(earlier).filter(|path| kind != OutputKind::Texts && path.exists());
                        if earlier.is_some() || !before.is_empty() || !parts.is_empty() {
                            concatenate(&before, earlier.iter().chain(parts), &whole)?;
                        }
                    }
                    [] if kind == OutputKind::Texts => {}
                    [one] => fs::rename(one, &whole).map_err(io_at(&whole))?,
                    parts => concatenate(&[], parts, &whole)?,
                }
                sync_folder(work)?;
                crash_point("after-join");
            }
            for part in parts {
                remove(&part)?;
            }
        }
        Ok(())
    }
}

fn concatenate<'p>(before: &[u8], parts: impl IntoIterator<Item = &'p PathBuf>, whole: &Path) -> Result<(), Error> {
    let temporary = temporary(whole);
    let mut to = File::create(&temporary).map_err(io_at(&temporary))?;
    to.write_all(before).map_err(io_at(&temporary))?;
    for part in parts {
        let mut from = File::open(part).map_err(io_at(part))?;
        io::copy(&mut from, &mut to).map_err(io_at(&temporary))?;
    }
    to.sync_all().map_err(io_at(&temporary))?;
    crash_point("while-joining");
    fs::rename(&temporary, whole).map_err(io_at(whole))
}

/// Copies a manifest as it would be had the run never been interrupted.
fn last_lines(from: &Path, to: &Path) -> Result<(), Error> {
    let temporary = temporary(to);
    let file = File::create(&temporary).map_err(io_at(&temporary))?;
    let mut writer = BufWriter::new(file);
    let Some(read) = manifest::read(from, |_| Ok(()))? else {
        return Err(Error::Internal("the manifest is gone".to_owned()));
    };
    writer.write_all(&manifest::to_line(&read.header)?).map_err(io_at(&temporary))?;
    manifest::read(from, |line| writer.write_all(&manifest::to_line(&line)?).map_err(io_at(&temporary)))?;
    let file = writer.into_inner().map_err(|error| io_at(&temporary)(error.into_error()))?;
    file.sync_all().map_err(io_at(&temporary))?;
    fs::rename(&temporary, to).map_err(io_at(to))
}

/// What the run in `out` did so far, and in how many parts, while it has not ended; `None` when no run is going on there. Of an
/// update: with what the folder had before it.
///
/// # Errors
/// [`Error::Io`], and [`Error::Usage`] for a damaged manifest.
pub fn summed(out: &Path) -> Result<Option<(usize, Tally)>, Error> {
    let mut run = ManifestSummary::default();
    let read = manifest::read(&folder::state(out).join(MANIFEST), |line| run.take(line))?;
    if read.is_none() {
        return Ok(None);
    }
    let Some(update) = update::Update::of_state(&folder::state(out))? else { return Ok(Some((run.parts, run.total))) };
    let mut all = ManifestSummary::default();
    manifest::read(&out.join(MANIFEST), |line| all.take(line))?;
    // At the end of an update its parts get into the manifest of the folder before they go from the state.
    if all.parts <= update.parts {
        all.total.add(&run.total);
        all.parts += run.parts;
    }
    Ok(Some((all.parts, all.total)))
}

/// What a run that has not ended has written.
#[cfg(feature = "cli")]
#[derive(Debug)]
pub(crate) struct Written {
    /// Each part by its number, with the bytes of its files that are true, in the order of [`OutputKind::ALL`].
    pub(crate) parts: Vec<(usize, [u64; 4])>,
    /// Whether they come behind the parts of a run that has ended.
    pub(crate) is_update: bool,
}

/// What the run in `out` has written so far, while it has not ended; `None` when no run is going on there.
///
/// # Errors
/// [`Error::Io`], and [`Error::Usage`] for a damaged manifest.
#[cfg(feature = "cli")]
pub(crate) fn written(out: &Path) -> Result<Option<Written>, Error> {
    let state = folder::state(out);
    let mut run = ManifestSummary::default();
    if manifest::read(&state.join(MANIFEST), |line| run.take(line))?.is_none() {
        return Ok(None);
    }
    let first = update::Update::of_state(&state)?.map(|update| update.parts);
    let parts = (first.unwrap_or(0)..).zip(run.sums).collect();
    Ok(Some(Written { parts, is_update: first.is_some() }))
}
