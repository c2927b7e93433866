//! Which lines does a rule's text match? Proposals only: whether a claim holds is for [`super::resolve`].

use super::{
    compile::{At, Literals, Role, RuleSet, trail_allows},
    schema::{Kind, Matcher, Trail},
};
use crate::{
    date,
    document::Lines,
    fold::{Folded, folded},
};
use aho_corasick::{Anchored, Input, automaton::OverlappingState};

/// A line that a rule's text matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) line: u32,
    pub(crate) rule: u32,
    pub(crate) role: Role,
}

/// Memory used again for every line.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// `words` rules and the groups found so far.
    masks: Vec<(u32, u32)>,
    /// `regex` rules a literal of which was found.
    patterns: Vec<u32>,
}

impl RuleSet {
    /// Appends the candidates of line `i`. Prose is tried only by the rules that may take it, unless `thorough`.
    pub(crate) fn propose(
        &self,
        text: &str,
        lines: &Lines,
        i: usize,
        thorough: bool,
        scratch: &mut Scratch,
        out: &mut Vec<Candidate>,
    ) {
        self.propose_rest(lines.all()[i].span.of(text), lines, i, thorough, scratch, out);
    }

    /// The same, where a span rule left `source` of line `i`.
    pub(crate) fn propose_rest(
        &self,
        source: &str,
        lines: &Lines,
        i: usize,
        thorough: bool,
        scratch: &mut Scratch,
        out: &mut Vec<Candidate>,
    ) {
        let line = &lines.all()[i];
        if line.is_blank() {
            return;
        }
        let first = out.len();
        let squashed = lines.squashed(i);
        let narrow = line.is_prose() && !thorough;
        let mut push = |rule: u32, role: Role| out.push(Candidate { line: i as u32, rule, role });
        if let Some(uses) = self.exact.get(squashed) {
            uses.iter().for_each(|&(rule, role)| push(rule, role));
        }
        scratch.masks.clear();
        scratch.patterns.clear();
        scan(&self.heads, Anchored::Yes, squashed, |_, end, wanted| {
            if self.allows(wanted.rule, lines, i, end, source) {
                push(wanted.rule, Role::Line);
            }
        });
        let inner = if narrow { &self.prose } else { &self.inner };
        scan(inner, Anchored::No, squashed, |start, _, wanted| match wanted.at {
            At::Word(group) if lines.is_word_start(i, start) => {
                match scratch.masks.iter_mut().find(|(rule, _)| *rule == wanted.rule) {
                    Some((_, mask)) => *mask |= 1 << group,
                    None => scratch.masks.push((wanted.rule, 1 << group)),
                }
            }
            At::Any if !scratch.patterns.contains(&wanted.rule) => scratch.patterns.push(wanted.rule),
            _ => {}
        });
        for &(rule, mask) in &scratch.masks {
            if mask == self.rules[rule as usize].groups {
                push(rule, Role::Line);
            }
        }
        let always = if narrow { &self.always_prose } else { &self.always };
        if !scratch.patterns.is_empty() || !always.rules.is_empty() {
            let view = folded(source);
            let mut matched =
                |rule: u32| push(rule, if self.rule(rule).kind == Kind::Span { Role::Span } else { Role::Line });
            let fits = |rule: u32| self.rules[rule as usize].regex().is_some_and(|regex| regex.is_match(&view));
            scratch.patterns.iter().copied().filter(|&rule| fits(rule)).for_each(&mut matched);
            match &always.set {
                Some(set) => set.matches(&view).into_iter().map(|at| always.rules[at]).for_each(matched),
                None => always.rules.iter().copied().filter(|&rule| fits(rule)).for_each(matched),
            }
        }
        out[first..].sort_unstable();
        // A rule may have found the line by several phrases.
        let mut kept = first;
        for at in first..out.len() {
            if kept == first || out[kept - 1] != out[at] {
                out[kept] = out[at];
                kept += 1;
            }
        }
        out.truncate(kept);
    }

    /// Whether what follows a phrase, `end` bytes into the squashed line, is what the rule allows.
    fn allows(&self, rule: u32, lines: &Lines, i: usize, end: usize, source: &str) -> bool {
        let squashed = lines.squashed(i);
        let rest = std::str::from_utf8(&squashed[end..]).unwrap_or_default();
        let ended = rest.chars().next().is_none_or(|next| {
            let digit_after_letter = next.is_ascii_digit() && !squashed[end - 1].is_ascii_digit();
            !next.is_alphanumeric() || digit_after_letter || lines.is_word_start(i, end)
        });
        match self.rule(rule).trail {
            _ if !ended => false,
            None => true,
            Some(Trail::Date) if !rest.is_empty() => {
                let view = Folded::new(source);
                date::is_date(&source[view.after_squashed(end)..])
            }
            Some(trail) => trail_allows(trail, rest),
        }
    }

    /// Whether the pattern of a rule, if it has one, is in the line.
    pub(crate) fn pattern_fits(&self, rule: u32, source: &str) -> bool {
        self.rules[rule as usize].regex().is_none_or(|regex| regex.is_match(&folded(source)))
    }

    /// The part of a claimed line that a `save` rule stores, in the spelling of the line.
    pub(crate) fn value<'t>(&self, rule: u32, source: &'t str) -> &'t str {
        let compiled = &self.rules[rule as usize];
        let view = Folded::new(source);
        let value = match (&compiled.rule.matcher, compiled.regex()) {
            (Matcher::Exact(phrases) | Matcher::Prefix(phrases), _) => {
                let squashed = crate::fold::squash(source);
                let lengths = phrases
                    .iter()
                    .map(|phrase| crate::fold::squash(phrase))
                    .filter(|phrase| squashed.starts_with(phrase.as_str()));
                match lengths.map(|phrase| phrase.len()).max() {
                    // An exact phrase without a trail is a value itself.
                    Some(len) if len < squashed.len() || compiled.rule.trail.is_some() => {
                        &source[view.after_squashed(len)..]
                    }
                    _ => source,
                }
            }
            (_, Some(regex)) => {
                match regex.captures(&view.text).and_then(|found| found.name("value").or_else(|| found.get(0))) {
                    Some(found) => {
                        let (start, end) = view.source(found.start(), found.end());
                        &source[start..end]
                    }
                    None => source,
                }
            }
            _ => source,
        };
        value.trim_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    ':' | '|' | '-' | '/' | '»' | '«' | '•' | '·' | '*' | '–' | '—' | '\u{200b}'..='\u{200f}'
                )
        })
    }

    /// The ranges of `source` that a span rule takes, sorted.
    pub(crate) fn spans(&self, rule: u32, source: &str) -> Vec<(usize, usize)> {
        let Some(regex) = self.rules[rule as usize].regex() else { return Vec::new() };
        let view = Folded::new(source);
        let found = regex.find_iter(&view.text).filter(|found| !found.is_empty());
        found.map(|found| view.source(found.start(), found.end())).collect()
    }
}

/// Calls `found(start, end, use)` for each literal in `text`, overlapping ones too.
fn scan(
    literals: &Literals,
    anchored: Anchored,
    text: &[u8],
    mut found: impl FnMut(usize, usize, super::compile::Use),
) {
    let Some(automaton) = &literals.automaton else { return };
    let input = Input::new(text).anchored(anchored);
    let mut state = OverlappingState::start();
    loop {
        automaton.find_overlapping(input.clone(), &mut state);
        let Some(hit) = state.get_match() else { return };
        for &wanted in &literals.uses[hit.pattern().as_usize()] {
            found(hit.start(), hit.end(), wanted);
        }
    }
}
