//! Makes of a rule what its lines are found by. For the embedded rules that is done when the program is built, with this module.

use super::{
    index_keys::{Bytes, IndexKeys, LineRole},
    literals::{self, Anchor},
    pattern,
    schema::{Kind, Matcher, Rule, Text, has_slots},
};
use crate::fold::squash;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

impl IndexKeys {
    /// Of a rule as it was read.
    pub(crate) fn of(rule: &Rule) -> Self {
        let mut keys = Self { fingerprint: fingerprint(rule), follows: follows(rule), ..Self::default() };
        let bytes = |phrase: &str| Bytes::from(squash(phrase).into_bytes());
        let plain = |phrases: &[Text]| {
            let plain = phrases.iter().filter(|phrase| !has_slots(phrase)).map(|phrase| bytes(phrase));
            plain.collect::<Vec<Bytes>>()
        };
        if let Matcher::Exact(phrases) | Matcher::Prefix(phrases) = &rule.matcher {
            keys.slotted = phrases.iter().any(|phrase| has_slots(phrase));
        }
        if let (Some(_), Matcher::Exact(phrases) | Matcher::Prefix(phrases)) = (&rule.save, &rule.matcher) {
            let plain = phrases.iter().filter(|phrase| !has_slots(phrase));
            keys.phrases = plain.map(|phrase| squash(phrase)).collect();
        }
        match &rule.matcher {
            Matcher::Exact(phrases) if rule.trail.is_none() => keys.add(plain(phrases), LineRole::Line),
            Matcher::Exact(phrases) | Matcher::Prefix(phrases) => {
                keys.literals = plain(phrases).into_iter().map(|phrase| (phrase, Anchor::Start, 0)).collect();
            }
            Matcher::Words(groups) => {
                for (group, phrases) in (0u8..31).zip(groups) {
                    keys.literals.extend(phrases.iter().map(|phrase| (bytes(phrase), Anchor::Word(group), 0)));
                }
            }
            Matcher::Regex(source) if !surely_follows(rule) => match prefilter(source) {
                Some(Prefilter::Literals(all)) => {
                    keys.literals = all.into_iter().map(|(text, at, marks)| (text.into(), at, marks)).collect();
                }
                Some(Prefilter::Marks(marks)) if rule.guards.after.is_empty() => keys.literal_free = Some(marks),
                // A pattern that cannot be read is refused by the loader; it matches nothing here.
                Some(Prefilter::Marks(_)) | None => {}
            },
            Matcher::Regex(_) | Matcher::None | Matcher::Cover { .. } => {}
        }
        let all = |phrases: &[String]| phrases.iter().map(|phrase| bytes(phrase)).collect();
        match rule.kind {
            Kind::Block => {
                keys.add(all(&rule.start), LineRole::BlockStart);
                keys.add(all(&rule.end), LineRole::BlockEnd);
            }
            Kind::Cut => keys.add(all(&rule.start), LineRole::CutStart),
            _ => {}
        }
        keys
    }

    fn add(&mut self, phrases: Vec<Bytes>, role: LineRole) {
        self.lines.extend(phrases.into_iter().map(|phrase| (phrase, role)));
    }

    /// Whether it was made of the texts that the rule has now.
    pub(crate) fn is_current(&self, rule: &Rule) -> bool {
        self.fingerprint == fingerprint(rule)
    }
}

/// A hash of all that is looked at here.
fn fingerprint(rule: &Rule) -> u64 {
    let mut hasher = FxHasher::default();
    let guards = &rule.guards;
    (&rule.matcher, rule.trail, &rule.start, &rule.end, rule.save.is_some(), rule.kind).hash(&mut hasher);
    (guards.after.is_empty(), guards.below.is_empty(), guards.max_lines.is_some()).hash(&mut hasher);
    hasher.finish()
}

/// What announces what a pattern matches.
#[derive(Debug, PartialEq, Eq)]
enum Prefilter {
    /// One of these is in every line that it matches.
    Literals(literals::Literals),
    /// Of each set of ASCII marks there is one in every line that it matches.
    Marks(Vec<u128>),
}

/// What announces what the pattern matches; `None` when it cannot be read.
fn prefilter(source: &str) -> Option<Prefilter> {
    let hir = pattern::parse(source).ok()?;
    Some(literals::literals(&hir).map_or_else(|| Prefilter::Marks(pattern::marks(&hir)), Prefilter::Literals))
}

/// Whether no literal announces what the pattern matches.
pub(crate) fn is_literal_free(source: &str) -> bool {
    matches!(prefilter(source), Some(Prefilter::Marks(_)))
}

/// Whether the rule's lines are found by where they stand, after lines of other rules, and not by what is in them.
pub(crate) fn follows(rule: &Rule) -> bool {
    let literal_free = || matches!(&rule.matcher, Matcher::Regex(source) if is_literal_free(source));
    surely_follows(rule) || !rule.guards.after.is_empty() && literal_free()
}

/// The same, but for patterns that must be walked to know.
fn surely_follows(rule: &Rule) -> bool {
    let alone = match &rule.matcher {
        Matcher::None => true,
        Matcher::Regex(_) => rule.guards.max_lines.is_some(),
        _ => false,
    };
    !rule.guards.below.is_empty() || !rule.guards.after.is_empty() && alone
}
