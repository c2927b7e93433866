//! One walk over a line: places where the judge sees a lost ZWNJ, and what became of the others.
//!
//! Does not say which of the places are to be repaired: that depends on what other places show ([`super::fixpoint`]).

use super::{
    super::Edit,
    affixes,
    candidates::{beside, may_join, may_join_often, role},
    classifier::{Classifier, JoinKind, RunVerdict, Strength, WordVerdict},
    kept_spaces,
    letters::joins,
    section_evidence::{SURE, SectionEvidence, ZwnjLoss},
    tokens::{self, Gap, Run, Word},
};
use crate::span::Span;
use std::borrow::Cow;

/// A place that may want a ZWNJ. Small, since a huge line has millions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineCandidate {
    /// Bytes of the line: the space that may have to go, or nothing.
    start: u32,
    end: u32,
    /// Whether a ZWNJ comes there; none is seen after a letter that does not join.
    pub(crate) is_seen: bool,
    pub(crate) kind: JoinKind,
    pub(crate) loss: ZwnjLoss,
    /// What it is a sign of.
    pub(crate) evidence: Option<ZwnjLoss>,
    pub(crate) strength: Strength,
}

impl LineCandidate {
    pub(crate) fn edit(&self) -> Edit<'static> {
        let with = if self.is_seen { "\u{200C}" } else { "" };
        let span = Span::new(self.start as usize, self.end as usize);
        Edit { span, with: Cow::Borrowed(with), by: self.kind.id() }
    }
}

/// Appends the places of a line, sorted, and says what they show. A line with many words that are not Persian has none.
pub(crate) fn find_candidates(
    classifier: &Classifier,
    line: &str,
    candidates: &mut Vec<LineCandidate>,
) -> SectionEvidence {
    let first = candidates.len();
    let (shown, words, foreign) = walk_line(classifier, line, candidates);
    if foreign > 1 && foreign * 4 > words {
        candidates.truncate(first);
        return SectionEvidence::default();
    }
    shown
}

/// The same of a part of a line, whatever its words; also how many there are, and how many are foreign.
pub(crate) fn walk_line(
    classifier: &Classifier,
    line: &str,
    candidates: &mut Vec<LineCandidate>,
) -> (SectionEvidence, usize, usize) {
    let line = line.as_bytes();
    let addresses = may_hold_address(line);
    let mut walk = Walk { classifier, line, words: [JudgedWord::NONE; 4], shown: SectionEvidence::default() };
    let (mut at, mut read, mut foreign) = (0, 0, 0);
    let mut word = Word::NONE;
    // Whether more than a space is between the last word and `at`.
    let mut apart = false;
    let mut ahead = Lookahead::new();
    loop {
        let mut known = JudgedWord::NONE;
        let (run, plain) = ahead.next(classifier, line, at);
        if !plain.is_mixed() {
            at = run.end;
            if !plain.is_word() {
                apart = true;
                continue;
            }
            foreign += usize::from(plain.is_foreign());
            if plain.is_marked() && !plain.is_foreign() {
                let zwnj = line[run.start..run.end].windows(3).filter(|bytes| *bytes == "\u{200C}".as_bytes());
                walk.shown.count_kept(zwnj.count() as u32);
            }
            known = JudgedWord { id: run.hash, plain, start: run.start as u32, end: run.end as u32, gap: run.gap };
        } else if tokens::next(line, &mut at, &mut word) {
            ahead.clear();
            foreign += usize::from(word.foreign);
            let (id, verdict) = if word.foreign { (0, WordVerdict::NONE) } else { classifier.word(&word) };
            walk.shown.count_kept(if word.foreign { 0 } else { word.marks.count_ones() });
            let Word { start, end, gap, foreign, .. } = word;
            let plain = RunVerdict::new(verdict, affixes::small(word.letters()), foreign, word.marks != 0);
            known = JudgedWord { id, plain, start: start as u32, end: end as u32, gap };
        }
        if addresses && in_address(line, known.start as usize, known.end as usize) {
            known.plain = RunVerdict::new(WordVerdict::NONE, known.plain.small(), true, false);
        }
        if apart {
            known.gap = Gap::Other;
            apart = false;
        }
        let more = known.end > 0;
        walk.words[read % 4] = known;
        if read > 0 {
            walk.word(read - 1, candidates);
        }
        if !more {
            return (walk.shown, read, foreign);
        }
        read += 1;
    }
}

