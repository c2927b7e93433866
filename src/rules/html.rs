//! Rules about elements of a page.
//!
//! A rule with `css = [".share, nav.tools"]` takes those elements of a page, unless one holds too much of the page's
//! text, is or holds an element of `unless`, or lacks every phrase of `text_has`. The elements become whole lines of the
//! text: an inline element that is only part of a line is left where it is.
//!
//! Selectors are not tried on every element: each is looked up by the class, id or tag that its rightmost part names.
//! Does not know levels, budgets or other kinds of rules; who resolves claims does.

use super::schema::Rule;
use crate::{
    document::html::{Seen, has_visible},
    fold::squash,
    span::Span,
};
use memchr::{memchr, memrchr};
use rustc_hash::FxHashMap;
use scraper::{ElementRef, Html, Selector};

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

/// A CSS selector that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{css}` is no CSS selector: {reason}")]
pub struct BadSelector {
    /// The selector as written.
    pub css: String,
    /// What is wrong with it.
    pub reason: String,
}

/// A compiled `html` rule.
#[derive(Debug)]
pub struct HtmlRule {
    rule: u32,
    css: Vec<Indexed>,
    max_text_share: f64,
    unless: Vec<Indexed>,
    text_has: Vec<String>,
    host: Vec<String>,
    not_host: Vec<String>,
}

