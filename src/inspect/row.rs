//! What the index keeps of a record and of an account. Their texts are passed over, not read.

use super::{
    Facet,
    classes::Classes,
    strings::{Strings, Table},
};
use crate::{host, read::string::decode_str};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
};

/// The facets that a record has one value of, as it stands there or is easily made of it.
const NAMED: [Facet; 6] = [Facet::Host, Facet::Language, Facet::Charset, Facet::PageType, Facet::Source, Facet::Year];

/// No text.
const NONE: u32 = u32::MAX;

/// A record.
#[derive(Clone, Debug, Default)]
pub(super) struct DocumentRow {
    /// Where it stands in its file.
    pub(super) place: u64,
    /// The hash of its id.
    pub(super) id: u64,
    /// The hash of its text, if it is wanted.
    pub(super) text: Option<u64>,
    /// Characters before and after.
    pub(super) before: Option<u64>,
    pub(super) after: Option<u64>,
    /// Of the extraction.
    pub(super) confidence: Option<f64>,
    /// Whether it says itself that it was changed. A record that was cleaned before says so of then.
    pub(super) changed: bool,
    pub(super) named: [u32; NAMED.len()],
    pub(super) flags: Vec<u32>,
    pub(super) table: Table,
}

impl DocumentRow {
    pub(super) fn value(&self, facet: Facet) -> Option<&str> {
        let at = NAMED.iter().position(|named| *named == facet)?;
        self.table.get(self.named[at] as usize).map(|text| &**text)
    }

    pub(super) fn flags(&self) -> impl Iterator<Item = &str> {
        texts(&self.table, &self.flags)
    }
}

fn texts<'t>(table: &'t Table, numbers: &'t [u32]) -> impl Iterator<Item = &'t str> {
    numbers.iter().filter_map(|number| table.get(*number as usize)).map(|text| &**text)
}

/// The fields of a record that the index needs, in whatever file it stands.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) text: Option<Cow<'a, str>>,
    pub(super) source: Option<Cow<'a, str>>,
    pub(super) url: Option<Cow<'a, str>>,
    pub(super) date: Option<Cow<'a, str>>,
    pub(super) language: Option<Cow<'a, str>>,
    /// An object of JSON.
    pub(super) metadata: Option<&'a str>,
}

/// A line of `documents.jsonl`.
#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow)]
    text: &'a RawValue,
    #[serde(borrow)]
    source: Option<&'a RawValue>,
    #[serde(borrow)]
    url: Option<&'a RawValue>,
    #[serde(borrow)]
    date: Option<&'a RawValue>,
    #[serde(borrow)]
    language: Option<&'a RawValue>,
    #[serde(borrow)]
    metadata: Option<&'a RawValue>,
}

/// What a run says in `metadata`, or under `found` in it.
#[derive(Default, Deserialize)]
struct Metadata<'a> {
    #[serde(borrow)]
    hostname: Option<&'a RawValue>,
    #[serde(borrow)]
    charset: Option<&'a RawValue>,
    #[serde(borrow)]
    page_type: Option<&'a RawValue>,
    #[serde(borrow)]
    extraction: Option<&'a RawValue>,
    #[serde(borrow)]
    length: Option<&'a RawValue>,
    #[serde(borrow)]
    original_length: Option<&'a RawValue>,
    #[serde(borrow)]
    rules: Option<&'a RawValue>,
    #[serde(borrow)]
    repairs: Option<&'a RawValue>,
    #[serde(borrow)]
    flags: Option<&'a RawValue>,
    #[serde(borrow)]
    found: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Extraction {
    confidence: f64,
}

fn of_raw<T: DeserializeOwned>(raw: Option<&RawValue>) -> Option<T> {
    serde_json::from_str(raw?.get()).ok()
}

/// The text of a string; `None` of what is none.
fn string(raw: Option<&RawValue>) -> Option<Cow<'_, str>> {
    decode_str(raw?.get())
}

/// The id as it is compared: a string and a number with the same digits are one, for a table has only strings.
fn id(raw: &RawValue) -> Cow<'_, str> {
    decode_str(raw.get()).unwrap_or(Cow::Borrowed(raw.get()))
}

