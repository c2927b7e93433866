//! Which bytes of a page does nobody read?
//!
//! The code of scripts, style sheets, what is shown without scripts, and drawings are most of many pages, and the tree
//! builder is the slowest part of reading one: these bytes are not given to it. Their tags are, so that every
//! element that can be chosen is in the tree: `<script>f()</script>` becomes `<script></script>`.
//!
//! Left in are JSON-LD, and what a parser may see otherwise than [`super::lex`]: scripts with `<!--` in them, drawings that
//! hold more than shapes or have no end.

use super::{
    lex::{self, Token},
    tags,
};
use memchr::memmem;
use std::ops::Range;

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

/// Finds the ballast of a page, token by token.
#[derive(Debug, Default)]
pub(super) struct Ballast {
    kept: Vec<Range<usize>>,
    /// Where what is kept begins.
    from: usize,
    /// The script that begins is data.
    data: bool,
    /// Where the inside of the open drawing begins.
    drawing: Option<usize>,
}

impl Ballast {
    /// Passes a token of `html` that ends at `end`.
    pub(super) fn pass(&mut self, html: &str, token: &Token<'_>, end: usize) {
        match *token {
            Token::Open { name, tag, attributes, .. } => {
                self.data = tag.is_raw && name.eq_ignore_ascii_case("script") && is_data(attributes);
                if name.eq_ignore_ascii_case("svg") {
                    let closed = attributes.ends_with('/');
                    self.drawing = (self.drawing.is_none() && !closed).then_some(end);
                } else {
                    self.stay(name);
                }
            }
            Token::Close { name, .. } => {
                if !name.eq_ignore_ascii_case("svg") {
                    self.stay(name);
                } else if let Some(from) = self.drawing.take() {
                    let name_at = (name.as_ptr() as usize).saturating_sub(html.as_ptr() as usize);
                    self.cut(from, name_at.saturating_sub("</".len()));
                }
            }
            Token::Raw { name, text } => {
                let is_ballast = match tags::lower(name, &mut [0; 16]) {
                    "style" | "noscript" => true,
                    "script" => !self.data && memmem::find(text.as_bytes(), b"<!--").is_none(),
                    _ => false,
                };
                if is_ballast {
                    self.cut(end - text.len(), end);
                }
            }
            Token::Text(_) => {}
        }
    }

    /// A tag in a drawing that is no shape makes it more than a drawing.
    fn stay(&mut self, name: &str) {
        if self.drawing.is_some() && SHAPES.binary_search(&tags::lower(name, &mut [0; 16])).is_err() {
            self.drawing = None;
        }
    }

    /// The bytes of a page of `len` bytes that are kept.
    pub(super) fn rest(mut self, len: usize) -> Vec<Range<usize>> {
        self.kept.push(self.from..len);
        self.kept
    }

    fn cut(&mut self, from: usize, to: usize) {
        if from >= self.from && from < to {
            self.kept.push(self.from..from);
            self.from = to;
        }
    }
}

/// Whether a script with these attributes holds data that is read.
fn is_data(attributes: &str) -> bool {
    lex::attribute(attributes, "type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::budget::Scan;

    fn kept(html: &str) -> String {
        let scan = Scan::of(html).unwrap();
        scan.kept.into_iter().map(|range| &html[range]).collect()
    }

    #[test]
    fn shapes_are_sorted() {
        assert!(SHAPES.is_sorted());
    }

    #[test]
    fn code_and_drawings_are_left_out() {
        for (html, want) in [
            ("a<script>f('<p>')</script>b", "a<script></script>b"),
            ("<STYLE>p{}</STYLE ><p>x", "<STYLE></STYLE ><p>x"),
            ("<noscript><p>x</noscript>y", "<noscript></noscript>y"),
            ("<svg viewBox=0><g><path d=M0 /></g></svg>x", "<svg viewBox=0></svg>x"),
            ("<script>never closed", "<script>"),
        ] {
            assert_eq!(kept(html), want, "{html}");
        }
    }

    #[test]
    fn what_may_be_read_is_kept() {
        for html in [
            "<script type=\"application/ld+json\">{}</script>",
            "<script><!-- f('<script></script>') --></script>x",
            "<svg><text>x</text></svg>",
            "<svg><path><p>out of it</svg>",
            "<svg/><p>x</p></svg>",
            "<svg><path d=M0>no end",
            "<textarea>x</textarea><title>y</title>",
        ] {
            assert_eq!(kept(html), html);
        }
    }
}
