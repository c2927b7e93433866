//! The end of a run: parts are joined where that is asked for, and all gets its name in the output folder.
//!
//! Every step can be done again, so a run that is killed here ends when it is started again. An earlier run's outputs go
//! only when the new ones are whole and on the disk.

use super::{
    Loaded, Run,
    durable::{self, at, remove, rename, step, sync_folder, temporary},
    identity,
    layout::{self, Kind, MANIFEST, REPORT, SUCCESS},
    manifest, mismatch,
};
use crate::{
    error::Error,
    read::Plan,
    write::report::{Report, Tally},
};
use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
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
            if let Some(difference) = identity::differing_input(&self.inputs, &identity::inputs(plan)?) {
                return Err(mismatch(&self.out, &[format!("{difference}, while the run went on")]));
            }
            self.total.records.check()?;
            self.check_bad(true)?;
            self.manifest.end()?;
            step("after-end");
        }
        let state = layout::state(&self.out);
        let (work, done) = (state.join("work"), state.join("done"));
        let mut run = Loaded::default();
        manifest::read(&state.join(MANIFEST), |line| run.take(line))?;
        run.total.records.check()?;
        if !done.exists() {
            self.join(&work, run.parts)?;
            last_lines(&state.join(MANIFEST), &work.join(MANIFEST))?;
            let report = Report::new(plan, &run.total).to_json().map_err(|error| Error::Internal(error.to_string()))?;
            durable::write(&work.join(REPORT), &report)?;
            step("before-clear");
            layout::remove_outputs(&self.out)?;
            fs::rename(&work, &done).map_err(at(&done))?;
            sync_folder(&state)?;
        }
        step("before-move");
        for entry in fs::read_dir(&done).map_err(at(&done))? {
            let entry = entry.map_err(at(&done))?;
            rename(&entry.path(), &self.out.join(entry.file_name()))?;
            step("while-moving");
        }
        sync_folder(&self.out)?;
        step("before-success");
        durable::write(&self.out.join(SUCCESS), b"")?;
        step("after-success");
        // The manifest first: without it the state is that of no run.
        remove(&state.join(MANIFEST))?;
        remove(&state)?;
        sync_folder(&self.out)?;
        Ok(run.total)
    }

    /// Makes one file of the parts of a kind.
    fn join(&self, work: &Path, parts: usize) -> Result<(), Error> {
        for kind in Kind::ALL {
            if !(kind.always_joined() || self.options.single || parts <= 1) {
                continue;
            }
            let whole = work.join(kind.file(None, self.options.form));
            let parts: Vec<_> = (0..parts)
                .map(|part| work.join(kind.file(Some(part), self.options.form)))
                .filter(|path| path.exists())
                .collect();
            if !whole.exists() {
                match parts.as_slice() {
                    [] if kind == Kind::Texts => {}
                    [one] => fs::rename(one, &whole).map_err(at(&whole))?,
                    parts => concatenate(parts, &whole)?,
                }
                sync_folder(work)?;
                step("after-join");
            }
            for part in parts {
                remove(&part)?;
            }
        }
        Ok(())
    }
}

fn concatenate(parts: &[std::path::PathBuf], whole: &Path) -> Result<(), Error> {
    let temporary = temporary(whole);
    let mut to = File::create(&temporary).map_err(at(&temporary))?;
    for part in parts {
        let mut from = File::open(part).map_err(at(part))?;
        io::copy(&mut from, &mut to).map_err(at(&temporary))?;
    }
    to.sync_all().map_err(at(&temporary))?;
    step("while-joining");
    fs::rename(&temporary, whole).map_err(at(whole))
}

/// Copies a manifest as it would be had the run never been interrupted.
fn last_lines(from: &Path, to: &Path) -> Result<(), Error> {
    let temporary = temporary(to);
    let file = File::create(&temporary).map_err(at(&temporary))?;
    let mut writer = BufWriter::new(file);
    let Some(read) = manifest::read(from, |_| Ok(()))? else {
        return Err(Error::Internal("the manifest is gone".to_owned()));
    };
    writer.write_all(&manifest::to_line(&read.header)?).map_err(at(&temporary))?;
    manifest::read(from, |line| writer.write_all(&manifest::to_line(&line)?).map_err(at(&temporary)))?;
    let file = writer.into_inner().map_err(|error| at(&temporary)(error.into_error()))?;
    file.sync_all().map_err(at(&temporary))?;
    fs::rename(&temporary, to).map_err(at(to))
}

/// What the run in `out` did so far, and in how many parts, while it has not ended; `None` when no run is going on there.
///
/// # Errors
/// [`Error::Io`], and [`Error::Usage`] for a damaged manifest.
pub fn summed(out: &Path) -> Result<Option<(usize, Tally)>, Error> {
    let mut run = Loaded::default();
    let read = manifest::read(&layout::state(out).join(MANIFEST), |line| run.take(line))?;
    Ok(read.map(|_| (run.parts, run.total)))
}
