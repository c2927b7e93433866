//! All repairs: those of the characters first, then the ZWNJ of the lines that are Persian, found on what the first made.

use super::{
    Edit, RepairOptions, apply_into, hygiene, layered,
    options::Repair,
    zwnj::{Level, Restorer},
};
use crate::lang::{self, Lang};
use std::sync::LazyLock;

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
            restorer.line(line, options.zwnj(), start, &mut second);
        }
        start = end + 1;
    }
    if !options.does_everything() {
        second.retain(|edit| options.does_id(edit.by));
    }
    layered(text, first, second)
}
