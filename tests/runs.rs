//! Runs that are begun again, refused, checked and ended early; and what a filter owes to the program around it.

use crate::common::{self, Crawl, gzip, lines, path, sarand, sarand_with, tree};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

fn two() -> Crawl {
    Crawl::new(&[("a.txt", b"page"), ("b.jsonl", b"{\"id\": 1, \"text\": \"x\"}\n{\"id\": 2}\n")])
}

/// Enough records for several parts of 1 MiB.
fn large(records: usize) -> Vec<u8> {
    let text = "The harbour was closed for the night. ".repeat(60);
    (0..records).map(|n| format!("{{\"id\": {n}, \"text\": \"{text}\"}}\n")).collect::<String>().into_bytes()
}

/// A run from standard input that has begun and waits for more of it.
fn waiting(crawl: &Crawl) -> Child {
    let out = crawl.out("out");
    let mut child = Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args([
            "clean",
            "-",
            "-o",
            path(&out),
            "-q",
            "--no-builtin-rules",
            "--input-format",
            "jsonl",
            "--part-size",
            "500K",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // More than a pipe and a piece hold: when all is taken, the run has begun.
    child.stdin.as_mut().unwrap().write_all(&large(1500)).unwrap();
    child
}

#[test]
fn the_same_command_again_finds_that_it_has_ended() {
    let crawl = two();
    assert_eq!(crawl.clean(&[]).code, 1);
    let before = tree(&crawl.out("out"));
    let (input, out) = (crawl.input(""), crawl.out("out"));
    let run = sarand(&["clean", path(&input), "-o", path(&out), "--jobs", "1"]);
    assert_eq!(run.code, 1, "as the first time");
    assert!(
        run.stderr.contains("is finished already: 3 in, 2 out, 0 dropped, 1 quarantined; nothing was done"),
        "{}",
        run.stderr
    );
    assert_eq!(tree(&out), before);
}

#[test]
fn another_run_is_refused_and_what_differs_is_named() {
    let crawl = two();
    let rules = crawl.out("rules.toml");
    fs::write(&rules, "[[override]]\nid = \"fa.end-mark\"\nenabled = false\n").unwrap();
    assert_eq!(crawl.clean(&[]).code, 1);
    let before = tree(&crawl.out("out"));
    let refused = |more: &[&str], what: &str| {
        let run = crawl.clean(more);
        assert_eq!(run.code, 3, "{}", run.stderr);
        assert!(run.stderr.contains(what) && run.stderr.contains("--restart"), "{what}: {}", run.stderr);
        assert_eq!(tree(&crawl.out("out")), before);
        assert!(!crawl.out("out").join(".sarand/work").exists());
    };
    refused(&["--level", "bold"], "the option --level: `safe` then, `bold` now");
    refused(&["--keep-empty"], "the option --keep-empty");
    refused(&["--rules", path(&rules)], "the rules");
    for text in ["[judge]\nsafe = 0.99\n", "[[words]]\nlang = [\"en\"]\nshare = [\"pass it on\"]\n"] {
        fs::write(&rules, text).unwrap();
        refused(&["--rules", path(&rules)], "the rules");
    }
    refused(&["--exclude", "*.txt"], "the inputs: 2 files");
    fs::write(crawl.input("c.txt"), "new").unwrap();
    refused(&[], "the inputs: 2 files of 37 bytes then, 3 files of 40 bytes now");
    fs::remove_file(crawl.input("c.txt")).unwrap();
    fs::write(crawl.input("a.txt"), "edit").unwrap();
    refused(&[], "the input \"a.txt\" was changed since");
    assert_eq!(crawl.clean(&["--restart"]).code, 1);
    assert_eq!(crawl.read("text/a.txt"), "edit");
}

#[test]
fn a_second_run_at_the_same_time_is_refused() {
    let crawl = Crawl::new(&[("a.txt", b"A page.")]);
    let mut child = waiting(&crawl);
    let out = crawl.out("out");
    for more in [&[][..], &["--restart"]] {
        let run = sarand(&[&["clean", path(&crawl.input("")), "-o", path(&out)], more].concat());
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("another run is writing to"), "{}", run.stderr);
    }
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(out.join("_SUCCESS").exists());
}

#[test]
fn a_stream_goes_on_when_it_is_the_same_again() {
    let crawl = Crawl::new(&[]);
    let mut child = waiting(&crawl);
    std::thread::sleep(Duration::from_millis(300));
    child.kill().unwrap();
    child.wait().unwrap();
    let out = crawl.out("out");
    let args = ["clean", "-", "-o", path(&out), "--no-builtin-rules", "--input-format", "jsonl", "--part-size", "500K"];
    let other = sarand_with(&args, b"{\"id\": 0, \"text\": \"another stream\"}\n");
    assert_eq!(other.code, 3, "{}", other.stderr);
    let run = sarand_with(&args, &large(1500));
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("resuming: "), "{}", run.stderr);
    let whole = crawl.out("whole");
    let args = args.map(|arg| if arg == path(&out) { path(&whole) } else { arg });
    assert_eq!(sarand_with(&args, &large(1500)).code, 0);
    assert!(tree(&out) == tree(&whole));
}

