//! Parts leave in the order of the input, whoever was faster.
//!
//! A part whose turn it is goes to the sink at once, on the thread that made it; an early one waits. Who is too far
//! ahead waits too; the worker whose turn it is never does, so nobody waits for ever.

use super::{Part, Progress, Sink};
use crate::{error::Error, write::report::Tally};
use std::{
    collections::BTreeMap,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

pub(super) struct Order<'s> {
    state: Mutex<State<'s>>,
    turn: Condvar,
    stop: AtomicBool,
    progress: &'s Progress,
    consumed: &'s AtomicU64,
    /// How many parts may be ahead of the one whose turn it is.
    window: u64,
}

struct State<'s> {
    next: u64,
    early: BTreeMap<u64, Part>,
    spare: Vec<Part>,
    sink: &'s mut dyn Sink,
    tally: Tally,
    error: Option<Error>,
}

impl<'s> Order<'s> {
    pub(super) fn new(sink: &'s mut dyn Sink, progress: &'s Progress, consumed: &'s AtomicU64, window: u64) -> Self {
        let (early, spare) = (BTreeMap::new(), Vec::new());
        let state = State { next: 0, early, spare, sink, tally: Tally::default(), error: None };
        Self {
            state: Mutex::new(state),
            turn: Condvar::new(),
            stop: AtomicBool::new(false),
            progress,
            consumed,
            window,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<'s>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the run is over before its end.
    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Ends the run.
    pub(super) fn fail(&self, error: Error) {
        self.lock().error.get_or_insert(error);
        self.abort();
    }

    fn abort(&self) {
        self.stop.store(true, Ordering::Relaxed);
        // Taken and let go, so that no one checks before and sleeps after.
        drop(self.lock());
        self.turn.notify_all();
    }

    /// Takes a part; gives an empty one, to be filled next.
    pub(super) fn deliver(&self, seq: u64, part: Part) -> Part {
        let mut state = self.lock();
        while seq > state.next + self.window && !self.stopped() {
            state = self.turn.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.early.insert(seq, part);
        let mut moved = false;
        while let Some(mut part) = {
            let next = state.next;
            state.early.remove(&next)
        } {
            if let Err(error) = state.sink.part(&part) {
                drop(state);
                self.fail(error);
                return Part::default();
            }
            state.tally.add(&part.tally);
            part.clear();
            state.spare.push(part);
            state.next += 1;
            moved = true;
        }
        if moved {
            self.progress.show(self.consumed.load(Ordering::Relaxed), &state.tally);
            self.turn.notify_all();
        }
        state.spare.pop().unwrap_or_default()
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

struct AbortOnPanic<'o, 's>(&'o Order<'s>);

impl Drop for AbortOnPanic<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

    fn part(byte: u8) -> Part {
        Part { documents: vec![byte], ..Part::default() }
    }

    #[test]
    fn early_parts_wait_for_their_turn() {
        let (mut sink, progress, consumed) = (Collect(vec![]), Progress::hidden(), AtomicU64::new(0));
        let order = Order::new(&mut sink, &progress, &consumed, 4);
        for seq in [2, 1, 3, 0, 4] {
            let empty = order.deliver(seq, part(b'a' + seq as u8));
            assert!(empty.documents.is_empty());
        }
        order.finish().unwrap();
        assert_eq!(sink.0, b"abcde");
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let (mut sink, progress, consumed) = (Collect(vec![]), Progress::hidden(), AtomicU64::new(0));
        let order = Order::new(&mut sink, &progress, &consumed, 4);
        order.deliver(0, part(b'!'));
        assert!(order.stopped());
        assert!(order.finish().is_err());
    }
}
