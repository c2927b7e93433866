//! One walk over a line: places where the judge sees a lost ZWNJ, and what became of the others.
//!
//! Does not say which of the places are to be repaired: that depends on what other places show ([`super::settle`]).

use super::{
    super::Edit,
    affixes,
    candidates::{beside, may_join, may_join_often, role},
    judge::{Judge, Kind, Plain, Strength, Verdict},
    letters::joins,
    signs::{Lost, SURE, Signs},
    tokens::{self, Gap, Run, Word},
};
use crate::span::Span;
use std::borrow::Cow;

/// A place that may want a ZWNJ. Small, since a huge line has millions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Bytes of the line: the space that may have to go, or nothing.
    start: u32,
    end: u32,
    /// Whether a ZWNJ comes there; none is seen after a letter that does not join.
    pub(crate) is_seen: bool,
    pub(crate) kind: Kind,
    pub(crate) lost: Lost,
    /// What it is a sign of.
    pub(crate) sign: Option<Lost>,
    pub(crate) strength: Strength,
}

impl Place {
    pub(crate) fn edit(&self) -> Edit<'static> {
        let with = if self.is_seen { "\u{200C}" } else { "" };
        let span = Span::new(self.start as usize, self.end as usize);
        Edit { span, with: Cow::Borrowed(with), by: self.kind.id() }
    }
}

/// Appends the places of a line, sorted, and says what they show. A line with many words that are not Persian has none.
pub(crate) fn look(judge: &Judge, line: &str, places: &mut Vec<Place>) -> Signs {
    let first = places.len();
    let (signs, words, foreign) = walk(judge, line, places);
    if foreign > 1 && foreign * 4 > words {
        places.truncate(first);
        return Signs::default();
    }
    signs
}

/// The same of a part of a line, whatever its words; also how many there are, and how many are foreign.
pub(crate) fn walk(judge: &Judge, line: &str, places: &mut Vec<Place>) -> (Signs, usize, usize) {
    let line = line.as_bytes();
    let addresses = may_hold_address(line);
    let mut walk = Walk { judge, line, words: [Known::NONE; 4], spelled: [const { None }; 4], signs: Signs::default() };
    let (mut at, mut read, mut foreign) = (0, 0, 0);
    let mut word = Word::NONE;
    // Whether more than a space is between the last word and `at`.
    let mut apart = false;
    let mut ahead = Ahead::default();
    loop {
        let plain = ahead
            .next(judge, line, at)
            .and_then(|(run, recalled)| Some((run, judge.run(run.hash, recalled, &line[run.start..run.end])?)));
        let mut known = if let Some((Run { start, end, gap, hash }, plain)) = plain {
            at = end;
            if !plain.is_word() {
                apart = true;
                continue;
            }
            if plain.marked && !plain.foreign {
                let zwnj = line[start..end].windows(3).filter(|bytes| *bytes == "\u{200C}".as_bytes());
                walk.signs.keep(zwnj.count() as u32);
            }
            foreign += usize::from(plain.foreign);
            let Plain { foreign, small, verdict, .. } = plain;
            Known { id: hash, verdict, start: start as u32, end: end as u32, gap, foreign, small }
        } else if tokens::next(line, &mut at, &mut word) {
            ahead = Ahead::default();
            foreign += usize::from(word.foreign);
            let (id, verdict) = if word.foreign { (0, Verdict::NONE) } else { judge.word(&word) };
            walk.signs.keep(if word.foreign { 0 } else { word.marks.count_ones() });
            let Word { start, end, gap, foreign, .. } = word;
            let small = affixes::small(word.letters());
            Known { id, verdict, start: start as u32, end: end as u32, gap, foreign, small }
        } else {
            Known::NONE
        };
        if addresses && in_address(line, known.start as usize, known.end as usize) {
            (known.foreign, known.verdict) = (true, Verdict::NONE);
        }
        if apart {
            known.gap = Gap::Other;
            apart = false;
        }
        let more = known.end > 0;
        (walk.words[read % 4], walk.spelled[read % 4]) = (known, None);
        if read > 0 {
            walk.word(read - 1, places);
        }
        if !more {
            return (walk.signs, read, foreign);
        }
        read += 1;
    }
}

