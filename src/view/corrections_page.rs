//! What was answered since the workbench was started, and the way back.

use super::{
    PageError, Workbench,
    frame::Frame,
    page_error::asked,
    request::{Answer, Request},
};
use crate::correct::{Step, Target, Verdict};
use askama::Template;
use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Template)]
#[template(path = "corrections.html")]
struct CorrectionsPage {
    frame: Frame,
    error: Option<String>,
    folder: String,
    rows: Vec<Row>,
}

/// An answer.
struct Row {
    /// Which one it is, from 1.
    number: u64,
    href: String,
    page: String,
    line: usize,
    text: String,
    says: String,
    written: Vec<(&'static str, String)>,
    /// Whether it can be taken back: the last one can.
    last: bool,
}

/// A page that panicked has changed nothing half: what is locked is replaced whole.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What an answer says, in words.
pub(super) fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Content => "content".to_owned(),
        Verdict::Chrome(class) => format!("boilerplate: {class}"),
    }
}

pub(super) fn page(workbench: &Workbench, request: &Request) -> Result<Answer, PageError> {
    let Some(form) = &request.form else { return shown(workbench, None) };
    let mut corrections = locked(&workbench.corrections);
    // A form that was sent twice takes back one answer.
    let last = corrections.steps().last().map(|step| step.number);
    let undone = match form.number::<u64>("undo") {
        Some(number) if last == Some(number) => corrections.undo().map(drop),
        _ => Err(crate::error::Error::Usage("this answer is taken back already, or is not the last one".to_owned())),
    };
    drop(corrections);
    match undone.map_err(asked) {
        Ok(()) => Ok(Answer::see("corrections".to_owned())),
        Err(PageError::Asked(why)) => Ok(Answer { status: 400, ..shown(workbench, Some(why))? }),
        Err(error) => Err(error),
    }
}

fn shown(workbench: &Workbench, error: Option<String>) -> Result<Answer, PageError> {
    let frame = workbench.frame("corrections");
    let corrections = locked(&workbench.corrections);
    let count = corrections.steps().len();
    let rows = (1..).zip(corrections.steps()).map(|(at, step)| Row::of(step, at == count));
    let mut rows: Vec<Row> = rows.collect();
    rows.reverse();
    let folder = corrections.folder().display().to_string();
    drop(corrections);
    Ok(Answer::html(CorrectionsPage { frame, error, folder, rows }.render()?))
}

impl Row {
    fn of(Step { number, answer, written }: &Step, last: bool) -> Self {
        let what = |target| match target {
            Target::Label => "a labelled page",
            Target::Allow => "a line to keep",
            Target::Rule(..) => "a rule",
        };
        Self {
            number: *number,
            href: format!("document?n={}#L{}", answer.number, answer.line),
            page: answer.page.clone(),
            line: answer.line,
            text: answer.text.clone(),
            says: words(&answer.verdict),
            written: written.iter().map(|one| (what(one.target), one.path.display().to_string())).collect(),
            last,
        }
    }
}
