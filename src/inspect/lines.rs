//! The lines of a document as it was, with what became of each.
//!
//! Made of the clean text and the account of its changes. Checks that the two fit, and guesses nothing.

use super::{
    account::{Account, LeftOutEntry},
    classes::Classes,
};

/// A line of the original.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number in the original, from 1. Of a line that was left out of a page: that of the line before which it stood.
    pub number: usize,
    /// Where it begins: bytes of the original.
    pub start: usize,
    /// What it is made of, in order, with its line break. What an edit made of several lines is in the first of them.
    pub pieces: Vec<Piece>,
    /// Why it went, if all of it did.
    pub removed: Option<Removal>,
    /// Why it was not taken for content, of a line that is not in the original.
    pub left_out: Option<String>,
    /// From where in a page it is, if the run kept that: the elements around it, outermost first.
    pub element: Option<String>,
    /// How likely it is content, 0 to 1, as extraction saw it; if the run kept that.
    pub content: Option<f64>,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// It stays as it was.
    Kept(String),
    /// It is gone.
    Removed {
        /// What stood there.
        text: String,
        /// The id of the rule; empty in a line that was left out.
        rule: String,
        /// The kind of chrome that the rule is for.
        class: String,
    },
    /// It was changed.
    Edited {
        /// What stood there.
        was: String,
        /// What stands there now; may be empty.
        with: String,
        /// The id of the repair or rule.
        by: String,
    },
}

/// Why a line went.
#[derive(Clone, Debug, PartialEq)]
pub struct Removal {
    /// The id of the rule.
    pub rule: String,
    /// The kind of chrome that the rule is for.
    pub class: String,
    /// How likely the line is chrome, 0 to 1, if the judge took it.
    pub chance: Option<f64>,
    /// Why the judge took it, strongest first; only if the run kept reasons.
    pub reasons: Vec<String>,
}

impl Line {
    /// The line as it was; nothing of one that was left out.
    #[must_use]
    pub fn original(&self) -> String {
        if self.left_out.is_some() { String::new() } else { self.seen() }
    }

    /// The line as it was, one that was left out, too.
    #[must_use]
    pub fn seen(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Kept(text) | Piece::Removed { text, .. } | Piece::Edited { was: text, .. } => text.as_str(),
            })
            .collect()
    }

    /// What is left of it in the clean text.
    #[must_use]
    pub fn clean(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Kept(text) | Piece::Edited { with: text, .. } => text.as_str(),
                Piece::Removed { .. } => "",
            })
            .collect()
    }
}

/// A change of the original.
struct Change<'a> {
    start: usize,
    end: usize,
    was: &'a str,
    with: &'a str,
    by: &'a str,
    /// The number of the removal; `None` for an edit.
    removal: Option<usize>,
}

/// The lines of a document whose clean text is `text`, without marks.
///
/// # Errors
/// In what the account does not fit the text.
pub(super) fn lines(text: &str, account: &Account<'_>, classes: &Classes) -> Result<Vec<Line>, String> {
    let removals = account.removals.iter().enumerate().map(|(number, of)| Change {
        start: of.start,
        end: of.end,
        was: &of.text,
        with: "",
        by: &of.rule,
        removal: Some(number),
    });
    let edits = account.edits.iter().map(|of| Change {
        start: of.start,
        end: of.end,
        was: &of.was,
        with: &of.with,
        by: &of.by,
        removal: None,
    });
    let mut changes: Vec<Change<'_>> = removals.chain(edits).collect();
    changes.sort_by_key(|change| (change.start, change.end));
    let mut writer = Writer::new(account, classes);
    let mut at = 0;
    for change in &changes {
        let misfit = |what: &str| format!("the change at byte {} {what}", change.start);
        let kept = change.start.checked_sub(writer.offset).ok_or_else(|| misfit("begins inside of another"))?;
        let until = at + kept;
        let kept = text.get(at..until).ok_or_else(|| misfit("is not where the clean text has a place for it"))?;
        if change.end.checked_sub(change.start) != Some(change.was.len()) {
            return Err(misfit("is not as long as its text"));
        }
        if !text[until..].starts_with(change.with) {
            return Err(misfit("is not found in the clean text"));
        }
        writer.kept(kept);
        match change.removal {
            Some(number) => writer.removed(number, change),
            None => writer.edited(change),
        }
        at = until + change.with.len();
    }
    writer.kept(&text[at..]);
    Ok(writer.finish())
}

