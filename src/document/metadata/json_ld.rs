//! What do the JSON-LD blocks of a page say it is about?
//!
//! Blocks are objects, arrays or graphs (`@graph`), whose nodes point at each other by `@id`. [`read`] gives the properties of
//! the node that the page is about, then those of the page itself: of several articles the one with the page's address or
//! title. `"author": {"@id": "#a"}` gives the name of `#a`; authors that are organisations have a source of their own.
//!
//! Does not read what is nested deeper than properties that hold the page's subject.

use super::lenient;
use crate::document::page::{decode_entities, is_html};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

type Node = Map<String, Value>;

/// Nodes that are looked at; a page with more is no article.
const MAX_NODES: usize = 2_000;

/// Types in the order in which they are what a page is about, by the end of their names; others are not.
const TYPES: &[&str] = &[
    "NewsArticle",
    "Article",
    "BlogPosting",
    "Posting",
    "Report",
    "Recipe",
    "HowTo",
    "VideoObject",
    "Product",
    "Question",
    "QAPage",
    "Course",
    "Event",
    "Book",
    "SoftwareApplication",
    "CreativeWork",
    "Review",
    "CollectionPage",
    "Blog",
    "WebPage",
    "Page",
];

/// How many of them are articles.
const ARTICLES: usize = 5;

/// Properties that are asked for.
const PROPERTIES: &[&str] = &[
    "articleBody",
    "articleSection",
    "author",
    "creator",
    "dateCreated",
    "dateModified",
    "datePublished",
    "description",
    "headline",
    "image",
    "inLanguage",
    "keywords",
    "license",
    "name",
    "thumbnailUrl",
    "uploadDate",
    "url",
];

/// What else a page says of itself, by which the node that is about it is told from those of other pages.
#[derive(Debug, Default)]
pub(super) struct Page {
    urls: Vec<String>,
    titles: Vec<String>,
}

impl Page {
    /// `all` is what stands in a place.
    pub(super) fn of<'p>(all: impl Fn(&str) -> &'p [String]) -> Self {
        let of = |sources: &[&str]| -> Vec<String> {
            sources.iter().flat_map(|source| all(source).iter().take(4)).cloned().collect()
        };
        let urls = of(&["link:canonical", "meta:og:url"]).iter().map(|url| bare_url(url)).collect();
        let titles = of(&["meta:og:title", "h1", "title"])
            .iter()
            .filter(|title| title.len() <= 1_000)
            .map(|title| letters(title))
            .collect();
        Self { urls, titles }
    }

    /// How sure it is that a node is about this page: 2 by its address, 1 by its title.
    fn has(&self, node: &Node) -> u8 {
        let is_url = |url: &str| self.urls.contains(&bare_url(url));
        let addressed = ["url", "@id", "mainEntityOfPage"].iter().filter_map(|key| node.get(*key)).any(|value| {
            let id = || value.get("@id").or_else(|| value.get("url")).and_then(Value::as_str);
            value.as_str().or_else(id).is_some_and(is_url)
        });
        let titled = || {
            let title = ["headline", "name"]
                .iter()
                .find_map(|key| node.get(*key)?.as_str())
                .map(|title| letters(&clean(title)));
            title.is_some_and(|title| !title.is_empty() && self.titles.iter().any(|known| known.contains(&title)))
        };
        if addressed { 2 } else { u8::from(titled()) }
    }
}

