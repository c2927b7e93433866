//! Lines of many hosts that differ in a name: `All rights belong to …, publisher` in the words of one web shop.
//!
//! Of lines that are proposed for one host each, those that begin and end alike make one rule for every host. So a host
//! of which too few pages were seen is covered by what its neighbours say.

use super::{
    accepted::{Accepted, Frame, HostScope},
    candidate::{Candidate, Example},
    line::LineForm,
};
use crate::fold;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::hash::BuildHasher;

/// A frame has at least so many words,
const MIN_WORDS: usize = 3;
/// its lines at most so many,
const MAX_WORDS: usize = 16;
/// the name in it too,
const MAX_NAME: usize = 4;
/// and so many hosts use it.
const MIN_HOSTS: usize = 5;

/// Puts one rule in the place of those that have a frame in common.
pub(super) fn join(accepted: &mut Vec<Accepted>) {
    let texts: Vec<String> = accepted.iter().map(text).collect();
    // Most frames are of one line: they are counted as hashes, and only what is left is spelt out.
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for text in &texts {
        each(text, |frame| *counts.entry(FxBuildHasher.hash_one(frame)).or_default() += 1);
    }
    counts.retain(|_, count| *count as usize >= MIN_HOSTS);
    let mut members: FxHashMap<Frame, Vec<usize>> = FxHashMap::default();
    for (at, text) in texts.iter().enumerate() {
        each(text, |frame| {
            if counts.contains_key(&FxBuildHasher.hash_one(frame)) {
                members.entry(Frame::new(frame)).or_default().push(at);
            }
        });
    }
    let mut found: Vec<(Frame, Vec<usize>)> = members.into_iter().filter(|(_, of)| of.len() >= MIN_HOSTS).collect();
    // The widest first; of those that are as wide, the one that says most.
    found.sort_by(|(a, of_a), (b, of_b)| (of_b.len(), b.words()).cmp(&(of_a.len(), a.words())).then_with(|| a.cmp(b)));
    let mut joined = vec![false; accepted.len()];
    let mut rules = Vec::new();
    for (frame, mut of) in found {
        of.retain(|&at| !joined[at]);
        if hosts(accepted, &of) >= MIN_HOSTS {
            of.iter().for_each(|&at| joined[at] = true);
            rules.push(rule(frame, of.iter().map(|&at| &accepted[at])));
        }
    }
    let mut joined = joined.into_iter();
    accepted.retain(|_| !joined.next().unwrap_or_default());
    accepted.extend(rules.into_iter().flatten());
}

impl Frame {
    /// What is no such line: the frame alone.
    pub(super) fn without_name(&self) -> String {
        [&self.before[..], &self.after[..]].concat().join(" ")
    }

    fn new((before, after): (&[&str], &[&str])) -> Self {
        let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self { before: owned(before), after: owned(after) }
    }

    fn words(&self) -> usize {
        self.before.len() + self.after.len()
    }
}

fn hosts(accepted: &[Accepted], of: &[usize]) -> usize {
    let mut hosts: Vec<&[u32]> = of.iter().filter_map(|&at| one_host(&accepted[at])).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts.len()
}

fn one_host(one: &Accepted) -> Option<&[u32]> {
    match &one.scope {
        HostScope::Hosts(hosts) if hosts.len() == 1 && one.candidate.form == LineForm::Line => Some(hosts),
        _ => None,
    }
}

/// The folded line, if a frame may be in it.
fn text(one: &Accepted) -> String {
    let example = one_host(one).and(one.candidate.examples.first());
    example.map_or_else(String::new, |example| fold::folded(&example.text))
}

/// Calls `found` with every frame of a line: the words before the name and those after it.
fn each(text: &str, mut found: impl FnMut((&[&str], &[&str]))) {
    let words: Vec<&str> = text.split(' ').collect();
    if words.len() > MAX_WORDS {
        return;
    }
    for name in 1..=MAX_NAME {
        let Some(fixed) = words.len().checked_sub(name).filter(|fixed| *fixed >= MIN_WORDS) else { return };
        for before in 0..=fixed {
            found((&words[..before], &words[before + name..]));
        }
    }
}

/// The rule for all of them.
fn rule<'a>(frame: Frame, of: impl Iterator<Item = &'a Accepted>) -> Option<Accepted> {
    let mut of = of.peekable();
    let key = of.peek()?.key;
    let mut all = Candidate::new(LineForm::Frame, 0);
    let mut examples: Vec<Example> = Vec::new();
    for Accepted { candidate, .. } in of {
        all.absorb(candidate);
        examples.extend(candidate.examples.first().cloned());
    }
    examples.truncate(3);
    all.examples = examples;
    Some(Accepted { key, candidate: all, scope: HostScope::Every, frame: Some(frame) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::learn::line::KeyReader;

    fn accepted(line: &str, host: u32) -> Accepted {
        let mut lines = crate::document::Lines::default();
        lines.read(line);
        let (key, form) = KeyReader::default().keys(line, &lines, 0)[0].unwrap();
        let mut candidate = Candidate::new(form, 0);
        candidate.examples.push(Example { place: "a:1".to_owned(), text: line.to_owned() });
        candidate.lines = 10;
        Accepted { key, candidate, scope: HostScope::Hosts(vec![host]), frame: None }
    }

    #[test]
    fn lines_that_differ_in_a_name_become_one_rule() {
        let names = ["the Post", "Hill Radio", "our friends at Quay", "Valley", "The Lamp"];
        let lines = names.map(|name| format!("All rights belong to {name} and partners"));
        let mut all: Vec<Accepted> = (0..).zip(&lines).map(|(host, line)| accepted(line, host)).collect();
        all.push(accepted("Send us your pictures", 0));
        join(&mut all);
        let frames: Vec<Option<String>> = all
            .iter()
            .map(|one| {
                one.frame.as_ref().map(|frame| format!("{} … {}", frame.before.join(" "), frame.after.join(" ")))
            })
            .collect();
        assert_eq!(frames, [None, Some("all rights belong to … and partners".to_owned())]);
        assert_eq!((all[1].candidate.lines, &all[1].scope), (50, &HostScope::Every));
    }

    #[test]
    fn one_host_with_many_lines_has_no_frame() {
        let mut all: Vec<Accepted> =
            ["a", "b", "c", "d", "e", "f"].map(|name| accepted(&format!("Write to us about {name}"), 0)).into();
        join(&mut all);
        assert_eq!(all.len(), 6);
    }
}
