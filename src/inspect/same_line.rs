//! Where else does a line stand? What a correction of it would meet, by host and rule.

use super::{
    Facet, Output, RoaringBitmap,
    account::Account,
    needle,
    search::Slice,
    texts::{Texts, Wanted},
};
use crate::{error::Error, fold};
use regex::Regex;
use std::{collections::BTreeMap, time::Duration};

/// So many documents are kept as examples.
const EXAMPLES: usize = 20;

/// Where a line stands, summed up. It goes on from slice to slice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SameLine {
    /// By host (empty: none is known) and by the rule that removed it (`None`: it was kept): how often it stands there.
    pub counts: BTreeMap<(String, Option<String>), u64>,
    /// The first documents in which it was kept, 20 at most.
    pub kept_in: Vec<u32>,
    /// The first documents in which it was removed, 20 at most.
    pub removed_in: Vec<u32>,
    /// How many documents have it.
    pub documents: u64,
    /// How many documents were looked at.
    pub looked_at: u64,
    /// The document to go on at; `None` when all were looked at.
    pub next: Option<u32>,
}

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
            |number, texts| (number, wanting.rules(texts)),
            |(number, rules)| {
                if !rules.is_empty() {
                    met.push((number, rules));
                }
            },
        )?;
        let index = self.index();
        for (number, rules) in met {
            let host = index.values(Facet::Host, number).first().copied().unwrap_or_default();
            let example = |examples: &mut Vec<u32>| {
                if examples.len() < EXAMPLES {
                    examples.push(number);
                }
            };
            if rules.contains_key(&None) {
                example(&mut all.kept_in);
            }
            if rules.keys().any(Option::is_some) {
                example(&mut all.removed_in);
            }
            all.documents += 1;
            for (rule, times) in rules {
                *all.counts.entry((host.to_owned(), rule)).or_default() += times;
            }
        }
        all.looked_at += looked_at;
        all.next = next;
        Ok(all)
    }
}

impl Wanting {
    /// How often the line stands in a document, by the rule that removed it.
    fn rules(&self, texts: &Texts) -> BTreeMap<Option<String>, u64> {
        let mut rules = BTreeMap::new();
        let mut put = |times: u64, rule: Option<&str>| {
            if times > 0 {
                *rules.entry(rule.map(str::to_owned)).or_default() += times;
            }
        };
        put(self.times(&texts.clean), None);
        let account = texts.account.as_deref().map(serde_json::from_str::<Account<'_>>);
        if let Some(Ok(account)) = account {
            for removal in &account.removals {
                put(self.times(&removal.text), Some(&removal.rule));
            }
        }
        rules
    }

    fn times(&self, text: &str) -> u64 {
        let (mut times, mut at) = (0, 0);
        while let Some(found) = self.beginning.find_at(text, at) {
            let start = text[..found.start()].rfind('\n').map_or(0, |at| at + 1);
            let end = text[found.end()..].find('\n').map_or(text.len(), |at| found.end() + at);
            times += u64::from(fold::squash(&text[start.max(at)..end]) == self.squashed);
            if end >= text.len() {
                break;
            }
            at = end + 1;
        }
        times
    }
}
