//! Lists of words that metadata is read by: `bylines.txt`, `names.txt`. A kind and a phrase a line.
//!
//! `Words::of(BYLINES).is("by", "written by")` holds. A list is read once; phrases are found by hash.
//!
//! Does not know what a kind means.

use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What stands beside names of people.
pub(super) static BYLINES: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("bylines.txt")));

/// What classes and ids are made of.
pub(super) static NAMES: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("names.txt")));

/// Phrases by kind.
pub(super) struct Words {
    kinds: FxHashMap<&'static str, FxHashSet<&'static str>>,
    longest: usize,
}

impl Words {
    fn read(list: &'static str) -> Self {
        let mut words = Self { kinds: FxHashMap::default(), longest: 1 };
        for (kind, phrase) in
            list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
        {
            words.kinds.entry(kind).or_default().insert(phrase);
            words.longest = words.longest.max(phrase.split(' ').count());
        }
        words
    }

    /// Whether a phrase is of a kind.
    pub(super) fn is(&self, kind: &str, phrase: &str) -> bool {
        self.kinds.get(kind).is_some_and(|phrases| phrases.contains(phrase))
    }

    /// How many words the longest phrase has.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_sorted() {
        for list in [include_str!("bylines.txt"), include_str!("names.txt")] {
            let lines: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(lines.is_sorted());
            assert!(lines.iter().all(|line| line.split_once('\t').is_some_and(|(_, phrase)| !phrase.is_empty())));
        }
    }
}
