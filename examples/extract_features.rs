//! Prints what extraction knows of the lines of pages, for `src/document/extract/train.py`.
//!
//! usage: extract_features < pages.jsonl > lines.jsonl, where a page is {"id", "url", "html"}
//!        extract_features --chances chances.jsonl < pages.jsonl > text.jsonl
//!
//! The second prints the text that would come out if lines had these chances: {"id", "text"}.

use sarand::document::html;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    fs::File,
    io::{self, BufRead, BufReader, Write},
};

fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let chances = match &args[..] {
        [] => None,
        [option, path] if option == "--chances" => Some(read(path)?),
        _ => anyhow::bail!("usage: extract_features [--chances chances.jsonl] < pages.jsonl"),
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    for page in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&page?)?;
        let Some(html) = page["html"].as_str() else { continue };
        let line = match &chances {
            Some(chances) => {
                let chances = chances.get(&page["id"].to_string()).map_or(&[][..], Vec::as_slice);
                json!({"id": page["id"], "text": html::main_by(html, chances)})
            }
            None => {
                let Some(html::Numbers { names, lines }) = html::numbers(html) else { continue };
                let (lines, rows): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
                json!({"id": page["id"], "url": page["url"], "names": names, "lines": lines, "rows": rows})
            }
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// The chances of each page's lines by its id.
fn read(path: &str) -> anyhow::Result<HashMap<String, Vec<f32>>> {
    let mut chances = HashMap::new();
    for line in BufReader::new(File::open(path)?).lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let given = line["chances"].as_array().into_iter().flatten();
        chances.insert(line["id"].to_string(), given.filter_map(Value::as_f64).map(|chance| chance as f32).collect());
    }
    Ok(chances)
}
