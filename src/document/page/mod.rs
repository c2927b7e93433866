//! What is in a page? Its tree, and the lines of all that can be seen of it.
//!
//! `<h1>A</h1><p>b <i>c</i><br>d</p>` becomes three lines, `A`, `b c` and `d`. Blocks and `<br>` end a line, the cells
//! of a table row are parted by a tab, links that touch by a space, `<pre>` and what else shows code keep their lines
//! ([`code`]); there are no blank lines but those of code, no markers of lists, and no line break at the end. A row of
//! a table of data is a line whatever its cells hold ([`table`], [`rows`]); formulas are LaTeX ([`formula`]). White
//! space collapses as in a browser: only ASCII white space does, so that NBSP and ZWNJ reach the repairs. Image texts
//! (unless asked for), form values and the `<title>` are no lines.
//!
//! The page becomes a tree, and a walk over the tree writes the lines. A page that would make the tree builder work for
//! minutes (see [`budget`]) has no tree; [`strip`] cuts it free of its tags.
//!
//! Does not know which of the lines are content.

mod budget;
mod code;
mod doctype;
mod entity;
mod formula;
mod gaps;
mod lex;
mod lines;
mod markup;
mod mathml;
pub(crate) mod rows;
mod shadow;
mod skipped;
pub(crate) mod strip;
mod table;
mod tags;
mod tokens;
pub(crate) mod tree;
pub(crate) mod visibility;
pub(crate) mod walk;

use html5ever::tendril::StrTendril;
use memchr::{memchr, memmem};

pub(crate) use entity::decode as decode_entities;
pub(crate) use lines::has_visible;
pub(crate) use markup::is_html;
pub(crate) use tree::{Element, Node, Tree};
pub(crate) use walk::VisitedElement;

/// Whether the element `name` begins or ends lines.
pub(crate) fn is_block(name: &str) -> bool {
    !matches!(tags::layout(name), tags::Layout::Inline | tags::Layout::Spaced | tags::Layout::Hidden)
}

/// The tree of `html`; `None` when it is too hostile for one, or outgrows what its tags can account for.
pub(crate) fn tree(html: &str) -> Option<Tree> {
    if html.len() > budget::MAX_BYTES {
        return None;
    }
    let page = match memchr(b'\r', html.as_bytes()) {
        Some(_) => StrTendril::from(html.replace("\r\n", "\n").replace('\r', "\n")),
        None => StrTendril::from(html),
    };
    let mut tree = tokens::tree(&page, Some(budget::Budget::default()))?;
    if memmem::find(page.as_bytes(), b"shadowroot").is_some() {
        shadow::compose(&mut tree);
    }
    Some(tree)
}

/// All that can be seen of a page.
#[cfg(test)]
fn text(html: &str) -> String {
    visibility::visible_page(html, tree(html).unwrap(), false).page.text
}
