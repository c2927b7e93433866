//! A run that can be killed at any moment and loses nothing.
//!
//! [`Run`] is the [`Sink`] of a run to a folder. It writes *parts*: the outcome of some 64 MiB of input, cut by the input
//! alone. Each is written under temporary names, synced, renamed; then a line in the [`manifest`] makes it true. All of it
//! happens in `OUT/.sarand`, which at the very end gives its files to `OUT` ([`finish`]). The same run started again goes on
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
mod identity;
pub mod layout;
mod limit;
mod manifest;
mod one_file;
mod part;
mod verify;

use crate::{
    batch::{Part, Position, Sink},
    error::Error,
    read::Plan,
    write::report::Tally,
};
use durable::{at, remove, step};
pub use finish::summed;
pub use identity::{Identity, Inputs};
use layout::{Form, MANIFEST, SUCCESS, SURVEY, TEXT};
pub use limit::MaxBad;
use manifest::{Header, Line, Manifest};
pub use one_file::{FileForm, OneFile, check_file};
use part::Open;
use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};
pub use verify::{Checked, verify};

/// How parts are written.
#[derive(Clone, Debug)]
pub struct Options {
    /// Bytes of input (decompressed) after which a part is whole.
    pub part_size: u64,
    /// Join all parts at the end, however many they are.
    pub single: bool,
    /// What documents are written as.
    pub form: Form,
    /// The columns of the inputs that a table keeps.
    #[cfg(feature = "parquet")]
    pub inputs: Vec<crate::write::parquet::columns::Input>,
    /// When to give up.
    pub max_bad: Option<MaxBad>,
}

/// What [`Run::start`] found.
#[derive(Debug)]
pub enum Started {
    /// This very run has ended before; what it did.
    Finished(Box<Tally>),
    /// A run to go on with, or a new one.
    Run(Box<Run>),
}

/// A run to a folder.
#[derive(Debug)]
pub struct Run {
    out: PathBuf,
    options: Options,
    manifest: Manifest,
    /// All parts are there; what is left is to give them to `out`.
    ended: bool,
    inputs: Vec<identity::Input>,
    next: usize,
    position: Position,
    open: Option<Open>,
    /// What was done, in this run and before.
    total: Tally,
    /// Held until the run is over.
    _lock: File,
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
    ) -> Result<Started, Error> {
        layout::check(out, restart)?;
        let state = layout::state(out);
        fs::create_dir_all(&state).map_err(at(&state))?;
        let lock = lock(&state, out)?;
        let inputs = identity::inputs(plan)?;
        if restart {
            for name in [MANIFEST, "plan.json", SURVEY, "work", "done"] {
                remove(&state.join(name))?;
            }
        } else if !state.join(MANIFEST).exists()
            && let Some(ended) = finished(out, &identity, &inputs).transpose()
        {
            drop(lock);
            remove(&state)?;
            return ended.map(|tally| Started::Finished(Box::new(tally)));
        }
        let mut run = Loaded::default();
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
            fs::create_dir_all(&work).map_err(at(&work))?;
            run.check(&work, options.form)?;
            if let Some(short) = run.last.take_if(|line| !line.whole) {
                open = Some(Open::resume(&work, options.form, short)?);
            }
        }
        step("started");
        Ok(Started::Run(Box::new(Self {
            out: out.to_path_buf(),
            options,
            manifest: Manifest::open(state.join(MANIFEST), length)?,
            ended,
            inputs,
            next: run.parts,
            position: run.position,
            open,
            total: run.total,
            _lock: lock,
        })))
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

    /// Where a survey of the inputs is kept, so that going on needs no second one.
    #[must_use]
    pub fn survey_file(&self) -> PathBuf {
        layout::state(&self.out).join(SURVEY)
    }

    /// Where the texts of files go while the run lasts. Made when it is asked for.
    ///
    /// # Errors
    /// [`Error::Io`] when it cannot be made.
    pub fn text_folder(&self) -> Result<PathBuf, Error> {
        let path = self.work().join(TEXT);
        fs::create_dir_all(&path).map_err(at(&path))?;
        Ok(path)
    }

    fn work(&self) -> PathBuf {
        layout::state(&self.out).join("work")
    }

    /// Writes down what there is, so that a run that is started again goes on here.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn pause(&mut self) -> Result<(), Error> {
        self.close(false)
    }

    /// Makes the part true that is being written.
    fn close(&mut self, whole: bool) -> Result<(), Error> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let line = open.close(&self.work(), &self.options, whole)?;
        self.manifest.append(&line)?;
        if whole && self.options.form.growing() != self.options.form {
            // What an earlier run left of this part.
            let growing = layout::Kind::Documents.file(Some(line.part), self.options.form.growing());
            remove(&self.work().join(growing))?;
        }
        Ok(())
    }

    /// Refuses to go on when too much is quarantined.
    fn check_bad(&self, ended: bool) -> Result<(), Error> {
        match self.options.max_bad {
            Some(limit) if limit.is_exceeded(&self.total.records, ended) => {
                let (bad, read) = (self.total.records.all_quarantined(), self.total.records.read);
                Err(Error::TooMuchBad(format!(
                    "{bad} of {read} records were quarantined, more than --max-bad {limit}; what was done is kept: the \
                     same command with a larger --max-bad goes on"
                )))
            }
            _ => Ok(()),
        }
    }
}

