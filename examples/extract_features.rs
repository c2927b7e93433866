//! Prints what extraction knows of pages, for `src/document/extract/train.py`.
//!
//! usage: extract_features WHAT ROWS [SAID] < pages.jsonl > out.jsonl, where a page is {"id", "url", "html"} and SAID has a
//! line for each page, in the same order: what the forests said of it.
//!
//! WHAT | SAID | out, a line for each page | ROWS
//! `first` | – | {"id", "url", "lines", "kinds"} | numbers of lines
//! `beside` | {"first", "types"} | {"id"} | further numbers of lines
//! `whole` | {"first"} | {"id"} | numbers of the page
//! `text` | {"second", "type"} | {"id", "text"} | numbers of what was taken
//!
//! ROWS are 32-bit floats in little-endian order. Before the pages comes a line with the names of their columns, {"names"}.

use sarand::document::html::training::{self, FeatureTable};
use serde_json::{Value, json};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
};

const USAGE: &str = "usage: extract_features first|beside|whole|text ROWS [SAID] < pages.jsonl";

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (what, rows, said) = match &args[..] {
        [what, rows] => (what.as_str(), rows, None),
        [what, rows, said] => (what.as_str(), rows, Some(BufReader::new(File::open(said)?))),
        _ => anyhow::bail!(USAGE),
    };
    let mut rows = BufWriter::new(File::create(rows)?);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut said = said.map(|said| said.lines());
    let mut named = false;
    for page in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&page?)?;
        let said: Value = match said.as_mut().and_then(Iterator::next) {
            Some(line) => serde_json::from_str(&line?)?,
            None => Value::Null,
        };
        let html = page["html"].as_str().unwrap_or_default();
        let url = page["url"].as_str().filter(|url| !url.is_empty());
        let (first, second) = (floats(&said["first"]), floats(&said["second"]));
        let (line, numbers) = match what {
            "first" => training::first(html).map(|(lines, kinds, numbers)| {
                let kinds: Vec<String> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
                (json!({"id": page["id"], "url": page["url"], "lines": lines, "kinds": kinds}), numbers)
            }),
            "beside" => training::beside(html, &first, &floats(&said["types"]))
                .map(|numbers| (json!({"id": page["id"]}), numbers)),
            "whole" => training::whole(html, url, &first).map(|numbers| (json!({"id": page["id"]}), numbers)),
            "text" => training::text(html, &second, said["type"].as_str().unwrap_or_default())
                .map(|(text, numbers)| (json!({"id": page["id"], "text": text}), numbers)),
            _ => anyhow::bail!(USAGE),
        }
        .unwrap_or_else(|| (json!({"id": page["id"], "url": page["url"]}), FeatureTable::default()));
        if !named && !numbers.names.is_empty() {
            writeln!(out, "{}", json!({ "names": numbers.names }))?;
            named = true;
        }
        for number in numbers.rows.iter().flatten() {
            rows.write_all(&number.to_le_bytes())?;
        }
        writeln!(out, "{line}")?;
    }
    rows.flush()?;
    Ok(out.flush()?)
}

fn floats(values: &Value) -> Vec<f32> {
    values.as_array().into_iter().flatten().filter_map(Value::as_f64).map(|number| number as f32).collect()
}
