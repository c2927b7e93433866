//! Makes ready what comes with the program, with the modules that the program itself has: reads and walks the embedded rules
//! (see `src/rules/packed.rs`), files their words by hash (see `src/rules/vocabulary/index.rs`), and makes bytes of the texts
//! of forests (see `src/forest/packed.rs`).
#![allow(dead_code, unreachable_pub, unused_imports)]

use rules::{
    index_keys::IndexKeys,
    nfa,
    packed::Library,
    pattern, read_rule,
    schema::{Matcher, Rule},
    table_reader::{RuleFile, TableReader},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
};

#[path = "src/fold/mod.rs"]
mod fold;

/// What rules need of the program's own module: the code.
mod lang {
    #[derive(Clone, Debug)]
    pub struct Lang(String);

    impl Lang {
        pub fn parse(code: &str) -> Option<Self> {
            let is_code = (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
            is_code.then(|| Self(code.to_owned()))
        }

        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
}

#[path = "src/forest/pack.rs"]
mod pack;

#[path = "src/forest/packed.rs"]
mod packed;

#[path = "src/repair/zwnj/hash_table.rs"]
mod hash_table;

#[path = "src/diagnose.rs"]
pub mod diagnose;

mod rules {
    pub use crate::diagnose;

    #[path = "../src/rules/build_keys.rs"]
    pub mod build_keys;
    #[path = "../src/rules/vocabulary/index.rs"]
    pub mod index;
    #[path = "../src/rules/index_keys.rs"]
    pub mod index_keys;
    #[path = "../src/rules/keywords.rs"]
    pub mod keywords;
    #[path = "../src/rules/lazy.rs"]
    pub mod lazy;
    #[path = "../src/rules/literals/mod.rs"]
    pub mod literals;
    #[path = "../src/rules/nfa.rs"]
    pub mod nfa;
    #[path = "../src/rules/pack.rs"]
    pub mod pack;
    #[path = "../src/rules/packed.rs"]
    pub mod packed;
    #[path = "../src/rules/pattern.rs"]
    pub mod pattern;
    #[path = "../src/rules/read_hosts.rs"]
    pub mod read_hosts;
    #[path = "../src/rules/read_rule.rs"]
    pub mod read_rule;
    #[path = "../src/rules/schema.rs"]
    pub mod schema;
    #[path = "../src/rules/table_reader.rs"]
    pub mod table_reader;
    #[path = "../src/rules/text.rs"]
    pub mod text;
}

/// The files of the modules above.
const MODULES: &[&str] = &[
    "index_keys",
    "keywords",
    "lazy",
    "nfa",
    "pack",
    "packed",
    "pattern",
    "read_hosts",
    "read_rule",
    "schema",
    "table_reader",
    "text",
];

/// Learnt forests, and the name that each has as bytes.
const FORESTS: &[(&str, &str)] = &[
    ("document/extract/first", "extract-first"),
    ("document/extract/second", "extract-second"),
    ("document/extract/trust", "extract-trust"),
    ("document/extract/types", "extract-types"),
    ("judge/crawl", "judge-crawl"),
    ("judge/forest", "judge"),
    ("judge/page", "judge-page"),
];

fn main() -> Result<(), Box<dyn Error>> {
    for path in [
        "build.rs",
        "lexicon",
        "rules",
        "src/diagnose.rs",
        "src/fold",
        "src/forest",
        "src/repair/zwnj/hash_table.rs",
        "src/rules/literals",
        "src/rules/vocabulary",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    for module in MODULES {
        println!("cargo::rerun-if-changed=src/rules/{module}.rs");
    }
    for (file, name) in FORESTS {
        let path = format!("src/{file}.txt");
        println!("cargo::rerun-if-changed={path}");
        let packed = pack::pack(&fs::read_to_string(&path)?).map_err(|error| format!("{path}: {error}"))?;
        fs::write(Path::new(&env::var("OUT_DIR")?).join(format!("{name}.forest")), packed)?;
    }
    for (name, file) in [("words", "words.bin"), ("forms", "forms.bin"), ("counts", "treebank/counts.bin")] {
        let filter = filter(&fs::read(Path::new("lexicon/fa").join(file))?)?;
        fs::write(Path::new(&env::var("OUT_DIR")?).join(format!("{name}.filter")), filter)?;
    }
    let (mut all, mut words, mut names) = (BTreeMap::new(), Vec::new(), Vec::new());
    for entry in walkdir::WalkDir::new("rules").sort_by_file_name() {
        let path = entry?.into_path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path)?;
            if path.ends_with("words.toml") {
                let file: toml::Table = text.parse()?;
                words.extend(file.get("words").and_then(|tables| tables.as_array()).into_iter().flatten().cloned());
                continue;
            }
            let parts: Vec<_> = path.iter().skip(1).map(|part| part.to_string_lossy()).collect();
            let name: &'static str = format!("builtin:{}", parts.join("/")).leak();
            names.push(name);
            for rule in read(name, &text)? {
                if let Some(twice) = all.insert(rule.id.clone(), rule) {
                    return Err(format!("{}: the id `{}` is taken", twice.origin, twice.id).into());
                }
            }
        }
    }
    println!("cargo::rustc-env=SARAND_RULES={:032x}", digest(all.values())?);
    let rules =
        all.into_values().map(|rule| (index_keys(&rule), rule)).map(|(index_keys, rule)| (rule, index_keys)).collect();
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("rules.bin"), Library::new(names, rules)?.write()?)?;
    Ok(fs::write(out.join("words.bin"), vocabulary(&words))?)
}

