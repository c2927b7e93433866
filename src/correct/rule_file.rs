//! A file of rules that a person reviews: its text, the rules in it, and what was answered.
//!
//! Only what is answered changes: order, comments and spelling of all else stay. Every change can be taken back. A file
//! that somebody else changed meanwhile is not written over.

use super::{
    layout::{self, RulePlace},
    patch::Patch,
    trial,
    whole_file::{self, Replacement},
};
use crate::{
    error::Error,
    parts,
    rules::{Catalog, Rule, RuleErrors, Status},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// A rule file as text, and the rules in it. A copy is cheap: change a copy, write it, and keep it if that went well.
#[derive(Clone, Debug)]
pub(crate) struct RuleFile {
    path: PathBuf,
    text: String,
    /// What the file says, as far as is known.
    on_disk: Arc<str>,
    catalog: Arc<Catalog>,
    /// Changes since it was read.
    history: Vec<Change>,
    /// How many changes there were since the start, taken back or not.
    made: u64,
}

/// A change that can be taken back.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Which one it is: no other has had this number, so an old page cannot mean another one.
    pub(crate) number: u64,
    /// In words.
    pub(crate) what: String,
    patch: Arc<Patch>,
}

/// The proposed rules of a host, or of several together.
pub(crate) type Site = (String, Vec<String>);

/// Why a text without a rule is refused: as an edit, it would delete the rule without a word.
const NO_RULE: &str = "The text has no rule. To take the rule out, reject it.";

/// How an edit of a rule went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Edited {
    /// What its examples show that it does not do: it is in the file all the same.
    pub(crate) failures: Vec<String>,
}

