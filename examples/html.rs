//! Cleans an HTML page: its main content as text, its headline, and what it says of itself.
//!
//! cargo run --example html [PAGE.html [URL]]
#![allow(clippy::print_stdout, reason = "an example prints")]

const PAGE: &str = "<html lang=en><title>Rain in Saltmouth</title><meta property='article:published_time' content='2024-03-05'>\
    <nav><a href=/>Home</a> <a href=/news>News</a></nav><article><h1>Rain in Saltmouth</h1><p>It rained all day, and by noon \
    the square stood under water.</p><p>The market was moved to the hall.</p><p>Share on Facebook</p></article>";

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let html = match arguments.first() {
        Some(file) => sarand::decode::decode(&std::fs::read(file)?).text.into_owned(),
        None => PAGE.to_owned(),
    };
    let page = sarand::clean_html(&html, arguments.get(1).map(String::as_str));
    println!("{}\n\n{}\n", page.cleaned.title().unwrap_or("(no headline)"), page.cleaned.text);
    for (key, value) in &page.cleaned.found {
        println!("{key}: {value}");
    }
    for removal in &page.cleaned.removals {
        println!("{} took {:?}", removal.rule, removal.span.slice(&page.document.text));
    }
    Ok(())
}
