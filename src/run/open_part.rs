//! A part that is being written: its files, under temporary names until they are whole and synced.

use super::{
    Options,
    durable::{crash_point, io_at, sync_folder, sync_many},
    layout::{DocumentFormat, OutputKind},
    manifest::PartRecord,
    partial_file::PartialFile,
    table,
};
use crate::{
    error::Error,
    parts::{Part, Position},
    write::{checksums, report::Tally},
};
use std::{fs, path::Path};

#[derive(Debug)]
pub(super) struct OpenPart {
    pub(super) number: usize,
    pub(super) format: DocumentFormat,
    from: Position,
    to: Position,
    pub(super) read: u64,
    pub(super) files: [PartialFile; 4],
    tally: Tally,
}

impl OpenPart {
    /// Begins a part in `folder`.
    pub(super) fn begin(folder: &Path, format: DocumentFormat, number: usize, from: Position) -> Result<Self, Error> {
        crash_point("before-write");
        let mut files =
            OutputKind::ALL.map(|kind| PartialFile::new(folder.join(kind.file(Some(number), format.while_open()))));
        // Documents always have their file, so that parts are counted without gaps.
        files[0].open()?;
        Ok(Self { number, format, from, to: from, read: 0, files, tally: Tally::default() })
    }

    /// Goes on with a part that was written short. What its files hold beyond `line` is from a run that was killed
    /// before it could say so.
    pub(super) fn resume(folder: &Path, format: DocumentFormat, line: PartRecord) -> Result<Self, Error> {
        let mut open = Self::begin(folder, format, line.part, line.from)?;
        for (kind, file) in OutputKind::ALL.into_iter().zip(&mut open.files) {
            file.copy(line.sum(kind))?;
        }
        Ok(Self { to: line.to, read: line.read, tally: line.tally, ..open })
    }

    /// Adds what came of a piece.
    pub(super) fn take(&mut self, part: &Part) -> Result<(), Error> {
        let [documents, removed, quarantine, texts] = &mut self.files;
        documents.write(&part.documents)?;
        removed.write(&part.removed)?;
        quarantine.write(&part.quarantine)?;
        texts.write(&part.sums)?;
        self.to = part.end;
        self.read += part.tally.read;
        self.tally.add(&part.tally);
        Ok(())
    }

    /// Makes the part durable under its names; the line is what is still to be written of it.
    pub(super) fn close(self, folder: &Path, options: &Options, whole: bool) -> Result<PartRecord, Error> {
        let mut open = self;
        if whole {
            table::make(open.format, open.number, &mut open.files[0], folder, options)?;
        }
        let Self { number, from, to, read, files, tally, .. } = open;
        crash_point("after-write");
        if files[3].bytes > 0 {
            let sums = fs::read_to_string(files[3].temporary()).map_err(io_at(&files[3].path))?;
            let names: Vec<_> = sums.lines().filter_map(checksums::read).map(|(_, name)| name).collect();
            sync_many(folder, &names)?;
        }
        for file in files.iter().filter_map(|file| file.file.as_ref().map(|open| (open, file))) {
            file.0.sync_all().map_err(io_at(&file.1.path))?;
        }
        crash_point("after-sync");
        let mut sums = Vec::with_capacity(4);
        for file in files {
            sums.push(file.rename()?);
        }
        sync_folder(folder)?;
        crash_point("after-rename");
        let mut sums = sums.into_iter();
        let mut next = || sums.next().unwrap_or_default();
        let (documents, removed, quarantine, texts) = (next(), next(), next(), next());
        Ok(PartRecord { part: number, from, to, whole, read, documents, removed, quarantine, texts, tally })
    }
}
