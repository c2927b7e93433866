//! Archives and tables, record by record: what is read, what is passed over, and what damage costs.

use crate::common::{
    archives::{answer, bzip2, page, tar, warc, xz, zip},
    gzip,
};
use sarand::read::{
    CompressionFormat, Format, Limits, Source, SourceOrigin, http, kind,
    lines::ChunkReader,
    raw_record::{self, RawRecordKind},
    record::Fault,
    records, sniff, stream, unpack,
};
use std::io::Write;

const SMALL: Limits = Limits { record: 2000, ratio: 250 };

fn source(name: &str, bytes: &[u8], limits: Limits) -> Source {
    let (known, compression) = kind::by_name(name.as_bytes());
    let Some(kind::ExtensionFormat::Is(kind)) = known else { panic!("{name}") };
    let origin = SourceOrigin::Memory(bytes.to_vec());
    let (base, size) = (name.to_owned(), bytes.len() as u64);
    Source { name: base.clone(), base, origin, kind, compression, size, limits, any_status: false, delimiter: None }
}

/// The records of a source in short: `page URL TEXT`, `row JSON`, a reason to pass over, or a fault with a `!`.
fn read(name: &str, bytes: &[u8], limits: Limits) -> Vec<String> {
    let source = source(name, bytes, limits);
    let mut records = match records::open(&source, &Default::default()) {
        Ok(records) => records,
        Err(error) => return vec![format!("!{error}")],
    };
    let (mut all, mut buffer) = (Vec::new(), Vec::new());
    while let Some(item) = records.next(&mut buffer) {
        let bytes = &buffer[item.start..item.end];
        assert_eq!(item.position.line, all.len() as u64 + 1);
        all.push(match item.kind {
            RawRecordKind::Skipped(reason) => reason.id().to_owned(),
            RawRecordKind::Faulty((fault, _)) => format!("!{}", fault.id()),
            RawRecordKind::Row | RawRecordKind::Value { .. } => format!("row {}", String::from_utf8_lossy(bytes)),
            RawRecordKind::Page(head) => match http::page(&head, &bytes[head.block..], false, &limits) {
                Ok(http::BlockContent::Page(page)) => {
                    format!("page {}{} {}", head.url, head.name, String::from_utf8_lossy(&page.bytes).trim_end())
                }
                Ok(http::BlockContent::Skipped(reason)) => reason.id().to_owned(),
                Err((fault, _)) => format!("!{}", fault.id()),
            },
        });
        buffer.clear();
    }
    all
}

fn short(url: &str, text: &str) -> Vec<u8> {
    warc("response", url, "application/http; msgtype=response", &answer(200, "text/plain", text.as_bytes()))
}

#[test]
fn a_warc_file_reads_the_same_however_it_is_compressed() {
    let records: Vec<Vec<u8>> = (1..=4).map(page).chain([warc("request", "http://a.example/", "", b"GET /")]).collect();
    let plain = records.concat();
    let want = read("a.warc", &plain, Limits::default());
    assert_eq!(want.len(), 5);
    assert!(want[3].starts_with("page http://a.example/4 Page 4 tells") && want[4] == "warc_request", "{want:?}");
    let each =
        |compression: fn(&[u8]) -> Vec<u8>| records.iter().flat_map(|record| compression(record)).collect::<Vec<u8>>();
    // As IIPC's draft has it: the dictionary in a skippable frame, as it is or compressed.
    let dictionary = page(99);
    let with_dictionary = |payload: &[u8]| {
        let mut file = vec![0x5d, 0x2a, 0x4d, 0x18];
        file.extend_from_slice(&(payload.len() as u32).to_le_bytes());
        file.extend_from_slice(payload);
        let mut compressor = zstd::bulk::Compressor::with_dictionary(3, &dictionary).unwrap();
        records.iter().for_each(|record| file.extend(compressor.compress(record).unwrap()));
        file
    };
    for (name, bytes) in [
        ("a.warc.gz", each(gzip)),
        ("a.warc.gz", gzip(&plain)),
        ("a.warc.gz", [gzip(&plain), vec![0; 700]].concat()),
        ("a.warc.bz2", each(bzip2)),
        ("a.warc.xz", each(xz)),
        ("a.warc.zst", each(|record| zstd::encode_all(record, 3).unwrap())),
        ("a.warc.zst", with_dictionary(&dictionary)),
        ("a.warc.zst", with_dictionary(&zstd::encode_all(&dictionary[..], 3).unwrap())),
    ] {
        assert_eq!(read(name, &bytes, Limits::default()), want, "{name}, {} bytes", bytes.len());
    }
}

