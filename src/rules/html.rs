//! Rules about elements of a page.
//!
//! A rule with `css = [".share, nav.tools"]` takes those elements of a page, unless one holds too much of the page's
//! text, is or holds an element of `unless`, or lacks every phrase of `text_has`. The elements become whole lines of the
//! text: an inline element that is only part of a line is left where it is.
//!
//! Does not know levels, budgets or other kinds of rules; who resolves claims does.

pub use super::selectors::SelectorError;
use super::{
    schema::Rule,
    selectors::{IndexedSelector, SelectorIndex},
};
use crate::{
    document::{
        html::{Claimant, RenderedPage},
        page::{Tree, VisitedElement, has_visible},
    },
    fold::squash,
    span::Span,
};
use memchr::{memchr, memrchr};

/// A rule that does not say otherwise takes no element with more than this share of the page's text.
const MAX_TEXT_SHARE: f64 = 0.4;

/// The strings of an `html` rule.
#[derive(Clone, Copy, Debug)]
pub struct HtmlRuleSource<'a> {
    /// Selectors of elements it takes.
    pub css: &'a [String],
    /// An element with more than this share (0 to 1) of the page's characters is kept.
    pub max_text_share: f64,
    /// Selectors: an element that is, or holds, such a one is kept.
    pub unless: &'a [String],
    /// Phrases; when there are some, the element's text must hold one, compared squashed.
    pub text_has: &'a [String],
    /// Host suffixes it is for; none: all.
    pub host: &'a [String],
    /// Host suffixes it is not for.
    pub not_host: &'a [String],
}

/// A compiled `html` rule.
#[derive(Debug)]
pub struct HtmlRule {
    rule: u32,
    css: Vec<IndexedSelector>,
    max_text_share: f64,
    unless: Vec<IndexedSelector>,
    text_has: Vec<String>,
    host: Vec<String>,
    not_host: Vec<String>,
}

impl HtmlRule {
    /// Compiles the rule with number `rule` in its rule set.
    ///
    /// # Errors
    /// All selectors that cannot be read.
    pub fn new(rule: u32, source: &HtmlRuleSource<'_>) -> Result<Self, Vec<SelectorError>> {
        let mut bad = vec![];
        let css = IndexedSelector::all(source.css, &mut bad);
        let unless = IndexedSelector::all(source.unless, &mut bad);
        if !bad.is_empty() {
            return Err(bad);
        }
        Ok(Self {
            rule,
            css,
            max_text_share: source.max_text_share,
            unless,
            text_has: source.text_has.iter().map(|phrase| squash(phrase)).collect(),
            host: source.host.to_vec(),
            not_host: source.not_host.to_vec(),
        })
    }

    /// A rule that was read. `None` for other kinds, and for selectors that the loader has refused.
    pub(crate) fn of(number: u32, rule: &Rule) -> Option<Self> {
        let html = &rule.html;
        let source = HtmlRuleSource {
            css: &html.css,
            max_text_share: html.max_text_share.unwrap_or(MAX_TEXT_SHARE),
            unless: &html.unless,
            text_has: &html.text_has,
            host: &rule.host,
            not_host: &rule.not_host,
        };
        Self::new(number, &source).ok()
    }

    /// Its number in the rule set.
    #[must_use]
    pub fn rule(&self) -> u32 {
        self.rule
    }

    fn is_for(&self, host: Option<&str>) -> bool {
        let Some(host) = host else { return self.host.is_empty() };
        (self.host.is_empty() || host_matches(host, &self.host)) && !host_matches(host, &self.not_host)
    }
}

/// Whether `host` is one of `suffixes` or a host under one: `isna.ir` is also `www.isna.ir`, never `disna.ir`.
#[must_use]
pub fn host_matches(host: &str, suffixes: &[String]) -> bool {
    suffixes.iter().any(|suffix| {
        let Some(at) = host.len().checked_sub(suffix.len()) else { return false };
        host.as_bytes()[at..].eq_ignore_ascii_case(suffix.as_bytes())
            && (at == 0 || host.as_bytes()[at - 1] == b'.')
            && !suffix.is_empty()
    })
}

/// How often the text of a page may be squashed anew for `text_has`: elements nest, and each holds those in it.
const SQUASH_ROUNDS: usize = 8;

/// Which selector of which rule, as places in their lists.
#[derive(Clone, Copy, Debug)]
struct SelectorRef {
    rule: usize,
    /// One of `unless`, not of `css`.
    keeps: bool,
    selector: usize,
}

/// The `html` rules of a rule set, in its order.
#[derive(Debug, Default)]
pub struct HtmlRules {
    rules: Vec<HtmlRule>,
    selectors: SelectorIndex<SelectorRef>,
}

impl Extend<HtmlRule> for HtmlRules {
    fn extend<I: IntoIterator<Item = HtmlRule>>(&mut self, rules: I) {
        for rule in rules {
            for (keeps, selectors) in [(false, &rule.css), (true, &rule.unless)] {
                for (selector, indexed) in selectors.iter().enumerate() {
                    self.selectors.add(indexed, SelectorRef { rule: self.rules.len(), keeps, selector });
                }
            }
            self.rules.push(rule);
        }
    }
}

