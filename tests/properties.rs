//! What holds for every document: nothing is lost, nothing is changed twice, no line is made up.
//!
//! Documents are put together from prose, the `hit` and `miss` lines of the built-in rules, damage and noise; the
//! fixtures are tried too, and the shared corpora beside the crate where they exist.
#![allow(clippy::print_stdout)]

use proptest::prelude::*;
use sarand::{
    clean::{self, Cleaned, Cleaner, Options},
    document::Document,
    lang::Lang,
    repair::RepairOptions,
    rules::{Catalog, Kind, Level, RuleSet, RuleSources, Selection},
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::load(&RuleSources::default()).unwrap());
static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::compile(&CATALOG, &Selection::default()));

/// Sentences: the first of each pair is prose, the second is short.
const SENTENCES: &[(&str, &str)] = &[
    (
        "باران از نیمه‌شب آغاز شد و تا سپیده‌دم یک‌نفس بر بام‌های گلی روستا کوبید، چنان که پیرمردها گفتند در بیست سال گذشته چنین شبی ندیده‌اند.",
        "باغبان در را بست.",
    ),
    (
        "ديروز كودكان در كوچه بازي مي‌كردند و مادرها كنار در نشسته بودند؛ هيچ‌كس نمي‌دانست كه فردا برف همه راه‌ها را خواهد بست.هوا سرد بود.",
        "چاي سرد شد",
    ),
    (
        "وصلت السفينة إلى الميناء قبل الفجر بقليل، وانتظر البحارة حتى طلعت الشمس ثم بدأوا ينزلون الصناديق الثقيلة واحدا بعد آخر على الرصيف.",
        "عاد الصياد وحده",
    ),
    (
        "The ferry left the pier an hour late because the pilot had overslept, and the passengers spent the time watching gulls fight over a bag of chips.",
        "A dog barked twice",
    ),
    (
        "Die Brücke über den Fluss wurde im Frühjahr gesperrt, und seither fahren alle Wagen durch das Dorf, was niemandem gefällt.",
        "Kurz gesagt",
    ),
];

const NOISE: &[&str] = &[
    "\u{200c}", "\u{200f}", "\u{a0}", "\u{ad}", "\u{feff}", "\0", "\u{7}", "\t", "  ", "&amp;", "&#8211;", "&nbsp;",
    "ﻻ", "ﷺ", "e\u{301}", "ـ", ".", "،", "«", "»", "/", "*", "- ", "•", "۱۲", "👍🏽", "\u{fffd}", "<b>", "|", " ,",
];

fn lines_of_rules() -> Vec<String> {
    let mut lines: Vec<String> =
        CATALOG.rules.iter().flat_map(|rule| rule.hit.iter().chain(&rule.miss)).cloned().collect();
    lines.extend(CATALOG.rules.iter().flat_map(|rule| rule.start.iter().chain(&rule.end)).cloned());
    lines
}

fn line() -> impl Strategy<Value = String> {
    let prose: Vec<String> = SENTENCES.iter().map(|(long, _)| (*long).to_owned()).collect();
    let short: Vec<String> = SENTENCES.iter().map(|(_, short)| (*short).to_owned()).collect();
    let known = prop_oneof![
        3 => prop::sample::select(prose),
        2 => prop::sample::select(short),
        6 => prop::sample::select(lines_of_rules()),
        2 => Just(String::new()),
        1 => Just("   ".to_owned()),
        1 => "[0-9/:. -]{0,12}",
    ];
    // Damage goes into a line at a character.
    let damage = prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(NOISE)), 0..3);
    (known, prop_oneof![3 => Just(vec![]), 1 => damage]).prop_map(|(mut line, damage)| {
        for (at, noise) in damage {
            let places: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
            line.insert_str(*at.get(&places), noise);
        }
        line
    })
}

fn page() -> impl Strategy<Value = String> {
    let break_ = prop_oneof![8 => Just("\n"), 1 => Just("\r\n"), 1 => Just("\n\n"), 1 => Just("\r"), 1 => Just("\u{2028}"), 1 => Just("\u{85}")];
    (prop::collection::vec(line(), 0..24), break_, any::<bool>()).prop_map(|(lines, with, last)| {
        let mut text = lines.join(with);
        if last {
            text.push_str(with);
        }
        text
    })
}

fn options() -> impl Strategy<Value = Options> {
    let level = prop::sample::select(vec![Level::Safe, Level::Likely, Level::Bold]);
    let lang = prop::sample::select(vec![None, Some(Lang::FA), Some(Lang::AR), Some(Lang::EN)]);
    (level, lang, any::<bool>(), any::<bool>()).prop_map(|(level, lang, repair, explain)| {
        let repair = if repair { RepairOptions::default() } else { RepairOptions::only::<&str>(&[]).unwrap() };
        Options { level, lang, repair, explain, reasons: explain, ..Options::default() }
    })
}

/// Whether the lines of `part` are lines of `whole`, in their order. Blank lines may differ in their spaces.
fn is_subsequence(part: &str, whole: &str) -> bool {
    const BREAKS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
    let mut lines = whole.split(BREAKS);
    part.split(BREAKS).filter(|line| !line.trim().is_empty()).all(|line| lines.any(|other| other == line))
}

/// The ids of rules that change lines and do not take them whole.
fn replaces(cleaned: &Cleaned<'_>) -> bool {
    let kind = |id: &str| CATALOG.get(id).map(|rule| rule.kind);
    let spans = |id: &str| kind(id) == Some(Kind::Span);
    cleaned.removals.iter().any(|removal| spans(removal.rule)) || cleaned.edits.iter().any(|edit| spans(edit.by))
}

