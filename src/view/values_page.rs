//! All values of a facet, page by page: what a plot of the first page leaves out.

use super::{
    PageError, Workbench, facet_plot,
    frame::Frame,
    plot::Plot,
    request::{Answer, Request},
};
use crate::inspect::{Facet, Query};
use askama::Template;

/// Values of a page.
const PAGE: usize = 200;

#[derive(Template)]
#[template(path = "values.html")]
struct ValuesPage {
    frame: Frame,
    title: &'static str,
    values: Plot,
    next: Option<String>,
}

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let facet = request.query.get("facet").and_then(Facet::from_name);
    let facet = facet.ok_or_else(|| PageError::Asked("Say which facet, as in `values?facet=host`.".to_owned()))?;
    let from: usize = request.query.number("from").unwrap_or(0);
    let index = workbench.output.index();
    let mut values = facet_plot::plot(&index, facet, &Query::default(), usize::MAX);
    let next = (values.bars.len() > from.saturating_add(PAGE))
        .then(|| format!("{}&from={}", facet_plot::all_values(facet), from + PAGE));
    values.bars = values.bars.into_iter().skip(from).take(PAGE).collect();
    let (title, _) = facet_plot::titles(facet);
    Ok(Answer::html(ValuesPage { frame: workbench.frame("values"), title, values, next }.render()?))
}