/// Elements that selectors may match, as places in the list of seen elements, ascending.
#[derive(Debug, Default)]
struct MatchedElements {
    /// Those that a rule takes, with its place.
    taken: Vec<(usize, usize)>,
    /// For each rule, those that `unless` may mean, with the selector that does.
    kept: Vec<Vec<(usize, usize)>>,
}

impl HtmlRules {
    fn find(&self, tree: &Tree, seen: &[VisitedElement], host: Option<&str>) -> MatchedElements {
        let in_scope: Vec<bool> = self.rules.iter().map(|rule| rule.is_for(host)).collect();
        let mut found = MatchedElements { taken: Vec::new(), kept: vec![Vec::new(); self.rules.len()] };
        for (number, at) in seen.iter().enumerate() {
            let node = tree.node(at.node);
            let Some(element) = node.element() else { continue };
            self.selectors.each(element, |SelectorRef { rule, keeps, selector }| {
                if !in_scope[rule] {
                } else if keeps {
                    found.kept[rule].push((number, selector));
                } else if at.start < at.end && self.rules[rule].css[selector].css.matches(node) {
                    found.taken.push((number, rule));
                }
            });
        }
        found.taken.sort_unstable();
        found.taken.dedup();
        found
    }
}

/// Of elements in each other the outermost counts, of rules for one element the first.
impl Claimant for HtmlRules {
    fn claims(&self, page: &RenderedPage<'_>) -> Vec<(Span, u32)> {
        claims(self, page)
    }
}

fn claims(rules: &HtmlRules, &RenderedPage { tree, seen, text, host }: &RenderedPage<'_>) -> Vec<(Span, u32)> {
    if rules.rules.is_empty() || text.is_empty() {
        return vec![];
    }
    let mut found = rules.find(tree, seen, host);
    let page_chars = seen.first().map_or(0, |root| root.chars);
    let mut is_matched = vec![false; rules.rules.len()];
    let mut left = SQUASH_ROUNDS * text.len();
    let mut taken: Vec<(Span, u32)> = vec![];
    let mut free_from = 0;
    for (number, order) in found.taken {
        let (element, rule) = (&seen[number], &rules.rules[order]);
        let Some(span) = trimmed(text, element) else { continue };
        if number < free_from || element.chars as f64 > rule.max_text_share * page_chars as f64 {
            continue;
        }
        let kept = &mut found.kept[order];
        if !std::mem::replace(&mut is_matched[order], true) {
            kept.retain(|&(at, selector)| rule.unless[selector].css.matches(tree.node(seen[at].node)));
        }
        let next = kept.partition_point(|&(at, _)| at < number);
        if kept.get(next).is_some_and(|&(at, _)| at < element.last) {
            continue;
        }
        if !rule.text_has.is_empty() {
            let Some(rest) = left.checked_sub(span.len()) else { continue };
            left = rest;
            let squashed = squash(span.slice(text));
            if !rule.text_has.iter().any(|phrase| squashed.contains(phrase)) {
                continue;
            }
        }
        taken.push((span, rule.rule));
        free_from = element.last;
    }
    whole_lines(text, &taken)
}

/// What the element wrote, without gaps and breaks at its ends; `None` when that is nothing.
fn trimmed(text: &str, element: &VisitedElement) -> Option<Span> {
    let written = text.get(element.start..element.end)?;
    let start = element.start + (written.len() - written.trim_ascii_start().len());
    let end = element.start + written.trim_ascii_end().len();
    (start < end && has_visible(&text[start..end])).then(|| Span::new(start, end))
}

/// The lines that `taken` (sorted, not overlapping) make up alone; a line of several goes to the first.
fn whole_lines(text: &str, taken: &[(Span, u32)]) -> Vec<(Span, u32)> {
    let bytes = text.as_bytes();
    let mut lines: Vec<(Span, u32, usize)> = vec![];
    let mut at = 0;
    let mut start = 0;
    while let Some(&(first, rule)) = taken.get(at) {
        if first.start >= start {
            start = memrchr(b'\n', &bytes[..first.start]).map_or(0, |lf| lf + 1);
        }
        let end = memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |lf| start + lf);
        let (owner, mut from, mut alone) = (at, start, true);
        while let Some(&(span, _)) = taken.get(at)
            && span.start < end
        {
            alone &= span.start <= from || !has_visible(&text[from..span.start]);
            from = span.end.min(end);
            if span.end > end {
                break;
            }
            at += 1;
        }
        alone &= !has_visible(&text[from..end]);
        if alone {
            match lines.last_mut() {
                Some((last, _, by)) if *by == owner && last.end + 1 == start => last.end = end,
                _ => lines.push((Span::new(start, end), rule, owner)),
            }
        }
        start = end + 1;
    }
    lines.into_iter().map(|(span, rule, _)| (span, rule)).collect()
}

#[cfg(test)]
mod tests;
