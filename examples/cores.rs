//! Counts what of a run is done by one thread at a time, and says from that how fast many cores would be.
//!
//! usage: cores INPUT...
//!
//! Cleans the inputs to a folder on one thread, some times over, and takes the least that each stage took of a processor; what
//! the machine does beside only adds to it. The model knows no caches that are shared, no memory that is slow and no disk that
//! is full. The last column says what it would be if cleaning took a sixth.

use sarand::{
    batch::{self, Job, Progress, StageTimes},
    read::{InputOptions, Plan},
    rules::RuleSet,
    run::{Identity, Options, Run, StartOutcome, layout::DocumentFormat},
};
use std::{
    io::{self, Write},
    path::PathBuf,
    time::Duration,
};

const ROUNDS: usize = 5;

/// Pieces of a MiB that a worker may have out and is not at work on, as `batch/feed.rs` has it …
const WAITING: f64 = 3.0;

/// … and those of them that may be of sources ahead of the first.
const AHEAD: f64 = 2.0;

/// As `--part-size` has it, in MiB.
const PART: f64 = 64.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if inputs.is_empty() {
        return Err("usage: cores INPUT...".into());
    }
    let plan = Plan::new(&inputs, &InputOptions::default())?;
    let rules = RuleSet::builtin();
    let job = Job::new(&rules);
    let (mut least, mut bytes) = (StageTimes::default(), 0);
    for round in 0..ROUNDS {
        let (stage_times, read) = clean(&plan, &job)?;
        let less = |a: Duration, b: Duration| if round == 0 { b } else { a.min(b) };
        least = StageTimes {
            read: less(least.read, stage_times.read),
            work: less(least.work, stage_times.work),
            order: less(least.order, stage_times.order),
            write: less(least.write, stage_times.write),
        };
        bytes = read;
    }
    let text = table(&least, bytes as f64, plan.sources.len() as f64);
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(())
}

/// What the stages took, and how many bytes were read, decompressed.
fn clean(plan: &Plan, job: &Job<'_>) -> Result<(StageTimes, u64), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let options = Options {
        part_size: (PART as u64) << 20,
        single: false,
        update: false,
        format: DocumentFormat::Jsonl,
        #[cfg(feature = "parquet")]
        inputs: Vec::new(),
        max_bad: None,
    };
    let identity = Identity::new(String::new(), Default::default(), plan);
    let StartOutcome::Run(mut run) = Run::start(&folder.path().join("out"), plan, identity, options, false)? else {
        return Err("the folder was empty, and yet a run is there".into());
    };
    let done = batch::run_to(plan, job, run.as_mut(), &Progress::hidden())?;
    Ok((done.stage_times, run.finish(plan)?.read))
}

fn table(stage_times: &StageTimes, bytes: f64, sources: f64) -> String {
    let each = |stage_times: Duration| stage_times.as_nanos() as f64 / bytes;
    let (read, work, order, write) =
        (each(stage_times.read), each(stage_times.work), each(stage_times.order), each(stage_times.write));
    let speed = |cores: f64, work: f64| {
        // What waits of the parts that are being written is half of each on average, but the last.
        let parts = 1.0 + 2.0 * WAITING * cores / PART;
        // While a source is read, so much of those ahead is.
        let pieces = (bytes / sources / f64::from(1 << 20)).max(1.0);
        let at_once = sources.min(cores).min(1.0 + AHEAD * cores / pieces);
        let bounds = [
            (cores / (read + work + order + write), "cores"),
            (at_once / read, "sources"),
            (parts / write, "parts"),
            (1.0 / order, "order"),
        ];
        bounds.into_iter().fold((f64::INFINITY, ""), |least, bound| if bound.0 < least.0 { bound } else { least })
    };
    let mut text = format!(
        "{:.1} MB from {sources} sources, ns a byte\n\
         read, unpack, cut (one thread a source)  {read:8.3}\n\
         clean (all threads)                      {work:8.3}\n\
         say who goes on (one thread)             {order:8.3}\n\
         hash, write, sync (one thread a part)    {write:8.3}\n\n\
         | cores | MB/s | times | what holds it up | six times faster |\n|---|---|---|---|---|\n",
        bytes / 1e6
    );
    let (one, _) = speed(1.0, work);
    for cores in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0] {
        let ((now, what), (then, what_then)) = (speed(cores, work), speed(cores, work / 6.0));
        let times = now / one;
        let row = format!("| {cores} | {:.0} | {times:.1} | {what} | {:.0}, {what_then} |\n", now * 1e3, then * 1e3);
        text.push_str(&row);
    }
    text
}
