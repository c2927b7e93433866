//! One document in, one clean document out, with every removal and edit accounted for.

use crate::{
    document::Document,
    lang::Lang,
    repair::{Edit, RepairOptions},
    rules::{Level, RuleSet},
    span::Span,
};
use std::collections::BTreeMap;

/// How to clean.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Rules up to this level are applied.
    pub level: Level,
    /// The language of all documents; otherwise the document's own, otherwise detected.
    pub lang: Option<Lang>,
    /// Which repairs are made.
    pub repair: RepairOptions,
}

/// A removed range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Removal<'r> {
    /// Bytes of the document's text as it was given.
    pub span: Span,
    /// The id of the rule.
    pub rule: &'r str,
}

/// A clean document.
#[derive(Clone, Debug)]
pub struct Cleaned<'r> {
    /// The clean text.
    pub text: String,
    /// What was removed, sorted, not overlapping, also not with `edits`.
    pub removals: Vec<Removal<'r>>,
    /// What was repaired in what is left, sorted.
    pub edits: Vec<Edit>,
    /// Metadata found: `title`, `date`, `kicker`, `news_code`, … (see `save` in `rules/README.md`).
    pub found: BTreeMap<String, String>,
    /// What a reader should know of this document, sorted: `budget_held`, …
    pub flags: Vec<&'static str>,
    /// The language it was judged by.
    pub lang: Lang,
    /// How many non-blank lines were removed.
    pub lines_removed: usize,
}

/// Cleans one document. Pure: no I/O, no clock; the same input gives the same output.
#[must_use]
pub fn clean<'r>(document: &Document<'_>, rules: &'r RuleSet, options: &Options) -> Cleaned<'r> {
    let _ = rules;
    Cleaned {
        text: document.text.to_string(),
        removals: vec![],
        edits: vec![],
        found: BTreeMap::new(),
        flags: vec![],
        lang: options.lang.unwrap_or(Lang::UND),
        lines_removed: 0,
    }
}
