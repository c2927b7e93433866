//! The report of a run as one page that needs nothing else: to keep, or to send to a colleague.
//!
//! It has the plots of the workbench without their links, and some removed lines of each of the busiest rules.

use super::{
    assets::{MADE, STYLE},
    facet_plot, family,
    figures::{self, Figure, figures},
    number::{counted, shortened},
    plot::Plot,
};
use crate::{
    error::Error,
    inspect::{Facet, Output, Query, RunState, sample},
};
use askama::Template;
use std::cmp::Reverse;

/// Rules of which lines are shown.
const RULES: usize = 40;
/// Documents of each from which a line is shown.
const EACH: u32 = 3;
/// The same run has the same sample.
const SEED: u64 = 20;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    title: &'a str,
    style: &'static str,
    note: Option<String>,
    figures: Vec<Figure>,
    plots: Vec<Plot>,
    samples: Vec<Sample>,
    made: &'static str,
}

/// A line that was removed.
struct Sample {
    rule: String,
    chance: String,
    line: String,
    document: String,
    family: &'static str,
}

/// The page of the run in `output`, whose documents were all read.
///
/// # Errors
/// Those of reading the output.
pub(super) fn page(output: &Output, title: &str) -> Result<String, Error> {
    let (tally, state) = output.tally()?;
    let note = match state {
        RunState::Ended => None,
        RunState::Unfinished { parts } => {
            Some(format!("The run has not ended: {} so far.", counted(parts as u64, "part")))
        }
    };
    let index = output.index();
    let nowhere = |_: &str, _: &str| None;
    let mut plots = figures::plots(&tally, &|rule| index.class(rule).to_owned(), &nowhere, &nowhere);
    plots.extend(
        facet_plot::READ
            .map(|facet| facet_plot::plot(&index, facet, &Query::default(), facet_plot::TOP).without_links()),
    );
    let mut rules: Vec<(&String, u64)> = tally.rules.iter().map(|(id, rule)| (id, rule.removals)).collect();
    rules.sort_by_key(|(id, removals)| (Reverse(*removals), *id));
    let mut picked = Vec::new();
    for (rule, _) in rules.into_iter().take(RULES) {
        let with_it = index.select(&Query::default().with(Facet::Rule, rule.as_str()));
        picked.extend(sample(&with_it, EACH, SEED).into_iter().map(|number| (rule, number)));
    }
    drop(index);
    let mut samples = Vec::new();
    for (rule, number) in picked {
        samples.extend(removed(output, rule, number)?);
    }
    let page = ReportPage { title, style: STYLE, note, figures: figures(&tally), plots, samples, made: MADE };
    page.render().map_err(|error| Error::Internal(error.to_string()))
}

/// The first line of a document that a rule removed, if there is one to see.
fn removed(output: &Output, rule: &str, number: u32) -> Result<Option<Sample>, Error> {
    let document = output.document(number)?;
    let line = document.lines.iter().find_map(|line| {
        let removal = line.removed.as_ref().filter(|removal| removal.rule == rule)?;
        Some((removal, line.original())).filter(|(_, text)| !text.trim().is_empty())
    });
    Ok(line.map(|(removal, text)| Sample {
        rule: rule.to_owned(),
        chance: removal.chance.map(|chance| format!("{:.0}% sure", chance * 100.0)).unwrap_or_default(),
        line: shortened(text.trim()),
        document: document.summary.id.clone(),
        family: family::of(&removal.class),
    }))
}
