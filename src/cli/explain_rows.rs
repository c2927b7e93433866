//! What `sarand explain --json` writes: one object a line.

use serde::Serialize;

/// The chance of a line, for a machine.
#[derive(Serialize)]
pub(super) struct ChanceRow<'a> {
    pub(super) id: &'a str,
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
    pub(super) id: &'a str,
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
    pub(super) id: &'a str,
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
