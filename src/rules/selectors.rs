//! The selectors of rules, and which of them an element may match.
//!
//! Selectors are not tried on every element: each is looked up by the id, class, attribute or tag that its rightmost part
//! names. `nav .share` is tried on elements of the class `share` alone.

use super::css::{Css, describe_error};
use crate::document::page::Element;
use rustc_hash::FxHashMap;

/// A CSS selector that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{css}` is not a CSS selector: {reason}")]
pub struct SelectorError {
    /// The selector as written.
    pub css: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What an element must have for a selector to match it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SelectorKey {
    Id(String),
    Class(String),
    /// It has an attribute of this name with this in its value, in this spelling.
    Attribute(String, String),
    Tag(String),
}

/// A selector and where to look for it.
#[derive(Debug)]
pub(super) struct IndexedSelector {
    pub(super) css: Css,
    key: Option<SelectorKey>,
}

impl IndexedSelector {
    pub(super) fn all(css: &[String], bad: &mut Vec<SelectorError>) -> Vec<Self> {
        let mut all = vec![];
        for css in css {
            let whole = match Css::parse(css) {
                Ok(whole) => whole,
                Err(error) => {
                    bad.push(SelectorError { css: css.clone(), reason: describe_error(&error).to_owned() });
                    continue;
                }
            };
            let parts: Result<Vec<_>, _> = split_group(css)
                .into_iter()
                .map(|part| Css::parse(part).map(|css| Self { css, key: key(part) }))
                .collect();
            match parts {
                Ok(parts) => all.extend(parts),
                Err(_) => all.push(Self { css: whole, key: None }),
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
fn key(css: &str) -> Option<SelectorKey> {
    if css.contains(['\\', '|']) || css.contains("/*") {
        return None;
    }
    let css = css.trim();
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_' || !c.is_ascii();
    let mut best: Option<SelectorKey> = None;
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
                        (named @ SelectorKey::Id(_), _) => named,
                        (_, Some(id @ SelectorKey::Id(_))) => id,
                        (named @ SelectorKey::Class(_), _) => named,
                        (_, Some(class @ SelectorKey::Class(_))) => class,
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
                    ('#', _) => best = Some(SelectorKey::Id(name)),
                    ('.', None | Some(SelectorKey::Tag(_) | SelectorKey::Attribute(..))) => {
                        best = Some(SelectorKey::Class(name))
                    }
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
                best = Some(SelectorKey::Tag(css[at..end].to_ascii_lowercase()));
                begins = false;
            }
            _ => begins = false,
        }
    }
    best
}

/// What `name=value]…` asks for, the inside of a bracket.
fn bracket(css: &str) -> Option<SelectorKey> {
    let inside = &css[..css.find(']')?];
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let end = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
    let (name, rest) = (inside[..end].to_ascii_lowercase(), inside[end..].trim());
    let value = |of: &str| {
        let value = rest.strip_prefix(of)?.trim().trim_matches(['"', '\'']);
        (!value.is_empty() && value.chars().all(is_name)).then(|| value.to_owned())
    };
    match name.as_str() {
        "" => return None,
        "id" => value("=").map(SelectorKey::Id),
        "class" => value("~=").map(SelectorKey::Class),
        _ => None,
    }
    .or_else(|| {
        // Values of others compare without case.
        let is_exact = matches!(name.as_str(), "class" | "href" | "id" | "src") || name.starts_with("data-");
        let part = || ["*=", "^=", "$=", "~=", "|=", "="].into_iter().find_map(value).filter(|_| is_exact);
        Some(SelectorKey::Attribute(name.clone(), part().unwrap_or_default()))
    })
}

/// Names with what they stand for. Most names of a page are not among them, which a look at three bytes tells.
#[derive(Debug)]
struct NameMap<T> {
    known: FxHashMap<String, Vec<T>>,
    /// Which [`NameMap::slot`]s have a name.
    slots: [u64; 16],
}

impl<T> NameMap<T> {
    fn slot(name: &str) -> Option<(usize, u64)> {
        let (first, last) = (*name.as_bytes().first()?, *name.as_bytes().last()?);
        let slot = usize::from(first) * 37 + usize::from(last) * 5 + name.len();
        Some((slot / 64 % 16, 1 << (slot % 64)))
    }

    fn add(&mut self, name: &str, which: T) {
        if let Some((word, bit)) = Self::slot(name) {
            self.slots[word] |= bit;
            self.known.entry(name.to_owned()).or_default().push(which);
        }
    }

