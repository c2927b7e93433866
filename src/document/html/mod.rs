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
//! [`Options`] say which lines are wanted: those of the main content, which [`crate::document::extract`] finds, or all.
//!
//! It does not read style sheets, run scripts, or decode bytes.

mod ballast;
mod budget;
mod doctype;
mod entity;
mod lex;
mod lines;
mod select;
mod sight;
mod strip;
mod tags;
mod tokens;
mod tree;
mod walk;

use crate::{
    document::{Document, extract, metadata},
    lang::{self, Lang},
    rules::{RuleSet, html::HtmlRules},
    span::Span,
};
use html5ever::tendril::StrTendril;
use memchr::memchr;
use std::borrow::Cow;

pub(crate) use entity::decode as decode_entities;
pub(crate) use lines::has_visible;
pub(crate) use tree::{Element, Node, Tree};
pub(crate) use walk::Seen;

/// Which lines of a page are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extract {
    /// The main content.
    #[default]
    Main,
    /// All that can be seen.
    All,
}

/// How lines are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Markup {
    /// As plain text.
    #[default]
    Text,
    /// With Markdown's marks for headings, lists, tables, quotes and code.
    Markdown,
}

/// What is wanted of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which lines.
    pub extract: Extract,
    /// How they are written.
    pub markup: Markup,
    /// Whether comments are kept, apart from the text.
    pub comments: bool,
    /// Whether the document is to say where values of its metadata came from.
    pub sources: bool,
    /// Whether the document is to say what became of each line.
    pub explain: bool,
}

/// A document of the main content of `html`; `html` rules in scope of `host` make its claims.
///
/// `<html lang>` becomes the document's language only when the text bears it out: themes ship with a wrong one. A page
/// in which no content is found gives all of its visible text; if that is much, it is flagged `no_main_content`. A page with
/// nothing to see gives what it says of itself, flagged `text_of_metadata`.
///
/// ```
/// let rules = sarand::rules::RuleSet::default();
/// let html = "<title>Rain</title><article><h1>Rain</h1><p>It rained <i>all day</i>, and by noon the square stood \
///     under water.<br>The market was moved to the hall.</article>";
/// let page = sarand::document::html::parse(html, None, &rules);
/// // The headline is no part of the text.
/// assert_eq!(page.text, "It rained all day, and by noon the square stood under water.\nThe market was moved to the hall.");
/// assert_eq!(page.title.as_deref(), Some("Rain"));
/// ```
#[must_use]
pub fn parse<'a>(html: &str, host: Option<Cow<'a, str>>, rules: &RuleSet) -> Document<'a> {
    parse_with(html, host, rules, Options::default())
}

/// [`parse`] with [`Options`].
#[must_use]
pub fn parse_with<'a>(html: &str, host: Option<Cow<'a, str>>, rules: &RuleSet, options: Options) -> Document<'a> {
    parse_by(html, host, rules.html(), options)
}

/// [`parse_with`] by some rules, which need be no whole rule set.
pub(crate) fn parse_by<'a>(
    html: &str,
    host: Option<Cow<'a, str>>,
    rules: &HtmlRules,
    options: Options,
) -> Document<'a> {
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let Some(tree) = tree(html) else {
        let page = strip::strip(html);
        let lang = borne_out(page.lang.as_deref(), &page.text);
        let text = Cow::Owned(page.text);
        return Document { text, lang, host, title: page.title, flags: vec!["html_degraded"], ..Document::default() };
    };
    let sight::Sighted { tree, unscripted, page, seen } = sight::look(html, tree);
    let shown = unscripted.as_ref().unwrap_or(&tree);
    let metadata = metadata::read(&tree);
    let claims = crate::rules::html::claims(rules, shown, &seen, &page.text, host.as_deref());
    let extraction = extract::extract(shown, &seen, &page.text, &metadata);
    let judged = match options.explain {
        true => judged(shown, &seen, &page.text, &extraction, &claims),
        false => Vec::new(),
    };
    let selected = select::select(&page.text, &extraction, &claims, options);
    let mut selected = selected;
    if let Some(told) = told(&selected.text, &metadata) {
        selected = select::Selected { text: told, flags: vec!["text_of_metadata"], ..select::Selected::default() };
    }
    let lang = borne_out(page.lang.as_deref(), &selected.text);
    Document {
        text: Cow::Owned(selected.text),
        lang,
        host,
        title: page.title,
        titled: false,
        claims: selected.claims,
        flags: selected.flags,
        metadata,
        comments: selected.comments,
        page_type: Some(extraction.page_type),
        sources: options.sources,
        evidence: selected.evidence,
        judged,
    }
}

