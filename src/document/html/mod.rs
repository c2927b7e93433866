//! HTML to a document: of all the lines that can be seen of a page, those that are wanted.
//!
//! The page becomes a tree, and a walk over the tree writes its lines ([`super::page`]); who [claims](Claimant) elements is
//! asked. A page that has no tree is cut free of its tags instead, and flagged `html_degraded`.
//!
//! [`Options`] say which lines are wanted: those of the main content, which [`crate::document::extract`] finds, or all.
//!
//! It does not read style sheets, run scripts, or decode bytes.

mod metadata_text;
mod posts;
mod select;
pub mod training;

use crate::{
    document::{
        Document, Flag, extract,
        marks::{self, Marks, read::InlineOptions},
        metadata,
        page::{Tree, VisitedElement, has_visible, strip, tree, visibility, walk},
    },
    lang::{self, Lang},
    span::Span,
};
use std::borrow::Cow;

pub use posts::Post;

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
    /// As Markdown, when it is written: the text of the document stays plain, and [`Document::marks`] say what its lines are.
    Markdown,
}

/// Where the headline of a page goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Title {
    /// Into the metadata.
    #[default]
    Metadata,
    /// Into the text, as its first line.
    Text,
    /// Into both.
    Both,
}

/// What is wanted of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which lines.
    pub extract: Extract,
    /// How they are written.
    pub markup: Markup,
    /// Where the headline goes.
    pub title: Title,
    /// Whether links are written with their addresses, in Markdown.
    pub links: bool,
    /// Whether the text has what images say instead of themselves.
    pub images: bool,
    /// Whether comments are kept, apart from the text.
    pub comments: bool,
    /// Whether the document is to say who wrote the posts of a thread, and when.
    pub posts: bool,
    /// Whether the document is to say where values of its metadata came from.
    pub sources: bool,
    /// Whether the document is to have the lines that were left out, and not their counts alone.
    pub excluded_lines: bool,
    /// Whether the document is to say what became of each line.
    pub explain: bool,
}

impl Options {
    /// Options for all that can be seen.
    #[must_use]
    pub const fn all() -> Self {
        Self {
            extract: Extract::All,
            markup: Markup::Text,
            title: Title::Metadata,
            links: false,
            images: false,
            comments: false,
            posts: false,
            sources: false,
            excluded_lines: false,
            explain: false,
        }
    }
}

/// Where a page comes from, as far as that is known.
#[derive(Clone, Debug, Default)]
pub struct Location<'a> {
    /// Its host, whose rules apply.
    pub host: Option<Cow<'a, str>>,
    /// Its whole address, which helps to tell its type.
    pub url: Option<Cow<'a, str>>,
}

impl<'a> From<Option<Cow<'a, str>>> for Location<'a> {
    /// Of this host.
    fn from(host: Option<Cow<'a, str>>) -> Self {
        Self { host, url: None }
    }
}

/// A page as it is shown, before its lines are chosen.
#[derive(Clone, Copy, Debug)]
pub struct RenderedPage<'p> {
    pub(crate) tree: &'p Tree,
    /// Its elements, in their order.
    pub(crate) seen: &'p [VisitedElement],
    /// All its visible text.
    pub(crate) text: &'p str,
    pub(crate) host: Option<&'p str>,
}

/// Claims elements of pages before their lines are chosen: rules do.
pub trait Claimant {
    /// The claimed lines of the text of `page`: sorted, not overlapping, each with the number of its rule.
    fn claims(&self, page: &RenderedPage<'_>) -> Vec<(Span, u32)>;
}

/// Nobody claims anything.
impl Claimant for () {
    fn claims(&self, _: &RenderedPage<'_>) -> Vec<(Span, u32)> {
        Vec::new()
    }
}

/// A document of the main content of `html`; `html` rules in scope of `host` make its claims.
///
/// `<html lang>` becomes the document's language only when the text bears it out: themes ship with a wrong one. A page
/// in which no content is found gives all of its visible text; if that is much, it is flagged `no_main_content`. A page with
/// nothing to see, or far less than the article of its metadata, gives what it says of itself, flagged `text_of_metadata`.
///
/// ```
/// let rules = sarand::rules::RuleSet::default();
/// let html = "<title>Rain</title><article><h1>Rain</h1><p>It rained <i>all day</i>, and by noon the square stood \
///     under water.<br>The market was moved to the hall.</article>";
/// let page = sarand::document::html::parse(html, None, &rules);
/// // The headline is no part of the text.
/// assert_eq!(page.text, "It rained all day, and by noon the square stood under water.\nThe market was moved to the hall.");
/// assert_eq!(page.title(), Some("Rain"));
/// ```
#[must_use]
pub fn parse<'a>(html: &str, host: Option<Cow<'a, str>>, rules: &dyn Claimant) -> Document<'a> {
    parse_with(html, host, rules, Options::default())
}

