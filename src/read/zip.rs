//! The files in a zip archive, in the order of its directory.
//!
//! The same are taken as of a tar archive, under the same names. What needs a password goes to quarantine as it stands.
//! An archive whose directory cannot be read is one faulty record.

use super::{
    BEGINNING, Limits,
    lines::StreamPosition,
    raw_record::{self, RawRecord, RawRecordKind, RecordHead, RecordReader},
    record::{Fault, FaultDetail},
    record_skip::RecordSkip,
    tar::{entry_name, is_page},
    unpack::FREE,
};
use std::{
    fs::File,
    io::{self, BufReader, Read},
};
use zip::{ZipArchive, read::ZipFile};

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

    fn item(&mut self, buffer: &mut Vec<u8>) -> Option<(u64, RawRecordKind)> {
        let file = match self.archive.by_index_raw(self.next) {
            Ok(file) if file.is_dir() => return None,
            Ok(file) => file,
            Err(error) => return Some((0, RawRecordKind::Faulty((Fault::BadRecord, error.to_string())))),
        };
        let (offset, size, name) = (file.header_start(), file.compressed_size(), entry_name(file.name_raw()));
        let passed = match () {
            () if file.is_symlink() => Some(RecordSkip::EntryLink),
            () if !is_page(&name) => Some(RecordSkip::EntryNoPage),
            () => None,
        };
        if let Some(reason) = passed {
            return Some((offset, RawRecordKind::Skipped(reason)));
        }
        if file.encrypted() {
            as_it_stands(file, buffer);
            return Some((offset, RawRecordKind::Faulty((Fault::Encrypted, format!("{name} needs a password")))));
        }
        drop(file);
        let before = buffer.len();
        let by_ratio = size.saturating_mul(self.limits.ratio).max(FREE).min(self.left);
        let read = self.archive.by_index(self.next);
        let fault = match read.map(|file| contents(file, by_ratio, &name, &self.limits, buffer)) {
            Ok(fault) => fault,
            Err(error) => {
                let faulty = (Fault::BadRecord, format!("{name}: {error}"));
                if let Ok(file) = self.archive.by_index_raw(self.next) {
                    as_it_stands(file, buffer);
                }
                return Some((offset, RawRecordKind::Faulty(faulty)));
            }
        };
        self.left -= match &fault {
            Some((Fault::Expands, _)) => by_ratio,
            _ => ((buffer.len() - before) as u64).min(self.left),
        };
        Some((offset, RawRecordKind::Page(Box::new(RecordHead { name, fault, ..RecordHead::default() }))))
    }
}

/// As much of a file as is kept, compressed as it is.
fn as_it_stands(file: ZipFile<'_, BufReader<File>>, buffer: &mut Vec<u8>) {
    // What cannot be read is not kept; that the file cannot be used is told already.
    let _ = file.take(BEGINNING as u64).read_to_end(buffer);
}

/// Decompresses a file into `buffer`; why that is not all of it.
fn contents(
    file: ZipFile<'_, BufReader<File>>,
    by_ratio: u64,
    name: &str,
    limits: &Limits,
    buffer: &mut Vec<u8>,
) -> Option<FaultDetail> {
    let most = by_ratio.min(limits.record as u64);
    let start = buffer.len();
    let read = file.take((most + 1).max(BEGINNING as u64)).read_to_end(buffer);
    let length = buffer.len() - start;
    if length as u64 > most {
        buffer.truncate(start + BEGINNING.min(length));
        return Some(if most == by_ratio {
            (Fault::Expands, format!("{name} expands more than {} times", limits.ratio))
        } else {
            raw_record::too_long(format_args!("{name} has more than {most}"), limits)
        });
    }
    read.err().map(|error| (Fault::BrokenStream, format!("{name}: {error}")))
}

impl RecordReader for Zip {
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<RawRecord> {
        let start = buffer.len();
        while self.next < self.archive.len() {
            let item = self.item(buffer);
            self.next += 1;
            if let Some((offset, what)) = item {
                let position = StreamPosition { offset, line: self.next as u64 };
                return Some(RawRecord { position, start, end: buffer.len(), kind: what });
            }
        }
        None
    }
}