/// Everything that must hold for one document.
fn check(text: &str, options: &Options, cleaner: &mut Cleaner<'_, '_>) -> Result<(), String> {
    let document = Document::from_text(text);
    let cleaned = cleaner.clean(&document);
    let fresh = clean::clean(&document, &RULES, options);
    same("a cleaner that was used before", &fresh.text, &cleaned.text)?;
    same("its removals", &fresh.removals, &cleaned.removals)?;
    same("its edits", &fresh.edits, &cleaned.edits)?;
    same("its metadata", &fresh.found, &cleaned.found)?;

    let mut spans: Vec<_> = cleaned.removals.iter().map(|removal| removal.span).collect();
    same("sorted removals", &spans.is_sorted(), &true)?;
    let edits: Vec<_> = cleaned.edits.iter().map(|edit| edit.span).collect();
    same("sorted edits", &edits.is_sorted(), &true)?;
    spans.extend(edits);
    spans.sort_unstable();
    for pair in spans.windows(2) {
        same("disjoint changes", &(pair[0].end <= pair[1].start), &true).map_err(|why| format!("{why} {pair:?}"))?;
    }
    for span in &spans {
        same("character boundaries", &text.get(span.start..span.end).is_some(), &true)?;
    }

    same("the original put back", &text, &clean::restore(&cleaned.text, &cleaned.changes(text)).as_str())?;

    // A record says its language, so its second run is told the language of the first; a file's is found anew.
    let again = Document { lang: Some(cleaned.lang), ..Document::from_text(cleaned.text.as_str()) };
    let twice = cleaner.clean(&again);
    same("a second run", &cleaned.text, &twice.text)?;

    let repaired = !cleaned.edits.is_empty();
    if !repaired && !replaces(&cleaned) {
        same("lines of the input in their order", &is_subsequence(&cleaned.text, text), &true)
            .map_err(|why| format!("{why}\n{:?}", cleaned.text))?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, want: &T, got: &T) -> Result<(), String> {
    if want == got { Ok(()) } else { Err(format!("{what}\nwant {want:?}\n got {got:?}")) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_put_together_from_prose_chrome_and_damage(before in page(), text in page(), options in options()) {
        let mut cleaner = Cleaner::new(&RULES, &options);
        let _ = cleaner.clean(&Document::from_text(before));
        check(&text, &options, &mut cleaner).map_err(|why| TestCaseError::fail(format!("{text:?}\n{why}")))?;
    }

    #[test]
    fn any_characters(text in "(?s).{0,80}", options in options()) {
        check(&text, &options, &mut Cleaner::new(&RULES, &options)).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_letters_and_marks_of_the_scripts_we_repair(
        text in "[\u{600}-\u{6ff}\u{fb50}-\u{fbff}\u{fe70}-\u{feff}\u{200b}-\u{200f}\u{86}-\u{a0}a-c0-2&;#<>.,/«» \n]{0,120}",
        options in options(),
    ) {
        check(&text, &options, &mut Cleaner::new(&RULES, &options)).map_err(TestCaseError::fail)?;
    }
}

/// Every text file below the folder, with its name.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut all: Vec<_> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.path().extension().is_some_and(|ext| ext == "txt"))
        .map(|entry| (entry.path().to_owned(), fs::read_to_string(entry.path()).unwrap()))
        .collect();
    all.sort();
    all
}

/// Checks documents at every level, with and without repairs, all by one cleaner.
fn check_all(documents: &[(PathBuf, String)]) {
    let mut faults = Vec::new();
    for level in [Level::Safe, Level::Likely, Level::Bold] {
        for repair in [RepairOptions::default(), RepairOptions::only::<&str>(&[]).unwrap()] {
            let options = Options { level, repair, ..Options::default() };
            let mut cleaner = Cleaner::new(&RULES, &options);
            for (path, text) in documents {
                if let Err(why) = check(text, &options, &mut cleaner) {
                    faults.push(format!("{} at {level}: {why}", path.display()));
                }
                let once = clean::clean(&Document::from_text(text.as_str()), &RULES, &options).text;
                let twice = clean::clean(&Document::from_text(once.as_str()), &RULES, &options).text;
                if once != twice {
                    faults.push(format!("{} at {level}: a second run that finds the language anew", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn fixtures() {
    let documents = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"));
    assert!(documents.len() > 30);
    check_all(&documents);
}

#[test]
fn shared_corpora() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.is_dir() {
        println!("skipped: no ../shared");
        return;
    }
    let mut documents = texts(&shared.join("seeds"));
    for entry in fs::read_dir(shared.join("gold/dev")).unwrap() {
        let path = entry.unwrap().path();
        let value: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        documents.push((path, value["text"].as_str().unwrap().to_owned()));
    }
    for (path, text) in texts(&shared.join("clean")) {
        let lines: Vec<&str> = text.lines().collect();
        for (n, part) in lines.chunks(20).take(40).enumerate() {
            documents.push((path.join(n.to_string()), part.join("\n")));
        }
    }
    documents.sort();
    check_all(&documents);
}

#[test]
fn a_space_that_ends_a_line_is_no_part_of_the_removed_line_below_it() {
    let options = Options { lang: Lang::parse("en"), ..Options::default() };
    let text = "The harbour stays closed until Tuesday, the council said. \nShare this article on Facebook";
    check(text, &options, &mut Cleaner::new(&RULES, &options)).unwrap();
    let cleaned = clean::clean(&Document::from_text(text), &RULES, &options);
    assert_eq!((cleaned.text.as_str(), cleaned.edits.len(), cleaned.removals.len()), (&text[..57], 1, 1));
}
