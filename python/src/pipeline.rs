//! Work on some threads, whose results come in the order of the work.

use std::{
    any::Any,
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender},
    },
    thread,
    time::Duration,
};

/// What became of a piece of work: a result, or a panic.
pub(crate) type Done<O> = Result<O, Box<dyn Any + Send>>;

type Task<I, O> = (I, SyncSender<Done<O>>);

/// Threads that work, and the results that are to come. They end with it.
pub(crate) struct Pipeline<I, O> {
    tasks: Sender<Task<I, O>>,
    results: VecDeque<Receiver<Done<O>>>,
}

impl<I: Send + 'static, O: Send + 'static> Pipeline<I, O> {
    /// Starts `threads` threads that do `work`.
    pub(crate) fn new(threads: usize, work: impl Fn(I) -> O + Send + Sync + 'static) -> Self {
        let (tasks, waiting) = mpsc::channel::<Task<I, O>>();
        let (waiting, work) = (Arc::new(Mutex::new(waiting)), Arc::new(work));
        for _ in 0..threads {
            let (waiting, work) = (Arc::clone(&waiting), Arc::clone(&work));
            thread::spawn(move || {
                loop {
                    let task = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((input, result)) = task else { return };
                    // Nobody waits any more when the pipeline is gone.
                    let _ = result.send(catch_unwind(AssertUnwindSafe(|| work(input))));
                }
            });
        }
        Self { tasks, results: VecDeque::new() }
    }

    /// Adds a piece of work.
    pub(crate) fn push(&mut self, input: I) {
        let (sender, receiver) = mpsc::sync_channel(1);
        // The threads end after this only.
        let _ = self.tasks.send((input, sender));
        self.results.push_back(receiver);
    }

    /// How many pieces are begun, whose results were not taken.
    pub(crate) fn len(&self) -> usize {
        self.results.len()
    }

    /// The first result, waiting for it up to `patience`; `None` when it is not there.
    pub(crate) fn wait(&mut self, patience: Duration) -> Option<Done<O>> {
        let done = match self.results.front()?.recv_timeout(patience) {
            Ok(done) => done,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => Err(Box::new("a thread is gone") as Box<dyn Any + Send>),
        };
        self.results.pop_front();
        Some(done)
    }
}
