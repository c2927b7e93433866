//! Where do style sheets of every day part inline elements by a gap?
//!
//! Items of a row stand apart (`<div class="flex"><span>One</span><span>Two</span></div>` reads `One Two`), and so does what
//! has a margin by the name of its class (`ml-2`, `me-1`).
//!
//! Knows the classes that Bootstrap and Tailwind share out and `style` attributes; reads no style sheets.

use super::tree::{Element, Node};

/// Whether an inline element with these classes stands apart from what is beside it.
pub(super) fn stands_apart(node: Node<'_>, class: &str) -> bool {
    class.split_ascii_whitespace().any(is_margin) || node.parent().and_then(Node::element).is_some_and(is_row)
}

/// `ml-2`, `md:mx-auto`; not `m-0`, nor a margin above or below.
fn is_margin(class: &str) -> bool {
    // Most classes have no such thing in them.
    if !class.as_bytes().windows(3).any(|bytes| matches!(bytes, [b'm', b'l' | b'r' | b's' | b'e' | b'x', b'-'])) {
        return false;
    }
    let name = class.rsplit(':').next().unwrap_or_default();
    let side = ["ml-", "mr-", "ms-", "me-", "mx-"].iter().find_map(|side| name.strip_prefix(side));
    side.is_some_and(|size| size == "auto" || size.starts_with(|c: char| matches!(c, '1'..='9' | '[')))
}

/// Whether the children of an element are items of a row or a grid.
fn is_row(element: &Element) -> bool {
    const ROWS: [&str; 7] = ["flex", "inline-flex", "d-flex", "d-inline-flex", "grid", "inline-grid", "d-grid"];
    element.attrs().any(|(name, value)| match name {
        "class" => value.split_ascii_whitespace().any(|class| class.ends_with(['x', 'd']) && ROWS.contains(&class)),
        "style" => value.split(';').filter_map(|rule| rule.split_once(':')).any(|(property, value)| {
            let value = value.trim().trim_start_matches("inline-");
            property.trim().eq_ignore_ascii_case("display") && matches!(value, "flex" | "grid")
        }),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::text;

    #[test]
    fn items_and_margins_stand_apart() {
        for (html, want) in [
            ("<div class='p-2 flex'><span>a</span><span>b</span></div>", "a b"),
            ("<p style='display: inline-flex; gap: 1em'><b>a</b>b</p>", "a b"),
            ("<p>a<span class='md:ml-2'>b</span>c", "a b c"),
            ("<p>a<span class='ml-0 mt-2'>b</span><i class=inflexible>c</i>d", "abcd"),
            ("<pre class=flex><span>a</span><span>b</span></pre>", "ab"),
            ("<p>a<b>b</b>c<wbr>d H<sub>2</sub>O", "abcd H2O"),
        ] {
            assert_eq!(text(html), want, "{html}");
        }
    }
}
