//! What the patterns of the embedded rules are found by: they were walked when the program was built (`build.rs`), which
//! is two thirds of what starting would cost.
//!
//! A pattern of the user's is not among them, and is walked when it is read.

use super::{
    literals::{self, At, Literals},
    pattern::{self, BadPattern},
};
use regex::Regex;

/// A pattern, what is left of it when it is narrowed, its literals (none when there are none of use), and its sets of marks.
type Known = (&'static str, &'static str, &'static [(&'static [u8], At, u128)], &'static [u128]);

// `static PATTERNS: &[Known]`, sorted.
include!(concat!(env!("OUT_DIR"), "/patterns.rs"));

/// What announces what a pattern matches.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Signs {
    /// One of these is in every line that it matches.
    Literals(Literals),
    /// Of each set of ASCII marks there is one in every line that it matches.
    Marks(Vec<u128>),
}

/// What announces what the pattern matches.
pub(super) fn signs(source: &str) -> Result<Signs, BadPattern> {
    let Some((_, _, literals, marks)) = known(source) else { return walk(source) };
    Ok(match literals {
        [] => Signs::Marks(marks.to_vec()),
        _ => Signs::Literals(literals.iter().map(|&(text, at, marks)| (text.to_vec(), at, marks)).collect()),
    })
}

/// The compiled pattern.
pub(super) fn compile(source: &str) -> Result<Regex, BadPattern> {
    match known(source) {
        Some((_, narrow, ..)) => pattern::compile_narrow(source, narrow),
        None => pattern::compile(source),
    }
}

fn known(source: &str) -> Option<Known> {
    PATTERNS.binary_search_by(|(known, ..)| (*known).cmp(source)).ok().map(|at| PATTERNS[at])
}

fn walk(source: &str) -> Result<Signs, BadPattern> {
    let hir = pattern::parse(source)?;
    Ok(literals::literals(&hir).map_or_else(|| Signs::Marks(pattern::marks(&hir)), Signs::Literals))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{Catalog, Sources, schema::Matcher};

    #[test]
    fn the_embedded_patterns_are_known_and_as_if_walked_now() {
        let mut known = 0;
        for rule in Catalog::load(&Sources::default()).unwrap().rules {
            let Matcher::Regex(source) = rule.matcher else { continue };
            assert!(PATTERNS.binary_search_by(|(known, ..)| (*known).cmp(&source)).is_ok(), "{source}");
            assert_eq!(compile(&source).unwrap().as_str(), pattern::compile(&source).unwrap().as_str(), "{source}");
            assert_eq!(signs(&source).unwrap(), walk(&source).unwrap(), "{source}");
            known += 1;
        }
        assert!(known > 100);
    }

    #[test]
    fn the_embedded_rules_load_as_those_of_a_user() {
        let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
        let catalog = Catalog::load(&Sources { builtin: false, paths: vec![rules] }).unwrap();
        assert_eq!(catalog.rules.len(), Catalog::load(&Sources::default()).unwrap().rules.len());
    }
}
