//! How sure must the judge be, on somebody's own pages?
//!
//! The chances that the judge gives to the lines of labelled documents say which bound loses how much content and drops how
//! much chrome. [`fit`] finds the lowest bound of each level that loses no more than that level may.

use super::gold::Gold;
use crate::{
    clean::{Cleaner, Options},
    document::Document,
    lang::Lang,
    rules::{Bounds, Catalog, Level, RuleSet, Selection},
};
use std::sync::Arc;

/// The share of content lines that a level may lose.
pub const MAX_LOSS: [(Level, f64); 3] = [(Level::Safe, 0.001), (Level::Likely, 0.005), (Level::Bold, 0.015)];

/// No bound is higher: above it all chances are alike.
const MOST: f64 = 0.9999;

/// What a level does with a bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FittedBound {
    /// The level.
    pub level: Level,
    /// The chance that a line must have.
    pub bound: f64,
    /// Lines of content …
    pub content: usize,
    /// … and those of them that are lost.
    pub lost: usize,
    /// Lines of chrome …
    pub chrome: usize,
    /// … and those of them that go.
    pub dropped: usize,
}

/// Finds the bounds of all levels. Lines that rules take count as dropped or lost whatever the bound is.
#[must_use]
pub fn fit(documents: &[Gold], catalog: &Catalog, selection: &Selection, options: &Options) -> Vec<FittedBound> {
    // With a bound that no chance reaches, the judge looks and takes nothing.
    let never = Bounds { safe: Some(1.0), likely: Some(1.0), bold: Some(1.0) };
    let mut rules = RuleSet::compile(catalog, selection);
    rules.bounds = never;
    let options = Options {
        explain: true,
        level: Level::Safe,
        survey: options.survey.as_ref().map(Arc::clone),
        ..options.clone()
    };
    // The chance of each line, and whether it is chrome.
    let mut lines: Vec<(f64, bool)> = Vec::new();
    for gold in documents {
        let document = Document {
            lang: Lang::parse(&gold.lang),
            host: gold.host.as_deref().map(|host| host.to_lowercase().into()),
            ..Document::from_text(gold.text.as_str())
        };
        let cleaned = Cleaner::new(&rules, &options).clean(&document);
        let is_plain = |label: &&super::gold::Label| !label.soft && label.kept.is_none();
        for label in gold.lines.iter().filter(is_plain) {
            let line = label.n - 1;
            let by_rule = cleaned.removals.iter().any(|removal| removal.line == Some(line));
            let judged = cleaned.judged.binary_search_by_key(&line, |judged| judged.line);
            let chance = judged.map_or(0.0, |at| f64::from(cleaned.judged[at].chance));
            lines.push((if by_rule { 1.0 } else { chance }, !label.keep));
        }
    }
    let mut content: Vec<f64> = lines.iter().filter(|(_, chrome)| !chrome).map(|(chance, _)| *chance).collect();
    content.sort_by(|a, b| b.total_cmp(a));
    let chrome: Vec<f64> = lines.iter().filter(|(_, chrome)| *chrome).map(|(chance, _)| *chance).collect();
    let fitted = MAX_LOSS.iter().map(|&(level, share)| {
        let place = (content.len() as f64 * share) as usize;
        // Between the last line that may be lost and the first that may not, and nearer to the first than to the last of
        // all: the next pages are not these.
        let bound = match content.get(place) {
            Some(&kept) => (kept + 0.25 * (1.0 - kept)).min(MOST),
            None => MOST,
        };
        let gone = |chance: &&f64| **chance > bound;
        FittedBound {
            level,
            bound,
            content: content.len(),
            lost: content.iter().filter(gone).count(),
            chrome: chrome.len(),
            dropped: chrome.iter().filter(gone).count(),
        }
    });
    fitted.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSources;

    #[test]
    fn bounds_fall_from_level_to_level_and_lose_no_more_than_they_may() {
        let text = "The pier was closed on Monday after a storm had torn away its railing.\\nPrint\\nShare on Facebook";
        let labels = r#"{"n": 1, "keep": true}, {"n": 2, "keep": false}, {"n": 3, "keep": false}"#;
        let json = format!(r#"{{"id": "a", "lang": "en", "text": "{text}", "lines": [{labels}]}}"#);
        let gold = [Gold::parse(&json).unwrap()];
        let catalog = Catalog::load(&RuleSources::default()).unwrap();
        let fitted = fit(&gold, &catalog, &Selection::default(), &Options::default());
        assert!(fitted.is_sorted_by(|a, b| a.bound >= b.bound));
        assert!(fitted.iter().all(|level| level.lost == 0 && level.content == 1 && level.chrome == 2));
    }
}
