//! Which lines does a site put on its pages? Proposes rules from a crawl, for a person to accept.
//!
//! Chrome repeats on the pages of a host, articles do not. Two passes, over documents that are dealt in two halves, host
//! by host:
//!
//! 1. The lines of the first half, digits masked, are counted in a [`sketch`] of fixed size: by host and line, and by
//!    line alone.
//! 2. Lines that the sketch has seen often enough are [`candidates`](candidate) and counted exactly, in both halves, with
//!    hosts, place and examples.
//!
//! Then [`selection`] refuses what is no chrome: prose that many hosts print (an agency's report, a quotation), lines that the
//! second half does not confirm, lines that known rules take. Lines of many hosts that differ in a name are joined
//! ([`frame`]). The rest is written down as rules ([`proposal`]).
//!
//! ```
//! use sarand::{batch::{Progress, open::ReadOptions}, learn::{self, Options}, read::{InputOptions, Plan}};
//! # let folder = tempfile::tempdir().unwrap();
//! # let file = folder.path().join("crawl.jsonl");
//! # let page = |n| format!("{{\"url\": \"http://a.example/{n}\", \"text\": \"Page {n} of many.\\nTell a friend\"}}\n");
//! # std::fs::write(&file, (0..20).map(page).collect::<String>()).unwrap();
//! let plan = Plan::new(&[file], &InputOptions::default())?;
//! let learnt = learn::learn(&plan, &ReadOptions::default(), &Options::default(), &Progress::hidden());
//! assert!(learnt.toml.contains(r#"exact = ["Tell a friend"]"#));
//! # Ok::<(), sarand::error::Error>(())
//! ```
//!
//! Memory is bounded by [`Options::memory`], whatever the size of the crawl. The same inputs and options give the same
//! bytes: one thread, no clock, no hash order. Reads nothing but texts and hosts; removes nothing.

mod accepted;
mod candidate;
mod frame;
mod group;
mod known_rules;
mod line;
mod matcher;
mod proposal;
mod selection;
mod sketch;

pub use group::HostFrom;
#[cfg(feature = "cli")]
pub(crate) use line::LineForm;
#[cfg(feature = "cli")]
pub(crate) use matcher::{MatcherText, forms, repaired};
pub use selection::Refusal;

use crate::{
    batch::{
        Progress, Stop,
        open::{self, OpenedDocument, ReadOptions},
    },
    document::Lines,
    error::Error,
    plural::counted,
    read::Plan,
    rules::{Level, RuleSet},
};
use candidate::Candidates;
use group::HostGroups;
use known_rules::KnownRules;
use line::KeyReader;
use sketch::CountMinSketch;
use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// How to learn.
#[derive(Debug)]
pub struct Options {
    /// What a document's host is.
    pub host_from: HostFrom,
    /// Bytes for counting.
    pub memory: usize,
    /// Rules that are known: lines that they take need no new rule.
    pub against: Option<RuleSet>,
    /// How sure known rules, or else those of the program, must be to take a line: what a rule adds is what they leave.
    pub level: Level,
    /// Ends the work early when it is asked for; then [`Learnt::ended`] is `false`, and there are no rules.
    pub stop: Arc<Stop>,
}

impl Default for Options {
    fn default() -> Self {
        let (host_from, level, stop) = (HostFrom::default(), Level::default(), Arc::default());
        Self { host_from, memory: 64 << 20, against: None, level, stop }
    }
}

/// What was learnt.
#[derive(Debug, Default)]
pub struct Learnt {
    /// A rule file: every rule `status = "proposed"`, those that would remove most first.
    pub toml: String,
    /// How many rules it has.
    pub rules: usize,
    /// Documents read.
    pub documents: u64,
    /// Hosts they came from.
    pub hosts: usize,
    /// Records that are none, and files that could not be read to their end.
    pub faulty: u64,
    /// Lines that were counted and are in no rule, by reason.
    pub refused: BTreeMap<Refusal, usize>,
    /// When memory was too small: lines of at most so many documents were left out.
    pub floor: Option<u32>,
    /// Whether all was read.
    pub ended: bool,
}

