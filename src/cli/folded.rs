//! `sarand explain --folded`: the lines of a document as rules compare them, so that a pattern can be written for what it meets.

use super::explain_rows::DocumentId;
use crate::fold;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{self, Write};

/// A line for a machine.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a RawValue,
    /// 1-based.
    line: usize,
    text: &'a str,
    folded: String,
    squashed: String,
}

/// Writes the lines of `text` that are not blank: folded, as `regex` sees them, and squashed, as phrases are compared.
pub(super) fn write(out: &mut impl Write, id: &DocumentId<'_>, text: &str, json: bool) -> io::Result<()> {
    if !json {
        writeln!(out, "{}", id.shown)?;
    }
    for (number, text) in text.split('\n').enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let (line, folded, squashed) = (number + 1, fold::folded(text), fold::squash(text));
        if json {
            let id = &*id.json;
            serde_json::to_writer(&mut *out, &Row { id, line, text, folded, squashed })?;
            out.write_all(b"\n")?;
        } else {
            writeln!(out, "{line:>6}  regex    {folded}\n        phrases  {squashed}")?;
        }
    }
    Ok(())
}
