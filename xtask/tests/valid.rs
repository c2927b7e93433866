//! Every schema of `docs/reference/schemas` takes what the program really writes, and refuses what is broken.
//!
//! That the files agree with the program is for `cargo test reference::`. The program is the one that SARAND names (seen from the
//! root of the repository); else the newer one of the profiles `quick` and `dev`.
#![allow(clippy::unwrap_used, reason = "a failed unwrap fails the test")]

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};
use tempfile::TempDir;

/// All schemas, ready to validate.
struct Validator {
    schemas: Schemas,
    by_file: Vec<(String, SchemaIndex)>,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let mut paths = Vec::new();
        files(root().join("docs/reference/schemas"), "json", &mut paths);
        let url = |path: &Path| format!("file:///{}", name(path));
        for path in &paths {
            let schema = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
            compiler.add_resource(&url(path), schema).unwrap();
        }
        let by_file =
            paths.iter().map(|path| (name(path), compiler.compile(&url(path), &mut schemas).unwrap())).collect();
        Self { schemas, by_file }
    }

    /// What is wrong with a value; nothing, where it is valid.
    fn faults(&self, file: &str, value: &Value) -> Option<String> {
        let index = self.by_file.iter().find(|(known, _)| *known == format!("{file}.schema.json")).unwrap().1;
        self.schemas.validate(value, index).err().map(|error| format!("{file}: {error:#}\n{value}"))
    }

    /// Checks every line of a JSONL text, and says how many there are.
    fn lines(&self, file: &str, text: &str) -> usize {
        for line in text.lines() {
            let value: Value = serde_json::from_str(line).unwrap();
            assert_eq!(self.faults(file, &value), None);
        }
        text.lines().count()
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The program that is asked. This package does not depend on it: it would be built once more, with other features.
fn program() -> PathBuf {
    if let Some(given) = env::var_os("SARAND") {
        return root().join(given);
    }
    let target = root().join(env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()));
    let built =
        ["quick", "debug"].map(|profile| target.join(profile).join(format!("sarand{}", env::consts::EXE_SUFFIX)));
    let newest = built.iter().filter_map(|path| Some((fs::metadata(path).ok()?.modified().ok()?, path))).max();
    let Some((_, newest)) = newest else {
        panic!("none of {built:?} is there: `cargo build` makes one, or let SARAND name a program");
    };
    newest.clone()
}

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs the program at the root of the repository.
fn sarand(args: &[&str], stdin: &str) -> Run {
    let program = program();
    let mut child = Command::new(&program)
        .args(args)
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    // A line or two, which a pipe holds. The program may end before it has read all.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    Run { code: output.status.code(), stdout, stderr }
}

fn stdout(args: &[&str], stdin: &str) -> String {
    let run = sarand(args, stdin);
    assert!(matches!(run.code, Some(0 | 1)), "{args:?}: {}", run.stderr);
    run.stdout
}

/// The value with the one at `path` replaced; nothing takes it away.
fn with(value: &Value, path: &str, new: Option<Value>) -> Value {
    let mut value = value.clone();
    let (parent, key) = path.rsplit_once('/').unwrap();
    let parent = value.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match new {
        Some(new) => parent.insert(key.to_owned(), new),
        None => parent.remove(key),
    };
    value
}

