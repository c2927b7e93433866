//! What is to be done next? The one sequential place of a run.

use super::Position;
use crate::read::{
    Plan, Source,
    items::Item as Record,
    lines::{CHUNK, Chunk, Place},
    records::Records,
};
use std::{
    io,
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Files are grouped up to this many bytes on disk …
const GROUP_BYTES: u64 = 1 << 20;

/// … and this many files.
const GROUP_FILES: usize = 256;

/// Records of archives and tables are grouped up to a chunk and this many.
const GROUP_RECORDS: usize = 1024;

/// A piece of work, with its place in the order.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) seq: u64,
    /// Where it ends.
    pub(super) end: Position,
    pub(super) work: Work,
}

#[derive(Debug)]
pub(super) enum Work {
    /// Lines of JSON, in the buffer.
    Lines { source: usize, chunk: Chunk },
    /// Records of anything else, in the buffer.
    Records { source: usize, records: Vec<Record> },
    /// Sources that are one document each.
    Files(Range<usize>),
    /// A source of many records that cannot be opened.
    Unopened { source: usize, error: io::Error },
}

/// The work of a plan, piece by piece.
pub(super) struct Feed<'p> {
    plan: &'p Plan,
    flow: bool,
    consumed: Arc<AtomicU64>,
    next: usize,
    seq: u64,
    /// How many pieces were cut from the source that is open.
    piece: u64,
    open: Option<(usize, Records)>,
    /// There is no more.
    ended: bool,
}

/// The next piece of a source that is open.
fn piece(open: &mut Records, source: usize, buffer: &mut Vec<u8>) -> Option<Work> {
    match open {
        Records::Lines(lines) => lines.next(buffer).map(|chunk| Work::Lines { source, chunk }),
        Records::Items(items) => {
            buffer.clear();
            let mut records = Vec::new();
            while buffer.len() < CHUNK && records.len() < GROUP_RECORDS {
                let Some(record) = items.next(buffer) else { break };
                records.push(record);
            }
            (!records.is_empty()).then_some(Work::Records { source, records })
        }
    }
}

impl<'p> Feed<'p> {
    pub(super) fn new(plan: &'p Plan, flow: bool, consumed: Arc<AtomicU64>) -> Self {
        Self { plan, flow, consumed, next: 0, seq: 0, piece: 0, open: None, ended: false }
    }

    /// Goes to a position that an earlier run came to. Sources before it are not opened. Its source is opened at its place;
    /// where it has none, pieces are read and dropped, which costs little beside cleaning them.
    pub(super) fn go_to(&mut self, position: Position) {
        let before = self.plan.sources.iter().take(position.source);
        self.consumed.fetch_add(before.map(|source| source.size).sum(), Ordering::Relaxed);
        self.next = position.source;
        if let (Some(place), Some(source)) = (position.at, self.plan.sources.get(position.source))
            && let Ok(open) = self.open(source, place)
        {
            self.open = Some((position.source, open));
            self.next += 1;
            self.piece = position.piece;
            return;
        }
        let mut buffer = Vec::new();
        while self.piece < position.piece {
            match self.next_work(&mut buffer) {
                None | Some(Work::Files(_) | Work::Unopened { .. }) => {
                    // It cannot be read: the next pull says so.
                    self.next = position.source;
                    break;
                }
                Some(_) => {}
            }
        }
    }

    /// Whether all pieces were given out.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// The next piece; lines are read into `buffer`.
    pub(super) fn pull(&mut self, buffer: &mut Vec<u8>) -> Option<Item> {
        let Some(work) = self.next_work(buffer) else {
            self.ended = true;
            return None;
        };
        let seq = self.seq;
        self.seq += 1;
        // A source that is open is the one before `next`.
        let source = self.next - usize::from(self.piece > 0);
        let at = match &self.open {
            Some((source, open)) if self.plan.sources[*source].can_seek() => open.place(),
            _ => None,
        };
        Some(Item { seq, end: Position { source, piece: self.piece, at }, work })
    }

    fn next_work(&mut self, buffer: &mut Vec<u8>) -> Option<Work> {
        loop {
            if let Some((source, open)) = &mut self.open {
                if let Some(work) = piece(open, *source, buffer) {
                    self.piece += 1;
                    return Some(work);
                }
                self.open = None;
                self.piece = 0;
            }
            let source = self.plan.sources.get(self.next)?;
            if source.kind.is_page() {
                return Some(Work::Files(self.group()));
            }
            let index = self.next;
            self.next += 1;
            match self.open(source, Place::START) {
                Ok(open) => self.open = Some((index, open)),
                Err(error) => return Some(Work::Unopened { source: index, error }),
            }
        }
    }

    fn open(&self, source: &Source, from: Place) -> io::Result<Records> {
        Records::open(source, from, !self.flow, &self.consumed)
    }

    fn group(&mut self) -> Range<usize> {
        let start = self.next;
        let mut bytes = 0;
        while let Some(source) = self.plan.sources.get(self.next) {
            if !source.kind.is_page() || bytes >= GROUP_BYTES || self.next - start >= GROUP_FILES {
                break;
            }
            bytes += source.size;
            self.next += 1;
        }
        start..self.next
    }
}
