//! Making edits, and following places through them.

use super::Edit;
use crate::span::Span;

/// Writes `original` with `edits` (sorted, not overlapping) made into `out`, which is cleared first.
pub fn apply_into(original: &str, edits: &[Edit<'_>], out: &mut String) {
    out.clear();
    out.reserve(original.len() + edits.len());
    let mut from = 0;
    for edit in edits {
        out.push_str(&original[from..edit.span.start]);
        out.push_str(&edit.with);
        from = edit.span.end;
    }
    out.push_str(&original[from..]);
}

/// The text with `edits` (sorted, not overlapping) made.
#[must_use]
pub fn apply(original: &str, edits: &[Edit<'_>]) -> String {
    let mut out = String::new();
    apply_into(original, edits, &mut out);
    out
}

/// Where a range of the original stands after the edits. Its edges must not lie inside an edit.
#[must_use]
pub fn moved(span: Span, edits: &[Edit<'_>]) -> Span {
    let place = |offset: usize| {
        let before = edits.iter().take_while(|edit| edit.span.end <= offset);
        before.fold(offset, |at, edit| at + edit.with.len() - edit.span.len())
    };
    Span::new(place(span.start), place(span.end).max(place(span.start)))
}
