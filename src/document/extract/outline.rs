//! The page as extraction sees it: its elements in one array with what holds of them, and its lines with their place.
//!
//! Elements keep the numbers of the walk that wrote the text, so that parents come before children and a loop over the
//! array is a walk without recursion. Nothing is judged here.

use super::{
    cues::{self, Cues},
    tags::{self, Tags},
};
use crate::{
    document::page::{Tree, VisitedElement},
    span::Span,
};
use memchr::memchr_iter;
use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};

/// How many elements are looked at above a line at all; deeper nesting tells nothing.
pub(super) const CHAIN: usize = 64;

/// An element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Node {
    /// The number of its parent; the root is its own.
    pub(super) parent: u32,
    /// One past the number of the last element in it.
    pub(super) last: u32,
    /// Bytes of the text that it wrote.
    pub(super) start: u32,
    /// One past the last of them.
    pub(super) end: u32,
    /// How many elements it stands in.
    pub(super) depth: u16,
    /// Its tag.
    pub(super) tag: Tags,
    /// Its tag and those it stands in.
    pub(super) tags: Tags,
    /// Its cues.
    pub(super) own: Cues,
    /// Its cues and those of its parent and grandparent.
    pub(super) near: Cues,
    /// Its cues and those of all it stands in.
    pub(super) all: Cues,
    /// How many elements of the page have its tag and classes.
    pub(super) similar_elements: u32,
    /// What its tag and classes are, as a number.
    pub(super) look: u32,
    /// Whether it shows an image.
    pub(super) is_image: bool,
    /// Whether its names say that it is the text.
    pub(super) is_text: bool,
    /// Whether it or one that it stands in is hidden until a script runs.
    pub(super) hidden: bool,
}

/// A line of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Its bytes, without the break.
    pub(super) span: Span,
    /// The innermost element that holds all of it.
    pub(super) node: u32,
    /// How many links it holds or stands in.
    pub(super) links: u32,
    /// How many of its bytes are links.
    pub(super) linked: u32,
}

impl Row {
    /// Which share of it is links, 0 to 1.
    pub(super) fn density(&self) -> f32 {
        self.linked as f32 / self.span.len().max(1) as f32
    }
}

/// The elements and lines of a page.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) nodes: Vec<Node>,
    pub(super) rows: Vec<Row>,
}

impl Outline {
    /// The outline of a page that was walked.
    pub(super) fn new(tree: &Tree, seen: &[VisitedElement], text: &str) -> Self {
        let nodes = nodes(tree, seen);
        let rows = rows(&nodes, text);
        Self { nodes, rows }
    }

    /// The node `number` and those it stands in, innermost first.
    pub(super) fn chain(&self, number: u32) -> impl Iterator<Item = (u32, &Node)> {
        let mut at = Some(number);
        std::iter::from_fn(move || {
            let number = at?;
            let node = self.nodes.get(number as usize)?;
            at = (node.parent != number).then_some(node.parent);
            Some((number, node))
        })
    }

    /// The lines that begin in each node, as places in `rows`.
    pub(super) fn row_ranges(&self) -> Vec<(u32, u32)> {
        let mut first = 0;
        // Starts ascend in document order.
        let range = |node: &Node| {
            first += self.rows[first..].iter().take_while(|row| row.span.start < node.start as usize).count();
            let rest = self.rows[first..].partition_point(|row| row.span.start < node.end as usize);
            (first as u32, (first + rest) as u32)
        };
        self.nodes.iter().map(range).collect()
    }
}

fn nodes(tree: &Tree, seen: &[VisitedElement]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::with_capacity(seen.len());
    let mut shapes: Vec<u64> = Vec::with_capacity(seen.len());
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    let mut cues = cues::Reader::default();
    let mut open: Vec<u32> = Vec::new();
    for (number, walked) in seen.iter().enumerate() {
        while open.last().is_some_and(|&at| nodes[at as usize].last as usize <= number) {
            open.pop();
        }
        let parent = open.last().copied();
        let mut node = Node {
            parent: parent.unwrap_or(number as u32),
            last: walked.last as u32,
            start: walked.start as u32,
            end: walked.end as u32,
            hidden: walked.hidden,
            ..Node::default()
        };
        let mut look = 0;
        if let Some(element) = tree.node(walked.node).element() {
            node.tag = if walked.pre { const { tags::bit("pre") } } else { tags::of(element.name()) };
            node.is_image = matches!(element.name(), "img" | "picture" | "amp-img" | "video");
            if !matches!(element.name(), "html" | "body" | "head") {
                (node.own, node.is_text) = cues.of(element);
            }
            let mut hasher = rustc_hash::FxHasher::default();
            (element.name(), element.attr("class")).hash(&mut hasher);
            look = hasher.finish();
            node.look = look as u32;
        }
        (node.tags, node.near, node.all) = (node.tag, node.own, node.own);
        if let Some(parent) = parent {
            let above = &nodes[parent as usize];
            node.depth = above.depth.saturating_add(1);
            node.tags |= above.tags;
            node.all |= above.all;
            node.hidden |= above.hidden;
            node.near |= above.own | nodes[above.parent as usize].own;
        }
        if walked.last > number + 1 {
            open.push(number as u32);
        }
        *counts.entry(look).or_default() += 1;
        shapes.push(look);
        nodes.push(node);
    }
    for (node, look) in nodes.iter_mut().zip(&shapes) {
        node.similar_elements = counts.get(look).copied().unwrap_or(1);
    }
    nodes
}

fn rows(nodes: &[Node], text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut open: Vec<u32> = Vec::new();
    let mut next = 0;
    let mut start = 0;
    for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        while open.last().is_some_and(|&at| (nodes[at as usize].end as usize) < end) {
            open.pop();
        }
        while next < nodes.len() && nodes[next].start as usize <= start {
            if nodes[next].end as usize >= end {
                open.push(next as u32);
            }
            next += 1;
        }
        rows.push(Row { span: Span::new(start, end), node: open.last().copied().unwrap_or(0), links: 0, linked: 0 });
        start = end + 1;
    }
    link(nodes, &mut rows);
    rows
}

/// Counts the links of each row. Links do not nest; where a table makes them, the outer one counts, so that each row is
/// passed once a link.
fn link(nodes: &[Node], rows: &mut [Row]) {
    let (mut first, mut from) = (0, 0);
    for node in nodes.iter().filter(|node| node.tag == tags::LINK && node.start < node.end) {
        if node.start < from {
            continue;
        }
        from = node.end;
        let (start, end) = (node.start as usize, node.end as usize);
        first += rows[first..].iter().take_while(|row| row.span.end <= start).count();
        for row in rows[first..].iter_mut().take_while(|row| row.span.start < end) {
            row.links += 1;
            row.linked += row.span.end.min(end).saturating_sub(row.span.start.max(start)) as u32;
        }
    }
}
