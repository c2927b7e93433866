//! The judge's numbers as rows, for training.

use super::{
    Judge, WEIGHTS, columns,
    document_features::DocumentFeatures,
    line_features::{LineFeatures, WordReader},
    page, words,
};
use crate::{document::Lines, lang::Lang, rules::RuleSet};

/// What is known of a line.
pub(crate) struct TrainingRow {
    /// Its number in the document.
    pub(crate) line: u32,
    /// The hashed features of its words.
    pub(crate) features: Vec<u32>,
    /// The columns.
    pub(crate) row: Vec<f32>,
    /// What extraction knew of it; empty when the text is no page's.
    pub(crate) page: Vec<f32>,
}

/// The names of the columns.
pub(crate) fn names() -> Vec<String> {
    columns::NAMES.clone()
}

impl Judge {
    /// What is known of each line that is there; scores of words may be given.
    pub(crate) fn training_rows(
        &mut self,
        (rules, text, lang): (&RuleSet, &str, Lang),
        lines: &Lines,
        line_state: impl Fn(u32) -> Option<bool>,
        scores: Option<&[f32]>,
    ) -> Vec<TrainingRow> {
        if let Some(scores) = scores {
            self.line_features.iter_mut().zip(scores).for_each(|(features, &score)| features.score = score);
        }
        let places = self.remaining_lines(line_state);
        if places.is_empty() {
            return Vec::new();
        }
        let there: Vec<u32> = places.iter().map(|&at| self.lines[at as usize]).collect();
        let known: Vec<page::PageFeatures> =
            places.iter().filter_map(|&at| self.page.get(at as usize)).copied().collect();
        let doc = DocumentFeatures::new(&self.line_features, &self.content, places, &self.claims);
        let mut reader = WordReader::default();
        let lang_tables = rules.vocabulary.lang_tables(lang);
        let numbered = there.iter().enumerate().map(|(i, &line)| {
            let (mut features, mut row) = (Vec::new(), Vec::new());
            let (at, source) = (line as usize, lines.all()[line as usize].span.slice(text));
            // Finds the words of the line and their classes anew.
            LineFeatures::of(lines, at, source, &lang_tables, &WEIGHTS, &mut reader, &mut Vec::new());
            words::features(lines.squashed(line as usize), &reader.words, |feature| features.push(feature));
            columns::fill(&doc, i, &mut row);
            let page = known.get(i).map_or_else(Vec::new, |known| known.to_vec());
            TrainingRow { line, features, row, page }
        });
        numbered.collect()
    }
}
