//! Parts of lines.
//!
//! A span rule without a zone is judged first, and what it leaves of its line is judged by the line rules; one with a
//! zone is judged last, when it is known what prose is left.

use super::{Resolver, SpanClaim, case::Case};
use crate::{
    rules::{decision::Guard, found::Role, propose::Candidate, schema::Zone},
    span::Span,
};
use std::ops::Range;

impl Case<'_> {
    pub(super) fn early_spans(&mut self) {
        if self.this.candidates.iter().all(|c| c.role != Role::Span) {
            return;
        }
        let candidates = std::mem::take(&mut self.this.candidates);
        self.this.early = 0;
        for group in candidates.chunk_by(|a, b| a.line == b.line) {
            let is_early = |c: &Candidate| c.role == Role::Span && self.rules.rule(c.rule).zone == Zone::Any;
            if !group.iter().any(is_early) {
                self.this.candidates.extend_from_slice(group);
                continue;
            }
            let (early, rest): (Vec<Candidate>, Vec<Candidate>) = group.iter().partition(|c| is_early(c));
            let from = self.this.spans.len();
            for candidate in early {
                self.claim_spans(candidate);
            }
            if self.this.spans.len() > from {
                self.this.candidates.extend(rest.iter().filter(|c| c.role == Role::Span));
                self.leave_rest(group[0].line, from);
            } else {
                self.this.candidates.extend(rest);
            }
        }
        self.this.early = self.this.spans.len();
    }

    /// Whether a claimed span stands in the way. Early spans are sorted, and so are `others`, which other candidates
    /// claimed of the line; behind them stand the candidate's own in their order, of which only the last can.
    fn overlaps(&self, span: Span, others: Range<usize>) -> bool {
        let (early, own) = (&self.this.spans[..self.this.early], &self.this.spans[others.end..]);
        let meets = |other: &SpanClaim| other.span.start < span.end && span.start < other.span.end;
        let meets_any = |sorted: &[SpanClaim]| {
            let next = sorted.partition_point(|other| other.span.end <= span.start);
            sorted.get(next).is_some_and(meets)
        };
        meets_any(early) || meets_any(&self.this.spans[others]) || own.last().is_some_and(meets)
    }

    /// Claims what the candidate's pattern finds, but where another span is claimed.
    fn claim_spans(&mut self, candidate: Candidate) {
        let rule = self.rules.rule(candidate.rule);
        let line = self.lines.all()[candidate.line as usize].span;
        let source = line.slice(self.question.text);
        if self.allowed(candidate.line) {
            self.refuse(candidate.line, candidate.rule, Guard::Allow);
            return;
        }
        if !self.rules.within(candidate.rule, self.question.level) {
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
        let late = &self.this.spans[self.this.early..];
        let others = late.iter().rev().take_while(|other| other.span.start >= line.start).count();
        let others = self.this.spans.len() - others..self.this.spans.len();
        self.this.spans[others.clone()].sort_unstable();
        for (start, end) in found {
            if rule.guards.max_chars.is_some_and(|max| source[start..end].chars().count() > max as usize) {
                self.refuse(candidate.line, candidate.rule, Guard::MaxChars);
                continue;
            }
            let (start, end, space) =
                if rule.replace.is_some() { (start, end, false) } else { widen(source, start, end) };
            let span = Span::new(line.start + start, line.start + end);
            if !self.overlaps(span, others.clone()) {
                self.this.spans.push(SpanClaim { span, rule: candidate.rule, space });
            }
        }
    }

    /// Folds what the spans from `from` on leave of the line and proposes it anew; a line of which nothing is left goes
    /// whole.
    fn leave_rest(&mut self, line: u32, from: usize) {
        let whole = self.lines.all()[line as usize].span;
        self.this.spans[from..].sort_unstable();
        let mut rest = String::new();
        let mut at = whole.start;
        for claim in &self.this.spans[from..] {
            rest.push_str(&self.question.text[at..claim.span.start]);
            let space = if claim.space { " " } else { "" };
            rest.push_str(self.rules.rule(claim.rule).replace.as_deref().unwrap_or(space));
            at = claim.span.end;
        }
        rest.push_str(&self.question.text[at..whole.end]);
        self.lines.replace(line as usize, &rest);
        if self.lines.all()[line as usize].is_blank() {
            self.this.claims[line as usize] = self.this.spans[from].rule;
            self.this.spans.truncate(from);
            return;
        }
        let first = self.this.candidates.len();
        let Resolver { proposer, candidates, .. } = &mut *self.this;
        let tongue = self.rules.vocabulary.tongue(self.question.lang);
        self.rules.propose(&rest, self.lines, line as usize, &tongue, proposer, candidates);
        // A span that stands only in what is left waits for another run, or it would have to be found in two texts.
        candidates.extract_if(first.., |candidate| candidate.role == Role::Span).for_each(drop);
        // Spans with a zone came first.
        let group = candidates.iter().rposition(|c| c.line != line).map_or(0, |last| last + 1);
        candidates[group..].sort_unstable();
    }

    pub(super) fn late_spans(&mut self) {
        let late: Vec<Candidate> = self.this.candidates.iter().filter(|c| c.role == Role::Span).copied().collect();
        for candidate in late {
            if !self.free(candidate.line as usize) {
                continue;
            }
            if !self.in_zone(self.rules.rule(candidate.rule).zone, candidate.line) {
                self.refuse(candidate.line, candidate.rule, Guard::Zone);
                continue;
            }
            let from = self.this.spans.len();
            self.claim_spans(candidate);
            let whole = self.lines.all()[candidate.line as usize].span;
            if self.this.spans[from..].iter().map(|claim| claim.span.len()).sum::<usize>() == whole.len()
                && !whole.is_empty()
            {
                self.this.spans.truncate(from);
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
