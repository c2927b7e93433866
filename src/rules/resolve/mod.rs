//! May the proposed lines be removed? Fixed phases, then a fixpoint; no priorities.
//!
//! 1. Lines that `html` rules claimed come in as claimed.
//! 2. `span` rules without a zone; what they leave of a line is proposed anew.
//! 3. `line` and `block` rules, and those that stand `after` others, from the bottom up, until no claim is added: every
//!    guard can only become true by further claims, so the order decides nothing but which of two rules gets a line.
//! 4. `dedupe` on the lines that are left; when it claims any, 3 again.
//! 5. `cut`, then `span` rules with a zone.
//! 6. The budget: when less than a fifth of the text would be left, all of it is.

mod dedupe;
mod guards;
mod resolution;
mod spans;
mod structure;

use super::{
    compile::RuleSet,
    decision::{Decision, DocumentQuery, Guard, NONE, Outcome},
    finders::LineLength,
    html::host_matches,
    index_keys::LineRole,
    propose::{Candidate, Proposer},
    schema::{CLASSES, Kind},
};
use crate::{document::Lines, rules::Level, span::Span};
use resolution::Resolution;
use rustc_hash::FxHashMap;

/// At least one part in so many of a document's text is left, or all of it.
const BUDGET: u64 = 5;
/// So many characters of prose are an article, however much chrome stood around it.
const ARTICLE: u64 = 500;

/// A part of a line that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SpanClaim {
    /// Bytes of the repaired text.
    pub(crate) span: Span,
    pub(crate) rule: u32,
    /// Whether a space must stand in its place, because it stood between two words.
    pub(crate) space: bool,
}

/// What a rule says of a line: its text matches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RuleMatch {
    pub(crate) line: u32,
    pub(crate) level: Level,
    /// The place of its class in [`CLASSES`].
    pub(crate) class: usize,
}

/// The answer, and memory that is used again for the next document.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    /// The rule that takes each line, or [`NONE`].
    pub(crate) claims: Vec<u32>,
    /// Parts of lines, sorted.
    pub(crate) spans: Vec<SpanClaim>,
    /// Too little would have been left.
    pub(crate) held: bool,
    refused: Vec<(u32, u32, Guard)>,
    candidates: Vec<Candidate>,
    /// Candidates that only need their moving guards, sorted.
    open: Vec<Candidate>,
    /// Lines that are not blank.
    visible: Vec<u32>,
    /// Those of them that are prose and tell where the article is.
    prose: Vec<u32>,
    /// How many of the claimed spans were early ones.
    early: usize,
    /// Characters that were unclaimed before rules took any.
    before: u64,
    round: u32,
    /// Lines that were taken before this round.
    removed: Vec<bool>,
    /// How often each squashed line stands in the document; filled when a rule asks.
    repeats: FxHashMap<u64, u32>,
    proposer: Proposer,
}

impl Resolver {
    /// Starts a document: finds what the texts of rules match. `lines` holds the lines of `query.text`. Returns whether
    /// there is anything to decide.
    pub(crate) fn begin(&mut self, rules: &RuleSet, query: &DocumentQuery<'_>, lines: &mut Lines) -> bool {
        let count = lines.all().len();
        self.claims.clear();
        self.claims.resize(count, NONE);
        self.spans.clear();
        self.early = 0;
        self.refused.clear();
        self.candidates.clear();
        self.held = false;
        self.round = 0;
        self.removed.clear();
        self.removed.resize(count, false);
        if query.host.is_some_and(|host| host_matches(host, &rules.allow_hosts)) {
            return false;
        }
        for &(span, rule) in query.claims {
            let first = lines.all().partition_point(|line| line.span.start < span.start);
            let inside = lines.all()[first..].iter().take_while(|line| line.span.end <= span.end);
            self.claims[first..].iter_mut().zip(inside).for_each(|(claim, _)| *claim = rule);
        }
        self.proposer.begin(rules, query);
        self.before = self.kept(lines);
        let lang_tables = rules.vocabulary.lang_tables(query.lang);
        for i in 0..count {
            if self.claims[i] == NONE {
                let source = lines.all()[i].span.slice(query.text);
                rules.propose(source, lines, i, &lang_tables, &mut self.proposer, &mut self.candidates);
            }
        }
        Resolution::new(rules, query, lines, self).early_spans();
        true
    }

