//! Prints what extraction knows of the lines of pages, for `src/document/extract/train.py`.
//!
//! usage: extract_features < pages.jsonl > lines.jsonl, where a page is {"id", "url", "html"}

use sarand::document::html;
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

fn main() -> anyhow::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for page in io::stdin().lock().lines() {
        let page: Value = serde_json::from_str(&page?)?;
        let Some(html::Numbers { names, lines }) = page["html"].as_str().and_then(html::numbers) else { continue };
        let (lines, rows): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
        let line = json!({"id": page["id"], "url": page["url"], "names": names, "lines": lines, "rows": rows});
        writeln!(out, "{line}")?;
    }
    Ok(())
}
