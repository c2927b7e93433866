//! The verbs of the command line as functions: they run on a thread of their own, while this one asks for Ctrl-C and calls
//! back with the progress.

use crate::{
    arguments::Options,
    errors::{exception, panicked},
    threads::on_own_threads,
};
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBytes, PyDict},
};
use sarand::{
    cli::{
        self, Caller,
        embed::{self, Ended},
    },
    error::Error,
};
use std::{
    ffi::OsString,
    path::PathBuf,
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

/// How often the progress is told, and Ctrl-C asked for.
const EVERY: Duration = Duration::from_millis(100);

/// Runs a verb on files. Gives how it ended, and the report of a run.
#[pyfunction]
#[pyo3(signature = (verb, inputs, output = None, progress = None, options = None))]
pub(crate) fn verb<'py>(
    py: Python<'py>,
    verb: &str,
    inputs: Vec<PathBuf>,
    output: Option<PathBuf>,
    progress: Option<Py<PyAny>>,
    options: Option<&Bound<'py, PyDict>>,
) -> PyResult<(&'static str, Option<Bound<'py, PyBytes>>)> {
    let function = if verb == "clean" { "run" } else { verb };
    if let Some(progress) = &progress
        && !progress.bind(py).is_callable()
    {
        return Err(PyTypeError::new_err("progress must be callable"));
    }
    let Options { given, rules } = Options::read(function, verb, options)?;
    if !rules.is_empty() {
        return Err(PyTypeError::new_err(format!(
            "{function}() takes rules as files: save the RuleSet, and give its path"
        )));
    }
    let inputs: Vec<OsString> = inputs.into_iter().map(Into::into).collect();
    let caller = Caller::Program(cli::Program::default());
    let Caller::Program(program) = &caller else { return Err(exception(py, Error::Internal("no program".to_owned()))) };
    let mut raised = None;
    let done = py.detach(|| {
        thread::scope(|scope| {
            let (sender, over) = mpsc::channel::<()>();
            let call = scope.spawn(|| {
                let _over = sender;
                on_own_threads(|| embed::call(verb, inputs, output.map(Into::into), &given, &caller))
            });
            while over.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                // There is no interpreter any more when the program ends around a thread.
                let asked = Python::try_attach(|py| {
                    py.check_signals()?;
                    progress.as_ref().map_or(Ok(()), |progress| tell(py, progress, program))
                });
                match asked {
                    Some(Ok(())) => {}
                    Some(Err(error)) => {
                        raised.get_or_insert(error);
                        program.stop.ask();
                    }
                    None => {
                        program.stop.ask();
                    }
                }
            }
            call.join()
        })
    });
    if let Some(error) = raised {
        return Err(error);
    }
    let ended = match done {
        Ok(done) => done.map_err(|error| exception(py, error))?,
        Err(panic) => return Err(panicked(py, &*panic, b"")),
    };
    if let Some(progress) = &progress {
        tell(py, progress, program)?;
    }
    let ended = match ended {
        Ended::Well => "well",
        Ended::Quarantined => "quarantined",
        Ended::Interrupted => "interrupted",
    };
    Ok((ended, program.report().map(|json| PyBytes::new(py, &json))))
}

/// Calls back with how far a run is.
fn tell(py: Python<'_>, progress: &Py<PyAny>, program: &cli::Program) -> PyResult<()> {
    let now = program.progress.state();
    let state = PyDict::new(py);
    state.set_item("bytes", now.bytes)?;
    state.set_item("total", now.total)?;
    state.set_item("records", now.records)?;
    state.set_item("quarantined", now.quarantined)?;
    progress.call1(py, (state,)).map(drop)
}

/// Scores rules against labelled documents: JSON.
#[pyfunction]
#[pyo3(signature = (gold, options = None))]
pub(crate) fn evaluate(py: Python<'_>, gold: PathBuf, options: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    let Options { given, .. } = Options::read("evaluate", "eval", options)?;
    py.detach(|| on_own_threads(|| embed::evaluate(gold.into(), &given))).map_err(|error| exception(py, error))
}

/// The program `sarand`, with these arguments; gives its exit code.
#[pyfunction]
pub(crate) fn main(py: Python<'_>, args: Vec<OsString>) -> u8 {
    py.detach(|| cli::run(args))
}

/// The names of the files of documents in the folder of a run that has ended, in order.
#[pyfunction]
pub(crate) fn documents(folder: PathBuf) -> Vec<String> {
    sarand::run::folder::documents(&folder)
}
