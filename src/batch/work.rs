//! One piece of work: read, cleaned, written into a part. No locks.

use super::{
    Job,
    feed::{Work, WorkItem},
    open,
    replay::QuarantinedRecord,
    texts::Texts,
};
use crate::{
    clean::{Cleaned, Cleaner},
    compression::FrameCompressor,
    decode::Decoded,
    document::{Document, Flag, Lines},
    error::Error,
    parts::Part,
    read::{
        BEGINNING, Format, Plan, RecordSkip, Source, SourceOrigin, http,
        lines::{Chunk, StreamPosition},
        nested,
        raw_record::{self, RawRecord, RawRecordKind, RecordHead},
        record::{Fault, FaultDetail, Record},
        stream,
    },
    survey::Page,
    write::{
        Id,
        document::{self, ChangeCounts, InputDocument},
        error, quarantine,
        removed::{self, EMPTY},
    },
};
use std::{
    borrow::Cow,
    io::{self, Read},
    path::PathBuf,
    sync::{Arc, PoisonError, atomic::AtomicU64},
};

/// What one thread keeps from piece to piece.
pub(super) struct Worker<'r> {
    plan: &'r Plan,
    job: &'r Job<'r>,
    consumed: &'r Arc<AtomicU64>,
    cleaner: Cleaner<'r, 'r>,
    changes: ChangeCounts<'r>,
    /// The lines of a document that is surveyed.
    lines: Lines,
    /// The decoded text of a record.
    text: String,
    /// The bytes of a file.
    file: Vec<u8>,
    texts: Texts,
    compressor: Option<FrameCompressor>,
    /// How many records are still wanted; `None`: all.
    left: Option<u64>,
}

impl<'r> Worker<'r> {
    pub(super) fn new(plan: &'r Plan, job: &'r Job<'r>, consumed: &'r Arc<AtomicU64>) -> Result<Self, Error> {
        let compressor = if job.compress { Some(FrameCompressor::new().map_err(compressing)?) } else { None };
        let (changes, text, file, texts) = (ChangeCounts::default(), String::new(), Vec::new(), Texts::default());
        let cleaner = Cleaner::new(job.rules, &job.options);
        let (lines, left) = (Lines::default(), job.first);
        Ok(Self { plan, job, consumed, cleaner, changes, lines, text, file, texts, compressor, left })
    }

    /// Whether no more records are wanted.
    pub(super) fn has_enough(&self) -> bool {
        self.left == Some(0)
    }

    /// Whether a part has all that are wanted.
    fn is_full(&self, part: &Part) -> bool {
        self.left.is_some_and(|left| part.tally.records.read >= left)
    }

    /// Does `item`; its lines are in `buffer`, its outcome goes to `part`, which is empty.
    pub(super) fn work(&mut self, item: WorkItem, buffer: &[u8], part: &mut Part) -> Result<(), Error> {
        match item.work {
            Work::Lines { source, chunk } => self.lines(&self.plan.sources[source], &chunk, buffer, part)?,
            Work::Records { source, records } => self.records(&self.plan.sources[source], records, buffer, part),
            Work::Files(range) => {
                for source in &self.plan.sources[range] {
                    if self.is_full(part) {
                        break;
                    }
                    self.file(source, part)?;
                }
            }
            Work::Unopened { source, error } => {
                let source = &self.plan.sources[source];
                let error = unless_missing(source, error)?;
                part.tally.records.read += 1;
                let faulty = (Fault::Unreadable, error.to_string());
                self.quarantine(part, source, "", StreamPosition::START, &faulty, &source.beginning());
            }
        }
        self.left = self.left.map(|left| left.saturating_sub(part.tally.records.read));
        if let Some(compressor) = &mut self.compressor
            && !part.documents.is_empty()
        {
            part.documents = compressor.compress(&part.documents).map_err(compressing)?;
        }
        Ok(())
    }