/// [`parse`] with [`Options`], and with the address of the page where it is known.
#[must_use]
pub fn parse_with<'a>(
    html: &str,
    location: impl Into<Location<'a>>,
    rules: &dyn Claimant,
    options: Options,
) -> Document<'a> {
    let Location { host, url } = location.into();
    let html = html.strip_prefix('\u{feff}').unwrap_or(html);
    let Some(tree) = tree(html) else {
        let page = strip::strip(html);
        let lang = borne_out(page.lang.as_deref(), &page.text);
        let text = Cow::Owned(page.text);
        let marks = (options.markup == Markup::Markdown).then(Marks::default);
        let trust = Some(extract::Trust { confidence: 0.0, reason: Flag::HtmlDegraded.name() });
        let (title_tag, flags) = (page.title, vec![Flag::HtmlDegraded]);
        let shown = true;
        return Document { text, lang, host, url, title_tag, flags, marks, trust, shown, ..Document::default() };
    };
    let visibility::VisiblePage { tree, unscripted, page, seen } = visibility::visible_page(html, tree, options.images);
    let shown = unscripted.as_ref().unwrap_or(&tree);
    let metadata = metadata::read(&tree);
    let claims = rules.claims(&RenderedPage { tree: shown, seen: &seen, text: &page.text, host: host.as_deref() });
    let extraction = extract::extract(shown, &seen, &page.text, &metadata, url.as_deref());
    let line_verdicts = match options.explain {
        true => line_verdicts(shown, &seen, &page.text, &extraction, &claims),
        false => Vec::new(),
    };
    let mut selected = select::select(&page, &extraction, &claims, options);
    let mut trust = extraction.trust;
    if !extraction.has_main() {
        trust = extract::Trust { confidence: 0.0, reason: Flag::NoMainContent.name() };
    }
    if let Some(replacement) = metadata_text::metadata_text(&selected.text, &metadata, options.extract == Extract::Main)
    {
        trust.reason = Flag::TextOfMetadata.name();
        let flags = vec![Flag::TextOfMetadata];
        let select::Selected { comments, excluded_lines, excluded_elements, .. } = selected;
        let rest = select::Selected::default();
        selected = select::Selected { text: replacement, flags, comments, excluded_lines, excluded_elements, ..rest };
    }
    if options.title != Title::Metadata
        && let Some(title) = metadata.get("title")
    {
        select::head(&mut selected, title);
    }
    let posts = match options.posts && extraction.page_type == extract::PageType::Forum {
        true => select::placed(posts::posts(shown, &seen, &page.text, &extraction.blocks), &selected),
        false => Vec::new(),
    };
    let line_elements = match options.excluded_lines {
        true => select::elements(shown, &seen, &mut selected),
        false => Vec::new(),
    };
    let lang = borne_out(page.lang.as_deref(), &selected.text);
    let marks = (options.markup == Markup::Markdown).then(|| {
        let parts = InlineOptions { links: options.links, images: options.images };
        marks::read::marks(shown, &seen, &page.text, &selected.taken, parts)
    });
    Document {
        text: Cow::Owned(selected.text),
        lang,
        host,
        title_tag: page.title,
        titled: false,
        claims: selected.claims,
        flags: selected.flags,
        metadata,
        comments: selected.comments,
        posts,
        shown: true,
        page_type: Some(extraction.page_type),
        // Of all that can be seen there is nothing to doubt.
        trust: (options.extract == Extract::Main).then_some(trust),
        sources: options.sources,
        untitled: options.title == Title::Text,
        evidence: selected.evidence,
        marks,
        url,
        excluded_lines: selected.excluded_lines,
        line_elements,
        line_verdicts,
    }
}

/// A line of a page and why it is taken or not.
#[derive(Clone, Debug)]
pub struct LineVerdict {
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
fn line_verdicts(
    shown: &Tree,
    seen: &[VisitedElement],
    text: &str,
    extraction: &extract::Extraction,
    claims: &[(Span, u32)],
) -> Vec<LineVerdict> {
    let mut claims = claims.iter().copied().peekable();
    let mut judge = |block: &extract::Block| {
        while claims.next_if(|(span, _)| span.end <= block.span.start).is_some() {}
        let element = seen.get(block.element as usize).map_or(String::new(), |seen| walk::path(shown, seen));
        let rule = claims.peek().filter(|(span, _)| span.start <= block.span.start).map(|&(_, rule)| rule);
        LineVerdict { line: block.span.slice(text).to_owned(), block: *block, element, rule }
    };
    extraction.blocks.iter().filter(|block| has_visible(block.span.slice(text))).map(&mut judge).collect()
}

/// The language that a page declares, when its text bears it out.
fn borne_out(declared: Option<&str>, text: &str) -> Option<Lang> {
    declared.and_then(Lang::parse).filter(|&declared| lang::detect(text) == declared)
}

#[cfg(test)]
mod select_tests;
#[cfg(test)]
mod tests;
