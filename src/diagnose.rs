//! What is wrong with a rule file, said so that it can be mended: a stable code, file and line, and what to try.

use std::{fmt, sync::Arc};

/// A place in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file as the user named it; `builtin:fa.toml` for an embedded one.
    pub file: Arc<str>,
    /// 1-based.
    pub line: usize,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// One error or warning about a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable: `unknown-key`, `duplicate-id`, `needs-miss`, …
    pub code: &'static str,
    /// Where.
    pub origin: Origin,
    /// What.
    pub message: String,
    /// What to try; may be empty.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} [{}]", self.origin, self.message, self.code)?;
        if !self.help.is_empty() {
            write!(f, "\n  try: {}", self.help)?;
        }
        Ok(())
    }
}

/// Every error of the rule files.
#[derive(Debug, PartialEq, Eq)]
pub struct RuleErrors(pub Vec<Diagnostic>);

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        let plural = if self.0.len() == 1 { "error" } else { "errors" };
        write!(f, "{} {plural} in the rule files; nothing was done", self.0.len())
    }
}

impl std::error::Error for RuleErrors {}

/// The known name that `name` was probably meant to be.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.into_iter().map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate));
    scored.filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4).min().map(|(_, candidate)| candidate)
}
