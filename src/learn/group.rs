//! Which host is a document of? Documents are counted by host, and dealt in two halves host by host.

use super::Split;
use crate::{
    document::Document,
    read::{
        Source,
        record::{Record, entries},
        string,
    },
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// What a document's host is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HostFrom {
    /// The host of `url`, else the field `host`, else the folder.
    #[default]
    Auto,
    /// The first folder of the path.
    Folder,
    /// A JSONL field; dots lead into objects: `metadata.host`.
    Field(String),
}

/// A host, or a folder that stands for one.
#[derive(Clone, Debug, Default)]
pub(super) struct HostGroup {
    pub(super) name: String,
    /// Whether rules can name it: `sarand clean` knows it as the document's host, too.
    pub(super) is_host: bool,
    /// Documents: to learn from, to check with.
    pub(super) documents: [u32; 2],
}

/// All hosts, numbered as they were first seen.
#[derive(Debug, Default)]
pub(super) struct HostGroups {
    numbers: FxHashMap<String, u32>,
    groups: Vec<HostGroup>,
}

impl HostGroups {
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    pub(super) fn get(&self, number: u32) -> &HostGroup {
        &self.groups[number as usize]
    }

    /// Hosts with so many documents in each half.
    #[cfg(test)]
    pub(super) fn with(documents: &[[u32; 2]]) -> Self {
        let groups = documents.iter().map(|&documents| HostGroup { documents, ..HostGroup::default() }).collect();
        Self { groups, ..Self::default() }
    }

    /// Deals anew; gives how many documents each host has to learn from.
    pub(super) fn restart(&mut self) -> Vec<u32> {
        self.groups.iter_mut().map(|group| std::mem::take(&mut group.documents)[0]).collect()
    }

    /// Counts a document.
    pub(super) fn of(
        &mut self,
        from: &HostFrom,
        source: &Source,
        document: &Document<'_>,
        record: &Record<'_>,
    ) -> (u32, Split) {
        let (name, is_host) = match from {
            HostFrom::Field(path) => (field(record, path).unwrap_or_default(), true),
            HostFrom::Auto if document.host.is_some() => (document.host.clone().unwrap_or_default(), true),
            HostFrom::Auto | HostFrom::Folder => (Cow::Borrowed(folder(source)), false),
        };
        let number = match self.numbers.get(name.as_ref()) {
            Some(&number) => number,
            None => {
                let number = self.groups.len() as u32;
                let is_host = (is_host || document.host.as_deref() == Some(&*name)) && !name.is_empty();
                self.groups.push(HostGroup { name: name.to_string(), is_host, ..HostGroup::default() });
                self.numbers.insert(name.into_owned(), number);
                number
            }
        };
        let [learn, check] = &mut self.groups[number as usize].documents;
        // Every other host begins with the other half, so that hosts of one page are dealt evenly, too.
        let split = if (*learn + *check + number).is_multiple_of(2) { Split::Train } else { Split::HeldOut };
        *(if split == Split::Train { learn } else { check }) += 1;
        (number, split)
    }
}

/// The first folder of a source's name; of records of a file that lies in none: the file.
fn folder(source: &Source) -> &str {
    match source.name.split_once('/') {
        Some((folder, _)) => folder,
        None if !source.kind.is_page() => &source.name,
        None => "",
    }
}

/// The string at `path` of a record.
fn field<'a>(record: &Record<'a>, path: &str) -> Option<Cow<'a, str>> {
    let mut parts = path.split('.');
    let first = parts.next()?;
    let top = match first {
        "url" => record.url,
        "source" => record.source,
        "metadata" => record.metadata,
        _ => record.unknown.iter().find(|(key, _)| named(key, first)).map(|(_, raw)| *raw),
    };
    let raw = parts
        .try_fold(top?, |raw, part| entries(raw)?.into_iter().find(|(key, _)| named(key, part)).map(|(_, raw)| raw))?;
    string::decode_str(raw).map(|name| Cow::Owned(name.trim().to_lowercase()))
}

fn named(key: &str, name: &str) -> bool {
    string::decode_str(key).is_some_and(|key| key == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::record::Fields;

    #[test]
    fn a_field_leads_into_objects() {
        let line = r#"{"text": "", "site": "A.example ", "metadata": {"host": "b.example", "n": 1}}"#;
        let record = Record::parse(line, &Fields::default()).unwrap();
        for (path, want) in [
            ("site", Some("a.example")),
            ("metadata.host", Some("b.example")),
            ("metadata.n", None),
            ("metadata.none", None),
            ("none", None),
        ] {
            assert_eq!(field(&record, path).as_deref(), want, "{path}");
        }
    }
}
