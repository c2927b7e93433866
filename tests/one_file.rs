//! `-o NAME.jsonl` is a file, the report outlives a reader that goes away, and what is left out of pages is accounted for.

use crate::common::{Crawl, lines, path, sarand, tree};
use serde_json::{Value, json};
use std::{
    fs,
    io::Read,
    process::{Command, Stdio},
};

const PAGE: &[u8] = b"<title>Ferry</title><nav><ul><li><a href=/>Home</a><li><a href=/n>News</a><li><a href=/s>Sport</a></ul></nav>\
    <article><h1>Ferry</h1><p>The ferry to the island stopped at noon, since the wind had turned and the pier stood under water.\
    <p>It is to sail again on Friday, the company said, if the harbour master lets it and the planks are mended by then.\
    </article><footer><p>All rights reserved by the harbour paper, 2024.</footer>";

fn crawl() -> Crawl {
    Crawl::new(&[
        ("a.txt", b"The ferry left at noon."),
        ("b.html", PAGE),
        ("c.jsonl", b"{\"id\": 1, \"text\": \"x\"}\n{}\n"),
    ])
}

fn documents(bytes: &[u8]) -> Vec<Value> {
    lines(std::str::from_utf8(bytes).unwrap())
}

#[test]
fn a_name_of_a_file_is_a_file_of_the_same_documents() {
    let crawl = crawl();
    assert_eq!(crawl.clean(&[]).code, 1);
    let want = crawl.lines("documents.jsonl");
    for name in ["one.jsonl", "one.ndjson", "one.jsonl.gz", "one.jsonl.zst"] {
        let run = crawl.clean_to(name, &[]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{name}");
        let mut bytes = Vec::new();
        let file = fs::File::open(crawl.out(name)).unwrap();
        match name.rsplit('.').next().unwrap() {
            "gz" => flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes).unwrap(),
            "zst" => zstd::Decoder::new(file).unwrap().read_to_end(&mut bytes).unwrap(),
            _ => { file }.read_to_end(&mut bytes).unwrap(),
        };
        assert_eq!(documents(&bytes), want, "{name}");
        assert!(!crawl.out(&format!("{name}.tmp")).exists());
    }
}

