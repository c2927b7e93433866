//! Rules on more than one line: blocks, lines that follow others, cuts.

use super::resolution::Resolution;
use crate::rules::{
    decision::{Guard, NONE},
    index_keys::LineRole,
    propose::Candidate,
};

/// A cut takes no line longer than this, in folded characters, unless the rule says otherwise.
const CUT_CHARS: u32 = 80;

/// So many places to cut are looked at in one document.
const CUTS: usize = 100;

impl Resolution<'_> {
    /// Claims from a block's start to the next line that is one of its ends.
    pub(super) fn block(&mut self, start: Candidate, open: &[Candidate]) -> Result<bool, Guard> {
        let rule = self.rules.rule(start.rule);
        if !self.is_unclaimed(start.line as usize) {
            return Ok(false);
        }
        if !self.in_zone(rule.zone, start.line) {
            return Err(Guard::Zone);
        }
        let ends_at =
            |line: u32| open.binary_search(&Candidate { line, rule: start.rule, role: LineRole::BlockEnd }).is_ok();
        let place = self.visible_position(start.line);
        let max = rule.guards.max_lines.unwrap_or(u32::MAX) as usize;
        let inside = self.resolver.visible[place..].iter().take(max);
        let Some(length) = inside.clone().skip(1).position(|&line| ends_at(line)) else { return Err(Guard::NoEnd) };
        let block: Vec<u32> = inside.copied().take(length + 2).collect();
        let chars: u32 = block.iter().map(|&line| self.lines.all()[line as usize].chars()).sum();
        if rule.guards.max_chars.is_some_and(|max| chars > max) {
            return Err(Guard::MaxChars);
        }
        if !rule.guards.prose_ok && block.iter().any(|&line| self.lines.all()[line as usize].is_prose()) {
            return Err(Guard::Prose);
        }
        if block.iter().any(|&line| self.is_allowlisted(line)) {
            return Err(Guard::Allow);
        }
        if !self.rules.within(start.rule, self.query.level) {
            return Err(Guard::Level);
        }
        for line in block {
            if self.is_unclaimed(line as usize) {
                self.claim(line, start.rule);
            }
        }
        Ok(true)
    }

    /// Rules that need nothing but to stand after a claimed line: the chain of lines that fit, if it is short enough.
    pub(super) fn followers(&mut self) -> bool {
        let mut changed = false;
        for place in 0..self.resolver.visible.len() {
            let claim = self.resolver.claims[self.resolver.visible[place] as usize];
            let Some(rules) = self.rules.followers.get(&claim) else { continue };
            for &rule in rules {
                let max = self.rules.rule(rule).guards.max_lines.unwrap_or(u32::MAX) as usize;
                let mut chain: Vec<u32> = Vec::new();
                for at in place + 1..self.resolver.visible.len() {
                    let line = self.resolver.visible[at];
                    if !self.is_unclaimed(line as usize) || !self.fits(line, rule) || chain.len() > max {
                        break;
                    }
                    chain.push(line);
                }
                if chain.len() > max {
                    self.refuse(chain[0], rule, Guard::MaxLines);
                    continue;
                }
                changed |= !chain.is_empty();
                for line in chain {
                    self.claim(line, rule);
                }
            }
        }
        changed
    }

    /// Rules that ask to stand below what ends a text: the lines that fit, if they are enough.
    pub(super) fn below(&mut self) -> bool {
        let Some((_, last_prose)) = self.prose else { return false };
        let from = self.visible_position(last_prose as u32) + 1;
        let mut changed = false;
        for &rule in &self.rules.below {
            let compiled = &self.rules.rules[rule as usize];
            let run = compiled.rule.guards.run.unwrap_or(1) as usize;
            let kinds = compiled.rule.guards.classes.unwrap_or(1);
            let mut ends = 0_u32;
            let mut chain = Vec::new();
            for at in from..=self.resolver.visible.len() {
                let line = self.resolver.visible.get(at).copied();
                if let Some(claim) = line.map(|line| self.resolver.claims[line as usize]).filter(|&claim| claim != NONE)
                {
                    ends |= compiled.below[claim as usize];
                    continue;
                }
                let fitting = line.filter(|&line| ends.count_ones() >= kinds && self.fits(line, rule));
                if let Some(line) = fitting {
                    chain.push(line);
                    continue;
                }
                if chain.len() >= run {
                    chain.iter().for_each(|&line| self.claim(line, rule));
                    changed = true;
                }
                chain.clear();
                ends = 0;
            }
        }
        changed
    }

    /// Whether a free line is one that the rule may take, wherever it stands.
    fn fits(&mut self, line: u32, rule: u32) -> bool {
        let source = self.lines.all()[line as usize].span.slice(self.query.text);
        self.static_guard(line, rule).is_none()
            && self.in_scope(line, rule)
            && self.rules.pattern_fits(rule, source)
            && self.in_zone(self.rules.rule(rule).zone, line)
    }

    pub(super) fn cuts(&mut self) {
        let starts = self.resolver.open.iter().filter(|c| c.role == LineRole::CutStart).take(CUTS);
        let starts: Vec<Candidate> = starts.copied().collect();
        for start in starts {
            if !self.is_unclaimed(start.line as usize) {
                continue;
            }
            let guards = &self.rules.rule(start.rule).guards;
            let max_chars = guards.max_chars.unwrap_or(CUT_CHARS);
            let rest: Vec<u32> = self.resolver.visible[self.visible_position(start.line)..]
                .iter()
                .copied()
                .filter(|&line| self.is_unclaimed(line as usize))
                .collect();
            let line = |&line: &u32| &self.lines.all()[line as usize];
            let guard = if rest.iter().any(|i| line(i).is_prose()) {
                Some(Guard::Prose)
            } else if rest.iter().any(|i| line(i).chars() > max_chars) {
                Some(Guard::MaxChars)
            } else if rest.len() > guards.max_lines.unwrap_or(u32::MAX) as usize {
                Some(Guard::MaxLines)
            } else if rest.iter().any(|&i| self.is_allowlisted(i)) {
                Some(Guard::Allow)
            } else {
                (!self.rules.within(start.rule, self.query.level)).then_some(Guard::Level)
            };
            match guard {
                Some(guard) => self.refuse(start.line, start.rule, guard),
                None => rest.iter().for_each(|&line| self.claim(line, start.rule)),
            }
        }
    }
}
