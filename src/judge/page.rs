//! What extraction knows of each line of a page: how likely it is content, how much of it is links, what kind it is.
//!
//! Extraction sees elements but no words; the judge sees words but no elements. A small forest combines the two. `train.py`
//! writes `page.txt`.
//!
//! Works on lines only: extraction hands over what it knew of each.

use super::document_features::{DocumentFeatures, MISSING};
use crate::{
    document::extract::{LineEvidence, LineKind},
    forest::Forest,
};
use std::sync::LazyLock;

static FOREST: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!(concat!(env!("OUT_DIR"), "/judge-page.forest")), NAMES));

/// The columns, as in `train.py`.
const NAMES: &[&str] = &[
    "odds",
    "odds-1",
    "odds+1",
    "odds_3",
    "chance",
    "chance-1",
    "chance+1",
    "chance_3",
    "page_chance",
    "links",
    "links-1",
    "links+1",
    "page_links",
    "kind",
    "kind-1",
    "kind+1",
    "chars",
    "words",
    "is_prose",
    "is_statement",
    "times",
    "score",
    "place",
    "from_end",
    "lines",
];

/// What is known of a line as numbers: the chance that it is content, the share of links, its kind.
pub(crate) type PageFeatures = [f32; 3];

/// Of a line that no extraction has seen.
const UNSEEN: PageFeatures = [MISSING; 3];

/// The [`PageFeatures`] of the lines with these line numbers.
pub(super) fn features(evidence: &[LineEvidence], lines: &[u32]) -> Vec<PageFeatures> {
    let mut evidence = evidence.iter().peekable();
    let of = |&line: &u32| {
        while evidence.next_if(|known| known.line < line).is_some() {}
        evidence.peek().filter(|known| known.line == line).map_or(UNSEEN, |known| {
            let kind = match known.kind {
                LineKind::Text => 0.0,
                LineKind::Heading(_) => 1.0,
                LineKind::Item { .. } => 2.0,
                LineKind::Row => 3.0,
                LineKind::Quote => 4.0,
                LineKind::Code => 5.0,
                LineKind::Caption => 6.0,
            };
            [known.chance, known.link_density, kind]
        })
    };
    lines.iter().map(of).collect()
}

/// New odds for the lines, given what extraction knew. `page` holds the numbers of the remaining lines, in the same order.
pub(super) fn odds(doc: &DocumentFeatures<'_>, page: &[PageFeatures], odds: &[f32]) -> Vec<f32> {
    let mean = |numbers: &mut dyn Iterator<Item = f32>| {
        let (sum, count) = numbers.fold((0.0, 0), |(sum, count), number| (sum + number, count + 1));
        sum / count.max(1) as f32
    };
    let of_page = [0, 1].map(|which| mean(&mut page.iter().map(|numbers| numbers[which])));
    super::score_all(&FOREST, odds.len(), |i, row| {
        let odds_at = |by| doc.beside(i, by).map_or(MISSING, |at| odds[at]);
        let page_at = |by, which: usize| doc.beside(i, by).map_or(MISSING, |at| page[at][which]);
        let near = i.saturating_sub(3)..(i + 4).min(odds.len());
        row.extend([odds[i], odds_at(-1), odds_at(1), mean(&mut odds[near.clone()].iter().copied())]);
        row.extend([page[i][0], page_at(-1, 0), page_at(1, 0)]);
        row.extend([mean(&mut page[near].iter().map(|numbers| numbers[0])), of_page[0]]);
        row.extend([page[i][1], page_at(-1, 1), page_at(1, 1), of_page[1]]);
        row.extend([page[i][2], page_at(-1, 2), page_at(1, 2)]);
        row.extend(doc.in_short(i));
        let count = odds.len() as f32;
        row.extend([i as f32 / count, count - 1.0 - i as f32, count]);
    })
}
