//! Two runs side by side: which documents differ, and by which rules, repairs and flags.

use super::{
    PageError, Workbench,
    corrections_page::locked,
    facet_plot,
    frame::Frame,
    number::{counted, grouped},
    request::{Answer, Fields, Request},
};
use crate::{
    error::Error,
    inspect::{Comparison, Difference, Facet, Output, RoaringBitmap, Summary},
};
use askama::Template;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

/// Documents of a page.
const PAGE: usize = 50;
/// Rows of a table.
const ROWS: usize = 25;

/// The other run, and what differs once both are read.
pub(super) struct Against {
    pub(super) output: Output,
    pub(super) name: PathBuf,
    /// What differs, of which generations of the two.
    compared: Mutex<Option<([u32; 2], Arc<Comparison>)>>,
}

impl Against {
    pub(super) fn new(output: Output, name: PathBuf) -> Self {
        Self { output, name, compared: Mutex::default() }
    }

    /// Compares, once both runs are read. That takes seconds for a million documents, so no page does it.
    pub(super) fn compare(&self, new: &Output) {
        let (new, old) = (new.index(), self.output.index());
        let generations = [new.generation(), old.generation()];
        let known = locked(&self.compared).as_ref().map(|(known, _)| *known);
        if new.is_complete() && old.is_complete() && known != Some(generations) {
            let comparison = Arc::new(Comparison::new(&new, &old));
            *locked(&self.compared) = Some((generations, comparison));
        }
    }

    /// What differs.
    ///
    /// # Errors
    /// In words, why it is not known yet.
    pub(super) fn comparison(&self, new: &Output) -> Result<Arc<Comparison>, &'static str> {
        let (new, old) = (new.index(), self.output.index());
        if !new.is_complete() || !old.is_complete() {
            return Err("Both runs are still being read.");
        }
        match &*locked(&self.compared) {
            Some((of, comparison)) if *of == [new.generation(), old.generation()] => Ok(Arc::clone(comparison)),
            _ => Err("The two runs are being compared."),
        }
    }
}

/// Which of the differing documents are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Those that differ so.
    Kind(Difference),
    /// Those that have a value of a facet in one run only: the new one, or the old one.
    Value(Facet, String, bool),
}

impl Asked {
    pub(super) fn of(request: &Request) -> Self {
        let facet = request.query.get("facet").and_then(Facet::from_name);
        match (facet, request.query.get("value")) {
            (Some(facet), Some(value)) => Self::Value(facet, value.to_owned(), request.query.get("run") != Some("old")),
            _ => Self::Kind(request.query.get("show").and_then(Difference::from_name).unwrap_or(Difference::Text)),
        }
    }

    /// The documents; of those that only the old run has, the numbers are the old run's.
    pub(super) fn documents<'c>(&self, comparison: &'c Comparison) -> Option<&'c RoaringBitmap> {
        match self {
            Self::Kind(kind) => Some(comparison.documents(*kind)),
            Self::Value(facet, value, new) => {
                let found = comparison.values(*facet).iter().find(|known| known.value == *value)?;
                Some(if *new { &found.more } else { &found.fewer })
            }
        }
    }

    pub(super) fn is_old(&self) -> bool {
        *self == Self::Kind(Difference::OnlyOld)
    }

    /// The address of a page with this question and more.
    pub(super) fn address(&self, page: &str, more: &[(&str, String)]) -> String {
        let own: Vec<(&str, String)> = match self {
            Self::Kind(kind) => vec![("show", kind.name().to_owned())],
            Self::Value(facet, value, new) => vec![
                ("facet", facet.name().to_owned()),
                ("value", value.clone()),
                ("run", if *new { "new" } else { "old" }.to_owned()),
            ],
        };
        let fields = own.iter().chain(more).map(|(name, value)| (*name, value.as_str().into()));
        format!("{page}?{}", Fields::encode(fields))
    }

    fn title(&self) -> String {
        match self {
            Self::Kind(kind) => words(*kind).to_owned(),
            Self::Value(facet, value, true) => format!("{facet} {value} only now"),
            Self::Value(facet, value, false) => format!("{facet} {value} only before"),
        }
    }
}

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    frame: Frame,
    against: String,
    waits: Option<String>,
    kinds: Vec<Kind>,
    tables: Vec<Table>,
    list: Option<String>,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Kind {
    words: &'static str,
    count: String,
    href: Option<String>,
    here: bool,
}

