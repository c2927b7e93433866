//! Archives, tables and lists on the command line.

use crate::common::{
    Crawl,
    archives::{self, answer, pages, tar, warc, zip},
    gzip, path, sarand, sarand_with, tree,
};
use serde_json::{Value, json};
use std::{fs, io::Write, path::Path};

fn fixture(name: &str) -> String {
    format!("{}/fixtures/archives/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The documents of some inputs, and the counts of records.
fn clean(inputs: &[&str], more: &[&str]) -> (Vec<Value>, Value) {
    let crawl = Crawl::new(&[]);
    let out = crawl.out("out");
    let args: Vec<&str> = ["clean", "-q", "-o", path(&out)].iter().chain(inputs).chain(more).copied().collect();
    let run = sarand(&args);
    assert!(run.code < 2, "{}", run.stderr);
    (crawl.lines("documents.jsonl"), crawl.report()["records"].clone())
}

#[test]
fn all_archives_of_a_page_give_its_text() {
    let text = |name: &str, start: &str| {
        let (documents, _) = clean(&[&fixture(name)], &[]);
        let texts = documents.iter().map(|document| document["text"].as_str().unwrap().to_owned());
        texts.filter(|text| text.starts_with(start)).collect::<Vec<_>>()
    };
    for start in ["The morning ferry to the island left two hours late on Tuesday", "باران دیروز از ساعت سه"]
    {
        let warc = text("pages.warc", start);
        assert_eq!(warc.len(), 1, "{start}");
        for name in ["pages.warc.gz", "pages.arc", "pages.tar", "pages.zip"] {
            assert_eq!(text(name, start), warc, "{name}");
        }
    }
}

#[test]
fn a_page_of_a_crawl_has_its_url_date_and_id() {
    let (documents, records) = clean(&[&fixture("pages.warc.gz")], &["--any-status"]);
    let by_url =
        |end: &str| documents.iter().find(|d| d["url"].as_str().is_some_and(|url| url.ends_with(end))).unwrap();
    let ferry = by_url("/ferry");
    assert_eq!(ferry["id"], "urn:uuid:00000000-0000-4000-8000-000000000004");
    assert_eq!(ferry["created"], "2024-10-12T09:40:04Z");
    assert_eq!(ferry["metadata"]["hostname"], "island.example");
    assert_eq!(by_url("/rain")["metadata"]["charset"], "windows-1256");
    assert_eq!(by_url("/cut")["metadata"]["flags"], json!(["truncated"]));
    assert_eq!(by_url("/gone")["http_status"], 404);
    assert_eq!(records["in"], 5);
    assert_eq!(records["skipped"]["media_image"], 1);
}

#[test]
fn threads_do_not_change_what_is_written() {
    let bodies: Vec<Vec<u8>> =
        (0..300).map(|n| format!("Gull number {n} sat on the wall. ").repeat(200).into_bytes()).collect();
    let names: Vec<String> = (0..300).map(|n| format!("{n}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(String::as_str).zip(bodies.iter().map(Vec::as_slice)).collect();
    let crawl = Crawl::new(&[("a.tar", &tar(&entries)), ("b.warc.gz", &pages(2000).concat()), ("c.txt", b"The last.")]);
    let outputs = ["1", "4"].map(|jobs| {
        assert_eq!(crawl.clean_to(jobs, &["--jobs", jobs]).code, 0);
        tree(&crawl.out(jobs))
    });
    assert_eq!(outputs[0], outputs[1]);
    let documents = outputs[0].iter().find(|(name, _)| name == Path::new("documents.jsonl")).unwrap();
    assert_eq!(memchr::memchr_iter(b'\n', &documents.1).count(), 2301);
}

#[test]
fn inputs_come_from_a_list() {
    let crawl =
        Crawl::new(&[("a/x.txt", b"one"), ("b/x.txt", b"two"), ("new\nline.txt", b"three"), ("d/y.html", b"<p>4")]);
    let input = |name: &str| path(&crawl.input(name)).to_owned();
    let names = [input("a/x.txt"), input("b/x.txt"), input("d")];
    let out = crawl.out("out");
    let whole = |name: &str| input(name).trim_start_matches('/').to_owned();
    let run =
        sarand_with(&["clean", "--files-from", "-", "-o", path(&out), "-q"], (names.join("\n") + "\n").as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(crawl.ids(), [whole("a/x.txt"), whole("b/x.txt"), whole("d/y.html")]);
    let list = crawl.out("list");
    fs::write(&list, [input("new\nline.txt"), input("a/x.txt")].join("\0")).unwrap();
    let run = sarand(&["clean", "--files-from", path(&list), "-0", "-o", path(&out), "-q", "--force"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(crawl.ids(), [whole("new\nline.txt"), whole("a/x.txt")]);
    let run = sarand_with(&["clean", "--files-from", "-", "--dry-run"], b"no such file\n");
    assert!(run.code == 2 && run.stderr.contains("no such file: "), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_list_is_skipped_and_told() {
    let crawl = Crawl::new(&[("x.txt", b"one")]);
    let pipe = crawl.input("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let list = format!("{}\n{}\n", path(&pipe), path(&crawl.input("x.txt")));
    let run = sarand_with(&["clean", "--files-from", "-", "-o", path(&crawl.out("out"))], list.as_bytes());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("not_a_file"), "{}", run.stderr);
    assert_eq!(crawl.report()["files"]["skipped"], json!({"not_a_file": 1}));
}

#[test]
fn a_bomb_is_given_up_early_and_what_follows_is_read() {
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..200 {
        bomb.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let good = gzip(b"{\"text\": \"A quiet day.\"}\n");
    let line = [good.clone(), bomb.finish().unwrap(), good].concat();
    let crawl = Crawl::new(&[("a.jsonl.gz", &line)]);
    assert_eq!(crawl.clean(&[]).code, 1);
    let records = crawl.report()["records"].clone();
    assert_eq!((records["out"].clone(), records["quarantined"].clone()), (json!(2), json!({"expands": 1})));
}

#[test]
fn every_reader_keeps_to_the_longest_record() {
    let long = "A word. ".repeat(1000);
    let row = format!("{{\"text\": \"{long}\"}}\n{{\"text\": \"short\"}}\n");
    let crawl = Crawl::new(&[
        ("a.jsonl", row.as_bytes()),
        ("b.csv", format!("text\n\"{long}\"\nshort\n").as_bytes()),
        ("c.tar", &tar(&[("c.txt", long.as_bytes()), ("d.txt", b"short")])),
        ("e.txt", long.as_bytes()),
        ("f.warc", &archives::warc("resource", "http://a.example/", "text/plain", long.as_bytes())),
    ]);
    assert_eq!(crawl.clean(&["--max-record", "2K"]).code, 1);
    let records = crawl.report()["records"].clone();
    assert_eq!((records["out"].clone(), records["quarantined"].clone()), (json!(3), json!({"too_long": 5})));
}

#[test]
fn what_is_learnt_from_a_crawl_is_learnt_from_its_pages() {
    let pages: Vec<Vec<u8>> = (0..40)
        .map(|n| {
            let text =
                format!("The {n}th story tells of something new and long enough.\n\nSend us your photos of {n}\n");
            let body = archives::answer(200, "text/plain", text.as_bytes());
            gzip(&archives::warc("response", &format!("http://a.example/{n}"), "application/http", &body))
        })
        .collect();
    let crawl = Crawl::new(&[("a.warc.gz", &pages.concat())]);
    let run = sarand(&["learn", path(&crawl.input("")), "-o", "-", "-q"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Send us your photos"), "{}", run.stdout);
}

#[cfg(feature = "parquet")]
mod parquet {
    use super::*;

    #[test]
    fn tables_are_written_and_read_again() {
        let crawl = Crawl::new(&[(
            "a.jsonl",
            "{\"id\": 7, \"text\": \"متن ساده‌ای است.\", \"url\": \"http://a.example/\", \"x\": [1]}\n{\"text\": \"Two.\"}\n".as_bytes(),
        )]);
        assert_eq!(crawl.clean(&["--format", "parquet"]).code, 0);
        let table = crawl.out("out").join("documents.parquet");
        assert!(!crawl.out("out").join("documents.jsonl").exists());
        let (documents, records) = clean(&[path(&table)], &[]);
        assert_eq!(records["in"], 2);
        assert_eq!((documents[0]["id"].clone(), documents[0]["url"].clone()), (json!("7"), json!("http://a.example/")));
        assert_eq!(documents[0]["text"], "متن ساده‌ای است.");
        assert_eq!((documents[1]["id"].clone(), documents[1]["text"].clone()), (json!("a.jsonl#2"), json!("Two.")));
        let meta: Value = serde_json::from_str(documents[0]["meta"].as_str().unwrap()).unwrap();
        assert_eq!(meta["x"], json!([1]));
    }

    #[test]
    fn a_damaged_table_is_accounted_for() {
        let rows: String = (0..200).map(|n| format!("{{\"text\": \"Row {n} of the table.\"}}\n")).collect();
        let crawl = Crawl::new(&[("a.jsonl", rows.as_bytes())]);
        assert_eq!(crawl.clean(&["--format", "parquet"]).code, 0);
        let table = fs::read(crawl.out("out").join("documents.parquet")).unwrap();
        for case in 0..20 {
            let mut damaged = table.clone();
            damaged[case * table.len() / 20] ^= 0x41;
            let crawl = Crawl::new(&[("a.parquet", &damaged)]);
            let run = crawl.clean(&[]);
            assert!(run.code < 2, "byte {}: {}", case * table.len() / 20, run.stderr);
        }
    }
}

#[test]
fn rules_for_a_host_apply_to_its_pages_in_archives_and_folders() {
    let html = "<main><p>The old crane was painted again last week, and nobody on the quay asked why.</p>\
        <p>It took two people and a long ladder.</p><p class=crane>Seen by thirty-one, who said so.</p></main>";
    let rules = "[[rule]]\nid = 't.crane'\nkind = 'html'\nlevel = 'safe'\nclass = 'share'\nsummary = 'a rule of a test'\n\
        host = ['crane.example']\ncss = ['.crane']\n[[rule.case]]\nname = 'goes'\ntext = '<p>a<p class=crane>b'\n\
        removes = ['b']\n";
    let page = |host: &str| {
        let answer = archives::answer(200, "text/html", html.as_bytes());
        archives::warc("response", &format!("http://{host}/1"), "application/http", &answer)
    };
    let warc = [page("crane.example"), page("other.example")].concat();
    let crawl = Crawl::new(&[
        ("crane.example/1.html", html.as_bytes()),
        ("other.example/1.html", html.as_bytes()),
        ("pages.warc", &warc),
    ]);
    let file = crawl.out("rules.toml");
    fs::write(&file, rules).unwrap();
    let run = crawl.clean(&["--rules", path(&file)]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for document in crawl.lines("documents.jsonl") {
        let is_crane = document["id"].as_str().unwrap().contains("crane.example");
        assert_eq!(document["text"].as_str().unwrap().contains("Seen by"), !is_crane, "{document}");
    }
    assert_eq!(crawl.ids().len(), 4);
}

#[test]
fn hidden_files_of_a_folder_are_left_out_unless_asked_for() {
    let page: &[u8] = b"The bridge is closed until Friday, and the bus takes the long way round.\n";
    let names = [".git/notes.txt", ".note.txt", "a.txt", "www/._a.html", "www/.cache/deep/b.txt", "www/a.html"];
    let crawl = Crawl::new(&names.map(|name| (name, page)));
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.ids(), ["a.txt", "www/a.html"]);
    assert_eq!(crawl.report()["files"], json!({"read": 2, "skipped": {"hidden": 4}}));
    assert_eq!(crawl.clean(&["--hidden", "--restart"]).code, 0);
    assert_eq!(crawl.ids(), names);
    let (documents, _) = clean(&[path(&crawl.input(".git"))], &[]);
    assert_eq!(documents[0]["id"], "notes.txt");
    let (documents, _) = clean(&[path(&crawl.input(".note.txt"))], &[]);
    assert_eq!(documents[0]["id"], ".note.txt");
}

#[test]
fn what_macos_notes_of_files_in_an_archive_is_passed_over() {
    let crawl =
        Crawl::new(&[("a.tar", &tar(&[("__MACOSX/._a.txt", b"\0\x05\x16\x07"), ("a.txt", b"A page of words.")]))]);
    assert_eq!(crawl.clean(&[]).code, 0);
    assert_eq!(crawl.ids(), ["a.tar/a.txt"]);
    assert_eq!(crawl.report()["records"]["skipped"], json!({"entry_no_page": 1}));
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

#[test]
fn what_is_no_text_goes_to_quarantine_whatever_it_is_called() {
    let letter = zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>")]);
    let http = "application/http; msgtype=response";
    let crawl = Crawl::new(&[
        ("a.txt", b"Two lines of a page,\nand no more."),
        (
            "crawl.warc",
            &warc("response", "http://a.example/p", http, &answer(200, "text/html", b"%PDF-1.7\n1 0 obj\n")),
        ),
        ("letter.txt", &letter),
        ("pages.tar", &tar(&[("in/photo.html", PNG)])),
        ("photo.html", PNG),
        ("photo.txt.gz", &gzip(PNG)),
        ("tape.txt", &tar(&[("www/island.example/index.html", b"<p>A page of a site that was packed.")])),
        ("tool.text", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0\x01\0\0\0"),
    ]);
    assert_eq!(crawl.clean(&[]).code, 1);
    assert_eq!(crawl.ids(), ["a.txt"]);
    let reasons: Vec<_> = crawl.lines("quarantine.jsonl").iter().map(|line| line["reason"].clone()).collect();
    let png = "binary: Portable Network Graphics (PNG)";
    let (pdf, elf) = ("binary: Portable Document Format (PDF)", "binary: Executable and Linkable Format (ELF)");
    let tape = "binary: Tape Archive (TAR)";
    assert_eq!(reasons, [pdf, "binary: Office Open XML Document (DOCX)", png, png, png, tape, elf]);
    assert_eq!(crawl.report()["records"]["quarantined"], json!({"binary": 7}));
    // By its own name it is no archive of pages either.
    fs::write(crawl.out("letter.docx"), &letter).unwrap();
    let (documents, records) = clean(&[path(&crawl.out("letter.docx"))], &[]);
    assert_eq!((documents.len(), &records["quarantined"]), (0, &json!({"binary": 1})));
}

#[test]
fn pages_are_read_as_they_were_sent() {
    let page = "<!DOCTYPE html><title>Ferry</title><article><p>The ferry to the island was late again on Monday, and \
                nobody on the pier was surprised.</p></article>";
    let chunked = format!("{:x}\r\n{page}\r\n0\r\n\r\n", page.len());
    let row = b"{\"id\": \"row\", \"text\": \"A row of words.\"}\n";
    let sent = [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"[..], &gzip(page.as_bytes())].concat();
    let wrong =
        [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n"[..], &gzip(page.as_bytes())]
            .concat();
    let crawl = Crawl::new(&[
        ("chunks.html", chunked.as_bytes()),
        ("crawl.warc", &warc("response", "http://a.example/s", "application/http", &sent)),
        ("gzip.html", &gzip(page.as_bytes())),
        ("rows.jsonl", &gzip(row)),
        ("wrong.warc", &warc("response", "http://a.example/w", "application/http", &wrong)),
        ("zstd.html", &zstd::encode_all(page.as_bytes(), 3).unwrap()),
    ]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let documents = crawl.lines("documents.jsonl");
    assert_eq!(documents.len(), 6);
    for document in documents.iter().filter(|document| document["id"] != "row") {
        let text = document["text"].as_str().unwrap();
        assert!(text.starts_with("The ferry to the island was late again on Monday"), "{document}");
        assert_eq!(document["title"], "Ferry");
    }
    // A name that says nothing: the content tells.
    fs::write(crawl.out("page.php"), &chunked).unwrap();
    assert_eq!(clean(&[path(&crawl.out("page.php"))], &[]).0[0]["title"], "Ferry");
}

#[test]
#[cfg(target_os = "linux")]
fn what_cannot_be_read_in_a_folder_is_told_and_the_rest_is_cleaned() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let page: &[u8] = b"The lighthouse keeper counted ships until his tea was cold.\n";
    let crawl = Crawl::new(&[("a.txt", page), ("b.txt", page), ("sub/c.txt", page), ("z.txt", page)]);
    // Nobody may read these but root, and this one nobody.
    symlink("/proc/self/mem", crawl.input("m.jsonl")).unwrap();
    for name in ["b.txt", "sub"] {
        fs::set_permissions(crawl.input(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    let root = fs::File::open(crawl.input("b.txt")).is_ok();
    let run = crawl.clean(&[]);
    fs::set_permissions(crawl.input("sub"), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.code, 1, "{}", run.stderr);
    let (ids, unread): (&[&str], &[&str]) = match root {
        true => (&["a.txt", "b.txt", "sub/c.txt", "z.txt"], &["m.jsonl"]),
        false => (&["a.txt", "z.txt"], &["b.txt", "m.jsonl", "sub"]),
    };
    assert_eq!(crawl.ids(), ids);
    let quarantine = crawl.lines("quarantine.jsonl");
    let names: Vec<_> = quarantine.iter().map(|line| line["file"].as_str().unwrap()).collect();
    assert_eq!(names, unread);
    for (line, name) in quarantine.iter().zip(unread) {
        assert!(line["reason"].as_str().unwrap().starts_with("unreadable: "), "{line}");
        assert!(run.stderr.contains(&format!("sarand: cannot read {name:?}: ")), "{}", run.stderr);
    }
}
