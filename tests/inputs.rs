//! Which inputs are read, under which names, and which are refused.

use crate::common::{Crawl, gzip, path, sarand, sarand_with, tree, zstd};
use serde_json::json;
use std::fs;

const LINE: &[u8] = b"{\"text\": \"A quiet day at the harbour.\"}\n";

#[test]
fn ids_are_relative_paths_in_byte_order() {
    let crawl = Crawl::new(&[
        ("b.txt", b"second page"),
        ("a/z.html", b"<p>first page"),
        ("a.jsonl", LINE),
        ("notes.pdf", b"%PDF"),
        ("c.TXT", b"third page"),
    ]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.ids(), ["a.jsonl#1", "a/z.html", "b.txt", "c.TXT"]);
    let texts: Vec<_> = tree(&crawl.out("out").join("text")).into_iter().map(|(path, _)| path).collect();
    assert_eq!(texts, ["a/z.html.txt", "b.txt", "c.TXT"].map(std::path::PathBuf::from));
    assert_eq!(crawl.report()["files"], json!({"read": 4, "skipped": {"unknown_extension": 1}}));
}

#[test]
fn with_several_inputs_the_base_name_comes_first() {
    let crawl = Crawl::new(&[("one/a.txt", b"first"), ("two/a.txt", b"second"), ("three.jsonl", LINE)]);
    let inputs = ["one", "two", "three.jsonl"].map(|name| crawl.input(name));
    let out = crawl.out("out");
    let run = sarand(&["clean", path(&inputs[0]), path(&inputs[1]), path(&inputs[2]), "-o", path(&out)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(crawl.ids(), ["one/a.txt", "two/a.txt", "three.jsonl#1"]);
    let sources: Vec<_> = crawl.lines("documents.jsonl").iter().map(|d| d["source"].clone()).collect();
    assert_eq!(sources, ["one", "two", "three.jsonl"]);
}

#[test]
fn compressed_inputs_are_read_to_their_last_member() {
    let two = [gzip(LINE), gzip(LINE)].concat();
    let frames = [zstd(LINE), zstd(LINE)].concat();
    let crawl = Crawl::new(&[("a.jsonl.gz", &two), ("b.jsonl.zst", &frames), ("c.txt.gz", &gzip(b"page"))]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.ids(), ["a.jsonl.gz#1", "a.jsonl.gz#2", "b.jsonl.zst#1", "b.jsonl.zst#2", "c.txt.gz"]);
    assert_eq!(crawl.read("text/c.txt.gz.txt"), "page");
}

#[test]
fn json_is_taken_when_it_holds_objects() {
    let crawl = Crawl::new(&[("a.json", LINE), ("b.json", b"{\n  \"text\": \"pretty\"\n}\n"), ("c.json", b"[1, 2]\n")]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.ids(), ["a.json#1", "b.json#1"]);
    assert_eq!(crawl.report()["files"]["skipped"], json!({"not_json_lines": 1}));
}

#[test]
fn a_named_file_of_unknown_extension_is_sniffed() {
    let crawl =
        Crawl::new(&[("page.php", b"<!DOCTYPE html><p>A page."), ("dump", &gzip(LINE)), ("words.md", b"Some words.")]);
    let inputs = ["page.php", "dump", "words.md"].map(|name| crawl.input(name));
    let out = crawl.out("out");
    let run = sarand(&["clean", path(&inputs[0]), path(&inputs[1]), path(&inputs[2]), "-o", path(&out)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(crawl.ids(), ["page.php", "dump#1", "words.md"]);
}

#[test]
fn globs_choose_among_the_files_of_a_folder() {
    let crawl = Crawl::new(&[("a/1.txt", b"x"), ("a/2.txt", b"x"), ("b/1.txt", b"x"), ("b/1.html", b"<p>x")]);
    assert_eq!(crawl.clean(&["--include", "*.txt", "--exclude", "b/*"]).code, 0);
    assert_eq!(crawl.ids(), ["a/1.txt", "a/2.txt"]);
}

#[test]
fn a_forced_kind_takes_every_file() {
    let crawl = Crawl::new(&[("a", b"x"), ("b.html", b"<p>x")]);
    assert_eq!(crawl.clean(&["--input-format", "text"]).code, 0);
    assert_eq!(crawl.ids(), ["a", "b.html"]);
    assert_eq!(crawl.read("text/b.html.txt"), "<p>x");
}

#[test]
fn standard_input_is_text_html_or_jsonl_by_content() {
    let run = sarand_with(&["clean", "-", "-q"], b"A line of text.\n");
    assert_eq!((run.code, run.stdout.as_str()), (0, "A line of text.\n"));
    let run = sarand_with(&["clean", "-", "-o", "-", "-q"], &gzip(LINE));
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((document["id"].clone(), document["source"].clone()), (json!("stdin#1"), json!("stdin")));
}

#[test]
fn what_cannot_be_read_is_refused_before_any_work() {
    let crawl = Crawl::new(&[
        ("x/a.txt", b"x"),
        ("y/a.txt", b"x"),
        ("z/p.html", b"<p>x"),
        ("z/p.html.txt", b"x"),
        ("w/p.html", b"<p>x"),
        ("w/p.html.txt/q.txt", b"x"),
        ("numbers.json", b"[1, 2]"),
    ]);
    let input = |name: &str| path(&crawl.input(name)).to_owned();
    let out = path(&crawl.out("out")).to_owned();
    for (inputs, message) in [
        (vec![input("missing")], "No such file"),
        (vec![input("x/a.txt"), input("y/a.txt")], "have the same id \"a.txt\""),
        (vec![input("z")], "would both be written as \"text/p.html.txt\""),
        (vec![input("w")], "which must also be a folder"),
        (vec![input("numbers.json")], "--input-format"),
        (vec!["-".to_owned(), "-".to_owned()], "standard input can be read only once"),
    ] {
        let args: Vec<_> =
            ["clean".to_owned()].into_iter().chain(inputs).chain(["-o".to_owned(), out.clone()]).collect();
        let run = sarand(&args);
        assert_eq!(run.code, 2, "{message}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{message}: {}", run.stderr);
        assert!(!crawl.out("out").exists(), "{message}");
    }
}

#[test]
fn standard_input_may_have_a_name() {
    let arc = b"http://h.example/ 192.0.2.1 20240501000000 text/plain 52\nHTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nA page.\n";
    for (stdin, name, id) in [
        (&arc[..], "s3://crawl/../a.arc.gz", "s3:/crawl/a.arc.gz#1"),
        (b"id,text\n,A page.\n", "rows.csv", ""),
        (b"{\"text\": \"A page.\"}", "odd", "odd#1"),
    ] {
        let run = sarand_with(&["clean", "-", "-o", "-", "-q", "--stdin-name", name], stdin);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        assert_eq!((&document["id"], &document["text"]), (&json!(id), &json!("A page.")), "{name}");
    }
    assert_eq!(sarand_with(&["clean", "-", "-o", "-", "--stdin-name", "/.."], b"").code, 2);
}

#[test]
fn an_output_inside_or_around_an_input_is_refused() {
    let crawl = Crawl::new(&[("a/x.txt", b"x")]);
    let (folder, file) = (crawl.input("a"), crawl.input("a/x.txt"));
    for (input, out) in [
        (&folder, crawl.input("a/out/deep")),
        (&folder, crawl.input("a/../a/out")),
        (&folder, folder.clone()),
        (&file, folder.clone()),
    ] {
        let run = sarand(&["clean", path(input), "-o", path(&out), "--force"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("give another folder"), "{}", run.stderr);
    }
    assert_eq!(tree(&crawl.input("")).len(), 1);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::{
        ffi::OsStr,
        os::unix::{ffi::OsStrExt, fs::symlink},
        process::Command,
    };

    #[test]
    fn bad_bytes_of_a_name_are_percent_codes() {
        let crawl = Crawl::new(&[]);
        fs::write(crawl.input("").join(OsStr::from_bytes(b"p\xe1ge.txt")), "x").unwrap();
        assert_eq!(crawl.clean(&[]).code, 0);
        assert_eq!(crawl.ids(), ["p%E1ge.txt"]);
        assert_eq!(crawl.read("text/p%E1ge.txt"), "x");
    }

    #[test]
    fn loops_pipes_and_broken_links_are_skipped_and_told() {
        let crawl = Crawl::new(&[("a/x.txt", b"x"), ("new\nline.txt", b"x")]);
        symlink(crawl.input(""), crawl.input("a/loop")).unwrap();
        symlink("nowhere", crawl.input("a/broken.txt")).unwrap();
        symlink(crawl.input("a/x.txt"), crawl.input("a/y.txt")).unwrap();
        assert!(Command::new("mkfifo").arg(crawl.input("a/pipe.txt")).status().unwrap().success());
        let out = crawl.out("out");
        let run = sarand(&["clean", path(&crawl.input("")), "-o", path(&out)]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(crawl.ids(), ["a/x.txt", "a/y.txt", "new\nline.txt"]);
        let skipped = json!({"link_loop": 1, "broken_link": 1, "not_a_file": 1});
        assert_eq!(crawl.report()["files"]["skipped"], skipped);
        assert!(run.stderr.contains("skipped \"a/pipe.txt\": not_a_file"), "{}", run.stderr);
    }
}
