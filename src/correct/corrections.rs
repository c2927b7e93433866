//! The answers of a person, one after the other: what each would write, what it wrote, and the way back.
//!
//! The files of a folder: `labels.jsonl`, `allow.toml`, `rules.toml`. `sarand eval FOLDER` reads the first, `--rules FOLDER` the
//! others.

use super::{
    allow, labels,
    page::{Answer, Fate, Page, Verdict},
    patch::Patch,
    rule::{self, Generality, Scope},
    trial::{self, Outcome},
    whole_file::{self, Replacement},
};
use crate::{
    error::Error,
    rules::{Catalog, Level, RuleErrors, load},
};
use std::path::{Path, PathBuf};

/// What an answer can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A labelled page.
    Label,
    /// A line of `[allow]`.
    Allow,
    /// A rule.
    Rule(Scope, Generality),
}

impl Target {
    /// The file of the folder.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Label => "labels.jsonl",
            Self::Allow => "allow.toml",
            Self::Rule(..) => "rules.toml",
        }
    }
}

/// What an answer would write into a file.
#[derive(Clone, Debug)]
pub(crate) struct Preview {
    pub(crate) path: PathBuf,
    /// The text that is new; empty when the file says it already.
    pub(crate) added: String,
    /// Whether it takes the place of an earlier label of the page.
    pub(crate) replaces: bool,
    /// What becomes of the line when its page is cleaned again with the file; `None` for labels, which clean nothing.
    pub(crate) outcome: Option<Outcome>,
    file: Replacement,
}

/// An answer that was written.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Which one it is: no other has had this number, so an old page cannot mean another one.
    pub(crate) number: u64,
    pub(crate) answer: Answer,
    pub(crate) written: Vec<Written>,
}

/// What was written into a file.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) target: Target,
    pub(crate) path: PathBuf,
    /// `None`: there was no such file.
    patch: Option<Patch>,
    bytes: usize,
}

/// The answers of a session, and the folder that they are written to.
#[derive(Debug)]
pub(crate) struct Corrections {
    folder: PathBuf,
    /// Rule files and folders that the run was made with, beside the program's own rules.
    rules: Vec<PathBuf>,
    steps: Vec<Step>,
    /// How many were written since the start, taken back or not.
    made: u64,
}

