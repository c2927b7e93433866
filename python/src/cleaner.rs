//! `Cleaner`: rules and options made ready once, for any number of threads.

use crate::{
    arguments::Options,
    cleaned::{Cleaned, EditedSpan, Outcome},
    errors::{exception, guarded},
    many::{self, CleanedStream},
    texts::{self, Given},
    threads::on_own_threads,
};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict, PyString},
};
use sarand::{
    cli::embed::{Ready, Setup},
    decode::{self, Decoded},
    document::{
        Document, Flag,
        html::{self, Location},
    },
    host,
    lang::{self, Lang},
    repair,
};
use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// Rules and options, made ready once.
///
/// Safe to use from any number of threads at a time; calls run without the interpreter's lock. It can be pickled, with the
/// texts of the rule files that it was made of.
///
/// The keywords are those of :class:`sarand.options.CleanerOptions`; among them:
///
/// - ``level``: how sure a rule must be: ``"safe"`` (the default), ``"likely"`` or ``"bold"``;
/// - ``rules``: files or folders of rules, or a :class:`RuleSet`, or a list of these;
/// - ``only``, ``skip``: ids of rules, or globs such as ``"fa.*"``; ``skip="judge.*"`` leaves out the judge;
/// - ``lang``: the language of all documents, as ``"fa"``;
/// - ``zwnj``: how sure a restored ZWNJ must be: ``"off"``, ``"safe"``, ``"likely"`` (the default), ``"bold"``;
/// - ``markup="markdown"``, ``links``, ``images``, ``comments``: what is taken of HTML, and how it is written;
/// - ``survey``: files that :func:`sarand.survey` wrote.
///
/// Raises :class:`TypeError` for an unknown keyword or a wrong type, :class:`sarand.UsageError` for a value that cannot work,
/// :class:`sarand.RuleError` for rules that do not load.
#[pyclass(frozen, module = "sarand")]
pub(crate) struct Cleaner {
    setup: Setup,
    pub(crate) ready: Arc<Ready>,
}

/// What the caller knows of a document.
#[derive(Clone, Default)]
pub(crate) struct Known {
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) lang: Option<Lang>,
    /// U+FFFD stands for lone surrogates.
    pub(crate) surrogates: bool,
    pub(crate) html: bool,
}

impl Known {
    /// What was given by keywords; a language that is none is an error.
    pub(crate) fn new(
        py: Python<'_>,
        url: Option<String>,
        title: Option<String>,
        lang: Option<&str>,
    ) -> PyResult<Self> {
        let lang = lang.map(|code| language(py, code)).transpose()?;
        Ok(Self { url, title: title.filter(|title| !title.trim().is_empty()), lang, ..Self::default() })
    }
}

fn language(py: Python<'_>, code: &str) -> PyResult<Lang> {
    let said = || format!("lang must be a language code of two or three letters, not {code:?}");
    Lang::parse(code).ok_or_else(|| exception(py, sarand::error::Error::Usage(said())))
}

/// Cleans a text, as a run cleans a record that has it.
pub(crate) fn clean(ready: &Ready, text: &str, known: &Known, decoded: Option<&Decoded<'_>>) -> Outcome {
    let host = known.url.as_deref().and_then(host::of_url);
    let url = known.url.as_deref().map(Cow::Borrowed);
    let mut document = if known.html {
        html::parse_with(text, Location { host, url }, ready.cleaner.rules(), ready.html)
    } else {
        Document { host, url, ..Document::from_text(text) }
    };
    document.lang = known.lang.or(document.lang);
    document.titled = known.title.is_some();
    if known.surrogates {
        document.flags.push(Flag::LoneSurrogates);
    }
    if decoded.is_some_and(|decoded| decoded.mixed) {
        document.flags.push(Flag::CharsetMixed);
    }
    let cleaned = ready.cleaner.clean(&document);
    Outcome { title: known.title.clone(), ..Outcome::new(document, cleaned, decoded) }
}

/// Decodes bytes and cleans them.
pub(crate) fn clean_bytes(ready: &Ready, bytes: &[u8], known: &Known) -> Outcome {
    let mut decoded = decode::decode_with(bytes, ready.charset);
    let text = std::mem::take(&mut decoded.text);
    clean(ready, &text, known, Some(&decoded))
}

impl Cleaner {
    fn of(py: Python<'_>, setup: Setup) -> PyResult<Self> {
        let ready = py.detach(|| on_own_threads(|| setup.make())).map_err(|error| exception(py, error))?;
        Ok(Self { setup, ready: Arc::new(ready) })
    }

    fn one(&self, py: Python<'_>, content: &Bound<'_, PyAny>, name: &str, mut known: Known) -> PyResult<Cleaned> {
        let ready = &*self.ready;
        match Given::of(content, name)? {
            Given::Text(string) => {
                let (text, surrogates) = texts::text(&string)?;
                known.surrogates = surrogates;
                let outcome = guarded(py, text.as_bytes(), || py.detach(|| clean(ready, &text, &known, None)))?;
                Ok(Cleaned::new(outcome, (!known.html).then(|| string.clone().unbind())))
            }
            Given::Bytes(bytes) => {
                let bytes = bytes.as_bytes();
                let outcome = guarded(py, bytes, || py.detach(|| clean_bytes(ready, bytes, &known)))?;
                Ok(Cleaned::new(outcome, None))
            }
        }
    }
}

