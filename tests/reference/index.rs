//! The first page of the reference, and its part of the summary of the book.

use super::{
    Pages, folder,
    markdown::{MADE, table},
    rule_pages,
};
use std::{collections::BTreeSet, env, fs};

pub(crate) fn page(pages: &Pages) -> String {
    let rules = pages.keys().filter(|path| path.starts_with("rules/")).count();
    let row = |link: &str, what: &str| vec![link.to_owned(), what.to_owned()];
    let rows = [
        row("[Command line](command-line.md)", "every verb and option, with values and defaults"),
        row("[Names in outputs](names.md)", "flags, reasons of quarantine, reasons for skipping, exit codes"),
        row("[Schemas](schemas.md)", "the fields of every output and of rule files, as tables and as JSON Schemas"),
        row("[All rules](rules/README.md)", &format!("every rule with its examples, on {rules} pages")),
        row("[Repairs](../repairs.md)", "every repair, with an example"),
        row("[Python reference](../python-reference.md)", "classes and functions of the Python package"),
    ];
    format!(
        "# Reference\n\n{MADE}\nThese pages are made from the tables of the program itself, and a test compares them with it. So they \
         say what this version does.\n\n{}",
        table(&["page", "what is in it"], &rows)
    )
}

/// The lines of `docs/SUMMARY.md` on the reference.
fn summary(pages: &Pages) -> Vec<String> {
    let heading = |path: &str| pages[path].lines().next().unwrap().trim_start_matches("# ").to_owned();
    let mut lines = vec!["- [Reference](reference/README.md)".to_owned()];
    let mut add = |depth: usize, title: &str, path: &str| {
        lines.push(format!("{}- [{title}](reference/{path})", "  ".repeat(depth)));
    };
    for path in ["command-line.md", "names.md", "schemas.md", "rules/README.md"] {
        add(1, &heading(path), path);
    }
    let rules = pages.keys().filter_map(|path| path.strip_prefix("rules/")?.strip_suffix(".md"));
    // The page of a language stands before those of its classes.
    let rules: BTreeSet<&str> = rules.filter(|name| *name != "README").collect();
    for name in rules {
        let full = format!("rules/{name}.md");
        match name.split_once('-') {
            None => add(2, rule_pages::title(name), &full),
            Some((_, class)) => add(3, class, &full),
        }
    }
    lines
}

#[test]
fn the_summary_lists_the_reference() {
    let path = folder().parent().unwrap().join("SUMMARY.md");
    let text = fs::read_to_string(&path).unwrap();
    let is_ours = |line: &&str| line.contains("](reference/");
    let written: Vec<&str> = text.lines().filter(is_ours).collect();
    let expected = summary(&super::pages());
    if env::var_os("SARAND_WRITE").is_some() {
        let before: Vec<&str> = text.lines().take_while(|line| !is_ours(line)).collect();
        let after: Vec<&str> = text.lines().skip(before.len()).filter(|line| !is_ours(line)).collect();
        let ours: Vec<&str> = expected.iter().map(String::as_str).collect();
        fs::write(&path, [before, ours, after].concat().join("\n") + "\n").unwrap();
        return;
    }
    assert!(
        written == expected,
        "docs/SUMMARY.md lists other pages of the reference; SARAND_WRITE=1 writes them again"
    );
}
