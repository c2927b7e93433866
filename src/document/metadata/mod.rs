//! What does a page say about itself: title, author, dates, site, …?
//!
//! A page says it in many places: JSON-LD, `<meta>` (OpenGraph and older), microdata, links, `<time>`, visible bylines.
//! `trust.txt` lists for each key the places in order of trust; the first that gives a value of the right kind wins, and the
//! [`Entry`] says which it was. Dates become ISO 8601 Gregorian, and a Jalali original is kept.
//!
//! Reads the tree only: what lines of the text say ("date: …") is the business of rules with `save`. Does not follow links
//! or guess from addresses.

mod byline;
mod candidates;
mod foreign;
mod found;
mod json_ld;
mod lenient;
mod people;
mod site;
mod title;
mod value;
mod words;

use crate::document::page::Tree;
pub(crate) use byline::{is_byline, moment, people as writers};
use candidates::Candidates;
pub use found::{Found, PostStart, Value};
use site::Site;
use std::sync::LazyLock;
use title::Titles;
pub(crate) use value::text;
pub(crate) use words::names_poster;

/// One key of a page's metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `title`, `author`, `date`, … (see `trust.txt`).
    pub key: &'static str,
    /// Its values: one, but for `author`, `categories` and `tags`.
    pub values: Vec<String>,
    /// The place it came from, as `trust.txt` calls it: `ld:headline`, `meta:og:title`.
    pub source: &'static str,
    /// A date's original in the Jalali calendar, `1403-03-30 08:04`.
    pub jalali: Option<String>,
}

/// The metadata of a page, keys in alphabetical order, those without a value left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// A key an entry.
    pub entries: Vec<Entry>,
    /// What kind of page it says it is: types of JSON-LD, what it is about first, then `og:type` and the generator.
    pub kinds: Vec<String>,
    /// The `articleBody` of its JSON-LD, as written: a hint for extraction, and the text of pages that show next to none.
    pub body: Option<String>,
    /// Whether its JSON-LD says that one must pay to read it.
    pub paid: bool,
}

impl Metadata {
    /// The entry of `key`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The first value of `key`.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entry(key)?.values.first().map(String::as_str)
    }
}

/// The keys and their sources, from `trust.txt`.
static TRUST: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    let lines = include_str!("trust.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": ")).map(|(key, sources)| (key, sources.split(' ').collect())).collect()
});

/// The metadata of `tree`.
#[must_use]
pub(crate) fn read(tree: &Tree) -> Metadata {
    let candidates = Candidates::of(tree);
    let site = Site::of(&candidates);
    let sources_of = |key: &str| TRUST.iter().find(|(known, _)| *known == key).map_or(&[][..], |(_, sources)| sources);
    let titles = Titles::of(sources_of("title"), sources_of("categories"), &candidates, &site);
    let mut entries = Vec::new();
    for (key, sources) in TRUST.iter() {
        entries.extend(match *key {
            "author" => people::authors(sources, &candidates, &site),
            "title" if let Some(title) = titles.by_hand(&candidates) => {
                Some(Entry { key, values: vec![title], source: "meta:og:title", jalali: None })
            }
            _ => sources.iter().find_map(|source| entry(key, source, candidates.all(source), &titles)),
        });
    }
    let kinds = ["@type", "meta:og:type", "meta:generator"].iter().flat_map(|source| candidates.all(source)).cloned();
    let kinds = kinds.collect();
    let body = candidates.first("ld:articleBody").map(str::to_owned);
    Metadata { entries, kinds, body, paid: candidates.first("ld:isAccessibleForFree").is_some() }
}

fn entry(key: &'static str, source: &'static str, candidates: &[String], titles: &Titles<'_>) -> Option<Entry> {
    if candidates.is_empty() {
        return None;
    }
    let mut jalali = None;
    let one = |value: Option<String>| value.into_iter().collect();
    let values: Vec<String> = match key {
        "date" | "modified" => {
            let date = candidates.iter().find_map(|value| moment(value))?;
            jalali = date.jalali;
            vec![date.iso]
        }
        "categories" | "tags" => value::list(candidates),
        "image" | "url" => one(candidates.iter().find_map(|value| value::address(value))),
        "language" => one(candidates.iter().find_map(|value| value::language(value))),
        // Several headlines are those of a list.
        "title" if source == "micro:headline" && candidates.iter().any(|value| *value != candidates[0]) => Vec::new(),
        "sitename" => {
            one(candidates.iter().filter_map(|v| value::text(v)).find(|v| v.chars().any(char::is_alphanumeric)))
        }
        "title" => one(titles.title(source, candidates)),
        _ => one(candidates.iter().find_map(|value| value::text(value))),
    };
    (!values.is_empty()).then_some(Entry { key, values, source, jalali })
}

#[cfg(test)]
mod tests;
