//! How long the stages of a run take: which are done by one thread at a time, and which by all?
//!
//! What threads spend is added up, so it is more than the time that went by. `examples/cores.rs` makes a model of it.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// What all threads spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Reading, unpacking and cutting: one thread for each source.
    pub read: Duration,
    /// Cleaning and writing down: all threads.
    pub work: Duration,
    /// Saying who goes on with what: one thread.
    pub order: Duration,
    /// Hashing, writing and syncing: one thread for each sink, which is one for each part of a run to a folder.
    pub write: Duration,
}

/// A stage.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stage {
    Read,
    Work,
    Order,
    Write,
}

/// Adds up.
#[derive(Debug, Default)]
pub(super) struct Clocks([AtomicU64; 4]);

impl Clocks {
    /// Counts what is done while the value lives.
    pub(super) fn time(&self, stage: Stage) -> impl Drop {
        Running { nanoseconds: &self.0[stage as usize], since: Instant::now() }
    }

    pub(super) fn spent(&self) -> Spent {
        let of = |stage: Stage| Duration::from_nanos(self.0[stage as usize].load(Ordering::Relaxed));
        Spent { read: of(Stage::Read), work: of(Stage::Work), order: of(Stage::Order), write: of(Stage::Write) }
    }
}

struct Running<'c> {
    nanoseconds: &'c AtomicU64,
    since: Instant,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let spent = u64::try_from(self.since.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(spent, Ordering::Relaxed);
    }
}
