//! One document as it was and as it is, and what a list shows of it.

use super::{Fate, Line};
use serde_json::{Map, Value};

/// What a list of documents shows of one.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its number in the index.
    pub number: u32,
    /// Its id; one that is no string, as JSON.
    pub id: String,
    /// What became of it.
    pub fate: Fate,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// The host of its URL.
    pub host: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its date, as it is written.
    pub date: Option<String>,
    /// Characters before cleaning, if they are known.
    pub before: Option<u64>,
    /// Characters after cleaning, if they are known.
    pub after: Option<u64>,
    /// The first 200 characters of its clean text; of a dropped document, of what it was.
    pub beginning: String,
}

/// A document with its lines.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// What a list shows of it.
    pub summary: Summary,
    /// Its URL.
    pub url: Option<String>,
    /// Its record as it was written, without `text`; empty for a dropped document.
    pub record: Map<String, Value>,
    /// The lines of the original, and those that were left out of a page.
    pub lines: Vec<Line>,
    /// The clean text as it was written, if it has marks of Markdown. Then `lines` have none of them.
    pub marked: Option<String>,
    /// Why `lines` are those of the clean text only and tell of no change, if the files do not fit together.
    pub misfit: Option<String>,
    /// Its flags.
    pub flags: Vec<String>,
    /// The rules that removed or replaced something, each with its class and how often, the most first.
    pub rules: Vec<(String, String, u64)>,
    /// The repairs, each with how often, the most first.
    pub repairs: Vec<(String, u64)>,
}

impl Inspected {
    /// The text before cleaning.
    #[must_use]
    pub fn original(&self) -> String {
        self.lines.iter().map(Line::original).collect()
    }

    /// The clean text, without marks.
    #[must_use]
    pub fn clean(&self) -> String {
        self.lines.iter().map(Line::clean).collect()
    }
}
