//! The judge's numbers as rows, for training.

use super::{Judge, WEIGHTS, columns, facts::Facts, look::Look, page, words};
use crate::{document::Lines, lang::Lang, rules::RuleSet};

/// What is known of a line.
pub(crate) struct Numbered {
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
    pub(crate) fn numbers(
        &mut self,
        (rules, text, lang): (&RuleSet, &str, Lang),
        lines: &Lines,
        fate: impl Fn(u32) -> Option<bool>,
        scores: Option<&[f32]>,
    ) -> Vec<Numbered> {
        if let Some(scores) = scores {
            self.looks.iter_mut().zip(scores).for_each(|(look, &score)| look.score = score);
        }
        let places = self.places(fate);
        if places.is_empty() {
            return Vec::new();
        }
        let there: Vec<u32> = places.iter().map(|&at| self.lines[at as usize]).collect();
        let known: Vec<page::Numbers> = places.iter().filter_map(|&at| self.page.get(at as usize)).copied().collect();
        let facts = Facts::new(&self.looks, &self.content, places, &self.claims);
        let mut words = Vec::new();
        let tongue = rules.vocabulary.tongue(lang);
        let numbered = there.iter().enumerate().map(|(i, &line)| {
            let (mut features, mut row) = (Vec::new(), Vec::new());
            let (at, source) = (line as usize, lines.all()[line as usize].span.slice(text));
            // Finds the words of the line and their classes anew.
            Look::of(lines, at, source, &tongue, &WEIGHTS, &mut words, &mut Vec::new());
            words::features(lines.squashed(line as usize), &words, |feature| features.push(feature));
            columns::fill(&facts, i, &mut row);
            let page = known.get(i).map_or_else(Vec::new, |known| known.to_vec());
            Numbered { line, features, row, page }
        });
        numbered.collect()
    }
}
