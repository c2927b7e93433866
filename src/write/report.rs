//! `report.json`: what a run did, counted. No clock, no paths, nothing that depends on the number of threads.

use super::document::{Changes, Given};
use crate::{
    clean::Cleaned,
    read::{Plan, record::Fault},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The counts of a part of a run; parts add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Where every record went.
    pub records: Records,
    /// JSONL lines with nothing on them.
    pub blank_lines: u64,
    /// Text, as UTF-8 bytes.
    pub bytes: Flow,
    /// Text, in characters.
    pub characters: Characters,
    /// By rule.
    pub rules: BTreeMap<String, RuleTally>,
    /// By repair.
    pub repairs: BTreeMap<String, RepairTally>,
    /// Files (not records) by charset.
    pub charsets: BTreeMap<&'static str, u64>,
    /// Documents by language.
    pub languages: BTreeMap<String, u64>,
    /// Documents by flag.
    pub flags: BTreeMap<&'static str, u64>,
    /// Decompressed bytes that were read: for the rate on a terminal, not for the report.
    #[serde(skip)]
    pub read: u64,
}

/// Where every record went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Records {
    /// Records of the inputs.
    #[serde(rename = "in")]
    pub read: u64,
    /// Documents written.
    pub out: u64,
    /// Documents of which nothing was left, by rule.
    pub dropped: BTreeMap<&'static str, u64>,
    /// Records that could not be read, by reason.
    pub quarantined: BTreeMap<&'static str, u64>,
    /// Records of archives that hold no page, by reason; they are not counted as read.
    #[serde(rename = "skipped", skip_serializing_if = "BTreeMap::is_empty")]
    pub passed: BTreeMap<&'static str, u64>,
}

impl Records {
    /// All that were dropped.
    #[must_use]
    pub fn all_dropped(&self) -> u64 {
        self.dropped.values().sum()
    }

    /// All that were quarantined.
    #[must_use]
    pub fn all_quarantined(&self) -> u64 {
        self.quarantined.values().sum()
    }

    /// Whether every record went somewhere, once.
    #[must_use]
    pub fn balance(&self) -> bool {
        self.read == self.out + self.all_dropped() + self.all_quarantined()
    }
}

/// What went in, what came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flow {
    /// Of decoded originals.
    #[serde(rename = "in")]
    pub read: u64,
    /// Of clean texts.
    pub out: u64,
}

/// Counts of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Characters {
    /// Taken away by rules.
    pub removed: u64,
    /// U+FFFD for bytes that could not be decoded.
    pub replaced: u64,
}

/// What one rule did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleTally {
    /// Documents it removed something from.
    pub documents: u64,
    /// Its removals.
    pub removals: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What one repair did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RepairTally {
    /// Documents it changed.
    pub documents: u64,
    /// Its edits.
    pub edits: u64,
}

impl Tally {
    /// Counts a document that was cleaned, whether it is then written or dropped.
    pub fn cleaned(&mut self, given: &Given<'_>, cleaned: &Cleaned<'_>, changes: &Changes<'_>) {
        self.bytes.read += given.text.len() as u64;
        self.characters.removed += changes.characters;
        self.characters.replaced += given.replaced as u64;
        for count in &changes.rules {
            bump(&mut self.rules, count.id, |rule| {
                rule.documents += 1;
                rule.removals += count.times;
                rule.bytes += count.bytes;
            });
        }
        for count in &changes.repairs {
            bump(&mut self.repairs, count.id, |repair| {
                repair.documents += 1;
                repair.edits += count.times;
            });
        }
        if let Some(charset) = given.charset {
            *self.charsets.entry(charset).or_default() += 1;
        }
        bump(&mut self.languages, cleaned.lang.as_str(), |count| *count += 1);
        for flag in &cleaned.flags {
            *self.flags.entry(flag).or_default() += 1;
        }
    }

    /// Counts a record that went to quarantine.
    pub fn quarantined(&mut self, fault: Fault) {
        *self.records.quarantined.entry(fault.id()).or_default() += 1;
    }

    /// Adds the counts of another part, and empties it.
    pub fn take(&mut self, part: &mut Self) {
        let part = std::mem::take(part);
        self.records.read += part.records.read;
        self.records.out += part.records.out;
        add(&mut self.records.dropped, part.records.dropped);
        add(&mut self.records.quarantined, part.records.quarantined);
        add(&mut self.records.passed, part.records.passed);
        self.blank_lines += part.blank_lines;
        self.bytes.read += part.bytes.read;
        self.bytes.out += part.bytes.out;
        self.characters.removed += part.characters.removed;
        self.characters.replaced += part.characters.replaced;
        for (id, more) in part.rules {
            let rule = self.rules.entry(id).or_default();
            rule.documents += more.documents;
            rule.removals += more.removals;
            rule.bytes += more.bytes;
        }
        for (id, more) in part.repairs {
            let repair = self.repairs.entry(id).or_default();
            repair.documents += more.documents;
            repair.edits += more.edits;
        }
        add(&mut self.charsets, part.charsets);
        add(&mut self.languages, part.languages);
        add(&mut self.flags, part.flags);
        self.read += part.read;
    }
}

/// Changes the entry of `id`, made only when it is new: this is called for every document.
fn bump<T: Default>(map: &mut BTreeMap<String, T>, id: &str, change: impl FnOnce(&mut T)) {
    match map.get_mut(id) {
        Some(entry) => change(entry),
        None => {
            let mut entry = T::default();
            change(&mut entry);
            map.insert(id.to_owned(), entry);
        }
    }
}

fn add<K: Ord>(to: &mut BTreeMap<K, u64>, from: BTreeMap<K, u64>) {
    for (key, count) in from {
        *to.entry(key).or_default() += count;
    }
}

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// Name and version.
    tool: &'static str,
    files: Files,
    #[serde(flatten)]
    tally: &'a Tally,
}

#[derive(Debug, Serialize)]
struct Files {
    read: usize,
    skipped: BTreeMap<&'static str, u64>,
}

impl<'a> Report<'a> {
    /// The report of a run over `plan`.
    #[must_use]
    pub fn new(plan: &Plan, tally: &'a Tally) -> Self {
        let mut skipped = BTreeMap::new();
        for file in &plan.skipped {
            *skipped.entry(file.why.id()).or_default() += 1;
        }
        let tool = concat!("sarand ", env!("CARGO_PKG_VERSION"));
        Self { tool, files: Files { read: plan.sources.len(), skipped }, tally }
    }

    /// The content of `report.json`.
    ///
    /// # Errors
    /// None that this type can cause; those of the serialiser.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        Ok(json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_and_are_emptied() {
        let mut part = Tally::default();
        part.records.read = 3;
        part.records.out = 1;
        part.records.dropped.insert("any.empty", 1);
        part.quarantined(Fault::BadJson);
        part.rules.insert("fa.x".to_owned(), RuleTally { documents: 1, removals: 2, bytes: 3 });
        let mut sum = Tally::default();
        sum.take(&mut part.clone());
        sum.take(&mut part);
        assert_eq!(part, Tally::default());
        assert!(sum.records.balance());
        assert_eq!((sum.records.read, sum.records.all_quarantined()), (6, 2));
        assert_eq!(sum.rules["fa.x"], RuleTally { documents: 2, removals: 4, bytes: 6 });
    }
}
