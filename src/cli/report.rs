//! `sarand report`: what a run did, as tables. Reads the run's own report or, while it has not ended, its manifest.

use super::{Outcome, caller::Caller, sinks};
use crate::{
    error::Error,
    plural::counted,
    run::{self, layout},
    view,
    write::{
        hosts::HostTally,
        report::{Counts, Tally},
    },
};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

const EXAMPLES: &str = "\
Examples:
  sarand report clean/            also while the run is going on
  sarand report clean/ --top 50   longer tables
  sarand report clean/ --html report.html
                                  one page with plots and samples
  sarand report clean/ --json     the counts, for programs";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct ReportArgs {
    /// The folder that `clean` wrote to, or a file that --report wrote
    #[arg(value_name = "OUT")]
    path: PathBuf,

    /// Number of rows per table
    #[arg(long, value_name = "N", default_value_t = 20)]
    top: usize,

    /// Print the counts as JSON, with the keys of report.json
    #[arg(long, conflicts_with = "top")]
    json: bool,

    /// Write a page with plots and some removed lines; it needs no other file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["json", "top"])]
    html: Option<PathBuf>,
}

/// What the tables need of `report.json`.
#[derive(Deserialize)]
struct ReportFile {
    #[serde(flatten)]
    tally: Tally,
}

pub(super) fn run(args: &ReportArgs, caller: &Caller) -> anyhow::Result<Outcome> {
    if let Some(file) = &args.html {
        return args.page(file, caller);
    }
    let mut text = String::new();
    let going_on = if args.path.is_dir() { run::summed(&args.path)? } else { None };
    if args.json {
        let unfinished = going_on.is_some();
        let tally = match going_on {
            Some((_, tally)) => tally,
            None => args.read()?,
        };
        let json = serde_json::to_vec_pretty(&CountsOfRun { tally, unfinished })?;
        sinks::print(&[json.as_slice(), b"\n"].concat())?;
        return Ok(Outcome::Well);
    }
    let tally = match going_on {
        Some((parts, tally)) => {
            let _ = writeln!(text, "not finished: {} so far\n", counted(parts, "part"));
            tally
        }
        None => args.read()?,
    };
    tables(&tally, args.top, &mut text);
    sinks::print(text.as_bytes())?;
    Ok(Outcome::Well)
}

/// What `--json` prints.
#[derive(Serialize)]
struct CountsOfRun {
    #[serde(flatten)]
    tally: Tally,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unfinished: bool,
}

impl ReportArgs {
    /// `--html`.
    fn page(&self, file: &Path, caller: &Caller) -> anyhow::Result<Outcome> {
        if !self.path.is_dir() {
            let path = self.path.display();
            return Err(Error::Usage(format!("{path}: --html needs the folder that `clean` wrote to")).into());
        }
        let progress = caller.progress(None, false);
        let page = view::report(&self.path, &|read, documents| progress.at(read, || counted(documents, "document")));
        progress.clear();
        fs::write(file, page?).map_err(|source| Error::Io { path: file.to_owned(), source })?;
        Ok(Outcome::Well)
    }

    fn read(&self) -> Result<Tally, Error> {
        let path = if self.path.is_dir() { self.path.join(layout::REPORT) } else { self.path.clone() };
        let bytes = fs::read(&path).map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => Error::Usage(format!("there is no report of a run in {}", self.path.display())),
            _ => Error::Io { path: path.clone(), source },
        })?;
        let read: ReportFile = serde_json::from_slice(&bytes)
            .map_err(|error| Error::Usage(format!("{}: not a report: {error}", path.display())))?;
        Ok(read.tally)
    }
}

fn tables(tally: &Tally, top: usize, out: &mut String) {
    let records = &tally.records;
    let counts = |map: &Counts| -> Vec<(String, Vec<u64>)> {
        map.iter().map(|(name, count)| (name.to_string(), vec![*count])).collect()
    };
    let host = |tally: &HostTally| vec![tally.documents, tally.read, tally.out];
    let flow = vec![
        ("records in".to_owned(), vec![records.read]),
        ("documents out".to_owned(), vec![records.out]),
        ("dropped".to_owned(), vec![records.all_dropped()]),
        ("quarantined".to_owned(), vec![records.all_quarantined()]),
        ("bytes of text in".to_owned(), vec![tally.bytes.read]),
        ("bytes of text out".to_owned(), vec![tally.bytes.out]),
        ("characters removed".to_owned(), vec![tally.characters.removed]),
        ("characters replaced".to_owned(), vec![tally.characters.replaced]),
        ("characters for private use".to_owned(), vec![tally.characters.private_use]),
    ];
    table("", &[""], flow, usize::MAX, out);
    table("dropped by", &["documents"], counts(&records.dropped), top, out);
    table("quarantined because of", &["records"], counts(&records.quarantined), top, out);
    let left = tally.left_out.iter();
    let left = left.map(|(why, left)| (why.to_string(), vec![left.documents, left.lines, left.bytes])).collect();
    table("left out of pages", &["documents", "lines", "bytes"], left, top, out);
    let rules = tally.rules.iter();
    let rules = rules.map(|(id, rule)| (id.clone(), vec![rule.documents, rule.removals, rule.bytes])).collect();
    table("rule", &["documents", "removals", "bytes"], rules, top, out);
    let repairs = tally.repairs.iter().map(|(id, repair)| (id.clone(), vec![repair.documents, repair.edits])).collect();
    table("repair", &["documents", "edits"], repairs, top, out);
    let languages = tally.languages.iter().map(|(name, count)| (name.clone(), vec![*count])).collect();
    table("language", &["documents"], languages, top, out);
    table("charset", &["files"], counts(&tally.charsets), top, out);
    table("flag", &["documents"], counts(&tally.flags), top, out);
    let mut hosts: Vec<_> = tally.hosts.top.iter().map(|(name, tally)| (name.clone(), host(tally))).collect();
    if tally.hosts.others.documents > 0 {
        hosts.push(("(others)".to_owned(), host(&tally.hosts.others)));
    }
    table("host", &["documents", "bytes in", "bytes out"], hosts, top, out);
}

/// Writes a table, the largest rows first; one without rows is left out.
fn table(name: &str, columns: &[&str], mut rows: Vec<(String, Vec<u64>)>, top: usize, out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let all = rows.len();
    if top < usize::MAX {
        rows.sort_by(|a, b| Reverse(&a.1).cmp(&Reverse(&b.1)).then_with(|| a.0.cmp(&b.0)));
        rows.truncate(top);
    }
    let first = rows.iter().map(|(name, _)| name.chars().count()).chain([name.chars().count()]).max().unwrap_or(0);
    let widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(n, column)| rows.iter().map(|row| row.1[n].to_string().len()).chain([column.len()]).max().unwrap_or(0))
        .collect();
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
    // Writing to a `String` cannot fail.
    if !name.is_empty() {
        let _ = write!(out, "{name:first$}");
        for (column, width) in columns.iter().zip(&widths) {
            let _ = write!(out, "  {column:>width$}");
        }
        out.push('\n');
    }
    for (name, counts) in &rows {
        let _ = write!(out, "{name:first$}");
        for (count, width) in counts.iter().zip(&widths) {
            let _ = write!(out, "  {count:>width$}");
        }
        out.push('\n');
    }
    if all > top {
        let _ = writeln!(out, "… and {} more", all - top);
    }
}
