//! One line taken apart into characters, each knowing the bytes it came from.
//!
//! Repairs change characters in place; in the end the differences are the edits. Positions are bytes of the line.

use super::{Edit, chars::is_word, options::Repair};
use crate::span::Span;
use std::borrow::Cow;

/// A character and where it came from; an inserted one came from nothing, and has an empty range.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) c: char,
    start: u32,
    end: u32,
    by: Option<Repair>,
}

/// A repair that goes through the line from its end may put more or fewer characters in place of some: what stands behind
/// them is set apart meanwhile, or it would be moved each time. It ends with [`Line::close`].
#[derive(Debug, Default)]
pub(super) struct Line {
    cells: Vec<Cell>,
    /// What comes after `cells`, the last one first; empty but while such a repair works.
    behind: Vec<Cell>,
    /// Deleted ranges and by what.
    deleted: Vec<Cell>,
    text: String,
    /// Whether a repair changed anything since this was last unset.
    pub(super) changed: bool,
    /// `text` is that of the cells.
    fresh: bool,
}

impl Line {
    pub(super) fn load(&mut self, text: &str) {
        self.cells.clear();
        self.behind.clear();
        self.deleted.clear();
        self.fresh = false;
        // Two bytes make most characters.
        self.cells.reserve(text.len() / 2);
        let mut start = 0;
        for c in text.chars() {
            let end = start + c.len_utf8() as u32;
            self.cells.push(Cell { c, start, end, by: None });
            start = end;
        }
    }

    pub(super) fn cells(&self) -> &[Cell] {
        debug_assert!(self.behind.is_empty());
        &self.cells
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len() + self.behind.len()
    }

