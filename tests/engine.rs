//! The rule engine on small rules of its own: every `[[case]]` of `tests/engine/*.toml` is one test.
//!
//! A case gives `rules` (TOML), `text`, and the clean text in `want`; beside them, as it needs, `level`, `lang`, `host`,
//! `flags`, `found`, and `refused` ("line rule guard"). Every case is also put back together and cleaned twice.

use crate::trial;
use libtest_mimic::{Failed, Trial};
use sarand::{
    clean::{self, Cleaned, Options},
    document::Document,
    lang::Lang,
    rules::{Catalog, Outcome, RuleSet, Selection},
};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, path::Path};

#[derive(Deserialize)]
struct File {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    rules: String,
    text: String,
    want: String,
    level: Option<String>,
    lang: Option<String>,
    host: Option<String>,
    #[serde(default)]
    flags: Vec<String>,
    #[serde(default)]
    found: BTreeMap<String, String>,
    #[serde(default)]
    refused: Vec<String>,
}

pub(crate) fn trials() -> Vec<Trial> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine");
    let mut paths: Vec<_> = fs::read_dir(folder).expect("cases").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let mut trials = Vec::new();
    for path in paths {
        let file: File = toml::from_str(&fs::read_to_string(&path).expect("readable")).expect("valid cases");
        let stem = path.file_stem().expect("name").to_string_lossy().into_owned();
        trials.extend(
            file.case.into_iter().map(|case| trial("engine", &format!("{stem}: {}", case.name), move || check(&case))),
        );
    }
    trials
}

fn check(case: &Case) -> Result<(), Failed> {
    let catalog = Catalog::parse([("case.toml", case.rules.as_str())])?;
    let rules = RuleSet::compile(&catalog, &Selection::default());
    let options = Options {
        level: case.level.as_deref().map_or(Ok(Default::default()), str::parse)?,
        lang: Some(case.lang.as_deref().and_then(Lang::parse).unwrap_or(Lang::EN)),
        explain: true,
        ..Options::default()
    };
    let cleaned = run(&case.text, case, &rules, &options);
    same("the clean text", &case.want, &cleaned.text)?;
    same("flags", &case.flags, &cleaned.flags.iter().map(|flag| flag.to_string()).collect())?;
    for (key, want) in &case.found {
        same(key, &Some(want), &cleaned.found.get(key).map(ToString::to_string).as_ref())?;
    }
    let refused: Vec<String> = cleaned
        .decisions
        .iter()
        .filter_map(|decision| match decision.outcome {
            Outcome::Refused(guard) => Some(format!("{} {} {guard}", decision.line + 1, decision.rule)),
            _ => None,
        })
        .collect();
    for want in &case.refused {
        if !refused.contains(want) {
            return Err(format!("not refused: {want}; refused are {refused:?}").into());
        }
    }
    same("the original", &case.text, &clean::restore(&cleaned.text, &cleaned.changes(&case.text)))?;
    same("the second run", &cleaned.text, &run(&cleaned.text, case, &rules, &options).text)
}

fn run<'r>(text: &str, case: &Case, rules: &'r RuleSet, options: &Options) -> Cleaned<'r> {
    let host = case.host.as_deref().map(Into::into);
    clean::clean(&Document { host, ..Document::from_text(text) }, rules, options)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, want: &T, got: &T) -> Result<(), Failed> {
    if want == got { Ok(()) } else { Err(format!("{what}\nwant {want:?}\n got {got:?}").into()) }
}