    fn lines(&mut self, source: &Source, chunk: &Chunk, buffer: &[u8], part: &mut Part) -> Result<(), Error> {
        let (whole, rest) = buffer.split_at(chunk.whole);
        let mut at = chunk.position;
        let mut lines = whole;
        if at.offset == 0
            && let Some(after) = lines.strip_prefix(b"\xef\xbb\xbf")
        {
            lines = after;
            at.offset = 3;
        }
        while !lines.is_empty() && !self.is_full(part) {
            let end = memchr::memchr(b'\n', lines).unwrap_or(lines.len());
            let line = &lines[..end];
            if line.trim_ascii().is_empty() {
                part.tally.blank_lines += 1;
                if self.job.errors {
                    part.documents.push(b'\n');
                }
            } else {
                part.tally.records.read += 1;
                let done = if line.len() > source.limits.record {
                    Err((Fault::TooLong, format!("{} bytes; the limit is {}", line.len(), source.limits.record)))
                } else {
                    self.line(source, at, line, part)
                };
                if let Err(fault) = done {
                    match QuarantinedRecord::parse(line, &fault) {
                        Some(kept) => self.replay(&kept, source, part),
                        None => self.quarantine(part, source, "", at, &fault, line),
                    }
                }
            }
            let next = (end + 1).min(lines.len());
            lines = &lines[next..];
            at.offset += next as u64;
            at.line += 1;
        }
        part.tally.read += (buffer.len() - lines.len()) as u64;
        if let Some(error) = chunk.broken.as_ref().filter(|_| !self.is_full(part)) {
            part.tally.records.read += 1;
            self.quarantine(part, source, "", at, &raw_record::fault(error), rest);
        }
        Ok(())
    }

    /// Does again what an earlier run put aside, as if from its own place. Its line was counted as a record.
    fn replay(&mut self, kept: &QuarantinedRecord, now: &Source, part: &mut Part) {
        let source = kept.source(now);
        let done = match source.kind {
            _ if kept.raw.is_empty() => Err((Fault::Unreadable, "nothing of it was kept".to_owned())),
            _ if kept.entry.is_some() => return self.replay_archived(&source, kept, part),
            Format::Text | Format::Html => self.bytes(&source, &kept.raw, kept.truncated, part).map(drop),
            Format::Warc | Format::Arc | Format::Tar | Format::Zip => return self.replay_archived(&source, kept, part),
            // A row was kept as the object that it was read as.
            Format::Jsonl | Format::Csv | Format::Tsv | Format::Parquet => self.line(&source, kept.at, &kept.raw, part),
        };
        if let Err(fault) = done {
            self.quarantine(part, &source, "", kept.at, &fault, &kept.raw);
        }
    }

    /// Does the records again in what was kept of an archive.
    fn replay_archived(&mut self, source: &Source, kept: &QuarantinedRecord, part: &mut Part) {
        let (records, buffer) = kept.records(source);
        if records.is_empty() {
            let fault = (Fault::BadRecord, "no record was found in it".to_owned());
            return self.quarantine(part, source, "", kept.at, &fault, &kept.raw);
        }
        part.tally.records.read -= 1;
        self.records(source, records, &buffer, part);
    }

    fn records(&mut self, source: &Source, records: Vec<RawRecord>, buffer: &[u8], part: &mut Part) {
        for RawRecord { position: at, start, end, kind } in records {
            if self.is_full(part) {
                break;
            }
            let bytes = &buffer[start..end];
            part.tally.read += bytes.len() as u64;
            let (done, entry) = match kind {
                RawRecordKind::Faulty(fault) => (Err(fault), String::new()),
                RawRecordKind::Row => (self.line(source, at, bytes, part).map(|()| None), String::new()),
                RawRecordKind::Value { line } => {
                    let done = self.line(source, at, bytes, part).map(|()| None);
                    let told = done.map_err(|(fault, said)| (fault, format!("{said}; it begins in line {line}")));
                    (told, String::new())
                }
                RawRecordKind::Page(head) => (self.page(source, at, &head, bytes, part), head.name),
                RawRecordKind::Skipped(reason) => (Ok(Some(reason)), String::new()),
            };
            match done {
                Ok(Some(reason)) => {
                    *part.tally.records.passed.entry(Cow::Borrowed(reason.id())).or_default() += 1;
                    continue;
                }
                Ok(None) => {}
                Err(fault) => {
                    self.quarantine(part, source, &entry, at, &fault, &bytes[..bytes.len().min(BEGINNING)]);
                }
            }
            part.tally.records.read += 1;
        }
    }