/// Puts pieces into lines.
struct Writer<'a> {
    account: &'a Account<'a>,
    classes: &'a Classes,
    /// Those that are not written, the next one last.
    left_out: Vec<&'a LeftOutEntry<'a>>,
    lines: Vec<Line>,
    pieces: Vec<Piece>,
    /// The removal by which the line goes, should all of it go.
    by: Option<usize>,
    /// The number of the line, and of the next one.
    number: usize,
    next: usize,
    /// Where the line begins, and where we are.
    start: usize,
    offset: usize,
}

impl<'a> Writer<'a> {
    fn new(account: &'a Account<'a>, classes: &'a Classes) -> Self {
        let mut left_out: Vec<_> = account.left_out.iter().rev().collect();
        // Of those at one place the first is still the last.
        left_out.sort_by_key(|left| std::cmp::Reverse(left.at));
        let (lines, pieces) = (Vec::new(), Vec::new());
        Self { account, classes, left_out, lines, pieces, by: None, number: 1, next: 1, start: 0, offset: 0 }
    }

    fn kept(&mut self, text: &str) {
        for part in text.split_inclusive('\n') {
            self.put(Piece::Kept(part.to_owned()), part);
        }
    }

    fn removed(&mut self, number: usize, change: &Change<'_>) {
        let class = self.classes.of(change.by);
        for part in change.was.split_inclusive('\n') {
            // The first removal that takes words is why a line goes.
            let blank = |by: usize| self.account.removals[by].text.trim().is_empty();
            if self.by.is_none_or(|by| blank(by) && !blank(number)) {
                self.by = Some(number);
            }
            let (text, rule, class) = (part.to_owned(), change.by.to_owned(), class.to_owned());
            self.put(Piece::Removed { text, rule, class }, part);
        }
    }

    fn edited(&mut self, change: &Change<'_>) {
        let (was, with, by) = (change.was.to_owned(), change.with.to_owned(), change.by.to_owned());
        self.put(Piece::Edited { was, with, by }, change.was);
    }

    /// Puts a piece into the line, and ends the line behind its break.
    fn put(&mut self, piece: Piece, was: &str) {
        self.pieces.push(piece);
        self.offset += was.len();
        self.next += memchr::memchr_iter(b'\n', was.as_bytes()).count();
        if was.ends_with('\n') {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        self.put_left_out(self.start);
        let pieces = std::mem::take(&mut self.pieces);
        let whole = pieces.iter().all(|piece| matches!(piece, Piece::Removed { .. }));
        let by = self.by.take().filter(|_| whole);
        let removed = by.map(|by| &self.account.removals[by]).map(|entry| Removal {
            rule: entry.rule.to_string(),
            class: self.classes.of(&entry.rule).to_owned(),
            chance: entry.chance,
            reasons: entry.reasons.clone(),
        });
        let elements = &self.account.elements;
        let found = elements.binary_search_by_key(&self.start, |entry| entry.at).ok().map(|at| &elements[at]);
        self.lines.push(Line {
            number: self.number,
            start: self.start,
            pieces,
            removed,
            left_out: None,
            element: found.map(|entry| entry.element.to_string()),
            content: found.map(|entry| entry.chance),
        });
        (self.number, self.start) = (self.next, self.offset);
    }

    /// Writes the lines that stood at or before a place.
    fn put_left_out(&mut self, until: usize) {
        while let Some(left) = self.left_out.pop_if(|left| left.at <= until) {
            let (text, class) = (left.text.to_string(), left.reason.to_string());
            self.lines.push(Line {
                number: self.number,
                start: left.at,
                pieces: vec![Piece::Removed { text, rule: String::new(), class }],
                removed: None,
                left_out: Some(left.reason.to_string()),
                element: Some(left.element.to_string()).filter(|element| !element.is_empty()),
                content: None,
            });
        }
    }

    fn finish(mut self) -> Vec<Line> {
        if !self.pieces.is_empty() {
            self.end_line();
        }
        self.put_left_out(usize::MAX);
        self.lines
    }
}