#[test]
fn many_parts_are_many_files_and_together_the_single_one() {
    let crawl = Crawl::new(&[("a.jsonl", &large(2000)), ("b.jsonl", b"{}\n")]);
    assert_eq!(crawl.clean_to("many", &["--part-size", "500K", "--no-builtin-rules"]).code, 1);
    assert_eq!(crawl.clean_to("one", &["--part-size", "500K", "--no-builtin-rules", "--single"]).code, 1);
    let names: Vec<_> = tree(&crawl.out("many")).into_iter().map(|(path, _)| path.display().to_string()).collect();
    assert!(names.contains(&"documents-00003.jsonl".to_owned()), "{names:?}");
    assert!(
        !names.contains(&"documents.jsonl".to_owned()) && names.contains(&"quarantine.jsonl".to_owned()),
        "{names:?}"
    );
    let joined: Vec<u8> = names
        .iter()
        .filter(|name| name.starts_with("documents-"))
        .flat_map(|name| fs::read(crawl.out("many").join(name)).unwrap())
        .collect();
    assert!(joined == fs::read(crawl.out("one").join("documents.jsonl")).unwrap());
    assert_eq!(
        fs::read(crawl.out("many").join("report.json")).unwrap(),
        fs::read(crawl.out("one").join("report.json")).unwrap()
    );
    for out in ["many", "one"] {
        let run = sarand(&["clean", "-o", path(&crawl.out(out)), "--verify"]);
        assert_eq!((run.code, run.stdout.as_str()), (0, "5 parts and 0 texts are as they were written\n"));
    }
}

