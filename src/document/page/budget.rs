//! Is this page safe to give to a tree builder?
//!
//! html5ever has no cap on depth and is quadratic in nesting, in attributes of a tag and in open formatting elements;
//! 44 KB of `<p><b id=i>x` grow into millions of nodes. A [`Budget`] counts what tags must make of the tree before the
//! builder has them, and [`Budget::allows`] watches the tree while it grows, for what tags cannot tell. Counts decide, never
//! a clock, so that a page is judged alike everywhere.

use super::{
    tags::{self, FORMATTING, Layout},
    tree::Tree,
};
use html5ever::{
    LocalName, local_name,
    tokenizer::{Tag, TagKind},
};

/// Bytes of a page.
pub(super) const MAX_BYTES: usize = 16 << 20;
/// Attributes of a tag.
pub(super) const MAX_ATTRIBUTES: usize = 1_000;
/// Tags and comments of a page.
const MAX_TAGS: usize = 300_000;
/// Open elements that end tags are needed for.
const MAX_DEPTH: usize = 512;
/// Open `b`, `i`, `font` and the like.
const MAX_FORMATTING: usize = 256;
/// Depth of the tree as it grows; elements that need no end tag are in it.
const MAX_TREE_DEPTH: usize = 4 * MAX_DEPTH;

/// What the tags of a page so far come to.
#[derive(Debug, Default)]
pub(super) struct Budget {
    /// Tags and comments.
    tags: usize,
    /// Open elements, and which of them are blocks.
    stack: Vec<(LocalName, bool)>,
    /// Open `svg` and `math`: in them `<path/>` has no content.
    foreign: usize,
    formatting: [usize; FORMATTING.len()],
    /// Their sum.
    formatted: usize,
}

impl Budget {
    /// Counts a tag; whether the page may go on.
    pub(super) fn pass(&mut self, tag: &Tag) -> bool {
        self.tags += 1;
        match tag.kind {
            TagKind::StartTag => self.start(&tag.name, tag.self_closing),
            TagKind::EndTag => self.end(&tag.name),
        }
        self.tags <= MAX_TAGS && self.stack.len() <= MAX_DEPTH && self.formatted <= MAX_FORMATTING
    }

    /// Counts a comment; whether the page may go on.
    pub(super) fn pass_comment(&mut self) -> bool {
        self.tags += 1;
        self.tags <= MAX_TAGS
    }

    /// Whether the tree so far is as big and deep as such tags may make it.
    pub(super) fn allows(&self, tree: &Tree) -> bool {
        let depth = || tree.newest().ancestors().take(MAX_TREE_DEPTH + 1).count();
        tree.len() <= 1_000 + 4 * self.tags && depth() <= MAX_TREE_DEPTH
    }

    fn start(&mut self, name: &LocalName, closed: bool) {
        let tag = tags::of(name);
        if let Some(at) = tag.formatting {
            self.formatting[at] += 1;
            self.formatted += 1;
        } else if !(tag.is_void || tag.is_self_limiting || closed && self.foreign > 0) {
            self.foreign += usize::from(is_foreign(name));
            self.stack.push((name.clone(), tag.layout != Layout::Inline));
        }
    }

    /// Closes the nearest element of this name, unless it lies beyond what its end tag can reach.
    fn end(&mut self, name: &LocalName) {
        let tag = tags::of(name);
        if let Some(at) = tag.formatting {
            let closed = self.formatting[at].min(1);
            self.formatting[at] -= closed;
            self.formatted -= closed;
            return;
        }
        const TABLE: LocalName = local_name!("table");
        let (is_block, is_table) = (tag.layout != Layout::Inline, *name == TABLE);
        let barred = |open: &LocalName, block: bool| if is_block { !is_table && *open == TABLE } else { block };
        for at in (0..self.stack.len()).rev() {
            let (open, block) = &self.stack[at];
            if open == name {
                let foreign = self.stack.drain(at..).filter(|(open, _)| is_foreign(open)).count();
                self.foreign -= foreign;
                return;
            }
            if barred(open, *block) {
                return;
            }
        }
    }
}

fn is_foreign(name: &LocalName) -> bool {
    matches!(*name, local_name!("svg") | local_name!("math"))
}

#[cfg(test)]
mod tests {
    use super::super::tree;
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
            format!("{}<p>x", "<!-- x -->".repeat(5_000)),
        ] {
            assert!(tree(&html).is_some(), "{:.60}", html);
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
            "<!-- -->".repeat(300_001),
            "x".repeat(MAX_BYTES + 1),
            "<a href=\"lost>one</a><p>two".to_owned(),
        ] {
            assert!(tree(&html).is_none(), "{:.60}", html);
        }
    }
}
