//! Lines that may be chrome, counted exactly: in both halves, by host, with their place and three examples.
//!
//! Memory is bounded: when there are too many, those that the sketch has seen least are let go, and how often that is
//! becomes the floor below which nothing is admitted any more.

use super::{
    Page, Split,
    line::{LineForm, LineKey},
};
use rustc_hash::FxHashMap;

/// How many examples are kept of each.
const EXAMPLES: usize = 3;

/// In how many documents known rules are tried on a candidate.
const TRIALS: u32 = 8;

/// Documents with such a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DocumentCounts {
    /// Of the half to learn from.
    pub(super) train: u32,
    /// Of the half to check with.
    pub(super) held_out: u32,
}

impl DocumentCounts {
    pub(super) fn all(self) -> u32 {
        self.train + self.held_out
    }
}

/// A line as it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Example {
    /// The document and the number of the line: `page.txt:7`.
    pub(super) place: String,
    pub(super) text: String,
}

/// One line of one document.
pub(super) struct Occurrence<'s, 'd> {
    pub(super) page: &'s Page<'d>,
    /// From 0.
    pub(super) line: usize,
    /// Trimmed.
    pub(super) text: &'s str,
    /// Of the folded line.
    pub(super) chars: u32,
    /// No prose before it but candidates.
    pub(super) head: bool,
    /// No prose after it but candidates.
    pub(super) tail: bool,
    /// Whether known rules take it, when they were asked.
    pub(super) taken: Option<bool>,
}

/// What is known of a line.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) form: LineForm,
    /// The key of the slot in it.
    pub(super) parent: Option<LineKey>,
    /// By host, sorted.
    pub(super) hosts: Vec<(u32, DocumentCounts)>,
    pub(super) lines: u64,
    pub(super) bytes: u64,
    /// Lines in the head and in the tail.
    pub(super) head: u64,
    pub(super) tail: u64,
    /// Characters of the longest.
    pub(super) chars: u32,
    /// Of different documents; of different text, as far as there is.
    pub(super) examples: Vec<Example>,
    /// Lines that known rules were tried on, and that they took.
    pub(super) tried: u32,
    pub(super) taken: u32,
    /// Documents that have it, as the sketch says.
    pub(super) estimate: u32,
    /// The number of the last document seen with it.
    pub(super) last_page: u64,
}

impl Candidate {
    /// Nothing was seen yet; `estimate` documents are said to have it.
    pub(super) fn new(form: LineForm, estimate: u32) -> Self {
        Self {
            form,
            parent: None,
            hosts: Vec::new(),
            lines: 0,
            bytes: 0,
            head: 0,
            tail: 0,
            chars: 0,
            examples: Vec::new(),
            tried: 0,
            taken: 0,
            estimate,
            last_page: 0,
        }
    }

    /// Adds what was counted of another, but for its examples.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.lines += other.lines;
        self.tried += other.tried;
        self.taken += other.taken;
        self.bytes += other.bytes;
        self.head += other.head;
        self.tail += other.tail;
        self.chars = self.chars.max(other.chars);
        for &(group, count) in &other.hosts {
            let all = self.of(group);
            all.train += count.train;
            all.held_out += count.held_out;
        }
    }

    /// The documents of a host.
    fn of(&mut self, group: u32) -> &mut DocumentCounts {
        let at = self.hosts.binary_search_by_key(&group, |(host, _)| *host).unwrap_or_else(|at| {
            self.hosts.insert(at, (group, DocumentCounts::default()));
            at
        });
        &mut self.hosts[at].1
    }

    /// Bytes that known rules leave, about: they were tried on some of its lines.
    pub(super) fn adds(&self) -> u64 {
        match u128::from(self.tried) {
            0 => self.bytes,
            tried => (u128::from(self.bytes) * u128::from(self.tried - self.taken) / tried) as u64,
        }
    }

    /// Documents, on all hosts.
    pub(super) fn documents(&self) -> DocumentCounts {
        self.hosts.iter().fold(DocumentCounts::default(), |sum, (_, count)| DocumentCounts {
            train: sum.train + count.train,
            held_out: sum.held_out + count.held_out,
        })
    }

    fn record(&mut self, occurrence: &Occurrence<'_, '_>) {
        self.lines += 1;
        self.bytes += occurrence.text.len() as u64;
        self.head += u64::from(occurrence.head);
        self.tail += u64::from(occurrence.tail);
        self.chars = self.chars.max(occurrence.chars);
        if let Some(taken) = occurrence.taken {
            self.tried += 1;
            self.taken += u32::from(taken);
        }
        if self.last_page == occurrence.page.number {
            return;
        }
        self.last_page = occurrence.page.number;
        let count = self.of(occurrence.page.group);
        *(if occurrence.page.split == Split::Train { &mut count.train } else { &mut count.held_out }) += 1;
        self.keep_example(occurrence);
    }

    /// Keeps the line as an example when there are few, or in place of one that says the same as another.
    fn keep_example(&mut self, occurrence: &Occurrence<'_, '_>) {
        let example = || Example {
            place: format!("{}:{}", occurrence.page.id, occurrence.line + 1),
            text: occurrence.text.to_owned(),
        };
        if self.examples.len() < EXAMPLES {
            self.examples.push(example());
        } else if self.examples.iter().all(|shown| shown.text != occurrence.text) {
            let same = |at: usize| self.examples[..at].iter().any(|shown| shown.text == self.examples[at].text);
            if let Some(at) = (1..EXAMPLES).rev().find(|&at| same(at)) {
                self.examples[at] = example();
            }
        }
    }

    /// Bytes, about.
    fn weight(&self) -> usize {
        let examples: usize = self.examples.iter().map(|example| example.place.len() + example.text.len() + 64).sum();
        size_of::<Self>() * 2 + self.hosts.capacity() * size_of::<(u32, DocumentCounts)>() + examples
    }
}