impl HtmlRule {
    /// Compiles the rule with number `rule` in its rule set.
    ///
    /// # Errors
    /// All selectors that cannot be read.
    pub fn new(rule: u32, source: &HtmlRuleSource<'_>) -> Result<Self, Vec<BadSelector>> {
        let mut bad = vec![];
        let css = Indexed::all(source.css, &mut bad);
        let unless = Indexed::all(source.unless, &mut bad);
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

/// What an element must have for a selector to match it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key<T> {
    Id(T),
    Class(T),
    /// It has an attribute of this name.
    Attribute(T),
    Tag(T),
}

/// A selector and where to look for it.
#[derive(Debug)]
struct Indexed {
    selector: Selector,
    key: Option<Key<String>>,
}

impl Indexed {
    fn all(css: &[String], bad: &mut Vec<BadSelector>) -> Vec<Self> {
        let mut all = vec![];
        for css in css {
            let whole = match Selector::parse(css) {
                Ok(whole) => whole,
                Err(error) => {
                    bad.push(BadSelector { css: css.clone(), reason: error.to_string() });
                    continue;
                }
            };
            let parts: Result<Vec<_>, _> = split_group(css)
                .into_iter()
                .map(|part| Selector::parse(part).map(|selector| Self { selector, key: key(part) }))
                .collect();
            match parts {
                Ok(parts) => all.extend(parts),
                Err(_) => all.push(Self { selector: whole, key: None }),
            }
        }
        all
    }
}

/// The selectors of a group: split at commas outside brackets and quotes.
fn split_group(css: &str) -> Vec<&str> {
    let mut parts = vec![];
    let (mut depth, mut quote, mut start) = (0_usize, None, 0);
    let mut bytes = css.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' | b'\'' if quote.is_none() => quote = Some(byte),
            _ if quote == Some(byte) => quote = None,
            _ if quote.is_some() => {}
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                parts.push(&css[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&css[start..]);
    parts
}

/// The id, else the class, else an attribute, else the tag that the rightmost part of a selector names; `None` when it
/// names none, or is written with what this does not read (escapes, comments, namespaces).
fn key(css: &str) -> Option<Key<String>> {
    if css.contains(['\\', '|']) || css.contains("/*") {
        return None;
    }
    let css = css.trim();
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || !c.is_ascii();
    let mut best: Option<Key<String>> = None;
    let (mut depth, mut quote) = (0_usize, None);
    let mut chars = css.char_indices().peekable();
    // A name begins a tag only where a compound begins.
    let mut begins = true;
    while let Some((at, c)) = chars.next() {
        match c {
            '"' | '\'' if quote.is_none() => quote = Some(c),
            _ if quote == Some(c) => quote = None,
            _ if quote.is_some() => {}
            '(' | '[' => {
                if let Some(named) = (c == '[' && depth == 0).then(|| bracket(&css[at + 1..])).flatten() {
                    best = Some(match (named, best) {
                        (named @ Key::Id(_), _) => named,
                        (_, Some(id @ Key::Id(_))) => id,
                        (named @ Key::Class(_), _) => named,
                        (_, Some(class @ Key::Class(_))) => class,
                        (named, _) => named,
                    });
                }
                (depth, begins) = (depth + 1, false);
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '>' | '+' | '~' => (best, begins) = (None, true),
            c if c.is_ascii_whitespace() => (best, begins) = (None, true),
            '.' | '#' | ':' => {
                let mut end = at + 1;
                while let Some(&(next, c)) = chars.peek()
                    && (is_name(c) || c == ':' && next == at + 1)
                {
                    end = next + c.len_utf8();
                    chars.next();
                }
                let name = css[at + 1..end].to_owned();
                match (c, &best) {
                    ('#', _) => best = Some(Key::Id(name)),
                    ('.', None | Some(Key::Tag(_) | Key::Attribute(_))) => best = Some(Key::Class(name)),
                    _ => {}
                }
                begins = false;
            }
            c if begins && is_name(c) => {
                let mut end = at + c.len_utf8();
                while let Some(&(next, c)) = chars.peek()
                    && is_name(c)
                {
                    end = next + c.len_utf8();
                    chars.next();
                }
                best = Some(Key::Tag(css[at..end].to_ascii_lowercase()));
                begins = false;
            }
            _ => begins = false,
        }
    }
    best
}

/// What `name=value]…` asks for, the inside of a bracket.
fn bracket(css: &str) -> Option<Key<String>> {
    let inside = &css[..css.find(']')?];
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let end = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
    let (name, rest) = (inside[..end].to_ascii_lowercase(), inside[end..].trim());
    let value = |of: &str| {
        let value = rest.strip_prefix(of)?.trim().trim_matches(['"', '\'']);
        (!value.is_empty() && value.chars().all(is_name)).then(|| value.to_owned())
    };
    match name.as_str() {
        "" => None,
        "id" => value("=").map(Key::Id),
        "class" => value("~=").map(Key::Class),
        _ => None,
    }
    .or_else(|| (!name.is_empty()).then_some(Key::Attribute(name)))
}

/// The elements of a page by what selectors name; values are places in the list of seen elements, ascending.
struct Index<'a> {
    tree: &'a Html,
    seen: &'a [Seen],
    by_key: FxHashMap<Key<&'a str>, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(tree: &'a Html, seen: &'a [Seen]) -> Self {
        let mut by_key: FxHashMap<Key<&'a str>, Vec<usize>> = FxHashMap::default();
        for (number, element) in seen.iter().enumerate() {
            let Some(element) = tree.tree.get(element.node).and_then(|node| node.value().as_element()) else {
                continue;
            };
            by_key.entry(Key::Tag(element.name())).or_default().push(number);
            for (name, _) in element.attrs() {
                by_key.entry(Key::Attribute(name)).or_default().push(number);
            }
            if let Some(id) = element.attr("id") {
                by_key.entry(Key::Id(id)).or_default().push(number);
            }
            for class in element.attr("class").unwrap_or_default().split_ascii_whitespace() {
                let places = by_key.entry(Key::Class(class)).or_default();
                if places.last() != Some(&number) {
                    places.push(number);
                }
            }
        }
        Self { tree, seen, by_key }
    }

    fn matches(&self, indexed: &Indexed, number: usize) -> bool {
        let node = self.seen.get(number).and_then(|element| self.tree.tree.get(element.node));
        node.and_then(ElementRef::wrap).is_some_and(|element| indexed.selector.matches(&element))
    }

    /// The elements that one of the selectors matches, ascending.
    fn select(&self, selectors: &[Indexed]) -> Vec<usize> {
        let mut found = vec![];
        for indexed in selectors {
            match &indexed.key {
                Some(key) => {
                    let key = match key {
                        Key::Id(name) => Key::Id(name.as_str()),
                        Key::Class(name) => Key::Class(name.as_str()),
                        Key::Attribute(name) => Key::Attribute(name.as_str()),
                        Key::Tag(name) => Key::Tag(name.as_str()),
                    };
                    let places = self.by_key.get(&key).map_or(&[][..], Vec::as_slice);
                    found.extend(places.iter().copied().filter(|&number| self.matches(indexed, number)));
                }
                None => found.extend((0..self.seen.len()).filter(|&number| self.matches(indexed, number))),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// How often the text of a page may be squashed anew for `text_has`: elements nest, and each holds those in it.
const SQUASH_ROUNDS: usize = 8;

/// The lines of `text` that rules take: sorted, not overlapping, each with the number of its rule. Of elements in each
/// other the outermost counts, of rules for one element the first.
pub(crate) fn claims(
    rules: &[HtmlRule],
    tree: &Html,
    seen: &[Seen],
    text: &str,
    host: Option<&str>,
) -> Vec<(Span, u32)> {
    let rules: Vec<_> = rules.iter().filter(|rule| rule.is_for(host)).collect();
    if rules.is_empty() || text.is_empty() {
        return vec![];
    }
    let index = Index::new(tree, seen);
    let mut candidates: Vec<(usize, usize)> = vec![];
    for (order, rule) in rules.iter().enumerate() {
        candidates.extend(index.select(&rule.css).into_iter().map(|number| (number, order)));
    }
    candidates.sort_unstable();
    let page_chars = seen.first().map_or(0, |root| root.chars);
    let mut unless: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut left = SQUASH_ROUNDS * text.len();
    let mut taken: Vec<(Span, u32)> = vec![];
    let mut free_from = 0;
    for (number, order) in candidates {
        let (element, rule) = (&seen[number], rules[order]);
        let Some(span) = trimmed(text, element) else { continue };
        if number < free_from || element.chars as f64 > rule.max_text_share * page_chars as f64 {
            continue;
        }
        if !rule.unless.is_empty() {
            let kept = unless.entry(order).or_insert_with(|| index.select(&rule.unless));
            let next = kept.partition_point(|&at| at < number);
            if kept.get(next).is_some_and(|&at| at < element.last) {
                continue;
            }
        }
        if !rule.text_has.is_empty() {
            let Some(rest) = left.checked_sub(span.len()) else { continue };
            left = rest;
            let squashed = squash(span.of(text));
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
fn trimmed(text: &str, element: &Seen) -> Option<Span> {
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
#[path = "html_tests.rs"]
mod tests;
