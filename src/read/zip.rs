//! The files in a zip archive, in the order of its directory.
//!
//! The same are taken as of a tar archive, under the same names. What needs a password goes to quarantine as it stands.
//! An archive whose directory cannot be read is one faulty record.

use super::{
    BEGINNING, Limits,
    items::{self, Head, Item, Items, What},
    lines::Place,
    record::Fault,
    tar::{entry_name, is_page},
};
use std::{
    fs::File,
    io::{self, BufReader, Read},
};
use zip::{ZipArchive, read::ZipFile, result::ZipError};

/// Below so many bytes an archive may expand any number of times.
const FREE: u64 = 8 << 20;

/// The files of an archive.
pub(super) struct Zip {
    archive: ZipArchive<BufReader<File>>,
    limits: Limits,
    next: usize,
    /// How many bytes all files may still have: files of an archive can share their compressed bytes.
    left: u64,
}

impl Zip {
    pub(super) fn new(file: File, limits: Limits) -> io::Result<Self> {
        let left = file.metadata()?.len().saturating_mul(limits.ratio).max(FREE);
        Ok(Self { archive: ZipArchive::new(BufReader::new(file))?, limits, next: 0, left })
    }

    fn item(&mut self, buffer: &mut Vec<u8>) -> Option<(u64, What)> {
        let (offset, size, name, passed) = match self.archive.by_index_raw(self.next) {
            Err(error) => return Some((0, What::Faulty((Fault::BadRecord, error.to_string())))),
            Ok(file) if file.is_dir() => return None,
            Ok(mut file) => {
                let name = entry_name(file.name_raw());
                let passed = match () {
                    () if file.is_symlink() => Some("entry_link"),
                    () if !is_page(&name) => Some("entry_no_page"),
                    () => None,
                };
                let offset = file.header_start();
                if passed.is_none() && file.encrypted() {
                    // As much as can be had of it.
                    let _ = file.by_ref().take(BEGINNING as u64).read_to_end(buffer);
                    let faulty = (Fault::Encrypted, format!("{name} needs a password"));
                    return Some((offset, What::Faulty(faulty)));
                }
                (offset, file.compressed_size(), name, passed)
            }
        };
        if let Some(reason) = passed {
            return Some((offset, What::Passed(reason)));
        }
        let before = buffer.len();
        let by_ratio = size.saturating_mul(self.limits.ratio).max(FREE).min(self.left);
        let what = contents(self.archive.by_index(self.next), by_ratio, name, &self.limits, buffer);
        self.left -= match &what {
            What::Faulty((Fault::Expands, _)) => by_ratio,
            _ => ((buffer.len() - before) as u64).min(self.left),
        };
        Some((offset, what))
    }
}

fn contents(
    file: Result<ZipFile<'_, BufReader<File>>, ZipError>,
    by_ratio: u64,
    name: String,
    limits: &Limits,
    buffer: &mut Vec<u8>,
) -> What {
    let file = match file {
        Ok(file) => file,
        Err(error) => return What::Faulty((Fault::BadRecord, format!("{name}: {error}"))),
    };
    let most = by_ratio.min(limits.record as u64);
    let start = buffer.len();
    let read = file.take(most + 1).read_to_end(buffer);
    let length = buffer.len() - start;
    if length as u64 > most {
        buffer.truncate(start + BEGINNING.min(length));
        return What::Faulty(if most == by_ratio {
            (Fault::Expands, format!("{name} expands more than {} times", limits.ratio))
        } else {
            items::too_long(format_args!("{name} has more than {most}"), limits)
        });
    }
    match read {
        Ok(_) => What::Page(Box::new(Head { name, ..Head::default() })),
        Err(error) => What::Faulty((Fault::BrokenStream, format!("{name}: {error}"))),
    }
}

impl Items for Zip {
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<Item> {
        let start = buffer.len();
        while self.next < self.archive.len() {
            let item = self.item(buffer);
            self.next += 1;
            if let Some((offset, what)) = item {
                let place = Place { offset, line: self.next as u64 };
                return Some(Item { place, start, end: buffer.len(), what });
            }
        }
        None
    }
}
