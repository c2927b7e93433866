//! Which lines are chrome that no rule names?
//!
//! Rules testify, the judge decides. What a rule takes is gone. Of every other line that is left all evidence is put
//! together: what it looks like and what its words are like ([`line_features`], [`words`]), which rules know it and were held back by
//! a guard, where it stands and between what ([`document_features`]). A forest of trees turns the numbers ([`columns`]) into the log-odds
//! that the line is chrome. Two small ones weigh them further: of a page, against what extraction knew of its lines ([`page`]);
//! where the crawl was surveyed, against how often the line stands on other pages of its host ([`crawl`]). A level is a bound on
//! these odds ([`verdict`]).
//!
//! ```
//! use sarand::{clean::{self, Options}, document::Document, rules::{Level, RuleSet}};
//! let text = "Home\nThe pier is closed\nThe old pier of Saltmouth was closed on Monday after a storm had torn away its railing, \
//!     and the harbour master said that nobody could tell when it would be opened again.\nMost read in Boats\nYou may also \
//!     like\nView all\nSign up for alerts\n";
//! let rules = RuleSet::builtin();
//! let cleaned = clean::clean(&Document::from_text(text), &rules, &Options { level: Level::Bold, ..Options::default() });
//! assert!(cleaned.text.contains("The pier is closed\n") && cleaned.text.ends_with("opened again.\n"));
//! assert!(cleaned.removals.iter().any(|removal| removal.rule.starts_with("judge.")));
//! ```
//!
//! Reads no rule files and removes nothing: [`crate::clean`] asks it and takes the lines. What is left of a text is judged
//! anew until nothing more goes, so that a second run finds nothing to do.

mod columns;
mod crawl;
mod document_features;
mod line_features;
mod page;
mod reasons;
mod training;
mod verdict;
mod words;

use crate::{
    document::{Lines, extract::LineEvidence},
    forest::{self, Forest},
    lang::Lang,
    memory::LineMemory,
    rules::{Level, RuleMatch, RuleSet},
};
use document_features::{DocumentFeatures, LineClaims};
use line_features::{LineFeatures, WordReader};
use std::sync::LazyLock;
use verdict::BoundKind;
use words::Weights;

pub(crate) use crawl::CrawlShares;
pub(crate) use training::{TrainingRow, names};
pub(crate) use verdict::Verdict;

/// The chance, 0 to 1, that goes with log-odds.
pub(crate) use forest::chance;

/// What the words of lines are worth; made by `train.py`, as the forests are.
static WEIGHTS: Weights = Weights::new(include_bytes!("words.bin"));
static FOREST: LazyLock<[Forest; 2]> = LazyLock::new(|| {
    Forest::read_in_two(include_bytes!(concat!(env!("OUT_DIR"), "/judge.forest")), &columns::NAMES, FIRST)
});

/// So many trees are asked about all lines, and the others only about those that have more than such odds by them. As in
/// `train.py`.
const FIRST: usize = 50;
const DOUBTFUL: f32 = -1.0;

/// The log-odds of a paragraph that nothing speaks against; as in `train.py`, like those of a line that a rule takes.
const TEXT: f32 = -6.0;
const CLAIMED: f32 = 4.0;

/// A hash of a squashed line, in which all digits are one: by it a crawl knows the line again. Of a long line the beginning,
/// the end and the length are told.
pub(crate) fn line_hash(squashed: &[u8]) -> u64 {
    const PART: usize = 64;
    match squashed.len() {
        0..=128 => words::finished(0, squashed),
        len => words::finished(words::hash(len as u64, &squashed[..PART]), &squashed[len - PART..]),
    }
}

/// Judges documents one after the other, using its memory again.
#[derive(Debug, Default)]
pub(crate) struct Judge {
    /// The lines that are not blank.
    lines: Vec<u32>,
    line_features: Vec<LineFeatures>,
    content: Vec<u32>,
    reader: WordReader,
    /// Short lines met before, with their words.
    cache: LineMemory<(LineFeatures, Vec<u32>)>,
    claims: Vec<LineClaims>,
    crawl: Option<CrawlShares>,
    /// What extraction knew of each line; empty when the text is no page's.
    page: Vec<page::PageFeatures>,
    last: Vec<(u32, f32)>,
    /// The log-odds that a line needed when lines were judged last.
    bound: f32,
    lang: Lang,
}

