//! What the crawl says of a line: on how many other pages of its host does it stand?
//!
//! Chrome repeats on the pages of a host, articles do not; but greetings do, and posts that archive and tag pages repeat
//! whole. So how often a line repeats is evidence and no verdict: a small forest weighs it against the odds that the line has
//! without it. `train.py` makes `crawl.txt`.

use super::document_features::{DocumentFeatures, MISSING};
use crate::forest::Forest;
use std::sync::LazyLock;

static FOREST: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!(concat!(env!("OUT_DIR"), "/judge-crawl.forest")), NAMES));

/// The columns, as in `train.py`.
const NAMES: &[&str] = &[
    "odds",
    "odds-1",
    "odds+1",
    "share",
    "pages",
    "share-1",
    "share+1",
    "share_3",
    "chars",
    "words",
    "is_prose",
    "is_statement",
    "times",
    "score",
];

/// What is known of the other pages of a document's host.
#[derive(Clone, Debug, Default)]
pub(crate) struct CrawlShares {
    /// Of each line that is not blank the share of the other pages that have it.
    pub(crate) shares: Vec<f32>,
    /// How many other pages there are.
    pub(crate) pages: usize,
}

impl CrawlShares {
    /// The odds of lines by the light of the crawl; `places` are the lines that are there.
    pub(super) fn odds(&self, doc: &DocumentFeatures<'_>, places: &[u32], odds: &[f32]) -> Vec<f32> {
        let share = |i: usize| places.get(i).and_then(|&at| self.shares.get(at as usize)).copied();
        super::score_all(&FOREST, odds.len(), |i, row| {
            let odds_at = |by| doc.beside(i, by).map_or(MISSING, |at| odds[at]);
            let share_at = |by| doc.beside(i, by).and_then(share).unwrap_or(MISSING);
            let near: Vec<f32> = (i.saturating_sub(3)..i + 4).filter_map(share).collect();
            row.extend([
                odds[i],
                odds_at(-1),
                odds_at(1),
                share_at(0),
                self.pages as f32,
                share_at(-1),
                share_at(1),
                near.iter().sum::<f32>() / near.len().max(1) as f32,
            ]);
            row.extend(doc.in_short(i));
        })
    }
}
