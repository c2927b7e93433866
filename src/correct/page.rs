//! A document as a person sees it when asked: its lines, and what a run left of each. And what the person says.

use crate::{
    error::Error,
    fold::squash,
    parts,
    rules::{CLASSES, diagnose::nearest},
};
use std::fmt::Write as _;

/// A document of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    /// Its id in the output.
    pub(crate) id: String,
    /// Its number in the output, where a person finds it.
    pub(crate) number: u32,
    /// The code of its language.
    pub(crate) lang: String,
    /// The host it came from.
    pub(crate) host: Option<String>,
    /// The lines of its original, blank ones among them.
    pub(crate) lines: Vec<PageLine>,
}

/// A line and what became of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageLine {
    /// As it stood in the original, without its line break.
    pub(crate) text: String,
    /// What the run left of it; `None` when it is gone.
    pub(crate) left: Option<String>,
    /// The class of the rule that took it or a part of it.
    pub(crate) class: Option<String>,
}

/// What is left of a line, as far as a person is concerned: repairs of spelling are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate<'l> {
    Kept,
    Gone,
    /// Only this is left.
    Partly(&'l str),
}

impl PageLine {
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    pub(crate) fn fate(&self) -> Fate<'_> {
        let whole = squash(&self.text);
        match self.left.as_deref() {
            None => Fate::Gone,
            Some(left) if squash(left) == whole => Fate::Kept,
            Some(left) if squash(left).is_empty() => Fate::Gone,
            Some(left) => Fate::Partly(left.trim()),
        }
    }
}

impl Page {
    /// The text of the original.
    pub(crate) fn text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// A hash of what a person was shown. Another document, and this one after another run, has another: numbers of
    /// documents and lines alone would then mean other lines.
    pub(crate) fn stamp(&self) -> String {
        let mut all = String::new();
        // With lengths, so that no two pages give the same text.
        let mut put = |text: &str| {
            // Writing to a `String` cannot fail.
            let _ = write!(all, "{}:{text}", text.len());
        };
        put(&self.id);
        for line in &self.lines {
            put(&line.text);
            put(line.left.as_ref().map_or("gone", |_| "left"));
            put(line.left.as_deref().unwrap_or_default());
        }
        parts::hash(all.as_bytes())
    }

    /// A line that can be answered for, by its number from 1.
    pub(crate) fn line(&self, number: usize) -> Result<&PageLine, Error> {
        let line = number.checked_sub(1).and_then(|at| self.lines.get(at));
        line.filter(|line| !line.is_blank()).ok_or_else(|| {
            Error::Usage(format!(
                "{}: there is no line {number} with text\n  try: a number from 1 to {}",
                self.id,
                self.lines.len()
            ))
        })
    }
}

/// What a person says of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Content,
    /// Of this class.
    Chrome(String),
}

impl Verdict {
    /// Chrome of a class that there is.
    pub(crate) fn chrome(class: &str) -> Result<Self, Error> {
        if CLASSES.contains(&class) {
            return Ok(Self::Chrome(class.to_owned()));
        }
        let help = match nearest(class, CLASSES.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", CLASSES.join(", ")),
        };
        Err(Error::Usage(format!("`{class}` is no class of chrome\n  try: {help}")))
    }
}

/// An answer for one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// The id of the document.
    pub(crate) page: String,
    /// The number of the document.
    pub(crate) number: u32,
    /// From 1.
    pub(crate) line: usize,
    /// What the line says.
    pub(crate) text: String,
    pub(crate) verdict: Verdict,
}

impl Answer {
    /// An answer for a line of a page.
    pub(crate) fn new(page: &Page, line: usize, verdict: Verdict) -> Result<Self, Error> {
        let text = page.line(line)?.text.trim().to_owned();
        Ok(Self { page: page.id.clone(), number: page.number, line, text, verdict })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_of_spelling_are_no_removals() {
        let line =
            |text: &str, left: Option<&str>| PageLine { text: text.into(), left: left.map(str::to_owned), class: None };
        assert_eq!(line("می رود", Some("می\u{200c}رود")).fate(), Fate::Kept);
        assert_eq!(line("A line. source: us", Some("A line.")).fate(), Fate::Partly("A line."));
        assert_eq!(line("Print", None).fate(), Fate::Gone);
        assert_eq!(line("Print", Some(" ")).fate(), Fate::Gone);
    }

    #[test]
    fn a_stamp_tells_documents_and_runs_apart() {
        let page = |id: &str, lines: &[(&str, Option<&str>)]| {
            let line = |&(text, left): &(&str, Option<&str>)| PageLine {
                text: text.into(),
                left: left.map(str::to_owned),
                class: None,
            };
            Page { id: id.into(), lines: lines.iter().map(line).collect(), ..Page::default() }.stamp()
        };
        let one = page("a", &[("Print", Some("Print")), ("A line.", Some("A line."))]);
        assert_eq!(one, page("a", &[("Print", Some("Print")), ("A line.", Some("A line."))]));
        for other in [
            page("b", &[("Print", Some("Print")), ("A line.", Some("A line."))]),
            page("a", &[("Print", None), ("A line.", Some("A line."))]),
            page("a", &[("Print", Some("")), ("A line.", Some("A line."))]),
            page("a", &[("A line.", Some("A line.")), ("Print", Some("Print"))]),
            page("a", &[("Print", Some("Print"))]),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn only_lines_with_text_are_answered_for() {
        let page = Page { id: "a#1".into(), lines: vec![PageLine::default()], ..Page::default() };
        for number in [0, 1, 2, usize::MAX] {
            assert!(Answer::new(&page, number, Verdict::Content).unwrap_err().to_string().contains("there is no line"));
        }
        assert!(Verdict::chrome("navv").unwrap_err().to_string().contains("did you mean `nav`?"));
        assert_eq!(Verdict::chrome("nav").unwrap(), Verdict::Chrome("nav".into()));
    }
}
