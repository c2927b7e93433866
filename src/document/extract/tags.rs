//! The elements whose names tell what a line in them is, a bit each.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A set of tags.
pub(super) type Tags = u64;

/// The tags by their bits, several names for one of them where it makes no difference.
const TABLE: &[(&str, &str)] = &[
    ("a", "a"),
    ("address", "address"),
    ("article", "article"),
    ("aside", "aside"),
    ("blockquote", "blockquote q"),
    ("bold", "b strong"),
    ("button", "button"),
    ("caption", "caption figcaption"),
    ("cell", "td th"),
    ("code", "code kbd samp"),
    ("dd", "dd"),
    ("details", "details summary"),
    ("dl", "dl"),
    ("dt", "dt"),
    ("emphasis", "em i"),
    ("figure", "figure"),
    ("footer", "footer"),
    ("form", "fieldset form label legend"),
    ("h1", "h1"),
    ("h2", "h2"),
    ("h3", "h3"),
    ("h4", "h4"),
    ("h5", "h5"),
    ("h6", "h6"),
    ("header", "header hgroup"),
    ("li", "li"),
    ("main", "main"),
    ("nav", "menu nav"),
    ("ol", "ol"),
    ("p", "p"),
    ("pre", "pre"),
    ("row", "tr"),
    ("section", "section"),
    ("table", "table"),
    ("time", "time"),
    ("ul", "ul"),
];

/// How many there are.
pub(super) const COUNT: usize = TABLE.len();

/// A link.
pub(super) const LINK: Tags = bit("a");

/// Headings of all levels.
pub(super) const HEADINGS: Tags = bit("h1") | bit("h2") | bit("h3") | bit("h4") | bit("h5") | bit("h6");

/// The set of the tag `name` of the table alone; empty when there is no such.
pub(super) const fn bit(name: &str) -> Tags {
    let mut at = 0;
    while at < TABLE.len() {
        let (known, wanted) = (TABLE[at].0.as_bytes(), name.as_bytes());
        let mut same = known.len() == wanted.len();
        let mut i = 0;
        while same && i < known.len() {
            same = known[i] == wanted[i];
            i += 1;
        }
        if same {
            return 1 << at;
        }
        at += 1;
    }
    0
}

/// The bit of an element's name; none for most.
pub(super) fn of(name: &str) -> Tags {
    // These fill most pages.
    match name {
        "div" | "span" | "img" | "script" | "link" | "meta" | "br" | "svg" => 0,
        "a" => LINK,
        _ => BITS.get(name).copied().unwrap_or_default(),
    }
}

static BITS: LazyLock<FxHashMap<&'static str, Tags>> = LazyLock::new(|| {
    let names = TABLE.iter().enumerate().flat_map(|(at, (_, names))| names.split(' ').map(move |name| (name, 1 << at)));
    names.collect()
});

/// The names of the tags in the order of their bits.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|&(name, _)| name)
}