    /// Cleans a page of an archive; `Some` reason when the record holds none.
    fn page(
        &mut self,
        source: &Source,
        at: StreamPosition,
        head: &RecordHead,
        bytes: &[u8],
        part: &mut Part,
    ) -> Result<Option<RecordSkip>, FaultDetail> {
        let page = match http::page(head, &bytes[head.block..], source.any_status, &source.limits)? {
            http::BlockContent::Page(page) => page,
            http::BlockContent::Skipped(reason) => return Ok(Some(reason)),
        };
        let (archived, name) = (open::ArchiveMetadata::of(head, &page), open::entry_name(source, &head.name));
        let (doc, decoded) = open::page(&page, head, &name, self.job.rules, &self.job.reading);
        let record = archived.record();
        let id = match record.id {
            _ if !name.is_empty() => Id::File(&name),
            Some(id) => Id::Raw(id),
            None => Id::Line(&source.name, at.line),
        };
        self.clean(&doc, &input(id, source, &record, &decoded, &doc), part);
        Ok(None)
    }

    fn line(&mut self, source: &Source, at: StreamPosition, line: &[u8], part: &mut Part) -> Result<(), FaultDetail> {
        let line = open::line(line);
        let mut spare = String::new();
        let record = Record::read(&line, &mut spare, &self.job.reading.fields)?;
        let mut buffer = std::mem::take(&mut self.text);
        let (mut doc, raw_text) = match open::record(&record, self.job.rules, &self.job.reading, &mut buffer) {
            Ok(opened) => opened,
            Err(fault) => {
                self.text = buffer;
                return Err(fault);
            }
        };
        if let Cow::Owned(_) = line {
            doc.flags.push(Flag::RecordNotUtf8);
        }
        let id = record.id.map_or(Id::Line(&source.name, at.line), Id::Raw);
        let (base, text) = (source.base.as_str(), doc.text.as_ref());
        let input = InputDocument { id, base, record: &record, decoded: None, text, raw_text };
        self.clean(&doc, &input, part);
        drop(doc);
        self.text = buffer;
        Ok(())
    }

    fn file(&mut self, source: &Source, part: &mut Part) -> Result<(), Error> {
        part.tally.records.read += 1;
        let stream = match stream::open(source, self.consumed) {
            Ok(stream) => Ok(stream),
            Err(error) => Err(unless_missing(source, error)?),
        };
        let mut bytes = std::mem::take(&mut self.file);
        bytes.clear();
        let longest = source.limits.record;
        // One more byte tells that the end is reached. Of what is compressed the size says nothing.
        bytes.reserve_exact((source.size as usize).min(longest) + 1);
        let read = stream.and_then(|stream| stream.take((longest + 1).max(BEGINNING) as u64).read_to_end(&mut bytes));
        part.tally.read += bytes.len() as u64;
        let fault = match read {
            Ok(_) if bytes.len() > longest => {
                bytes.truncate(BEGINNING);
                Some((Fault::TooLong, format!("more than {longest} bytes, of which only the first are kept")))
            }
            Ok(_) => None,
            Err(error) => Some(raw_record::fault(&error)),
        };
        let written = match fault.map_or_else(|| self.bytes(source, &bytes, false, part), Err) {
            Ok(Some(cleaned)) => self.texts.write(source, cleaned.written(), &self.job.texts, part),
            Ok(None) => Ok(()),
            Err(fault) => {
                // What is no text is not worth keeping whole.
                let kept = if fault.0 == Fault::Binary { bytes.len().min(BEGINNING) } else { bytes.len() };
                self.quarantine(part, source, "", StreamPosition::START, &fault, &bytes[..kept]);
                Ok(())
            }
        };
        self.file = bytes;
        written
    }