/// The number by which ids and texts are compared, the same in every run.
pub(super) fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl<'a> Fields<'a> {
    /// Those of a line of JSON; `text`: whether the text is wanted.
    pub(super) fn of_line(line: &'a str, text: bool) -> Result<Self, serde_json::Error> {
        let record: Record<'a> = serde_json::from_str(line)?;
        Ok(Self {
            id: id(record.id),
            text: if text { string(Some(record.text)) } else { None },
            source: string(record.source),
            url: string(record.url),
            date: string(record.date),
            language: string(record.language),
            metadata: record.metadata.map(RawValue::get),
        })
    }

    /// The row of a record that stands at `place`. Its texts go into `strings`, so the table comes later.
    pub(super) fn row(self, place: u64, strings: &mut Strings<'a>) -> DocumentRow {
        let metadata: Metadata<'a> = self.metadata.and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default();
        let found = metadata.found.map(|raw| serde_json::from_str::<Metadata<'a>>(raw.get()));
        let any = |of: &Metadata<'_>| of.rules.is_some() || of.repairs.is_some();
        let changed = any(&metadata) || found.as_ref().is_some_and(|found| found.as_ref().map_or(true, any));
        // A record that was cleaned before says what was done now under `found`.
        let found = found.and_then(Result::ok).unwrap_or_default();
        let stats = if found.original_length.is_some() { &found } else { &metadata };
        let host = string(metadata.hostname)
            .or_else(|| self.url.as_deref().and_then(host::of_url).map(|host| Cow::Owned(host.into_owned())));
        // As a run knows it of the folders of a mirror.
        let host = host.or_else(|| host::of_path(&self.id).map(|host| Cow::Owned(host.to_owned())));
        let year = self.date.as_deref().and_then(year).map(|year| Cow::Owned(year.to_owned()));
        let page_type = string(metadata.page_type);
        let values = [host, self.language, string(stats.charset), page_type, self.source, year];
        let mut number = |text: Cow<'a, str>| strings.number(text);
        let flags: Vec<Cow<'a, str>> =
            stats.flags.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        DocumentRow {
            place,
            id: hash(&self.id),
            text: self.text.as_deref().map(hash),
            before: of_raw(stats.original_length),
            after: of_raw(stats.length),
            confidence: of_raw::<Extraction>(metadata.extraction).map(|extraction| extraction.confidence),
            changed,
            flags: flags.into_iter().map(&mut number).collect(),
            named: values.map(|value| value.map_or(NONE, &mut number)),
            table: Table::default(),
        }
    }
}

/// The year of an ISO date.
fn year(date: &str) -> Option<&str> {
    let year = date.get(..4)?;
    let parted = !date.as_bytes().get(4).is_some_and(u8::is_ascii_digit);
    (parted && year.bytes().all(|byte| byte.is_ascii_digit())).then_some(year)
}

/// An account.
#[derive(Clone, Debug, Default)]
pub(super) struct AccountRow {
    /// Where it stands in its file.
    pub(super) place: u64,
    /// The hash of the id.
    pub(super) id: u64,
    /// The chance of the least sure removal by the judge.
    pub(super) chance: Option<f64>,
    /// If all of the original may be gone or edited, for there is no gap: the characters that are, and those that edits made.
    pub(super) covers: Option<(u64, u64)>,
    pub(super) rules: Vec<u32>,
    pub(super) edits: Vec<u32>,
    pub(super) table: Table,
}

#[derive(Deserialize)]
struct AccountLine<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow, default)]
    removals: Vec<RemovalFields<'a>>,
    #[serde(borrow, default)]
    edits: Vec<EditFields<'a>>,
}

#[derive(Deserialize)]
struct RemovalFields<'a> {
    start: u64,
    end: u64,
    #[serde(borrow)]
    text: &'a RawValue,
    #[serde(borrow)]
    rule: Cow<'a, str>,
    chance: Option<f64>,
}

#[derive(Deserialize)]
struct EditFields<'a> {
    start: u64,
    end: u64,
    #[serde(borrow)]
    was: &'a RawValue,
    #[serde(borrow)]
    with: &'a RawValue,
    #[serde(borrow)]
    by: Cow<'a, str>,
}

impl AccountRow {
    /// That of a line of `removed.jsonl` that stands at `place`. Its texts go into `strings`, so the table comes later.
    pub(super) fn of_line<'a>(line: &'a str, place: u64, strings: &mut Strings<'a>) -> Result<Self, serde_json::Error> {
        let account: AccountLine<'a> = serde_json::from_str(line)?;
        let chances = account.removals.iter().filter_map(|removal| removal.chance);
        Ok(Self {
            place,
            id: hash(&id(account.id)),
            chance: chances.reduce(f64::min),
            covers: account.covers(),
            rules: numbers(account.removals.into_iter().map(|removal| removal.rule), strings),
            edits: numbers(account.edits.into_iter().map(|edit| edit.by), strings),
            table: Table::default(),
        })
    }

    /// Whether it tells of a change, and not only of lines that were left out of a page.
    pub(super) fn is_change(&self) -> bool {
        !self.rules.is_empty() || !self.edits.is_empty()
    }

    /// The rules that removed something, or edited it.
    pub(super) fn rules<'r>(&'r self, classes: &'r Classes) -> impl Iterator<Item = &'r str> {
        texts(&self.table, &self.rules).chain(self.edits().filter(|by| classes.is_rule(by)))
    }

    /// The repairs and rules that edited something.
    pub(super) fn edits(&self) -> impl Iterator<Item = &str> {
        texts(&self.table, &self.edits)
    }
}

/// The numbers of texts, each once.
fn numbers<'a>(texts: impl Iterator<Item = Cow<'a, str>>, strings: &mut Strings<'a>) -> Vec<u32> {
    let mut numbers: Vec<u32> = texts.map(|text| strings.number(text)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.shrink_to_fit();
    numbers
}

impl AccountLine<'_> {
    fn covers(&self) -> Option<(u64, u64)> {
        let mut spans: Vec<(u64, u64)> = self.removals.iter().map(|removal| (removal.start, removal.end)).collect();
        // Most accounts leave something, and show it in the first bytes.
        let first =
            spans.first().map_or(u64::MAX, |span| span.0).min(self.edits.first().map_or(u64::MAX, |edit| edit.start));
        if first != 0 {
            return None;
        }
        spans.extend(self.edits.iter().map(|edit| (edit.start, edit.end)));
        spans.sort_unstable();
        let mut at = 0;
        for (start, end) in spans {
            if start != at {
                return None;
            }
            at = end;
        }
        let count = |raw: &RawValue| decode_str(raw.get()).map_or(0, |text| text.chars().count() as u64);
        let was = self.removals.iter().map(|removal| count(removal.text)).sum::<u64>();
        let was = was + self.edits.iter().map(|edit| count(edit.was)).sum::<u64>();
        Some((was, self.edits.iter().map(|edit| count(edit.with)).sum()))
    }
}
