//! What a run writes, when it refuses to, and how it ends.

use crate::common::{Crawl, path, sarand, sarand_with, tree};
use serde_json::json;
use std::{fs, process::Stdio};

#[test]
fn every_output_has_its_name_and_nothing_else_is_left() {
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let names: Vec<_> = tree(&crawl.out("out")).into_iter().map(|(path, _)| path.display().to_string()).collect();
    let expected = [
        "_SUCCESS",
        "documents.jsonl",
        "manifest.jsonl",
        "quarantine.jsonl",
        "removed.jsonl",
        "report.json",
        "text/a.txt",
        "text.sha256",
    ];
    assert_eq!(names, expected);
    assert_eq!(crawl.lines("documents.jsonl")[0]["metadata"]["charset"], "UTF-8");
}

#[test]
fn no_output_says_where_it_was_made() {
    let crawl = Crawl::new(&[("a.txt", b"page"), ("b.jsonl", b"{\n{\"text\": \"x\"}")]);
    assert_eq!(crawl.clean(&[]).code, 1);
    let folder = path(&crawl.out("")).trim_end_matches('/').to_owned();
    for (name, content) in tree(&crawl.out("out")) {
        assert!(!String::from_utf8(content).unwrap().contains(&folder), "{}", name.display());
    }
}

