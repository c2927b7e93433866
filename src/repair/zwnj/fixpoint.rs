//! Which of the places found are repaired? What the lines of a section show together says how sure one must be; then the
//! repaired lines are looked at again, until nothing more is found.

use super::{
    super::{Edit, apply, compose_edits, prefilter::is_arabic_lead},
    Level,
    classifier::Classifier,
    damaged,
    line_walk::{LineCandidate, find_candidates, walk_line},
    section_evidence::{SURE, SectionEvidence},
};
use crate::span::Span;
use std::{borrow::Cow, ops::Range};

/// More looks than any text needs.
const ROUNDS: usize = 5;

struct SectionLine<'t> {
    base: usize,
    text: &'t str,
    /// What the edits so far make of it.
    now: Cow<'t, str>,
    edits: Vec<Edit<'static>>,
    /// Its places among all.
    candidates: Range<usize>,
    shown: SectionEvidence,
    /// Whether it is long enough to tell of others.
    tells: bool,
    /// Whether nobody has looked at it since it was changed.
    fresh: bool,
}

/// Which lines and repairs are asked for.
pub(super) struct RepairFilter<L, R> {
    pub(super) level: Level,
    pub(super) line: L,
    pub(super) repair: R,
}

/// Appends the repairs of the lines of a section.
pub(super) fn repair_to_fixpoint<'t>(
    classifier: &Classifier,
    lines: impl Iterator<Item = (usize, &'t str)>,
    wanted: &RepairFilter<impl Fn(&str) -> bool, impl Fn(&str) -> bool>,
    edits: &mut Vec<Edit<'_>>,
) {
    let mut candidates = Vec::new();
    let mut section: Vec<SectionLine<'_>> = Vec::new();
    for (base, text) in lines.filter(|(_, text)| has_arabic(text)) {
        let from = candidates.len();
        let shown = find_candidates(classifier, text, &mut candidates);
        // Most lines have nothing to say, whatever their language.
        if shown.is_empty() && candidates.len() == from && !damaged::may_hold(text.as_bytes()) {
            continue;
        }
        if !(wanted.line)(text) {
            candidates.truncate(from);
            continue;
        }
        let (now, candidates) = (Cow::Borrowed(text), from..candidates.len());
        section.push(SectionLine {
            base,
            text,
            now,
            edits: Vec::new(),
            candidates,
            shown,
            tells: is_long(text),
            fresh: true,
        });
    }
    // Short lines are what rules remove: what they show must not be missed when they are gone. Where there is nothing
    // else, they tell of each other.
    if !section.iter().any(|line| line.tells) {
        section.iter_mut().for_each(|line| line.tells = true);
    }
    let mut least = [i32::MAX; 2];
    for _ in 0..ROUNDS {
        let telling = section.iter().filter(|line| line.tells);
        let bounds = telling.fold(SectionEvidence::default(), |all, line| all + line.shown).bounds(wanted.level);
        // Signs that repairs brought to light may ask for less than before; then all lines are looked at anew.
        if bounds[0] < least[0] || bounds[1] < least[1] {
            for line in section.iter_mut().filter(|line| !line.edits.is_empty()) {
                line.refresh(classifier, &mut candidates);
            }
        }
        least = bounds;
        let mut settled = true;
        for line in &mut section {
            let (found, rest) = line.repairs(classifier, &candidates, bounds, &wanted.repair);
            line.fresh = false;
            if found.is_empty() {
                continue;
            }
            line.now = Cow::Owned(apply(&line.now, &found));
            if is_fixpoint(classifier, &line.now, &found, bounds) {
                (line.shown, line.candidates) = (rest, 0..0);
            } else {
                settled = false;
                line.refresh(classifier, &mut candidates);
            }
            let before = std::mem::take(&mut line.edits);
            line.edits = if before.is_empty() { found } else { compose_edits(line.text, before, found) };
        }
        if settled {
            break;
        }
    }
    drop(candidates);
    for SectionLine { base, text, edits: own, now, .. } in section {
        drop(now);
        let real = own.into_iter().filter(|edit| edit.with != edit.span.slice(text));
        let real = real.map(|edit| Edit { span: Span::new(base + edit.span.start, base + edit.span.end), ..edit });
        // The first ones of a text keep their place in memory.
        if edits.is_empty() { *edits = real.collect() } else { edits.extend(real) }
    }
}

