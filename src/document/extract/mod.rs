//! Which lines of a page are its content?
//!
//! Every line of the visible text becomes a [`Block`]: what it is (a heading, an item, a row of a table, code), where it
//! stands, and its [`Region`]: main content, a comment, or chrome with the reason. A line is judged by a forest of decision
//! trees ([`crate::forest`]) from numbers about it and its elements ([`features`]), in no language; lines of a `<pre>` are judged
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

mod cards;
mod columns;
mod comments;
mod cues;
mod cut;
pub(crate) mod drop_cap;
mod facts;
mod features;
mod groups;
mod kept_together;
mod landmarks;
mod left_out;
mod line_context;
mod line_shape;
mod neighbours;
mod outline;
mod page_numbers;
mod page_odds;
mod page_type;
mod prefix_sums;
mod second_pass;
mod tags;
pub(crate) mod training;
mod trust;

use crate::{
    document::{
        metadata::Metadata,
        page::{Tree, VisitedElement},
    },
    forest::{self, Forest},
    span::Span,
};
use facts::Facts;
use outline::{Node, Outline};
use second_pass::SecondPass;
use std::sync::LazyLock;
use tags::Tags;

pub use left_out::LEFT_OUT;
pub use page_type::PageType;
pub use trust::{DOUBTS, Trust};

/// The forests of the first and of the second look; `train.py` makes them and says from what.
static FIRST: LazyLock<Forest> = LazyLock::new(|| {
    Forest::read(include_bytes!(concat!(env!("OUT_DIR"), "/extract-first.forest")), columns::FIRST.as_slice())
});
static SECOND: LazyLock<Forest> = LazyLock::new(|| {
    Forest::read(include_bytes!(concat!(env!("OUT_DIR"), "/extract-second.forest")), columns::SECOND.as_slice())
});

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
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
pub enum Region {
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
    pub kind: LineKind,
    /// What it is part of.
    pub region: Region,
    /// The chance that it is content, 0 to 1.
    pub score: f32,
    /// The share of it that is links, 0 to 1.
    pub link_density: f32,
    /// Whether the page hides it until a script runs.
    pub hidden: bool,
    /// The innermost element that holds all of it, as its place in the walk.
    pub(crate) element: u32,
}

/// What extraction knew of a line that it took.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineEvidence {
    /// The number of the line in the document's text, from 0.
    pub line: u32,
    /// The chance that it is content, 0 to 1.
    pub chance: f32,
    /// The share of it that is links, 0 to 1.
    pub link_density: f32,
    /// What it is.
    pub kind: LineKind,
}

/// What a page consists of.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// The kind of page.
    pub page_type: PageType,
    /// The lines of the visible text, all of them, in order.
    pub blocks: Vec<Block>,
    /// How far this may be trusted.
    pub trust: Trust,
}

impl Extraction {
    /// Whether any line is content.
    #[must_use]
    pub fn has_main(&self) -> bool {
        self.blocks.iter().any(|block| block.region == Region::Main && !block.span.is_empty())
    }
}

/// Judges the lines of `text`, which `seen` elements of `tree` wrote. `metadata` is what the page says of itself, `url`
/// where it came from.
pub(crate) fn extract(
    tree: &Tree,
    seen: &[VisitedElement],
    text: &str,
    metadata: &Metadata,
    url: Option<&str>,
) -> Extraction {
    let outline = Outline::new(tree, seen, text);
    if outline.nodes.is_empty() {
        return Extraction::default();
    }
    let facts = Facts::new(&outline, text, metadata);
    let page = Page { outline: &outline, facts: &facts, text, metadata, url: address(url, metadata) };
    let first = page.first();
    let types = page_odds::odds(&page.whole(&first));
    let chances = page.second(first, types.0);
    let page_type = types.best(page.url);
    let (mut extraction, numbers) = page.finish(chances, page_type);
    extraction.trust = trust::of(&numbers);
    extraction
}

/// The address of a page: where it came from, else what it says; empty if neither is known.
fn address<'u>(url: Option<&'u str>, metadata: &'u Metadata) -> &'u str {
    url.or_else(|| metadata.get("url")).unwrap_or_default()
}

