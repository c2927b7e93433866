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

/// The lines of a document whose clean text is `text`, with marks of Markdown. The plain text is not in the files, so removals stand
/// about where they were, between lines, and edits are not shown. `plain`: characters of the plain text.
pub(super) fn marked_lines(text: &str, plain: u64, account: &Account<'_>, classes: &Classes) -> Vec<Line> {
    let kept: Vec<&str> = text.split_inclusive('\n').collect();
    let mut writer = Writer::new(account, classes);
    let (mut next, mut written, mut lost) = (0, 0_usize, 0_usize);
    for (number, removal) in account.removals.iter().enumerate() {
        let place = removal.start.saturating_sub(lost) as f64 / (plain.max(1) as f64 * bytes_of_a_character(text));
        while next < kept.len() && (written as f64) < place * text.len() as f64 - kept[next].len() as f64 / 2.0 {
            writer.kept(kept[next]);
            written += kept[next].len();
            next += 1;
        }
        lost += removal.text.len();
        let (start, end) = (removal.start, removal.end);
        writer.removed(number, &Change { start, end, was: &removal.text, with: "", by: &removal.rule, removal: None });
        writer.end_line_if_begun();
    }
    kept[next..].iter().for_each(|line| writer.kept(line));
    writer.finish()
}

fn bytes_of_a_character(text: &str) -> f64 {
    text.len().max(1) as f64 / text.chars().count().max(1) as f64
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

    fn end_line_if_begun(&mut self) {
        if !self.pieces.is_empty() {
            self.end_line();
        }
    }

    fn finish(mut self) -> Vec<Line> {
        self.end_line_if_begun();
        self.put_left_out(usize::MAX);
        self.lines
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::account::{EditEntry, RemovalEntry},
        *,
    };
    use proptest::prelude::*;

    /// A stretch of a text: what it was, what it is, and 0 for what was kept, 1 for removed, 2 for edited.
    type Stretch = (String, String, u8);

    fn account(stretches: &[Stretch]) -> Account<'_> {
        let (mut account, mut start) = (Account::default(), 0);
        for (was, with, kind) in stretches.iter().filter(|(was, ..)| !was.is_empty()) {
            let end = start + was.len();
            match kind {
                1 => account.removals.push(RemovalEntry {
                    start,
                    end,
                    text: was.into(),
                    rule: "judge.nav".into(),
                    chance: Some(0.75),
                    reasons: Vec::new(),
                }),
                2 => account.edits.push(EditEntry { start, end, was: was.into(), with: with.into(), by: "a.b".into() }),
                _ => {}
            }
            start = end;
        }
        account
    }

    fn texts(stretches: &[Stretch]) -> (String, String) {
        let clean = |(was, with, kind): &Stretch| match kind {
            _ if was.is_empty() => String::new(),
            0 => was.clone(),
            1 => String::new(),
            _ => with.clone(),
        };
        (stretches.iter().map(|(was, ..)| was.as_str()).collect(), stretches.iter().map(clean).collect())
    }

    proptest! {
        #[test]
        fn lines_put_together_are_the_original_and_the_clean_text(
            stretches in prop::collection::vec(("[abی \r\n]{0,6}", "[cdی \n]{0,3}", 0..3_u8), 0..12)
        ) {
            let (original, clean) = texts(&stretches);
            let lines = lines(&clean, &account(&stretches), &Classes::default()).unwrap();
            prop_assert_eq!(lines.iter().map(Line::original).collect::<String>(), &*original);
            prop_assert_eq!(lines.iter().map(Line::clean).collect::<String>(), clean);
            for line in &lines {
                prop_assert!(original[line.start..].starts_with(&line.original()));
                prop_assert_eq!(line.number, original[..line.start].matches('\n').count() + 1);
                prop_assert_eq!(line.removed.is_some(), line.pieces.iter().all(|piece| matches!(piece, Piece::Removed { .. })));
            }
        }

        #[test]
        fn files_that_do_not_fit_are_no_panic(
            text in "[abی\n]{0,20}",
            stretches in prop::collection::vec(("[abی\n]{0,6}", "[cd\n]{0,3}", 0..3_u8), 0..8),
            shift in 0..9_usize,
        ) {
            let mut account = account(&stretches);
            account.removals.iter_mut().for_each(|removal| removal.start += shift);
            let _ = lines(&text, &account, &Classes::default());
            account.edits.iter_mut().for_each(|edit| edit.end += shift);
            let _ = lines(&text, &account, &Classes::default());
            let marked = marked_lines(&text, shift as u64, &account, &Classes::default());
            prop_assert_eq!(marked.iter().map(Line::clean).collect::<String>(), text);
        }
    }

    #[test]
    fn what_was_left_out_stands_before_its_line() {
        let left_out =
            |at, text: &'static str| LeftOutEntry { at, text: text.into(), reason: "nav".into(), element: "".into() };
        let account = Account {
            left_out: vec![left_out(0, "Home"), left_out(0, "News"), left_out(2, "Foot"), left_out(9, "End")],
            ..Account::default()
        };
        let lines = lines("a\nb\n", &account, &Classes::default()).unwrap();
        let seen: Vec<String> = lines.iter().map(Line::seen).collect();
        assert_eq!(seen, ["Home", "News", "a\n", "Foot", "b\n", "End"]);
        assert_eq!(lines[3].number, 2);
        assert!(lines[3].left_out.as_deref() == Some("nav") && lines[2].left_out.is_none());
        assert_eq!(lines.iter().map(Line::original).collect::<String>(), "a\nb\n");
    }
}
