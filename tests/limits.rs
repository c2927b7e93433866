//! Inputs that no one should make, and runs that must agree: whole pages through the whole program.

use crate::common::{self, Crawl, gzip, path, sarand, tree, zstd};
use serde_json::json;
use std::{fs, path::Path};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

/// Text, HTML and JSONL, plain and compressed, Persian, Arabic and English, good and bad.
fn mixed() -> Crawl {
    let record = |name: &str| {
        let text = String::from_utf8(fixture(name)).unwrap();
        format!("{}\n", json!({"text": text, "own": [1.50, null]}))
    };
    let records: String = [
        record("pages/fa-agency-bullets.txt"),
        "{\"text\": 7}\n\n".to_owned(),
        record("pages/ar-wire-agency.txt"),
        record("pages/en-wordpress.txt"),
        "{\"text\": \"cut off".to_owned(),
    ]
    .concat();
    let many = [record("pages/fa-desk-code.txt").repeat(300), records.clone()].concat();
    Crawl::new(&[
        ("fa/1.txt", &fixture("pages/fa-agency-slash.txt")),
        ("fa/2.txt.gz", &gzip(&fixture("pages/fa-view-counters.txt"))),
        ("fa/3.html", &fixture("pages/fa-page.html")),
        ("ar/1.txt.zst", &zstd(&fixture("pages/ar-column.txt"))),
        ("en/1.html", &fixture("pages/en-page.html")),
        ("en/latin1.txt", b"The caf\xe9 was closed; nobody na\xefve enough to wait was left at the door.\n"),
        ("empty.txt", b""),
        ("a.jsonl", records.as_bytes()),
        ("b.jsonl.gz", &gzip(many.as_bytes())),
        ("c.jsonl.zst", &zstd(records.as_bytes())),
        ("cut.txt.gz", &gzip(&fixture("pages/en-paywall.txt"))[..200]),
    ])
}

#[test]
fn threads_and_runs_agree_on_a_mixed_folder() {
    let crawl = mixed();
    let outs = [("one", "1"), ("two", "2"), ("again", "2")].map(|(out, jobs)| {
        assert_eq!(crawl.clean_to(out, &["--jobs", jobs, "--level", "likely"]).code, 1);
        tree(&crawl.out(out))
    });
    assert!(outs[0] == outs[1], "--jobs 1 and --jobs 2");
    assert!(outs[1] == outs[2], "two runs");
    assert!(outs[0].len() > 8);
}

#[test]
fn every_record_of_a_mixed_folder_ends_in_one_place() {
    let crawl = mixed();
    assert_eq!(crawl.clean(&[]).code, 1);
    let report = crawl.report();
    let count = |name: &str| crawl.read(name).lines().count() as u64;
    assert_eq!(report["records"]["out"], count("documents.jsonl"));
    let quarantined = json!({"bad_json": 3, "broken_stream": 1, "not_a_string": 3});
    assert_eq!(report["records"]["quarantined"], quarantined);
    assert_eq!(report["records"]["dropped"], json!({"any.empty": 1}));
    assert_eq!(report["records"]["in"], count("documents.jsonl") + 1 + 7);
    assert_eq!(count("quarantine.jsonl"), 7);
}

#[test]
fn cleaned_documents_cleaned_again_are_the_same_bytes() {
    let crawl = mixed();
    for level in ["safe", "bold"] {
        let (first, second) = (format!("first-{level}"), crawl.out(&format!("second-{level}")));
        assert_eq!(crawl.clean_to(&first, &["--level", level]).code, 1);
        let documents = crawl.out(&first).join("documents.jsonl");
        let run = sarand(&["clean", path(&documents), "-o", path(&second), "--level", level, "-q"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let (before, after) =
            (fs::read_to_string(&documents).unwrap(), fs::read_to_string(second.join("documents.jsonl")).unwrap());
        for (before, after) in before.lines().zip(after.lines()) {
            assert_eq!(before, after, "{level}");
        }
        assert_eq!(before.len(), after.len());
        assert_eq!(fs::read_to_string(second.join("removed.jsonl")).unwrap(), "", "{level}");
    }
}

#[test]
fn a_folder_of_nothing_to_read_says_what_is_there() {
    let crawl = Crawl::new(&[("readme.pdf", b"%PDF")]);
    let run = crawl.clean(&[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("\"readme.pdf\": unknown_extension"), "{}", run.stderr);
    assert!(!crawl.out("out").join("documents.jsonl").exists());
}

#[test]
fn rules_that_cannot_be_read_end_the_run_before_any_work() {
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    let broken = crawl.out("broken.toml");
    fs::write(&broken, "[[rule]\n").unwrap();
    let folder = crawl.out("no-rules");
    fs::create_dir(&folder).unwrap();
    let bytes = crawl.out("bytes.toml");
    fs::write(&bytes, b"# \xff\xfe\n").unwrap();
    for (rules, message) in [
        (crawl.out("missing.toml"), "cannot read rules"),
        (folder, "no .toml file in this folder"),
        (bytes, "bytes.toml:1: this line is not UTF-8"),
        (broken, "broken.toml:1"),
    ] {
        let run = crawl.clean(&["--rules", path(&rules)]);
        assert_eq!(run.code, 2, "{message}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
        assert!(!crawl.out("out").exists(), "{message}");
    }
}

/// Runs the program in an address space of so many MB.
#[cfg(target_os = "linux")]
fn sarand_within(mb: usize, args: &[&str]) -> common::Run {
    let output = std::process::Command::new("sh")
        .args(["-c", &format!("ulimit -v {}; exec \"$0\" \"$@\"", mb * 1024), env!("CARGO_BIN_EXE_sarand")])
        .args(args)
        .output()
        .unwrap();
    common::Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "slow: 100 MB of text"]
fn one_line_of_fifty_megabytes() {
    const SIZE: usize = 50_000_000;
    let sentence = "باران از شب تا سحر بر بام‌ها کوبید و هیچ‌کس در کوچه نبود؛ ";
    let line = sentence.repeat(SIZE / sentence.len());
    let record = format!("{{\"text\": \"{line}\"}}\n");
    let crawl = Crawl::new(&[("a.txt", line.as_bytes()), ("b.jsonl", record.as_bytes())]);
    for (name, id) in [("a.txt", json!("a.txt")), ("b.jsonl", json!("b.jsonl#1"))] {
        let (input, out) = (crawl.input(name), crawl.out(&name.replace('.', "-")));
        let run = sarand_within(900, &["clean", path(&input), "-o", path(&out), "-q", "--jobs", "2"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{name}");
        let document: serde_json::Value =
            serde_json::from_slice(&fs::read(out.join("documents.jsonl")).unwrap()).unwrap();
        assert_eq!(document["id"], id);
        assert!(document["text"].as_str().unwrap().trim_end() == line.trim_end(), "{name}");
    }
}
