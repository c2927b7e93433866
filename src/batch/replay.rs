//! Records of `quarantine.jsonl`, read back as what they once were: bytes at a place in a file.
//!
//! Such a record is told by its fields, so `quarantine.jsonl` is an input like any other. What stood in a text or HTML file
//! becomes a document again, but no file under `text/`: the name is only what a record says.

use crate::read::{
    Kind, Origin, Pack, Source,
    kind::{Known, by_name},
    lines::Place,
    record::{Fault, Faulty},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::sync::Mutex;

/// What was kept.
pub(super) struct Kept {
    file: String,
    base: String,
    pub(super) place: Place,
    pub(super) raw: Vec<u8>,
}

/// All fields but `source` must be there, and no other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    file: String,
    source: Option<String>,
    offset: u64,
    length: usize,
    line: u64,
    #[serde(rename = "reason")]
    _reason: String,
    raw: String,
}

impl Kept {
    /// What `line`, which was no record because of `fault`, keeps; `None` when it is no line of a quarantine.
    pub(super) fn parse(line: &[u8], (fault, _): &Faulty) -> Option<Self> {
        if *fault != Fault::MissingField {
            return None;
        }
        let Line { file, source, offset, length, line, raw, .. } = serde_json::from_slice(line).ok()?;
        let raw = STANDARD.decode(raw).ok().filter(|raw| raw.len() == length)?;
        Some(Self { base: source.unwrap_or_else(|| file.clone()), file, place: Place { offset, line }, raw })
    }

    /// The source that it came from, as far as a document tells of it, read as `now` is. The bytes are its content.
    pub(super) fn source(&self, now: &Source) -> Source {
        let kind = match by_name(self.file.as_bytes()).0 {
            Some(Known::Is(kind)) => kind,
            _ => Kind::Jsonl,
        };
        Source {
            name: self.file.clone(),
            base: self.base.clone(),
            origin: Origin::Stream { head: self.raw.clone(), rest: Mutex::new(None) },
            kind,
            pack: Pack::Plain,
            size: 0,
            limits: now.limits,
            any_status: now.any_status,
        }
    }
}
