//! What `sarand::inspect` reads of an output folder is what the run did, in whatever form it was written.
#![allow(clippy::print_stdout)]
#![cfg(feature = "cli")]

use crate::common::{self, Crawl, path, sarand};
use sarand::inspect::{
    Comparison, Difference, Facet, Fate, Found, Index, Inspected, Options, Output, Piece, Query, RunState, Where,
    line_pairs, sample,
};
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path, process::Command, time::Duration};

/// Opens a folder and reads all of it that there is.
fn open(out: &Path) -> Output {
    let options = Options { hash_texts: true, ..Options::default() };
    let output = Output::open(out, options).unwrap();
    read_all(&output);
    output
}

fn read_all(output: &Output) {
    while output.index_more(Duration::from_millis(50)).unwrap() {}
}

const STORY: &str = "The council met on Monday and agreed on a new timetable for the night buses to the harbour.";

/// Records of all kinds: kept, changed by rules, by repairs and by both, dropped, with ids that come again.
fn records(count: usize) -> String {
    let mut lines = String::new();
    for n in 0..count {
        let text = match n % 7 {
            0 => (0..400).fold(String::new(), |mut text, at| {
                let _ =
                    writeln!(text, "The ferry of {n} o'clock left pier {at} late, and nobody on the quay knew why.");
                text
            }),
            1 => format!("[ad_1]\n{STORY}\nShare on Facebook\n"),
            2 => " \n\t\r\n".to_owned(),
            3 => format!("تیم ملی امروز به تهران می رسد و با مربی تازه خود تمرين مي كند.\n\nانتهای پیام/\n{STORY}"),
            4 => format!("{STORY} Caf\u{c3}\u{a9}.\n[ad_2]"),
            5 => format!("Tweet\n{STORY}\n"),
            _ => format!("{STORY}\n{STORY}\n"),
        };
        let text = serde_json::to_string(&text).unwrap();
        let id = if n % 10 == 9 { n - 1 } else { n };
        let _ = writeln!(
            lines,
            r#"{{"id": "d{id}", "text": {text}, "url": "https://h{}.example/{n}", "date": "{}-02-03"}}"#,
            n % 4,
            2000 + n % 3
        );
    }
    lines
}

fn crawl(count: usize) -> Crawl {
    Crawl::new(&[("a.jsonl", records(count).as_bytes())])
}

/// The originals of the records, by id and in their order.
fn originals(count: usize) -> BTreeMap<String, Vec<String>> {
    let mut originals: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for record in common::lines(&records(count)) {
        let (id, text) = (record["id"].as_str().unwrap(), record["text"].as_str().unwrap());
        originals.entry(id.to_owned()).or_default().push(text.to_owned());
    }
    originals
}

fn count(index: &Index, query: &str) -> u64 {
    index.select(&Query::parse(query)).len()
}

fn every(output: &Output) -> Vec<Inspected> {
    (0..output.index().documents()).map(|number| output.document(number).unwrap()).collect()
}

/// The output has all documents, and each can be put together.
fn check(output: &Output, count_of: usize) {
    let documents = every(output);
    assert_eq!(documents.len(), count_of);
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for document in &documents {
        assert_eq!(document.misfit, None);
        seen.entry(document.summary.id.clone()).or_default().push(document.original());
        for line in &document.lines {
            assert!(document.original()[line.start..].starts_with(&line.original()));
        }
        let removed =
            document.lines.iter().any(|line| line.pieces.iter().any(|piece| !matches!(piece, Piece::Kept(_))));
        assert_eq!(removed, document.summary.fate != Fate::Kept, "{document:?}");
        let length = document.clean().chars().count() as u64;
        assert_eq!(document.summary.after, Some(length));
        assert_eq!(document.summary.before, Some(document.original().chars().count() as u64));
    }
    let mut want = originals(count_of);
    // Where a dropped document stood among others with its id is not known.
    seen.values_mut().chain(want.values_mut()).for_each(|texts| texts.sort());
    assert_eq!(seen, want);
    let index = output.index();
    assert_eq!(index.faults().1, 0, "{:?}", index.faults());
    let fate = |name: &str| count(&index, &format!("fate={name}"));
    let dropped = (0..count_of).filter(|n| n % 7 == 2).count() as u64;
    assert_eq!(fate("dropped"), dropped);
    assert_eq!(fate("kept"), (0..count_of).filter(|n| matches!(n % 7, 0 | 5 | 6)).count() as u64);
    let hosts = index.counts(Facet::Host, &index.everything());
    assert_eq!(hosts.iter().map(|(_, count)| count).sum::<u64>(), count_of as u64 - dropped);
}