impl Sink for Run {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        let mut open = match self.open.take() {
            Some(open) => open,
            None => {
                self.next += 1;
                Open::begin(&self.work(), self.options.form, self.next - 1, self.position)?
            }
        };
        open.take(part)?;
        self.position = part.end;
        self.total.add(&part.tally);
        let whole = open.read >= self.options.part_size;
        self.open = Some(open);
        if whole {
            self.close(true)?;
        }
        self.check_bad(false)
    }
}

/// What the parts of a manifest come to.
#[derive(Debug, Default)]
struct Loaded {
    parts: usize,
    position: Position,
    total: Tally,
    sums: Vec<[u64; 4]>,
    last: Option<Line>,
}

impl Loaded {
    fn take(&mut self, line: Line) -> Result<(), Error> {
        self.parts += 1;
        self.position = line.to;
        self.total.add(&line.tally);
        self.total.read += line.read;
        self.sums.push(layout::Kind::ALL.map(|kind| line.sum(kind).bytes));
        self.last = Some(line);
        Ok(())
    }

    /// Whether all parts are there, with what they must have; what no line tells of goes.
    fn check(&self, work: &Path, form: Form) -> Result<(), Error> {
        let short = self.last.as_ref().is_some_and(|line| !line.whole);
        let mut listed = rustc_hash::FxHashSet::default();
        for (number, sums) in self.sums.iter().enumerate() {
            for (kind, bytes) in layout::Kind::ALL.into_iter().zip(*sums) {
                let grown = short && number + 1 == self.sums.len();
                let name = kind.file(Some(number), form.of_part(!grown));
                let path = work.join(&name);
                let is = path.metadata().map_or(0, |meta| meta.len());
                if is != bytes && !(grown && is > bytes) {
                    let path = path.display();
                    return Err(Error::Usage(format!("{path} has {is} bytes instead of {bytes}\n  try: --restart")));
                }
                listed.insert(name);
            }
        }
        for entry in fs::read_dir(work).map_err(at(work))? {
            let entry = entry.map_err(at(work))?;
            let name = entry.file_name();
            if name != TEXT && !name.to_str().is_some_and(|name| listed.contains(name)) {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

/// What the run did that has ended in `out`; `None` when none has.
fn finished(out: &Path, identity: &Identity, inputs: &[identity::Input]) -> Result<Option<Tally>, Error> {
    let success = out.join(SUCCESS);
    if !success.exists() {
        return Ok(None);
    }
    let mut run = Loaded::default();
    let Some(read) = manifest::read(&out.join(MANIFEST), |line| run.take(line))? else { return Ok(None) };
    refuse(out, &read.header.identity, identity, &[], inputs)?;
    match identity::changed_after(&success, inputs) {
        Some(difference) => Err(mismatch(out, &[difference])),
        None => Ok(Some(run.total)),
    }
}

fn plan_of(state: &Path) -> Result<Vec<identity::Input>, Error> {
    let path = state.join("plan.json");
    let bytes = fs::read(&path).map_err(at(&path))?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Error::Usage(format!("{}: damaged: {error}\n  try: --restart", path.display())))
}

fn refuse(
    out: &Path,
    then: &Identity,
    now: &Identity,
    inputs_then: &[identity::Input],
    inputs_now: &[identity::Input],
) -> Result<(), Error> {
    let differences = then.differences(now, inputs_then, inputs_now);
    if differences.is_empty() { Ok(()) } else { Err(mismatch(out, &differences)) }
}

fn mismatch(out: &Path, differences: &[String]) -> Error {
    let mut text = format!("{} holds another run; what differs:", out.display());
    for difference in differences {
        let _ = write!(text, "\n  {difference}");
    }
    text.push_str("\n  try: the command of that run to go on with it, --restart to replace it, or another folder");
    Error::Mismatch(text)
}

/// Takes the lock of a state folder.
fn lock(state: &Path, out: &Path) -> Result<File, Error> {
    let path = state.join("lock");
    loop {
        fs::create_dir_all(state).map_err(at(state))?;
        let file = File::options().create(true).append(true).open(&path).map_err(at(&path))?;
        match file.try_lock() {
            // A run that ended meanwhile took the file away: the lock is of nothing.
            Ok(()) if !path.exists() => {}
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => {
                let out = out.display();
                return Err(Error::Usage(format!("a run is going on in {out}; wait for it, or give another folder")));
            }
            Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
        }
    }
}

/// The SHA-256 of `bytes`, in hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

fn hex(hasher: Sha256) -> String {
    let mut text = String::with_capacity(64);
    for byte in hasher.finalize() {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
