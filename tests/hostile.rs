//! Texts that look like chrome and are not: each of `fixtures/hostile` and `fixtures/clean` comes out byte for byte as it
//! is.
//!
//! At the levels `safe` and `likely`: a text whose every line is content has nothing that "right on nearly all pages"
//! may take. The level `bold` is for those who check, and is not tested here.

use crate::{RULES, trial};
use libtest_mimic::{Failed, Trial};
use sarand::{
    clean::{self, Options},
    document::Document,
    rules::{Level, RuleSet},
};
use std::{fs, path::Path, sync::Arc};

pub(crate) fn trials() -> Vec<Trial> {
    let mut paths = Vec::new();
    for folder in ["fixtures/hostile", "fixtures/clean"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        paths.extend(fs::read_dir(folder).expect("texts").map(|entry| entry.expect("entry").path()));
    }
    paths.sort();
    let mut trials = Vec::new();
    for path in paths {
        let name = path.file_stem().expect("name").to_string_lossy().into_owned();
        let text: Arc<str> = fs::read_to_string(&path).expect("a text").into();
        for level in [Level::Safe, Level::Likely] {
            let text = Arc::clone(&text);
            trials.push(trial("hostile", &format!("{name} at {level}"), move || check(&text, &RULES, level)));
        }
    }
    trials
}

fn check(text: &str, rules: &RuleSet, level: Level) -> Result<(), Failed> {
    let options = Options { level, ..Options::default() };
    let cleaned = clean::clean(&Document::from_text(text), rules, &options);
    if cleaned.text == text {
        return Ok(());
    }
    let gone = cleaned.removals.iter().map(|removal| format!("\n  {}: {:?}", removal.rule, removal.span.slice(text)));
    let edits = cleaned.edits.iter().map(|edit| format!("\n  {edit:?}"));
    Err(gone.chain(edits).collect::<String>().into())
}
