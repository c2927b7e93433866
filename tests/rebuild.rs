//! The proof that nothing is lost: from `documents.jsonl` and `removed.jsonl` alone every original is put back.
#![allow(clippy::print_stdout)]

use crate::common::{Crawl, lines, path, sarand};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// The original of each document, by the JSON of its id: clean text with every change undone.
fn rebuilt(out: &Path) -> BTreeMap<String, String> {
    let read = |name: &str| lines(&fs::read_to_string(out.join(name)).unwrap());
    let mut texts: BTreeMap<String, String> = read("documents.jsonl")
        .into_iter()
        .map(|document| (document["id"].to_string(), document["text"].as_str().unwrap().to_owned()))
        .collect();
    for account in read("removed.jsonl") {
        // Start and end in the original, what stood there, and what stands there now.
        let mut changes: Vec<(usize, usize, String, String)> = Vec::new();
        let number = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let string = |value: &Value| value.as_str().unwrap().to_owned();
        for removal in account["removals"].as_array().unwrap() {
            changes.push((number(&removal["start"]), number(&removal["end"]), string(&removal["text"]), String::new()));
        }
        for edit in account["edits"].as_array().unwrap() {
            changes.push((number(&edit["start"]), number(&edit["end"]), string(&edit["was"]), string(&edit["with"])));
        }
        changes.sort();
        // A dropped document has an account and no text.
        let text = texts.entry(account["id"].to_string()).or_default();
        let (mut original, mut at) = (String::new(), 0);
        for (start, end, was, with) in changes {
            let until = at + start - original.len();
            original.push_str(&text[at..until]);
            original.push_str(&was);
            assert_eq!(original.len(), end, "{}", account["id"]);
            assert!(text[until..].starts_with(&with), "{}", account["id"]);
            at = until + with.len();
        }
        original.push_str(&text[at..]);
        *text = original;
    }
    texts
}

/// Cleans `folder` at a level and checks every text file and record; returns how many documents were changed.
fn check(folder: &Path, level: &str) -> usize {
    let crawl = Crawl::new(&[]);
    let (out, plain) = (crawl.out("out"), crawl.out("plain"));
    let run = sarand(&["clean", path(folder), "-o", path(&out), "--level", level, "-q"]);
    assert!(run.code < 2, "{}", run.stderr);
    // Of HTML, the original is the text that was taken out of it, before rules and repairs.
    let bare = ["clean", path(folder), "-o", path(&plain), "--no-builtin-rules", "--no-repair", "--keep-empty", "-q"];
    assert!(sarand(&bare).code < 2);
    let rebuilt = rebuilt(&out);
    let originals = lines(&fs::read_to_string(plain.join("documents.jsonl")).unwrap());
    let mut seen = 0;
    for document in originals {
        let id = document["id"].to_string();
        let original = document["text"].as_str().unwrap();
        let html = original.is_empty() || id.contains(".html");
        assert!(html || rebuilt.get(&id).is_some_and(|text| text == original), "{id}");
        if let Some(name) = document["id"].as_str().filter(|name| name.ends_with(".txt")) {
            let bytes = fs::read(folder.join(name)).unwrap();
            let text = std::str::from_utf8(&bytes).unwrap().trim_start_matches('\u{feff}');
            assert!(rebuilt[&id] == text, "{id}: not the file");
        }
        seen += 1;
    }
    assert!(seen > 0);
    fs::read_to_string(out.join("removed.jsonl")).unwrap().lines().count()
}

fn fixtures(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

#[test]
fn every_page_is_put_back() {
    for level in ["safe", "likely", "bold"] {
        assert!(check(&fixtures("pages"), level) >= 10, "{level}");
    }
}

#[test]
fn every_hostile_document_is_put_back() {
    for level in ["safe", "likely", "bold"] {
        check(&fixtures("hostile"), level);
    }
}

#[test]
fn every_seed_is_put_back() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !shared.is_dir() {
        println!("skipped: no ../shared");
        return;
    }
    let crawl = Crawl::new(&[]);
    for entry in fs::read_dir(&shared).unwrap().map(Result::unwrap) {
        if entry.path().extension().is_some_and(|ext| ext == "txt") {
            fs::copy(entry.path(), crawl.input("").join(entry.file_name())).unwrap();
        }
    }
    for level in ["safe", "likely", "bold"] {
        assert_eq!(check(&crawl.input(""), level), 5, "{level}");
    }
}

#[test]
fn a_dropped_document_is_put_back_from_its_account() {
    let crawl = Crawl::new(&[("a.txt", "[ad_1]\n\n[ad_2]\r\n".as_bytes()), ("b.txt", b"A word stays.\n")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let back = rebuilt(&crawl.out("out"));
    assert_eq!(back.get("\"b.txt\"").map(String::as_str), Some("A word stays.\n"));
    assert_eq!(back.get("\"a.txt\"").map(String::as_str), Some("[ad_1]\n\n[ad_2]\r\n"));
}
