//! Writes what is made of the embedded rules when the program is built; the program itself only reads it.
//!
//! In an automaton what leads to the same is there once: copies of one tail are most of what a bounded repetition is made of.

use super::{
    index_keys::IndexKeys,
    nfa::State,
    packed::{KeyOrigins, Library, PackedRule},
    schema::Rule,
};
use postcard::to_allocvec;
use regex_automata::{
    nfa::thompson::{NFA, State as Full, Transition},
    util::primitives::StateID,
};
use rustc_hash::FxHashMap;

impl Library {
    /// Of the rules of `files`, each with its place there; sorted by id. The bytes stay until the process ends.
    ///
    /// # Errors
    /// A rule that cannot be written.
    pub(crate) fn new(files: Vec<&'static str>, rules: Vec<(Rule, IndexKeys)>) -> Result<Self, postcard::Error> {
        let pack = |(rule, index_keys): (Rule, IndexKeys)| PackedRule {
            file: files.iter().position(|file| **file == *rule.origin.file).unwrap_or_default() as u32,
            line: rule.origin.line as u32,
            lazy: lazy(&rule),
            rule,
            index_keys,
        };
        let rules = rules.into_iter().map(|rule| Ok(&*to_allocvec(&pack(rule))?.leak())).collect::<Result<_, _>>()?;
        Ok(Self { files, rules })
    }

    /// The library in bytes.
    pub(crate) fn write(&self) -> Result<Vec<u8>, postcard::Error> {
        to_allocvec(self)
    }
}

/// What is read late of a rule. The bytes stay until the process ends.
fn lazy(rule: &Rule) -> [&'static [u8]; 4] {
    let lines = rule.origins.iter().map(|(key, origin)| (*key, origin.line as u32)).collect();
    let places = KeyOrigins { file: rule.origin.file.to_string().leak(), lines };
    [to_allocvec(&*rule.hit), to_allocvec(&*rule.miss), to_allocvec(&*rule.cases), to_allocvec(&places)]
        .map(|packed| &*packed.unwrap_or_default().leak())
}

impl State {
    fn of(state: &Full) -> Option<Self> {
        let id = |next: StateID| next.as_u32() as i32;
        let step = |step: &Transition| (step.start, step.end, id(step.next));
        Some(match state {
            Full::ByteRange { trans } => Self::Range(step(trans)),
            Full::Sparse(steps) => Self::Sparse(steps.transitions.iter().map(step).collect()),
            Full::Dense(_) | Full::Capture { .. } => return None,
            Full::Look { look, next } => Self::Look(look.as_repr(), id(*next)),
            Full::Union { alternates } => Self::Union(alternates.iter().map(|&next| id(next)).collect()),
            Full::BinaryUnion { alt1, alt2 } => Self::Union(vec![id(*alt1), id(*alt2)]),
            Full::Fail => Self::Fail,
            Full::Match { .. } => Self::Match,
        })
    }

    fn each(&mut self, mut change: impl FnMut(&mut i32)) {
        match self {
            Self::Range((.., next)) | Self::Look(_, next) => change(next),
            Self::Sparse(steps) => steps.iter_mut().for_each(|(.., next)| change(next)),
            Self::Union(all) => all.iter_mut().for_each(change),
            Self::Fail | Self::Match => {}
        }
    }

    fn successors(&self) -> Vec<i32> {
        let mut all = Vec::new();
        self.clone().each(|next| all.push(*next));
        all
    }
}

/// The automaton in few bytes.
pub(crate) fn automaton(nfa: &NFA) -> Option<Vec<u8>> {
    let states: Vec<State> = nfa.states().iter().map(State::of).collect::<Option<_>>()?;
    let starts = [nfa.start_anchored(), nfa.start_unanchored()].map(|start| start.as_u32() as i32);
    let (starts, states) = merged(starts, &states);
    to_allocvec(&(starts, states.len() as u32)).ok().map(|mut out| {
        let all = states.iter().filter_map(|state| to_allocvec(state).ok());
        all.for_each(|state| out.extend(state));
        out
    })
}