#[test]
fn heads_with_odd_line_ends_are_read() {
    let text = "WARC/0.18\nwarc-type: conversion\nWARC-Target-URI: http://a.example/\nContent-Type: text/plain\n\
                X: folded\n  over lines\nContent-length:  5\n\nhello\n\n";
    let want = ["page http://a.example/ hello"; 2];
    assert_eq!(read("a.wet", text.repeat(2).as_bytes(), Limits::default()), want);
    let twice = text.replace('\n', "\r\r\n").repeat(2);
    assert_eq!(read("a.wet", twice.as_bytes(), Limits::default()), want);
}

#[test]
fn wrong_lengths_cost_the_record_that_says_them() {
    let record = |length: &str| {
        let text =
            format!("WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\r\n");
        text + "Eight words of a page that is short.\r\n\r\n"
    };
    let good = record("36");
    for (bad, fault) in [
        (record("30"), "!bad_record"),
        (record("90"), "!bad_record"),
        (record("99999"), "!too_long"),
        (record("1500"), "!bad_record"),
        (record("many"), "!bad_record"),
        (record("-1"), "!bad_record"),
        (good.replace("WARC/1.0", "WARK/1.0"), "!bad_record"),
        ("no record at all\r\n".repeat(9), "!bad_record"),
    ] {
        let file = [&good, &bad, &good, &good].map(String::as_bytes).concat();
        let page = "page  Eight words of a page that is short.";
        assert_eq!(read("a.warc", &file, SMALL), [page, fault, page, page], "{bad}");
    }
    let cut = &good.as_bytes()[..good.len() - 20];
    assert_eq!(read("a.warc", &[good.as_bytes(), cut].concat(), SMALL)[1], "!bad_record");
}

#[test]
fn a_record_may_break_off_at_any_byte() {
    let arc = |number: usize| {
        let text =
            format!("<html><p>Page {number}: see <a href=\"http://b.example/\">the gulls</a> of the harbour</html>\n");
        let length = text.len();
        format!("http://a.example/{number} 192.0.2.1 20240131083000 text/html {length}\n{text}\n").into_bytes()
    };
    let files: [(&str, [Vec<u8>; 3]); 2] = [("a.warc", [page(1), page(2), page(3)]), ("a.arc", [1, 2, 3].map(arc))];
    for (name, [first, second, third]) in files {
        // A URL that breaks off cannot be told from one that holds another.
        let in_url = |cut: &usize| {
            let word = second[..*cut].rsplit(|b| b" \"<>\n".contains(b)).next().unwrap_or_default();
            name == "a.arc" && word.starts_with(b"http://")
        };
        for cut in (1..second.len()).filter(|cut| !in_url(cut)) {
            let file = [&first[..], &second[..cut], &third].concat();
            let records = read(name, &file, Limits::default());
            let is_page = |at: usize, number: u8| {
                let want = format!("page http://a.example/{number} ");
                records.get(at).is_some_and(|record| record.starts_with(&want))
            };
            // What is cut is told, but for the ends of lines behind the block.
            let told = records[1] == "!bad_record" || second[cut..].iter().all(|b| b"\r\n".contains(b));
            assert!(records.len() == 3 && is_page(0, 1) && is_page(2, 3) && told, "{name} {cut}: {records:?}");
        }
    }
}

