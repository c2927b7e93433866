//! Keyword arguments of Python as [`Given`] options: `True` is a flag, a list is an option that is given several times.

use crate::rules::RuleSet;
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyInt, PyString},
};
use sarand::cli::embed::{self, Given, Keyword, Kind};
use std::ffi::OsString;

/// Options, and the texts of rules that were given as objects.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) given: Vec<Given>,
    pub(crate) rules: Vec<(String, String)>,
}

impl Options {
    /// The keyword arguments of `function`, which has the options of a verb. `None` is as good as not given.
    pub(crate) fn read(function: &str, verb: &str, kwargs: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let mut options = Self::default();
        let Some(kwargs) = kwargs else { return Ok(options) };
        let known = embed::keywords(verb);
        for (name, value) in kwargs.iter() {
            let name: String = name.extract()?;
            if value.is_none() {
                continue;
            }
            let keyword = embed::find(&known, &name).map_err(|near| {
                let near = near.map_or_else(String::new, |near| format!(". Did you mean '{near}'?"));
                PyTypeError::new_err(format!("{function}() got an unexpected keyword argument '{name}'{near}"))
            })?;
            options.add(keyword, &value)?;
        }
        Ok(options)
    }

    fn add(&mut self, keyword: &Keyword, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if keyword.kind == Kind::Flag {
            if value.cast::<PyBool>().map_err(|_| wrong(keyword, value))?.is_true() {
                self.given.push(Given { name: keyword.name.clone(), values: Vec::new() });
            }
            return Ok(());
        }
        let mut values = Vec::new();
        let is_one = value.is_instance_of::<PyString>() || value.hasattr("__fspath__")? || value.try_iter().is_err();
        if is_one {
            self.value(keyword, value, &mut values)?;
        } else if keyword.repeatable {
            for one in value.try_iter()? {
                self.value(keyword, &one?, &mut values)?;
            }
        } else {
            return Err(wrong(keyword, value));
        }
        if !values.is_empty() {
            self.given.push(Given { name: keyword.name.clone(), values });
        }
        Ok(())
    }

    fn value(&mut self, keyword: &Keyword, value: &Bound<'_, PyAny>, values: &mut Vec<OsString>) -> PyResult<()> {
        if keyword.name == "rules"
            && let Ok(rules) = value.cast::<RuleSet>()
        {
            self.rules.extend(rules.get().texts.iter().cloned());
            return Ok(());
        }
        values.push(argument(keyword, value).ok_or_else(|| wrong(keyword, value))?);
        Ok(())
    }
}

/// A value as it would stand on the command line; `None` for one of a wrong type.
fn argument(keyword: &Keyword, value: &Bound<'_, PyAny>) -> Option<OsString> {
    if value.is_instance_of::<PyBool>() {
        return None;
    }
    let is_number = value.is_instance_of::<PyInt>();
    let fits = match keyword.kind {
        Kind::Flag => false,
        Kind::Number => is_number,
        Kind::Share => is_number || value.is_instance_of::<PyFloat>(),
        Kind::NumberOrShare | Kind::Size => is_number || value.is_instance_of::<PyString>(),
        Kind::Text => value.is_instance_of::<PyString>(),
        Kind::Path => return value.extract::<std::path::PathBuf>().ok().map(Into::into),
    };
    if fits { value.str().ok()?.extract::<String>().ok().map(Into::into) } else { None }
}

fn wrong(keyword: &Keyword, value: &Bound<'_, PyAny>) -> PyErr {
    let one = match keyword.kind {
        Kind::Flag => "a bool",
        Kind::Number => "an int",
        Kind::NumberOrShare => "an int, or a str such as '5%'",
        Kind::Path => "a str or os.PathLike",
        Kind::Share => "a float between 0 and 1",
        Kind::Size => "an int of bytes, or a str such as '64M'",
        Kind::Text => "a str",
    };
    let list = if keyword.repeatable { ", or a list of them" } else { "" };
    let kind = value.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!("{} must be {one}{list}, not {kind}", keyword.name))
}
