//! How rules find their lines: which literals announce which rule, for lines of which length.
//!
//! Made by [`super::compile`], asked by [`super::propose`]. Judges no line.

use super::{
    found::{Bytes, Use},
    schema::{Kind, Rule},
    search::Search,
    words::WordIndex,
};
use crate::document::{Line, SENTENCE_CHARS};

/// A pattern that no literal announces, and what a line must have before it is tried.
#[derive(Debug)]
pub(crate) struct Vague {
    pub(crate) rule: u32,
    pub(super) max_chars: u32,
    /// Of each set of ASCII marks the line must have one.
    pub(super) needs: Vec<u128>,
}

impl Vague {
    pub(crate) fn may_match(&self, line: &Line) -> bool {
        line.chars() <= self.max_chars && self.needs.iter().all(|needed| line.marks() & needed != 0)
    }
}

/// How rules find their lines, for lines of one length.
#[derive(Debug, Default)]
pub(crate) struct Finders {
    /// Phrases of `words`, and literals of `regex` that begin a word.
    pub(crate) words: WordIndex,
    /// Literals of `regex` that may stand inside a word.
    pub(crate) search: Search,
    pub(crate) vague: Vec<Vague>,
}

/// Finders being collected.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) words: Vec<(Bytes, Use)>,
    pub(super) inside: Vec<(Bytes, Use, u128)>,
    pub(super) vague: Vec<Vague>,
}

impl Wanted {
    pub(super) fn build(self) -> Finders {
        Finders { words: WordIndex::build(self.words), search: Search::build(self.inside), vague: self.vague }
    }
}

/// Lines by how many rules may take them: most of a text is paragraphs, and hardly a rule may take a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Length {
    /// No prose.
    Short,
    /// Prose of at most [`PARAGRAPH`] characters.
    Sentence,
    /// Longer prose.
    Paragraph,
}

/// The longest sentence that rules for sentences are tried on, in folded characters.
const PARAGRAPH: u32 = 300;

impl Length {
    pub(super) const ALL: [Self; 3] = [Self::Short, Self::Sentence, Self::Paragraph];

    pub(crate) fn of(line: &Line) -> Self {
        match line.is_prose() {
            false => Self::Short,
            true if line.chars() <= PARAGRAPH => Self::Sentence,
            true => Self::Paragraph,
        }
    }

    /// Whether the rule may take lines of this length, or parts of them.
    pub(crate) fn suits(self, rule: &Rule) -> bool {
        let within = |chars: u32| rule.guards.max_chars.is_none_or(|max| max >= chars);
        match self {
            Self::Short => true,
            Self::Sentence => rule.kind == Kind::Span || rule.guards.prose_ok && within(SENTENCE_CHARS),
            Self::Paragraph => rule.kind == Kind::Span || rule.guards.prose_ok && within(PARAGRAPH + 1),
        }
    }
}
