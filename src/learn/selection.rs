//! Is it chrome? What a candidate must show before it is proposed.
//!
//! | asked of | at least |
//! |---|---|
//! | one host | 3 documents to learn from, a tenth of the host's (a fifth for a label with any value) |
//! | many hosts | 5 hosts, 10 documents, a fiftieth of what those hosts have; then the rule is for every host |
//! | a long line | one host only, three tenths of its documents, and its place is the head or the tail |
//! | the other half | half of the share that was learnt |
//!
//! A line is long from [`SENTENCE_CHARS`] characters: what long lines many hosts share is syndicated prose.

use super::{
    accepted::{Accepted, HostScope, in_place},
    candidate::{Candidate, Candidates, DocumentCounts},
    frame,
    group::HostGroups,
    line::{LineForm, LineKey},
};
use crate::document::SENTENCE_CHARS;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

const MIN_DOCUMENTS: u32 = 3;
const MIN_SHARE: f64 = 0.1;
const MIN_VALUE_SHARE: f64 = 0.2;
const MIN_LONG_SHARE: f64 = 0.3;
const MIN_HOSTS: usize = 5;
const MIN_DOCUMENTS_OF_MANY: u32 = 10;
const MIN_SHARE_OF_MANY: f64 = 0.02;
/// A label that stands more often in a document is a speaker's name or a table.
const MAX_LINES_A_DOCUMENT: f64 = 1.5;
/// Of a slot's lines: what varies less needs no slot.
const MAX_SHARE_OF_ONE: f64 = 0.8;

/// Why a line that many documents have is in no rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// Too few documents have it.
    Rare,
    /// The half that was not learnt from does not confirm it.
    Unconfirmed,
    /// A long line on more than one host.
    Syndicated,
    /// A long line among the prose.
    Inside,
    /// A label that stands several times in a document.
    Dialogue,
    /// Known rules take it.
    Known,
    /// Another proposed rule takes it.
    Covered,
}

impl Refusal {
    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rare => "too rare",
            Self::Unconfirmed => "not confirmed by the other half",
            Self::Syndicated => "prose of several hosts",
            Self::Inside => "long and amid prose",
            Self::Dialogue => "labels that repeat in a document",
            Self::Known => "removed by known rules",
            Self::Covered => "covered by another rule",
        }
    }
}

/// What came of all candidates.
#[derive(Debug, Default)]
pub(super) struct Selected {
    /// What would add most first.
    pub(super) accepted: Vec<Accepted>,
    pub(super) refused: BTreeMap<Refusal, usize>,
}

/// Whether a line that `alone` documents have, `here` of them on this host with its `total`, is worth counting exactly.
pub(super) fn is_frequent(alone: u32, here: u32, total: u32) -> bool {
    alone >= MIN_DOCUMENTS_OF_MANY || here >= MIN_DOCUMENTS && share(here, total) >= MIN_SHARE
}

/// Judges them all; `refuses_known`: what is taken already needs no rule.
pub(super) fn select(candidates: Candidates, groups: &HostGroups, refuses_known: bool) -> Selected {
    let mut judged = Selected::default();
    for (key, candidate) in candidates.into_sorted() {
        match scope(&candidate, groups, refuses_known) {
            Ok(scope) => judged.accepted.push(Accepted { key, candidate, scope, frame: None }),
            Err(why) => *judged.refused.entry(why).or_default() += 1,
        }
    }
    let before = judged.accepted.len();
    drop_covered(&mut judged.accepted);
    if judged.accepted.len() < before {
        judged.refused.insert(Refusal::Covered, before - judged.accepted.len());
    }
    frame::join(&mut judged.accepted);
    judged.accepted.sort_by_key(|accepted| (std::cmp::Reverse(accepted.candidate.adds()), accepted.key));
    judged
}

/// For which hosts the candidate is chrome.
fn scope(candidate: &Candidate, groups: &HostGroups, refuses_known: bool) -> Result<HostScope, Refusal> {
    if refuses_known && candidate.tried > 0 && candidate.taken * 2 >= candidate.tried {
        return Err(Refusal::Known);
    }
    let seen = candidate.documents();
    if candidate.form == LineForm::Value && candidate.lines as f64 > MAX_LINES_A_DOCUMENT * f64::from(seen.all()) {
        return Err(Refusal::Dialogue);
    }
    let long = candidate.chars >= SENTENCE_CHARS && !is_slot(candidate.form);
    if long && candidate.hosts.len() > 1 {
        return Err(Refusal::Syndicated);
    }
    if long && !in_place(candidate.head, candidate.lines) && !in_place(candidate.tail, candidate.lines) {
        return Err(Refusal::Inside);
    }
    let of = total(candidate, groups);
    if candidate.hosts.len() >= MIN_HOSTS && seen.train >= MIN_DOCUMENTS_OF_MANY {
        let asked = if candidate.form == LineForm::Value { MIN_SHARE } else { MIN_SHARE_OF_MANY };
        if confirmed(seen, of, asked) == Ok(()) {
            return Ok(HostScope::Every);
        }
    }
    let asked = match candidate.form {
        _ if long => MIN_LONG_SHARE,
        LineForm::Value => MIN_VALUE_SHARE,
        _ => MIN_SHARE,
    };
    let mut hosts = Vec::new();
    let mut why = Refusal::Rare;
    for &(host, count) in &candidate.hosts {
        let [learn, check] = groups.get(host).documents;
        match confirmed(count, DocumentCounts { train: learn, held_out: check }, asked) {
            Ok(()) => hosts.push(host),
            Err(refusal) => why = why.max(refusal),
        }
    }
    if hosts.is_empty() { Err(why) } else { Ok(HostScope::Hosts(hosts)) }
}