/// An address without what does not matter.
fn bare_url(url: &str) -> String {
    let url = url.trim().split(['#', '?']).next().unwrap_or_default();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    url.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Calls `found` with each source and value of `blocks`, those of the node that the page is about first. Also says which
/// types there are, as source `@type`.
pub(super) fn read(blocks: &[String], page: &Page, mut found: impl FnMut(&str, String)) {
    let values: Vec<Value> = blocks.iter().flat_map(|block| lenient::values(block)).collect();
    let graph = Graph::of(&values);
    let mut has_author = false;
    for node in graph.about(page) {
        types(node).for_each(|kind| found("@type", kind.to_owned()));
        // Who wrote the answers, or the page around the article, did not write it.
        let authored = has_author;
        for &property in PROPERTIES {
            let Some(value) = node.get(property) else { continue };
            let mut source = format!("ld:{property}");
            if matches!(property, "author" | "creator") {
                if authored {
                    continue;
                }
                match graph.is_organization(value) {
                    true => source = format!("ld.organization:{property}"),
                    false => has_author = true,
                }
            }
            // A `WebPage` is named after the site, too; a product is named, not headlined.
            // A body that is HTML is decoded when it is read.
            let as_written = |text: &str| property == "articleBody" && is_html(text);
            graph.each_text(value, &mut |text| {
                found(&source, if as_written(text) { text.to_owned() } else { clean(text) });
            });
        }
        let free = node.get("isAccessibleForFree");
        if free
            .is_some_and(|free| free == false || free.as_str().is_some_and(|free| free.eq_ignore_ascii_case("false")))
        {
            found("ld:isAccessibleForFree", "false".to_owned());
        }
        if let Some(publisher) = node.get("publisher") {
            graph.each_text(publisher, &mut |text| found("ld.publisher:name", clean(text)));
        }
    }
    for node in graph.nodes.iter().filter(|node| types(node).any(|kind| kind == "WebSite")) {
        if let Some(name) = node.get("name") {
            graph.each_text(name, &mut |text| found("ld.site:name", clean(text)));
        }
    }
}

fn clean(text: &str) -> String {
    decode_entities(text).into_owned()
}

fn types(node: &Node) -> impl Iterator<Item = &str> {
    let kinds = match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.as_slice(),
        Some(kind) => std::slice::from_ref(kind),
        None => &[],
    };
    kinds.iter().filter_map(Value::as_str)
}

fn rank(node: &Node) -> Option<usize> {
    types(node).filter_map(|kind| TYPES.iter().position(|known| kind.ends_with(known))).min()
}

/// The nodes of all blocks.
struct Graph<'v> {
    /// In order, each before what it holds.
    nodes: Vec<&'v Node>,
    /// Those that can be pointed at.
    by_id: FxHashMap<&'v str, &'v Node>,
}

impl<'v> Graph<'v> {
    fn of(values: &'v [Value]) -> Self {
        let mut graph = Self { nodes: Vec::new(), by_id: FxHashMap::default() };
        let mut open: Vec<&Value> = values.iter().rev().collect();
        while let Some(value) = open.pop() {
            if graph.nodes.len() >= MAX_NODES {
                break;
            }
            match value {
                Value::Array(values) => open.extend(values.iter().rev()),
                Value::Object(node) => {
                    graph.nodes.push(node);
                    if let Some(id) = node.get("@id").and_then(Value::as_str).filter(|_| node.len() > 1) {
                        graph.by_id.entry(id).or_insert(node);
                    }
                    for inner in ["itemReviewed", "mainEntityOfPage", "mainEntity", "@graph"] {
                        open.extend(node.get(inner).filter(|inner| inner.is_array() || inner.is_object()));
                    }
                }
                _ => {}
            }
        }
        graph
    }

