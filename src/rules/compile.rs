//! Rules made ready to run: what is asked of a line does not grow with the number of rules.
//!
//! Which automaton finds what is decided here and never by a rule's author.

use super::{
    automaton::Pattern,
    decision::NONE,
    finders::{Finders, FindersBuilder, LineLength, LiteralFree},
    html::{HtmlRule, HtmlRules},
    index_keys::{Bytes, IndexKeys, LineRole, LiteralUse},
    literals::Anchor,
    load::Catalog,
    multimap::MultiMap,
    schema::{Bounds, CLASSES, Kind, Level, Matcher, Rule},
    slots::{self, Cover, has_slots},
    vocabulary::Vocabulary,
    word_index::WordIndex,
};
use crate::{
    document::html::{Claimant, RenderedPage},
    fold::squash,
    span::Span,
};
use globset::GlobSet;
#[cfg(feature = "run")]
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::{Arc, OnceLock};

/// A rule ready to run.
#[derive(Debug)]
pub(crate) struct CompiledRule {
    pub(crate) rule: Arc<Rule>,
    /// Its pattern; rules that have the same share it.
    pub(crate) pattern: Option<Arc<Pattern>>,
    /// Groups of a `words` rule, as a full mask.
    pub(crate) groups: u32,
    /// Rules after whose lines it may stand.
    pub(crate) after: Vec<u32>,
    /// By rule: which of the classes that this one stands below is its own, as a bit; empty when it asks for none.
    pub(crate) below: Vec<u32>,
    /// Of a rule that saves what follows its phrase: the phrases, squashed.
    pub(crate) phrases: Vec<String>,
    /// Its phrases that have slots.
    pub(crate) slots: Vec<slots::Phrase>,
    pub(crate) cover: Option<Cover>,
}

/// What the lines of the rule are found by: made with the program, or now.
fn index_keys_of(rule: &Rule) -> Arc<IndexKeys> {
    let made = rule.index_keys.as_ref().filter(|index_keys| index_keys.is_current(rule));
    made.map_or_else(|| Arc::new(IndexKeys::of(rule)), Arc::clone)
}

/// Compiled rules: immutable, shared by threads. Numbers are positions in the order of ids.
#[derive(Debug, Default)]
pub struct RuleSet {
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) exact: MultiMap<Bytes, (u32, LineRole)>,
    /// `prefix`, `exact` with a trail, and what patterns have at the start of a line.
    pub(crate) heads: WordIndex,
    /// What patterns, and phrases with slots, have at the first letter of a line.
    pub(crate) letters: WordIndex,
    /// The longest squashed phrase of `exact`, in bytes.
    pub(crate) exact_len: usize,
    /// By [`LineLength`].
    pub(crate) finders: [Finders; 3],
    /// By rule: those whose lines are found by standing after its lines.
    pub(crate) followers: FxHashMap<u32, Vec<u32>>,
    /// Rules whose lines are found by standing below what ends a text.
    pub(crate) below: Vec<u32>,
    /// Rules whose lines are found by the classes of their words.
    pub(crate) word_class_rules: Vec<u32>,
    /// Whether any asks for the name of the document's host.
    pub(crate) asks_for_site: bool,
    pub(crate) dedupe: Vec<u32>,
    /// Those that ask for a host.
    pub(crate) host_rules: Vec<u32>,
    /// Made when the first page is read.
    html: OnceLock<HtmlRules>,
    /// Words by class.
    pub(crate) vocabulary: Vocabulary,
    /// By class of chrome the rule that names what the judge takes; `None` when there is no such rule.
    pub(crate) judge: Option<[u32; CLASSES.len()]>,
    /// The bounds that the user's files set for the judge.
    pub(crate) bounds: Bounds,
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
        rule.is_active() && self.names(rule)
    }

    /// Whether the globs leave the rule in, active or not.
    #[must_use]
    pub fn names(&self, rule: &Rule) -> bool {
        self.only.as_ref().is_none_or(|globs| globs.is_match(&rule.id))
            && self.skip.as_ref().is_none_or(|globs| !globs.is_match(&rule.id))
    }
}

impl Claimant for RuleSet {
    fn claims(&self, page: &RenderedPage<'_>) -> Vec<(Span, u32)> {
        self.html().claims(page)
    }
}

