//! HTML to lines: the visible text, one line a block.
//!
//! `<h1>A</h1><p>b <i>c</i><br>d</p>` becomes three lines, `A`, `b c` and `d`. Blocks and `<br>` end a line, the cells
//! of a table row are parted by a tab, links that touch by a space, `<pre>` keeps its lines; there are no blank lines but those of a `<pre>`, no
//! markers of lists, and no line break at the end. White space collapses as in a browser: only ASCII white space does,
//! so that NBSP and ZWNJ reach the repairs. Image texts, form values and the `<title>` are no lines.
//!
//! The page becomes a tree, `html` rules choose elements, and a walk over the tree writes the lines. A page that would
//! make the tree builder work for minutes (see `budget`) is cut free of its tags instead, and flagged `html_degraded`.
//!
//! It does not judge which blocks are the article, does not read style sheets, run scripts, or decode bytes.

mod budget;
mod entity;
mod lex;
mod lines;
mod strip;
mod tags;
mod walk;

use crate::{
    document::Document,
    lang::{self, Lang},
    rules::{RuleSet, html::HtmlRule},
};
use budget::Scan;
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink};
use std::borrow::Cow;

pub(crate) use lines::has_visible;
pub(crate) use walk::Seen;

/// Bytes that the tree builder is fed between two looks at the size of its tree.
const CHUNK: usize = 4 << 10;

/// A document of the visible text of `html`; `html` rules in scope of `host` make its claims.
///
/// `<html lang>` becomes the document's language only when the text bears it out: themes ship with a wrong one.
///
/// ```
/// let rules = sarand::rules::RuleSet::default();
/// let page = sarand::document::html::parse("<title>T</title><h1>A</h1><p>b <i>c</i><br>d", None, &rules);
/// assert_eq!(page.text, "A\nb c\nd");
/// assert_eq!(page.title.as_deref(), Some("T"));
/// ```
#[must_use]
pub fn parse<'a>(html: &str, host: Option<Cow<'a, str>>, rules: &RuleSet) -> Document<'a> {
    parse_by(html, host, rules.html())
}

/// [`parse`] by some rules, which need be no whole rule set.
pub(crate) fn parse_by<'a>(html: &str, host: Option<Cow<'a, str>>, rules: &[HtmlRule]) -> Document<'a> {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let tree = Scan::of(html).and_then(|scan| build(html, scan));
    let (page, claims) = match &tree {
        Some(tree) => {
            let (page, seen) = walk::walk(tree, html.len());
            let claims = crate::rules::html::claims(rules, tree, &seen, &page.text, host.as_deref());
            (page, claims)
        }
        None => (strip::strip(html), vec![]),
    };
    let declared = page.lang.as_deref().and_then(Lang::parse);
    let lang = declared.filter(|&declared| lang::detect(&page.text) == declared);
    let flags = if tree.is_none() { vec!["html_degraded"] } else { vec![] };
    Document { text: Cow::Owned(page.text), lang, host, title: page.title, claims, flags }
}

/// The tree of `html`; `None` when it outgrows what its tags can account for.
fn build(html: &str, scan: Scan) -> Option<Html> {
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = html5ever::parse_document(sink, html5ever::ParseOpts::default());
    let mut rest = html;
    while !rest.is_empty() {
        let end = (CHUNK..rest.len()).find(|&at| rest.is_char_boundary(at)).unwrap_or(rest.len());
        let (chunk, tail) = rest.split_at(end);
        parser.process(StrTendril::from(chunk));
        if !scan.within(&parser.tokenizer.sink.sink.0.borrow()) {
            return None;
        }
        rest = tail;
    }
    Some(parser.finish())
}

#[cfg(test)]
mod tests;
