//! What ARCHITECTURE.md and the pages of docs name is there: files, functions, rooms, links and headings. The book has all pages.

use pulldown_cmark::{Event, Parser, Tag};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn text(path: impl AsRef<Path>) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What stands between backticks, in order.
fn quoted(page: &str) -> impl Iterator<Item = &str> {
    page.split('`').skip(1).step_by(2)
}

/// A part of a page by its heading.
fn part<'p>(page: &'p str, heading: &str) -> &'p str {
    let from = page.split_once(&format!("\n## {heading}\n")).unwrap().1;
    from.split_once("\n## ").map_or(from, |(part, _)| part)
}

/// The functions that a part of the page names, each with the file that is named last before it.
fn named(part: &str) -> Vec<(String, String)> {
    let (mut named, mut file) = (Vec::new(), String::new());
    for name in quoted(part) {
        if name.ends_with(".rs") {
            file = name.to_owned();
        } else if name.split("::").all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')) {
            let function = name.rsplit("::").next().unwrap_or(name);
            if function.starts_with(|c: char| c.is_ascii_lowercase()) {
                named.push((file.clone(), function.to_owned()));
            }
        }
    }
    named
}

#[test]
fn the_way_of_one_record_can_be_followed() {
    let page = text("ARCHITECTURE.md");
    let named = named(part(&page, "The way of one record"));
    assert!(named.len() >= 20, "the way names {} functions", named.len());
    for (file, function) in named {
        let path = Path::new("src").join(&file);
        assert!(path.is_file(), "ARCHITECTURE.md names src/{file}, which does not exist");
        // A method may stand in another file of the folder than the one that is named before it.
        let folder = path.parent().unwrap();
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let has = |path: &Path| path.is_file() && text(path).contains(&format!("fn {function}"));
        assert!(
            has(&path) || files.into_iter().any(|path| has(&path)),
            "ARCHITECTURE.md names {function} of src/{file}, which does not exist"
        );
    }
}

#[test]
fn rooms_are_those_of_the_list() {
    let page = text("ARCHITECTURE.md");
    let rooms: Vec<String> = text("src/rooms.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let told: Vec<&str> = part(&page, "The rooms")
        .lines()
        .filter(|line| line.contains('?'))
        .filter_map(|line| line.strip_prefix("    ")?.split_whitespace().next())
        .collect();
    assert_eq!(told, rooms);
}

/// The Markdown pages of a folder and its subfolders.
fn pages(folder: impl AsRef<Path>) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages.extend(self::pages(path));
        } else if path.extension().is_some_and(|kind| kind == "md") {
            pages.push(path);
        }
    }
    pages
}

/// Where the links of a page lead; what stands in code is none.
fn links(page: &str) -> impl Iterator<Item = String> {
    Parser::new(page).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    })
}

/// Whether a page has a heading with this anchor: lower case, hyphens for spaces, no punctuation.
fn has_heading(page: &str, anchor: &str) -> bool {
    let of = |heading: &str| -> String {
        let heading = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        heading.chars().filter(|&c| c.is_alphanumeric() || c == '-' || c == '_').collect()
    };
    page.lines().filter(|line| line.starts_with('#')).any(|line| of(line) == anchor)
}

#[test]
fn links_lead_somewhere() {
    let mut all: Vec<PathBuf> = vec!["ARCHITECTURE.md".into(), "CONTRIBUTING.md".into(), "README.md".into()];
    all.extend(pages("docs"));
    for page in all {
        let text_of_page = text(&page);
        for link in links(&text_of_page).filter(|link| !link.contains("://")) {
            let (target, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let path = if target.is_empty() { page.clone() } else { page.parent().unwrap().join(target) };
            assert!(path.exists(), "{}: {link} leads nowhere", page.display());
            assert!(
                anchor.is_empty() || has_heading(&text(&path), anchor),
                "{}: {link} names no heading",
                page.display()
            );
        }
    }
}

#[test]
fn the_book_has_every_page() {
    let summary = text("docs/SUMMARY.md");
    let listed: BTreeSet<PathBuf> = links(&summary).map(|link| Path::new("docs").join(link)).collect();
    let mut there: BTreeSet<PathBuf> = pages("docs").into_iter().collect();
    there.remove(Path::new("docs/SUMMARY.md"));
    assert_eq!(listed, there);
}

#[test]
fn the_readme_is_short() {
    let lines = text("README.md").lines().count();
    assert!(lines <= 150, "README.md has {lines} lines: the rest belongs in docs/");
}