#[test]
fn a_file_that_is_there_stays_unless_restarted() {
    let crawl = crawl();
    fs::write(crawl.out("one.jsonl"), "mine").unwrap();
    let run = crawl.clean_to("one.jsonl", &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("one.jsonl exists") && run.stderr.contains("--restart"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(crawl.out("one.jsonl")).unwrap(), "mine");
    assert_eq!(crawl.clean_to("one.jsonl", &["--restart"]).code, 1);
    assert_eq!(documents(&fs::read(crawl.out("one.jsonl")).unwrap()).len(), 3);
}

#[test]
fn names_of_other_kinds_of_files_are_refused_and_folders_may_be_called_anything() {
    let crawl = crawl();
    for name in ["one.json", "one.txt", "one.csv", "one.jsonl.xz", "one.gz"] {
        let run = crawl.clean_to(name, &[]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.stderr.contains(name) && run.stderr.contains(".jsonl"), "{}", run.stderr);
        assert!(!crawl.out(name).exists(), "{name}");
    }
    let inside = crawl.clean_to("crawl/one.jsonl", &[]);
    assert!(inside.code == 2 && inside.stderr.contains("lies inside"), "{}", inside.stderr);
    for name in ["crawl-2025.11", "news.example.org", "one.jsonl/"] {
        assert_eq!(crawl.clean_to(name, &[]).code, 1, "{name}");
        assert!(crawl.out(name).join("documents.jsonl").is_file(), "{name}");
    }
}

#[test]
fn options_of_a_folder_are_refused_for_a_file() {
    let crawl = crawl();
    for more in [&["--compress", "zst"][..], &["--update"], &["--format", "parquet"]] {
        assert_eq!(crawl.clean_to("one.jsonl", more).code, 2, "{more:?}");
    }
    // Nothing half-written is left when a run fails.
    assert_eq!(crawl.clean_to("one.jsonl", &["--max-bad", "0"]).code, 5);
    assert!(!crawl.out("one.jsonl").exists() && !crawl.out("one.jsonl.tmp").exists());
}

#[test]
fn text_files_can_be_left_out() {
    let crawl = crawl();
    assert_eq!(crawl.clean(&["--no-text-files"]).code, 1);
    assert!(!crawl.out("out/text").exists() && !crawl.out("out/text.sha256").exists());
    assert_eq!(crawl.lines("documents.jsonl").len(), 3);
    let verified = sarand(&["clean", "-o", path(&crawl.out("out")), "--verify"]);
    assert_eq!(verified.stdout, "1 part and 0 texts are as they were written\n");
}

/// Runs `clean` with a report and stops reading after `bytes` of its output.
fn read_some(crawl: &Crawl, input: &str, bytes: usize) -> Value {
    let (input, report) = (crawl.input(input), crawl.out("report.json"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(["clean", path(&input), "-o", "-", "-q", "--report", path(&report)])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut some = vec![0; bytes];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut some).unwrap();
    drop(stdout);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    serde_json::from_slice(&fs::read(report).unwrap()).unwrap()
}

#[test]
fn the_report_is_written_when_the_reader_goes_away() {
    let line = |n| {
        format!("{{\"id\": {n}, \"text\": \"On day {n} the ferry left at noon and came back at dusk, as ever.\"}}\n")
    };
    let records: String = (0..60_000).map(line).collect();
    let crawl = Crawl::new(&[("many.jsonl", records.as_bytes()), ("few.jsonl", line(1).as_bytes())]);
    for bytes in [0, 100] {
        let report = read_some(&crawl, "many.jsonl", bytes);
        assert_eq!(report["unfinished"], json!(true));
        let read = report["records"]["in"].as_u64().unwrap();
        assert!(read > 0 && read < 60_000 && report["records"]["out"] == json!(read), "{read}");
    }
    let whole = sarand(&["clean", path(&crawl.input("few.jsonl")), "-o", "-", "--report", path(&crawl.out("r.json"))]);
    assert_eq!(whole.code, 0);
    let report: Value = serde_json::from_slice(&fs::read(crawl.out("r.json")).unwrap()).unwrap();
    assert!(report.get("unfinished").is_none());
}

#[test]
fn what_extraction_left_out_is_counted_and_kept_on_demand() {
    let crawl = Crawl::new(&[("b.html", PAGE)]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let left = crawl.report()["left_out"].clone();
    assert_eq!(left["nav"], json!({"documents": 1, "lines": 3, "bytes": 13}), "{left}");
    assert_eq!(left["footer"]["lines"], json!(1), "{left}");
    assert!(!crawl.read("removed.jsonl").contains("left_out"));
    let plain = crawl.read("documents.jsonl");
    assert_eq!(crawl.clean(&["--keep-extracted", "--restart"]).code, 0);
    assert_eq!(crawl.read("documents.jsonl"), plain);
    let removed = crawl.lines("removed.jsonl");
    let kept = removed[0]["left_out"].as_array().unwrap();
    assert_eq!(kept[0], json!({"at": 0, "text": "Home", "reason": "nav", "element": "ul > li > a"}));
    let elements = removed[0]["elements"].as_array().unwrap();
    assert_eq!(elements[0]["at"], json!(0));
    assert!(elements.iter().all(|line| line["chance"].as_f64().unwrap() > 0.5), "{elements:?}");
    let total: u64 = left.as_object().unwrap().values().map(|tally| tally["lines"].as_u64().unwrap()).sum();
    assert_eq!(kept.len() as u64, total);
    // Behind all of the text.
    let text = crawl.lines("documents.jsonl")[0]["text"].as_str().unwrap().len() as u64;
    assert!(kept.last().unwrap()["at"].as_u64().unwrap() >= text, "{kept:?}");
}

#[test]
fn rules_and_repairs_are_lists() {
    let crawl = Crawl::new(&[("a.txt", b"The ferry left  at noon.\n\n[ad_1]\n")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let metadata = &crawl.lines("documents.jsonl")[0]["metadata"];
    assert!(metadata["rules"].as_array().unwrap().iter().all(|rule| rule["count"].as_u64() > Some(0)), "{metadata}");
    assert!(metadata["repairs"].as_array().is_none_or(|repairs| repairs.iter().all(|repair| repair["id"].is_string())));
}

#[test]
fn an_output_that_was_changed_is_told_by_the_same_command() {
    let crawl = crawl();
    assert_eq!(crawl.clean(&[]).code, 1);
    let out = crawl.out("out");
    let whole = fs::read(out.join("documents.jsonl")).unwrap();
    fs::write(out.join("documents.jsonl"), &whole[..whole.len() - 9]).unwrap();
    let before = tree(&out);
    let run = crawl.clean(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("documents.jsonl has") && run.stderr.contains("--restart"), "{}", run.stderr);
    assert_eq!(tree(&out), before);
    fs::write(out.join("documents.jsonl"), &whole).unwrap();
    fs::remove_file(out.join("text/a.txt")).unwrap();
    assert!(crawl.clean(&[]).stderr.contains("\"text/a.txt\" is missing"));
}
