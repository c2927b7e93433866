//! One document: its original and its clean text, line by line, and why each line went.

use super::{
    PageError, Workbench,
    corrections_page::{self, locked},
    family,
    frame::Frame,
    line_marks::{Mark, as_it_was, beside, clean, direction, in_one, names, tag},
    number::{counted, grouped},
    request::{Answer, Request, address},
};
use crate::inspect::{Facet, Inspected, Line, Piece, Query};
use askama::Template;

/// Lines that are shown at first; a browser is slow with more.
const LINES: usize = 2000;

/// How a document is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Layout {
    name: &'static str,
    title: &'static str,
    original: bool,
    clean: bool,
}

impl Layout {
    /// The pieces of the original line.
    fn draw(self, pieces: &[Piece]) -> Vec<Mark> {
        match self.name {
            "original" => as_it_was(pieces),
            "over" => in_one(pieces),
            _ => beside(pieces),
        }
    }
}

const LAYOUTS: [Layout; 4] = [
    Layout { name: "both", title: "Side by side", original: true, clean: true },
    Layout { name: "over", title: "In one", original: true, clean: false },
    Layout { name: "clean", title: "Clean text", original: false, clean: true },
    Layout { name: "original", title: "Original", original: true, clean: false },
];

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    frame: Frame,
    title: String,
    previous: Option<String>,
    next: Option<String>,
    list: String,
    facts: Vec<Fact>,
    views: Vec<View>,
    layout: &'static str,
    shows_original: bool,
    shows_clean: bool,
    shows_removed: bool,
    legend: Vec<(&'static str, &'static str)>,
    direction: &'static str,
    language: String,
    misfit: Option<String>,
    lines: Vec<Row>,
    cut: Option<Cut>,
    record: String,
}

/// Something that is known of the document, and the list of those of which the same is known.
struct Fact {
    name: &'static str,
    value: String,
    href: Option<String>,
}

/// Another way to show it.
struct View {
    href: String,
    title: &'static str,
    here: bool,
    key: usize,
}

/// Lines that are not shown.
struct Cut {
    href: String,
    words: String,
}

/// A line.
struct Row {
    number: usize,
    /// This line, for a bookmark.
    href: String,
    /// `kept`, `part` (something in it went or was changed), `gone`, or `left` (out of the page).
    state: &'static str,
    family: &'static str,
    original: Vec<Mark>,
    clean: Vec<Mark>,
    why: Option<Why>,
    /// Where it is corrected; not for lines that are not in the document, or have no text.
    correct: Option<String>,
    /// What a person said of it.
    answer: Option<String>,
}

/// Why a line went.
struct Why {
    rule: String,
    href: Option<String>,
    class: String,
    chance: String,
    reasons: String,
    block: String,
}

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let number: u32 = request
        .query
        .number("n")
        .ok_or_else(|| PageError::Asked("Say which document, as in `document?n=0`.".to_owned()))?;
    let query = Query::of(request.query.0.iter().map(|(name, value)| (name, value.as_str())));
    let layout =
        LAYOUTS.into_iter().find(|layout| request.query.get("view") == Some(layout.name)).unwrap_or(LAYOUTS[0]);
    let shown: usize = request.query.number("lines").unwrap_or(LINES);
    let (previous, next) = {
        let index = workbench.output.index();
        if number >= index.documents() {
            let read = grouped(u64::from(index.documents()));
            return Err(PageError::NotFound(format!("There is no document {number}; {read} were read, from 0 on.")));
        }
        let selection = index.select(&query);
        (selection.range(..number).next_back(), number.checked_add(1).and_then(|after| selection.range(after..).next()))
    };
    let document = workbench.output.document(number)?;
    let here = |number: u32, layout: &str, more: &[(&str, String)]| {
        let mut fields = vec![("n", number.to_string()), ("view", layout.to_owned())];
        fields.extend_from_slice(more);
        address("document", &query, &fields)
    };
    let answers: Vec<(usize, String)> = locked(&workbench.corrections)
        .answers(&document.summary.id)
        .into_iter()
        .map(|answer| (answer.line, corrections_page::words(&answer.verdict)))
        .collect();
    let row = |line: &Line| {
        let can_be = document.misfit.is_none() && line.left_out.is_none() && !line.seen().trim().is_empty();
        let (n, at, view) = (number, line.number, layout.name);
        let answer = answers.iter().find(|(of, _)| can_be && *of == at).map(|(_, words)| words.clone());
        let correct = can_be.then(|| format!("correct?n={n}&line={at}&view={view}"));
        Row { correct, answer, ..Row::of(line, layout, &query) }
    };
    let lines: Vec<Row> = document.lines.iter().take(shown).map(row).collect();
    let cut = (document.lines.len() > shown).then(|| Cut {
        href: here(number, layout.name, &[("lines", (shown.saturating_mul(10)).to_string())]),
        words: counted((document.lines.len() - shown) as u64, "more line"),
    });
    let views = (1..).zip(LAYOUTS).map(|(key, view)| View {
        href: here(number, view.name, &[]),
        title: view.title,
        here: view == layout,
        key,
    });
    let summary = &document.summary;
    let language = summary.language.clone().unwrap_or_default();
    let page = DocumentPage {
        frame: workbench.frame("document"),
        title: summary.title.clone().unwrap_or_else(|| summary.id.clone()),
        previous: previous.map(|number| here(number, layout.name, &[])),
        next: next.map(|number| here(number, layout.name, &[])),
        list: address("documents", &query, &[("from", number.to_string())]),
        facts: facts(&document),
        views: views.collect(),
        layout: layout.name,
        shows_original: layout.original,
        shows_clean: layout.clean,
        shows_removed: layout.original,
        legend: family::legend().collect(),
        direction: direction(&language),
        language: tag(&language).to_owned(),
        misfit: document.misfit.clone(),
        lines,
        cut,
        record: serde_json::to_string_pretty(&document.record).unwrap_or_default(),
    };
    Ok(Answer::html(page.render()?))
}

