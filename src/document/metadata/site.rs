//! What is the site of a page called?
//!
//! By its own names for itself (`og:site_name`, the publisher and the website of its JSON-LD, the names of its apps), by what
//! `<title>` has behind the title, and by its host: for `https://www.quay-post.example/a`, [`Site::is`] holds for `Quay Post`, `The Quay Post` and `quay-post.example`.
//!
//! Does not know names that are nowhere in the page.

use super::candidates::Candidates;
use rustc_hash::FxHashSet;

/// What parts a title from the name of its site.
pub(super) const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ~ ", "｜", "ㅣ", "|", " : ", "- ", "-", "_"];

/// Those that also stand in titles: they part nothing but a name that is known.
pub(super) const WEAK: &[&str] = &["|", " : ", "- ", "-", "_"];

/// Sources that name the site.
const NAMES: &[&str] = &[
    "meta:og:site_name",
    "ld.publisher:name",
    "ld.site:name",
    "meta:application-name",
    "meta:apple-mobile-web-app-title",
    "meta:al:android:app_name",
    "meta:dc.publisher",
    "meta:dcterms.publisher",
    "meta:twitter:site",
    "micro:publisher",
];

/// Sources of the page's address.
const ADDRESSES: &[&str] = &["link:canonical", "meta:og:url", "ld:url"];

/// The names of a site, squashed.
#[derive(Debug, Default)]
pub(super) struct Site {
    names: FxHashSet<String>,
}

impl Site {
    pub(super) fn of(candidates: &Candidates) -> Self {
        let names = NAMES.iter().flat_map(|source| candidates.all(source)).map(|name| squash(name));
        let hosts = ADDRESSES.iter().filter_map(|source| candidates.first(source)).filter_map(|url| host(url));
        let hosts = hosts.flat_map(|host| [Some(squash(host.trim_start_matches("www."))), label(host).map(squash)]);
        let mut names: FxHashSet<String> = names.chain(hosts.flatten()).chain(suffix_of_title(candidates)).collect();
        names.remove("");
        Self { names }
    }

    /// Whether `text` is a name of the site.
    pub(super) fn is_name(&self, text: &str) -> bool {
        self.names.contains(&squash(text))
    }
}

/// What stands in `<title>` behind what is the title elsewhere, too.
fn suffix_of_title(candidates: &Candidates) -> Option<String> {
    let title = candidates.first("title")?;
    let end = end(title)?;
    let head = &title[..title.len() - end.len()];
    let mut titles = ["ld:headline", "h1", "meta:og:title"].iter().filter_map(|source| candidates.first(source));
    (end.chars().count() <= 30 && titles.any(|title| alike(title, head))).then(|| squash(end))
}

fn host(url: &str) -> Option<&str> {
    let rest = url.trim().split_once("//")?.1;
    rest.split(['/', '?', '#', ':']).next().filter(|host| host.contains('.'))
}

/// The label that names somebody: before the country, and before what `co.uk` and its like put there.
fn label(host: &str) -> Option<&str> {
    let mut labels = host.rsplit('.').skip(1).peekable();
    let shared = |label: &str| matches!(label, "ac" | "co" | "com" | "edu" | "gov" | "ne" | "net" | "or" | "org");
    labels.next_if(|label| shared(label));
    labels.next().filter(|label| label.len() > 1)
}

/// The letters and digits of a name, without an article before it.
fn squash(name: &str) -> String {
    let name = name.trim().to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The last part of a title.
pub(super) fn end(title: &str) -> Option<&str> {
    SEPARATORS
        .iter()
        .filter(|separator| !WEAK.contains(separator))
        .find_map(|separator| Some(title.rsplit_once(separator)?.1))
}

/// Whether letters and digits are the same.
pub(super) fn alike(left: &str, right: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(left).eq(letters(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::page;

    #[test]
    fn names_of_a_site() {
        let html = "<meta property=og:site_name content='The Quay Post'><link rel=canonical href=https://www.quay-post.example/a>";
        let site = Site::of(&Candidates::of(&page::tree(html).unwrap()));
        for name in ["Quay Post", "QUAY POST", "quay-post.example", "The Quay-Post"] {
            assert!(site.is_name(name), "{name}");
        }
        for name in ["Quay", "", "example", "Post"] {
            assert!(!site.is_name(name), "{name}");
        }
    }
}
