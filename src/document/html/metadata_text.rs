//! What does a page say of itself that it does not show?
//!
//! Programs that are pages show `Loading…` or nothing before they run, and a paywall shows the first paragraph; their JSON-LD
//! may have the whole article. `<div id=app>Loading…</div>` gives the `articleBody`, or else the description.
//!
//! The body of an article is text, or HTML, of which the text is taken. It goes before what the page shows only when that is
//! short and the body much longer, or the page says that one must pay. An article in parts is not put together: of pages that
//! show one part the body is often the whole. Does not read the states that programs keep in scripts.

use crate::document::{
    metadata::{self, Metadata},
    page::{
        self, has_visible, is_html,
        walk::{self, Visibility},
    },
};
use std::sync::LazyLock;

/// So many times as long as the content of the page must a body be to go before it; of an article that one must pay for, so
/// many times.
const TIMES: usize = 3;
const TIMES_OF_PAID: usize = 2;
/// Letters of the longest content that a body may go before, unless one must pay, and of the shortest body.
const SHORT: usize = 300;
/// Bytes of the longest text that may be all waiting.
const WAITING: usize = 1_000;

/// What stands for `text`, the content of a page: for one that is there, too, when a body `may_replace` it.
pub(super) fn metadata_text(text: &str, metadata: &Metadata, may_replace: bool) -> Option<String> {
    let body = || metadata.body.as_deref().map(body_lines).filter(|body| has_visible(body));
    if text.is_empty() || is_waiting(text) {
        let description = || metadata.get("description").and_then(metadata::text).filter(|told| has_visible(told));
        return body().or_else(description);
    }
    // Most pages have none: their text is not counted.
    if !may_replace || metadata.body.is_none() {
        return None;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let shown = letters(text);
    if shown > SHORT && !metadata.paid {
        return None;
    }
    let times = if metadata.paid { TIMES_OF_PAID } else { TIMES };
    body().filter(|body| letters(body) > SHORT.max(times * shown))
}

/// The lines of a body: of HTML those that it shows.
fn body_lines(body: &str) -> String {
    let tree = if is_html(body) { page::tree(body) } else { None };
    let shown = tree.map(|tree| walk::walk(&tree, body.len(), Visibility::Shown, false).0.text);
    let lines: Vec<String> = shown.as_deref().unwrap_or(body).lines().filter_map(metadata::text).collect();
    lines.join("\n")
}

/// Whether all lines of a text say that there is nothing yet.
fn is_waiting(text: &str) -> bool {
    text.len() <= WAITING && text.lines().all(|line| !has_visible(line) || waits(line))
}

/// The patterns of `waiting.txt`, at their stars.
static WAITING_LINES: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
    let lines = include_str!("waiting.txt").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('*').collect()).collect()
});

fn waits(line: &str) -> bool {
    // Without ZWNJ and harakat.
    let letters = line.chars().filter(|c| !matches!(c, '\u{200C}' | '\u{64B}'..='\u{652}'));
    let plain: String = letters.map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<String> = plain.split_whitespace().map(str::to_lowercase).collect();
    let line = words.join(" ").replace(" t ", "t ");
    WAITING_LINES.iter().any(|parts| fits(&line, parts))
}

/// Whether `line` is these parts, with anything between them.
fn fits(line: &str, parts: &[&str]) -> bool {
    let (Some((first, rest)), Some(mut line)) =
        (parts.split_first(), line.strip_prefix(parts.first().copied().unwrap_or_default()))
    else {
        return false;
    };
    let Some((last, between)) = rest.split_last() else { return line.is_empty() || first.is_empty() };
    for part in between {
        let Some(at) = line.find(part) else { return false };
        line = &line[at + part.len()..];
    }
    line.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_show_until_their_script_has_run() {
        for line in [
            "Loading…",
            "Loading, please wait.",
            "You need to enable JavaScript to run this app.",
            "در حال بارگذاری ...",
            "جاري التحميل...",
            "Bitte aktivieren Sie JavaScript!",
            "Cargando…",
            "This site doesn't work without JavaScript",
        ] {
            assert!(is_waiting(line), "{line}");
        }
        for line in
            ["Loading took three hours", "JavaScript is a language", "بارگذاری کالا در بندر", "Ladenöffnung", "A note."]
        {
            assert!(!is_waiting(line), "{line}");
        }
    }

    #[test]
    fn a_body_goes_before_a_teaser() {
        let teaser = "The ferry to the islands will stop in winter, since the pier is to be built anew.";
        let rest =
            "Until spring a smaller boat takes mail and passengers, twice a week, when the sea allows it. ".repeat(5);
        let of = |body: &str| Metadata { body: Some(body.to_owned()), ..Metadata::default() };
        let long = format!("{teaser}\n{rest}");
        assert!(metadata_text(teaser, &of(&long), true).is_some_and(|told| told.starts_with(teaser)));
        assert_eq!(metadata_text(teaser, &of(&long), false), None);
        assert_eq!(metadata_text(&long, &of(teaser), true), None);
        assert_eq!(metadata_text(&rest, &of(&long.repeat(4)), true), None);
        assert!(metadata_text(&rest, &Metadata { paid: true, ..of(&long.repeat(4)) }, true).is_some());
        let html = "<p>Tom &amp;amp; the <b>cat</b></p><ul><li>one</li><li>two</li></ul>a<br>b";
        assert_eq!(metadata_text("Loading…", &of(html), true).as_deref(), Some("Tom &amp; the cat\none\ntwo\na\nb"));
    }

    #[test]
    fn pages_of_programs_give_their_article() {
        let article = "<p>The ferry to the islands will stop in winter, since the pier is to be built anew.</p>\
            <p>&laquo;Until spring&raquo; a smaller boat takes mail &amp;amp; passengers, when the sea allows it.</p>";
        let page = |body: &str, shown: &str| {
            format!(
                "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>{shown}"
            )
        };
        for shown in
            ["<div id=app>Loading…</div>", "<noscript>Please enable JavaScript.</noscript>", "<p>لطفاً صبر کنید…</p>"]
        {
            let document = crate::document::html::parse(&page(article, shown), None, &());
            assert!(
                document
                    .text
                    .ends_with("\n«Until spring» a smaller boat takes mail &amp; passengers, when the sea allows it.")
            );
            assert_eq!(document.flags, [crate::document::Flag::TextOfMetadata]);
        }
        let plain = crate::document::html::parse(&page("1 &lt; 2 &amp;amp; x < y", ""), None, &());
        assert_eq!(plain.text, "1 < 2 &amp; x < y");
    }
}
