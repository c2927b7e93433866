//! Where the parts of a run go that are not for a folder: one file, standard output, or nowhere.

use crate::{
    batch::{Part, Sink},
    error::Error,
    plural::counted,
    run::{MaxBad, OneFile},
    write::report::{Records, Tally},
};
use std::{
    io::{self, Write},
    path::PathBuf,
};

/// Gives up when too much is quarantined.
pub(super) struct BadRecordLimit {
    max_bad: Option<MaxBad>,
    records: Records,
}

impl BadRecordLimit {
    pub(super) fn new(max_bad: Option<MaxBad>) -> Self {
        Self { max_bad, records: Records::default() }
    }

    fn take(&mut self, part: &Part) -> Result<(), Error> {
        if self.max_bad.is_none() {
            return Ok(());
        }
        self.records.add(&part.tally.records);
        self.check(&self.records, false)
    }

    pub(super) fn check(&self, records: &Records, ended: bool) -> Result<(), Error> {
        match self.max_bad {
            Some(limit) if limit.is_exceeded(records, ended) => {
                let (bad, read) = (records.all_quarantined(), records.read);
                Err(Error::TooMuchBad(format!(
                    "{bad} of {} cannot be read, more than --max-bad {limit}",
                    counted(read, "record")
                )))
            }
            _ => Ok(()),
        }
    }
}

/// Documents to standard output, each part as it comes.
pub(super) struct StdoutSink<'l> {
    limit: &'l mut BadRecordLimit,
    /// What came here, also when nobody reads it any more: the report is to be written all the same.
    pub(super) tally: Tally,
}

impl<'l> StdoutSink<'l> {
    pub(super) fn new(limit: &'l mut BadRecordLimit) -> Self {
        Self { limit, tally: Tally::default() }
    }
}

impl Sink for StdoutSink<'_> {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.tally.add(&part.tally);
        print(&part.documents)?;
        self.limit.take(part)
    }
}

/// Documents to one file.
pub(super) struct FileSink<'l>(pub(super) &'l mut BadRecordLimit, pub(super) OneFile);

impl Sink for FileSink<'_> {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.1.part(part)?;
        self.0.take(part)
    }
}

/// The text of the one document to standard output; what could not be read is told on the way out.
#[derive(Default)]
pub(super) struct TextSink {
    /// As of [`StdoutSink`].
    pub(super) tally: Tally,
}

impl Sink for TextSink {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.tally.add(&part.tally);
        print(&part.text)?;
        if part.text.last().is_some_and(|last| *last != b'\n') { print(b"\n") } else { Ok(()) }
    }
}

/// Nowhere.
pub(super) struct DiscardSink<'l>(pub(super) &'l mut BadRecordLimit);

impl Sink for DiscardSink<'_> {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.0.take(part)
    }
}

/// Whether the reader of standard output went away.
pub(super) fn is_gone(error: &Error) -> bool {
    matches!(error, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes all of `bytes` to standard output at once.
pub(super) fn print(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    written.map_err(|source| Error::Io { path: PathBuf::from("<stdout>"), source })
}
