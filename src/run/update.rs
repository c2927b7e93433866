//! `--update`: what is new or changed since a run has ended is cleaned into new parts, behind those that are there.
//!
//! A run that may be updated keeps the list of its inputs, with the times of their last change, in `OUT/.sarand/inputs.json`.
//! An update is a run of its own over the inputs that are not as the list says. Its parts are numbered on, and its lines come
//! behind those of the manifest, after a line that says what the run is now. What is there stays as it is: of a changed file
//! there are two documents, and the later one counts; of a file that is gone the document stays. What it is called, the user
//! is told.

use super::{
    durable::{self, io_at, rename, sync_folder},
    folder, hash,
    identity::{Identity, Input},
    layout::{DocumentFormat, INPUTS, MANIFEST, OutputKind},
    manifest::{self, Checksum, PartRecord},
    manifest_summary::{ManifestSummary, parse},
    refuse, verify,
};
use crate::{error::Error, write::checksums};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::{fs, io, path::Path};

/// The file of an [`Update`] in the state of a run.
const UPDATE: &str = "update.json";

/// What was there before an update.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Update {
    /// How many parts.
    pub(super) parts: usize,
    /// The inputs of all runs until then.
    inputs: Vec<Input>,
}

/// What is not as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The places in the plan of inputs that are new or were changed.
    pub sources: Vec<usize>,
    /// How many of them are new.
    pub new: usize,
    /// The names of inputs that are gone.
    pub gone: Vec<String>,
}

impl Update {
    /// What there is to update in `out`; `None` when no run has ended there.
    pub(super) fn of_ended(out: &Path, identity: &Identity) -> Result<Option<Self>, Error> {
        let Some((run, header)) = ManifestSummary::ended(out)? else { return Ok(None) };
        // Only the inputs may differ.
        let then = Identity { inputs: identity.inputs.clone(), ..header.identity };
        refuse(out, &then, identity, &[], &[])?;
        verify::refuse_damage(out, &run.sums)?;
        let path = folder::state(out).join(INPUTS);
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(Self { parts: run.parts, inputs: parse(&path, &bytes)? })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::Usage(format!(
                "the run in {} has no list of its inputs, because it was started without --update\n  try: --restart --update",
                out.display()
            ))),
            Err(error) => Err(io_at(&path)(error)),
        }
    }

    /// What the state of a run that goes on says.
    pub(super) fn of_state(state: &Path) -> Result<Option<Self>, Error> {
        let path = state.join(UPDATE);
        match fs::read(&path) {
            Ok(bytes) => parse(&path, &bytes).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(io_at(&path)(error)),
        }
    }

    /// Keeps it with the state of a run that begins, or takes away what another one left.
    pub(super) fn keep(this: Option<&Self>, state: &Path) -> Result<(), Error> {
        match this {
            Some(update) => durable::write(&state.join(UPDATE), &manifest::to_line(update)?),
            None => durable::remove(&state.join(UPDATE)),
        }
    }

    /// What of the inputs `now` is not as it was.
    pub(super) fn changes(&self, now: &[Input]) -> Changes {
        let then: FxHashSet<&Input> = self.inputs.iter().collect();
        let named: FxHashSet<&str> = self.inputs.iter().map(Input::name).collect();
        let there: FxHashSet<&str> = now.iter().map(Input::name).collect();
        let mut gone: Vec<String> = named.difference(&there).map(|name| (*name).to_owned()).collect();
        gone.sort_unstable();
        let differing = || now.iter().enumerate().filter(|(_, input)| !then.contains(input));
        Changes {
            sources: differing().map(|(at, _)| at).collect(),
            new: differing().filter(|(_, input)| !named.contains(input.name())).count(),
            gone,
        }
    }

    /// Puts the manifest of the run in `out` and that of the update together in `work`, where the hashes of texts will be
    /// those of both.
    pub(super) fn join_manifests(&self, out: &Path, new: &Path, work: &Path) -> Result<(), Error> {
        let (old, mut text) = (out.join(MANIFEST), Vec::new());
        let replaced = ReplacedTexts::replaced(work)?;
        let listed = out.join(OutputKind::Texts.file(None, DocumentFormat::Jsonl));
        let listed = if listed.exists() { fs::read(&listed).map_err(io_at(&listed))? } else { Vec::new() };
        let mut rest = listed.as_slice();
        for line in fs::read(&old).map_err(io_at(&old))?.split_inclusive(|b| *b == b'\n') {
            let Ok(mut part) = serde_json::from_slice::<PartRecord>(line) else {
                text.extend_from_slice(line);
                continue;
            };
            let (own, behind) = rest.split_at_checked(part.texts.bytes as usize).unwrap_or((rest, &[]));
            rest = behind;
            let kept = replaced.kept(own);
            part.texts = Checksum { bytes: kept.len() as u64, sha256: hash(&kept) };
            text.extend_from_slice(&manifest::to_line(&part)?);
        }
        let mut lines = Vec::new();
        let read = manifest::read(new, |line| {
            lines.extend_from_slice(&manifest::to_line(&line)?);
            Ok(())
        })?;
        let Some(read) = read else { return Err(Error::Internal("the manifest is gone".to_owned())) };
        text.extend_from_slice(&manifest::to_line(&read.header)?);
        text.extend_from_slice(&lines);
        durable::write(&work.join(MANIFEST), &text)
    }

    /// Gives the only part of the first run the number that it has now.
    pub(super) fn number_first(&self, out: &Path) -> Result<(), Error> {
        for kind in [OutputKind::Documents, OutputKind::Removed] {
            for (whole, part) in kind.names(None).zip(kind.names(Some(0))) {
                match self.parts {
                    0 => durable::remove(&out.join(whole))?,
                    _ => rename(&out.join(whole), &out.join(part))?,
                }
            }
        }
        sync_folder(out)
    }
}

