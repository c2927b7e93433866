//! What is to be done next?
//!
//! A source is read by one worker at a time, without a lock; while it is being read, whoever comes opens the next one, so
//! that many compressed files are unpacked at once. What may be out, cut and not written yet, is bounded, and the sources
//! ahead get only a part of that: the first one can always go on.

use super::{
    Job, Stop,
    stage_times::{Clocks, Stage},
    turn::Turn,
};
use crate::{
    parts::Position,
    read::{
        Plan, Source,
        lines::{CHUNK, Chunk, StreamPosition},
        raw_record::RawRecord,
        records::Records,
    },
};
use std::{
    collections::VecDeque,
    io,
    ops::Range,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

/// Files are grouped up to this many bytes on disk …
const GROUP_BYTES: u64 = 1 << 20;

/// … and this many files.
const GROUP_FILES: usize = 256;

/// Records of archives and tables are grouped up to a chunk and this many.
const GROUP_RECORDS: usize = 1024;

/// How many pieces a worker may have out.
const PIECES: usize = 4;

/// A piece of work, with its place in the order.
#[derive(Debug)]
pub(super) struct WorkItem {
    pub(super) turn: Turn,
    /// Where it ends.
    pub(super) end: Position,
    pub(super) work: Work,
}

/// What a worker is given.
pub(super) enum FeedOutcome {
    Item(WorkItem),
    /// No piece is here: what comes next is that of the other turn.
    NoPiece(Turn, Turn),
}

#[derive(Debug)]
pub(super) enum Work {
    /// Lines of JSON, in the buffer.
    Lines { source: usize, chunk: Chunk },
    /// Records of anything else, in the buffer.
    Records { source: usize, records: Vec<RawRecord> },
    /// Sources that are one document each.
    Files(Range<usize>),
    /// A source of many records that cannot be opened.
    Unopened { source: usize, error: io::Error },
}

/// The work of a plan, piece by piece.
pub(super) struct Feed<'p> {
    plan: &'p Plan,
    flow: bool,
    jobs: usize,
    consumed: Arc<AtomicU64>,
    stop: &'p Stop,
    clocks: &'p Clocks,
    aborted: AtomicBool,
    state: Mutex<State>,
    /// There may be something to do for one who waits.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The first source that nobody has begun.
    next: usize,
    /// Those that are begun, in their order; `None` while a worker has it.
    open: VecDeque<(usize, Option<OpenSource>)>,
    /// How many pieces are out.
    out: usize,
    /// The end was seen.
    ended: bool,
}

/// A source of many records that is being read.
struct OpenSource {
    source: usize,
    /// How many pieces were cut from it.
    piece: u64,
    /// Nothing before it is opened.
    records: Option<Records>,
}

