//! Which lines do known rules take already?

use crate::{
    clean::{Cleaner, Options},
    document::{Document, Flag},
    rules::{Kind, Level, Outcome, RuleSet},
    span::Span,
};
use rustc_hash::FxHashSet;

/// Known rules, ready to be asked.
pub(super) struct KnownRules<'r> {
    rules: &'r RuleSet,
    options: Options,
}

/// What they take of a document.
pub(super) struct TakenLines {
    /// Sorted.
    spans: Vec<Span>,
    /// By number, from 0.
    held: FxHashSet<usize>,
}

impl<'r> KnownRules<'r> {
    /// Rules as they run at this level.
    pub(super) fn new(rules: &'r RuleSet, level: Level) -> Self {
        Self { rules, options: Options { level, ..Options::default() } }
    }

    /// What the rules take; also what the budget holds. A page of which nothing would be left is kept whole, and that says
    /// nothing of the rules: they know its lines.
    pub(super) fn taken(&self, document: &Document<'_>) -> TakenLines {
        let cleaned = Cleaner::new(self.rules, &self.options).clean(document);
        // Decisions number the lines of the repaired text: where a repair broke a line in two, they are others than ours.
        let breaks = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count();
        let is_numbered_alike = !cleaned.removals.is_empty() || breaks(&cleaned.text) == breaks(&document.text);
        let is_held = cleaned.flags.contains(&Flag::BudgetHeld) && is_numbered_alike;
        let held = if is_held { self.held(document) } else { FxHashSet::default() };
        TakenLines { spans: cleaned.removals.iter().map(|removal| removal.span).collect(), held }
    }

    /// The lines that rules, but not the judge, would have taken whole. The judge is not asked, for it may be what went too far.
    fn held(&self, document: &Document<'_>) -> FxHashSet<usize> {
        let options = Options { explain: true, ..self.options.clone() };
        let cleaned = Cleaner::new(self.rules, &options).clean(document);
        let judge: FxHashSet<&str> =
            self.rules.rules().filter(|rule| rule.kind == Kind::Judge).map(|rule| rule.id.as_str()).collect();
        let whole = cleaned.decisions.iter().filter(|decision| {
            decision.outcome == Outcome::Held && decision.part.is_none() && !judge.contains(decision.rule)
        });
        whole.map(|decision| decision.line).collect()
    }
}

impl TakenLines {
    /// Whether the rules take all of a line, but for white space at its edges.
    pub(super) fn covers(&self, number: usize, line: Span) -> bool {
        let at = self.spans.partition_point(|span| span.end < line.end);
        self.spans.get(at).is_some_and(|span| span.start <= line.start) || self.held.contains(&number)
    }
}
