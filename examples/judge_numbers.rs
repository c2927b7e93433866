//! Prints what the judge knows of the lines of documents, for `src/judge/train.py`.
//!
//! usage: judge_numbers OUT < documents.jsonl
//!
//! A document is {"text", "lang"?, "host"?, "scores"?, "silent"?}, or a page {"html", "extract": "main" | "all"} with the same
//! beside it. What was found before of each of its lines that are not blank may be given, see [`sarand::clean::TrainingOptions`]. OUT.rows holds the columns of all lines, one row of
//! little-endian 32-bit floats after the other; OUT.features the hashed features of each, a count and that many 32-bit
//! numbers; OUT.lines one JSON object for each document: {"lines": [number, from 1], "claimed": [true if a rule takes it], "page":
//! [what extraction knew of it]}. The first line of OUT.lines names the columns.

use sarand::{
    clean::{Cleaner, Options, TrainingOptions},
    document::{
        Document,
        html::{self, Extract},
    },
    lang::Lang,
    rules::RuleSet,
};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{self, BufRead, BufWriter, Write},
};

fn main() -> anyhow::Result<()> {
    let Some(out) = std::env::args().nth(1) else { anyhow::bail!("usage: judge_numbers OUT < documents.jsonl") };
    let file = |kind: &str| File::create(format!("{out}.{kind}")).map(BufWriter::new);
    let (mut rows, mut features, mut lines) = (file("rows")?, file("features")?, file("lines")?);
    let (rules, no_rules, options) = (RuleSet::builtin(), RuleSet::default(), Options::default());
    let mut cleaner = Cleaner::new(&rules, &options);
    writeln!(lines, "{}", json!({"names": Cleaner::columns()}))?;
    for record in io::stdin().lock().lines() {
        let record: Value = serde_json::from_str(&record?)?;
        let mut document = match record["html"].as_str() {
            Some(page) => {
                let extract = if record["extract"] == "all" { Extract::All } else { Extract::Main };
                html::parse_with(page, None, &no_rules, html::Options { extract, ..html::Options::default() })
            }
            None => Document::from_text(record["text"].as_str().unwrap_or_default()),
        };
        document.lang = record["lang"].as_str().and_then(Lang::parse).or(document.lang);
        document.host = record["host"].as_str().map(|host| host.to_owned().into());
        let given = TrainingOptions {
            scores: numbers(&record["scores"]),
            silent: record["silent"].as_bool().unwrap_or_default(),
        };
        let numbered = cleaner.training_rows(&document, &given);
        for line in &numbered {
            for number in &line.row {
                rows.write_all(&number.to_le_bytes())?;
            }
            features.write_all(&(line.features.len() as u32).to_le_bytes())?;
            for feature in &line.features {
                features.write_all(&feature.to_le_bytes())?;
            }
        }
        let told: Vec<usize> = numbered.iter().map(|line| line.line + 1).collect();
        let claimed: Vec<bool> = numbered.iter().map(|line| line.is_claimed).collect();
        let page: Vec<&[f32]> = numbered.iter().map(|line| &*line.page).collect();
        writeln!(lines, "{}", json!({"lines": told, "claimed": claimed, "page": page}))?;
    }
    for mut file in [rows, features, lines] {
        file.flush()?;
    }
    Ok(())
}

fn numbers(value: &Value) -> Option<Vec<f32>> {
    let numbers = value.as_array()?.iter().filter_map(Value::as_f64);
    Some(numbers.map(|number| number as f32).collect())
}
