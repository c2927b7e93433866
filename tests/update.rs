//! `--update`: what is new or changed is cleaned into new parts, what is there stays, and a kill costs nothing.

use crate::common::{Crawl, Run, lines, path, sarand, tree};
use sarand::inspect::{Options, Output};
use serde_json::{Value, json};
use std::{fs, process::Command, time::Duration};

fn update(crawl: &Crawl) -> Run {
    let (input, out) = (crawl.input(""), crawl.out("out"));
    sarand(&["clean", path(&input), "-o", path(&out), "--update", "--jobs", "1"])
}

fn ids(crawl: &Crawl, part: &str) -> Vec<Value> {
    crawl.lines(part).into_iter().map(|document| document["id"].clone()).collect()
}

fn begun() -> Crawl {
    let crawl = Crawl::new(&[
        ("a.txt", b"The ferry left at noon."),
        ("b.txt", b"The pier is closed."),
        ("c.jsonl", b"{\"text\": 1}\n"),
    ]);
    assert_eq!(update(&crawl).code, 1);
    crawl
}

fn change(crawl: &Crawl) {
    fs::write(crawl.input("a.txt"), "The ferry left at one.").unwrap();
    fs::write(crawl.input("d.txt"), "A new lamp was lit.").unwrap();
    fs::write(crawl.input("e.jsonl"), "{\"id\": 7, \"text\": \"Fog.\"}\n{\"id\": 8}\n").unwrap();
    fs::remove_file(crawl.input("b.txt")).unwrap();
}

#[test]
fn new_and_changed_inputs_become_a_further_part() {
    let crawl = begun();
    let first = crawl.read("documents.jsonl");
    change(&crawl);
    let run = update(&crawl);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for told in ["2 new, 1 changed; 1 gone", "gone: \"b.txt\"", "4 in, 3 out"] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
    assert!(!crawl.out("out/documents.jsonl").exists());
    assert_eq!(crawl.read("documents-00000.jsonl"), first);
    assert_eq!(ids(&crawl, "documents-00001.jsonl"), [json!("a.txt"), json!("d.txt"), json!(7)]);
    assert_eq!(crawl.read("text/a.txt"), "The ferry left at one.");
    assert_eq!(crawl.read("text/b.txt"), "The pier is closed.");
    assert_eq!(crawl.lines("quarantine.jsonl").len(), 2);
    let report = crawl.report();
    assert_eq!(report["records"]["in"], json!(7));
    assert_eq!(report["files"]["read"], json!(4));
    let verified = sarand(&["clean", "-o", path(&crawl.out("out")), "--verify"]);
    assert_eq!((verified.code, verified.stdout.as_str()), (0, "2 parts and 3 texts are as they were written\n"));
}

#[test]
fn an_update_of_nothing_does_nothing_and_further_ones_go_on() {
    let crawl = begun();
    let before = tree(&crawl.out("out"));
    let run = update(&crawl);
    assert_eq!(run.code, 0);
    assert!(run.stderr.contains("is up to date"), "{}", run.stderr);
    assert_eq!(tree(&crawl.out("out")), before);
    change(&crawl);
    assert_eq!(update(&crawl).code, 1);
    assert!(update(&crawl).stderr.contains("up to date; nothing was done"));
    fs::write(crawl.input("f.txt"), "Snow.").unwrap();
    assert_eq!(update(&crawl).code, 0);
    assert_eq!(ids(&crawl, "documents-00002.jsonl"), [json!("f.txt")]);
    assert_eq!(lines(&crawl.read("manifest.jsonl")).len(), 6);
    // Without --update it is the run over what is there now.
    let (input, out) = (crawl.input(""), crawl.out("out"));
    let again = sarand(&["clean", path(&input), "-o", path(&out)]);
    assert!(again.stderr.contains("is finished"), "{}", again.stderr);
    fs::write(crawl.input("g.txt"), "Rain.").unwrap();
    assert_eq!(update(&crawl).code, 0);
}

#[test]
fn other_options_and_runs_without_a_list_are_refused() {
    let crawl = begun();
    change(&crawl);
    let (input, out) = (crawl.input(""), crawl.out("out"));
    let run = sarand(&["clean", path(&input), "-o", path(&out), "--update", "--level", "bold"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("--level") && !run.stderr.contains("input"), "{}", run.stderr);
    assert_eq!(crawl.clean_to("plain", &[]).code, 1);
    let run = crawl.clean_to("plain", &["--update"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--restart --update"), "{}", run.stderr);
}

#[test]
fn an_update_that_is_killed_goes_on() {
    let whole = begun();
    change(&whole);
    assert_eq!(update(&whole).code, 1);
    let steps = [
        "started",
        "before-write",
        "after-write",
        "after-sync",
        "after-rename",
        "after-manifest",
        "after-end",
        "while-joining",
        "after-join",
        "before-clear",
        "before-move",
        "while-moving",
        "while-moving:2",
        "before-success",
        "after-success",
    ];
    for step in steps {
        let crawl = begun();
        change(&crawl);
        let (input, out) = (crawl.input(""), crawl.out("out"));
        let killed = Command::new(env!("CARGO_BIN_EXE_sarand"))
            .args(["clean", path(&input), "-o", path(&out), "--update", "-q", "--jobs", "1"])
            .env("SARAND_CRASH_AT", step)
            .output()
            .unwrap();
        assert_eq!(killed.status.code(), None, "{step}");
        // What there was counts from the beginning, and nothing counts twice.
        let written = !["started", "before-write", "after-write", "after-sync", "after-rename"].contains(&step);
        let report = sarand(&["report", path(&out), "--json"]);
        let report: Value = serde_json::from_str(&report.stdout).unwrap();
        assert_eq!(report["records"]["in"], json!(if written { 7 } else { 3 }), "{step}");
        let output = Output::open(&out, Options::default()).unwrap();
        assert_eq!(json!(output.tally().unwrap().0.records.read), report["records"]["in"], "{step}");
        // The run is read to what it has written, whether or not it goes on.
        while output.index_more(Duration::from_millis(200)).unwrap() {}
        assert_eq!(output.index().documents(), if written { 5 } else { 2 }, "{step}");
        let run = update(&crawl);
        assert!(run.code == 1 || run.stderr.contains("up to date"), "{step}: {}", run.stderr);
        // The list of inputs has times.
        let files = |crawl: &Crawl| {
            let all = tree(&crawl.out("out"));
            all.into_iter().filter(|(name, _)| !name.starts_with(".sarand")).collect::<Vec<_>>()
        };
        assert_eq!(files(&crawl), files(&whole), "{step}");
    }
}
