//! What does an element do to the lines of a page?
//!
//! `shape("p")` is a block, `shape("td")` a cell, `shape("script")` is not seen; what is not in the table is inline.
//! Knows names only: attributes (`hidden`, `style`) are judged where the tree is walked.

/// What an element does to the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing.
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
    ("label", Shape::Spaced),
    ("legend", Shape::Block),
    ("li", Shape::Block),
    ("listing", Shape::Pre),
    ("main", Shape::Block),
    ("marquee", Shape::Block),
    ("menu", Shape::Block),
    ("meter", Shape::Hidden),
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

/// What the element `name`, in lower case, does to the lines.
pub(super) fn shape(name: &str) -> Shape {
    SHAPES.binary_search_by_key(&name, |&(known, _)| known).map_or(Shape::Inline, |at| SHAPES[at].1)
}

/// Whether the element has no content.
pub(super) fn is_void(name: &str) -> bool {
    VOID.binary_search(&name).is_ok()
}

/// Whether the element's content is no markup.
pub(super) fn is_raw(name: &str) -> bool {
    RAW.binary_search(&name).is_ok()
}

/// Whether elements of this name do not nest in each other by being left open.
pub(super) fn is_self_limiting(name: &str) -> bool {
    SELF_LIMITING.binary_search(&name).is_ok()
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
    fn names_compare_without_case() {
        assert_eq!(lower("ScRiPt", &mut [0; 16]), "script");
        assert_eq!(lower("a-very-long-custom-element", &mut [0; 16]), "unknown");
    }
}
