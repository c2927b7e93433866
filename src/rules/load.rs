//! Reads rule files into a [`Catalog`]: the built-in ones, then the user's in order, the later winning.
//!
//! Reports every error of every file, not the first. Compiles nothing: that is [`super::compile`].

use super::{
    check,
    diagnose::{Diagnostic, RuleErrors, nearest},
    packed::Library,
    read_rule,
    schema::{Bounds, Level, Origin, Rule, Status, Zone},
    table_reader::{RuleFile, TableReader},
    toml_errors,
    vocabulary::WordTable,
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The embedded rules, made by `build.rs` of the files under `rules/`.
static BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/rules.bin"));

/// Where rules come from.
#[derive(Clone, Debug)]
pub struct RuleSources {
    /// Whether the rules embedded in the program are used.
    pub builtin: bool,
    /// Files, and folders of `.toml` files (with their subfolders, sorted).
    pub paths: Vec<PathBuf>,
}

impl Default for RuleSources {
    fn default() -> Self {
        Self { builtin: true, paths: Vec::new() }
    }
}

/// All rules of all files after overrides, sorted by id.
#[derive(Debug, Default)]
pub struct Catalog {
    /// The rules.
    pub rules: Vec<Arc<Rule>>,
    /// Words by class, of the user's files.
    pub words: Vec<WordTable>,
    /// Whether the words that come with the program are used.
    pub builtin_words: bool,
    /// `[judge]`: how sure the judge must be, the later file winning.
    pub bounds: Bounds,
    /// `[allow] lines`: never removed.
    pub allow_lines: Vec<(String, Origin)>,
    /// `[allow] hosts`: nothing of them is removed.
    pub allow_hosts: Vec<(String, Origin)>,
    /// The embedded rules as they were, before files added and changed some.
    pub(crate) embedded: Vec<Arc<Rule>>,
}

impl Catalog {
    /// Reads all files of `sources`.
    ///
    /// # Errors
    /// Every error of every file.
    pub fn load(sources: &RuleSources) -> Result<Self, RuleErrors> {
        let mut loader = if sources.builtin { Loader::builtin() } else { Loader::default() };
        for path in &sources.paths {
            loader.path(path);
        }
        loader.finish()
    }

    /// Reads rules from texts, each with the name of its file.
    ///
    /// # Errors
    /// Every error of every text.
    pub fn parse<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, RuleErrors> {
        Loader::default().files(files)
    }

    /// The same, over the rules that come with the program.
    ///
    /// # Errors
    /// Every error of every text.
    pub fn parse_over_builtin<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, RuleErrors> {
        Loader::builtin().files(files)
    }

    /// Tells the embedded rules from those of another version; `None` when there are others or one was changed, which makes it
    /// another one in memory.
    pub(crate) fn library(&self) -> Option<&'static str> {
        let Self { rules, embedded, .. } = self;
        let same =
            rules.len() == embedded.len() && rules.iter().zip(embedded).all(|(rule, was)| Arc::ptr_eq(rule, was));
        (same && !rules.is_empty()).then_some(env!("SARAND_RULES"))
    }

    /// A catalog of other rules, with the words of this one.
    pub(crate) fn with(&self, rules: Vec<Rule>) -> Self {
        let rules = rules.into_iter().map(Arc::new).collect();
        Self { rules, words: self.words.clone(), builtin_words: self.builtin_words, ..Self::default() }
    }

    /// The rule with the id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok().map(|at| &*self.rules[at])
    }
}

/// The texts of rule files and of folders of them, each with the name of its file: what [`Catalog::parse`] reads where the
/// files are not.
///
/// # Errors
/// Every file that cannot be read.
pub fn texts(paths: &[PathBuf]) -> Result<Vec<(String, String)>, RuleErrors> {
    let mut errors = Vec::new();
    let texts = paths.iter().flat_map(|path| read_path(path, &mut errors)).collect();
    if errors.is_empty() { Ok(texts) } else { Err(RuleErrors(errors)) }
}

