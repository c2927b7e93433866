//! May the proposed lines be removed? Fixed phases, then a fixpoint; no priorities.
//!
//! 1. Lines that `html` rules claimed come in as claimed.
//! 2. `span` rules without a zone; what they leave of a line is proposed anew.
//! 3. `dedupe`.
//! 4. `line` and `block` rules, and those that stand `after` others, from the bottom up, until no claim is added: every
//!    guard can only become true by further claims, so the order decides nothing but which of two rules gets a line.
//! 5. `cut`, then `span` rules with a zone.
//! 6. The budget: when less than a fifth of the text would be left, all of it is.

use super::{
    compile::{Role, RuleSet},
    decision::{Decision, Guard, Outcome},
    propose::{Candidate, Scratch},
    schema::{Kind, Rule, Zone},
};
use crate::{
    document::Lines,
    lang::{self, Lang},
    rules::Level,
    span::Span,
};

/// At least one part in so many of a document's text is left, or all of it.
const BUDGET: u64 = 5;
/// A cut takes no line longer than this, in folded characters, unless the rule says otherwise.
const CUT_CHARS: u32 = 80;
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
    /// Candidates of role `Line` that only need their moving guards.
    open: Vec<Candidate>,
    visible: Vec<u32>,
    scratch: Scratch,
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
        self.held = false;
        if question.host.is_some_and(|host| super::html::host_matches(host, &rules.allow_hosts)) {
            return;
        }
        for &(span, rule) in question.claims {
            let first = lines.all().partition_point(|line| line.span.start < span.start);
            let inside = lines.all()[first..].iter().take_while(|line| line.span.end <= span.end);
            self.claims[first..].iter_mut().zip(inside).for_each(|(claim, _)| *claim = rule);
        }
        let before: u64 = self.kept(lines);
        for i in 0..count {
            if self.claims[i] == NONE {
                rules.propose(question.text, lines, i, question.thorough, &mut self.scratch, &mut self.candidates);
            }
        }
        let mut scope = Scope { rules, question, cached: (u32::MAX, question.lang) };
        self.candidates.retain(|candidate| scope.holds(candidate, lines));
        let mut case = Case { rules, question, lines: &mut *lines, this: &mut *self };
        case.early_spans();
        case.visible_lines();
        case.dedupe();
        case.static_guards();
        case.fixpoint();
        case.cuts();
        case.late_spans();
        self.spans.sort_unstable();
        if self.kept(lines) * BUDGET < before {
            self.held = true;
        }
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

/// Language and host of candidates. The language of a line is found once, and only if a rule asks for it.
struct Scope<'a> {
    rules: &'a RuleSet,
    question: &'a Question<'a>,
    cached: (u32, Lang),
}

impl Scope<'_> {
    fn holds(&mut self, candidate: &Candidate, lines: &Lines) -> bool {
        let rule = self.rules.rule(candidate.rule);
        host_in_scope(rule, self.question.host) && self.lang_in_scope(rule, candidate.line, lines)
    }

    fn lang_in_scope(&mut self, rule: &Rule, line: u32, lines: &Lines) -> bool {
        if rule.lang.is_empty() {
            return true;
        }
        if self.cached.0 != line {
            let source = lines.all()[line as usize].span.of(self.question.text);
            self.cached = (line, lang::of_line(source, self.question.lang));
        }
        rule.lang.contains(&self.cached.1)
    }
}

fn host_in_scope(rule: &Rule, host: Option<&str>) -> bool {
    let any = |suffixes: &[String]| host.is_some_and(|host| super::html::host_matches(host, suffixes));
    (rule.host.is_empty() || any(&rule.host)) && !any(&rule.not_host)
}

/// One document being resolved.
struct Case<'a> {
    rules: &'a RuleSet,
    question: &'a Question<'a>,
    lines: &'a mut Lines,
    this: &'a mut Resolver,
}