#[test]
fn every_form_of_output_is_read() {
    let crawl = crawl(300);
    let parts = ["--part-size", "8KiB"];
    for (name, more) in [
        ("plain", &[][..]),
        ("zst", &["--compress", "zst"]),
        #[cfg(feature = "parquet")]
        ("table", &["--format", "parquet"]),
        ("parts", &parts),
        ("zst-parts", &["--compress", "zst", "--part-size", "8KiB"]),
        #[cfg(feature = "parquet")]
        ("table-parts", &["--format", "parquet", "--part-size", "8KiB"]),
        ("single", &["--single", "--part-size", "8KiB"]),
        ("zst-single", &["--single", "--compress", "zst", "--part-size", "8KiB"]),
    ] {
        let run = crawl.clean_to(name, more);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let output = open(&crawl.out(name));
        assert!(output.index().is_complete(), "{name}");
        check(&output, 300);
        let (tally, state) = output.tally().unwrap();
        assert_eq!((tally.records.read, state), (300, RunState::Ended));
        let (read, all) = output.index().progress();
        assert!(read == all && all > 0);
    }
}

#[test]
fn facets_say_what_the_report_says() {
    let crawl = crawl(300);
    assert_eq!(crawl.clean(&[]).code, 0);
    let output = open(&crawl.out("out"));
    let (tally, _) = output.tally().unwrap();
    let index = output.index();
    let all = index.everything();
    let counts = |facet| -> BTreeMap<String, u64> {
        index.counts(facet, &all).into_iter().map(|(name, count)| (name.into_owned(), count)).collect()
    };
    let mut rules: BTreeMap<String, u64> = counts(Facet::Rule);
    // What is left of a dropped document is not counted there.
    rules.remove("any.empty");
    let want = tally.rules.iter().map(|(id, rule)| (id.clone(), rule.documents)).filter(|(id, _)| id != "any.empty");
    assert_eq!(rules, want.collect());
    assert_eq!(counts(Facet::Repair), tally.repairs.iter().map(|(id, of)| (id.clone(), of.documents)).collect());
    assert_eq!(counts(Facet::Fate).values().sum::<u64>(), 300);
    assert!(counts(Facet::Class).contains_key("share"), "{:?}", counts(Facet::Class));
    let years = index.counts(Facet::Year, &all);
    assert!(years.is_sorted() && years.len() == 3);
    // Within one, and of one or the other.
    let some = index.select(&Query::parse("host=h1.example&fate=changed"));
    assert!(some.len() > 10);
    assert_eq!(index.counts(Facet::Host, &some), [("h1.example".into(), some.len())]);
    assert_eq!(count(&index, "fate=changed&fate=kept&fate=dropped"), 300);
    assert_eq!(count(&index, "fate=none"), 0);
    assert_eq!(count(&index, ""), 300);
    let rule = index.counts(Facet::Rule, &all)[0].clone();
    let with = index.select(&Query::default().with(Facet::Rule, rule.0.clone()));
    assert_eq!(with.len(), rule.1);
    for number in sample(&with, 10, 1) {
        let document = output.document(number).unwrap();
        assert!(document.rules.iter().any(|(id, _, _)| *id == rule.0));
    }
}

#[test]
fn a_line_says_why_it_went() {
    let text = format!("[ad_1]\n{STORY}\nتمرين مي كند.\n");
    let record = format!("{{\"id\": 7, \"text\": {}}}\n", serde_json::to_string(&text).unwrap());
    let crawl = Crawl::new(&[("a.jsonl", record.as_bytes())]);
    assert_eq!(crawl.clean(&[]).code, 0);
    let output = open(&crawl.out("out"));
    let document = output.document(0).unwrap();
    assert_eq!(document.summary.id, "7");
    assert_eq!(document.lines.len(), 3);
    let removal = document.lines[0].removed.as_ref().unwrap();
    assert_eq!((document.lines[0].number, document.lines[2].number), (1, 3));
    assert!(removal.rule.contains('.') && !removal.class.is_empty());
    assert!(document.lines[1].removed.is_none());
    assert!(document.lines[2].pieces.iter().any(|piece| matches!(piece, Piece::Edited { was, .. } if was == "ي")));
    assert!(document.repairs.iter().any(|(id, _)| id == "fa.yeh"), "{:?}", document.repairs);
    assert!(output.document(1).is_err());
}

