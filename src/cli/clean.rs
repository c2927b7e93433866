//! `sarand clean`: the main job.

use super::{
    Outcome,
    given::Given,
    html_args::HtmlArgs,
    input_args::InputArgs,
    rule_args::{RepairArgs, RuleArgs},
    signals, sinks,
    size::size,
    summary::{changes, notes, speed, summary},
};
use crate::{
    batch::{self, Done, Job, Position, Progress, Texts, progress::Clock},
    clean::Options,
    error::Error,
    read::{Origin, Plan},
    rules::{self, Catalog},
    run::{self, Identity, MaxBad, Run, Started, layout},
    write::report::{Report, Tally},
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
  and each but .zip and .parquet with .gz, .zst, .zstd, .bz2 or .xz; and quarantine.jsonl of an earlier run

Examples:
  sarand clean crawl/ -o clean/              a folder of text, HTML and JSONL
  sarand clean crawl/ -o clean/              the same again: goes on where a run was killed
  sarand clean crawl/ -o clean/ --restart    begins anew
  sarand clean -o clean/ --verify            whether the outputs are still what was written
  sarand clean clean/quarantine.jsonl -o 2/  once more what could not be read
  sarand clean page.html                     the clean text of one page
  sarand clean - -o - < in.jsonl > out.jsonl a filter: a line out for each line in
  zcat big.gz | sarand clean - -o clean/     from standard input
  sarand clean crawl.warc.gz -o clean/       the pages of a crawl
  sarand clean rows.csv --text-column body -o clean/
  find crawl -print0 | sarand clean --files-from - -0 -o clean/
  sarand clean crawl/ --dry-run              what would be done

Exit codes:
  0    all well
  1    finished, but something was quarantined; with --verify: something differs
  2    nothing was done: the arguments, inputs or rules cannot work
  3    OUT holds another run: what differs is named
  4    reading or writing failed; the same command goes on
  5    --max-bad was exceeded; the same command with a larger one goes on
  70   internal error
  130  interrupted; the same command goes on";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CleanArgs {
    /// Files and folders to read; `-` is standard input
    #[arg(required_unless_present_any = ["files_from", "verify"], value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// The folder to write to, or `-` for JSONL on standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// Do all but write, and print what would be done
    #[arg(long)]
    dry_run: bool,

    /// Begin anew, and replace what an earlier run wrote to OUT; other files there stay
    #[arg(long, visible_alias = "force")]
    restart: bool,

    /// Clean nothing: compare all that a run wrote to OUT with the hashes in its manifest
    #[arg(long, conflicts_with_all = ["dry_run", "restart"])]
    verify: bool,

    /// Write one documents.jsonl, however large; otherwise a run of more than one part has a file for each
    #[arg(long)]
    single: bool,

    /// Bytes of input, decompressed, after which a part is complete
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = size)]
    part_size: u64,

    /// Stop once more records than this are quarantined: a number, or a share as `0.5%` (judged from 1,000 records on)
    #[arg(long, value_name = "N|P%")]
    max_bad: Option<MaxBad>,

    /// Write the report to a file, too
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,

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

    /// No summary, and no progress but what --progress asks for
    #[arg(short, long)]
    quiet: bool,

    /// What is shown on standard error while the run goes on
    #[arg(long, value_enum, value_name = "HOW", default_value_t)]
    progress: ProgressArg,

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

/// What is shown meanwhile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ProgressArg {
    /// A bar, on a terminal
    #[default]
    Auto,
    /// A JSON object a second, for schedulers
    Json,
    /// Nothing
    None,
}

/// Where the result goes.
#[derive(Clone, Copy)]
enum Target<'a> {
    Folder(&'a Path),
    Documents,
    Text,
    DryRun,
}

/// Runs the verb; `given` are its options as they were given.
pub(super) fn run(args: &CleanArgs, given: Given) -> anyhow::Result<Outcome> {
    args.check()?;
    if args.verify {
        return args.compare();
    }
    let catalog = args.rules.catalog()?;
    let rules = args.rules.compile(&catalog)?;
    let repair = args.repairs.options()?;
    let restorer = args.repairs.restorer(&args.rules.rules)?;
    let options = Options { level: args.rules.level.into(), lang: args.rules.lang, repair, restorer, explain: false };
    if let Some(out) = args.folder() {
        layout::check(out, args.restart)?;
    }
    let plan = args.input.plan(&args.inputs)?;
    if let Some(out) = args.folder() {
        plan.check_out(out)?;
    }
    let target = args.target(&plan)?;
    let mut job = Job {
        options,
        reading: args.input.reading(args.html.options())?,
        keep_empty: args.keep_empty,
        jobs: args.jobs.map_or_else(cores, NonZeroUsize::get),
        compress: args.compress.is_some() && matches!(target, Target::Folder(_)),
        flow: matches!(target, Target::Documents),
        errors: matches!(target, Target::Documents),
        stop: signals::stop()?,
        ..Job::new(&rules)
    };
    let clock = Clock::start();
    let mut limit = sinks::Limit::new(args.max_bad);
    // Bytes and records of earlier runs.
    let mut before = (0, 0);
    let done = match target {
        Target::Folder(out) => {
            let identity = Identity::new(args.digest(&catalog)?, given.options, &plan);
            let form = match args.format {
                #[cfg(feature = "parquet")]
                Format::Parquet => layout::Form::Parquet,
                Format::Jsonl if job.compress => layout::Form::Zst,
                Format::Jsonl => layout::Form::Jsonl,
            };
            let options = run::Options { part_size: args.part_size, single: args.single, form, max_bad: args.max_bad };
            match Run::start(out, &plan, identity, options, args.restart)? {
                Started::Finished(tally) => {
                    args.say(&format!("{} is finished: {}; nothing was done", out.display(), summary(&plan, &tally)));
                    return Ok(outcome(&tally));
                }
                Started::Run(run) => {
                    before = (run.total().read, run.total().records.read);
                    args.run_parts(&plan, &mut job, *run)?
                }
            }
        }
        Target::Documents => args.run_job(&plan, &job, &mut sinks::Documents(&mut limit))?,
        Target::Text => {
            job.texts = Texts::Part;
            args.run_job(&plan, &job, &mut sinks::Text)?
        }
        Target::DryRun => args.run_job(&plan, &job, &mut sinks::Nowhere(&mut limit))?,
    };
    if !done.ended {
        let on = if matches!(target, Target::Folder(_)) { "; the same command goes on" } else { "" };
        args.say(&format!("interrupted: {}{on}", summary(&plan, &done.tally)));
        return Ok(Outcome::Interrupted);
    }
    let tally = done.tally;
    limit.check(&tally.records, true)?;
    if let Some(path) = &args.report {
        let report = Report::new(&plan, &tally).to_json().map_err(|error| Error::Internal(error.to_string()))?;
        std::fs::write(path, report).map_err(|source| Error::Io { path: path.clone(), source })?;
    }
    args.tell(target, &plan, &tally, &speed(&tally, before, clock))?;
    Ok(outcome(&tally))
}

