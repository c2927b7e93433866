//! Walks the patterns of the embedded rules (see `src/rules/known.rs`), with the modules that the program itself has.
#![allow(dead_code, unreachable_pub, unused_imports)]

use rules::{literals, pattern};
use std::{collections::BTreeSet, env, error::Error, fmt::Write as _, fs, path::Path};

#[path = "src/fold/mod.rs"]
mod fold;

mod rules {
    #[path = "../src/rules/literals/mod.rs"]
    pub mod literals;
    #[path = "../src/rules/pattern.rs"]
    pub mod pattern;
}

fn main() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "rules", "src/fold", "src/rules/literals", "src/rules/pattern.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let mut sources = BTreeSet::new();
    for entry in walkdir::WalkDir::new("rules") {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            // What is wrong with a file or a pattern is told by who loads the rules.
            let file: toml::Table = fs::read_to_string(&path)?.parse().unwrap_or_default();
            let rules = file.get("rule").and_then(|rules| rules.as_array()).into_iter().flatten();
            sources.extend(rules.filter_map(|rule| Some(rule.get("regex")?.as_str()?.to_owned())));
        }
    }
    let mut out = "static PATTERNS: &[Known] = &[\n".to_owned();
    for source in &sources {
        let Ok(hir) = pattern::parse(source) else { continue };
        write!(out, "({source:?}, &[")?;
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
