//! Pieces of Markdown.

use std::fmt::Write as _;

/// Says that a page is made by the test, in a comment.
pub(crate) const MADE: &str = "<!-- Made by `SARAND_WRITE=1 cargo test reference::`; do not edit. -->\n";

/// A text in a cell of a table.
pub(crate) fn cell(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at > 0 {
            out.push('`');
        }
        let part = part.replace('|', "\\|").replace('\n', " ");
        // In code, nothing but the bar means anything.
        out.push_str(&if at % 2 == 0 { part.replace('<', "&lt;").replace('*', "\\*") } else { part });
    }
    out
}

/// A table of rows whose cells are Markdown already.
pub(crate) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        writeln!(out, "| {} |", row.join(" | ")).unwrap();
    }
    out.push('\n');
    out
}

/// A text that holds no backtick, as code.
pub(crate) fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

/// Lines as a block of code.
pub(crate) fn block(kind: &str, text: &str) -> String {
    let fence = if text.contains("```") { "````" } else { "```" };
    format!("{fence}{kind}\n{}\n{fence}\n\n", text.trim_end_matches('\n'))
}