#[test]
fn a_run_that_is_interrupted_and_goes_on_is_read_on() {
    let crawl = crawl(300);
    let args = |out: &Path| {
        let input = crawl.input("");
        ["clean", path(&input), "-o", path(out), "-q", "--part-size", "8KiB"].map(str::to_owned)
    };
    let out = crawl.out("out");
    let killed = Command::new(env!("CARGO_BIN_EXE_sarand"))
        .args(args(&out))
        .env("SARAND_CRASH_AT", "after-manifest")
        .output()
        .unwrap();
    assert!(!killed.status.success());
    let output = open(&out);
    let (tally, state) = output.tally().unwrap();
    assert_eq!(state, RunState::Unfinished { parts: 1 });
    let first = output.index().documents();
    assert_eq!(u64::from(first), tally.records.read);
    assert!(!output.index().is_complete());
    let before = every(&output).iter().map(|document| document.original()).collect::<Vec<_>>();
    let run = sarand(&args(&out));
    assert_eq!(run.code, 0, "{}", run.stderr);
    std::thread::sleep(Duration::from_millis(600));
    read_all(&output);
    assert!(output.index().is_complete());
    check(&output, 300);
    let after = (0..first).map(|number| output.document(number).unwrap().original()).collect::<Vec<_>>();
    assert_eq!(before, after);
}

#[test]
fn another_run_in_the_same_folder_takes_the_place_of_the_first() {
    let crawl = crawl(70);
    assert_eq!(crawl.clean(&["--update"]).code, 0);
    let output = open(&crawl.out("out"));
    let clean = |output: &Output| every(output).iter().map(Inspected::clean).collect::<Vec<_>>();
    let (generation, before) = (output.index().generation(), clean(&output));
    let look_again = || {
        std::thread::sleep(Duration::from_millis(600));
        read_all(&output);
        assert!(output.index().is_complete());
    };
    look_again();
    assert_eq!(output.index().generation(), generation, "nothing has happened");

    // The files get other names, and one more comes.
    fs::write(crawl.input("b.jsonl"), records(7)).unwrap();
    assert_eq!(crawl.clean(&["--update"]).code, 0);
    look_again();
    assert_eq!((output.index().generation(), output.index().documents()), (generation + 1, 77));
    assert!(clean(&output)[..70] == before);

    // The names are as before, and what stands in them is not.
    assert_eq!(crawl.clean(&["--restart", "--skip", "any.shortcode*"]).code, 0);
    look_again();
    assert_eq!((output.index().generation(), output.index().documents()), (generation + 2, 77));
    assert_eq!(count(&output.index(), "rule=any.shortcode-inline"), 0);
    assert!(clean(&output)[..70] != before);
}

#[test]
fn folders_that_hold_little_or_nothing() {
    let crawl = Crawl::new(&[("a.jsonl", b"")]);
    assert!(Output::open(&crawl.input(""), Options::default()).is_err());
    assert!(Output::open(&crawl.out("none"), Options::default()).is_err());
    crawl.clean(&[]);
    let output = open(&crawl.out("out"));
    assert!(output.index().is_complete());
    assert_eq!(output.index().documents(), 0);
    assert!(output.index().counts(Facet::Host, &output.index().everything()).is_empty());
}

#[test]
fn damage_is_told_of_and_costs_only_what_it_hits() {
    let crawl = crawl(70);
    assert_eq!(crawl.clean(&[]).code, 0);
    for name in ["documents.jsonl", "removed.jsonl"] {
        let path = crawl.out("out").join(name);
        let mut text = fs::read_to_string(&path).unwrap();
        let third = text.match_indices('\n').nth(2).unwrap().0 + 1;
        text.replace_range(third..=third, "?");
        fs::write(&path, text).unwrap();
    }
    let output = open(&crawl.out("out"));
    let index = output.index();
    let (faults, all) = index.faults();
    assert_eq!(all, 2);
    assert!(faults[0].contains("documents.jsonl:4: at byte "), "{faults:?}");
    assert!((68..=71).contains(&index.documents()), "{}", index.documents());
    let documents = index.documents();
    drop(index);
    // Cut off in the middle: an error and no panic.
    let path = crawl.out("out").join("documents.jsonl");
    let text = fs::read(&path).unwrap();
    fs::write(&path, &text[..text.len() / 2]).unwrap();
    let bad = (0..documents).filter(|number| output.document(*number).is_err()).count();
    assert!(bad > 0);
    fs::write(&path, b"\xff\xfe\n{").unwrap();
    (0..documents).for_each(|number| drop(output.document(number)));
    drop(open(&crawl.out("out")));
}