/// A page that is judged.
#[derive(Clone, Copy)]
struct Page<'p> {
    outline: &'p Outline,
    facts: &'p Facts<'p>,
    text: &'p str,
    metadata: &'p Metadata,
    /// Its address, or nothing.
    url: &'p str,
}

impl Page<'_> {
    /// The chance of each line that it is content, at first sight.
    fn first(self) -> Vec<f32> {
        let mut first = odds(&FIRST, self.facts.len(), |i, numbers| self.facts.fill(i, numbers));
        first.iter_mut().for_each(|odds| *odds = forest::chance(*odds));
        first
    }

    /// What tells its type, when its lines have these chances.
    fn whole(self, first: &[f32]) -> [f32; page_numbers::NAMES.len()] {
        let run = second_pass::run(self.facts, first);
        page_numbers::of(self.outline, self.facts, self.metadata, self.url, first, run)
    }

    /// The chances of its lines at the second look.
    fn second(self, first: Vec<f32>, types: [f32; PageType::LEARNT.len()]) -> Vec<f32> {
        let second = SecondPass::new(self.outline, self.facts, &first, types);
        let doubtful: Vec<usize> = (0..first.len()).filter(|&i| first[i] > second_pass::SURE).collect();
        let odds = odds(&SECOND, doubtful.len(), |at, numbers| {
            self.facts.fill(doubtful[at], numbers);
            second.fill(doubtful[at], numbers);
        });
        let mut chances = first.clone();
        doubtful.iter().zip(odds).for_each(|(&i, odds)| chances[i] = forest::chance(odds));
        chances
    }

    /// The page when it is of this type and its lines have these chances, and what tells how far that may be trusted.
    fn finish(self, mut chances: Vec<f32>, page_type: PageType) -> (Extraction, [f32; trust::NAMES.len()]) {
        let Page { outline, facts, text, metadata, .. } = self;
        neighbours::share_pre(outline, &mut chances);
        let cut = cut::cut(facts, &chances, page_type == PageType::Article);
        let mut taken: Vec<bool> = chances.iter().map(|&chance| chance > cut).collect();
        neighbours::bridge(outline, facts, &chances, &mut taken);
        let is_boxes =
            matches!(page_type, PageType::Collection | PageType::Home | PageType::Listing | PageType::Product);
        neighbours::subheads(outline, &chances, is_boxes, &mut taken);
        neighbours::embedded(outline, facts, &chances, &mut taken);
        kept_together::take_announced_lists(outline, facts, text, &mut taken);
        kept_together::take_definitions(outline, &mut taken);
        let heads = kept_together::take_headed_entries(outline, facts, page_type == PageType::Forum, &mut taken);
        let comments = comments::of(outline, facts, page_type);
        let is_article = page_type::declared(&metadata.kinds) == Some(PageType::Article);
        let keeps_comments = !comments::stands_alone(facts, &comments, &taken, page_type, is_article);
        let block = |(i, row): (usize, &outline::Row)| {
            let node = &outline.nodes[row.node as usize];
            Block {
                span: row.span,
                kind: kind(outline, row.node, node),
                region: region(outline, facts, i, taken[i], comments[i] && !(keeps_comments && taken[i])),
                score: chances[i],
                link_density: row.density(),
                hidden: node.hidden,
                element: row.node,
            }
        };
        let mut blocks: Vec<Block> = outline.rows.iter().enumerate().map(block).collect();
        if matches!(page_type, PageType::Article | PageType::Documentation | PageType::Forum) {
            exclude_title(&mut blocks, text, metadata.get("title").unwrap_or_default(), &heads);
        }
        neighbours::exclude_refrains(&mut blocks, text, facts);
        if page_type == PageType::Article {
            neighbours::exclude_pull_quotes(outline, facts, text, &mut blocks);
        }
        drop_cap::keep(&mut blocks, text);
        let main: Vec<bool> = blocks.iter().map(|block| block.region == Region::Main).collect();
        let numbers = trust::numbers(outline, facts, &chances, &main, cut, page_type);
        (Extraction { page_type, blocks, trust: Trust::default() }, numbers)
    }
}

