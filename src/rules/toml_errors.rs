//! What is wrong with the TOML of a file, in the words of who wrote it.
//!
//! The parser reports all it stumbles over. After the first slip of a line the rest of it means nothing, so one error a line
//! is told. What may be meant is guessed from the line: a pattern in double quotes is the slip that is made most often.

use super::{diagnose::Diagnostic, table_reader::RuleFile};
use toml::de::Error;

/// The errors of the parser that are worth telling.
pub(super) fn errors(file: &RuleFile, text: &str, found: Vec<Error>) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    for error in found {
        let at = error.span().map_or(0, |span| span.start);
        let origin = file.at(at);
        if told.last().is_some_and(|earlier| earlier.origin.line == origin.line) {
            continue;
        }
        let mut message = error.message().to_owned();
        if let Some(name) = error.span().and_then(|span| text.get(span)).filter(|_| message == DUPLICATE) {
            message = format!("the key `{name}` is given twice in one table");
        }
        if message.contains("escape") {
            message = "in double quotes, this backslash has no meaning".to_owned();
        }
        let line = line(text, at);
        if is_bare(value(line)) {
            message = "a word without quotes".to_owned();
        }
        let help = help(error.message(), line).to_owned();
        told.push(Diagnostic { code: "toml", origin, message, help });
    }
    told
}

/// What the parser says of a key that is there already.
const DUPLICATE: &str = "duplicate key";

/// The line that the byte `at` stands in.
fn line(text: &str, at: usize) -> &str {
    let (before, behind) = text.split_at_checked(at).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = behind.find('\n').map_or(text.len(), |end| before.len() + end);
    &text[start..end]
}

/// What stands behind the `=` of a line.
fn value(line: &str) -> &str {
    line.split_once('=').map_or("", |(_, value)| value.trim())
}

/// Whether a value is words without quotes.
fn is_bare(value: &str) -> bool {
    value.starts_with(char::is_alphabetic) && !["true", "false", "inf", "nan"].contains(&value)
}

fn help(message: &str, line: &str) -> &'static str {
    let value = value(line);
    if message == DUPLICATE {
        "drop one; another rule begins with its own [[rule]]"
    } else if message.contains("escape") {
        r"a backslash stands for itself in single quotes only: regex = '\d+'"
    } else if value.starts_with(['“', '”', '„', '«', '‘', '’', '‚']) {
        "straight quotes: \"…\""
    } else if is_bare(value) {
        "put the value in quotes: \"…\""
    } else if line.trim_start().starts_with(['{', '-']) || line.trim_end().ends_with(':') {
        "rule files are TOML, not JSON or YAML: `key = \"value\"` under [[rule]]"
    } else {
        "check the quotes, brackets and commas of this line and of the one before"
    }
}
