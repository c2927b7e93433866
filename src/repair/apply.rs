//! Making edits, and following places through them.

use super::Edit;
use crate::span::Span;

/// Writes `original` with `edits` (sorted, not overlapping) made into `out`, which is cleared first.
pub fn apply_into(original: &str, edits: &[Edit<'_>], out: &mut String) {
    out.clear();
    let (put, gone) = edits.iter().fold((0, 0), |(put, gone), edit| (put + edit.with.len(), gone + edit.span.len()));
    out.reserve_exact(original.len() + put - gone);
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

/// Where sorted, separate ranges of the original stand after the edits. Their edges must not lie inside an edit.
pub fn map_spans<'a>(
    spans: impl IntoIterator<Item = Span> + 'a,
    edits: &'a [Edit<'_>],
) -> impl Iterator<Item = Span> + 'a {
    let (mut grown, mut shrunk, mut next) = (0, 0, 0);
    let mut place = move |offset: usize| {
        while let Some(edit) = edits.get(next).filter(|edit| edit.span.end <= offset) {
            grown += edit.with.len();
            shrunk += edit.span.len();
            next += 1;
        }
        offset + grown - shrunk
    };
    spans.into_iter().map(move |span| {
        let start = place(span.start);
        Span::new(start, place(span.end).max(start))
    })
}
