//! One document in two runs: the lines of which something else became.

use super::{
    PageError, Workbench,
    compare_page::Asked,
    family,
    frame::Frame,
    line_marks::{Mark, direction, in_one, names, tag},
    number::{counted, grouped},
    request::{Answer, Request},
};
use crate::{
    inspect::{Line, LinePair, line_pairs},
    plural::either,
};
use askama::Template;

/// Lines that are the same and shown before and after one that differs.
const AROUND: usize = 2;

#[derive(Template)]
#[template(path = "difference.html")]
struct DifferencePage {
    frame: Frame,
    title: String,
    previous: Option<String>,
    next: Option<String>,
    list: String,
    document: Option<String>,
    summary: String,
    direction: &'static str,
    language: String,
    lines: Vec<Shown>,
}

/// What is shown of the lines.
enum Shown {
    /// So many that are the same.
    Skipped(String),
    /// A line that is the same, near one that differs: its number and its pieces.
    Same(usize, Vec<Mark>),
    Differs(Box<Pair>),
}

/// A line of which something else became.
struct Pair {
    number: usize,
    family: &'static str,
    before: Vec<Mark>,
    now: Vec<Mark>,
    fate_before: String,
    fate_now: String,
}

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let against = workbench.against()?;
    let asked = Asked::of(request);
    let comparison = against.comparison(&workbench.output);
    let comparison = comparison.map_err(|why| PageError::Asked(format!("{why} Try again soon.")))?;
    let numbers = asked.documents(&comparison);
    let numbers = numbers.ok_or_else(|| PageError::NotFound("No document differs so.".to_owned()))?;
    let number: u32 =
        request.query.number("n").ok_or_else(|| PageError::Asked("Say which document, as in `n=0`.".to_owned()))?;
    let (old, new) = match asked.is_old() {
        true => (Some(number), None),
        false => (comparison.old_number(number), Some(number)),
    };
    let old = old.map(|number| against.output.document(number)).transpose()?;
    let new = new.map(|number| workbench.output.document(number)).transpose()?;
    let pairs = match (&old, &new) {
        (Some(old), Some(new)) => line_pairs(old, new),
        (old, new) => {
            let all = |lines: &[Line]| lines.iter().cloned().map(Some).collect::<Vec<_>>();
            let (old, new) = (old.as_ref().map(|old| all(&old.lines)), new.as_ref().map(|new| all(&new.lines)));
            let count = old.as_ref().or(new.as_ref()).map_or(0, Vec::len);
            let (old, new) = (old.unwrap_or_else(|| vec![None; count]), new.unwrap_or_else(|| vec![None; count]));
            old.into_iter().zip(new).map(|(old, new)| LinePair { old, new }).collect()
        }
    };
    let summary = new.as_ref().or(old.as_ref()).map(|document| document.summary.clone());
    let summary = summary.ok_or_else(|| PageError::NotFound("There is no such document.".to_owned()))?;
    let differing = pairs.iter().filter(|pair| pair.differs()).count() as u64;
    let here = |number: u32| asked.address("difference", &[("n", number.to_string())]);
    let after = number.checked_add(1);
    let language = summary.language.clone().unwrap_or_default();
    let page = DifferencePage {
        frame: workbench.frame("difference"),
        title: summary.title.unwrap_or(summary.id),
        previous: numbers.range(..number).next_back().map(here),
        next: after.and_then(|after| numbers.range(after..).next()).map(here),
        list: asked.address("compare", &[("from", number.to_string())]),
        document: new.is_some().then(|| format!("document?n={number}")),
        summary: format!(
            "{} of {} {}.",
            grouped(differing),
            counted(pairs.len() as u64, "line"),
            either(&differing, "differs", "differ")
        ),
        direction: direction(&language),
        language: tag(&language).to_owned(),
        lines: shown(&pairs),
    };
    Ok(Answer::html(page.render()?))
}

/// The lines that differ, with those around them.
fn shown(pairs: &[LinePair]) -> Vec<Shown> {
    let differs: Vec<bool> = pairs.iter().map(LinePair::differs).collect();
    // How far each line is behind the last one that differs, and before the next.
    let mut near = vec![false; pairs.len()];
    for at in (0..pairs.len()).filter(|at| differs[*at]) {
        near[at.saturating_sub(AROUND)..(at + AROUND + 1).min(pairs.len())].fill(true);
    }
    let (mut shown, mut skipped) = (Vec::new(), 0_u64);
    for (at, pair) in pairs.iter().enumerate() {
        if !near[at] {
            skipped += 1;
            continue;
        }
        if skipped > 0 {
            shown.push(Shown::Skipped(lines_are(std::mem::take(&mut skipped))));
        }
        let number = pair.new.as_ref().or(pair.old.as_ref()).map_or(0, |line| line.number);
        if differs[at] {
            shown.push(Shown::Differs(Box::new(Pair::of(number, pair))));
        } else if let Some(line) = &pair.new {
            shown.push(Shown::Same(number, in_one(&line.pieces)));
        }
    }
    if skipped > 0 {
        shown.push(Shown::Skipped(lines_are(skipped)));
    }
    shown
}

fn lines_are(skipped: u64) -> String {
    format!("{} {}", counted(skipped, "line"), either(&skipped, "is", "are"))
}

impl Pair {
    fn of(number: usize, pair: &LinePair) -> Self {
        let marks = |line: &Option<Line>| line.as_ref().map_or_else(Vec::new, |line| in_one(&line.pieces));
        let class = |line: &Option<Line>| {
            let removal = line.as_ref().and_then(|line| line.removed.as_ref());
            removal.map(|removal| family::of(&removal.class))
        };
        Self {
            number,
            family: class(&pair.new).or(class(&pair.old)).unwrap_or("edit"),
            before: marks(&pair.old),
            now: marks(&pair.new),
            fate_before: fate(pair.old.as_ref()),
            fate_now: fate(pair.new.as_ref()),
        }
    }
}

/// What became of a line, in words.
fn fate(line: Option<&Line>) -> String {
    let Some(line) = line else { return "not there".to_owned() };
    if let Some(removal) = &line.removed {
        return format!("removed by {}", removal.rule);
    }
    if let Some(reason) = &line.left_out {
        return format!("left out of the page ({reason})");
    }
    let names = names(line);
    if names.is_empty() { "kept".to_owned() } else { format!("kept, changed by {}", names.join(", ")) }
}
