//! A sink and what waits for it. One thread at a time owns it; who comes meanwhile leaves what it has and goes on.

use super::{Part, Sink};
use crate::error::Error;
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
};

/// A sink and what waits for it.
#[derive(Debug)]
pub struct Lane<S: ?Sized> {
    queue: Mutex<VecDeque<Part>>,
    /// It takes no more.
    failed: AtomicBool,
    sink: Mutex<S>,
}

impl<S: Sink> Lane<S> {
    /// A lane to `sink`.
    pub fn new(sink: S) -> Arc<Self> {
        Arc::new(Self { queue: Mutex::default(), failed: AtomicBool::new(false), sink: Mutex::new(sink) })
    }
}

impl<S: Sink + ?Sized> Lane<S> {
    /// The sink, when its owner has done.
    pub fn sink(&self) -> MutexGuard<'_, S> {
        self.sink.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self) -> MutexGuard<'_, VecDeque<Part>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves a part.
    pub(crate) fn push(&self, part: Part) {
        self.queue().push_back(part);
    }

    /// Writes what waits, unless another thread is at it, which then writes that too. `done` gets each part back.
    pub(crate) fn write(&self, mut done: impl FnMut(Part, Result<(), Error>)) {
        loop {
            let mut sink = match self.sink.try_lock() {
                Ok(sink) => sink,
                // The owner panicked: the run is over.
                Err(TryLockError::WouldBlock | TryLockError::Poisoned(_)) => return,
            };
            while let Some(part) = { self.queue().pop_front() } {
                let written = if self.failed.load(Ordering::Relaxed) { Ok(()) } else { sink.part(&part) };
                self.failed.fetch_or(written.is_err(), Ordering::Relaxed);
                done(part, written);
            }
            drop(sink);
            // Left between the last look and the letting go, by someone who saw that it was owned.
            if self.queue().is_empty() {
                return;
            }
        }
    }
}
