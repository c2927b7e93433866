//! What a run quarantined is an input like any other: cleaned again, it gives what the run would have given.

use crate::common::{
    self, Crawl,
    archives::{tar, warc, zip},
    gzip, lines, path, sarand,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fs};

#[test]
fn quarantined_records_are_read_back_as_they_stood() {
    let good = b"{\"id\": 1, \"text\": \"x\"}\n";
    let bad =
        b"{\"body\": \"The second record.\"}\n{\"text\": 7}\nnot json \xff\n{\"id\": 9, \"body\": \"The fifth.\"}\n";
    let all = [&good[..], bad].concat();
    let page = gzip("صفحه‌ای که تمام نشد. ".repeat(5000).as_bytes());
    let crawl = Crawl::new(&[("in/a.jsonl", &all), ("in/page.txt.gz", &page[..page.len() - 20])]);
    assert_eq!(crawl.clean_to("first", &[]).code, 1);
    let kept = crawl.out("first").join("quarantine.jsonl");
    assert_eq!(fs::read_to_string(&kept).unwrap().lines().count(), 5);

    // Nothing was mended: the same records again, from the same places.
    let again = crawl.out("again");
    assert_eq!(sarand(&["clean", path(&kept), "-o", path(&again), "-q"]).code, 1);
    let quarantine = fs::read_to_string(again.join("quarantine.jsonl")).unwrap();
    let first = fs::read_to_string(&kept).unwrap();
    let of_lines = |text: &str| lines(text).into_iter().filter(|line| line["file"] == "in/a.jsonl").collect::<Vec<_>>();
    assert_eq!(of_lines(&quarantine), of_lines(&first));
    // What there is of the broken page is a document now.
    let documents = lines(&fs::read_to_string(again.join("documents.jsonl")).unwrap());
    assert_eq!(documents.iter().map(|document| &document["id"]).collect::<Vec<_>>(), ["in/page.txt.gz"]);

    // Mended by an option: as if the first run had had it.
    let (mended, whole) = (crawl.out("mended"), crawl.out("whole"));
    assert_eq!(sarand(&["clean", path(&kept), "-o", path(&mended), "-q", "--text-field", "body"]).code, 1);
    assert_eq!(crawl.clean_to("whole", &["--text-field", "body"]).code, 1);
    let of = |folder: &std::path::Path| lines(&fs::read_to_string(folder.join("documents.jsonl")).unwrap());
    let ids = |documents: &[Value]| documents.iter().map(|document| document["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&of(&mended)), [json!("in/a.jsonl#2"), json!(9), json!("in/page.txt.gz")]);
    assert_eq!(of(&mended)[..2], of(&whole)[..2]);
}

/// Some KiB of text that says whose it is.
fn long(name: &str) -> Vec<u8> {
    format!("The ferry called {name} left the harbour late, and nobody on the quay knew why.\n").repeat(60).into_bytes()
}

/// The documents of a run by their ids.
fn documents(crawl: &Crawl, out: &str) -> BTreeMap<String, Value> {
    let documents = lines(&fs::read_to_string(crawl.out(out).join("documents.jsonl")).unwrap());
    documents.into_iter().map(|document| (document["id"].as_str().unwrap().to_owned(), document)).collect()
}

fn again(crawl: &Crawl, first: &str, out: &str) -> i32 {
    let (kept, to) = (crawl.out(first).join("quarantine.jsonl"), crawl.out(out));
    sarand(&["clean", path(&kept), "-o", path(&to), "-q"]).code
}

#[test]
fn what_was_too_long_is_whole_with_a_larger_limit() {
    let (packed, plain) = (gzip(&long("packed")), long("plain"));
    let entries: &[(&str, &[u8])] =
        &[("a/plain.txt", &plain), ("small.txt", b"A small page."), ("packed.txt.gz", &packed)];
    let record = |name: &str| warc("resource", &format!("http://h.example/{name}"), "text/plain", &long(name));
    let crawl = Crawl::new(&[
        ("page.txt", &long("page")),
        ("a.tar", &tar(entries)),
        ("b.zip", &zip(entries)),
        ("c.warc", &[record("one"), record("two")].concat()),
        ("d.warc.gz", &[gzip(&record("three")), gzip(&record("four"))].concat()),
    ]);
    assert_eq!(crawl.clean_to("whole", &[]).code, 0);
    assert_eq!(crawl.clean_to("short", &["--max-record", "2K"]).code, 1);
    assert_eq!(again(&crawl, "short", "again"), 0);
    let (whole, short, again) = (documents(&crawl, "whole"), documents(&crawl, "short"), documents(&crawl, "again"));
    assert_eq!(short.keys().collect::<Vec<_>>(), ["a.tar/small.txt", "b.zip/small.txt"]);
    assert_eq!((whole.len(), again.len()), (11, 9));
    for (id, document) in again {
        assert_eq!(document, whole[&id], "{id}");
    }
}

#[test]
fn damaged_files_of_an_archive_give_what_there_is_of_them() {
    let mut file = zip(&[("good.txt", b"A good page."), ("bad.txt", &long("bad"))]);
    // A bit of its checksum, in its head and in the directory.
    for (mark, at) in [(b"PK\x03\x04", 14), (b"PK\x01\x02", 16)] {
        let bad = memchr::memmem::rfind(&file, mark).unwrap();
        file[bad + at] ^= 1;
    }
    let whole = tar(&[("good.txt", b"A good page."), ("bad.txt", &long("bad"))]);
    let crawl = Crawl::new(&[("a.zip", &file), ("b.tar", &whole[..whole.len() - 2000])]);
    assert_eq!(crawl.clean_to("first", &[]).code, 1);
    assert_eq!(again(&crawl, "first", "again"), 0);
    let again = documents(&crawl, "again");
    assert_eq!(again.keys().collect::<Vec<_>>(), ["a.zip/bad.txt", "b.tar/bad.txt"]);
    for (id, document) in again {
        assert!(document["text"].as_str().unwrap().starts_with("The ferry called bad left"), "{id}");
        assert_eq!(document["metadata"]["flags"], json!(["truncated"]), "{id}");
    }
}

#[test]
fn what_cannot_be_done_again_stays_in_quarantine() {
    let mut secret = zip(&[("secret.txt", b"first")]);
    let (local, central) = (0, memchr::memmem::rfind(&secret, b"PK\x01\x02").unwrap());
    secret[local + 6] |= 1;
    secret[central + 8] |= 1;
    let cut = zip(&[("a.txt", b"A page in an archive without its directory.")]);
    let crawl = Crawl::new(&[("a.zip", &secret), ("b.zip", &cut[..cut.len() - 30])]);
    assert_eq!(crawl.clean_to("first", &[]).code, 1);
    assert_eq!(again(&crawl, "first", "again"), 1);
    let kept = |out: &str| lines(&fs::read_to_string(crawl.out(out).join("quarantine.jsonl")).unwrap());
    let (first, again) = (kept("first"), kept("again"));
    assert_eq!(again.len(), 2);
    for (first, again) in first.iter().zip(&again) {
        assert!(!first["raw"].as_str().unwrap().is_empty());
        assert_eq!((&first["file"], &first["raw"]), (&again["file"], &again["raw"]));
    }
}

#[test]
fn records_of_a_stream_without_a_name_are_known_by_what_they_are() {
    let crawl = Crawl::new(&[]);
    for (name, stdin, id) in [
        ("warc", warc("resource", "http://h.example/", "text/plain", &long("one")), "urn:x:http://h.example/"),
        ("tar", tar(&[("a/one.txt", &long("one"))]), "stdin/a/one.txt"),
    ] {
        let (first, second) = (crawl.out(name), format!("{name}-again"));
        let run = common::sarand_with(&["clean", "-", "-o", path(&first), "-q", "--max-record", "2K"], &stdin);
        assert_eq!(run.code, 1, "{}", run.stderr);
        assert_eq!(again(&crawl, name, &second), 0, "{name}");
        assert_eq!(documents(&crawl, &second).keys().collect::<Vec<_>>(), [id]);
    }
}