/// What a forest says of so many rows, which `fill` writes.
fn odds(forest: &Forest, rows: usize, fill: impl Fn(usize, &mut Vec<f32>)) -> Vec<f32> {
    let (mut numbers, mut odds) = (Vec::new(), Vec::with_capacity(rows));
    for from in (0..rows).step_by(forest::LANES) {
        numbers.clear();
        (from..rows.min(from + forest::LANES)).for_each(|i| fill(i, &mut numbers));
        forest.odds(&numbers, &mut odds);
    }
    odds
}

/// The title above a text is metadata, whether the forest likes it or not: some pages have it there and others do not. Of a
/// page with several entries the `heads` of these are none.
fn exclude_title(blocks: &mut [Block], text: &str, title: &str, heads: &[bool]) {
    let title = title.to_lowercase();
    for (block, _) in blocks.iter_mut().zip(heads).filter(|(_, is_head)| !**is_head) {
        let is_heading = matches!(block.kind, LineKind::Heading(_));
        let line = block.span.slice(text);
        if line.len() <= 2 * title.len() + 80 {
            let line = line.to_lowercase();
            if line == title
                || is_heading
                    && (title.contains(&line) && line.len() > 20 || line.contains(&title))
                    && !title.is_empty()
            {
                block.region = Region::Chrome("title");
                continue;
            }
        }
        if block.region == Region::Main && !is_heading && !block.span.is_empty() {
            return;
        }
    }
}

fn region(outline: &Outline, facts: &Facts<'_>, i: usize, is_content: bool, is_comment: bool) -> Region {
    let row = &outline.rows[i];
    if is_comment {
        return if facts.shape(i).is_prose() && row.density() < 0.5 {
            Region::Comment
        } else {
            Region::Chrome("comment")
        };
    }
    if is_content {
        return Region::Main;
    }
    let by_tag = |node: &Node| match node.tag {
        tag if tag == const { tags::bit("nav") } => Some("nav"),
        tag if tag == const { tags::bit("footer") } => Some("footer"),
        tag if tag == const { tags::bit("aside") } => Some("sidebar"),
        tag if tag == const { tags::bit("form") } => Some("field"),
        _ => None,
    };
    let by_cue = |node: &Node| {
        let cues = Some(node.own).filter(|cues| *cues != 0)?;
        left_out::CUES.iter().find(|(cue, _)| cues & cue != 0).map(|&(_, name)| name)
    };
    let reason =
        outline.chain(row.node).take(outline::CHAIN).find_map(|(_, node)| by_cue(node).or_else(|| by_tag(node)));
    Region::Chrome(reason.unwrap_or("outside"))
}

/// The headings by their level.
const HEADINGS: [Tags; 6] =
    [tags::bit("h1"), tags::bit("h2"), tags::bit("h3"), tags::bit("h4"), tags::bit("h5"), tags::bit("h6")];

/// Elements that part no line.
const INLINE: Tags = tags::bit("a") | tags::bit("bold") | tags::bit("emphasis") | tags::bit("code") | tags::bit("time");

fn kind(outline: &Outline, number: u32, node: &Node) -> LineKind {
    let is = |tag: Tags| node.tags & tag != 0;
    if is(const { tags::bit("pre") }) {
        return LineKind::Code;
    }
    if let Some(level) = HEADINGS.iter().position(|&tag| is(tag)) {
        return LineKind::Heading(level as u8 + 1);
    }
    if is(const { tags::bit("caption") }) {
        return LineKind::Caption;
    }
    // Tables that lay a page out have blocks in their cells.
    let block = outline.chain(number).map(|(_, node)| node.tag).find(|tag| *tag != 0 && tag & INLINE == 0);
    if block.is_some_and(|tag| tag == const { tags::bit("row") } || tag == const { tags::bit("cell") }) {
        return LineKind::Row;
    }
    if is(const { tags::bit("li") }) {
        let lists = || {
            outline
                .chain(number)
                .filter(|(_, node)| node.tag & (const { tags::bit("ul") } | const { tags::bit("ol") }) != 0)
        };
        let depth = lists().take(6).count() as u8;
        return LineKind::Item {
            depth: depth.max(1),
            numbered: lists().next().is_some_and(|(_, list)| list.tag == const { tags::bit("ol") }),
        };
    }
    if is(const { tags::bit("blockquote") }) { LineKind::Quote } else { LineKind::Text }
}
