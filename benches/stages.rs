//! Bytes a second by stage, and by number of rules, on Persian documents put together from the fixtures.
//!
//! `detect`, `hygiene` and `lines` are single stages; `compose` is a clean without rules and repairs, `rules` and
//! `repairs` add one of the two, `whole` is everything; `record` also reads and writes JSONL. `rules/x10` has nine more
//! copies of every rule, with other letters in their phrases.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sarand::{
    batch::{self, Job, Part, Progress, Sink},
    clean::{Cleaner, Options},
    document::{Document, Lines},
    error::Error,
    lang::{self, Lang},
    read::{InputOptions, Plan},
    repair::{RepairOptions, hygiene},
    rules::{
        Catalog, Rule, RuleSet, RuleSources, Selection,
        schema::{Matcher, Text},
    },
};
use std::{hint::black_box, path::Path};

/// How many documents are made.
const DOCUMENTS: usize = 300;

/// Documents of 2 to 8 KB: paragraphs and short lines of the Persian fixtures, taken in turns.
fn documents() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/pages");
    let mut pages: Vec<_> = std::fs::read_dir(folder)
        .expect("fixtures")
        .map(|entry| entry.expect("entry").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "txt"))
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("fa-")))
        .collect();
    pages.sort();
    let texts: Vec<String> = pages.iter().map(|path| std::fs::read_to_string(path).expect("text")).collect();
    let lines = || texts.iter().flat_map(|text| text.lines()).filter(|line| !line.trim().is_empty());
    let (prose, short): (Vec<&str>, Vec<&str>) = lines().partition(|line| line.chars().count() >= 120);
    let (mut prose, mut short) = (prose.iter().cycle(), short.iter().cycle());
    (0..DOCUMENTS)
        .map(|n| {
            let mut page: Vec<&str> = short.by_ref().take(n % 7).copied().collect();
            page.extend(prose.by_ref().take(8 + n % 11));
            page.extend(short.by_ref().take(n % 5));
            page.join("\n\n")
        })
        .collect()
}

fn catalog() -> Catalog {
    Catalog::load(&RuleSources::default()).expect("the built-in rules load")
}

/// Turns each Persian letter into another, so that a phrase of as many letters stands for nothing.
fn turned(text: &str, by: usize) -> String {
    const LETTERS: &str = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی";
    let letters: Vec<char> = LETTERS.chars().collect();
    text.chars()
        .map(|c| letters.iter().position(|letter| *letter == c).map_or(c, |at| letters[(at + by) % letters.len()]))
        .collect()
}

/// The built-in rules `times` over.
fn rules(times: usize) -> RuleSet {
    let mut catalog = catalog();
    let own = catalog.rules.clone();
    for copy in 1..times {
        let turn = |text: &mut Text| *text = turned(text, copy * 3).into();
        for rule in &own {
            let mut rule = Rule::clone(rule);
            rule.id = format!("{}-{copy}", rule.id);
            match &mut rule.matcher {
                Matcher::None | Matcher::Cover { .. } => {}
                Matcher::Exact(phrases) | Matcher::Prefix(phrases) => phrases.iter_mut().for_each(turn),
                Matcher::Words(groups) => groups.iter_mut().flatten().for_each(turn),
                Matcher::Regex(source) => turn(source),
            }
            rule.start.iter_mut().chain(&mut rule.end).for_each(|text| *text = turned(text, copy * 3));
            catalog.rules.push(rule.into());
        }
    }
    catalog.rules.sort_by(|a, b| a.id.cmp(&b.id));
    RuleSet::compile(&catalog, &Selection::default())
}

fn clean_all(documents: &[String], rules: &RuleSet, options: &Options) -> usize {
    let mut cleaner = Cleaner::new(rules, options);
    documents.iter().map(|text| cleaner.clean(&Document::from_text(text.as_str())).text.len()).sum()
}

fn stages(c: &mut Criterion) {
    let documents = documents();
    let (all, none) = (rules(1), RuleSet::default());
    let persian = |repair| Options { lang: Some(Lang::FA), repair, ..Options::default() };
    let no_repairs = || RepairOptions::only::<&str>(&[]).expect("no id is unknown");
    let mut group = c.benchmark_group("stage");
    group.throughput(Throughput::Bytes(documents.iter().map(|text| text.len() as u64).sum()));
    group.bench_function("detect", |b| {
        b.iter(|| documents.iter().filter(|text| lang::detect(black_box(text)) == Lang::FA).count());
    });
    group.bench_function("hygiene", |b| {
        let (repairs, mut edits) = (RepairOptions::default(), Vec::new());
        b.iter(|| {
            edits.clear();
            documents.iter().for_each(|text| hygiene(black_box(text), Lang::FA, &repairs, &mut edits));
            edits.len()
        });
    });
    group.bench_function("lines", |b| {
        let mut lines = Lines::default();
        b.iter(|| {
            documents.iter().for_each(|text| lines.read(black_box(text)));
            lines.all().len()
        });
    });
    group.bench_function("compose", |b| b.iter(|| clean_all(black_box(&documents), &none, &persian(no_repairs()))));
    group.bench_function("repairs", |b| {
        b.iter(|| clean_all(black_box(&documents), &none, &persian(RepairOptions::default())));
    });
    group.bench_function("rules", |b| b.iter(|| clean_all(black_box(&documents), &all, &persian(no_repairs()))));
    group.bench_function("whole", |b| b.iter(|| clean_all(black_box(&documents), &all, &Options::default())));
    group.bench_function("record", |b| {
        let folder = tempfile::tempdir().expect("a folder");
        let input = folder.path().join("crawl.jsonl");
        let records: String = documents
            .iter()
            .enumerate()
            .map(|(id, text)| format!("{}\n", serde_json::json!({"id": id, "text": text})))
            .collect();
        std::fs::write(&input, records).expect("written");
        let plan = Plan::new(&[input], &InputOptions::default()).expect("a plan");
        let job = Job::new(&all);
        b.iter(|| batch::run(&plan, &job, &mut Count(0), &Progress::hidden()).map(|done| done.tally.records.out));
    });
    group.finish();
}

/// A sink that only counts.
struct Count(usize);

impl Sink for Count {
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        self.0 += part.documents.len() + part.removed.len();
        Ok(())
    }
}

fn number_of_rules(c: &mut Criterion) {
    let documents = documents();
    let options = Options { lang: Some(Lang::FA), ..Options::default() };
    let mut group = c.benchmark_group("rules");
    group.throughput(Throughput::Bytes(documents.iter().map(|text| text.len() as u64).sum()));
    for times in [1, 10] {
        let rules = rules(times);
        group.bench_function(format!("x{times}"), |b| b.iter(|| clean_all(black_box(&documents), &rules, &options)));
    }
    group.finish();
    c.bench_function("rules/load", |b| b.iter(|| rules(1).len()));
}

criterion_group!(benches, stages, number_of_rules);
criterion_main!(benches);
