//! Is a text written in HTML?

/// Elements that bodies of articles are written with.
const ELEMENTS: &[&str] = &[
    "a",
    "b",
    "blockquote",
    "br",
    "div",
    "em",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "script",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "td",
    "tr",
    "u",
    "ul",
];

/// Whether a text is written in HTML: it has a tag of a name that bodies have.
pub(crate) fn is_html(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let tag = &text[at + 1..];
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag.bytes().take(12).position(|b| !b.is_ascii_alphanumeric());
        end.is_some_and(|end| {
            let name = tag[..end].to_ascii_lowercase();
            matches!(tag.as_bytes()[end], b'>' | b' ' | b'/' | b'\n') && ELEMENTS.binary_search(&name.as_str()).is_ok()
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_sorted_and_found() {
        assert!(ELEMENTS.is_sorted());
        for (text, is) in
            [("a<br>b", true), ("<P class=x>a", true), ("x < 3 and y > 2", false), ("<3 a<b", false), ("a</p>", true)]
        {
            assert_eq!(is_html(text), is, "{text}");
        }
    }
}
