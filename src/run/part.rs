//! A part that is being written: its files, under temporary names until they are whole and synced.

use super::{
    Options,
    durable::{at, step, sync_folder, sync_many},
    growing::Growing,
    layout::{Form, Kind},
    manifest::Line,
    table,
};
use crate::{
    error::Error,
    parts::{Part, Position},
    write::{report::Tally, sums},
};
use std::{fs, path::Path};

#[derive(Debug)]
pub(super) struct Open {
    pub(super) number: usize,
    pub(super) form: Form,
    from: Position,
    to: Position,
    pub(super) read: u64,
    pub(super) files: [Growing; 4],
    tally: Tally,
}

impl Open {
    /// Begins a part in `folder`.
    pub(super) fn begin(folder: &Path, form: Form, number: usize, from: Position) -> Result<Self, Error> {
        step("before-write");
        let mut files = Kind::ALL.map(|kind| Growing::new(folder.join(kind.file(Some(number), form.growing()))));
        // Documents always have their file, so that parts are counted without gaps.
        files[0].open()?;
        Ok(Self { number, form, from, to: from, read: 0, files, tally: Tally::default() })
    }

    /// Goes on with a part that was written short. What its files hold beyond `line` is from a run that was killed
    /// before it could say so.
    pub(super) fn resume(folder: &Path, form: Form, line: Line) -> Result<Self, Error> {
        let mut open = Self::begin(folder, form, line.part, line.from)?;
        for (kind, file) in Kind::ALL.into_iter().zip(&mut open.files) {
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
    pub(super) fn close(self, folder: &Path, options: &Options, whole: bool) -> Result<Line, Error> {
        let mut open = self;
        if whole {
            table::make(open.form, open.number, &mut open.files[0], folder, options)?;
        }
        let Self { number, from, to, read, files, tally, .. } = open;
        step("after-write");
        if files[3].bytes > 0 {
            let sums = fs::read_to_string(files[3].temporary()).map_err(at(&files[3].path))?;
            let names: Vec<_> = sums.lines().filter_map(sums::read).map(|(_, name)| name).collect();
            sync_many(folder, &names)?;
        }
        for file in files.iter().filter_map(|file| file.file.as_ref().map(|open| (open, file))) {
            file.0.sync_all().map_err(at(&file.1.path))?;
        }
        step("after-sync");
        let mut sums = Vec::with_capacity(4);
        for file in files {
            sums.push(file.rename()?);
        }
        sync_folder(folder)?;
        step("after-rename");
        let mut sums = sums.into_iter();
        let mut next = || sums.next().unwrap_or_default();
        let (documents, removed, quarantine, texts) = (next(), next(), next(), next());
        Ok(Line { part: number, from, to, whole, read, documents, removed, quarantine, texts, tally })
    }
}