/// Values that documents have in one run only.
struct Table {
    id: &'static str,
    title: &'static str,
    column: Facet,
    rows: Vec<Value>,
    /// Values that are not shown.
    more: usize,
}

struct Value {
    value: String,
    more: String,
    more_href: Option<String>,
    fewer: String,
    fewer_href: Option<String>,
}

struct Row {
    href: String,
    title: String,
    facts: String,
}

fn words(kind: Difference) -> &'static str {
    match kind {
        Difference::Text => "text differs",
        Difference::Account => "same text, by other rules or repairs",
        Difference::OnlyNew => "only in this run",
        Difference::OnlyOld => "only in the other run",
        Difference::Same => "the same",
    }
}

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let against = workbench.against()?;
    let mut page = ComparePage {
        frame: workbench.frame("compare"),
        against: against.name.display().to_string(),
        waits: None,
        kinds: Vec::new(),
        tables: Vec::new(),
        list: None,
        rows: Vec::new(),
        next: None,
    };
    let comparison = match against.comparison(&workbench.output) {
        Ok(comparison) => comparison,
        Err(why) => {
            page.waits = Some(format!("{why} What differs is shown when that is done."));
            return Ok(Answer::html(page.render()?));
        }
    };
    let asked = Asked::of(request);
    page.kinds = Difference::ALL.map(|kind| of_kind(kind, &comparison, &asked)).into();
    page.tables = Comparison::FACETS.into_iter().filter_map(|facet| table(facet, &comparison)).collect();
    if let Some(documents) = asked.documents(&comparison) {
        let from = request.query.number("from").unwrap_or(0);
        let mut numbers: Vec<u32> = documents.range(from..).take(PAGE + 1).collect();
        page.next = if numbers.len() > PAGE { numbers.pop() } else { None }
            .map(|next| asked.address("compare", &[("from", next.to_string())]));
        page.list = Some(format!("{}: {}", asked.title(), counted(documents.len(), "document")));
        page.rows = rows(workbench, against, &asked, &numbers)?;
    }
    Ok(Answer::html(page.render()?))
}

fn of_kind(kind: Difference, comparison: &Comparison, asked: &Asked) -> Kind {
    let documents = comparison.documents(kind);
    Kind {
        words: words(kind),
        count: grouped(documents.len()),
        href: (!documents.is_empty()).then(|| Asked::Kind(kind).address("compare", &[])),
        here: *asked == Asked::Kind(kind),
    }
}

fn table(facet: Facet, comparison: &Comparison) -> Option<Table> {
    let values = comparison.values(facet);
    let href = |value: &str, new: bool, documents: &RoaringBitmap| {
        (!documents.is_empty()).then(|| Asked::Value(facet, value.to_owned(), new).address("compare", &[]))
    };
    let rows = values.iter().take(ROWS).map(|known| Value {
        value: known.value.clone(),
        more: grouped(known.more.len()),
        more_href: href(&known.value, true, &known.more),
        fewer: grouped(known.fewer.len()),
        fewer_href: href(&known.value, false, &known.fewer),
    });
    let more = values.len().saturating_sub(ROWS);
    (!values.is_empty()).then(|| Table {
        id: facet.name(),
        title: facet_plot::titles(facet).0,
        column: facet,
        rows: rows.collect(),
        more,
    })
}

fn rows(workbench: &Workbench, against: &Against, asked: &Asked, numbers: &[u32]) -> Result<Vec<Row>, Error> {
    let output = if asked.is_old() { &against.output } else { &workbench.output };
    let row = |summary: Summary| {
        let facts = [summary.host.as_deref(), summary.language.as_deref()];
        Row {
            href: asked.address("difference", &[("n", summary.number.to_string())]),
            facts: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            title: summary.title.unwrap_or(summary.id),
        }
    };
    Ok(output.summaries(numbers)?.into_iter().map(row).collect())
}
