//! The page of the names that outputs use, from the enums and tables that give them.

use super::markdown::{MADE, cell, code, table};
use sarand::{
    cli::EXIT_CODES,
    document::{
        Flag,
        extract::{DOUBTS, LEFT_OUT, PageType},
    },
    prove::lint,
    read::{RecordSkip, SkipReason, fault::Fault},
    rules::schema::{CLASSES, SAVE_KEYS},
};
use std::fmt::Write as _;

pub(crate) fn page() -> String {
    let mut out = format!(
        "# Names in outputs\n\n{MADE}\nThis page lists the names that outputs use, and what they mean. [Outputs](../outputs.md) \
         says where they occur.\n\n"
    );
    let flags = Flag::ALL.iter().map(|flag| (flag.name(), flag.summary()));
    section(
        &mut out,
        "Flags of documents",
        "In `metadata.flags`, and counted in `flags` of `report.json`.",
        "flag",
        flags,
    );
    let faults = Fault::ALL.iter().map(|fault| (fault.id(), fault.summary()));
    section(
        &mut out,
        "Reasons of quarantine",
        "In `reason` of `quarantine.jsonl`, with a colon and details behind it; counted in `records.quarantined` of \
         `report.json`.",
        "reason",
        faults,
    );
    let skips = RecordSkip::ALL.iter().map(|(_, id, summary)| (*id, *summary));
    section(
        &mut out,
        "Skipped records",
        "Records of archives that hold no page. They are counted in `records.skipped` of `report.json`, and not in `records.in`.",
        "reason",
        skips,
    );
    let files = SkipReason::ALL.iter().map(|reason| (reason.id(), reason.summary()));
    section(
        &mut out,
        "Skipped files",
        "Files of folders that are not read, counted in `files.skipped` of `report.json`.",
        "reason",
        files,
    );
    section(
        &mut out,
        "Lines that extraction leaves out",
        "In `left_out` of `removed.jsonl` with `--keep-extracted`; counted in `left_out` of `report.json`. `sarand explain` shows \
         them too.",
        "reason",
        LEFT_OUT.iter().copied(),
    );
    section(
        &mut out,
        "How sure extraction is",
        "In `metadata.extraction.reason`: what speaks most against the result.",
        "reason",
        DOUBTS.iter().copied(),
    );
    let types = PageType::ALL.iter().map(|kind| (kind.name(), kind.summary()));
    section(&mut out, "Types of pages", "In `metadata.page_type`; it is a guess.", "type", types);
    section(&mut out, "Warnings of `sarand rules lint`", "", "code", lint::CODES.iter().copied());
    let codes: Vec<(String, &str)> = EXIT_CODES.iter().map(|(code, meaning)| (code.to_string(), *meaning)).collect();
    section(
        &mut out,
        "Exit codes",
        "Of `sarand clean`. The other verbs use the same codes for the same things; see the [command line](command-line.md).",
        "code",
        codes.iter().map(|(code, meaning)| (code.as_str(), *meaning)),
    );
    list(
        &mut out,
        "Classes of boilerplate",
        "In `class` of rules, and after `judge.` in the ids of the judge:",
        CLASSES,
    );
    list(
        &mut out,
        "Metadata that rules find",
        "A rule with `save` stores what it removes under one of these keys:",
        SAVE_KEYS,
    );
    out.push_str("The ids of repairs are in [Repairs](../repairs.md), the ids of rules in the [list of rules](rules/README.md).\n");
    out
}

fn section<'a>(out: &mut String, title: &str, text: &str, name: &str, rows: impl Iterator<Item = (&'a str, &'a str)>) {
    write!(out, "## {title}\n\n").unwrap();
    if !text.is_empty() {
        write!(out, "{text}\n\n").unwrap();
    }
    let rows: Vec<_> = rows.map(|(name, summary)| vec![code(name), cell(summary)]).collect();
    out.push_str(&table(&[name, "what it means"], &rows));
}

fn list(out: &mut String, title: &str, text: &str, names: &[&str]) {
    let names: Vec<String> = names.iter().map(|name| code(name)).collect();
    write!(out, "## {title}\n\n{text} {}.\n\n", names.join(", ")).unwrap();
}
