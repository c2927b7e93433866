//! A user's own words.

use super::{
    affixes,
    letters::{Letter, joins},
    tokens::{self, Word},
};
use std::collections::HashMap;

/// Words by their letters, with the places of their ZWNJ; a word without any is to stay as it is.
#[derive(Debug, Default)]
pub(crate) struct UserWords(HashMap<Vec<Letter>, u32>);

impl UserWords {
    /// One word a line; what follows `#` is a remark.
    pub(crate) fn read(text: &str) -> Self {
        let mut words = HashMap::new();
        let mut word = Word::NONE;
        for line in text.lines() {
            let line = line.split('#').next().unwrap_or("").trim();
            let mut at = 0;
            if tokens::next(line.as_bytes(), &mut at, &mut word) && !word.foreign && at == line.len() {
                words.insert(word.letters().to_vec(), word.marks);
            }
        }
        Self(words)
    }

    /// The places of the ZWNJ of a word that is known, with or without an ending.
    pub(crate) fn marks(&self, letters: &[Letter]) -> Option<u32> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(letters).copied().or_else(|| {
            affixes::endings(letters).find_map(|len| {
                let at = letters.len() - len;
                let (stem, ending) = letters.split_at(at);
                let marks = self.0.get(stem)?;
                let open = affixes::ending(ending) != 0 && joins(stem[at - 1]);
                Some(marks | u32::from(open) << at)
            })
        })
    }

    /// Whether two words are one that is known; `None` when they are not.
    pub(crate) fn joins(&self, left: &[Letter], right: &[Letter]) -> Option<bool> {
        if self.0.is_empty() || left.len() + right.len() > tokens::LONGEST {
            return None;
        }
        let marks = self.marks(&[left, right].concat())?;
        (marks >> left.len() & 1 == 1).then_some(true)
    }
}
