//! A document as it came, and what was changed in it, counted.

use super::Id;
use crate::{clean::Cleaned, decode::Decoded, read::record::Record};

/// A document as the input gave it.
#[derive(Debug)]
pub struct InputDocument<'a> {
    /// Its id.
    pub id: Id<'a>,
    /// The base name of its INPUT: the `source` of a record that names none.
    pub base: &'a str,
    /// The fields of its record; none for a file.
    pub record: &'a Record<'a>,
    /// How its bytes were decoded; nothing for a record, which is text.
    pub decoded: Option<&'a Decoded<'a>>,
    /// The decoded original.
    pub text: &'a str,
    /// The raw JSON of `text`, when it is spelled as we would.
    pub raw_text: Option<&'a str>,
}

/// What was changed in one document, counted. Reused from document to document.
#[derive(Debug, Default)]
pub struct ChangeCounts<'r> {
    /// Rules that removed something, sorted by id.
    pub rules: Vec<ChangeCount<'r>>,
    /// Repairs that were made, sorted by id.
    pub repairs: Vec<ChangeCount<'r>>,
    /// Characters that rules removed.
    pub characters: u64,
}

/// How often, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeCount<'r> {
    /// The id of a rule or a repair.
    pub id: &'r str,
    /// Removals or edits.
    pub times: u64,
    /// Bytes of the decoded original.
    pub bytes: u64,
}

impl<'r> ChangeCounts<'r> {
    /// Counts anew, for `cleaned` of `text`.
    pub fn count(&mut self, text: &str, cleaned: &Cleaned<'r>) {
        self.rules.clear();
        self.repairs.clear();
        self.characters = 0;
        for removal in &cleaned.removals {
            self.characters += removal.span.slice(text).chars().count() as u64;
            add(&mut self.rules, removal.rule, removal.span.len());
        }
        for edit in &cleaned.edits {
            add(&mut self.repairs, edit.by, edit.span.len());
        }
        self.rules.sort_unstable_by_key(|count| count.id);
        self.repairs.sort_unstable_by_key(|count| count.id);
    }

    /// Whether anything was changed.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.rules.is_empty() || !self.repairs.is_empty()
    }
}

fn add<'r>(counts: &mut Vec<ChangeCount<'r>>, id: &'r str, bytes: usize) {
    match counts.iter_mut().find(|count| count.id == id) {
        Some(count) => {
            count.times += 1;
            count.bytes += bytes as u64;
        }
        None => counts.push(ChangeCount { id, times: 1, bytes: bytes as u64 }),
    }
}
