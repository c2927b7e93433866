//! The whole run: sources in, parts out, in order, on any number of threads.
//!
//! Each worker takes the next piece of work from the `feed` (about a MiB of whole JSONL lines or of other records, or some
//! files) and hands the [`Part`] that it makes of it to the `order`, which gives parts in the order of the input to the
//! [`Lane`] of a [`Sink`]. Locks are held to say what is whose, never to read, work or write: a source and a sink have one
//! owner at a time. The cut into pieces does not depend on the number of threads, so neither does the output. Memory is
//! bounded by threads times pieces. A run can begin at any [`Position`] that a part ended at; what keeps it is
//! [`crate::run`].
//!
//! ```
//! use sarand::{
//!     batch::{self, Job, Part, Progress, Sink}, error::Error, read::{InputOptions, Plan}, rules::RuleSet,
//! };
//!
//! struct Print(Vec<u8>);
//! impl Sink for Print {
//!     fn part(&mut self, part: &Part) -> Result<(), Error> {
//!         self.0.extend_from_slice(&part.documents);
//!         Ok(())
//!     }
//! }
//!
//! # let folder = tempfile::tempdir().unwrap();
//! # let file = folder.path().join("a.jsonl");
//! # std::fs::write(&file, "{\"id\": 1, \"text\": \"A word.\"}\n").unwrap();
//! let plan = Plan::new(&[file], &InputOptions::default())?;
//! let rules = RuleSet::default();
//! let job = Job { jobs: 2, ..Job::new(&rules) };
//! let mut sink = Print(vec![]);
//! let done = batch::run(&plan, &job, &mut sink, &Progress::hidden())?;
//! assert!(done.ended);
//! assert_eq!(done.tally.records.out, 1);
//! assert!(sink.0.starts_with(br#"{"id":1,"text":"A word.","source":"a.jsonl""#));
//! # Ok::<(), Error>(())
//! ```

mod count;
mod feed;
pub mod open;
mod order;
pub mod progress;
mod replay;
mod stage_times;
mod texts;
mod turn;
mod work;

pub use crate::parts::{Lane, Part, Position, Sink, Sinks, TextDestination};
use crate::{clean::Options, error::Error, read::Plan, rules::RuleSet, survey::Survey, write::report::Tally};
pub use count::{Count, count};
use feed::FeedOutcome;
use open::ReadOptions;
pub use progress::{Progress, ProgressState, ProgressWatch};
pub use stage_times::StageTimes;
use stage_times::{Clocks, Stage};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
};

/// What a run does with its documents.
#[derive(Debug)]
pub struct Job<'r> {
    /// The rules.
    pub rules: &'r RuleSet,
    /// How to clean.
    pub options: Options,
    /// How sources are read.
    pub reading: ReadOptions,
    /// Write documents of which nothing is left.
    pub keep_empty: bool,
    /// How many threads.
    pub jobs: usize,
    /// Compress the documents, a zstd frame a part.
    pub compress: bool,
    /// Pieces are cut where a stream pauses, so that a slow feed flows. Their cut then depends on the feed.
    pub flow: bool,
    /// Each record that gives no document gives a line `{"id", "error"}` among the documents, and a blank line a blank
    /// line: so there is a line out for each line in.
    pub errors: bool,
    /// Where the texts of files go.
    pub texts: TextDestination,
    /// Documents are counted here and not cleaned: nothing is written but what is quarantined.
    pub survey: Option<&'r Mutex<Survey>>,
    /// Only so many records, the first in the order of the inputs; the run then counts as ended, and is not for going on
    /// with. One thread does it alone, for what others read ahead could be too much.
    pub first: Option<u64>,
    /// Where to begin: the start, or the end of a part of an earlier run of the same job.
    pub from: Position,
    /// Ends the run early when it is asked for.
    pub stop: Arc<Stop>,
}

impl<'r> Job<'r> {
    /// All documents to the sink, on one thread.
    #[must_use]
    pub fn new(rules: &'r RuleSet) -> Self {
        Self {
            rules,
            options: Options::default(),
            reading: ReadOptions::default(),
            keep_empty: false,
            jobs: 1,
            compress: false,
            flow: false,
            errors: false,
            texts: TextDestination::None,
            survey: None,
            first: None,
            from: Position::default(),
            stop: Arc::default(),
        }
    }
}