#[test]
fn pages_that_speak_of_warc_are_whole() {
    let text = "A record begins with WARC/1.0\r\nWARC-Type: response\r\n\r\nor with\nWARC/1.1\nand its fields.";
    let file = [short("http://a.example/1", text), page(2)].concat();
    let records = read("a.warc", &file, Limits::default());
    assert_eq!(records[0], format!("page http://a.example/1 {text}"));
    assert!(records.len() == 2 && records[1].starts_with("page http://a.example/2 "), "{records:?}");
}

#[test]
fn pages_are_told_from_what_stands_beside_them() {
    let http = "application/http; msgtype=response";
    let records = [
        warc("warcinfo", "", "application/warc-fields", b"software: x"),
        warc("response", "http://a.example/robots.txt", http, &answer(200, "text/plain", b"User-agent: *")),
        warc("response", "http://a.example/i", http, &answer(200, "image/png", b"\x89PNG")),
        warc("response", "http://a.example/m", http, &answer(302, "text/html", b"moved")),
        warc("resource", "http://a.example/t", "text/plain; charset=utf-8", b"words"),
        warc("response", "dns:a.example", "text/dns", b"a.example. 60 IN A 192.0.2.1"),
        warc("novelty", "http://a.example/", "text/plain", b"x"),
    ];
    assert_eq!(
        read("a.warc", &records.concat(), Limits::default()),
        [
            "warc_warcinfo",
            "robots_txt",
            "media_image",
            "status_3xx",
            "page http://a.example/t words",
            "warc_dns",
            "warc_other"
        ]
    );
}

#[test]
fn arc_files_are_read_and_resynchronised() {
    let record =
        |url: &str, length: usize, block: &str| format!("{url} 192.0.2.1 20040131083000 text/html {length}\n{block}\n");
    let block = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nA short page.";
    let good = record("http://a.example/x", block.len(), block);
    let file = [
        record("filedesc://a.arc", 10, "1 0 Sarand"),
        good.clone(),
        record("http://a.example/y", 900, block),
        good.clone(),
        "a line that is no head\n".to_owned(),
        good.clone(),
    ]
    .concat();
    let page = "page http://a.example/x A short page.";
    let want = ["arc_filedesc", page, "!bad_record", page, "!bad_record", page];
    assert_eq!(read("a.arc", file.as_bytes(), Limits::default()), want);
    assert_eq!(read("a.arc.gz", &gzip(file.as_bytes()), Limits::default()), want);
}

