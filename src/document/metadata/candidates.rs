//! The places of a page that speak of it, by their names in `trust.txt`, in document order.
//!
//! One walk over the tree, without recursion. Knows what stands where, not what it is worth.

use super::{
    TRUST, byline,
    foreign::ForeignParts,
    json_ld,
    words::{self, NAMES},
};
use crate::document::page::{Element, Node, Tree};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Sources that are not in `trust.txt` and still wanted.
const ALSO: &[&str] = &["@type", "ld:articleBody", "meta:generator", "meta:og:type", "meta:twitter:site"];

/// What is wanted, by kind and name: whether it is, is asked for far more than is there.
static WANTED: LazyLock<FxHashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let sources = TRUST.iter().flat_map(|(_, sources)| sources.iter().copied());
    sources.chain(ALSO.iter().copied()).map(|source| (parts_of(source), source)).collect()
});

/// Words for an author or a date, wherever they stand in a name: most names have none, and are not taken apart.
static TELLING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = NAMES.of("author").chain(NAMES.of("date"));
    AhoCorasick::builder().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words).ok()
});

/// The source `kind:name`, when it is wanted.
fn wanted(kind: &str, name: &str) -> Option<&'static str> {
    WANTED.get(&(kind, name)).copied()
}

/// The kind and name of a source.
fn parts_of(source: &str) -> (&str, &str) {
    source.split_once(':').unwrap_or((source, ""))
}

/// A byline or dateline is no longer than this, in bytes.
const SHORT: usize = 160;

/// A link to its writer stands no further below the heading of a page, in bytes of text.
const NEAR: usize = 2_000;

/// A line is of no more nodes than this.
const LINE_NODES: usize = 200;

/// What stands in the places of a page.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    found: FxHashMap<&'static str, Vec<String>>,
}

impl Candidates {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut walk = Walk::default();
        for node in tree.root().descendants() {
            match node.element() {
                Some(element) => walk.element(node, element),
                None => walk.text(node),
            }
        }
        let Walk { mut candidates, blocks, .. } = walk;
        if !blocks.is_empty() {
            let page = json_ld::Page::of(|source| candidates.all(source));
            json_ld::read(&blocks, &page, |source, value| candidates.add(source, value));
        }
        candidates
    }

    pub(super) fn all(&self, source: &str) -> &[String] {
        self.found.get(source).map_or(&[], Vec::as_slice)
    }

    pub(super) fn first(&self, source: &str) -> Option<&str> {
        self.all(source).iter().map(|value| value.trim()).find(|value| !value.is_empty())
    }

    fn add(&mut self, source: &str, value: String) {
        let (kind, name) = parts_of(source);
        if let Some(source) = wanted(kind, name)
            && !value.trim().is_empty()
        {
            self.found.entry(source).or_default().push(value);
        }
    }
}

/// The walk over a tree, and what it remembers of what it passed.
#[derive(Default)]
struct Walk<'t> {
    candidates: Candidates,
    blocks: Vec<String>,
    others: ForeignParts,
    /// What a list of classes tells of: those of a page are much the same.
    classes: FxHashMap<&'t str, Option<&'static str>>,
    /// The thing of microdata that the first author is of.
    authored: Option<Option<u32>>,
    /// By source, the element around the first visible author: further ones stand there, too.
    bylines: FxHashMap<&'static str, Option<u32>>,
    /// How much text stands below the heading, in bytes.
    below: usize,
    headed: bool,
    /// The number of the `twitter:label` that says "written by".
    label: Option<String>,
}

