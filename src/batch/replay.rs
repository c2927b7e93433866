//! Records of `quarantine.jsonl`, read back as what they once were: bytes at a place in a file.
//!
//! Such a record is told by its fields, so `quarantine.jsonl` is an input like any other. What stood in a text or HTML file
//! becomes a document again, but no file under `text/`: the name is only what a record says.

use crate::read::{
    BEGINNING, Kind, Origin, Pack, Source,
    items::{Head, Item, What},
    kind::{Known, by_name},
    lines::Place,
    record::{Fault, Faulty},
    records,
    sniff::sniff,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::sync::Arc;

/// What was kept.
pub(super) struct Kept {
    file: String,
    base: String,
    /// The file inside an archive that `raw` is.
    pub(super) entry: Option<String>,
    pub(super) place: Place,
    pub(super) raw: Vec<u8>,
    /// There was more of it.
    pub(super) truncated: bool,
}

/// All fields but `source` and `entry` must be there, and no other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    file: String,
    source: Option<String>,
    entry: Option<String>,
    offset: u64,
    length: usize,
    line: u64,
    reason: String,
    raw: String,
}

impl Kept {
    /// What `line`, which was no record because of `fault`, keeps; `None` when it is no line of a quarantine.
    pub(super) fn parse(line: &[u8], (fault, _): &Faulty) -> Option<Self> {
        if *fault != Fault::MissingField {
            return None;
        }
        let Line { file, source, entry, offset, length, line, reason, raw } = serde_json::from_slice(line).ok()?;
        let raw = STANDARD.decode(raw).ok().filter(|raw| raw.len() == length)?;
        let breaks_off = [Fault::BrokenStream, Fault::BadRecord].iter().any(|fault| reason.starts_with(fault.id()));
        let truncated = breaks_off || raw.len() >= BEGINNING;
        let (base, place) = (source.unwrap_or_else(|| file.clone()), Place { offset, line });
        Some(Self { file, base, entry, place, raw, truncated })
    }

    /// The source that it came from, as far as a document tells of it, read as `now` is. The bytes are its content.
    pub(super) fn source(&self, now: &Source) -> Source {
        let kind = match by_name(self.file.as_bytes()).0 {
            Some(Known::Is(kind)) => kind,
            // A stream has no name; what is an archive shows.
            _ => match sniff(&self.raw, Pack::Plain) {
                kind @ (Kind::Warc | Kind::Arc) => kind,
                _ => Kind::Jsonl,
            },
        };
        Source {
            name: self.file.clone(),
            base: self.base.clone(),
            origin: Origin::Memory(self.raw.clone()),
            kind,
            pack: Pack::Plain,
            size: 0,
            limits: now.limits,
            any_status: now.any_status,
            delimiter: now.delimiter,
        }
    }

    /// What was kept of an archive, which `source` is: its records in a buffer, none when none can be found.
    pub(super) fn records(&self, source: &Source) -> (Vec<Item>, Vec<u8>) {
        if let Some(name) = &self.entry {
            let head = Head { name: name.clone(), truncated: self.truncated, ..Head::default() };
            let what = What::Page(Box::new(head));
            return (vec![Item { place: self.place, start: 0, end: self.raw.len(), what }], self.raw.clone());
        }
        let (mut records, mut buffer) = (Vec::new(), Vec::new());
        if let Ok(mut items) = records::open(source, &Arc::default()) {
            while let Some(mut record) = items.next(&mut buffer) {
                record.place.offset = record.place.offset.saturating_add(self.place.offset);
                record.place.line = record.place.line.saturating_add(self.place.line.saturating_sub(1));
                records.push(record);
            }
        }
        (records, buffer)
    }
}