/// A number that tells these rules from others (FNV-1a of 128 bits).
fn digest<'a>(rules: impl Iterator<Item = &'a Rule>) -> Result<u128, Box<dyn Error>> {
    let mut state = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for rule in rules {
        for byte in postcard::to_allocvec(rule)? {
            state = (state ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
    Ok(state)
}

/// Which fingerprints a table has (see `src/repair/zwnj/hash_table.rs`): six bits for each slot at least.
fn filter(table: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let slots = u32::from_le_bytes(*table.first_chunk().ok_or("a table has a head")?) as usize;
    let fingerprints = table.get(8..8 + 4 * slots).ok_or("a table is cut short")?;
    let mut filter = vec![0; (slots * 6 / 8).next_power_of_two()];
    for bytes in fingerprints.as_chunks().0 {
        let (byte, bit) = hash_table::filter_bit(u32::from_le_bytes(*bytes), filter.len());
        filter[byte] |= 1 << bit;
    }
    Ok(filter)
}

/// The rules of a file. An error of it stops the build; what costs more to find is told by the tests.
fn read(name: &str, text: &str) -> Result<Vec<Rule>, Box<dyn Error>> {
    let document = toml::de::DeTable::parse(text).map_err(|error| format!("{name}: {error}"))?;
    let file = RuleFile::new(name, text, None);
    let mut errors = Vec::new();
    let mut top = TableReader::new(&file, document.get_ref(), 0, &mut errors);
    let tables = top.tables("rule");
    top.finish();
    let rules =
        tables.into_iter().filter_map(|(table, at)| read_rule::rule(TableReader::new(&file, table, at, &mut errors)));
    let rules = rules.collect();
    if errors.is_empty() { Ok(rules) } else { Err(diagnose::RuleErrors(errors).to_string().into()) }
}

/// What the lines of a rule are found by, and its pattern as an automaton.
fn index_keys(rule: &Rule) -> IndexKeys {
    let mut index_keys = IndexKeys::of(rule);
    if let Matcher::Regex(source) = &rule.matcher
        && let Ok(hir) = pattern::narrowed_hir(source)
        && let Some(packed) = nfa::compile(&hir).and_then(|nfa| rules::pack::automaton(&nfa))
    {
        index_keys.pattern = Some((hir.to_string().leak(), packed.leak()));
    }
    index_keys
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