/// Whether a line has letters that Persian is written with: their first bytes, and those of old presentation forms.
fn has_arabic(line: &str) -> bool {
    // Without branches, so that many bytes are looked at at a time.
    line.as_bytes().chunks(64).any(|some| some.iter().fold(false, |has, &b| has | is_arabic_lead(b) | (b == 0xEF)))
}

impl SectionLine<'_> {
    fn refresh(&mut self, classifier: &Classifier, candidates: &mut Vec<LineCandidate>) {
        let from = candidates.len();
        self.shown = find_candidates(classifier, &self.now, candidates);
        self.candidates = from..candidates.len();
        self.fresh = true;
    }

    /// The repairs of the line as it is now, and what it will show when they are made.
    fn repairs(
        &self,
        classifier: &Classifier,
        candidates: &[LineCandidate],
        bounds: [i32; 2],
        wanted: &impl Fn(&str) -> bool,
    ) -> (Vec<Edit<'static>>, SectionEvidence) {
        let mut rest = self.shown;
        let is_wanted = |candidate: &&LineCandidate| {
            i32::from(candidate.strength) >= bounds[candidate.loss as usize] && wanted(candidate.kind.id())
        };
        let taken = || candidates[self.candidates.clone()].iter().filter(is_wanted);
        let mut found = Vec::with_capacity(taken().count());
        for candidate in taken() {
            found.push(candidate.edit());
            rest.count_repaired(candidate.evidence, candidate.is_seen);
        }
        if self.fresh && damaged::may_hold(self.now.as_bytes()) {
            damaged::repair(classifier, &self.now, &mut found);
            found.retain(|edit| wanted(edit.by));
            found.sort_by_key(|edit| edit.span);
        }
        (found, rest)
    }
}

/// Whether a line has the letters of a sentence, which no repair changes.
fn is_long(text: &str) -> bool {
    const LETTERS: usize = 48;
    let mut letters = 0;
    text.as_bytes().chunks(64).any(|some| {
        letters += some.iter().filter(|&&byte| is_arabic_lead(byte)).count();
        letters >= LETTERS
    })
}

/// Whether nothing more is to be found around the edits that made this line. An edit changes what is seen of three words
/// to each side at most.
fn is_fixpoint(classifier: &Classifier, line: &str, edits: &[Edit<'_>], bounds: [i32; 2]) -> bool {
    const WORDS: usize = 4;
    // Words longer than this are no words, and are not worth the search.
    const REACH: usize = 512;
    let bytes = line.as_bytes();
    let mut candidates = Vec::new();
    let (mut moved, mut from, mut to) = (0, 0, 0);
    let mut quiet = |part: Range<usize>| {
        candidates.clear();
        walk_line(classifier, &line[part], &mut candidates);
        candidates
            .iter()
            .all(|candidate| i32::from(candidate.strength) < bounds[candidate.loss as usize].min(SURE.into()))
    };
    for edit in edits {
        let at = (edit.span.start as isize + moved) as usize;
        moved += edit.with.len() as isize - edit.span.len() as isize;
        let (low, high) = (at.saturating_sub(REACH), bytes.len().min(at + REACH));
        let first = memchr::memrchr_iter(b' ', &bytes[low..at]).nth(WORDS - 1).map(|space| low + space);
        let last = memchr::memchr_iter(b' ', &bytes[at..high]).nth(WORDS - 1).map(|space| at + space);
        let Some(first) = first.or((low == 0).then_some(0)) else { return false };
        let Some(last) = last.or((high == bytes.len()).then_some(high)) else { return false };
        if first >= to {
            if to > 0 && !quiet(from..to) {
                return false;
            }
            from = first;
        }
        to = last;
    }
    quiet(from..to)
}
