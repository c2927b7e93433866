//! What do the JSON-LD blocks of a page say it is about?
//!
//! Blocks are objects, arrays or graphs (`@graph`), whose nodes point at each other by `@id`; many are broken: raw line
//! breaks in strings, commas before brackets, comments around them, an end that is missing, entities for quotes. [`read`]
//! mends what can be mended and gives the properties of the node that the page is about, then those of the page itself.

use crate::document::html::decode_entities;
use serde_json::{Map, Value};
use std::borrow::Cow;

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

/// Calls `found` with each source and value of `blocks`, those of the node that the page is about first. Also says which
/// types there are, as source `@type`.
pub(super) fn read(blocks: &[String], mut found: impl FnMut(&str, String)) {
    let values: Vec<Value> = blocks.iter().filter_map(|block| parse(block)).collect();
    let nodes = nodes(&values);
    let mut about: Vec<(usize, &Node)> = nodes.iter().filter_map(|&node| Some((rank(node)?, node))).collect();
    about.sort_by_key(|&(rank, _)| rank);
    let mut has_author = false;
    for (_, node) in about {
        types(node).for_each(|kind| found("@type", kind.to_owned()));
        // Who wrote the answers, or the page around the article, did not write it.
        let authored = has_author;
        for &property in PROPERTIES {
            let Some(value) = node.get(property) else { continue };
            if matches!(property, "author" | "creator") {
                has_author = true;
                if authored {
                    continue;
                }
            }
            let source = format!("ld:{property}");
            // A `WebPage` is named after the site, too; a product is named, not headlined.
            each_text(value, &nodes, &mut |text| found(&source, clean(text)));
        }
        if let Some(publisher) = node.get("publisher") {
            each_text(publisher, &nodes, &mut |text| found("ld.publisher:name", clean(text)));
        }
    }
    for node in nodes.iter().filter(|node| types(node).any(|kind| kind == "WebSite")) {
        if let Some(name) = node.get("name") {
            each_text(name, &nodes, &mut |text| found("ld.site:name", clean(text)));
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

/// The nodes of all blocks, in order, each before what it holds.
fn nodes(values: &[Value]) -> Vec<&Node> {
    let mut nodes = Vec::new();
    let mut open: Vec<&Value> = values.iter().rev().collect();
    while let Some(value) = open.pop() {
        if nodes.len() >= MAX_NODES {
            break;
        }
        match value {
            Value::Array(values) => open.extend(values.iter().rev()),
            Value::Object(node) => {
                nodes.push(node);
                for inner in ["itemReviewed", "mainEntityOfPage", "mainEntity", "@graph"] {
                    open.extend(node.get(inner).filter(|inner| inner.is_array() || inner.is_object()));
                }
            }
            _ => {}
        }
    }
    nodes
}

/// The texts of a value: itself, those of its parts, or the name of what it is or points at.
fn each_text(value: &Value, nodes: &[&Node], found: &mut impl FnMut(&str)) {
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        match value {
            Value::String(text) => found(text),
            Value::Array(values) if depth < 4 => open.extend(values.iter().rev().map(|value| (value, depth + 1))),
            Value::Object(node) if depth < 4 => {
                let text = ["name", "@value", "url", "contentUrl"].iter().find_map(|key| node.get(*key));
                let target = || {
                    let id = node.get("@id")?;
                    let same = |other: &&&Node| other.get("@id") == Some(id) && other.len() > 1;
                    let target = nodes.iter().find(same)?;
                    target.get("name").or_else(|| target.get("url"))
                };
                open.extend(text.or_else(target).map(|text| (text, depth + 1)));
            }
            _ => {}
        }
    }
}

fn parse(block: &str) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(block) {
        return Some(value);
    }
    let block = match block.contains("&quot;") && !block.contains("{\"") {
        true => decode_entities(block),
        false => Cow::Borrowed(block),
    };
    serde_json::from_str(&mend(&block)).ok()
}

/// JSON with what people and templates break put right: one pass, nothing added but missing ends.
fn mend(block: &str) -> String {
    let mut out = String::with_capacity(block.len());
    let mut open = Vec::new();
    let mut in_string = false;
    let start = block.find(['{', '[']).unwrap_or(block.len());
    let mut chars = block[start..].chars().peekable();
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                '"' => in_string = false,
                '\\' => {
                    match chars.next() {
                        Some(escaped @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                            out.extend(['\\', escaped])
                        }
                        Some(other) => out.push(other),
                        None => {}
                    }
                    continue;
                }
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
            out.push(c);
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
                if open.pop() != Some(c) {
                    break;
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut before = ' ';
                for c in chars.by_ref().skip(1) {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
        if open.is_empty() {
            break;
        }
    }
    if in_string {
        out.push('"');
    }
    if !open.is_empty() {
        let kept = out.trim_end().trim_end_matches([',', ':']).len();
        out.truncate(kept);
    }
    out.extend(open.into_iter().rev());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(block: &str) -> String {
        let mut all = vec![];
        read(&[block.to_owned()], |source, value| {
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
    fn broken_blocks_are_mended() {
        for (name, block) in [
            ("a raw line break", "{\"@type\":\"Article\",\"headline\":\"a\nb\"}"),
            ("a comma before the end", r#"{"@type":"Article","headline":"a b",}"#),
            ("comments around it", "<!--\n{\"@type\":\"Article\",\"headline\":\"a b\"}\n//-->"),
            ("a semicolon after it", r#"{"@type":"Article","headline":"a b"};"#),
            ("a comment in it", r#"{"@type":"Article",/* x */"headline":"a b"}"#),
            ("entities for quotes", "{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;a b&quot;}"),
            ("an escape that is none", r#"{"@type":"Article","headline":"a\ b"}"#),
            ("cut off", r#"[{"@type":"Article","headline":"a b","#),
        ] {
            assert_eq!(show(block), "ld:headline=a b", "{name}");
        }
        assert_eq!(show(&"[".repeat(100_000)), "");
    }
}
