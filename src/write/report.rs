//! `report.json`: what a run did, counted. No clock, no paths, nothing that depends on the number of threads.

use super::{
    document::{ChangeCounts, InputDocument},
    hosts::{HostTally, Hosts},
};
use crate::{
    clean::Cleaned,
    document::ExcludedLine,
    error::Error,
    read::{Plan, record::Fault},
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};

/// Counts by a name that the program gives.
pub type Counts = BTreeMap<Cow<'static, str>, u64>;

/// The counts of a part of a run; parts add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Lines of pages that were not taken for content, by reason.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<Cow<'static, str>, ExcludedTally>,
    /// Files (not records) by charset.
    pub charsets: Counts,
    /// Documents by language.
    pub languages: BTreeMap<String, u64>,
    /// Documents by flag.
    pub flags: Counts,
    /// Documents by host, where it is known.
    pub hosts: Hosts,
    /// Decompressed bytes that were read: for the rate on a terminal, not for the report.
    #[serde(skip)]
    pub read: u64,
    /// The fields of the first record that lacks the one to clean: for a message, not for the report.
    #[serde(skip)]
    pub fields: Vec<String>,
}

/// Where every record went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// Records of the inputs.
    #[serde(rename = "in")]
    pub read: u64,
    /// Documents written.
    pub out: u64,
    /// Documents of which nothing was left, by rule.
    pub dropped: Counts,
    /// Records that could not be read, by reason.
    pub quarantined: Counts,
    /// Records of archives that hold no page, by reason; they are not counted as read.
    #[serde(rename = "skipped", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub passed: Counts,
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

    /// Adds other records.
    pub fn add(&mut self, more: &Self) {
        self.read += more.read;
        self.out += more.out;
        add(&mut self.dropped, &more.dropped);
        add(&mut self.quarantined, &more.quarantined);
        add(&mut self.passed, &more.passed);
    }

    /// Refuses records that do not balance.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub fn check(&self) -> Result<(), Error> {
        if self.balance() {
            return Ok(());
        }
        let (read, out, dropped, quarantined) = (self.read, self.out, self.all_dropped(), self.all_quarantined());
        Err(Error::Internal(format!("{read} records in, but {out} out, {dropped} dropped, {quarantined} quarantined")))
    }
}

/// What went in, what came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Of decoded originals.
    #[serde(rename = "in")]
    pub read: u64,
    /// Of clean texts.
    pub out: u64,
}

/// Counts of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Characters {
    /// Taken away by rules.
    pub removed: u64,
    /// U+FFFD for bytes that could not be decoded.
    pub replaced: u64,
    /// For private use, in clean texts.
    #[serde(default)]
    pub private_use: u64,
}

/// What one rule did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTally {
    /// Documents it removed something from.
    pub documents: u64,
    /// Its removals.
    pub removals: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What one repair did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairTally {
    /// Documents it changed.
    pub documents: u64,
    /// Its edits.
    pub edits: u64,
}

