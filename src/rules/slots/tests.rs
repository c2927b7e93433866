use super::*;
use crate::{lang::Lang, rules::keywords::SLOTS};

fn fits(phrase: &str, line: &str, lang: Lang) -> bool {
    let (phrase, mut fits) = (Phrase::read(phrase, false).unwrap(), false);
    with_line(line, lang, |line| fits = phrase.fits(line));
    fits
}

fn with_line(source: &str, lang: Lang, mut ask: impl FnMut(&TaggedLine<'_, '_>)) {
    let words = super::super::vocabulary::Vocabulary::build(true, &[]);
    let mut lines = Lines::default();
    lines.read(source);
    ask(&TaggedLine::read(source, &lines, 0, &words.lang_tables(lang), Some("www.harbour-post.com")).unwrap());
}

#[test]
fn slots_are_filled() {
    let cases = [
        ("last update: {date}", "Last update: 3 May 2025", Lang::EN, true),
        ("last update: {date}", "Last update 2025-05-03, 10:20", Lang::EN, true),
        ("last update: {date}", "Last update: soon", Lang::EN, false),
        ("last update: {date}", "Last update: 3 May 2025 by the harbour", Lang::EN, false),
        ("آخر تحديث: {date}", "آخر تحديث : السبت 7 حزيران 2025", Lang::AR, true),
        ("تاریخ انتشار: {date}", "تاريخ انتشار: ۱۲ آبان ۱۴۰۳", Lang::FA, true),
        ("{number} {comment}", "12 comments", Lang::EN, true),
        ("{number} {comment}", "1,204 comments", Lang::EN, true),
        ("{number} {comment}", "comments", Lang::EN, false),
        ("{share} {network}", "Share on Facebook", Lang::EN, true),
        ("{share} {network}", "Share the boat", Lang::EN, false),
        ("by {name}", "By Ruth Okafor", Lang::EN, true),
        ("by {name}", "by the end", Lang::EN, false),
        ("{email}", "desk@harbour-post.com", Lang::EN, true),
        ("{email}", "harbour-post.com", Lang::EN, false),
        ("read it at {url}", "Read it at https://harbour-post.com/boats?id=3", Lang::EN, true),
        ("about {site}", "About Harbour Post", Lang::EN, true),
        ("about {site}", "About the harbour", Lang::EN, false),
        ("about {site}", "About Harbour-Post", Lang::EN, true),
        ("about {site}", "About www.harbour-post.com", Lang::EN, true),
        ("e-mail: {email}", "E-mail: “desk@harbour-post.com”", Lang::EN, true),
        ("{url}", "(HTTPS://harbour-post.com:8080/boats);", Lang::EN, true),
        ("{network}", "Facebook 📘 Twitter®", Lang::EN, true),
        ("{number}", "10:20", Lang::EN, false),
        ("{number}", "1,204", Lang::EN, true),
        ("by {name}", "By Ruth sees the Pier", Lang::EN, false),
        ("by {name}", "By Ruth de la Okafor", Lang::EN, false),
        ("{path}", "https://harbour-post.com/news/port/boats", Lang::EN, false),
        ("{path}", "Deaths/injuries in rail/road/boat crash", Lang::EN, false),
        ("{path}", "Club / Handball / League", Lang::EN, true),
        ("{time}", "10:20", Lang::EN, true),
        ("{time}", "2 hours ago", Lang::EN, true),
        ("{time}", "1020", Lang::EN, false),
        ("{path}", "Home > News > Port of call", Lang::EN, true),
        ("{path}", "بوابة الميناء » أخبار » القوارب", Lang::AR, true),
        ("{path}", "Home > News", Lang::EN, false),
        ("{path}", "3/5/2025", Lang::EN, false),
        ("{path}", "one > two > three and four and five and six", Lang::EN, false),
        ("how much is {sum}", "How much is 3 × 5?", Lang::EN, true),
        ("{sum}", "۳ + ۵ =", Lang::FA, true),
        ("{sum}", "3 boats + 5", Lang::EN, false),
        ("{sum}", "5 - 3", Lang::EN, false),
        ("{sum}", "5 - 3 =", Lang::EN, true),
        ("updated {date} {time?}", "Updated 3 May 2025", Lang::EN, true),
        ("updated {time?}", "updated", Lang::EN, true),
    ];
    for (phrase, line, lang, want) in cases {
        assert_eq!(fits(phrase, line, lang), want, "{phrase} | {line}");
    }
}

#[test]
fn what_a_slot_holds_is_told_as_it_is_spelled() {
    let value = |phrase: &str, line: &str| {
        let lang_tables = super::super::vocabulary::Vocabulary::build(true, &[]);
        value(&[Phrase::read(phrase, true).unwrap()], line, &lang_tables.lang_tables(Lang::EN), None).map(str::to_owned)
    };
    assert_eq!(value("by {name}", "By: Ruth Okafor").as_deref(), Some("Ruth Okafor"));
    assert_eq!(value("by {name} {date?}", "By Ruth Okafor, 3 May 2025").as_deref(), Some("Ruth Okafor"));
    assert_eq!(value("updated {date} {time?}", "Updated 3 May 2025, 10:20").as_deref(), Some("3 May 2025, 10:20"));
    assert_eq!(value("freshened {name?}", "Freshened").as_deref(), Some(""));
    assert_eq!(value("updated {date}", "Updated — 3 May 2025").as_deref(), Some("3 May 2025"));
    assert_eq!(value("{number} {comment}", "• 1,204 comments").as_deref(), Some("1,204"));
}

#[test]
fn a_line_is_covered_when_each_word_is() {
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned().into()).collect::<Vec<Text>>();
    let covers = |classes: &[&str], needs: &[&str], line: &str, lang: Lang| {
        let (cover, mut fits) = (Cover::new(&names(classes), &names(needs)), false);
        with_line(line, lang, |line| fits = cover.fits(line));
        fits
    };
    assert!(covers(&["network", "share"], &["network"], "Facebook | WhatsApp | Copy link", Lang::EN));
    assert!(!covers(&["network", "share"], &["network"], "Share, print", Lang::EN));
    assert!(!covers(&["network", "share"], &["network"], "Facebook fined", Lang::EN));
    assert!(covers(&["network", "share"], &["network", "share"], "واتساب تيليغرام نسخ الرابط طباعة", Lang::AR));
    assert!(covers(&["month", "number"], &["month"], "May 2025", Lang::EN));
    assert!(!covers(&["month"], &["month"], "May 2025", Lang::EN));
}

#[test]
fn bad_phrases_are_told() {
    let why = |phrase: &str| Phrase::read(phrase, false).unwrap_err();
    assert_eq!(why("by {nmae}"), PhraseError::Unknown("nmae".into()));
    assert_eq!(why("by {name"), PhraseError::Unclosed("by {name".into()));
    assert_eq!(why("by name}"), PhraseError::Unclosed("by name}".into()));
    assert_eq!(why("{date?} {time?}"), PhraseError::Empty("{date?} {time?}".into()));
}

#[test]
fn slots_are_sorted_and_no_class_hides_one() {
    assert!(SLOTS.is_sorted());
    assert!(SLOTS.iter().all(|slot| Part::of(slot).is_some()));
}
