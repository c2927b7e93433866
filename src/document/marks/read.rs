//! From the tree of a page to the marks of its lines.
//!
//! Each line has an element that holds it; what that stands in is found once for each element, so that any number of lines in
//! many lists costs little. Parts of lines are the elements within them.

use super::{Container, Inline, Leaf, Line, Marks, Nesting, code};
use crate::{
    document::{
        extract::{Block, LineKind},
        page::{self, Element, Node, Tree, VisitedElement},
    },
    span::Span,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// A line that was taken of a page, or what a cell has of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SelectedLine {
    /// The line as it stands in the page's text.
    pub(crate) block: Block,
    /// Where it begins in the text that was taken.
    pub(crate) start: usize,
    /// Where the line of that text begins that it is a part of.
    pub(crate) line: usize,
}

/// Which parts of lines are wanted beside those that are set off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InlineOptions {
    pub(crate) links: bool,
    pub(crate) images: bool,
}

/// The marks of the lines `taken`, of a page with the visible `text` that `seen` elements of `tree` wrote.
pub(crate) fn marks(
    tree: &Tree,
    seen: &[VisitedElement],
    text: &str,
    taken: &[SelectedLine],
    parts: InlineOptions,
) -> Marks {
    let mut reader = Reader::new(tree, seen);
    let mut before: Option<Span> = None;
    for line in taken {
        let span = line.block.span;
        let parted = before.is_none_or(|before| before.end + 1 != span.start)
            || before.is_some_and(|before| reader.breaks.get(&before.end).is_some_and(|&breaks| breaks > 1));
        reader.line(line, parted);
        before = Some(span);
    }
    let mut marks = reader.marks;
    marks.languages.sort_unstable();
    marks.base = base(tree, seen);
    inlines(&mut marks.inlines, tree, seen, text, (taken, parts));
    marks
}

struct Reader<'a> {
    tree: &'a Tree,
    seen: &'a [VisitedElement],
    marks: Marks,
    /// What elements stand in, or are.
    places: FxHashMap<u32, Option<u32>>,
    /// The numbers of items.
    numbers: FxHashMap<u32, i64>,
    /// Lists whose items are numbered already.
    numbered: FxHashSet<u32>,
    /// Elements whose white space stands as written.
    code: FxHashSet<u32>,
    /// How many line breaks stand at a byte of the page's text.
    breaks: FxHashMap<usize, u32>,
}

impl<'a> Reader<'a> {
    fn new(tree: &'a Tree, seen: &'a [VisitedElement]) -> Self {
        let mut breaks: FxHashMap<usize, u32> = FxHashMap::default();
        for element in seen {
            match tree.node(element.node).element().map(Element::name) {
                Some("br") => *breaks.entry(element.end).or_default() += 1,
                Some("hr") => *breaks.entry(element.end).or_default() += 2,
                _ => {}
            }
        }
        Self {
            tree,
            seen,
            marks: Marks::default(),
            places: FxHashMap::default(),
            numbers: FxHashMap::default(),
            numbered: FxHashSet::default(),
            code: seen.iter().filter(|element| element.pre).map(|element| element.node).collect(),
            breaks,
        }
    }

