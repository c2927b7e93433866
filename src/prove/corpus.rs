//! Rules over clean text: whatever goes there is a fault. The most valuable test of a rule library.
//!
//! Every file is read as documents of [`LINES`] lines and as one document. Known exceptions are listed by file and line
//! with a reason.

use crate::{
    clean::{BLANK_LINES, Cleaner, Options},
    document::Document,
    error::Error,
    rules::RuleSet,
};
use std::{collections::BTreeSet, path::Path};

/// Lines of a document.
pub const LINES: usize = 20;

/// A line of clean text that a rule removed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemovedLine {
    /// File name.
    pub file: String,
    /// 1-based.
    pub line: usize,
    /// The rule.
    pub rule: String,
    /// The line.
    pub text: String,
}

/// What was read and what went.
#[derive(Clone, Debug, Default)]
pub struct CorpusRun {
    /// Lines read.
    pub lines: usize,
    /// Lines that went, sorted.
    pub removed: BTreeSet<RemovedLine>,
}

/// Runs the rules over the `.txt` files of a folder.
///
/// # Errors
/// A folder or file that cannot be read, and a folder without text.
pub fn run(folder: &Path, rules: &RuleSet, options: &Options) -> Result<CorpusRun, Error> {
    let io = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Io { path, source }
    };
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect::<std::io::Result<Vec<_>>>())
        .map_err(io(folder))?;
    files.retain(|path| path.extension().is_some_and(|ext| ext == "txt"));
    files.sort();
    if files.is_empty() {
        return Err(Error::Usage(format!("{}: there is no .txt file", folder.display())));
    }
    let mut run = CorpusRun::default();
    let mut cleaner = Cleaner::new(rules, options);
    for path in &files {
        let text = std::fs::read_to_string(path).map_err(io(path))?;
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        run.lines += lines.len();
        let whole = (0, &lines[..]);
        let parts = lines.chunks(LINES).enumerate().map(|(at, part)| (at * LINES, part));
        for (first, part) in parts.chain([whole]) {
            let document = part.join("\n");
            let cleaned = cleaner.clean(&Document::from_text(document.as_str()));
            let spans = cleaned.removals.iter().map(|removal| (removal.span, removal.rule));
            let edits = cleaned.edits.iter().filter(|edit| rules.rules().any(|rule| rule.id == edit.by));
            for (span, rule) in
                spans.chain(edits.map(|edit| (edit.span, edit.by))).filter(|(_, rule)| *rule != BLANK_LINES)
            {
                // A removal at the end of a document begins with the line break before it.
                let gone = span.slice(&document);
                let visible = span.start + (gone.len() - gone.trim_start().len());
                let line = first + document[..visible].matches('\n').count() + 1;
                let text = gone.trim().to_owned();
                run.removed.insert(RemovedLine { file: file.clone(), line, rule: rule.to_owned(), text });
            }
        }
    }
    Ok(run)
}
