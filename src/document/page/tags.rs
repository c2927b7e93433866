//! What does an element do to the lines of a page?
//!
//! `shape("p")` is a block, `shape("td")` a cell, `shape("script")` is not seen; what is not in the table is inline.
//! Knows names only: attributes (`hidden`, `style`) are judged where the tree is walked.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What an element does to the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
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
const SHAPES: &[(&str, Shape)] = &[
    ("address", Shape::Block),
    ("annotation", Shape::Hidden),
    ("annotation-xml", Shape::Hidden),
    ("article", Shape::Block),
    ("aside", Shape::Block),
    ("audio", Shape::Hidden),
    ("blockquote", Shape::Block),
    ("body", Shape::Block),
    ("br", Shape::Break),
    ("button", Shape::Spaced),
    ("canvas", Shape::Hidden),
    ("caption", Shape::Block),
    ("center", Shape::Block),
    ("datalist", Shape::Hidden),
    ("dd", Shape::Block),
    ("details", Shape::Block),
    ("dialog", Shape::Block),
    ("dir", Shape::Block),
    ("div", Shape::Block),
    ("dl", Shape::Block),
    ("dt", Shape::Block),
    ("fieldset", Shape::Block),
    ("figcaption", Shape::Block),
    ("figure", Shape::Block),
    ("footer", Shape::Block),
    ("form", Shape::Block),
    ("h1", Shape::Block),
    ("h2", Shape::Block),
    ("h3", Shape::Block),
    ("h4", Shape::Block),
    ("h5", Shape::Block),
    ("h6", Shape::Block),
    ("header", Shape::Block),
    ("hgroup", Shape::Block),
    ("hr", Shape::Break),
    ("html", Shape::Block),
    ("iframe", Shape::Hidden),
    ("img", Shape::Formula),
    ("label", Shape::Spaced),
    ("legend", Shape::Block),
    ("li", Shape::Block),
    ("listing", Shape::Pre),
    ("main", Shape::Block),
    ("marquee", Shape::Block),
    ("math", Shape::Formula),
    ("menu", Shape::Block),
    ("meter", Shape::Hidden),
    ("mjx-container", Shape::Formula),
    ("nav", Shape::Block),
    ("noembed", Shape::Hidden),
    ("noframes", Shape::Hidden),
    ("noscript", Shape::Hidden),
    ("object", Shape::Hidden),
    ("ol", Shape::Block),
    ("optgroup", Shape::Hidden),
    ("option", Shape::Hidden),
    ("p", Shape::Block),
    ("plaintext", Shape::Pre),
    ("pre", Shape::Pre),
    ("progress", Shape::Hidden),
    ("script", Shape::Hidden),
    ("search", Shape::Block),
    ("section", Shape::Block),
    ("select", Shape::Hidden),
    ("style", Shape::Hidden),
    ("summary", Shape::Block),
    ("svg", Shape::Hidden),
    ("table", Shape::Block),
    ("tbody", Shape::Block),
    ("td", Shape::Cell),
    ("template", Shape::Hidden),
    ("textarea", Shape::Hidden),
    ("tfoot", Shape::Block),
    ("th", Shape::Cell),
    ("thead", Shape::Block),
    ("title", Shape::Hidden),
    ("tr", Shape::Block),
    ("ul", Shape::Block),
    ("video", Shape::Hidden),
    ("xmp", Shape::Pre),
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
    pub(super) shape: Shape,
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
    SHAPES.iter().for_each(|&(name, shape)| tags.entry(name).or_default().shape = shape);
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
        "div" => Tag { shape: Shape::Block, ..Tag::default() },
        "span" => Tag::default(),
        "a" => Tag { is_self_limiting: true, ..Tag::default() },
        "li" | "p" => Tag { shape: Shape::Block, is_self_limiting: true, ..Tag::default() },
        _ => TAGS.get(name).copied().unwrap_or_default(),
    }
}

/// What the element `name`, in lower case, does to the lines.
pub(super) fn shape(name: &str) -> Shape {
    of(name).shape
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
        assert!(SHAPES.is_sorted_by_key(|&(name, _)| name));
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
