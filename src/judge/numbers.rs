//! The judge's numbers as rows, for training.

use super::{
    Judge, WEIGHTS, columns,
    facts::Facts,
    look::{Look, Scratch},
    words,
};
use crate::{document::Lines, lang::Lang, rules::RuleSet};

/// The names of the columns.
pub(crate) fn names() -> Vec<String> {
    columns::NAMES.clone()
}

impl Judge {
    /// Of each line that is there its number, the features of its words, and its columns; scores of words may be
    /// given.
    pub(crate) fn numbers(
        &mut self,
        (rules, text, lang): (&RuleSet, &str, Lang),
        lines: &Lines,
        fate: impl Fn(u32) -> Option<bool>,
        scores: Option<&[f32]>,
    ) -> Vec<(u32, Vec<u32>, Vec<f32>)> {
        if let Some(scores) = scores {
            self.looks.iter_mut().zip(scores).for_each(|(look, &score)| look.score = score);
        }
        let places = self.places(fate);
        if places.is_empty() {
            return Vec::new();
        }
        let there: Vec<u32> = places.iter().map(|&at| self.lines[at as usize]).collect();
        let facts = Facts::new(&self.looks, &self.content, places, &self.claims);
        let mut scratch = Scratch::default();
        let tongue = rules.vocabulary.tongue(lang);
        let numbered = there.iter().enumerate().map(|(i, &line)| {
            let (mut features, mut row) = (Vec::new(), Vec::new());
            let (at, source) = (line as usize, lines.all()[line as usize].span.of(text));
            // Finds the words of the line and their classes anew.
            Look::of(lines, at, source, &tongue, &WEIGHTS, &mut scratch, &mut Vec::new());
            words::features(lines.squashed(line as usize), &scratch.words, |feature| features.push(feature));
            columns::fill(&facts, i, &mut row);
            (line, features, row)
        });
        numbered.collect()
    }
}
