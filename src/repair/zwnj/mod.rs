//! Where did a ZWNJ stand that is lost?
mod affixes;
mod candidates;
mod features;
mod forest;
mod letters;
mod lexicon;
mod table;
mod tokens;

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
use candidates::{Candidate, between, within};
use forest::Forest;
use lexicon::{Counted, Lexicon};
use std::borrow::Cow;
use table::Table;
use tokens::Word;

/// How sure to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing.
    Off,
    /// Hardly ever wrong.
    Safe,
    /// As good as can be.
    #[default]
    Likely,
    /// More.
    Bold,
}

/// Restores.
#[derive(Debug)]
pub struct Restorer<'a> {
    lexicon: Lexicon<'a>,
    counts: Counted<'a>,
    within: Forest<'a>,
    between: Forest<'a>,
}

impl<'a> Restorer<'a> {
    /// From bytes.
    #[must_use]
    pub fn new(words: &'a [u8], forms: &'a [u8], counts: &'a [u8], within: &'a [u8], between: &'a [u8]) -> Self {
        Self {
            lexicon: Lexicon { words: Table::new(words), forms: Table::new(forms) },
            counts: Counted(Table::new(counts)),
            within: Forest::new(within),
            between: Forest::new(between),
        }
    }

    #[cfg(feature = "build-lexicon")]
    #[doc(hidden)]
    pub fn count(&self, text: &str) -> treebank::Treebank {
        treebank::Treebank::count(&self.lexicon, text)
    }

    #[cfg(feature = "build-lexicon")]
    #[doc(hidden)]
    pub fn examples(&self, bank: &treebank::Treebank, text: &str) -> (boost::Examples, boost::Examples) {
        bank.examples(&self.lexicon, text)
    }

    #[cfg(feature = "build-lexicon")]
    #[doc(hidden)]
    pub fn show(&self, text: &str) {
        let (mut at, mut words) = (0, Vec::new());
        let mut word = Word::NONE;
        while tokens::next(text.as_bytes(), &mut at, &mut word) {
            words.push(word);
        }
        let get = |i: usize| words.get(i).unwrap_or(&Word::NONE);
        for (i, word) in words.iter().enumerate() {
            if let Some(c) = (i > 0).then(|| between(&self.lexicon, &self.counts, get(i - 1), word, candidates::beside([get(i.wrapping_sub(2)), get(i - 1), word, get(i + 1)]))).flatten() {
                println!("  {} + {}: {} {:?}", &text[get(i - 1).start..get(i - 1).end], &text[word.start..word.end], self.between.score(&c.features), c.features);
            }
            let mut candidates = Vec::new();
            within(&self.lexicon, &self.counts, word, &mut candidates);
            for c in candidates {
                println!("  {}|{}: {} {:?}", &text[word.start..word.end_of(c.at)], &text[word.end_of(c.at)..word.end], self.within.score(&c.features), c.features);
            }
        }
    }

    /// Line.
    pub fn line<'e>(&self, line: &str, bounds: (i32, i32), base: usize, edits: &mut Vec<Edit<'e>>) {
        let bytes = line.as_bytes();
        let mut at = 0;
        let mut words = [Word::NONE; 4];
        let mut candidates = Vec::new();
        let mut more = true;
        let mut n = 0;
        // words[2] is the one in hand.
        loop {
            words.rotate_left(1);
            words[3] = Word::NONE;
            if more {
                more = tokens::next(bytes, &mut at, &mut words[3]);
                if !more {
                    words[3] = Word::NONE;
                }
            }
            n += 1;
            if n == 1 {
                continue;
            }
            let [before, left, right, after] = &words;
            if right.letters().is_empty() && !more {
                break;
            }
            if let Some(candidate) = between(&self.lexicon, &self.counts, left, right, candidates::beside([before, left, right, after])) {
                if self.between.score(&candidate.features) > bounds.1 {
                    let with = if letters::joins(left.letters()[candidate.at - 1]) { "\u{200C}" } else { "" };
                    let span = Span::new(base + left.end, base + right.start);
                    edits.push(Edit { span, with: Cow::Borrowed(with), by: "fa.zwnj-suffix" });
                }
            }
            if !right.foreign {
                within(&self.lexicon, &self.counts, right, &mut candidates);
                let mut marks = 0_u32;
                let mut scored: Vec<(i32, &Candidate)> =
                    candidates.iter().map(|c| (self.within.score(&c.features), c)).filter(|(s, _)| *s > bounds.0).collect();
                scored.sort_by_key(|(s, c)| (-s, c.at));
                for (_, c) in scored {
                    let near = (marks | right.marks) & (3 << c.at | 1 << (c.at - 1));
                    if near == 0 {
                        marks |= 1 << c.at;
                    }
                }
                for at in (1..32).filter(|at| marks >> at & 1 == 1) {
                    let here = base + right.end_of(at);
                    edits.push(Edit { span: Span::new(here, here), with: Cow::Borrowed("\u{200C}"), by: "fa.zwnj-compound" });
                }
            }
            if !more && words[3].letters().is_empty() {
                break;
            }
        }
    }
}
