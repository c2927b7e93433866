//! The main job on pages: each of `fixtures/pages` comes out as in `fixtures/expected`, letter for letter.
//!
//! Each is also put back together from the account of its changes, and its clean text is cleaned again, which changes
//! nothing. `SARAND_WRITE=1` writes what comes out of the files instead of comparing it (`cargo xtask fixture` does so); records
//! are corrected by hand. What is not tested here: reading and writing files, which `outputs.rs` does.

use crate::{RULES, trial};
use libtest_mimic::{Failed, Trial};
use sarand::{
    clean::{self, Options},
    document::{Document, html},
    rules::RuleSet,
};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

const RECORDS: &str = "records.jsonl";

/// A page as it is given and as it must come out.
struct Page {
    name: String,
    given: String,
    html: bool,
    want: String,
    /// Where that stands, if it may be written anew.
    to: Option<PathBuf>,
}

pub(crate) fn trials() -> Vec<Trial> {
    pages().into_iter().map(|page| trial("golden", &page.name.clone(), move || check(&page, &RULES))).collect()
}

/// Whether what is expected is written anew.
fn writes() -> bool {
    env::var_os("SARAND_WRITE").is_some()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn pages() -> Vec<Page> {
    let mut paths: Vec<_> =
        fs::read_dir(fixtures().join("pages")).expect("pages").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let (records, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.ends_with(RECORDS));
    let mut pages: Vec<Page> = files.iter().map(|path| file(path)).collect();
    pages.extend(records.iter().flat_map(|path| jsonl(path)));
    pages
}

fn file(path: &Path) -> Page {
    let name = path.file_name().expect("name").to_string_lossy().into_owned();
    let want = fixtures().join("expected").join(path.file_stem().expect("stem")).with_extension("txt");
    Page {
        html: name.ends_with(".html"),
        name,
        given: fs::read_to_string(path).expect("a page"),
        want: fs::read_to_string(&want)
            .or_else(|error| if writes() { Ok(String::new()) } else { Err(error) })
            .expect("what is expected of the page"),
        to: writes().then_some(want),
    }
}

/// The records that are JSON; each must be expected, and no other.
fn jsonl(path: &Path) -> Vec<Page> {
    let texts = |path: &Path| -> BTreeMap<String, String> {
        fs::read_to_string(path)
            .expect("records")
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok())
            .map(|record| (record["id"].to_string(), record["text"].as_str().expect("a text").to_owned()))
            .collect()
    };
    let (given, mut want) = (texts(path), texts(&fixtures().join("expected").join(RECORDS)));
    assert!(given.keys().eq(want.keys()), "every whole record is expected once");
    let page = |(id, given): (String, String)| Page {
        want: want.remove(&id).unwrap_or_default(),
        name: format!("{RECORDS} {id}"),
        given,
        html: false,
        to: None,
    };
    given.into_iter().map(page).collect()
}

fn check(page: &Page, rules: &RuleSet) -> Result<(), Failed> {
    let options = Options::default();
    let document = match page.html {
        true => html::parse(&page.given, None, rules),
        false => Document::from_text(page.given.as_str()),
    };
    let cleaned = clean::clean(&document, rules, &options);
    match &page.to {
        Some(to) if page.want != cleaned.text => fs::write(to, &cleaned.text)?,
        Some(_) => {}
        None => same("the clean text", &page.want, &cleaned.text)?,
    }
    let changes = cleaned.changes(&document.text);
    same("the original", &document.text, &clean::restore(&cleaned.text, &changes))?;
    let again = Options { lang: Some(cleaned.lang), ..options };
    let again = clean::clean(&Document::from_text(cleaned.text.as_str()), rules, &again);
    same("the clean text cleaned again", &cleaned.text, &again.text)
}

/// Fails with the lines that only one of the two has.
fn same(what: &str, want: &str, got: &str) -> Result<(), Failed> {
    if want == got {
        return Ok(());
    }
    let only = |one: &str, other: &str| -> String {
        one.lines()
            .filter(|line| !other.lines().any(|other| other == *line))
            .map(|line| format!("\n  {line}"))
            .collect()
    };
    Err(format!("{what} differs; missing:{}\nleft:{}", only(want, got), only(got, want)).into())
}
