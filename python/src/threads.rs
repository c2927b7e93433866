//! Threads for work that takes many, such as making rules ready. Those that rayon has for a process are not there after a fork,
//! and who waits for them waits for ever; so the package has its own, and others in a child.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, Mutex};

/// The threads of a process, by its number.
static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// Does `work` on threads of this process.
pub(crate) fn on_own_threads<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match pool() {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn pool() -> Option<Arc<ThreadPool>> {
    let make = || ThreadPoolBuilder::new().build().ok().map(Arc::new);
    // Another thread may have held it when the process was forked: then this one never gets it.
    let Ok(mut kept) = POOL.try_lock() else { return make() };
    let process = std::process::id();
    if let Some((of, pool)) = &*kept
        && *of == process
    {
        return Some(Arc::clone(pool));
    }
    let made = make()?;
    if let Some(parents) = kept.replace((process, Arc::clone(&made))) {
        // Its threads are in another process.
        std::mem::forget(parents);
    }
    Some(made)
}
