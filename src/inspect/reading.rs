//! Fills the index: part by part, piece by piece, also while a run goes on.
//!
//! What was read stays when the run writes on, and when it ends and its files get their names. When the files are others than
//! before (parts were joined, the run was begun anew, `clean` ran into the folder again), all is read again.

use super::{
    Index, Options,
    files::LinesReader,
    index::PartPlace,
    pairing::{Next, Pairing},
    parse::{self, Fault},
    parts::{self, FilePart, Listing, PartFiles},
    row::{AccountRow, DocumentRow},
};
#[cfg(feature = "parquet")]
use super::{
    row::Fields,
    strings::Strings,
    table::{Rows, Table},
};
use crate::{error::Error, parts::layout::DocumentFormat};
use std::{
    path::{Path, PathBuf},
    sync::RwLock,
    time::{Duration, Instant},
};

/// Bytes that are read at once.
const PIECE: usize = 4 << 20;

/// Rows of a table that are read at once.
#[cfg(feature = "parquet")]
const ROWS: usize = 4096;

/// A run is asked for more at most so often.
const PAUSE: Duration = Duration::from_millis(500);

/// Reads a folder.
#[derive(Debug)]
pub(super) struct Reading {
    folder: PathBuf,
    options: Options,
    listing: Listing,
    listed: Option<Instant>,
    /// The part that is being read.
    at: usize,
    part: Option<OpenPart>,
    /// Bytes of the parts before it.
    before: u64,
}

/// The part that is being read.
#[derive(Debug, Default)]
struct OpenPart {
    documents: Option<Records>,
    removed: Option<LinesReader>,
    pairing: Pairing,
}

#[derive(Debug)]
enum Records {
    Lines(LinesReader),
    #[cfg(feature = "parquet")]
    Table(Table, Rows, u64),
}

/// Documents that are known whole, and what could not be read.
#[derive(Debug, Default)]
struct Batch {
    documents: Vec<(Option<DocumentRow>, Option<AccountRow>)>,
    faults: Vec<String>,
}

impl Reading {
    pub(super) fn new(folder: &Path, options: Options, listing: Listing) -> Self {
        let folder = folder.to_owned();
        Self { folder, options, listing, listed: Some(Instant::now()), at: 0, part: None, before: 0 }
    }

    /// Reads a piece; says whether there was one.
    pub(super) fn step(&mut self, index: &RwLock<Index>) -> Result<bool, Error> {
        let ended = match &mut self.part {
            None => true,
            Some(part) => {
                let (batch, ended) = part.read(self.options.hash_texts);
                self.take(batch, index);
                ended
            }
        };
        if !ended {
            return Ok(true);
        }
        // The last part of an unfinished run may grow.
        if !self.listing.ended && self.at + 1 >= self.listing.parts.len() {
            let waits = self.listed.is_some_and(|listed| listed.elapsed() < PAUSE);
            if !waits && self.list(index)? {
                return Ok(true);
            }
            if self.part.is_some() && (waits || self.at + 1 >= self.listing.parts.len()) {
                return Ok(false);
            }
        }
        if self.part.take().is_some() {
            self.before += self.listing.parts[self.at].bytes();
            self.at += 1;
        }
        let Some(files) = self.listing.parts.get(self.at) else {
            {
                let mut index = write(index);
                (index.complete, index.read, index.all) = (self.listing.ended, self.before, self.before);
            }
            return Ok(self.is_another_run() && self.list(index)?);
        };
        // The run may have ended meanwhile, and its files have other names.
        if !self.listing.ended && !files.are_there() && self.list(index)? {
            return Ok(true);
        }
        let Some(files) = self.listing.parts.get(self.at) else { return Ok(true) };
        let mut faults = Vec::new();
        self.part = Some(OpenPart::open(files, &mut faults));
        let mut index = write(index);
        faults.into_iter().for_each(|fault| index.fault(fault));
        let first = index.documents();
        index.parts.push(PartPlace { first, files: files.clone(), frames: Vec::new() });
        Ok(true)
    }

    /// Whether the run that was read to its end is no longer there.
    fn is_another_run(&mut self) -> bool {
        if !self.listing.ended || self.listed.is_some_and(|listed| listed.elapsed() < PAUSE) {
            return false;
        }
        self.listed = Some(Instant::now());
        self.is_replaced()
    }

