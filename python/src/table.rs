//! The table of keywords, from which `python/sarand/options.py` is written.

use pyo3::{prelude::*, types::PyDict};
use sarand::cli::embed::{self, Kind};

/// The keywords of a verb of the command line, or of `Cleaner`: a list of dicts.
#[pyfunction]
pub(crate) fn keywords<'py>(py: Python<'py>, verb: &str) -> PyResult<Vec<Bound<'py, PyDict>>> {
    let mut rows = Vec::new();
    for keyword in embed::keywords(verb) {
        let row = PyDict::new(py);
        let kind = match keyword.kind {
            Kind::Flag => "flag",
            Kind::Number => "number",
            Kind::NumberOrShare => "number or share",
            Kind::Path => "path",
            Kind::Share => "share",
            Kind::Size => "size",
            Kind::Text => "text",
        };
        row.set_item("name", keyword.name)?;
        row.set_item("kind", kind)?;
        row.set_item("repeatable", keyword.repeatable)?;
        row.set_item("choices", keyword.choices)?;
        row.set_item("default", keyword.default)?;
        row.set_item("help", keyword.help)?;
        rows.push(row);
    }
    Ok(rows)
}
