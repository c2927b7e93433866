//! The embedded rules in one block of bytes: read, walked and written when the program is built (`build.rs`, with
//! [`super::pack`]), so that starting reads no TOML.
//!
//! `postcard` writes and reads it, with the types that the program works with. Where a rule and each of its keys stand is kept
//! as numbers of lines. What cleaning never asks for stands in bytes of its own, which are read when somebody asks.

use super::{
    index_keys::IndexKeys,
    schema::{Lazy, Origin, Rule},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, sync::Arc};

/// All rules, sorted by id, each a [`PackedRule`] in bytes.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct Library {
    pub(super) files: Vec<&'static str>,
    pub(super) rules: Vec<&'static [u8]>,
}

/// A rule; beside it, each for itself, its `hit`, `miss` and `cases`, and its [`KeyOrigins`].
#[derive(Debug, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct PackedRule {
    pub(super) rule: Rule,
    pub(super) index_keys: IndexKeys,
    pub(super) file: u32,
    pub(super) line: u32,
    pub(super) lazy: [&'static [u8]; 4],
}

impl Library {
    /// The library of these bytes.
    pub(crate) fn read(bytes: &'static [u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// Its rules, sorted by id; without those that cannot be read, which the tests would tell.
    pub(crate) fn into_rules(self) -> impl Iterator<Item = Rule> {
        let files: Vec<Arc<str>> = self.files.into_iter().map(Arc::from).collect();
        let packed = self.rules.into_iter().filter_map(|bytes| postcard::from_bytes(bytes).ok());
        packed.map(move |PackedRule { mut rule, index_keys, file, line, lazy: [hit, miss, cases, places] }| {
            rule.origin = Origin { file: Arc::clone(&files[file as usize]), line: line as usize };
            rule.hit = Lazy::new(hit, value);
            rule.miss = Lazy::new(miss, value);
            rule.cases = Lazy::new(cases, value);
            rule.origins = Lazy::new(places, |places| value::<KeyOrigins>(places).into());
            rule.index_keys = Some(Arc::new(index_keys));
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
pub(super) struct KeyOrigins {
    pub(super) file: &'static str,
    pub(super) lines: Vec<(&'static str, u32)>,
}

impl From<KeyOrigins> for BTreeMap<&'static str, Origin> {
    fn from(KeyOrigins { file, lines }: KeyOrigins) -> Self {
        let file: Arc<str> = file.into();
        lines.into_iter().map(|(key, line)| (key, Origin { file: Arc::clone(&file), line: line as usize })).collect()
    }
}
