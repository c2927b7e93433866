//! Counting the pages of a crawl, on many threads: a run that writes nothing.

use super::{Job, Progress, Stop, open::ReadOptions};
use crate::{
    error::Error,
    parts::{Part, Sink},
    read::Plan,
    rules::RuleSet,
    survey::Survey,
    write::report::Tally,
};
use std::sync::{Arc, Mutex, PoisonError};

/// How to count.
#[derive(Debug)]
pub struct Count<'a> {
    /// How sources are read.
    pub reading: ReadOptions,
    /// Rules for HTML pages: what they take of a page is not counted.
    pub rules: &'a RuleSet,
    /// How many threads.
    pub jobs: usize,
    /// Ends the count early when it is asked for.
    pub stop: Arc<Stop>,
}

/// Counts all pages of a plan in `survey`; `None` when it was ended early. What cannot be read is told in the tally.
///
/// # Errors
/// As [`super::run`].
pub fn count(
    plan: &Plan,
    how: Count<'_>,
    survey: Survey,
    progress: &Progress,
) -> Result<Option<(Survey, Tally)>, Error> {
    let counted = Mutex::new(survey);
    let job =
        Job { reading: how.reading, jobs: how.jobs, stop: how.stop, survey: Some(&counted), ..Job::new(how.rules) };
    let done = super::run(plan, &job, &mut DiscardSink, progress)?;
    drop(job);
    let survey = counted.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(done.ended.then_some((survey, done.tally)))
}

/// Nothing is written.
struct DiscardSink;

impl Sink for DiscardSink {
    fn part(&mut self, _: &Part) -> Result<(), Error> {
        Ok(())
    }
}
