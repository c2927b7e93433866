//! Records of `quarantine.jsonl`, read back as what they once were: bytes at a place in a file.
//!
//! Such a record is told by its fields, so `quarantine.jsonl` is an input like any other. What stood in a text or HTML file
//! becomes a document again, but no file under `text/`: the name is only what a record says.

use crate::read::{
    BEGINNING, CompressionFormat, Format, Source, SourceOrigin,
    kind::{ExtensionFormat, by_name},
    lines::StreamPosition,
    raw_record::{RawRecord, RawRecordKind, RecordHead},
    record::{Fault, FaultDetail},
    records,
    sniff::sniff,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::sync::Arc;

/// What was kept.
pub(super) struct QuarantinedRecord {
    file: String,
    base: String,
    /// The file inside an archive that `raw` is.
    pub(super) entry: Option<String>,
    pub(super) at: StreamPosition,
    pub(super) raw: Vec<u8>,
    /// There was more of it.
    pub(super) truncated: bool,
}

/// All fields but `source` and `entry` must be there, and no other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuarantineLine {
    file: String,
    source: Option<String>,
    entry: Option<String>,
    offset: u64,
    length: usize,
    line: u64,
    reason: String,
    raw: String,
}

impl QuarantinedRecord {
    /// What `line`, which was no record because of `fault`, keeps; `None` when it is no line of a quarantine.
    pub(super) fn parse(line: &[u8], (fault, _): &FaultDetail) -> Option<Self> {
        if *fault != Fault::MissingField {
            return None;
        }
        let QuarantineLine { file, source, entry, offset, length, line, reason, raw } =
            serde_json::from_slice(line).ok()?;
        let raw = STANDARD.decode(raw).ok().filter(|raw| raw.len() == length)?;
        let breaks_off = [Fault::BrokenStream, Fault::BadRecord].iter().any(|fault| reason.starts_with(fault.id()));
        let truncated = breaks_off || raw.len() >= BEGINNING;
        let (base, at) = (source.unwrap_or_else(|| file.clone()), StreamPosition { offset, line });
        Some(Self { file, base, entry, at, raw, truncated })
    }

    /// The source that it came from, as far as a document tells of it, read as `now` is. The bytes are its content.
    pub(super) fn source(&self, now: &Source) -> Source {
        let kind = match by_name(self.file.as_bytes()).0 {
            Some(ExtensionFormat::Is(kind)) => kind,
            // A stream has no name; what is an archive shows.
            _ => match sniff(&self.raw, CompressionFormat::Plain) {
                kind @ (Format::Warc | Format::Arc) => kind,
                _ => Format::Jsonl,
            },
        };
        Source {
            name: self.file.clone(),
            base: self.base.clone(),
            origin: SourceOrigin::Memory(self.raw.clone()),
            kind,
            compression: CompressionFormat::Plain,
            size: 0,
            limits: now.limits,
            any_status: now.any_status,
            delimiter: now.delimiter,
        }
    }

    /// What was kept of an archive, which `source` is: its records in a buffer, none when none can be found.
    pub(super) fn records(&self, source: &Source) -> (Vec<RawRecord>, Vec<u8>) {
        if let Some(name) = &self.entry {
            let head = RecordHead { name: name.clone(), truncated: self.truncated, ..RecordHead::default() };
            let what = RawRecordKind::Page(Box::new(head));
            return (
                vec![RawRecord { position: self.at, start: 0, end: self.raw.len(), kind: what }],
                self.raw.clone(),
            );
        }
        let (mut records, mut buffer) = (Vec::new(), Vec::new());
        if let Ok(mut items) = records::open(source, &Arc::default()) {
            while let Some(mut record) = items.next(&mut buffer) {
                record.position.offset = record.position.offset.saturating_add(self.at.offset);
                record.position.line = record.position.line.saturating_add(self.at.line.saturating_sub(1));
                records.push(record);
            }
        }
        (records, buffer)
    }
}
