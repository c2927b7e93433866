//! All repairs: those of the characters first, then the ZWNJ of the lines that are Persian, found on what the first made.

use super::{
    Edit, RepairOptions, apply_into, compose_edits, hygiene,
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
    if options.zwnj() == Level::Off || !options.enables_any_of(Repair::OF_ZWNJ) {
        return first;
    }
    let mut repaired = String::new();
    let between = if first.is_empty() {
        text
    } else {
        apply_into(text, &first, &mut repaired);
        &repaired
    };
    let mut second = Vec::new();
    let persian = |line: &str| lang::detect_line(line, document) == Lang::FA;
    let wanted = |id: &str| options.enables_all() || options.enables_id(id);
    restorer.unwrap_or(&EMBEDDED).text(between, options.zwnj(), persian, wanted, &mut second);
    drop(repaired);
    compose_edits(text, first, second)
}
