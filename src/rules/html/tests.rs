#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use super::*;
use crate::document::{
    Document,
    html::{Options, parse_with},
};

/// These tests are about all the lines that can be seen.
const ALL: Options = Options::all();

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&s| s.to_owned()).collect()
}

#[derive(Default)]
struct Sketch<'a> {
    css: &'a [&'a str],
    share: Option<f64>,
    unless: &'a [&'a str],
    text_has: &'a [&'a str],
    host: &'a [&'a str],
    not_host: &'a [&'a str],
}

fn rules(sketches: &[Sketch<'_>]) -> HtmlRules {
    let compile = |(number, sketch): (usize, &Sketch<'_>)| {
        HtmlRule::new(
            number as u32,
            &HtmlRuleSource {
                css: &strings(sketch.css),
                max_text_share: sketch.share.unwrap_or(1.0),
                unless: &strings(sketch.unless),
                text_has: &strings(sketch.text_has),
                host: &strings(sketch.host),
                not_host: &strings(sketch.not_host),
            },
        )
        .unwrap()
    };
    let mut rules = HtmlRules::default();
    rules.extend(sketches.iter().enumerate().map(compile));
    rules
}

fn claimed(document: &Document<'_>) -> Vec<(String, u32)> {
    document.claims.iter().map(|(span, rule)| (span.slice(&document.text).to_owned(), *rule)).collect()
}

fn claimed_by(sketch: Sketch<'_>, html: &str) -> Vec<String> {
    claimed(&parse_with(html, Some("www.example.ir".into()), &rules(&[sketch]), ALL))
        .into_iter()
        .map(|(text, _)| text)
        .collect()
}

#[test]
fn selectors_claim_whole_lines() {
    let nav = "<nav class='top bar' id=n><p>x</p><p>y</p></nav><p>a <i class=s>b</i> c</p>";
    for (name, css, html, want) in [
        ("by class", ".bar", nav, &["x\ny"][..]),
        ("by id", "#n", nav, &["x\ny"]),
        ("by tag in any case", "NAV", nav, &["x\ny"]),
        ("by attribute", "[class~=top]", nav, &["x\ny"]),
        ("by the universal selector and a child", "nav > *", nav, &["x", "y"]),
        ("a group", "h1, nav > p:first-child", nav, &["x"]),
        ("commas in brackets", ":is(h1, nav.bar)", nav, &["x\ny"]),
        ("none", ".barx", nav, &[]),
        ("part of a line is left", ".s", nav, &[]),
        ("inline elements that make up a line", ".s", "<p>a</p><p><b class=s>b</b> <b class=s>c</b></p>", &["b c"]),
        ("inline elements and more", ".s", "<p><b class=s>b</b> and <b class=s>c</b></p>", &[]),
        ("an element beside spaces that are no text", ".s", "<p>&nbsp;<b class=s>b</b>&nbsp;</p>", &["\u{a0}b\u{a0}"]),
        ("whole lines of an element that begins in one", ".s", "<p>a<span class=s>b<br>c</span></p>", &["c"]),
        ("an element of many lines between breaks", ".s", "a<br><span class=s>b<br>c</span><br>d", &["b\nc"]),
        ("a hidden element", ".s", "<p hidden class=s>b</p><p>c", &[]),
        ("an empty element", ".s", "<p class=s>&nbsp;</p><p>c", &[]),
        ("blank lines of a pre", "pre", "<p>x</p><pre>a\n\nb</pre>", &["a\n\nb"]),
    ] {
        assert_eq!(claimed_by(Sketch { css: &[css], ..Sketch::default() }, html), want, "{name}");
    }
}

#[test]
fn an_element_with_much_of_the_text_is_kept() {
    let html = "<div class=x>aaaa</div><p>bbbbbb</p>";
    let by = |share| claimed_by(Sketch { css: &[".x"], share: Some(share), ..Sketch::default() }, html);
    assert_eq!(by(0.4), ["aaaa"]);
    assert!(by(0.39).is_empty());
}

#[test]
fn an_element_that_is_or_holds_an_exception_is_kept() {
    let html = "<div class=x><p>a</p></div><div class=x><i><h1>b</h1></i></div><div class='x body'>c</div><h1>d</h1>";
    let sketch = Sketch { css: &[".x"], unless: &["h1", ".body"], ..Sketch::default() };
    assert_eq!(claimed_by(sketch, html), ["a"]);
}

#[test]
fn an_element_must_hold_a_phrase() {
    let html = "<div class=x><b>Share</b> <i>This</i></div><div class=x>Sharing</div>";
    let sketch = Sketch { css: &[".x"], text_has: &["share this"], ..Sketch::default() };
    assert_eq!(claimed_by(sketch, html), ["Share This"]);
}

#[test]
fn hosts_are_suffixes_on_label_boundaries() {
    for (host, suffixes, want) in [
        ("isna.ir", &["isna.ir"][..], true),
        ("www.isna.ir", &["tasnim.com", "isna.ir"], true),
        ("disna.ir", &["isna.ir"], false),
        ("isna.ir.example.com", &["isna.ir"], false),
        ("ir", &["isna.ir"], false),
        ("isna.ir", &[""], false),
        ("ISNA.ir", &["isna.IR"], true),
    ] {
        assert_eq!(host_matches(host, &strings(suffixes)), want, "{host} {suffixes:?}");
    }
}

#[test]
fn rules_hold_for_their_hosts_only() {
    let html = "<p class=x>a</p><p>b</p>";
    for (host, not_host, want) in [
        (&["example.ir"][..], &[][..], true),
        (&["ample.ir"], &[], false),
        (&[], &["example.ir"], false),
        (&["example.ir"], &["www.example.ir"], false),
    ] {
        let sketch = Sketch { css: &[".x"], host, not_host, ..Sketch::default() };
        assert_eq!(!claimed_by(sketch, html).is_empty(), want, "{host:?} {not_host:?}");
    }
    let for_a_host = rules(&[Sketch { css: &[".x"], host: &["example.ir"], ..Sketch::default() }]);
    assert!(parse_with(html, None, &for_a_host, ALL).claims.is_empty(), "a page without a host");
}

#[test]
fn the_outermost_element_and_the_first_rule_win() {
    let html = "<div class=a><p class=b>x</p></div><p class='b a'>y</p><div class=c><p class=b>z</p></div>";
    let by = rules(&[
        Sketch { css: &[".b"], ..Sketch::default() },
        Sketch { css: &[".a"], ..Sketch::default() },
        Sketch { css: &[".c"], text_has: &["absent"], ..Sketch::default() },
    ]);
    let want = [("x".to_owned(), 1), ("y".to_owned(), 0), ("z".to_owned(), 0)];
    assert_eq!(claimed(&parse_with(html, None, &by, ALL)), want);
}

#[test]
fn bad_selectors_are_all_reported_as_written() {
    let css = strings(&["p >", ".fine", "a[href"]);
    let unless = strings(&["::before("]);
    let source =
        HtmlRuleSource { css: &css, max_text_share: 0.4, unless: &unless, text_has: &[], host: &[], not_host: &[] };
    let bad = HtmlRule::new(0, &source).unwrap_err();
    let names: Vec<_> = bad.iter().map(|bad| bad.css.as_str()).collect();
    assert!(names.contains(&"p >") && names.contains(&"::before(") && !names.contains(&".fine"), "{names:?}");
    assert!(bad[0].to_string().starts_with("`p >` is not a CSS selector: "), "{}", bad[0]);
}

#[test]
fn nested_elements_do_not_squash_for_ever() {
    let html = format!("{}{}", "<div class=x>".repeat(500), "word ".repeat(200_000));
    let sketch = Sketch { css: &[".x"], text_has: &["absent"], ..Sketch::default() };
    assert!(claimed_by(sketch, &html).is_empty());
}

#[test]
fn rules_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<HtmlRule>();
}
