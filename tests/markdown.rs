//! What is written as Markdown reads back to the text: a reader of CommonMark, with the tables and formulas of GitHub, gets the
//! lines that plain output has, and what is removed is the same.

use proptest::{prelude::*, sample::select};
use pulldown_cmark::{CodeBlockKind, Event, Options as Reading, Parser, Tag, TagEnd};
use sarand::{
    clean::{self, Options},
    document::html::{self, Extract, Markup},
    rules::RuleSet,
};
use std::{fs, path::Path, sync::LazyLock};

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::builtin);

fn options(extract: Extract) -> html::Options {
    html::Options { extract, markup: Markup::Markdown, links: true, images: true, ..html::Options::default() }
}

/// The lines that a reader finds in `markdown`, but for blank ones; cells are parted by tabs.
fn read(markdown: &str) -> Vec<String> {
    let on = Reading::ENABLE_TABLES
        | Reading::ENABLE_MATH
        | Reading::ENABLE_STRIKETHROUGH
        | Reading::ENABLE_TASKLISTS
        | Reading::ENABLE_FOOTNOTES;
    let mut out = String::new();
    for event in Parser::new_ext(markdown, on) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::InlineMath(text) => out.push_str(&format!("${text}$")),
            Event::DisplayMath(text) => out.push_str(&format!("$${text}$$")),
            Event::End(TagEnd::TableCell) => out.push('\t'),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::List(_)
                | Tag::CodeBlock(CodeBlockKind::Fenced(_))
                | Tag::TableRow
                | Tag::BlockQuote(_),
            )
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::TableRow,
            ) => out.push('\n'),
            Event::Start(
                Tag::Table(_)
                | Tag::TableHead
                | Tag::TableCell
                | Tag::Strong
                | Tag::Emphasis
                | Tag::Link { .. }
                | Tag::Image { .. },
            )
            | Event::End(
                TagEnd::Table
                | TagEnd::Strong
                | TagEnd::Emphasis
                | TagEnd::Link
                | TagEnd::Image
                | TagEnd::List(_)
                | TagEnd::BlockQuote(_),
            ) => {}
            other => panic!("{other:?} in {markdown}"),
        }
    }
    lines(&out)
}

/// The lines of a text, but for blank ones and spaces at the edges of cells.
fn lines(text: &str) -> Vec<String> {
    let tidy = |line: &str| line.split('\t').map(str::trim).collect::<Vec<_>>().join("\t").trim_end().to_owned();
    text.lines().map(tidy).filter(|line| !line.trim().is_empty()).collect()
}

fn check(html: &str) {
    for extract in [Extract::Main, Extract::All] {
        let document = html::parse_with(html, None, &*RULES, options(extract));
        let cleaned = clean::clean(&document, &RULES, &Options::default());
        let written = cleaned.written();
        assert_eq!(read(written), lines(&cleaned.text), "of the Markdown:\n{written}\nand the page:\n{html:.2000}");
        let plain = html::Options { markup: Markup::Text, ..options(extract) };
        let plain = clean::clean(&html::parse_with(html, None, &*RULES, plain), &RULES, &Options::default());
        assert_eq!((&plain.text, &plain.removals), (&cleaned.text, &cleaned.removals), "marks change no decision");
        assert_eq!(clean::restore(&cleaned.text, &cleaned.changes(&document.text)), document.text);
    }
}

#[test]
fn pages_read_back() {
    for folder in ["fixtures/html", "fixtures/pages", "fixtures/markdown"] {
        let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let mut pages: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        pages.retain(|page| page.extension().is_some_and(|kind| kind == "html"));
        assert!(!pages.is_empty(), "{folder}");
        for page in pages {
            check(&String::from_utf8_lossy(&fs::read(page).unwrap()));
        }
    }
}

/// Each `x.html` of `fixtures/markdown` becomes the `x.md` beside it.
#[test]
fn pages_are_written_as_they_should_be() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/markdown");
    for page in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if page.extension().is_none_or(|kind| kind != "html") {
            continue;
        }
        let html = fs::read_to_string(&page).unwrap();
        let mut document = html::parse_with(&html, None, &*RULES, options(Extract::All));
        document.url = Some("https://a.example/b/page.html".into());
        let cleaned = clean::clean(&document, &RULES, &Options::default());
        let want = fs::read_to_string(page.with_extension("md")).unwrap();
        assert_eq!(cleaned.written(), want.trim_end(), "{}", page.display());
    }
}

/// Pieces of pages: tags, and text that would be marks.
const PIECES: &[&str] = &[
    "<p>",
    "<div>",
    "</div>",
    "<br>",
    "<br><br>",
    "<hr>",
    "<h2>",
    "</h2>",
    "<ul><li>",
    "<ol start=7><li>",
    "<ol><li>",
    "<li>",
    "</ul>",
    "</ol>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<pre><code class=language-c>",
    "</code></pre>",
    "<table><tr><td>",
    "<td>",
    "<tr><td>",
    "<tr><th>",
    "</table>",
    "<dl><dt>",
    "<dd>",
    "</dl>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<code>",
    "</code>",
    "</code><code>",
    "<a href='/x (y)'>",
    "<a href=\"?a&amp;lt;b\">",
    "</a>",
    "<img src=i.png alt='an [image] *'>",
    "<math><mi>x</mi></math>",
    "<img class=tex alt='a_1*b'>",
    "<caption>",
    "<figcaption>",
    "</p>",
    "a",
    "word",
    "سلام",
    "می\u{200c}رود",
    "1",
    "1. ",
    "2) x",
    "12345",
    "# x",
    "#",
    "- ",
    "-",
    "--- ",
    "---",
    "+ y",
    "* ",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "```",
    "~~~",
    "~",
    "> ",
    "&gt;",
    "&lt;b&gt;",
    "&amp;amp;",
    "&amp;",
    "[",
    "]",
    "(",
    ")",
    "](",
    "[x]: y",
    "!",
    "![",
    "[^1]",
    "[ ] ",
    "|",
    " | ",
    "--|--",
    ":--",
    "\\",
    "\\\\",
    "$",
    "$$",
    "=",
    "===",
    "://a.b",
    "http://a.b/c_d",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "&nbsp;",
    "&#9;",
    "&#13;",
    "'",
    "\"",
    ".",
    ",",
    "«",
    "»",
    "<sup>",
    "</sup>",
    "&#8203;",
    "é",
    "©",
    "€",
    "😀",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_pages_read_back(pieces in proptest::collection::vec(select(PIECES), 0..24)) {
        check(&pieces.concat());
    }
}