impl RuleFile {
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let catalog = parse(path, &text)?.into();
        Ok(Self { path: path.to_owned(), on_disk: text.as_str().into(), text, catalog, history: Vec::new(), made: 0 })
    }

    /// Reads the same file again. What was changed so far can no longer be taken back.
    pub(crate) fn read_again(&self) -> Result<Self, Error> {
        Ok(Self { made: self.made, ..Self::read(&self.path)? })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    #[cfg(test)]
    fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Rule> {
        self.catalog.get(id)
    }

    /// All rules, as they stand in the file.
    pub(crate) fn rules(&self) -> Vec<&Rule> {
        let mut rules: Vec<&Rule> = self.catalog.rules.iter().map(|rule| &**rule).collect();
        rules.sort_by_key(|rule| rule.origin.line);
        rules
    }

    /// The proposed rules, as they stand in the file.
    pub(crate) fn proposed(&self) -> impl Iterator<Item = &Rule> {
        self.rules().into_iter().filter(|rule| rule.status == Status::Proposed)
    }

    /// The ids of the proposed rules by the host that they are for, as the file has them; those for several or all together.
    pub(crate) fn sites(&self) -> Vec<Site> {
        let mut sites: Vec<Site> = Vec::new();
        for rule in self.proposed() {
            let site = site(rule);
            match sites.iter_mut().find(|(known, _)| known == site) {
                Some((_, ids)) => ids.push(rule.id.clone()),
                None => sites.push((site.to_owned(), vec![rule.id.clone()])),
            }
        }
        sites
    }

    /// The text of one rule.
    pub(crate) fn rule_text(&self, id: &str) -> Option<&str> {
        let place = layout::rules(&self.text).into_iter().find(|place| place.id == id)?;
        Some(&self.text[place.text])
    }

    /// A hash of the text of one rule, by which a page that shows it is told from an older one.
    pub(crate) fn stamp(&self, id: &str) -> Option<String> {
        self.rule_text(id).map(|text| parts::hash(text.as_bytes()))
    }

    /// Gives rules a status where each has its own, or behind its id; says how many were changed.
    pub(crate) fn set<S: AsRef<str>>(&mut self, ids: &[S], status: Status) -> Result<usize, RuleErrors> {
        let asked = |id: &str| ids.iter().any(|asked| asked.as_ref() == id);
        let others =
            |place: &&RulePlace| asked(&place.id) && self.get(&place.id).is_some_and(|rule| rule.status != status);
        let places = layout::rules(&self.text);
        let changed: Vec<&RulePlace> = places.iter().filter(others).collect();
        let mut text = self.text.clone();
        // From the end, so that the places before it stay where they are.
        for place in changed.iter().rev() {
            let value = layout::quoted(&status.to_string());
            match &place.status {
                Some(old) => {
                    let mark = text.as_bytes()[old.start];
                    let value = if mark == b'\'' { format!("'{status}'") } else { value };
                    text.replace_range(old.clone(), &value);
                }
                None if place.inline => text.insert_str(place.behind_id, &format!(", status = {value}")),
                None => {
                    let end = text[place.behind_id..].find('\n').map_or(text.len(), |end| place.behind_id + end);
                    text.insert_str(end, &format!("\nstatus = {value}"));
                }
            }
        }
        if let [first, rest @ ..] = changed.as_slice() {
            let what = match rest.len() {
                0 => format!("{}: {status}", first.id),
                more => format!("{} and {more} more: {status}", first.id),
            };
            let count = changed.len();
            self.become_text(text, what)?;
            return Ok(count);
        }
        Ok(0)
    }

    /// Gives one rule another text. An error leaves all as it was.
    pub(crate) fn edit(&mut self, id: &str, new: &str) -> Result<Edited, Error> {
        let Some(place) = layout::rules(&self.text).into_iter().find(|place| place.id == id) else {
            return Err(Error::Usage(format!(
                "{}: there is no rule `{id}`\n  try: read the file again",
                self.path.display()
            )));
        };
        if new.trim().is_empty() {
            return Err(Error::Usage(NO_RULE.to_owned()));
        }
        // A form sends line breaks as CR LF.
        let mut new = new.replace("\r\n", "\n");
        let range = place.text;
        if self.text[range.clone()].ends_with('\n') && !new.is_empty() && !new.ends_with('\n') {
            new.push('\n');
        }
        if new != self.text[range.clone()] {
            let text = format!("{}{new}{}", &self.text[..range.start], &self.text[range.end..]);
            // The text of one rule stays that: what goes or comes beside it would do so unseen.
            let (before, after) = (self.catalog.rules.len(), parse(&self.path, &text)?.rules.len());
            if after < before {
                return Err(Error::Usage(NO_RULE.to_owned()));
            }
            if after > before {
                let count = after - before + 1;
                return Err(Error::Usage(format!(
                    "The text has {count} rules. Write one; add others to the file itself."
                )));
            }
            self.become_text(text, format!("{id}: edited"))?;
        }
        Ok(Edited { failures: trial::failures(&self.catalog, id) })
    }

    /// Takes the last change back and says what it was; `None` when there is none.
    pub(crate) fn undo(&mut self) -> Result<Option<String>, RuleErrors> {
        let Some(Change { what, patch, .. }) = self.history.last() else { return Ok(None) };
        let Some(text) = patch.undo(&self.text) else { return Ok(None) };
        let what = what.clone();
        self.catalog = parse(&self.path, &text)?.into();
        self.text = text;
        self.history.pop();
        Ok(Some(what))
    }

    /// What would be taken back next.
    pub(crate) fn last(&self) -> Option<&Change> {
        self.history.last()
    }

    /// Writes the file whole or not at all.
    ///
    /// # Errors
    /// [`Error::Usage`] when somebody else changed it since it was read or written, and [`Error::Io`].
    pub(crate) fn write(&mut self) -> Result<(), Error> {
        let (before, after) = (Some(self.on_disk.to_string()), Some(self.text.clone()));
        whole_file::replace(&[Replacement { path: self.path.clone(), before, after }])?;
        self.on_disk = self.text.as_str().into();
        Ok(())
    }

    fn become_text(&mut self, text: String, what: String) -> Result<(), RuleErrors> {
        self.catalog = parse(&self.path, &text)?.into();
        self.made += 1;
        self.history.push(Change { number: self.made, what, patch: Patch::new(&self.text, &text).into() });
        self.text = text;
        Ok(())
    }
}

/// The host that a rule is for.
pub(crate) fn site(rule: &Rule) -> &str {
    match rule.host.as_slice() {
        [host] => host,
        _ => "several hosts",
    }
}

