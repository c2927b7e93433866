//! One piece of work: read, cleaned, written into a part. No locks.

use super::{
    Job, Part, Texts,
    feed::{Item, Work},
    open,
};
use crate::{
    clean::{Cleaned, Cleaner},
    document::Document,
    error::Error,
    read::{
        BEGINNING, Plan, Source, host, http,
        items::{self, Head, Item as Entry, What},
        lines::{Chunk, Place},
        name,
        record::{Fault, Faulty, Record},
        stream,
    },
    write::{
        Id,
        document::{self, Changes, Given},
        quarantine,
        removed::{self, EMPTY},
    },
};
use std::{
    borrow::Cow,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicU64},
};
use zstd::bulk::Compressor;

/// What one thread keeps from piece to piece.
pub(super) struct Worker<'r> {
    plan: &'r Plan,
    job: &'r Job<'r>,
    consumed: &'r Arc<AtomicU64>,
    cleaner: Cleaner<'r, 'r>,
    changes: Changes<'r>,
    /// The decoded text of a record.
    text: String,
    /// The bytes of a file.
    file: Vec<u8>,
    /// The folder of the last text.
    folder: PathBuf,
    compressor: Option<Compressor<'static>>,
}

impl<'r> Worker<'r> {
    pub(super) fn new(plan: &'r Plan, job: &'r Job<'r>, consumed: &'r Arc<AtomicU64>) -> Result<Self, Error> {
        let compressor = if job.compress { Some(Compressor::new(3).map_err(compressing)?) } else { None };
        let (changes, text, file, folder) = (Changes::default(), String::new(), Vec::new(), PathBuf::new());
        let cleaner = Cleaner::new(job.rules, &job.options);
        Ok(Self { plan, job, consumed, cleaner, changes, text, file, folder, compressor })
    }

    /// Does `item`; its lines are in `buffer`, its outcome goes to `part`, which is empty.
    pub(super) fn work(&mut self, item: Item, buffer: &[u8], part: &mut Part) -> Result<(), Error> {
        match item.work {
            Work::Lines { source, chunk } => self.lines(&self.plan.sources[source], &chunk, buffer, part),
            Work::Records { source, records } => self.records(&self.plan.sources[source], records, buffer, part),
            Work::Files(range) => {
                for source in &self.plan.sources[range] {
                    self.file(source, part)?;
                }
            }
            Work::Unopened { source, error } => {
                let place = Place { offset: 0, line: 1 };
                let source = &self.plan.sources[source];
                part.tally.records.read += 1;
                set_aside(part, source, place, (Fault::Unreadable, error.to_string()), b"");
            }
        }
        if let Some(compressor) = &mut self.compressor
            && !part.documents.is_empty()
        {
            part.documents = compressor.compress(&part.documents).map_err(compressing)?;
        }
        Ok(())
    }

    fn lines(&mut self, source: &Source, chunk: &Chunk, buffer: &[u8], part: &mut Part) {
        let (whole, rest) = buffer.split_at(chunk.whole);
        part.tally.read += buffer.len() as u64;
        let mut place = chunk.place;
        let mut lines = whole;
        if place.offset == 0
            && let Some(after) = lines.strip_prefix(b"\xef\xbb\xbf")
        {
            lines = after;
            place.offset = 3;
        }
        while !lines.is_empty() {
            let end = memchr::memchr(b'\n', lines).unwrap_or(lines.len());
            let line = &lines[..end];
            if line.trim_ascii().is_empty() {
                part.tally.blank_lines += 1;
            } else {
                part.tally.records.read += 1;
                let done = if line.len() > source.limits.record {
                    Err((Fault::TooLong, format!("{} bytes; the limit is {}", line.len(), source.limits.record)))
                } else {
                    self.line(source, place, line, part)
                };
                if let Err(fault) = done {
                    set_aside(part, source, place, fault, line);
                }
            }
            let next = (end + 1).min(lines.len());
            lines = &lines[next..];
            place.offset += next as u64;
            place.line += 1;
        }
        if let Some(error) = &chunk.broken {
            part.tally.records.read += 1;
            set_aside(part, source, place, items::fault(error), rest);
        }
    }

    fn records(&mut self, source: &Source, records: Vec<Entry>, buffer: &[u8], part: &mut Part) {
        for Entry { place, start, end, what } in records {
            let bytes = &buffer[start..end];
            part.tally.read += bytes.len() as u64;
            let done = match what {
                What::Faulty(fault) => Err(fault),
                What::Row => self.line(source, place, bytes, part).map(|()| None),
                What::Page(head) => self.page(source, place, &head, bytes, part),
                What::Passed(reason) => Ok(Some(reason)),
            };
            match done {
                Ok(Some(reason)) => {
                    *part.tally.records.passed.entry(reason).or_default() += 1;
                    continue;
                }
                Ok(None) => {}
                Err(fault) => set_aside(part, source, place, fault, &bytes[..bytes.len().min(BEGINNING)]),
            }
            part.tally.records.read += 1;
        }
    }