fn outcome(tally: &Tally) -> Outcome {
    if tally.records.all_quarantined() > 0 { Outcome::Quarantined } else { Outcome::Well }
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
            if self.single {
                return Err(Error::Usage("--single is for JSONL; Parquet files cannot be joined".to_owned()));
            }
            if self.compress.is_some() {
                return Err(Error::Usage("--compress is for JSONL; Parquet is compressed anyway".to_owned()));
            }
        }
        if self.verify && self.folder().is_none() {
            return Err(Error::Usage("--verify needs -o with the folder of a run".to_owned()));
        }
        Ok(())
    }

    /// `--verify`.
    fn compare(&self) -> anyhow::Result<Outcome> {
        let checked = run::verify(self.folder().unwrap_or(Path::new(".")))?;
        let mut text = checked.differing.join("\n");
        if checked.differing.is_empty() {
            let _ = write!(text, "{} parts and {} texts are as they were written", checked.parts, checked.texts);
        }
        if checked.unfinished {
            text.push_str("\nthe run has not ended");
        }
        text.push('\n');
        sinks::print(text.as_bytes())?;
        Ok(if checked.differing.is_empty() { Outcome::Well } else { Outcome::Quarantined })
    }

    /// Goes on with `run` from where it is to its end, or as far as it comes.
    fn run_parts(&self, plan: &Plan, job: &mut Job<'_>, mut run: Run) -> Result<Done, Error> {
        if let Some(from) = run.position() {
            job.from = from;
            if plan.sources.iter().any(|source| source.kind.is_page()) {
                job.texts = Texts::Folder(run.text_folder()?);
            }
            if from != Position::default() {
                self.say(&format!("going on: {} records are done", run.total().records.read));
            }
            let done = self.run_job(plan, job, &mut run);
            let ended = done.as_ref().is_ok_and(|done| done.ended);
            if !ended {
                let paused = run.pause();
                let done = done?;
                paused?;
                return Ok(Done { tally: run.total().clone(), ..done });
            }
        }
        Ok(Done { tally: run.finish(plan)?, ended: true })
    }

    /// What the run is, beside its options: a hash of the rules and of the lexicon.
    fn digest(&self, catalog: &Catalog) -> Result<String, Error> {
        let mut text = rules::print::in_force(catalog);
        if let Some(path) = &self.repairs.lexicon {
            let words = std::fs::read(path).map_err(|source| Error::Io { path: path.clone(), source })?;
            text.push_str(&run::hash(&words));
        }
        Ok(run::hash(text.as_bytes()))
    }

    /// Says something on stderr, unless it is to be quiet.
    fn say(&self, text: &str) {
        if !self.quiet {
            // A closed stderr leaves nobody to tell.
            let _ = writeln!(io::stderr().lock(), "sarand: {text}");
        }
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

    fn run_job(&self, plan: &Plan, job: &Job<'_>, sink: &mut dyn batch::Sink) -> Result<Done, Error> {
        let known = plan.sources.iter().all(|source| matches!(source.origin, Origin::File(_)));
        let total = known.then(|| plan.sources.iter().map(|source| source.size).sum());
        let progress = match self.progress {
            ProgressArg::Json => Progress::json(total),
            ProgressArg::Auto if !self.quiet && io::stderr().is_terminal() => Progress::visible(total),
            ProgressArg::Auto | ProgressArg::None => Progress::hidden(),
        };
        let done = batch::run(plan, job, sink, &progress);
        progress.clear();
        done
    }

    /// The summary: on stderr, or as the result of a dry run.
    fn tell(&self, target: Target<'_>, plan: &Plan, tally: &Tally, speed: &str) -> Result<(), Error> {
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
        let _ = write!(text, "sarand: {}{speed}", summary(plan, tally));
        if tally.records.all_quarantined() > 0 {
            let reasons: Vec<_> =
                tally.records.quarantined.iter().map(|(why, count)| format!("{count} {why}")).collect();
            let hint = match target {
                Target::Folder(out) => format!("see {}", out.join(layout::QUARANTINE).display()),
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
