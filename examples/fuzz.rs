//! Feeds damaged files of `fixtures` and `rules` to the program, to find what panics.
//!
//! usage: fuzz decode|html|json|rules CASES [FIRST]
//!
//! A case is made from its number alone: some pieces of files, cut, repeated, mixed and sprinkled with what is hard to read.
//! Cases FIRST (0) and after are tried, side by side. Those that panic are printed by number, and the exit code is 1. A case
//! alone: `fuzz html 1 4711`.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sarand::{
    batch::open::{self, ReadOptions},
    clean::{self, Options},
    decode,
    document::html,
    read::{
        Format, InputOptions, Plan,
        record::{Fields, Record},
    },
    rules::{Catalog, RuleSet, Selection},
};
use std::{
    fs,
    io::{self, Write},
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::{Arc, atomic::AtomicU64},
};

const USAGE: &str = "usage: fuzz decode|html|json|rules CASES [FIRST]";

/// What is hard to read, somewhere.
const HARD: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x1b$B",
    b"\r",
    b"\n\n",
    b"<",
    b">",
    b"</",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<table>",
    b"<template shadowrootmode=open>",
    b"<svg>",
    b"<p>",
    b"<script type=application/ld+json>",
    b"</script>",
    b"<plaintext>",
    b"<a href=",
    b"&#x110000;",
    b"&amp;amp;",
    b"&",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\\ud800",
    b"\\u0000",
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"null",
    b"[[rule]]\n",
    b"[[rule.case]]\n",
    b"exact = [",
    b"pattern = '",
    b"(?i)",
    b"{date}",
    b"{x?}",
    b"css = [",
    b":has(",
    "\u{200c}".as_bytes(),
    "\u{200f}".as_bytes(),
    "ي".as_bytes(),
    "Ø§Ù".as_bytes(),
    "ﷺ".as_bytes(),
    "👍🏽".as_bytes(),
];

/// Numbers that follow from a first one (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }

    fn piece<'a>(&mut self, of: &'a [u8], longest: usize) -> &'a [u8] {
        let start = self.below(of.len());
        let end = of.len().min(start + 1 + self.below(longest));
        &of[start..end]
    }

    /// A case: a few kilobytes at most.
    fn case(&mut self, files: &[Vec<u8>]) -> Vec<u8> {
        let mut case = Vec::new();
        for _ in 0..=self.below(3) {
            let file = &files[self.below(files.len())];
            case.extend_from_slice(self.piece(file, 1500));
        }
        for _ in 0..self.below(12) {
            let at = self.below(case.len());
            match self.below(4) {
                0 => drop(case.splice(at..at, HARD[self.below(HARD.len())].iter().copied())),
                1 => drop(case.splice(at..case.len().min(at + self.below(40)), [])),
                2 => case[at] = self.below(256) as u8,
                _ => {
                    let again = self.piece(&case, 60).repeat(1 + self.below(6));
                    drop(case.splice(at..at, again));
                }
            }
            if case.is_empty() {
                return case;
            }
        }
        case
    }
}

/// The files under `folder` whose names end in one of `ends`, sorted by name.
fn files(folder: &str, ends: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::ok);
    let wanted = entries.filter(|entry| ends.iter().any(|end| entry.path().to_string_lossy().ends_with(end)));
    wanted.filter_map(|entry| fs::read(entry.path()).ok()).filter(|file| !file.is_empty()).collect()
}

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (what, cases, first) = match &args[..] {
        [what, cases] => (what.as_str(), cases.parse::<u64>()?, 0),
        [what, cases, first] => (what.as_str(), cases.parse()?, first.parse::<u64>()?),
        _ => anyhow::bail!(USAGE),
    };
    let files = match what {
        "decode" => files("fixtures", &[".txt", ".html", ".warc", ".gz", ".tar", ".zip"]),
        "html" => files("fixtures", &[".html"]),
        "json" => files("fixtures", &[".jsonl", ".json"]),
        "rules" => files("rules", &[".toml"]),
        _ => anyhow::bail!(USAGE),
    };
    let rules = RuleSet::builtin();
    let attempt = |case: &[u8]| match what {
        "decode" => drop(decode::decode(case)),
        "html" => {
            let document = html::parse_with(
                &String::from_utf8_lossy(case),
                None,
                &rules,
                html::Options { posts: true, comments: true, excluded_lines: true, ..html::Options::default() },
            );
            let cleaned = clean::clean(&document, &rules, &Options::default());
            assert_eq!(clean::restore(&cleaned.text, &cleaned.changes(&document.text)), document.text);
        }
        "json" => json(case),
        _ => {
            if let Ok(catalog) = Catalog::parse([("fuzz.toml", &*String::from_utf8_lossy(case))]) {
                drop(RuleSet::compile(&catalog, &Selection::default()));
            }
        }
    };
    let panics: Vec<u64> = (first..first + cases)
        .into_par_iter()
        .filter(|&number| {
            let case = Numbers(number).case(&files);
            panic::catch_unwind(AssertUnwindSafe(|| attempt(&case))).is_err()
        })
        .collect();
    writeln!(io::stdout(), "{what}: {cases} cases, {} panics {panics:?}", panics.len())?;
    if !panics.is_empty() {
        std::process::exit(1);
    }
    Ok(())
}

/// Reads a case as a record; one in sixteen also as a file, as a run does.
fn json(case: &[u8]) {
    let line = open::line(case);
    drop(Record::parse(&line, &Fields::default()));
    if !case.len().is_multiple_of(16) {
        return;
    }
    let read = || -> anyhow::Result<()> {
        let file = tempfile::NamedTempFile::new()?;
        fs::write(file.path(), case)?;
        let options = InputOptions { format: Some(Format::Jsonl), ..InputOptions::default() };
        let plan = Plan::new(&[file.path().to_owned()], &options)?;
        let (reading, rules) = (ReadOptions::default(), RuleSet::default());
        for source in &plan.sources {
            open::for_each_document(source, &reading, &rules, &Arc::new(AtomicU64::new(0)), |_, _| {
                Ok::<(), sarand::error::Error>(())
            })?;
        }
        Ok(())
    };
    // What cannot be read is told; here only panics count.
    drop(read());
}
