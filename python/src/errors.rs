//! The library's errors as exceptions of `sarand.errors`, and panics as one of them.

use pyo3::{
    exceptions::{PyFileNotFoundError, PyOSError},
    prelude::*,
    types::PyDict,
};
use sarand::{diagnose::Diagnostic, error::Error};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// The exception for an error.
pub(crate) fn exception(py: Python<'_>, error: Error) -> PyErr {
    match error {
        // As Python's own: its number, its words, the name.
        Error::Missing { path } => {
            PyFileNotFoundError::new_err((2, "No such file or directory", path.into_os_string()))
        }
        Error::Io { path, source } => match source.raw_os_error() {
            // With a number Python takes the class that fits, such as `FileNotFoundError`.
            Some(number) => {
                let said = py.import("os").and_then(|os| os.call_method1("strerror", (number,))?.extract::<String>());
                PyOSError::new_err((number, said.unwrap_or_else(|_| source.to_string()), path.into_os_string()))
            }
            None => PyOSError::new_err(format!("{}: {source}", path.display())),
        },
        Error::Rules(errors) => {
            let diagnostics: PyResult<Vec<_>> = errors.0.iter().map(|one| as_dict(py, one)).collect();
            match diagnostics {
                Ok(found) => named(py, "RuleError", (errors.to_string(), found)),
                Err(error) => error,
            }
        }
        Error::Mismatch(said) => named(py, "MismatchError", (said,)),
        Error::TooMuchBad(said) => named(py, "TooMuchBadError", (said,)),
        Error::Internal(said) => named(py, "InternalError", (said,)),
        other => named(py, "UsageError", (other.to_string(),)),
    }
}

/// What is wrong in a rule file, as `sarand.errors.Diagnostic`.
pub(crate) fn as_dict<'py>(py: Python<'py>, diagnostic: &Diagnostic) -> PyResult<Bound<'py, PyDict>> {
    let found = PyDict::new(py);
    found.set_item("file", &*diagnostic.origin.file)?;
    found.set_item("line", diagnostic.origin.line)?;
    found.set_item("code", diagnostic.code)?;
    found.set_item("message", &diagnostic.message)?;
    found.set_item("help", &diagnostic.help)?;
    Ok(found)
}

/// An exception of the module `sarand.errors`.
fn named<'py>(py: Python<'py>, name: &str, args: impl pyo3::call::PyCallArgs<'py>) -> PyErr {
    let made = py.import("sarand.errors").and_then(|module| module.getattr(name)?.call1(args));
    made.map_or_else(|error| error, PyErr::from_value)
}

/// Does `work`; a panic is an `InternalError` that says by which input, so that it can be reported without its text.
pub(crate) fn guarded<T>(py: Python<'_>, input: &[u8], work: impl FnOnce() -> T) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| panicked(py, &*panic, input))
}

/// The exception for a panic.
pub(crate) fn panicked(py: Python<'_>, panic: &(dyn Any + Send), input: &[u8]) -> PyErr {
    named(py, "InternalError", (panic_message(panic, input),))
}

/// What a panic says, with the hash of its input.
pub(crate) fn panic_message(panic: &(dyn Any + Send), input: &[u8]) -> String {
    let said = panic.downcast_ref::<&str>().map(ToString::to_string);
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    let input = if input.is_empty() {
        String::new()
    } else {
        format!(" (SHA-256 of the input: {})", sarand::parts::hash(input))
    };
    format!("internal error: {said}{input}; please report it")
}

/// An exception for what a program cannot know: a message of [`panic_message`].
pub(crate) fn internal(py: Python<'_>, message: String) -> PyErr {
    named(py, "InternalError", (message,))
}

/// Panics over `text`, as a fault of ours would: for the test of what becomes of it.
#[pyfunction]
pub(crate) fn panic_over(py: Python<'_>, text: &str) -> PyResult<()> {
    guarded(py, text.as_bytes(), || py.detach(|| panic!("this is a test")))
}