/// The texts of a rule file, or of those in a folder and its subfolders, sorted.
fn read_path(path: &Path, errors: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.depth() == 0 || entry.path().extension().is_some_and(|ext| ext == "toml") => {
                files.push(entry.into_path());
            }
            Ok(_) => {}
            Err(error) => {
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                errors.push(no_rules(error.path().unwrap_or(path), &why));
            }
        }
    }
    if files.is_empty() && path.is_dir() {
        errors.push(no_rules(path, "no .toml file in this folder"));
    }
    let mut texts = Vec::new();
    for file in files {
        match std::fs::read(&file).map(String::from_utf8) {
            Ok(Ok(text)) => texts.push((file.to_string_lossy().into_owned(), text)),
            Ok(Err(error)) => {
                let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = memchr::memchr_iter(b'\n', before).count() + 1;
                errors.push(unreadable(&file, line, "this line is not UTF-8".to_owned(), "save the file as UTF-8"));
            }
            Err(error) => errors.push(no_rules(&file, &error.to_string())),
        }
    }
    texts
}

fn no_rules(path: &Path, why: &str) -> Diagnostic {
    unreadable(path, 1, format!("cannot read rules: {why}"), "give a .toml file or a folder of them")
}

fn unreadable(path: &Path, line: usize, message: String, help: &str) -> Diagnostic {
    let origin = Origin { file: path.to_string_lossy().into(), line };
    Diagnostic { code: "unreadable", origin, message, help: help.to_owned() }
}

#[derive(Default)]
struct Loader {
    builtin: bool,
    embedded: Vec<Arc<Rule>>,
    rules: BTreeMap<String, Arc<Rule>>,
    words: Vec<WordTable>,
    bounds: Bounds,
    allow_lines: Vec<(String, Origin)>,
    allow_hosts: Vec<(String, Origin)>,
    errors: Vec<Diagnostic>,
}

impl Loader {
    /// One that has the rules that come with the program.
    fn builtin() -> Self {
        // What cannot be read is told by the tests.
        let rules = Library::read(BUILTIN).into_iter().flat_map(Library::into_rules);
        let embedded: Vec<Arc<Rule>> = rules.map(Arc::new).collect();
        let rules = embedded.iter().map(|rule| (rule.id.clone(), Arc::clone(rule))).collect();
        Self { builtin: true, embedded, rules, ..Self::default() }
    }

