//! The content of a page with Markdown's marks for headings, lists, tables, quotes and code.
//!
//! Marks stand before lines and text stays as it is: what looks like a mark in it is not escaped, so that rules and
//! readers meet the words that the page has. A heading gets `#`, an item `-` or `1.`, a quoted line `>`, code a fence, a row
//! of a table `|` between cells.

use super::{Block, Kind};

/// Writes `block`, which says `line`, after what is in `out`; `before` is the block written last.
pub(crate) fn write(out: &mut String, line: &str, block: &Block, before: Option<&Block>) {
    let was_code = before.is_some_and(|before| before.kind == Kind::Code);
    let is_code = block.kind == Kind::Code;
    if was_code && !is_code {
        out.push_str("\n```");
    }
    if !out.is_empty() {
        out.push('\n');
    }
    if is_code && !was_code {
        out.push_str("```\n");
    }
    match block.kind {
        Kind::Heading(level) => {
            out.extend(std::iter::repeat_n('#', level.into()));
            out.push(' ');
        }
        Kind::Item { depth, numbered } => {
            out.extend(std::iter::repeat_n("  ", usize::from(depth.saturating_sub(1))));
            out.push_str(if numbered { "1. " } else { "- " });
        }
        Kind::Quote => out.push_str("> "),
        Kind::Row => {
            out.push_str("| ");
            out.push_str(&line.replace('\t', " | "));
            out.push_str(" |");
            return;
        }
        Kind::Text | Kind::Code | Kind::Caption => {}
    }
    out.push_str(line);
}

/// Ends what [`write`] left open.
pub(crate) fn finish(out: &mut String, last: Option<&Block>) {
    if last.is_some_and(|last| last.kind == Kind::Code) {
        out.push_str("\n```");
    }
}
