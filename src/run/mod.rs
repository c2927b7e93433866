//! A run that can be killed at any moment and loses nothing.
//!
//! [`Run`] gives each *part* a sink: the outcome of some 64 MiB of input, cut by the input alone. Each is written under
//! temporary names, synced, renamed, beside others; then a line in the [`manifest`], behind those of all parts before it
//! ([`ledger`]), makes it true. All of it happens in `OUT/.sarand`, which at the very end gives its files to `OUT` ([`finish`]). The same run started again goes on
//! behind the last line; another run ([`identity`]) is refused, and so is a second one at the same time.
//!
//! ```text
//! OUT/.sarand/lock             held while a run is going on
//!             plan.json        the inputs, with the times of their last change
//!             manifest.jsonl   what the run is; then a line a part
//!             work/            documents-00000.jsonl, removed-00000.jsonl, …, text/
//!             done/            the same folder, once all is in it: on its way to OUT
//! ```
//!
//! Reads no input and knows nothing of documents.

mod durable;
mod finish;
pub mod folder;
mod identity;
mod ledger;
mod limit;
mod manifest;
mod manifest_summary;
mod one_file;
mod open_part;
mod partial_file;
#[cfg_attr(not(feature = "parquet"), path = "no_table.rs")]
mod table;
mod update;
mod verify;

pub use crate::parts::{hash, layout};
use crate::{
    error::Error,
    parts::{Lane, Part, Position, Sink, Sinks},
    plural::{counted, either},
    read::Plan,
    write::report::Tally,
};
use durable::{crash_point, io_at, remove};
pub use finish::summed;
#[cfg(feature = "cli")]
pub(crate) use finish::written;
pub use identity::{Identity, Inputs};
use layout::{DocumentFormat, INPUTS, MANIFEST, SECONDS, SURVEY, TEXT};
use ledger::{Ledger, Writer};
pub use limit::MaxBad;
use manifest::{Header, Manifest};
use manifest_summary::{ManifestSummary, finished, mismatch, plan_of, refuse};
pub use one_file::{FileFormat, OneFile, check_file};
use open_part::OpenPart;
use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
};
pub use update::Changes;
use update::Update;
pub use verify::{Verification, verify};

/// How parts are written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of input (decompressed) after which a part is whole.
    pub part_size: u64,
    /// Join all parts at the end, however many they are.
    pub single: bool,
    /// Clean what is new or changed since the run in the folder has ended; a run that is begun keeps what that takes.
    pub update: bool,
    /// What documents are written as.
    pub format: DocumentFormat,
    /// The columns of the inputs that a table keeps.
    #[cfg(feature = "parquet")]
    pub inputs: Vec<crate::write::parquet::columns::Input>,
    /// When to give up.
    pub max_bad: Option<MaxBad>,
}

/// What [`Run::start`] found.
#[derive(Debug)]
pub enum StartOutcome {
    /// This very run has ended before; what it did.
    Finished(Box<Tally>),
    /// Nothing is new or changed since the run has ended.
    UpToDate(Changes),
    /// A run to go on with, or a new one.
    Run(Box<Run>),
}

/// A run to a folder.
#[derive(Debug)]
pub struct Run {
    out: PathBuf,
    ledger: Arc<Ledger>,
    /// All parts are there; what is left is to give them to `out`.
    ended: bool,
    /// All inputs as they are now; an update reads some of them.
    inputs: Vec<identity::Input>,
    update: Option<(Update, Changes)>,
    next: usize,
    position: Position,
    /// The last part, while it is not whole.
    last: Option<UnfinishedPart>,
    /// What was done, in this run and before.
    total: Tally,
    /// Held until the run is over.
    _lock: File,
}

/// The part that takes what comes next.
#[derive(Debug)]
struct UnfinishedPart {
    /// How many bytes of input it has.
    read: u64,
    lane: Arc<Lane<Writer>>,
}

