//! `docs/reference` is made from the tables of the program itself. `SARAND_WRITE=1 cargo test reference::` writes all
//! of it again.

mod command_line;
mod index;
mod markdown;
mod names;
mod rule_pages;
mod rule_schema;
mod schema_page;
mod schemas;
mod shape;

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

/// The files of `docs/reference`, by path, with their content.
type Pages = BTreeMap<String, String>;

fn pages() -> Pages {
    let mut pages = Pages::new();
    pages.insert("command-line.md".to_owned(), command_line::page());
    pages.insert("names.md".to_owned(), names::page());
    rule_pages::add(&mut pages);
    let schemas = schemas::all();
    pages.insert("schemas.md".to_owned(), schema_page::page(&schemas));
    for schema in &schemas {
        let json = serde_json::to_string_pretty(&schema.json).unwrap() + "\n";
        pages.insert(format!("schemas/{}", schema.file), json);
    }
    let index = index::page(&pages);
    pages.insert("README.md".to_owned(), index);
    pages
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference")
}

/// The paths of all files in a folder, relative to it.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|file| format!("{name}/{file}")));
        } else {
            found.insert(name);
        }
    }
    found
}

#[test]
fn the_reference_is_that_of_the_program() {
    const AGAIN: &str = "`SARAND_WRITE=1 cargo test reference::` writes it again";
    let (pages, folder) = (pages(), folder());
    if env::var_os("SARAND_WRITE").is_some() {
        fs::remove_dir_all(&folder).ok();
        for (path, content) in &pages {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
    let expected: BTreeSet<String> = pages.keys().cloned().collect();
    assert_eq!(files(&folder), expected, "the files of docs/reference; {AGAIN}");
    for (path, content) in &pages {
        let written = fs::read_to_string(folder.join(path)).unwrap();
        assert!(written == *content, "docs/reference/{path} is old; {AGAIN}");
    }
    let bytes: usize = pages.values().map(String::len).sum();
    assert!(bytes < 2_000_000, "docs/reference has {bytes} bytes: nobody reads that much");
}
