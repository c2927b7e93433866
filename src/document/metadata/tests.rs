use super::*;
use crate::document::page;

fn show(html: &str, keys: &[&str]) -> String {
    let metadata = read(&page::tree(html).unwrap());
    let line = |key: &&str| {
        metadata.entry(key).map(|entry| format!("{}={} ({})", entry.key, entry.values.join("+"), entry.source))
    };
    keys.iter().filter_map(line).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_trusted_source_wins() {
    let ld = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"L","datePublished":"2024-06-19T08:04:00+03:30","author":{"name":"Jane Doe"}}</script>"#;
    for (name, html, keys, want) in [
        (
            "JSON-LD before OpenGraph",
            format!("<meta property=og:title content=O>{ld}"),
            &["title"][..],
            "title=L (ld:headline)",
        ),
        (
            "OpenGraph before the heading",
            "<meta property=og:title content=O><h1>H</h1>".into(),
            &["title"],
            "title=O (meta:og:title)",
        ),
        ("the heading before the title", "<title>T | S</title><h1>H</h1>".into(), &["title"], "title=H (h1)"),
        (
            "a title without its site",
            "<meta property=og:site_name content=S><title>Boats return | S</title>".into(),
            &["title"],
            "title=Boats return (title)",
        ),
        (
            "offsets stay",
            ld.into(),
            &["date", "author"],
            "date=2024-06-19T08:04:00+03:30 (ld:datePublished); author=Jane Doe (ld:author)",
        ),
        (
            "a value of the wrong kind is passed over",
            "<meta name=author content=https://a.b><a rel=author>Max Moe</a>".into(),
            &["author"],
            "author=Max Moe (a:author)",
        ),
        ("time", "<time datetime=2024-01-02>x</time>".into(), &["date"], "date=2024-01-02 (time)"),
        (
            "a dateline",
            "<main><span class=news-date>۱۴۰۳/۰۳/۳۰ ۰۸:۰۴</span></main>".into(),
            &["date"],
            "date=2024-06-19T08:04+03:30 (class:date)",
        ),
        (
            "today's date in the header is none",
            "<header><span class=date>۱۴۰۳/۰۳/۳۰</span></header>".into(),
            &["date"],
            "",
        ),
        (
            "lists",
            "<meta property=article:tag content=a><meta property=article:tag content='b، c'>".into(),
            &["tags"],
            "tags=a+b+c (meta:article:tag)",
        ),
        (
            "links",
            "<link rel=canonical href=https://a.b/c><a rel=license href=https://l.x>CC</a>".into(),
            &["url", "license"],
            "url=https://a.b/c (link:canonical); license=https://l.x (a:license)",
        ),
        (
            "microdata",
            "<span itemprop=author itemscope>By <b itemprop=name>Jo Lee</b></span>".into(),
            &["author"],
            "author=Jo Lee (micro:author)",
        ),
        (
            "the writer of a thread, not those of its answers",
            "<div itemscope><b itemprop=author>Jo Lee</b><div itemscope><b itemprop=author>Max Moe</b></div></div>".into(),
            &["author"],
            "author=Jo Lee (micro:author)",
        ),
        (
            "all writers of a text",
            "<div itemscope><b itemprop=author>Jo Lee</b><b itemprop=author>Max Moe</b></div>".into(),
            &["author"],
            "author=Jo Lee+Max Moe (micro:author)",
        ),
        (
            "what readers say of a thing is not of its page",
            "<div class=product-review><b class=author>Max Moe</b> <time class=published datetime=2024-01-02>x</time></div>"
                .into(),
            &["author", "date"],
            "",
        ),
        (
            "headlines of a list are no title",
            "<h1>News</h1><h3 itemprop=headline>A</h3><h3 itemprop=headline>B</h3>".into(),
            &["title"],
            "title=News (h1)",
        ),
        (
            "a site is named by letters",
            "<meta property=og:site_name content=/><meta name=application-name content=S>".into(),
            &["sitename"],
            "sitename=S (meta:application-name)",
        ),
        ("language", "<html lang=fa_IR>".into(), &["language"], "language=fa-IR (html:lang)"),
    ] {
        assert_eq!(show(&html, keys), want, "{name}");
    }
}

#[test]
fn jalali_originals_are_kept() {
    let metadata = read(&page::tree("<meta name=date content='۳۰ خرداد ۱۴۰۳'>").unwrap());
    assert_eq!(metadata.entry("date").and_then(|entry| entry.jalali.as_deref()), Some("1403-03-30"));
}

#[test]
fn long_lists_are_read_once() {
    let words: Vec<String> = (0..15_000).map(|i| format!("w{i}")).collect();
    let metadata = read(&page::tree(&format!("<meta name=keywords content='{}'>", words.join(", "))).unwrap());
    assert_eq!(metadata.entry("tags").map(|entry| entry.values.len()), Some(15_000));
    let names = "<p class=author>Ada Quill ".repeat(15_000);
    assert!(read(&page::tree(&names).unwrap()).get("author").is_some_and(|names| names.len() < 400));
}

#[test]
fn what_is_of_others_is_not_the_page_s() {
    for (name, html) in [
        ("a list below the article", "<article><h1>T</h1></article><ul><li><time datetime=2024-01-02>x</time></ul>"),
        ("a quotation", "<h1>T</h1><blockquote>x <cite class=author>Ada Quill</cite></blockquote>"),
        ("the picture's", "<h1>T</h1><figure><span itemprop=author>Ada Quill</span></figure>"),
        ("words of thanks", "<h1>T</h1><div class=testimonials><b class=author>Ada Quill</b></div>"),
        ("a sentence", "<h1>T</h1><p>By Monday Ada Quill had left the old quay.</p>"),
    ] {
        assert_eq!(show(html, &["author", "date"]), "", "{name}");
    }
}

#[test]
fn bylines_without_a_class() {
    for (html, want) in [
        ("<h1>T</h1><p>By <a href=/a>Ada Quill</a> | Updated 3 March 2024</p>", "author=Ada Quill (text:by)"),
        ("<h1>T</h1><div>News | <span>Written by Ada Quill</span></div>", "author=Ada Quill (text:by)"),
        ("<h1>T</h1><a href=/author/ada-quill>Ada Quill</a>", "author=Ada Quill (a:path)"),
        ("<meta name=x-page-author content='Ada Quill'>", "author=Ada Quill (meta:*author)"),
        (
            "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ada Quill'>",
            "author=Ada Quill (meta:twitter:data)",
        ),
        ("<b property='schema:author'>Ada Quill</b>", "author=Ada Quill (micro:author)"),
        ("<h1>T</h1><p data-testid=author-name>Ada Quill</p>", "author=Ada Quill (class:author)"),
    ] {
        assert_eq!(show(html, &["author"]), want, "{html}");
    }
}

#[test]
fn tables_are_sorted() {
    assert!(TRUST.is_sorted_by_key(|(key, _)| *key));
}
