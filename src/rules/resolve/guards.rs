//! What must hold beside the match. Every guard can only become true by further claims, never false.

use super::resolution::Resolution;
use crate::{
    document::Line,
    rules::{
        decision::{Guard, NONE},
        propose::Candidate,
        schema::Zone,
    },
};
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A chain of lines after a claimed one is never longer than this, whatever its rule says.
const LONGEST_CHAIN: u32 = 200;

/// A title has so many words or more.
const TITLE_WORDS: u32 = 4;

/// Whether a line begins with a quotation: who writes about sites quotes what stands on them.
fn is_quotation(line: &str) -> bool {
    const MARKS: [(char, char); 5] = [('«', '»'), ('“', '”'), ('"', '"'), ('„', '“'), ('「', '」')];
    let mut rest = line.trim_start().chars();
    let open = rest.next();
    let close = MARKS.iter().find(|(mark, _)| Some(*mark) == open).map(|(_, close)| *close);
    // A guillemet beside a space points somewhere: `« previous`.
    close.is_some_and(|close| rest.clone().next().is_some_and(|c| !c.is_whitespace()) && rest.any(|c| c == close))
}

impl Resolution<'_> {
    pub(super) fn static_guard(&mut self, line: u32, rule: u32) -> Option<Guard> {
        let (shape, rule_at) = (&self.lines.all()[line as usize], rule);
        let rule = self.rules.rule(rule_at);
        let guards = &rule.guards;
        // Below the article, what may be a headline is taken for one.
        let may_be_headline = !guards.below.is_empty() && guards.unpunctuated && !shape.is_statement();
        if shape.is_prose() && !guards.prose_ok && !may_be_headline {
            return Some(Guard::Prose);
        }
        if rule.is_textual() && is_quotation(shape.span.slice(self.query.text)) {
            return Some(Guard::Quotation);
        }
        if guards.max_chars.is_some_and(|max| shape.chars() > max) {
            return Some(Guard::MaxChars);
        }
        if guards.min_chars.is_some_and(|min| shape.chars() < min) {
            return Some(Guard::MinChars);
        }
        if guards.bullet && !shape.has_bullet() {
            return Some(Guard::Bullet);
        }
        if guards.unpunctuated && !shape.is_unpunctuated() {
            return Some(Guard::Unpunctuated);
        }
        if self.is_allowlisted(line) {
            return Some(Guard::Allow);
        }
        if let Some(times) = guards.repeats
            && !self.repeats(line, times)
        {
            return Some(Guard::Repeats);
        }
        if guards.twin && !self.has_twin(line) {
            return Some(Guard::Twin);
        }
        (!self.rules.within(rule_at, self.query.level)).then_some(Guard::Level)
    }

    /// Whether the visible line before or after it says the same.
    fn has_twin(&self, line: u32) -> bool {
        let visible = &self.resolver.visible;
        let place = self.visible_position(line);
        let own = self.lines.squashed(line as usize);
        let same = |at: usize| visible.get(at).is_some_and(|&other| self.lines.squashed(other as usize) == own);
        place.checked_sub(1).is_some_and(same) || same(place + 1)
    }

    /// Whether the line stands at least so many times in the document.
    fn repeats(&mut self, line: u32, times: u32) -> bool {
        let hash = |squashed: &[u8]| {
            let mut hasher = FxHasher::default();
            hasher.write(squashed);
            hasher.finish()
        };
        if self.resolver.repeats.is_empty() {
            for &i in &self.resolver.visible {
                *self.resolver.repeats.entry(hash(self.lines.squashed(i as usize))).or_default() += 1;
            }
        }
        self.resolver.repeats.get(&hash(self.lines.squashed(line as usize))).is_some_and(|&count| count >= times)
    }

    /// The guards that further claims can make true.
    pub(super) fn dynamic_guard(&self, candidate: &Candidate, open: &[Candidate]) -> Option<Guard> {
        let rule = self.rules.rule(candidate.rule);
        let guards = &rule.guards;
        if !self.in_zone(rule.zone, candidate.line) {
            return Some(Guard::Zone);
        }
        if guards.near.is_some_and(|near| !self.is_near(candidate.line, near as usize)) {
            return Some(Guard::Near);
        }
        if guards.run.is_some_and(|run| !self.runs(candidate, open, run as usize)) {
            return Some(Guard::Run);
        }
        if guards.after_prose && !self.follows_prose(candidate.line) {
            return Some(Guard::AfterProse);
        }
        if guards.under_title && !self.is_under_title(candidate.line) {
            return Some(Guard::UnderTitle);
        }
        if guards.last && self.ends.is_some_and(|(_, last)| last > candidate.line as usize) {
            return Some(Guard::Last);
        }
        if guards.first && self.ends.is_some_and(|(first, _)| first < candidate.line as usize) {
            return Some(Guard::First);
        }
        if !guards.after.is_empty() {
            return self.after_guard(candidate);
        }
        None
    }

    pub(super) fn in_zone(&self, zone: Zone, line: u32) -> bool {
        let line = line as usize;
        match zone {
            Zone::Any => true,
            Zone::Head => self.prose.is_none_or(|(first, _)| line <= first),
            Zone::Tail => self.prose.is_none_or(|(_, last)| last <= line),
        }
    }

    /// Whether only the title stands above the line, and prose follows.
    fn is_under_title(&self, line: u32) -> bool {
        let (above, below) = self.resolver.visible.split_at(self.visible_position(line));
        let is_free = |&&line: &&u32| self.is_unclaimed(line as usize);
        let shape = |&line: &u32| &self.lines.all()[line as usize];
        let mut above = above.iter().filter(is_free).map(shape);
        above.next().is_some_and(|title| title.words() >= TITLE_WORDS && title.is_unpunctuated())
            && above.next().is_none()
            && below.iter().skip(1).find(is_free).map(shape).is_some_and(Line::is_prose)
    }

    fn follows_prose(&self, line: u32) -> bool {
        let before =
            self.resolver.visible[..self.visible_position(line)].iter().rev().find(|&&i| self.is_unclaimed(i as usize));
        before.is_some_and(|&i| self.lines.all()[i as usize].is_prose())
    }

    /// A claimed line within `near` visible ones. One that says the same is no company, or a table of one word would go
    /// whole after one claim.
    fn is_near(&self, line: u32, near: usize) -> bool {
        let place = self.visible_position(line);
        let visible = &self.resolver.visible;
        let around = place.saturating_sub(near)..(place + near + 1).min(visible.len());
        let own = self.lines.squashed(line as usize);
        let company = |i: usize| !self.is_unclaimed(i) && self.lines.squashed(i) != own;
        around.into_iter().any(|at| at != place && company(visible[at] as usize))
    }

    /// Whether the candidate stands in a run of at least `run` lines of its rule, or claimed by its class. Lines that
    /// other classes claim are passed over.
    fn runs(&self, candidate: &Candidate, open: &[Candidate], run: usize) -> bool {
        let class = &self.rules.rule(candidate.rule).class;
        let foreign = |line: u32| {
            let claim = self.resolver.claims[line as usize];
            claim != NONE && self.rules.rule(claim).class != *class
        };
        let belongs = |line: u32| {
            let same = Candidate { line, ..*candidate };
            !self.is_unclaimed(line as usize) || open.binary_search(&same).is_ok()
        };
        let count = |lines: &mut dyn Iterator<Item = u32>| {
            lines.filter(|&line| !foreign(line)).take_while(|&line| belongs(line)).take(run).count()
        };
        let (before, behind) = self.resolver.visible.split_at(self.visible_position(candidate.line));
        let up = count(&mut before.iter().rev().copied());
        up + 1 >= run || up + 1 + count(&mut behind.iter().skip(1).copied()) >= run
    }

    fn after_guard(&self, candidate: &Candidate) -> Option<Guard> {
        let compiled = &self.rules.rules[candidate.rule as usize];
        let place = self.visible_position(candidate.line);
        let max = compiled.rule.guards.max_lines.unwrap_or(LONGEST_CHAIN);
        let mut chain = 0;
        for &line in self.resolver.visible[..place].iter().rev() {
            let claim = self.resolver.claims[line as usize];
            if compiled.after.contains(&claim) {
                return (chain >= max).then_some(Guard::MaxLines);
            }
            if claim != candidate.rule {
                return Some(Guard::After);
            }
            chain += 1;
            if chain > max {
                return Some(Guard::MaxLines);
            }
        }
        Some(Guard::After)
    }
}
