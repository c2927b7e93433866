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
//! Words are taken as letters ([`tokens`], [`letters`]). Places within a word, and spaces between two, that something
//! speaks for are [`candidates`]: an affix, a word list, a treebank. What can be said of each is put in numbers
//! ([`features`]), and a [`forest`] that has learnt from the treebank judges them; a build without the feature `treebank`
//! judges by a few rules ([`plain`]). Decisions are remembered ([`memory`]), so most words cost one look.
//!
//! After a letter that does not join the next one a ZWNJ is not seen: there a lost one is left alone, and of
//! `کشور های` the space goes.
//!
//! Does not take away a ZWNJ that is there, does not part words that are glued together, does not tell the two readings of
//! `حرفهای` by their sentence, and does not look at the language of the line: that is the caller's to do, as are the
//! repairs of letters. A line with many words that are not Persian it leaves alone.

mod affixes;
mod candidates;
mod damaged;
mod data;
mod features;
mod forest;
mod judge;
mod letters;
mod lexicon;
mod memory;
mod plain;
mod signs;
mod table;
mod tokens;
mod words;

#[cfg(feature = "build-lexicon")]
#[doc(hidden)]
pub mod boost;
#[cfg(feature = "build-lexicon")]
#[doc(hidden)]
pub mod lists;
#[cfg(feature = "build-lexicon")]
#[doc(hidden)]
pub mod treebank;

use super::Edit;
use crate::span::Span;
use candidates::{beside, may_join, may_join_often, role};
use data::Data;
#[cfg(feature = "build-lexicon")]
pub use data::Files;
use judge::{Judge, Strength, Verdict};
use letters::joins;
use signs::{Lost, Signs};
use std::{borrow::Cow, cell::RefCell};
use tokens::{Gap, Word};
use words::UserWords;

/// How sure a repair must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Nothing is repaired.
    Off,
    /// What is hardly ever wrong.
    Safe,
    /// What is right far more often than not; four in a thousand edits of clean text are not.
    #[default]
    Likely,
    /// What is more likely right than wrong.
    Bold,
}

/// Finds lost ZWNJ. Costs little to make, and remembers what it met: make one and share it among threads.
#[derive(Debug)]
pub struct Restorer {
    judge: Judge,
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
        Self { judge: Judge::new(Data::new(data::Files::embedded()), UserWords::read(words)) }
    }

    /// One that knows a lexicon being built.
    #[cfg(feature = "build-lexicon")]
    #[doc(hidden)]
    #[must_use]
    pub fn of(files: Files<'static>) -> Self {
        Self { judge: Judge::new(Data::new(files), UserWords::default()) }
    }

    /// Appends the repairs of one Persian line, without its line end: sorted, not overlapping, in bytes of the line plus
    /// `base`. An edit with an empty span is an insertion.
    pub fn line(&self, line: &str, level: Level, base: usize, edits: &mut Vec<Edit<'_>>) {
        if level == Level::Off {
            return;
        }
        let bytes = line.as_bytes();
        let first = edits.len();
        let addresses = may_hold_address(bytes);
        let mut pass = Pass { judge: &self.judge, base, words: [Known::NONE; 4], signs: Signs::default() };
        STRENGTHS.with_borrow_mut(|strengths| {
            strengths.clear();
            let (mut at, mut read, mut foreign) = (0, 0, 0);
            loop {
                let next = &mut pass.words[read % 4];
                let more = tokens::next(bytes, &mut at, &mut next.word);
                if more {
                    foreign += usize::from(next.word.foreign);
                    next.word.foreign |= addresses && in_address(bytes, &next.word);
                    next.judge(&self.judge);
                } else {
                    *next = Known::NONE;
                }
                if read > 0 {
                    pass.word(read - 1, edits, strengths);
                }
                if !more {
                    break;
                }
                read += 1;
            }
            if foreign > 1 && foreign * 4 > read {
                edits.truncate(first);
                return;
            }
            let bounds = pass.signs.bounds(level);
            let mut kept = first;
            for (n, &(lost, strength)) in strengths.iter().enumerate() {
                if strength >= bounds[lost as usize] {
                    edits.swap(kept, first + n);
                    kept += 1;
                }
            }
            edits.truncate(kept);
            if damaged::may_hold(bytes) {
                damaged::repair(&self.judge, line, base, edits);
                edits[first..].sort_by_key(|edit| edit.span);
            }
        });
    }
}