impl Run {
    /// Begins the run over `plan` that `identity` tells of, or goes on with it; `restart` begins anew whatever is there.
    ///
    /// # Errors
    /// [`Error::Mismatch`] when another run is there; [`Error::Usage`] when the folder cannot be used, or a run is going
    /// on in it; [`Error::Io`].
    pub fn start(
        out: &Path,
        plan: &Plan,
        identity: Identity,
        options: Options,
        restart: bool,
    ) -> Result<StartOutcome, Error> {
        folder::check(out, restart)?;
        let state = folder::state(out);
        fs::create_dir_all(&state).map_err(io_at(&state))?;
        let lock = lock(&state, out)?;
        let inputs = identity::inputs(plan)?;
        if restart {
            for name in [MANIFEST, "plan.json", INPUTS, SURVEY, SECONDS, "work", "done"] {
                remove(&state.join(name))?;
            }
        }
        let goes_on = state.join(MANIFEST).exists();
        let update = match (goes_on, options.update && !restart) {
            (true, _) => Update::of_state(&state)?,
            (false, true) => Update::of_ended(out, &identity)?,
            (false, false) => None,
        };
        let update = update.map(|update| (update.changes(&inputs), update));
        let ended = match &update {
            Some((changes, _)) if !goes_on && changes.sources.is_empty() => {
                Some(Ok(StartOutcome::UpToDate(changes.clone())))
            }
            None if !goes_on && !restart => finished(out, &identity, &inputs)
                .transpose()
                .map(|ended| ended.map(|tally| StartOutcome::Finished(Box::new(tally)))),
            _ => None,
        };
        if let Some(ended) = ended {
            drop(lock);
            folder::clear_state(out, true)?;
            return ended;
        }
        let first = update.as_ref().map_or(0, |(_, update)| update.parts);
        let mut run = ManifestSummary::default();
        let read = manifest::read(&state.join(MANIFEST), |line| run.take(line))?;
        let length = match &read {
            Some(read) => {
                let then: Vec<identity::Input> = plan_of(&state)?;
                refuse(out, &read.header.identity, &identity, &then, &inputs)?;
                read.length
            }
            None => {
                remove(&state.join("work"))?;
                remove(&state.join(SURVEY))?;
                remove(&state.join(SECONDS))?;
                Update::keep(update.as_ref().map(|(_, update)| update), &state)?;
                let plan = serde_json::to_vec(&inputs).map_err(|error| Error::Internal(error.to_string()))?;
                durable::write(&state.join("plan.json"), &plan)?;
                let header = manifest::to_line(&Header::new(identity))?;
                durable::write(&state.join(MANIFEST), &header)?;
                header.len() as u64
            }
        };
        let work = state.join("work");
        let ended = read.as_ref().is_some_and(|read| read.ended);
        let mut open = None;
        if !ended {
            fs::create_dir_all(&work).map_err(io_at(&work))?;
            run.check(&work, options.format, first)?;
            if let Some(short) = run.last.take_if(|line| !line.whole) {
                open = Some(OpenPart::resume(&work, options.format, short)?);
            }
        }
        crash_point("started");
        let next = first + run.parts;
        let manifest = Manifest::open(state.join(MANIFEST), length)?;
        let ledger = Arc::new(Ledger::new(&state, options, manifest, next - usize::from(open.is_some())));
        let last = open.map(|open| UnfinishedPart { read: open.read, lane: Lane::new(Writer::new(open, &ledger)) });
        Ok(StartOutcome::Run(Box::new(Self {
            out: out.to_path_buf(),
            ledger,
            ended,
            inputs,
            update: update.map(|(changes, update)| (update, changes)),
            next,
            position: run.position,
            last,
            total: run.total,
            _lock: lock,
        })))
    }

    /// What an update reads, and what it does not find any more; `None` for a run that is none.
    #[must_use]
    pub fn changes(&self) -> Option<&Changes> {
        self.update.as_ref().map(|(_, changes)| changes)
    }

