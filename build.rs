//! Makes ready what comes with the program, with the modules that the program itself has: walks the patterns of the embedded
//! rules (see `src/rules/known.rs`), and files their words by hash (see `src/rules/vocabulary/index.rs`).
#![allow(dead_code, unreachable_pub, unused_imports)]

use rules::{literals, pattern};
use std::{collections::BTreeSet, env, error::Error, fmt::Write as _, fs, path::Path};

#[path = "src/fold/mod.rs"]
mod fold;

mod rules {
    #[path = "../src/rules/vocabulary/index.rs"]
    pub mod index;
    #[path = "../src/rules/literals/mod.rs"]
    pub mod literals;
    #[path = "../src/rules/pattern.rs"]
    pub mod pattern;
}

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "rules", "src/fold", "src/rules/literals", "src/rules/pattern.rs", "src/rules/vocabulary"]
    {
        println!("cargo::rerun-if-changed={path}");
    }
    let mut sources = BTreeSet::new();
    let mut words = Vec::new();
    for entry in walkdir::WalkDir::new("rules") {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            // What is wrong with a file or a pattern is told by who loads the rules.
            let file: toml::Table = fs::read_to_string(&path)?.parse().unwrap_or_default();
            words.extend(file.get("words").and_then(|tables| tables.as_array()).into_iter().flatten().cloned());
            let rules = file.get("rule").and_then(|rules| rules.as_array()).into_iter().flatten();
            sources.extend(rules.filter_map(|rule| Some(rule.get("regex")?.as_str()?.to_owned())));
        }
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("words.bin"), vocabulary(&words))?;
    let mut out = "static PATTERNS: &[Known] = &[\n".to_owned();
    for source in &sources {
        let Ok(hir) = pattern::parse(source) else { continue };
        let Ok(narrow) = pattern::narrow(source) else { continue };
        write!(out, "({source:?}, {narrow:?}, &[")?;
        let found = literals::literals(&hir);
        for (text, at, marks) in found.iter().flatten() {
            write!(out, "(&{text:?}, At::{at:?}, {marks}),")?;
        }
        let marks = if found.is_some() { Vec::new() } else { pattern::marks(&hir) };
        writeln!(out, "], &{marks:?}),")?;
    }
    out.push_str("];\n");
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("patterns.rs"), out)?)
}

/// The words of all tables, filed. The number of a class is its place among the sorted names, as in the program.
fn vocabulary(tables: &[toml::Value]) -> Vec<u8> {
    let classes: BTreeSet<&str> =
        tables.iter().filter_map(|table| table.as_table()).flat_map(|table| table.keys()).map(String::as_str).collect();
    let classes: Vec<&str> = classes.into_iter().filter(|class| *class != "lang").collect();
    let mut phrases = Vec::new();
    for table in tables.iter().filter_map(|table| table.as_table()) {
        let listed = |key: &str| table.get(key).and_then(|list| list.as_array()).into_iter().flatten();
        let mut langs: Vec<Option<&str>> = listed("lang").map(|lang| lang.as_str()).collect();
        if langs.is_empty() {
            langs.push(None);
        }
        for (number, class) in classes.iter().enumerate() {
            for word in listed(class).filter_map(|word| word.as_str()) {
                phrases.extend(langs.iter().map(|lang| (*lang, word, 1 << number)));
            }
        }
    }
    rules::index::build(phrases.into_iter())
}
