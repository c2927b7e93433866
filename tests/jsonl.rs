//! What becomes of a JSONL record.

use crate::common::{self, Crawl, gzip, lines, path, sarand_with, tree, zstd};
use serde_json::{Value, json};
use std::fs;

fn clean_line(line: &str, more: &[&str]) -> String {
    let mut args = vec!["clean", "-", "-o", "-", "-q", "--input-format", "jsonl"];
    args.extend(more);
    let run = sarand_with(&args, line.as_bytes());
    assert_eq!(run.code, 0, "{line}: {}", run.stderr);
    run.stdout
}

/// Language detection is not what these tests are about.
const FA: &str = r#""language":"fa","#;

#[test]
fn unknown_fields_pass_through_as_they_stand() {
    let line = r#"{"z": 1e400, "language":"fa","text": "روز خوب", "é": {"b" : [1.0,  2]}, "id": 12345678901234567890123, "a\u0062": null}"#;
    let out = clean_line(line, &[]);
    assert_eq!(
        out,
        format!(
            "{{\"id\":12345678901234567890123,\"text\":\"روز خوب\",\"source\":\"stdin\",{FA}\"z\":1e400,\
             \"é\":{{\"b\" : [1.0,  2]}},\"a\\u0062\":null,\"metadata\":{{\"length\":7,\"original_length\":7}}}}\n"
        )
    );
}

#[test]
fn what_the_input_says_stays_in_its_order() {
    let line = r#"{"metadata": {"b": [ 1 ], "a": "x"}, "language": "fa-IR", "date": "2020", "author": null, "title": "T", "url": "http:\/\/A.example:80\/n", "created": 3, "source": {"k":1}, "text": "t", "id": "i"}"#;
    assert_eq!(
        clean_line(line, &[]),
        "{\"id\":\"i\",\"text\":\"t\",\"source\":{\"k\":1},\"created\":3,\"url\":\"http:\\/\\/A.example:80\\/n\",\
         \"title\":\"T\",\"author\":null,\"date\":\"2020\",\"language\":\"fa-IR\",\"metadata\":{\"b\":[ 1 ],\"a\":\"x\",\
         \"hostname\":\"a.example\",\"length\":1,\"original_length\":1}}\n"
    );
}

