//! Does what was written do what it is for? A page is cleaned again with it, and a rule's examples are run.

use super::page::Page;
use crate::{
    clean::{self, Options},
    document::Document,
    lang::Lang,
    prove::selftest,
    rules::{Catalog, Level, RuleSet, Selection},
};
use globset::{Glob, GlobSet, GlobSetBuilder};

/// What became of a line when its page was cleaned again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it went.
    Goes,
    /// All of it stays.
    Stays,
    /// A part of it went.
    Partly,
}

/// Cleans the page with these rules, and looks at a line, by its number from 1.
pub(super) fn outcome(page: &Page, line: usize, level: Level, catalog: &Catalog) -> Outcome {
    let rules = RuleSet::compile(catalog, &Selection::default());
    let text = page.text();
    let start: usize = page.lines.iter().take(line - 1).map(|line| line.text.len() + 1).sum();
    let said = page.lines[line - 1].text.as_str();
    let start = start + (said.len() - said.trim_start().len());
    let end = start + said.trim().len();
    let host = page.host.as_deref().map(|host| host.to_lowercase().into());
    let document = Document { lang: Lang::parse(&page.lang), host, ..Document::from_text(&*text) };
    let cleaned = clean::clean(&document, &rules, &Options { level, ..Options::default() });
    let of_line = |span: &crate::span::Span| span.start < end && span.end > start;
    let mut taken = cleaned.removals.iter().map(|removal| removal.span).filter(of_line);
    match taken.next() {
        None => Outcome::Stays,
        Some(span) if span.start <= start && span.end >= end => Outcome::Goes,
        Some(_) => Outcome::Partly,
    }
}

/// The examples of one rule that fail.
pub(super) fn failures(catalog: &Catalog, id: &str) -> Vec<String> {
    let only: Option<GlobSet> =
        Glob::new(&globset::escape(id)).and_then(|glob| GlobSetBuilder::new().add(glob).build()).ok();
    let run = selftest::run(catalog, &Selection { only, skip: None });
    run.failures.iter().map(ToString::to_string).collect()
}