/// Runs that are read ahead, so that the memory is asked for many of them at once and not for one after the other.
#[derive(Debug, Default)]
struct Ahead {
    runs: [(Run, Option<u64>); Self::MOST],
    /// The next of `runs`, and how many there are.
    next: usize,
    count: usize,
}

impl Ahead {
    const MOST: usize = 8;

    /// The next run, and what is remembered of it; they go on from `at` when none is left.
    #[inline]
    fn next(&mut self, judge: &Judge, line: &[u8], at: usize) -> Option<(Run, Option<u64>)> {
        if self.next == self.count {
            (self.next, self.count) = (0, 0);
            let mut at = at;
            while self.count < Self::MOST
                && let Some(run) = tokens::run(line, at)
            {
                self.runs[self.count].0 = run;
                self.count += 1;
                at = run.end;
            }
            for (run, recalled) in &mut self.runs[..self.count] {
                *recalled = judge.recall(run.hash);
            }
        }
        let next = self.runs[..self.count].get(self.next).copied();
        self.next += 1;
        next
    }
}

/// A word and what is decided of it.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Tells words that are written otherwise apart.
    id: u64,
    verdict: Verdict,
    /// Bytes of the line.
    start: u32,
    end: u32,
    gap: Gap,
    foreign: bool,
    /// See [`affixes::small`].
    small: u8,
}

impl Known {
    const NONE: Self =
        Self { start: 0, end: 0, gap: Gap::Other, foreign: true, small: 0, id: 0, verdict: Verdict::NONE };

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
    judge: &'j Judge,
    line: &'j [u8],
    words: [Known; 4],
    /// Those of them that were read letter by letter.
    spelled: [Option<Word>; 4],
    signs: Signs,
}

