//! How long the stages of a run take: which are done by one thread at a time, and which by all?
//!
//! What threads spend is added up. On Linux it is the time of processors: to wait for a disk or another program is none of
//! it. `examples/cores.rs` makes a model of it.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// What all threads spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageTimes {
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
        Running { nanoseconds: &self.0[stage as usize], since: now() }
    }

    pub(super) fn totals(&self) -> StageTimes {
        let of = |stage: Stage| Duration::from_nanos(self.0[stage as usize].load(Ordering::Relaxed));
        StageTimes { read: of(Stage::Read), work: of(Stage::Work), order: of(Stage::Order), write: of(Stage::Write) }
    }
}

struct Running<'c> {
    nanoseconds: &'c AtomicU64,
    since: Duration,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let spent = u64::try_from(now().saturating_sub(self.since).as_nanos()).unwrap_or(u64::MAX);
        self.nanoseconds.fetch_add(spent, Ordering::Relaxed);
    }
}

/// What this thread has spent so far.
#[cfg(target_os = "linux")]
fn now() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    // Neither is ever negative.
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// The time that went by.
#[cfg(not(target_os = "linux"))]
fn now() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
