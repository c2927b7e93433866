//! What the rules did to labelled lines, counted.
//!
//! What is left of each line is compared, squashed, with what its label wants. Lines are a multiset: of two lines that read
//! the same, one to keep and one to drop, it does not matter which one went.

use super::gold::{Gold, Label};
use crate::{
    clean::{BLANK_LINES, Cleaned, Cleaner, Options},
    document::Document,
    fold::squash,
    lang::Lang,
    rules::RuleSet,
    span::Span,
};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Lines of some documents. A line of which a part is content counts in both halves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents …
    pub documents: usize,
    /// … and those that are just as they should be.
    pub perfect: usize,
    /// Lines of content that are there …
    pub kept: usize,
    /// … and that are not.
    pub lost: usize,
    /// Lines of chrome that are gone …
    pub dropped: usize,
    /// … and that are not.
    pub left: usize,
}

impl Tally {
    /// The share of content that is there.
    #[must_use]
    pub fn kept_share(&self) -> f64 {
        share(self.kept, self.lost)
    }

    /// The share of chrome that is gone.
    #[must_use]
    pub fn dropped_share(&self) -> f64 {
        share(self.dropped, self.left)
    }

    /// Both counts together.
    pub fn add(&mut self, other: &Self) {
        self.documents += other.documents;
        self.perfect += other.perfect;
        self.kept += other.kept;
        self.lost += other.lost;
        self.dropped += other.dropped;
        self.left += other.left;
    }
}

fn share(some: usize, rest: usize) -> f64 {
    if some + rest == 0 { 1.0 } else { some as f64 / (some + rest) as f64 }
}

/// Whether a line is content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineClass {
    /// To keep.
    Content,
    /// To drop.
    Chrome,
}

/// A line that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The document.
    pub id: String,
    /// From 1.
    pub line: usize,
    /// Content that was lost, or chrome that was left.
    pub was: LineClass,
    /// The kind of chrome, if it is labelled.
    pub kind: Option<String>,
    /// The rule that took it.
    pub rule: Option<String>,
    /// The line.
    pub text: String,
}

/// What the rules did to all documents.
#[derive(Clone, Debug, Default)]
pub struct Score {
    strict: bool,
    /// By language.
    pub languages: BTreeMap<String, Tally>,
    /// By kind of chrome: dropped and left.
    pub kinds: BTreeMap<String, Tally>,
    /// By rule: lines it took that were chrome (`dropped`) and content (`lost`). `soft` lines are in neither.
    pub rules: BTreeMap<String, Tally>,
    /// Lines that are not as they should be, in order.
    pub mismatches: Vec<Mismatch>,
}

impl Score {
    /// Nothing yet; `strict` counts `soft` lines too.
    #[must_use]
    pub fn new(strict: bool) -> Self {
        Self { strict, ..Self::default() }
    }

    /// All languages together.
    #[must_use]
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.languages.values().for_each(|tally| total.add(tally));
        total
    }

    /// Cleans a document and counts its lines.
    pub fn add(&mut self, gold: &Gold, rules: &RuleSet, options: &Options) {
        let document = Document {
            lang: Lang::parse(&gold.lang),
            host: gold.host.as_deref().map(|host| host.to_lowercase().into()),
            ..Document::from_text(gold.text.as_str())
        };
        let cleaned = Cleaner::new(rules, options).clean(&document);
        let lines = LineOutcome::of_lines(&gold.text, &cleaned);
        let mut left: FxHashMap<String, usize> = FxHashMap::default();
        for line in lines.iter().filter(|line| !line.rest.is_empty()) {
            *left.entry(line.rest.clone()).or_default() += 1;
        }
        let mut tally = Tally { documents: 1, ..Tally::default() };
        let before = self.mismatches.len();
        let mut labels: Vec<&Label> = gold.lines.iter().collect();
        // Those to keep are served first, so that copies that went are copies to drop.
        labels.sort_by_key(|label| (!label.keep, label.soft, label.n));
        for label in labels {
            let line = &lines[label.n - 1];
            let whole = squash(line.text);
            let kept = label.kept.as_deref().map(squash);
            let got = take_match(&mut left, kept.as_deref(), &whole, label.keep);
            if label.soft && !self.strict {
                continue;
            }
            let mark = |was| Mismatch {
                id: gold.id.clone(),
                line: label.n,
                was,
                kind: label.kind.clone(),
                rule: line.rule.map(str::to_owned),
                text: line.text.trim().to_owned(),
            };
            if label.keep {
                let there = got.is_some();
                *(if there { &mut tally.kept } else { &mut tally.lost }) += 1;
                if !there {
                    self.mismatches.push(mark(LineClass::Content));
                }
            }
            if !label.keep || kept.is_some() {
                let gone = got == kept;
                let kind = self.kinds.entry(label.kind.clone().unwrap_or_else(|| "unnamed".to_owned())).or_default();
                for tally in [&mut tally, kind] {
                    *(if gone { &mut tally.dropped } else { &mut tally.left }) += 1;
                }
                if !gone {
                    self.mismatches.push(mark(LineClass::Chrome));
                }
            }
            if let Some(rule) = line.rule {
                let rule = self.rules.entry(rule.to_owned()).or_default();
                match label.keep && got.is_none() {
                    true => rule.lost += 1,
                    false if !label.keep || kept.is_some() => rule.dropped += 1,
                    false => {}
                }
            }
        }
        self.mismatches[before..].sort_by_key(|mark| mark.line);
        tally.perfect = usize::from(self.mismatches.len() == before);
        self.languages.entry(gold.lang.clone()).or_default().add(&tally);
    }
}