    /// Whether the run had ended when its files were listed, and its place was taken since.
    pub(super) fn is_replaced(&self) -> bool {
        self.listing.ended && parts::stamp(&self.folder) != self.listing.stamp
    }

    /// Asks anew which files there are. Says whether they are others than before.
    pub(super) fn list(&mut self, index: &RwLock<Index>) -> Result<bool, Error> {
        let new = parts::list(&self.folder)?;
        self.listed = Some(Instant::now());
        if new == self.listing {
            return Ok(false);
        }
        let known = self.at + usize::from(self.part.is_some());
        let same = !self.listing.ended
            && new.parts.len() >= known
            && new.parts.iter().zip(&self.listing.parts).take(known).all(|(new, old)| new.continues(old));
        let mut index = write(index);
        if same {
            for (place, files) in index.parts.iter_mut().zip(&new.parts) {
                place.files = files.clone();
            }
            if let (Some(part), Some(files)) = (&mut self.part, new.parts.get(self.at)) {
                let mut faults = Vec::new();
                part.goes_on(files, &mut faults);
                faults.into_iter().for_each(|fault| index.fault(fault));
            }
            self.listing = new;
        } else {
            *index = index.of_another_run();
            *self = Self::new(&self.folder, self.options.clone(), new);
        }
        Ok(true)
    }

    fn take(&mut self, batch: Batch, index: &RwLock<Index>) {
        let mut index = write(index);
        for (document, account) in &batch.documents {
            index.push(document.as_ref(), account.as_ref());
        }
        for fault in batch.faults {
            index.fault(fault);
        }
        if let Some(part) = &self.part {
            index.read = self.before + part.bytes_read();
            index.all = self.listing.parts.iter().map(PartFiles::bytes).sum();
            if let (Some(Records::Lines(lines)), Some(place)) = (&part.documents, index.parts.last_mut()) {
                let known = place.frames.len();
                place.frames.extend_from_slice(&lines.frames()[known..]);
            }
        }
    }
}

fn write(index: &RwLock<Index>) -> std::sync::RwLockWriteGuard<'_, Index> {
    index.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl OpenPart {
    /// Opens the files. What cannot be opened is a fault, and the other file is read all the same.
    fn open(files: &PartFiles, faults: &mut Vec<String>) -> Self {
        let mut part = Self::default();
        part.goes_on(files, faults);
        part
    }

    /// The files have grown, or have other names.
    fn goes_on(&mut self, files: &PartFiles, faults: &mut Vec<String>) {
        match (&mut self.documents, &files.documents) {
            (Some(Records::Lines(lines)), Some(file)) => lines.goes_on(file),
            (None, Some(file)) => self.documents = or_fault(Records::open(file), faults),
            _ => {}
        }
        match (&mut self.removed, &files.removed) {
            (Some(lines), Some(file)) => lines.goes_on(file),
            (None, Some(file)) => self.removed = or_fault(LinesReader::open(file), faults),
            (_, None) => {}
        }
        (self.pairing.documents_ended, self.pairing.accounts_ended) = (false, false);
    }

    fn bytes_read(&self) -> u64 {
        let documents = match &self.documents {
            None => 0,
            Some(Records::Lines(lines)) => lines.read(),
            #[cfg(feature = "parquet")]
            Some(Records::Table(table, rows, bytes)) => {
                (u128::from(*bytes) * u128::from(rows.next) / u128::from(table.len().max(1))) as u64
            }
        };
        documents + self.removed.as_ref().map_or(0, LinesReader::read)
    }

    /// Reads a piece of the documents, and pairs what can be paired; says whether the part is read.
    fn read(&mut self, texts: bool) -> (Batch, bool) {
        let (mut batch, mut has_read) = (Batch::default(), false);
        loop {
            match self.pairing.next() {
                Next::Document(document, account) => batch.documents.push((document, account)),
                Next::End => return (batch, true),
                Next::Documents if has_read => return (batch, false),
                Next::Documents => {
                    has_read = true;
                    let piece = self.documents.as_mut().map(|records| records.piece(texts, &mut batch.faults));
                    match piece.and_then(|piece| or_fault(piece, &mut batch.faults)).flatten() {
                        Some(rows) => self.pairing.documents.extend(rows),
                        None => self.pairing.documents_ended = true,
                    }
                }
                Next::Accounts => {
                    let piece = self.removed.as_mut().map(|lines| lines.piece(PIECE));
                    match piece.and_then(|piece| or_fault(piece, &mut batch.faults)).flatten() {
                        Some(piece) => {
                            let (rows, faults) = parse::accounts(&piece);
                            let name = self.removed.as_ref().map(LinesReader::name).unwrap_or_default();
                            batch.faults.extend(in_words(&name, faults));
                            self.pairing.accounts.extend(rows);
                        }
                        None => self.pairing.accounts_ended = true,
                    }
                }
            }
        }
    }
}

