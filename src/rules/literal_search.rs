//! Finding literals that may stand inside words.
//!
//! Few patterns have no better literal. Those of patterns that ask for a mark (`[ad`) are searched for only in lines
//! that hold the mark; the others by a vectorised search while they are few.
//!
//! Does not find phrases at word starts: that is [`super::word_index`], which costs less.

use super::index_keys::{Bytes, LiteralUse};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind, packed};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Literals of more bytes than this are not worth the memory of a full automaton.
const DFA_BYTES: usize = 32 << 10;

/// Literals and what each means.
#[derive(Debug, Default)]
struct LiteralGroup {
    patterns: Vec<Bytes>,
    uses: Vec<Vec<LiteralUse>>,
    /// Made when the first text is searched.
    finder: OnceLock<LiteralMatcher>,
}

/// What finds literals.
#[derive(Debug)]
struct LiteralMatcher {
    /// Whether any literal is in a text; literals must be few.
    first: Option<packed::Searcher>,
    automaton: Option<AhoCorasick>,
}

/// Literals to be searched for.
#[derive(Debug, Default)]
pub(crate) struct LiteralSearch {
    /// Those of patterns that ask for one of `marks`.
    marked: LiteralGroup,
    /// Bit `n` for ASCII character `n`.
    marks: u128,
    plain: LiteralGroup,
}

impl LiteralSearch {
    /// Literals, each with what it means and the set of marks of which its pattern asks for one (none: 0).
    pub(crate) fn build(wanted: Vec<(Bytes, LiteralUse, u128)>) -> Self {
        let marks = wanted.iter().fold(0, |marks, (.., needed)| marks | needed);
        let (marked, plain): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|(.., needed)| *needed != 0);
        Self { marked: LiteralGroup::build(marked), marks, plain: LiteralGroup::build(plain) }
    }

    /// Calls `found` with what each literal in `text` means, overlapping ones too. `marks` are the ASCII marks in it.
    pub(crate) fn scan(&self, text: &[u8], marks: u128, mut found: impl FnMut(LiteralUse)) {
        self.plain.scan(text, &mut found);
        if marks & self.marks != 0 {
            self.marked.scan(text, &mut found);
        }
    }
}

impl LiteralGroup {
    fn build(wanted: Vec<(Bytes, LiteralUse, u128)>) -> Self {
        let mut numbers: FxHashMap<Bytes, usize> = FxHashMap::default();
        let (mut patterns, mut uses): (Vec<Bytes>, Vec<Vec<LiteralUse>>) = Default::default();
        for (literal, wanted, _) in wanted {
            let number = *numbers.entry(literal.clone()).or_insert_with(|| {
                patterns.push(literal);
                uses.push(Vec::new());
                patterns.len() - 1
            });
            uses[number].push(wanted);
        }
        Self { patterns, uses, finder: OnceLock::new() }
    }

    fn finder(&self) -> LiteralMatcher {
        let patterns = || self.patterns.iter().map(|pattern| &pattern.0);
        let size: usize = patterns().map(|pattern| pattern.len()).sum();
        let kind = (size <= DFA_BYTES).then_some(AhoCorasickKind::DFA);
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).prefilter(false).build(patterns()).ok();
        LiteralMatcher { first: packed::Searcher::new(patterns()), automaton }
    }

    fn scan(&self, text: &[u8], found: &mut impl FnMut(LiteralUse)) {
        if self.patterns.is_empty() {
            return;
        }
        let LiteralMatcher { first, automaton } = self.finder.get_or_init(|| self.finder());
        let Some(automaton) = automaton else { return };
        if first.as_ref().is_some_and(|first| first.find(text).is_none()) {
            return;
        }
        for hit in automaton.find_overlapping_iter(text) {
            self.uses[hit.pattern().as_usize()].iter().for_each(|wanted| found(*wanted));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::literals::Anchor;

    #[test]
    fn literals_are_found_inside_words_and_inside_each_other() {
        let literals = [("پیام", 0), ("پای", 0), ("[ad", 1 << b'['), ("ad_1", 1 << b'[')];
        let wanted = literals.into_iter().zip(0..);
        let wanted = wanted
            .map(|((text, mark), rule)| (text.as_bytes().to_vec().into(), LiteralUse { rule, at: Anchor::Any }, mark));
        let search = LiteralSearch::build(wanted.collect());
        let found = |text: &str| {
            let marks = text.bytes().filter(u8::is_ascii).fold(0u128, |marks, b| marks | 1 << b);
            let mut found = Vec::new();
            search.scan(text.as_bytes(), marks, |wanted| found.push(wanted.rule));
            found.sort_unstable();
            found
        };
        assert_eq!(found("درپایپیام"), [0, 1]);
        assert_eq!(found("x[ad_1]"), [2, 3]);
        assert_eq!(found("متن ad_1"), [0; 0]);
    }
}
