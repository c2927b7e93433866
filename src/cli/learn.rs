//! `sarand learn`: rules proposed from a crawl.

use super::{Outcome, caller::Caller, input_args::InputArgs, sinks::print, size::memory};
use crate::{
    batch::progress::Clock,
    document::html,
    error::Error,
    learn::{self, HostFrom, Learnt, Options},
    rules::{Catalog, Level, RuleSet, RuleSources, Selection, Status},
};
use clap::Args;
use std::{
    fmt::Write as _,
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

const EXAMPLES: &str = "\
Lines that many pages of a host share become rules with status \"proposed\": they load, and remove nothing until \
`sarand rules review` or you set \"accepted\". The inputs are read twice; half of the documents only check what the \
other half taught. Rules stand site by site, those that add most to what is removed anyway first.

The host of a record is that of `url`, or the field `host`; of a file it is the folder called like one, as `wget -r` \
leaves them.

Examples:
  sarand learn crawl/ -o proposed.toml
  sarand learn crawl.jsonl --host-from metadata.site -o -  to standard output
  sarand learn crawl/ --against builtin -o proposed.toml   only what is new
  sarand rules review proposed.toml                        accept or reject
  sarand clean crawl/ -o clean/ --rules proposed.toml      with those accepted

Exit codes: 0 all well; 1 finished, but some records could not be read; 2 nothing was done; 4 reading or writing failed; \
130 interrupted, nothing was written";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct LearnArgs {
    /// Files and folders to read
    #[arg(required_unless_present = "files_from", value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// The rule file to write, or `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Replace FILE
    #[arg(long)]
    force: bool,

    /// What a document's host is: `url` (else the field `host`, else the folder), `folder`, or a JSONL field as
    /// `metadata.host`
    #[arg(long, value_name = "WHAT", default_value = "url", value_parser = host_from)]
    host_from: HostFrom,

    /// Leave out what these rules take: a file, a folder, or `builtin`; rejected rules count too (repeatable)
    #[arg(long, value_name = "PATH")]
    against: Vec<PathBuf>,

    /// Rank rules by what cleaning at this level leaves: with the rules of --against, else with those of the program
    #[arg(long, value_name = "LEVEL", default_value = "safe")]
    level: Level,

    /// Memory for counting, as 64M
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = memory)]
    memory: usize,

    /// No progress and no summary
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    input: InputArgs,
}

pub(super) fn run(args: &LearnArgs, caller: &Caller) -> anyhow::Result<Outcome> {
    if args.inputs.iter().any(|input| input.as_os_str() == "-") {
        return Err(Error::Usage("learn reads its inputs twice; save standard input to a file first".to_owned()).into());
    }
    let to_file = (args.output.as_os_str() != "-").then_some(args.output.as_path());
    if let Some(path) = to_file
        && path.exists()
        && !args.force
    {
        let message =
            format!("{} is there already, perhaps with answers of a review; --force replaces it", path.display());
        return Err(Error::Usage(message).into());
    }
    let (host_from, against, stop) = (args.host_from.clone(), args.against()?, caller.stop()?);
    let options = Options { host_from, memory: args.memory, against, level: args.level, stop };
    let plan = args.input.plan(&args.inputs)?;
    if let Some(stream) = plan.sources.iter().find(|source| source.is_stream()) {
        return Err(Error::Usage(format!("{}: learn reads its inputs twice, and this is a stream", stream.name)).into());
    }
    let total = 2 * plan.sources.iter().map(|source| source.size).sum::<u64>();
    let progress = caller.progress(Some(total), args.quiet);
    let clock = Clock::start();
    let reading = args.input.reading(html::Options::default())?;
    let learnt = learn::learn(&plan, &reading, &options, &progress);
    progress.clear();
    if !learnt.ended {
        return Ok(Outcome::Interrupted);
    }
    match to_file {
        Some(path) => {
            std::fs::write(path, &learnt.toml).map_err(|source| Error::Io { path: path.to_owned(), source })?
        }
        None => print(learnt.toml.as_bytes())?,
    }
    if !args.quiet {
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(io::stderr().lock(), "{}", summary(&learnt, clock));
    }
    Ok(if learnt.faulty == 0 { Outcome::Well } else { Outcome::Quarantined })
}

impl LearnArgs {
    /// The known rules, those that only await a review and those that were rejected among them.
    fn against(&self) -> Result<Option<RuleSet>, Error> {
        if self.against.is_empty() {
            return Ok(None);
        }
        let (builtin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            self.against.iter().cloned().partition(|path| path.as_os_str() == "builtin");
        let mut catalog = Catalog::load(&RuleSources { builtin: !builtin.is_empty(), paths })?;
        catalog.rules.iter_mut().for_each(|rule| Arc::make_mut(rule).status = Status::Accepted);
        Ok(Some(RuleSet::compile(&catalog, &Selection::default())))
    }
}

fn summary(learnt: &Learnt, clock: Clock) -> String {
    let Learnt { rules, documents, hosts, .. } = learnt;
    let mut text = format!("sarand: {rules} rules proposed from {documents} documents of {hosts} hosts");
    // Writing to a `String` cannot fail.
    let _ = write!(text, " in {:.1} s", clock.seconds());
    if !learnt.refused.is_empty() {
        let reasons: Vec<String> =
            learnt.refused.iter().map(|(why, count)| format!("{count} {}", why.name())).collect();
        let _ = write!(text, "\nsarand: lines not proposed: {}", reasons.join(", "));
    }
    if let Some(floor) = learnt.floor {
        let _ = write!(text, "\nsarand: lines of {floor} documents or fewer were left out; --memory gives room");
    }
    if learnt.faulty > 0 {
        let _ = write!(text, "\nsarand: {} records or files could not be read", learnt.faulty);
    }
    text
}

fn host_from(name: &str) -> Result<HostFrom, String> {
    match name {
        "" => Err("url, folder, or the name of a field".to_owned()),
        "url" => Ok(HostFrom::Auto),
        "folder" => Ok(HostFrom::Folder),
        field => Ok(HostFrom::Field(field.to_owned())),
    }
}
