//! The main job on HTML: each page of `fixtures/html` comes out as the `.txt` beside it, letter for letter.
//!
//! The pages are made in the manner of layouts in use, Persian and Arabic, with their menus, boxes, forms and footers. What
//! is expected is the article alone, without its title, which is metadata. The forest of extraction learnt from these pages
//! too, so this shows that nothing broke, not how unseen pages come out; `train.py` tells that.

use libtest_mimic::{Arguments, Failed, Trial};
use sarand::{
    clean::{self, Options},
    document::html,
    rules::RuleSet,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

fn main() {
    let rules = Arc::new(RuleSet::builtin());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/html");
    let entries = fs::read_dir(folder).expect("pages").map(|entry| entry.expect("entry").path());
    let mut pages: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|kind| kind == "html")).collect();
    pages.sort();
    assert!(pages.len() >= 25, "{} pages", pages.len());
    let trials = pages.into_iter().map(|page| {
        let rules = Arc::clone(&rules);
        let name = page.file_stem().expect("name").to_string_lossy().into_owned();
        Trial::test(name, move || check(&page, &rules))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit();
}

fn check(page: &Path, rules: &RuleSet) -> Result<(), Failed> {
    let html = fs::read_to_string(page)?;
    let want = fs::read_to_string(page.with_extension("txt"))?;
    let document = html::parse(&html, None, rules);
    let cleaned = clean::clean(&document, rules, &Options::default());
    let got = cleaned.text.trim_end();
    if got != want.trim_end() {
        return Err(format!("wanted:\n{want}\ngot:\n{got}").into());
    }
    if document.metadata.get("title").is_none_or(str::is_empty) {
        return Err("there is no title".into());
    }
    let restored = clean::restore(&cleaned.text, &cleaned.changes(&document.text));
    if restored == document.text { Ok(()) } else { Err("the original is not put back".into()) }
}
