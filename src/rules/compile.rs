//! Rules made ready to run: one hash lookup and two scans a line, however many rules there are.
//!
//! Which automaton finds what is decided here and never by a rule's author.

use super::{
    html::HtmlRule,
    load::Catalog,
    pattern,
    schema::{Kind, Level, Matcher, Rule, Trail},
};
use crate::fold::squash;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind, StartKind};
use globset::GlobSet;
use regex::{Regex, RegexSet};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;

/// The part a line plays for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The rule would take it.
    Line,
    /// A block could begin.
    BlockStart,
    /// A block could end.
    BlockEnd,
    /// A cut could begin.
    CutStart,
    /// The rule's pattern may be in it.
    Span,
}

/// Where a literal counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum At {
    /// At the start of the line; what follows is judged by the rule's trail, or a word ends there.
    Start,
    /// At the start of a word; the group of a `words` rule it fills.
    Word(u8),
    /// Anywhere: the pattern is then tried.
    Any,
}

/// What a literal means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Use {
    pub(crate) rule: u32,
    pub(crate) at: At,
}

/// Literals and what each means.
#[derive(Debug, Default)]
pub(crate) struct Literals {
    pub(crate) automaton: Option<AhoCorasick>,
    pub(crate) uses: Vec<Vec<Use>>,
}

impl Literals {
    fn build(wanted: Vec<(Vec<u8>, Use)>, start: StartKind) -> Self {
        let mut numbers: FxHashMap<Vec<u8>, usize> = FxHashMap::default();
        let (mut patterns, mut uses): (Vec<Vec<u8>>, Vec<Vec<Use>>) = Default::default();
        for (literal, wanted) in wanted {
            let number = *numbers.entry(literal.clone()).or_insert_with(|| {
                patterns.push(literal);
                uses.push(Vec::new());
                patterns.len() - 1
            });
            uses[number].push(wanted);
        }
        let automaton = (!patterns.is_empty())
            .then(|| AhoCorasickBuilder::new().match_kind(MatchKind::Standard).start_kind(start).build(&patterns).ok())
            .flatten();
        Self { automaton, uses }
    }
}

/// Patterns that no literal announces, tried together.
#[derive(Debug, Default)]
pub(crate) struct Always {
    /// The rule of each pattern of `set`.
    pub(crate) rules: Vec<u32>,
    pub(crate) set: Option<RegexSet>,
}

impl Always {
    fn build(rules: Vec<(u32, &str)>) -> Self {
        let (numbers, sources): (Vec<u32>, Vec<&str>) = rules.into_iter().unzip();
        let set = if sources.is_empty() { None } else { pattern::compile_set(&sources) };
        Self { rules: numbers, set }
    }
}

/// A rule ready to run.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) rule: Rule,
    regex: OnceLock<Option<Regex>>,
    /// Groups of a `words` rule, as a full mask.
    pub(crate) groups: u32,
    /// Rules after whose lines it may stand.
    pub(crate) after: Vec<u32>,
}

impl Compiled {
    /// Its pattern, compiled when it is first needed: most rules never are.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        let Matcher::Regex(source) = &self.rule.matcher else { return None };
        self.regex.get_or_init(|| pattern::compile(source).ok()).as_ref()
    }
}

/// Compiled rules: immutable, shared by threads. Numbers are positions in the order of ids.
#[derive(Debug, Default)]
pub struct RuleSet {
    pub(crate) rules: Vec<Compiled>,
    pub(crate) exact: FxHashMap<Box<[u8]>, Vec<(u32, Role)>>,
    /// `prefix` and `exact` with a trail.
    pub(crate) heads: Literals,
    /// `words`, and literals of `regex`.
    pub(crate) inner: Literals,
    /// The same, of the rules that may take prose or work inside it.
    pub(crate) prose: Literals,
    /// Patterns without a literal: tried on every line that is not prose.
    pub(crate) always: Always,
    /// The same, of the rules that may take prose or work inside it.
    pub(crate) always_prose: Always,
    /// By rule: those whose lines are found by standing after its lines.
    pub(crate) followers: FxHashMap<u32, Vec<u32>>,
    pub(crate) dedupe: Vec<u32>,
    html: Vec<HtmlRule>,
    pub(crate) allow_lines: FxHashSet<Box<[u8]>>,
    pub(crate) allow_hosts: Vec<String>,
}