/// Learns from all documents of a plan, none of which may be a stream: they are read twice.
#[must_use]
pub fn learn(plan: &Plan, reading: &ReadOptions, options: &Options, progress: &Progress) -> Learnt {
    let pages = Corpus { plan, reading, options, progress, consumed: Arc::default() };
    let mut groups = HostGroups::default();
    let mut sketch = CountMinSketch::new(options.memory / 2);
    let first = pages.count(&mut groups, &mut sketch);
    let mut candidates = Candidates::new(options.memory / 2);
    pages.recount(&mut groups, &sketch, &mut candidates);
    drop(sketch);
    if options.stop.is_asked() {
        return Learnt::default();
    }
    let floor = candidates.floor();
    let judged = selection::select(candidates, &groups, options.against.is_some());
    let (toml, rules) = proposal::file(&judged.accepted, &groups, first.documents);
    Learnt {
        toml,
        rules,
        documents: first.documents,
        hosts: groups.len(),
        faulty: first.faulty,
        refused: judged.refused,
        floor,
        ended: true,
    }
}

/// What a pass saw.
#[derive(Debug, Default)]
struct PassStats {
    documents: u64,
    faulty: u64,
}

/// The documents, to be read again and again.
struct Corpus<'a> {
    plan: &'a Plan,
    reading: &'a ReadOptions,
    options: &'a Options,
    progress: &'a Progress,
    consumed: Arc<AtomicU64>,
}

/// One document of a pass.
struct Page<'d> {
    /// From 1.
    number: u64,
    id: &'d str,
    document: &'d crate::document::Document<'d>,
    group: u32,
    /// The half it was dealt to.
    split: Split,
}

/// Documents are dealt in turns, host by host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Split {
    /// To learn from.
    Train,
    /// To check with.
    HeldOut,
}