impl Judge {
    /// Starts a document: looks at each of its lines once.
    pub(crate) fn begin(&mut self, rules: &RuleSet, text: &str, lang: Lang, lines: &Lines) {
        (self.crawl, self.lang) = (None, lang);
        self.page.clear();
        self.lines.clear();
        self.line_features.clear();
        self.content.clear();
        let lang_tables = rules.vocabulary.lang_tables(lang);
        let scope = lang.number() << 32;
        for (i, line) in lines.all().iter().enumerate().filter(|(_, line)| !line.is_blank()) {
            let source = line.span.slice(text);
            self.lines.push(i as u32);
            // Of what a rule left of a line the length says which rule.
            let remembered = if line.is_prose() {
                Err(None)
            } else {
                self.cache.get(source, scope + lines.squashed(i).len() as u64)
            };
            if let Ok((features, words)) = remembered {
                let content = (self.content.len() as u32, (self.content.len() + words.len()) as u32);
                self.content.extend(words);
                self.line_features.push(LineFeatures { content, ..features.clone() });
                continue;
            }
            let missed = remembered.err().flatten();
            let features =
                LineFeatures::of(lines, i, source, &lang_tables, &WEIGHTS, &mut self.reader, &mut self.content);
            if let Some(missed) = missed {
                let words = &self.content[features.content.0 as usize..features.content.1 as usize];
                *self.cache.insert(missed, source) = (features.clone(), words.to_vec());
            }
            self.line_features.push(features);
        }
        self.claims.clear();
        self.claims.resize(self.line_features.len(), LineClaims::default());
    }

    /// The hash of each line that is not blank, by which a survey knows it.
    pub(crate) fn hashes(&self) -> Vec<u64> {
        self.line_features.iter().map(|features| features.hash).collect()
    }

    /// Takes what extraction knew of the lines.
    pub(crate) fn set_extraction_evidence(&mut self, evidence: &[LineEvidence]) {
        if !evidence.is_empty() {
            self.page = page::features(evidence, &self.lines);
        }
    }

    /// Takes what the crawl says.
    pub(crate) fn set_crawl_shares(&mut self, crawl: Option<CrawlShares>) {
        self.crawl = crawl;
    }

    /// Takes what rules say: `rule_matches` gives the line and the rule of each text that matches.
    pub(crate) fn set_rule_matches(&mut self, rule_matches: impl Iterator<Item = RuleMatch>) {
        for claim in rule_matches {
            let Ok(at) = self.lines.binary_search(&claim.line) else { continue };
            let claims = &mut self.claims[at];
            claims.count = claims.count.saturating_add(1);
            claims.level = claims.level.max(3 - claim.level as u8);
            claims.classes |= 1 << claim.class;
        }
    }

    /// The lines that are chrome by this level, of those that are still there and that no rule takes. `line_state` says of a line
    /// whether it is gone (`None`), and if not, whether a rule takes it just now. With `reasons`, each says why.
    pub(crate) fn verdicts(
        &mut self,
        rules: &RuleSet,
        level: Level,
        reasons: bool,
        line_state: impl Fn(u32) -> Option<bool>,
    ) -> Vec<Verdict> {
        let (known, lang) = (self.crawl.as_ref().map(|crawl| crawl.pages), self.lang);
        let is_page = !self.page.is_empty();
        self.last.clear();
        let mut last = std::mem::take(&mut self.last);
        let mut verdicts: Vec<Verdict> = Vec::new();
        let mut needed = self.bound;
        if let Some(judged) = self.judge(line_state) {
            let of = BoundKind::new(lang, judged.doc.alphabet, known.is_some(), is_page);
            let bound = verdict::bound(&rules.bounds, level, of);
            needed = bound;
            let title = verdict::title(&judged.doc, &judged.odds, bound);
            let mut before = None;
            for (i, (&odds, &line)) in judged.odds.iter().zip(&judged.lines).enumerate() {
                let is_taken = odds > bound && !judged.doc.claims[i].is_claimed && title != Some(i);
                before = is_taken.then(|| verdict::class(&judged.doc, i, before));
                if let Some(class) = before {
                    let reasons = if reasons { judged.reasons(i, known) } else { Vec::new() };
                    verdicts.push(Verdict { line, class, odds, reasons });
                }
                last.push((line, odds));
            }
        }
        (self.last, self.bound) = (last, needed);
        verdicts
    }

    /// The lines that were judged last, and the log-odds that each is chrome.
    pub(crate) fn last(&self) -> &[(u32, f32)] {
        &self.last
    }

    /// The log-odds that a line needed when lines were judged last.
    pub(crate) fn bound(&self) -> f32 {
        self.bound
    }

