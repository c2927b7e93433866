//! What stands where in a text: headings, items of lists, quotes, rows of tables, code, and parts of lines that are links or
//! set off. Rules, repairs and the judge see the text; marks meet it when it is written.
//!
//! [`read`] finds the marks of a page's lines in its tree, in offsets of the text before it is cleaned. [`Marks::write`] takes
//! the text that is left, and what went or was changed, and writes Markdown ([`markdown`]). A reader of CommonMark with the
//! tables and formulas of GitHub gets the same text back: `2. a *b*` in a paragraph is written `2\. a \*b\*` ([`escape`]).
//!
//! ```
//! use sarand::{clean, document::html::{self, Markup}, rules::RuleSet};
//! let options = html::Options { markup: Markup::Markdown, ..html::Options::default() };
//! let rules = RuleSet::builtin();
//! let page = html::parse_with("<h2>Rain</h2><ol start=3><li>a <b>*</b><li>b</ol>", None, &rules, options);
//! let cleaned = clean::clean(&page, &rules, &clean::Options::default());
//! assert_eq!(cleaned.text, "Rain\na *\nb");
//! assert_eq!(cleaned.written(), "## Rain\n\n3. a **\\***\n4. b");
//! ```
//!
//! Does not know which lines are content, nor HTML apart from [`read`].

mod code;
mod escape;
mod inline;
mod list;
mod markdown;
mod offset_map;
pub(crate) mod read;
mod url;

use crate::span::Span;
pub(crate) use offset_map::OffsetMap;

/// Where the lines of a text stand, and what their parts are.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// The lines of the text, but for blank ones; none when nothing is known of them.
    lines: Vec<Line>,
    /// What lines stand in. What a place stands in comes before it.
    places: Vec<Nesting>,
    /// Parts of lines, by their starts, outer ones first.
    inlines: Vec<(Span, Inline)>,
    /// The languages of code, by its block, sorted.
    languages: Vec<(u32, String)>,
    /// Where links begin, when the page says so.
    base: Option<String>,
}

/// A line.
#[derive(Clone, Copy, Debug)]
struct Line {
    /// Where it begins.
    start: usize,
    leaf: Leaf,
    /// The element that it is a line of.
    block: u32,
    /// The innermost list item or quote around it.
    place: Option<u32>,
    /// Whether it is parted from the line before by more than a break.
    parted: bool,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaf {
    Text,
    /// What a list of definitions defines.
    Term,
    Heading(u8),
    Row,
    Code,
}

/// What lines stand in.
#[derive(Clone, Copy, Debug)]
struct Nesting {
    /// What it stands in itself.
    parent: Option<u32>,
    what: Container,
}

#[derive(Clone, Copy, Debug)]
enum Container {
    Quote,
    Item {
        /// The list.
        list: u32,
        /// Its number, when items are numbered.
        number: Option<i64>,
    },
}

/// What a part of a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Inline {
    Strong,
    Emphasis,
    Code,
    Formula,
    /// With the address as the page has it.
    Link(String),
    /// The same.
    Image(String),
}

impl Marks {
    /// Writes `text` as Markdown: what is left of the text that these marks were read for, after `offsets`. Links are resolved
    /// against the page's own base and `url`.
    pub(crate) fn write(&self, text: &str, offsets: &OffsetMap, url: &str) -> String {
        let base = self.base.as_deref().and_then(|base| url::resolve(url, base)).unwrap_or_else(|| url.to_owned());
        markdown::write(self, text, offsets, &base)
    }

    /// The place and what it stands in, outermost first.
    fn path(&self, place: Option<u32>) -> Vec<u32> {
        let mut path = Vec::new();
        let mut at = place;
        while let Some(number) = at {
            path.push(number);
            at = self.places.get(number as usize).and_then(|place| place.parent.filter(|&parent| parent < number));
        }
        path.reverse();
        path
    }

    fn language(&self, block: u32) -> &str {
        let at = self.languages.binary_search_by_key(&block, |&(block, _)| block);
        at.map_or("", |at| &self.languages[at].1)
    }
}
