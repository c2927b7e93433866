//! Whatever the bytes are: every line of a JSONL input ends in exactly one place, and nothing panics. Bytes that do not begin
//! with a record on a line of its own may be one of the other layouts of JSON; then it is every element.

use crate::common::{self, Collect};
use base64::{Engine, engine::general_purpose::STANDARD};
use proptest::{prelude::*, test_runner::FileFailurePersistence};
use sarand::{
    batch::{self, Job, Progress, open::ReadOptions},
    document::html::{self, Extract},
    read::{Format, InputOptions, Plan, record::Fields},
    rules::RuleSet,
};
use serde_json::Value;

fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let whole: &[&[u8]] = &[
        b"{\"text\": \"a\"}",
        b"{\"id\": [1], \"text\": \"b\\u0628\"}",
        b"{\"text\": \"c\", \"metadata\": {\"found\": 1, \"length\": 2}}",
        b"{\"page\": \"<p>d\", \"text\": \"e\"}",
        b"{\"text\": \"\"}",
        b"{\"text\": \"\\udc00\"}",
    ];
    let pieces: &[&[u8]] = &[
        b"{",
        b"}",
        b"\"text\"",
        b":",
        b",",
        b"\"",
        b"\\",
        b"\\u00",
        b"\xd8",
        b"\xff",
        b"\0",
        b"[",
        b"null",
        b" ",
        b"\r",
    ];
    let line = prop_oneof![
        prop::sample::select(whole.to_vec()).prop_map(<[u8]>::to_vec),
        prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..8).prop_map(|all| all.concat()),
        prop::collection::vec(any::<u8>().prop_filter("no line end", |byte| *byte != b'\n'), 0..20),
    ];
    prop::collection::vec(line, 0..30).prop_map(|lines| lines.join(&b'\n'))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        // Not in a folder beside that of `main.rs`, where proptest would put them.
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_line_ends_in_one_place(
        content in fragments(), lines in any::<bool>(), html in any::<bool>(), jobs in 1usize..3,
    ) {
        let content = if lines { [b"{\"text\": \"first\"}\n", &content[..]].concat() } else { content };
        let crawl = common::Crawl::new(&[("a.jsonl", &content)]);
        let options = InputOptions { format: Some(Format::Jsonl), ..InputOptions::default() };
        let plan = Plan::new(&[crawl.input("a.jsonl")], &options).unwrap();
        let rules = RuleSet::default();
        let fields = Fields { html: html.then(|| "page".to_owned()), ..Fields::default() };
        let html = html::Options { extract: Extract::All, ..html::Options::default() };
        let reading = ReadOptions { fields, html, ..ReadOptions::default() };
        let job = Job { reading, keep_empty: true, jobs, ..Job::new(&rules) };
        let mut sink = Collect::default();
        let tally = batch::run(&plan, &job, &mut sink, &Progress::hidden()).unwrap().tally;

        let documents = common::lines(std::str::from_utf8(&sink.documents).unwrap());
        let quarantine = common::lines(std::str::from_utf8(&sink.quarantine).unwrap());
        prop_assert_eq!(documents.len() + quarantine.len(), usize::try_from(tally.records.read).unwrap());
        for document in &documents {
            prop_assert!(document["text"].is_string() && document["metadata"].is_object());
        }
        if !lines {
            return Ok(());
        }
        let lines: Vec<&[u8]> = content.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
        prop_assert_eq!(tally.records.read, lines.len() as u64);
        let number = |entry: &Value, key: &str| usize::try_from(entry[key].as_u64().unwrap()).unwrap();
        for entry in &quarantine {
            let start = number(entry, "offset");
            let raw = &content[start..start + number(entry, "length")];
            prop_assert_eq!(STANDARD.encode(raw), entry["raw"].as_str().unwrap());
            prop_assert!(lines.contains(&raw));
        }
    }
}