#[test]
fn what_is_too_long_or_expands_too_far_is_cut_and_the_rest_is_read() {
    let long = short("http://a.example/long", &"word ".repeat(9000));
    let file = [page(1), long, page(2)].concat();
    let all = read("a.warc", &file, SMALL);
    assert_eq!((all.len(), all[1].as_str()), (3, "!too_long"));
    assert!(all[2].contains("Page 2"));
    // 60 MB of one letter in 60 kB.
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    bomb.write_all(&vec![b'x'; 60 << 20]).unwrap();
    let bomb = bomb.finish().unwrap();
    let all = read("a.warc.gz", &[gzip(&page(1)), bomb.clone(), gzip(&page(2))].concat(), Limits::default());
    assert_eq!((all.len(), all[1].as_str()), (3, "!expands"), "{all:?}");
    assert!(all[2].contains("Page 2"));
    let body = [&b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"[..], &bomb].concat();
    let http = "application/http; msgtype=response";
    let all = read("a.warc", &warc("response", "http://a.example/", http, &body), Limits::default());
    assert_eq!(all, ["!expands"]);
    let all = read("a.tar", &tar(&[("a.html.gz", &bomb), ("b.txt", b"b")]), Limits::default());
    assert_eq!(all, ["!expands", "page b.txt b"]);
    let all = read("a.zip", &zip(&[("a.html", &vec![b'x'; 60 << 20]), ("b.txt", b"b")]), Limits::default());
    assert_eq!(all, ["!expands", "page b.txt b"]);
}

#[test]
fn files_in_archives_have_clean_names() {
    let deep = format!("{}/page.html", "deep/".repeat(40).trim_end_matches('/'));
    let entries: &[(&str, &[u8])] = &[
        ("../../up.txt", b"up"),
        ("./a/b.html", b"<p>b"),
        ("logo.png", b"\x89PNG"),
        (&deep, b"<p>deep"),
        ("lines.jsonl", b"{}"),
    ];
    let want = [
        "page up.txt up".to_owned(),
        "page a/b.html <p>b".to_owned(),
        "entry_no_page".to_owned(),
        format!("page {deep} <p>deep"),
        "entry_no_page".to_owned(),
    ];
    assert_eq!(read("a.tar", &tar(entries), Limits::default()), want);
    assert_eq!(read("a.tgz", &gzip(&tar(entries)), Limits::default()), want);
    assert_eq!(read("a.tar.xz", &xz(&tar(entries)), Limits::default()), want);
    assert_eq!(read("a.zip", &zip(entries), Limits::default()), want);
}

#[test]
fn links_and_devices_of_a_tar_file_are_passed_over_and_damage_costs_one_file() {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (kind, size) in [(::tar::EntryType::Symlink, 0), (::tar::EntryType::Char, 0), (::tar::EntryType::Regular, 4)] {
        let mut header = ::tar::Header::new_ustar();
        header.set_entry_type(kind);
        header.set_size(size);
        header.set_cksum();
        let content: &[u8] = if size > 0 { b"page" } else { b"" };
        if kind == ::tar::EntryType::Symlink {
            builder.append_link(&mut header, "passwords.txt", "/etc/passwd").unwrap();
        } else {
            builder.append_data(&mut header, "dev.txt", content).unwrap();
        }
    }
    let file = builder.into_inner().unwrap();
    assert_eq!(read("a.tar", &file, Limits::default()), ["entry_link", "entry_special", "page dev.txt page"]);
    let mut file = tar(&[("a.txt", b"first"), ("b.txt", b"second"), ("c.txt", b"third")]);
    file[1024 + 10] ^= 1;
    assert_eq!(read("a.tar", &file, Limits::default()), ["page a.txt first", "!bad_record", "page c.txt third"]);
    assert_eq!(read("a.tar", &file[..2048 + 515], Limits::default())[2], "!bad_record");
}

#[test]
fn what_needs_a_password_is_set_aside() {
    let mut file = zip(&[("a.txt", b"first"), ("b.txt", b"second")]);
    // The flag in both of the places where the second file has one.
    let local = memchr::memmem::rfind(&file, b"PK\x03\x04").unwrap();
    let central = memchr::memmem::rfind(&file, b"PK\x01\x02").unwrap();
    file[local + 6] |= 1;
    file[central + 8] |= 1;
    assert_eq!(read("a.zip", &file, Limits::default()), ["page a.txt first", "!encrypted"]);
    assert!(read("a.zip", b"PK\x03\x04 and no more", Limits::default())[0].starts_with('!'));
}

#[test]
fn rows_become_objects() {
    let file = b"\xef\xbb\xbfid,text,\"a \"\"b\"\"\"\r\n1,\"two\nlines\",x\r\n\r\n2,\xe9t\xe9,\n3,short\n4,\"open, and so on\n5,a,b\n";
    assert_eq!(
        read("a.csv", file, Limits::default()),
        [
            r#"row {"id":"1","text":"two\nlines","a \"b\"":"x"}"#,
            "row {\"id\":\"2\",\"text\":\"\u{fffd}t\u{fffd}\",\"a \\\"b\\\"\":\"\"}",
            "!bad_record",
            "!bad_record",
        ]
    );
    assert_eq!(read("a.tsv.gz", &gzip(b"a\tb\n\"1\"\t2,3\n"), Limits::default()), [r#"row {"a":"1","b":"2,3"}"#]);
    assert!(read("a.csv", b"", Limits::default()).is_empty());
    // Without its partner a quotation mark would take all that follows.
    let open = [&b"a,b\n1,\"open\n2,x\n"[..], &b"3,y\n".repeat(600)].concat();
    let all = read("a.csv", &open, SMALL);
    assert_eq!((all[0].as_str(), all[1].as_str()), ("!too_long", r#"row {"a":"2","b":"x"}"#));
    assert_eq!(all.len(), 602);
}

#[test]
fn lines_go_on_behind_damage() {
    let lines = |range: std::ops::Range<usize>| range.map(|n| format!("line {n} of many\n")).collect::<String>();
    for (name, compression) in [
        ("a.jsonl.gz", gzip as fn(&[u8]) -> Vec<u8>),
        ("a.jsonl.bz2", bzip2),
        ("a.jsonl.xz", xz),
        ("a.jsonl.zst", |b| zstd::encode_all(b, 3).unwrap()),
    ] {
        let mut parts = [lines(0..50), lines(50..100), lines(100..150)].map(|part| compression(part.as_bytes()));
        let middle = parts[1].len() / 2;
        parts[1][middle] ^= 0x10;
        parts[1].remove(middle + 1);
        let source = source(name, &parts.concat(), Limits::default());
        let mut stream = ChunkReader::new(stream::open(&source, &Default::default()).unwrap(), true, 1 << 20);
        let (mut text, mut breaks, mut buffer) = (String::new(), 0, Vec::new());
        while let Some(chunk) = stream.next(&mut buffer) {
            text += std::str::from_utf8(&buffer[..chunk.whole]).unwrap_or_default();
            if let Some(error) = chunk.broken {
                assert!(unpack::goes_on(&error) && raw_record::fault(&error).0 == Fault::BrokenStream, "{error}");
                breaks += 1;
            }
        }
        assert!(text.starts_with(&lines(0..50)) && text.ends_with(&lines(100..150)), "{name}");
        assert!(breaks >= 1, "{name}");
    }
    assert_eq!(kind::sniff_compression(&xz(b"x")), CompressionFormat::Xz);
    assert_eq!(sniff::sniff(&bzip2(b"{\"text\": \"a\"}"), CompressionFormat::Bzip2), Format::Jsonl);
}

#[test]
fn members_of_one_large_block_are_found_behind_damage() {
    // Digits that do not repeat: each part is over 64 KiB however it is compressed.
    let mut seed = 1_u64;
    let mut lines = || -> String {
        let mut line = |_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            format!("{:016x}\n", seed)
        };
        (0..15_000).map(&mut line).collect()
    };
    for (name, compression) in
        [("a.jsonl.gz", gzip as fn(&[u8]) -> Vec<u8>), ("a.jsonl.bz2", bzip2), ("a.jsonl.xz", xz)]
    {
        let texts = [lines(), lines(), lines()];
        let mut parts = texts.each_ref().map(|part| compression(part.as_bytes()));
        assert!(parts.iter().all(|part| part.len() > 64 << 10));
        let middle = parts[0].len() / 2;
        parts[0][middle] ^= 0x10;
        let source = source(name, &parts.concat(), Limits::default());
        let mut stream = ChunkReader::new(stream::open(&source, &Default::default()).unwrap(), true, 1 << 20);
        let (mut text, mut buffer) = (String::new(), Vec::new());
        while let Some(chunk) = stream.next(&mut buffer) {
            text += std::str::from_utf8(&buffer[..chunk.whole]).unwrap_or_default();
        }
        assert!(text.ends_with(&texts[1..].concat()), "{name}");
    }
}