#[test]
fn a_folder_with_something_in_it_is_refused_unless_restarted() {
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    let out = crawl.out("out");
    fs::create_dir_all(out.join("text")).unwrap();
    fs::write(out.join("mine.csv"), "1,2").unwrap();
    fs::write(out.join("text/stale.txt"), "old").unwrap();
    fs::write(out.join("documents.jsonl.zst"), "old").unwrap();
    fs::write(out.join("documents-00007.jsonl"), "old").unwrap();
    let before = tree(&out);
    let run = crawl.clean(&[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("has files, but no run"), "{}", run.stderr);
    assert_eq!(tree(&out), before);
    assert_eq!(crawl.clean(&["--restart"]).code, 0);
    assert_eq!(crawl.read("mine.csv"), "1,2");
    assert_eq!(crawl.read("text/a.txt"), "page");
    for gone in ["text/stale.txt", "documents.jsonl.zst", "documents-00007.jsonl", ".sarand"] {
        assert!(!out.join(gone).exists(), "{gone}");
    }
}

#[test]
fn an_output_that_is_a_file_is_refused() {
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    fs::write(crawl.out("out"), "a file").unwrap();
    assert_eq!(crawl.clean(&["--restart"]).code, 2);
    assert_eq!(fs::read_to_string(crawl.out("out")).unwrap(), "a file");
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let crawl = Crawl::new(&[("a.txt", b"page"), ("b.jsonl", b"{}\n")]);
    let run = crawl.clean(&["--dry-run"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("2 in, 1 out, 0 dropped, 1 quarantined\n"), "{}", run.stdout);
    assert!(!crawl.out("out").exists());
}

#[test]
fn a_document_of_which_nothing_is_left_is_dropped_and_accounted_for() {
    let crawl = Crawl::new(&[("a.txt", b""), ("b.txt", b"\n"), ("c.txt", b"page")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.ids(), ["c.txt"]);
    let records = json!({"in": 3, "out": 1, "dropped": {"any.empty": 2}, "quarantined": {}});
    assert_eq!(crawl.report()["records"], records);
    assert!(!crawl.out("out").join("text/a.txt").exists());
    let removed = crawl.lines("removed.jsonl");
    assert_eq!(removed.len(), 1, "an empty file has nothing to remove");
    assert_eq!(removed[0]["id"], "b.txt");
    assert_eq!(crawl.clean_to("kept", &["--keep-empty"]).code, 0);
    assert_eq!(fs::read_to_string(crawl.out("kept").join("documents.jsonl")).unwrap().lines().count(), 3);
}

#[test]
fn a_line_whose_parts_all_go_is_a_line_removed() {
    let text =
        "The pier opens in May. [ad_1]\n[ad_2] [ad_3]\nThe old one was closed after the storm, said the mayor.\n";
    let crawl = Crawl::new(&[("a.txt", text.as_bytes())]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let metadata = &crawl.lines("documents.jsonl")[0]["metadata"];
    assert_eq!(metadata["lines_removed"], 1, "{metadata}");
    assert_eq!(metadata["rules"], json!([{"id": "any.shortcode-inline", "count": 2}]));
}

#[test]
fn a_file_of_nuls_ends_well() {
    let crawl = Crawl::new(&[("a.txt", &[0; 100_000])]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.report()["records"]["in"], 1);
}

#[test]
fn one_text_is_printed_when_no_output_is_named() {
    let crawl = Crawl::new(&[("a.txt", "یک صفحه".as_bytes()), ("b.jsonl", b"{\"text\": \"x\"}")]);
    let run = sarand(&["clean", path(&crawl.input("a.txt")), "-q"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "یک صفحه\n", ""));
    for input in ["b.jsonl", ""] {
        let run = sarand(&["clean", path(&crawl.input(input))]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("give -o FOLDER"), "{}", run.stderr);
    }
}

#[test]
fn the_summary_is_on_stderr_unless_quiet() {
    let run = sarand_with(&["clean", "-", "-o", "-"], b"{\"text\": \"x\"}\n{}\n");
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("sarand: 2 in, 1 out, 0 dropped, 1 quarantined; "), "{}", run.stderr);
    assert!(run.stderr.contains("quarantined: 1 missing_field"), "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(sarand_with(&["clean", "-", "-o", "-", "-q"], b"{\"text\": \"x\"}\n").stderr, "");
}

#[test]
fn a_reader_that_goes_away_ends_the_run_quietly() {
    let line = format!("{{\"text\": \"{}\"}}\n", "word ".repeat(1000));
    let crawl = Crawl::new(&[("a.jsonl", line.repeat(2000).as_bytes())]);
    for jobs in ["1", "2"] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_sarand"))
            .args(["clean", path(&crawl.input("a.jsonl")), "-o", "-", "--jobs", jobs])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_its_own() {
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(["clean", path(&crawl.input("a.txt")), "-q"])
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(4));
}

#[test]
fn completions_are_printed() {
    for shell in ["bash", "zsh", "fish"] {
        let run = sarand(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("keep-empty"), "{shell}");
    }
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_no_output_under_a_final_name() {
    use std::io::Write;
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    let out = crawl.out("out");
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(["clean", "-", path(&crawl.input("a.txt")), "-o", path(&out), "-q", "--input-format", "jsonl"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let lines = "{\"text\": \"a record\"}\n".repeat(100_000);
    // More than a pipe holds: when all is taken, the run has begun.
    input.write_all(lines.as_bytes()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let names: Vec<_> = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, [".sarand"]);
    assert_eq!(crawl.clean(&[]).code, 3);
    assert_eq!(crawl.clean(&["--force"]).code, 0, "as --restart was called");
    assert!(out.join("_SUCCESS").exists());
}

/// A page that needs no other file: no script, and no address that a browser would load by itself.
fn stands_alone(page: &str) {
    for loads in ["<script", "<img", "<iframe", "@import", "url(", "http-equiv"] {
        assert!(!page.contains(loads), "{loads}");
    }
    assert_eq!(page.matches("<link ").count(), page.matches("<link rel=\"icon\" href=\"data:,\">").count());
    assert!(page.len() < 1 << 20, "{} bytes", page.len());
}

#[test]
fn a_report_in_html_stands_alone_and_shows_texts_as_text() {
    let page = "<script>alert(1)</script> stays.\n[ad_1]\nShare on <b>Facebook</b>\nTags: <i>boats</i>, ferries\n";
    let crawl = Crawl::new(&[("<img src=x>.txt", page.as_bytes()), ("b.txt", b"The ferry sails at noon.\n[ad_1]\n")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let file = crawl.out("report.html");
    let run = sarand(&["report", path(&crawl.out("out")), "--html", path(&file)]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let html = fs::read_to_string(file).unwrap();
    stands_alone(&html);
    assert!(html.contains("[ad_1]</del>"), "{html}");
    assert!(!html.contains("<i>"), "{html}");
}

#[test]
fn a_report_as_json_is_that_of_the_folder() {
    let crawl = Crawl::new(&[("a.txt", b"The ferry sails at noon.\n[ad_1]\n"), ("b.jsonl", b"{\n")]);
    assert_eq!(crawl.clean(&[]).code, 1);
    let run = sarand(&["report", path(&crawl.out("out")), "--json"]);
    let (printed, mut written) = (serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap(), crawl.report());
    // What only the end of a run knows: which program made it, and the files that it read.
    for key in ["files", "tool"] {
        assert!(written.as_object_mut().unwrap().remove(key).is_some(), "{key}");
    }
    assert_eq!(printed, written);
}

#[test]
fn a_report_in_html_needs_the_folder() {
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let file = crawl.out("out").join("report.json");
    let run = sarand(&["report", path(&file), "--html", path(&crawl.out("report.html"))]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("--html needs the folder that `clean` wrote to"), "{}", run.stderr);
    assert!(!crawl.out("report.html").exists());
}

#[test]
fn scores_in_html_stand_alone_and_show_what_went_wrong() {
    let gold = r#"{"id": "<page>", "lang": "en", "text": "Home > News\nThe <b>pier</b> is open.\n[ad_1]",
        "lines": [{"n": 1, "keep": false, "kind": "breadcrumb"}, {"n": 2, "keep": false, "kind": "ad"},
                  {"n": 3, "keep": true}]}"#;
    let crawl = Crawl::new(&[("gold.json", gold.as_bytes())]);
    let file = crawl.out("eval.html");
    let run = sarand(&["eval", path(&crawl.input("gold.json")), "--html", path(&file)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let html = fs::read_to_string(file).unwrap();
    stands_alone(&html);
    assert!(html.contains("Content that is lost") && html.contains("[ad_1]"), "{html}");
    assert!(html.contains("Boilerplate that is left") && !html.contains("<b>"), "{html}");
}

#[test]
fn a_label_without_a_value_saves_nothing() {
    let page = "پل تازه شهر باز شد\nبه گزارش خبرنگار ما پل تازه شهر روز دوشنبه باز شد.\nلینک کوتاه\n";
    let named = page.replace("لینک کوتاه", "لینک کوتاه: example.ir/xbc1");
    let crawl = Crawl::new(&[("a.txt", page.as_bytes()), ("b.txt", named.as_bytes())]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let documents = crawl.lines("documents.jsonl");
    assert!(documents.iter().all(|document| !document["text"].as_str().unwrap().contains("لینک")), "{documents:?}");
    assert_eq!(documents[0].get("url"), None);
    assert_eq!(documents[1]["url"], "example.ir/xbc1");
}

#[test]
fn the_workbench_refuses_what_it_would_leave_out() {
    let crawl = Crawl::new(&[("a.txt", b"page")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let (out, input) = (crawl.out("out"), crawl.input("a.txt"));
    for (args, why) in [
        (vec!["view", path(&out), "--", "--level", "bold"], "options behind `--` are for cleaning a sample"),
        (vec!["view", path(&input), path(&out)], "this is the output of a run"),
        (vec!["view", path(&out), "--review", "none.toml"], "none.toml: there is no such file"),
        (vec!["view", "none"], "none: there is no such file or folder"),
        (vec!["view", path(&out), "--corrections", path(&input)], "a.txt: this is a file"),
        (vec!["view", path(&input), "--corrections", path(&input.join("new"))], "a.txt: this is a file"),
        (vec!["view", "-"], "standard input cannot be viewed"),
        (vec!["view", path(&input), "--sample", "0"], "'--sample <N>'"),
    ] {
        let run = sarand(&args);
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(why), "{}", run.stderr);
    }
}
