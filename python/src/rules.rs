//! `RuleSet`: rule files that load, with what can be asked of them.

use crate::{
    errors::{as_dict, exception},
    threads::on_own_threads,
};
use pyo3::{prelude::*, types::PyDict};
use sarand::{
    prove::{lint, selftest},
    rules::{Catalog, RuleErrors, Selection, load},
};
use std::path::PathBuf;

/// Rule files, each with its name.
type Texts = Vec<(String, String)>;

/// Rules of yours, for ``rules=`` of :class:`Cleaner`: TOML as ``docs/rules.md`` tells.
///
/// Raises :class:`sarand.RuleError`, which has every mistake with file and line.
#[pyclass(frozen, module = "sarand")]
pub(crate) struct RuleSet {
    pub(crate) texts: Texts,
}

impl RuleSet {
    /// Texts that load, alone or beside the rules that come with the program.
    fn of(py: Python<'_>, texts: Texts) -> PyResult<Self> {
        let rules = Self { texts };
        rules.catalog(true).map_err(|errors| exception(py, errors.into()))?;
        Ok(rules)
    }

    fn catalog(&self, builtin: bool) -> Result<Catalog, RuleErrors> {
        let texts = self.texts.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        if builtin { Catalog::parse_over_builtin(texts) } else { Catalog::parse(texts) }
    }

    /// Its own rules alone, with the words of the program.
    fn own(&self, py: Python<'_>) -> PyResult<Catalog> {
        let mut all = self.catalog(true).map_err(|errors| exception(py, errors.into()))?;
        all.rules.retain(|rule| self.texts.iter().any(|(name, _)| **name == *rule.origin.file));
        Ok(all)
    }
}

#[pymethods]
impl RuleSet {
    #[new]
    #[pyo3(signature = (*paths))]
    fn new(py: Python<'_>, paths: Vec<PathBuf>) -> PyResult<Self> {
        let texts = load::texts(&paths).map_err(|errors| exception(py, errors.into()))?;
        Self::of(py, texts)
    }

    /// Reads a text; ``name`` is what errors call it.
    #[staticmethod]
    #[pyo3(signature = (text, *, name = "rules.toml"))]
    fn from_toml(py: Python<'_>, text: &str, name: &str) -> PyResult<Self> {
        Self::of(py, vec![(name.to_owned(), text.to_owned())])
    }

    /// The ids of its rules, sorted.
    #[getter]
    fn ids(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        Ok(self.own(py)?.rules.iter().map(|rule| rule.id.clone()).collect())
    }

    /// Tries every rule on its own examples (``hit``, ``miss``); a text for each that fails.
    fn test(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let own = self.own(py)?;
        let run = py.detach(|| on_own_threads(|| selftest::run(&own, &Selection::default())));
        Ok(run.failures.iter().map(ToString::to_string).collect())
    }

    /// What is doubtful in it: one for each doubt.
    fn lint<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let own = self.own(py)?;
        let found = py.detach(|| on_own_threads(|| lint::lint(&own)));
        found.iter().map(|one| as_dict(py, one)).collect()
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.own(py)?.rules.len())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Texts,))> {
        Ok((slf.get_type().getattr("_from_texts")?, (slf.get().texts.clone(),)))
    }

    #[staticmethod]
    fn _from_texts(py: Python<'_>, texts: Texts) -> PyResult<Self> {
        Self::of(py, texts)
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> = self.texts.iter().map(|(name, _)| name.as_str()).collect();
        format!("<sarand.RuleSet: {}>", names.join(", "))
    }
}
