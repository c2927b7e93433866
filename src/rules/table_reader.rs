//! Reading a TOML table key by key, collecting every error instead of stopping at the first.

use super::{
    diagnose::{Diagnostic, nearest},
    schema::{Named, Origin},
};
use crate::lang::Lang;
use std::{collections::BTreeMap, sync::Arc};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What is asked of the texts of rules, beside that they are texts.
#[derive(Clone, Copy)]
pub(crate) struct Checks {
    /// Whether anything can match.
    pub(crate) matcher: fn(&mut TableReader<'_, '_, '_>, &MatcherTexts<'_>),
    /// Why a text is no CSS selector.
    pub(crate) css: fn(&str) -> Option<&'static str>,
}

/// The texts of a matcher, all that were given.
pub(crate) struct MatcherTexts<'t> {
    /// The first key.
    pub(crate) key: &'static str,
    pub(crate) phrases: Vec<&'t String>,
    pub(crate) words: &'t [Vec<String>],
    pub(crate) regex: Option<&'t str>,
}

/// One file being read.
pub(crate) struct RuleFile {
    pub(crate) name: Arc<str>,
    /// How its texts are checked; not at all when it comes with the program, and so is known to be sound.
    pub(crate) checks: Option<Checks>,
    /// Byte offsets at which lines start.
    starts: Vec<usize>,
}

impl RuleFile {
    pub(crate) fn new(name: &str, text: &str, checks: Option<Checks>) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { name: name.into(), checks, starts }
    }

    /// The place of a byte offset.
    pub(crate) fn at(&self, offset: usize) -> Origin {
        Origin { file: Arc::clone(&self.name), line: self.starts.partition_point(|&start| start <= offset).max(1) }
    }
}

/// Examples of values that have another type.
const LIST: &str = "KEY = [\"…\"]";
const GROUPS: &str = "KEY = [[\"a\", \"b\"], [\"c\"]]";

/// A table whose keys are taken one by one; what is left at the end is unknown.
pub(crate) struct TableReader<'e, 'a, 'i> {
    file: &'a RuleFile,
    table: &'a DeTable<'i>,
    offset: usize,
    errors: &'e mut Vec<Diagnostic>,
    /// The keys asked for, so that an unknown one can be matched against them.
    asked: Vec<&'static str>,
    /// Where each key found was given.
    pub(crate) origins: BTreeMap<&'static str, Origin>,
}

impl<'e, 'a, 'i> TableReader<'e, 'a, 'i> {
    pub(crate) fn new(
        file: &'a RuleFile,
        table: &'a DeTable<'i>,
        offset: usize,
        errors: &'e mut Vec<Diagnostic>,
    ) -> Self {
        Self { file, table, offset, errors, asked: Vec::new(), origins: BTreeMap::new() }
    }

    pub(crate) fn origin(&self) -> Origin {
        self.file.at(self.offset)
    }

    pub(crate) fn error(&mut self, code: &'static str, message: String, help: String) {
        let origin = self.origin();
        self.errors.push(Diagnostic { code, origin, message, help });
    }

    /// An error at the key `key`, if it was given, else at the table.
    pub(crate) fn error_at(&mut self, key: &'static str, code: &'static str, message: String, help: String) {
        let origin = self.origins.get(key).cloned().unwrap_or_else(|| self.origin());
        self.errors.push(Diagnostic { code, origin, message, help });
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// Whether `key` is there, and is no list with nothing in it.
    pub(crate) fn holds(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().as_array().is_none_or(|list| !list.is_empty()))
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.asked.push(key);
        let (name, value) = self.table.get_key_value(key)?;
        let origin = self.file.at(name.span().start);
        self.origins.insert(key, origin);
        Some(value)
    }

