//! Is this page safe to give to a tree builder?
//!
//! html5ever has no cap on depth and is quadratic in nesting, in attributes of a tag and in open formatting elements;
//! 44 KB of `<p><b id=i>x` grow into millions of nodes. [`Scan`] counts, in one linear pass and without a tree, what such
//! a page must have; [`within`] watches the tree while it grows, for what the scan cannot see. Counts decide, never a
//! clock, so that a page is judged alike everywhere.

use super::{
    ballast::Ballast,
    lex::{Lexer, Token},
    tags::{FORMATTING, Shape, Tag},
    tree::Tree,
};
use std::ops::Range;

/// Bytes of a page.
const MAX_BYTES: usize = 16 << 20;
/// Start and end tags of a page.
const MAX_TAGS: usize = 300_000;
/// Attributes of a tag.
const MAX_ATTRIBUTES: usize = 1_000;
/// Open elements that end tags are needed for.
const MAX_DEPTH: usize = 512;
/// Open `b`, `i`, `font` and the like.
const MAX_FORMATTING: usize = 256;
/// Depth of the tree as it grows; elements that need no end tag are in it.
const MAX_TREE_DEPTH: usize = 4 * MAX_DEPTH;

/// What a page is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scan {
    /// How many tags it has.
    tags: usize,
    /// What the tree is to be made of: bytes of the page, in order, without what nobody reads (see `ballast`).
    pub(super) kept: Vec<Range<usize>>,
}

impl Scan {
    /// Counts the tags of `html`; `None` when a budget is exceeded, or when a tag without an end would swallow others.
    pub(super) fn of(html: &str) -> Option<Self> {
        if html.len() > MAX_BYTES {
            return None;
        }
        let mut open = Open::default();
        let mut lexer = Lexer::new(html);
        let mut tags = 0;
        let mut ballast = Ballast::default();
        while let Some(token) = lexer.next() {
            ballast.pass(html, &token, lexer.at());
            match token {
                Token::Open { name, tag, attributes, count } => {
                    tags += 1;
                    if count > MAX_ATTRIBUTES {
                        return None;
                    }
                    open.start(name, tag, attributes.ends_with('/'));
                }
                Token::Close { name, tag } => {
                    tags += 1;
                    open.end(name, tag);
                }
                Token::Text(_) | Token::Raw { .. } => {}
            }
            let over = tags > MAX_TAGS || open.stack.len() > MAX_DEPTH || open.formatted > MAX_FORMATTING;
            if over || lexer.swallowed() {
                return None;
            }
        }
        (!lexer.swallowed()).then(|| Self { tags, kept: ballast.rest(html.len()) })
    }

    /// Whether the tree so far is as big and deep as such a page may make it.
    pub(super) fn within(&self, tree: &Tree) -> bool {
        let depth = || tree.newest().ancestors().take(MAX_TREE_DEPTH + 1).count();
        tree.len() <= 1_000 + 4 * self.tags && depth() <= MAX_TREE_DEPTH
    }
}

/// Elements that are open, as far as tags tell.
#[derive(Debug, Default)]
struct Open<'a> {
    stack: Vec<(&'a str, bool)>,
    /// Open `svg` and `math`: in them `<path/>` has no content.
    foreign: usize,
    formatting: [usize; FORMATTING.len()],
    /// Their sum.
    formatted: usize,
}

impl<'a> Open<'a> {
    fn start(&mut self, name: &'a str, tag: Tag, closed: bool) {
        if let Some(at) = tag.formatting {
            self.formatting[at] += 1;
            self.formatted += 1;
        } else if !(tag.is_void || tag.is_self_limiting || closed && self.foreign > 0) {
            self.foreign += usize::from(is_foreign(name));
            self.stack.push((name, tag.shape != Shape::Inline));
        }
    }

    /// Closes the nearest element of this name, unless it lies beyond what its end tag can reach.
    fn end(&mut self, name: &str, tag: Tag) {
        if let Some(at) = tag.formatting {
            let closed = self.formatting[at].min(1);
            self.formatting[at] -= closed;
            self.formatted -= closed;
            return;
        }
        let (is_block, is_table) = (tag.shape != Shape::Inline, name.eq_ignore_ascii_case("table"));
        let barred = |open: &str, block: bool| {
            if is_block { !is_table && open.eq_ignore_ascii_case("table") } else { block }
        };
        for at in (0..self.stack.len()).rev() {
            let (open, block) = self.stack[at];
            if open.eq_ignore_ascii_case(name) {
                let foreign = self.stack.drain(at..).filter(|(open, _)| is_foreign(open)).count();
                self.foreign -= foreign;
                return;
            }
            if barred(open, block) {
                return;
            }
        }
    }
}

fn is_foreign(name: &str) -> bool {
    name.eq_ignore_ascii_case("svg") || name.eq_ignore_ascii_case("math")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_within_budget() {
        for html in [
            "".to_owned(),
            "<p>unclosed<li>also".repeat(2_000),
            "<div><span>lost end</div>".repeat(2_000),
            "<p><b>x</b></p><br><img src=a>".repeat(2_000),
            format!("<svg>{}</svg>", "<path d='M0'/>".repeat(2_000)),
            "<a name=x>anchor".repeat(2_000),
            "<table><tr><td>x".repeat(400),
            "<p>cut in a tag <a href=\"http".to_owned(),
        ] {
            assert!(Scan::of(&html).is_some(), "{:.60}", html);
        }
    }

    #[test]
    fn hostile_pages_are_over_budget() {
        for html in [
            "<div>".repeat(20_000),
            "<DIV></span>".repeat(600),
            "<span><div></span>".repeat(600),
            "<div><table><td></div>".repeat(600),
            "<p><b id=i>x".repeat(300),
            format!("<p {}>", "a=b ".repeat(1_001)),
            "<br>".repeat(300_001),
            "x".repeat(MAX_BYTES + 1),
            "<a href=\"lost>one</a><p>two".to_owned(),
        ] {
            assert!(Scan::of(&html).is_none(), "{:.60}", html);
        }
    }
}
