//! The places of a page that speak of it, by their names in `trust.txt`, in document order.
//!
//! One walk over the tree, without recursion. Knows what stands where, not what it is worth.

use super::{TRUST, json_ld};
use crate::document::html::{Element, Node, Tree};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Sources that are not in `trust.txt` and still wanted.
const ALSO: &[&str] = &["@type", "ld:articleBody", "meta:generator", "meta:og:type"];

static WANTED: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let sources = TRUST.iter().flat_map(|(_, sources)| sources.iter().copied());
    sources.chain(ALSO.iter().copied()).map(|source| (source, source)).collect()
});

/// A byline or dateline is no longer than this, in bytes.
const SHORT: usize = 160;

/// What stands in the places of a page.
#[derive(Debug, Default)]
pub(super) struct Places {
    found: FxHashMap<&'static str, Vec<String>>,
    /// The thing of microdata that the first author is of.
    authored: Option<Option<u32>>,
}

impl Places {
    pub(super) fn of(tree: &Tree) -> Self {
        let mut places = Self::default();
        let mut blocks = Vec::new();
        for node in tree.root().descendants() {
            if let Some(element) = node.element() {
                places.element(node, element, &mut blocks);
            }
        }
        json_ld::read(&blocks, |source, value| places.add(source, value));
        places
    }

    pub(super) fn all(&self, source: &str) -> &[String] {
        self.found.get(source).map_or(&[], Vec::as_slice)
    }

    pub(super) fn first(&self, source: &str) -> Option<&str> {
        self.all(source).iter().map(|value| value.trim()).find(|value| !value.is_empty())
    }

    fn add(&mut self, source: &str, value: String) {
        if let Some(&source) = WANTED.get(source)
            && !value.trim().is_empty()
        {
            self.found.entry(source).or_default().push(value);
        }
    }

    fn element(&mut self, node: Node<'_>, element: &Element, blocks: &mut Vec<String>) {
        let attr = |name| element.attr(name);
        match element.name() {
            "meta" => {
                let Some(content) = attr("content") else { return };
                for name in ["property", "name", "http-equiv", "itemprop"].iter().filter_map(|name| attr(name)) {
                    self.add(&format!("meta:{}", name.trim().to_ascii_lowercase()), content.to_owned());
                    self.add(&format!("micro:{name}"), content.to_owned());
                }
                return;
            }
            "link" | "a" => {
                let kind = if element.name() == "a" { "a" } else { "link" };
                for rel in attr("rel").unwrap_or_default().split_ascii_whitespace() {
                    let value = match (kind, rel) {
                        ("link", _) | (_, "license") => attr("href").map(str::to_owned),
                        _ => Some(text(node)),
                    };
                    if let Some(value) = value {
                        self.add(&format!("{kind}:{}", rel.to_ascii_lowercase()), value);
                    }
                }
            }
            "html" => self.add("html:lang", attr("lang").unwrap_or_default().to_owned()),
            "title" => {
                let in_head = node.parent().and_then(Node::element).is_some_and(|e| e.name() == "head");
                if in_head || self.all("title").is_empty() {
                    self.add("title", text(node));
                }
            }
            "h1" => self.add("h1", text(node)),
            "time" => {
                if in_remarks(node) {
                    return;
                }
                let value = attr("datetime").map_or_else(|| text(node), str::to_owned);
                let class = attr("class").unwrap_or_default().to_ascii_lowercase();
                if class.contains("updated") && !class.contains("published") || class.contains("modified") {
                    self.add("time:modified", value);
                } else if attr("pubdate").is_some() || class.contains("publish") || class.contains("entry-date") {
                    self.add("time:published", value);
                } else {
                    self.add("time", value);
                }
            }
            "script" if attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) => {
                blocks.push(text(node));
            }
            _ => {}
        }
        // Once over the attributes: asking each element for each by name costs more.
        let (mut class, mut id, mut prop) = (None, None, None);
        for (name, value) in element.attrs() {
            match name {
                "class" => class = Some(value),
                "id" => id = Some(value),
                "itemprop" => prop = Some(value),
                _ => {}
            }
        }
        if let Some(prop) = prop {
            let value = ["content", "datetime"].iter().find_map(|name| attr(name)).map(str::to_owned);
            let value = value.or_else(|| match (element.name(), prop) {
                ("img", _) => attr("src").map(str::to_owned),
                ("link" | "a", "license" | "image") => attr("href").map(str::to_owned),
                _ => None,
            });
            for prop in prop.split_ascii_whitespace() {
                let source = format!("micro:{prop}");
                // The first thing with an author is what the page is about; answers and comments have theirs.
                if prop == "author" {
                    let scope = scope(node);
                    if self.authored.is_some_and(|first| first != scope) {
                        continue;
                    }
                    self.authored = Some(scope);
                }
                if WANTED.contains_key(source.as_str()) {
                    let value = value.clone().unwrap_or_else(|| named(node).unwrap_or_else(|| text(node)));
                    if value.len() <= 4 * SHORT {
                        self.add(&source, value);
                    }
                }
            }
        }
        self.visible(node, class, id);
    }

    /// Bylines and datelines that only their class tells.
    fn visible(&mut self, node: Node<'_>, class: Option<&str>, id: Option<&str>) {
        for name in class.unwrap_or_default().split_ascii_whitespace().chain(id) {
            let Some(&source) = VISIBLE.get(name) else { continue };
            if !in_chrome(node) && !in_remarks(node) {
                let text = text(node);
                if text.len() <= SHORT {
                    self.add(source, text);
                }
            }
            return;
        }
    }
}

