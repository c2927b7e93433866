//! Where does a text stand? Looks through documents in slices of time, so that a page can show what is found and go on.

use super::{
    Output, RoaringBitmap,
    account::Account,
    needle,
    texts::{self, Batch, Texts, Wanted},
};
use crate::error::Error;
use rayon::prelude::*;
use regex::Regex;
use std::time::{Duration, Instant};

/// So many characters are shown before and after what was found.
const AROUND: usize = 60;

/// Where to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Where {
    /// In clean texts.
    Kept,
    /// In what was removed.
    Removed,
    /// In both.
    #[default]
    Both,
}

/// A place where a text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document.
    pub number: u32,
    /// Some characters before it, in its line.
    pub before: String,
    /// What was found, as it stands there.
    pub found: String,
    /// Some characters after it, in its line.
    pub after: String,
    /// The rule that removed it; `None` in the clean text.
    pub rule: Option<String>,
}

/// What a slice of a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The first place in each document that has one, in the order of the documents.
    pub hits: Vec<Hit>,
    /// How many documents were looked at.
    pub looked_at: u64,
    /// The document to go on at; `None` when all were looked at.
    pub next: Option<u32>,
}

impl Output {
    /// Looks for `needle` in the documents of `within` from the number `from` on, for about `budget`. Letters are compared as
    /// rules compare them: without case, vowel marks and ZWNJ, one yeh, one kaf; white space is one space.
    ///
    /// # Errors
    /// [`Error::Usage`] for a needle that is empty or too long, and a damaged table; [`Error::Io`].
    pub fn search(
        &self,
        within: &RoaringBitmap,
        needle: &str,
        place: Where,
        from: u32,
        budget: Duration,
    ) -> Result<Found, Error> {
        let pattern = needle::phrase(needle)?;
        let wanted = Wanted { clean: place != Where::Removed, account: place != Where::Kept };
        let mut found = Found::default();
        let slice = Slice { output: self, within, wanted, budget };
        (found.looked_at, found.next) =
            slice.look(from, |number, texts| first_hit(&pattern, number, texts), |hit| found.hits.extend(hit))?;
        Ok(found)
    }
}

/// What documents are looked at, and for how long.
pub(super) struct Slice<'a> {
    pub(super) output: &'a Output,
    pub(super) within: &'a RoaringBitmap,
    pub(super) wanted: Wanted,
    pub(super) budget: Duration,
}

impl Slice<'_> {
    /// Calls `look` for the texts of documents from a number on, by all threads, and `take` for what it gives, in the order of
    /// the documents. Says how many it looked at, and the number to go on at.
    pub(super) fn look<T: Send>(
        &self,
        from: u32,
        look: impl Fn(u32, &Texts) -> T + Sync,
        mut take: impl FnMut(T),
    ) -> Result<(u64, Option<u32>), Error> {
        let (begun, mut looked_at, mut from) = (Instant::now(), 0, from);
        let generation = self.output.index().generation();
        let one = |batch: &Batch| -> Result<Vec<T>, Error> {
            let texts = batch.read(self.wanted)?;
            Ok(batch.places.iter().zip(&texts).map(|((number, _), texts)| look(*number, texts)).collect())
        };
        let read = |from: u32| {
            let threads = rayon::current_num_threads();
            let (batches, next) = {
                let index = self.output.index();
                // With another generation, the numbers of `within` mean other documents.
                if index.generation() != generation {
                    return Err(Error::Usage("another run has taken the place of this one".to_owned()));
                }
                texts::batches(&index, self.within, from, threads)
            };
            let made: Result<Vec<Vec<T>>, Error> = batches.par_iter().map(one).collect();
            Ok((made?, next))
        };
        loop {
            let (made, next) = self.output.where_files_are(|| read(from))?;
            for some in made {
                looked_at += some.len() as u64;
                some.into_iter().for_each(&mut take);
            }
            match next {
                Some(next) if begun.elapsed() < self.budget => from = next,
                next => return Ok((looked_at, next)),
            }
        }
    }
}

fn first_hit(pattern: &Regex, number: u32, texts: &Texts) -> Option<Hit> {
    if let Some(found) = pattern.find(&texts.clean) {
        return Some(hit(number, &texts.clean, found.range(), None));
    }
    let account: Account<'_> = serde_json::from_str(texts.account.as_deref()?).ok()?;
    account.removals.iter().find_map(|removal| {
        let found = pattern.find(&removal.text)?;
        Some(hit(number, &removal.text, found.range(), Some(removal.rule.to_string())))
    })
}

fn hit(number: u32, text: &str, range: std::ops::Range<usize>, rule: Option<String>) -> Hit {
    let (before, after) = (&text[..range.start], &text[range.end..]);
    let line = before.rsplit('\n').next().unwrap_or_default();
    let start = line.char_indices().rev().take(AROUND).last().map_or(line.len(), |(at, _)| at);
    let after = after.split('\n').next().unwrap_or_default().trim_end_matches('\r');
    Hit {
        number,
        before: line[start..].to_owned(),
        found: text[range].to_owned(),
        after: after.chars().take(AROUND).collect(),
        rule,
    }
}
