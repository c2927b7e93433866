//! What `sarand explain --json` writes: one object a line.

use crate::{
    document::{
        extract::Region,
        html::{Extract, LineVerdict},
    },
    read::record::Record,
};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// The id of a document.
pub(super) struct DocumentId<'a> {
    /// For people.
    pub(super) shown: &'a str,
    /// For machines: a number is a number, as in `documents.jsonl`.
    pub(super) json: Box<RawValue>,
}

impl<'a> DocumentId<'a> {
    /// The id as it was read, of this record.
    pub(super) fn new(shown: &'a str, record: &Record<'_>) -> serde_json::Result<Self> {
        // A string differs from its JSON by the quotation marks.
        let json = match record.id.filter(|raw| *raw == shown) {
            Some(raw) => RawValue::from_string(raw.to_owned())?,
            None => to_raw_value(shown)?,
        };
        Ok(Self { shown, json })
    }
}

/// A document of which nothing is left, for a machine.
#[derive(Serialize)]
pub(super) struct DropRow<'a> {
    pub(super) id: &'a RawValue,
    /// Why it is not written.
    pub(super) dropped: &'static str,
}

/// The chance of a line, for a machine.
#[derive(Serialize)]
pub(super) struct ChanceRow<'a> {
    pub(super) id: &'a RawValue,
    /// 1-based.
    pub(super) line: usize,
    pub(super) text: &'a str,
    pub(super) chance: f64,
    pub(super) bound: f64,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    pub(super) reasons: &'a [String],
}

/// One decision for a machine.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    pub(super) id: &'a RawValue,
    /// 1-based.
    pub(super) line: usize,
    pub(super) text: &'a str,
    pub(super) rule: &'a str,
    /// What of the line is meant, if not all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<&'a str>,
    pub(super) outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) guard: Option<&'static str>,
}

/// What became of a line of a page, for a machine.
#[derive(Serialize)]
pub(super) struct PageRow<'a> {
    pub(super) id: &'a RawValue,
    pub(super) page_type: &'static str,
    pub(super) text: &'a str,
    pub(super) element: &'a str,
    pub(super) score: f32,
    pub(super) outcome: &'static str,
    pub(super) part: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule: Option<&'a str>,
}

/// A chance with the digits that mean something.
pub(super) fn rounded(chance: f32) -> f64 {
    (f64::from(chance) * 1000.0).round() / 1000.0
}

/// Whether the line of a page is in the text.
pub(super) fn is_kept(judged: &LineVerdict, extract: Extract) -> bool {
    judged.block.region == Region::Main || extract == Extract::All && !judged.block.hidden
}

/// What a line of a page is part of.
pub(super) fn part(judged: &LineVerdict) -> &'static str {
    match judged.block.region {
        Region::Main => "main",
        Region::Comment => "comment",
        Region::Chrome(_) if judged.block.hidden => "hidden",
        Region::Chrome(reason) => reason,
    }
}
