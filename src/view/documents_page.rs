//! The documents of a query: a list, page by page, or a random sample; with filters, and a search in their texts.
//!
//! A search reads the files, so it goes as far as a moment allows. The next page goes on where it stopped.

use super::{
    PageError, Workbench, facet_plot,
    frame::Frame,
    number::{counted, grouped},
    request::{Answer, Request, address},
};
use crate::{
    inspect::{Facet, Hit, Index, PHRASE, Query, RoaringBitmap, Summary, Where, sample},
    plural::either,
};
use askama::Template;
use std::time::Duration;

/// Documents of a page.
const PAGE: usize = 30;
/// How long a search may take before its page is shown.
const SEARCH: Duration = Duration::from_millis(400);
/// Values of a facet beside the list.
const BESIDE: usize = 8;
/// Facets that are open beside the list at first.
const OPEN: [Facet; 3] = [Facet::Fate, Facet::Class, Facet::Language];

#[derive(Template)]
#[template(path = "documents.html")]
struct DocumentsPage {
    frame: Frame,
    title: String,
    /// The query as hidden fields of the search.
    query_fields: Vec<(&'static str, String)>,
    search: String,
    longest_search: usize,
    /// Where to search: its name, its words, and whether it is chosen.
    places: [(&'static str, &'static str, bool); 3],
    random: String,
    chips: Vec<Chip>,
    groups: Vec<Group>,
    found: Option<String>,
    rows: Vec<Row>,
    previous: Option<String>,
    next: Option<String>,
    next_words: &'static str,
}

/// A filter that is set.
struct Chip {
    facet: Facet,
    value: String,
    /// The list without it.
    without: String,
}

/// Values of a facet that would narrow the list down.
struct Group {
    title: &'static str,
    open: bool,
    values: Vec<Narrower>,
    all: Option<String>,
}

struct Narrower {
    label: String,
    count: String,
    href: String,
}

/// A document of the list.
struct Row {
    href: String,
    title: String,
    facts: String,
    snippet: Option<Snippet>,
    /// In percent of the largest of the page.
    before_share: u64,
    after_share: u64,
    size: String,
}

/// Where a search found something.
struct Snippet {
    before: String,
    hit: String,
    after: String,
    /// The rule that removed it.
    rule: Option<String>,
}

/// The numbers of documents to show, and how to go on.
struct Slice {
    numbers: Vec<(u32, Option<Snippet>)>,
    found: Option<String>,
    previous: Option<u32>,
    next: Option<u32>,
    next_words: &'static str,
}

const PLACES: [(&str, &str); 3] = [("kept", "the clean text"), ("removed", "what was removed"), ("both", "both")];

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let query = Query::of(request.query.0.iter().map(|(name, value)| (name, value.as_str())));
    let search = request.query.get("text").unwrap_or("").to_owned();
    let place = PLACES.iter().find(|(name, _)| request.query.get("in") == Some(name)).unwrap_or(&PLACES[2]).0;
    let from = request.query.number("from").unwrap_or(0);
    let seed: Option<u64> = request.query.number("random");
    // Links keep the search.
    let kept: &[(&str, String)] = match search.as_str() {
        "" => &[],
        search => &[("text", search.to_owned()), ("in", place.to_owned())],
    };
    let (selection, chips, groups) = {
        let index = workbench.output.index();
        let selection = index.select(&query);
        (selection.clone(), chips(&query, kept), groups(&index, &query, kept, &selection))
    };
    let slice = match seed {
        Some(seed) => random(&selection, seed),
        None if search.is_empty() => listed(&selection, from),
        None => searched(workbench, &selection, &search, place, from)?,
    };
    let with = |more: &[(&str, String)]| address("documents", &query, kept.iter().chain(more));
    let title = match (seed, selection.len()) {
        (Some(_), all) => format!("{} of {}, at random", slice.numbers.len(), counted(all, "document")),
        (None, all) if search.is_empty() => counted(all, "document"),
        (None, all) => format!("Search in {}", counted(all, "document")),
    };
    let mut other = [0; 4];
    // Without chance the sample is always the same one, which is better than none.
    let _ = getrandom::fill(&mut other);
    let page = DocumentsPage {
        frame: workbench.frame("documents"),
        title,
        query_fields: query.terms.iter().map(|(facet, value)| (facet.name(), value.clone())).collect(),
        places: PLACES.map(|(name, words)| (name, words, name == place)),
        random: address("documents", &query, &[("random", u32::from_le_bytes(other).to_string())]),
        chips,
        groups,
        found: slice.found,
        rows: rows(workbench, &query, slice.numbers)?,
        previous: slice.previous.map(|from| with(&[("from", from.to_string())])),
        next: slice.next.map(|from| with(&[("from", from.to_string())])),
        next_words: slice.next_words,
        search: search.clone(),
        longest_search: PHRASE,
    };
    Ok(Answer::html(page.render()?))
}

