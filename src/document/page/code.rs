//! Which elements show code, other than `<pre>`, and which of them number its lines?
//!
//! Highlighters draw code as tables, with a cell of numbers and a cell of code or a row a line, as boxes with a block a line, or
//! as a `<code>` that stands alone. Lines are kept and numbers left out: `<td class="gutter">1` is not seen. Which highlighter
//! it is tell classes; style sheets are not read.

use super::{
    lines::has_visible,
    tags::{self, Layout},
    tree::{Element, Node},
};

/// Boxes of code.
const BOXES: &[&str] = &["blob-wrapper", "crayon-pre", "hljs-ln", "js-file-line-container", "syntaxhighlighter"];

/// Columns of numbers.
const GUTTERS: &[&str] = &[
    "blob-num",
    "crayon-nums",
    "gutter",
    "hljs-ln-numbers",
    "line-number",
    "line-numbers",
    "line_numbers",
    "lineno",
    "linenos",
    "linenodiv",
    "lines-num",
    "lnt",
    "ln",
    "rouge-gutter",
];

/// Lines drawn as blocks by a style sheet.
const LINES: &[&str] = &["code-line", "crayon-line", "line", "token-line", "view-line"];

/// What an element with this class, of a `shape` of its own, does to the lines. `in_code`: it stands in code.
pub(super) fn shape(node: Node<'_>, element: &Element, shape: Layout, class: &str, in_code: bool) -> Layout {
    let has = |names: &[&str]| class.split_ascii_whitespace().any(|word| names.contains(&word));
    match (element.name(), in_code) {
        ("code", false) if stands_alone(node) && is_lines(node, class) => Layout::Pre,
        ("td" | "pre", _) | ("span" | "div" | "code", true) if has(GUTTERS) && is_numbers(node) => Layout::Hidden,
        ("div" | "table" | "td", false) if has(BOXES) => Layout::Pre,
        ("span", true) if has(LINES) && follows_its_like(node, class) => Layout::Break,
        _ => shape,
    }
}

/// Whether `node`, a text in code, only parts tags: white space in a table, or a break beside the end of a block.
pub(super) fn is_gap(node: Node<'_>, text: &str) -> bool {
    if !text.trim_ascii().is_empty() {
        return false;
    }
    let in_table = node.parent().is_some_and(|parent| matches!(name(parent), "table" | "tbody" | "thead" | "tr"));
    let is_block = |node: Option<Node<'_>>| {
        node.is_some_and(|node| matches!(tags::layout(name(node)), Layout::Block | Layout::Pre))
    };
    in_table || text.bytes().filter(|b| *b == b'\n').count() == 1 && (is_block(node.before()) || is_block(node.after()))
}

fn name(node: Node<'_>) -> &str {
    node.element().map_or("", Element::name)
}

/// Whether a `<code>` is all that its block holds.
fn stands_alone(node: Node<'_>) -> bool {
    let is_nothing =
        |node: Node<'_>| !node.text().is_some_and(has_visible) && node.element().is_none_or(|e| e.name() == "br");
    let before = std::iter::successors(node.before(), |node| node.before());
    let after = std::iter::successors(node.after(), |node| node.after());
    before.take(3).chain(after.take(3)).all(is_nothing)
}

/// Whether a `<code>` has several lines: by line breaks, or written so.
fn is_lines(node: Node<'_>, class: &str) -> bool {
    let told = class.contains("lang") || class.contains("hljs") || class.contains("brush");
    let boxed = node.parent().is_some_and(|parent| matches!(name(parent), "div" | "figure"));
    let (mut breaks, mut written, mut seen) = (0, 0, false);
    for inside in node.descendants() {
        match inside.text() {
            Some(text) => {
                let text = if seen { text } else { text.trim_ascii_start() };
                seen |= !text.is_empty();
                written += text.bytes().filter(|b| *b == b'\n').count();
            }
            None => breaks += usize::from(seen && inside.element().is_some_and(|element| element.name() == "br")),
        }
        if breaks > 0 || boxed && written > 1 || told && written > 0 {
            return true;
        }
    }
    false
}

/// Whether there is nothing but numbers in `node`, if anything.
fn is_numbers(node: Node<'_>) -> bool {
    node.descendants()
        .filter_map(Node::text)
        .all(|text| text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ':' | '|')))
}

/// Whether the element right before `node` is a line, too, and does not end in a break of its own.
fn follows_its_like(node: Node<'_>, class: &str) -> bool {
    let first = class.split_ascii_whitespace().next();
    let is_like = |before: &Node<'_>| {
        before.element().is_some_and(|element| first.is_some() && element.classes().next() == first)
    };
    let ends = |line: Node<'_>| line.children().last().is_some_and(|last| name(last) == "br");
    node.before().filter(is_like).is_some_and(|line| !ends(line))
}
