//! The command line: one file a verb. Parses, calls the library, says what happened; decides nothing about text.
//!
//! Exit codes: [`EXIT_CODES`].

mod caller;
mod charset_args;
mod clean;
mod clean_args;
mod completions;
mod decode;
pub mod embed;
mod eval;
mod existence;
mod exit_codes;
mod explain;
mod explain_rows;
mod fit;
mod folded;
mod html_args;
mod input_args;
mod learn;
mod man;
mod marked;
mod repair;
mod report;
mod review;
mod rule_args;
mod rules;
mod run_options;
mod signals;
mod sinks;
mod size;
mod summary;
mod survey;
mod target;
mod view;

use crate::error::Error;
pub use caller::{Caller, Program};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
pub use exit_codes::EXIT_CODES;
use run_options::RunOptions;
use std::{
    ffi::OsString,
    io::{self, Write},
    process::ExitCode,
};

const EXAMPLES: &str = "\
Examples:
  sarand clean crawl/ -o clean/     clean a crawl and record every change
  sarand report clean/              print what was done
  sarand view clean/                look at it in the browser
  sarand clean page.html            print the clean text of one page
  sarand explain page.txt           show what is removed, and why
  sarand decode page.html           convert to UTF-8
  sarand rules list --matrix        show the kinds of rules, by language
  sarand learn crawl/ -o mine.toml  propose rules from a crawl

`sarand help VERB` explains a verb and all its options.";

#[derive(Debug, Parser)]
#[command(name = "sarand", version, about, propagate_version = true, max_term_width = 100, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Clean files, folders and archives: remove boilerplate, repair characters, record every change
    Clean(Box<clean_args::CleanArgs>),
    /// Convert files to UTF-8, detect their charset, or repair mojibake in JSONL fields
    Decode(decode::DecodeArgs),
    /// Show which lines of a document are removed, which are kept, and why
    Explain(Box<explain::ExplainArgs>),
    /// Repair characters in text; remove nothing
    Repair(repair::RepairVerbArgs),
    /// Print what a run did, as tables
    Report(report::ReportArgs),
    /// Look at a run in the browser: what was removed and why; correct it, review rules, compare runs
    View(view::ViewArgs),
    /// Propose rules from a crawl, for lines that many pages of a site share
    Learn(learn::LearnArgs),
    /// Count which lines the pages of each host share, for `clean --survey`
    Survey(survey::SurveyArgs),
    /// Score the rules on documents that you labelled line by line
    Eval(eval::EvalArgs),
    /// Find thresholds for the judge from documents that you labelled
    Fit(fit::FitArgs),
    /// List, show, test, check and review rules
    Rules(rules::RulesArgs),
    /// Print a completion script for a shell
    Completions(completions::CompletionsArgs),
    /// Print a manual page
    Man(man::ManArgs),
}

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Well,
    /// Something was quarantined, or a check failed.
    Quarantined,
    /// A signal came first.
    Interrupted,
}

/// The definition of the command line. Help, manual pages, completions and the reference are made of it.
#[doc(hidden)]
#[must_use]
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn main() -> ExitCode {
    ExitCode::from(run(std::env::args_os()))
}

/// Runs the program with these arguments, of which the first is its name, and gives its exit code.
#[must_use]
pub fn run(args: impl IntoIterator<Item = OsString>) -> u8 {
    let done = match Call::parse(args) {
        Ok(call) => call.run(&Caller::Terminal),
        Err(error) => {
            // A closed stderr leaves nobody to tell.
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    match done {
        Ok(Outcome::Well) => 0,
        Ok(Outcome::Quarantined) => 1,
        Ok(Outcome::Interrupted) => signals::INTERRUPTED,
        Err(error) if is_broken_pipe(&error) => 0,
        Err(error) => {
            // Our own errors say their source themselves. A closed stderr leaves nobody to tell.
            let _ = match error.downcast_ref::<Error>() {
                Some(own) => writeln!(anstream::stderr(), "sarand: {own}"),
                None => writeln!(anstream::stderr(), "sarand: {error:#}"),
            };
            exit_code(&error)
        }
    }
}

/// A verb with its arguments.
struct Call {
    verb: Verb,
    /// The options of `clean` as they were given.
    given: RunOptions,
}

impl Call {
    fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let command = Cli::command();
        let matches = command.clone().try_get_matches_from(args)?;
        let verb = Cli::from_arg_matches(&matches)?.verb;
        let given = matches.subcommand().map(|(name, given)| RunOptions::of(command.find_subcommand(name), given));
        Ok(Self { verb, given: given.unwrap_or_default() })
    }

    fn run(self, caller: &Caller) -> anyhow::Result<Outcome> {
        match self.verb {
            Verb::Clean(args) => clean::run(&args, self.given, caller),
            Verb::Decode(args) => decode::run(&args),
            Verb::Explain(args) => explain::run(&args),
            Verb::Repair(args) => repair::run(&args),
            Verb::Report(args) => report::run(&args, caller),
            Verb::View(args) => view::run(&args, caller),
            Verb::Learn(args) => learn::run(&args, caller),
            Verb::Survey(args) => survey::run(&args, caller),
            Verb::Eval(args) => eval::run(&args),
            Verb::Fit(args) => fit::run(&args),
            Verb::Rules(args) => rules::run(&args),
            Verb::Completions(args) => completions::run(&args),
            Verb::Man(args) => man::run(&args),
        }
    }
}

fn exit_code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<Error>() {
        Some(Error::Mismatch(_)) => 3,
        Some(Error::Io { .. }) => 4,
        Some(Error::TooMuchBad(_)) => 5,
        Some(Error::Internal(_)) => 70,
        Some(Error::Missing { .. } | Error::Usage(_) | Error::Rules(_)) => 2,
        None if error.downcast_ref::<io::Error>().is_some() => 4,
        None => 2,
    }
}

/// Who reads our output may stop when it has enough.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    match error.downcast_ref::<Error>() {
        Some(own) => sinks::is_gone(own),
        None => error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is rarely needed is shown by `--help` alone.
    #[test]
    fn the_short_help_of_each_verb_fits_a_screen() {
        let mut program = Cli::command().term_width(100);
        program.build();
        let mut commands = vec![program];
        while let Some(mut command) = commands.pop() {
            commands.extend(command.get_subcommands().cloned());
            let lines = command.render_help().to_string().lines().count();
            assert!(lines <= 45, "{} -h has {lines} lines", command.get_name());
        }
    }

    /// Lines that are broken by hand are broken once more on a narrow terminal; clap breaks prose, and nothing else is long.
    #[test]
    fn help_texts_are_wrapped_once() {
        let mut commands = vec![Cli::command()];
        while let Some(command) = commands.pop() {
            commands.extend(command.get_subcommands().cloned());
            let texts = [command.get_after_help(), command.get_after_long_help()];
            let help: String = texts.into_iter().flatten().map(|text| format!("{text}\n\n")).collect();
            let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
            let lines: Vec<&str> = help.lines().collect();
            for line in lines.iter().filter(|line| !is_prose(line)) {
                assert!(line.chars().count() <= 80, "{}: {line}", command.get_name());
            }
            for pair in lines.windows(2) {
                assert!(!is_prose(pair[0]) || !is_prose(pair[1]), "{}: {}", command.get_name(), pair[1]);
            }
        }
    }
}
