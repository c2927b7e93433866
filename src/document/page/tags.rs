//! What does an element do to the lines of a page?
//!
//! `shape("p")` is a block, `shape("td")` a cell, `shape("script")` is not seen; what is not in the table is inline.
//! Knows names only: attributes (`hidden`, `style`) are judged where the tree is walked.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What an element does to the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Layout {
    /// Nothing.
    #[default]
    Inline,
    /// Stands apart by white space, as an inline block does.
    Spaced,
    /// Begins and ends a line.
    Block,
    /// Is parted from the cell before it by a tab.
    Cell,
    /// Ends a line.
    Break,
    /// A block whose white space stands as written.
    Pre,
    /// Is a formula, or holds one.
    Formula,
    /// Is not seen.
    Hidden,
}

/// Elements that are not inline, sorted.
const LAYOUTS: &[(&str, Layout)] = &[
    ("address", Layout::Block),
    ("annotation", Layout::Hidden),
    ("annotation-xml", Layout::Hidden),
    ("article", Layout::Block),
    ("aside", Layout::Block),
    ("audio", Layout::Hidden),
    ("blockquote", Layout::Block),
    ("body", Layout::Block),
    ("br", Layout::Break),
    ("button", Layout::Spaced),
    ("canvas", Layout::Hidden),
    ("caption", Layout::Block),
    ("center", Layout::Block),
    ("datalist", Layout::Hidden),
    ("dd", Layout::Block),
    ("details", Layout::Block),
    ("dialog", Layout::Block),
    ("dir", Layout::Block),
    ("div", Layout::Block),
    ("dl", Layout::Block),
    ("dt", Layout::Block),
    ("fieldset", Layout::Block),
    ("figcaption", Layout::Block),
    ("figure", Layout::Block),
    ("footer", Layout::Block),
    ("form", Layout::Block),
    ("h1", Layout::Block),
    ("h2", Layout::Block),
    ("h3", Layout::Block),
    ("h4", Layout::Block),
    ("h5", Layout::Block),
    ("h6", Layout::Block),
    ("header", Layout::Block),
    ("hgroup", Layout::Block),
    ("hr", Layout::Break),
    ("html", Layout::Block),
    ("iframe", Layout::Hidden),
    ("img", Layout::Formula),
    ("label", Layout::Spaced),
    ("legend", Layout::Block),
    ("li", Layout::Block),
    ("listing", Layout::Pre),
    ("main", Layout::Block),
    ("marquee", Layout::Block),
    ("math", Layout::Formula),
    ("menu", Layout::Block),
    ("meter", Layout::Hidden),
    ("mjx-container", Layout::Formula),
    ("nav", Layout::Block),
    ("noembed", Layout::Hidden),
    ("noframes", Layout::Hidden),
    ("noscript", Layout::Hidden),
    ("object", Layout::Hidden),
    ("ol", Layout::Block),
    ("optgroup", Layout::Hidden),
    ("option", Layout::Hidden),
    ("p", Layout::Block),
    ("plaintext", Layout::Pre),
    ("pre", Layout::Pre),
    ("progress", Layout::Hidden),
    ("script", Layout::Hidden),
    ("search", Layout::Block),
    ("section", Layout::Block),
    ("select", Layout::Hidden),
    ("style", Layout::Hidden),
    ("summary", Layout::Block),
    ("svg", Layout::Hidden),
    ("table", Layout::Block),
    ("tbody", Layout::Block),
    ("td", Layout::Cell),
    ("template", Layout::Hidden),
    ("textarea", Layout::Hidden),
    ("tfoot", Layout::Block),
    ("th", Layout::Cell),
    ("thead", Layout::Block),
    ("title", Layout::Hidden),
    ("tr", Layout::Block),
    ("ul", Layout::Block),
    ("video", Layout::Hidden),
    ("xmp", Layout::Pre),
];

/// Elements without content, sorted.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];

/// Elements whose content is no markup, sorted.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];

/// Elements that close each other, or that no end tag is needed for, sorted: a thousand of them unclosed are not deep.
const SELF_LIMITING: &[&str] = &[
    "a", "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt",
    "rtc", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Elements that the parser opens again in every later block until they are closed, sorted (`a` closes itself).
pub(super) const FORMATTING: &[&str] =
    &["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// What is known of the elements of a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// What they do to the lines.
    pub(super) layout: Layout,
    /// They have no content.
    pub(super) is_void: bool,
    /// Their content is no markup.
    pub(super) is_raw: bool,
    /// They do not nest in each other by being left open.
    pub(super) is_self_limiting: bool,
    /// Their place in [`FORMATTING`].
    pub(super) formatting: Option<usize>,
}

/// All tables in one, since each tag of a page is looked up several times.
static TAGS: LazyLock<FxHashMap<&'static str, Tag>> = LazyLock::new(|| {
    let mut tags: FxHashMap<&'static str, Tag> = FxHashMap::default();
    LAYOUTS.iter().for_each(|&(name, layout)| tags.entry(name).or_default().layout = layout);
    VOID.iter().for_each(|name| tags.entry(name).or_default().is_void = true);
    RAW.iter().for_each(|name| tags.entry(name).or_default().is_raw = true);
    SELF_LIMITING.iter().for_each(|name| tags.entry(name).or_default().is_self_limiting = true);
    FORMATTING.iter().enumerate().for_each(|(at, name)| tags.entry(name).or_default().formatting = Some(at));
    tags
});

/// What is known of the element `name`, in lower case.
pub(super) fn of(name: &str) -> Tag {
    // These fill most pages.
    match name {
        "div" => Tag { layout: Layout::Block, ..Tag::default() },
        "span" => Tag::default(),
        "a" => Tag { is_self_limiting: true, ..Tag::default() },
        "li" | "p" => Tag { layout: Layout::Block, is_self_limiting: true, ..Tag::default() },
        _ => TAGS.get(name).copied().unwrap_or_default(),
    }
}

/// What the element `name`, in lower case, does to the lines.
pub(super) fn layout(name: &str) -> Layout {
    of(name).layout
}

/// The name in lower case; a name too long to be in a table is no known element, and becomes `unknown`.
pub(super) fn lower<'b>(name: &str, buffer: &'b mut [u8; 16]) -> &'b str {
    let Some(to) = buffer.get_mut(..name.len()) else { return "unknown" };
    to.copy_from_slice(name.as_bytes());
    to.make_ascii_lowercase();
    std::str::from_utf8(to).unwrap_or("unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(LAYOUTS.is_sorted_by_key(|&(name, _)| name));
        for table in [VOID, RAW, SELF_LIMITING, FORMATTING] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }

    #[test]
    fn common_names_are_as_in_the_tables() {
        assert!(["a", "div", "li", "p"].iter().all(|name| of(name) == TAGS[name]));
        assert!(!TAGS.contains_key("span"));
    }

    #[test]
    fn names_compare_without_case() {
        assert_eq!(lower("ScRiPt", &mut [0; 16]), "script");
        assert_eq!(lower("a-very-long-custom-element", &mut [0; 16]), "unknown");
    }
}