/// The hashes of texts that `earlier` lists, but for those that the parts in `work` have anew.
pub(super) fn texts_before(earlier: &Path, work: &Path) -> Result<Vec<u8>, Error> {
    let listed = if earlier.exists() { fs::read(earlier).map_err(io_at(earlier))? } else { Vec::new() };
    Ok(ReplacedTexts::replaced(work)?.kept(&listed))
}

/// Moves the texts below `from` to `to`, over those of the same name.
pub(super) fn move_texts(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.map_err(|error| Error::Io { path: from.to_path_buf(), source: error.into() })?;
        let Ok(name) = entry.path().strip_prefix(from) else { continue };
        if entry.file_type().is_dir() {
            fs::create_dir_all(to.join(name)).map_err(io_at(&to.join(name)))?;
        } else {
            rename(entry.path(), &to.join(name))?;
        }
    }
    sync_folder(to)
}

/// Texts that an update wrote.
struct ReplacedTexts(FxHashSet<String>);

impl ReplacedTexts {
    /// Of the parts in `work`, joined or not.
    fn replaced(work: &Path) -> Result<Self, Error> {
        let mut names = FxHashSet::default();
        for entry in fs::read_dir(work).map_err(io_at(work))? {
            let path = entry.map_err(io_at(work))?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // Only what is of the parts: the joined file holds the earlier ones, too.
            if name.starts_with("text-") && name.ends_with(".sha256") {
                let list = fs::read_to_string(&path).map_err(io_at(&path))?;
                names.extend(list.lines().filter_map(checksums::read).map(|(_, name)| name));
            }
        }
        Ok(Self(names))
    }

    /// The lines of a list, but those of texts that were written anew.
    fn kept(&self, list: &[u8]) -> Vec<u8> {
        let is_kept = |line: &&[u8]| {
            let read = std::str::from_utf8(line).ok().and_then(|line| checksums::read(line.trim_end_matches('\n')));
            read.is_none_or(|(_, name)| !self.0.contains(&name))
        };
        list.split_inclusive(|b| *b == b'\n').filter(is_kept).flatten().copied().collect()
    }
}
