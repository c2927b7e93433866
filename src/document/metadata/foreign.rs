//! Is a part of a page about something else: a comment, another post, a quotation, the site?
//!
//! In `<article><h1>…</h1>…</article><section>…<time>` the time is of what stands below the article; so is what stands in
//! another `<article>`, in a link around a heading, below a class like `related-posts` or in a menu.
//!
//! Knows elements, and words of classes and ids from `names.txt`. Does not read texts.

use super::words::{NAMES, parts};
use crate::document::page::{Element, Node};
use rustc_hash::FxHashMap;
use std::iter;

/// What is seen of a page while it is walked, in document order.
#[derive(Debug, Default)]
pub(super) struct ForeignParts {
    /// The article that has the page's heading.
    own: Option<u32>,
    headed: bool,
    judged: FxHashMap<u32, Inside>,
}

/// What is known of all that is in an element.
#[derive(Clone, Copy, Debug, Default)]
struct Inside {
    is_foreign: bool,
    /// In the page's own article.
    own: bool,
    /// In an article or the main part.
    main: bool,
}

impl ForeignParts {
    /// Takes note of a heading.
    pub(super) fn heading(&mut self, node: Node<'_>) {
        if !self.headed {
            self.headed = true;
            let article = |node: &Node<'_>| node.element().is_some_and(|element| element.name() == "article");
            self.own = node.ancestors().find(article).map(Node::id);
            self.judged.clear();
        }
    }

    /// Whether `node` stands in a part of others. Each element is looked at once.
    pub(super) fn have(&mut self, node: Node<'_>) -> bool {
        let mut path = Vec::new();
        let mut inside = Inside::default();
        for above in iter::once(node).chain(node.ancestors()) {
            if let Some(&known) = self.judged.get(&above.id()) {
                inside = known;
                break;
            }
            path.push(above);
        }
        for above in path.into_iter().rev() {
            if let Some(element) = above.element() {
                inside.own |= self.own == Some(above.id());
                inside.is_foreign |= self.is_foreign(above, element, inside);
                inside.main |= matches!(element.name(), "article" | "main");
            }
            self.judged.insert(above.id(), inside);
        }
        inside.is_foreign || self.own.is_some() && !inside.own
    }

    fn is_foreign(&self, node: Node<'_>, element: &Element, inside: Inside) -> bool {
        match element.name() {
            "html" | "body" | "main" => return false,
            "article" => return inside.own && self.own != Some(node.id()),
            "nav" | "aside" | "footer" | "blockquote" | "q" | "figure" | "figcaption" => return true,
            // An article and the main part have headers of their own.
            "header" if !inside.main => return true,
            "a" if holds_heading(node) => return true,
            _ => {}
        }
        let bars = |name: &str| !inside.main && matches!(name, "header" | "top" | "top-bar" | "topbar");
        element.classes().chain(element.attr("id")).any(|name| is_foreign(name) || bars(name))
    }
}

/// A link to another page with its title.
fn holds_heading(link: Node<'_>) -> bool {
    let mut inner = link.descendants().take(30).filter_map(Node::element);
    inner.any(|element| matches!(element.name(), "h1" | "h2" | "h3" | "h4" | "h5"))
}

/// Whether a class or id says that others are below: by its first or last word.
fn is_foreign(name: &str) -> bool {
    let (mut first, mut last) = (None, false);
    for part in parts(name) {
        let kinds = NAMES.kinds(&part);
        if kinds.contains(&"around") {
            return false;
        }
        last = kinds.contains(&"others");
        first.get_or_insert(last);
    }
    first == Some(true) || last
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::page;

    #[test]
    fn whose_is_it() {
        for (name, html, want) in [
            ("in the article", "<article><h1>T</h1><b>x</b></article>", false),
            ("before the article", "<b>x</b><article><h1>T</h1></article>", false),
            ("behind the article", "<article><h1>T</h1></article><div><b>x</b></div>", true),
            ("another article", "<article><h1>T</h1><article><b>x</b></article></article>", true),
            ("in the header of the page", "<header><b>x</b></header><h1>T</h1>", true),
            ("in the header of the article", "<article><header><h1>T</h1><b>x</b></header></article>", false),
            ("a box of others", "<h1>T</h1><div class=related-posts><b>x</b></div>", true),
            ("a layout with a sidebar", "<div class=has-sidebar><h1>T</h1><b>x</b></div>", false),
            ("a card", "<h1>T</h1><a href=/o><h3>O</h3><b>x</b></a>", true),
            ("a quotation", "<h1>T</h1><blockquote><b>x</b></blockquote>", true),
        ] {
            let tree = page::tree(html).unwrap();
            let mut others = ForeignParts::default();
            let mut found = None;
            for node in tree.root().descendants() {
                match node.element().map(Element::name) {
                    Some("h1") => others.heading(node),
                    Some("b") => found = Some(others.have(node)),
                    _ => {}
                }
            }
            assert_eq!(found, Some(want), "{name}");
        }
    }
}
