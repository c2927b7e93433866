//! One document being resolved: who has which line, and what is left open.

use super::Resolver;
use crate::{
    document::Lines,
    rules::{
        compile::RuleSet,
        decision::{DocumentQuery, Guard, NONE},
        index_keys::LineRole,
        propose::Candidate,
    },
};

/// Prose lines with so many visible lines between them, and no more, belong together.
const PROSE_GAP: usize = 6;
/// So many prose lines together are part of an article, whatever they end in.
const PROSE_GROUP: usize = 4;

/// One document, its lines, and the claims so far.
pub(super) struct Resolution<'a> {
    pub(super) rules: &'a RuleSet,
    pub(super) query: &'a DocumentQuery<'a>,
    pub(super) lines: &'a mut Lines,
    pub(super) resolver: &'a mut Resolver,
    /// The first and the last unclaimed line of [`Resolver::prose`]: between them is the article.
    pub(super) prose: Option<(usize, usize)>,
    /// The first and the last unclaimed line that is not blank.
    pub(super) ends: Option<(usize, usize)>,
}

impl<'a> Resolution<'a> {
    pub(super) fn new(
        rules: &'a RuleSet,
        query: &'a DocumentQuery<'a>,
        lines: &'a mut Lines,
        resolver: &'a mut Resolver,
    ) -> Self {
        Self { rules, query, lines, resolver, prose: None, ends: None }
    }

    pub(super) fn refuse(&mut self, line: u32, rule: u32, guard: Guard) {
        if self.query.thorough {
            self.resolver.refused.push((line, rule, guard));
        }
    }

    pub(super) fn is_unclaimed(&self, line: usize) -> bool {
        self.resolver.claims[line] == NONE
    }

    /// Gives a free line to a rule.
    pub(super) fn claim(&mut self, line: u32, rule: u32) {
        let i = line as usize;
        self.resolver.claims[i] = rule;
        if self.prose.is_some() {
            self.prose = self.narrowed(self.prose, i, &self.resolver.prose);
            self.any_prose();
        }
        self.ends = self.narrowed(self.ends, i, &self.resolver.visible);
    }

    /// The edges of `lines` after line `claimed` is taken: they only ever move inward, so all moves together cost one
    /// pass.
    fn narrowed(&self, edges: Option<(usize, usize)>, claimed: usize, lines: &[u32]) -> Option<(usize, usize)> {
        let (first, last) = edges?;
        if claimed != first && claimed != last {
            return edges;
        }
        let from = lines.partition_point(|&line| line < first as u32);
        let to = lines.partition_point(|&line| line <= last as u32);
        self.edges(&lines[from..to])
    }

    /// The first and the last free one of `lines`.
    fn edges(&self, lines: &[u32]) -> Option<(usize, usize)> {
        let is_free = |&&line: &&u32| self.is_unclaimed(line as usize);
        let first = *lines.iter().find(is_free)?;
        let last = *lines.iter().rev().find(is_free)?;
        Some((first as usize, last as usize))
    }

    /// Whether language and host of the line are the rule's.
    pub(super) fn in_scope(&mut self, line: u32, rule: u32) -> bool {
        let source = self.lines.all()[line as usize].span.slice(self.query.text);
        self.resolver.proposer.line();
        self.resolver.proposer.in_scope(self.rules, rule, source)
    }

    /// Finds the lines that are not blank, and the edges of prose among them.
    pub(super) fn visible_lines(&mut self) {
        let Resolver { visible, removed, .. } = &mut *self.resolver;
        let lines = self.lines.all().iter().enumerate().filter(|(i, line)| !line.is_blank() && !removed[*i]);
        visible.clear();
        visible.extend(lines.map(|(i, _)| i as u32));
        self.prose_lines();
        self.ends = self.edges(&self.resolver.visible);
    }

