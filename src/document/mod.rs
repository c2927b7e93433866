//! Which lines has it? Text and HTML both become a [`Document`].

use crate::{lang::Lang, span::Span};
use std::borrow::Cow;

pub mod extract;
mod flag;
pub mod html;
mod lines;
pub mod marks;
pub mod metadata;
pub(crate) mod page;

pub use flag::Flag;
pub(crate) use lines::HUGE;
pub use lines::{Line, Lines, PROSE_CHARS, SENTENCE_CHARS};

/// What is cleaned: one text with what is known of it.
#[derive(Clone, Debug, Default)]
pub struct Document<'a> {
    /// The decoded text (of HTML: the extracted text before rules). Offsets of removals and edits are bytes of it.
    pub text: Cow<'a, str>,
    /// Its language, when the input says so.
    pub lang: Option<Lang>,
    /// The host it came from, lower case, without a port.
    pub host: Option<Cow<'a, str>>,
    /// The page's `<title>`, white space collapsed; no part of `text`. The headline is [`Document::title`].
    pub title_tag: Option<String>,
    /// Whether its record has a title of its own, so that none is guessed from the text.
    pub titled: bool,
    /// What `html` rules claimed before the text was made: whole lines of `text`, and the number of the rule. Sorted,
    /// not overlapping; a span ends before its last line's `\n`.
    pub claims: Vec<(Span, u32)>,
    /// What a reader should know of it.
    pub flags: Vec<Flag>,
    /// What a page says of itself.
    pub metadata: metadata::Metadata,
    /// The comments of readers, a line each, when a page was asked for them; no part of `text`.
    pub comments: Vec<String>,
    /// The posts of a thread, in order, when a page was asked for them.
    pub posts: Vec<html::Post>,
    /// Whether the text was read out of HTML, so that its entities are decoded.
    pub shown: bool,
    /// The kind of page, of HTML that a tree was made of.
    pub page_type: Option<extract::PageType>,
    /// How far the choice of the page's main content may be trusted.
    pub trust: Option<extract::Trust>,
    /// Whether the record is to say where each value of the metadata came from.
    pub sources: bool,
    /// Whether the record is to have no title, since the text has it.
    pub untitled: bool,
    /// What extraction knew of the lines of `text`, in their order; none of plain text.
    pub evidence: Vec<extract::LineEvidence>,
    /// What the lines of `text` are, when they are to be written with marks.
    pub marks: Option<marks::Marks>,
    /// The address of the page, when the input says so.
    pub url: Option<Cow<'a, str>>,
    /// The lines of a page that were not taken for content.
    pub excluded_lines: Vec<ExcludedLine>,
    /// Where the lines of the text stand in the page, when the excluded ones were asked for.
    pub line_elements: Vec<LineElement>,
    /// All lines of a page and what became of them, when they were asked for.
    pub line_verdicts: Vec<html::LineVerdict>,
}

/// A line of a page that was not taken for content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExcludedLine {
    /// Why: `nav`, `footer`, `hidden`, …
    pub reason: &'static str,
    /// Where it stood: behind so many bytes of the document's text.
    pub at: usize,
    /// Its bytes.
    pub bytes: usize,
    /// The line itself, when it was asked for.
    pub line: String,
    /// The same: the elements around it, as in [`LineElement::element`].
    pub element: String,
}

/// From which part of a page a line of the text is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineElement {
    /// Where the line begins: bytes of the document's text.
    pub at: usize,
    /// The innermost elements around it that have a name or are no mere boxes, outermost first: `main > div.box > li`.
    pub element: String,
    /// How likely it is content, 0 to 1.
    pub chance: f32,
}

impl<'a> Document<'a> {
    /// A document of plain text.
    #[must_use]
    pub fn from_text(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// The headline of the page as its metadata say it, otherwise its `<title>`; none of plain text, whose title cleaning
    /// finds.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.metadata.get("title").or(self.title_tag.as_deref())
    }
}
