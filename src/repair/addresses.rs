//! Which words are addresses? URLs, hosts, e-mail addresses, handles and hashtags are not spelling.

use super::{chars::is_space, line::Line};

/// For each character, whether it stands in an address. Empty when the line holds none.
pub(super) fn address_mask(line: &Line) -> Vec<bool> {
    let mut marks = Vec::new();
    let cells = line.cells();
    let may_be_one = |i: usize| match cells[i].c {
        '@' | '#' => true,
        '/' => line.before(i) == Some('/'),
        '.' => line.before(i).is_some_and(|c| c.is_ascii_alphanumeric()),
        _ => false,
    };
    if !(0..cells.len()).any(may_be_one) {
        return marks;
    }
    let mut start = 0;
    while start < cells.len() {
        let end = (start..cells.len()).find(|&i| is_space(cells[i].c)).unwrap_or(cells.len());
        let word = &cells[start..end];
        let at = |i: usize| word.get(i).map_or('\0', |cell| cell.c);
        let address = (0..word.len()).any(|i| match at(i) {
            '@' => true,
            '#' => at(i + 1).is_alphanumeric() && (i == 0 || !at(i - 1).is_alphanumeric()),
            ':' => at(i + 1) == '/' && at(i + 2) == '/',
            // A host, or a file's name.
            '.' => i > 0 && at(i - 1).is_ascii_alphanumeric() && at(i + 1).is_ascii_alphabetic(),
            _ => false,
        });
        if address {
            marks.resize(cells.len(), false);
            marks[start..end].fill(true);
        }
        start = end + 1;
    }
    marks
}

/// Whether the character at `at` stands in an address.
pub(super) fn is_protected(marks: &[bool], at: usize) -> bool {
    marks.get(at).copied().unwrap_or(false)
}
