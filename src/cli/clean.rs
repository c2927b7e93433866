//! `sarand clean`: the main job.

use super::{
    Outcome,
    html_args::HtmlArgs,
    input_args::InputArgs,
    rule_args::{RepairArgs, RuleArgs},
    sinks,
};
use crate::{
    batch::{self, Job, Progress, Texts, progress::Clock},
    clean::Options,
    error::Error,
    read::{Origin, Plan},
    write::{
        folder::{self, OutFolder},
        report::{Report, Tally},
    },
};
use clap::{Args, ValueEnum};
use std::{
    fmt::Write as _,
    io::{self, IsTerminal, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

const EXAMPLES: &str = "\
Inputs, by extension (folders take only these; a file named here may be called anything):
  .txt .text                              text, a document a file
  .html .htm .xhtml                       HTML, a document a file
  .jsonl .ndjson .jsonlines .json-lines   JSON lines, a document a line
  .json                                   JSON lines, if its first line is an object
  .warc .wet .arc                         archives of a crawler, a document a page
  .tar .tgz .zip                          text and HTML files in an archive, a document a file
  .csv .tsv .parquet                      tables, a document a row
  and each but .zip and .parquet with .gz, .zst, .zstd, .bz2 or .xz

Examples:
  sarand clean crawl/ -o clean/              a folder of text, HTML and JSONL
  sarand clean page.html                     the clean text of one page
  sarand clean crawl.jsonl.gz -o - | head    documents to standard output
  zcat big.gz | sarand clean - -o clean/     from standard input
  sarand clean crawl.warc.gz -o clean/       the pages of a crawl
  sarand clean rows.csv --text-column body -o clean/
  find crawl -print0 | sarand clean --files-from - -0 -o clean/
  sarand clean crawl/ --dry-run              what would be done

Exit codes:
  0   all well
  1   finished, but something was quarantined
  2   nothing was done: the arguments, inputs or rules cannot work
  4   reading or writing failed
  70  internal error";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CleanArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present = "files_from", value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// The folder to write to, or `-` for JSONL on standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// Do all but write, and print what would be done
    #[arg(long)]
    dry_run: bool,

    /// Replace what an earlier run wrote to OUT
    #[arg(long)]
    force: bool,

    /// What the documents are written as
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "jsonl")]
    format: Format,

    /// Compress documents.jsonl
    #[arg(long, value_enum, value_name = "FORMAT")]
    compress: Option<Compress>,

    /// Write documents of which nothing is left
    #[arg(long)]
    keep_empty: bool,

    /// Threads [default: all cores]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    input: InputArgs,

    #[command(flatten)]
    html: HtmlArgs,

    #[command(flatten)]
    rules: RuleArgs,

    #[command(flatten)]
    repairs: RepairArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Compress {
    Zst,
}

/// What documents are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Jsonl,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Where the result goes.
#[derive(Clone, Copy)]
enum Target<'a> {
    Folder(&'a Path),
    Documents,
    Text,
    DryRun,
}

pub(super) fn run(args: &CleanArgs) -> anyhow::Result<Outcome> {
    args.check()?;
    let rules = args.rules.load()?;
    let repair = args.repairs.options()?;
    let restorer = args.repairs.restorer(&args.rules.rules)?;
    let options = Options { level: args.rules.level.into(), lang: args.rules.lang, repair, restorer, explain: false };
    if let Some(out) = args.folder() {
        folder::check(out, args.force)?;
    }
    let plan = args.input.plan(&args.inputs)?;
    if let Some(out) = args.folder() {
        plan.check_out(out)?;
    }
    let target = args.target(&plan)?;
    let mut job = Job {
        rules: &rules,
        options,
        fields: args.input.fields()?,
        charset: args.input.charset.unwrap_or_default(),
        html: args.html.options(),
        keep_empty: args.keep_empty,
        jobs: args.jobs.map_or_else(cores, NonZeroUsize::get),
        compress: args.compress.is_some() && matches!(target, Target::Folder(_)),
        flow: matches!(target, Target::Documents),
        texts: Texts::None,
    };
    let clock = Clock::start();
    let tally = match target {
        Target::Folder(out) => {
            let name = match args.format {
                #[cfg(feature = "parquet")]
                Format::Parquet => folder::DOCUMENTS_PARQUET,
                Format::Jsonl if job.compress => folder::DOCUMENTS_ZST,
                Format::Jsonl => folder::DOCUMENTS,
            };
            let folder = OutFolder::create(out, name, args.force)?;
            if plan.sources.iter().any(|source| source.kind.is_page()) {
                job.texts = Texts::Folder(folder.text_folder()?);
            }
            let (tally, folder) = match args.format {
                #[cfg(feature = "parquet")]
                Format::Parquet => {
                    let mut sink = sinks::Parquet::new(folder)?;
                    (args.run_job(&plan, &job, &mut sink)?, sink.close()?)
                }
                Format::Jsonl => {
                    let mut sink = sinks::Folder(folder);
                    (args.run_job(&plan, &job, &mut sink)?, sink.0)
                }
            };
            let report = Report::new(&plan, &tally).to_json().map_err(|error| Error::Internal(error.to_string()))?;
            folder.finish(&report)?;
            tally
        }
        Target::Documents => args.run_job(&plan, &job, &mut sinks::Documents)?,
        Target::Text => {
            job.texts = Texts::Part;
            args.run_job(&plan, &job, &mut sinks::Text)?
        }
        Target::DryRun => args.run_job(&plan, &job, &mut sinks::Nowhere)?,
    };
    args.tell(target, &plan, &tally, clock)?;
    Ok(if tally.records.all_quarantined() > 0 { Outcome::Quarantined } else { Outcome::Well })
}