    fn files<'a>(mut self, files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Catalog, RuleErrors> {
        for (name, text) in files {
            self.file(name, text);
        }
        self.finish()
    }

    fn path(&mut self, path: &Path) {
        for (name, text) in read_path(path, &mut self.errors) {
            self.file(&name, &text);
        }
    }

    fn file(&mut self, name: &str, text: &str) {
        let file = RuleFile::new(name, text, Some(check::ALL));
        let (document, errors) = toml::de::DeTable::parse_recoverable(text);
        let broken = !errors.is_empty();
        let found = toml_errors::errors(&file, text, errors);
        let first = found.first().map_or(0, |error| error.origin.line);
        self.errors.extend(found);
        let mut errors = std::mem::take(&mut self.errors);
        let before = errors.len();
        let mut top = TableReader::new(&file, document.get_ref(), 0, &mut errors);
        let (rules, overrides, allow) = (top.tables("rule"), top.tables("override"), top.table("allow"));
        let (words, judge) = (top.tables("words"), top.table("judge"));
        top.finish();
        for (table, offset) in rules {
            if let Some(rule) = read_rule::rule(TableReader::new(&file, table, offset, &mut errors)) {
                self.add(rule, &mut errors);
            }
        }
        self.words.extend(
            words.into_iter().map(|(table, at)| WordTable::read(TableReader::new(&file, table, at, &mut errors))),
        );
        for (table, offset) in overrides {
            self.patch(TableReader::new(&file, table, offset, &mut errors));
        }
        if let Some((table, offset)) = judge {
            let mut judge = TableReader::new(&file, table, offset, &mut errors);
            let [safe, likely, bold] = ["safe", "likely", "bold"].map(|level| judge.share(level));
            judge.finish();
            let Bounds { safe: was_safe, likely: was_likely, bold: was_bold } = self.bounds;
            self.bounds = Bounds { safe: safe.or(was_safe), likely: likely.or(was_likely), bold: bold.or(was_bold) };
        }
        if let Some((table, offset)) = allow {
            let mut allow = TableReader::new(&file, table, offset, &mut errors);
            let origin = allow.origin();
            self.allow_lines.extend(allow.strings("lines").into_iter().map(|line| (line, origin.clone())));
            self.allow_hosts.extend(allow.strings("hosts").into_iter().map(|host| (host, origin.clone())));
            allow.finish();
        }
        // What is missing from a rule may stand behind the syntax error, and what follows it may mean something else.
        let lost = |error: &mut Diagnostic| match error.code {
            "missing-key" | "needs-examples" => broken,
            "wrong-type" => broken && error.origin.line >= first,
            _ => false,
        };
        errors.extract_if(before.., lost).for_each(drop);
        self.errors = errors;
    }

    fn add(&mut self, rule: Rule, errors: &mut Vec<Diagnostic>) {
        match self.rules.get(&rule.id) {
            None => {
                self.rules.insert(rule.id.clone(), rule.into());
            }
            Some(first) => errors.push(Diagnostic {
                code: "duplicate-id",
                origin: rule.origin.clone(),
                message: format!("the id `{}` is already used by {}", rule.id, first.origin),
                help: "choose another id; to change the other rule, use [[override]]".into(),
            }),
        }
    }

    /// `[[override]]`: changes some keys of a rule loaded earlier.
    fn patch(&mut self, mut table: TableReader<'_, '_, '_>) {
        let Some(id) = table.string("id") else {
            table.error("missing-key", "an override has no `id`".into(), "id = \"fa.end-mark\"".into());
            return;
        };
        let (enabled, level, zone) =
            (table.bool("enabled"), table.named::<Level>("level"), table.named::<Zone>("zone"));
        let status = table.named::<Status>("status");
        let lists = ["host", "not_host"].map(|key| Some(table.strings(key)).filter(|_| table.has(key)));
        let lang = Some(table.langs("lang")).filter(|_| table.has("lang"));
        let Some(rule) = self.rules.get_mut(&id) else {
            let help = match nearest(&id, self.rules.keys().map(String::as_str)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`sarand rules list` shows the ids".into(),
            };
            table.error_at("id", "unknown-rule", format!("there is no rule `{id}` to override"), help);
            table.finish();
            return;
        };
        let rule = Arc::make_mut(rule);
        rule.enabled = enabled.unwrap_or(rule.enabled);
        rule.level = level.unwrap_or(rule.level);
        rule.status = status.unwrap_or(rule.status);
        rule.zone = zone.unwrap_or(rule.zone);
        let [host, not_host] = lists;
        rule.host = host.unwrap_or_else(|| std::mem::take(&mut rule.host));
        rule.not_host = not_host.unwrap_or_else(|| std::mem::take(&mut rule.not_host));
        rule.lang = lang.unwrap_or_else(|| std::mem::take(&mut rule.lang));
        let mut origins = table.finish();
        origins.remove("id");
        rule.origins.extend(origins);
    }

    fn finish(mut self) -> Result<Catalog, RuleErrors> {
        for rule in self.rules.values() {
            for id in &rule.guards.after {
                if !self.rules.contains_key(id) {
                    let help = nearest(id, self.rules.keys().map(String::as_str));
                    self.errors.push(Diagnostic {
                        code: "unknown-rule",
                        origin: rule.origins.get("after").unwrap_or(&rule.origin).clone(),
                        message: format!("`{}` has `after` with a rule `{id}` that does not exist", rule.id),
                        help: help.map_or_else(String::new, |meant| format!("did you mean `{meant}`?")),
                    });
                }
            }
        }
        if self.errors.is_empty() {
            let rules = self.rules.into_values().collect();
            return Ok(Catalog {
                rules,
                words: self.words,
                builtin_words: self.builtin,
                bounds: self.bounds,
                allow_lines: self.allow_lines,
                allow_hosts: self.allow_hosts,
                embedded: self.embedded,
            });
        }
        self.errors.sort_by(|a, b| (&*a.origin.file, a.origin.line).cmp(&(&*b.origin.file, b.origin.line)));
        Err(RuleErrors(self.errors))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::WORD_CLASSES;

    #[test]
    fn embedded_tables_of_words_are_sound_and_sorted() {
        let all = walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules"));
        for file in all.into_iter().map(Result::unwrap).filter(|file| file.file_name() == "words.toml") {
            let (name, text) = (file.path().to_string_lossy(), std::fs::read_to_string(file.path()).unwrap());
            let catalog = Catalog::parse([(&*name, &*text)]).unwrap_or_else(|errors| panic!("{errors}"));
            assert_eq!(catalog.words.len(), 1, "{name}");
            for (class, words) in &catalog.words[0].lists {
                assert!(words.is_sorted(), "{name}: {} is not sorted", WORD_CLASSES[*class]);
                let mut once = words.clone();
                once.dedup();
                assert_eq!(words.len(), once.len(), "{name}: {} has a word twice", WORD_CLASSES[*class]);
            }
        }
        assert!(Catalog::load(&RuleSources::default()).unwrap().words.is_empty(), "they need not be read");
    }
}
