//! From a tree to lines: every element visited once, in document order, without recursion.
//!
//! Not seen are the elements of the table in `tags`, and those with `hidden` (but `until-found`), `display: none` or
//! `visibility: hidden` of their own; `html` and `body` are always seen, since scripts uncover them, and so is
//! `aria-hidden`, since real content has it. Pages that arrive in pieces keep each in a hidden `<div id="S:1">` until a
//! script puts it in its place: these are seen. Style sheets are not read.

use super::{
    code,
    formula::{self, Formula},
    gaps,
    lines::LineWriter,
    rows::Rows,
    shadow,
    table::{self, Columns},
    tags::{self, Layout},
    tree::{Element, Node, Tree},
};

/// What a page says.
#[derive(Debug, Default)]
pub(crate) struct PageText {
    /// Its visible text.
    pub(crate) text: String,
    /// The rows of its tables of data.
    pub(crate) rows: Rows,
    /// Its `<title>`, when it has one with text.
    pub(crate) title: Option<String>,
    /// Its `<html lang>`, as written.
    pub(crate) lang: Option<String>,
}

impl PageText {
    /// Takes `title`, white space collapsed, unless it is empty.
    pub(crate) fn set_title(&mut self, title: &str) {
        let words: Vec<_> = title.split_ascii_whitespace().collect();
        self.title = Some(words.join(" ")).filter(|title| !title.is_empty());
    }
}

/// An element that was walked over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VisitedElement {
    /// Its number in the tree.
    pub(crate) node: u32,
    /// One past the number of the last element inside it; numbers are places in the list of seen elements.
    pub(crate) last: usize,
    /// Bytes of the text that it wrote; there may be breaks and gaps at both ends.
    pub(crate) start: usize,
    /// One past the last of these bytes.
    pub(crate) end: usize,
    /// How many characters it wrote, not counting breaks and gaps.
    pub(crate) chars: usize,
    /// Whether something of its own hides it until a script runs.
    pub(crate) hidden: bool,
    /// Whether its white space stands as written.
    pub(crate) pre: bool,
}

/// Which elements a walk sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Those that nothing of their own hides.
    Shown,
    /// Those too that `hidden` or a style of their own hides until a script runs.
    WithHidden,
}

/// The page, and its elements in document order; elements inside an unseen one are left out. `bytes` is how long the page
/// is; `images`: what they say instead of themselves is text.
pub(crate) fn walk(tree: &Tree, bytes: usize, visibility: Visibility, images: bool) -> (PageText, Vec<VisitedElement>) {
    let mut page = PageText::default();
    let mut lines = LineWriter::with_capacity(bytes / 4);
    let mut seen: Vec<VisitedElement> = Vec::new();
    let mut open: Vec<(usize, Layout)> = Vec::new();
    let (mut columns, mut rows) = (Columns::default(), Rows::default());
    // The last formula, and where it ends: pages have many twice.
    let mut last: Option<(Formula, usize)> = None;
    let mut node = tree.root();
    loop {
        let mut down = true;
        if let Some(text) = node.text() {
            if !(lines.in_pre() && code::is_gap(node, text)) {
                lines.text(text);
            }
        } else if let Some(element) = node.element() {
            let (layout, hidden) = shape_of(node, element, visibility, lines.in_pre());
            match element.name() {
                "table" if layout == Layout::Block && !lines.in_pre() => table::read(node, &mut columns),
                "a" if follows_link(node) => lines.space(),
                _ => {}
            }
            if let Some(&place) = columns.get(&node.id()) {
                rows.enter(place, lines.len());
            }
            enter(&mut lines, layout);
            let number = seen.len();
            let (at, chars) = (lines.len(), lines.chars());
            seen.push(VisitedElement {
                node: node.id(),
                last: number + 1,
                start: at,
                end: at,
                chars,
                hidden,
                pre: layout == Layout::Pre,
            });
            open.push((number, layout));
            down = layout != Layout::Hidden;
            let may_be = layout == Layout::Formula || element.name() == "script";
            if let Some(formula) = Some(element).filter(|_| may_be).and_then(|element| formula::read(node, element)) {
                down = false;
                if last.as_ref().is_none_or(|(last, end)| last.tex != formula.tex || *end != lines.len()) {
                    let mark = if formula.display { "$$" } else { "$" };
                    lines.words(&format!("{mark}{}{mark}", formula.tex), formula.display);
                    last = Some((formula, lines.len()));
                }
            } else if images
                && element.name() == "img"
                && let Some(alt) = element.attr("alt")
            {
                lines.space();
                lines.words(alt, false);
                lines.space();
            }
            match element.name() {
                "html" if page.lang.is_none() => page.lang = element.attr("lang").map(str::to_owned),
                "title" if page.title.is_none() => {
                    page.set_title(&node.children().filter_map(Node::text).collect::<String>());
                }
                _ => {}
            }
        }
        if down && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            if node.element().is_some()
                && let Some((number, layout)) = open.pop()
            {
                let last = seen.len();
                let element = &mut seen[number];
                (element.last, element.end) = (last, lines.len());
                element.chars = lines.chars() - element.chars;
                if columns.contains_key(&node.id()) {
                    rows.leave(lines.len());
                }
                leave(&mut lines, layout);
            }
            if let Some(next) = node.after() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                page.text = lines.finish();
                page.rows = rows;
                return (page, seen);
            };
            node = parent;
        }
    }
}

