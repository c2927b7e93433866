//! `sarand rules`: what rules there are, what they say, and whether they hold.

use super::{
    Outcome, existence,
    review::{self, ReviewArgs},
    rule_args::{RuleArgs, globs},
    sinks::print,
};
use crate::{
    clean::Options,
    error::Error,
    plural::counted,
    prove::{
        corpus::{self, RemovedLine},
        lint, selftest,
    },
    rules::{
        Catalog, Rule, RuleSet,
        diagnose::nearest,
        print as page,
        schema::{CLASSES, Status},
    },
};
use clap::{Args, Subcommand};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
};

const EXAMPLES: &str = "\
Examples:
  sarand rules list --matrix                         counts, class by language
  sarand rules show fa.end-mark                      one rule with its examples
  sarand rules test --rules mine.toml --only 'my.*'  test the examples
  sarand rules test --clean clean/                   test on clean text
  sarand rules review proposed.toml                  accept or reject proposals
  sarand rules effective --rules mine.toml           the merged rules, by file";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the rules
    List {
        /// Print a table of counts instead, class by language
        #[arg(long)]
        matrix: bool,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Print one rule with its examples
    Show {
        /// Its id
        id: String,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Test the rules on their examples or, with --clean, on text without boilerplate
    ///
    /// An example is tried in several places: a `miss` above and below a text, the `hit` of a line rule inside a paragraph
    /// too. The last line counts examples and trials.
    Test {
        /// A folder of .txt files from which nothing may be removed
        #[arg(long, value_name = "DIR")]
        clean: Option<PathBuf>,
        /// Lines of DIR that may be removed, each with a reason (TOML: [[exception]] file, line, rule, reason)
        #[arg(long, value_name = "FILE", requires = "clean")]
        except: Option<PathBuf>,
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Warn about rules that are slow, useless or dangerous
    Lint {
        #[command(flatten)]
        rules: RuleArgs,
    },
    /// Review the proposed rules of a file: accept, edit or reject them
    Review(ReviewArgs),
    /// Print the merged rules, with the file and line of each value
    Effective {
        #[command(flatten)]
        rules: RuleArgs,
    },
}

pub(super) fn run(args: &RulesArgs) -> anyhow::Result<Outcome> {
    match &args.verb {
        Verb::List { matrix, rules } => list(&chosen(rules)?, *matrix),
        Verb::Show { id, rules } => show(&rules.catalog()?, id),
        Verb::Test { clean, except, rules } => {
            // A glob that names no rule would test nothing and pass.
            let set = rules.load()?;
            match clean {
                Some(folder) => over_clean(folder, except.as_deref(), &set, rules),
                None => test(&rules.catalog()?, rules),
            }
        }
        Verb::Lint { rules } => lint_all(&chosen(rules)?),
        Verb::Review(args) => review::run(args),
        Verb::Effective { rules } => {
            print(page::effective(&chosen(rules)?).as_bytes())?;
            Ok(Outcome::Well)
        }
    }
}

/// The catalog without what `--only` and `--skip` leave out. Disabled rules stay: they are listed as such.
fn chosen(args: &RuleArgs) -> Result<Catalog, Error> {
    let mut catalog = args.catalog()?;
    args.check(&catalog)?;
    let (only, skip) = (globs(&args.only)?, globs(&args.skip)?);
    catalog.rules.retain(|rule| {
        only.as_ref().is_none_or(|globs| globs.is_match(&rule.id))
            && !skip.as_ref().is_some_and(|globs| globs.is_match(&rule.id))
    });
    Ok(catalog)
}

fn langs(rule: &Rule) -> Vec<&str> {
    if rule.lang.is_empty() { vec!["any"] } else { rule.lang.iter().map(crate::lang::Lang::as_str).collect() }
}

fn list(catalog: &Catalog, matrix: bool) -> anyhow::Result<Outcome> {
    let mut out = String::new();
    if matrix {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for rule in catalog.rules.iter().filter(|rule| rule.is_active()) {
            for lang in langs(rule) {
                *counts.entry((rule.class.as_str(), lang)).or_default() += 1;
            }
        }
        let found: BTreeSet<&str> = counts.keys().map(|(_, lang)| *lang).collect();
        let _ = write!(out, "{:<16}", "class");
        for lang in &found {
            let _ = write!(out, "{lang:>6}");
        }
        out.push('\n');
        for class in CLASSES {
            let _ = write!(out, "{class:<16}");
            for lang in &found {
                let count = counts.get(&(*class, *lang)).map_or_else(|| ".".to_owned(), ToString::to_string);
                let _ = write!(out, "{count:>6}");
            }
            out.push('\n');
        }
        let _ = write!(out, "{:<16}", "all");
        for lang in &found {
            let all: usize = counts.iter().filter(|((_, of), _)| of == lang).map(|(_, count)| count).sum();
            let _ = write!(out, "{all:>6}");
        }
        out.push('\n');
    } else {
        for rule in &catalog.rules {
            let state = match rule.status {
                _ if !rule.enabled => "off".to_owned(),
                Status::Accepted => rule.level.to_string(),
                waiting => waiting.to_string(),
            };
            let (id, kind, class, summary) = (&rule.id, rule.kind.to_string(), &rule.class, &rule.summary);
            let _ = writeln!(out, "{id:<32} {state:<8} {kind:<7} {class:<15} {:<7} {summary}", langs(rule).join(","));
        }
    }
    print(out.as_bytes())?;
    Ok(Outcome::Well)
}

fn show(catalog: &Catalog, id: &str) -> anyhow::Result<Outcome> {
    let Some(rule) = catalog.get(id) else {
        let help = match nearest(id, catalog.rules.iter().map(|rule| rule.id.as_str())) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "`sarand rules list` shows the ids".to_owned(),
        };
        return Err(Error::Usage(format!("there is no rule `{id}`\n  try: {help}")).into());
    };
    print(page::describe(rule).as_bytes())?;
    Ok(Outcome::Well)
}

fn test(catalog: &Catalog, args: &RuleArgs) -> anyhow::Result<Outcome> {
    let run = selftest::run(catalog, &args.selection()?);
    let (examples, trials) = (counted(run.examples, "example"), counted(run.trials, "trial"));
    let mut out = String::new();
    for failure in &run.failures {
        let _ = writeln!(out, "{failure}");
    }
    let _ = writeln!(out, "{} in {}, {} failed", examples, trials, run.failures.len());
    print(out.as_bytes())?;
    Ok(if run.failures.is_empty() { Outcome::Well } else { Outcome::Quarantined })
}

/// A line of clean text that may go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    file: String,
    line: usize,
    rule: String,
    reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

fn over_clean(folder: &Path, except: Option<&Path>, rules: &RuleSet, args: &RuleArgs) -> anyhow::Result<Outcome> {
    [Some(folder), except].into_iter().flatten().try_for_each(existence::require)?;
    let exceptions = match except {
        None => Exceptions::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
            toml::from_str(&text).map_err(|error| Error::Usage(format!("{}: {error}", path.display())))?
        }
    };
    if let Some(bare) = exceptions.exception.iter().find(|exception| exception.reason.trim().is_empty()) {
        return Err(Error::Usage(format!("{}:{}: this exception has no reason", bare.file, bare.line)).into());
    }
    let options = Options { level: args.level.into(), lang: args.lang, ..Options::default() };
    let run = corpus::run(folder, rules, &options)?;
    let known = |removed: &RemovedLine| {
        exceptions
            .exception
            .iter()
            .any(|known| known.file == removed.file && known.line == removed.line && known.rule == removed.rule)
    };
    let (excepted, faults): (Vec<&RemovedLine>, Vec<&RemovedLine>) =
        run.removed.iter().partition(|removed| known(removed));
    let mut out = String::new();
    for RemovedLine { file, line, rule, text } in &faults {
        let _ = writeln!(out, "{file}:{line}: {rule} took «{text}»");
    }
    let _ = writeln!(
        out,
        "{} of clean text, {} removed, {} more by exception",
        counted(run.lines, "line"),
        faults.len(),
        excepted.len()
    );
    print(out.as_bytes())?;
    Ok(if faults.is_empty() { Outcome::Well } else { Outcome::Quarantined })
}

fn lint_all(catalog: &Catalog) -> anyhow::Result<Outcome> {
    let found = lint::lint(catalog);
    let mut out = String::new();
    for diagnostic in &found {
        let _ = writeln!(out, "{diagnostic}");
    }
    let _ = writeln!(out, "{}, {}", counted(catalog.rules.len(), "rule"), counted(found.len(), "warning"));
    print(out.as_bytes())?;
    Ok(if found.is_empty() { Outcome::Well } else { Outcome::Quarantined })
}
