//! `clean_many`: an iterator over cleaned documents, in the order of what they were made of.

use crate::{
    cleaned::{Cleaned, Outcome},
    cleaner::{Known, clean, clean_bytes},
    errors::{internal, panic_message},
    pipeline::Pipeline,
    texts::{self, Given},
};
use pyo3::{
    exceptions::{PyKeyboardInterrupt, PyTypeError, PyValueError},
    gc::{PyTraverseError, PyVisit},
    prelude::*,
    types::{PyIterator, PyString, PyTuple},
};
use sarand::cli::embed::Ready;
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, TryLockError},
    time::{Duration, Instant},
};

/// A piece of work has so many bytes, or so many documents, or took so long to come.
const PIECE: usize = 64 * 1024;
const DOCUMENTS: usize = 64;
const PATIENCE: Duration = Duration::from_millis(20);

/// Pieces that are begun, for each thread: enough to keep it at work while results are taken.
const AHEAD: usize = 4;

/// How often Ctrl-C is asked for while one waits.
const SIGNALS: Duration = Duration::from_millis(50);

/// The number of threads, when nobody says how many: one for each core.
pub(crate) fn threads(given: Option<i64>) -> PyResult<usize> {
    match given.map(usize::try_from) {
        Some(Ok(0) | Err(_)) => Err(PyValueError::new_err("threads must be 1 or more")),
        Some(Ok(threads)) => Ok(threads),
        None => Ok(std::thread::available_parallelism().map_or(1, usize::from)),
    }
}

enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

struct Item {
    content: Content,
    known: Known,
    /// The string that was given, where its text is another: it has lone surrogates.
    given: Option<Py<PyString>>,
}

impl Item {
    /// A document, or a pair of one and its address.
    fn read(value: &Bound<'_, PyAny>, html: bool) -> PyResult<Self> {
        let mut known = Known { html, ..Known::default() };
        let mut content = value.clone();
        if let Ok(pair) = value.cast::<PyTuple>() {
            if pair.len() != 2 {
                return Err(PyTypeError::new_err("a tuple must be (document, url)"));
            }
            content = pair.get_item(0)?;
            known.url = pair.get_item(1)?.extract()?;
        }
        let mut given = None;
        let content = match Given::of(&content, "a document")? {
            Given::Text(string) => {
                let (text, surrogates) = texts::text(&string)?;
                known.surrogates = surrogates;
                given = (surrogates && !html).then(|| string.clone().unbind());
                Content::Text(text.into_owned())
            }
            Given::Bytes(bytes) => Content::Bytes(bytes.as_bytes().to_vec()),
        };
        Ok(Self { content, known, given })
    }

    fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Bytes(bytes) => bytes,
        }
    }

    /// Cleans it; a panic is a message.
    fn clean(&self, ready: &Ready) -> Result<Outcome, String> {
        let done = catch_unwind(AssertUnwindSafe(|| match &self.content {
            Content::Text(text) => clean(ready, text, &self.known, None),
            Content::Bytes(bytes) => clean_bytes(ready, bytes, &self.known),
        }));
        done.map_err(|panic| panic_message(&*panic, self.bytes()))
    }
}

/// What a document gave, or a message; and the string that was given, if it is needed.
type Made = (Result<Outcome, String>, Option<Py<PyString>>);

struct State {
    documents: Option<Py<PyIterator>>,
    /// What the documents raised: after those that came before.
    failed: Option<PyErr>,
    pipeline: Pipeline<Vec<Item>, Vec<Made>>,
    ready: VecDeque<Made>,
}

/// Cleaned documents in the order of the input: see :meth:`Cleaner.clean_many`.
#[pyclass(frozen, module = "sarand")]
pub(crate) struct CleanedStream {
    state: Mutex<State>,
    html: bool,
    ahead: usize,
}

impl CleanedStream {
    pub(crate) fn new(ready: &Arc<Ready>, documents: &Bound<'_, PyAny>, html: bool, threads: usize) -> PyResult<Self> {
        if documents.is_instance_of::<pyo3::types::PyString>() || documents.is_instance_of::<pyo3::types::PyBytes>() {
            return Err(PyTypeError::new_err("documents must be an iterable of str or bytes, not one of them"));
        }
        let documents = Some(documents.try_iter()?.unbind());
        let ready = Arc::clone(ready);
        let pipeline = Pipeline::new(threads, move |items: Vec<Item>| {
            items.into_iter().map(|item| (item.clean(&ready), item.given)).collect()
        });
        let state = State { documents, failed: None, pipeline, ready: VecDeque::new() };
        Ok(Self { state: Mutex::new(state), html, ahead: threads * AHEAD })
    }
}

impl State {
    /// Takes documents for one piece of work; whether there are more.
    fn pull(&mut self, py: Python<'_>, html: bool) -> bool {
        let Some(documents) = &self.documents else { return false };
        let mut documents = documents.bind(py).clone();
        let (mut items, mut bytes, begun) = (Vec::new(), 0, Instant::now());
        let mut more = true;
        while bytes < PIECE && items.len() < DOCUMENTS && (items.is_empty() || begun.elapsed() < PATIENCE) {
            match documents.next().map(|next| next.and_then(|value| Item::read(&value, html))) {
                Some(Ok(item)) => {
                    bytes += item.bytes().len();
                    items.push(item);
                }
                Some(Err(error)) => {
                    self.failed = Some(error);
                    more = false;
                    break;
                }
                None => {
                    more = false;
                    break;
                }
            }
        }
        if !items.is_empty() {
            self.pipeline.push(items);
        }
        if !more {
            self.documents = None;
        }
        more
    }
}

#[pymethods]
impl CleanedStream {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        match self.state.try_lock() {
            Ok(state) => state.documents.as_ref().map_or(Ok(()), |documents| visit.call(documents)),
            Err(_) => Ok(()),
        }
    }

    fn __clear__(&self) {
        if let Ok(mut state) = self.state.try_lock() {
            state.documents = None;
        }
    }

    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Cleaned>> {
        // Never with the interpreter's lock while another thread, which may need it, has this one.
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                return Err(PyValueError::new_err("clean_many: the iterator is used by another thread already"));
            }
        };
        loop {
            if let Some((outcome, given)) = state.ready.pop_front() {
                return match outcome {
                    Ok(outcome) => Ok(Some(Cleaned::new(outcome, given))),
                    Err(message) => Err(internal(py, message)),
                };
            }
            let begun = Instant::now();
            while state.pipeline.len() < self.ahead
                && (state.pipeline.len() == 0 || begun.elapsed() < PATIENCE)
                && state.pull(py, self.html)
            {}
            // Who wants to stop is not to wait for what was read before.
            if state.failed.as_ref().is_some_and(|error| error.is_instance_of::<PyKeyboardInterrupt>(py)) {
                return state.failed.take().map_or(Ok(None), Err);
            }
            if state.pipeline.len() == 0 {
                return state.failed.take().map_or(Ok(None), Err);
            }
            let pipeline = &mut state.pipeline;
            match py.detach(|| pipeline.wait(SIGNALS)) {
                Some(Ok(results)) => state.ready.extend(results),
                Some(Err(panic)) => return Err(internal(py, panic_message(&*panic, b""))),
                None => py.check_signals()?,
            }
        }
    }
}
