//! What `train.py` asks: the numbers that the forests judge by, and what comes out of their judgement.
//!
//! The forests are made one after the other, each from what those before it say of pages that they were not made from. So
//! each function takes what has been said so far.

use super::{Extraction, Page, PageType, SecondPass, columns, page_numbers, second_pass, trust};
use crate::document::{
    extract::{LineKind, kind, outline::Outline},
    metadata::Metadata,
    page::{Tree, VisitedElement},
};

/// Numbers by rows, with the names of their columns.
#[derive(Clone, Debug, Default)]
pub struct FeatureTable {
    /// The names of the columns.
    pub names: Vec<String>,
    /// A row for each line, or what else is judged.
    pub rows: Vec<Vec<f32>>,
}

pub(super) fn with<T>((tree, seen, text, metadata, url): WalkedPage<'_>, ask: impl FnOnce(Page<'_>) -> T) -> T {
    let outline = Outline::new(tree, seen, text);
    let facts = super::Facts::new(&outline, text, metadata);
    ask(Page { outline: &outline, facts: &facts, text, metadata, url: super::address(url, metadata) })
}

fn rows(count: usize, fill: impl Fn(usize, &mut Vec<f32>)) -> Vec<Vec<f32>> {
    let row = |i| {
        let mut row = Vec::new();
        fill(i, &mut row);
        row
    };
    (0..count).map(row).collect()
}

/// What a page is, for all functions here.
pub(crate) type WalkedPage<'w> = (&'w Tree, &'w [VisitedElement], &'w str, &'w Metadata, Option<&'w str>);

/// The lines of a page, what each is, and the numbers of the first look.
pub(crate) fn first(page: WalkedPage<'_>) -> (Vec<String>, Vec<LineKind>, FeatureTable) {
    with(page, |page| {
        let lines = page.outline.rows.iter().map(|row| row.span.slice(page.text).to_owned()).collect();
        let kinds =
            page.outline.rows.iter().map(|row| kind(page.outline, row.node, &page.outline.nodes[row.node as usize]));
        let rows = rows(page.facts.len(), |i, row| page.facts.fill(i, row));
        (lines, kinds.collect(), FeatureTable { names: columns::FIRST.clone(), rows })
    })
}

/// The numbers that the second look has besides, when the first gave these chances and the types have these odds.
pub(crate) fn beside(page: WalkedPage<'_>, first: &[f32], types: &[f32]) -> FeatureTable {
    with(page, |page| {
        let types = std::array::from_fn(|at| types.get(at).copied().unwrap_or_default());
        let second = SecondPass::new(page.outline, page.facts, first, types);
        let names = second_pass::NAMES.iter().map(|&name| name.to_owned()).collect();
        FeatureTable { names, rows: rows(page.facts.len(), |i, row| second.fill(i, row)) }
    })
}

/// What the type of a page is told by when the first look gave these chances, one row.
pub(crate) fn whole(page: WalkedPage<'_>, first: &[f32]) -> FeatureTable {
    with(page, |page| {
        let names = page_numbers::NAMES.iter().map(|&name| name.to_owned()).collect();
        FeatureTable { names, rows: vec![page.whole(first).to_vec()] }
    })
}

/// The page when its lines have these chances and it is of this type, and what tells how far that may be trusted, one row.
pub(crate) fn taken(page: WalkedPage<'_>, chances: Vec<f32>, page_type: &str) -> (Extraction, FeatureTable) {
    with(page, |page| {
        let (extraction, row) = page.finish(chances, PageType::parse(page_type).unwrap_or_default());
        let names = trust::NAMES.iter().map(|&name| name.to_owned()).collect();
        (extraction, FeatureTable { names, rows: vec![row.to_vec()] })
    })
}

/// What `ask` says of a page.
#[cfg(test)]
pub(super) fn of<T>(html: &str, ask: impl FnOnce(Page<'_>) -> T) -> T {
    use crate::document::{
        metadata,
        page::{tree, visibility},
    };
    let visible = visibility::visible_page(html, tree(html).unwrap(), false);
    let shown = visible.unscripted.as_ref().unwrap_or(&visible.tree);
    let metadata = metadata::read(&visible.tree);
    with((shown, &visible.seen, &visible.page.text, &metadata, None), ask)
}