impl Case<'_> {
    fn refuse(&mut self, line: u32, rule: u32, guard: Guard) {
        if self.question.thorough {
            self.this.refused.push((line, rule, guard));
        }
    }

    fn free(&self, line: usize) -> bool {
        self.this.claims[line] == NONE
    }

    fn visible_lines(&mut self) {
        self.this.visible.clear();
        let lines = self.lines.all().iter().enumerate().filter(|(_, line)| !line.is_blank());
        self.this.visible.extend(lines.map(|(i, _)| i as u32));
    }

    /// Where a visible line stands among the visible ones.
    fn place(&self, line: u32) -> usize {
        self.this.visible.partition_point(|&visible| visible < line)
    }

    fn early_spans(&mut self) {
        let spans: Vec<Candidate> = self.this.candidates.iter().filter(|c| c.role == Role::Span).copied().collect();
        let mut at = 0;
        while at < spans.len() {
            let line = spans[at].line;
            let mut claimed = false;
            while at < spans.len() && spans[at].line == line {
                if self.rules.rule(spans[at].rule).zone == Zone::Any {
                    claimed |= self.claim_spans(spans[at]);
                }
                at += 1;
            }
            if claimed {
                self.leave_rest(line);
            }
        }
        self.this.candidates.retain(|c| c.role != Role::Span || self.rules.rule(c.rule).zone != Zone::Any);
    }

    /// Claims what the candidate's pattern finds, but where another span is claimed.
    fn claim_spans(&mut self, candidate: Candidate) -> bool {
        let rule = self.rules.rule(candidate.rule);
        let line = self.lines.all()[candidate.line as usize].span;
        let source = line.of(self.question.text);
        if self.allowed(candidate.line) {
            self.refuse(candidate.line, candidate.rule, Guard::Allow);
            return false;
        }
        if !self.rules.within(candidate.rule, self.question.level) {
            self.refuse(candidate.line, candidate.rule, Guard::Level);
            return false;
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
        let mut claimed = false;
        for (start, end) in found {
            if rule.guards.max_chars.is_some_and(|max| source[start..end].chars().count() > max as usize) {
                self.refuse(candidate.line, candidate.rule, Guard::MaxChars);
                continue;
            }
            let (start, end, space) =
                if rule.replace.is_some() { (start, end, false) } else { widen(source, start, end) };
            let span = Span::new(line.start + start, line.start + end);
            if !self.this.spans.iter().any(|other| other.span.start < span.end && span.start < other.span.end) {
                self.this.spans.push(SpanClaim { span, rule: candidate.rule, space });
                claimed = true;
            }
        }
        claimed
    }

    /// Folds what the spans leave of the line and proposes it anew; a line of which nothing is left goes whole.
    fn leave_rest(&mut self, line: u32) {
        let whole = self.lines.all()[line as usize].span;
        self.this.spans.sort_unstable();
        let mut rest = String::new();
        let mut from = whole.start;
        let mut first = NONE;
        for claim in
            self.this.spans.iter().filter(|claim| whole.start <= claim.span.start && claim.span.end <= whole.end)
        {
            if first == NONE {
                first = claim.rule;
            }
            rest.push_str(&self.question.text[from..claim.span.start]);
            rest.push_str(self.rules.rule(claim.rule).replace.as_deref().unwrap_or(if claim.space { " " } else { "" }));
            from = claim.span.end;
        }
        rest.push_str(&self.question.text[from..whole.end]);
        self.lines.replace(line as usize, &rest);
        self.this.candidates.retain(|c| c.line != line || c.role == Role::Span);
        if self.lines.all()[line as usize].is_blank() {
            self.this.claims[line as usize] = first;
            self.this.spans.retain(|claim| claim.span.end <= whole.start || whole.end <= claim.span.start);
            return;
        }
        let from = self.this.candidates.len();
        let Resolver { scratch, candidates, .. } = &mut *self.this;
        self.rules.propose_rest(&rest, self.lines, line as usize, self.question.thorough, scratch, candidates);
        let mut scope = Scope { rules: self.rules, question: self.question, cached: (u32::MAX, self.question.lang) };
        let mut at = 0;
        let lines = &*self.lines;
        self.this.candidates.retain(|candidate| {
            at += 1;
            at <= from || candidate.role != Role::Span && scope.holds(candidate, lines)
        });
        self.this.candidates.sort_unstable();
    }

    fn allowed(&self, line: u32) -> bool {
        !self.rules.allow_lines.is_empty() && self.rules.allow_lines.contains(self.lines.squashed(line as usize))
    }

    /// The guards that no claim can change; what passes them is open.
    fn static_guards(&mut self) {
        let candidates = std::mem::take(&mut self.this.candidates);
        for &candidate in &candidates {
            match candidate.role {
                Role::Line => match self.static_guard(candidate.line, candidate.rule) {
                    None => self.this.open.push(candidate),
                    Some(guard) => self.refuse(candidate.line, candidate.rule, guard),
                },
                _ => self.this.open.push(candidate),
            }
        }
        self.this.candidates = candidates;
    }

    fn static_guard(&self, line: u32, rule: u32) -> Option<Guard> {
        let (shape, guards) = (&self.lines.all()[line as usize], &self.rules.rule(rule).guards);
        if shape.is_prose() && !guards.prose_ok {
            return Some(Guard::Prose);
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
        if self.allowed(line) {
            return Some(Guard::Allow);
        }
        if let Some(times) = guards.repeats {
            let same = self.lines.squashed(line as usize);
            let found = (0..self.lines.all().len())
                .filter(|&other| self.lines.squashed(other) == same)
                .take(times as usize)
                .count();
            if found < times as usize {
                return Some(Guard::Repeats);
            }
        }
        (!self.rules.within(rule, self.question.level)).then_some(Guard::Level)
    }

    fn fixpoint(&mut self) {
        let open = std::mem::take(&mut self.this.open);
        let mut changed = true;
        while changed {
            changed = false;
            for candidate in open.iter().rev().filter(|c| c.role == Role::Line) {
                if self.free(candidate.line as usize) && self.moving_guard(candidate, &open).is_none() {
                    self.this.claims[candidate.line as usize] = candidate.rule;
                    changed = true;
                }
            }
            for candidate in open.iter().filter(|c| c.role == Role::BlockStart) {
                changed |= self.block(*candidate, &open).is_ok_and(|claimed| claimed);
            }
            changed |= !self.rules.followers.is_empty() && self.followers();
        }
        if self.question.thorough {
            for candidate in &open {
                let claimed = self.this.claims[candidate.line as usize];
                let guard = match candidate.role {
                    Role::Line if claimed != candidate.rule => self.moving_guard(candidate, &open),
                    Role::BlockStart if claimed != candidate.rule => self.block(*candidate, &open).err(),
                    _ => None,
                };
                if let Some(guard) = guard {
                    self.refuse(candidate.line, candidate.rule, guard);
                }
            }
        }
        self.this.open = open;
    }

    /// The guards that further claims can make true.
    fn moving_guard(&self, candidate: &Candidate, open: &[Candidate]) -> Option<Guard> {
        let rule = self.rules.rule(candidate.rule);
        let guards = &rule.guards;
        if !self.in_zone(rule.zone, candidate.line) {
            return Some(Guard::Zone);
        }
        if guards.near.is_some_and(|near| !self.is_near(candidate.line, near as usize)) {
            return Some(Guard::Near);
        }
        if guards.run.is_some_and(|run| self.run(candidate, open) < run as usize) {
            return Some(Guard::Run);
        }
        if guards.after_prose && !self.follows_prose(candidate.line) {
            return Some(Guard::AfterProse);
        }
        if guards.last && !self.none_free(candidate.line as usize + 1..self.lines.all().len()) {
            return Some(Guard::Last);
        }
        if guards.first && !self.none_free(0..candidate.line as usize) {
            return Some(Guard::First);
        }
        if !guards.after.is_empty() {
            return self.after_guard(candidate);
        }
        None
    }

    fn in_zone(&self, zone: Zone, line: u32) -> bool {
        let no_prose =
            |mut lines: std::ops::Range<usize>| !lines.any(|i| self.free(i) && self.lines.all()[i].is_prose());
        match zone {
            Zone::Any => true,
            Zone::Head => no_prose(0..line as usize),
            Zone::Tail => no_prose(line as usize + 1..self.lines.all().len()),
        }
    }

    fn none_free(&self, mut lines: std::ops::Range<usize>) -> bool {
        !lines.any(|i| self.free(i) && !self.lines.all()[i].is_blank())
    }

    fn follows_prose(&self, line: u32) -> bool {
        let before = self.this.visible[..self.place(line)].iter().rev().find(|&&i| self.free(i as usize));
        before.is_some_and(|&i| self.lines.all()[i as usize].is_prose())
    }

    /// A claimed line within `near` visible ones. One that says the same is no company, or a table of one word would go
    /// whole after one claim.
    fn is_near(&self, line: u32, near: usize) -> bool {
        let place = self.place(line);
        let visible = &self.this.visible;
        let around = place.saturating_sub(near)..(place + near + 1).min(visible.len());
        let own = self.lines.squashed(line as usize);
        let company = |i: usize| !self.free(i) && self.lines.squashed(i) != own;
        around.into_iter().any(|at| at != place && company(visible[at] as usize))
    }

    /// The length of the run the candidate stands in: lines of its rule, or claimed by its class. Lines that other
    /// classes claim are passed over.
    fn run(&self, candidate: &Candidate, open: &[Candidate]) -> usize {
        let class = &self.rules.rule(candidate.rule).class;
        let foreign = |line: u32| {
            let claim = self.this.claims[line as usize];
            claim != NONE && self.rules.rule(claim).class != *class
        };
        let belongs = |line: u32| {
            let same = Candidate { line, ..*candidate };
            !self.free(line as usize) || open.binary_search(&same).is_ok()
        };
        let place = self.place(candidate.line);
        let visible = &self.this.visible;
        let count = |lines: &mut dyn Iterator<Item = u32>| {
            lines.filter(|&line| !foreign(line)).take_while(|&line| belongs(line)).count()
        };
        let down = count(&mut visible[place + 1..].iter().copied());
        let up = count(&mut visible[..place].iter().rev().copied());
        up + 1 + down
    }

    fn after_guard(&self, candidate: &Candidate) -> Option<Guard> {
        let compiled = &self.rules.rules[candidate.rule as usize];
        let place = self.place(candidate.line);
        let mut chain = 0;
        for &line in self.this.visible[..place].iter().rev() {
            let claim = self.this.claims[line as usize];
            if compiled.after.contains(&claim) {
                let max = compiled.rule.guards.max_lines.unwrap_or(u32::MAX);
                return (chain >= max).then_some(Guard::MaxLines);
            }
            if claim != candidate.rule {
                return Some(Guard::After);
            }
            chain += 1;
        }
        Some(Guard::After)
    }

    /// Claims from a block's start to the next line that is one of its ends.
    fn block(&mut self, start: Candidate, open: &[Candidate]) -> Result<bool, Guard> {
        let rule = self.rules.rule(start.rule);
        if !self.free(start.line as usize) {
            return Ok(false);
        }
        if !self.in_zone(rule.zone, start.line) {
            return Err(Guard::Zone);
        }
        let ends_at =
            |line: u32| open.binary_search(&Candidate { line, rule: start.rule, role: Role::BlockEnd }).is_ok();
        let place = self.place(start.line);
        let max = rule.guards.max_lines.unwrap_or(u32::MAX) as usize;
        let inside = self.this.visible[place..].iter().take(max);
        let Some(length) = inside.clone().skip(1).position(|&line| ends_at(line)) else { return Err(Guard::NoEnd) };
        let block: Vec<u32> = inside.copied().take(length + 2).collect();
        let chars: u32 = block.iter().map(|&line| self.lines.all()[line as usize].chars()).sum();
        if rule.guards.max_chars.is_some_and(|max| chars > max) {
            return Err(Guard::MaxChars);
        }
        if !rule.guards.prose_ok && block.iter().any(|&line| self.lines.all()[line as usize].is_prose()) {
            return Err(Guard::Prose);
        }
        if block.iter().any(|&line| self.allowed(line)) {
            return Err(Guard::Allow);
        }
        if !self.rules.within(start.rule, self.question.level) {
            return Err(Guard::Level);
        }
        for line in block {
            if self.free(line as usize) {
                self.this.claims[line as usize] = start.rule;
            }
        }
        Ok(true)
    }

    /// Rules that need nothing but to stand after a claimed line: the chain of lines that fit, if it is short enough.
    fn followers(&mut self) -> bool {
        let mut changed = false;
        for place in 0..self.this.visible.len() {
            let claim = self.this.claims[self.this.visible[place] as usize];
            let Some(rules) = self.rules.followers.get(&claim) else { continue };
            for &rule in rules {
                let mut scope =
                    Scope { rules: self.rules, question: self.question, cached: (u32::MAX, self.question.lang) };
                let zone = self.rules.rule(rule).zone;
                let chain: Vec<u32> = self.this.visible[place + 1..]
                    .iter()
                    .copied()
                    .take_while(|&line| {
                        self.free(line as usize)
                            && self.static_guard(line, rule).is_none()
                            && scope.holds(&Candidate { line, rule, role: Role::Line }, self.lines)
                            && self
                                .rules
                                .pattern_fits(rule, self.lines.all()[line as usize].span.of(self.question.text))
                            && self.in_zone(zone, line)
                    })
                    .collect();
                let max = self.rules.rule(rule).guards.max_lines.unwrap_or(u32::MAX) as usize;
                if chain.len() > max {
                    self.refuse(chain[0], rule, Guard::MaxLines);
                    continue;
                }
                changed |= !chain.is_empty();
                for line in chain {
                    self.this.claims[line as usize] = rule;
                }
            }
        }
        changed
    }

    fn cuts(&mut self) {
        let starts: Vec<Candidate> = self.this.open.iter().filter(|c| c.role == Role::CutStart).copied().collect();
        for start in starts {
            if !self.free(start.line as usize) {
                continue;
            }
            let guards = &self.rules.rule(start.rule).guards;
            let max_chars = guards.max_chars.unwrap_or(CUT_CHARS);
            let rest: Vec<u32> = self.this.visible[self.place(start.line)..]
                .iter()
                .copied()
                .filter(|&line| self.free(line as usize))
                .collect();
            let line = |&line: &u32| &self.lines.all()[line as usize];
            let guard = if rest.iter().any(|i| line(i).is_prose()) {
                Some(Guard::Prose)
            } else if rest.iter().any(|i| line(i).chars() > max_chars) {
                Some(Guard::MaxChars)
            } else if rest.len() > guards.max_lines.unwrap_or(u32::MAX) as usize {
                Some(Guard::MaxLines)
            } else if rest.iter().any(|&i| self.allowed(i)) {
                Some(Guard::Allow)
            } else {
                (!self.rules.within(start.rule, self.question.level)).then_some(Guard::Level)
            };
            match guard {
                Some(guard) => self.refuse(start.line, start.rule, guard),
                None => rest.iter().for_each(|&line| self.this.claims[line as usize] = start.rule),
            }
        }
    }

    fn late_spans(&mut self) {
        let spans: Vec<Candidate> = self.this.candidates.iter().filter(|c| c.role == Role::Span).copied().collect();
        for candidate in spans {
            if !self.free(candidate.line as usize) {
                continue;
            }
            if !self.in_zone(self.rules.rule(candidate.rule).zone, candidate.line) {
                self.refuse(candidate.line, candidate.rule, Guard::Zone);
                continue;
            }
            if self.claim_spans(candidate) {
                let whole = self.lines.all()[candidate.line as usize].span;
                let left = self.this.spans.iter().fold(whole.len(), |left, claim| {
                    left - if whole.start <= claim.span.start && claim.span.end <= whole.end {
                        claim.span.len()
                    } else {
                        0
                    }
                });
                if left == 0 {
                    self.this.claims[candidate.line as usize] = candidate.rule;
                    self.this.spans.retain(|claim| claim.span.end <= whole.start || whole.end <= claim.span.start);
                }
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

impl Case<'_> {
    /// Later copies of a line that stands before the first prose.
    fn dedupe(&mut self) {
        for number in 0..self.rules.dedupe.len() {
            let rule = self.rules.dedupe[number];
            let compiled = self.rules.rule(rule);
            debug_assert_eq!(compiled.kind, Kind::Dedupe);
            if !host_in_scope(compiled, self.question.host) {
                continue;
            }
            let titles = self.titles(compiled.dedupe.min_words, compiled.dedupe.max_head);
            for title in titles {
                self.dedupe_title(rule, title);
            }
        }
    }

    /// Free lines before the first prose with words enough; the first line of all may itself be long. None when the
    /// first prose is too far down: such a page begins with a list, not with a title.
    fn titles(&self, min_words: u32, max_head: u32) -> Vec<u32> {
        const LONG_TITLE: u32 = 200;
        let mut titles = Vec::new();
        let mut head = 0;
        let free = self.this.visible.iter().copied().filter(|&line| self.free(line as usize));
        for (at, line) in free.enumerate() {
            let shape = &self.lines.all()[line as usize];
            if shape.is_prose() && (at > 0 || shape.chars() > LONG_TITLE) {
                break;
            }
            head += 1;
            if head > max_head {
                return Vec::new();
            }
            if shape.words() >= min_words {
                titles.push(line);
            }
            if shape.is_prose() {
                break;
            }
        }
        titles
    }

    fn dedupe_title(&mut self, rule: u32, title: u32) {
        let (limits, zone) = (self.rules.rule(rule).dedupe, self.rules.rule(rule).zone);
        let squashed = self.lines.squashed(title as usize);
        // A copy that a guard kept is no title of its own: it would make later copies go.
        let is_title = |&line: &u32| self.lines.squashed(line as usize) == squashed;
        if self.this.visible.iter().find(|line| is_title(line)).is_some_and(|&first| first < title) {
            return;
        }
        let copies: Vec<u32> = self
            .this
            .visible
            .iter()
            .copied()
            .filter(|&line| line > title && self.free(line as usize) && is_title(&line) && self.in_zone(zone, line))
            .collect();
        if copies.is_empty() {
            return;
        }
        let prose = self.lines.all().iter().filter(|line| line.is_prose()).count();
        let share = copies.len() as f64 / self.this.visible.len() as f64;
        let mut scope = Scope { rules: self.rules, question: self.question, cached: (u32::MAX, self.question.lang) };
        if !scope.lang_in_scope(self.rules.rule(rule), title, self.lines) {
            return;
        }
        let guard = if self.allowed(title) {
            Some(Guard::Allow)
        } else if prose < limits.min_prose as usize || share >= limits.max_share {
            Some(Guard::Share)
        } else {
            (!self.rules.within(rule, self.question.level)).then_some(Guard::Level)
        };
        for line in copies {
            match guard {
                Some(guard) => self.refuse(line, rule, guard),
                None => self.this.claims[line as usize] = rule,
            }
        }
    }
}
