//! A bar on a terminal: bytes, documents, rate, time to go, quarantined. The only clock of a run, with the summary's.

use crate::write::report::Tally;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    fmt,
    time::{Duration, Instant},
};

/// Shows how far a run is, or nothing.
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("visible", &self.bar.is_some()).finish()
    }
}

impl Progress {
    /// Shows nothing.
    #[must_use]
    pub fn hidden() -> Self {
        Self { bar: None }
    }

    /// A bar on stderr up to `total` bytes of input; without a total it only counts.
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
        Self { bar: Some(bar) }
    }

    pub(super) fn show(&self, consumed: u64, tally: &Tally) {
        if let Some(bar) = &self.bar {
            bar.set_position(consumed);
            let quarantined = tally.records.all_quarantined();
            bar.set_message(format!("{} documents, {quarantined} quarantined", tally.records.read));
        }
    }

    /// Moves the bar to `consumed` bytes.
    pub(crate) fn at(&self, consumed: u64, message: impl FnOnce() -> String) {
        if let Some(bar) = &self.bar {
            bar.set_position(consumed);
            bar.set_message(message());
        }
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
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
