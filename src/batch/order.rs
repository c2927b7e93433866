//! Parts leave in the order of the input, whoever was faster.
//!
//! Under the lock a part whose turn it is only gets its lane; an early one waits. Who delivered writes what is in these lanes
//! when the lock is gone. Nobody waits here: how much may wait is bounded by the [`Feed`].

use super::{
    Progress,
    feed::Feed,
    stage_times::{Clocks, Stage},
    turn::Turn,
};
use crate::{
    error::Error,
    parts::{Lane, Part, Sink, Sinks},
    write::report::Tally,
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

pub(super) struct Order<'o, 's> {
    state: Mutex<State<'o, 's>>,
    feed: &'o Feed<'o>,
    progress: &'o Progress,
    consumed: &'o AtomicU64,
    clocks: &'o Clocks,
}

struct State<'o, 's> {
    next: Turn,
    early: BTreeMap<Turn, EarlyPart>,
    spare: Vec<Part>,
    sinks: &'o mut dyn Sinks<'s>,
    tally: Tally,
    error: Option<Error>,
    /// No part gets a lane any more. When it is only a worker that failed, those before it do.
    over: bool,
}

/// What came before its turn.
struct EarlyPart {
    /// There is none where a source was looked at and had no more.
    part: Option<Part>,
    /// Whose turn is next.
    next: Turn,
}

impl<'o, 's> Order<'o, 's> {
    pub(super) fn new(
        first: Turn,
        sinks: &'o mut dyn Sinks<'s>,
        feed: &'o Feed<'o>,
        progress: &'o Progress,
        consumed: &'o AtomicU64,
        clocks: &'o Clocks,
    ) -> Self {
        let (early, spare) = (BTreeMap::new(), Vec::new());
        let state = State { next: first, early, spare, sinks, tally: Tally::default(), error: None, over: false };
        Self { state: Mutex::new(state), feed, progress, consumed, clocks }
    }

    fn lock(&self) -> MutexGuard<'_, State<'o, 's>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends the run.
    pub(super) fn fail(&self, error: Error) {
        self.lock().error.get_or_insert(error);
        self.feed.abort();
    }

    /// Takes a part; gives an empty one, to be filled next.
    pub(super) fn deliver(&self, turn: Turn, part: Part) -> Part {
        let next = Turn::at(part.end);
        self.arrive(turn, EarlyPart { part: Some(part), next });
        self.lock().spare.pop().unwrap_or_default()
    }

    /// Takes note that there is no part where one was looked for.
    pub(super) fn skip(&self, turn: Turn, next: Turn) {
        self.arrive(turn, EarlyPart { part: None, next });
    }

    fn arrive(&self, turn: Turn, early: EarlyPart) {
        let mut state = self.lock();
        let clock = self.clocks.time(Stage::Order);
        state.early.insert(turn, early);
        let (lanes, failed) = state.go_on();
        state.over |= failed.is_some();
        if !lanes.is_empty() {
            self.progress.show(self.consumed.load(Ordering::Relaxed), &state.tally);
        }
        drop((clock, state));
        for lane in lanes {
            let _clock = self.clocks.time(Stage::Write);
            lane.write(|part, written| self.written(part, written));
        }
        if let Some(error) = failed {
            self.fail(error);
        }
    }

    fn written(&self, mut part: Part, written: Result<(), Error>) {
        part.clear();
        self.lock().spare.push(part);
        self.feed.written();
        if let Err(error) = written {
            self.fail(error);
        }
    }

    /// A value that ends the run for all when its thread panics: its part would be waited for without end.
    pub(super) fn abort_on_panic(&self) -> impl Drop {
        AbortOnPanic(self)
    }

    /// The sum of all parts, or what ended the run.
    pub(super) fn finish(self) -> Result<Tally, Error> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.error {
            Some(error) => Err(error),
            None => Ok(state.tally),
        }
    }
}

impl<'s> State<'_, 's> {
    /// Gives lanes to the parts whose turn it is; says which, and what ends the run behind them.
    fn go_on(&mut self) -> (Vec<Arc<Lane<dyn Sink + 's>>>, Option<Error>) {
        let mut lanes: Vec<Arc<Lane<dyn Sink + 's>>> = Vec::new();
        while !self.over
            && let Some(EarlyPart { part, next }) = self.early.remove(&self.next)
        {
            self.next = next;
            let Some(part) = part else { continue };
            let lane = match self.sinks.lane(&part) {
                Ok(lane) => lane,
                Err(error) => return (lanes, Some(error)),
            };
            self.tally.add(&part.tally);
            lane.push(part);
            if lanes.last().is_none_or(|last| !Arc::ptr_eq(last, &lane)) {
                lanes.push(lane);
            }
            if let Err(error) = self.sinks.check() {
                return (lanes, Some(error));
            }
        }
        (lanes, None)
    }
}

struct AbortOnPanic<'a, 'o, 's>(&'a Order<'o, 's>);

impl Drop for AbortOnPanic<'_, '_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.feed.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        batch::{Job, SingleSink},
        parts::Position,
        read::Plan,
        rules::RuleSet,
    };

    struct Collect(Vec<u8>);

    impl Sink for Collect {
        fn part(&mut self, part: &Part) -> Result<(), Error> {
            if part.documents == b"!" {
                return Err(Error::Usage("full".to_owned()));
            }
            self.0.extend_from_slice(&part.documents);
            Ok(())
        }
    }

    fn turn(source: usize, piece: u64) -> Turn {
        Turn { source, piece }
    }

    /// Delivers parts of one byte, each with the turn that it has and the one behind it; says what was written, and whether
    /// that went well.
    fn delivered(parts: &[(Turn, Turn, u8)], passed: &[(Turn, Turn)]) -> (Vec<u8>, bool) {
        let (plan, rules, consumed) = (Plan::default(), RuleSet::default(), Arc::new(AtomicU64::new(0)));
        let (progress, clocks, job) = (Progress::hidden(), Clocks::default(), Job::new(&rules));
        let feed = Feed::new(&plan, &job, &consumed, &clocks);
        let mut sink = Collect(vec![]);
        let mut sinks = SingleSink::new(&mut sink);
        let order = Order::new(turn(0, 0), &mut sinks, &feed, &progress, &consumed, &clocks);
        for (at, next) in passed {
            order.skip(*at, *next);
        }
        for (at, next, byte) in parts {
            let end = Position { source: next.source, piece: next.piece, at: None };
            feed.count_out();
            let empty = order.deliver(*at, Part { documents: vec![*byte], end, ..Part::default() });
            assert!(empty.documents.is_empty());
        }
        let well = order.finish().is_ok();
        drop(sinks);
        (sink.0, well)
    }

    #[test]
    fn early_parts_wait_for_their_turn() {
        let parts = [
            (turn(0, 2), turn(0, 3), b'c'),
            (turn(3, 0), turn(4, 0), b'e'),
            (turn(0, 1), turn(0, 2), b'b'),
            (turn(0, 0), turn(0, 1), b'a'),
            (turn(1, 0), turn(3, 0), b'd'),
        ];
        assert_eq!(delivered(&parts, &[(turn(0, 3), turn(1, 0))]), (b"abcde".to_vec(), true));
        assert_eq!(delivered(&parts, &[]), (b"abc".to_vec(), true));
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let parts = [(turn(0, 1), turn(0, 2), b'b'), (turn(0, 0), turn(0, 1), b'!')];
        assert_eq!(delivered(&parts, &[]), (b"".to_vec(), false));
    }
}
