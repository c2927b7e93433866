//! The first page: the run in numbers and plots. A bar opens its documents.
//!
//! Counts of the report come first, for they are there at once; then those that need the documents to have been read.

use super::{
    PageError, Workbench,
    facet_plot::{self, READ, TOP},
    figures::{self, Figure, figures},
    frame::Frame,
    plot::Plot,
    request::{Answer, address},
};
use crate::inspect::{Facet, Query};
use askama::Template;

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
        Some(address("documents", &Query::default().with(facet, value), &[]))
    };
    let all = |facet: &str, _: &str| Facet::from_name(facet).map(facet_plot::all_values);
    let class = |rule: &str| index.class(rule).to_owned();
    let mut plots = figures::plots(&tally, &class, &link, &all);
    plots.extend(READ.map(|facet| facet_plot::plot(&index, facet, &Query::default(), TOP)));
    Ok(Answer::html(RunPage { frame, figures: figures(&tally), plots }.render()?))
}
