//! `sarand survey`: which lines the pages of each host share, in a file.

use super::{
    Outcome,
    caller::Caller,
    existence,
    input_args::InputArgs,
    sinks::print,
    size::{cores, memory},
};
use crate::{
    batch::{Count, count, progress::Clock},
    document::html,
    error::Error,
    plural::counted,
    rules::RuleSet,
    survey::Survey,
};
use clap::Args;
use std::{
    io::{self, Write},
    num::NonZeroUsize,
    path::PathBuf,
};

/// Memory for a survey that is only read.
pub(super) const MEMORY: usize = 1 << 30;

const EXAMPLES: &str = "\
Examples:
  sarand survey crawl/ -o crawl.survey.zst                 count
  sarand clean crawl/ -o clean/ --survey crawl.survey.zst  clean with the counts
  sarand survey --merge a.survey --merge b.survey -o all   merge two surveys
  sarand survey new/ --merge old.survey -o all.survey      add to a survey";

/// Under `--help`, before the examples.
const ABOUT: &str = "\
A survey keeps a sample of pages for each host, and for each page the hashes of its lines, but no text. With it, `sarand \
clean --survey FILE` knows on how many other pages of its host a line occurs. The order of the inputs and --jobs make no \
difference, so you can survey a crawl in pieces and merge them.

";

/// Under `--help`, behind the examples.
const CODES: &str = "

Exit codes: 0 success; 1 finished, but some records could not be read; 2 nothing was done; 4 reading or writing \
failed; 130 interrupted, nothing was written";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{ABOUT}{EXAMPLES}{CODES}"))]
pub(super) struct SurveyArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present_any = ["files_from", "merge"], value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// The file to write, or `-` for standard output; compressed if its name ends in `.zst`
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Replace FILE if it exists
    #[arg(long)]
    force: bool,

    /// Add the counts of an earlier survey (repeatable)
    #[arg(long, value_name = "FILE")]
    merge: Vec<PathBuf>,

    /// Memory for counting; if it is not enough, fewer pages of each host are kept
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = memory)]
    memory: usize,

    /// Number of threads [default: all cores]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Show no progress and no summary
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    input: InputArgs,
}

pub(super) fn run(args: &SurveyArgs, caller: &Caller) -> anyhow::Result<Outcome> {
    let to_file = args.output.as_os_str() != "-";
    if to_file && args.output.exists() && !args.force {
        let message = format!("{} exists already; use --force to replace it", args.output.display());
        return Err(Error::Usage(message).into());
    }
    let clock = Clock::start();
    let mut survey = read(&args.merge, args.memory)?.unwrap_or_else(|| Survey::new(args.memory));
    let (mut documents, mut faulty) = (0, 0);
    if !args.inputs.is_empty() || args.input.files_from.is_some() {
        let plan = args.input.plan(&args.inputs)?;
        let progress = caller.progress(Some(plan.sources.iter().map(|source| source.size).sum()), args.quiet);
        let how = Count {
            reading: args.input.reading(html::Options::default())?,
            rules: &RuleSet::default(),
            jobs: args.jobs.map_or_else(cores, NonZeroUsize::get),
            stop: caller.stop()?,
        };
        let counted = count(&plan, how, survey, &progress)?;
        progress.clear();
        let Some((all, tally)) = counted else { return Ok(Outcome::Interrupted) };
        args.input.check_fields(&tally)?;
        survey = all;
        (documents, faulty) = (tally.records.out, tally.records.all_quarantined());
    }
    if to_file {
        survey.write(&args.output)?;
    } else {
        print(&survey.to_bytes()?)?;
    }
    if !args.quiet {
        let (hosts, pages) = survey.size();
        let seconds = clock.seconds();
        let faults =
            if faulty > 0 { format!(", {} could not be read", counted(faulty, "record")) } else { String::new() };
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(
            io::stderr().lock(),
            "sarand: {} read, {} of {} kept in {seconds:.1} s{faults}",
            counted(documents, "document"),
            counted(pages, "page"),
            counted(hosts, "host")
        );
    }
    Ok(if faulty == 0 { Outcome::Well } else { Outcome::Quarantined })
}

/// The counts that a command line names.
pub(super) fn named(paths: &[PathBuf], memory: usize) -> Result<Option<Survey>, Error> {
    paths.iter().try_for_each(|path| existence::require(path))?;
    read(paths, memory)
}

/// The surveys of some files as one; `None` when there are none.
pub(super) fn read(paths: &[PathBuf], memory: usize) -> Result<Option<Survey>, Error> {
    let mut all: Option<Survey> = None;
    for path in paths {
        let survey = Survey::read(path, memory)?;
        match &mut all {
            Some(all) => all.merge(survey),
            None => all = Some(survey),
        }
    }
    Ok(all)
}
