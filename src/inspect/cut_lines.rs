//! Lines of which a part was removed, as they were: the clean text has the rest of each, and the account the part.

use super::account::{Account, RemovalEntry};
use crate::fold;
use std::ops::Range;

/// The lines of a document that removals begin or end inside of, one below the other.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CutLines<'a> {
    pub(super) text: String,
    /// What was removed: where it stands in `text`, and the rule.
    removed: Vec<(Range<usize>, &'a str)>,
}

impl<'a> CutLines<'a> {
    /// Those of a document; `None` when it has none, or when its files do not fit together.
    ///
    /// In a text with marks of Markdown places are a little off, so its lines are put together wrongly. Such a line is hardly ever
    /// the same as one that is looked for.
    pub(super) fn of(clean: &str, account: &'a Account<'_>) -> Option<Self> {
        let mut changes: Vec<Change<'a>> = account.removals.iter().map(Change::of).collect();
        // Most accounts tell of whole lines only, and need no more than a look at each.
        if changes.is_empty() {
            return None;
        }
        let edits = account.edits.iter();
        changes.extend(edits.map(|of| Change {
            start: of.start,
            end: of.end,
            was: &of.was,
            with: &of.with,
            rule: None,
        }));
        changes.sort_by_key(|change| (change.start, change.end));
        let places = places(clean, &changes)?;
        let is_cut = |at: usize| {
            let (change, place) = (&changes[at], places[at]);
            let begins = change.was.starts_with('\n')
                || match at.checked_sub(1).map(|before| &changes[before]) {
                    Some(before) if before.end == change.start => before.was.ends_with('\n'),
                    _ => place == 0 || clean.as_bytes()[place - 1] == b'\n',
                };
            let ends = change.was.ends_with('\n')
                || match changes.get(at + 1) {
                    Some(next) if next.start == change.end => next.was.starts_with('\n'),
                    _ => clean.as_bytes().get(place).is_none_or(|byte| *byte == b'\n'),
                };
            change.rule.is_some() && !(begins && ends)
        };
        if !(0..changes.len()).any(is_cut) {
            return None;
        }
        let mut all = Self::default();
        let mut at = 0;
        for (change, place) in changes.iter().zip(places) {
            all.text.push_str(&clean[at..place]);
            let start = all.text.len();
            all.text.push_str(change.was);
            all.removed.extend(change.rule.map(|rule| (start..all.text.len(), rule)));
            at = place + change.with.len();
        }
        all.text.push_str(&clean[at..]);
        Some(all)
    }

    /// The rule that removed a part of a line; `None` if nothing in it was removed, or all that it says.
    pub(super) fn rule(&self, line: &Range<usize>) -> Option<&'a str> {
        let (mut rule, mut rest, mut at) = (None, String::new(), line.start);
        let first = self.removed.partition_point(|(part, _)| part.end <= line.start);
        for (part, by) in self.removed[first..].iter().take_while(|(part, _)| part.start < line.end) {
            let (start, end) = (part.start.max(line.start), part.end.min(line.end));
            rest.push_str(&self.text[at..start]);
            at = end;
            if rule.is_none() && !fold::squash(&self.text[start..end]).is_empty() {
                rule = Some(*by);
            }
        }
        rest.push_str(&self.text[at..line.end]);
        rule.filter(|_| !fold::squash(&rest).is_empty())
    }
}

/// A change of the original.
struct Change<'a> {
    start: usize,
    end: usize,
    was: &'a str,
    with: &'a str,
    /// The rule of a removal; `None` for an edit.
    rule: Option<&'a str>,
}

impl<'a> Change<'a> {
    fn of(removal: &'a RemovalEntry<'_>) -> Self {
        let RemovalEntry { start, end, text, rule, .. } = removal;
        Self { start: *start, end: *end, was: text, with: "", rule: Some(rule) }
    }
}

/// Where changes stand in the clean text; `None` when they do not fit it.
fn places(clean: &str, changes: &[Change<'_>]) -> Option<Vec<usize>> {
    let (mut at, mut offset) = (0, 0);
    let place = |change: &Change<'_>| {
        let place = at + change.start.checked_sub(offset)?;
        let fits = change.end.checked_sub(change.start)? == change.was.len();
        if !fits || !clean.get(place..)?.starts_with(change.with) {
            return None;
        }
        (at, offset) = (place + change.with.len(), change.end);
        Some(place)
    };
    changes.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::account::EditEntry, *};

    fn account<'a>(removals: &[(usize, &'a str)], edits: &[(usize, &'a str, &'a str)]) -> Account<'a> {
        let removals = removals.iter().map(|&(start, text)| RemovalEntry {
            start,
            end: start + text.len(),
            text: text.into(),
            rule: "a.b".into(),
            chance: None,
            reasons: Vec::new(),
        });
        let edits = edits.iter().map(|&(start, was, with)| EditEntry {
            start,
            end: start + was.len(),
            was: was.into(),
            with: with.into(),
            by: "c.d".into(),
        });
        Account { removals: removals.collect(), edits: edits.collect(), ..Account::default() }
    }

    #[test]
    fn a_cut_line_is_put_together() {
        // Home \n It rained. Share\nIt &amp; all
        let account = account(&[(0, "Home\n"), (16, "Share")], &[(25, "&amp;", "&")]);
        let cut = CutLines::of("It rained. \nIt & all", &account).unwrap();
        assert_eq!(cut.text, "Home\nIt rained. Share\nIt &amp; all");
        assert_eq!((cut.rule(&(0..4)), cut.rule(&(5..21)), cut.rule(&(22..34))), (None, Some("a.b"), None));
    }

    #[test]
    fn whole_lines_are_not_cut() {
        for (clean, removals) in [
            ("b\n", vec![(0, "a\n")]),
            ("a\n", vec![(2, "b")]),
            ("a\n\nc", vec![(2, "b")]),
            ("", vec![(0, "a"), (1, "\nb")]),
            ("a", vec![]),
        ] {
            assert_eq!(CutLines::of(clean, &account(&removals, &[])), None, "{clean:?}");
        }
    }

    #[test]
    fn files_that_do_not_fit_have_no_cut_lines() {
        for (removals, edits) in [
            (vec![(9, "b")], vec![]),
            (vec![(1, "b"), (1, "bc")], vec![]),
            (vec![(1, "b")], vec![(2, "x", "not there")]),
            (vec![(2, "b")], vec![]),
        ] {
            assert_eq!(CutLines::of("aیc", &account(&removals, &edits)), None);
        }
        assert_eq!(CutLines::of("aیc", &account(&[(3, "b")], &[])).map(|cut| cut.text).as_deref(), Some("aیbc"));
    }
}
