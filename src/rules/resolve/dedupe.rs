//! Later copies of a title.

use super::resolution::Resolution;
use crate::rules::{
    decision::Guard,
    schema::{Kind, TitleCopy, Zone},
};

impl Resolution<'_> {
    /// Later copies of a line that stands before the first prose. Returns whether any was claimed.
    pub(super) fn dedupe(&mut self) -> bool {
        let mut claimed = false;
        for number in 0..self.rules.dedupe.len() {
            let rule = self.rules.dedupe[number];
            let compiled = self.rules.rule(rule);
            debug_assert_eq!(compiled.kind, Kind::Dedupe);
            let titles = self.titles(compiled.dedupe.min_words, compiled.dedupe.max_head);
            for (at, title) in titles.into_iter().enumerate() {
                claimed |= self.dedupe_title(rule, title, at == 0);
            }
        }
        claimed
    }

    /// Free lines before the first prose with words enough; the first line of all may itself be long. None when the
    /// first prose is too far down: such a page begins with a list, not with a title.
    fn titles(&self, min_words: u32, max_head: u32) -> Vec<u32> {
        const LONG_TITLE: u32 = 200;
        let mut titles = Vec::new();
        let mut head = 0;
        let free = self.resolver.visible.iter().copied().filter(|&line| self.is_unclaimed(line as usize));
        for (at, line) in free.enumerate() {
            let shape = &self.lines.all()[line as usize];
            if shape.is_prose() && (at > 0 || shape.chars() > LONG_TITLE) {
                break;
            }
            head += 1;
            if head > max_head {
                return Vec::new();
            }
            if shape.words() >= min_words && self.may_be_title(line) {
                titles.push(line);
            }
            if shape.is_prose() {
                break;
            }
        }
        titles
    }

    /// A line that ends a sentence or a clause, or that names under a dash who said it, stands again in songs, in lists
    /// of quotations and above the parts of a text, and is no title.
    fn may_be_title(&self, line: u32) -> bool {
        let shape = &self.lines.all()[line as usize];
        let source = shape.span.slice(self.query.text).trim_start();
        shape.is_unpunctuated() && !["--", "—", "–", "―"].iter().any(|dash| source.starts_with(dash))
    }

    /// Whether `line` is a copy of `title`.
    fn is_like(&self, like: TitleCopy, title: u32, line: u32, min_words: u32) -> bool {
        /// Bytes of a squashed name of a site.
        const SITE: usize = 80;
        let (whole, part) = (self.lines.squashed(title as usize), self.lines.squashed(line as usize));
        match like {
            TitleCopy::Same => part == whole,
            TitleCopy::Cut => {
                part.len() < whole.len()
                    && whole.starts_with(part)
                    && self.lines.is_word_start(title as usize, part.len())
                    && self.lines.all()[line as usize].words() >= min_words
            }
            TitleCopy::Site => part
                .strip_prefix(whole)
                .is_some_and(|rest| rest.len() <= SITE && matches!(rest, [b'|' | b'-' | b'>' | b'*' | b'/', _, ..])),
            TitleCopy::Doubled => {
                part.len() >= 2 * whole.len() && part.len() <= 2 * whole.len() + 1 && {
                    part.starts_with(whole) && part.ends_with(whole)
                }
            }
        }
    }

    /// Claims the copies of one title. Those of the `first` go wherever they stand. Other lines above the text may be its
    /// table of contents, and their copies in the midst of it are headings.
    fn dedupe_title(&mut self, rule: u32, title: u32, first: bool) -> bool {
        let (limits, zone) = (self.rules.rule(rule).dedupe, self.rules.rule(rule).zone);
        let squashed = self.lines.squashed(title as usize);
        // A copy that a guard kept is no title of its own: it would make later copies go.
        let free = || self.resolver.visible.iter().copied().filter(|&line| self.is_unclaimed(line as usize));
        let is_title = |line: &u32| self.lines.squashed(*line as usize) == squashed;
        if free().find(is_title).is_some_and(|first| first < title) {
            return false;
        }
        let amid = |line: u32| self.prose.is_some_and(|(first, last)| (first..last).contains(&(line as usize)));
        let is_copy = |line: &u32| {
            *line > title && (first || !amid(*line)) && self.is_like(limits.like, title, *line, limits.min_words)
        };
        let mut copies: Vec<u32> = free().filter(|line| is_copy(line) && self.in_zone(zone, *line)).collect();
        // Of a title and the same with the name of the site, the plain one stays, wherever it stands above the text.
        if limits.like == TitleCopy::Site
            && let Some(plain) = free().find(|&line| {
                line > title
                    && self.in_zone(Zone::Head, line)
                    && self.is_like(TitleCopy::Site, line, title, limits.min_words)
            })
            && self.lines.all()[plain as usize].words() >= limits.min_words
        {
            copies = vec![title];
        }
        if copies.is_empty() {
            return false;
        }
        let prose = free().filter(|&line| self.lines.all()[line as usize].is_prose()).count();
        let share = copies.len() as f64 / free().count() as f64;
        if !self.in_scope(title, rule) {
            return false;
        }
        let guard = if self.is_allowlisted(title) {
            Some(Guard::Allow)
        } else if prose < limits.min_prose as usize || share >= limits.max_share {
            Some(Guard::Share)
        } else {
            (!self.rules.within(rule, self.query.level)).then_some(Guard::Level)
        };
        for line in copies {
            match guard {
                Some(guard) => self.refuse(line, rule, guard),
                None => self.claim(line, rule),
            }
        }
        guard.is_none()
    }
}
