//! What is to be done next? The one sequential place of a run.

use crate::read::{
    Kind, Plan,
    lines::{Chunk, Lines},
    stream,
};
use std::{
    io,
    ops::Range,
    sync::{Arc, atomic::AtomicU64},
};

/// Files are grouped up to this many bytes on disk …
const GROUP_BYTES: u64 = 1 << 20;

/// … and this many files.
const GROUP_FILES: usize = 256;

/// A piece of work, with its place in the order.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) seq: u64,
    pub(super) work: Work,
}

#[derive(Debug)]
pub(super) enum Work {
    /// Lines of a JSONL source, in the buffer.
    Lines { source: usize, chunk: Chunk },
    /// Sources that are one document each.
    Files(Range<usize>),
    /// A JSONL source that cannot be opened.
    Unopened { source: usize, error: io::Error },
}

/// The work of a plan, piece by piece.
pub(super) struct Feed<'p> {
    plan: &'p Plan,
    flow: bool,
    consumed: Arc<AtomicU64>,
    next: usize,
    seq: u64,
    open: Option<(usize, Lines)>,
}

impl<'p> Feed<'p> {
    pub(super) fn new(plan: &'p Plan, flow: bool, consumed: Arc<AtomicU64>) -> Self {
        Self { plan, flow, consumed, next: 0, seq: 0, open: None }
    }

    /// The next piece; lines are read into `buffer`.
    pub(super) fn pull(&mut self, buffer: &mut Vec<u8>) -> Option<Item> {
        let work = self.next_work(buffer)?;
        let seq = self.seq;
        self.seq += 1;
        Some(Item { seq, work })
    }

    fn next_work(&mut self, buffer: &mut Vec<u8>) -> Option<Work> {
        loop {
            if let Some((source, lines)) = &mut self.open {
                if let Some(chunk) = lines.next(buffer) {
                    return Some(Work::Lines { source: *source, chunk });
                }
                self.open = None;
            }
            let source = self.plan.sources.get(self.next)?;
            if source.kind != Kind::Jsonl {
                return Some(Work::Files(self.group()));
            }
            let index = self.next;
            self.next += 1;
            match stream::open(source, &self.consumed) {
                Ok(stream) => self.open = Some((index, Lines::new(stream, !self.flow))),
                Err(error) => return Some(Work::Unopened { source: index, error }),
            }
        }
    }

    fn group(&mut self) -> Range<usize> {
        let start = self.next;
        let mut bytes = 0;
        while let Some(source) = self.plan.sources.get(self.next) {
            if source.kind == Kind::Jsonl || bytes >= GROUP_BYTES || self.next - start >= GROUP_FILES {
                break;
            }
            bytes += source.size;
            self.next += 1;
        }
        start..self.next
    }
}