/// All that a search finds, slice by slice.
fn search(output: &Output, needle: &str, place: Where) -> Found {
    let within = output.index().everything();
    let (mut all, mut from) = (Found::default(), Some(0));
    while let Some(next) = from {
        let found = output.search(&within, needle, place, next, Duration::ZERO).unwrap();
        all.hits.extend(found.hits);
        all.looked_at += found.looked_at;
        from = found.next;
    }
    all
}

#[test]
fn a_text_is_found_where_it_stands() {
    let crawl = crawl(300);
    for more in [
        &[][..],
        &["--compress", "zst", "--part-size", "8KiB"],
        #[cfg(feature = "parquet")]
        &["--format", "parquet"],
    ] {
        let name = format!("out{}", more.join(""));
        assert_eq!(crawl.clean_to(&name, more).code, 0);
        let output = open(&crawl.out(&name));
        let found = search(&output, "share ON facebook", Where::Both);
        assert_eq!(found.looked_at, 300);
        assert_eq!(found.hits.len(), (0..300).filter(|n| n % 7 == 1).count());
        assert!(
            found
                .hits
                .iter()
                .all(|hit| hit.rule.is_some() && hit.found == "Share on Facebook" && hit.before.is_empty())
        );
        assert_eq!(search(&output, "share on facebook", Where::Kept).hits, []);
        assert_eq!(search(&output, "Share on Facebook", Where::Removed).hits, found.hits);
        let kept = search(&output, "تمرین مي\u{200c}کند", Where::Kept);
        assert_eq!(kept.hits.len(), (0..300).filter(|n| n % 7 == 3).count());
        assert!(kept.hits.iter().all(|hit| hit.rule.is_none() && hit.after == "."));
        // The ferry of each document stands only there.
        let one = search(&output, "the ferry of 21 o'clock left pier 399", Where::Both);
        assert_eq!(one.hits.len(), 1);
        let document = output.document(one.hits[0].number).unwrap();
        assert!(document.clean().contains("The ferry of 21 o'clock left pier 399"));
        let within = output.index().select(&Query::parse("fate=changed"));
        let slice = output.search(&within, "no such thing", Where::Both, 0, Duration::from_secs(9)).unwrap();
        assert_eq!((slice.looked_at, slice.next, slice.hits.len()), (within.len(), None, 0));
        assert!(output.search(&within, "", Where::Both, 0, Duration::ZERO).is_err());
    }
}

#[test]
fn the_same_line_is_counted_by_host_and_rule() {
    let crawl = crawl(300);
    assert_eq!(crawl.clean(&[]).code, 0);
    let output = open(&crawl.out("out"));
    let within = output.index().everything();
    let all = |line: &str| {
        let mut so_far = None;
        loop {
            let next = output.same_line(&within, line, so_far, Duration::ZERO).unwrap();
            if next.next.is_none() {
                return next;
            }
            so_far = Some(next);
        }
    };
    let removed = all("انتهاي پيام");
    let want = (0..300).filter(|n| n % 7 == 3).count() as u64;
    assert_eq!((removed.documents, removed.looked_at), (want, 300));
    assert_eq!(removed.counts.values().sum::<u64>(), want);
    assert_eq!(removed.counts.len(), 4, "{:?}", removed.counts);
    assert!(removed.counts.keys().all(|(host, rule)| host.ends_with(".example") && rule.is_some()));
    assert_eq!((removed.removed_in.len(), removed.kept_in.len()), (20, 0));
    let kept = all(&format!("• {}", STORY.to_uppercase()));
    assert!(kept.counts.iter().any(|((_, rule), times)| rule.is_none() && *times > 0));
    assert!(output.same_line(&within, " -- ", None, Duration::ZERO).is_ok());
    assert!(output.same_line(&within, " ", None, Duration::ZERO).is_err());
}