    /// Gives lines to rules until no rule takes another. Rules see the lines that are left of the last round, and no
    /// others, as a second run would. Returns whether any line was taken.
    pub(crate) fn round(&mut self, rules: &RuleSet, query: &DocumentQuery<'_>, lines: &mut Lines) -> bool {
        self.round += 1;
        self.open.clear();
        self.repeats.clear();
        let taken = self.claimed_lines();
        if self.round > 1 {
            self.removed.clear();
            self.removed.extend(self.claims.iter().map(|&claim| claim != NONE));
        }
        let mut resolution = Resolution::new(rules, query, lines, self);
        resolution.visible_lines();
        resolution.static_guards();
        // A title is known when the menu above it is gone, and a menu when no copy of the title stands among its lines.
        loop {
            resolution.fixpoint();
            if !resolution.dedupe() {
                break;
            }
        }
        resolution.cuts();
        self.claimed_lines() > taken
    }

    /// Ends a document: `span` rules with a zone, and the budget.
    pub(crate) fn finish(&mut self, rules: &RuleSet, query: &DocumentQuery<'_>, lines: &mut Lines) {
        let mut resolution = Resolution::new(rules, query, lines, self);
        resolution.visible_lines();
        resolution.late_spans();
        self.spans.sort_unstable();
        self.held = self.exceeds_budget(rules, lines);
    }

    /// What became of a line so far: `None` when it was taken before this round, else whether a rule takes it now.
    pub(crate) fn line_state(&self, line: u32) -> Option<bool> {
        (!self.removed[line as usize]).then(|| self.claims[line as usize] != NONE)
    }

    /// Whether a rule of the judge may take a line that nobody has: it is in the rule's scope, and nothing protects it.
    pub(crate) fn judge_may_claim(
        &mut self,
        rules: &RuleSet,
        query: &DocumentQuery<'_>,
        lines: &Lines,
        line: u32,
        rule: u32,
    ) -> bool {
        let is_allowed = !rules.allow_lines.is_empty() && rules.allow_lines.contains(lines.squashed(line as usize));
        let source = lines.all()[line as usize].span.slice(query.text);
        self.proposer.line();
        self.claims[line as usize] == NONE
            && !is_allowed
            && rules.within(rule, query.level)
            && self.proposer.in_scope(rules, rule, source)
    }

    /// Gives a line to a rule of the judge.
    pub(crate) fn claim_for_judge(&mut self, line: u32, rule: u32) {
        self.claims[line as usize] = rule;
    }

    fn claimed_lines(&self) -> usize {
        self.claims.iter().filter(|&&claim| claim != NONE).count()
    }

    /// What rules say of lines, whether their guards hold or not: for the judge. The same whether decisions are wanted or
    /// not, so prose is told of only by rules that may take it.
    pub(crate) fn rule_matches(&self, rules: &RuleSet, lines: &Lines) -> impl Iterator<Item = RuleMatch> {
        let told = |candidate: &&Candidate| {
            let (rule, line) = (rules.rule(candidate.rule), &lines.all()[candidate.line as usize]);
            candidate.role != LineRole::Span
                && LineLength::of(line).suits(rule)
                && rule.guards.max_chars.is_none_or(|max| line.chars() <= max || rule.kind != Kind::Line)
        };
        self.candidates.iter().filter(told).map(|candidate| {
            let rule = rules.rule(candidate.rule);
            let class = CLASSES.binary_search(&rule.class.as_str()).unwrap_or_default();
            RuleMatch { line: candidate.line, level: rule.level, class }
        })
    }

