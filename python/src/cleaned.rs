//! A cleaned document as Python sees it. Spans are in characters of the original; bytes are there, too.

use crate::positions::Positions;
use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyList, PyString},
};
use sarand::{
    clean::{self, Change},
    decode::Decoded,
    document::{
        Document, Flag,
        metadata::{Found, Value},
    },
    host,
    repair::Edit as Repair,
    span::Span,
};
use std::borrow::Cow;

/// A range of the original that was removed.
#[pyclass(frozen, get_all, module = "sarand")]
pub(crate) struct Removal {
    /// Where it begins: characters of the original.
    start: usize,
    /// Where it ends: characters of the original.
    end: usize,
    /// Where it begins: bytes of the original in UTF-8.
    byte_start: usize,
    /// Where it ends: bytes of the original in UTF-8.
    byte_end: usize,
    /// What stood there.
    text: String,
    /// The id of the rule, such as ``fa.end-marker``; ``judge.nav`` and its like are what the judge took.
    rule: String,
    /// The line of the original that went whole, from 0; ``None`` for a part of a line.
    line: Option<usize>,
    /// How sure the judge was that it is chrome, 0 to 1; ``None`` for what a rule took.
    chance: Option<f32>,
    /// Why the judge took it, strongest first; empty without ``reasons=True``.
    reasons: Vec<String>,
}

#[pymethods]
impl Removal {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = PyString::new(py, &self.text).repr()?;
        Ok(format!("Removal({}, {}, {text}, rule={:?})", self.start, self.end, self.rule))
    }
}

/// A range of the original that was repaired.
#[pyclass(frozen, get_all, module = "sarand")]
pub(crate) struct Edit {
    /// Where it begins: characters of the original.
    start: usize,
    /// Where it ends: characters of the original; the start, for an insertion.
    end: usize,
    /// Where it begins: bytes of the original in UTF-8.
    byte_start: usize,
    /// Where it ends: bytes of the original in UTF-8.
    byte_end: usize,
    /// What stood there.
    was: String,
    /// What stands there now.
    now: String,
    /// The id of the repair, such as ``fa.zwnj-prefix``.
    repair: String,
}

#[pymethods]
impl Edit {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let (was, now) = (PyString::new(py, &self.was).repr()?, PyString::new(py, &self.now).repr()?);
        Ok(format!("Edit({}, {}, {was}, {now}, repair={:?})", self.start, self.end, self.repair))
    }
}

/// What cleaning gave, of no rules any more: made on any thread, without the interpreter.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) original: String,
    /// Without marks.
    pub(crate) text: String,
    pub(crate) marked: Option<String>,
    pub(crate) removals: Vec<RemovedSpan>,
    pub(crate) edits: Vec<EditedSpan>,
    pub(crate) found: Found,
    /// What the caller said of the document, which goes before what was found.
    pub(crate) title: Option<String>,
    pub(crate) flags: Vec<Flag>,
    pub(crate) lang: String,
    pub(crate) lines_removed: usize,
    /// By line of the original, from 0.
    pub(crate) chances: Vec<(usize, f32)>,
    /// Charset, evidence, and how many characters stand for bytes that could not be decoded.
    pub(crate) charset: Option<(&'static str, &'static str, usize)>,
}

pub(crate) struct RemovedSpan {
    pub(crate) span: Span,
    pub(crate) rule: String,
    pub(crate) line: Option<usize>,
    pub(crate) chance: Option<f32>,
    pub(crate) reasons: Vec<String>,
}

pub(crate) struct EditedSpan {
    pub(crate) span: Span,
    /// What stands there now.
    pub(crate) now: String,
    /// The id of the repair, such as ``fa.zwnj-prefix``.
    pub(crate) repair: String,
}

impl EditedSpan {
    pub(crate) fn of(edit: &Repair<'_>) -> Self {
        Self { span: edit.span, now: edit.with.to_string(), repair: edit.by.to_owned() }
    }
}

impl Outcome {
    /// Of a document and what was made of it.
    pub(crate) fn new(document: Document<'_>, cleaned: clean::Cleaned<'_>, decoded: Option<&Decoded<'_>>) -> Self {
        let judged = &cleaned.judged;
        let by_judge = |rule: &str, line: Option<usize>| {
            let line = line.filter(|_| rule.starts_with("judge."))?;
            judged.binary_search_by_key(&line, |judged| judged.line).ok().map(|at| &judged[at])
        };
        let removals = cleaned.removals.iter().map(|removal| {
            let judged = by_judge(removal.rule, removal.line);
            RemovedSpan {
                span: removal.span,
                rule: removal.rule.to_owned(),
                line: removal.line,
                chance: judged.map(|judged| judged.chance),
                reasons: judged.map_or_else(Vec::new, |judged| judged.reasons.clone()),
            }
        });
        let mut found = cleaned.found;
        let url = document.url.as_deref().or_else(|| found.get("url").and_then(Value::as_str));
        if let Some(host) = url.and_then(host::of_url).map(Cow::into_owned) {
            found.entry("hostname".to_owned()).or_insert(Value::Text(host));
        }
        Self {
            removals: removals.collect(),
            edits: cleaned.edits.iter().map(EditedSpan::of).collect(),
            chances: judged.iter().map(|judged| (judged.line, judged.chance)).collect(),
            original: document.text.into_owned(),
            text: cleaned.text,
            marked: cleaned.marked,
            found,
            title: None,
            flags: cleaned.flags,
            lang: cleaned.lang.to_string(),
            lines_removed: cleaned.lines_removed,
            charset: decoded.map(|decoded| (decoded.charset, decoded.evidence, decoded.replaced)),
        }
    }

