//! Where else does a line stand, and what became of it there? Counted as far as a moment allows; the next page goes on.

use super::{
    Workbench,
    number::{self, grouped},
    request::address,
};
use crate::{
    error::Error,
    inspect::{Facet, Query, SameLine},
    plural::either,
};
use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// How long a page may count before it is shown.
const SLICE: Duration = Duration::from_millis(250);
/// Lines whose counts are kept, so that the next page goes on.
const KEPT: usize = 32;
/// Hosts and rules that are listed.
const ROWS: usize = 20;
/// Documents that are listed of each sort.
const EXAMPLES: usize = 5;
/// The longest line that is searched for, in bytes: it stands in an address.
const LONGEST: usize = 200;

/// Counts of lines that were asked for, the latest last.
#[derive(Debug, Default)]
pub(super) struct Counted(Mutex<VecDeque<(String, State, SameLine)>>);

/// The generation of the index, and how many documents it had.
type State = (u32, u32);

/// What is said of it.
#[derive(Debug, Default)]
pub(super) struct Effect {
    pub(super) words: String,
    pub(super) progress: String,
    /// Where the counting goes on, if it does.
    pub(super) again: Option<String>,
    counts: BTreeMap<(String, Option<String>), u64>,
    partly: BTreeMap<(String, String), u64>,
    pub(super) rows: Vec<EffectRow>,
    pub(super) more: Option<String>,
    pub(super) examples: Vec<Example>,
}

/// How often it stands on a host, and what became of it there.
#[derive(Debug)]
pub(super) struct EffectRow {
    pub(super) host: String,
    /// What became of it, in words.
    pub(super) became: String,
    pub(super) count: String,
    pub(super) href: String,
}

/// A document that has it.
#[derive(Debug)]
pub(super) struct Example {
    pub(super) href: String,
    pub(super) title: String,
    pub(super) host: String,
    pub(super) kept: bool,
}

impl Workbench {
    /// Goes on counting a line for a moment.
    pub(super) fn same_line(&self, line: &str) -> Result<SameLine, Error> {
        let (all, state) = {
            let index = self.output.index();
            (index.select(&Query::default()), (index.generation(), index.documents()))
        };
        let known = {
            let mut counted = self.counted.0.lock().unwrap_or_else(PoisonError::into_inner);
            let at = counted.iter().position(|(known, ..)| known == line);
            at.and_then(|at| counted.remove(at))
        };
        // What was counted to the end is counted anew when the run has grown, and all of it when there is another run.
        let so_far = known.filter(|(_, then, so_far)| *then == state || (then.0 == state.0 && so_far.next.is_some()));
        let so_far = match so_far.map(|(.., so_far)| so_far) {
            Some(done) if done.next.is_none() => done,
            so_far => self.output.same_line(&all, line, so_far, SLICE)?,
        };
        let mut counted = self.counted.0.lock().unwrap_or_else(PoisonError::into_inner);
        counted.retain(|(known, ..)| known != line);
        counted.push_back((line.to_owned(), state, so_far.clone()));
        if counted.len() > KEPT {
            counted.pop_front();
        }
        Ok(so_far)
    }
}

impl Effect {
    /// What a page says of a line.
    pub(super) fn of(workbench: &Workbench, line: &str, again: String) -> Result<Self, Error> {
        let counted = match workbench.same_line(line) {
            Ok(counted) => counted,
            // A line without letters is looked for nowhere.
            Err(Error::Usage(words)) => return Ok(Self { words, ..Self::default() }),
            Err(error) => return Err(error),
        };
        let all = u64::from(workbench.output.index().documents());
        let sum = |kept: bool| -> u64 {
            counted.counts.iter().filter(|((_, rule), _)| rule.is_none() == kept).map(|(_, count)| count).sum()
        };
        let (kept, removed, partly) = (sum(true), sum(false), counted.partly.values().sum::<u64>());
        let whole = counted.counts.iter().map(|((host, rule), count)| (host, rule.as_deref(), false, *count));
        let cut = counted.partly.iter().map(|((host, rule), count)| (host, Some(rule.as_str()), true, *count));
        let mut sorted: Vec<_> = whole.chain(cut).collect();
        sorted.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
        let rest = sorted.len().saturating_sub(ROWS);
        let rows = sorted.into_iter().take(ROWS).map(|(host, rule, partly, count)| EffectRow {
            host: if host.is_empty() { "no host".to_owned() } else { host.clone() },
            became: match rule {
                None => "kept".to_owned(),
                Some(rule) if partly => format!("a part removed by {rule}"),
                Some(rule) => format!("removed by {rule}"),
            },
            count: grouped(count),
            href: search(line, host, rule, partly),
        });
        let rows: Vec<EffectRow> = rows.collect();
        let mut examples = Vec::new();
        for (kept, numbers) in [(true, &counted.kept_in), (false, &counted.removed_in)] {
            let numbers = &numbers[..numbers.len().min(EXAMPLES)];
            for summary in workbench.output.summaries(numbers)? {
                let href = address("document", &Query::default(), &[("n", summary.number.to_string())]);
                let host = summary.host.unwrap_or_default();
                examples.push(Example { href, title: summary.title.unwrap_or(summary.id), host, kept });
            }
        }
        Ok(Self {
            words: format!(
                "{} in {}: {} kept, {} removed{}.",
                number::counted(kept + removed + partly, "time"),
                number::counted(counted.documents, "document"),
                grouped(kept),
                grouped(removed),
                if partly > 0 { format!(", {} removed in part", grouped(partly)) } else { String::new() }
            ),
            progress: match counted.next {
                None => "All documents were looked at.".to_owned(),
                Some(_) => {
                    let were = either(&counted.looked_at, "was", "were");
                    let all = number::counted(all, "document");
                    format!("{} of {all} {were} looked at so far.", grouped(counted.looked_at))
                }
            },
            again: counted.next.map(|_| again),
            rows,
            more: (rest > 0).then(|| {
                format!("and {} more {}", grouped(rest as u64), either(&rest, "host or rule", "hosts and rules"))
            }),
            examples,
            counts: counted.counts,
            partly: counted.partly,
        })
    }

    /// How often it was kept, whole or in part, on all hosts or on this one and those below it.
    pub(super) fn kept(&self, host: Option<&str>) -> u64 {
        let fits = |name: &str| {
            host.is_none_or(|host| name.strip_suffix(host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
        };
        let whole = self.counts.iter().filter(|((name, rule), _)| rule.is_none() && fits(name)).map(|(_, count)| count);
        let partly = self.partly.iter().filter(|((name, _), _)| fits(name)).map(|(_, count)| count);
        whole.chain(partly).sum()
    }

    /// How often it was removed, whole or in part.
    pub(super) fn removed(&self) -> u64 {
        let whole = self.counts.iter().filter(|((_, rule), _)| rule.is_some()).map(|(_, count)| count);
        whole.chain(self.partly.values()).sum()
    }
}

/// The list of documents where it stands. What is there in part is found in no text: then all documents of the rule.
fn search(line: &str, host: &str, rule: Option<&str>, partly: bool) -> String {
    let mut query = Query::default();
    if !host.is_empty() {
        query = query.with(Facet::Host, host);
    }
    if let Some(rule) = rule {
        query = query.with(Facet::Rule, rule);
    }
    let place = if rule.is_some() { "removed" } else { "kept" };
    let text = (line.len() <= LONGEST && !partly).then(|| [("text", line.to_owned()), ("in", place.to_owned())]);
    address("documents", &query, text.iter().flatten())
}
