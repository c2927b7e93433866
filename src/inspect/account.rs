//! A line of `removed.jsonl`, read whole: what was taken out of one document and what was changed in it.

use serde::Deserialize;
use std::borrow::Cow;

/// What was done to one document.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Account<'a> {
    #[serde(borrow, default)]
    pub(super) removals: Vec<RemovalEntry<'a>>,
    #[serde(borrow, default)]
    pub(super) edits: Vec<EditEntry<'a>>,
    #[serde(borrow, default)]
    pub(super) left_out: Vec<LeftOutEntry<'a>>,
    #[serde(borrow, default)]
    pub(super) elements: Vec<ElementEntry<'a>>,
}

/// Offsets are bytes of the original.
#[derive(Debug, Deserialize)]
pub(super) struct RemovalEntry<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(borrow)]
    pub(super) text: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) rule: Cow<'a, str>,
    pub(super) chance: Option<f64>,
    #[serde(default)]
    pub(super) reasons: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct EditEntry<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    #[serde(borrow)]
    pub(super) was: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) with: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) by: Cow<'a, str>,
}

/// A line of a page that was not taken for content.
#[derive(Debug, Deserialize)]
pub(super) struct LeftOutEntry<'a> {
    pub(super) at: usize,
    #[serde(borrow)]
    pub(super) text: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) reason: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(super) element: Cow<'a, str>,
}

/// From where in a page a line of its text is.
#[derive(Debug, Deserialize)]
pub(super) struct ElementEntry<'a> {
    pub(super) at: usize,
    #[serde(borrow)]
    pub(super) element: Cow<'a, str>,
    pub(super) chance: f64,
}
