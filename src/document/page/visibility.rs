//! What of a page can be read before its scripts run?
//!
//! Most pages show their text. Some hide all of it until a script uncovers it, or have it in `<noscript>` or `<noframes>`
//! alone, as forums that are programs and pages of frames do. [`visible_page`] takes the shown text, unless there
//! is next to nothing of it and much more behind.

use super::{
    lex::{Lexer, Token},
    tags,
    tree::Tree,
    walk::{self, PageText, Visibility, VisitedElement},
};

/// A page with less text than this, in bytes, may have it hidden.
const SPARSE: usize = 1_500;
/// The hidden text is taken when it is so many times as long.
const TIMES: usize = 4;

/// The text of a page and the tree it came from.
pub(crate) struct VisiblePage {
    /// The tree of all of the page.
    pub(crate) tree: Tree,
    /// The tree of its `<noscript>` elements, when the text came from there.
    pub(crate) unscripted: Option<Tree>,
    /// The text with title and language.
    pub(crate) page: PageText,
    /// The elements that wrote it, of the tree that they came from.
    pub(crate) seen: Vec<VisitedElement>,
}

/// The text of `html`, which `tree` is made of, with what `images` say if that is wanted.
pub(crate) fn visible_page(html: &str, tree: Tree, images: bool) -> VisiblePage {
    let (page, seen) = walk::walk(&tree, html.len(), Visibility::Shown, images);
    let shown = page.text.len().saturating_sub(hidden_bytes(&seen));
    let mut best = VisiblePage { tree, unscripted: None, page, seen };
    if shown >= SPARSE {
        return best;
    }
    let much = if shown == 0 { 1 } else { (TIMES * shown).max(200) };
    let (mut page, seen) = walk::walk(&best.tree, html.len(), Visibility::WithHidden, images);
    if page.text.len() >= much {
        (best.page, best.seen) = (page, seen);
        return best;
    }
    let inner = noscript(html);
    if inner.len() < much {
        return best;
    }
    if let Some(tree) = super::tree(&inner) {
        let seen;
        (page, seen) = walk::walk(&tree, inner.len(), Visibility::Shown, images);
        if page.text.len() >= much {
            page.title = best.page.title.take();
            page.lang = best.page.lang.take();
            (best.page, best.seen, best.unscripted) = (page, seen, Some(tree));
        }
    }
    best
}

/// How many bytes of the text are covered.
fn hidden_bytes(seen: &[VisitedElement]) -> usize {
    let (mut bytes, mut after) = (0, 0);
    for element in seen.iter().filter(|element| element.hidden) {
        if element.start >= after {
            bytes += element.end - element.start;
            after = element.end;
        }
    }
    bytes
}

/// What stands in the `<noscript>` and `<noframes>` elements of a page.
fn noscript(html: &str) -> String {
    let mut inner = String::new();
    for token in Lexer::new(html) {
        if let Token::Raw { name, text } = token
            && matches!(tags::lower(name, &mut [0; 16]), "noscript" | "noframes")
        {
            inner.push_str(text);
            inner.push('\n');
        }
    }
    inner
}