    /// An error at the string `item` of the list `key`.
    pub(crate) fn error_in(
        &mut self,
        key: &'static str,
        item: &str,
        code: &'static str,
        message: String,
        help: String,
    ) {
        let list = self.table.get(key).and_then(|value| value.get_ref().as_array());
        let found = list.and_then(|list| list.iter().find(|value| value.get_ref().as_str() == Some(item)));
        match found.map(|value| self.file.at(value.span().start)) {
            Some(origin) => self.errors.push(Diagnostic { code, origin, message, help }),
            None => self.error_at(key, code, message, help),
        }
    }

    /// `want` is what it should be, as in `example`.
    fn wrong_type(&mut self, key: &'static str, value: &Spanned<DeValue<'i>>, want: &str, example: &str) {
        let is = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            other => article(other.type_str()),
        };
        let message = format!("`{key}` is {is}, not {want}");
        let origin = self.file.at(value.span().start);
        let help = match value.get_ref().as_str() {
            Some(text) if example == LIST => format!("{key} = [{text:?}]"),
            _ => example.replace("KEY", key),
        };
        self.errors.push(Diagnostic { code: "wrong-type", origin, message, help });
    }

    pub(crate) fn string(&mut self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some(text.to_owned()),
            None => {
                self.wrong_type(key, value, "a string", "KEY = \"…\"");
                None
            }
        }
    }

    pub(crate) fn bool(&mut self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            self.wrong_type(key, value, "true or false", "KEY = true, without quotes");
        }
        found
    }

    pub(crate) fn number(&mut self, key: &'static str) -> Option<u32> {
        let value = self.get(key)?;
        let parsed = value.get_ref().as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        match parsed {
            Some(n) if n > 0 => Some(n),
            _ => {
                self.wrong_type(key, value, "a whole number above 0", "KEY = 3, without quotes");
                None
            }
        }
    }

    pub(crate) fn count(&mut self, key: &'static str) -> Option<u64> {
        let value = self.get(key)?;
        let parsed = value.get_ref().as_integer().and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        if parsed.is_none() {
            self.wrong_type(key, value, "a whole number", "KEY = 3, without quotes");
        }
        parsed
    }

    pub(crate) fn share(&mut self, key: &'static str) -> Option<f64> {
        let value = self.get(key)?;
        let parsed = value.get_ref().as_float().and_then(|n| n.as_str().parse::<f64>().ok());
        match parsed {
            Some(n) if (0.0..=1.0).contains(&n) => Some(n),
            _ => {
                self.wrong_type(key, value, "a share from 0.0 to 1.0", "KEY = 0.4");
                None
            }
        }
    }

    /// One of a closed set of names.
    pub(crate) fn named<T: Named>(&mut self, key: &'static str) -> Option<T> {
        let name = self.string(key)?;
        if let Some((_, value)) = T::NAMES.iter().find(|(known, _)| *known == name) {
            return Some(*value);
        }
        self.unknown_value(key, key, &name, &T::NAMES.iter().map(|(known, _)| *known).collect::<Vec<_>>());
        None
    }

    /// An error about `name`, which stands under `key` and is no such `thing`.
    pub(crate) fn unknown_value(&mut self, key: &'static str, thing: &str, name: &str, known: &[&str]) {
        let is_list = self.table.get(key).is_some_and(|value| value.get_ref().is_array());
        let help = match nearest(name, known.iter().copied()) {
            Some(meant) if is_list => format!("{key} = [\"{meant}\"]"),
            Some(meant) => format!("{key} = \"{meant}\""),
            None => format!("one of {}", known.join(", ")),
        };
        self.error_in(key, name, "unknown-value", format!("`{name}` is not a known {thing}"), help);
    }

    /// A list of strings, none of them empty.
    pub(crate) fn strings(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(key, value, "a list of strings", LIST);
            return Vec::new();
        };
        array.iter().filter_map(|item| self.element(key, item)).collect()
    }

    /// A list of strings, or one string for a list of one.
    pub(crate) fn one_or_more(&mut self, key: &'static str) -> Vec<String> {
        match self.table.get(key).map(|value| value.get_ref().is_str()) {
            Some(true) => self.string(key).into_iter().collect(),
            _ => self.strings(key),
        }
    }

    fn element(&mut self, key: &'static str, item: &Spanned<DeValue<'i>>) -> Option<String> {
        match item.get_ref().as_str() {
            Some(text) if !text.trim().is_empty() => Some(text.to_owned()),
            Some(_) => {
                let origin = self.file.at(item.span().start);
                let message = format!("`{key}` holds an empty string");
                self.errors.push(Diagnostic { code: "empty-value", origin, message, help: "drop it".into() });
                None
            }
            None => {
                self.wrong_type(key, item, "a list of strings", LIST);
                None
            }
        }
    }

    /// A list of lists of strings.
    pub(crate) fn groups(&mut self, key: &'static str) -> Vec<Vec<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let rows: Option<Vec<_>> =
            value.get_ref().as_array().map(|array| array.iter().map(|row| (row, row.get_ref().as_array())).collect());
        let Some(rows) = rows else {
            self.wrong_type(key, value, "a list of lists", GROUPS);
            return Vec::new();
        };
        let mut groups = Vec::new();
        for (row, array) in rows {
            match array {
                Some(array) => groups.push(array.iter().filter_map(|item| self.element(key, item)).collect()),
                None => self.wrong_type(key, row, "a list of lists", GROUPS),
            }
        }
        groups
    }

    pub(crate) fn langs(&mut self, key: &'static str) -> Vec<Lang> {
        let mut langs = Vec::new();
        for code in self.strings(key) {
            match Lang::parse(&code) {
                Some(lang) => langs.push(lang),
                None => self.error_in(
                    key,
                    &code,
                    "unknown-value",
                    format!("`{code}` is not a language code"),
                    "two or three letters: fa, ar, en, ckb …".into(),
                ),
            }
        }
        langs
    }

    /// A table of strings.
    pub(crate) fn string_map(&mut self, key: &'static str) -> BTreeMap<String, String> {
        let mut map = BTreeMap::new();
        let Some(value) = self.get(key) else { return map };
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(key, value, "a table of strings", "KEY = { name = \"…\" }");
            return map;
        };
        for (name, value) in table {
            if let Some(text) = self.element(key, value) {
                map.insert(name.get_ref().to_string(), text);
            }
        }
        map
    }

    /// The tables of an array of tables, each with its offset.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<(&'a DeTable<'i>, usize)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let array: Option<Vec<_>> = value.get_ref().as_array().map(|array| {
            array.iter().map(|item| item.get_ref().as_table().map(|table| (table, item.span().start))).collect()
        });
        match array {
            Some(tables) if tables.iter().all(Option::is_some) => tables.into_iter().flatten().collect(),
            _ => {
                self.wrong_type(
                    key,
                    value,
                    "tables of their own",
                    "write [[KEY]], with two brackets, above the keys of each",
                );
                Vec::new()
            }
        }
    }

    /// A table.
    pub(crate) fn table(&mut self, key: &'static str) -> Option<(&'a DeTable<'i>, usize)> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, "a table", "write [KEY], with one bracket, above its keys");
        }
        table.map(|table| (table, value.span().start))
    }

    pub(crate) fn file(&self) -> &'a RuleFile {
        self.file
    }

    pub(crate) fn errors(&mut self) -> &mut Vec<Diagnostic> {
        self.errors
    }

    /// Reports the keys that nothing asked for.
    pub(crate) fn finish(self) -> BTreeMap<&'static str, Origin> {
        for (name, _) in self.table {
            let key: &str = name.get_ref();
            if !self.asked.contains(&key) {
                let help = match nearest(key, self.asked.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("known keys: {}", self.asked.join(", ")),
                };
                let origin = self.file.at(name.span().start);
                self.errors.push(Diagnostic {
                    code: "unknown-key",
                    origin,
                    message: format!("unknown key `{key}`"),
                    help,
                });
            }
        }
        self.origins
    }
}

fn article(kind: &str) -> String {
    let vowel = kind.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {kind}", if vowel { "an" } else { "a" })
}
