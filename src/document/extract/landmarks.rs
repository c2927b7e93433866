//! Where does a page say that its content is?
//!
//! The line that says its title; the lines that its JSON-LD has as `articleBody`; the `<article>` or `<main>` with the
//! most text, and the element with the most text whose names speak of content, or name the text itself.
//! Found once a page; what it is worth is for the forest to say.

use super::{
    cues,
    outline::{Node, Outline, Row},
    tags,
};
use crate::document::metadata::Metadata;
use memchr::memmem;

/// A body of fewer bytes is a summary.
const BODY: usize = 300;

/// An inner element stands for the outer one while it has this share of its text.
const INNER: f32 = 0.8;

/// What a page says of its lines.
#[derive(Debug, Default)]
pub(super) struct Landmarks {
    /// The line that says the title; the first `<h1>` where none does.
    pub(super) title: Option<usize>,
    /// The letters of that body; 0 when there is none.
    pub(super) body: f32,
    /// The line that the page's description begins with.
    pub(super) lead: Option<usize>,
    /// Whether each line is in the body that JSON-LD gives; `None` when it gives none.
    pub(super) in_body: Option<Vec<bool>>,
    /// The node of the heaviest `<article>` or `<main>`; the root when there is none.
    pub(super) article: usize,
    /// The heaviest node with a cue of content; the root when there is none.
    pub(super) hub: usize,
    /// The heaviest node whose names say that it is the text; the root when there is none.
    pub(super) named: usize,
}

impl Landmarks {
    /// `mass` says how much text a node has, `h1` which line is the first `<h1>`.
    pub(super) fn new(
        outline: &Outline,
        text: &str,
        metadata: &Metadata,
        h1: Option<usize>,
        mass: impl Fn(usize) -> f32,
    ) -> Self {
        let (article, content) = (const { tags::bit("article") | tags::bit("main") }, cues::cue("content"));
        let body = metadata.body.as_deref().filter(|body| body.len() > BODY);
        Self {
            title: title(outline, text, metadata.get("title").unwrap_or_default()).or(h1),
            lead: lead(&outline.rows, text, metadata.get("description").unwrap_or_default()),
            body: body.map_or(0.0, |body| body.chars().count() as f32),
            in_body: body.map(|body| within(&outline.rows, text, &letters(body))),
            article: heaviest(outline, &mass, |node| node.tag & article != 0),
            named: heaviest(outline, &mass, |node| node.is_text),
            hub: heaviest(outline, &mass, |node| node.own & content != 0),
        }
    }
}

/// The heaviest of the chosen nodes, or one in it that has nearly as much.
fn heaviest(outline: &Outline, mass: &impl Fn(usize) -> f32, chosen: impl Fn(&Node) -> bool) -> usize {
    let (mut best, mut most) = (0, 0.0);
    for (number, _) in outline.nodes.iter().enumerate().filter(|(_, node)| chosen(node)) {
        let inner = best > 0 && number < outline.nodes[best].last as usize;
        let mass = mass(number);
        if mass > 0.0 && mass > most * if inner { INNER } else { 1.0 } {
            (best, most) = (number, mass);
        }
    }
    best
}

/// The first heading, else the first line, that says the title or begins as it does.
fn title(outline: &Outline, text: &str, title: &str) -> Option<usize> {
    let title = letters(title);
    let is_title = |row: &Row| {
        let line = row.span.slice(text);
        line.len() <= 3 * title.len() + 30 && {
            let (mut line, mut title) = (folded(line), title.chars());
            // The bytes that both begin with, and whether either ends there.
            let mut same = 0;
            loop {
                match (line.next(), title.next()) {
                    (Some(a), Some(b)) if a == b => same += a.len_utf8(),
                    (None, None) => break true,
                    (None, Some(_)) => break same > 15,
                    (Some(rest), None) => break same + rest.len_utf8() + line.map(char::len_utf8).sum::<usize>() > 15,
                    _ => break false,
                }
            }
        }
    };
    let heading = const { tags::bit("h1") | tags::bit("h2") };
    let is_heading = |row: &Row| outline.nodes[row.node as usize].tags & heading != 0;
    let rows = &outline.rows;
    if title.is_empty() {
        return None;
    }
    rows.iter().position(|row| is_heading(row) && is_title(row)).or_else(|| rows.iter().position(is_title))
}

/// A description of fewer letters says nothing, and so many of them tell it.
const DESCRIPTION: usize = 30;

/// The first line that begins as the page's description does.
fn lead(rows: &[Row], text: &str, description: &str) -> Option<usize> {
    let description = letters(description);
    let start = description.char_indices().map(|(at, _)| at).take_while(|&at| at <= DESCRIPTION).last()?;
    let wanted = description[..start].chars().count();
    let begins = |line: &str| description[..start].chars().eq(folded(line).take(wanted));
    let says = |row: &Row| row.span.len() >= DESCRIPTION && begins(row.span.slice(text));
    if description.len() < DESCRIPTION { None } else { rows.iter().position(says) }
}

/// Whether each line is in `body`, which is letters alone.
fn within(rows: &[Row], text: &str, body: &str) -> Vec<bool> {
    let holds = |line: &str| line.len() > 3 && memmem::find(body.as_bytes(), line.as_bytes()).is_some();
    rows.iter().map(|row| holds(&letters(row.span.slice(text)))).collect()
}

/// The letters and digits of `text` in lower case.
fn letters(text: &str) -> String {
    folded(text).collect()
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