#[test]
fn a_line_that_was_removed_in_part_is_counted_as_it_was() {
    let line = "وقال إن المجلس سيعقد جلسة أخرى يوم السبت. (انتهى)";
    let text = |n: usize| format!("افتتح المجلس الجسر رقم {n} يوم الاثنين بعد عامين من العمل.\n{line}\n");
    let record = |n: usize| {
        format!("{}\n", serde_json::json!({"id": n, "url": format!("http://h.example/{n}"), "text": text(n)}))
    };
    let crawl = Crawl::new(&[("a.jsonl", (0..3).map(record).collect::<String>().as_bytes())]);
    assert_eq!(crawl.clean(&["--level", "bold"]).code, 0);
    let output = open(&crawl.out("out"));
    let document = output.document(0).unwrap();
    let cut = document.lines.iter().find(|cut| cut.original().trim_end() == line).unwrap();
    assert!(cut.removed.is_none() && cut.clean().trim_end() != line, "the rule takes a part: {cut:?}");
    let within = output.index().everything();
    let found = output.same_line(&within, line, None, Duration::from_secs(9)).unwrap();
    assert_eq!((found.documents, found.counts.len(), found.removed_in), (3, 0, vec![0, 1, 2]));
    assert_eq!(found.partly.values().sum::<u64>(), 3, "{:?}", found.partly);
    assert!(found.partly.keys().all(|(host, rule)| host == "h.example" && rule.starts_with("ar.")));
    // The rest of it is a line of the clean text.
    let rest = output.same_line(&within, cut.clean().trim_end(), None, Duration::from_secs(9)).unwrap();
    assert_eq!((rest.counts.values().sum::<u64>(), rest.partly.len()), (3, 0));
}

#[test]
fn two_runs_are_compared() {
    let crawl = crawl(300);
    assert_eq!(crawl.clean_to("new", &[]).code, 0);
    assert_eq!(crawl.clean_to("same", &["--compress", "zst"]).code, 0);
    assert_eq!(crawl.clean_to("bare", &["--no-builtin-rules"]).code, 0);
    let (new, same, bare) = (open(&crawl.out("new")), open(&crawl.out("same")), open(&crawl.out("bare")));
    let equal = Comparison::new(&new.index(), &same.index());
    assert_eq!(equal.documents(Difference::Same).len(), 300);
    assert!(Comparison::FACETS.iter().all(|facet| equal.values(*facet).is_empty()));
    let other = Comparison::new(&new.index(), &bare.index());
    let sum: u64 =
        Difference::ALL.iter().filter(|of| **of != Difference::OnlyOld).map(|of| other.documents(*of).len()).sum();
    assert_eq!(sum, 300);
    assert_eq!(other.documents(Difference::OnlyNew).len(), 0);
    // What is blank is dropped without rules, too, and the only word of a title stays.
    let want = (0..300).filter(|n| matches!(n % 7, 1 | 3 | 4)).count() as u64;
    assert_eq!(other.documents(Difference::Text).len(), want);
    assert!(other.values(Facet::Rule).iter().all(|value| !value.more.is_empty() && value.fewer.is_empty()));
    let number = other.documents(Difference::Text).iter().nth(1).unwrap();
    let (now, then) = (new.document(number).unwrap(), bare.document(other.old_number(number).unwrap()).unwrap());
    let pairs = line_pairs(&then, &now);
    assert!(pairs.iter().any(|pair| pair.differs()));
    assert!(pairs.iter().all(|pair| pair.old.is_some() && pair.new.is_some()));
    // Other originals.
    let (one, two) = (new.document(0).unwrap(), new.document(1).unwrap());
    let pairs = line_pairs(&one, &two);
    let old: String = pairs.iter().filter_map(|pair| pair.old.as_ref()).map(|line| line.original()).collect();
    assert_eq!(old, one.original());
}

