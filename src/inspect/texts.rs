//! The texts of many documents, in their order, read in few and large steps.

#[cfg(feature = "parquet")]
use super::table::Table;
use super::{
    Index, RoaringBitmap,
    files::{self, Frame},
    index::Place,
    parts::FilePart,
};
use crate::{error::Error, parts::layout::DocumentFormat, read::string::decode_into};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::{self, BufRead, Read};

/// About so many bytes are read at once; of tables, half as many rows as kilobytes.
const SPAN: u64 = 1 << 20;

/// So many documents are read at once at most.
const COUNT: usize = 2000;

/// Documents that stand near each other in one part.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) places: Vec<(u32, Place)>,
}

/// Which texts are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    pub(super) clean: bool,
    pub(super) account: bool,
}

/// The texts of a document.
#[derive(Debug, Default)]
pub(super) struct Texts {
    /// The clean text; empty if it is not wanted, or not there.
    pub(super) clean: String,
    /// The account as JSON.
    pub(super) account: Option<String>,
}

/// The next batches of `within` from the number `from` on, and the number after them.
pub(super) fn batches(index: &Index, within: &RoaringBitmap, from: u32, count: usize) -> (Vec<Batch>, Option<u32>) {
    let mut batches: Vec<Batch> = Vec::new();
    for number in within.range(from..) {
        let Some(place) = index.place(number) else { break };
        let is_full = batches.len() == count;
        match batches.last_mut() {
            Some(batch) if batch.is_near(&place) => batch.places.push((number, place)),
            _ if is_full => return (batches, Some(number)),
            _ => batches.push(Batch { places: vec![(number, place)] }),
        }
    }
    (batches, None)
}

impl Batch {
    fn is_near(&self, place: &Place) -> bool {
        let Some((_, first)) = self.places.first() else { return false };
        let span = match &place.part.documents {
            Some(file) if file.format != DocumentFormat::Jsonl && file.format != DocumentFormat::Zst => SPAN >> 11,
            _ => SPAN,
        };
        let near = |first: Option<u64>, this: Option<u64>, span| match (first, this) {
            (Some(first), Some(this)) => this.checked_sub(first).is_some_and(|gap| gap < span),
            _ => true,
        };
        let first_of = |of: fn(&Place) -> Option<u64>| self.places.iter().find_map(|(_, place)| of(place));
        self.places.len() < COUNT
            && first.part == place.part
            && near(first_of(|place| place.record), place.record, span)
            && near(first_of(|place| place.account), place.account, SPAN)
    }

    /// Reads the texts of the documents, in their order.
    pub(super) fn read(&self, wanted: Wanted) -> Result<Vec<Texts>, Error> {
        let mut texts: Vec<Texts> = self.places.iter().map(|_| Texts::default()).collect();
        let Some((_, first)) = self.places.first() else { return Ok(texts) };
        let numbered = || (0..).zip(&self.places);
        if let (true, Some(file)) = (wanted.clean, &first.part.documents) {
            let records: Vec<(usize, u64)> =
                numbered().filter_map(|(at, (_, place))| Some((at, place.record?))).collect();
            let frame = self.places.iter().find(|(_, place)| place.record.is_some()).map(|(_, place)| place.frame);
            clean(file, frame.unwrap_or_default(), &records, |at, text| texts[at].clean = text)?;
        }
        if let (true, Some(file)) = (wanted.account, &first.part.removed) {
            let accounts: Vec<(usize, u64)> =
                numbered().filter_map(|(at, (_, place))| Some((at, place.account?))).collect();
            lines(file, Frame::default(), &accounts, |at, line| {
                texts[at].account = Some(String::from_utf8_lossy(line).into_owned());
            })?;
        }
        Ok(texts)
    }
}

#[derive(Deserialize)]
struct TextOf<'a> {
    #[serde(borrow)]
    text: &'a RawValue,
}

fn clean(file: &FilePart, frame: Frame, at: &[(usize, u64)], mut put: impl FnMut(usize, String)) -> Result<(), Error> {
    match file.format {
        #[cfg(feature = "parquet")]
        DocumentFormat::Parquet => {
            let (Some(first), Some(last)) = (at.first(), at.last()) else { return Ok(()) };
            let table = Table::open(file)?;
            let read = table.texts(first.1, (last.1 - first.1 + 1) as usize)?;
            for (number, row) in at {
                let text = read.get((row - first.1) as usize);
                put(*number, text.map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default());
            }
            Ok(())
        }
        DocumentFormat::Jsonl | DocumentFormat::Zst => lines(file, frame, at, |number, line| {
            let line = simdutf8::basic::from_utf8(line).ok();
            let raw = line.and_then(|line| serde_json::from_str::<TextOf<'_>>(line).ok());
            let mut text = String::new();
            // A record that was changed on the disk has no text.
            if raw.is_some_and(|raw| decode_into(raw.text.get(), &mut text).is_some()) {
                put(number, text);
            }
        }),
    }
}

/// Calls `put` for the lines at some places, which are in order and near each other.
fn lines(file: &FilePart, frame: Frame, at: &[(usize, u64)], mut put: impl FnMut(usize, &[u8])) -> Result<(), Error> {
    let (Some(first), Some(last)) = (at.first(), at.last()) else { return Ok(()) };
    let read = || -> io::Result<Vec<u8>> {
        let mut reader = files::open_at(file, frame, first.1)?;
        let mut bytes = Vec::with_capacity((last.1 - first.1) as usize + 4096);
        (&mut reader).take(last.1 - first.1).read_to_end(&mut bytes)?;
        reader.read_until(b'\n', &mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|source| Error::Io { path: file.path.clone(), source })?;
    for (number, place) in at {
        let rest = bytes.get((place - first.1) as usize..).unwrap_or_default();
        put(*number, &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())]);
    }
    Ok(())
}