/// All candidates.
#[derive(Debug)]
pub(super) struct Candidates {
    found: FxHashMap<LineKey, Candidate>,
    budget: usize,
    /// Bytes in use, about.
    used: usize,
    floor: u32,
}

impl Candidates {
    pub(super) fn new(budget: usize) -> Self {
        Self { found: FxHashMap::default(), budget, used: 0, floor: 0 }
    }

    pub(super) fn has(&self, key: LineKey) -> bool {
        self.found.contains_key(&key)
    }

    /// Whether known rules were not tried on it often enough.
    pub(super) fn untried(&self, key: LineKey) -> bool {
        self.found.get(&key).is_some_and(|candidate| candidate.tried < TRIALS)
    }

    /// Lines that at most so many documents have were let go for want of memory.
    pub(super) fn floor(&self) -> Option<u32> {
        (self.floor > 0).then_some(self.floor)
    }

    /// Takes up a key that `estimate` documents have.
    pub(super) fn admit(&mut self, key: LineKey, form: LineForm, estimate: u32) {
        if estimate <= self.floor {
            return;
        }
        self.found.entry(key).or_insert_with(|| Candidate::new(form, estimate));
    }

    /// Counts a line of a candidate.
    pub(super) fn record(&mut self, key: LineKey, occurrence: &Occurrence<'_, '_>, parent: Option<LineKey>) {
        let Some(candidate) = self.found.get_mut(&key) else { return };
        let before = if candidate.lines == 0 { 0 } else { candidate.weight() };
        candidate.parent = candidate.parent.or(parent);
        candidate.record(occurrence);
        self.used = self.used + candidate.weight() - before;
        while self.used > self.budget && !self.found.is_empty() {
            self.raise_floor();
        }
    }

    /// Lets go of the half that was seen least.
    fn raise_floor(&mut self) {
        let mut estimates: Vec<u32> = self.found.values().map(|candidate| candidate.estimate).collect();
        let half = estimates.len() / 2;
        self.floor = *estimates.select_nth_unstable(half).1;
        self.found.retain(|_, candidate| candidate.estimate > self.floor);
        self.used = self.found.values().map(Candidate::weight).sum();
    }

    /// All of them that were seen, sorted by key.
    pub(super) fn into_sorted(self) -> Vec<(LineKey, Candidate)> {
        let mut all: Vec<_> = self.found.into_iter().filter(|(_, candidate)| candidate.lines > 0).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::{Document, Lines},
        learn::line::KeyReader,
    };

    fn key(line: &str) -> (LineKey, LineForm) {
        let mut lines = Lines::default();
        lines.read(line);
        KeyReader::default().keys(line, &lines, 0)[0].unwrap()
    }

    fn record(candidates: &mut Candidates, line: &str, number: u64) {
        let document = Document::default();
        let page = Page { number, id: &number.to_string(), document: &document, group: 0, split: Split::Train };
        let occurrence =
            Occurrence { page: &page, line: 0, text: line, chars: 9, head: true, tail: false, taken: None };
        candidates.record(key(line).0, &occurrence, None);
    }

    #[test]
    fn examples_differ_where_lines_do() {
        let mut candidates = Candidates::new(1 << 20);
        let (id, form) = key("Code 1");
        candidates.admit(id, form, 9);
        for (number, line) in (1..).zip(["Code 1", "Code 1", "Code 1", "Code 1", "Code 2", "Code 3", "Code 4"]) {
            record(&mut candidates, line, number);
        }
        let all = candidates.into_sorted();
        let [(_, candidate)] = &all[..] else { panic!("one candidate") };
        let texts: Vec<&str> = candidate.examples.iter().map(|example| example.text.as_str()).collect();
        assert_eq!(texts, ["Code 1", "Code 3", "Code 2"]);
        assert_eq!(
            (candidate.documents(), candidate.lines, candidate.head),
            (DocumentCounts { train: 7, held_out: 0 }, 7, 7)
        );
    }

    #[test]
    fn when_memory_is_short_the_rarest_go_first() {
        let mut candidates = Candidates::new(20_000);
        for n in 0..200u64 {
            let line: String = format!("line {}", "x".repeat(n as usize + 1));
            let (id, form) = key(&line);
            candidates.admit(id, form, 1000 - n as u32);
            record(&mut candidates, &line, n + 1);
        }
        let floor = candidates.floor().unwrap();
        assert!(floor >= 900, "{floor}");
        assert!(candidates.has(key("line x").0));
        assert!(candidates.used <= 20_000);
    }
}