/// Runs that are read ahead, so that the memory is asked for many of them at once and not for one after the other.
#[derive(Debug)]
struct Lookahead {
    runs: [Run; Self::MOST],
    known: [RunVerdict; Self::MOST],
    /// The next of `runs`, and how many there are.
    next: usize,
    count: usize,
}

impl Lookahead {
    const MOST: usize = 8;

    fn new() -> Self {
        Self { runs: [Run::default(); _], known: [RunVerdict::UNKNOWN; _], next: 0, count: 0 }
    }

    /// Forgets what was read ahead.
    fn clear(&mut self) {
        (self.next, self.count) = (0, 0);
    }

    /// The next run and what is known of it; they go on from `at` when none is left. What is no run is mixed.
    #[inline(always)]
    fn next(&mut self, classifier: &Classifier, line: &[u8], at: usize) -> (Run, RunVerdict) {
        if self.next == self.count {
            self.fill(line, at);
            // Early, so that the look-ups of the words do not wait for each other.
            for (known, run) in self.known.iter_mut().zip(&self.runs[..self.count]) {
                *known = classifier.cached_run(run.hash);
            }
        }
        let Some(&run) = self.runs[..self.count].get(self.next) else { return (Run::default(), RunVerdict::MIXED) };
        let mut known = self.known[self.next];
        self.next += 1;
        if known == RunVerdict::UNKNOWN {
            known = classifier.run(run.hash, &line[run.start..run.end]);
        }
        (run, known)
    }

    #[inline(always)]
    fn fill(&mut self, line: &[u8], mut at: usize) {
        (self.next, self.count) = (0, 0);
        while self.count < Self::MOST
            && let Some(run) = tokens::run(line, at)
        {
            at = run.end;
            self.runs[self.count] = run;
            self.count += 1;
        }
    }
}

/// A word and what is decided of it.
#[derive(Clone, Copy, Debug)]
struct JudgedWord {
    /// Tells words that are written otherwise apart.
    id: u64,
    plain: RunVerdict,
    /// Bytes of the line.
    start: u32,
    end: u32,
    gap: Gap,
}

impl JudgedWord {
    const NONE: Self =
        Self { id: 0, plain: RunVerdict::new(WordVerdict::NONE, 0, true, false), start: 0, end: 0, gap: Gap::Other };

    /// Its letters, read anew: few words need to be.
    fn spell(&self, line: &[u8]) -> Word {
        let (mut word, mut at) = (Word::NONE, self.start as usize);
        tokens::next(line, &mut at, &mut word);
        word.gap = self.gap;
        word
    }
}

/// One line on its way through the judge; four words are in sight.
struct Walk<'j> {
    classifier: &'j Classifier,
    line: &'j [u8],
    words: [JudgedWord; 4],
    shown: SectionEvidence,
}