impl Walk<'_> {
    /// The places before and within the word of this number; the next one has been read.
    #[inline]
    fn word(&mut self, number: usize, places: &mut Vec<Place>) {
        let word = |ahead: usize| &self.words[(number + ahead) % 4];
        let (left, right) = (word(3), word(0));
        if number > 0
            && right.gap == Gap::Space
            && may_join(left.verdict.roles(), right.verdict.roles())
            && !left.foreign
            && !right.foreign
        {
            self.space([2, 3, 0, 1].map(|ahead| (number + ahead) % 4), places);
        }
        if self.words[number % 4].verdict.has_marks() {
            self.within([3, 0, 1].map(|ahead| (number + ahead) % 4), places);
        }
    }

    /// Reads the letters of these of the words in sight.
    fn spell<const COUNT: usize>(&mut self, words: [usize; COUNT]) -> [&Word; COUNT] {
        for at in words {
            let (known, line) = (&self.words[at], self.line);
            self.spelled[at].get_or_insert_with(|| known.spell(line));
        }
        words.map(|at| self.spelled[at].as_ref().unwrap_or(&Word::NONE))
    }

    /// The places within the second of three words.
    fn within(&mut self, words: [usize; 3], places: &mut Vec<Place>) {
        let [before, known, after] = words.map(|at| self.words[at]);
        // In a quotation.
        if is_foreign(before, known.gap) || is_foreign(after, after.gap) {
            return;
        }
        let line = self.line;
        let [word] = self.spell([words[1]]);
        let mut signs = Signs::default();
        for (at, strength) in known.verdict.marks() {
            let here = word.end_of(at, line);
            let kind = Kind::of(&word.letters()[..at], &word.letters()[at..]);
            let is_style = (1..=9).contains(&affixes::ending(word.near_right(at)));
            let sign = (strength >= SURE && !is_style).then_some(Lost::Deleted);
            signs.lose(sign);
            let (start, end) = (here as u32, here as u32);
            places.push(Place { start, end, is_seen: true, kind, lost: Lost::Deleted, sign, strength });
        }
        self.signs = self.signs + signs;
    }

    /// The space between the second and the third of four words.
    fn space(&mut self, words: [usize; 4], places: &mut Vec<Place>) {
        let [before, left, right, after] = words.map(|at| self.words[at]);
        // In a quotation only endings are joined.
        let quoted = is_foreign(before, left.gap) || is_foreign(after, after.gap);
        if quoted && right.verdict.roles() & role::ENDING == 0 {
            return;
        }
        let beside = beside([(before.small, left.gap), (after.small, after.gap)]);
        let often = may_join_often(left.verdict.roles(), right.verdict.roles());
        let judge = self.judge;
        let strength = judge.pair([left.id, right.id], often, beside, || self.spell([words[1], words[2]]));
        if strength > 0 {
            if self.parts(words) {
                return;
            }
            let [one, two] = self.spell([words[1], words[2]]);
            let letters = one.letters();
            let is_seen = joins(letters[letters.len() - 1]);
            let kind = Kind::of(one.near_left(letters.len()), two.near_right(0));
            let (start, end) = (left.end, right.start);
            let sign = (strength >= SURE && is_seen).then_some(Lost::ToSpace);
            self.signs.lose(sign);
            places.push(Place { start, end, is_seen, kind, lost: Lost::ToSpace, sign, strength });
        }
    }

    /// Whether the space between the second and the third of four words parts them, by what stands around it.
    fn parts(&mut self, words: [usize; 4]) -> bool {
        let [before, left, _, after] = words.map(|at| self.words[at]);
        let mut last = Word::NONE;
        let mut at = after.end as usize;
        let goes_on = after.gap == Gap::Space && after.end > 0;
        if !(goes_on && tokens::next(self.line, &mut at, &mut last) && last.gap == Gap::Space) {
            last = Word::NONE;
        }
        let (judge, line) = (self.judge, self.line);
        let spelled = self.spell(words);
        let near = |at: usize, is_near: bool| if is_near { spelled[at] } else { &Word::NONE };
        let words = [near(0, left.gap == Gap::Space), near(1, true), near(2, true), near(3, goes_on), &last];
        let numbered = ends_in_number(line[..left.start as usize].trim_ascii_end());
        let often = may_join_often(before.verdict.roles(), left.verdict.roles());
        let compound = || {
            !words[0].letters().is_empty()
                && left.verdict.roles() & role::ENDING == 0
                && judge.pair([before.id, left.id], often, [0; 2], || [words[0], words[1]]) > 0
        };
        judge.parts([0, 1, 2, 3, 4].map(|at| words[at].letters()), numbered, compound)
    }
}

/// Whether these bytes end in a digit, a Persian or Arabic one or another.
fn ends_in_number(bytes: &[u8]) -> bool {
    matches!(bytes, [.., b'0'..=b'9'] | [.., 0xD9, 0xA0..=0xA9] | [.., 0xDB, 0xB0..=0xB9])
}

/// Whether a word beyond this gap is foreign.
fn is_foreign(word: Known, gap: Gap) -> bool {
    gap == Gap::Space && word.foreign && word.end > 0
}

/// Whether the line holds a character that makes addresses, handles, tags and code.
fn may_hold_address(line: &[u8]) -> bool {
    memchr::memchr3(b'@', b'#', b'/', line).is_some() || memchr::memchr3(b'_', b'\\', b'=', line).is_some()
}

/// Bytes of the longest address that is known for one.
const ADDRESS: usize = 1024;

/// Whether the word at `start..end` stands in an address: what is around it up to the spaces tells.
fn in_address(line: &[u8], start: usize, end: usize) -> bool {
    let before = &line[start.saturating_sub(ADDRESS)..start];
    let after = &line[end..line.len().min(end + ADDRESS)];
    let start = start - before.iter().rev().position(|b| *b == b' ').unwrap_or(before.len());
    let end = end + after.iter().position(|b| *b == b' ').unwrap_or(after.len());
    let chunk = &line[start..end];
    chunk.iter().any(|b| matches!(b, b'@' | b'#' | b'_' | b'\\' | b'='))
        || (chunk.contains(&b'/') && chunk.iter().any(u8::is_ascii_alphabetic))
}