    /// Finds the prose that tells where the article is. A question, an exclamation or a quotation that stands far from
    /// other prose may be a headline in a list of them: it tells nothing, unless there is nothing else.
    fn prose_lines(&mut self) {
        let Resolver { visible, prose, .. } = &mut *self.resolver;
        let all = self.lines.all();
        prose.clear();
        // The open group of prose lines: where it begins in `prose`, the place of its last line, how many it has that
        // say different things, and whether it counts.
        let (mut start, mut last, mut group, mut counts) = (0, 0, 0, false);
        for (place, &line) in visible.iter().enumerate().filter(|(_, line)| all[**line as usize].is_prose()) {
            if place - last > PROSE_GAP {
                prose.truncate(if counts { prose.len() } else { start });
                (start, group, counts) = (prose.len(), 0, false);
            }
            let same = |before: &u32| self.lines.squashed(*before as usize) == self.lines.squashed(line as usize);
            group += usize::from(group == 0 || !prose.last().is_some_and(same));
            counts |= all[line as usize].is_statement() || group >= PROSE_GROUP;
            prose.push(line);
            last = place;
        }
        prose.truncate(if counts { prose.len() } else { start });
        self.prose = self.edges(&self.resolver.prose);
        self.any_prose();
    }

    /// Where no prose is left that surely is no headline, any prose tells where the article is.
    fn any_prose(&mut self) {
        if self.prose.is_none() {
            let Resolver { visible, prose, claims, .. } = &mut *self.resolver;
            prose.clear();
            let left = |line: &u32| claims[*line as usize] == NONE && self.lines.all()[*line as usize].is_prose();
            prose.extend(visible.iter().copied().filter(left));
            self.prose = self.edges(&self.resolver.prose);
        }
    }

    /// Where a visible line stands among the visible ones.
    pub(super) fn visible_position(&self, line: u32) -> usize {
        self.resolver.visible.partition_point(|&visible| visible < line)
    }

    pub(super) fn is_allowlisted(&self, line: u32) -> bool {
        !self.rules.allow_lines.is_empty() && self.rules.allow_lines.contains(self.lines.squashed(line as usize))
    }

    /// The guards that no claim can change; what passes them is open.
    pub(super) fn static_guards(&mut self) {
        let candidates = std::mem::take(&mut self.resolver.candidates);
        let first = self.resolver.round == 1;
        for &candidate in &candidates {
            if !first && !self.is_unclaimed(candidate.line as usize) {
                continue;
            }
            match candidate.role {
                LineRole::Line => match self.static_guard(candidate.line, candidate.rule) {
                    None => self.resolver.open.push(candidate),
                    Some(guard) => self.refuse(candidate.line, candidate.rule, guard),
                },
                _ => self.resolver.open.push(candidate),
            }
        }
        self.resolver.candidates = candidates;
    }

    /// Line and block rules, from the bottom up and from the top down by turns, until neither adds a claim.
    pub(super) fn fixpoint(&mut self) {
        let open = std::mem::take(&mut self.resolver.open);
        let mut upward = true;
        // A turn each way must find nothing.
        let mut idle = 0;
        while idle < 2 {
            let mut changed = false;
            for at in 0..open.len() {
                let candidate = &open[if upward { open.len() - 1 - at } else { at }];
                if candidate.role == LineRole::Line
                    && self.is_unclaimed(candidate.line as usize)
                    && self.dynamic_guard(candidate, &open).is_none()
                {
                    self.claim(candidate.line, candidate.rule);
                    changed = true;
                }
            }
            for candidate in open.iter().filter(|c| c.role == LineRole::BlockStart) {
                changed |= self.block(*candidate, &open).is_ok_and(|claimed| claimed);
            }
            changed |= !self.rules.followers.is_empty() && self.followers();
            changed |= !self.rules.below.is_empty() && self.below();
            idle = if changed { 0 } else { idle + 1 };
            upward = !upward;
        }
        if self.query.thorough {
            self.refuse_rest(&open);
        }
        self.resolver.open = open;
    }

    /// Says of every open candidate which guard keeps it.
    fn refuse_rest(&mut self, open: &[Candidate]) {
        for candidate in open {
            if self.resolver.claims[candidate.line as usize] == candidate.rule {
                continue;
            }
            let guard = match candidate.role {
                LineRole::Line => self.dynamic_guard(candidate, open),
                LineRole::BlockStart => self.block(*candidate, open).err(),
                _ => None,
            };
            if let Some(guard) = guard {
                self.refuse(candidate.line, candidate.rule, guard);
            }
        }
    }
}