/// The next piece of a source that is open.
fn piece(open: &mut Records, source: usize, buffer: &mut Vec<u8>) -> Option<Work> {
    match open {
        Records::Lines(lines) => lines.next(buffer).map(|chunk| Work::Lines { source, chunk }),
        Records::Others(items) => {
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
    pub(super) fn new(plan: &'p Plan, job: &'p Job<'_>, consumed: &Arc<AtomicU64>, clocks: &'p Clocks) -> Self {
        let jobs = if job.first.is_some() { 1 } else { job.jobs.max(1) };
        let (flow, consumed) = (job.flow, Arc::clone(consumed));
        let (aborted, state, changed) = (AtomicBool::new(false), Mutex::default(), Condvar::new());
        Self { plan, flow, jobs, consumed, stop: &job.stop, clocks, aborted, state, changed }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes to a position that an earlier run came to, and says whose turn it is there. Sources before it are not opened. Its
    /// source is opened at its place; where it has none, pieces are read and dropped, which costs little beside cleaning them.
    pub(super) fn seek(&self, position: Position) -> Turn {
        let before = self.plan.sources.iter().take(position.source);
        self.consumed.fetch_add(before.map(|source| source.size).sum(), Ordering::Relaxed);
        let mut state = self.lock();
        state.next = position.source;
        let Some(source) = self.plan.sources.get(position.source).filter(|_| position.piece > 0) else {
            return Turn::at(position);
        };
        let Ok(mut records) = self.open(source, position.at.unwrap_or(StreamPosition::START)) else {
            // It cannot be read: who pulls next says so.
            return Turn { source: position.source, piece: 0 };
        };
        if position.at.is_none() {
            let mut buffer = Vec::new();
            for _ in 0..position.piece {
                if piece(&mut records, position.source, &mut buffer).is_none() {
                    return Turn { source: position.source, piece: 0 };
                }
            }
        }
        let reading = OpenSource { source: position.source, piece: position.piece, records: Some(records) };
        state.open.push_back((position.source, Some(reading)));
        state.next += 1;
        Turn::at(position)
    }

    /// Whether all pieces were given out.
    pub(super) fn ended(&self) -> bool {
        self.lock().ended
    }

    /// Lets nobody wait any more: the run is over.
    pub(super) fn abort(&self) {
        self.aborted.store(true, Ordering::Relaxed);
        // Taken and let go, so that no one checks before and sleeps after.
        drop(self.lock());
        self.changed.notify_all();
    }

    /// Counts a piece as out that was not pulled.
    #[cfg(test)]
    pub(super) fn count_out(&self) {
        self.lock().out += 1;
    }

    /// Says that a piece is written.
    pub(super) fn written(&self) {
        self.lock().out -= 1;
        self.changed.notify_one();
    }

    /// The next piece that can be had; lines are read into `buffer`. `None` at the end, or when the run is over.
    pub(super) fn pull(&self, buffer: &mut Vec<u8>) -> Option<FeedOutcome> {
        let mut state = self.lock();
        let pulled = loop {
            if self.aborted.load(Ordering::Relaxed) || self.stop.is_asked() {
                break None;
            }
            if let Some(reading) = self.reading(&mut state) {
                state.out += 1;
                drop(state);
                // Another one may find something to do beside it.
                self.changed.notify_one();
                return Some(self.read(reading, buffer));
            }
            if let Some(range) = self.files(&mut state) {
                state.out += 1;
                let turn = Turn { source: range.start, piece: 0 };
                let end = Position { source: range.end, piece: 0, at: None };
                break Some(FeedOutcome::Item(WorkItem { turn, end, work: Work::Files(range) }));
            }
            if state.open.is_empty() && state.next >= self.plan.sources.len() {
                state.ended = true;
                break None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        };
        drop(state);
        // Who waits may see now what this one saw.
        self.changed.notify_one();
        pulled
    }

    /// Whether a piece may be given out, of the first source or of one `ahead` of it.
    fn has_room(&self, state: &State, ahead: bool) -> bool {
        state.out < if ahead { PIECES / 2 * self.jobs } else { PIECES * self.jobs }
    }

    /// A source for this worker to read.
    fn reading(&self, state: &mut State) -> Option<OpenSource> {
        let free = state.open.iter().position(|(_, reading)| reading.is_some());
        if let Some(at) = free.filter(|at| self.has_room(state, *at > 0)) {
            return state.open[at].1.take();
        }
        let first = state.open.is_empty();
        let source = self.plan.sources.get(state.next)?;
        // A stream is not asked before its turn: it may let wait for long.
        let may = first || (state.open.len() < self.jobs && !source.is_stream());
        if source.kind.is_page() || !may || !self.has_room(state, !first) {
            return None;
        }
        let index = state.next;
        state.next += 1;
        state.open.push_back((index, None));
        Some(OpenSource { source: index, piece: 0, records: None })
    }

    /// Files for this worker.
    fn files(&self, state: &mut State) -> Option<Range<usize>> {
        let is_page = self.plan.sources.get(state.next).is_some_and(|source| source.kind.is_page());
        if !is_page || !self.has_room(state, !state.open.is_empty()) {
            return None;
        }
        let (start, mut bytes) = (state.next, 0);
        while let Some(source) = self.plan.sources.get(state.next) {
            if !source.kind.is_page() || bytes >= GROUP_BYTES || state.next - start >= GROUP_FILES {
                break;
            }
            bytes += source.size;
            state.next += 1;
        }
        Some(start..state.next)
    }

    /// Cuts a piece from a source that this worker has, and gives it back.
    fn read(&self, mut reading: OpenSource, buffer: &mut Vec<u8>) -> FeedOutcome {
        let (_told, _clock) = (self.stop.reads(), self.clocks.time(Stage::Read));
        let source = reading.source;
        let turn = Turn { source, piece: reading.piece };
        let behind = Position { source: source + 1, piece: 0, at: None };
        let from = &self.plan.sources[source];
        let mut records = match reading.records.take().map_or_else(|| self.open(from, StreamPosition::START), Ok) {
            Ok(records) => records,
            Err(error) => {
                self.close(source);
                return FeedOutcome::Item(WorkItem { turn, end: behind, work: Work::Unopened { source, error } });
            }
        };
        let Some(work) = piece(&mut records, source, buffer) else {
            self.close(source);
            self.written();
            return FeedOutcome::NoPiece(turn, Turn::at(behind));
        };
        reading.piece += 1;
        let at = if from.can_seek() { records.position() } else { None };
        let end = Position { source, piece: reading.piece, at };
        reading.records = Some(records);
        let mut state = self.lock();
        if let Some(open) = state.open.iter_mut().find(|open| open.0 == source) {
            open.1 = Some(reading);
        }
        drop(state);
        self.changed.notify_one();
        FeedOutcome::Item(WorkItem { turn, end, work })
    }

    fn close(&self, source: usize) {
        self.lock().open.retain(|open| open.0 != source);
        self.changed.notify_one();
    }

    fn open(&self, source: &Source, from: StreamPosition) -> io::Result<Records> {
        Records::open(source, from, !self.flow, &self.consumed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{read::InputOptions, rules::RuleSet};
    use std::io::Cursor;

    /// A plan of so many sources of two pieces each; the last is a stream.
    fn plan(folder: &std::path::Path, sources: usize) -> Plan {
        let line = [vec![b'x'; CHUNK / 2], b"\n".to_vec()].concat();
        let paths: Vec<_> = (0..sources).map(|n| folder.join(format!("{n}.jsonl"))).collect();
        for path in &paths {
            std::fs::write(path, line.repeat(2)).unwrap();
        }
        let mut plan = Plan::new(&paths, &InputOptions::default()).unwrap();
        let rest = Mutex::new(Some(Box::new(Cursor::new(Vec::new())) as crate::read::stream::Stream));
        plan.sources[sources - 1].origin = crate::read::SourceOrigin::Stream { head: line, rest };
        plan
    }

    #[test]
    fn while_a_source_is_read_those_ahead_are_up_to_a_bound() {
        let folder = tempfile::tempdir().unwrap();
        let (plan, rules, consumed, clocks) =
            (plan(folder.path(), 4), RuleSet::default(), Arc::default(), Clocks::default());
        let job = Job { jobs: 3, ..Job::new(&rules) };
        let feed = Feed::new(&plan, &job, &consumed, &clocks);
        let mut buffer = Vec::new();
        let mut pull = || match feed.pull(&mut buffer) {
            Some(FeedOutcome::Item(item)) => (item.turn.source, item.turn.piece),
            Some(FeedOutcome::NoPiece(turn, next)) => {
                assert_eq!((next.source, next.piece), (turn.source + 1, 0));
                (turn.source, turn.piece)
            }
            None => (usize::MAX, 0),
        };
        // Another worker has the first source: only what is behind it can be had, and of the stream nothing.
        let first = feed.reading(&mut feed.lock()).unwrap();
        let ahead: Vec<_> = (0..6).map(|_| pull()).collect();
        assert_eq!(ahead, [(1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)]);
        assert!(feed.reading(&mut feed.lock()).is_none());
        assert_eq!(feed.lock().out, 4);
        (0..2).for_each(|_| feed.count_out());
        feed.lock().open[0].1 = Some(first);
        // What is ahead has all that it may have; the first goes on all the same.
        assert_eq!((pull(), pull(), pull()), ((0, 0), (0, 1), (0, 2)));
        assert_eq!((pull(), pull(), feed.ended()), ((3, 0), (3, 1), false));
        assert_eq!((pull(), feed.ended()), ((usize::MAX, 0), true));
    }
}