    fn get(&self, name: &str) -> &[T] {
        match Self::slot(name) {
            Some((word, bit)) if self.slots[word] & bit != 0 => self.known.get(name).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }
}

impl<T> Default for NameMap<T> {
    fn default() -> Self {
        Self { known: FxHashMap::default(), slots: [0; 16] }
    }
}

/// Selectors of a rule set by what they name; `T` says which they are.
#[derive(Debug)]
pub(super) struct SelectorIndex<T> {
    ids: NameMap<T>,
    classes: NameMap<T>,
    /// With what must stand in the value, and its [`pairs`].
    attributes: NameMap<(u64, String, T)>,
    tags: NameMap<T>,
    /// Those that name nothing.
    rest: Vec<T>,
}

impl<T> Default for SelectorIndex<T> {
    fn default() -> Self {
        let [ids, classes, tags] = [(); 3].map(|()| NameMap::default());
        Self { ids, classes, attributes: NameMap::default(), tags, rest: Vec::new() }
    }
}

impl<T: Copy> SelectorIndex<T> {
    pub(super) fn add(&mut self, indexed: &IndexedSelector, which: T) {
        match &indexed.key {
            Some(SelectorKey::Id(name)) => self.ids.add(name, which),
            Some(SelectorKey::Class(name)) => self.classes.add(name, which),
            Some(SelectorKey::Attribute(name, part)) => self.attributes.add(name, (pairs(part), part.clone(), which)),
            Some(SelectorKey::Tag(name)) => self.tags.add(name, which),
            None => self.rest.push(which),
        }
    }

    /// Calls `found` with each selector that may match `element`, with some twice.
    pub(super) fn each(&self, element: &Element, mut found: impl FnMut(T)) {
        self.rest.iter().copied().for_each(&mut found);
        self.tags.get(element.name()).iter().copied().for_each(&mut found);
        for (name, value) in element.attrs() {
            let wanted = self.attributes.get(name);
            let there = if wanted.is_empty() { 0 } else { pairs(value) };
            let with = wanted.iter().filter(|(pairs, part, _)| pairs & !there == 0 && value.contains(part.as_str()));
            with.map(|&(.., which)| which).for_each(&mut found);
            match name {
                "id" => self.ids.get(value).iter().copied().for_each(&mut found),
                "class" => {
                    let classes = value.split_ascii_whitespace().flat_map(|class| self.classes.get(class));
                    classes.copied().for_each(&mut found);
                }
                _ => {}
            }
        }
    }
}

/// Which pairs of bytes stand in `text`, by hash: a text that lacks one of a part's does not hold the part.
fn pairs(text: &str) -> u64 {
    text.as_bytes().windows(2).fold(0, |set, pair| set | 1 << ((pair[0] ^ pair[1].rotate_left(3)) & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rightmost_part_of_a_selector_is_its_key() {
        let class = |name: &str| Some(SelectorKey::Class(name.to_owned()));
        let attribute = |name: &str, part: &str| Some(SelectorKey::Attribute(name.to_owned(), part.to_owned()));
        for (css, want) in [
            (".a", class("a")),
            ("div.a.b", class("a")),
            ("p#x.a", Some(SelectorKey::Id("x".to_owned()))),
            (".a > li", Some(SelectorKey::Tag("li".to_owned()))),
            (".a ~ DIV:not(.b)", Some(SelectorKey::Tag("div".to_owned()))),
            ("ul [data-x='a .b']", attribute("data-x", "")),
            ("p[class~=a]", class("a")),
            ("[class~=\"a\"].b", class("a")),
            ("div[id='x'].b", Some(SelectorKey::Id("x".to_owned()))),
            ("div[id^=x]", attribute("id", "x")),
            ("[class~=a i]", attribute("class", "")),
            ("[data-x$='.a']", attribute("data-x", "")),
            ("a[href*=ads]", attribute("href", "ads")),
            ("[rel=nofollow]", attribute("rel", "")),
            ("#x *", None),
            (":is(.a, .b)", None),
            ("a::before", Some(SelectorKey::Tag("a".to_owned()))),
            (".a:nth-child(2n + 1)", class("a")),
            (".a\\:b", None),
            ("[class*=\"x\"].y", class("y")),
        ] {
            assert_eq!(key(css), want, "{css}");
        }
    }
}