/// What a page without a word to see says of itself: the article of its JSON-LD, else its description. Programs that are
/// pages have no more before they run.
fn told(text: &str, metadata: &metadata::Metadata) -> Option<String> {
    if !text.is_empty() {
        return None;
    }
    let told = metadata.body.as_deref().or_else(|| metadata.get("description"))?;
    let lines: Vec<String> = told.lines().filter_map(metadata::text).collect();
    Some(lines.join("\n")).filter(|told| has_visible(told))
}

/// A line of a page and why it is taken or not.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The line.
    pub line: String,
    /// What it is, and what it is part of.
    pub block: extract::Block,
    /// The innermost elements around it that have a name or are no mere boxes, outermost first: `main > div.box > li`.
    pub element: String,
    /// The number of the `html` rule that claims it, whether it is content or not.
    pub rule: Option<u32>,
}

/// The lines of a page as extraction and `html` rules judge them.
fn judged(
    shown: &Tree,
    seen: &[Seen],
    text: &str,
    extraction: &extract::Extraction,
    claims: &[(Span, u32)],
) -> Vec<Judged> {
    let mut claims = claims.iter().copied().peekable();
    let mut judge = |block: &extract::Block| {
        while claims.next_if(|(span, _)| span.end <= block.span.start).is_some() {}
        let element = seen.get(block.element as usize).map_or(String::new(), |seen| walk::path(shown, seen));
        let rule = claims.peek().filter(|(span, _)| span.start <= block.span.start).map(|&(_, rule)| rule);
        Judged { line: block.span.of(text).to_owned(), block: *block, element, rule }
    };
    extraction.blocks.iter().filter(|block| has_visible(block.span.of(text))).map(&mut judge).collect()
}

/// The main content of a page when its lines have these chances: how a forest is judged before it is taken. `None` where no
/// tree can be made.
#[must_use]
pub fn main_by(html: &str, chances: &[f32]) -> Option<String> {
    let sighted = tree(html).map(|tree| sight::look(html, tree))?;
    let shown = sighted.unscripted.as_ref().unwrap_or(&sighted.tree);
    let text = &sighted.page.text;
    let extraction = extract::extract_by(shown, &sighted.seen, text, &metadata::read(&sighted.tree), chances);
    Some(select::select(text, &extraction, &[], Options::default()).text)
}

/// The numbers that extraction judges lines by.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// The names of the columns.
    pub names: Vec<String>,
    /// Each line with its row.
    pub lines: Vec<(String, Vec<f32>)>,
}

/// The numbers of a page's lines, to train extraction. `None` where no tree can be made.
#[must_use]
pub fn numbers(html: &str) -> Option<Numbers> {
    let sighted = tree(html).map(|tree| sight::look(html, tree))?;
    let shown = sighted.unscripted.as_ref().unwrap_or(&sighted.tree);
    let (names, rows) = extract::numbers(shown, &sighted.seen, &sighted.page.text, &metadata::read(&sighted.tree));
    let lines = sighted.page.text.split('\n').map(str::to_owned);
    Some(Numbers { names, lines: lines.zip(rows).collect() })
}

/// The language that a page declares, when its text bears it out.
fn borne_out(declared: Option<&str>, text: &str) -> Option<Lang> {
    declared.and_then(Lang::parse).filter(|&declared| lang::detect(text) == declared)
}

/// The tree of `html`; `None` when it is too hostile for one, or outgrows what its tags can account for.
pub(crate) fn tree(html: &str) -> Option<Tree> {
    if html.len() > budget::MAX_BYTES {
        return None;
    }
    let page = match memchr(b'\r', html.as_bytes()) {
        Some(_) => StrTendril::from(html.replace("\r\n", "\n").replace('\r', "\n")),
        None => StrTendril::from(html),
    };
    tokens::tree(&page, Some(budget::Budget::default()))
}

#[cfg(test)]
mod tests;