impl Corrections {
    /// None yet. The folder is made when the first is written. A correction is tried with the program's rules and those of
    /// `rules`.
    pub(crate) fn new(folder: &Path, rules: &[PathBuf]) -> Self {
        Self { folder: folder.to_owned(), rules: rules.to_owned(), steps: Vec::new(), made: 0 }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What was written, the oldest first.
    pub(crate) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The answers that hold for a document: of two for one line, the later.
    pub(crate) fn answers(&self, page: &str) -> Vec<&Answer> {
        let mut answers: Vec<&Answer> = Vec::new();
        for Step { answer, .. } in self.steps.iter().filter(|step| step.answer.page == page) {
            answers.retain(|other| other.line != answer.line);
            answers.push(answer);
        }
        answers.sort_by_key(|answer| answer.line);
        answers
    }

    /// What an answer can become.
    pub(crate) fn targets(page: &Page, answer: &Answer) -> Vec<Target> {
        let fate = page.line(answer.line).map(|line| line.fate());
        let general = || rule::generalities(&answer.text);
        let mut targets = vec![Target::Label];
        match (&answer.verdict, fate) {
            (Verdict::Content, Ok(Fate::Gone | Fate::Partly(_))) => targets.push(Target::Allow),
            (Verdict::Chrome(_), Ok(Fate::Kept | Fate::Partly(_))) => {
                let host = page.host.is_some().then_some(Scope::Host);
                for scope in host.into_iter().chain([Scope::Everywhere]) {
                    targets.extend(general().into_iter().map(|general| Target::Rule(scope, general)));
                }
            }
            _ => {}
        }
        targets
    }

    /// What an answer would write. Nothing is written.
    pub(crate) fn preview(&self, page: &Page, answer: &Answer, target: Target) -> Result<Preview, Error> {
        let path = self.folder.join(target.file());
        let before = whole_file::read(&path)?;
        let (name, file) = (path.to_string_lossy(), before.as_deref().unwrap_or_default());
        let line = page.line(answer.line)?;
        let (mut replaces, mut outcome) = (false, None);
        let (after, added) = match target {
            Target::Label => {
                let mut answers = self.answers(&page.id);
                answers.push(answer);
                let (text, added, old) = labels::merged(file, page, &answers);
                replaces = old;
                let added = if text == file { String::new() } else { added + "\n" };
                (text, added)
            }
            Target::Allow => {
                let (text, added) = allow::merged(&name, file, page, line)?;
                outcome = Some(trial::outcome(page, answer.line, Level::Bold, &self.rules_with(&path, &text)?));
                (text, added)
            }
            Target::Rule(scope, general) => {
                let Verdict::Chrome(class) = &answer.verdict else {
                    return Err(Error::Usage("a line of content gets no rule\n  try: allow the line".to_owned()));
                };
                let new = rule::rule(page, answer.line, class, scope, general)?;
                let (text, added) = rule::merged(&name, file, &new)?;
                outcome = Some(trial::outcome(page, answer.line, Level::Safe, &self.rules_with(&path, &text)?));
                (text, added)
            }
        };
        let file = Replacement { path: path.clone(), before, after: Some(after) };
        Ok(Preview { path, added, replaces, outcome, file })
    }

    /// The rules in force when a file says `text`. It may be among those that the run was made with.
    fn rules_with(&self, file: &Path, text: &str) -> Result<Catalog, RuleErrors> {
        let is_same = |other: &str| same_file(Path::new(other), file);
        let mut files = load::texts(&self.rules)?;
        files.retain(|(name, _)| !is_same(name));
        files.push((file.to_string_lossy().into_owned(), text.to_owned()));
        Catalog::parse_over_builtin(files.iter().map(|(name, text)| (name.as_str(), text.as_str())))
    }

    /// Writes an answer into the files of all targets, or into none.
    pub(crate) fn write(&mut self, page: &Page, answer: Answer, targets: &[Target]) -> Result<&Step, Error> {
        if targets.is_empty() {
            return Err(Error::Usage("nothing was chosen to be written\n  try: a labelled page".to_owned()));
        }
        let mut written = Vec::new();
        let mut files: Vec<Replacement> = Vec::new();
        for (at, &target) in targets.iter().enumerate() {
            if targets[..at].iter().any(|other| other.file() == target.file()) {
                return Err(Error::Usage(format!("{} is to be written twice\n  try: choose one rule", target.file())));
            }
            let Preview { path, file, .. } = self.preview(page, &answer, target)?;
            let after = file.after.as_deref().unwrap_or_default();
            let patch = file.before.as_deref().map(|before| Patch::new(before, after));
            written.push(Written { target, path, patch, bytes: after.len() });
            files.push(file);
        }
        files.retain(|file| file.before != file.after);
        whole_file::replace(&files)?;
        self.made += 1;
        self.steps.push(Step { number: self.made, answer, written });
        Ok(&self.steps[self.steps.len() - 1])
    }

    /// Takes the last answer back, and what it wrote; `None` when there is none.
    ///
    /// # Errors
    /// [`Error::Usage`] when somebody else changed a file since; then nothing is changed.
    pub(crate) fn undo(&mut self) -> Result<Option<Step>, Error> {
        let Some(step) = self.steps.last() else { return Ok(None) };
        let mut files = Vec::new();
        for Written { path, patch, bytes, .. } in &step.written {
            let now = whole_file::read(path)?;
            let text = now.as_deref().filter(|now| now.len() == *bytes);
            let before = match patch {
                None => text.map(|_| None),
                Some(patch) => text.and_then(|text| patch.undo(text)).map(Some),
            };
            let Some(after) = before else {
                let path = path.display();
                return Err(Error::Usage(format!(
                    "{path}: another program changed this file since the answer was written; nothing was taken back\n  \
                     try: take the lines out by hand"
                )));
            };
            files.push(Replacement { path: path.clone(), before: now, after });
        }
        files.retain(|file| file.before != file.after);
        whole_file::replace(&files)?;
        Ok(self.steps.pop())
    }
}

/// Whether both name one file that is there.
fn same_file(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

#[cfg(test)]
mod tests;