/// What classes and ids tell of.
static VISIBLE: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let dates = DATE_CLASSES.iter().map(|&name| (name, "class:date"));
    dates.chain(AUTHOR_CLASSES.iter().map(|&name| (name, "class:author"))).collect()
});

/// Classes of an article's date, sorted; the bare `date` is left out of page headers by [`in_chrome`].
const DATE_CLASSES: &[&str] = &[
    "article-date",
    "date",
    "date-published",
    "date_time",
    "dateline",
    "entry-date",
    "entry-meta-date",
    "item-date",
    "news-date",
    "news-time",
    "news_date",
    "news_pdate_c",
    "post-date",
    "post-published",
    "post__date",
    "pub-date",
    "publish-date",
    "publish-time",
    "publish_time",
    "published",
    "published-date",
    "tarikh",
    "time_stamp",
    "timestamp",
];

/// Classes of an article's author, sorted.
const AUTHOR_CLASSES: &[&str] = &[
    "article-author",
    "article__author",
    "author",
    "author-name",
    "author_name",
    "authorname",
    "byline",
    "byline-name",
    "byline__name",
    "entry-author",
    "post-author",
    "post-author-name",
    "post__author",
];

/// Whether an element stands in the header, menu, side column or footer of the page, or among comments.
fn in_chrome(node: Node<'_>) -> bool {
    node.ancestors().filter_map(Node::element).any(|element| {
        let is_chrome = matches!(element.name(), "nav" | "aside" | "footer");
        let top = element.name() == "header"
            && node.ancestors().all(|above| above.element().is_none_or(|e| !matches!(e.name(), "article" | "main")));
        is_chrome
            || top
            || element.attr("id").is_some_and(|id| matches!(id, "header" | "comments" | "footer" | "sidebar" | "top"))
            || element.classes().any(|class| {
                matches!(
                    class,
                    "header" | "comment" | "comments" | "footer" | "related" | "sidebar" | "top-bar" | "topbar"
                )
            })
    })
}

/// The element of the thing that a property is of.
fn scope(node: Node<'_>) -> Option<u32> {
    let is_thing = |node: &Node<'_>| node.element().is_some_and(|e| e.attr("itemscope").is_some());
    node.ancestors().find(is_thing).map(Node::id)
}

/// Whether an element stands in a comment or a review of a reader.
fn in_remarks(node: Node<'_>) -> bool {
    let is_remark = |name: &str| {
        let last = name.rsplit(['-', '_']).next().unwrap_or(name);
        matches!(last, "comment" | "comments" | "commentlist" | "review" | "reviews")
    };
    let mut below = node
        .ancestors()
        .filter_map(Node::element)
        .filter(|element| !matches!(element.name(), "html" | "body" | "main" | "article"));
    below.any(|element| element.attr("id").is_some_and(is_remark) || element.classes().any(is_remark))
}

/// The name inside an element that stands for a thing.
fn named(node: Node<'_>) -> Option<String> {
    let inner = node.descendants().skip(1).filter_map(|inner| Some((inner, inner.element()?)));
    let name = |&(_, element): &(_, &Element)| element.attr("itemprop") == Some("name");
    let (inner, element) = inner.take(60).find(name)?;
    Some(element.attr("content").map_or_else(|| text(inner), str::to_owned))
}

/// The text in an element, at most of some kilobytes but for scripts.
fn text(node: Node<'_>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        if let Some(part) = inner.text() {
            text.push_str(part);
        } else if inner.element().is_some() && !text.ends_with(char::is_whitespace) && !text.is_empty() {
            text.push(' ');
        }
        if text.len() > 4_000 && inner.id() != node.id() && inner.parent().map(Node::id) != Some(node.id()) {
            break;
        }
    }
    text
}
