//! Which lines of a page are its content?
//!
//! Every line of the visible text becomes a [`Block`]: what it is (a heading, an item, a row of a table, code), where it
//! stands, and its [`Part`]: main content, a comment, or chrome with the reason. A line is judged by a forest of decision
//! trees ([`crate::trees`]) from numbers about it and its elements ([`features`]), in no language; lines of a `<pre>` are judged
//! together. What is dropped is named after the cue nearest to it: `related`, `footer`, …, else `outside`.
//!
//! Text is not changed here and rules are not asked: the caller takes the lines it wants. All loops are over arrays, so
//! that nesting costs nothing; time is linear in the page, but for the elements around a line, of which 64 are looked at.
//!
//! ```
//! let html = "<nav><a href=/>Home</a> <a href=/b>News</a></nav><article><h1>Rain</h1><p>It rained all day in the north, \
//!     and the roads to the harbour were closed until the evening, the council said on Monday.</p></article>";
//! let page = sarand::document::html::parse(html, None, &sarand::rules::RuleSet::default());
//! assert!(page.text.contains("the council said"));
//! ```

mod columns;
mod comments;
mod cues;
mod features;
pub(crate) mod initial;
mod landmarks;
mod look;
mod neighbours;
mod outline;
mod page_type;
mod tags;

use crate::{
    document::{
        html::{Seen, Tree},
        metadata::Metadata,
    },
    span::Span,
    trees::{self, Forest},
};
use cues::Cues;
use features::Facts;
use outline::{Node, Outline};
use std::sync::LazyLock;
use tags::Tags;

pub use page_type::PageType;

/// The forest of `forest.txt`, which `train.py` beside it makes and says from what.
static FOREST: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_str!("forest.txt"), columns::NAMES.as_slice()));

/// The least and the greatest chance that a line of content may need; see [`cut`].
const CUTS: (f32, f32) = (0.3, 0.5);

/// An article on a page of fewer words has hardly a frame, and its lines tell little of each other.
const SHORT: f32 = 50.0;

/// The chance that a line of such a page needs.
const SHORT_CUT: f32 = 0.15;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of a paragraph, or of nothing in particular.
    Text,
    /// A heading of this level, 1 to 6.
    Heading(u8),
    /// An item of a list that stands in so many lists, and whether it is numbered.
    Item {
        /// 1 for an item of an outermost list.
        depth: u8,
        /// `<ol>`.
        numbered: bool,
    },
    /// A row of a table; cells are parted by tabs.
    Row,
    /// Quoted.
    Quote,
    /// Preformatted.
    Code,
    /// What a figure or table says of itself.
    Caption,
}

/// What a line is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The main content.
    Main,
    /// The comments of readers.
    Comment,
    /// Anything else, by the cue nearest to it.
    Chrome(&'static str),
}

/// A line of the visible text.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// Its bytes, without the line break.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// What it is part of.
    pub part: Part,
    /// The chance that it is content, 0 to 1.
    pub score: f32,
    /// The share of it that is links, 0 to 1.
    pub link_density: f32,
    /// Whether the page hides it until a script runs.
    pub covered: bool,
    /// The innermost element that holds all of it, as its place in the walk.
    pub(crate) element: u32,
}

/// What extraction knew of a line that it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// The number of the line in the document's text, from 0.
    pub line: u32,
    /// The chance that it is content, 0 to 1.
    pub chance: f32,
    /// The share of it that is links, 0 to 1.
    pub link_density: f32,
    /// What it is.
    pub kind: Kind,
}

/// What a page consists of.
#[derive(Clone, Debug)]
pub struct Extraction {
    /// The kind of page.
    pub page_type: PageType,
    /// The lines of the visible text, all of them, in order.
    pub blocks: Vec<Block>,
}

impl Extraction {
    /// Whether any line is content.
    #[must_use]
    pub fn has_main(&self) -> bool {
        self.blocks.iter().any(|block| block.part == Part::Main && !block.span.is_empty())
    }
}