#[test]
fn a_document_with_marks_shows_what_was_removed() {
    let page = format!(
        "<html><body><article><h1>The harbour</h1><p>{STORY} It was <b>late</b>.</p><p>Share on Facebook</p>\
         <p>{STORY} <i>Nobody</i> knew why.</p><ul><li>one bus</li><li>two buses</li></ul></article></body></html>"
    );
    let crawl = Crawl::new(&[("a.html", page.as_bytes())]);
    assert_eq!(crawl.clean(&["--markup", "markdown", "--extract", "all"]).code, 0);
    let output = open(&crawl.out("out"));
    let document = output.document(0).unwrap();
    let marked = document.marked.clone().unwrap();
    assert!(marked.contains("**late**"), "{marked}");
    assert_eq!((document.clean(), document.misfit.clone()), (marked, None));
    let removed: Vec<usize> =
        (0..).zip(&document.lines).filter(|(_, line)| line.removed.is_some()).map(|(at, _)| at).collect();
    assert!(!removed.is_empty() && removed[0] > 0 && removed[0] + 1 < document.lines.len(), "{:?}", document.lines);
}

#[cfg(feature = "parquet")]
#[test]
fn other_columns_of_a_table_are_in_the_record() {
    let crawl = Crawl::new(&[("a.jsonl", records(20).replace("\"url\"", "\"n\": 5, \"url\"").as_bytes())]);
    assert_eq!(crawl.clean(&["--format", "parquet"]).code, 0);
    let output = open(&crawl.out("out"));
    let document = output.document(1).unwrap();
    assert_eq!(document.record["n"], 5);
    assert!(document.record["metadata"]["length"].is_number() && !document.record.contains_key("text"));
}

#[test]
#[ignore = "measures a folder that SARAND_OUT names"]
fn measure() {
    let Ok(out) = std::env::var("SARAND_OUT") else { return };
    let rss = || {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        status
            .lines()
            .filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let begun = std::time::Instant::now();
    let time =
        |what: &str, begun: std::time::Instant| println!("{what}: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let options = Options { hash_texts: std::env::var("SARAND_HASH").is_ok(), ..Options::default() };
    let output = Output::open(Path::new(&out), options).unwrap();
    time("open", begun);
    let begun = std::time::Instant::now();
    read_all(&output);
    time("index", begun);
    let index = output.index();
    println!(
        "{} documents, {:?} bytes, index {} MB, {}",
        index.documents(),
        index.progress(),
        index.memory() >> 20,
        rss()
    );
    println!("faults {:?}", index.faults());
    let all = index.everything();
    for query in
        ["fate=changed", "host=h7.example", "language=fa&fate=changed", "rule=any.ad-placeholder&after=200-499"]
    {
        let begun = std::time::Instant::now();
        let found = index.select(&Query::parse(query));
        time(&format!("select {query} ({})", found.len()), begun);
        for facet in Facet::ALL {
            let begun = std::time::Instant::now();
            let counts = index.counts(facet, &found);
            time(&format!("  {facet} ({})", counts.len()), begun);
        }
    }
    let begun = std::time::Instant::now();
    for facet in Facet::ALL {
        drop(index.counts(facet, &all));
    }
    time("all facets of all", begun);
    drop(index);
    let numbers = sample(&all, 100, 3);
    let mut times: Vec<f64> = numbers
        .iter()
        .map(|number| {
            let begun = std::time::Instant::now();
            output.document(*number).unwrap();
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("document: median {:.2} ms, slowest {:.2} ms", times[50], times[99]);
    let begun = std::time::Instant::now();
    output.summaries(&numbers[..50]).unwrap();
    time("50 summaries", begun);
    for needle in ["harbour market", "no such thing at all"] {
        let begun = std::time::Instant::now();
        let found = output.search(&all, needle, Where::Both, 0, Duration::from_millis(300)).unwrap();
        time(&format!("search {needle}: {} hits in {} documents", found.hits.len(), found.looked_at), begun);
    }
    let begun = std::time::Instant::now();
    let found = output.same_line(&all, "Share on Facebook", None, Duration::from_millis(300)).unwrap();
    time(&format!("same line: {} of {}", found.documents, found.looked_at), begun);
    println!("{}", rss());
    if let Ok(old) = std::env::var("SARAND_OLD") {
        let old = Output::open(Path::new(&old), Options { hash_texts: true, ..Options::default() }).unwrap();
        read_all(&old);
        let begun = std::time::Instant::now();
        let comparison = Comparison::new(&output.index(), &old.index());
        time("compare", begun);
        let counts: Vec<_> = Difference::ALL.map(|of| comparison.documents(of).len()).into();
        println!("{counts:?} {}", rss());
    }
}
