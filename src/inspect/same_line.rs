//! Where else does a line stand? What a correction of it would meet, by host and rule.

use super::{
    Facet, Output, RoaringBitmap,
    account::Account,
    cut_lines::CutLines,
    needle,
    search::Slice,
    texts::{Texts, Wanted},
};
use crate::{error::Error, fold};
use regex::Regex;
use std::{collections::BTreeMap, ops::Range, time::Duration};

/// So many documents are kept as examples.
const EXAMPLES: usize = 20;

/// Where a line stands, summed up. It goes on from slice to slice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SameLine {
    /// By host (empty: none is known) and by the rule that removed it (`None`: it was kept): how often it stands there.
    pub counts: BTreeMap<(String, Option<String>), u64>,
    /// By host and by the rule that removed a part of it: how often the rest of it was kept. Not in `counts`.
    pub partly: BTreeMap<(String, String), u64>,
    /// The first documents in which it was kept, 20 at most.
    pub kept_in: Vec<u32>,
    /// The first documents in which it or a part of it was removed, 20 at most.
    pub removed_in: Vec<u32>,
    /// How many documents have it.
    pub documents: u64,
    /// How many documents were looked at.
    pub looked_at: u64,
    /// The document to go on at; `None` when all were looked at.
    pub next: Option<u32>,
}

/// What became of a line: a rule took a part of it (`true`) or all of it; without a rule, it was kept.
type Became = (Option<String>, bool);

/// A line to look for.
struct Wanting {
    squashed: String,
    beginning: Regex,
}

impl Output {
    /// Looks for lines that rules take for the same as `line` (`sarand explain --folded` shows how they see it), in the documents
    /// of `within`, for about `budget`. Begins with `None`, and goes on with what it gave while that has a `next`.
    ///
    /// # Errors
    /// [`Error::Usage`] for a line without words, and a damaged table; [`Error::Io`].
    pub fn same_line(
        &self,
        within: &RoaringBitmap,
        line: &str,
        so_far: Option<SameLine>,
        budget: Duration,
    ) -> Result<SameLine, Error> {
        let squashed = fold::squash(line);
        let wanting = Wanting { beginning: needle::line_beginning(&squashed)?, squashed };
        let mut all = so_far.unwrap_or_default();
        let from = all.next.unwrap_or(0);
        let slice = Slice { output: self, within, wanted: Wanted { clean: true, account: true }, budget };
        let mut met = Vec::new();
        let (looked_at, next) = slice.look(
            from,
            |number, texts| (number, wanting.times_in(texts)),
            |(number, times): (u32, BTreeMap<Became, u64>)| {
                if !times.is_empty() {
                    met.push((number, times));
                }
            },
        )?;
        let index = self.index();
        for (number, times) in met {
            let host = index.values(Facet::Host, number).first().copied().unwrap_or_default();
            let example = |examples: &mut Vec<u32>| {
                if examples.len() < EXAMPLES {
                    examples.push(number);
                }
            };
            if times.keys().any(|(rule, _)| rule.is_none()) {
                example(&mut all.kept_in);
            }
            if times.keys().any(|(rule, _)| rule.is_some()) {
                example(&mut all.removed_in);
            }
            all.documents += 1;
            for (became, times) in times {
                let host = host.to_owned();
                let count = match became {
                    (Some(rule), true) => all.partly.entry((host, rule)).or_default(),
                    (rule, _) => all.counts.entry((host, rule)).or_default(),
                };
                *count += times;
            }
        }
        all.looked_at += looked_at;
        all.next = next;
        Ok(all)
    }
}

impl Wanting {
    /// How often the line stands in a document, by what became of it.
    fn times_in(&self, texts: &Texts) -> BTreeMap<Became, u64> {
        let mut all = BTreeMap::new();
        let mut put = |times: u64, rule: Option<&str>, partly: bool| {
            if times > 0 {
                *all.entry((rule.map(str::to_owned), partly)).or_default() += times;
            }
        };
        put(self.places(&texts.clean).count() as u64, None, false);
        let account = texts.account.as_deref().map(serde_json::from_str::<Account<'_>>);
        if let Some(Ok(account)) = account {
            for removal in &account.removals {
                put(self.places(&removal.text).count() as u64, Some(&removal.rule), false);
            }
            if let Some(cut) = CutLines::of(&texts.clean, &account) {
                for place in self.places(&cut.text) {
                    if let Some(rule) = cut.rule(&place) {
                        put(1, Some(rule), true);
                    }
                }
            }
        }
        all
    }

    /// Where the line stands in a text.
    fn places<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut at = 0;
        let lines = std::iter::from_fn(move || {
            // What ends with its last line has no place behind it.
            let found = if at <= text.len() { self.beginning.find_at(text, at)? } else { return None };
            let start = text[..found.start()].rfind('\n').map_or(0, |at| at + 1);
            let end = text[found.end()..].find('\n').map_or(text.len(), |at| found.end() + at);
            let line = start.max(at)..end;
            at = end + 1;
            Some(line)
        });
        lines.filter(|line| fold::squash(&text[line.clone()]) == self.squashed)
    }
}
