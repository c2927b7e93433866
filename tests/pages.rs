//! The main job on HTML: each page of `fixtures/html` comes out as the `.txt` beside it, letter for letter.
//!
//! The pages are made in the manner of layouts in use, Persian and Arabic, with their menus, boxes, forms and footers. What
//! is expected is the article alone, without its title, which is metadata. The forests of extraction learnt from these pages
//! too, so this shows that nothing broke, not how unseen pages come out; `train.py` tells that. Pages that do not come out
//! right yet are listed in `gaps.tsv` with how many of their lines are lost or too many: no more may be, and no fewer, so that
//! the list is lowered when it can be.

use crate::{RULES, trial};
use libtest_mimic::{Failed, Trial};
use sarand::{
    clean::{self, Options},
    document::html,
    rules::RuleSet,
};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

pub(crate) fn trials() -> Vec<Trial> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/html");
    let entries = fs::read_dir(folder).expect("pages").map(|entry| entry.expect("entry").path());
    let mut pages: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|kind| kind == "html")).collect();
    pages.sort();
    assert!(pages.len() >= 75, "{} pages", pages.len());
    let gaps = gaps();
    for name in gaps.keys() {
        assert!(pages.iter().any(|page| page.file_stem().is_some_and(|stem| stem == name.as_str())), "no page {name}");
    }
    let trial_of = |page: PathBuf| {
        let name = page.file_stem().expect("name").to_string_lossy().into_owned();
        let gap = gaps.get(&name).copied().unwrap_or_default();
        trial("pages", &name, move || check(&page, &RULES, gap))
    };
    pages.into_iter().map(trial_of).collect()
}

/// How many lines of a page are known to come out wrong.
fn gaps() -> HashMap<String, usize> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/html/gaps.tsv");
    let list = fs::read_to_string(path).expect("gaps.tsv");
    let gap = |line: &str| {
        let (name, count) = line.split_once('\t').expect("a page and a number");
        (name.to_owned(), count.parse().expect("a number"))
    };
    list.lines().filter(|line| !line.starts_with('#')).map(gap).collect()
}

/// How many lines of `want` are not in `got`, and the other way round.
fn wrong(want: &str, got: &str) -> usize {
    let mut counts: HashMap<&str, isize> = HashMap::new();
    want.lines().for_each(|line| *counts.entry(line).or_default() += 1);
    got.lines().for_each(|line| *counts.entry(line).or_default() -= 1);
    counts.values().map(|count| count.unsigned_abs()).sum()
}

fn check(page: &Path, rules: &RuleSet, gap: usize) -> Result<(), Failed> {
    let html = fs::read_to_string(page)?;
    let want = fs::read_to_string(page.with_extension("txt"))?;
    let document = html::parse(&html, None, rules);
    let cleaned = clean::clean(&document, rules, &Options::default());
    let got = cleaned.text.trim_end();
    let count = wrong(want.trim_end(), got);
    if count < gap {
        return Err(format!("{count} lines are wrong, gaps.tsv has {gap}: lower it").into());
    }
    if count > gap || gap == 0 && got != want.trim_end() {
        return Err(format!("wanted:\n{want}\ngot:\n{got}").into());
    }
    if document.metadata.get("title").is_none_or(str::is_empty) {
        return Err("there is no title".into());
    }
    let restored = clean::restore(&cleaned.text, &cleaned.changes(&document.text));
    if restored == document.text { Ok(()) } else { Err("the original is not put back".into()) }
}
