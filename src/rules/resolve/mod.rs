//! May the proposed lines be removed? Fixed phases, then a fixpoint; no priorities.
//!
//! 1. Lines that `html` rules claimed come in as claimed.
//! 2. `span` rules without a zone; what they leave of a line is proposed anew.
//! 3. `line` and `block` rules, and those that stand `after` others, from the bottom up, until no claim is added: every
//!    guard can only become true by further claims, so the order decides nothing but which of two rules gets a line.
//! 4. `dedupe` on the lines that are left; when it claims any, 3 again.
//! 5. `cut`, then `span` rules with a zone.
//! 6. The budget: when less than a fifth of the text would be left, all of it is.

mod case;
mod dedupe;
mod guards;
mod spans;
mod structure;

use super::{
    compile::RuleSet,
    decision::{Decision, Guard, Outcome},
    html::host_matches,
    propose::{Candidate, Proposer},
    schema::Kind,
};
use crate::{document::Lines, lang::Lang, rules::Level, span::Span};
use case::Case;
use rustc_hash::FxHashMap;

/// At least one part in so many of a document's text is left, or all of it.
const BUDGET: u64 = 5;
/// So many characters of prose are an article, however much chrome stood around it.
const ARTICLE: u64 = 500;

/// No rule.
pub(crate) const NONE: u32 = u32::MAX;

/// A part of a line that goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SpanClaim {
    /// Bytes of the repaired text.
    pub(crate) span: Span,
    pub(crate) rule: u32,
    /// Whether a space must stand in its place, because it stood between two words.
    pub(crate) space: bool,
}

/// What is asked of the rules about one document.
pub(crate) struct Question<'a> {
    /// The repaired text.
    pub(crate) text: &'a str,
    pub(crate) lang: Lang,
    pub(crate) host: Option<&'a str>,
    pub(crate) level: Level,
    /// Whether all decisions are wanted, or only the claims.
    pub(crate) thorough: bool,
    /// Whole lines claimed before, by `html` rules: bytes of `text`.
    pub(crate) claims: &'a [(Span, u32)],
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
    /// How often each squashed line stands in the document; filled when a rule asks.
    repeats: FxHashMap<u64, u32>,
    proposer: Proposer,
}

impl Resolver {
    /// Decides what goes. `lines` holds the lines of `question.text`.
    pub(crate) fn resolve(&mut self, rules: &RuleSet, question: &Question<'_>, lines: &mut Lines) {
        let count = lines.all().len();
        self.claims.clear();
        self.claims.resize(count, NONE);
        self.spans.clear();
        self.refused.clear();
        self.candidates.clear();
        self.open.clear();
        self.repeats.clear();
        self.held = false;
        if question.host.is_some_and(|host| host_matches(host, &rules.allow_hosts)) {
            return;
        }
        for &(span, rule) in question.claims {
            let first = lines.all().partition_point(|line| line.span.start < span.start);
            let inside = lines.all()[first..].iter().take_while(|line| line.span.end <= span.end);
            self.claims[first..].iter_mut().zip(inside).for_each(|(claim, _)| *claim = rule);
        }
        self.proposer.begin(rules, question);
        let before: u64 = self.kept(lines);
        for i in 0..count {
            if self.claims[i] == NONE {
                let source = lines.all()[i].span.of(question.text);
                rules.propose(source, lines, i, &mut self.proposer, &mut self.candidates);
            }
        }
        let mut case = Case::new(rules, question, lines, self);
        case.early_spans();
        case.visible_lines();
        case.static_guards();
        // A title is known when the menu above it is gone, and a menu when no copy of the title stands among its lines.
        loop {
            case.fixpoint();
            if !case.dedupe() {
                break;
            }
        }
        case.cuts();
        case.late_spans();
        self.spans.sort_unstable();
        self.held = self.kept(lines) * BUDGET < before && !self.keeps_article(lines);
    }

    /// Characters of unclaimed lines.
    fn kept(&self, lines: &Lines) -> u64 {
        self.claims
            .iter()
            .zip(lines.all())
            .filter(|(claim, _)| **claim == NONE)
            .map(|(_, line)| u64::from(line.chars()))
            .sum()
    }

    /// Whether what is left is an article that stood among a great many links, and most of the document's prose.
    fn keeps_article(&self, lines: &Lines) -> bool {
        let (mut all, mut kept) = (0, 0);
        for (claim, line) in self.claims.iter().zip(lines.all()).filter(|(_, line)| line.is_prose()) {
            all += u64::from(line.chars());
            kept += if *claim == NONE { u64::from(line.chars()) } else { 0 };
        }
        kept >= ARTICLE && kept * 2 >= all
    }

    /// The rule that takes the line, if the budget allows it; `html` rules have their own.
    pub(crate) fn taken(&self, rules: &RuleSet, line: usize) -> Option<u32> {
        let rule = self.claims[line];
        (rule != NONE && (!self.held || rules.rule(rule).kind == Kind::Html)).then_some(rule)
    }

    /// All decisions by line, then rule.
    pub(crate) fn decisions<'r>(&self, rules: &'r RuleSet, lines: &Lines) -> Vec<Decision<'r>> {
        let taken = if self.held { Outcome::Held } else { Outcome::Applied };
        let mut all: Vec<Decision<'r>> = Vec::new();
        let id = |rule: u32| rules.rule(rule).id.as_str();
        for (line, &rule) in
            self.claims.iter().enumerate().filter(|(line, rule)| **rule != NONE && !lines.all()[*line].is_blank())
        {
            all.push(Decision { line, rule: id(rule), outcome: taken });
        }
        for claim in &self.spans {
            let line = lines.all().partition_point(|line| line.span.end < claim.span.start);
            all.push(Decision { line, rule: id(claim.rule), outcome: taken });
        }
        for &(line, rule, guard) in &self.refused {
            all.push(Decision { line: line as usize, rule: id(rule), outcome: Outcome::Refused(guard) });
        }
        all.sort_by(|a, b| (a.line, a.rule).cmp(&(b.line, b.rule)));
        all.dedup_by(|a, b| (a.line, a.rule) == (b.line, b.rule));
        all
    }
}
