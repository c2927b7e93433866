//! The first page: the run in numbers and plots. A bar opens its documents.
//!
//! Counts of the report come first, for they are there at once; then those that need the documents to have been read.

use super::{
    PageError, Workbench, family,
    figures::{self, Figure, figures},
    frame::Frame,
    plot::{Plot, Value},
    request::Answer,
    values_page,
};
use crate::inspect::{Facet, Index, Query};
use askama::Template;

/// Facets that the report does not count, in the order of their plots.
pub(super) const READ: [Facet; 9] = [
    Facet::Fate,
    Facet::SizeBefore,
    Facet::SizeAfter,
    Facet::Removed,
    Facet::Chance,
    Facet::Year,
    Facet::PageType,
    Facet::Confidence,
    Facet::Source,
];
/// Bars of a plot of names.
pub(super) const TOP: usize = 12;

#[derive(Template)]
#[template(path = "run.html")]
struct RunPage {
    frame: Frame,
    figures: Vec<Figure>,
    plots: Vec<Plot>,
}

pub(super) fn page(workbench: &Workbench) -> Result<Answer, PageError> {
    let (tally, _) = workbench.output.tally()?;
    let frame = workbench.frame("");
    let index = workbench.output.index();
    let link = |facet: &str, value: &str| {
        let facet = Facet::from_name(facet)?;
        Some(format!("documents?{}", Query::default().with(facet, value)))
    };
    let all = |facet: &str, _: &str| Facet::from_name(facet).map(values_page::address);
    let class = |rule: &str| index.class(rule).to_owned();
    let mut plots = figures::plots(&tally, &class, &link, &all);
    plots.extend(READ.map(|facet| plot(&index, facet, &Query::default(), TOP)));
    Ok(Answer::html(RunPage { frame, figures: figures(&tally), plots }.render()?))
}

/// How often each value of a facet comes in the documents of a query.
pub(super) fn plot(index: &Index, facet: Facet, query: &Query, top: usize) -> Plot {
    let counts = index.counts(facet, &index.select(query));
    let value = |(label, count): (std::borrow::Cow<'_, str>, u64)| {
        let colour = match facet {
            Facet::Class => family::of(&label),
            Facet::Rule => family::of(index.class(&label)),
            Facet::Repair => "edit",
            _ => "",
        };
        let link = format!("documents?{}", query.with(facet, label.clone()));
        Value { label: label.into_owned(), count, link: Some(link), colour }
    };
    let values = counts.into_iter().map(value).collect();
    let (title, unit) = titles(facet);
    if facet.is_ordered() {
        Plot::columns((facet.name(), title, unit), values)
    } else {
        Plot::bars((facet.name(), title, unit), values, top, Some(values_page::address(facet)))
    }
}

/// What a plot of a facet is called, and what it counts.
pub(super) fn titles(facet: Facet) -> (&'static str, &'static str) {
    match facet {
        Facet::Host => ("Hosts", "documents"),
        Facet::Language => ("Languages", "documents"),
        Facet::Charset => ("Charsets", "documents"),
        Facet::Flag => ("Flags", "documents"),
        Facet::Rule => ("Rules", "documents"),
        Facet::Class => ("Kinds of boilerplate", "documents"),
        Facet::Repair => ("Repairs", "documents"),
        Facet::Fate => ("What became of documents", "documents"),
        Facet::SizeBefore => ("Size before", "documents by characters"),
        Facet::SizeAfter => ("Size after", "documents by characters"),
        Facet::Removed => ("Share removed", "documents by percent"),
        Facet::Year => ("Year", "documents by date"),
        Facet::Confidence => ("Confidence of extraction", "documents"),
        Facet::PageType => ("Kinds of pages", "documents"),
        Facet::Chance => ("Least sure removal by the judge", "documents by chance"),
        Facet::Source => ("Sources", "documents"),
    }
}