/// Whether `seen` of the documents `of` are enough, and the other half says so too.
fn confirmed(seen: DocumentCounts, of: DocumentCounts, asked: f64) -> Result<(), Refusal> {
    let (learnt, checked) = (share(seen.train, of.train), share(seen.held_out, of.held_out));
    if seen.train < MIN_DOCUMENTS || learnt < asked {
        Err(Refusal::Rare)
    } else if seen.held_out == 0 || checked < learnt / 2.0 {
        Err(Refusal::Unconfirmed)
    } else {
        Ok(())
    }
}

/// The documents of the hosts where it was seen.
pub(super) fn total(candidate: &Candidate, groups: &HostGroups) -> DocumentCounts {
    candidate.hosts.iter().fold(DocumentCounts::default(), |sum, (host, _)| {
        let [learn, check] = groups.get(*host).documents;
        DocumentCounts { train: sum.train + learn, held_out: sum.held_out + check }
    })
}

/// A slot that one line fills nearly always is none; lines that fill a slot need no rule beside it.
fn drop_covered(accepted: &mut Vec<Accepted>) {
    let mut most: FxHashMap<LineKey, u64> = FxHashMap::default();
    for one in accepted.iter() {
        if let Some(parent) = one.candidate.parent {
            let lines = most.entry(parent).or_default();
            *lines = one.candidate.lines.max(*lines);
        }
    }
    accepted.retain(|one| {
        let same = most.get(&one.key).copied().unwrap_or_default();
        !is_slot(one.candidate.form) || (same as f64) < MAX_SHARE_OF_ONE * one.candidate.lines as f64
    });
    let slots: FxHashMap<LineKey, HostScope> =
        accepted.iter().filter(|one| is_slot(one.candidate.form)).map(|one| (one.key, one.scope.clone())).collect();
    accepted.retain(|one| {
        let slot = one.candidate.parent.and_then(|parent| slots.get(&parent));
        slot.is_none_or(|slot| !slot.holds(&one.scope))
    });
}

fn is_slot(form: LineForm) -> bool {
    matches!(form, LineForm::Value | LineForm::Path)
}

fn share(some: u32, all: u32) -> f64 {
    f64::from(some) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A short line in the tail, in so many documents of each half of each host.
    fn seen(on: &[[u32; 2]]) -> Candidate {
        let mut candidate = Candidate::new(LineForm::Line, 0);
        candidate.hosts = (0..)
            .zip(on)
            .map(|(host, &[learn, check])| (host, DocumentCounts { train: learn, held_out: check }))
            .collect();
        candidate.lines = candidate.documents().all().into();
        candidate.tail = candidate.lines;
        candidate.chars = 20;
        candidate
    }

    #[test]
    fn candidates_are_judged_by_their_evidence() {
        let groups = HostGroups::with(&[[10, 10]; 6]);
        let long = |on: &[[u32; 2]]| Candidate { chars: 90, ..seen(on) };
        let few = [[5, 5]];
        let cases: Vec<(&str, Candidate, Result<HostScope, Refusal>)> = vec![
            ("half of a host's pages", seen(&few), Ok(HostScope::Hosts(vec![0]))),
            ("one page", seen(&[[1, 1]]), Err(Refusal::Rare)),
            ("not in the other half", seen(&[[6, 0]]), Err(Refusal::Unconfirmed)),
            ("often on one host, once on another", seen(&[[5, 5], [1, 0]]), Ok(HostScope::Hosts(vec![0]))),
            ("a few pages of many hosts", seen(&[[2, 2]; 6]), Ok(HostScope::Every)),
            ("a long line of one host", long(&few), Ok(HostScope::Hosts(vec![0]))),
            ("a long line of two hosts", long(&[[5, 5], [1, 0]]), Err(Refusal::Syndicated)),
            ("a long line amid prose", Candidate { tail: 0, ..long(&few) }, Err(Refusal::Inside)),
            ("a speaker's name", Candidate { form: LineForm::Value, lines: 60, ..seen(&few) }, Err(Refusal::Dialogue)),
            ("a known line", Candidate { tried: 8, taken: 8, ..seen(&few) }, Err(Refusal::Known)),
        ];
        for (name, candidate, want) in cases {
            assert_eq!(scope(&candidate, &groups, true), want, "{name}");
        }
        let known = Candidate { tried: 8, taken: 8, ..seen(&few) };
        assert_eq!(scope(&known, &groups, false), Ok(HostScope::Hosts(vec![0])), "known, and nobody asks");
    }

    #[test]
    fn a_slot_takes_the_lines_that_fill_it_unless_one_line_always_does() {
        let accepted = |form, lines, parent: Option<LineKey>, key| {
            let candidate = Candidate { form, lines, parent, ..seen(&[[5, 5]]) };
            Accepted { key, candidate, scope: HostScope::Hosts(vec![0]), frame: None }
        };
        let [slot, one, two] = [b"slot", b"one ", b"two "].map(|bytes| LineKey::new(LineForm::Path, bytes));
        for (lines, left) in [([6, 4], vec![slot]), ([9, 1], vec![one, two])] {
            let mut all = vec![
                accepted(LineForm::Path, 10, None, slot),
                accepted(LineForm::Line, lines[0], Some(slot), one),
                accepted(LineForm::Line, lines[1], Some(slot), two),
            ];
            drop_covered(&mut all);
            assert_eq!(all.iter().map(|one| one.key).collect::<Vec<_>>(), left);
        }
    }
}
