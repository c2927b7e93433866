//! What verbs say and how they end: known rules, names that do not exist, documents that are dropped.

use crate::common::{Crawl, lines, path, sarand, sarand_with};
use serde_json::json;
use std::{fs, net::TcpListener};

/// Pages of which every line repeats, so that rules for them would leave nothing.
fn weather() -> Crawl {
    let page = |n: usize| {
        format!("Weather in town {n}\nWind: {n}{n}\nTemperature: 1{n}\nHumidity: 4{n}\nShare this forecast\n")
            .into_bytes()
    };
    let pages: Vec<(String, Vec<u8>)> = (0..10).map(|n| (format!("{n}.txt"), page(n))).collect();
    let pages: Vec<(&str, &[u8])> = pages.iter().map(|(name, page)| (name.as_str(), page.as_slice())).collect();
    Crawl::new(&pages)
}

#[test]
fn known_rules_are_known_also_where_the_budget_keeps_the_page() {
    let crawl = weather();
    let (input, file) = (crawl.input(""), crawl.out("w.toml"));
    let first = sarand(&["learn", path(&input), "-o", path(&file)]);
    assert!(first.stderr.contains("5 rules proposed"), "{}", first.stderr);
    for answers in ["", "1 2 3\n"] {
        if !answers.is_empty() {
            let reviewed = sarand_with(&["rules", "review", path(&file)], answers.as_bytes());
            assert!(reviewed.stdout.contains("2 accepted, 3 rejected, 0 still proposed"), "{}", reviewed.stdout);
        }
        let again = sarand(&["learn", path(&input), "-o", "-", "--against", path(&file)]);
        assert!(again.stderr.contains("0 rules proposed"), "{answers:?}: {}", again.stderr);
        assert!(!again.stdout.contains("[[rule]]"), "{answers:?}: {}", again.stdout);
        let told = "5 removed by known rules (the built-in rules, or those of --against)";
        assert!(again.stderr.contains(told), "{}", again.stderr);
    }
}

#[test]
fn a_name_that_does_not_exist_ends_every_verb_with_2() {
    let crawl = weather();
    assert_eq!(crawl.clean(&[]).code, 0);
    let (input, out, none) = (crawl.input(""), crawl.out("out"), crawl.out("nothere.toml"));
    let (input, out, none, made) = (path(&input), path(&out), path(&none), crawl.out("made"));
    let made = path(&made);
    for args in [
        &["clean", none, "-o", made][..],
        &["clean", input, "-o", made, "--survey", none],
        &["clean", input, "-o", made, "--lexicon", none],
        &["decode", none],
        &["eval", none],
        &["explain", none],
        &["fit", none, "-o", made],
        &["learn", none, "-o", made],
        &["learn", input, "-o", made, "--against", none],
        &["repair", none],
        &["report", none],
        &["rules", "review", none],
        &["rules", "test", "--clean", none],
        &["rules", "test", "--clean", input, "--except", none],
        &["rules", "test", "--rules", none],
        &["survey", none, "-o", made],
        &["view", none],
        &["view", out, "--against", none],
        &["view", out, "--review", none],
    ] {
        let run = sarand(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("nothere.toml"), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn a_port_in_use_ends_view_with_2_and_a_way_out() {
    let crawl = weather();
    assert_eq!(crawl.clean(&[]).code, 0);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let run = sarand(&["view", path(&crawl.out("out")), "--port", &port]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("try: --port 0"), "{}", run.stderr);
}

#[test]
fn explain_writes_ids_as_documents_have_them() {
    let records = "{\"id\": 7, \"text\": \"[ad_1]\\nFog.\"}\n{\"id\": \"7\", \"text\": \"[ad_1]\\nFog.\"}\n{\"text\": \"[ad_1]\\nFog.\"}\n";
    let crawl = Crawl::new(&[("a.jsonl", records.as_bytes())]);
    let file = crawl.input("a.jsonl");
    for more in [&[][..], &["--folded"]] {
        let explained = sarand(&[&["explain", path(&file), "--json"], more].concat());
        let mut ids: Vec<_> = lines(&explained.stdout).iter().map(|row| row["id"].clone()).collect();
        ids.dedup();
        assert_eq!(ids, [json!(7), json!("7"), json!("a.jsonl#3")], "{}", explained.stdout);
    }
}

#[test]
fn explain_says_when_a_document_is_dropped() {
    let crawl = Crawl::new(&[("empty.txt", b""), ("blank.txt", b" \n\n"), ("fog.txt", b"Fog came in.\n")]);
    for (name, is_dropped) in [("empty.txt", true), ("blank.txt", true), ("fog.txt", false)] {
        let file = crawl.input(name);
        let told = sarand(&["explain", path(&file)]);
        let said = told.stdout.contains("the document is dropped: nothing is left of it");
        assert_eq!((told.code, said), (0, is_dropped), "{name}: {}", told.stdout);
        let rows = lines(&sarand(&["explain", path(&file), "--json"]).stdout);
        let row = json!({"id": name, "dropped": "any.empty"});
        assert_eq!(rows.contains(&row), is_dropped, "{name}: {rows:?}");
    }
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.report()["records"]["dropped"]["any.empty"], json!(2));
}

#[test]
fn explain_refuses_options_that_folded_lines_have_no_use_for() {
    let crawl = Crawl::new(&[("a.txt", b"Fog.")]);
    for option in ["--applied", "--all"] {
        let run = sarand(&["explain", path(&crawl.input("a.txt")), "--folded", option]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("cannot be used with"), "{}", run.stderr);
    }
}

#[test]
fn a_part_takes_a_mebibyte_at_least_as_the_help_says() {
    let record = format!("{{\"text\": \"{}\"}}\n", "Fog came in from the sea. ".repeat(400));
    let crawl = Crawl::new(&[("a.jsonl", record.repeat(300).as_bytes())]);
    assert_eq!(crawl.clean(&["--part-size", "64K"]).code, 0);
    let parts = fs::read_dir(crawl.out("out")).unwrap();
    let parts =
        parts.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("documents-")).count();
    assert!((2..=4).contains(&parts), "{parts}");
    assert!(sarand(&["clean", "--help"]).stdout.contains("about 1M is the least"));
}
