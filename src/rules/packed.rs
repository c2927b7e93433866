//! The embedded rules in one block of bytes: read, walked and written when the program is built (`build.rs`, with
//! [`super::pack`]), so that starting reads no TOML.
//!
//! `postcard` writes and reads it, with the types that the program works with. Where a rule and each of its keys stand is kept
//! as numbers of lines. What cleaning never asks for stands in bytes of its own, which are read when somebody asks.

use super::{
    found::Found,
    schema::{Late, Origin, Rule},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// All rules, sorted by id.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Library {
    pub(super) files: Vec<&'static str>,
    pub(super) rules: Vec<Packed>,
}

/// A rule; beside it, each for itself, its `hit`, `miss` and `cases`, and its [`Places`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Packed {
    pub(super) rule: Rule,
    pub(super) found: Found,
    pub(super) file: u32,
    pub(super) line: u32,
    pub(super) late: [&'static [u8]; 4],
}

impl Library {
    /// The library of these bytes.
    pub(crate) fn read(bytes: &'static [u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// Its rules, sorted by id.
    pub(crate) fn into_rules(self) -> impl Iterator<Item = Rule> {
        let files: Vec<Arc<str>> = self.files.into_iter().map(Arc::from).collect();
        self.rules.into_iter().map(move |Packed { mut rule, found, file, line, late: [hit, miss, cases, places] }| {
            rule.origin = Origin { file: Arc::clone(&files[file as usize]), line: line as usize };
            rule.hit = Late::new(hit, value);
            rule.miss = Late::new(miss, value);
            rule.cases = Late::new(cases, value);
            rule.origins = Late::new(places, |places| value::<Places>(places).into());
            rule.found = Some(Arc::new(found));
            rule
        })
    }
}

/// A value that is written for itself; none when it cannot be read, which the tests would tell.
fn value<T: Default + Deserialize<'static>>(packed: &'static [u8]) -> T {
    postcard::from_bytes(packed).unwrap_or_default()
}

/// Where the keys of a rule stand: the file, and the line of each.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Places {
    pub(super) file: &'static str,
    pub(super) lines: Vec<(&'static str, u32)>,
}

impl From<Places> for BTreeMap<&'static str, Origin> {
    fn from(Places { file, lines }: Places) -> Self {
        let file: Arc<str> = file.into();
        lines.into_iter().map(|(key, line)| (key, Origin { file: Arc::clone(&file), line: line as usize })).collect()
    }
}

/// The place of a rule that was not told one.
pub(crate) fn nowhere() -> Origin {
    Origin { file: Arc::from(""), line: 0 }
}

/// Languages are written as their codes.
pub(crate) mod langs {
    use crate::lang::Lang;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(langs: &[Lang], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(langs.iter().map(|lang| lang.as_str().to_owned()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Lang>, D::Error> {
        Vec::<&str>::deserialize(from).map(|codes| codes.into_iter().filter_map(Lang::parse).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Catalog, Sources, nfa, pack, pattern, schema::Matcher};
    use std::path::Path;

    #[test]
    fn the_embedded_rules_are_those_of_the_files() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let read = Catalog::load(&Sources { builtin: false, paths: vec![folder.clone()] }).unwrap();
        let embedded = Catalog::load(&Sources::default()).unwrap();
        let told = |rule: &Rule| {
            let place = |origin: &Origin| {
                let file = origin.file.replace("builtin:", &format!("{}/", folder.display()));
                Origin { file: file.into(), line: origin.line }
            };
            let origins: BTreeMap<_, _> = rule.origins.iter().map(|(key, origin)| (*key, place(origin))).collect();
            format!("{:?}", Rule { origin: place(&rule.origin), origins: origins.into(), found: None, ..rule.clone() })
        };
        let found = |rule: &Rule| {
            let mut found = Found::of(rule);
            if let Matcher::Regex(source) = &rule.matcher {
                let hir = pattern::narrowed_tree(source).unwrap();
                let packed = pack::automaton(&nfa::compile(&hir).unwrap()).unwrap();
                found.pattern = Some((hir.to_string().leak(), packed.leak()));
            }
            found
        };
        let mut files: Vec<&'static str> =
            read.rules.iter().map(|rule| &*rule.origin.file.to_string().leak()).collect();
        files.sort_unstable();
        files.dedup();
        let library = Library::new(files, read.rules.iter().map(|rule| (Rule::clone(rule), found(rule))).collect());
        let again: Vec<Rule> = Library::read(library.write().unwrap().leak()).unwrap().into_rules().collect();
        assert_eq!((embedded.rules.len(), again.len()), (read.rules.len(), read.rules.len()));
        for ((embedded, again), read) in embedded.rules.iter().zip(&again).zip(&read.rules) {
            assert_eq!(told(embedded), told(read));
            assert_eq!(told(again), told(read));
            assert_eq!((&embedded.found, embedded.found.as_ref().unwrap().is_of(read)), (&again.found, true));
        }
    }
}
