//! What the pages of a host share: the same survey however it is made, and what cleaning does with it.

use crate::common::{Crawl, lines, path, sarand, sarand_with, tree};
use std::fs;

/// Pages of two hosts. Each host has a frame that no rule knows; each page a text of its own.
fn pages(from: usize, to: usize) -> Vec<u8> {
    const NOUNS: [&str; 7] = ["harbour", "market", "bridge", "school", "garden", "council", "library"];
    let page = |n: usize| {
        let host = ["a.example", "b.example"][n % 2];
        let (noun, other) = (NOUNS[n % 7], NOUNS[(n / 7 + 3) % 7]);
        let text = format!(
            "Pelican corner {host}\nThe {noun} report, part {n}\nThe old {noun} was opened again on Monday after the {other} had paid \
             for its roof, and {n} people came to see what the carpenters had made of it in one summer.\nIn the evening the \
             mayor said that the {other} would be next, and that nobody need fear for the trees around the {noun}.\n\
             Most read in Zibaldone\nZibaldone archive\n"
        );
        serde_json::json!({"id": n, "url": format!("http://{host}/{n}"), "text": text}).to_string() + "\n"
    };
    (from..to).map(page).collect::<String>().into_bytes()
}

#[test]
fn a_survey_does_not_depend_on_threads_order_or_pieces() {
    let crawl = Crawl::new(&[("all.jsonl", &pages(0, 80)), ("a.jsonl", &pages(40, 80)), ("b.jsonl", &pages(0, 40))]);
    let survey = |inputs: &[&str], name: &str, more: &[&str]| {
        let out = crawl.out(name);
        let inputs: Vec<String> = inputs.iter().map(|input| path(&crawl.input(input)).to_owned()).collect();
        let mut args = vec!["survey", "-o", path(&out), "--quiet"];
        args.extend(inputs.iter().map(String::as_str));
        args.extend(more);
        let run = sarand(&args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        fs::read(&out).unwrap()
    };
    let all = survey(&["all.jsonl"], "one.survey", &["--jobs", "1"]);
    assert_eq!(all, survey(&["all.jsonl"], "four.survey", &["--jobs", "4"]));
    assert_eq!(all, survey(&["a.jsonl", "b.jsonl"], "both.survey", &[]));
    let (a, b) = (crawl.out("a.survey"), crawl.out("b.survey"));
    survey(&["a.jsonl"], "a.survey", &[]);
    survey(&["b.jsonl"], "b.survey", &[]);
    assert_eq!(all, survey(&[], "merged.survey", &["--merge", path(&b), "--merge", path(&a)]));
    assert_eq!(all, survey(&["b.jsonl"], "grown.survey", &["--merge", path(&a)]));
    let piped = sarand_with(&["survey", "-", "-o", "-", "--quiet", "--input-format", "jsonl"], &pages(0, 80));
    assert_eq!(piped.stdout.as_bytes(), all);
    assert!(!String::from_utf8(all).unwrap().contains("Zibaldone"), "no text is in it");
}

#[test]
fn what_a_site_repeats_goes_and_what_it_says_once_stays() {
    let crawl = Crawl::new(&[("all.jsonl", &pages(0, 60))]);
    let (survey, input, out) = (crawl.out("s.zst"), crawl.input("all.jsonl"), crawl.out("out"));
    assert_eq!(sarand(&["survey", path(&input), "-o", path(&survey), "--quiet"]).code, 0);
    let clean = |out: &std::path::Path, more: &[&str]| {
        let mut args = vec!["clean", path(&input), "-o", path(out), "--level", "bold", "--quiet"];
        args.extend(more);
        let run = sarand(&args);
        assert_eq!(run.code, 0, "{}", run.stderr);
        fs::read(out.join("documents.jsonl")).unwrap()
    };
    let learnt = clean(&out, &["--learn", "--jobs", "3"]);
    assert_eq!(learnt, clean(&crawl.out("by"), &["--survey", path(&survey), "--jobs", "1"]));
    assert_ne!(learnt, clean(&crawl.out("without"), &[]), "a survey makes a difference");
    for record in lines(&fs::read_to_string(out.join("documents.jsonl")).unwrap()) {
        let text = record["text"].as_str().unwrap();
        assert!(text.contains("was opened again on Monday") && text.contains("would be next"), "{text}");
        assert!(!text.contains("Zibaldone archive"), "{text}");
    }
    let removed = fs::read_to_string(out.join("removed.jsonl")).unwrap();
    assert!(removed.contains(r#""rule":"judge."#) && removed.contains(r#""chance":0.8"#), "{removed}");
    let before = tree(&out);
    let again = sarand(&["clean", path(&input), "-o", path(&out), "--level", "bold", "--learn", "--quiet"]);
    assert_eq!((again.code, tree(&out)), (0, before), "the same command finds that it has ended");
}

#[test]
fn what_cannot_be_surveyed_is_said() {
    let crawl = Crawl::new(&[("all.jsonl", &pages(0, 6))]);
    let (input, out) = (crawl.input("all.jsonl"), crawl.out("out"));
    let run = sarand_with(&["clean", "-", "-o", path(&out), "--learn"], &pages(0, 6));
    assert!(run.code == 2 && run.stderr.contains("sarand survey"), "{} {}", run.code, run.stderr);
    let run = sarand(&["clean", path(&input), "-o", path(&out), "--survey", path(&input)]);
    assert!(run.code == 2 && run.stderr.contains("all.jsonl:1: this is not a survey"), "{} {}", run.code, run.stderr);
    let there = crawl.out("there");
    fs::write(&there, "mine").unwrap();
    let run = sarand(&["survey", path(&input), "-o", path(&there)]);
    assert!(run.code == 2 && run.stderr.contains("--force"), "{}", run.stderr);
    assert_eq!(fs::read(&there).unwrap(), b"mine");
}
