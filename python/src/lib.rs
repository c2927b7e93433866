//! `sarand._sarand`: what the Python package has of Rust. `python/sarand/__init__.py` is what users import.
//!
//! The library knows nothing of Python; here Python's values become its own and back. Every call that may take long runs
//! without the interpreter's lock, ends on Ctrl-C, and turns a panic into an exception.

mod arguments;
mod arrow;
mod cleaned;
mod cleaner;
mod decoding;
mod errors;
mod many;
mod pipeline;
mod positions;
mod rows;
mod rules;
mod runs;
mod table;
mod texts;
mod threads;

use pyo3::prelude::*;

/// The native half of the package `sarand`.
#[pymodule]
mod _sarand {
    use super::*;

    #[pymodule_export]
    use arrow::ArrowStream;
    #[pymodule_export]
    use cleaned::{Cleaned, Edit, Removal};
    #[pymodule_export]
    use cleaner::Cleaner;
    #[pymodule_export]
    use decoding::{Decoded, decode};
    #[pymodule_export]
    use errors::panic_over;
    #[pymodule_export]
    use many::CleanedStream;
    #[pymodule_export]
    use rules::RuleSet;
    #[pymodule_export]
    use runs::{documents, evaluate, main, verb};
    #[pymodule_export]
    use table::keywords;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
