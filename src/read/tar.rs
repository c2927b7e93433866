//! The files in a tar archive: ustar, GNU and pax names.
//!
//! Names are cleaned ([`name::clean`]). Only files that are text or HTML by their names are read; links, devices and all
//! others are passed over and counted, folders are not. After damage the next block that is a head by its checksum is
//! looked for.

use super::{
    BEGINNING, Limits,
    input::Input,
    kind::{self, ExtensionFormat},
    lines::StreamPosition,
    name,
    raw_record::{self, RawRecord, RawRecordKind, RecordHead, RecordReader},
    record::{Fault, FaultDetail},
    record_skip::RecordSkip,
};
use tar::{EntryType, Header, PaxExtensions};

/// A block: heads are one, contents are filled up to some.
const BLOCK: usize = 512;

/// How many bytes a name may have, with all that is said of it.
const LONGEST_NAME: u64 = 1 << 20;

/// How many bytes are searched at a time.
const SCAN: usize = 256 << 10;

/// The files of an archive.
pub(super) struct Tar {
    input: Input,
    limits: Limits,
    number: u64,
    /// The name and size that heads of their own say of the next file.
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Tar {
    /// The files of `input`, which is at `from`.
    pub(super) fn new(input: Input, from: StreamPosition, limits: Limits) -> Self {
        Self { input, limits, number: from.line.saturating_sub(1), name: None, size: None }
    }

    /// Takes up to `count` bytes into `buffer`, of which `kept` at most are kept; how many were there.
    fn take(&mut self, mut count: u64, kept: usize, buffer: &mut Vec<u8>) -> u64 {
        let (start, mut taken) = (buffer.len(), 0);
        while count > 0 {
            self.input.fill(1);
            let here = self.input.ahead().len().min(count.min(SCAN as u64) as usize);
            if here == 0 {
                break;
            }
            let keep = here.min(kept - (buffer.len() - start));
            self.input.take(keep, buffer);
            self.input.skip(here - keep);
            count -= here as u64;
            taken += here as u64;
        }
        taken
    }

    /// Passes the blocks over that a content of `size` bytes is filled up with.
    fn pad(&mut self, size: u64) {
        self.take(size.wrapping_neg() % BLOCK as u64, 0, &mut Vec::new());
    }

    /// What stopped the input, or that it ended.
    fn stopped(&mut self) -> FaultDetail {
        match self.input.broken() {
            Some(error) => raw_record::fault(&error),
            None => (Fault::BadRecord, "the archive breaks off".to_owned()),
        }
    }

    /// All up to the next head, as one faulty record.
    fn lost(&mut self, buffer: &mut Vec<u8>) -> FaultDetail {
        let start = buffer.len();
        let mut first = 1;
        loop {
            let rest = self.input.fill(SCAN);
            let next = find_head(rest, first);
            let whole = rest.len() < SCAN;
            let count = next.unwrap_or(if whole { rest.len() } else { rest.len() - BLOCK });
            let kept = count.min(BEGINNING - (buffer.len() - start));
            self.input.take(kept, buffer);
            self.input.skip(count - kept);
            first = 0;
            if next.is_some() || whole {
                break;
            }
        }
        let broken = if self.input.ahead().is_empty() { self.input.broken() } else { None };
        broken.map_or((Fault::BadRecord, "no file of the archive begins here".to_owned()), |e| raw_record::fault(&e))
    }

    /// A head that says something of the next file.
    fn about(&mut self, kind: EntryType, size: u64) -> bool {
        let mut about = Vec::new();
        let whole = size <= LONGEST_NAME && self.take(size, size as usize, &mut about) == size;
        self.pad(size);
        match kind {
            EntryType::GNULongName => {
                about.truncate(about.iter().position(|b| *b == 0).unwrap_or(about.len()));
                self.name = Some(about);
            }
            EntryType::XHeader => {
                for pair in PaxExtensions::new(&about).flatten() {
                    match pair.key_bytes() {
                        b"path" => self.name = Some(pair.value_bytes().to_vec()),
                        b"size" => self.size = pair.value().ok().and_then(|size| size.parse().ok()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
        whole
    }

    /// The file whose head was taken.
    fn file(&mut self, kind: EntryType, path: Vec<u8>, size: u64, buffer: &mut Vec<u8>) -> Option<RawRecordKind> {
        let passed = match kind {
            EntryType::Directory => return None,
            EntryType::Regular | EntryType::Continuous => None,
            EntryType::Link | EntryType::Symlink => Some(RecordSkip::EntryLink),
            _ => Some(RecordSkip::EntrySpecial),
        };
        let name = entry_name(&path);
        let passed = passed.or((!is_page(&name)).then_some(RecordSkip::EntryNoPage));
        let long = size > self.limits.record as u64;
        let keep = match passed {
            Some(_) => 0,
            None if long => BEGINNING,
            None => size as usize,
        };
        // Links say a size at times, and have no content.
        let size = if matches!(kind, EntryType::Link | EntryType::Symlink) { 0 } else { size };
        let fault = if self.take(size, keep, buffer) < size {
            Some(self.stopped())
        } else {
            self.pad(size);
            (long && passed.is_none()).then(|| raw_record::too_long(size, &self.limits))
        };
        Some(match (passed, fault) {
            (Some(reason), None) => RawRecordKind::Skipped(reason),
            (Some(_), Some(fault)) => RawRecordKind::Faulty(fault),
            (None, fault) => RawRecordKind::Page(Box::new(RecordHead { name, fault, ..RecordHead::default() })),
        })
    }
}

impl RecordReader for Tar {
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<RawRecord> {
        let start = buffer.len();
        loop {
            let position = StreamPosition { offset: self.input.offset(), line: self.number + 1 };
            let block = self.input.fill(BLOCK);
            let item = |what, buffer: &Vec<u8>| Some(RawRecord { position, start, end: buffer.len(), kind: what });
            if block.iter().all(|b| *b == 0) {
                let zeros = block.len();
                self.input.skip(zeros);
                if zeros > 0 {
                    continue;
                }
                let error = self.input.broken()?;
                self.number += 1;
                return item(RawRecordKind::Faulty(raw_record::fault(&error)), buffer);
            }
            let Some((kind, path, size)) = head(block) else {
                self.number += 1;
                let faulty = self.lost(buffer);
                return item(RawRecordKind::Faulty(faulty), buffer);
            };
            self.input.skip(BLOCK);
            if matches!(
                kind,
                EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader | EntryType::XGlobalHeader
            ) {
                if self.about(kind, size) {
                    continue;
                }
                self.number += 1;
                let faulty = self.stopped();
                return item(RawRecordKind::Faulty(faulty), buffer);
            }
            let (path, size) = (self.name.take().unwrap_or(path), self.size.take().unwrap_or(size));
            if let Some(what) = self.file(kind, path, size, buffer) {
                self.number += 1;
                return item(what, buffer);
            }
        }
    }

    fn position(&self) -> Option<StreamPosition> {
        let between = self.name.is_none() && self.size.is_none() && !self.input.failed();
        between.then(|| StreamPosition { offset: self.input.offset(), line: self.number + 1 })
    }
}

/// Kind, path and size of a head whose checksum is right.
fn head(block: &[u8]) -> Option<(EntryType, Vec<u8>, u64)> {
    let block = block.get(..BLOCK)?;
    let sum: u32 = block.iter().map(|b| u32::from(*b)).sum();
    let own: u32 = block[148..156].iter().map(|b| u32::from(*b)).sum();
    let header = Header::from_byte_slice(block);
    let right = header.cksum().is_ok_and(|said| said == sum - own + 8 * u32::from(b' '));
    let size = header.entry_size().ok().filter(|_| right)?;
    Some((header.entry_type(), header.path_bytes().into_owned(), size))
}

/// The first head at `from` or later.
fn find_head(bytes: &[u8], from: usize) -> Option<usize> {
    let marks = memchr::memmem::find_iter(bytes, b"ustar");
    marks.filter_map(|mark| mark.checked_sub(257)).find(|at| *at >= from && head(&bytes[*at..]).is_some())
}

/// What a file in an archive is called.
pub(super) fn entry_name(path: &[u8]) -> String {
    let mut lossless = String::new();
    name::push_bytes(&mut lossless, path);
    name::clean(&lossless)
}

/// Whether a file of this name is a page; not what macOS notes of one, `._page.html`.
pub(super) fn is_page(name: &str) -> bool {
    let base = name.rsplit('/').next().unwrap_or(name);
    !base.starts_with("._")
        && matches!(kind::by_name(name.as_bytes()).0, Some(ExtensionFormat::Is(kind)) if kind.is_page())
}