impl Corpus<'_> {
    /// The first pass.
    fn count(&self, groups: &mut HostGroups, sketch: &mut CountMinSketch) -> PassStats {
        let (mut lines, mut reader, mut keys) = (Lines::default(), KeyReader::default(), Vec::new());
        self.each(1, groups, |page| {
            if page.split == Split::HeldOut {
                return;
            }
            let text = &*page.document.text;
            lines.read(text);
            keys.clear();
            for i in 0..lines.all().len() {
                keys.extend(reader.keys(text, &lines, i).into_iter().flatten().map(|(key, _)| key));
            }
            keys.sort_unstable();
            keys.dedup();
            for key in &keys {
                sketch.add(key.alone());
                sketch.add(key.of(page.group));
            }
        })
    }

    /// The second pass.
    fn recount(&self, groups: &mut HostGroups, sketch: &CountMinSketch, candidates: &mut Candidates) -> PassStats {
        let (mut lines, mut reader) = (Lines::default(), KeyReader::default());
        let builtin = self.options.against.is_none().then(RuleSet::builtin);
        let known =
            self.options.against.as_ref().or(builtin.as_ref()).map(|rules| KnownRules::new(rules, self.options.level));
        let mut keys = Vec::new();
        let totals = groups.restart();
        self.each(2, groups, |page| {
            let text = &*page.document.text;
            lines.read(text);
            keys.clear();
            let (mut first_prose, mut last_prose) = (None, None);
            for (i, line) in lines.all().iter().enumerate() {
                let found = reader.keys(text, &lines, i);
                for &(key, form) in found.iter().flatten() {
                    let (alone, here) = (sketch.get(key.alone()), sketch.get(key.of(page.group)));
                    if selection::is_frequent(alone, here, totals[page.group as usize]) {
                        candidates.admit(key, form, alone);
                    }
                }
                let is_candidate = found.iter().flatten().any(|(key, _)| candidates.has(*key));
                if is_candidate {
                    keys.push((i, found));
                } else if line.is_prose() {
                    first_prose = first_prose.or(Some(i));
                    last_prose = Some(i);
                }
            }
            let untried =
                |(_, found): &(usize, line::LineKeys)| found.iter().flatten().any(|(key, _)| candidates.untried(*key));
            let taken = match &known {
                Some(known) if keys.iter().any(untried) => Some(known.taken(page.document)),
                _ => None,
            };
            for (i, found) in &keys {
                let line = &lines.all()[*i];
                let occurrence = candidate::Occurrence {
                    page: &page,
                    line: *i,
                    text: line.span.slice(text).trim(),
                    chars: line.chars(),
                    head: first_prose.is_none_or(|first| *i < first),
                    tail: last_prose.is_none_or(|last| *i > last),
                    taken: taken.as_ref().map(|taken| taken.covers(*i, line.span)),
                };
                let parent = found[1].map(|(key, _)| key);
                for (at, &(key, _)) in found.iter().flatten().enumerate() {
                    candidates.record(key, &occurrence, if at == 0 { parent } else { None });
                }
            }
        })
    }

    /// Calls `found` with each document.
    fn each(&self, pass: u32, groups: &mut HostGroups, mut found: impl FnMut(Page<'_>)) -> PassStats {
        let mut seen = PassStats::default();
        let none = RuleSet::default();
        let rules = self.options.against.as_ref().unwrap_or(&none);
        for source in &self.plan.sources {
            let read: Result<(), Error> =
                open::for_each_document(source, self.reading, rules, &self.consumed, |id, opened| {
                    if self.options.stop.is_asked() {
                        return Err(Error::Usage("it was asked to stop".to_owned()));
                    }
                    match opened {
                        Ok(OpenedDocument { document, record }) => {
                            seen.documents += 1;
                            let (group, split) = groups.of(&self.options.host_from, source, &document, record);
                            found(Page { number: seen.documents, id, document: &document, group, split });
                        }
                        Err(_) => seen.faulty += 1,
                    }
                    if (seen.documents + seen.faulty).is_multiple_of(64) {
                        let message = || format!("pass {pass} of 2, {}", counted(seen.documents, "document"));
                        self.progress.at(self.consumed.load(Ordering::Relaxed), message);
                    }
                    Ok(())
                });
            // What cannot be read, or not to its end, is one more fault.
            seen.faulty += u64::from(read.is_err());
            if self.options.stop.is_asked() {
                break;
            }
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        prove::selftest,
        read::InputOptions,
        rules::{Catalog, Selection, Status},
    };

    /// What pages of one host with these lines teach; `{n}` is the number of the page.
    fn taught(lines: &[String]) -> Learnt {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("crawl.jsonl");
        let page = |n: usize| {
            let text = lines.join("\n").replace("{n}", &n.to_string());
            serde_json::json!({"url": "http://a.example/", "text": text}).to_string() + "\n"
        };
        std::fs::write(&file, (0..12).map(page).collect::<String>()).unwrap();
        let plan = Plan::new(&[file], &InputOptions::default()).unwrap();
        learn(&plan, &ReadOptions::default(), &Options::default(), &Progress::hidden())
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        #[test]
        fn whatever_is_learnt_loads_and_takes_its_own_examples(
            lines in proptest::collection::vec("([a-dکخانهي ۰-۹:/>|.,()\\[\\]«»\"\\\\&;•{}#'\t-]|\\{n\\}){0,40}", 1..6)
        ) {
            let learnt = taught(&lines);
            let catalog = Catalog::parse([("learnt.toml", learnt.toml.as_str())]).unwrap_or_else(|error| panic!("{error}"));
            proptest::prop_assert_eq!(catalog.rules.len(), learnt.rules);
            proptest::prop_assert!(catalog.rules.iter().all(|rule| rule.status == Status::Proposed));
            let run = selftest::run(&catalog, &Selection::default());
            proptest::prop_assert!(run.failures.is_empty(), "{:?}\n{}", run.failures, learnt.toml);
        }
    }
}