/// What extraction left out for one reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedTally {
    /// Pages that had such lines.
    pub documents: u64,
    /// The lines.
    pub lines: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Tally {
    /// Counts a document that was cleaned, whether it is then written or dropped.
    pub fn cleaned(&mut self, input: &InputDocument<'_>, cleaned: &Cleaned<'_>, changes: &ChangeCounts<'_>) {
        self.bytes.read += input.text.len() as u64;
        self.characters.removed += changes.characters;
        self.characters.private_use += cleaned.private_use as u64;
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
        if let Some(decoded) = input.decoded {
            self.characters.replaced += decoded.replaced as u64;
            *self.charsets.entry(Cow::Borrowed(decoded.charset)).or_default() += 1;
        }
        bump(&mut self.languages, cleaned.lang.as_str(), |count| *count += 1);
        for flag in &cleaned.flags {
            *self.flags.entry(Cow::Borrowed(flag.name())).or_default() += 1;
        }
    }

    /// Counts the lines of a page that were left out.
    pub fn excluded(&mut self, lines: &[ExcludedLine]) {
        let mut seen: Vec<&'static str> = Vec::new();
        for left in lines {
            let tally = self.left_out.entry(Cow::Borrowed(left.reason)).or_default();
            if !seen.contains(&left.reason) {
                seen.push(left.reason);
                tally.documents += 1;
            }
            tally.lines += 1;
            tally.bytes += left.bytes as u64;
        }
    }

    /// Counts a document of `host`, of which `out` bytes of text are left.
    pub fn host(&mut self, host: &str, read: usize, out: usize) {
        self.hosts.count(host, HostTally { documents: 1, read: read as u64, out: out as u64 });
    }

    /// Counts a document that was dropped by `rule`.
    pub fn dropped(&mut self, rule: &'static str) {
        *self.records.dropped.entry(Cow::Borrowed(rule)).or_default() += 1;
    }

    /// Counts a record that went to quarantine.
    pub fn quarantined(&mut self, fault: Fault) {
        *self.records.quarantined.entry(Cow::Borrowed(fault.id())).or_default() += 1;
    }

    /// Whether nothing came out, since what could be read lacks the field to clean.
    #[must_use]
    pub fn lacks_field(&self) -> bool {
        let Records { out, quarantined, .. } = &self.records;
        *out == 0 && self.records.all_dropped() == 0 && quarantined.contains_key(Fault::MissingField.id())
    }

    /// Adds the counts of another part.
    pub fn add(&mut self, part: &Self) {
        if self.fields.is_empty() {
            self.fields.clone_from(&part.fields);
        }
        self.records.add(&part.records);
        self.blank_lines += part.blank_lines;
        self.bytes.read += part.bytes.read;
        self.bytes.out += part.bytes.out;
        self.characters.removed += part.characters.removed;
        self.characters.replaced += part.characters.replaced;
        self.characters.private_use += part.characters.private_use;
        for (id, more) in &part.rules {
            bump(&mut self.rules, id, |rule| {
                rule.documents += more.documents;
                rule.removals += more.removals;
                rule.bytes += more.bytes;
            });
        }
        for (id, more) in &part.repairs {
            bump(&mut self.repairs, id, |repair| {
                repair.documents += more.documents;
                repair.edits += more.edits;
            });
        }
        for (reason, more) in &part.left_out {
            let left = self.left_out.entry(reason.clone()).or_default();
            left.documents += more.documents;
            left.lines += more.lines;
            left.bytes += more.bytes;
        }
        add(&mut self.charsets, &part.charsets);
        for (language, more) in &part.languages {
            bump(&mut self.languages, language, |count| *count += more);
        }
        add(&mut self.flags, &part.flags);
        self.hosts.add(&part.hosts);
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

fn add(to: &mut Counts, from: &Counts) {
    for (key, count) in from {
        *to.entry(key.clone()).or_default() += count;
    }
}

/// The whole report.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    /// Name and version.
    tool: &'static str,
    /// The run has not come to its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unfinished: bool,
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
            *skipped.entry(file.reason.id()).or_default() += 1;
        }
        let tool = concat!("sarand ", env!("CARGO_PKG_VERSION"));
        Self { tool, unfinished: false, files: Files { read: plan.sources.len(), skipped }, tally }
    }

    /// Of so many files, when the plan has only some of them.
    #[must_use]
    pub fn of(mut self, files: usize) -> Self {
        self.files.read = files;
        self
    }

    /// Says whether the run broke off.
    #[must_use]
    pub fn unfinished(self, unfinished: bool) -> Self {
        Self { unfinished, ..self }
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
    fn parts_add_up_and_come_back_from_json() {
        let mut part = Tally::default();
        part.records.read = 3;
        part.records.out = 1;
        part.dropped("any.empty");
        part.host("a.example", 5, 3);
        part.quarantined(Fault::BadJson);
        part.rules.insert("fa.x".to_owned(), RuleTally { documents: 1, removals: 2, bytes: 3 });
        let mut sum = Tally::default();
        sum.add(&part);
        sum.add(&part);
        let json = serde_json::to_string(&sum).unwrap();
        assert_eq!(serde_json::from_str::<Tally>(&json).unwrap(), sum);
        assert!(sum.records.balance());
        assert_eq!((sum.records.read, sum.records.all_quarantined()), (6, 2));
        assert_eq!(sum.rules["fa.x"], RuleTally { documents: 2, removals: 4, bytes: 6 });
    }
}
