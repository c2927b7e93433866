//! `decode`: which text are these bytes?

use crate::errors::{exception, guarded};
use pyo3::prelude::*;
use sarand::{
    decode::{Decoded as Text, Hints, decode_with},
    error::Error,
};

/// A decoded text. ``str()`` of it is its text.
#[pyclass(frozen, get_all, module = "sarand")]
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    text: String,
    /// The name of the charset, such as ``windows-1256``.
    charset: &'static str,
    /// What the choice rests on: ``bom``, ``utf-8``, ``letter-pairs``, ``claim``, ``chardetng`` and others.
    evidence: &'static str,
    /// How many U+FFFD stand for bytes that could not be decoded.
    replaced: usize,
    /// Whether the bytes change their charset between lines.
    mixed: bool,
}

#[pymethods]
impl Decoded {
    fn __str__(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        let Self { charset, evidence, .. } = self;
        format!("<sarand.Decoded: {} characters, {charset} by {evidence}>", self.text.chars().count())
    }
}

/// Decodes bytes of any charset. Whatever the bytes are, there is a text.
///
/// ``charset`` is the one to take where the bytes leave it open, ``content_type`` a header that may name one; with ``force`` it is
/// taken whatever the bytes say.
///
/// Raises :class:`sarand.UsageError` for a charset that is not known.
///
/// >>> import sarand
/// >>> sarand.decode("سلام خوبي دوستان".encode("windows-1256")).text
/// 'سلام خوبي دوستان'
#[pyfunction]
#[pyo3(signature = (data, *, charset = None, content_type = None, force = false))]
pub(crate) fn decode(
    py: Python<'_>,
    data: &[u8],
    charset: Option<&str>,
    content_type: Option<&str>,
    force: bool,
) -> PyResult<Decoded> {
    let mut hints = content_type.map(Hints::of_content_type).unwrap_or_default();
    if let Some(name) = charset {
        let Some(named) = Hints::parse(name) else {
            return Err(exception(py, Error::Usage(format!("there is no charset called {name:?}"))));
        };
        hints = named;
    }
    hints.force |= force;
    guarded(py, data, || {
        py.detach(|| {
            let decoded = decode_with(data, hints);
            let Text { charset, evidence, replaced, mixed, .. } = decoded;
            Decoded { text: decoded.text.into_owned(), charset, evidence, replaced, mixed }
        })
    })
}