    /// Judges the lines that are still there.
    fn judge(&mut self, line_state: impl Fn(u32) -> Option<bool>) -> Option<JudgedLines<'_>> {
        let places = self.remaining_lines(line_state);
        if places.is_empty() {
            return None;
        }
        let lines = places.iter().map(|&at| self.lines[at as usize]).collect();
        let doc = DocumentFeatures::new(&self.line_features, &self.content, places.clone(), &self.claims);
        // Nobody need be asked about a paragraph that nothing speaks against, and most lines are such, nor about a line that a
        // rule takes.
        let is_claimed = |i: u32| doc.claims[i as usize].is_claimed;
        let is_doubtful = |&i: &u32| !doc.is_text(i as usize) && !is_claimed(i);
        let doubtful: Vec<u32> = (0..doc.len() as u32).filter(is_doubtful).collect();
        let mut odds: Vec<f32> = (0..doc.len() as u32).map(|i| if is_claimed(i) { CLAIMED } else { TEXT }).collect();
        score(&doc, &doubtful, &mut odds);
        if !self.page.is_empty() {
            let page: Vec<page::PageFeatures> = places.iter().map(|&at| self.page[at as usize]).collect();
            odds = page::odds(&doc, &page, &odds);
        }
        let mut shares = Vec::new();
        if let Some(crawl) = &self.crawl {
            odds = crawl.odds(&doc, &places, &odds);
            shares = places.iter().filter_map(|&at| crawl.shares.get(at as usize)).copied().collect();
        }
        Some(JudgedLines { lines, doc, odds, shares })
    }

    /// The lines that are still there.
    fn remaining_lines(&mut self, line_state: impl Fn(u32) -> Option<bool>) -> Vec<u32> {
        let mut places = Vec::new();
        for (at, &line) in self.lines.iter().enumerate() {
            if let Some(is_claimed) = line_state(line) {
                self.claims[at].is_claimed = is_claimed;
                places.push(at as u32);
            }
        }
        places
    }
}

/// The lines of a document that are still there, judged.
struct JudgedLines<'a> {
    /// Their numbers in the document.
    lines: Vec<u32>,
    doc: DocumentFeatures<'a>,
    /// The log-odds that each is chrome.
    odds: Vec<f32>,
    /// The share of other pages that have each; empty when nothing is known of them.
    shares: Vec<f32>,
}

impl JudgedLines<'_> {
    /// Why line `i` is taken for chrome, when so many other pages of its host are known.
    fn reasons(&self, i: usize, pages: Option<usize>) -> Vec<String> {
        let share = self.shares.get(i).copied().unwrap_or_default();
        let crawl = pages
            .filter(|_| share > 0.0)
            .map(|pages| format!("it stands on {:.0} of {pages} other pages of its host", share * pages as f32));
        crawl.into_iter().chain(reasons::reasons(&self.doc, i, &self.odds)).collect()
    }
}

/// Asks about these lines, some at a time: the first trees about all, the others about those that are doubtful still.
fn score(doc: &DocumentFeatures<'_>, lines: &[u32], odds: &mut [f32]) {
    let (mut rows, mut found) = (Vec::new(), Vec::with_capacity(forest::LANES));
    let (mut doubtful, mut rows_of_doubtful) = (Vec::with_capacity(forest::LANES), Vec::new());
    for some in lines.chunks(forest::LANES) {
        rows.clear();
        some.iter().for_each(|&i| columns::fill(doc, i as usize, &mut rows));
        found.clear();
        FOREST[0].odds(&rows, &mut found);
        for ((&i, &first), row) in some.iter().zip(&found).zip(rows.chunks_exact(rows.len() / some.len())) {
            odds[i as usize] = first;
            if first > DOUBTFUL {
                doubtful.push(i);
                rows_of_doubtful.extend_from_slice(row);
            }
            if doubtful.len() == forest::LANES {
                score_doubtful(&mut doubtful, &mut rows_of_doubtful, odds);
            }
        }
    }
    score_doubtful(&mut doubtful, &mut rows_of_doubtful, odds);
}

/// Adds what the other trees say of these lines.
fn score_doubtful(lines: &mut Vec<u32>, rows: &mut Vec<f32>, odds: &mut [f32]) {
    let mut found = Vec::with_capacity(lines.len());
    FOREST[1].odds(rows, &mut found);
    lines.drain(..).zip(found).for_each(|(i, more)| odds[i as usize] += more);
    rows.clear();
}

/// Asks a small forest about all of so many lines.
fn score_all(forest: &Forest, count: usize, fill: impl Fn(usize, &mut Vec<f32>)) -> Vec<f32> {
    let (mut rows, mut odds) = (Vec::new(), Vec::with_capacity(count));
    for from in (0..count).step_by(forest::LANES) {
        rows.clear();
        (from..count.min(from + forest::LANES)).for_each(|i| fill(i, &mut rows));
        forest.odds(&rows, &mut odds);
    }
    odds
}

#[cfg(test)]
mod tests;
