//! All repairs: those of the characters first, then the ZWNJ of the lines that are Persian, found on what the first made.

use super::{
    Edit, RepairOptions, apply, apply_into, hygiene, layered,
    options::Repair,
    zwnj::{Level, Restorer},
};
use crate::{
    lang::{self, Lang},
    span::Span,
};
use std::sync::LazyLock;

/// More looks than any line needs.
const ROUNDS: usize = 4;

static EMBEDDED: LazyLock<Restorer> = LazyLock::new(Restorer::embedded);

/// Finds all repairs of `text`: sorted, not overlapping. ZWNJ are restored by `restorer`, or by the embedded lexicon.
///
/// Those of [`hygiene`] and those of the ZWNJ that touch are one edit.
#[must_use]
pub fn edits(text: &str, document: Lang, options: &RepairOptions, restorer: Option<&Restorer>) -> Vec<Edit<'static>> {
    let mut first = Vec::new();
    hygiene(text, document, options, &mut first);
    if options.zwnj() == Level::Off || !options.does_any(Repair::OF_ZWNJ) {
        return first;
    }
    let mut repaired = String::new();
    let between = if first.is_empty() {
        text
    } else {
        apply_into(text, &first, &mut repaired);
        &repaired
    };
    let restorer = restorer.unwrap_or(&EMBEDDED);
    let mut second = Vec::new();
    let mut start = 0;
    while start < between.len() {
        let end = memchr::memchr(b'\n', &between.as_bytes()[start..]).map_or(between.len(), |at| start + at);
        let line = &between[start..end];
        if !line.is_empty() && lang::of_line(line, document) == Lang::FA {
            settle(restorer, line, start, options, &mut second);
        }
        start = end + 1;
    }
    layered(text, first, second)
}

/// Appends the edits of one line, until a further look at what they make of it finds nothing.
fn settle(restorer: &Restorer, line: &str, base: usize, options: &RepairOptions, edits: &mut Vec<Edit<'static>>) {
    let look = |line: &str| {
        let mut found = Vec::new();
        restorer.line(line, options.zwnj(), 0, &mut found);
        if !options.does_everything() {
            found.retain(|edit| options.does_id(edit.by));
        }
        found
    };
    let mut all = look(line);
    for _ in 0..ROUNDS {
        if all.is_empty() {
            return;
        }
        let more = look(&apply(line, &all));
        if more.is_empty() {
            break;
        }
        all = layered(line, all, more);
    }
    all.retain(|edit| edit.with != edit.span.of(line));
    edits.extend(
        all.into_iter().map(|edit| Edit { span: Span::new(base + edit.span.start, base + edit.span.end), ..edit }),
    );
}