/// What there is; an error is a fault.
fn or_fault<T>(of: Result<T, Error>, faults: &mut Vec<String>) -> Option<T> {
    of.map_err(|error| faults.push(error.to_string())).ok()
}

fn in_words(file: &str, faults: Vec<Fault>) -> impl Iterator<Item = String> {
    faults.into_iter().map(move |Fault { line, place, why }| format!("{file}:{line}: at byte {place}: {why}"))
}

impl Records {
    fn open(file: &FilePart) -> Result<Self, Error> {
        match file.format {
            #[cfg(feature = "parquet")]
            DocumentFormat::Parquet => Ok(Self::Table(Table::open(file)?, Rows::default(), file.bytes)),
            DocumentFormat::Jsonl | DocumentFormat::Zst => LinesReader::open(file).map(Self::Lines),
        }
    }

    fn piece(&mut self, texts: bool, faults: &mut Vec<String>) -> Result<Option<Vec<DocumentRow>>, Error> {
        match self {
            Self::Lines(lines) => {
                let Some(piece) = lines.piece(PIECE)? else { return Ok(None) };
                let (rows, bad) = parse::documents(&piece, texts);
                faults.extend(in_words(&lines.name(), bad));
                Ok(Some(rows))
            }
            #[cfg(feature = "parquet")]
            Self::Table(table, rows, _) => match table_rows(table, rows, texts) {
                Ok(rows) if rows.is_empty() => Ok(None),
                Ok(rows) => Ok(Some(rows)),
                Err(error) => {
                    faults.push(error.to_string());
                    Ok(Some(Vec::new()))
                }
            },
        }
    }
}

/// The object in the column `meta`.
#[cfg(feature = "parquet")]
#[derive(Default, serde::Deserialize)]
struct Meta<'a> {
    #[serde(borrow)]
    metadata: Option<&'a serde_json::value::RawValue>,
}

#[cfg(feature = "parquet")]
fn table_rows(table: &Table, rows: &mut Rows, texts: bool) -> Result<Vec<DocumentRow>, Error> {
    use std::borrow::Cow;
    let columns = ["id", "source", "url", "date", "language", "meta", "text"];
    let first = rows.next;
    let read = table.rows(rows, &columns[..if texts { 7 } else { 6 }], ROWS)?;
    let mut strings = Strings::default();
    let cell = |row: usize, column: usize| {
        let bytes = read[row].get(column)?.as_ref()?.data();
        simdutf8::basic::from_utf8(bytes).ok()
    };
    let mut made: Vec<DocumentRow> = (0..read.len())
        .map(|row| {
            let meta = cell(row, 5).and_then(|meta| serde_json::from_str::<Meta<'_>>(meta).ok()).unwrap_or_default();
            let fields = Fields {
                id: Cow::Borrowed(cell(row, 0).unwrap_or_default()),
                text: cell(row, 6).map(Cow::Borrowed),
                source: cell(row, 1).map(Cow::Borrowed),
                url: cell(row, 2).map(Cow::Borrowed),
                date: cell(row, 3).map(Cow::Borrowed),
                language: cell(row, 4).map(Cow::Borrowed),
                metadata: meta.metadata.map(serde_json::value::RawValue::get),
            };
            fields.row(first + row as u64, &mut strings)
        })
        .collect();
    let names = strings.into_table();
    made.iter_mut().for_each(|row| row.table = names.clone());
    Ok(made)
}
