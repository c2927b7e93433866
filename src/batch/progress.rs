//! How far a run is: a bar on a terminal, or a JSON object a second for a scheduler. The only clock of a run, with the
//! summary's.

#[cfg(feature = "cli")]
use crate::plural::counted;
use crate::write::report::{Records, Tally};
#[cfg(feature = "cli")]
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::{
    fmt,
    io::{self, Write},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// How often a line of JSON is written.
const EVERY: Duration = Duration::from_secs(1);

/// Shows how far a run is, or nothing.
pub struct Progress {
    show: Show,
    /// What an earlier run did.
    before: Records,
}

enum Show {
    Nothing,
    #[cfg(feature = "cli")]
    Bar(ProgressBar),
    Json(Reporter),
    Watch(Arc<ProgressWatch>),
}

/// How far a run is, for whoever asks: another thread, or another language.
#[derive(Debug, Default)]
pub struct ProgressWatch(Mutex<ProgressState>);

impl ProgressWatch {
    /// How far the run is now.
    #[must_use]
    pub fn state(&self) -> ProgressState {
        self.lock().clone()
    }

    fn set(&self, bytes: u64, records: u64, quarantined: u64) {
        let mut state = self.lock();
        (state.bytes, state.records, state.quarantined) = (bytes, records, quarantined);
    }

    fn lock(&self) -> MutexGuard<'_, ProgressState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("visible", &!matches!(self.show, Show::Nothing)).finish()
    }
}

impl Progress {
    fn new(show: Show) -> Self {
        Self { show, before: Records::default() }
    }

    /// Counts what an earlier run did too.
    #[must_use]
    pub fn after(self, before: Records) -> Self {
        Self { before, ..self }
    }

    /// Shows nothing.
    #[must_use]
    pub fn hidden() -> Self {
        Self::new(Show::Nothing)
    }

    /// A bar on stderr up to `total` bytes of input; without a total it only counts.
    #[cfg(feature = "cli")]
    #[must_use]
    pub fn visible(total: Option<u64>) -> Self {
        let template = match total {
            Some(_) => "{bar:24} {bytes}/{total_bytes} {binary_bytes_per_sec} {msg} (ETA {eta})",
            None => "{spinner} {bytes} {binary_bytes_per_sec} {msg}",
        };
        let bar = match total {
            Some(total) => ProgressBar::new(total),
            None => ProgressBar::new_spinner(),
        };
        // A template that does not parse would only cost the look.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(250));
        Self::new(Show::Bar(bar))
    }

    /// A JSON object a second on stderr, and one at the end: `{"bytes", "total", "records", "quarantined", "seconds"}`. Bytes
    /// are of the inputs as they lie on the disk; `total` is left out when it is not known.
    #[must_use]
    pub fn json(total: Option<u64>) -> Self {
        Self::new(Show::Json(Reporter::start(total)))
    }

    /// Nothing is shown, and `watch` knows.
    #[must_use]
    pub fn watched(total: Option<u64>, watch: Arc<ProgressWatch>) -> Self {
        *watch.lock() = ProgressState::of(total);
        Self::new(Show::Watch(watch))
    }

    pub(super) fn show(&self, consumed: u64, tally: &Tally) {
        let read = self.before.read + tally.records.read;
        let quarantined = self.before.all_quarantined() + tally.records.all_quarantined();
        match &self.show {
            Show::Nothing => {}
            #[cfg(feature = "cli")]
            Show::Bar(bar) => {
                bar.set_position(consumed);
                bar.set_message(format!("{}, {quarantined} quarantined", counted(read, "document")));
            }
            Show::Json(reporter) => reporter.shared.0.set(consumed, read, quarantined),
            Show::Watch(watch) => watch.set(consumed, read, quarantined),
        }
    }

    /// Moves the bar to `consumed` bytes.
    #[cfg_attr(not(feature = "cli"), expect(unused_variables, reason = "there is no bar"))]
    pub(crate) fn at(&self, consumed: u64, message: impl FnOnce() -> String) {
        if let Show::Watch(watch) = &self.show {
            watch.lock().bytes = consumed;
        }
        #[cfg(feature = "cli")]
        if let Show::Bar(bar) = &self.show {
            bar.set_position(consumed);
            bar.set_message(message());
        }
    }

    /// Takes the bar away, or writes the last line.
    pub fn clear(self) {
        #[cfg(feature = "cli")]
        if let Show::Bar(bar) = &self.show {
            bar.finish_and_clear();
        }
    }
}

/// A thread that writes lines until it is dropped.
struct Reporter {
    shared: Arc<(ProgressWatch, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

/// How far a run is.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProgressState {
    /// Bytes read of the inputs as they lie on the disk.
    pub bytes: u64,
    /// All bytes of the inputs, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Records read.
    pub records: u64,
    /// Records that were quarantined.
    pub quarantined: u64,
    seconds: f64,
    #[serde(skip)]
    over: bool,
}

impl ProgressState {
    fn of(total: Option<u64>) -> Self {
        Self { total, ..Self::default() }
    }
}

impl Reporter {
    fn start(total: Option<u64>) -> Self {
        let shared = Arc::new((ProgressWatch(Mutex::new(ProgressState::of(total))), Condvar::new()));
        let theirs = Arc::clone(&shared);
        let clock = Clock::start();
        let thread = std::thread::spawn(move || {
            let (watch, over) = &*theirs;
            loop {
                let waited = over.wait_timeout_while(watch.lock(), EVERY, |state| !state.over);
                let mut now = waited.unwrap_or_else(PoisonError::into_inner).0.clone();
                now.seconds = (clock.seconds() * 1000.0).round() / 1000.0;
                if let Ok(line) = serde_json::to_string(&now) {
                    // A closed stderr leaves nobody to tell.
                    let _ = writeln!(io::stderr().lock(), "{line}");
                }
                if now.over {
                    break;
                }
            }
        });
        Self { shared, thread: Some(thread) }
    }
}

impl Drop for Reporter {
    fn drop(&mut self) {
        self.shared.0.lock().over = true;
        self.shared.1.notify_all();
        if let Some(thread) = self.thread.take() {
            // It only writes lines: that it panicked would be told by the panic.
            let _ = thread.join();
        }
    }
}

/// Measures a run for its summary.
#[derive(Clone, Copy, Debug)]
pub struct Clock(Instant);

impl Clock {
    /// Starts now.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Seconds since the start, never 0.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64().max(1e-6)
    }
}
