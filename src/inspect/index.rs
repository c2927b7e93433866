//! What is known of every document without reading its file: where it stands, and its values of each facet.
//!
//! Some 60 bytes a document: a million fit into memory, with any number of values. Reads no file.

use super::{
    Facet, Query,
    classes::Classes,
    column::{Column, Groups},
    files::Frame,
    parts::PartFiles,
    row::{AccountRow, DocumentRow},
    steps,
};
use roaring::RoaringBitmap;
use std::{borrow::Cow, cmp::Reverse, sync::Arc};

/// There is none.
const NOWHERE: u64 = u64::MAX;

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was written as it was.
    Kept,
    /// It was written, and something in it is gone or repaired.
    Changed,
    /// It was not written: nothing was left of it.
    Dropped,
}

impl Fate {
    /// Its name, a value of [`Facet::Fate`].
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Changed => "changed",
            Self::Dropped => "dropped",
        }
    }
}

/// Where a document stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The files of its part.
    pub(super) part: PartFiles,
    /// The frame that its record is in.
    pub(super) frame: Frame,
    /// Of its record: bytes of lines, decompressed, or rows of a table. `None` for a dropped document.
    pub(super) record: Option<u64>,
    /// Bytes of the line of its account; `None` for a document that was not changed.
    pub(super) account: Option<u64>,
}

/// Where the documents of one part are.
#[derive(Debug)]
pub(super) struct PartPlace {
    /// The number of its first document.
    pub(super) first: u32,
    pub(super) files: PartFiles,
    /// The frames of its documents, if they are compressed.
    pub(super) frames: Vec<Frame>,
}

/// So many faults are kept in words.
const FAULTS: usize = 100;

/// The documents of an output folder that were read so far, numbered from 0 in their order.
#[derive(Debug)]
pub struct Index {
    pub(super) classes: Arc<Classes>,
    columns: Vec<(Facet, Column)>,
    groups: Vec<(Facet, Groups)>,
    records: Vec<u64>,
    accounts: Vec<u64>,
    /// Hashes of ids.
    pub(super) ids: Vec<u64>,
    /// Hashes of clean texts, if they are wanted.
    pub(super) texts: Vec<u64>,
    /// Parts in their order, up to the one that is being read.
    pub(super) parts: Vec<PartPlace>,
    pub(super) read: u64,
    pub(super) all: u64,
    pub(super) complete: bool,
    generation: u32,
    faults: Vec<String>,
    fault_count: u64,
}