    /// The text as it is written.
    pub(crate) fn written(&self) -> &str {
        self.marked.as_deref().unwrap_or(&self.text)
    }

    /// The headline.
    pub(crate) fn title(&self) -> Option<&str> {
        self.title.as_deref().or_else(|| self.found("title"))
    }

    /// A value that was found and is a text.
    pub(crate) fn found(&self, key: &str) -> Option<&str> {
        self.found.get(key).and_then(Value::as_str)
    }

    /// What was found, as JSON.
    pub(crate) fn metadata(&self) -> String {
        let value = |value: &Value| match value {
            Value::Extraction { confidence, reason } => {
                serde_json::json!({"confidence": two_digits(*confidence), "reason": reason})
            }
            other => serde_json::json!(other),
        };
        serde_json::Value::Object(self.found.iter().map(|(key, found)| (key.clone(), value(found))).collect())
            .to_string()
    }

    /// What the original was, put together from the text and the changes.
    fn restored(&self) -> String {
        let removals = self.removals.iter().map(|removal| (removal.span, 0));
        let edits = self.edits.iter().map(|edit| (edit.span, edit.now.len()));
        let mut moves: Vec<(Span, usize)> = removals.chain(edits).collect();
        moves.sort_unstable();
        let changes: Vec<Change<'_>> = moves
            .into_iter()
            .map(|(span, with)| Change { start: span.start, was: Cow::Borrowed(span.slice(&self.original)), with })
            .collect();
        clean::restore(&self.text, &changes)
    }

    /// The removals, each with its start and end in characters.
    pub(crate) fn removals(&self) -> impl Iterator<Item = (usize, usize, &RemovedSpan)> {
        let mut positions = Positions::new(&self.original);
        self.removals.iter().map(move |one| (positions.char_at(one.span.start), positions.char_at(one.span.end), one))
    }

    /// The edits, the same.
    pub(crate) fn edits(&self) -> impl Iterator<Item = (usize, usize, &EditedSpan)> {
        let mut positions = Positions::new(&self.original);
        self.edits.iter().map(move |one| (positions.char_at(one.span.start), positions.char_at(one.span.end), one))
    }
}

/// A clean document, and every change that was made for it. ``str()`` of it is its text.
#[pyclass(frozen, module = "sarand")]
pub(crate) struct Cleaned {
    outcome: Outcome,
    /// The string that was given, where it is the original: it may hold what no UTF-8 text can.
    given: Option<Py<PyString>>,
    text: PyOnceLock<Py<PyString>>,
}

impl Cleaned {
    pub(crate) fn new(outcome: Outcome, given: Option<Py<PyString>>) -> Self {
        Self { outcome, given, text: PyOnceLock::new() }
    }

    fn has_surrogates(&self) -> bool {
        self.given.is_some() && self.outcome.flags.contains(&Flag::LoneSurrogates)
    }
}

#[pymethods]
impl Cleaned {
    /// The clean text; Markdown with ``markup="markdown"``.
    #[getter]
    fn text(&self, py: Python<'_>) -> Py<PyString> {
        self.text.get_or_init(py, || PyString::new(py, self.outcome.written()).unbind()).clone_ref(py)
    }