    fn line(&mut self, line: &SelectedLine, parted: bool) {
        let element = self.seen.get(line.block.element as usize).map_or(0, |seen| seen.node);
        let node = self.tree.node(element);
        let above = |is: &dyn Fn(Node<'_>) -> bool| around(node).find(|node| is(*node));
        let named = |wanted: &str| above(&|node| name(node) == wanted);
        let block = above(&|node| page::is_block(name(node))).unwrap_or(node);
        let (leaf, block) = match line.block.kind {
            LineKind::Code => (Leaf::Code, above(&|node| self.code.contains(&node.id())).unwrap_or(block)),
            LineKind::Row => (Leaf::Row, named("table").unwrap_or(block)),
            LineKind::Heading(level) => (Leaf::Heading(level), block),
            LineKind::Text | LineKind::Item { .. } | LineKind::Quote | LineKind::Caption => {
                (if name(block) == "dt" { Leaf::Term } else { Leaf::Text }, block)
            }
        };
        if leaf == Leaf::Code && self.marks.languages.last().is_none_or(|(known, _)| *known != block.id()) {
            self.marks.languages.push((block.id(), code::language(block)));
        }
        let place = self.place(block);
        self.marks.lines.push(Line { start: line.line, leaf, block: block.id(), place, parted });
    }

    /// The innermost list item or quote that `node` is or stands in.
    fn place(&mut self, node: Node<'_>) -> Option<u32> {
        let mut unknown = Vec::new();
        let mut place = None;
        for node in around(node) {
            if let Some(&known) = self.places.get(&node.id()) {
                place = known;
                break;
            }
            unknown.push(node);
        }
        for node in unknown.into_iter().rev() {
            if let Some(what) = self.container(node) {
                self.marks.places.push(Nesting { parent: place, what });
                place = Some(self.marks.places.len() as u32 - 1);
            }
            self.places.insert(node.id(), place);
        }
        place
    }

    fn container(&mut self, node: Node<'_>) -> Option<Container> {
        let list = node.parent().unwrap_or(node);
        match name(node) {
            "blockquote" => Some(Container::Quote),
            "dd" => Some(Container::Item { list: list.id(), number: None }),
            "li" => {
                if name(list) == "ol" && self.numbered.insert(list.id()) {
                    number(list, &mut self.numbers);
                }
                Some(Container::Item { list: list.id(), number: self.numbers.get(&node.id()).copied() })
            }
            _ => None,
        }
    }
}

/// Numbers the items of a list as its attributes say.
fn number(list: Node<'_>, numbers: &mut FxHashMap<u32, i64>) {
    let items = || list.children().filter(|node| name(*node) == "li");
    let given = |node: Node<'_>, attribute: &str| node.element()?.attr(attribute)?.trim().parse::<i32>().ok();
    let reversed = list.element().is_some_and(|element| element.attr("reversed").is_some());
    let first = given(list, "start").map_or_else(|| if reversed { items().count() as i64 } else { 1 }, i64::from);
    let mut number = first;
    for item in items() {
        number = given(item, "value").map_or(number, i64::from);
        numbers.insert(item.id(), number);
        number += if reversed { -1 } else { 1 };
    }
}

/// The node and what it stands in, innermost first.
fn around(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::once(node).chain(node.ancestors())
}

fn name(node: Node<'_>) -> &str {
    node.element().map_or("", Element::name)
}

/// What `<base href>` says.
fn base(tree: &Tree, seen: &[VisitedElement]) -> Option<String> {
    let elements = seen.iter().filter_map(|seen| tree.node(seen.node).element());
    let mut bases = elements.filter(|element| element.name() == "base");
    bases.find_map(|element| element.attr("href")).map(str::to_owned)
}

/// Finds the parts of lines.
fn inlines(
    inlines: &mut Vec<(Span, Inline)>,
    tree: &Tree,
    seen: &[VisitedElement],
    text: &str,
    (taken, parts): (&[SelectedLine], InlineOptions),
) {
    let mut first = 0;
    for element in seen.iter().filter(|element| element.start < element.end) {
        let Some(what) = tree.node(element.node).element().and_then(|tag| inline(tag, text, element, parts)) else {
            continue;
        };
        first += taken[first..].iter().take_while(|line| line.block.span.end <= element.start).count();
        for line in taken[first..].iter().take_while(|line| line.block.span.start < element.end) {
            let span = line.block.span;
            let start = element.start.max(span.start) - span.start + line.start;
            let end = element.end.min(span.end) - span.start + line.start;
            inlines.push((Span::new(start, end.max(start)), what.clone()));
        }
    }
}

fn inline(tag: &Element, text: &str, element: &VisitedElement, parts: InlineOptions) -> Option<Inline> {
    match tag.name() {
        "b" | "strong" => Some(Inline::Strong),
        "i" | "em" => Some(Inline::Emphasis),
        "code" | "kbd" | "samp" | "tt" if !element.pre => Some(Inline::Code),
        "a" if parts.links => tag.attr("href").map(|to| Inline::Link(to.to_owned())),
        "math" | "script" | "mjx-container" => Some(Inline::Formula),
        "img" => match text.get(element.start..element.end)?.trim().starts_with('$') {
            true => Some(Inline::Formula),
            false => tag.attr("src").filter(|_| parts.images).map(|from| Inline::Image(from.to_owned())),
        },
        _ => None,
    }
}
