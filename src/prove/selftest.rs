//! A rule's examples, run: does every `hit` go and every `miss` stay?
//!
//! Beside what the author wrote, every line rule is tried on what no author thinks of: its phrase inside a paragraph,
//! its phrase between paragraphs without company, and cleaning twice. `hit` and `miss` are tried with this rule alone;
//! what rules do to each other is seen in golden pages.

use super::scaffold::{self, PagePosition};
use crate::{
    clean::{Cleaned, Options, clean},
    document::{Document, html, metadata::Value},
    fold,
    lang::{self, Lang},
    rules::{
        Catalog, Guard, Level, Outcome, RuleSet, Selection,
        schema::{Kind, Matcher, Rule, RuleCase, Status, Zone},
    },
};
use std::fmt;

/// Rules are tried on all that can be seen, whatever else would drop it.
const ALL: html::Options = html::Options::all();

/// How an example failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A `hit` stayed.
    Missing,
    /// A `miss`, or ordinary text, went.
    Noisy,
    /// Cleaning the clean page changed it again.
    Unstable,
    /// A case removed other lines than it says, or found other metadata.
    RuleCase,
}

/// One failed example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The rule.
    pub rule: String,
    /// Where the rule is.
    pub origin: String,
    /// How it failed.
    pub fault: Fault,
    /// The example, and what happened.
    pub detail: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.fault {
            Fault::Missing => "a hit stays",
            Fault::Noisy => "a miss goes",
            Fault::Unstable => "cleaning a second time changes more",
            Fault::RuleCase => "a case gives another result",
        };
        write!(f, "{}: {}: {what}: {}", self.origin, self.rule, self.detail)
    }
}

/// What was run and what failed.
#[derive(Clone, Debug, Default)]
pub struct TestRun {
    /// Examples tried: each `hit`, each `miss` and each case.
    pub examples: usize,
    /// How often they were tried: an example stands in several places of a page, one after the other.
    pub trials: usize,
    /// Trials that failed, by rule.
    pub failures: Vec<Failure>,
}

/// Runs the examples of the enabled rules that `selection` names, those that are only proposed among them.
#[must_use]
pub fn run(catalog: &Catalog, selection: &Selection) -> TestRun {
    let mut run = TestRun::default();
    for rule in catalog.rules.iter().filter(|rule| rule.enabled && selection.names(rule)) {
        let accepted = Rule { status: Status::Accepted, ..Rule::clone(rule) };
        let rule = &accepted;
        let mut test = RuleTest { rule, run: &mut run };
        test.examples(catalog);
        for case in &rule.cases {
            test.case(catalog, case);
        }
    }
    run
}

struct RuleTest<'a> {
    rule: &'a Rule,
    run: &'a mut TestRun,
}

impl RuleTest<'_> {
    /// `key` is where the example stands.
    fn fail(&mut self, fault: Fault, key: &str, detail: String) {
        let origin = self.rule.origins.get(key).unwrap_or(&self.rule.origin).to_string();
        self.run.failures.push(Failure { rule: self.rule.id.clone(), origin, fault, detail });
    }

    fn examples(&mut self, catalog: &Catalog) {
        let rule = self.rule;
        if rule.hit.is_empty() && rule.miss.is_empty() {
            return;
        }
        let set = alone(catalog, rule);
        let (place, langs) = (scaffold::place(rule), langs(&set, rule));
        self.run.examples += rule.hit.len() + rule.miss.len();
        for hit in &rule.hit {
            self.run.trials += 1;
            let page = scaffold::page(rule, hit, place, true);
            // A rule of all languages that asks for words of a class takes a line in one of them.
            let mut tried = langs.iter().map(|&lang| (lang, cleaned(&set, rule, &page, lang)));
            let Some((lang, first)) = tried.find(|(_, cleaned)| removed_by(cleaned, rule) > 0) else {
                let why = refusal(&cleaned(&set, rule, &page, langs[0]), rule, hit);
                self.fail(Fault::Missing, "hit", format!("«{hit}»{why}"));
                continue;
            };
            if cleaned(&set, rule, &first.text, lang).text != first.text {
                self.fail(Fault::Unstable, "hit", format!("«{hit}»"));
            }
        }
        for miss in &rule.miss {
            for place in [PagePosition::Head, PagePosition::Tail] {
                self.run.trials += 1;
                let page = scaffold::page(rule, miss, place, true);
                if langs.iter().any(|lang| removed_by(&cleaned(&set, rule, &page, *lang), rule) > 0) {
                    self.fail(
                        Fault::Noisy,
                        "miss",
                        format!("«{miss}» at the {}", if place == PagePosition::Head { "head" } else { "tail" }),
                    );
                }
            }
        }
        self.ordinary_text(&set, &langs);
    }

    /// What no author thinks of.
    fn ordinary_text(&mut self, set: &RuleSet, langs: &[Option<Lang>]) {
        let rule = self.rule;
        if rule.kind != Kind::Line || rule.matcher == Matcher::None {
            return;
        }
        let guarded = rule.zone != Zone::Any
            || rule.guards.near.is_some()
            || !rule.guards.after.is_empty()
            || !rule.guards.below.is_empty();
        for hit in &rule.hit {
            self.run.trials += 1;
            let page = scaffold::inside_paragraph(rule, hit);
            let goes = |page: &str| langs.iter().any(|lang| removed_by(&cleaned(set, rule, page, *lang), rule) > 0);
            if goes(&page) {
                self.fail(Fault::Noisy, "hit", format!("the hit «{hit}» inside a paragraph"));
            }
            if guarded {
                self.run.trials += 1;
                let page = scaffold::page(rule, hit, PagePosition::Middle, false);
                if goes(&page) {
                    self.fail(Fault::Noisy, "hit", format!("the hit «{hit}» between paragraphs, without company"));
                }
            }
        }
    }

    fn case(&mut self, catalog: &Catalog, case: &RuleCase) {
        self.run.examples += 1;
        self.run.trials += 1;
        let rule = self.rule;
        let set = with_dependencies(catalog, rule);
        let options = Options { level: Level::Bold, ..Options::default() };
        let host = rule.host.first().map(|host| host.as_str().into());
        let document = if rule.kind == Kind::Html {
            html::parse_with(&case.text, host, &set, ALL)
        } else {
            Document { host, ..Document::from_text(case.text.as_str()) }
        };
        let cleaned = clean(&document, &set, &options);
        let removed: Vec<&str> = cleaned
            .removals
            .iter()
            .filter(|removal| removal.rule == rule.id)
            .flat_map(|removal| removal.span.slice(&document.text).split('\n'))
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        if removed != case.removes {
            self.fail(Fault::RuleCase, "case", format!("{}: removes {removed:?}, not {:?}", case.name, case.removes));
        }
        for (key, want) in &case.saved {
            let found = cleaned.found.get(key);
            if found != Some(&Value::of(key, want)) {
                self.fail(Fault::RuleCase, "case", format!("{}: finds {key} = {found:?}, not {want:?}", case.name));
            }
        }
    }
}

