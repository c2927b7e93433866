//! One document as it was and as it is, and what a list shows of it: read from the files.

#[cfg(feature = "parquet")]
use super::table::{COLUMNS, Table};
use super::{
    account::Account,
    classes::Classes,
    files::{self, Frame},
    index::{Fate, Place},
    lines::{self, Line},
    parts::FilePart,
};
use crate::{error::Error, host, parts::layout::DocumentFormat};
use serde_json::{Map, Value};
use std::{cmp::Reverse, collections::BTreeMap};

/// So many characters of a text are in a list.
const BEGINNING: usize = 200;

/// What a list of documents shows of one.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Its number in the index.
    pub number: u32,
    /// Its id; one that is no string, as JSON.
    pub id: String,
    /// What became of it.
    pub fate: Fate,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// The host of its URL, or of the folder that it is in.
    pub host: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its date, as it is written.
    pub date: Option<String>,
    /// Characters before cleaning, if they are known.
    pub before: Option<u64>,
    /// Characters after cleaning, if they are known.
    pub after: Option<u64>,
    /// The first 200 characters of its clean text; of a dropped document, of what it was.
    pub beginning: String,
}

/// A document with its lines.
#[derive(Clone, Debug)]
pub struct Inspected {
    /// What a list shows of it.
    pub summary: Summary,
    /// Its URL.
    pub url: Option<String>,
    /// Its record as it was written, without `text`; empty for a dropped document.
    pub record: Map<String, Value>,
    /// The lines of the original, and those that were left out of a page.
    pub lines: Vec<Line>,
    /// The clean text as it was written, if it has marks of Markdown. They are in `lines`, too, where what was removed stands
    /// about where it was, and edits may be missing: the files do not say more.
    pub marked: Option<String>,
    /// Why `lines` are those of the clean text only and tell of no change, if the files do not fit together.
    pub misfit: Option<String>,
    /// Its flags.
    pub flags: Vec<String>,
    /// The rules that removed or replaced something, each with its class and how often, the most first.
    pub rules: Vec<(String, String, u64)>,
    /// The repairs, each with how often, the most first.
    pub repairs: Vec<(String, u64)>,
}

impl Inspected {
    /// The text before cleaning; of a document with marks, about that.
    #[must_use]
    pub fn original(&self) -> String {
        self.lines.iter().map(Line::original).collect()
    }

    /// The clean text.
    #[must_use]
    pub fn clean(&self) -> String {
        self.lines.iter().map(Line::clean).collect()
    }
}

/// What the files hold of a document.
#[derive(Debug, Default)]
pub(super) struct Raw {
    /// Its record without the text; `None` for a dropped document.
    record: Option<Map<String, Value>>,
    pub(super) text: String,
    /// Its account as JSON.
    account: Option<String>,
    /// Where that is, for a message.
    account_name: String,
}

/// Reads what there is of a document.
pub(super) fn read(place: &Place) -> Result<Raw, Error> {
    let mut raw = Raw::default();
    if let (Some(at), Some(file)) = (place.record, &place.part.documents) {
        let mut record = read_record(file, place.frame, at)?;
        raw.text = match record.remove("text") {
            Some(Value::String(text)) => text,
            _ => String::new(),
        };
        raw.record = Some(record);
    }
    if let (Some(at), Some(file)) = (place.account, &place.part.removed) {
        raw.account = Some(line(file, Frame::default(), at)?);
        raw.account_name = format!("{}: byte {at}", file.path.display());
    }
    Ok(raw)
}

fn read_record(file: &FilePart, frame: Frame, at: u64) -> Result<Map<String, Value>, Error> {
    match file.format {
        #[cfg(feature = "parquet")]
        DocumentFormat::Parquet => table_record(file, at),
        DocumentFormat::Jsonl | DocumentFormat::Zst => {
            let line = line(file, frame, at)?;
            serde_json::from_str(&line).map_err(|error| damaged(file, at, &error.to_string()))
        }
    }
}

#[cfg(feature = "parquet")]
fn table_record(file: &FilePart, row: u64) -> Result<Map<String, Value>, Error> {
    let table = Table::open(file)?;
    let mut record = table.others(row)?;
    for (name, cell) in COLUMNS.iter().zip(table.row(row, &COLUMNS)?) {
        let Some(cell) = cell else { continue };
        let text = String::from_utf8_lossy(cell.data()).into_owned();
        match (*name, serde_json::from_str::<Map<String, Value>>(&text)) {
            ("meta", Ok(fields)) => record.extend(fields),
            _ => {
                record.insert((*name).to_owned(), Value::String(text));
            }
        }
    }
    Ok(record)
}

fn damaged(file: &FilePart, at: u64, why: &str) -> Error {
    Error::Usage(format!("{}:{}: at byte {at}: {why}", file.path.display(), files::line_number(file, at)))
}

fn line(file: &FilePart, frame: Frame, at: u64) -> Result<String, Error> {
    String::from_utf8(files::line_at(file, frame, at)?).map_err(|_| damaged(file, at, "not UTF-8"))
}