impl CleanArgs {
    /// Refuses options that contradict each other in ways the parser does not see.
    fn check(&self) -> Result<(), Error> {
        if self.inputs.iter().filter(|input| input.as_os_str() == "-").count() > 1 {
            return Err(Error::Usage("standard input can be read once; give one `-`".to_owned()));
        }
        if self.compress.is_some() && self.folder().is_none() && !self.dry_run {
            return Err(Error::Usage("--compress needs -o with a folder".to_owned()));
        }
        if self.format != Format::Jsonl {
            if self.folder().is_none() && !self.dry_run {
                return Err(Error::Usage("--format parquet needs -o with a folder".to_owned()));
            }
            if self.compress.is_some() {
                return Err(Error::Usage("--compress is for JSONL; Parquet is compressed anyway".to_owned()));
            }
        }
        Ok(())
    }

    /// The folder of `-o`; a dry run only checks it.
    fn folder(&self) -> Option<&Path> {
        self.output.as_deref().filter(|out| out.as_os_str() != "-")
    }

    fn target(&self, plan: &Plan) -> Result<Target<'_>, Error> {
        if self.dry_run {
            return Ok(Target::DryRun);
        }
        if let Some(out) = self.folder() {
            return Ok(Target::Folder(out));
        }
        if self.output.is_some() {
            return Ok(Target::Documents);
        }
        let folder = self.input.files_from.is_some() || self.inputs.iter().any(|input| input.is_dir());
        match plan.sources.as_slice() {
            [source] if source.kind.is_page() && !folder => Ok(Target::Text),
            _ => Err(Error::Usage(
                "without -o only one text or HTML file can be cleaned; give -o FOLDER, or -o - for JSONL on \
                 standard output"
                    .to_owned(),
            )),
        }
    }

    fn run_job(&self, plan: &Plan, job: &Job<'_>, sink: &mut dyn batch::Sink) -> Result<Tally, Error> {
        let progress = if self.quiet || !io::stderr().is_terminal() {
            Progress::hidden()
        } else {
            let known = plan.sources.iter().all(|source| matches!(source.origin, Origin::File(_)));
            Progress::visible(known.then(|| plan.sources.iter().map(|source| source.size).sum()))
        };
        let tally = batch::run(plan, job, sink, &progress);
        progress.clear();
        tally
    }

    /// The summary: on stderr, or as the result of a dry run.
    fn tell(&self, target: Target<'_>, plan: &Plan, tally: &Tally, clock: Clock) -> Result<(), Error> {
        if matches!(target, Target::DryRun) {
            let mut text = summary(plan, tally);
            text.push('\n');
            changes(tally, &mut text);
            return sinks::print(text.as_bytes());
        }
        if self.quiet {
            return Ok(());
        }
        let mut text = notes(plan);
        // Writing to a `String` cannot fail.
        let _ = write!(text, "sarand: {}{}", summary(plan, tally), speed(tally, clock));
        if tally.records.all_quarantined() > 0 {
            let reasons: Vec<_> =
                tally.records.quarantined.iter().map(|(why, count)| format!("{count} {why}")).collect();
            let hint = match target {
                Target::Folder(out) => format!("see {}", out.join(folder::QUARANTINE).display()),
                _ => "with -o FOLDER they are kept in quarantine.jsonl".to_owned(),
            };
            let _ = write!(text, "\nsarand: quarantined: {}; {hint}", reasons.join(", "));
        }
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{text}");
        Ok(())
    }
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

fn summary(plan: &Plan, tally: &Tally) -> String {
    let records = &tally.records;
    let mut text = format!(
        "{} in, {} out, {} dropped, {} quarantined",
        records.read,
        records.out,
        records.all_dropped(),
        records.all_quarantined()
    );
    match plan.skipped.len() {
        0 => {}
        1 => text.push_str("; 1 file skipped"),
        many => {
            let _ = write!(text, "; {many} files skipped");
        }
    }
    if !records.passed.is_empty() {
        let reasons: Vec<_> = records.passed.iter().map(|(why, count)| format!("{count} {why}")).collect();
        let _ = write!(text, "; records skipped: {}", reasons.join(", "));
    }
    text
}

/// What was skipped although it looks like an input, one line each; not what an extension or a glob leaves out.
fn notes(plan: &Plan) -> String {
    const SHOWN: usize = 10;
    let odd = || plan.skipped.iter().filter(|file| file.why.is_odd());
    let mut text = String::new();
    for file in odd().take(SHOWN) {
        let _ = writeln!(text, "sarand: skipped {:?}: {}", file.name, file.why.id());
    }
    match odd().count() {
        all if all > SHOWN => {
            let _ = writeln!(text, "sarand: skipped {} more of this kind", all - SHOWN);
        }
        _ => {}
    }
    text
}

fn speed(tally: &Tally, clock: Clock) -> String {
    let (seconds, mb) = (clock.seconds(), tally.read as f64 / 1e6);
    let rate = tally.records.read as f64 / seconds;
    format!("; {mb:.1} MB in {seconds:.2} s ({:.1} MB/s, {rate:.0} documents/s)", mb / seconds)
}

/// Rules and repairs, with what they would do.
fn changes(tally: &Tally, text: &mut String) {
    for (id, rule) in &tally.rules {
        let _ =
            writeln!(text, "{id}: {} removals in {} documents, {} bytes", rule.removals, rule.documents, rule.bytes);
    }
    for (id, repair) in &tally.repairs {
        let _ = writeln!(text, "{id}: {} edits in {} documents", repair.edits, repair.documents);
    }
}