impl Index {
    pub(super) fn new(classes: Arc<Classes>) -> Self {
        let steps: fn(Facet) -> &'static [&'static str] = |facet| match facet {
            Facet::SizeBefore | Facet::SizeAfter => &steps::SIZES,
            Facet::Removed => &steps::SHARES,
            Facet::Confidence | Facet::Chance => &steps::CHANCES,
            _ => &[],
        };
        let (many, one): (Vec<Facet>, Vec<Facet>) = Facet::ALL.into_iter().partition(|facet| facet.has_many());
        Self {
            classes,
            columns: one.into_iter().map(|facet| (facet, Column::new(steps(facet)))).collect(),
            groups: many.into_iter().map(|facet| (facet, Groups::default())).collect(),
            records: Vec::new(),
            accounts: Vec::new(),
            ids: Vec::new(),
            texts: Vec::new(),
            parts: Vec::new(),
            read: 0,
            all: 0,
            complete: false,
            generation: 0,
            faults: Vec::new(),
            fault_count: 0,
        }
    }

    /// An empty one for what stands in the folder now.
    pub(super) fn of_another_run(&self) -> Self {
        Self { generation: self.generation + 1, ..Self::new(Arc::clone(&self.classes)) }
    }

    /// The kind of chrome that a rule is for.
    #[must_use]
    pub fn class<'a>(&'a self, rule: &'a str) -> &'a str {
        self.classes.of(rule)
    }

    /// How many documents there are so far, dropped ones included.
    #[must_use]
    pub fn documents(&self) -> u32 {
        self.ids.len() as u32
    }

    /// Bytes of files that were read, and that there are.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.read, self.all)
    }

    /// Whether the run has ended and all of it is read.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// How often all was read again, since other files were there: with another generation, numbers of documents mean others.
    #[must_use]
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// Lines that could not be read, the first of them in words (file, line, byte), and how many there are.
    #[must_use]
    pub fn faults(&self) -> (&[String], u64) {
        (&self.faults, self.fault_count)
    }

    /// About how many bytes of memory it takes.
    #[must_use]
    pub fn memory(&self) -> usize {
        let columns: usize = self.columns.iter().map(|(_, column)| column.bytes()).sum();
        let groups: usize = self.groups.iter().map(|(_, groups)| groups.bytes()).sum();
        let numbers = [&self.records, &self.accounts, &self.ids, &self.texts];
        columns + groups + numbers.iter().map(|numbers| numbers.capacity() * 8).sum::<usize>()
    }

    /// The documents that fit.
    #[must_use]
    pub fn select(&self, query: &Query) -> RoaringBitmap {
        let mut found: Option<RoaringBitmap> = None;
        for facet in Facet::ALL {
            if query.values(facet).next().is_none() {
                continue;
            }
            let some = match self.column(facet) {
                Some(column) => column.select(query.values(facet)),
                None => self.group(facet).map(|groups| groups.select(query.values(facet))).unwrap_or_default(),
            };
            found = Some(match found {
                Some(found) => found & some,
                None => some,
            });
        }
        found.unwrap_or_else(|| self.everything())
    }

    /// All documents.
    #[must_use]
    pub fn everything(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..self.documents());
        all
    }

    /// How many documents of `within` have each value that one of them has: the most first, or in the order of the values if
    /// they have one ([`Facet::is_ordered`]).
    #[must_use]
    pub fn counts(&self, facet: Facet, within: &RoaringBitmap) -> Vec<(Cow<'_, str>, u64)> {
        let mut counts = match (self.column(facet), self.group(facet)) {
            (Some(column), _) => column.counts(within, self.documents()),
            (None, Some(groups)) => groups.counts(within, self.documents()),
            (None, None) => Vec::new(),
        };
        if facet == Facet::Year {
            counts.sort_unstable();
        } else if !facet.is_ordered() {
            counts.sort_unstable_by_key(|(name, count)| (Reverse(*count), *name));
        }
        counts.into_iter().map(|(name, count)| (Cow::Borrowed(name), count)).collect()
    }

    /// The values that a document has.
    #[must_use]
    pub fn values(&self, facet: Facet, number: u32) -> Vec<&str> {
        match (self.column(facet), self.group(facet)) {
            (Some(column), _) => column.value(number).into_iter().collect(),
            (None, Some(groups)) => groups.values(number).collect(),
            (None, None) => Vec::new(),
        }
    }

    /// What became of a document; `None` if there is none with the number.
    #[must_use]
    pub fn fate(&self, number: u32) -> Option<Fate> {
        [Fate::Kept, Fate::Changed, Fate::Dropped]
            .into_iter()
            .find(|fate| self.values(Facet::Fate, number).first() == Some(&fate.name()))
    }

    /// Where a document stands.
    pub(super) fn place(&self, number: u32) -> Option<Place> {
        let at = number as usize;
        let somewhere = |places: &[u64]| places.get(at).copied().filter(|place| *place != NOWHERE);
        let part = self.parts.partition_point(|part| part.first <= number).checked_sub(1)?;
        let (part, record) = (&self.parts[part], somewhere(&self.records));
        let frame = part.frames.partition_point(|frame| record.is_some_and(|place| frame.plain <= place));
        Some(Place {
            part: self.ids.get(at).map(|_| part.files.clone())?,
            frame: frame.checked_sub(1).map(|at| part.frames[at]).unwrap_or_default(),
            record,
            account: somewhere(&self.accounts),
        })
    }

    /// Keeps what could not be read.
    pub(super) fn fault(&mut self, fault: String) {
        self.fault_count += 1;
        if self.faults.len() < FAULTS {
            self.faults.push(fault);
        }
    }

    fn column(&self, of: Facet) -> Option<&Column> {
        self.columns.iter().find(|(facet, _)| *facet == of).map(|(_, column)| column)
    }

    pub(super) fn group(&self, of: Facet) -> Option<&Groups> {
        self.groups.iter().find(|(facet, _)| *facet == of).map(|(_, groups)| groups)
    }

    /// Adds a document: its record, its account, or both.
    pub(super) fn push(&mut self, record: Option<&DocumentRow>, account: Option<&AccountRow>) {
        let number = self.documents();
        self.ids.push(record.map(|row| row.id).or(account.map(|row| row.id)).unwrap_or_default());
        if let Some(text) = record.and_then(|row| row.text) {
            // Of dropped documents before it there is no text.
            self.texts.resize(number as usize, 0);
            self.texts.push(text);
        }
        self.records.push(record.map_or(NOWHERE, |row| row.place));
        self.accounts.push(account.map_or(NOWHERE, |row| row.place));
        let fate = match record {
            None => Fate::Dropped,
            Some(_) if account.is_some_and(AccountRow::is_change) => Fate::Changed,
            Some(_) => Fate::Kept,
        };
        let before = record.and_then(|row| row.before).or(account.and_then(|row| row.covers).map(|(was, _)| was));
        let after = record.map_or(Some(0), |row| row.after);
        for (facet, column) in &mut self.columns {
            let value = match facet {
                Facet::Fate => Some(fate.name()),
                Facet::SizeBefore => before.map(steps::size),
                Facet::SizeAfter => after.map(steps::size),
                Facet::Removed => before.zip(after).map(|(before, after)| steps::removed(before, after)),
                Facet::Confidence => record.and_then(|row| row.confidence).map(steps::chance),
                Facet::Chance => account.and_then(|row| row.chance).map(steps::chance),
                facet => record.and_then(|row| row.value(*facet)),
            };
            column.push(value);
        }
        for (facet, groups) in &mut self.groups {
            match facet {
                Facet::Flag => record.iter().flat_map(|row| row.flags()).for_each(|flag| groups.push(number, flag)),
                Facet::Repair => {
                    let repairs = account.iter().flat_map(|row| row.edits());
                    repairs.filter(|by| !self.classes.is_rule(by)).for_each(|by| groups.push(number, by));
                }
                facet => {
                    let rules = account.iter().flat_map(|row| row.rules(&self.classes));
                    for rule in rules {
                        groups.push(number, if matches!(facet, Facet::Class) { self.classes.of(rule) } else { rule });
                    }
                }
            }
        }
    }
}