impl Raw {
    pub(super) fn account(&self) -> Result<Account<'_>, Error> {
        let Some(account) = &self.account else { return Ok(Account::default()) };
        serde_json::from_str(account).map_err(|error| Error::Usage(format!("{}: {error}", self.account_name)))
    }

    /// What a list shows.
    pub(super) fn summary(&self, number: u32, fate: Fate) -> Result<Summary, Error> {
        let nothing = Map::new();
        let record = self.record.as_ref().unwrap_or(&nothing);
        let metadata = record.get("metadata").and_then(Value::as_object).unwrap_or(&nothing);
        let found = metadata.get("found").and_then(Value::as_object).unwrap_or(&nothing);
        let string = |of: &Map<String, Value>, name: &str| of.get(name).and_then(Value::as_str).map(str::to_owned);
        let stats = if found.contains_key("original_length") { found } else { metadata };
        let size = |name: &str| stats.get(name).and_then(Value::as_u64);
        let host = string(metadata, "hostname");
        let of_url = || record.get("url").and_then(Value::as_str).and_then(host::of_url).map(Into::into);
        let (mut id, mut before, mut beginning) = (record.get("id").cloned(), size("original_length"), String::new());
        if self.record.is_none() {
            let account = self.account()?;
            // All of it is in the account.
            let lines = lines::lines("", &account, &Classes::default()).unwrap_or_default();
            beginning = lines.iter().map(Line::original).collect();
            before = Some(beginning.chars().count() as u64);
            id = self.account.as_deref().and_then(id_of);
        }
        let text = if self.record.is_some() { &self.text } else { &beginning };
        let id = match id {
            Some(Value::String(id)) => id,
            other => other.map(|id| id.to_string()).unwrap_or_default(),
        };
        let of_path = host::of_path(&id).map(str::to_owned);
        Ok(Summary {
            number,
            id,
            fate,
            title: string(record, "title"),
            host: host.or_else(of_url).or(of_path),
            language: string(record, "language"),
            date: string(record, "date"),
            before,
            after: if self.record.is_some() { size("length") } else { Some(0) },
            beginning: text.chars().take(BEGINNING).collect(),
        })
    }

    /// The whole document.
    pub(super) fn inspect(
        self,
        number: u32,
        fate: Fate,
        flags: Vec<String>,
        classes: &Classes,
    ) -> Result<Inspected, Error> {
        let summary = self.summary(number, fate)?;
        let account = self.account()?;
        let (mut rules, mut repairs): (BTreeMap<&str, u64>, BTreeMap<&str, u64>) = Default::default();
        for removal in &account.removals {
            *rules.entry(&removal.rule).or_default() += 1;
        }
        for edit in &account.edits {
            let counts = if classes.is_rule(&edit.by) { &mut rules } else { &mut repairs };
            *counts.entry(&edit.by).or_default() += 1;
        }
        let mut rules: Vec<_> =
            rules.into_iter().map(|(id, count)| (id.to_owned(), classes.of(id).to_owned(), count)).collect();
        rules.sort_by_key(|(_, _, count)| Reverse(*count));
        let mut repairs: Vec<_> = repairs.into_iter().map(|(id, count)| (id.to_owned(), count)).collect();
        repairs.sort_by_key(|(_, count)| Reverse(*count));
        let plain = summary.before.map(|before| plain(before, &account));
        let is_marked = self.record.is_some() && plain.is_some() && plain != summary.after;
        // Where there are marks, places in the plain text say little, even if they seem to fit.
        let (lines, misfit) = match lines::lines(&self.text, &account, classes) {
            _ if is_marked && !account.removals.is_empty() => {
                (lines::marked_lines(&self.text, plain.unwrap_or_default(), &account, classes), None)
            }
            Ok(lines) => (lines, None),
            Err(why) => {
                let kept = Account { left_out: account.left_out, ..Account::default() };
                (lines::lines(&self.text, &kept, classes).unwrap_or_default(), (!is_marked).then_some(why))
            }
        };
        let marked = is_marked.then(|| self.text.clone());
        let record = self.record.unwrap_or_default();
        let url = record.get("url").and_then(Value::as_str).map(str::to_owned);
        Ok(Inspected { summary, url, record, lines, marked, misfit, flags, rules, repairs })
    }
}

/// How many characters the clean text has without marks.
fn plain(before: u64, account: &Account<'_>) -> u64 {
    let count = |text: &str| text.chars().count() as u64;
    let removed = account.removals.iter().map(|removal| count(&removal.text));
    let was = removed.chain(account.edits.iter().map(|edit| count(&edit.was))).sum();
    before.saturating_sub(was) + account.edits.iter().map(|edit| count(&edit.with)).sum::<u64>()
}

fn id_of(account: &str) -> Option<Value> {
    serde_json::from_str::<Map<String, Value>>(account).ok()?.remove("id")
}
