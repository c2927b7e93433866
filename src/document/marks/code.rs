//! Which language is a block of code written in?
//!
//! `<pre><code class="language-rust">`, `class="lang-js"`, `highlight-source-py`, `brush: php` and `data-lang="go"` say so, on the
//! block, on an element right inside or on one close around it. Guesses nothing.

use crate::document::page::{Element, Node};

/// So many elements around code may say its language.
const AROUND: usize = 6;

/// Classes that begin so say the language.
const PREFIXES: &[&str] = &["language-", "lang-", "highlight-source-", "highlight-text-", "brush:", "sourceCode-"];

/// Words that say that there is no language.
const NONE: &[&str] = &["none", "plain", "plaintext", "text", "txt", "default", "nohighlight", "auto"];

/// The language of the code in `node`, in lower case; empty when nothing says it.
pub(super) fn language(node: Node<'_>) -> String {
    let inside = node.children().filter_map(Node::element).take(2);
    let around = node.ancestors().filter_map(Node::element).take(AROUND);
    let told = node.element().into_iter().chain(inside).chain(around).find_map(of_element);
    told.filter(|name| !NONE.contains(&name.as_str())).unwrap_or_default()
}

fn of_element(element: &Element) -> Option<String> {
    let given = |name: &str| element.attr(name).and_then(plain);
    given("data-lang").or_else(|| given("data-language")).or_else(|| {
        let class = element.attr("class")?;
        let mut words = class.split(|c: char| c.is_ascii_whitespace() || c == ';').filter(|word| !word.is_empty());
        let mut first = None;
        while let Some(word) = words.next() {
            for prefix in PREFIXES {
                if let Some(name) = word.strip_prefix(prefix) {
                    let name = if name.is_empty() { words.next().unwrap_or_default() } else { name };
                    return plain(name);
                }
            }
            if first.is_some_and(|first| matches!(first, "highlight" | "sourceCode" | "hljs" | "syntaxhighlighter")) {
                return plain(word).filter(|word| !word.contains(['_', '-']));
            }
            first = Some(word);
        }
        None
    })
}

/// A name that can stand after a fence.
fn plain(name: &str) -> Option<String> {
    let name = name.trim();
    let fits = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'#' | b'-' | b'.' | b'_'));
    (fits && (1..=30).contains(&name.len())).then(|| name.to_ascii_lowercase())
}