#[pymethods]
impl Cleaner {
    #[new]
    #[pyo3(signature = (**options))]
    fn new(py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let Options { given, rules } = Options::read("Cleaner", "Cleaner", options)?;
        let setup = py.detach(|| Setup::read(given, rules)).map_err(|error| exception(py, error))?;
        Self::of(py, setup)
    }

    /// Cleans one plain text: see :func:`sarand.clean`.
    #[pyo3(signature = (text, *, url = None, title = None, lang = None))]
    fn clean(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        url: Option<String>,
        title: Option<String>,
        lang: Option<&str>,
    ) -> PyResult<Cleaned> {
        self.one(py, text, "text", Known::new(py, url, title, lang)?)
    }

    /// Finds the main content of one page and cleans it: see :func:`sarand.clean_html`.
    #[pyo3(signature = (html, *, url = None, title = None, lang = None))]
    fn clean_html(
        &self,
        py: Python<'_>,
        html: &Bound<'_, PyAny>,
        url: Option<String>,
        title: Option<String>,
        lang: Option<&str>,
    ) -> PyResult<Cleaned> {
        self.one(py, html, "html", Known { html: true, ..Known::new(py, url, title, lang)? })
    }

    /// Repairs one text: see :func:`sarand.repair`.
    #[pyo3(signature = (text, *, lang = None))]
    fn repair(&self, py: Python<'_>, text: &Bound<'_, PyString>, lang: Option<&str>) -> PyResult<Cleaned> {
        let lang = lang.map(|code| language(py, code)).transpose()?;
        let (original, surrogates) = texts::text(text)?;
        let options = self.ready.cleaner.options();
        let outcome = guarded(py, original.as_bytes(), || {
            py.detach(|| {
                let lang = lang.or(options.lang).unwrap_or_else(|| lang::detect(&original));
                let edits = repair::edits(&original, lang, &options.repair, options.restorer.as_deref());
                Outcome {
                    text: repair::apply(&original, &edits),
                    edits: edits.iter().map(EditedSpan::of).collect(),
                    flags: if surrogates { vec![Flag::LoneSurrogates] } else { Vec::new() },
                    lang: lang.to_string(),
                    original: original.to_string(),
                    ..Outcome::default()
                }
            })
        })?;
        Ok(Cleaned::new(outcome, Some(text.clone().unbind())))
    }

    /// Cleans documents on ``threads`` threads (all cores, without a number), and gives the results in order.
    ///
    /// A document is a ``str`` or ``bytes``, or a pair of one and its URL. ``html`` says that they are pages. Documents are taken
    /// from the iterable as results are asked for, some MB ahead at most, so it may be endless.
    ///
    /// What the iterable raises is raised after the results of the documents before it.
    #[pyo3(signature = (documents, *, html = false, threads = None))]
    fn clean_many(&self, documents: &Bound<'_, PyAny>, html: bool, threads: Option<i64>) -> PyResult<CleanedStream> {
        CleanedStream::new(&self.ready, documents, html, many::threads(threads)?)
    }

    /// Cleans a column of Arrow data: a table, batch or data frame of pyarrow, polars, DuckDB or pandas, or one column alone.
    ///
    /// Gives a stream that any of these read: ``pyarrow.table(stream)``, ``polars.DataFrame(stream)``. Of a table it has all columns,
    /// which are not copied, and ``into``, a struct of ``fields``: ``text``, ``title``, ``date``, ``language``, ``metadata`` (JSON),
    /// ``flags``, ``lines_removed``, ``removals`` and ``edits`` (lists of structs, with positions in characters), or those that
    /// are named. Of one column it has the structs alone. A null stays null.
    ///
    /// ``column`` is the column of texts (``text``, or ``html`` with ``html=True``), strings or binaries; ``url`` and ``lang`` are columns
    /// that say the address and the language of each; what is no language code is passed over. The data is read as the stream is,
    /// some batches ahead, on ``threads`` threads. What goes wrong on the way, Ctrl-C too, is raised by the reader as an error of its own.
    ///
    /// Raises :class:`TypeError` for what is no Arrow data or no column of texts, :class:`KeyError` for a column that is not there.
    #[pyo3(signature = (data, *, column = None, html = false, url = None, lang = None, into = "cleaned", fields = None, threads = None))]
    #[allow(clippy::too_many_arguments, reason = "they are keywords of Python")]
    fn clean_arrow(
        &self,
        data: &Bound<'_, PyAny>,
        column: Option<String>,
        html: bool,
        url: Option<String>,
        lang: Option<String>,
        into: &str,
        fields: Option<&Bound<'_, PyAny>>,
        threads: Option<i64>,
    ) -> PyResult<crate::arrow::ArrowStream> {
        let columns = crate::arrow::Columns { text: column, url, lang, into: into.to_owned(), html };
        crate::arrow::ArrowStream::new(&self.ready, data, columns, fields, many::threads(threads)?)
    }

    /// How many rules it has.
    #[getter]
    fn rules(&self) -> usize {
        self.ready.cleaner.rules().len()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let py = slf.py();
        let bytes = slf.get().setup.to_bytes().map_err(|error| exception(py, error))?;
        Ok((slf.get_type().getattr("_from_bytes")?, (PyBytes::new(py, &bytes),)))
    }

    #[staticmethod]
    fn _from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<Self> {
        Self::of(py, Setup::from_bytes(bytes).map_err(|error| exception(py, error))?)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.setup == other.setup
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.setup.hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        format!("<sarand.Cleaner: {} rules>", self.ready.cleaner.rules().len())
    }
}
