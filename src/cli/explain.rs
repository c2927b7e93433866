//! `sarand explain`: a line a decision.

use super::{
    Outcome,
    html_args::HtmlArgs,
    rule_args::{RepairArgs, RuleArgs},
};
use crate::{
    batch::open::{self, Opened, Reading},
    clean::{Cleaned, Cleaner, Options},
    document::Document,
    error::Error,
    read::{InputOptions, Plan, record::Fields},
    repair::{self, RepairOptions, zwnj::Restorer},
    rules::{self, RuleSet},
};
use anstyle::{AnsiColor, Style};
use clap::Args;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    io::{self, BufWriter, Write},
    path::PathBuf,
    sync::Arc,
};

const EXAMPLES: &str = "\
Examples:
  sarand explain page.txt                      what goes and what nearly went
  sarand explain page.txt --applied            only what goes
  sarand explain crawl.jsonl --json | jq .     one object a decision
  sarand explain page.txt --only 'fa.*'        by some rules only

With --json: id, line (from 1), text, rule, outcome (applied, refused or held), guard (what kept it).
Exit codes: as of `sarand clean`.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ExplainArgs {
    /// A file of text, HTML or JSONL; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Write one JSON object a decision
    #[arg(long)]
    json: bool,

    /// Leave out what guards refused
    #[arg(long)]
    applied: bool,

    /// The JSONL field that holds the text
    #[arg(long, alias = "text-column", value_name = "FIELD", default_value = "text")]
    text_field: String,

    /// The JSONL field that holds HTML
    #[arg(long, value_name = "FIELD")]
    html_field: Option<String>,

    #[command(flatten)]
    html: HtmlArgs,

    #[command(flatten)]
    rules: RuleArgs,

    #[command(flatten)]
    repairs: RepairArgs,
}

/// One decision for a machine.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    /// 1-based.
    line: usize,
    text: &'a str,
    rule: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    guard: Option<&'static str>,
}

pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<Outcome> {
    let rules = args.rules.load()?;
    let repair = args.repairs.options()?;
    let restorer = args.repairs.restorer(&args.rules.rules)?;
    let options = Options { level: args.rules.level.into(), lang: args.rules.lang, repair, restorer, explain: true };
    let plan = Plan::new(std::slice::from_ref(&args.file), &InputOptions::default())?;
    let [source] = &plan.sources[..] else {
        let message = format!("{}: explain takes one file, not a folder", args.file.display());
        return Err(Error::Usage(message).into());
    };
    let reading = Reading {
        fields: Fields { text: args.text_field.clone(), html: args.html_field.clone() },
        html: args.html.options(),
        ..Reading::default()
    };
    let mut printer = Printer {
        args,
        out: BufWriter::new(anstream::stdout().lock()),
        rules: &rules,
        repair: &options.repair,
        restorer: options.restorer.as_deref(),
        documents: 0,
    };
    let mut cleaner = Cleaner::new(&rules, &options);
    let mut faults = 0;
    open::each(source, &reading, &rules, &Arc::default(), |id, opened| {
        match opened {
            Ok(Opened { document, .. }) => {
                let cleaned = cleaner.clean(&document);
                printer.document(id, &document, &cleaned)?;
            }
            Err((fault, detail)) => {
                faults += 1;
                writeln!(anstream::stderr(), "sarand: {id}: {} ({detail})", fault.id())?;
            }
        }
        Ok(())
    })?;
    printer.out.flush()?;
    Ok(if faults == 0 { Outcome::Well } else { Outcome::Quarantined })
}

struct Printer<'a, W: Write> {
    args: &'a ExplainArgs,
    out: W,
    rules: &'a RuleSet,
    repair: &'a RepairOptions,
    restorer: Option<&'a Restorer>,
    documents: usize,
}

impl<W: Write> Printer<'_, W> {
    fn document(&mut self, id: &str, document: &Document<'_>, cleaned: &Cleaned<'_>) -> io::Result<()> {
        // Decisions number the lines of the repaired text, in which a lone CR is a line break too.
        let edits = repair::edits(&document.text, cleaned.lang, self.repair, self.restorer);
        let repaired = repair::apply(&document.text, &edits);
        let lines: Vec<&str> = repaired.split('\n').collect();
        let wanted = cleaned
            .decisions
            .iter()
            .filter(|decision| !self.args.applied || !matches!(decision.outcome, rules::Outcome::Refused(_)));
        if self.args.json {
            for decision in wanted {
                let (outcome, guard) = match decision.outcome {
                    rules::Outcome::Applied => ("applied", None),
                    rules::Outcome::Held => ("held", Some("budget")),
                    rules::Outcome::Refused(guard) => ("refused", Some(guard.name())),
                };
                let text = lines.get(decision.line).copied().unwrap_or_default();
                let row = Row { id, line: decision.line + 1, text, rule: decision.rule, outcome, guard };
                serde_json::to_writer(&mut self.out, &row)?;
                self.out.write_all(b"\n")?;
            }
            return Ok(());
        }
        let (red, dim, yellow) = (color(AnsiColor::Red), Style::new().dimmed(), color(AnsiColor::Yellow));
        if self.documents > 0 {
            writeln!(self.out)?;
        }
        self.documents += 1;
        writeln!(
            self.out,
            "{}{id}{} ({})",
            Style::new().bold(),
            Style::new().bold().render_reset(),
            cleaned.lang.as_str()
        )?;
        let (mut applied, mut refused, mut held) = (0, 0, 0);
        for decision in wanted {
            let (style, verdict) = match decision.outcome {
                rules::Outcome::Applied => {
                    applied += 1;
                    (red, "removed".to_owned())
                }
                rules::Outcome::Held => {
                    held += 1;
                    (yellow, "kept by the budget".to_owned())
                }
                rules::Outcome::Refused(guard) => {
                    refused += 1;
                    (dim, format!("kept by {guard}"))
                }
            };
            let text = shortened(lines.get(decision.line).copied().unwrap_or_default());
            let (line, rule) = (decision.line + 1, decision.rule);
            writeln!(self.out, "{line:>6}  {style}{verdict:<20}{style:#} {rule:<30} {text}")?;
        }
        write!(self.out, "{:>6}  {applied} removed, {refused} kept by a guard", "")?;
        if held > 0 {
            write!(self.out, ", {held} kept by the budget (too little would be left)")?;
        }
        writeln!(self.out, "; {} rules", self.rules.len())?;
        self.more(cleaned)
    }

    /// What else became of the document: metadata that was found, repairs that were made.
    fn more(&mut self, cleaned: &Cleaned<'_>) -> io::Result<()> {
        for (key, value) in &cleaned.found {
            writeln!(self.out, "{:>6}  found    {key:<14} {}", "", shortened(value))?;
        }
        let mut repairs: BTreeMap<&str, usize> = BTreeMap::new();
        for edit in &cleaned.edits {
            *repairs.entry(edit.by).or_default() += 1;
        }
        for (id, count) in repairs {
            writeln!(self.out, "{:>6}  repaired {id:<14} {count}", "")?;
        }
        Ok(())
    }
}

fn color(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(color.into()))
}

/// The first 90 characters of a line.
fn shortened(line: &str) -> String {
    let line = line.trim();
    match line.char_indices().nth(90) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