/// Asks a run to end early: pieces that are begun are finished.
#[derive(Debug, Default)]
pub struct Stop {
    asked: AtomicBool,
    /// How many threads read just now.
    reading: AtomicUsize,
}

impl Stop {
    /// Asks for the end; says whether that was done before.
    pub fn ask(&self) -> bool {
        self.asked.swap(true, Ordering::Relaxed)
    }

    /// Whether the end was asked for.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    /// Whether the run is reading just now; one that waits for a stream does so for long, and sees nothing meanwhile.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.reading.load(Ordering::Relaxed) > 0
    }

    /// Counts as reading what is done while the value lives.
    fn reads(&self) -> impl Drop {
        self.reading.fetch_add(1, Ordering::Relaxed);
        Reads(&self.reading)
    }
}

struct Reads<'s>(&'s AtomicUsize);

impl Drop for Reads<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct RunSummary {
    /// What it did.
    pub tally: Tally,
    /// Whether it came to the end of the inputs.
    pub ended: bool,
    /// What its threads spent.
    pub stage_times: StageTimes,
}

/// One sink for all.
struct SingleSink<'s>(Arc<Lane<dyn Sink + 's>>);

impl<'s> SingleSink<'s> {
    fn new(sink: &'s mut dyn Sink) -> Self {
        Self(Lane::new(sink))
    }
}

impl<'s> Sinks<'s> for SingleSink<'s> {
    fn lane(&mut self, _: &Part) -> Result<Arc<Lane<dyn Sink + 's>>, Error> {
        Ok(Arc::clone(&self.0))
    }
}

/// Runs `job` over `plan`.
///
/// # Errors
/// Those of `sink` and of writing texts; [`Error::Internal`] when a record got lost or came twice.
pub fn run(plan: &Plan, job: &Job<'_>, sink: &mut dyn Sink, progress: &Progress) -> Result<RunSummary, Error> {
    run_to(plan, job, &mut SingleSink::new(sink), progress)
}

/// The same to several sinks.
///
/// # Errors
/// As of [`run`].
pub fn run_to(plan: &Plan, job: &Job<'_>, sinks: &mut dyn Sinks<'_>, progress: &Progress) -> Result<RunSummary, Error> {
    let consumed = Arc::new(AtomicU64::new(0));
    let clocks = Clocks::default();
    let feed = feed::Feed::new(plan, job, &consumed, &clocks);
    let order = order::Order::new(feed.seek(job.from), sinks, &feed, progress, &consumed, &clocks);
    let has_enough = AtomicBool::new(false);
    let worker = || {
        let _guard = order.abort_on_panic();
        let mut worker = match work::Worker::new(plan, job, &consumed) {
            Ok(worker) => worker,
            Err(error) => return order.fail(error),
        };
        let mut buffer = Vec::new();
        let mut part = Part::default();
        while let Some(pulled) = feed.pull(&mut buffer) {
            let item = match pulled {
                FeedOutcome::Item(item) => item,
                FeedOutcome::NoPiece(turn, next) => {
                    order.skip(turn, next);
                    continue;
                }
            };
            let turn = item.turn;
            part.end = item.end;
            let clock = clocks.time(Stage::Work);
            let done = worker.work(item, &buffer, &mut part);
            drop(clock);
            if let Err(error) = done {
                return order.fail(error);
            }
            part = order.deliver(turn, part);
            if worker.has_enough() {
                return has_enough.store(true, Ordering::Relaxed);
            }
        }
    };
    if job.jobs <= 1 || job.first.is_some() {
        worker();
    } else {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(job.jobs)
            .build()
            .map_err(|error| Error::Usage(format!("{} threads: {error}", job.jobs)))?;
        pool.broadcast(|_| worker());
    }
    let tally = order.finish()?;
    tally.records.check()?;
    let ended = feed.ended() || has_enough.into_inner();
    Ok(RunSummary { tally, ended, stage_times: clocks.totals() })
}