impl Walk<'_> {
    /// The places before and within the word of this number; the next one has been read.
    #[inline]
    fn word(&mut self, number: usize, candidates: &mut Vec<LineCandidate>) {
        let word = |ahead: usize| &self.words[(number + ahead) % 4];
        let (left, right) = (word(3), word(0));
        if number > 0
            && right.gap == Gap::Space
            && may_join(left.plain.roles(), right.plain.roles())
            && !left.plain.is_foreign()
            && !right.plain.is_foreign()
        {
            self.space([*word(2), *left, *right, *word(1)], candidates);
        }
        if self.words[number % 4].plain.verdict().has_marks() {
            self.within([3, 0, 1].map(|ahead| self.words[(number + ahead) % 4]), candidates);
        }
    }

    /// The places within the second of three words.
    fn within(&mut self, [before, known, after]: [JudgedWord; 3], candidates: &mut Vec<LineCandidate>) {
        // In a quotation.
        if is_foreign(before, known.gap) || is_foreign(after, after.gap) {
            return;
        }
        let word = known.spell(self.line);
        for (at, strength) in known.plain.verdict().marks() {
            let here = word.end_of(at, self.line);
            let kind = JoinKind::of(&word.letters()[..at], &word.letters()[at..]);
            let is_style = (1..=9).contains(&affixes::ending(word.near_right(at)));
            let evidence = (strength >= SURE && !is_style).then_some(ZwnjLoss::Deleted);
            self.shown.count_lost(evidence);
            let (start, end) = (here as u32, here as u32);
            candidates.push(LineCandidate {
                start,
                end,
                is_seen: true,
                kind,
                loss: ZwnjLoss::Deleted,
                evidence,
                strength,
            });
        }
    }

    /// The space between the second and the third of four words.
    fn space(&mut self, [before, left, right, after]: [JudgedWord; 4], candidates: &mut Vec<LineCandidate>) {
        // In a quotation only endings are joined.
        let quoted = is_foreign(before, left.gap) || is_foreign(after, after.gap);
        if quoted && right.plain.roles() & role::ENDING == 0 {
            return;
        }
        let beside = beside([(before.plain.small(), left.gap), (after.plain.small(), after.gap)]);
        let often = may_join_often(left.plain.roles(), right.plain.roles());
        let spell = || [left.spell(self.line), right.spell(self.line)];
        let strength = self.classifier.pair([left.id, right.id], often, beside, spell);
        if strength > 0 {
            let [one, two] = spell();
            if kept_spaces::may_be_kept(one.letters(), two.letters())
                && self.keeps_space([before, left, right, after], [&one, &two])
            {
                return;
            }
            let letters = one.letters();
            let is_seen = joins(letters[letters.len() - 1]);
            let kind = JoinKind::of(one.near_left(letters.len()), two.near_right(0));
            let (start, end) = (left.end, right.start);
            let evidence = (strength >= SURE && is_seen).then_some(ZwnjLoss::ToSpace);
            self.shown.count_lost(evidence);
            candidates.push(LineCandidate { start, end, is_seen, kind, loss: ZwnjLoss::ToSpace, evidence, strength });
        }
    }

    /// Whether the space between the second and the third of four words parts them, by what stands around it. `spelled` are
    /// these two.
    fn keeps_space(&self, [before, left, _, after]: [JudgedWord; 4], spelled: [&Word; 2]) -> bool {
        let mut last = Word::NONE;
        let mut at = after.end as usize;
        let goes_on = after.gap == Gap::Space && after.end > 0;
        if !(goes_on && tokens::next(self.line, &mut at, &mut last) && last.gap == Gap::Space) {
            last = Word::NONE;
        }
        let near = |known: JudgedWord, is_near: bool| if is_near { known.spell(self.line) } else { Word::NONE };
        let (first, fourth) = (near(before, left.gap == Gap::Space), near(after, goes_on));
        let words = [&first, spelled[0], spelled[1], &fourth, &last];
        let numbered = ends_in_number(self.line[..left.start as usize].trim_ascii_end());
        let often = may_join_often(before.plain.roles(), left.plain.roles());
        let compound = || {
            !first.letters().is_empty()
                && left.plain.roles() & role::ENDING == 0
                && self.classifier.pair([before.id, left.id], often, [0; 2], || [first, *spelled[0]]) > 0
        };
        self.classifier.keeps_space(words.map(Word::letters), numbered, compound)
    }
}

/// Whether these bytes end in a digit, a Persian or Arabic one or another.
fn ends_in_number(bytes: &[u8]) -> bool {
    matches!(bytes, [.., b'0'..=b'9'] | [.., 0xD9, 0xA0..=0xA9] | [.., 0xDB, 0xB0..=0xB9])
}

/// Whether a word beyond this gap is foreign.
fn is_foreign(word: JudgedWord, gap: Gap) -> bool {
    gap == Gap::Space && word.plain.is_foreign() && word.end > 0
}

/// Whether the line holds a character that makes addresses, handles, tags and code.
fn may_hold_address(line: &[u8]) -> bool {
    memchr::memchr3(b'@', b'#', b'/', line).is_some() || memchr::memchr3(b'_', b'\\', b'=', line).is_some()
}

/// Bytes of the longest address that is known for one.
const ADDRESS: usize = 1024;

/// Whether the word at `start..end` stands in an address: what is around it tells, up to the spaces, or to the bracket of a
/// shortcode (`[ad_1]`) that touches it.
fn in_address(line: &[u8], start: usize, end: usize) -> bool {
    let before = &line[start.saturating_sub(ADDRESS)..start];
    let after = &line[end..line.len().min(end + ADDRESS)];
    let start = start - before.iter().rev().position(|b| matches!(b, b' ' | b']' | b'}')).unwrap_or(before.len());
    let end = end + after.iter().position(|b| matches!(b, b' ' | b'[' | b'{')).unwrap_or(after.len());
    let chunk = &line[start..end];
    chunk.iter().any(|b| matches!(b, b'@' | b'#' | b'_' | b'\\' | b'='))
        || (chunk.contains(&b'/') && chunk.iter().any(u8::is_ascii_alphabetic))
}
