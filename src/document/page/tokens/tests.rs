use super::*;
use crate::document::page::tree::Node;
use html5ever::tendril::TendrilSink;
use proptest::prelude::*;
use std::fmt::Write;

/// The tree that html5ever's own tokenizer makes.
fn reference(page: &str) -> Tree {
    html5ever::parse_document(Sink::with_room(0), html5ever::ParseOpts::default()).one(page)
}

fn ours(page: &str) -> Tree {
    let page = page.strip_prefix('\u{feff}').unwrap_or(page);
    tree(&StrTendril::from(page), None).unwrap()
}

fn show(tree: &Tree) -> String {
    let mut shown = String::new();
    for node in tree.root().descendants() {
        let depth = node.ancestors().count();
        let _ = write!(shown, "\n{:depth$}", "");
        match (node.element(), node.text()) {
            (Some(element), _) => {
                let _ = write!(shown, "<{:?}:{}", element.name.ns, element.name());
                element.attrs().for_each(|(name, value)| {
                    let _ = write!(shown, " {name}={value:?}");
                });
            }
            (_, Some(text)) => {
                let _ = write!(shown, "{text:?}");
            }
            _ => shown.push('-'),
        }
        assert!(node.children().all(|child| child.parent().map(Node::id) == Some(node.id())));
    }
    shown
}

#[track_caller]
fn assert_alike(page: &str) {
    assert_eq!(show(&ours(page)), show(&reference(page)), "{page:?}");
}

#[test]
fn pages_are_cut_as_html5ever_cuts_them() {
    for page in [
        "",
        "a<b c=d E='f' g = \"h\" c=i>j</b k=l>",
        "1 < 2 <3 </ <",
        "</",
        "a</>b</3>c<?d>e<!f>g<!",
        "<!-->a<!--->b<!---->c<!-- -- --!>d<!--x--y-->e<!--",
        "<br/ ><br / x><br /=/><p =a==b><p a=>b<p a=b/c/>",
        "<p a=1 b",
        "<p a='1",
        "<p a='1'b=2",
        "<p a",
        "<p a=",
        "<p a=b",
        "<P\na\tb\x0cc/d>",
        "<title>a&amp;b<c></title >d<title>e</titlef></title/x>g<title>h</title",
        "<textarea>\n&lt</textarea><pre>\n\na</pre><pre>&#10;b",
        "<style><!--</style>a--></style>b<xmp>&amp;</XMP>c<iframe><p></iframe>d<noscript><p></noscript>e<plaintext>f</p>",
        "<script>a<!--b</script>c",
        "<script>a<!--<script></script>b</script>c",
        "<script><!--><script></script>a",
        "<script><!--->a<script></script>b",
        "<script><!--a-->b<script></script>c",
        "<script><!--<script>--></script>c",
        "<script><!--<script </script/x></script>d",
        "<script><!--<scripts></script>d<script>e",
        "&amp;&ampx&amp=&noti;&notin;&#x41;&#66&#x;&#;&;&&unknown;&#0;&#128;&#x110000;&#99999999999;",
        "<a b='&amp;&ampx&amp=&noti;&copy&lt' c=&amp;d&copy=e f=&copy>",
        "a\0b<p c\0d='e\0f'>\0<title>\0&\0amp;</title><textarea\0>",
        "<svg><![CDATA[a<b>&amp;]]]>c<p>d<![CDATA[e]]>f",
        "<svg><![CDATA[a",
        "<math><mi><p>a<svg><foreignObject><div>b</svg><desc><title>c</title>",
        "<!doctype html><p><table>",
        "<!DOCTYPE><p><table>",
        "<!doctype html public><p><table>",
        "<!doctype html PUBLIC '-//W3C//DTD HTML 3.2//EN'><p><table>",
        "<!doctype html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"x\"><p><table>",
        "<!doctype html PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN'><p><table>",
        "<!doctype html PUBLIC '-//W3C//DTD HTML 4.01 Transitional//EN''a'b><p><table>",
        "<!doctype html PUBLIC 'x' y><p><table>",
        "<!doctype html PUBLIC 'x><p><table>",
        "<!doctype html SYSTEM 'about:legacy-compat'><p><table>",
        "<!doctype html SYSTEM 'x' y><p><table>",
        "<!doctype html SYSTEM><p><table>",
        "<!doctype html x><p><table>",
        "<!doctypehtml><p><table>",
        "<!doctype html",
        "<table>a<tr>b<td>c</table><b><p></b><template><td>d</template><select><option>e<p>",
        "<frameset><frame></frameset><noframes><p></noframes>",
        "<a><div><a><nobr><nobr><p><b><b><b><b><i></b>",
        "<template shadowrootmode=open><p></template><body class=a><html lang=fa><body id=b>",
    ] {
        assert_alike(page);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_soup_is_cut_as_html5ever_cuts_it(
        page in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(&[
                    "<", ">", "</", "/>", "=", "'", "\"", " ", "\n", "!", "-", "--", "<!--", "-->", "--!>", "<!", "<?", "&", ";",
                    "&lt", "&copy", "&#", "x41", "a", "P", "\0", "ی", "]]>", "<![CDATA[", "<!doctype html", "<p>", "</p>",
                    "<div class=a>", "</div>", "<a href='&amp;'>", "</a>", "<b>", "</b>", "<script>", "</script>", "<script",
                    "</script", "<title>", "</title>", "<style>", "</style>", "<textarea>", "<svg>", "</svg>", "<math>", "<table>",
                    "<tr>", "<td>", "</table>", "<pre>", "<select>", "<template>", "</template>", "<noscript>", "<br/>",
                ]).prop_map(str::to_owned),
                "[a-z<>&;=\"'/! -]{0,6}",
            ],
            0..24,
        )
    ) {
        let page = page.concat();
        prop_assert_eq!(show(&ours(&page)), show(&reference(&page)), "{:?}", page);
    }
}