    /// What positions refer to: the text as it was given or decoded; of a page its main content before it was cleaned.
    #[getter]
    fn original<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        match &self.given {
            Some(given) => given.bind(py).clone(),
            None => PyString::new(py, &self.outcome.original),
        }
    }

    /// The headline: the one that was given, or else the one that was found.
    #[getter]
    fn title(&self) -> Option<&str> {
        self.outcome.title()
    }

    /// The date of publication, as ISO 8601, if one was found.
    #[getter]
    fn date(&self) -> Option<&str> {
        self.outcome.found("date")
    }

    /// The language that it was cleaned as: a code such as ``fa``; ``und`` if it is not known.
    #[getter]
    fn language(&self) -> &str {
        &self.outcome.lang
    }

    /// What a reader should know, such as ``no_main_content``. Sorted.
    #[getter]
    fn flags(&self) -> Vec<&'static str> {
        self.outcome.flags.iter().map(|flag| flag.name()).collect()
    }

    /// The charset that bytes were decoded by; ``None`` for what came as ``str``.
    #[getter]
    fn charset(&self) -> Option<&'static str> {
        self.outcome.charset.map(|(charset, ..)| charset)
    }

    /// What was found: ``author``, ``description``, ``kicker``, ``tags`` and others. Texts, lists of texts, or dicts.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = PyDict::new(py);
        for (key, value) in &self.outcome.found {
            metadata.set_item(key, as_python(py, value)?)?;
        }
        Ok(metadata)
    }

    /// The chance that a line is chrome, 0 to 1, for each line (from 0) that the judge took.
    #[getter]
    fn chances<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let chances = PyDict::new(py);
        for (line, chance) in &self.outcome.chances {
            chances.set_item(line, chance)?;
        }
        Ok(chances)
    }

    /// What was removed, in the order of the original. No two overlap.
    #[getter]
    fn removals(&self) -> Vec<Removal> {
        self.outcome
            .removals()
            .map(|(start, end, removal)| Removal {
                start,
                end,
                byte_start: removal.span.start,
                byte_end: removal.span.end,
                text: removal.span.slice(&self.outcome.original).to_owned(),
                rule: removal.rule.clone(),
                line: removal.line,
                chance: removal.chance,
                reasons: removal.reasons.clone(),
            })
            .collect()
    }

    /// What was repaired in what is left, in the order of the original.
    #[getter]
    fn edits(&self) -> Vec<Edit> {
        self.outcome
            .edits()
            .map(|(start, end, edit)| Edit {
                start,
                end,
                byte_start: edit.span.start,
                byte_end: edit.span.end,
                was: edit.span.slice(&self.outcome.original).to_owned(),
                now: edit.now.clone(),
                repair: edit.repair.clone(),
            })
            .collect()
    }

    /// The original, put together from the text and the changes: the proof that nothing is lost.
    fn restore<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyString>> {
        let restored = PyString::new(py, &self.outcome.restored());
        if !self.has_surrogates() {
            return Ok(restored);
        }
        // U+FFFD stood for each lone surrogate: they go back where the original has them.
        let original = self.original(py);
        let chars: Vec<Bound<'_, PyAny>> = original
            .try_iter()?
            .zip(restored.try_iter()?)
            .map(|(was, is)| {
                let (was, is) = (was?, is?);
                Ok(if was.cast::<PyString>()?.to_str().is_ok() { is } else { was })
            })
            .collect::<PyResult<_>>()?;
        let joined = PyString::new(py, "").call_method1("join", (PyList::new(py, chars)?,))?;
        Ok(joined.cast_into::<PyString>()?)
    }

    /// All of it as dicts and lists, ready for JSON.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let all = PyDict::new(py);
        all.set_item("text", self.text(py))?;
        all.set_item("title", self.title())?;
        all.set_item("date", self.date())?;
        all.set_item("language", self.language())?;
        all.set_item("metadata", self.metadata(py)?)?;
        all.set_item("flags", self.flags())?;
        let removals = PyList::empty(py);
        for removal in self.removals() {
            let one = PyDict::new(py);
            one.set_item("start", removal.start)?;
            one.set_item("end", removal.end)?;
            one.set_item("text", removal.text)?;
            one.set_item("rule", removal.rule)?;
            if let Some(chance) = removal.chance {
                one.set_item("chance", chance)?;
            }
            if !removal.reasons.is_empty() {
                one.set_item("reasons", removal.reasons)?;
            }
            removals.append(one)?;
        }
        all.set_item("removals", removals)?;
        let edits = PyList::empty(py);
        for edit in self.edits() {
            let one = PyDict::new(py);
            one.set_item("start", edit.start)?;
            one.set_item("end", edit.end)?;
            one.set_item("was", edit.was)?;
            one.set_item("now", edit.now)?;
            one.set_item("repair", edit.repair)?;
            edits.append(one)?;
        }
        all.set_item("edits", edits)?;
        Ok(all)
    }

    fn __str__(&self, py: Python<'_>) -> Py<PyString> {
        self.text(py)
    }

    fn __repr__(&self) -> String {
        let Outcome { lang, removals, edits, .. } = &self.outcome;
        let chars = self.outcome.written().chars().count();
        format!("<sarand.Cleaned: {chars} characters of {lang}, {} removals, {} edits>", removals.len(), edits.len())
    }
}

/// A share as outputs have it.
fn two_digits(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

fn as_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Text(text) => PyString::new(py, text).into_any(),
        Value::List(list) => PyList::new(py, list)?.into_any(),
        Value::Posts(posts) => {
            let all = PyList::empty(py);
            for post in posts {
                let one = PyDict::new(py);
                if let Some(line) = post.line {
                    one.set_item("line", line)?;
                }
                if let Some(author) = &post.author {
                    one.set_item("author", author)?;
                }
                if let Some(date) = &post.date {
                    one.set_item("date", date)?;
                }
                all.append(one)?;
            }
            all.into_any()
        }
        Value::Sources(sources) => sources.into_pyobject(py)?.into_any(),
        Value::Extraction { confidence, reason } => {
            let one = PyDict::new(py);
            one.set_item("confidence", two_digits(*confidence))?;
            one.set_item("reason", reason)?;
            one.into_any()
        }
    })
}