    fn cell(&self, at: usize) -> Option<&Cell> {
        self.cells.get(at).or_else(|| self.behind.iter().nth_back(at - self.cells.len()))
    }

    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.cell(at).map(|cell| cell.c)
    }

    /// Sets apart what begins at `at`.
    fn open(&mut self, at: usize) {
        if at < self.cells.len() {
            self.behind.extend(self.cells.drain(at..).rev());
        } else {
            let more = self.len() - at;
            self.cells.extend(self.behind.drain(more..).rev());
        }
    }

    /// Puts together what was set apart.
    pub(super) fn close(&mut self) {
        self.cells.extend(self.behind.drain(..).rev());
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    pub(super) fn has(&self, test: impl Fn(char) -> bool) -> bool {
        self.cells.iter().any(|cell| test(cell.c))
    }

    /// The line as it is now; of a long one, as much as tells its language.
    pub(super) fn text(&mut self) -> &str {
        if !self.fresh {
            self.text.clear();
            self.text.extend(self.cells.iter().take(crate::lang::LINE_SAMPLE).map(|cell| cell.c));
            self.fresh = true;
        }
        &self.text
    }

    pub(super) fn set(&mut self, at: usize, c: char, by: Repair) {
        let cell = &mut self.cells[at];
        if cell.c != c {
            cell.c = c;
            cell.by.get_or_insert(by);
            self.touch();
        }
    }

    fn touch(&mut self) {
        self.changed = true;
        self.fresh = false;
    }

    /// The characters of `from..to` become those of `with`, of which there is at least one.
    pub(super) fn replace(&mut self, from: usize, to: usize, with: &[char], by: Repair) {
        self.open(to);
        let (start, end) = (self.cells[from].start, self.cells[to - 1].end);
        let by = self.cells[from..].iter().find_map(|cell| cell.by).unwrap_or(by);
        self.cells.truncate(from);
        let rest = with[1..].iter().rev().map(|&c| Cell { c, start: end, end, by: Some(by) });
        self.behind.extend(rest);
        self.behind.push(Cell { c: with[0], start, end, by: Some(by) });
        self.touch();
    }

    /// Puts `c` in front of the character at `at`.
    pub(super) fn insert(&mut self, at: usize, c: char, by: Repair) {
        self.open(at);
        let before = self.cells.last().map_or(0, |last| last.end);
        let here = self.behind.last().map_or(before, |cell| cell.start);
        self.behind.push(Cell { c, start: here, end: here, by: Some(by) });
        self.touch();
    }

    /// Deletes every character for which `test` names a repair. `test` sees the line as it was before.
    pub(super) fn delete(&mut self, mut test: impl FnMut(&Self, usize) -> Option<Repair>) {
        let first = (0..self.len()).find_map(|at| test(self, at).map(|by| (at, by)));
        let Some((first, by)) = first else { return };
        let mut doomed = vec![(first, by)];
        doomed.extend((first + 1..self.len()).filter_map(|at| test(self, at).map(|by| (at, by))));
        let mut next = doomed.iter().peekable();
        let deleted = &mut self.deleted;
        let mut at = 0;
        self.cells.retain(|cell| {
            let hit = next.next_if(|&&(doomed, _)| doomed == at);
            at += 1;
            if let Some(&(_, by)) = hit {
                deleted.push(Cell { by: Some(cell.by.unwrap_or(by)), ..*cell });
            }
            hit.is_none()
        });
        self.touch();
    }

    /// Where the word ends that `at` is in.
    pub(super) fn word_end(&self, at: usize) -> usize {
        (at..self.len()).find(|&i| !is_word(self.cells[i].c) && self.cells[i].c != '\u{200C}').unwrap_or(self.len())
    }

    /// Where the word begins that ends before `at`.
    pub(super) fn word_start(&self, at: usize) -> usize {
        (0..at).rev().find(|&i| !is_word(self.cells[i].c) && self.cells[i].c != '\u{200C}').map_or(0, |i| i + 1)
    }

    /// Appends what differs from `was`, the line as it was loaded, which begins at byte `base` of the text.
    pub(super) fn emit(&mut self, was: &str, base: usize, edits: &mut Vec<Edit<'_>>) {
        let mut changed: Vec<(Cell, bool)> =
            self.cells.iter().filter(|cell| cell.by.is_some()).map(|&cell| (cell, true)).collect();
        changed.extend(self.deleted.iter().filter(|cell| cell.start < cell.end).map(|&cell| (cell, false)));
        // Stable: characters that came of one, or were inserted at one place, keep their order. Where a deletion begins
        // with a live one, the live one covers it, or is an insertion; of two deletions the wider one covers the other.
        changed.sort_by_key(|&(cell, live)| (cell.start, !live, if live { 0 } else { u32::MAX - cell.end }));
        let first = edits.len();
        let mut covered = 0;
        for (cell, live) in changed {
            if !live && cell.start < covered {
                // Deleted between characters that were then composed into one, which may itself be gone.
                continue;
            }
            covered = covered.max(cell.end);
            let Some(by) = cell.by else { continue };
            let span = Span::new(base + cell.start as usize, base + cell.end as usize);
            let with = if live { of_char(cell.c) } else { Cow::Borrowed("") };
            match edits.last_mut().filter(|last| last.span.end == span.start && last.by == by.id()) {
                Some(last) if last.span.start >= base => {
                    last.span.end = span.end;
                    if last.with.is_empty() {
                        last.with = with;
                    } else if !with.is_empty() {
                        last.with.to_mut().push_str(&with);
                    }
                }
                _ => edits.push(Edit { span, with, by: by.id() }),
            }
        }
        let same = |edit: &Edit<'_>| was[edit.span.start - base..edit.span.end - base] == *edit.with;
        edits.extract_if(first.., |edit| same(edit)).for_each(drop);
    }
}

/// Borrowed for the characters that repairs make most.
fn of_char(c: char) -> Cow<'static, str> {
    match c {
        ' ' => Cow::Borrowed(" "),
        'ی' => Cow::Borrowed("ی"),
        'ک' => Cow::Borrowed("ک"),
        c => Cow::Owned(c.to_string()),
    }
}
