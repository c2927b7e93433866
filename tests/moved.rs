//! Files that move or go while somebody looks at a run: pages find them, or say what happened.

use crate::common::{
    Crawl, path, sarand,
    workbench::{Reply, Server},
};
use sarand::inspect::{Options, Output, Query, Where};
use std::{
    fs,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

const BUDGET: Duration = Duration::from_secs(60);

fn records(count: usize) -> String {
    let text = "The ferry left at noon, and the pier was closed until the evening. ".repeat(40);
    let record = |n: usize| {
        let text = format!("Home > News\n{text}\nTell a friend\nBoat {n} came in.");
        format!("{}\n", serde_json::json!({"id": n, "url": "http://a.example/", "text": text}))
    };
    (0..count).map(record).collect()
}

#[test]
fn texts_and_lines_are_found_where_a_run_that_ended_meanwhile_put_them() {
    let crawl = Crawl::new(&[("a.jsonl", records(1200).as_bytes())]);
    let (input, out) = (crawl.input(""), crawl.out("out"));
    let args = ["clean", path(&input), "-o", path(&out), "-q", "--jobs", "1", "--part-size", "1M"];
    let killed = Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(args)
        .env("SARAND_CRASH_AT", "after-manifest:1")
        .output()
        .unwrap();
    assert_eq!(killed.status.code(), None);
    let opened = || {
        let output = Output::open(&out, Options::default()).unwrap();
        while output.index_more(BUDGET).unwrap() {}
        output
    };
    let (searched, counted) = (opened(), opened());
    let read = searched.index().documents();
    assert!(read > 100, "{read}");
    assert_eq!(sarand(&args).code, 0);
    let all = searched.index().select(&Query::default());
    let found = searched.search(&all, "ferry left", Where::Kept, 0, BUDGET).unwrap();
    assert_eq!((found.hits.len(), found.next), (read as usize, None));
    let same = counted.same_line(&all, "Boat 5 came in.", None, BUDGET).unwrap();
    assert_eq!((same.documents, same.looked_at), (1, u64::from(read)));
}

#[test]
fn texts_of_another_run_are_no_answer() {
    let crawl = Crawl::new(&[("a.jsonl", records(1200).as_bytes())]);
    let out = crawl.out("out");
    assert_eq!(crawl.clean(&["--part-size", "1M"]).code, 0);
    let output = Output::open(&out, Options::default()).unwrap();
    while output.index_more(BUDGET).unwrap() {}
    let all = output.index().select(&Query::default());
    fs::write(crawl.input("a.jsonl"), records(2)).unwrap();
    assert_eq!(crawl.clean(&["--restart"]).code, 0);
    let error = output.search(&all, "ferry", Where::Kept, 0, BUDGET).unwrap_err();
    assert!(error.to_string().contains("another run"), "{error}");
}

#[test]
fn a_document_of_a_run_that_was_replaced_is_not_there() {
    let crawl = Crawl::new(&[("a.jsonl", records(9).as_bytes())]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let server = Server::start(&crawl.out("out"), 9, &[]);
    assert_eq!(server.get("correct?n=8&line=2").status, 200);
    fs::write(crawl.input("a.jsonl"), records(1)).unwrap();
    assert_eq!(crawl.clean(&["--restart"]).code, 0);
    let begun = Instant::now();
    // The workbench sees the other run within a second.
    while begun.elapsed() < Duration::from_secs(3) {
        for page in ["document?n=8", "correct?n=8&line=2&says=chrome&class=share", "documents?text=ferry&in=kept"] {
            let Reply { status, body, .. } = server.get(page);
            assert!([200, 404].contains(&status), "{page}: {status} {body}");
        }
    }
    let Reply { status, body, .. } = server.get("correct?n=8&line=2");
    assert!(status == 404 && body.contains("There is no document 8 in this run."), "{status} {body}");
}

#[test]
fn a_folder_that_is_gone_is_told_of_on_every_page_about_it() {
    let crawl = Crawl::new(&[("a.jsonl", records(3).as_bytes())]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.clean_to("old", &[]).code, 0);
    let (out, old, away) = (crawl.out("out"), crawl.out("old"), crawl.out("away"));
    let corrections = crawl.out("corrections");
    let server = Server::start(&out, 3, &["--against", path(&old), "--corrections", path(&corrections)]);
    let all = ["", "documents", "document?n=0", "values?facet=rule", "compare", "correct?n=0&line=1"];
    let is_told = |folder: &Path| {
        fs::rename(folder, &away).unwrap();
        let told = format!("The folder {} is no longer there. Put it back", path(folder));
        for page in all {
            let Reply { status, body, .. } = server.get(page);
            assert!(status == 404 && body.contains(&told), "{page}: {status} {body}");
        }
        assert_eq!(server.get("corrections").status, 200);
        fs::rename(&away, folder).unwrap();
        server.wait("documents", "3 documents");
    };
    is_told(&out);
    is_told(&old);
}