/// Whether a link stands right after a link, as in menus: style sheets part them, words never hold two.
fn follows_link(node: Node<'_>) -> bool {
    node.before().and_then(Node::element).is_some_and(|element| element.name() == "a")
}

fn enter(lines: &mut LineWriter, layout: Layout) {
    match layout {
        Layout::Spaced => lines.space(),
        Layout::Cell => lines.cell(),
        Layout::Pre => lines.enter_pre(),
        Layout::Block => lines.end_line(),
        Layout::Break => lines.break_line(),
        Layout::Inline | Layout::Hidden | Layout::Formula => {}
    }
}

fn leave(lines: &mut LineWriter, layout: Layout) {
    match layout {
        Layout::Spaced => lines.space(),
        Layout::Pre => lines.leave_pre(),
        Layout::Block => lines.end_line(),
        Layout::Inline | Layout::Hidden | Layout::Cell | Layout::Break | Layout::Formula => {}
    }
}

/// What an element does to the lines, and whether it is covered. Covered blocks write lines of their own; what is covered
/// inside a line is left out of it.
fn shape_of(node: Node<'_>, element: &Element, visibility: Visibility, in_code: bool) -> (Layout, bool) {
    let name = element.name();
    let layout = tags::layout(name);
    if name == "template" && shadow::is_root(element) {
        return (Layout::Inline, false);
    }
    if layout == Layout::Hidden || matches!(name, "html" | "body") {
        return (layout, false);
    }
    if visibility == Visibility::WithHidden {
        return (by_class(node, element, layout, element.attr("class").unwrap_or_default(), in_code), false);
    }
    let cover = |layout| (if layout == Layout::Block { layout } else { Layout::Hidden }, true);
    // Once over the attributes: asking for each by name costs more.
    let (mut hidden, mut streamed, mut open, mut styled, mut class) = (false, false, false, Style::None, "");
    for (name, value) in element.attrs() {
        match name {
            "class" => class = value,
            "hidden" => hidden = !value.eq_ignore_ascii_case("until-found"),
            "id" => streamed = value.starts_with("S:"),
            "open" => open = true,
            "style" => styled = style(value),
            _ => {}
        }
    }
    if name == "dialog" && !open {
        return (Layout::Hidden, true);
    }
    if hidden && !streamed {
        return cover(layout);
    }
    match styled {
        Style::Hidden => cover(layout),
        Style::Block if layout == Layout::Inline => (Layout::Block, false),
        Style::None | Style::Block => (by_class(node, element, layout, class, in_code), false),
    }
}

/// What the element does to the lines when its class is known, too.
fn by_class(node: Node<'_>, element: &Element, layout: Layout, class: &str, in_code: bool) -> Layout {
    let apart = |layout| match layout {
        Layout::Inline if !in_code && gaps::stands_apart(node, class) => Layout::Spaced,
        layout => layout,
    };
    if class.is_empty() && element.name() != "code" {
        return apart(layout);
    }
    if layout == Layout::Inline && (class.starts_with("katex-html") || class.starts_with("MathJax")) {
        return if formula::is_drawing(node, class) { Layout::Hidden } else { Layout::Formula };
    }
    apart(code::shape(node, element, layout, class, in_code))
}

/// What a `style` attribute says of visibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    None,
    Block,
    Hidden,
}

fn style(style: &str) -> Style {
    let mut is_block = false;
    for declaration in style.split(';') {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let value = value.split('!').next().unwrap_or_default().trim();
        let is =
            |name: &str, wanted: &str| property.trim().eq_ignore_ascii_case(name) && value.eq_ignore_ascii_case(wanted);
        if is("display", "none") || is("visibility", "hidden") || is("visibility", "collapse") {
            return Style::Hidden;
        }
        is_block |= is("display", "block") || is("display", "flex") || is("display", "grid");
    }
    if is_block { Style::Block } else { Style::None }
}

/// How many elements a path names.
const PATH: usize = 3;

/// The element and those around it that say something, outermost first: `main#content > div.box > li`.
pub(crate) fn path(tree: &Tree, seen: &VisitedElement) -> String {
    let node = tree.node(seen.node);
    let says = |element: &&Element| {
        let named = element.attr("class").is_some() || element.attr("id").is_some();
        named || !matches!(element.name(), "div" | "span" | "html" | "body")
    };
    let mut names: Vec<String> = [node]
        .into_iter()
        .chain(node.ancestors())
        .filter_map(Node::element)
        .filter(says)
        .take(PATH)
        .map(|element| {
            let id = element.attr("id").map(|id| format!("#{id}")).unwrap_or_default();
            let class = element.classes().min().map(|class| format!(".{class}")).unwrap_or_default();
            format!("{}{id}{class}", element.name())
        })
        .collect();
    names.reverse();
    names.join(" > ")
}