#[test]
fn every_file_of_a_run_is_valid() {
    let (validator, folder) = (Validator::new(), TempDir::new().unwrap());
    let out = folder.path().join("out");
    let out = out.to_str().unwrap();
    stdout(
        &[
            "clean",
            "fixtures/pages",
            "fixtures/html",
            "fixtures/archives/pages.warc.gz",
            "fixtures/archives/pages.zip",
            "-o",
            out,
            "--reasons",
            "--keep-extracted",
            "--posts",
            "--comments",
            "--metadata-sources",
            "--quiet",
        ],
        "",
    );
    let read = |name: &str| fs::read_to_string(Path::new(out).join(name)).unwrap();
    for (schema, least) in [("documents", 20), ("removed", 10), ("quarantine", 1), ("manifest", 2)] {
        let count = validator.lines(schema, &read(&format!("{schema}.jsonl")));
        assert!(count >= least, "{schema}.jsonl has {count} lines");
    }
    let report: Value = serde_json::from_str(&read("report.json")).unwrap();
    assert_eq!(validator.faults("report", &report), None);
    assert!(report["left_out"].is_object() && report["records"]["skipped"].is_object(), "the run shows too little");

    // What is broken is refused.
    let first = |name: &str| -> Value { serde_json::from_str(read(name).lines().next().unwrap()).unwrap() };
    let removal: Value = read("removed.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|line| line["removals"].as_array().is_some_and(|all| !all.is_empty()))
        .unwrap();
    for (schema, value, path, new) in [
        ("documents", first("documents.jsonl"), "/text", None),
        ("documents", first("documents.jsonl"), "/metadata/flags", Some(json!(["no_such_flag"]))),
        ("documents", first("documents.jsonl"), "/metadata/length", Some(json!(-1))),
        ("removed", removal.clone(), "/removals/0/start", Some(json!("0"))),
        ("removed", removal.clone(), "/removals/0/rule", None),
        ("removed", removal, "/more", Some(json!(1))),
        ("quarantine", first("quarantine.jsonl"), "/reason", Some(json!("no_such_reason: x"))),
        ("quarantine", first("quarantine.jsonl"), "/raw", None),
        ("report", report.clone(), "/records/skipped/no_such_reason", Some(json!(1))),
        ("report", report.clone(), "/hosts/others", None),
        ("report", report, "/more", Some(json!(1))),
        ("manifest", first("manifest.jsonl"), "/inputs/sha256", Some(json!("abc"))),
        ("manifest", first("manifest.jsonl"), "/tool", None),
    ] {
        assert!(validator.faults(schema, &with(&value, path, new.clone())).is_some(), "{schema}: {path} {new:?}");
    }
}

#[test]
fn what_verbs_print_for_machines_is_valid() {
    let validator = Validator::new();
    let documents =
        stdout(&["clean", "-", "-o", "-", "--input-format", "jsonl", "--quiet"], "{\"id\":1,\"text\":\"a\"}\n{bad}\n");
    let lines: Vec<&str> = documents.lines().collect();
    assert_eq!(validator.lines("documents", lines[0]) + validator.lines("error", lines[1]), 2);
    assert!(
        validator.faults("documents", &serde_json::from_str(lines[1]).unwrap()).is_some(),
        "an error is no document"
    );
    for args in [["fixtures/pages/en-page.html", "--all"], ["fixtures/pages/fa-page.html", "--folded"]] {
        assert!(validator.lines("explain", &stdout(&["explain", "--json", args[0], args[1]], "")) > 10);
    }
    let parts = stdout(&["explain", "--json", "tests/cmd/explain.in/parts.txt"], "");
    assert!(parts.contains(r#""part":"[ad_2] ""#) && validator.lines("explain", &parts) > 4, "{parts}");
    assert!(
        validator.faults("explain", &json!({"id": "a", "line": 0, "text": "x", "chance": 1, "bound": 1})).is_some()
    );
    let scores: Value = serde_json::from_str(&stdout(&["eval", "fixtures/gold", "--json"], "")).unwrap();
    assert_eq!(validator.faults("eval", &scores), None);
    assert!(validator.faults("eval", &with(&scores, "/all/kept", None)).is_some());
    let detected = stdout(&["decode", "--detect", "fixtures/pages/en-page.html", "fixtures/pages/ar-column.txt"], "");
    assert_eq!(validator.lines("detect", &detected), 2);
    assert!(validator.faults("detect", &json!({"file": "a"})).is_some());
    let args = ["clean", "fixtures/pages", "--dry-run", "--exclude", "*.jsonl", "--progress", "json", "--quiet"];
    let shown = sarand(&args, "");
    assert!(validator.lines("progress", &shown.stderr) > 0);
    assert!(validator.faults("progress", &json!({"bytes": 1})).is_some());
}

/// The files with an extension in a folder and its subfolders.
fn files(folder: PathBuf, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(path, extension, found);
        } else if path.extension().is_some_and(|known| known == extension) {
            found.push(path);
        }
    }
}

#[test]
fn all_rule_files_and_labelled_documents_are_valid() {
    let validator = Validator::new();
    let mut found = Vec::new();
    files(root().join("rules"), "toml", &mut found);
    assert!(found.len() > 100);
    let read = |path: &Path| -> Value {
        serde_json::to_value(toml::from_str::<toml::Table>(&fs::read_to_string(path).unwrap()).unwrap()).unwrap()
    };
    for path in &found {
        assert_eq!(validator.faults("rules", &read(path)), None, "{}", path.display());
    }
    let rule = read(&root().join("rules/en/share.toml"));
    for (path, new) in [
        ("/rules", Some(json!([]))),
        ("/rule/0/exakt", Some(json!(["x"]))),
        ("/rule/0/level", Some(json!("high"))),
        ("/rule/0/max_chars", Some(json!(0))),
        ("/rule/0/hit", Some(json!("x"))),
        ("/rule/0/id", None),
    ] {
        assert!(validator.faults("rules", &with(&rule, path, new)).is_some(), "{path}");
    }
    let mut gold = Vec::new();
    files(root().join("fixtures/gold"), "json", &mut gold);
    assert!(!gold.is_empty());
    for path in &gold {
        let value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        assert_eq!(validator.faults("gold", &value), None, "{}", path.display());
    }
    assert!(validator.faults("gold", &json!({"id": "a", "lang": "en", "text": "x", "lines": [{"n": 1}]})).is_some());
}