    /// The nodes that the page is about, best first. Of several articles only those of this page; if none is known to be,
    /// the first.
    fn about(&self, page: &Page) -> Vec<&'v Node> {
        let has = |rank: usize, node: &Node| if rank < ARTICLES { page.has(node) } else { 0 };
        let ranked = self.nodes.iter().filter_map(|&node| Some((rank(node)?, node)));
        let mut about: Vec<(usize, u8, &Node)> = ranked.map(|(rank, node)| (rank, has(rank, node), node)).collect();
        about.sort_by_key(|&(rank, has, _)| (rank >= ARTICLES, std::cmp::Reverse(has), rank));
        let best = about.first().filter(|(rank, ..)| *rank < ARTICLES).map_or(0, |&(_, has, _)| has);
        let mut first = true;
        about.retain(|&(rank, has, _)| rank >= ARTICLES || if best > 0 { has > 0 } else { std::mem::take(&mut first) });
        about.into_iter().map(|(.., node)| node).collect()
    }

    /// Whether all that a value stands for are organisations.
    fn is_organization(&self, value: &Value) -> bool {
        let is = |value: &Value| match value {
            Value::Object(node) => {
                let target = || self.by_id.get(node.get("@id")?.as_str()?).copied();
                let typed = if node.contains_key("@type") { Some(node) } else { target() };
                typed.is_some_and(|node| types(node).any(|kind| kind.ends_with("Organization")))
            }
            _ => false,
        };
        match value {
            Value::Array(values) => !values.is_empty() && values.iter().all(is),
            value => is(value),
        }
    }

    /// The texts of a value: itself, those of its parts, or the name of what it is or points at.
    fn each_text(&self, value: &Value, found: &mut impl FnMut(&str)) {
        let mut open = vec![(value, 0)];
        while let Some((value, depth)) = open.pop() {
            match value {
                Value::String(text) => found(text),
                Value::Array(values) if depth < 4 => open.extend(values.iter().rev().map(|value| (value, depth + 1))),
                Value::Object(node) if depth < 4 => {
                    let text = ["name", "@list", "@value", "url", "contentUrl"].iter().find_map(|key| node.get(*key));
                    let target = || {
                        let target = self.by_id.get(node.get("@id")?.as_str()?)?;
                        target.get("name").or_else(|| target.get("url"))
                    };
                    match (text.or_else(target), node.get("givenName"), node.get("familyName")) {
                        (None, Some(Value::String(given)), Some(Value::String(family))) => {
                            found(&format!("{given} {family}"))
                        }
                        (text, ..) => open.extend(text.map(|text| (text, depth + 1))),
                    }
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(block: &str) -> String {
        let mut all = vec![];
        read(&[block.to_owned()], &Page::default(), |source, value| {
            if source != "@type" {
                all.push(format!("{source}={value}"));
            }
        });
        all.join("; ")
    }

    #[test]
    fn properties_of_what_the_page_is_about() {
        for (name, block, want) in [
            (
                "an article",
                r#"{"@type":"NewsArticle","headline":"A &amp; B","author":"C"}"#,
                "ld:author=C; ld:headline=A & B",
            ),
            ("an array", r#"[{"@type":"Person","name":"X"},{"@type":"Article","name":"A"}]"#, "ld:name=A"),
            (
                "a graph with references",
                r##"{"@graph":[{"@type":"WebSite","name":"S"},{"@type":"Article","author":{"@id":"#p"}},{"@id":"#p","name":"P"}]}"##,
                "ld:author=P; ld.site:name=S",
            ),
            (
                "several authors",
                r#"{"@type":["Article"],"author":[{"name":"A"},{"name":"B"}]}"#,
                "ld:author=A; ld:author=B",
            ),
            (
                "the article before the page",
                r#"[{"@type":"WebPage","name":"W"},{"@type":"BlogPosting","headline":"H","publisher":{"name":"P"}}]"#,
                "ld:headline=H; ld.publisher:name=P; ld:name=W",
            ),
            (
                "the author of a question, not of its page",
                r#"{"@type":"QAPage","author":"S","mainEntity":{"@type":"Question","author":"Q","suggestedAnswer":{"@type":"Answer","author":"A"}}}"#,
                "ld:author=Q",
            ),
            ("of no interest", r#"{"@type":"Organization","name":"O"}"#, ""),
        ] {
            assert_eq!(show(block), want, "{name}");
        }
    }

    #[test]
    fn the_article_of_this_page() {
        let page = Page { urls: vec!["quay.example/b".into()], titles: vec!["boatsreturn".into()] };
        let told = |block: &str| {
            let mut all = vec![];
            read(&[block.to_owned()], &page, |source, value| {
                if matches!(source, "ld:author" | "ld.organization:author") {
                    all.push(format!("{source}={value}"));
                }
            });
            all.join("; ")
        };
        for (name, block, want) in [
            (
                "by address",
                r#"[{"@type":"NewsArticle","url":"https://quay.example/a","author":"A"},{"@type":"NewsArticle","url":"https://www.quay.example/b/","author":"B"}]"#,
                "ld:author=B",
            ),
            (
                "by title",
                r#"[{"@type":"Article","headline":"Nets","author":"A"},{"@type":"Article","headline":"Boats return","author":"B"}]"#,
                "ld:author=B",
            ),
            (
                "its author is never another's",
                r#"[{"@type":"Article","headline":"Nets","author":"A"},{"@type":"Article","headline":"Boats return"}]"#,
                "",
            ),
            (
                "the first of those of others",
                r#"[{"@type":"Article","author":"A"},{"@type":"Article","author":"B"}]"#,
                "ld:author=A",
            ),
            (
                "organisations have a source of their own",
                r##"{"@graph":[{"@type":"Article","author":{"@id":"#o"}},{"@id":"#o","@type":"NewsMediaOrganization","name":"O"}]}"##,
                "ld.organization:author=O",
            ),
            (
                "names in two parts",
                r#"{"@type":"Article","author":{"@type":"Person","givenName":"Ada","familyName":"Quill"}}"#,
                "ld:author=Ada Quill",
            ),
        ] {
            assert_eq!(told(block), want, "{name}");
        }
    }
}
