//! Golden pages. What the program makes of a page is written as what is expected of it, for a person to look at: `git diff`
//! shows it, and `cargo test` holds the program to it from then on.

use crate::{Result, cargo, from_here, root, succeed, usage};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const PAGES: &str = "fixtures/pages";
const EXPECTED: &str = "fixtures/expected";

pub(crate) fn run(args: &[String]) -> Result {
    match args {
        [] => expect(None),
        [page] => expect(Some(&add(Path::new(&from_here(page)?), None)?)),
        [page, name] => expect(Some(&add(Path::new(&from_here(page)?), Some(name))?)),
        _ => Err(usage("a page and a name are all")),
    }
}

/// Copies a page to the others, if it is not there yet.
fn add(page: &Path, name: Option<&str>) -> Result<PathBuf> {
    let (Some(stem), Some(kind)) =
        (page.file_stem(), page.extension().filter(|kind| *kind == "txt" || *kind == "html"))
    else {
        return Err(usage("a page is a file called .txt or .html"));
    };
    let stem = name.map_or_else(|| stem.to_string_lossy().into_owned(), str::to_owned);
    let to = root().join(PAGES).join(format!("{stem}.{}", kind.display()));
    if fs::canonicalize(page)? != fs::canonicalize(&to).unwrap_or_default() {
        let others = of_kind(&root().join(PAGES))?;
        // What is expected is called by the stem alone.
        if others.iter().any(|other| other.file_stem() == to.file_stem()) {
            return Err(format!("there is a page `{stem}` already: give another NAME").into());
        }
        fs::copy(page, &to)?;
        println!("{} is new: tell of it in fixtures/README.md", to.strip_prefix(root())?.display());
    }
    Ok(to)
}

fn of_kind(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "txt" || kind == "html"));
    Ok(paths)
}

/// Has the test of golden pages write what comes out instead of comparing it: of one page, or of all.
fn expect(page: Option<&Path>) -> Result {
    let mut command = cargo(&["test", "--quiet", "--test", "cases", "--"]);
    match page.and_then(Path::file_name) {
        Some(name) => command.arg("--exact").arg(format!("golden::{}", name.display())),
        None => command.arg("golden::"),
    };
    command.env("SARAND_WRITE", "1");
    succeed(command)?;
    println!(
        "Read what is in {EXPECTED} now: is it what a careful person keeps? Correct it by hand where not; then\n\
         `cargo test --test cases golden::` fails until the program agrees."
    );
    let mut command = Command::new("git");
    command.args(["status", "--short", "--", "fixtures"]).current_dir(root());
    succeed(command)
}