/// Takes from what is left a line that is `kept`, or `whole`, or for a line to keep one that is nearly it.
fn take_match(left: &mut FxHashMap<String, usize>, kept: Option<&str>, whole: &str, keep: bool) -> Option<String> {
    let exact = kept.into_iter().chain([whole]).find(|text| left.contains_key(*text)).map(str::to_owned);
    let found = exact.or_else(|| {
        let want = kept.unwrap_or(whole);
        let near = |text: &&String| {
            text.chars().count() * 10 >= want.chars().count() * 9
                && (text.contains(want) || want.contains(text.as_str()))
        };
        if keep { left.keys().filter(near).min().cloned() } else { None }
    })?;
    let count = left.get_mut(&found)?;
    *count -= 1;
    if *count == 0 {
        left.remove(&found);
    }
    Some(found)
}

/// A line and what became of it.
struct LineOutcome<'t, 'r> {
    text: &'t str,
    /// What is left of it, squashed.
    rest: String,
    /// The rule that took all or part of it.
    rule: Option<&'r str>,
}

impl<'t, 'r> LineOutcome<'t, 'r> {
    fn of_lines(text: &'t str, cleaned: &Cleaned<'r>) -> Vec<Self> {
        let removals = cleaned.removals.iter().map(|removal| (removal.span, "", Some(removal.rule)));
        let edits = cleaned.edits.iter().map(|edit| (edit.span, edit.with.as_ref(), None));
        let mut changes: Vec<(Span, &str, Option<&'r str>)> = removals.chain(edits).collect();
        changes.sort_unstable_by_key(|(span, ..)| (span.start, span.end));
        let mut start = 0;
        text.split('\n')
            .map(|line| {
                let end = start + line.len();
                let (mut rest, mut at, mut rule) = (String::new(), start, None);
                let first = changes.partition_point(|(span, ..)| span.end <= start);
                for &(span, with, by) in changes[first..].iter().take_while(|(span, ..)| span.start < end) {
                    rest.push_str(&text[at..span.start.max(at)]);
                    if span.start >= start {
                        rest.push_str(with);
                    }
                    at = span.end.clamp(at, end);
                    rule = rule.or(by.filter(|by| *by != BLANK_LINES));
                }
                rest.push_str(&text[at..end]);
                start = end + 1;
                // What a repair breaks a line into is still that line.
                Self { text: line, rest: squash(&rest.replace('\n', " ")), rule }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Catalog, Selection};

    const RULES: &str = r#"
        [[rule]]
        id = "my.print"
        kind = "line"
        level = "safe"
        class = "share"
        summary = "a print button"
        exact = ["Print", "Yes"]
        hit = ["Print"]
        miss = ["Print it"]
        [[rule]]
        id = "my.tail"
        kind = "span"
        level = "safe"
        class = "source_label"
        summary = "a source at the end of a line"
        regex = ' source: [a-z]+$'
        hit = ["A line. source: us"]
        miss = ["A line. source"]
    "#;

    fn score(text: &str, lines: &str) -> Score {
        let catalog = Catalog::parse([("my.toml", RULES)]).unwrap();
        let rules = RuleSet::compile(&catalog, &Selection::default());
        let json = format!(r#"{{"id": "a", "lang": "en", "text": {text:?}, "lines": [{lines}]}}"#);
        let mut score = Score::new(false);
        score.add(&Gold::parse(&json).unwrap(), &rules, &Options::default());
        score
    }

    #[test]
    fn lines_are_kept_lost_dropped_or_left() {
        let score = score(
            "The pier was closed on Monday.\nPrint\nYes\nTell a friend",
            r#"{"n": 1, "keep": true}, {"n": 2, "keep": false, "kind": "share"}, {"n": 3, "keep": true},
               {"n": 4, "keep": false, "kind": "share"}"#,
        );
        let en = score.languages["en"];
        assert_eq!(en, Tally { documents: 1, perfect: 0, kept: 1, lost: 1, dropped: 1, left: 1 });
        let rule = score.rules["my.print"];
        assert_eq!((rule.dropped, rule.lost), (1, 1));
        let marks: Vec<_> = score.mismatches.iter().map(|mark| (mark.line, mark.was, mark.rule.as_deref())).collect();
        assert_eq!(marks, [(3, LineClass::Content, Some("my.print")), (4, LineClass::Chrome, None)]);
        assert_eq!((score.kinds["share"].dropped, score.kinds["share"].left), (1, 1));
    }

    #[test]
    fn of_a_mixed_line_what_is_wanted_must_be_left() {
        let label = r#"{"n": 1, "keep": true, "kept": "The pier was closed.", "kind": "source_label"}"#;
        let right = score("The pier was closed. source: us", label);
        assert_eq!(right.languages["en"], Tally { documents: 1, perfect: 1, kept: 1, lost: 0, dropped: 1, left: 0 });
        let wrong = score("The pier was closed. Source US", label);
        assert_eq!((wrong.languages["en"].dropped, wrong.languages["en"].left), (0, 1));
    }

    #[test]
    fn soft_lines_do_not_count() {
        let score = score("Print", r#"{"n": 1, "keep": true, "soft": true}"#);
        assert_eq!(score.total(), Tally { documents: 1, perfect: 1, ..Tally::default() });
    }
}
