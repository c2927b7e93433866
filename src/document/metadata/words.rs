//! Lists of words that metadata is read by: `bylines.txt`, `names.txt`. A kind and a phrase a line.
//!
//! `BYLINES.is("by", "written by")` holds. A list is read once; a phrase is looked up once for all its kinds.
//!
//! Does not know what a kind means.

use rustc_hash::FxHashMap;
use std::{borrow::Cow, iter, mem, sync::LazyLock};

/// What stands beside names of people.
pub(super) static BYLINES: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("bylines.txt")));

/// What classes and ids are made of.
pub(super) static NAMES: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("names.txt")));

/// Phrases and their kinds.
pub(super) struct Words {
    /// The kinds of each phrase; what phrases begin with is there, too, and of none.
    kinds: FxHashMap<&'static str, Vec<&'static str>>,
}

impl Words {
    fn read(list: &'static str) -> Self {
        let mut kinds: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
        for (kind, phrase) in
            list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
        {
            for (at, _) in phrase.match_indices(' ') {
                kinds.entry(&phrase[..at]).or_default();
            }
            kinds.entry(phrase).or_default().push(kind);
        }
        Self { kinds }
    }

    /// The kinds of a phrase; nothing when no phrase begins so.
    pub(super) fn begun(&self, phrase: &str) -> Option<&[&'static str]> {
        self.kinds.get(phrase).map(Vec::as_slice)
    }

    /// The kinds of a phrase.
    pub(super) fn kinds(&self, phrase: &str) -> &[&'static str] {
        self.begun(phrase).unwrap_or_default()
    }

    /// The phrases of a kind, in no order.
    pub(super) fn of(&self, kind: &str) -> impl Iterator<Item = &'static str> {
        self.kinds.iter().filter(move |(_, kinds)| kinds.contains(&kind)).map(|(phrase, _)| *phrase)
    }

    /// Whether a phrase is of a kind.
    pub(super) fn is(&self, kind: &str, phrase: &str) -> bool {
        self.kinds(phrase).contains(&kind)
    }
}

/// Whether a class says that its element names who wrote a post.
pub(crate) fn names_poster(class: &str) -> bool {
    let is = |kind: &str| parts(class).any(|part| NAMES.is(kind, &part));
    (is("author") || is("poster")) && !is("not")
}

/// The words of a class or id: `c-articleHeader__author_name` has six.
pub(super) fn parts(name: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let mut rest = name;
    iter::from_fn(move || {
        rest = &rest[rest.find(char::is_alphanumeric)?..];
        let mut lower = false;
        let ends = |c: char| !c.is_alphanumeric() || mem::replace(&mut lower, c.is_lowercase()) && c.is_uppercase();
        let (part, behind) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        rest = behind;
        let is_lower = part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        Some(if is_lower { Cow::Borrowed(part) } else { Cow::Owned(part.to_lowercase()) })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [include_str!("bylines.txt"), include_str!("names.txt")] {
            let lines: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(lines.is_sorted());
            assert!(lines.iter().all(|line| line.split_once('\t').is_some_and(|(_, phrase)| !phrase.is_empty())));
        }
    }

    #[test]
    fn parts_of_names() {
        let all = |name| parts(name).collect::<Vec<_>>().join(" ");
        assert_eq!(all("c-articleHeader__author_name"), "c article header author name");
        assert_eq!(all("XMLMenu2 ÉtatDuJour"), "xmlmenu2 état du jour");
        assert_eq!(all("--"), "");
    }
}