/// Judges the lines of `text`, which `seen` elements of `tree` wrote. `metadata` is what the page says of itself.
pub(crate) fn extract(tree: &Tree, seen: &[Seen], text: &str, metadata: &Metadata) -> Extraction {
    judge(tree, seen, text, metadata, |facts| {
        let (mut numbers, mut chances) = (Vec::new(), Vec::with_capacity(facts.len()));
        for first in (0..facts.len()).step_by(trees::LANES) {
            numbers.clear();
            (first..facts.len().min(first + trees::LANES)).for_each(|i| facts.fill(i, &mut numbers));
            FOREST.odds(&numbers, &mut chances);
        }
        chances.iter_mut().for_each(|odds| *odds = trees::chance(*odds));
        chances
    })
}

/// [`extract`] with chances that somebody else gives, a line each: how a forest is judged before it is taken.
pub(crate) fn extract_by(tree: &Tree, seen: &[Seen], text: &str, metadata: &Metadata, chances: &[f32]) -> Extraction {
    judge(tree, seen, text, metadata, |facts| {
        let given = chances.iter().copied().chain(std::iter::repeat(0.0));
        given.take(facts.len()).collect()
    })
}

fn judge(
    tree: &Tree,
    seen: &[Seen],
    text: &str,
    metadata: &Metadata,
    chances: impl FnOnce(&Facts<'_>) -> Vec<f32>,
) -> Extraction {
    let outline = Outline::new(tree, seen, text);
    if outline.nodes.is_empty() {
        return Extraction { page_type: PageType::default(), blocks: Vec::new() };
    }
    let facts = Facts::new(&outline, text, metadata);
    let declared = page_type::declared(&metadata.kinds);
    // Forums like to call a thread an article.
    let page_type = match (declared, page_type::built(&outline, &facts)) {
        (Some(PageType::Article) | None, PageType::Forum) => PageType::Forum,
        (declared, built) => declared.unwrap_or(built),
    };
    let mut scores = chances(&facts);
    neighbours::share_pre(&outline, &mut scores);
    let cut = cut(&facts, &scores, page_type == PageType::Article);
    neighbours::bridge(&outline, &facts, &mut scores, cut);
    let forum = declared.is_none() || page_type == PageType::Forum;
    let comments = comments::of(&outline, &facts, page_type);
    let keeps_comments = !comments::stands_alone(&facts, &comments, &scores, cut, forum);
    let block = |(i, row): (usize, &outline::Row)| {
        let node = &outline.nodes[row.node as usize];
        Block {
            span: row.span,
            kind: kind(&outline, row.node, node),
            part: part(&outline, &facts, i, scores[i] > cut, comments[i] && !(keeps_comments && scores[i] > cut)),
            score: scores[i],
            link_density: row.density(),
            covered: node.covered,
            element: row.node,
        }
    };
    let mut blocks: Vec<Block> = outline.rows.iter().enumerate().map(block).collect();
    if matches!(page_type, PageType::Article | PageType::Documentation | PageType::Forum) {
        part_title(&mut blocks, text, metadata.get("title").unwrap_or_default());
    }
    initial::keep(&mut blocks, text);
    Extraction { page_type, blocks }
}

/// The chance that lines of this page need. If chances hold true, the lines over it are those that may be expected to
/// have the best F1, by words: where the forest is sure it asks for much, where it is not it takes what there is.
fn cut(facts: &Facts<'_>, scores: &[f32], is_article: bool) -> f32 {
    let mut lines: Vec<(f32, f32)> =
        scores.iter().enumerate().map(|(i, &score)| (score, facts.look(i).words as f32)).collect();
    lines.sort_by(|a, b| b.0.total_cmp(&a.0));
    if is_article && lines.iter().map(|(_, words)| words).sum::<f32>() < SHORT {
        return SHORT_CUT;
    }
    let expected: f32 = lines.iter().map(|(score, words)| score * words).sum();
    let (mut kept, mut right, mut best) = (0.0, 0.0, (0.0, CUTS.1));
    for (score, words) in lines {
        kept += words;
        right += score * words;
        let f1 = 2.0 * right / (kept + expected).max(1.0);
        if f1 > best.0 {
            best = (f1, score);
        }
    }
    // Lines as good as the last one are taken, too.
    best.1.next_down().clamp(CUTS.0, CUTS.1)
}

/// The title above a text is metadata, whether the forest likes it or not: some pages have it there and others do not.
fn part_title(blocks: &mut [Block], text: &str, title: &str) {
    let title = title.to_lowercase();
    for block in blocks {
        let is_heading = matches!(block.kind, Kind::Heading(_));
        let line = block.span.of(text);
        if line.len() <= 2 * title.len() + 80 {
            let line = line.to_lowercase();
            if line == title
                || is_heading
                    && (title.contains(&line) && line.len() > 20 || line.contains(&title))
                    && !title.is_empty()
            {
                block.part = Part::Chrome("title");
                continue;
            }
        }
        if block.part == Part::Main && !is_heading && !block.span.is_empty() {
            return;
        }
    }
}

/// Cues of chrome, those that say most first: of several on one element the first is the reason.
const REASONS: &[&str] = &[
    "cookie",
    "newsletter",
    "related",
    "comment",
    "breadcrumb",
    "pagination",
    "share",
    "footer",
    "nav",
    "sidebar",
    "ad",
    "modal",
    "tag",
    "byline",
    "toc",
    "field",
    "button",
    "header",
    "caption",
];

static REASON_CUES: LazyLock<Vec<(Cues, &'static str)>> =
    LazyLock::new(|| REASONS.iter().map(|&name| (cues::cue(name), name)).collect());

fn part(outline: &Outline, facts: &Facts<'_>, i: usize, is_content: bool, is_comment: bool) -> Part {
    let row = &outline.rows[i];
    if is_comment {
        return if facts.look(i).is_prose() && row.density() < 0.5 { Part::Comment } else { Part::Chrome("comment") };
    }
    if is_content {
        return Part::Main;
    }
    let by_tag = |node: &Node| match node.tag {
        tag if tag == const { tags::bit("nav") } => Some("nav"),
        tag if tag == const { tags::bit("footer") } => Some("footer"),
        tag if tag == const { tags::bit("aside") } => Some("sidebar"),
        tag if tag == const { tags::bit("form") } => Some("field"),
        _ => None,
    };
    let by_cue = |node: &Node| REASON_CUES.iter().find(|(cue, _)| node.own & cue != 0).map(|&(_, name)| name);
    let reason =
        outline.chain(row.node).take(features::CHAIN).find_map(|(_, node)| by_cue(node).or_else(|| by_tag(node)));
    Part::Chrome(reason.unwrap_or("outside"))
}

/// The headings by their level.
const HEADINGS: [Tags; 6] =
    [tags::bit("h1"), tags::bit("h2"), tags::bit("h3"), tags::bit("h4"), tags::bit("h5"), tags::bit("h6")];

/// Elements that part no line.
const INLINE: Tags = tags::bit("a") | tags::bit("bold") | tags::bit("emphasis") | tags::bit("code") | tags::bit("time");

fn kind(outline: &Outline, number: u32, node: &Node) -> Kind {
    let is = |tag: Tags| node.tags & tag != 0;
    if is(const { tags::bit("pre") }) {
        return Kind::Code;
    }
    if let Some(level) = HEADINGS.iter().position(|&tag| is(tag)) {
        return Kind::Heading(level as u8 + 1);
    }
    if is(const { tags::bit("caption") }) {
        return Kind::Caption;
    }
    // Tables that lay a page out have blocks in their cells.
    let block = outline.chain(number).map(|(_, node)| node.tag).find(|tag| *tag != 0 && tag & INLINE == 0);
    if block.is_some_and(|tag| tag == const { tags::bit("row") } || tag == const { tags::bit("cell") }) {
        return Kind::Row;
    }
    if is(const { tags::bit("li") }) {
        let lists = || {
            outline
                .chain(number)
                .filter(|(_, node)| node.tag & (const { tags::bit("ul") } | const { tags::bit("ol") }) != 0)
        };
        let depth = lists().take(6).count() as u8;
        return Kind::Item {
            depth: depth.max(1),
            numbered: lists().next().is_some_and(|(_, list)| list.tag == const { tags::bit("ol") }),
        };
    }
    if is(const { tags::bit("blockquote") }) { Kind::Quote } else { Kind::Text }
}

/// The names and numbers of the lines of a page, for `train.py`.
pub(crate) fn numbers(tree: &Tree, seen: &[Seen], text: &str, metadata: &Metadata) -> (Vec<String>, Vec<Vec<f32>>) {
    let outline = Outline::new(tree, seen, text);
    let facts = Facts::new(&outline, text, metadata);
    let row = |i| {
        let mut row = Vec::new();
        facts.fill(i, &mut row);
        row
    };
    (columns::NAMES.clone(), (0..outline.rows.len()).map(row).collect())
}
