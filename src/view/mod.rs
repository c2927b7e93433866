//! How is the output of a run shown in a browser? Pages over [`crate::inspect`], made on this machine and for it alone.
//!
//! Every page is HTML made here from a template (`templates/`), with links and forms: it can be read aloud, bookmarked, and
//! used by keys. The script adds keys and loads a page again while it grows. Nothing comes from elsewhere.
//!
//! ```text
//! server.rs ─▶ guard.rs (who may ask?) ─▶ Workbench::answer ─▶ one file for each page ─▶ templates/
//! ```
//!
//! It never changes the output folder.

mod assets;
mod compare_page;
mod correct_page;
mod corrections_page;
mod difference_page;
mod document_page;
mod documents_page;
mod effect;
mod facet_plot;
mod family;
mod figures;
mod frame;
mod guard;
mod line_marks;
mod number;
mod page_error;
mod plot;
mod report_page;
mod request;
mod review_page;
mod rule_page;
mod run_page;
mod score_page;
mod server;
mod values_page;

use crate::{
    correct::{Corrections, RuleFile},
    error::Error,
    eval::Score,
    inspect::{self, Output},
    rules::{Catalog, RuleSources},
    run::layout,
};
use assets::{SCRIPT, STYLE};
use compare_page::Against;
use corrections_page::locked;
use effect::Counted;
use frame::{Frame, Tab};
use page_error::PageError;
use request::{Answer, Request};
use std::{
    iter,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

/// How long the index is built before others may look at it.
const SLICE: Duration = Duration::from_millis(200);
/// How long to wait before a run that goes on is asked for more.
const PAUSE: Duration = Duration::from_millis(500);

/// Numbers and addresses of documents are those of one run.
const CHANGED: &str = "The run has changed; go back to the list.";

/// What to show, and where.
#[derive(Debug)]
pub(crate) struct Options {
    /// The output folder of a run.
    pub(crate) out: PathBuf,
    /// Its name for people.
    pub(crate) name: String,
    /// The run is a sample of this many records.
    pub(crate) sample: Option<u64>,
    /// The output folder of another run, to compare with.
    pub(crate) against: Option<PathBuf>,
    /// The folder that answers of a person are written to.
    pub(crate) corrections: PathBuf,
    /// The rule file to review.
    pub(crate) review: Option<PathBuf>,
    /// Rule files and folders of the user, for the classes of their rules.
    pub(crate) rules: Vec<PathBuf>,
    /// The port to listen at; 0 is any.
    pub(crate) port: u16,
}

/// Whether a folder holds the output of a run, finished or not.
pub(crate) fn is_run(path: &Path) -> bool {
    [path.to_owned(), path.join(layout::STATE)].iter().any(|folder| folder.join(layout::MANIFEST).is_file())
}

/// Shows a run until `stop` says so; `say` gets the address first.
///
/// # Errors
/// When the folder cannot be read or the port is taken; those of `say`.
pub(crate) fn serve(
    options: Options,
    say: impl FnOnce(&str) -> Result<(), Error>,
    stop: &(dyn Fn() -> bool + Sync),
) -> Result<(), Error> {
    let hash_texts = options.against.is_some();
    let output = open(&options.out, &options.rules, hash_texts)?;
    let against = match &options.against {
        Some(old) => Some(Against::new(open(old, &options.rules, hash_texts)?, old.clone())),
        None => None,
    };
    let workbench = Arc::new(Workbench {
        output,
        against,
        corrections: Mutex::new(Corrections::new(&options.corrections, &options.rules)),
        review: options.review.as_deref().map(RuleFile::read).transpose()?.map(Mutex::new),
        counted: Counted::default(),
        options,
    });
    let listener = server::Listener::open(workbench.options.port)?;
    say(&listener.url())?;
    thread::scope(|scope| {
        scope.spawn(|| workbench.read_on(stop));
        listener.serve(&workbench, stop);
    });
    Ok(())
}

/// The report of a run as one page that needs nothing else. Reads all documents; `progress` gets bytes and documents that
/// were read.
///
/// # Errors
/// When the folder or a document of it cannot be read.
pub(crate) fn report(out: &Path, progress: &dyn Fn(u64, u32)) -> Result<String, Error> {
    let output = open(out, &[], false)?;
    while output.index_more(SLICE)? {
        let index = output.index();
        progress(index.progress().0, index.documents());
    }
    report_page::page(&output, &out.display().to_string())
}

/// What `sarand eval` found, as one page that needs nothing else.
///
/// # Errors
/// [`Error::Internal`] when the page cannot be made.
pub(crate) fn score(score: &Score, title: &str) -> Result<String, Error> {
    score_page::page(score, title)
}

fn open(out: &Path, rules: &[PathBuf], hash_texts: bool) -> Result<Output, Error> {
    let mut classes = inspect::Classes::builtin();
    if !rules.is_empty() {
        classes = classes.and(&Catalog::load(&RuleSources { builtin: true, paths: rules.to_vec() })?);
    }
    let classes = Arc::new(classes);
    Output::open(out, inspect::Options { classes, hash_texts })
}

/// Whether a page says something of the run. What a person answered can be looked at without it.
fn needs_run(page: &str) -> bool {
    !matches!(page, "style.css" | "workbench.js" | "corrections" | "review")
}

/// All that pages are made of.
pub(super) struct Workbench {
    options: Options,
    output: Output,
    /// The run to compare with.
    against: Option<Against>,
    corrections: Mutex<Corrections>,
    /// The rules that are reviewed, if any are.
    review: Option<Mutex<RuleFile>>,
    counted: Counted,
}

impl Workbench {
    /// Reads what there is to read, and what the run still writes; then compares, if there is another run.
    fn read_on(&self, stop: &(dyn Fn() -> bool + Sync)) {
        while !stop() {
            // What could not be read, pages say.
            let more = self.outputs().map(|output| output.index_more(SLICE).unwrap_or(false));
            if !more.fold(false, |any, more| any | more) {
                if let Some(against) = &self.against {
                    against.compare(&self.output);
                }
                thread::sleep(PAUSE);
            }
        }
    }

    /// The page that is asked for.
    fn answer(&self, request: &Request) -> Answer {
        let before = self.generations();
        let page = match (request.page.as_str(), &request.form) {
            (page, _) if needs_run(page) && self.missing().is_some() => Err(PageError::FolderGone),
            ("style.css", None) => return Answer::file("text/css; charset=utf-8", STYLE),
            ("workbench.js", None) => return Answer::file("text/javascript; charset=utf-8", SCRIPT),
            ("", None) => run_page::page(self),
            ("values", None) => values_page::page(self, request),
            ("correct", _) => correct_page::page(self, request),
            ("corrections", _) => corrections_page::page(self, request),
            ("review", _) => review_page::page(self, request),
            ("rule", _) => rule_page::page(self, request),
            ("documents", None) => documents_page::page(self, request),
            ("document", None) => document_page::page(self, request),
            ("compare", None) => compare_page::page(self, request),
            ("difference", None) => difference_page::page(self, request),
            _ => Err(PageError::NotFound(format!("There is no page `{}`.", request.page))),
        };
        page.unwrap_or_else(|error| {
            let error = match error {
                // It was moved while the page was made.
                _ if needs_run(&request.page) && self.missing().is_some() => PageError::FolderGone,
                PageError::Failed(_) | PageError::Asked(_) if self.has_changed(request, before) => {
                    PageError::NotFound(CHANGED.to_owned())
                }
                error => error,
            };
            error.page(self)
        })
    }

    /// The run, and the one to compare with.
    fn outputs(&self) -> impl Iterator<Item = &Output> {
        iter::once(&self.output).chain(self.against.iter().map(|against| &against.output))
    }

    /// How often other runs took the places of this one and the one to compare with.
    fn generations(&self) -> [u32; 2] {
        let of = |output: &Output| output.index().generation();
        [of(&self.output), self.against.as_ref().map_or(0, |against| of(&against.output))]
    }

    /// Whether what was asked for may have been there in a run whose place another one took.
    fn has_changed(&self, request: &Request, before: [u32; 2]) -> bool {
        let number = request.query.number("n").or_else(|| request.form.as_ref()?.number::<u32>("n"));
        let (generation, documents) = {
            let index = self.output.index();
            (index.generation(), index.documents())
        };
        let is_gone = generation > 0 && number.is_some_and(|number| number >= documents);
        // Generations last: the reader may see the other run while it is asked whether there is one.
        is_gone || self.outputs().any(Output::is_replaced) || self.generations() != before
    }

    /// The output folder that is no longer there.
    fn missing(&self) -> Option<&Path> {
        self.outputs().map(Output::folder).find(|folder| !folder.is_dir())
    }

    /// What stands around the page of this name.
    fn frame(&self, page: &'static str) -> Frame {
        let index = self.output.index();
        let (read, all) = index.progress();
        let going_on = self.output.is_unfinished();
        let mut notes = Vec::new();
        if let Some(records) = self.options.sample {
            notes.push(format!("A sample: the first {}, if there are so many.", number::counted(records, "record")));
        }
        if !index.is_complete() && all == 0 && !going_on {
            notes.push("The run is being read.".to_owned());
        } else if !index.is_complete() && read < all {
            let (share, documents) =
                (number::share(read, all), number::counted(u64::from(index.documents()), "document"));
            notes.push(format!("{share} read, {documents} so far: counts by document will grow."));
        } else if going_on && self.options.sample.is_none() {
            notes.push("The run has not ended: this is what it has done so far.".to_owned());
        }
        if let (Some(first), faults) = {
            let (shown, all) = index.faults();
            (shown.first(), all)
        } {
            notes.push(format!("{} could not be read, first: {first}", number::grouped(faults)));
        }
        let grows = !index.is_complete() || going_on;
        let note = (!notes.is_empty()).then(|| notes.join(" "));
        Frame { page, name: self.options.name.clone(), note, grows, others: self.tabs() }
    }

    /// The pages beside the run and its documents.
    fn tabs(&self) -> Vec<Tab> {
        let compare = self.against.is_some().then(|| Tab::new("compare", "Compare", 'm', None));
        let count = |count: usize| (count > 0).then(|| number::grouped(count as u64));
        let corrected = locked(&self.corrections).steps().len();
        let corrections = Tab::new("corrections", "Corrections", 'c', count(corrected));
        let review = self.review.as_ref().map(|file| {
            let proposed = locked(file).proposed().count();
            Tab::new("review", "Review", 'v', count(proposed))
        });
        compare.into_iter().chain([corrections]).chain(review).collect()
    }

    fn against(&self) -> Result<&Against, PageError> {
        let none = || PageError::Asked("To compare, start with `sarand view OUT --against OLD`.".to_owned());
        self.against.as_ref().ok_or_else(none)
    }
}