    /// Cleans and writes the document of a file's bytes, which are `truncated` or all there.
    fn bytes(&mut self, source: &Source, bytes: &[u8], truncated: bool, part: &mut Part) -> CleanResult<'r> {
        let page = http::file(source.kind, Cow::Borrowed(bytes), &source.limits)?;
        let (mut doc, decoded) = open::file(&page.bytes, page.kind, &source.name, self.job.rules, &self.job.reading);
        if truncated || page.truncated {
            doc.flags.push(Flag::Truncated);
        }
        Ok(self.clean(&doc, &input(Id::File(&source.name), source, &Record::default(), &decoded, &doc), part))
    }

    /// Cleans and writes a document; `None` when nothing was left of it, or when it is surveyed.
    fn clean(&mut self, doc: &Document<'_>, input: &InputDocument<'_>, part: &mut Part) -> Option<Cleaned<'r>> {
        if let Some(survey) = self.job.survey {
            if let Some(host) = &doc.host {
                let page = Page::new(&mut self.lines, &doc.text);
                survey.lock().unwrap_or_else(PoisonError::into_inner).put(host, page);
            }
            part.tally.records.out += 1;
            return None;
        }
        let mut cleaned = self.cleaner.clean(doc);
        self.changes.count(input.text, &cleaned);
        part.tally.cleaned(input, &cleaned, &self.changes);
        part.tally.excluded(&doc.excluded_lines);
        if let Some(host) = &doc.host {
            part.tally.host(host, input.text.len(), cleaned.written().len());
        }
        let dropped = !self.job.keep_empty && cleaned.is_nothing();
        let cut = (cleaned.removals.as_slice(), cleaned.judged.as_slice());
        removed::write(&mut part.removed, input.id, input.text, cut, &cleaned.edits, doc, dropped);
        if dropped {
            part.tally.dropped(EMPTY);
            if self.job.errors {
                error::write(&mut part.documents, input.id, EMPTY, "nothing is left of it");
            }
            return None;
        }
        // They are written.
        cleaned.edits = Vec::new();
        part.tally.records.out += 1;
        part.tally.bytes.out += cleaned.written().len() as u64;
        document::write(&mut part.documents, input, &cleaned, &self.changes);
        Some(cleaned)
    }

    /// Quarantines `raw`, which is at `at` in `source`; `entry` is the file inside it, if it is of files.
    fn quarantine(
        &self,
        part: &mut Part,
        source: &Source,
        entry: &str,
        at: StreamPosition,
        faulty: &FaultDetail,
        raw: &[u8],
    ) {
        part.tally.quarantined(faulty.0);
        if faulty.0 == Fault::MissingField && part.tally.fields.is_empty() {
            part.tally.fields = nested::names(&open::line(raw));
        }
        quarantine::write(&mut part.quarantine, source, entry, at, faulty, raw);
        if self.job.errors {
            let own = if source.kind == Format::Jsonl { error::own_id(raw) } else { None };
            let name = if source.kind.is_page() { source.name.clone() } else { open::entry_name(source, entry) };
            let id = match own {
                Some(own) => Id::Raw(own),
                None if name.is_empty() => Id::Line(&source.name, at.line),
                None => Id::File(&name),
            };
            error::write(&mut part.documents, id, faulty.0.id(), &faulty.1);
        }
    }
}

/// What is left of a file; `None` when that is nothing.
type CleanResult<'r> = Result<Option<Cleaned<'r>>, FaultDetail>;

/// What was decoded from bytes, as given.
fn input<'a>(
    id: Id<'a>,
    source: &'a Source,
    record: &'a Record<'a>,
    decoded: &'a Decoded<'a>,
    doc: &'a Document<'_>,
) -> InputDocument<'a> {
    InputDocument { id, base: &source.base, record, decoded: Some(decoded), text: &doc.text, raw_text: None }
}

/// A file of the plan that is gone ends the run: its records come when it is back. Any other error is given back.
fn unless_missing(source: &Source, error: io::Error) -> Result<io::Error, Error> {
    match (&source.origin, error.kind()) {
        (SourceOrigin::File(path), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => {
            Err(Error::Io { path: path.clone(), source: error })
        }
        _ => Ok(error),
    }
}

fn compressing(error: io::Error) -> Error {
    Error::Io { path: PathBuf::from("documents.jsonl.zst"), source: error }
}
