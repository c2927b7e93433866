//! What rules and cleaning make of pages, from HTML to text.

use sarand::{
    clean,
    document::html::{Extract, Markup, Options, Title, parse, parse_with},
    rules::RuleSet,
};

const PROSE: &str = "The harbour was closed on Monday because of the storm, and the ferries stayed in port until the \
                     evening, the harbour master said.";

fn article(inside: &str) -> String {
    format!("<nav><a href=/a>News</a> <a href=/b>Sport</a></nav><article>{inside}</article><footer>Imprint</footer>")
}

#[test]
fn markdown_marks_what_lines_are() {
    let options = Options { markup: Markup::Markdown, ..Options::all() };
    let html = "<h2>a</h2><ul><li>b<ol><li>c</ol></ul><blockquote><p>d</blockquote><pre>e\n\n f</pre>\
                <table><tr><td>g<td>h</table><p>i";
    let rules = RuleSet::default();
    let cleaned = clean::clean(&parse_with(html, None, &rules, options), &rules, &clean::Options::default());
    assert_eq!(cleaned.written(), "## a\n\n- b\n  1. c\n\n> d\n\n```\ne\n\n f\n```\n\n| g | h |\n| --- | --- |\n\ni");
}

#[test]
fn claims_move_with_their_lines() {
    let html = article(&format!("<p>{PROSE}</p><div class=share-bar><p>{PROSE} Share it.</p></div><p>{PROSE}</p>"));
    let rules = RuleSet::builtin();
    let page = parse(&html, None, &rules);
    for (span, _) in &page.claims {
        assert!(page.text.lines().any(|line| line == span.slice(&page.text)));
    }
}

#[test]
fn a_rule_takes_a_large_first_letter_with_its_line_or_not_at_all() {
    let rules = RuleSet::builtin();
    for (letter, rest) in [("share-bar", "share-bar"), ("share-bar", "x"), ("x", "share-bar")] {
        let (line, end) = (
            "uring the night the harbour froze, and no ship could leave before the ice was broken, said the council.",
            "<pre>a\n\n\nb</pre>",
        );
        let html =
            article(&format!("{end}<div class={letter}>D</div><div class={rest}><p>{line}</p></div><p>{PROSE}</p>"));
        let page = parse_with(&html, None, &rules, Options { extract: Extract::Main, ..Options::default() });
        for (span, _) in &page.claims {
            assert!(page.text.lines().any(|line| line == span.slice(&page.text)), "{letter} {rest}");
        }
    }
}

#[test]
fn the_headline_goes_where_it_is_wanted() {
    let html = article(&format!("<h1>A storm</h1><p>{PROSE}</p><p>{PROSE} Nobody was hurt.</p>"));
    let rules = RuleSet::builtin();
    for (title, first, field) in [
        (Title::Metadata, PROSE, Some("A storm")),
        (Title::Text, "A storm", None),
        (Title::Both, "A storm", Some("A storm")),
    ] {
        for markup in [Markup::Text, Markup::Markdown] {
            let page = parse_with(&html, None, &rules, Options { title, markup, ..Options::default() });
            let cleaned = clean::clean(&page, &rules, &clean::Options::default());
            let mark = if markup == Markup::Markdown && title != Title::Metadata { "# " } else { "" };
            assert_eq!(cleaned.written().lines().next(), Some(format!("{mark}{first}").as_str()));
            assert_eq!(cleaned.found.get("title").and_then(|value| value.as_str()), field);
        }
    }
}

#[test]
fn rules_do_not_take_all_of_a_thread() {
    let post = |n: usize| {
        format!(
            "<div class=post><p>Message {n} says that the ferry was late again on Monday, and that nobody on the pier knew \
            when the next one would leave, so we walked home along the shore.</p></div>"
        )
    };
    let posts: String = (0..6).map(post).collect();
    let html = format!("<div id=top>{}</div><div class=comments-area>{posts}</div>", "<a href=/>Home</a> ".repeat(90));
    let rules = RuleSet::builtin();
    let page = parse(&html, None, &rules);
    let cleaned = clean::clean(&page, &rules, &clean::Options::default());
    assert!(cleaned.text.contains("Message 3"), "{}", cleaned.text);
}