impl<'t> Walk<'t> {
    fn element(&mut self, node: Node<'t>, element: &'t Element) {
        let attr = |name| element.attr(name);
        match element.name() {
            "meta" => return self.meta(element),
            "link" | "a" => self.link(node, element),
            "html" => self.candidates.add("html:lang", attr("lang").unwrap_or_default().to_owned()),
            "title" => {
                let in_head = node.parent().and_then(Node::element).is_some_and(|e| e.name() == "head");
                if in_head || self.candidates.all("title").is_empty() {
                    self.candidates.add("title", text(node));
                }
            }
            "h1" => {
                self.others.heading(node);
                (self.below, self.headed) = (0, true);
                self.candidates.add("h1", text(node));
            }
            "time" => self.time(node, element),
            "script" if attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                self.blocks.push(text(node));
            }
            _ => {}
        }
        // Once over the attributes: asking each element for each by name costs more.
        let (mut class, mut id, mut test) = (None, None, None);
        for (name, value) in element.attrs() {
            match name {
                "class" => class = Some(value),
                "id" => id = Some(value),
                // Names that the site's own tests find its parts by.
                "data-testid" | "data-test" | "data-qa" | "data-component" => test = Some(value),
                "itemprop" => self.property(node, element, value),
                // RDFa names its vocabulary.
                "property" => self.property(node, element, value.rsplit(':').next().unwrap_or(value)),
                _ => {}
            }
        }
        self.visible(node, class, id.into_iter().chain(test));
    }

    /// A line below the heading that begins with `by` is a byline without any class.
    fn text(&mut self, node: Node<'t>) {
        let Some(text) = node.text().filter(|_| self.headed && self.below <= NEAR) else { return };
        let unread = |element: &Element| matches!(element.name(), "noscript" | "script" | "style" | "textarea");
        if node.parent().and_then(Node::element).is_some_and(unread) {
            return;
        }
        self.below += text.len();
        if text.len() > SHORT && text.trim().len() > SHORT || !byline::starts(text) {
            return;
        }
        // The name may stand in the same element, or in one beside it.
        let names = |node: &Node<'_>| {
            line(*node).is_some_and(|text| {
                let text = text.trim();
                byline::starts(text) && !text.ends_with(['.', '!', '?', ':']) && !byline::people(text).is_empty()
            })
        };
        if let Some(line) = node.ancestors().take(3).find(names) {
            self.author("text:by", line);
        }
    }

    fn meta(&mut self, element: &Element) {
        let Some(content) = element.attr("content") else { return };
        let names = ["property", "name", "http-equiv", "itemprop"];
        for name in names.iter().filter_map(|name| element.attr(name)) {
            let name = name.trim();
            if let Some(source) = wanted("micro", name) {
                self.candidates.add(source, content.to_owned());
            }
            let name = name.to_ascii_lowercase();
            if let Some(number) = name.strip_prefix("twitter:label") {
                if byline::is_label(content) {
                    self.label = Some(number.to_owned());
                }
            } else if let Some(number) = name.strip_prefix("twitter:data") {
                if self.label.as_deref() == Some(number) {
                    self.candidates.add("meta:twitter:data", content.to_owned());
                }
            } else if let Some(source) = wanted("meta", &name) {
                self.candidates.add(source, content.to_owned());
            } else if words::parts(&name).last().is_some_and(|last| NAMES.is("author", &last)) {
                self.candidates.add("meta:*author", content.to_owned());
            }
        }
    }

    fn link(&mut self, node: Node<'t>, element: &Element) {
        let href = || element.attr("href");
        let is_a = element.name() == "a";
        for rel in element.attr("rel").unwrap_or_default().split_ascii_whitespace() {
            if is_a && rel == "author" {
                self.author("a:author", node);
            } else if let Some(source) = wanted(if is_a { "a" } else { "link" }, &rel.to_ascii_lowercase()) {
                let is_address = !is_a || rel == "license";
                self.candidates
                    .add(source, if is_address { href().unwrap_or_default().to_owned() } else { text(node) });
            }
        }
        if is_a && self.is_near() && href().is_some_and(is_of_somebody) {
            self.author("a:path", node);
        }
    }

    fn time(&mut self, node: Node<'t>, element: &Element) {
        if self.others.have(node) {
            return;
        }
        let value = element.attr("datetime").map_or_else(|| text(node), str::to_owned);
        let class = element.attr("class").unwrap_or_default().to_ascii_lowercase();
        let changed = class.contains("updated") && !class.contains("published") || class.contains("modified");
        let source = if changed || says_changed(node) {
            "time:modified"
        } else if element.attr("pubdate").is_some() || class.contains("publish") || class.contains("entry-date") {
            "time:published"
        } else {
            "time"
        };
        self.candidates.add(source, value);
    }

    /// Properties of microdata and RDFa.
    fn property(&mut self, node: Node<'t>, element: &Element, props: &str) {
        let attr = |name| element.attr(name);
        let value = ["content", "datetime"].iter().find_map(|name| attr(name)).map(str::to_owned);
        for prop in props.split_ascii_whitespace() {
            let Some(source) = wanted("micro", prop) else { continue };
            if matches!(prop, "author" | "dateCreated" | "dateModified" | "datePublished") && self.others.have(node) {
                continue;
            }
            // The first thing with an author is what the page is about; answers and comments have theirs.
            if prop == "author" {
                let scope = scope(node);
                if self.authored.is_some_and(|first| first != scope) {
                    continue;
                }
                self.authored = Some(scope);
            }
            let value = value.clone().or_else(|| match (element.name(), prop) {
                ("img", _) => attr("src").map(str::to_owned),
                ("link" | "a", "license" | "image") => attr("href").map(str::to_owned),
                _ => None,
            });
            let value = value.unwrap_or_else(|| named(node).unwrap_or_else(|| text(node)));
            if value.len() <= 4 * SHORT {
                self.candidates.add(source, value);
            }
        }
    }

    /// Bylines and datelines that only their class tells.
    fn visible(&mut self, node: Node<'t>, class: Option<&'t str>, ids: impl IntoIterator<Item = &'t str>) {
        let class = class.and_then(|class| *self.classes.entry(class).or_insert_with(|| source_of_any(class)));
        match class.or_else(|| ids.into_iter().find_map(source)) {
            Some("class:author") => self.author("class:author", node),
            Some(source) if !self.others.have(node) => {
                if let Some(text) = line(node).filter(|_| !says_changed(node)) {
                    self.candidates.add(source, text);
                }
            }
            _ => {}
        }
    }

    /// Whether a byline may stand here.
    fn is_near(&self) -> bool {
        !self.headed || self.below <= NEAR
    }

    /// A visible byline: the first, and those beside it.
    fn author(&mut self, source: &'static str, node: Node<'t>) {
        if !self.is_near() || self.others.have(node) {
            return;
        }
        let Some(text) = line(node).filter(|text| !byline::people(text).is_empty()) else { return };
        let around = node.ancestors().nth(1).map(Node::id);
        let first = *self.bylines.entry(source).or_insert(around);
        if node.ancestors().take(4).any(|above| Some(above.id()) == first) || around == first {
            self.candidates.add(source, text);
        }
    }
}