/// Which rules of a catalog are compiled.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Globs on ids; when there are some, only rules that match one.
    pub only: Option<GlobSet>,
    /// Globs on ids: not these.
    pub skip: Option<GlobSet>,
}

impl Selection {
    /// Whether the rule takes part.
    #[must_use]
    pub fn takes(&self, rule: &Rule) -> bool {
        rule.enabled
            && self.only.as_ref().is_none_or(|globs| globs.is_match(&rule.id))
            && self.skip.as_ref().is_none_or(|globs| !globs.is_match(&rule.id))
    }
}

impl RuleSet {
    /// The rules embedded in the program.
    #[must_use]
    pub fn builtin() -> Self {
        // The embedded rules are loaded by the tests of this crate; should they ever not load, nothing is removed.
        Catalog::load(&super::Sources::default())
            .map(|catalog| Self::compile(&catalog, &Selection::default()))
            .unwrap_or_default()
    }

    /// Makes the chosen rules of a catalog ready to run.
    #[must_use]
    pub fn compile(catalog: &Catalog, selection: &Selection) -> Self {
        let rules: Vec<&Rule> = catalog.rules.iter().filter(|rule| selection.takes(rule)).collect();
        let number: FxHashMap<&str, u32> = (0..).zip(&rules).map(|(n, rule)| (rule.id.as_str(), n)).collect();
        let mut set = Self::default();
        let (mut heads, mut inner, mut prose) = (Vec::new(), Vec::new(), Vec::new());
        let (mut always, mut always_prose) = (Vec::new(), Vec::new());
        for (n, &rule) in (0u32..).zip(&rules) {
            let mut compiled = Compiled {
                rule: rule.clone(),
                regex: OnceLock::new(),
                groups: 0,
                after: rule.guards.after.iter().filter_map(|id| number.get(id.as_str()).copied()).collect(),
            };
            let on_prose = rule.guards.prose_ok || rule.kind == Kind::Span;
            let mut find = |literal: Vec<u8>, at: At| {
                let wanted = Use { rule: n, at };
                match at {
                    At::Start => heads.push((literal, wanted)),
                    _ => {
                        if on_prose {
                            prose.push((literal.clone(), wanted));
                        }
                        inner.push((literal, wanted));
                    }
                }
            };
            match &rule.matcher {
                Matcher::None => {}
                Matcher::Exact(phrases) if rule.trail.is_some() => {
                    phrases.iter().for_each(|phrase| find(squash(phrase).into(), At::Start));
                }
                Matcher::Exact(phrases) => set.add_exact(phrases, n, Role::Line),
                Matcher::Prefix(phrases) => phrases.iter().for_each(|phrase| find(squash(phrase).into(), At::Start)),
                Matcher::Words(groups) => {
                    compiled.groups = (1u32 << groups.len().min(31)) - 1;
                    for (group, phrases) in (0u8..31).zip(groups) {
                        phrases.iter().for_each(|phrase| find(squash(phrase).into(), At::Word(group)));
                    }
                }
                Matcher::Regex(source) => {
                    let literals = pattern::literals(source);
                    if literals.is_empty() && !follows(rule) {
                        always.push((n, source.as_str()));
                        if on_prose {
                            always_prose.push((n, source.as_str()));
                        }
                    }
                    literals.into_iter().for_each(|literal| find(literal, At::Any));
                }
            }
            match rule.kind {
                Kind::Block => {
                    set.add_exact(&rule.start, n, Role::BlockStart);
                    set.add_exact(&rule.end, n, Role::BlockEnd);
                }
                Kind::Cut => set.add_exact(&rule.start, n, Role::CutStart),
                Kind::Dedupe => set.dedupe.push(n),
                Kind::Html => set.html.extend(HtmlRule::of(n, rule)),
                Kind::Line if follows(rule) => {
                    for &before in &compiled.after {
                        set.followers.entry(before).or_default().push(n);
                    }
                }
                Kind::Line | Kind::Span => {}
            }
            set.rules.push(compiled);
        }
        set.always = Always::build(always);
        set.always_prose = Always::build(always_prose);
        set.heads = Literals::build(heads, StartKind::Anchored);
        set.inner = Literals::build(inner, StartKind::Unanchored);
        set.prose = Literals::build(prose, StartKind::Unanchored);
        set.allow_lines = catalog.allow_lines.iter().map(|(line, _)| squash(line).into_bytes().into()).collect();
        set.allow_hosts = catalog.allow_hosts.iter().map(|(host, _)| host.to_lowercase()).collect();
        set
    }

