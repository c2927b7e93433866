//! Do two builds of the program give the same outputs? For changes that must alter none: a faster way, a file moved.
//!
//! Cleans each input with both and compares the folders byte by byte, but for `manifest.jsonl` and `report.json`, which say
//! what made them. How both ended is compared, too.

use crate::{Result, usage};
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// They tell the version, the hash of the rules and what was counted.
const OF_THE_RUN: &[&str] = &["manifest.jsonl", "report.json"];

pub(crate) fn run(args: &[String]) -> Result {
    let (given, options) = match args.iter().position(|arg| arg == "--") {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &[][..]),
    };
    let [old, new, inputs @ ..] = given else {
        return Err(usage("two programs are needed"));
    };
    if inputs.is_empty() {
        return Err(usage("an input is needed"));
    }
    let work = env::temp_dir().join(format!("sarand-compare-{}", std::process::id()));
    let mut files = 0;
    for (number, input) in inputs.iter().enumerate() {
        let [a, b] = ["old", "new"].map(|name| work.join(format!("{name}-{number}")));
        let [ended, ends] = [clean(old, input, &a, options)?, clean(new, input, &b, options)?];
        if ended != ends {
            return Err(format!("{input}: exit code {ended} with {old}, {ends} with {new}").into());
        }
        match difference(&a, &b)? {
            // Both are kept to be looked at.
            Some(what) => return Err(format!("{input}: {what}").into()),
            None => files += tree(&a)?.len(),
        }
        fs::remove_dir_all(&work)?;
    }
    println!("identical: {files} files of {} inputs", inputs.len());
    Ok(())
}

/// Cleans an input to a folder, and tells the exit code: 0 or 1, when something was quarantined.
fn clean(program: &str, input: &str, out: &Path, options: &[String]) -> Result<i32> {
    fs::create_dir_all(out.parent().unwrap_or(out))?;
    let mut command = Command::new(program);
    command.args(["clean", input, "-o"]).arg(out).arg("--quiet").args(options).stdin(Stdio::null());
    let status = command.status().map_err(|error| format!("{program}: {error}"))?;
    match status.code() {
        Some(code @ (0 | 1)) => Ok(code),
        _ => Err(format!("{program} could not clean {input}: {status}").into()),
    }
}

/// The files below a folder, relative and sorted, without those that are of the run.
fn tree(folder: &Path) -> Result<BTreeSet<PathBuf>> {
    let (mut files, mut open) = (BTreeSet::new(), vec![PathBuf::new()]);
    while let Some(within) = open.pop() {
        for entry in fs::read_dir(folder.join(&within))? {
            let entry = entry?;
            let path = within.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if !OF_THE_RUN.iter().any(|name| path == Path::new(name)) {
                files.insert(path);
            }
        }
    }
    Ok(files)
}

/// The first difference between two folders, in words.
fn difference(a: &Path, b: &Path) -> Result<Option<String>> {
    let (old, new) = (tree(a)?, tree(b)?);
    for path in old.union(&new) {
        let name = path.display();
        if !new.contains(path) {
            return Ok(Some(format!("only the old one writes {name}")));
        }
        if !old.contains(path) {
            return Ok(Some(format!("only the new one writes {name}")));
        }
        let (one, other) = (a.join(path), b.join(path));
        let (was, is) = (fs::read(&one)?, fs::read(&other)?);
        if let Some(at) = first_byte(&was, &is) {
            let line = was[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            return Ok(Some(format!(
                "{name} differs at byte {at}, line {line}\n- {}\n+ {}\ncompare {} {}",
                around(&was, at),
                around(&is, at),
                one.display(),
                other.display()
            )));
        }
    }
    Ok(None)
}

/// Where two files first differ.
fn first_byte(was: &[u8], is: &[u8]) -> Option<usize> {
    let both = was.iter().zip(is).position(|(one, other)| one != other);
    both.or_else(|| (was.len() != is.len()).then(|| was.len().min(is.len())))
}

/// The line about a place, or some of it when it is long.
fn around(bytes: &[u8], at: usize) -> String {
    const SOME: usize = 60;
    let begin = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |before| before + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |after| at + after);
    let (from, to) = (begin.max(at.saturating_sub(SOME)), end.min(at + SOME));
    String::from_utf8_lossy(&bytes[from..to]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_byte_that_differs() {
        assert_eq!(first_byte(b"one", b"one"), None);
        assert_eq!(first_byte(b"one", b"one\n"), Some(3));
        assert_eq!(first_byte(b"ones", b"onus"), Some(2));
    }

    #[test]
    fn the_line_about_a_place() {
        assert_eq!(around(b"one\ntwo\nthree", 5), "two");
        assert_eq!(around(b"one", 3), "one");
    }
}