#[test]
fn metadata_that_is_no_object_is_kept_inside_one() {
    let out = clean_line(r#"{"text": "t", "metadata": [1, 2]}"#, &[]);
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(document["metadata"]["input"], json!([1, 2]));
}

#[test]
fn escapes_of_the_text_are_read_and_written_once() {
    let out = clean_line(r#"{"text": "\u0633\u0644\u0627\u0645 \ud83d\ude00\/\"x\"\\y"}"#, &[]);
    assert!(out.contains(r#""text":"سلام 😀/\"x\"\\y""#), "{out}");
}

#[test]
fn the_text_is_read_from_the_named_field_and_written_as_text() {
    let out = clean_line(r#"{"body": "b", "text": "t"}"#, &["--text-field", "body"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&document["text"], &document["metadata"]["input_text"]), (&json!("b"), &json!("t")));
    assert!(document.get("body").is_none());
    let out = clean_line(r#"{"page": "<p>seen", "text": "t"}"#, &["--html-field", "page"]);
    let document: Value = serde_json::from_str(&out).unwrap();
    assert!(document["text"].as_str().unwrap().contains("seen"));
    assert_eq!(document["metadata"]["input_text"], json!("t"));
    assert!(document.get("page").is_none());
}

#[test]
fn cleaning_the_documents_again_writes_the_same_bytes() {
    let crawl = Crawl::new(&[
        ("a.txt", "یک صفحه\nبا دو خط".as_bytes()),
        (
            "b.jsonl",
            br#"{"text": "One line.", "metadata": {"length": "long", "found": 1}, "url": "http://a.example/"}"#,
        ),
    ]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let documents = crawl.out("out").join("documents.jsonl");
    let again = crawl.out("again");
    let run = common::sarand(&["clean", path(&documents), "-o", path(&again)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(fs::read(again.join("documents.jsonl")).unwrap(), fs::read(&documents).unwrap());
}

#[test]
fn what_is_no_record_is_quarantined_and_can_be_found_again() {
    let records: &[(&[u8], Option<&str>)] = &[
        (b"{\"text\": \"good\"}", None),
        (b"{\"text\": ", Some("bad_json")),
        (b"  ", None),
        (b"[\"text\"]", Some("not_an_object")),
        (b"{\"text\": 5}", Some("not_a_string")),
        (b"{\"title\": \"x\"}\r", Some("missing_field")),
        (b"{\"text\": \"caf\xe9\"}", None),
        (b"{\"text\": \"a\", \"k\": 1, \"k\": 2}", Some("duplicate_key")),
        (b"{\"text\": \"a \\ud800\"}", None),
        (b"{\"text\": \"good too\"}", None),
    ];
    let content = records.iter().map(|(line, _)| *line).collect::<Vec<_>>().join(&b'\n');
    for with_mark in [false, true] {
        let content = if with_mark { [b"\xef\xbb\xbf", content.as_slice()].concat() } else { content.clone() };
        let crawl = Crawl::new(&[("a.jsonl", &content)]);
        assert_eq!(crawl.clean(&[]).code, 1);
        assert_eq!(crawl.ids(), ["a.jsonl#1", "a.jsonl#7", "a.jsonl#9", "a.jsonl#10"]);
        let quarantine = crawl.lines("quarantine.jsonl");
        let reasons: Vec<_> =
            quarantine.iter().map(|q| q["reason"].as_str().unwrap().split(':').next().unwrap()).collect();
        let expected: Vec<_> = records.iter().filter_map(|(_, reason)| *reason).collect();
        assert_eq!(reasons, expected);
        for entry in &quarantine {
            let number = |key: &str| usize::try_from(entry[key].as_u64().unwrap()).unwrap();
            let raw = &content[number("offset")..number("offset") + number("length")];
            assert_eq!(raw, records[number("line") - 1].0, "{entry}");
            assert_eq!(entry["raw"], base64(raw));
            assert_eq!(entry["file"], "a.jsonl");
        }
        let report = crawl.report();
        assert_eq!((&report["records"]["in"], &report["records"]["out"]), (&json!(9), &json!(4)));
        assert_eq!(report["blank_lines"], 1);
        assert_eq!(report["records"]["quarantined"]["bad_json"], 1);
    }
}

fn base64(raw: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(raw)
}

#[test]
fn a_stream_that_breaks_off_keeps_what_was_read() {
    let content: String = (0..20_000).map(|n| format!("{{\"id\": {n}, \"text\": \"number {}\"}}\n", n * n)).collect();
    let (gz, zst) = (gzip(content.as_bytes()), zstd(content.as_bytes()));
    let broken: [(&str, Vec<u8>); 4] = [
        ("half.jsonl.gz", gz[..gz.len() / 2].to_vec()),
        ("half.jsonl.zst", zst[..zst.len() / 2].to_vec()),
        ("junk.jsonl.gz", [&gz, &b"junk after the member"[..]].concat()),
        ("junk.jsonl.zst", [&zst, &b"junk after the frame"[..]].concat()),
    ];
    for (name, packed) in broken {
        let crawl = Crawl::new(&[(name, &packed), ("page.txt.gz", &gzip(b"page")[..12])]);
        assert_eq!(crawl.clean(&[]).code, 1, "{name}");
        let ids = crawl.ids();
        assert!(ids.iter().enumerate().all(|(n, id)| *id == json!(n)), "{name}");
        let quarantine = crawl.lines("quarantine.jsonl");
        let entry = quarantine.iter().find(|entry| entry["reason"].as_str().unwrap().starts_with("broken_stream: "));
        let entry = entry.unwrap_or_else(|| panic!("{name}"));
        assert_eq!((&entry["file"], &entry["line"]), (&json!(name), &json!(ids.len() + 1)));
        let offset = content.lines().take(ids.len()).map(|line| line.len() + 1).sum::<usize>();
        assert_eq!(entry["offset"], json!(offset), "{name}");
        assert_eq!(quarantine.last().unwrap()["file"], "page.txt.gz");
        if name.starts_with("junk") {
            assert_eq!(ids.len(), 20_000);
        }
    }
}

#[test]
#[ignore = "slow: a crawl, cleaned many times"]
fn threads_do_not_show_in_any_output() {
    let long = "word ".repeat(250_000);
    let many: String = (0..6_000)
        .map(|n| {
            format!("{{\"text\": \"record {n} {}\"}}\n{}", "x".repeat(n % 700), ["", "{\n"][usize::from(n % 97 == 0)])
        })
        .collect();
    let mut files: Vec<(String, Vec<u8>)> =
        (0..600).map(|n| (format!("t/{n}.txt"), format!("page {n}").into())).collect();
    files.push(("a.jsonl".into(), many.clone().into()));
    files.push(("b.jsonl.gz".into(), gzip(many.as_bytes())));
    files.push(("c.txt".into(), long.clone().into()));
    files.push(("d.jsonl".into(), format!("{{\"text\": \"{long}\"}}").into()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let crawl = Crawl::new(&files);
    for compress in [&[][..], &["--compress", "zst"]] {
        let outs = ["1", "2", "7"].map(|jobs| {
            let name = format!("out{jobs}{}", compress.len());
            assert_eq!(crawl.clean_to(&name, &[&["--jobs", jobs], compress].concat()).code, 1);
            tree(&crawl.out(&name))
        });
        assert!(outs[0] == outs[1] && outs[1] == outs[2]);
    }
    let packed = fs::read(crawl.out("out12").join("documents.jsonl.zst")).unwrap();
    assert!(
        zstd::decode_all(packed.as_slice()).unwrap() == fs::read(crawl.out("out10").join("documents.jsonl")).unwrap()
    );
}

#[test]
fn a_slow_feed_flows() {
    use std::io::{BufRead, BufReader, Write};
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(["clean", "-", "-o", "-", "-q", "--jobs", "1"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    for n in 0..3 {
        writeln!(input, "{{\"id\": {n}, \"text\": \"x\"}}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert_eq!(lines(&line)[0]["id"], json!(n));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}
