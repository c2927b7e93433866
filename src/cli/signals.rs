//! Ctrl-C and its like: the first asks a run to end, the second ends the program.

use crate::batch::Stop;
use std::{
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

/// What the exit code is after a signal.
pub(super) const INTERRUPTED: u8 = 130;

/// How long a run may take to see that it was asked to end before it is taken to wait for its input.
const PATIENCE: Duration = Duration::from_millis(500);

/// What the first SIGINT, SIGTERM or SIGHUP asks to stop.
pub(super) fn stop() -> anyhow::Result<Arc<Stop>> {
    static STOP: OnceLock<Arc<Stop>> = OnceLock::new();
    if let Some(stop) = STOP.get() {
        return Ok(Arc::clone(stop));
    }
    let stop = Arc::clone(STOP.get_or_init(Arc::default));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        let again = asked.ask();
        if !again {
            thread::sleep(PATIENCE);
        }
        // Nothing can wake a thread that waits for standard input; parts that are complete are on the disk.
        if again || asked.is_reading() {
            std::process::exit(i32::from(INTERRUPTED));
        }
    })?;
    Ok(stop)
}
