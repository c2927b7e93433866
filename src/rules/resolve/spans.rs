//! Parts of lines.
//!
//! A span rule without a zone is judged first, and what it leaves of its line is judged by the line rules; one with a
//! zone is judged last, when it is known what prose is left.

use super::{Resolver, SpanClaim, resolution::Resolution};
use crate::{
    rules::{decision::Guard, index_keys::LineRole, propose::Candidate, schema::Zone},
    span::Span,
};
use std::ops::Range;

impl Resolution<'_> {
    pub(super) fn early_spans(&mut self) {
        if self.resolver.candidates.iter().all(|c| c.role != LineRole::Span) {
            return;
        }
        let candidates = std::mem::take(&mut self.resolver.candidates);
        self.resolver.early = 0;
        for group in candidates.chunk_by(|a, b| a.line == b.line) {
            let is_early = |c: &Candidate| c.role == LineRole::Span && self.rules.rule(c.rule).zone == Zone::Any;
            if !group.iter().any(is_early) {
                self.resolver.candidates.extend_from_slice(group);
                continue;
            }
            let (early, rest): (Vec<Candidate>, Vec<Candidate>) = group.iter().partition(|c| is_early(c));
            let from = self.resolver.spans.len();
            for candidate in early {
                self.claim_spans(candidate);
            }
            if self.resolver.spans.len() > from {
                self.resolver.candidates.extend(rest.iter().filter(|c| c.role == LineRole::Span));
                self.leave_rest(group[0].line, from);
            } else {
                self.resolver.candidates.extend(rest);
            }
        }
        self.resolver.early = self.resolver.spans.len();
    }

    /// Whether a claimed span stands in the way. Early spans are sorted, and so are `others`, which other candidates
    /// claimed of the line; behind them stand the candidate's own in their order, of which only the last can.
    fn overlaps(&self, span: Span, others: Range<usize>) -> bool {
        let (early, own) = (&self.resolver.spans[..self.resolver.early], &self.resolver.spans[others.end..]);
        let meets = |other: &SpanClaim| other.span.start < span.end && span.start < other.span.end;
        let meets_any = |sorted: &[SpanClaim]| {
            let next = sorted.partition_point(|other| other.span.end <= span.start);
            sorted.get(next).is_some_and(meets)
        };
        meets_any(early) || meets_any(&self.resolver.spans[others]) || own.last().is_some_and(meets)
    }

    /// Claims what the candidate's pattern finds, but where another span is claimed.
    fn claim_spans(&mut self, candidate: Candidate) {
        let rule = self.rules.rule(candidate.rule);
        let line = self.lines.all()[candidate.line as usize].span;
        let source = line.slice(self.query.text);
        if self.is_allowlisted(candidate.line) {
            self.refuse(candidate.line, candidate.rule, Guard::Allow);
            return;
        }
        if !self.rules.within(candidate.rule, self.query.level) {
            self.refuse(candidate.line, candidate.rule, Guard::Level);
            return;
        }
        let mut found = self.rules.spans(candidate.rule, source);
        // Neighbours are one: "[ad_1] [ad_2]".
        found.dedup_by(|next, last| {
            let touches = rule.replace.is_none() && source[last.1.min(next.0)..next.0].trim().is_empty();
            if touches {
                last.1 = last.1.max(next.1);
            }
            touches
        });
        let late = &self.resolver.spans[self.resolver.early..];
        let others = late.iter().rev().take_while(|other| other.span.start >= line.start).count();
        let others = self.resolver.spans.len() - others..self.resolver.spans.len();
        self.resolver.spans[others.clone()].sort_unstable();
        for (start, end) in found {
            if rule.guards.max_chars.is_some_and(|max| source[start..end].chars().count() > max as usize) {
                self.refuse(candidate.line, candidate.rule, Guard::MaxChars);
                continue;
            }
            let (start, end, space) =
                if rule.replace.is_some() { (start, end, false) } else { widen(source, start, end) };
            let span = Span::new(line.start + start, line.start + end);
            if !self.overlaps(span, others.clone()) {
                self.resolver.spans.push(SpanClaim { span, rule: candidate.rule, space });
            }
        }
    }

    /// Folds what the spans from `from` on leave of the line and proposes it anew; a line of which nothing is left goes
    /// whole.
    fn leave_rest(&mut self, line: u32, from: usize) {
        let whole = self.lines.all()[line as usize].span;
        self.resolver.spans[from..].sort_unstable();
        let mut rest = String::new();
        let mut at = whole.start;
        for claim in &self.resolver.spans[from..] {
            rest.push_str(&self.query.text[at..claim.span.start]);
            let space = if claim.space { " " } else { "" };
            rest.push_str(self.rules.rule(claim.rule).replace.as_deref().unwrap_or(space));
            at = claim.span.end;
        }
        rest.push_str(&self.query.text[at..whole.end]);
        self.lines.replace(line as usize, &rest);
        if self.lines.all()[line as usize].is_blank() {
            self.resolver.claims[line as usize] = self.resolver.spans[from].rule;
            self.resolver.spans.truncate(from);
            return;
        }
        let first = self.resolver.candidates.len();
        let Resolver { proposer, candidates, .. } = &mut *self.resolver;
        let lang_tables = self.rules.vocabulary.lang_tables(self.query.lang);
        self.rules.propose(&rest, self.lines, line as usize, &lang_tables, proposer, candidates);
        // A span that stands only in what is left waits for another run, or it would have to be found in two texts.
        candidates.extract_if(first.., |candidate| candidate.role == LineRole::Span).for_each(drop);
        // Spans with a zone came first.
        let group = candidates.iter().rposition(|c| c.line != line).map_or(0, |last| last + 1);
        candidates[group..].sort_unstable();
    }

    pub(super) fn late_spans(&mut self) {
        let late: Vec<Candidate> =
            self.resolver.candidates.iter().filter(|c| c.role == LineRole::Span).copied().collect();
        for candidate in late {
            if !self.is_unclaimed(candidate.line as usize) {
                continue;
            }
            if !self.in_zone(self.rules.rule(candidate.rule).zone, candidate.line) {
                self.refuse(candidate.line, candidate.rule, Guard::Zone);
                continue;
            }
            let from = self.resolver.spans.len();
            self.claim_spans(candidate);
            let whole = self.lines.all()[candidate.line as usize].span;
            if self.resolver.spans[from..].iter().map(|claim| claim.span.len()).sum::<usize>() == whole.len()
                && !whole.is_empty()
            {
                self.resolver.spans.truncate(from);
                self.claim(candidate.line, candidate.rule);
            }
        }
    }
}

/// A range to remove from a line, so that no double space, no space at an edge and no glued words are left.
fn widen(line: &str, start: usize, end: usize) -> (usize, usize, bool) {
    let before = line[..start].trim_end();
    let after = line[end..].trim_start();
    let (spaced_before, spaced_after) = (before.len() < start, after.len() < line.len() - end);
    if after.is_empty() {
        return (before.len(), line.len(), false);
    }
    if before.is_empty() || spaced_before && spaced_after {
        return (start, line.len() - after.len(), false);
    }
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let glues = !spaced_before && !spaced_after && word(before.chars().next_back()) && word(after.chars().next());
    (start, end, glues)
}