    /// Where to go on reading; `None` when all is read.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        (!self.ended).then_some(self.position)
    }

    /// What was done so far.
    #[must_use]
    pub fn total(&self) -> &Tally {
        &self.total
    }

    /// How many seconds earlier starts of the run took, but for what a killed one did after its last part.
    #[must_use]
    pub fn seconds_before(&self) -> f64 {
        self.ledger.seconds_before()
    }

    /// Where a survey of the inputs is kept, so that going on needs no second one.
    #[must_use]
    pub fn survey_file(&self) -> PathBuf {
        folder::state(&self.out).join(SURVEY)
    }

    /// Where the texts of files go while the run lasts. Made when it is asked for.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be made.
    pub fn text_folder(&self) -> Result<PathBuf, Error> {
        let path = self.ledger.work.join(TEXT);
        fs::create_dir_all(&path).map_err(io_at(&path))?;
        Ok(path)
    }

    /// Writes down what there is, so that a run that is started again goes on here.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn pause(&mut self) -> Result<(), Error> {
        self.close(false)
    }

    /// Forgets the run: what it did is of no use. An earlier run that has ended stays.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn discard(self) -> Result<(), Error> {
        let state = folder::state(&self.out);
        // Open files and the lock go first.
        drop(self);
        remove(&state)
    }

    /// Makes the last part true; no worker is left.
    fn close(&mut self, whole: bool) -> Result<(), Error> {
        self.last.take().map_or(Ok(()), |last| last.lane.sink().close(whole))
    }

    /// Refuses to go on when too much is quarantined.
    fn check_bad(&self, ended: bool) -> Result<(), Error> {
        match self.ledger.options.max_bad {
            Some(limit) if limit.is_exceeded(&self.total.records, ended) => {
                let (bad, read) = (self.total.records.all_quarantined(), self.total.records.read);
                Err(Error::TooMuchBad(format!(
                    "{bad} of {} {} quarantined, more than --max-bad {limit}; the work so far is kept: run it again with a \
                     larger --max-bad to resume",
                    counted(read, "record"),
                    either(&bad, "was", "were")
                )))
            }
            _ => Ok(()),
        }
    }
}

impl Sinks<'static> for Run {
    fn lane(&mut self, part: &Part) -> Result<Arc<Lane<dyn Sink>>, Error> {
        let UnfinishedPart { mut read, lane } = match self.last.take() {
            Some(last) => last,
            None => {
                let ledger = &self.ledger;
                let open = OpenPart::begin(&ledger.work, ledger.options.format, self.next, self.position)?;
                self.next += 1;
                UnfinishedPart { read: 0, lane: Lane::new(Writer::new(open, ledger)) }
            }
        };
        read += part.tally.read;
        self.position = part.end;
        self.total.add(&part.tally);
        // Its writer counts the same, and closes it when this much is written.
        if read < self.ledger.options.part_size {
            self.last = Some(UnfinishedPart { read, lane: Arc::clone(&lane) });
        }
        Ok(lane)
    }

    fn check(&self) -> Result<(), Error> {
        self.check_bad(false)
    }
}

/// Takes the lock of a state folder.
fn lock(state: &Path, out: &Path) -> Result<File, Error> {
    let path = state.join("lock");
    loop {
        fs::create_dir_all(state).map_err(io_at(state))?;
        let file = File::options().create(true).append(true).open(&path).map_err(io_at(&path))?;
        match file.try_lock() {
            // A run that ended meanwhile took the file away: the lock is of nothing.
            Ok(()) if !path.exists() => {}
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {
                let out = out.display();
                return Err(Error::Usage(format!(
                    "another run is writing to {out}; wait for it, or give another folder"
                )));
            }
            Err(TryLockError::Error(error)) => return Err(io_at(&path)(error)),
        }
    }
}
