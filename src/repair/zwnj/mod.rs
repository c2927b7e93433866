//! Where has a line of Persian lost its ZWNJ (U+200C)?
//!
//! ```
//! use sarand::repair::{apply, zwnj::{Level, Restorer}};
//! let line = "کتابهای تازه را می خواند و نمیداند";
//! let mut edits = Vec::new();
//! Restorer::embedded().line(line, Level::Likely, 0, &mut edits);
//! assert_eq!(apply(line, &edits), "کتاب‌های تازه را می‌خواند و نمی‌داند");
//! assert_eq!(edits[1].by, "fa.zwnj-prefix");
//! ```
//!
//! A walk over a line ([`line_walk`]) takes its words as letters ([`tokens`], [`letters`]). Places within a word, and spaces
//! between two, that something speaks for are [`candidates`]: an affix, a word list, a treebank. What can be said of each is
//! put in numbers ([`features`]), and a [`forest`] that has learnt from the treebank judges them; a build without the
//! feature `treebank` judges by a few rules ([`fallback_rules`]). Decisions are remembered by the bytes of words ([`crate::memory`]), so
//! most words are not even read letter by letter.
//!
//! How sure one must be depends on what the lines around show ([`section_evidence`]): a text that has lost no ZWNJ elsewhere has lost
//! none here, and who writes می‌شود and کتابها means both. What is repaired is looked at again until nothing more is found
//! ([`fixpoint`]).
//!
//! After a letter that does not join the next one a ZWNJ is not seen: there a lost one is left alone, and of
//! `کشور های` the space goes.
//!
//! Does not take away a ZWNJ that is there, does not tell the two readings of `حرفهای` by their sentence, and does not look
//! at the language of a line: the caller says which lines are Persian, and repairs letters first. A line with many words
//! that are not Persian it leaves alone, and words beside one that is not.
//!
//! Does not part words that are glued together (`ازمهر`). It could be done: of 4,486 pairs of از, در, و, را or برای and the
//! word behind it in a tenth of the treebank, glued and judged by the other nine, 2,478 were words unknown but for that
//! pair, seen with a space, of which the second was seen five times; and none of 76,691 words of clean text was.

mod affixes;
mod candidates;
mod classifier;
mod damaged;
mod fallback_rules;
mod features;
mod fixpoint;
mod forest;
mod hash_table;
mod kept_spaces;
mod letters;
mod lexicon;
mod line_walk;
mod model;
mod section_evidence;
mod tokens;
mod user_words;
mod word_analysis;

#[cfg(feature = "build-lexicon")]
#[doc(hidden)]
pub mod gradient_boosting;
#[cfg(feature = "build-lexicon")]
#[doc(hidden)]
pub mod lists;
#[cfg(feature = "build-lexicon")]
#[doc(hidden)]
pub mod treebank;

use super::Edit;
use classifier::Classifier;
use fixpoint::RepairFilter;
#[cfg(feature = "build-lexicon")]
pub use model::LexiconFiles;
use model::Model;
use user_words::UserWords;

/// How sure a repair must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is repaired.
    Off,
    /// What is hardly ever wrong.
    Safe,
    /// What is right far more often than not: 98 to 99 of a hundred on a treebank.
    #[default]
    Likely,
    /// What is more likely right than wrong.
    Bold,
}

/// Finds lost ZWNJ. Costs little to make, and remembers what it met: make one and share it among threads.
#[derive(Debug)]
pub struct Restorer {
    classifier: Classifier,
}

impl Restorer {
    /// One that knows the embedded lexicon.
    #[must_use]
    pub fn embedded() -> Self {
        Self::with_words("")
    }

    /// One that knows words of the user's too, and believes them first: one word a line as it should be written, `#`
    /// begins a remark. A word without a ZWNJ is never given one.
    #[must_use]
    pub fn with_words(words: &str) -> Self {
        Self { classifier: Classifier::new(Model::new(model::LexiconFiles::embedded()), UserWords::read(words)) }
    }

    /// One that knows a lexicon being built.
    #[cfg(feature = "build-lexicon")]
    #[doc(hidden)]
    #[must_use]
    pub fn from_files(files: LexiconFiles<'static>) -> Self {
        Self { classifier: Classifier::new(Model::new(files), UserWords::default()) }
    }

    /// Appends the repairs of one Persian line, without its line end: sorted, not overlapping, in bytes of the line plus
    /// `base`. An edit with an empty span is an insertion. A second run finds nothing in what they make of it.
    pub fn line(&self, line: &str, level: Level, base: usize, edits: &mut Vec<Edit<'_>>) {
        if level != Level::Off {
            let wanted = RepairFilter { level, line: |_: &str| true, repair: |_: &str| true };
            fixpoint::repair_to_fixpoint(&self.classifier, std::iter::once((base, line)), &wanted, edits);
        }
    }

    /// Appends the repairs of a text, as [`Restorer::line`] does. What became of the ZWNJ of a line tells of others near
    /// it: every [`SECTION`] lines are judged together. Only lines that are `persian` are touched, and only repairs with
    /// an id that is `wanted` are made.
    pub fn text(
        &self,
        text: &str,
        level: Level,
        persian: impl Fn(&str) -> bool,
        wanted: impl Fn(&str) -> bool,
        edits: &mut Vec<Edit<'_>>,
    ) {
        if level == Level::Off {
            return;
        }
        let wanted = RepairFilter { level, line: persian, repair: wanted };
        let mut at = 0;
        while at < text.len() {
            let lines = std::iter::from_fn(|| {
                let rest = text.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
                let start = at;
                let end = memchr::memchr(b'\n', rest).map_or(text.len(), |end| start + end);
                at = end + 1;
                Some((start, &text[start..end]))
            });
            fixpoint::repair_to_fixpoint(&self.classifier, lines.take(SECTION), &wanted, edits);
        }
    }
}

/// Lines of a text that are judged together.
pub const SECTION: usize = 128;

#[cfg(test)]
mod tests;