fn chips(query: &Query, kept: &[(&str, String)]) -> Vec<Chip> {
    let chip = |(facet, value): &(Facet, String)| Chip {
        facet: *facet,
        value: value.clone(),
        without: address("documents", &query.without(*facet, value), kept),
    };
    query.terms.iter().map(chip).collect()
}

fn groups(index: &Index, query: &Query, kept: &[(&str, String)], selection: &RoaringBitmap) -> Vec<Group> {
    let group = |facet: Facet| {
        let counts = index.counts(facet, selection);
        let more = counts.len() > BESIDE && !facet.is_ordered();
        let shown = if facet.is_ordered() { counts.len() } else { BESIDE };
        let values: Vec<Narrower> = counts
            .into_iter()
            .filter(|(value, count)| *count > 0 && !query.has(facet, value))
            .take(shown)
            .map(|(value, count)| Narrower {
                href: address("documents", &query.with(facet, value.clone()), kept),
                label: value.into_owned(),
                count: grouped(count),
            })
            .collect();
        let all = more.then(|| facet_plot::all_values(facet));
        Group { title: facet_plot::titles(facet).0, open: OPEN.contains(&facet), values, all }
    };
    Facet::ALL.into_iter().map(group).filter(|group| !group.values.is_empty()).collect()
}

/// The documents from number `from` on.
fn listed(selection: &RoaringBitmap, from: u32) -> Slice {
    let mut numbers: Vec<u32> = selection.range(from..).take(PAGE + 1).collect();
    let next = if numbers.len() > PAGE { numbers.pop() } else { None };
    let previous = selection.range(..from).rev().take(PAGE).next_back();
    Slice {
        numbers: numbers.into_iter().map(|number| (number, None)).collect(),
        found: None,
        previous,
        next,
        next_words: "Next",
    }
}

fn random(selection: &RoaringBitmap, seed: u64) -> Slice {
    let numbers = sample(selection, PAGE as u32, seed);
    Slice {
        numbers: numbers.into_iter().map(|number| (number, None)).collect(),
        found: None,
        previous: None,
        next: None,
        next_words: "Next",
    }
}

fn searched(
    workbench: &Workbench,
    selection: &RoaringBitmap,
    needle: &str,
    place: &str,
    from: u32,
) -> Result<Slice, PageError> {
    if needle.chars().count() > PHRASE {
        return Err(PageError::Asked(format!("A search has at most {PHRASE} characters.")));
    }
    let place = match place {
        "kept" => Where::Kept,
        "removed" => Where::Removed,
        _ => Where::Both,
    };
    let mut found = workbench.output.search(selection, needle, place, from, SEARCH)?;
    // What does not fit on this page is found again on the next one.
    if let Some(hit) = found.hits.get(PAGE) {
        found.next = Some(hit.number);
        found.hits.truncate(PAGE);
    }
    let hits = found.hits.len();
    let words = match found.next {
        None if from == 0 => format!("Found in {}.", counted(hits as u64, "document")),
        None => format!("Found in {}, up to the end.", counted(hits as u64, "more document")),
        Some(_) if hits == PAGE => format!("The next {hits} documents with it."),
        Some(next) => {
            let (done, all) = (selection.range_cardinality(..next), selection.len());
            let were = either(&done, "was", "were");
            format!("{hits} here. {} of {} {were} searched.", grouped(done), counted(all, "document"))
        }
    };
    let snippet =
        |Hit { number, before, found, after, rule }: Hit| (number, Some(Snippet { before, hit: found, after, rule }));
    Ok(Slice {
        numbers: found.hits.into_iter().map(snippet).collect(),
        found: Some(words),
        previous: None,
        next: found.next,
        next_words: "Search on",
    })
}

fn rows(workbench: &Workbench, query: &Query, found: Vec<(u32, Option<Snippet>)>) -> Result<Vec<Row>, PageError> {
    let numbers: Vec<u32> = found.iter().map(|(number, _)| *number).collect();
    let summaries = workbench.output.summaries(&numbers)?;
    let largest = summaries.iter().filter_map(|summary| summary.before).max().unwrap_or(0).max(1);
    let row = |(summary, (_, snippet)): (Summary, (u32, Option<Snippet>))| {
        let facts = [summary.host.as_deref(), summary.language.as_deref(), Some(summary.fate.name())];
        let share = |size: Option<u64>| size.unwrap_or(0).saturating_mul(100) / largest;
        let size = |size: Option<u64>| size.map_or_else(|| "?".to_owned(), grouped);
        Row {
            href: address("document", query, &[("n", summary.number.to_string())]),
            facts: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            title: summary.title.unwrap_or(summary.id),
            snippet,
            before_share: share(summary.before),
            after_share: share(summary.after),
            size: format!("{} → {}", size(summary.before), size(summary.after)),
        }
    };
    Ok(summaries.into_iter().zip(found).map(row).collect())
}
