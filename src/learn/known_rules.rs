//! Which lines do known rules take already?

use crate::{
    clean::{Cleaner, Options},
    document::Document,
    rules::{Level, RuleSet},
    span::Span,
};

/// Known rules, ready to be asked.
pub(super) struct KnownRules<'r> {
    rules: &'r RuleSet,
    options: Options,
}

/// What they take of a document: sorted spans.
pub(super) struct RemovedSpans(Vec<Span>);

impl<'r> KnownRules<'r> {
    /// Rules as they run at this level.
    pub(super) fn new(rules: &'r RuleSet, level: Level) -> Self {
        Self { rules, options: Options { level, ..Options::default() } }
    }

    pub(super) fn taken(&self, document: &Document<'_>) -> RemovedSpans {
        let cleaned = Cleaner::new(self.rules, &self.options).clean(document);
        RemovedSpans(cleaned.removals.iter().map(|removal| removal.span).collect())
    }
}

impl RemovedSpans {
    /// Whether they take all of the line, but for white space at its edges.
    pub(super) fn covers(&self, line: Span) -> bool {
        let at = self.0.partition_point(|span| span.end < line.end);
        self.0.get(at).is_some_and(|span| span.start <= line.start)
    }
}
