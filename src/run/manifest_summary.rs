//! What the manifest of a run comes to, ended or not, and whether it is the run that is asked for.

use super::{
    durable::{io_at, remove},
    identity::{self, Identity, Input},
    layout::{self, DocumentFormat, MANIFEST, SUCCESS, TEXT},
    manifest::{self, Header, PartRecord},
    verify,
};
use crate::{error::Error, parts::Position, plural::counted, write::report::Tally};
use std::{fmt::Write as _, fs, path::Path};

/// What the parts of a manifest come to.
#[derive(Debug, Default)]
pub(super) struct ManifestSummary {
    pub(super) parts: usize,
    pub(super) position: Position,
    pub(super) total: Tally,
    pub(super) sums: Vec<[u64; 4]>,
    pub(super) last: Option<PartRecord>,
}

impl ManifestSummary {
    /// What the run came to that has ended in `out`, and what it was; `None` when none has.
    pub(super) fn ended(out: &Path) -> Result<Option<(Self, Header)>, Error> {
        if !out.join(SUCCESS).exists() {
            return Ok(None);
        }
        let mut run = Self::default();
        let read = manifest::read(&out.join(MANIFEST), |line| run.take(line))?;
        Ok(read.map(|read| (run, read.header)))
    }

    pub(super) fn take(&mut self, line: PartRecord) -> Result<(), Error> {
        self.parts += 1;
        self.position = line.to;
        self.total.add(&line.tally);
        self.total.read += line.read;
        self.sums.push(layout::OutputKind::ALL.map(|kind| line.sum(kind).bytes));
        self.last = Some(line);
        Ok(())
    }

    /// Whether all parts are there, the first of which has the number `first`, with what they must have; what no line tells of
    /// goes.
    pub(super) fn check(&self, work: &Path, format: DocumentFormat, first: usize) -> Result<(), Error> {
        let short = self.last.as_ref().is_some_and(|line| !line.whole);
        let mut listed = rustc_hash::FxHashSet::default();
        for (number, sums) in self.sums.iter().enumerate() {
            for (kind, bytes) in layout::OutputKind::ALL.into_iter().zip(*sums) {
                let grown = short && number + 1 == self.sums.len();
                let name = kind.file(Some(first + number), format.of_part(!grown));
                let path = work.join(&name);
                let is = path.metadata().map_or(0, |meta| meta.len());
                if is != bytes && !(grown && is > bytes) {
                    let (path, is) = (path.display(), counted(is, "byte"));
                    return Err(Error::Usage(format!("{path} has {is} instead of {bytes}\n  try: --restart")));
                }
                listed.insert(name);
            }
        }
        for entry in fs::read_dir(work).map_err(io_at(work))? {
            let entry = entry.map_err(io_at(work))?;
            let name = entry.file_name();
            if name != TEXT && !name.to_str().is_some_and(|name| listed.contains(name)) {
                remove(&entry.path())?;
            }
        }
        Ok(())
    }
}

/// What the run did that has ended in `out`; `None` when none has.
pub(super) fn finished(out: &Path, identity: &Identity, inputs: &[Input]) -> Result<Option<Tally>, Error> {
    let Some((run, header)) = ManifestSummary::ended(out)? else { return Ok(None) };
    refuse(out, &header.identity, identity, &[], inputs)?;
    match identity::changed_after(&out.join(SUCCESS), inputs) {
        Some(difference) => Err(mismatch(out, &[difference])),
        None => {
            verify::refuse_damage(out, &run.sums)?;
            Ok(Some(run.total))
        }
    }
}

pub(super) fn plan_of(state: &Path) -> Result<Vec<Input>, Error> {
    let path = state.join("plan.json");
    parse(&path, &fs::read(&path).map_err(io_at(&path))?)
}

/// What a file of the state of a run holds.
pub(super) fn parse<T: serde::de::DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes)
        .map_err(|error| Error::Usage(format!("{}: damaged: {error}\n  try: --restart", path.display())))
}

pub(super) fn refuse(
    out: &Path,
    then: &Identity,
    now: &Identity,
    inputs_then: &[Input],
    inputs_now: &[Input],
) -> Result<(), Error> {
    let differences = then.differences(now, inputs_then, inputs_now);
    if differences.is_empty() { Ok(()) } else { Err(mismatch(out, &differences)) }
}

pub(super) fn mismatch(out: &Path, differences: &[String]) -> Error {
    let mut text = format!("{} holds another run; these differ:", out.display());
    for difference in differences {
        let _ = write!(text, "\n  {difference}");
    }
    text.push_str("\n  try: the command of that run to resume it, --restart to replace it, or another folder");
    Error::Mismatch(text)
}
