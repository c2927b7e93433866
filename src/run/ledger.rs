//! Parts become whole in any order, and true in theirs.
//!
//! Each part that is open has a [`Writer`], which hashes, writes and closes it without waiting for other parts. Its line then
//! waits in the [`Ledger`] until those of all parts before it are in the manifest: so a part is never true before they are, and
//! the line of one that failed keeps back all that follow.

use super::{
    Options,
    durable::remove,
    layout::{self, SECONDS},
    manifest::{Manifest, PartRecord},
    open_part::OpenPart,
};
use crate::{
    batch::progress::Clock,
    error::Error,
    parts::{Part, Sink},
};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The writer of one part.
#[derive(Debug)]
pub(super) struct Writer {
    /// `None` when the part is closed, or failed.
    open: Option<OpenPart>,
    ledger: Arc<Ledger>,
}

impl Writer {
    pub(super) fn new(open: OpenPart, ledger: &Arc<Ledger>) -> Self {
        Self { open: Some(open), ledger: Arc::clone(ledger) }
    }

    /// Makes the part true, if it is still open.
    pub(super) fn close(&mut self, whole: bool) -> Result<(), Error> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let line = open.close(&self.ledger.work, &self.ledger.options, whole)?;
        self.ledger.enter(line)
    }
}

impl Sink for Writer {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        let Some(mut open) = self.open.take() else {
            return Err(Error::Internal("a part was closed early".to_owned()));
        };
        open.take(part)?;
        let whole = open.read >= self.ledger.options.part_size;
        self.open = Some(open);
        if whole { self.close(true) } else { Ok(()) }
    }
}

/// The manifest, and lines that wait for those before them.
#[derive(Debug)]
pub(super) struct Ledger {
    state: PathBuf,
    pub(super) work: PathBuf,
    pub(super) options: Options,
    /// Seconds that earlier starts took.
    before: f64,
    clock: Clock,
    lines: Mutex<Lines>,
}

#[derive(Debug)]
struct Lines {
    manifest: Manifest,
    /// The number of the part whose line is the next.
    next: usize,
    waiting: BTreeMap<usize, PartRecord>,
}

impl Ledger {
    /// A ledger for the run in `state`, whose manifest is next told of the part `next`.
    pub(super) fn new(state: &Path, options: Options, manifest: Manifest, next: usize) -> Self {
        let before = fs::read_to_string(state.join(SECONDS)).ok().and_then(|text| text.parse().ok()).unwrap_or(0.0);
        let lines = Mutex::new(Lines { manifest, next, waiting: BTreeMap::new() });
        Self { work: state.join("work"), state: state.to_path_buf(), options, before, clock: Clock::start(), lines }
    }

    /// How many seconds earlier starts of the run took, but for what a killed one did after its last part.
    pub(super) fn seconds_before(&self) -> f64 {
        self.before
    }

    /// Writes that all inputs are done.
    pub(super) fn end(&self) -> Result<(), Error> {
        let mut lines = self.lines();
        if lines.waiting.is_empty() {
            return lines.manifest.end();
        }
        Err(Error::Internal(format!("part {} was never closed", lines.next)))
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the line of a part that is on the disk.
    fn enter(&self, line: PartRecord) -> Result<(), Error> {
        let mut lines = self.lines();
        lines.waiting.insert(line.part, line);
        while let Some(line) = {
            let next = lines.next;
            lines.waiting.remove(&next)
        } {
            lines.manifest.append(&line)?;
            lines.next += 1;
            let growing = self.options.format.while_open();
            if line.whole && growing != self.options.format {
                // What an earlier run left of this part.
                remove(&self.work.join(layout::OutputKind::Documents.file(Some(line.part), growing)))?;
            }
        }
        // For the summary alone: a run goes on as well without it.
        let _ = fs::write(self.state.join(SECONDS), (self.before + self.clock.seconds()).to_string());
        Ok(())
    }
}
