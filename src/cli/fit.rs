//! `sarand fit`: how sure the judge must be, by pages that you labelled.

use super::{Outcome, existence, rule_args::RuleArgs, sinks::print, survey};
use crate::{
    clean::Options,
    error::Error,
    eval::{FittedBound, fit, gold},
    plural::{counted, either},
};
use clap::Args;
use std::{fmt::Write as _, path::PathBuf, sync::Arc};

const EXAMPLES: &str = "\
A threshold is the lowest chance at which the judge removes a line. `fit` finds, for each level, the lowest one that \
loses at most 0.1% (`safe`), 0.5% (`likely`) or 1.5% (`bold`) of your content lines. Label a few hundred documents from \
many sites; with fewer, the thresholds are right only for those. No model is trained. `sarand help eval` says how to \
label a document.

Examples:
  sarand fit gold/                                  print the thresholds
  sarand fit gold/ -o bounds.toml                   write them to a rule file
  sarand clean crawl/ -o clean/ --rules bounds.toml

Exit codes: 0 success; 2 nothing was done; 4 reading or writing failed";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct FitArgs {
    /// A file or folder of labelled documents
    #[arg(value_name = "GOLD")]
    gold: PathBuf,

    /// The rule file to write [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace FILE if it exists
    #[arg(long)]
    force: bool,

    /// Use counts that `sarand survey` wrote (repeatable); the thresholds are then for cleaning with it
    #[arg(long, value_name = "FILE")]
    survey: Vec<PathBuf>,

    #[command(flatten)]
    rules: RuleArgs,
}

pub(super) fn run(args: &FitArgs) -> anyhow::Result<Outcome> {
    if let Some(path) = args.output.as_ref().filter(|path| path.exists() && !args.force) {
        return Err(Error::Usage(format!("{} exists already; use --force to replace it", path.display())).into());
    }
    existence::require(&args.gold)?;
    let documents = gold::read(&args.gold)?;
    let catalog = args.rules.catalog()?;
    args.rules.check(&catalog)?;
    let survey = survey::named(&args.survey, survey::MEMORY)?.map(|survey| Arc::new(survey.line_shares()));
    let options = Options { lang: args.rules.lang, survey, ..Options::default() };
    let fitted = fit(&documents, &catalog, &args.rules.selection()?, &options);
    let text = file(&fitted, documents.len());
    match &args.output {
        Some(path) => std::fs::write(path, text).map_err(|source| Error::Io { path: path.clone(), source })?,
        None => print(text.as_bytes())?,
    }
    Ok(Outcome::Well)
}

/// A rule file with the bounds, and what they do as comments.
fn file(fitted: &[FittedBound], documents: usize) -> String {
    let documents = counted(documents, "labelled document");
    let mut out = format!("# Made by `sarand fit` from {documents}.\n[judge]\n");
    for FittedBound { level, bound, content, lost, chrome, dropped } in fitted {
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            out,
            "{level} = {bound:.4} # {dropped} of {} of chrome {}, {lost} of {content} of content",
            counted(*chrome, "line"),
            either(dropped, "goes", "go")
        );
    }
    out
}