/// The rule with stubs for its company.
fn alone(catalog: &Catalog, rule: &Rule) -> RuleSet {
    let mut rules = vec![rule.clone(), scaffold::stub_rule(rule, "stub.neighbour", scaffold::NEIGHBOUR.to_owned())];
    for id in &rule.guards.after {
        if *id != rule.id {
            rules.push(scaffold::stub_rule(rule, id, scaffold::stub(id)));
        }
    }
    for class in &rule.guards.below {
        let stub = scaffold::stub_rule(rule, &format!("stub.{class}"), scaffold::stub(class));
        rules.push(Rule { class: class.clone(), ..stub });
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    RuleSet::compile(&catalog.with(rules), &Selection::default())
}

/// The rule with the real rules it stands after, and those they stand after.
fn with_dependencies(catalog: &Catalog, rule: &Rule) -> RuleSet {
    let mut rules: Vec<Rule> = vec![rule.clone()];
    let ends = |other: &&Rule| rule.guards.below.contains(&other.class) && other.id != rule.id;
    rules.extend(catalog.rules.iter().map(|rule| &**rule).filter(ends).cloned());
    let mut at = 0;
    while at < rules.len() {
        for id in rules[at].guards.after.clone() {
            if let Some(needed) = catalog.get(&id)
                && rules.iter().all(|rule| rule.id != id)
            {
                rules.push(needed.clone());
            }
        }
        at += 1;
    }
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    RuleSet::compile(&catalog.with(rules), &Selection::default())
}

/// The languages that a rule's examples are tried in; `None` says that the page tells.
fn langs(set: &RuleSet, rule: &Rule) -> Vec<Option<Lang>> {
    match scaffold::lang(rule) {
        None if !rule.matcher.asks_for_words() => vec![None],
        None => std::iter::once(None).chain(set.vocabulary.langs().into_iter().map(Some)).collect(),
        lang => vec![lang],
    }
}

fn cleaned<'r>(set: &'r RuleSet, rule: &Rule, page: &str, lang: Option<Lang>) -> Cleaned<'r> {
    // A site for the rule that asks for its name.
    let host = Some(rule.host.first().map_or("example.com", String::as_str).into());
    let document = Document { lang: lang.or_else(|| Some(lang::detect(page))), host, ..Document::from_text(page) };
    clean(&document, set, &Options { level: Level::Bold, lang, explain: true, ..Options::default() })
}

fn removed_by(cleaned: &Cleaned<'_>, rule: &Rule) -> usize {
    let removals = cleaned.removals.iter().filter(|removal| removal.rule == rule.id).count();
    removals + cleaned.edits.iter().filter(|edit| edit.by == rule.id).count()
}

/// Why `hit` stayed.
fn refusal(cleaned: &Cleaned<'_>, rule: &Rule, hit: &str) -> String {
    let refused: Option<Guard> =
        cleaned.decisions.iter().filter(|decision| decision.rule == rule.id).find_map(|decision| {
            match decision.outcome {
                Outcome::Refused(guard) => Some(guard),
                _ => None,
            }
        });
    if let Some(guard) = refused {
        return format!(": refused by {guard}");
    }
    let seen = match rule.matcher {
        Matcher::Regex(_) => format!("the pattern was tried on `{}`", fold::folded(hit)),
        _ => format!("it was compared as `{}`", fold::squash(hit)),
    };
    format!(": its text does not match ({seen}), or its language is not the rule's")
}