thread_local! {
    static STRENGTHS: RefCell<Vec<(Lost, Strength)>> = const { RefCell::new(Vec::new()) };
}

/// A word and what is decided of it.
#[derive(Clone, Copy, Debug)]
struct Known {
    word: Word,
    hash: u64,
    verdict: Verdict,
}

impl Known {
    const NONE: Self = Self { word: Word::NONE, hash: 0, verdict: Verdict::NONE };

    #[inline]
    fn judge(&mut self, judge: &Judge) {
        if self.word.foreign {
            self.verdict = Verdict::NONE;
        } else {
            self.hash = lexicon::hash(self.word.letters());
            self.verdict = judge.word(&self.word, self.hash);
        }
    }
}

/// One line on its way through the judge; four words are in sight.
struct Pass<'j> {
    judge: &'j Judge,
    base: usize,
    words: [Known; 4],
    signs: Signs,
}

impl Pass<'_> {
    /// The edits before and within the word of this number; the next one has been read.
    #[inline]
    fn word(&mut self, number: usize, edits: &mut Vec<Edit<'_>>, strengths: &mut Vec<(Lost, Strength)>) {
        let word = |ahead: usize| &self.words[(number + ahead) % 4];
        let (before, left, right, after) = (word(2), word(3), word(0), word(1));
        let may_join =
            number > 0 && right.word.gap == Gap::Space && may_join(left.verdict.roles(), right.verdict.roles());
        if may_join && !left.word.foreign && !right.word.foreign && !is_quoted(before, left, right, after) {
            let beside = beside([&before.word, &left.word, &right.word, &after.word]);
            let often = may_join_often(left.verdict.roles(), right.verdict.roles());
            let strength = self.judge.pair([&left.word, &right.word], [left.hash, right.hash], often, beside);
            if strength > 0 {
                let letters = left.word.letters();
                let with = if joins(letters[letters.len() - 1]) { "\u{200C}" } else { "" };
                let by = judge::kind(left.word.near_left(letters.len()), right.word.near_right(0));
                let span = Span::new(self.base + left.word.end, self.base + right.word.start);
                edits.push(Edit { span, with: Cow::Borrowed(with), by });
                strengths.push((Lost::ToSpace, strength));
                self.signs.see(Lost::ToSpace, strength);
            }
        }
        let Known { word, verdict, .. } = &self.words[number % 4];
        if !word.foreign {
            self.signs.kept = self.signs.kept.saturating_add(u8::from(word.marks != 0));
        }
        if verdict.has_marks() {
            for (at, strength) in verdict.marks() {
                let here = self.base + word.end_of(at);
                let by = judge::kind(&word.letters()[..at], &word.letters()[at..]);
                edits.push(Edit { span: Span::new(here, here), with: Cow::Borrowed("\u{200C}"), by });
                strengths.push((Lost::Deleted, strength));
                self.signs.see(Lost::Deleted, strength);
            }
        }
    }
}

/// Whether two words stand beside a foreign one: in a quotation, but for an ending.
fn is_quoted(before: &Known, left: &Known, right: &Known, after: &Known) -> bool {
    let beside = |word: &Word, gap: Gap| gap == Gap::Space && word.foreign && word.end > 0;
    right.verdict.roles() & role::ENDING == 0
        && (beside(&before.word, left.word.gap) || beside(&after.word, after.word.gap))
}

/// Whether the line holds a character that makes addresses, handles, tags and code.
fn may_hold_address(line: &[u8]) -> bool {
    memchr::memchr3(b'@', b'#', b'/', line).is_some() || memchr::memchr3(b'_', b'\\', b'=', line).is_some()
}

/// Whether the word stands in an address: what is around it up to the spaces tells.
fn in_address(line: &[u8], word: &Word) -> bool {
    let start = line[..word.start].iter().rposition(|b| *b == b' ').map_or(0, |space| space + 1);
    let end = line[word.end..].iter().position(|b| *b == b' ').map_or(line.len(), |space| word.end + space);
    let chunk = &line[start..end];
    chunk.iter().any(|b| matches!(b, b'@' | b'#' | b'_' | b'\\' | b'='))
        || (chunk.contains(&b'/') && chunk.iter().any(u8::is_ascii_alphabetic))
}

#[cfg(test)]
mod tests;
