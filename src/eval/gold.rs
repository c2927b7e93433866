//! Documents that a person labelled, a JSON object each: one a `.json` file, or one a line of a `.jsonl` file.
//!
//! ```json
//! {"id": "page-7", "lang": "fa", "host": "www.example.org",
//!  "text": "first line\nsecond line\nthird line  source: an agency",
//!  "lines": [{"n": 1, "keep": false, "kind": "breadcrumb"},
//!            {"n": 2, "keep": true},
//!            {"n": 3, "keep": true, "kept": "third line", "kind": "source_label", "soft": true}]}
//! ```
//!
//! `lines` says of each line that is not blank (`n`, from 1) whether it is to be kept. `kind` is the class of chrome; `kept`
//! is what is to be left of a line that is both; `soft` marks a line of which a careful person could think either way.
//! Other keys are for people.

use crate::error::Error;
use serde::Deserialize;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A labelled document.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Its name in the account.
    pub id: String,
    /// Its language, by which figures are given.
    pub lang: String,
    /// The host it came from.
    #[serde(default)]
    pub host: Option<String>,
    /// The text.
    pub text: String,
    /// A label for each line that is not blank.
    pub lines: Vec<Label>,
}

/// What becomes of a line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The number of the line, from 1.
    pub n: usize,
    /// Whether it, or a part of it, is content.
    pub keep: bool,
    /// The class of chrome.
    #[serde(default)]
    pub kind: Option<String>,
    /// What is to be left of it, when that is not all.
    #[serde(default)]
    pub kept: Option<String>,
    /// Either way is right.
    #[serde(default)]
    pub soft: bool,
}

impl Gold {
    /// Reads one document.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(json: &str) -> Result<Self, String> {
        let gold: Self = serde_json::from_str(json).map_err(|error| error.to_string())?;
        let lines: Vec<&str> = gold.text.split('\n').collect();
        let mut labelled = vec![false; lines.len()];
        for label in &gold.lines {
            match label.n.checked_sub(1).and_then(|at| labelled.get_mut(at)) {
                Some(seen @ false) => *seen = true,
                Some(_) => return Err(format!("{}: line {} is labelled twice", gold.id, label.n)),
                None => return Err(format!("{}: there is no line {}", gold.id, label.n)),
            }
            if !label.keep && label.kept.is_some() {
                return Err(format!("{}: line {} has `kept`, but `keep` is false", gold.id, label.n));
            }
        }
        let bare = (1..).zip(lines.iter().zip(labelled)).find(|(_, (line, seen))| !seen && !line.trim().is_empty());
        match bare {
            Some((n, _)) => Err(format!("{}: line {n} has no label", gold.id)),
            None => Ok(gold),
        }
    }
}

/// Reads the documents of a file, or of the `.json` and `.jsonl` files of a folder, sorted by name.
///
/// # Errors
/// [`Error::Io`], and [`Error::Usage`] for what is no labelled document, with its place.
pub fn read(path: &Path) -> Result<Vec<Gold>, Error> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Io { path, source }
    };
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).and_then(|all| all.map(|one| one.map(|one| one.path())).collect());
        files = Result::<Vec<PathBuf>, _>::map_err(entries, io(path))?;
        files.retain(|file| file.extension().is_some_and(|ext| ext == "json" || ext == "jsonl"));
        files.sort();
    }
    let mut found = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).map_err(io(file))?;
        let wrong = |line: usize, why| Error::Usage(format!("{}:{line}: {why}", file.display()));
        if file.extension().is_some_and(|ext| ext == "jsonl") {
            for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
                found.push(Gold::parse(line).map_err(|why| wrong(number, why))?);
            }
        } else {
            found.push(Gold::parse(&text).map_err(|why| wrong(1, why))?);
        }
    }
    if found.is_empty() {
        return Err(Error::Usage(format!("{}: there is no labelled document (.json or .jsonl)", path.display())));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_said() {
        let json = |lines: &str| format!(r#"{{"id": "a", "lang": "en", "text": "x\n\ny", "lines": [{lines}]}}"#);
        let (x, y) = (r#"{"n": 1, "keep": true}"#, r#"{"n": 3, "keep": false, "kind": "nav"}"#);
        assert_eq!(Gold::parse(&json(&format!("{x}, {y}"))).unwrap().lines.len(), 2);
        for (lines, why) in [
            (x.to_owned(), "a: line 3 has no label"),
            (format!("{x}, {x}, {y}"), "a: line 1 is labelled twice"),
            (format!("{x}, {y}, {}", r#"{"n": 4, "keep": true}"#), "a: there is no line 4"),
            (
                format!("{x}, {}", r#"{"n": 3, "keep": false, "kept": "y"}"#),
                "a: line 3 has `kept`, but `keep` is false",
            ),
        ] {
            assert_eq!(Gold::parse(&json(&lines)).unwrap_err(), why);
        }
        assert!(Gold::parse(&json(r#"{"n": 1, "keep": true, "sort": "nav"}"#)).unwrap_err().contains("unknown field"));
    }
}