fn parse(path: &Path, text: &str) -> Result<Catalog, RuleErrors> {
    Catalog::parse([(path.to_string_lossy().as_ref(), text)])
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# 3 rules\n\n# a.example: 2 rules\n\n[[rule]]\nid = \"site.a.one\" # first\nstatus = \"proposed\"  # nobody looked\nkind = \"line\"\nlevel = \"safe\"\nclass = \"nav\"\nsummary = \"proposed\"\nhost = [\"a.example\"]\nexact = [\"One\"]\nhit = [\"One\"]\nmiss = [\"One One\"]\n\n[[rule]]\nid = \"site.a.two\" # second\nkind = \"line\"\nlevel = \"safe\"\nclass = \"nav\"\nsummary = \"s\"\nhost = [\"a.example\"]\nexact = [\"Two\"]\nhit = [\"Two\"]\nmiss = [\"Two Two\"]\n\n# several hosts\n\n[[rule]]\nid = \"learnt.x\"\nstatus = 'proposed'\nkind = \"line\"\nlevel = \"safe\"\nclass = \"nav\"\nsummary = \"s\"\nexact = [\"Three\"]\nhit = [\"Three\"]\nmiss = [\"Three Three\"]\n";

    fn file(folder: &tempfile::TempDir) -> RuleFile {
        let path = folder.path().join("proposed.toml");
        std::fs::write(&path, FILE).unwrap();
        RuleFile::read(&path).unwrap()
    }

    #[test]
    fn answers_change_the_status_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = file(&folder);
        assert_eq!(
            file.sites(),
            [
                ("a.example".to_owned(), vec!["site.a.one".to_owned()]),
                ("several hosts".to_owned(), vec!["learnt.x".to_owned()])
            ]
        );
        assert_eq!(file.set(&["site.a.one", "site.a.two", "learnt.x", "none"], Status::Rejected).unwrap(), 3);
        let want = FILE
            .replace("status = \"proposed\"", "status = \"rejected\"")
            .replace("status = 'proposed'", "status = 'rejected'")
            .replace("# second\n", "# second\nstatus = \"rejected\"\n");
        assert_eq!(file.text(), want);
        assert_eq!(file.proposed().count(), 0);
        file.write().unwrap();
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), want);
        assert_eq!(file.last().unwrap().what, "site.a.one and 2 more: rejected");
        assert_eq!(file.set(&["site.a.one"], Status::Rejected).unwrap(), 0, "it is rejected already");
        file.set(&["site.a.one"], Status::Accepted).unwrap();
        assert_eq!(file.undo().unwrap().as_deref(), Some("site.a.one: accepted"));
        assert_eq!(file.text(), want);
        file.undo().unwrap();
        assert_eq!(file.text(), FILE);
        assert_eq!(file.undo().unwrap(), None);
        file.write().unwrap();
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), FILE);
    }

    #[test]
    fn a_rule_is_edited_and_what_is_wrong_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = file(&folder);
        let old = file.rule_text("site.a.two").unwrap().to_owned();
        assert!(old.starts_with("[[rule]]\nid = \"site.a.two\"") && old.ends_with("miss = [\"Two Two\"]\n"), "{old}");
        let error =
            file.edit("site.a.two", &old.replace("class = \"nav\"", "class = \"navv\"")).unwrap_err().to_string();
        assert!(error.contains("proposed.toml:21: ") && error.contains("nav"), "{error}");
        assert_eq!(file.text(), FILE);
        let new = old.replace("summary = \"s\"", "summary = \"t\"");
        assert_eq!(file.edit("site.a.two", new.replace('\n', "\r\n").trim_end()).unwrap(), Edited::default());
        assert_eq!(file.text(), FILE.replacen("summary = \"s\"", "summary = \"t\"", 1));
        let edited = file.edit("site.a.two", &new.replace("exact = [\"Two\"]", "exact = [\"Tow\"]")).unwrap();
        assert!(edited.failures[0].contains("a hit stays"), "{edited:?}");
        assert!(file.edit("none", "").is_err());
    }

    #[test]
    fn an_edit_neither_deletes_a_rule_nor_adds_one() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = file(&folder);
        let old = file.rule_text("site.a.two").unwrap().to_owned();
        for text in ["", " \r\n", "# only a comment\n"] {
            let error = file.edit("site.a.two", text).unwrap_err().to_string();
            assert_eq!(error, NO_RULE, "{text:?}");
        }
        let two = format!("{old}\n{}", old.replace("site.a.two", "site.a.more"));
        let error = file.edit("site.a.two", &two).unwrap_err().to_string();
        assert!(error.contains("The text has 2 rules."), "{error}");
        assert_eq!((file.text(), file.last().is_none()), (FILE, true));
    }

    #[test]
    fn no_two_changes_have_one_number() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = file(&folder);
        let stamp = file.stamp("site.a.one").unwrap();
        let mut numbers = Vec::new();
        for _ in 0..2 {
            file.set(&["site.a.one"], Status::Accepted).unwrap();
            assert_ne!(file.stamp("site.a.one").unwrap(), stamp);
            numbers.push(file.last().unwrap().number);
            file.undo().unwrap();
        }
        file = file.read_again().unwrap();
        file.set(&["learnt.x"], Status::Accepted).unwrap();
        numbers.push(file.last().unwrap().number);
        assert_eq!((numbers, file.stamp("site.a.one")), (vec![1, 2, 3], Some(stamp)));
    }

    #[test]
    fn a_file_that_somebody_else_changed_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = file(&folder);
        let other = FILE.replace("# first", "# the first");
        std::fs::write(file.path(), &other).unwrap();
        file.set(&["learnt.x"], Status::Accepted).unwrap();
        let error = file.write().unwrap_err();
        assert!(error.to_string().contains("another program changed this file"), "{error}");
        assert_eq!(std::fs::read_to_string(file.path()).unwrap(), other);
        std::fs::remove_file(file.path()).unwrap();
        assert!(file.write().is_err());
    }
}
