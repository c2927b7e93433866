use super::selftest;
use crate::{
    clean::{Options, clean},
    document::Document,
    rules::{Catalog, RuleSet, RuleSources, Selection},
};

#[test]
fn a_rule_with_slots_removes_its_line_and_saves_its_value() {
    let source = r#"
        [[rule]]
        id = "mine.updated"
        kind = "line"
        level = "safe"
        class = "metadata"
        summary = "when the page was changed"
        exact = ["24 hours {network}", "freshened: {date}"]
        save = "modified"
        hit = ["Freshened: 3 May 2025"]
        miss = ["Freshened: the paint of the pier"]

        [[rule]]
        id = "mine.row"
        kind = "line"
        level = "safe"
        class = "share"
        summary = "a row of buttons"
        cover = ["network", "share"]
        needs = ["network", "share"]
        hit = ["Copy link Facebook"]
        miss = ["Facebook"]

        [[words]]
        network = ["Harbournet"]
    "#;
    let mut catalog = Catalog::parse([("mine.toml", source)]).unwrap();
    catalog.builtin_words = Catalog::load(&RuleSources::default()).unwrap().builtin_words;
    let run = selftest::run(&catalog, &Selection::default());
    assert!(run.failures.is_empty(), "{:?}", run.failures);
    let rules = RuleSet::compile(&catalog, &Selection::default());
    let text = "The pier is shut.\n(Freshened: 3 May 2025)\nHarbournet, copy link\n* 24 hours Harbournet\n";
    let cleaned = clean(&Document::from_text(text), &rules, &Options::default());
    assert_eq!(cleaned.text, "The pier is shut.\n");
    assert_eq!(cleaned.found.get("modified").and_then(|value| value.as_str()), Some("2025-05-03"));
}

#[test]
fn examples_are_counted_as_they_are_written_and_trials_as_they_are_made() {
    let source = r#"
        [[rule]]
        id = "my.print"
        kind = "line"
        level = "safe"
        class = "share"
        summary = "a print button"
        exact = ["Print this page"]
        hit = ["Print this page"]
        miss = ["Print this page twice and sign both copies."]
    "#;
    let run = selftest::run(&Catalog::parse([("mine.toml", source)]).unwrap(), &Selection::default());
    // The hit by itself and inside a paragraph, the miss above and below a text.
    assert_eq!((run.examples, run.trials, run.failures), (2, 4, Vec::new()));
}

#[test]
fn the_manual_of_rules_names_every_code_of_the_linter() {
    let manual = include_str!("../../rules/README.md");
    for (code, _) in super::lint::CODES {
        assert!(manual.contains(&format!("\n| `{code}` |")), "rules/README.md does not tell of {code}");
    }
    assert!(super::lint::CODES.is_sorted());
}
