//! Records that are spelled otherwise than JSONL and plain CSV: arrays, objects over many lines, UTF-16, other delimiters,
//! fields inside fields; and inputs of which nothing can be read.

use crate::common::{Crawl, gzip, path, sarand, sarand_with, zstd};
use serde_json::{Value, json};

/// The documents that the filter gives for `stdin`, and its exit code.
fn filtered(stdin: &[u8], more: &[&str]) -> (i32, Vec<Value>) {
    let run = sarand_with(&[&["clean", "-", "-o", "-", "-q"], more].concat(), stdin);
    (run.code, run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn texts(documents: &[Value]) -> Vec<&str> {
    documents.iter().map(|document| document["text"].as_str().unwrap_or("-")).collect()
}

const POEMS: [&str; 3] = ["The heron waits.", "Rain on the slates.\nRain on the moss.", "نی‌زار در مه است."];

fn poems() -> Vec<Value> {
    let poem =
        |(n, text)| json!({"id": n, "text": text, "marks": [{"id": n, "of": [1, 2.5]}], "note": "[{\"id\": 1}, {"});
    POEMS.into_iter().enumerate().map(poem).collect()
}

#[test]
fn json_of_any_layout_gives_the_same_documents() {
    let poems = poems();
    let pretty: Vec<String> = poems.iter().map(|poem| serde_json::to_string_pretty(poem).unwrap()).collect();
    let lines: Vec<String> = poems.iter().map(Value::to_string).collect();
    let want = filtered(lines.join("\n").as_bytes(), &[]);
    assert_eq!((want.0, texts(&want.1)), (0, POEMS.to_vec()));
    for layout in [
        serde_json::to_string(&poems).unwrap(),
        serde_json::to_string_pretty(&poems).unwrap(),
        format!("\u{FEFF} [{}]\n", lines.join(",\n")),
        format!("[\r\n{}\r\n]\r\n", pretty.join(",\r\n").replace("\n", "\r\n").replace("\r\r", "\r")),
        format!("[{}][{},{}]", lines[0], lines[1], lines[2]),
        pretty.join("\n"),
        pretty.join(",\n"),
    ] {
        assert_eq!(filtered(layout.as_bytes(), &[]), want, "{layout}");
        assert_eq!(filtered(layout.as_bytes(), &["--stdin-name", "x.jsonl"]).1.len(), 3, "{layout}");
        let crawl = Crawl::new(&[
            ("a.json", layout.as_bytes()),
            ("b.jsonl", layout.as_bytes()),
            ("c.ndjson.gz", &gzip(layout.as_bytes())),
            ("d.json.zst", &zstd(layout.as_bytes())),
        ]);
        assert_eq!(crawl.clean(&[]).code, 0);
        assert_eq!(texts(&crawl.lines("documents.jsonl")), POEMS.repeat(4));
    }
    // Without an id of its own a record has its number.
    let (_, documents) = filtered(br#"[{"text": "One."}, {"text": "Two."}]"#, &[]);
    assert_eq!((&documents[0]["id"], &documents[1]["id"]), (&json!("stdin#1"), &json!("stdin#2")));
    assert_eq!(filtered(b"[]", &[]), (0, vec![]));
    assert_eq!(filtered(b"{\n \"id\": 9,\n \"text\": \"Alone.\"\n}", &[]).1[0]["id"], 9);
}

#[test]
fn a_broken_element_costs_itself_and_says_where_it_stands() {
    let whole = |n: usize| format!("{{\"id\": {n}, \"text\": \"Poem {n}.\"}}");
    for broken in [
        r#"{"id": 2, "text": "no end}"#,
        r#"{"id": 2, "text": "no brace""#,
        r#"{"id": 2, "text" "no colon"}"#,
        r#"{"id": 2, "text": "a wrong bracket"]"#,
        r#"{"id": 2, "text": "a line
           break"}"#,
        r#"{"id": 2, "text": nothing}"#,
        r#"{"id": 2, "text": "twice",, "x": 1}"#,
        r#"{"id": 2, text: "no quotes"}"#,
        "17",
        "[1, 2]",
    ] {
        for (open, comma, close) in [("[", ", ", "]"), ("[\n  ", ",\n  ", "\n]\n")] {
            let array = format!("{open}{}{comma}{broken}{comma}{}{comma}{}{close}", whole(1), whole(3), whole(4));
            let crawl = Crawl::new(&[("a.json", array.as_bytes())]);
            assert_eq!(crawl.clean(&[]).code, 1, "{array}");
            let ids: Vec<Value> = crawl.lines("documents.jsonl").iter().map(|record| record["id"].clone()).collect();
            assert_eq!(ids, [1, 3, 4], "{array}");
            let quarantine = crawl.lines("quarantine.jsonl");
            assert_eq!(quarantine.len(), 1, "{quarantine:?}");
            let offset = array.find(broken).unwrap();
            assert_eq!((&quarantine[0]["offset"], &quarantine[0]["line"]), (&json!(offset), &json!(2)), "{array}");
            let line = array[..offset].matches('\n').count() + 1;
            let reason = quarantine[0]["reason"].as_str().unwrap();
            let lines = [format!("line {line}"), format!("line {}", line + 1)];
            assert!(lines.iter().any(|line| reason.contains(line)), "{reason}: {array}");
        }
    }
}

#[test]
fn an_array_that_is_cut_off_is_told_once() {
    for (array, documents, reason) in [
        ("[{\"text\": \"One.\"}, {\"text\": \"Tw", 1, "is not closed"),
        ("[{\"text\": \"One.\"}, {\"text\": \"Two.\"},\n", 2, "the array is not closed"),
        ("[\n{\"text\": \"One.\"}", 1, "the array is not closed"),
    ] {
        let crawl = Crawl::new(&[("a.json", array.as_bytes())]);
        assert_eq!(crawl.clean(&[]).code, 1, "{array}");
        assert_eq!(crawl.lines("documents.jsonl").len(), documents);
        let quarantine = crawl.lines("quarantine.jsonl");
        assert_eq!(quarantine.len(), 1, "{quarantine:?}");
        assert!(quarantine[0]["reason"].as_str().unwrap().contains(reason), "{quarantine:?}");
    }
}

#[test]
fn an_element_that_is_too_long_costs_itself() {
    let long = format!("{{\"id\": 2, \"text\": \"{}\"}}", "long ".repeat(3000));
    let array = format!("[{{\"id\": 1, \"text\": \"One.\"}},{long},{{\"id\": 3, \"text\": \"Three.\"}}]");
    let (code, documents) = filtered(array.as_bytes(), &["--max-record", "8K"]);
    assert_eq!((code, texts(&documents)), (1, vec!["One.", "-", "Three."]));
    assert!(documents[1]["error"].as_str().unwrap().starts_with("too_long: "));
}

#[test]
fn broken_elements_take_linear_time() {
    // Each would be read to the very end without a bound.
    let nested = format!("[{}!", "{\"x\":[0,".repeat(400_000));
    let open = format!("[{}", "{\"x\":\"".repeat(400_000));
    for array in [nested, open, "[".repeat(3_000_000), format!("[{{\"a\":{}", " {\"".repeat(1_000_000))] {
        let begun = std::time::Instant::now();
        let run = sarand_with(&["clean", "-", "--dry-run", "--input-format", "jsonl"], array.as_bytes());
        assert_ne!(run.code, 0);
        assert!(begun.elapsed().as_secs() < 60, "{}", &array[..20]);
    }
}

#[test]
fn numbers_that_are_none_are_null() {
    let (code, documents) = filtered(
        b"{\"id\": 1, \"text\": \"NaN is no number.\", \"a\": [NaN, {\"b\": -Infinity}], \"c\": Infinity}\n\
          {\"id\": 2, \"text\": NaN, \"a\": 1}\n\
          {\"id\": NaN, \"text\": \"Third.\"}\n",
        &[],
    );
    assert_eq!(code, 0);
    assert_eq!(texts(&documents), ["NaN is no number.", "-", "Third."]);
    assert_eq!((&documents[0]["a"], &documents[0]["c"]), (&json!([null, {"b": null}]), &json!(null)));
    assert!(documents[1]["error"].as_str().unwrap().starts_with("any.empty"));
    assert_eq!(documents[2]["id"], "stdin#3");
    assert_eq!(filtered(b"{\"text\": \"x\", \"a\": Nan}\n{\"text\": \"A word.\"}\n", &[]).0, 1);
}

#[test]
fn a_text_that_is_null_is_an_empty_document() {
    let lines = b"{\"id\": 1, \"text\": null}\n{\"id\": 2, \"text\": \"A word.\"}\n";
    let crawl = Crawl::new(&[("a.jsonl", lines)]);
    assert_eq!(crawl.clean(&["--keep-empty"]).code, 0);
    assert_eq!(texts(&crawl.lines("documents.jsonl")), ["", "A word."]);
    let crawl = Crawl::new(&[("a.jsonl", lines), ("b.json", b"[{\"page\": null}]")]);
    assert_eq!(crawl.clean(&["--html-field", "page"]).code, 0);
    assert_eq!(crawl.report()["records"]["dropped"], json!({"any.empty": 2}));
}

#[test]
fn options_name_fields_inside_fields() {
    let line = br#"{"docno": 17, "id": "old", "doc": {"body": "A word.\n", "n": 1, "link": "https://h.example/a"}, "url": "x"}"#;
    let (code, documents) =
        filtered(line, &["--text-field", "doc.body", "--id-field", "docno", "--url-field", "doc.link"]);
    let document = &documents[0];
    assert_eq!((code, &document["id"], &document["text"]), (0, &json!(17), &json!("A word.\n")));
    assert_eq!(document["doc"], json!({"n": 1, "link": "https://h.example/a"}));
    assert_eq!(
        (&document["url"], &document["metadata"]["hostname"]),
        (&json!("https://h.example/a"), &json!("h.example"))
    );
    assert_eq!(document["metadata"]["input_id"], "old");
    assert_eq!(document["metadata"]["input_url"], "x");
    // A key that has the dot itself goes before.
    let line =
        br#"{"a.b": "The key.", "a": {"b": "The path."}, "d": {"t": "Of it", "d": "2024-05-01", "h": "<p>Para.</p>"}}"#;
    assert_eq!(texts(&filtered(line, &["--text-field", "a.b"]).1), ["The key."]);
    let more = ["--html-field", "d.h", "--title-field", "d.t", "--date-field", "d.d", "--id-field", "none"];
    let (_, documents) = filtered(line, &more);
    assert_eq!(documents[0]["text"].as_str().unwrap().trim(), "Para.");
    assert_eq!((&documents[0]["title"], &documents[0]["date"]), (&json!("Of it"), &json!("2024-05-01")));
    assert_eq!(documents[0]["id"], "stdin#1");
    let (code, documents) = filtered(b"{\"a\": {\"b\": 5}}\n{\"a\": {\"b\": \"A word.\"}}\n", &["--text-field", "a.b"]);
    assert!(code == 1 && documents[0]["error"].as_str().unwrap().starts_with("not_a_string"), "{documents:?}");
}

#[test]
fn tables_and_json_may_be_utf_16_and_have_other_delimiters() {
    let table = |c: char| format!("id{c}text\r\n۱{c}نی‌زار در مه است.\r\n2{c}\"Rain on the\r\nslates, and moss.\"\r\n");
    let bytes = |text: &str, mark: bool, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let text = format!("{}{text}", if mark { "\u{FEFF}" } else { "" });
        text.encode_utf16().flat_map(unit).collect()
    };
    let json = POEMS.map(|text| json!({"text": text}).to_string()).join("\n");
    for mark in [true, false] {
        for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            let crawl = Crawl::new(&[
                ("a.csv", &bytes(&table(','), mark, unit)),
                ("b.tsv", &bytes(&table('\t'), mark, unit)),
                ("c.csv.gz", &gzip(&bytes(&table(';'), mark, unit))),
                ("d.csv", table('|').as_bytes()),
                ("e.csv", table('\t').as_bytes()),
                ("f.jsonl", &bytes(&json, mark, unit)),
                ("g.json", &bytes(&format!("[{}]", json.replace('\n', ",")), mark, unit)),
            ]);
            let run = crawl.clean(&[]);
            assert_eq!(run.code, 0, "{}", run.stderr);
            let rows = ["نی‌زار در مه است.", "Rain on the\nslates, and moss."].repeat(5);
            let want = [rows, POEMS.repeat(2)].concat();
            let documents = crawl.lines("documents.jsonl");
            let got: Vec<String> = texts(&documents).iter().map(|text| text.replace("\r\n", "\n")).collect();
            assert_eq!(got, want);
        }
    }
    let named = ["--stdin-name", "a.csv", "--delimiter"];
    assert_eq!(texts(&filtered(table(':').as_bytes(), &[&named[..], &[":"]].concat()).1).len(), 2);
    assert_eq!(texts(&filtered(b"sep=:\nid:text\n1:A word.\n", &named[..2]).1), ["A word."]);
    assert_eq!(sarand(&["clean", "x.csv", "--delimiter", "ab", "--dry-run"]).code, 2);
}

#[test]
fn when_no_record_has_the_field_it_is_told_which_there_are() {
    let lines = b"{\"docno\": 1, \"doc\": {\"body\": \"A word.\", \"lead\": \"\"}}\n{\"docno\": 2}\n";
    let crawl = Crawl::new(&[("a.jsonl", lines), ("b.csv", b"n,body\n1,A word.\n")]);
    for args in [vec![], vec!["--single"]] {
        let run = crawl.clean(&args);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("\"text\"; there are \"docno\", \"doc.body\", \"doc.lead\""), "{}", run.stderr);
        assert!(std::fs::read_dir(crawl.out("out")).unwrap().next().is_none());
    }
    let run = crawl.clean(&["--text-field", "body", "--include", "*.csv"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // An earlier run stays.
    assert_eq!(crawl.clean(&["--restart"]).code, 2);
    assert_eq!(texts(&crawl.lines("documents.jsonl")), ["A word."]);
    let run = sarand_with(&["clean", "-", "-o", "-"], b"{\"body\": \"A word.\"}\n");
    assert!(run.code == 2 && run.stderr.contains("there are \"body\""), "{}", run.stderr);
}

#[test]
fn when_there_is_nothing_to_read_it_is_told_what_there_is() {
    let crawl = Crawl::new(&[("a.odt", b"x"), ("b.json", b"[1, 2]"), ("c.txt", b"x")]);
    let run = crawl.clean(&["--exclude", "*.txt"]);
    assert_eq!(run.code, 2);
    for told in ["\"a.odt\": unknown_extension", "\"b.json\": not_json_lines", "\"c.txt\": glob", "--input-format"] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
    assert!(!crawl.out("out").exists());
    let empty = Crawl::new(&[]);
    let run = sarand(&["clean", path(&empty.input("")), "--dry-run"]);
    let told = format!("nothing to read: there are no files in {}", path(&empty.input("")));
    assert!(run.code == 2 && run.stderr.contains(&told), "{}", run.stderr);
}

#[cfg(feature = "parquet")]
#[test]
fn columns_of_parquet_say_what_their_values_are() {
    use parquet::{
        data_type::{
            ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int32Type, Int64Type, Int96, Int96Type,
        },
        file::writer::SerializedFileWriter,
        schema::parser::parse_message_type,
    };
    let schema = "message row {
        required binary text (UTF8);
        required int64 millis (TIMESTAMP(MILLIS, false)); required int64 micros (TIMESTAMP(MICROS, false));
        required int64 nanos (TIMESTAMP(NANOS, false)); required int64 utc (TIMESTAMP(NANOS, true));
        required int64 old (TIMESTAMP_MILLIS); required int96 oldest; required int64 far (TIMESTAMP(MILLIS, true));
        required int32 day (DATE); required int64 hour (TIME(NANOS, false));
        required int32 price (DECIMAL(6, 2)); required fixed_len_byte_array(2) whole (DECIMAL(4, 0)); required int64 plain;
        optional group seen (LIST) { repeated group list { required group element {
            required int64 at (TIMESTAMP(MICROS, false)); required binary by; } } }
        optional group times (MAP) { repeated group key_value {
            required binary key (UTF8); required int64 value (TIMESTAMP(MILLIS, false)); } }
    }";
    let schema = std::sync::Arc::new(parse_message_type(schema).unwrap());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, std::sync::Arc::default()).unwrap();
    let mut group = file.next_row_group().unwrap();
    const SECOND: i64 = 1_728_726_000;
    let mut oldest = Int96::new();
    // The Julian day of 1970-01-01, and no time.
    oldest.set_data(0, 0, 2_440_588);
    let numbers = [SECOND * 1000, SECOND * 1_000_000 + 5, SECOND * 1_000_000_000, -1, SECOND * 1000, 0, i64::MAX];
    let mut at = 0;
    while let Some(mut column) = group.next_column().unwrap() {
        match at {
            0 => _ = column.typed::<ByteArrayType>().write_batch(&[ByteArray::from("A word.")], None, None).unwrap(),
            1..=5 | 7 => _ = column.typed::<Int64Type>().write_batch(&[numbers[at - 1]], None, None).unwrap(),
            6 => _ = column.typed::<Int96Type>().write_batch(&[oldest], None, None).unwrap(),
            8 => _ = column.typed::<Int32Type>().write_batch(&[20_008], None, None).unwrap(),
            9 => _ = column.typed::<Int64Type>().write_batch(&[3_600_000_000_001], None, None).unwrap(),
            10 => _ = column.typed::<Int32Type>().write_batch(&[-1250], None, None).unwrap(),
            11 => {
                let whole = FixedLenByteArray::from(vec![0, 12]);
                column.typed::<FixedLenByteArrayType>().write_batch(&[whole], None, None).unwrap();
            }
            12 => _ = column.typed::<Int64Type>().write_batch(&[7], None, None).unwrap(),
            13 | 16 => {
                let value = if at == 13 { 1 } else { 1000 };
                column.typed::<Int64Type>().write_batch(&[value, 2 * value], Some(&[2, 2]), Some(&[0, 1])).unwrap();
            }
            _ => {
                let names = [ByteArray::from("ann"), ByteArray::from("bo")];
                column.typed::<ByteArrayType>().write_batch(&names, Some(&[2, 2]), Some(&[0, 1])).unwrap();
            }
        }
        column.close().unwrap();
        at += 1;
    }
    group.close().unwrap();
    let crawl = Crawl::new(&[("a.parquet", &file.into_inner().unwrap())]);
    assert_eq!(crawl.clean(&["--url-field", "times.ann"]).code, 0);
    let document = &crawl.lines("documents.jsonl")[0];
    for (name, want) in [
        ("millis", json!("2024-10-12 09:40:00.000")),
        ("micros", json!("2024-10-12 09:40:00.000005")),
        ("nanos", json!("2024-10-12 09:40:00.000000000")),
        ("utc", json!("1969-12-31 23:59:59.999999999 +00:00")),
        ("old", json!("2024-10-12 09:40:00.000 +00:00")),
        ("oldest", json!("1970-01-01 00:00:00.000")),
        ("far", json!(i64::MAX)),
        ("day", json!("2024-10-12")),
        ("hour", json!("01:00:00.000000001")),
        ("price", json!("-12.50")),
        ("whole", json!("12")),
        ("plain", json!(7)),
        (
            "seen",
            json!([
                {"at": "1970-01-01 00:00:00.000001", "by": "ann"},
                {"at": "1970-01-01 00:00:00.000002", "by": "bo"}
            ]),
        ),
        ("times", json!({"ann": "1970-01-01 00:00:01.000", "bo": "1970-01-01 00:00:02.000"})),
        ("url", json!("1970-01-01 00:00:01.000")),
    ] {
        assert_eq!(document[name], want, "{name}");
    }
}

#[test]
fn what_somebody_noted_beside_the_pages_is_no_record() {
    let note = b"{\n \"made\": \"2024\",\n \"pages\": [\n  1\n ]\n}\n";
    let page = b"{\n \"id\": \"p\",\n \"body\": {\n  \"text\": \"Rain on the moss.\"\n }\n}\n";
    let crawl = Crawl::new(&[("a.txt", b"The heron waits."), ("about.json", note), ("page.json", page)]);
    assert_eq!(crawl.clean(&["--text-field", "body.text"]).code, 0);
    assert_eq!(crawl.ids(), ["a.txt", "p"]);
    assert_eq!(crawl.report()["files"], json!({"read": 2, "skipped": {"not_json_lines": 1}}));
    // One that is named is meant.
    let run = sarand(&["clean", path(&crawl.input("about.json")), "-o", path(&crawl.out("named")), "-q"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
}