#[test]
fn a_flipped_byte_is_found() {
    let crawl = Crawl::new(&[("a.jsonl", &large(2000)), ("b.txt", b"page"), ("new\nline.txt", b"page")]);
    let flip = |out: &str, name: &str, at: usize| {
        let path = crawl.out(out).join(name);
        let mut content = fs::read(&path).unwrap();
        content[at] ^= 1;
        fs::write(path, content).unwrap();
    };
    for (out, more) in [("many", None), ("one", Some("--single"))] {
        let args: Vec<&str> = ["--part-size", "500K", "--no-builtin-rules"].into_iter().chain(more).collect();
        assert_eq!(crawl.clean_to(out, &args).code, 0);
    }
    let verify = |out: &str| sarand(&["clean", "-o", path(&crawl.out(out)), "--verify"]);
    assert!(verify("one").stdout.ends_with("parts and 2 texts are as they were written\n"));
    flip("many", "documents-00002.jsonl", 70_000);
    flip("many", "text/b.txt", 0);
    fs::remove_file(crawl.out("many").join("text/new\nline.txt")).unwrap();
    let run = verify("many");
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("part 2: documents-00002.jsonl differs\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\"text/b.txt\" differs\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\"text/new\\nline.txt\" is missing\n"), "{}", run.stdout);
    flip("one", "documents.jsonl", 1_800_000);
    assert_eq!(verify("one").stdout, "part 1: documents.jsonl differs\n");
    let path = crawl.out("one").join("documents.jsonl");
    let content = fs::read(&path).unwrap();
    fs::write(&path, &content[..content.len() - 1]).unwrap();
    assert!(verify("one").stdout.contains("documents.jsonl ends 1 byte early"));
    fs::write(&path, [&content[..], b"x"].concat()).unwrap();
    assert!(verify("one").stdout.contains("documents.jsonl has more bytes"));
    let run = sarand(&["clean", "-o", common::path(&crawl.input("")), "--verify"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn too_much_quarantine_ends_a_run_that_goes_on_with_a_larger_limit() {
    let bad = b"{}\n".repeat(5);
    let crawl = Crawl::new(&[("a.jsonl", &[large(600), bad, large(600)].concat())]);
    assert_eq!(crawl.clean_to("whole", &["--part-size", "500K"]).code, 1);
    for limit in ["4", "0.3%"] {
        let run = crawl.clean(&["--part-size", "500K", "--max-bad", limit]);
        assert_eq!(run.code, 5, "{}", run.stderr);
        assert!(run.stderr.contains(&format!("were quarantined, more than --max-bad {limit}")), "{}", run.stderr);
        assert!(!crawl.out("out").join("_SUCCESS").exists());
    }
    assert_eq!(crawl.clean(&["--part-size", "500K", "--max-bad", "5"]).code, 1);
    assert!(tree(&crawl.out("out")) == tree(&crawl.out("whole")));
    assert_eq!(crawl.clean(&["--max-bad", "lots"]).code, 2);
    let filter = sarand_with(&["clean", "-", "-o", "-", "-q", "--max-bad", "1"], b"{}\n{}\n");
    assert_eq!(filter.code, 5, "{}", filter.stderr);
}

#[test]
fn a_cut_archive_is_quarantined_and_an_input_that_goes_is_waited_for() {
    let zipped = gzip(&large(1200));
    let crawl =
        Crawl::new(&[("a.jsonl.gz", &zipped[..zipped.len() / 2]), ("b.jsonl", &large(1500)), ("c.jsonl", &large(20))]);
    assert_eq!(crawl.clean_to("whole", &["--part-size", "500K"]).code, 1);
    let reasons = crawl_reasons(&crawl, "whole");
    assert!(reasons.len() == 1 && reasons[0].starts_with("broken_stream: "), "{reasons:?}");
    // The input goes while the run waits for its turn.
    let (input, out) = (crawl.input(""), crawl.out("out"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(["clean", path(&input), "-o", path(&out), "--part-size", "500K", "--jobs", "1", "-q"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while !out.join(".sarand/work").exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(1));
    }
    fs::rename(crawl.input("c.jsonl"), crawl.out("away")).unwrap();
    let ended = child.wait().unwrap();
    let mut message = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut message).unwrap();
    assert_eq!(ended.code(), Some(4), "{message}");
    assert!(message.contains("c.jsonl"), "{message}");
    fs::rename(crawl.out("away"), crawl.input("c.jsonl")).unwrap();
    assert_eq!(crawl.clean(&["--part-size", "500K"]).code, 1);
    assert!(tree(&out) == tree(&crawl.out("whole")));
}

fn crawl_reasons(crawl: &Crawl, out: &str) -> Vec<String> {
    let kept = fs::read_to_string(crawl.out(out).join("quarantine.jsonl")).unwrap();
    lines(&kept).iter().map(|line| line["reason"].as_str().unwrap().to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn a_disk_that_is_full_ends_a_run_that_goes_on_when_there_is_room() {
    let crawl = Crawl::new(&[("a.jsonl", &large(3000))]);
    let (input, out) = (crawl.input(""), crawl.out("out"));
    assert_eq!(crawl.clean_to("whole", &["--part-size", "4M"]).code, 0);
    let args = ["clean", path(&input), "-o", path(&out), "--part-size", "4M"];
    // A limit on the size of a file stands in for the disk. SIGXFSZ would kill the program: it is ignored.
    let run = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 4000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_sarand")])
        .args(args)
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(4), "{message}");
    assert!(message.contains("documents-00000.jsonl"), "{message}");
    assert!(!out.join("_SUCCESS").exists() && !out.join("documents.jsonl").exists());
    assert_eq!(crawl.clean(&["--part-size", "4M"]).code, 0);
    assert!(tree(&out) == tree(&crawl.out("whole")));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let crawl = two();
    let out = crawl.out("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(out.join("probe"), "").is_ok() {
        // Nothing is forbidden to the superuser.
        fs::remove_file(out.join("probe")).unwrap();
        fs::remove_dir(&out).unwrap();
        std::os::unix::fs::symlink("/proc/self/nothing", &out).unwrap();
        let run = crawl.clean(&[]);
        assert!(run.code == 4 && run.stderr.contains("out"), "{} {}", run.code, run.stderr);
        return;
    }
    let run = crawl.clean(&[]);
    assert!(run.code == 4 && run.stderr.contains("out"), "{} {}", run.code, run.stderr);
    fs::set_permissions(&out, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(crawl.clean(&[]).code, 1);
}

#[test]
fn a_filter_gives_a_line_for_a_line() {
    let input = b"{\"id\": 1, \"text\": \"x\"}\n\nnot json\n{\"id\": \"two\", \"body\": 7}\n{\"id\": 3, \"text\": \" \"}\r\n{\"text\": \"y\"}";
    let report = tempfile::NamedTempFile::new().unwrap();
    let run = sarand_with(&["clean", "-", "-o", "-", "-q", "--report", path(report.path())], input);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let out: Vec<&str> = run.stdout.split_terminator('\n').collect();
    assert_eq!(out.len(), 6, "{}", run.stdout);
    assert_eq!(out[1], "");
    let value = |n: usize| serde_json::from_str::<Value>(out[n]).unwrap();
    assert_eq!((&value(0)["text"], &value(5)["text"], &value(5)["id"]), (&json!("x"), &json!("y"), &json!("stdin#6")));
    for (n, id, reason) in
        [(2, json!("stdin#3"), "bad_json: "), (3, json!("two"), "missing_field: "), (4, json!(3), "any.empty: ")]
    {
        assert_eq!(value(n)["id"], id);
        assert!(value(n)["error"].as_str().unwrap().starts_with(reason), "{}", out[n]);
    }
    let report: Value = serde_json::from_slice(&fs::read(report.path()).unwrap()).unwrap();
    assert_eq!(
        report["records"],
        json!({"in": 5, "out": 2, "dropped": {"any.empty": 1}, "quarantined": {"bad_json": 1, "missing_field": 1}})
    );
}

#[test]
fn a_filter_to_which_nothing_comes_writes_nothing() {
    for more in [&[][..], &["--input-format", "jsonl"], &["--stdin-name", "a.warc.gz"]] {
        let run = sarand_with(&[&["clean", "-", "-o", "-", "-q"], more].concat(), b"");
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{more:?}: {}", run.stderr);
    }
    assert_eq!(sarand_with(&["clean", "-", "-q"], b"").code, 0);
}

#[test]
fn a_filter_keeps_the_order_whatever_the_threads() {
    let input: Vec<u8> =
        (0..20_000).flat_map(|n| format!("{{\"id\": {n}, \"text\": \"record {n}\"}}\n").into_bytes()).collect();
    for jobs in ["1", "3"] {
        let run = sarand_with(&["clean", "-", "-o", "-", "-q", "--no-builtin-rules", "--jobs", jobs], &input);
        let ids: Vec<Value> = lines(&run.stdout).into_iter().map(|document| document["id"].clone()).collect();
        assert!(ids.iter().enumerate().all(|(n, id)| *id == json!(n)) && ids.len() == 20_000, "--jobs {jobs}");
    }
}

#[test]
fn a_record_that_comes_alone_goes_at_once() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(["clean", "-", "-o", "-", "-q", "--no-builtin-rules", "--jobs", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut slowest = Duration::ZERO;
    for n in 0..10 {
        let begun = Instant::now();
        writeln!(input, "{{\"id\": {n}, \"text\": \"x\"}}").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        assert!(line.starts_with(&format!("{{\"id\":{n},")), "{line}");
        if n > 0 {
            slowest = slowest.max(begun.elapsed());
        }
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    // 50 ms on a machine with nothing else to do; a test has no such machine.
    assert!(slowest < Duration::from_millis(500), "{slowest:?}");
}

#[test]
fn progress_for_schedulers_is_json_on_stderr() {
    let crawl = Crawl::new(&[("a.jsonl", &large(200))]);
    let run = crawl.clean(&["--progress", "json"]);
    let last = lines(&run.stderr).pop().unwrap();
    let size = fs::metadata(crawl.input("a.jsonl")).unwrap().len();
    assert_eq!((&last["bytes"], &last["total"], &last["records"]), (&json!(size), &json!(size), &json!(200)));
    assert!(last["seconds"].as_f64().unwrap() > 0.0);
    // What an earlier run did counts too.
    let bad = [large(600), b"{}\n".to_vec(), large(600)].concat();
    fs::write(crawl.input("a.jsonl"), &bad).unwrap();
    assert_eq!(crawl.clean(&["--restart", "--max-bad", "0"]).code, 5);
    let run = crawl.clean(&["--progress", "json"]);
    let last = lines(&run.stderr).pop().unwrap();
    assert_eq!((&last["bytes"], &last["records"], &last["quarantined"]), (&json!(bad.len()), &json!(1201), &json!(1)));
}

#[test]
fn the_report_counts_hosts() {
    let record = |host: &str| format!("{{\"text\": \"A line.\", \"url\": \"https://{host}/x\"}}\n");
    let crawl =
        Crawl::new(&[("a.jsonl", [record("b.example"), record("a.example"), record("b.example")].concat().as_bytes())]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.report()["hosts"]["top"]["b.example"], json!({"documents": 2, "in": 14, "out": 14}));
}
