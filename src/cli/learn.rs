//! `sarand learn`: rules proposed from a crawl.

use super::{Outcome, caller::Caller, input_args::InputArgs, sinks::print, size::memory};
use crate::{
    batch::progress::Clock,
    document::html,
    error::Error,
    learn::{self, HostFrom, Learnt, Options, Refusal},
    plural::{counted, either},
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
Examples:
  sarand learn crawl/ -o proposed.toml
  sarand learn crawl.jsonl --host-from metadata.site -o -  to standard output
  sarand learn crawl/ --against mine.toml -o new.toml      only new rules
  sarand rules review proposed.toml                        accept or reject
  sarand clean crawl/ -o clean/ --rules proposed.toml      use accepted rules";

/// Under `--help`, before the examples.
const ABOUT: &str = "\
Lines that many pages of a host share become rules with the status \"proposed\". Such rules remove nothing until you \
accept them with `sarand rules review` or in the file. The inputs are read twice: half of the documents are used to \
learn, the other half to check. Rules are grouped by site; those that would remove most come first.

The host of a record is the host of `url`, or the field `host`. The host of a file is its folder if the folder is named \
like a host, as `wget -r` does.

";

/// Under `-h`, behind the examples.
const MORE: &str = "

`sarand help learn` says which host a record has, and what the exit codes mean.";

/// Under `--help`, behind the examples.
const CODES: &str = "

Exit codes: 0 success; 1 finished, but some records could not be read; 2 nothing was done; 4 reading or writing failed; \
130 interrupted, nothing was written";

#[derive(Debug, Args)]
#[command(after_help = format!("{EXAMPLES}{MORE}"), after_long_help = format!("{ABOUT}{EXAMPLES}{CODES}"))]
pub(super) struct LearnArgs {
    /// Files and folders to read
    #[arg(required_unless_present = "files_from", value_name = "INPUT")]
    inputs: Vec<PathBuf>,

    /// The rule file to write, or `-` for standard output
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,

    /// Replace FILE if it exists
    #[arg(long)]
    force: bool,

    /// Where to find the host of a document: `url` (or else the field `host`, or else the folder), `folder`, or a JSONL
    /// field such as `metadata.host`
    #[arg(long, value_name = "WHAT", default_value = "url", value_parser = host_from)]
    host_from: HostFrom,

    /// Leave out what these rules remove, too: a file or a folder; rejected rules count too (repeatable)
    ///
    /// What the built-in rules remove is left out anyway. `builtin` names them.
    #[arg(long, value_name = "PATH")]
    against: Vec<PathBuf>,

    /// Also propose what the built-in rules remove already
    #[arg(long)]
    no_builtin_rules: bool,

    /// The level at which known rules are tried: the built-in rules and those of --against
    #[arg(long, hide_short_help = true, value_name = "LEVEL", default_value = "safe")]
    level: Level,

    /// Memory for counting
    #[arg(long, value_name = "SIZE", default_value = "64M", value_parser = memory)]
    memory: usize,

    /// Show no progress and no summary
    #[arg(short, long)]
    quiet: bool,

    #[command(flatten)]
    input: InputArgs,
}

pub(super) fn run(args: &LearnArgs, caller: &Caller) -> anyhow::Result<Outcome> {
    if args.inputs.iter().any(|input| input.as_os_str() == "-") {
        return Err(
            Error::Usage("`learn` reads its inputs twice; save standard input to a file first".to_owned()).into()
        );
    }
    let to_file = (args.output.as_os_str() != "-").then_some(args.output.as_path());
    if let Some(path) = to_file
        && path.exists()
        && !args.force
    {
        let message = format!(
            "{} exists already, perhaps with the answers of a review; use --force to replace it",
            path.display()
        );
        return Err(Error::Usage(message).into());
    }
    let (host_from, against, stop) = (args.host_from.clone(), args.against()?, caller.stop()?);
    let options = Options { host_from, memory: args.memory, against, level: args.level, stop };
    let plan = args.input.plan(&args.inputs)?;
    if let Some(stream) = plan.sources.iter().find(|source| source.is_stream()) {
        return Err(Error::Usage(format!(
            "{} is a stream, but `learn` reads its inputs twice; save it to a file first",
            stream.name
        ))
        .into());
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
        let _ = writeln!(io::stderr().lock(), "{}", summary(args, &learnt, clock));
    }
    Ok(if learnt.faulty == 0 { Outcome::Well } else { Outcome::Quarantined })
}

impl LearnArgs {
    /// The known rules, those that only await a review and those that were rejected among them. Without any, the built-in rules
    /// still say in which order rules are proposed.
    fn against(&self) -> Result<Option<RuleSet>, Error> {
        let (named, paths): (Vec<PathBuf>, Vec<PathBuf>) =
            self.against.iter().cloned().partition(|path| path.as_os_str() == "builtin");
        let builtin = !self.no_builtin_rules || !named.is_empty();
        if !builtin && paths.is_empty() {
            return Ok(None);
        }
        if paths.is_empty() {
            // All of them are accepted, and they are ready.
            return Ok(Some(RuleSet::builtin()));
        }
        let mut catalog = Catalog::load(&RuleSources { builtin, paths })?;
        catalog.rules.iter_mut().for_each(|rule| Arc::make_mut(rule).status = Status::Accepted);
        Ok(Some(RuleSet::compile(&catalog, &Selection::default())))
    }
}

fn summary(args: &LearnArgs, learnt: &Learnt, clock: Clock) -> String {
    let Learnt { rules, documents, hosts, .. } = learnt;
    let mut text = format!(
        "sarand: {} proposed from {} of {}",
        counted(*rules, "rule"),
        counted(*documents, "document"),
        counted(*hosts, "host")
    );
    // Writing to a `String` cannot fail.
    let _ = write!(text, " in {:.1} s", clock.seconds());
    if !learnt.refused.is_empty() {
        let reasons: Vec<String> =
            learnt.refused.iter().map(|(why, count)| format!("{count} {}", why.name())).collect();
        let _ = write!(text, "\nsarand: lines not proposed: {}", reasons.join(", "));
        if learnt.refused.contains_key(&Refusal::Known) {
            // Which of them took a line is not counted: several often take the same one.
            text.push_str(match (args.against.is_empty(), args.no_builtin_rules) {
                (true, false) => " (--no-builtin-rules proposes what the built-in rules remove, too)",
                (false, false) => " (the built-in rules, or those of --against)",
                (_, true) => "",
            });
        }
    }
    if let Some(floor) = learnt.floor {
        let _ = write!(
            text,
            "\nsarand: lines in {floor} or fewer documents were left out to save memory; give more with --memory"
        );
    }
    if learnt.faulty > 0 {
        let what = either(&learnt.faulty, "record or file", "records or files");
        let _ = write!(text, "\nsarand: {} {what} could not be read", learnt.faulty);
    }
    text
}

fn host_from(name: &str) -> Result<HostFrom, String> {
    match name {
        "" => Err("give url, folder, or the name of a field".to_owned()),
        "url" => Ok(HostFrom::Auto),
        "folder" => Ok(HostFrom::Folder),
        field => Ok(HostFrom::Field(field.to_owned())),
    }
}
