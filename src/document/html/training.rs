//! What the forests of extraction are trained and judged by.
//!
//! `src/document/extract/train.py` asks these, through the example `extract_features`; programs that clean pages need none
//! of them. Each function reads a page anew, and gives `None` where no tree can be made.

use super::{Options, select};
use crate::document::{
    extract::{self, LineKind, training::WalkedPage},
    metadata,
    page::{tree, visibility, walk::PageText},
};

pub use crate::document::extract::training::FeatureTable;

fn with<T>(html: &str, url: Option<&str>, ask: impl FnOnce(WalkedPage<'_>, &PageText) -> T) -> Option<T> {
    let visible = tree(html).map(|tree| visibility::visible_page(html, tree, false))?;
    let shown = visible.unscripted.as_ref().unwrap_or(&visible.tree);
    let metadata = metadata::read(&visible.tree);
    Some(ask((shown, &visible.seen, &visible.page.text, &metadata, url), &visible.page))
}

/// The lines of a page, what each is, and the numbers of the first look at it.
#[must_use]
pub fn first(html: &str) -> Option<(Vec<String>, Vec<LineKind>, FeatureTable)> {
    with(html, None, |walked, _| extract::training::first(walked))
}

/// The numbers that the second look has besides, when the first gave the lines these chances and the types have these odds.
#[must_use]
pub fn beside(html: &str, first: &[f32], types: &[f32]) -> Option<FeatureTable> {
    with(html, None, |walked, _| extract::training::beside(walked, first, types))
}

/// What the type of a page is told by when the first look gave the lines these chances and it stands at `url`; one row.
#[must_use]
pub fn whole(html: &str, url: Option<&str>, first: &[f32]) -> Option<FeatureTable> {
    with(html, url, |walked, _| extract::training::whole(walked, first))
}

/// The text of a page of a type whose lines have these chances, and what tells how far it may be trusted; one row.
#[must_use]
pub fn text(html: &str, chances: &[f32], page_type: &str) -> Option<(String, FeatureTable)> {
    with(html, None, |walked, page| {
        let (extraction, numbers) = extract::training::taken(walked, chances.to_vec(), page_type);
        (select::select(page, &extraction, &[], Options::default()).text, numbers)
    })
}
