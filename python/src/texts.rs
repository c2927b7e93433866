//! Texts of Python as texts of Rust. A Python string may hold lone surrogates, which no UTF-8 text has.

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBytes, PyString},
};
use std::borrow::Cow;

/// A document as it was given.
pub(crate) enum Given<'py> {
    Text(Bound<'py, PyString>),
    Bytes(Bound<'py, PyBytes>),
}

impl<'py> Given<'py> {
    /// What `value` is; `name` is what the caller calls it.
    pub(crate) fn of(value: &Bound<'py, PyAny>, name: &str) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Self::Text(text.clone()));
        }
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Self::Bytes(bytes.clone()));
        }
        let kind = value.get_type().name()?;
        Err(PyTypeError::new_err(format!("{name} must be str or bytes, not {kind}")))
    }
}

/// The text of a Python string, and whether U+FFFD stands for lone surrogates in it: one for each, so that positions in
/// characters stay what they are.
pub(crate) fn text<'a>(string: &'a Bound<'_, PyString>) -> PyResult<(Cow<'a, str>, bool)> {
    if let Ok(text) = string.to_str() {
        return Ok((Cow::Borrowed(text), false));
    }
    let encoded = string.call_method1("encode", ("utf-32-le", "surrogatepass"))?;
    let encoded = encoded.cast_into::<PyBytes>()?;
    let points =
        encoded.as_bytes().chunks_exact(4).map(|point| u32::from_le_bytes([point[0], point[1], point[2], point[3]]));
    Ok((Cow::Owned(points.map(|point| char::from_u32(point).unwrap_or('\u{FFFD}')).collect()), true))
}