/// Whether a label beside a date says that it is that of a change.
fn says_changed(date: Node<'_>) -> bool {
    date.parent().and_then(line).is_some_and(|text| byline::is_change(&text))
}

/// What the first class tells of that tells anything.
fn source_of_any(classes: &str) -> Option<&'static str> {
    if tells(classes) { classes.split_ascii_whitespace().find_map(source) } else { None }
}

/// Whether names may tell of anything.
fn tells(names: &str) -> bool {
    TELLING.as_ref().is_none_or(|words| words.is_match(names))
}

/// What a class or id tells of: `class:author`, `class:date`.
fn source(name: &str) -> Option<&'static str> {
    if !tells(name) {
        return None;
    }
    let (mut author, mut date) = (None, None);
    for part in words::parts(name) {
        for kind in NAMES.kinds(&part) {
            match *kind {
                "not" | "others" => return None,
                "author" => author = Some("class:author"),
                "date" => date = Some("class:date"),
                _ => {}
            }
        }
    }
    author.or(date)
}

/// Whether an address has a step like `author` on its way: `/author/ada-quill`.
fn is_of_somebody(address: &str) -> bool {
    let mut from = 0;
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            b'/' if NAMES.is("path", &address[from..at]) => return true,
            b'/' => from = at + 1,
            b'?' | b'#' => return false,
            _ => {}
        }
    }
    false
}

/// The element of the thing that a property is of.
fn scope(node: Node<'_>) -> Option<u32> {
    let is_thing = |node: &Node<'_>| node.element().is_some_and(|e| e.attr("itemscope").is_some());
    node.ancestors().find(is_thing).map(Node::id)
}

/// The name inside an element that stands for a thing.
fn named(node: Node<'_>) -> Option<String> {
    let inner = node.descendants().skip(1).filter_map(|inner| Some((inner, inner.element()?)));
    let name = |&(_, element): &(_, &Element)| element.attr("itemprop") == Some("name");
    let (inner, element) = inner.take(60).find(name)?;
    Some(element.attr("content").map_or_else(|| text(inner), str::to_owned))
}

/// The text in an element, at most of some kilobytes but for scripts; a space before each element.
fn text(node: Node<'_>) -> String {
    joined(node, usize::MAX, |text, inner| {
        if inner.element().is_some() && !text.is_empty() && !text.ends_with(char::is_whitespace) {
            text.push(' ');
        }
    })
}

/// The text of a line, with a line separator where elements begin and end: what a name is made of does not tell who else
/// is named. Nothing of what is longer.
fn line(node: Node<'_>) -> Option<String> {
    let mut open = None;
    let text = joined(node, LINE_NODES, |text, inner| {
        let around = inner.parent().map(Node::id);
        if inner.text().is_some() && std::mem::replace(&mut open, around) != around && !text.is_empty() {
            text.push('\u{2028}');
        }
    });
    (text.trim().len() <= SHORT).then_some(text)
}

/// The texts of the first nodes in an element; `before` is called before each of them, with the text so far.
fn joined(node: Node<'_>, nodes: usize, mut before: impl FnMut(&mut String, Node<'_>)) -> String {
    let mut text = String::new();
    for inner in node.descendants().take(nodes) {
        before(&mut text, inner);
        text.push_str(inner.text().unwrap_or_default());
        let nested = inner.id() != node.id() && inner.parent().map(Node::id) != Some(node.id());
        if text.len() > 4_000 && (nested || nodes == LINE_NODES) {
            break;
        }
    }
    text
}
