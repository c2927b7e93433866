//! Spaces too many: at line ends, and between the words of prose.
//!
//! Code, tables and indents keep theirs.

use super::{
    RepairOptions,
    chars::{is_arabic_letter, is_word},
    line::Line,
    options::Repair,
};

/// Removes trailing spaces (with `ends_line`), and all but one of the spaces between two words of prose.
pub(super) fn collapse(line: &mut Line, options: &RepairOptions, ends_line: bool) {
    if !options.enables(Repair::Spaces) {
        return;
    }
    let blank = |c: char| c == ' ' || c == '\t';
    let content_end = line.cells().iter().rposition(|cell| !blank(cell.c)).map_or(0, |at| at + 1);
    if ends_line && content_end < line.len() {
        line.delete(|_, at| (at >= content_end).then_some(Repair::Spaces));
    }
    let is_double = |pair: &[super::line::Cell]| pair[0].c == ' ' && pair[1].c == ' ';
    let indent = line.cells().iter().position(|cell| !blank(cell.c)).unwrap_or(line.len());
    if !line.cells()[indent..].windows(2).any(is_double) || !is_prose(line, indent, content_end) {
        return;
    }
    line.delete(|line, at| {
        let extra = at > indent && at < content_end && line.get(at) == Some(' ') && line.before(at) == Some(' ');
        extra.then_some(Repair::Spaces)
    });
}

/// [`is_prose`] of a line without an indent and spaces at its end, where no-break spaces count as spaces; `None` when it
/// is not mostly of the Arabic script, and needs a closer look.
pub(super) fn is_surely_prose(line: &str) -> Option<bool> {
    let (mut arabic, mut letters, mut words, mut runs, mut wide_runs, mut run) = (0, 0, 0, 0, 0, 0);
    for c in line.chars() {
        match c {
            ' ' | '\u{A0}' => {
                run += 1;
                words += usize::from(run == 1);
                runs += usize::from(run == 2);
                wide_runs += usize::from(run == 3);
                continue;
            }
            '\t' | '|' | '{' | '}' | '\\' | '`' | '│' | '║' => return Some(false),
            c => {
                letters += usize::from(c.is_ascii_alphabetic() || c >= 'À');
                arabic += usize::from(is_arabic_letter(c));
            }
        }
        run = 0;
    }
    if wide_runs > 1 {
        return Some(false);
    }
    (arabic * 2 > letters).then_some(runs < 3 || runs * 2 <= words)
}

/// Whether the line reads as running text: no marks of code or of table columns.
fn is_prose(line: &Line, indent: usize, end: usize) -> bool {
    let cells = &line.cells()[indent..end.max(indent)];
    let (mut arabic, mut letters, mut words, mut runs, mut wide_runs, mut inner_runs) = (0, 0, 0, 0, 0, 0);
    let mut at = 0;
    while at < cells.len() {
        let c = cells[at].c;
        match c {
            '\t' | '|' | '{' | '}' | '\\' | '`' | '│' | '║' => return false,
            ' ' => {
                let from = at;
                while at + 1 < cells.len() && cells[at + 1].c == ' ' {
                    at += 1;
                }
                let len = at + 1 - from;
                words += 1;
                if len > 1 {
                    runs += 1;
                    wide_runs += usize::from(len > 2);
                    // After a sentence or a clause typists put two spaces; between two words it is a slip, or a column.
                    inner_runs += usize::from(from > 0 && (is_word(cells[from - 1].c) || cells[from - 1].c == ';'));
                }
            }
            c => {
                // Roughly: signs beyond ASCII are few.
                letters += usize::from(c.is_ascii_alphabetic() || c >= 'À');
                arabic += usize::from(is_arabic_letter(c));
            }
        }
        at += 1;
    }
    if wide_runs > 1 {
        return false;
    }
    if arabic * 2 > letters {
        // Rows of short cells: more wide gaps than plain ones.
        return runs < 3 || runs * 2 <= words;
    }
    let code = cells.iter().any(|cell| matches!(cell.c, '=' | '<' | '>' | '#' | ';' | '$' | '_' | '*' | '~' | '^'));
    !code && indent < 2 && (inner_runs == 0 || (words >= 6 && inner_runs * 4 <= words))
}
