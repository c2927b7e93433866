//! Cleans with rules of one's own beside those that come with the program.
//!
//! cargo run --example own_rules
#![allow(clippy::print_stdout, reason = "an example prints")]

use sarand::{
    clean::{Cleaner, Options},
    document::Document,
    rules::{Catalog, Level, RuleErrors, RuleSet, Selection},
};

const MINE: &str = r#"
[[rule]]
id = "mine.weather-box"
kind = "line"
level = "likely"
class = "ad"
summary = "the weather box above each article"
prefix = ["Weather in"]
hit = ["Weather in Saltmouth: 12 degrees"]
miss = ["The weather in Saltmouth was fine."]
"#;

fn main() -> Result<(), RuleErrors> {
    let catalog = Catalog::parse_over_builtin([("mine.toml", MINE)])?;
    let rules = RuleSet::compile(&catalog, &Selection::default());
    let options = Options { level: Level::Likely, ..Options::default() };
    // Made once, used for many documents.
    let mut cleaner = Cleaner::new(&rules, &options);
    for text in ["Weather in Saltmouth: 12 degrees\nThe pier was opened again on Monday.\n", "It rained.\n"] {
        let cleaned = cleaner.clean(&Document::from_text(text));
        println!("{}{:?}", cleaned.text, cleaned.removals);
    }
    Ok(())
}