/// States that lead to the same are one, and those that nothing leads to are left out.
fn merged(starts: [i32; 2], states: &[State]) -> ([i32; 2], Vec<State>) {
    // The state that stands for each, once all that it leads to have one; what leads back to itself stands for itself.
    let mut stands: Vec<i32> = (0..states.len() as i32).collect();
    let mut known: FxHashMap<State, i32> = FxHashMap::default();
    let mut seen = vec![false; states.len()];
    for start in starts {
        let mut stack = vec![(start, false)];
        while let Some((at, is_done)) = stack.pop() {
            let own = &states[at as usize];
            if is_done {
                let mut own = own.clone();
                own.each(|next| *next = stands[*next as usize]);
                stands[at as usize] = *known.entry(own).or_insert(at);
            } else if !std::mem::replace(&mut seen[at as usize], true) {
                stack.push((at, true));
                stack.extend(own.successors().into_iter().rev().map(|next| (next, false)));
            }
        }
    }
    let stands = |at: i32| stands[at as usize];
    let mut number: FxHashMap<i32, i32> = FxHashMap::default();
    let (mut order, mut stack) = (Vec::new(), starts.map(stands).to_vec());
    while let Some(at) = stack.pop() {
        number.entry(at).or_insert_with(|| {
            order.push(at);
            stack.extend(states[at as usize].successors().into_iter().rev().map(stands));
            order.len() as i32 - 1
        });
    }
    let renumbered = (0..).zip(&order).map(|(own, &at)| {
        let mut state = states[at as usize].clone();
        state.each(|next| *next = number[&stands(*next)] - own);
        state
    });
    (starts.map(|start| number[&stands(start)]), renumbered.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{
        Catalog, RuleSources, nfa, pattern,
        schema::{Matcher, Origin},
    };
    use std::{collections::BTreeMap, path::Path};

    #[test]
    fn a_packed_automaton_is_the_same_and_no_larger() {
        for (source, smaller) in
            [("^[^.!]{2,40}(end|the end)$", true), (r"\bad (by|via) \w+", false), ("a|ab|b+?c", false)]
        {
            let whole = nfa::compile(&pattern::narrowed_hir(source).unwrap()).unwrap();
            let packed = automaton(&whole).unwrap();
            let read = nfa::unpack(&packed).unwrap();
            assert!(read.states().len() <= whole.states().len(), "{source}");
            assert_eq!(read.states().len() < whole.states().len(), smaller, "{source}");
            assert_eq!(automaton(&read).unwrap(), packed, "{source}");
        }
    }

    #[test]
    fn the_embedded_rules_are_those_of_the_files() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let read = Catalog::load(&RuleSources { builtin: false, paths: vec![folder.clone()] }).unwrap();
        let embedded = Catalog::load(&RuleSources::default()).unwrap();
        let told = |rule: &Rule| {
            let place = |origin: &Origin| {
                let file = origin.file.replace("builtin:", &format!("{}/", folder.display()));
                Origin { file: file.into(), line: origin.line }
            };
            let origins: BTreeMap<_, _> = rule.origins.iter().map(|(key, origin)| (*key, place(origin))).collect();
            format!(
                "{:?}",
                Rule { origin: place(&rule.origin), origins: origins.into(), index_keys: None, ..rule.clone() }
            )
        };
        let index_keys = |rule: &Rule| {
            let mut index_keys = IndexKeys::of(rule);
            if let Matcher::Regex(source) = &rule.matcher {
                let hir = pattern::narrowed_hir(source).unwrap();
                let packed = automaton(&nfa::compile(&hir).unwrap()).unwrap();
                index_keys.pattern = Some((hir.to_string().leak(), packed.leak()));
            }
            index_keys
        };
        let mut files: Vec<&'static str> =
            read.rules.iter().map(|rule| &*rule.origin.file.to_string().leak()).collect();
        files.sort_unstable();
        files.dedup();
        let rules = read.rules.iter().map(|rule| (Rule::clone(rule), index_keys(rule))).collect();
        let library = Library::new(files, rules).unwrap();
        let again: Vec<Rule> = Library::read(library.write().unwrap().leak()).unwrap().into_rules().collect();
        assert_eq!((embedded.rules.len(), again.len()), (read.rules.len(), read.rules.len()));
        for ((embedded, again), read) in embedded.rules.iter().zip(&again).zip(&read.rules) {
            assert_eq!(told(embedded), told(read));
            assert_eq!(told(again), told(read));
            assert_eq!(
                (&embedded.index_keys, embedded.index_keys.as_ref().unwrap().is_current(read)),
                (&again.index_keys, true)
            );
        }
    }
}
