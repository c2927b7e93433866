use super::*;
use crate::document::{Flag, extract::LineKind};
use std::time::{Duration, Instant};

/// These tests are about all the lines that can be seen.
const ALL: Options = Options::all();

fn page(html: &str) -> Document<'static> {
    parse_with(html, None, &(), ALL)
}

fn text(html: &str) -> String {
    page(html).text.into_owned()
}

#[test]
fn visible_text_becomes_lines() {
    for (name, html, want) in [
        ("empty", "", ""),
        ("only tags", "<div><p></p><br><p> </p></div>", ""),
        ("no tags", "one\n two", "one two"),
        ("blocks", "<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("paragraphs without end tags", "<p>a<p>b", "a\nb"),
        ("inline elements do not part words", "<p>un<b>break</b><i>able</i> x<sup>2</sup>", "unbreakable x2"),
        ("white space collapses", "<p> a \n\t b<b> c</b> </p>", "a b c"),
        ("white space between inline elements stays", "<p><a>a</a> <a>b</a>\n<a>c</a>", "a b c"),
        ("br ends a line, two make no blank line", "<p>a<br>b<br><br>c", "a\nb\nc"),
        ("hr ends a line", "a<hr>b", "a\nb"),
        ("nested lists", "<ul><li>a<ul><li>b<li>c</ul><li>d</ul>", "a\nb\nc\nd"),
        ("definition lists", "<dl><dt>a<dd>b</dl>", "a\nb"),
        ("a row is a line", "<table><tr><th>a<th>b<tr><td>1</td> <td>2</td></table>", "a\tb\n1\t2"),
        ("empty cells leave no gap", "<table><tr><td>a<td> <td>b", "a\tb"),
        ("blocks in cells end lines", "<table><tr><td><p>a</p><p>b</p><td>c", "a\nb\nc"),
        ("links that touch are parted", "<p><a>a</a><a>b</a>c<a>d</a>", "a bcd"),
        ("buttons stand apart", "a<button>b</button>c", "a b c"),
        ("pre keeps lines and indentation", "<p>x</p><pre>\na\n\n  b  c\n\n</pre>y", "x\na\n\n  b  c\ny"),
        ("pre with inline elements", "<pre><i>a</i>  b\n<b> c</b></pre>", "a  b\n c"),
        ("after pre white space collapses", "<pre>a</pre><p>b  c", "a\nb c"),
        ("carriage returns", "<pre>a\r\nb\rc</pre>", "a\nb\nc"),
        ("entities are decoded once", "<p>&amp;lt;b&amp;gt; &lt;i&gt; &amp;amp;", "&lt;b&gt; <i> &amp;"),
        ("ZWNJ survives", "<p>می\u{200c}رود &zwnj;خانه&#8204;ها", "می\u{200c}رود \u{200c}خانه\u{200c}ها"),
        ("ZWNJ at tags survives", "<p>می\u{200c}<b>خواهم</b><i>\u{200c}</i>ها", "می\u{200c}خواهم\u{200c}ها"),
        ("NBSP is kept in a line", "<p>a&nbsp;&nbsp; b&nbsp;</p>", "a\u{a0}\u{a0} b\u{a0}"),
        ("NBSP alone is no line", "<p>a</p><p>&nbsp;</p><p>\u{200c}\u{200f} </p><p>b", "a\nb"),
        ("NBSP before a line is kept", "<p>&nbsp; <b>a</b>", "\u{a0} a"),
        ("comments", "<p>a<!-- b --><!--[if IE]>c<![endif]-->d", "ad"),
        (
            "scripts, styles, frames",
            "<p>a<script>b</script><style>c</style><iframe>d</iframe><noscript>e</noscript>",
            "a",
        ),
        ("form values", "<textarea>a</textarea><select><option>b</select><p>c<input value=d>", "c"),
        ("graphics", "<svg><title>a</title><text>b</text></svg><canvas>c</canvas><object>d</object>e", "e"),
        ("templates", "<template><p>a</p></template>b", "b"),
        ("formulas without annotations", "<math><mi>x</mi><annotation>tex</annotation></math>", "$x$"),
        ("image texts", "<figure><img alt=a title=b><figcaption>c</figcaption></figure>", "c"),
        ("hidden", "<div hidden>a</div><p hidden=until-found>b</p>c", "b\nc"),
        (
            "hidden by style",
            "<div style='color:red; Display : NONE !important'>a</div><p style='visibility:hidden'>b</p>c",
            "c",
        ),
        ("not hidden by style", "<p style='display:block;overflow:hidden;content:\"display:none\"'>a", "a"),
        ("a shown body", "<body style='visibility:hidden'><p>a", "a"),
        ("aria-hidden is seen", "<p aria-hidden=true>a", "a"),
        ("a closed dialog", "<dialog>a</dialog><dialog open>b</dialog>", "b"),
        ("a span as a block", "a<span style='display: block'>b</span>c", "a\nb\nc"),
        ("title and head", "<head><title>a</title><meta content=b></head><body>c", "c"),
        ("broken markup", "<p>a</b></div><table><p>b</table>c<x y='>d", "a\nb\ncd"),
        ("a lone less-than", "<p>1 < 2 & 3 <4", "1 < 2 & 3 <4"),
        ("cut inside a tag", "<p>a</p><p>b <a href=\"ht", "a\nb"),
        ("a byte order mark", "\u{feff}<p>a", "a"),
        ("NUL", "<p>a\0b", "ab"),
    ] {
        assert_eq!(text(html), want, "{name}");
    }
}

#[test]
fn golden_pages_hold_the_lines_to_keep_in_order() {
    for (html, want) in [
        (include_str!("../../../fixtures/pages/fa-page.html"), include_str!("../../../fixtures/expected/fa-page.txt")),
        (include_str!("../../../fixtures/pages/en-page.html"), include_str!("../../../fixtures/expected/en-page.txt")),
    ] {
        let text = text(html).replace('\u{a0}', " ");
        let mut lines = text.lines();
        for line in want.lines() {
            assert!(lines.any(|found| found == line), "{line}");
        }
        assert!(text.lines().count() > want.lines().count(), "chrome is for the rules");
    }
}

#[test]
fn title_is_kept_apart() {
    assert_eq!(page("<title>\n A &amp; B\n</title><svg><title>c</title></svg>x").title_tag.as_deref(), Some("A & B"));
    assert_eq!(page("<title> </title>x").title_tag, None);
    assert_eq!(page("<svg><title>c</title></svg>x").title_tag, None);
}

#[test]
fn a_declared_language_must_fit_the_text() {
    let fa = "<p>باران امروز در شهر بارید و مردم چترهای خود را گشودند.";
    assert_eq!(page(&format!("<html lang=fa-IR>{fa}")).lang, Some(Lang::FA));
    assert_eq!(page(&format!("<html lang=en-US>{fa}")).lang, None);
    assert_eq!(page(fa).lang, None);
}

#[test]
fn hostile_pages_lose_no_text_and_little_time() {
    let table = |cell: &str| format!("<table><tr><td>{cell}").repeat(3_000);
    for (name, html, degraded) in [
        ("20,000 nested divs", format!("{}<p>needle</p>", "<div>".repeat(20_000)), true),
        ("500 nested divs", format!("{}<p>needle</p>", "<div>".repeat(500)), false),
        (
            "a tag of 60,000 attributes",
            format!("<p {}>needle", (0..60_000).map(|n| format!("a{n} ")).collect::<String>()),
            true,
        ),
        (
            "formatting elements without end",
            format!("{}<p>needle</p>", (0..6_000).map(|n| format!("<p><b id=i{n}>x")).collect::<String>()),
            true,
        ),
        (
            "few formatting elements, many paragraphs",
            format!(
                "<p>{}{}<p>needle</p>",
                (0..250).map(|n| format!("<i id=i{n}>")).collect::<String>(),
                "<p>x".repeat(40_000)
            ),
            true,
        ),
        ("nested tables", format!("{}<p>needle</p>", table("x")), true),
        ("300,001 tags", format!("{}<p>needle</p>", "<br>".repeat(300_001)), true),
        ("a quote that never ends", "<a href=\"x><p>needle</p>".to_owned(), true),
        ("17 MB of text", format!("<p>{}</p><p>needle", "x ".repeat(17 << 19)), true),
        ("many unclosed paragraphs", format!("{}needle", "<p>x".repeat(50_000)), false),
        ("many unclosed anchors", format!("{}<p>needle", "<a name=x>y ".repeat(20_000)), false),
        ("nested foreign elements", format!("<svg><desc>{}</desc></svg><p>needle", "<x/>".repeat(30_000)), true),
    ] {
        let start = Instant::now();
        let page = page(&html);
        let took = start.elapsed();
        assert!(page.text.contains("needle"), "{name}: text lost");
        assert_eq!(page.flags, if degraded { vec![Flag::HtmlDegraded] } else { vec![] }, "{name}");
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_page_panics_and_lines_are_lines(pieces in proptest::collection::vec(proptest::sample::select(&[
        "<p>", "</p>", "<div>", "</div>", "<b id=1>", "</b>", "<table>", "<tr>", "<td>", "</table>", "<pre>", "</pre>",
        "<template>", "</template>", "<select>", "<svg>", "</svg>", "<math>", "<a href='", "\">", "<!--", "-->", "<br/>",
        "<script>", "</script>", "<title>", "</title>", "<li>", "</ul>", "<frameset>", "</body>", "</html>", "<form>",
        "\n", " ", "&nbsp;", "&zwnj;", "سلام", "x", "&#x0;", "<", "&", "\0", "<plaintext>", "<![CDATA[", "<html lang=fa>",
    ][..]), 0..60)) {
        let html = pieces.concat();
        for text in [text(&html), strip::strip(&html).text] {
            proptest::prop_assert!(!text.starts_with('\n') && !text.ends_with('\n'), "{text:?}");
        }
    }
}

const PROSE: &str = "The harbour was closed on Monday because of the storm, and the ferries stayed in port until the \
                     evening, the harbour master said.";

fn article(inside: &str) -> String {
    format!("<nav><a href=/a>News</a> <a href=/b>Sport</a></nav><article>{inside}</article><footer>Imprint</footer>")
}

fn main_text(html: &str, options: Options) -> Document<'static> {
    parse_with(html, None, &(), options)
}

#[test]
fn the_article_is_taken_and_its_frame_is_not() {
    let html = article(&format!("<h1>A storm</h1><p>{PROSE}</p><p>{PROSE} Nobody was hurt.</p>"));
    let page = main_text(&html, Options::default());
    assert_eq!(page.text, format!("{PROSE}\n{PROSE} Nobody was hurt."));
    assert_eq!(page.metadata.get("title"), Some("A storm"));
    assert!(page.flags.is_empty());
}

#[test]
fn what_scripts_uncover_is_seen_where_there_is_nothing_else() {
    let body = format!("<p>{PROSE}</p>").repeat(4);
    let want = [PROSE; 4].join("\n");
    for (name, html) in [
        ("streamed", format!("<div id=root></div><div hidden id='S:0'>{body}</div>")),
        ("uncovered", format!("<div style='visibility: hidden'>{body}</div>")),
        ("without scripts", format!("<p>Loading</p><noscript>{body}</noscript>")),
    ] {
        assert_eq!(text(&html), want, "{name}");
    }
    let shown = format!("<p>{}</p><noscript>{body}</noscript>", "shown ".repeat(400));
    assert!(!text(&shown).contains(PROSE), "enough is shown");
}

#[test]
fn comments_are_kept_apart() {
    let comment = "I was there on that day and the storm was far worse than you write, believe me, dear friends.";
    let html = article(&format!(
        "<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></article><div id=comments><div class=comment><p>{comment}</p></div></div><article>"
    ));
    let page = main_text(&html, Options { comments: true, ..Options::default() });
    assert_eq!((page.comments.as_slice(), page.text.contains(comment)), (&[comment.to_owned()][..], false));
    assert!(main_text(&html, Options::default()).comments.is_empty());
}

#[test]
fn a_page_without_content_gives_all_it_has() {
    let html = "<ul><li><a href=/a>One</a><li><a href=/b>Two</a></ul>";
    assert_eq!(main_text(html, Options::default()).text, "One\nTwo");
}

#[test]
fn what_is_covered_in_the_content_is_content() {
    let answer =
        "The ferry takes bicycles on every crossing but the last one of the day, and they travel free of charge.";
    let long = "<p>The ferry crosses the bay six times a day in summer and twice in winter, when the sea allows it, and the \
        harbour office says each morning whether it will sail.</p>";
    let html = format!(
        "<main><article><h1>The ferry</h1>{}<h2>May I bring a bicycle?</h2><div style=\"display: none\"><p>{answer}</p></div>\
        <p>Seen <span hidden>not seen</span> both.</p></article></main><div hidden><p>Accept all cookies</p></div>",
        long.repeat(4)
    );
    let page = main_text(&html, ALL);
    assert!(!page.text.contains(answer) && page.text.contains("Seen both."), "{}", page.text);
    let (lines, ..) = super::training::first(&html).unwrap();
    assert!(lines.iter().any(|line| line == answer) && lines.iter().all(|line| !line.contains("not seen")));
}

#[test]
fn a_page_with_nothing_to_see_says_what_it_is_about() {
    let html = "<title>T</title><meta name=description content=\"A forum of sailors.\"><div id=app></div>";
    let page = main_text(html, Options::default());
    assert_eq!((page.text.as_ref(), &page.flags[..]), ("A forum of sailors.", &[Flag::TextOfMetadata][..]));
    let html = "<frameset><frame src=a><noframes><p>No frames here.</p></noframes></frameset>";
    assert_eq!(main_text(html, Options::default()).text, "No frames here.");
}

#[test]
fn lines_are_explained_when_asked_for() {
    let html = "<nav class=menu><a href=/>Home</a></nav><article><p>It rained all day in the north, and the roads to the \
        harbour were closed until the evening, the council said.</p></article>";
    assert!(main_text(html, Options::default()).line_verdicts.is_empty());
    let page = main_text(html, Options { explain: true, ..Options::default() });
    let told: Vec<_> = page.line_verdicts.iter().map(|judged| (judged.element.as_str(), judged.block.region)).collect();
    assert_eq!(told[0], ("nav.menu > a", crate::document::extract::Region::Chrome("nav")));
    assert_eq!(told[1], ("article > p", crate::document::extract::Region::Main));
    assert!(page.page_type.is_some());
}

#[test]
fn a_large_first_letter_stays_with_its_word() {
    let html = article(
        "<div class=big>D</div><p>uring the night the harbour froze, and no ship could leave before the \
        ice was broken on Tuesday morning.</p>",
    );
    let page = main_text(&html, Options::default());
    assert!(page.text.lines().any(|line| line.starts_with("During the night the harbour froze")), "{}", page.text);
}

#[test]
fn a_page_of_few_words_loses_none_of_its_sentences() {
    let sentences =
        ["It rained all day, and by noon the square stood under water.", "The market was moved to the hall."];
    for apart in ["<br>", "<p>", "</p><div>"] {
        let page = page(&format!("<title>Rain</title><h1>The square</h1><p>{}", sentences.join(apart)));
        assert_eq!(page.text.lines().filter(|line| sentences.contains(line)).count(), 2, "{apart}: {}", page.text);
    }
}

#[test]
fn what_extraction_knew_is_told_of_each_line_of_the_text() {
    let html = "<title>Rain</title><nav><a href=/>Home</a></nav><article><p>It rained all day in the north, and by noon the \
        square stood under water.</p><h2>The market</h2><p>It was moved to the hall, where the fish stalls had to wait until \
        the evening.</p><ul><li>Cod from the islands, as long as there is any of it</li></ul><pre>a\n\nb</pre></article>";
    for (extract, markup) in
        [(Extract::Main, Markup::Text), (Extract::Main, Markup::Markdown), (Extract::All, Markup::Text)]
    {
        let page = parse_with(html, None, &(), Options { extract, markup, ..Options::default() });
        let lines: Vec<&str> = page.text.split('\n').collect();
        let told: Vec<(&str, LineKind)> =
            page.evidence.iter().map(|known| (lines[known.line as usize], known.kind)).collect();
        let kind = |of: &str| told.iter().find(|(line, _)| line.contains(of)).map(|(_, kind)| *kind);
        assert_eq!(kind("It rained"), Some(LineKind::Text), "{told:?}");
        assert_eq!(kind("The market"), Some(LineKind::Heading(2)), "{told:?}");
        assert_eq!(kind("Cod"), Some(LineKind::Item { depth: 1, numbered: false }), "{told:?}");
        assert_eq!(kind("Home").is_some(), extract == Extract::All);
        assert!(page.evidence.is_sorted_by(|a, b| a.line < b.line));
    }
}

#[test]
fn rows_of_data_are_lines_with_columns() {
    for (name, table, want) in [
        ("blocks in cells", "<tr><th>a<th>b<tr><td><p>1</p><p>2</p><td>3<br>4<ul><li>5</ul>", "a\tb\n1 2\t3 4 5"),
        ("empty cells", "<tr><th><th>b<th>c<tr><td>1<td><td>3", "\tb\tc\n1\t\t3"),
        ("colspan", "<tr><td colspan=2>a<td>b<tr><td>1<td>2<td>3", "a\t\tb\n1\t2\t3"),
        ("rowspan", "<tr><td rowspan=2>a<td>b<td>c<tr><td>2<td>3<tr><td>4<td>5<td>6", "a\tb\tc\n\t2\t3\n4\t5\t6"),
        ("caption", "<caption>t</caption><tr><td>a<td>b<tr><td>c<td>d", "t\na\tb\nc\td"),
        (
            "a table in it",
            "<tr><td>a<td><table><tr><th>x<th>y<tr><td>1<td>2</table><td>b<tr><td>c<td>d",
            "a\nx\ty\n1\t2\nb\nc\td",
        ),
        ("for looks", "<tr><td><h2>a</h2><p>b</p><td>c<tr><td>d<td><td>e", "a\nb\nc\nd\te"),
        (
            "colspan without end",
            "<tr><td colspan=99999999>a<td>b<tr><td>c<td>d",
            &format!("a{}b\nc\td", "\t".repeat(100)),
        ),
    ] {
        assert_eq!(text(&format!("<table>{table}</table>")), want, "{name}");
    }
    let long = "x ".repeat(100);
    let table = format!("<table><tr><td><p>{long}</p><p>y</p><td>z<tr><td>1<td>2</table>");
    assert!(text(&table).starts_with(&format!("{}\ny\n", long.trim())), "much text is no data");
}

#[test]
fn images_say_what_they_show_on_request() {
    let html = format!("<p>{PROSE} <img src=a alt='A mole in a storm'></p>");
    let images = |images| main_text(&html, Options { images, ..ALL }).text.contains("A mole in a storm");
    assert!(images(true) && !images(false));
}
