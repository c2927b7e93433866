//! Whether a pattern matches a line, told by an automaton that is determinised while it reads.
//!
//! What a whole engine holds ready beside it (the automaton of the reversed pattern, groups, prefilters) is most of the cost of
//! compiling and none of the answer. Where the word boundaries of Unicode are asked for beside other letters than those of
//! ASCII, the automaton is walked as it is.

use super::{nfa, pattern, regex, schema::Text};
use regex_automata::{
    Input,
    hybrid::dfa::{Cache, Config, DFA},
    nfa::thompson::{
        NFA,
        backtrack::{self, BoundedBacktracker},
        pikevm::{self, PikeVM},
    },
    util::pool::Pool,
};
use std::{
    panic::{RefUnwindSafe, UnwindSafe},
    sync::OnceLock,
};

/// The size that the states found so far may have, in bytes.
const CACHE: usize = 2 << 20;

type Caches = Pool<Cache, Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>>;

/// An automaton that says whether a text has a match.
#[derive(Debug)]
struct Automaton {
    lazy: Option<(DFA, Caches)>,
    nfa: NFA,
    walkers: OnceLock<Option<(BoundedBacktracker, PikeVM)>>,
}

impl Automaton {
    fn new(nfa: NFA) -> Self {
        let config = Config::new()
            .unicode_word_boundary(true)
            .cache_capacity(CACHE)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(3))
            .minimum_bytes_per_state(Some(10));
        let lazy = DFA::builder().configure(config).build_from_nfa(nfa.clone()).ok().map(|dfa| {
            let own = dfa.clone();
            let caches: Caches = Pool::new(Box::new(move || own.create_cache()));
            (dfa, caches)
        });
        Self { lazy, nfa, walkers: OnceLock::new() }
    }

    fn is_match(&self, text: &str) -> bool {
        if let Some((dfa, caches)) = &self.lazy {
            let found = dfa.try_search_fwd(&mut caches.get(), &Input::new(text).earliest(true));
            if let Ok(found) = found {
                return found.is_some();
            }
        }
        let walkers = self.walkers.get_or_init(|| {
            let backtracker = BoundedBacktracker::builder().build_from_nfa(self.nfa.clone()).ok()?;
            Some((backtracker, PikeVM::builder().build_from_nfa(self.nfa.clone()).ok()?))
        });
        let Some((backtracker, walker)) = walkers else { return false };
        let input = Input::new(text).earliest(true);
        backtracker
            .try_is_match(&mut backtrack::Cache::new(backtracker), input.clone())
            .unwrap_or_else(|_| walker.is_match(&mut pikevm::Cache::new(walker), input))
    }
}

/// A pattern of a rule, made ready when it is first needed: most never are.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: Text,
    /// When it was made with the program: what is left of it when it is narrowed, and its automaton.
    made: Option<(&'static str, &'static [u8])>,
    automaton: OnceLock<Option<Automaton>>,
    regex: OnceLock<Option<::regex::Regex>>,
}

impl Pattern {
    pub(super) fn new(source: Text, made: Option<(&'static str, &'static [u8])>) -> Self {
        Self { source, made, automaton: OnceLock::new(), regex: OnceLock::new() }
    }

    /// Whether the folded line has a match; `None` when the pattern cannot be read, which the loader refuses.
    pub(crate) fn is_match(&self, line: &str) -> Option<bool> {
        let automaton = self.automaton.get_or_init(|| {
            let nfa = match self.made {
                Some((_, packed)) => nfa::unpack(packed),
                None => nfa::compile(&pattern::narrowed_hir(&self.source).ok()?),
            };
            nfa.map(Automaton::new)
        });
        Some(automaton.as_ref()?.is_match(line))
    }

    /// What tells where matches and their groups are.
    pub(crate) fn regex(&self) -> Option<&::regex::Regex> {
        let compile = || match self.made {
            Some((narrow, _)) => regex::compile_narrow(&self.source, narrow).ok(),
            None => regex::compile(&self.source).ok(),
        };
        self.regex.get_or_init(compile).as_ref()
    }
}
