//! Is this the same run? What a run is made of, and what differs between two.
//!
//! The program, the rules, the options that reach the output, and the inputs by name, size and time of change (a stream by
//! its first line). Times are kept in the state of a run only, never in an output.

use super::{durable::io_at, hash};
use crate::{
    error::Error,
    plural::counted,
    read::{Plan, Source, SourceOrigin},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

/// What a run is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The program and its version.
    pub tool: String,
    /// A hash of the rules.
    pub rules: String,
    /// The options that reach the output, as given or by default.
    pub options: BTreeMap<String, Vec<String>>,
    /// The inputs.
    pub inputs: Inputs,
}

/// Inputs in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// How many.
    pub files: usize,
    /// Their bytes on disk.
    pub bytes: u64,
    /// A hash of their names and sizes.
    pub sha256: String,
}

/// One input in full.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Input {
    name: String,
    size: u64,
    /// When it was changed, in nanoseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    changed: Option<u64>,
}

impl Identity {
    /// The identity of a run over `plan`; `rules` is a hash of the rules.
    #[must_use]
    pub fn new(rules: String, options: BTreeMap<String, Vec<String>>, plan: &Plan) -> Self {
        let mut text = String::new();
        for source in &plan.sources {
            text.push_str(&format!("{:?} {} {}\n", source.name, source.size, first_line(source)));
        }
        let inputs = Inputs {
            files: plan.sources.len(),
            bytes: plan.sources.iter().map(|source| source.size).sum(),
            sha256: hash(text.as_bytes()),
        };
        Self { tool: concat!("sarand ", env!("CARGO_PKG_VERSION")).to_owned(), rules, options, inputs }
    }

    /// What is not as it was, one line each; `then` and `now` are all inputs, if they are known.
    pub(super) fn differences(&self, now: &Self, inputs_then: &[Input], inputs_now: &[Input]) -> Vec<String> {
        let mut found = Vec::new();
        if self.tool != now.tool {
            found.push(format!("the program: {} then, {} now", self.tool, now.tool));
        }
        if self.rules != now.rules {
            found.push("the rules".to_owned());
        }
        let mut names: Vec<_> = self.options.keys().chain(now.options.keys()).collect();
        names.sort();
        names.dedup();
        for name in names {
            let (then, now) = (option_values(self.options.get(name)), option_values(now.options.get(name)));
            if then != now {
                found.push(format!("the option --{name}: {then} then, {now} now"));
            }
        }
        match differing_input(inputs_then, inputs_now) {
            Some(difference) => found.push(difference),
            None if self.inputs.sha256 != now.inputs.sha256
                && self.inputs.files == now.inputs.files
                && self.inputs.bytes == now.inputs.bytes =>
            {
                found.push("the names or sizes of the inputs, or the first line of a stream".to_owned());
            }
            None if self.inputs != now.inputs => {
                let of =
                    |inputs: &Inputs| format!("{} of {}", counted(inputs.files, "file"), counted(inputs.bytes, "byte"));
                found.push(format!("the inputs: {} then, {} now", of(&self.inputs), of(&now.inputs)));
            }
            None => {}
        }
        found
    }
}

fn option_values(values: Option<&Vec<String>>) -> String {
    match values {
        Some(values) if !values.is_empty() => format!("`{}`", values.join(" ")),
        _ => "not given".to_owned(),
    }
}

impl Input {
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

/// All inputs of a plan, as they are now.
pub(super) fn inputs(plan: &Plan) -> Result<Vec<Input>, Error> {
    plan.sources
        .iter()
        .map(|source| {
            let (size, changed) = match &source.origin {
                SourceOrigin::File(path) => changed(path)?,
                SourceOrigin::Stream { .. } | SourceOrigin::Memory(_) | SourceOrigin::Unreadable(_) => (0, None),
            };
            Ok(Input { name: source.name.clone(), size, changed })
        })
        .collect()
}

fn changed(path: &Path) -> Result<(u64, Option<u64>), Error> {
    let meta = fs::metadata(path).map_err(io_at(path))?;
    let nanoseconds = |time: SystemTime| u64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok();
    Ok((meta.len(), meta.modified().ok().and_then(nanoseconds)))
}

/// The first input that is not as it was. Only where both lists are known.
pub(super) fn differing_input(then: &[Input], now: &[Input]) -> Option<String> {
    if then.is_empty() {
        return None;
    }
    let (mut before, mut after) = (then.iter(), now.iter());
    loop {
        let (old, new) = (before.next(), after.next());
        match (old, new) {
            (None, None) => return None,
            (Some(old), Some(new)) if old == new => {}
            (Some(old), Some(new)) if old.name == new.name && old.size == new.size => {
                return Some(format!("the input {:?} was changed since", new.name));
            }
            (Some(old), Some(new)) if old.name == new.name => {
                return Some(format!("the input {:?}: {} then, {} now", new.name, counted(old.size, "byte"), new.size));
            }
            (Some(old), _) if !now.iter().any(|new| new.name == old.name) => {
                return Some(format!("the input {:?} is gone", old.name));
            }
            (_, Some(new)) if !then.iter().any(|old| old.name == new.name) => {
                return Some(format!("the input {:?} is new", new.name));
            }
            _ => return Some("the order of the inputs".to_owned()),
        }
    }
}

/// The first input that was changed after `mark` was made; when that cannot be known, none.
pub(super) fn changed_after(mark: &Path, now: &[Input]) -> Option<String> {
    let (_, Some(made)) = changed(mark).ok()? else { return None };
    let input = now.iter().find(|input| input.changed.is_some_and(|changed| changed > made))?;
    Some(format!("the input {:?} was changed since", input.name))
}

/// What a stream begins with, as a hash; of a file nothing.
fn first_line(source: &Source) -> String {
    match &source.origin {
        SourceOrigin::File(_) | SourceOrigin::Unreadable(_) => String::new(),
        SourceOrigin::Memory(bytes) => hash(bytes),
        // How much is read at once is chance; up to the end of the first line it is not.
        SourceOrigin::Stream { head, .. } => {
            let start = head.len() - head.trim_ascii_start().len();
            let end = memchr::memchr(b'\n', &head[start..]).map_or(head.len(), |end| start + end);
            hash(&head[..end])
        }
    }
}