    /// Cleans a page of an archive; `Some` reason when there is none in the record.
    fn page(
        &mut self,
        source: &Source,
        place: Place,
        head: &Head,
        bytes: &[u8],
        part: &mut Part,
    ) -> Result<Option<&'static str>, Faulty> {
        let page = match http::page(head, &bytes[head.block..], source.any_status, &source.limits)? {
            http::Taken::Page(page) => page,
            http::Taken::Passed(reason) => return Ok(Some(reason)),
        };
        let (said, name) = (open::Said::of(head, &page), open::entry_name(source, head));
        let (doc, decoded) = open::page(&page, head, &name, self.job.rules, self.job.charset, self.job.html);
        let record = said.record();
        let id = match record.id {
            _ if !name.is_empty() => Id::File(&name),
            Some(id) => Id::Raw(id),
            None => Id::Line(&source.name, place.line),
        };
        let given = Given {
            id,
            base: &source.base,
            record: &record,
            charset: Some(decoded.charset),
            evidence: Some(decoded.evidence),
            replaced: decoded.replaced,
            text: &doc.text,
            raw_text: None,
        };
        self.clean(&doc, &given, part);
        Ok(None)
    }

    fn line(&mut self, source: &Source, place: Place, line: &[u8], part: &mut Part) -> Result<(), Faulty> {
        let line = open::line(line);
        let record = Record::parse(&line, &self.job.fields)?;
        let mut buffer = std::mem::take(&mut self.text);
        let (mut doc, raw_text) = match open::record(&record, self.job.rules, self.job.html, &mut buffer) {
            Ok(opened) => opened,
            Err(fault) => {
                self.text = buffer;
                return Err(fault);
            }
        };
        if let Cow::Owned(_) = line {
            doc.flags.push(open::REDECODED);
        }
        let id = record.id.map_or(Id::Line(&source.name, place.line), Id::Raw);
        let (base, text) = (source.base.as_str(), doc.text.as_ref());
        let given = Given { id, base, record: &record, charset: None, evidence: None, replaced: 0, text, raw_text };
        self.clean(&doc, &given, part);
        drop(doc);
        self.text = buffer;
        Ok(())
    }

    fn file(&mut self, source: &Source, part: &mut Part) -> Result<(), Error> {
        part.tally.records.read += 1;
        let mut bytes = std::mem::take(&mut self.file);
        bytes.clear();
        let longest = source.limits.record;
        let read = stream::open(source, self.consumed)
            .and_then(|stream| stream.take(longest as u64 + 1).read_to_end(&mut bytes));
        part.tally.read += bytes.len() as u64;
        let fault = match read {
            Ok(_) if bytes.len() > longest => {
                bytes.truncate(BEGINNING.min(longest));
                Some((Fault::TooLong, format!("more than {longest} bytes, of which the first are here")))
            }
            Ok(_) => None,
            Err(error) => Some(items::fault(&error)),
        };
        if let Some(fault) = fault {
            set_aside(part, source, Place { offset: 0, line: 1 }, fault, &bytes);
            self.file = bytes;
            return Ok(());
        }
        let (mut doc, decoded) = open::file(&bytes, source.kind, self.job.rules, self.job.charset, self.job.html);
        doc.host = host::of_path(&source.name).map(Cow::Borrowed);
        let record = Record::default();
        let given = Given {
            id: Id::File(&source.name),
            base: &source.base,
            record: &record,
            charset: Some(decoded.charset),
            evidence: Some(decoded.evidence),
            replaced: decoded.replaced,
            text: &doc.text,
            raw_text: None,
        };
        let kept = self.clean(&doc, &given, part);
        drop(doc);
        self.file = bytes;
        match (&self.job.texts, kept) {
            (Texts::Folder(folder), Some(cleaned)) => self.write_text(folder, source, &cleaned.text),
            (Texts::Part, Some(cleaned)) => {
                part.text.extend_from_slice(cleaned.text.as_bytes());
                Ok(())
            }
            (Texts::None, _) | (_, None) => Ok(()),
        }
    }

    /// Cleans and writes a document; `None` when nothing was left of it.
    fn clean(&mut self, doc: &Document<'_>, given: &Given<'_>, part: &mut Part) -> Option<Cleaned<'r>> {
        let cleaned = self.cleaner.clean(doc);
        self.changes.count(given.text, &cleaned);
        part.tally.cleaned(given, &cleaned, &self.changes);
        let dropped = !self.job.keep_empty && cleaned.text.trim_start().is_empty();
        removed::write(&mut part.removed, given.id, given.text, &cleaned.removals, &cleaned.edits, dropped);
        if dropped {
            *part.tally.records.dropped.entry(EMPTY).or_default() += 1;
            return None;
        }
        part.tally.records.out += 1;
        part.tally.bytes.out += cleaned.text.len() as u64;
        document::write(&mut part.documents, given, &cleaned, &self.changes);
        Some(cleaned)
    }

    fn write_text(&mut self, folder: &Path, source: &Source, text: &str) -> Result<(), Error> {
        let path = folder.join(name::text_path(&source.name));
        let parent = path.parent().unwrap_or(folder);
        if parent != self.folder {
            fs::create_dir_all(parent).map_err(|source| Error::Io { path: parent.to_path_buf(), source })?;
            self.folder = parent.to_path_buf();
        }
        fs::write(&path, text).map_err(|source| Error::Io { path, source })
    }
}

fn set_aside(part: &mut Part, source: &Source, place: Place, (fault, detail): Faulty, raw: &[u8]) {
    part.tally.quarantined(fault);
    quarantine::write(&mut part.quarantine, &source.name, place, fault, &detail, raw);
}

fn compressing(error: io::Error) -> Error {
    Error::Io { path: PathBuf::from(crate::write::folder::DOCUMENTS_ZST), source: error }
}
