//! What `sarand eval` found, as one page that needs nothing else: shares by language and kind, and the lines that went wrong.

use super::{
    assets::{MADE, STYLE},
    family,
    number::{counted, grouped, shortened},
    plot::{Plot, Value},
};
use crate::{
    error::Error,
    eval::{LineClass, Mismatch, Score, Tally},
};
use askama::Template;
use std::collections::BTreeMap;

/// Lines of a list; a page with more is no longer read.
const LONGEST: usize = 500;
/// Bars of a plot.
const TOP: usize = 30;

#[derive(Template)]
#[template(path = "score.html")]
struct ScorePage<'a> {
    title: &'a str,
    style: &'static str,
    languages: Vec<Row>,
    plots: [Plot; 3],
    lists: Vec<List>,
    made: &'static str,
}

/// A row of the table of languages.
struct Row {
    name: String,
    cells: [String; 8],
}

/// Lines that went wrong in the same way.
struct List {
    title: &'static str,
    count: String,
    /// What the first column says.
    column: &'static str,
    lines: Vec<Line>,
}

struct Line {
    what: String,
    text: String,
    place: String,
    family: &'static str,
}

/// The page of a score.
///
/// # Errors
/// [`Error::Internal`] when the page cannot be made.
pub(super) fn page(score: &Score, title: &str) -> Result<String, Error> {
    let all = (score.languages.len() > 1).then(|| row("all", &score.total()));
    let page = ScorePage {
        title,
        style: STYLE,
        languages: score.languages.iter().map(|(name, tally)| row(name, tally)).chain(all).collect(),
        plots: [
            bars(("left", "Boilerplate that is left", "lines, by kind"), &score.kinds, |tally| tally.left),
            bars(("removed", "Boilerplate that went", "lines, by kind"), &score.kinds, |tally| tally.dropped),
            bars(("lost", "Content that is lost", "lines, by rule"), &score.rules, |tally| tally.lost),
        ],
        lists: [
            list(score, LineClass::Content, "Content that is lost", "Rule"),
            list(score, LineClass::Chrome, "Boilerplate that is left", "Kind"),
        ]
        .into_iter()
        .filter(|list| !list.lines.is_empty())
        .collect(),
        made: MADE,
    };
    page.render().map_err(|error| Error::Internal(error.to_string()))
}

fn row(name: &str, tally: &Tally) -> Row {
    let count = |count: usize| grouped(count as u64);
    // Rounded down: 100% is all of them.
    let percent = |share: f64| format!("{:.1}%", (share * 1000.0).floor() / 10.0);
    let Tally { documents, perfect, kept, lost, dropped, left } = *tally;
    let (content, chrome) = (percent(tally.kept_share()), percent(tally.dropped_share()));
    let cells =
        [count(documents), count(perfect), count(kept), count(lost), content, count(dropped), count(left), chrome];
    Row { name: name.to_owned(), cells }
}

fn bars(
    names: (&'static str, &'static str, &'static str),
    tallies: &BTreeMap<String, Tally>,
    count: impl Fn(&Tally) -> usize,
) -> Plot {
    let value = |(name, tally): (&String, &Tally)| Value {
        label: name.clone(),
        count: count(tally) as u64,
        link: None,
        colour: family::of(name),
    };
    Plot::bars(names, tallies.iter().map(value).filter(|value| value.count > 0).collect(), TOP, None)
}

fn list(score: &Score, was: LineClass, title: &'static str, column: &'static str) -> List {
    let wrong = || score.mismatches.iter().filter(|mismatch| mismatch.was == was);
    let line = |mismatch: &Mismatch| Line {
        what: mismatch.rule.as_deref().or(mismatch.kind.as_deref()).unwrap_or("").to_owned(),
        text: shortened(&mismatch.text),
        place: format!("{}:{}", mismatch.id, mismatch.line),
        family: mismatch.kind.as_deref().map_or("", family::of),
    };
    let count = match wrong().count() {
        all if all > LONGEST => format!("the first {LONGEST} of {} lines", grouped(all as u64)),
        all => counted(all as u64, "line"),
    };
    List { title, count, column, lines: wrong().take(LONGEST).map(line).collect() }
}
