//! How rules find their lines: which literals announce which rule, for lines of which length.
//!
//! Made by [`super::compile`], asked by [`super::propose`]. Judges no line.

use super::{
    index_keys::{Bytes, LiteralUse},
    literal_search::LiteralSearch,
    schema::{Kind, Rule},
    word_index::WordIndex,
};
use crate::document::{Line, SENTENCE_CHARS};

/// A pattern that no literal announces, and what a line must have before it is tried.
#[derive(Debug)]
pub(crate) struct LiteralFree {
    pub(crate) rule: u32,
    pub(super) max_chars: u32,
    /// Of each set of ASCII marks the line must have one.
    pub(super) needs: Vec<u128>,
}

impl LiteralFree {
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
    pub(crate) search: LiteralSearch,
    pub(crate) literal_free: Vec<LiteralFree>,
}

/// Finders being collected.
#[derive(Default)]
pub(super) struct FindersBuilder {
    pub(super) words: Vec<(Bytes, LiteralUse)>,
    pub(super) inside: Vec<(Bytes, LiteralUse, u128)>,
    pub(super) literal_free: Vec<LiteralFree>,
}

impl FindersBuilder {
    pub(super) fn build(self) -> Finders {
        Finders {
            words: WordIndex::build(self.words),
            search: LiteralSearch::build(self.inside),
            literal_free: self.literal_free,
        }
    }
}

/// Lines by how many rules may take them: most of a text is paragraphs, and hardly a rule may take a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineLength {
    /// No prose.
    Short,
    /// Prose of at most [`PARAGRAPH`] characters.
    Sentence,
    /// Longer prose.
    Paragraph,
}

/// The longest sentence that rules for sentences are tried on, in folded characters.
const PARAGRAPH: u32 = 300;

impl LineLength {
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