fn facts(document: &Inspected) -> Vec<Fact> {
    let link = |facet: Facet, value: &str| Some(address("documents", &Query::default().with(facet, value), &[]));
    let mut facts = Vec::new();
    let mut say = |name, value: Option<&str>, facet: Option<Facet>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            facts.push(Fact { name, value: value.to_owned(), href: facet.and_then(|facet| link(facet, value)) });
        }
    };
    let summary = &document.summary;
    say("id", Some(&summary.id), None);
    say("address", document.url.as_deref(), None);
    say("host", summary.host.as_deref(), Some(Facet::Host));
    say("language", summary.language.as_deref(), Some(Facet::Language));
    say("date", summary.date.as_deref(), None);
    for flag in &document.flags {
        say("flag", Some(flag), Some(Facet::Flag));
    }
    say("what became of it", Some(summary.fate.name()), Some(Facet::Fate));
    let sizes =
        summary.before.zip(summary.after).map(|(before, after)| format!("{} → {}", grouped(before), grouped(after)));
    say("characters", sizes.as_deref(), None);
    facts
}

impl Row {
    fn of(line: &Line, layout: Layout, query: &Query) -> Self {
        let changed = line.pieces.iter().any(|piece| !matches!(piece, Piece::Kept(_)));
        let state = match (&line.left_out, &line.removed) {
            (Some(_), _) => "left",
            (None, Some(_)) => "gone",
            (None, None) if changed => "part",
            (None, None) => "kept",
        };
        let first_class = line.pieces.iter().find_map(|piece| match piece {
            Piece::Removed { class, .. } => Some(class.as_str()),
            _ => None,
        });
        let family = match (&line.removed, first_class) {
            (Some(removal), _) => family::of(&removal.class),
            (None, Some(class)) => family::of(class),
            (None, None) if changed => "edit",
            (None, None) => "",
        };
        Self {
            number: line.number,
            href: format!("#L{}", line.number),
            state,
            family,
            original: layout.draw(&line.pieces),
            clean: clean(&line.pieces),
            why: why(line, query),
            correct: None,
            answer: None,
        }
    }
}

fn why(line: &Line, query: &Query) -> Option<Why> {
    let link = |rule: &str| Some(address("documents", &query.with(Facet::Rule, rule), &[]));
    if let Some(reason) = &line.left_out {
        return Some(Why {
            rule: "left out of the page".to_owned(),
            href: None,
            class: reason.clone(),
            chance: String::new(),
            reasons: String::new(),
            block: line.element.clone().unwrap_or_default(),
        });
    }
    if let Some(removal) = &line.removed {
        return Some(Why {
            href: link(&removal.rule),
            rule: removal.rule.clone(),
            class: removal.class.clone(),
            chance: removal.chance.map(|chance| format!("{:.0}% sure", chance * 100.0)).unwrap_or_default(),
            reasons: removal.reasons.join("; "),
            block: line.element.clone().unwrap_or_default(),
        });
    }
    let names = names(line);
    let block = line.element.clone().unwrap_or_default();
    (!names.is_empty() || !block.is_empty()).then(|| Why {
        rule: names.join(", "),
        href: None,
        class: String::new(),
        chance: String::new(),
        reasons: line.content.map(|chance| format!("content: {:.0}%", chance * 100.0)).unwrap_or_default(),
        block,
    })
}
