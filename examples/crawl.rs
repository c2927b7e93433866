//! Cleans a folder or archives on all cores, and counts what goes.
//!
//! cargo run --example crawl -- fixtures/pages
//!
//! `sarand clean` does the same and keeps the results in files that survive a crash; see [`sarand::run`].
#![allow(clippy::print_stdout, reason = "an example prints")]

use sarand::{
    batch::{self, Job, Part, Progress, Sink},
    error::Error,
    read::{InputOptions, Plan},
    rules::RuleSet,
};
use std::path::PathBuf;

/// Takes the parts of the output, in the order of the input.
#[derive(Default)]
struct Count {
    documents: usize,
    bytes: usize,
}

impl Sink for Count {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        // One JSON object per line, as in documents.jsonl.
        self.documents += part.documents.iter().filter(|&&byte| byte == b'\n').count();
        self.bytes += part.documents.len();
        Ok(())
    }
}

fn main() -> Result<(), Error> {
    let inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let plan = Plan::new(&inputs, &InputOptions::default())?;
    let rules = RuleSet::builtin();
    let job = Job { jobs: std::thread::available_parallelism().map_or(1, usize::from), ..Job::new(&rules) };
    let mut count = Count::default();
    let done = batch::run(&plan, &job, &mut count, &Progress::hidden())?;
    println!("{} records read, {} documents written, {} bytes", done.tally.records.read, count.documents, count.bytes);
    Ok(())
}
