//! Which characters are broken? Edits, never removals of text.

use crate::{lang::Lang, span::Span};
use std::borrow::Cow;

mod apply;

pub use apply::{apply, moved};

/// One repair: the bytes of `span` in the decoded original become `with`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit<'a> {
    /// Bytes of the decoded original.
    pub span: Span,
    /// What stands there afterwards; empty for a deletion.
    pub with: Cow<'a, str>,
    /// The id of the repair, for example `any.nbsp`.
    pub by: &'a str,
}

/// Which repairs are made.
#[derive(Clone, Debug, Default)]
pub struct RepairOptions {}

/// Finds the repairs of `text`: sorted, not overlapping, none spanning a line break but those that make one.
pub fn hygiene(text: &str, document: Lang, options: &RepairOptions, edits: &mut Vec<Edit<'_>>) {
    let _ = (text, document, options, edits);
}
