//! The text of a page too hostile for a tree: tags are cut out, in one linear pass.
//!
//! Nothing that may be text is lost: unlike the tree's walk it knows neither `hidden` nor `style`, and drops only what
//! holds no markup (scripts, styles, titles, frames). It gives up the tree, and with it `html` rules, never the page.

use super::{
    entity,
    lex::{self, Lexer, Token},
    lines::LineWriter,
    tags::{self, Layout},
    walk::PageText,
};

/// The text, title and language of `html`.
pub(crate) fn strip(html: &str) -> PageText {
    let mut lines = LineWriter::with_capacity(html.len() / 2);
    let mut page = PageText::default();
    for token in Lexer::new(html) {
        match token {
            Token::Text(text) => lines.text(&entity::decode(text)),
            Token::Raw { name, text } => match tags::lower(name, &mut [0; 16]) {
                "xmp" => lines.text(text),
                "title" if page.title.is_none() => page.set_title(&entity::decode(text)),
                _ => {}
            },
            Token::Open { name, tag, attributes } => {
                match tag.layout {
                    Layout::Spaced => lines.space(),
                    Layout::Cell => lines.cell(),
                    Layout::Pre => lines.enter_pre(),
                    Layout::Block | Layout::Break => lines.end_line(),
                    Layout::Inline | Layout::Hidden | Layout::Formula => {}
                }
                if name.eq_ignore_ascii_case("html") && page.lang.is_none() {
                    page.lang = lex::attribute(attributes, "lang").map(str::to_owned);
                }
            }
            Token::Close { tag, .. } => match tag.layout {
                Layout::Spaced => lines.space(),
                Layout::Pre => lines.leave_pre(),
                Layout::Block | Layout::Break => lines.end_line(),
                Layout::Inline | Layout::Hidden | Layout::Cell | Layout::Formula => {}
            },
        }
    }
    page.text = lines.finish();
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_cut_out() {
        for (html, want) in [
            ("<p>a<b>b</b></p><p>c&amp;amp;</p>", "ab\nc&amp;"),
            ("<script>x<p>y</script>z<style>p{}</style>", "z"),
            ("<tr><td>a<td>b<tr><td>c", "a\tb\nc"),
            ("<div hidden>kept</div><svg>kept too", "kept\nkept too"),
            ("<a href=\"lost>one</a><p>two", "one\ntwo"),
            ("<pre>a\n  b</pre>c", "a\n  b\nc"),
            ("می<b></b>‌رود<br>۱ < ۲", "می‌رود\n۱ < ۲"),
        ] {
            assert_eq!(strip(html).text, want, "{html}");
        }
    }

    #[test]
    fn title_and_language_are_found() {
        let page = strip("<HTML LANG='fa-IR'><title> a\n &quot;b&quot; </title><title>c</title>");
        assert_eq!((page.title.as_deref(), page.lang.as_deref()), (Some("a \"b\""), Some("fa-IR")));
    }
}