    /// Whether so much went that all of it is rather kept: rules left less than a fifth, and no article; or the judge less than a
    /// fifth of an article's prose, or nothing at all.
    fn exceeds_budget(&self, rules: &RuleSet, lines: &Lines) -> bool {
        let judged = |claim: u32| rules.kind(claim) == Some(Kind::Judge);
        let (mut by_rules, mut left, mut prose, mut prose_left) = (0, 0, 0, 0);
        for (&claim, line) in self.claims.iter().zip(lines.all()) {
            let (is_left, chars) = (claim == NONE, u64::from(line.chars()));
            if is_left || judged(claim) {
                by_rules += chars;
                left += if is_left { chars } else { 0 };
                prose += if line.is_prose() { chars } else { 0 };
                prose_left += if is_left && line.is_prose() { chars } else { 0 };
            }
        }
        let rules_took_all = by_rules * BUDGET < self.before && !self.keeps_article(rules, lines);
        rules_took_all || left == 0 && by_rules > 0 || prose >= ARTICLE && prose_left * BUDGET < prose
    }

    /// Characters of unclaimed lines.
    fn kept(&self, lines: &Lines) -> u64 {
        let kept = self.claims.iter().zip(lines.all()).filter(|(claim, _)| **claim == NONE);
        kept.map(|(_, line)| u64::from(line.chars())).sum()
    }

    /// Whether what rules left is an article that stood among a great many links, and most of the document's prose.
    fn keeps_article(&self, rules: &RuleSet, lines: &Lines) -> bool {
        let (mut all, mut kept) = (0, 0);
        for (&claim, line) in self.claims.iter().zip(lines.all()).filter(|(_, line)| line.is_prose()) {
            let by_rule = claim != NONE && rules.kind(claim) != Some(Kind::Judge);
            all += u64::from(line.chars());
            kept += if by_rule { 0 } else { u64::from(line.chars()) };
        }
        kept >= ARTICLE && kept * 2 >= all
    }

    /// The rule that takes the line, if the budget allows it; `html` rules have their own.
    pub(crate) fn claiming_rule(&self, rules: &RuleSet, line: usize) -> Option<u32> {
        let rule = self.claims[line];
        (rule != NONE && (!self.held || rules.rule(rule).kind == Kind::Html)).then_some(rule)
    }

    /// All decisions by line, then rule. `is_cut` says of a claimed part whether it went by itself: it did not if its line went
    /// whole.
    pub(crate) fn decisions<'r>(
        &self,
        rules: &'r RuleSet,
        lines: &Lines,
        is_cut: impl Fn(Span) -> bool,
    ) -> Vec<Decision<'r>> {
        let taken = if self.held { Outcome::Held } else { Outcome::Applied };
        let mut all: Vec<Decision<'r>> = Vec::new();
        let id = |rule: u32| rules.rule(rule).id.as_str();
        for (line, &rule) in self.claims.iter().enumerate().filter(|(_, rule)| **rule != NONE) {
            // A line that a span rule takes whole is blank only because nothing is left of it.
            if !lines.all()[line].is_blank() || rules.kind(rule) == Some(Kind::Span) {
                all.push(Decision { line, rule: id(rule), part: None, outcome: taken });
            }
        }
        for claim in self.spans.iter().filter(|claim| self.held || is_cut(claim.span)) {
            let line = lines.all().partition_point(|line| line.span.end < claim.span.start);
            let start = lines.all().get(line).map_or(0, |line| line.span.start);
            let part = Some(Span::new(claim.span.start - start, claim.span.end - start));
            all.push(Decision { line, rule: id(claim.rule), part, outcome: taken });
        }
        for &(line, rule, guard) in &self.refused {
            all.push(Decision { line: line as usize, rule: id(rule), part: None, outcome: Outcome::Refused(guard) });
        }
        // Stable: of one rule on one line, what it takes stands before what it was refused.
        all.sort_by(|a, b| (a.line, a.rule).cmp(&(b.line, b.rule)));
        all.dedup_by(|next, last| {
            (next.line, next.rule) == (last.line, last.rule) && (next.part.is_none() || next.part == last.part)
        });
        all
    }
}
