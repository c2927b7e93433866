//! Which bytes of a page does nobody read?
//!
//! The code of scripts, style sheets, what is shown without scripts, and drawings are most of many pages, and the tree
//! builder is the slowest part of reading one: these bytes are not given to it. Their tags are, so that every
//! element that can be chosen is in the tree: `<script>f()</script>` becomes `<script></script>`.
//!
//! Left in are JSON-LD, formulas, scripts with `<!--` in them, and drawings that hold more than shapes or have no end.

use super::{
    lex::{Lexer, Token},
    tags,
};
use html5ever::{local_name, tokenizer::Tag};
use memchr::memmem;

/// Elements of a drawing that hold no text of the page, sorted; their names in lower case.
const SHAPES: &[&str] = &[
    "animate",
    "circle",
    "clippath",
    "defs",
    "ellipse",
    "fecolormatrix",
    "feoffset",
    "filter",
    "g",
    "line",
    "lineargradient",
    "mask",
    "path",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "stop",
    "symbol",
    "title",
    "use",
];

/// Whether what stands in the element that `tag` begins is data that is read.
pub(super) fn is_data(tag: &Tag) -> bool {
    let kind = || tag.attrs.iter().find(|attribute| attribute.name.local == local_name!("type"));
    let is_read = |kind: &str| kind.to_ascii_lowercase().contains("ld+json") || is_formula(kind);
    tag.name == local_name!("script") && kind().is_some_and(|kind| is_read(&kind.value))
}

/// Whether a script of this type is a formula.
pub(super) fn is_formula(kind: &str) -> bool {
    kind.trim_start().get(..8).is_some_and(|kind| kind.eq_ignore_ascii_case("math/tex"))
}

/// Whether nobody reads `text`, which is all that stands in an element `name`, as written.
pub(super) fn is_unread(name: &str, text: &str) -> bool {
    match tags::lower(name, &mut [0; 16]) {
        "style" | "noscript" => true,
        "script" => memmem::find(text.as_bytes(), b"<!--").is_none(),
        _ => false,
    }
}

/// Where the end tag of a drawing stands, the inside of which is `rest` and further; `None` when it is more than a drawing.
/// Stops at the next `<svg>`, so that any number of them is linear.
pub(super) fn drawing_end(rest: &str) -> Option<usize> {
    let mut lexer = Lexer::new(rest);
    while let Some(token) = lexer.next() {
        let (Token::Open { name, .. } | Token::Close { name, .. }) = token else { continue };
        if lexer.swallowed() {
            return None;
        }
        if matches!(token, Token::Close { .. }) && name.eq_ignore_ascii_case("svg") {
            let name_at = (name.as_ptr() as usize).saturating_sub(rest.as_ptr() as usize);
            return name_at.checked_sub("</".len());
        }
        if SHAPES.binary_search(&tags::lower(name, &mut [0; 16])).is_err() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::*;

    /// What the tree of a page holds of names and texts.
    fn kept(html: &str) -> String {
        let tree = tree(html).unwrap();
        let nodes = tree.root().descendants();
        let shown = nodes.map(|node| match (node.element(), node.text()) {
            (Some(element), _) => format!("<{}>", element.name()),
            (_, text) => text.unwrap_or_default().to_owned(),
        });
        shown.collect::<String>().replace("<html><head>", "").replace("<body>", "|")
    }

    #[test]
    fn shapes_are_sorted() {
        assert!(SHAPES.is_sorted());
    }

    #[test]
    fn code_and_drawings_are_left_out() {
        for (html, want) in [
            ("a<script>f('<p>')</script>b", "|a<script>b"),
            ("<STYLE>p{}</STYLE ><p>x", "<style>|<p>x"),
            ("<p><noscript><p>x</noscript>y", "|<p><noscript>y"),
            ("<p><svg viewBox=0><g><path d=M0 /></g></svg>x", "|<p><svg>x"),
            ("<script>never closed", "<script>|"),
        ] {
            assert_eq!(kept(html), want, "{html}");
        }
    }

    #[test]
    fn what_may_be_read_is_kept() {
        for (html, want) in [
            ("<script type=\"application/LD+json\">{}</script>", "<script>{}|"),
            ("<script><!-- f('<script></script>') --></script>x", "<script><!-- f('<script></script>') -->|x"),
            ("<p><svg><text>x</text></svg>", "|<p><svg><text>x"),
            ("<p><svg><path><p>out of it</svg>", "|<p><svg><path><p>out of it"),
            ("<p><svg/><p>x</p></svg>", "|<p><svg><p>x"),
            ("<p><svg><path d=M0>no end", "|<p><svg><path>no end"),
            ("<textarea>x</textarea><title>y</title>", "|<textarea>x<title>y"),
        ] {
            assert_eq!(kept(html), want, "{html}");
        }
    }

    #[test]
    fn drawings_without_an_end_are_linear() {
        let page = "<svg><path d=M0>".repeat(100);
        assert_eq!(drawing_end(&page), None);
        assert!(drawing_end("<path d='a>b'/><!-- </svg> --></SVG>x").is_some_and(|end| end > 20));
    }
}