    fn add_exact(&mut self, phrases: &[String], rule: u32, role: Role) {
        for phrase in phrases {
            let uses = self.exact.entry(squash(phrase).into_bytes().into()).or_default();
            if !uses.contains(&(rule, role)) {
                uses.push((rule, role));
            }
        }
    }

    /// How many rules there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there are no rules.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules, in the order of their numbers.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|compiled| &compiled.rule)
    }

    /// The `html` rules.
    #[must_use]
    pub fn html(&self) -> &[HtmlRule] {
        &self.html
    }

    pub(crate) fn rule(&self, number: u32) -> &Rule {
        &self.rules[number as usize].rule
    }

    /// The kind of a rule; `None` for [`super::resolve::NONE`].
    pub(crate) fn kind(&self, number: u32) -> Option<Kind> {
        self.rules.get(number as usize).map(|compiled| compiled.rule.kind)
    }

    pub(crate) fn within(&self, number: u32, level: Level) -> bool {
        self.rule(number).level <= level
    }
}

/// Whether the rule's lines are found by where they stand, after lines of other rules, and not by what is in them.
pub(crate) fn follows(rule: &Rule) -> bool {
    let vague = match &rule.matcher {
        Matcher::None => true,
        Matcher::Regex(source) => pattern::literals(source).is_empty(),
        _ => false,
    };
    vague && !rule.guards.after.is_empty()
}

/// Whether what is left of a squashed line after an exact phrase is what the trail allows. Empty always is.
pub(crate) fn trail_allows(trail: Trail, rest: &str) -> bool {
    if rest.is_empty() {
        return true;
    }
    match trail {
        Trail::Code => is_code(rest),
        Trail::Number => rest.bytes().all(|b| b.is_ascii_digit() || b"/-.,:()".contains(&b)),
        Trail::Date => true,
        Trail::Value => rest.starts_with([':', '|', '-', '>', '=']),
    }
}

/// A desk code: letters alone between dots, or up to three behind a slash; digits, stars, dots, slashes.
fn is_code(rest: &str) -> bool {
    let mut letters = 0;
    let mut slash = false;
    for c in rest.chars() {
        match c {
            '/' | '*' => (slash, letters) = (true, 0),
            '.' | '-' | '(' | ')' | '0'..='9' => letters = 0,
            c if c.is_alphabetic() => {
                letters += 1;
                if letters > if slash { 3 } else { 1 } {
                    return false;
                }
            }
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trails_allow_what_their_names_say() {
        let cases = [
            (Trail::Code, "/4048", true),
            (Trail::Code, "/4115/4127", true),
            (Trail::Code, "م.ق", true),
            (Trail::Code, "/م*", true),
            (Trail::Code, "1234", true),
            (Trail::Code, "او", false),
            (Trail::Code, "رامیخوانید", false),
            (Trail::Number, ":14030330", true),
            (Trail::Number, ":الف", false),
            (Trail::Value, ":الف", true),
            (Trail::Value, "الف", false),
        ];
        for (trail, rest, want) in cases {
            assert_eq!(trail_allows(trail, rest), want, "{trail:?} {rest}");
        }
    }
}
