//! The numbers that the judge knows of the lines of a document, to train it with: see `src/judge/train.py`.

use super::{Cleaner, Memory};
use crate::{
    document::Document,
    judge::{self, TrainingRow},
    lang,
    rules::{DocumentQuery, NONE},
};

/// What was found of the lines of a document before, in the order of its lines that are not blank.
#[derive(Clone, Debug, Default)]
pub struct TrainingOptions {
    /// What their words are like; none: by the weights that the program has.
    pub scores: Option<Vec<f32>>,
    /// Whether rules are to be silent, as about a site that nobody wrote any for.
    pub silent: bool,
}

/// A line with what is known of it.
#[derive(Clone, Debug)]
pub struct TrainingLine {
    /// Its number in the document, from 0.
    pub line: usize,
    /// Whether a rule takes it.
    pub is_claimed: bool,
    /// The hashed features of its words.
    pub features: Vec<u32>,
    /// The columns.
    pub row: Vec<f32>,
    /// What extraction knew of it, as `src/judge/page.rs` says it; empty when the text is no page's.
    pub page: Vec<f32>,
}

impl Cleaner<'_, '_> {
    /// The names of the columns.
    #[must_use]
    pub fn columns() -> Vec<String> {
        judge::names()
    }

    /// What the judge knows of each line that is not blank. Nothing is repaired before.
    pub fn training_rows(&mut self, document: &Document<'_>, given: &TrainingOptions) -> Vec<TrainingLine> {
        let text = &*document.text;
        let lang = self.options.lang.or(document.lang).unwrap_or_else(|| lang::detect(text));
        self.memory.lines.read(text);
        let query = DocumentQuery {
            text,
            lang,
            host: document.host.as_deref(),
            level: self.options.level,
            thorough: false,
            claims: &[],
        };
        let Self { rules, memory: Memory { resolver, lines, judge, .. }, .. } = self;
        resolver.begin(rules, &query, lines);
        if !given.silent {
            resolver.round(rules, &query, lines);
        }
        judge.begin(rules, text, lang, lines);
        judge.set_extraction_evidence(&document.evidence);
        if !given.silent {
            judge.set_rule_matches(resolver.rule_matches(rules, lines));
        }
        let claimed = |line: u32| Some(resolver.claims[line as usize] != NONE);
        let rows = judge.training_rows((rules, text, lang), lines, claimed, given.scores.as_deref());
        let numbered = rows.into_iter().map(|TrainingRow { line, features, row, page }| TrainingLine {
            line: line as usize,
            is_claimed: resolver.claims[line as usize] != NONE,
            features,
            row,
            page,
        });
        numbered.collect()
    }
}