impl RuleSet {
    /// The rules embedded in the program.
    #[must_use]
    pub fn builtin() -> Self {
        // The embedded rules are loaded by the tests of this crate; should they ever not load, nothing is removed.
        Catalog::load(&super::RuleSources::default())
            .map(|catalog| Self::compile(&catalog, &Selection::default()))
            .unwrap_or_default()
    }

    /// Makes the chosen rules of a catalog ready to run.
    #[must_use]
    pub fn compile(catalog: &Catalog, selection: &Selection) -> Self {
        let rules: Vec<&Arc<Rule>> = catalog.rules.iter().filter(|rule| selection.takes(rule)).collect();
        let number: FxHashMap<&str, u32> = (0..).zip(&rules).map(|(n, rule)| (rule.id.as_str(), n)).collect();
        let mut set = Self::default();
        let (mut heads, mut letters) = (Vec::new(), Vec::new());
        let mut wanted: [FindersBuilder; 3] = Default::default();
        // Most of the work, and no rule needs another's.
        #[cfg(feature = "run")]
        let each = rules.par_iter();
        #[cfg(not(feature = "run"))]
        let each = rules.iter();
        let index_keys: Vec<Arc<IndexKeys>> = each.map(|rule| index_keys_of(rule)).collect();
        // The larger lists get their room at once, so that nothing is moved as they grow.
        set.rules.reserve(rules.len());
        let literals = |of: fn(Anchor) -> bool| {
            let all = index_keys.iter().flat_map(|index_keys| &index_keys.literals);
            all.filter(|(_, at, _)| of(*at)).count()
        };
        heads.reserve(literals(|at| matches!(at, Anchor::Start | Anchor::Head)));
        let words = literals(|at| matches!(at, Anchor::Word(_) | Anchor::Begin));
        wanted.iter_mut().for_each(|wanted| wanted.words.reserve(words));
        set.exact.reserve(index_keys.iter().map(|index_keys| index_keys.lines.len()).sum());
        let mut patterns: FxHashMap<&str, Arc<Pattern>> = FxHashMap::default();
        for ((n, &rule), index_keys) in (0u32..).zip(&rules).zip(index_keys) {
            let (slotted, is_prefix) = match &rule.matcher {
                Matcher::Exact(phrases) => (phrases.as_slice(), false),
                Matcher::Prefix(phrases) => (phrases.as_slice(), true),
                _ => (&[][..], false),
            };
            let slotted = slotted.iter().filter(|phrase| index_keys.slotted && has_slots(phrase));
            let compiled = CompiledRule {
                rule: Arc::clone(rule),
                pattern: match &rule.matcher {
                    Matcher::Regex(source) => {
                        let pattern = || Arc::new(Pattern::new(source.clone(), index_keys.pattern));
                        Some(Arc::clone(patterns.entry(source.as_str()).or_insert_with(pattern)))
                    }
                    _ => None,
                },
                groups: match &rule.matcher {
                    Matcher::Words(groups) => (1u32 << groups.len().min(31)) - 1,
                    _ => 0,
                },
                below: match rule.guards.below.as_slice() {
                    [] => Vec::new(),
                    classes => {
                        let bit = |other: &&Arc<Rule>| match classes.iter().position(|class| *class == other.class) {
                            Some(at) if other.id != rule.id => 1 << at.min(31),
                            _ => 0,
                        };
                        rules.iter().map(bit).collect()
                    }
                },
                phrases: index_keys.phrases.clone(),
                // One that cannot be read is refused by the loader; it matches nothing here.
                slots: slotted.filter_map(|phrase| slots::Phrase::read(phrase, is_prefix).ok()).collect(),
                cover: match &rule.matcher {
                    Matcher::Cover { classes, needs } => Some(Cover::new(classes, needs)),
                    _ => None,
                },
                after: rule.guards.after.iter().filter_map(|id| number.get(id.as_str()).copied()).collect(),
            };
            let mut lengths: Vec<&mut FindersBuilder> = LineLength::ALL
                .iter()
                .zip(&mut wanted)
                .filter(|(length, _)| length.suits(rule))
                .map(|(_, wanted)| wanted)
                .collect();
            let mut find = |literal: Bytes, at: Anchor, marks: u128| {
                let wanted = LiteralUse { rule: n, at };
                match at {
                    Anchor::Start | Anchor::Head => heads.push((literal, wanted)),
                    Anchor::Letter | Anchor::Slots => letters.push((literal, wanted)),
                    Anchor::Word(_) | Anchor::Begin => {
                        lengths.iter_mut().for_each(|length| length.words.push((literal.clone(), wanted)))
                    }
                    Anchor::Any => {
                        lengths.iter_mut().for_each(|length| length.inside.push((literal.clone(), wanted, marks)))
                    }
                }
            };
            for phrase in &compiled.slots {
                set.asks_for_site |= phrase.asks_for_site();
                match phrase.head() {
                    Some(head) => find(head.to_vec().into(), Anchor::Slots, 0),
                    None if set.word_class_rules.last() != Some(&n) => set.word_class_rules.push(n),
                    None => {}
                }
            }
            index_keys.literals.iter().for_each(|(literal, at, marks)| find(literal.clone(), *at, *marks));
            index_keys.lines.iter().for_each(|(phrase, role)| set.add_exact(phrase.clone(), n, *role));
            if matches!(rule.matcher, Matcher::Cover { .. }) {
                set.word_class_rules.push(n);
            }
            if let Some(needs) = &index_keys.literal_free {
                let max_chars =
                    if rule.kind == Kind::Line { rule.guards.max_chars.unwrap_or(u32::MAX) } else { u32::MAX };
                for wanted in &mut lengths {
                    wanted.literal_free.push(LiteralFree { rule: n, max_chars, needs: needs.clone() });
                }
            }
            if !rule.host.is_empty() || !rule.not_host.is_empty() {
                set.host_rules.push(n);
            }
            match rule.kind {
                Kind::Dedupe => set.dedupe.push(n),
                Kind::Judge => {
                    if let Ok(class) = CLASSES.binary_search(&rule.class.as_str()) {
                        set.judge.get_or_insert([NONE; CLASSES.len()])[class] = n;
                    }
                }
                Kind::Line if !rule.guards.below.is_empty() => set.below.push(n),
                Kind::Line if index_keys.follows => {
                    for &before in &compiled.after {
                        set.followers.entry(before).or_default().push(n);
                    }
                }
                Kind::Line | Kind::Span | Kind::Block | Kind::Cut | Kind::Html => {}
            }
            set.rules.push(compiled);
        }
        set.vocabulary = Vocabulary::build(catalog.builtin_words, &catalog.words);
        set.heads = WordIndex::build(heads);
        set.letters = WordIndex::build(letters);
        set.finders = wanted.map(FindersBuilder::build);
        set.bounds = catalog.bounds.clone();
        set.allow_lines = catalog.allow_lines.iter().map(|(line, _)| squash(line).into_bytes().into()).collect();
        set.allow_hosts = catalog.allow_hosts.iter().map(|(host, _)| host.to_lowercase()).collect();
        set
    }

    fn add_exact(&mut self, phrase: Bytes, rule: u32, role: LineRole) {
        self.exact_len = self.exact_len.max(phrase.0.len());
        if !self.exact.get(&phrase).any(|known| *known == (rule, role)) {
            self.exact.add(phrase, (rule, role));
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
        self.rules.iter().map(|compiled| &*compiled.rule)
    }

    /// The `html` rules.
    #[must_use]
    pub fn html(&self) -> &HtmlRules {
        self.html.get_or_init(|| {
            let mut html = HtmlRules::default();
            let rules = (0..).zip(self.rules()).filter(|(_, rule)| rule.kind == Kind::Html);
            html.extend(rules.filter_map(|(n, rule)| HtmlRule::of(n, rule)));
            html
        })
    }

    pub(crate) fn rule(&self, number: u32) -> &Rule {
        &self.rules[number as usize].rule
    }

    /// The kind of a rule; `None` for [`NONE`].
    pub(crate) fn kind(&self, number: u32) -> Option<Kind> {
        self.rules.get(number as usize).map(|compiled| compiled.rule.kind)
    }

    pub(crate) fn within(&self, number: u32, level: Level) -> bool {
        self.rule(number).level <= level
    }
}
