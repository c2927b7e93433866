//! What is wrong with a rule that loads: slow, useless or dangerous, each with a stable code.
//!
//! Errors that keep a rule from loading are the loader's.

mod covered;

use super::scaffold;
use crate::{
    clean::{Options, clean},
    diagnose::Diagnostic,
    document::Document,
    fold::squash,
    rules::{
        Catalog, Level, RuleSet, Selection, build_keys,
        schema::{Kind, Matcher, Rule, Status, Text},
    },
};
use covered::Covers;
use std::collections::BTreeMap;

/// The codes with what they mean, sorted.
pub const CODES: &[(&str, &str)] = &[
    ("covered-phrase", "another rule removes this line by the classes of its words, wherever the phrase would"),
    ("cut-at-safe", "a cut removes everything that follows, which is too risky for the safe level"),
    ("duplicate-exact", "two rules of one language have the same exact phrase, with the same guards"),
    ("mixed-script", "a word has letters of two scripts, which is usually a typing error"),
    (
        "no-literal",
        "the pattern needs no literal of three bytes and there is no `max_chars`, so it is tried on every line",
    ),
    ("shadowed", "other rules remove all its hits"),
    ("unanchored-regex", "a line rule's pattern does not begin with `^`, so it can match in the middle of a sentence"),
    ("unexplained", "a proposed rule has no evidence by which it can be judged"),
    ("unguarded-words", "`words` or a prefix without `max_chars`"),
];

/// Warnings about the enabled rules, the proposed ones among them, by file and line.
#[must_use]
pub fn lint(catalog: &Catalog) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let enabled = || catalog.rules.iter().filter(|rule| rule.enabled && rule.status != Status::Rejected);
    let mut phrases: BTreeMap<String, Vec<&Rule>> = BTreeMap::new();
    for rule in enabled() {
        one(rule, &mut found);
        if let Matcher::Exact(exact) = &rule.matcher {
            for phrase in exact {
                let same = phrases.entry(squash(phrase)).or_default();
                match same.iter().find(|other| overlap(rule, other)) {
                    Some(other) if other.id == rule.id => {
                        found.push(warning(
                            rule,
                            "exact",
                            "duplicate-exact",
                            format!("`{phrase}` is there twice, after folding"),
                            "drop one",
                        ));
                    }
                    Some(other) => {
                        let message = format!("`{phrase}` is also in {} ({})", other.id, other.origin);
                        found.push(warning(rule, "exact", "duplicate-exact", message, "keep it in one of them"));
                    }
                    None => {}
                }
                same.push(rule);
            }
        }
    }
    // With the company that a rule may ask for.
    let company =
        catalog.rules.first().map(|rule| scaffold::stub_rule(rule, "stub.neighbour", scaffold::NEIGHBOUR.into()));
    let mut rules: Vec<Rule> = catalog.rules.iter().map(|rule| Rule::clone(rule)).chain(company).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    let mut set = RuleSet::compile(&catalog.with(rules), &Selection::default());
    // The judge takes what rules take and more; it makes none of them needless.
    set.judge = None;
    let covers = Covers::new(&set);
    for rule in enabled() {
        for (phrase, by) in covers.of(rule) {
            let message = format!("{by} removes `{phrase}` by the classes of its words");
            found.push(warning(
                rule,
                "exact",
                "covered-phrase",
                message,
                &format!("drop it, and show it as a hit of {by}"),
            ));
        }
        if let Some(by) = shadowed_by(rule, &set) {
            let message = format!("{by} removes all its hits");
            found.push(warning(rule, "hit", "shadowed", message, "drop the rule, or add a hit that only it removes"));
        }
    }
    found.sort_by(|a, b| (&*a.origin.file, a.origin.line, a.code).cmp(&(&*b.origin.file, b.origin.line, b.code)));
    found
}

/// Two rules that can meet on one line in the same place.
fn overlap(a: &Rule, b: &Rule) -> bool {
    let langs = a.lang.is_empty() || b.lang.is_empty() || a.lang.iter().any(|lang| b.lang.contains(lang));
    langs && a.host == b.host && a.zone == b.zone && a.level == b.level && a.guards == b.guards
}

fn warning(rule: &Rule, key: &'static str, code: &'static str, message: String, help: &str) -> Diagnostic {
    let origin = rule.origins.get(key).unwrap_or(&rule.origin).clone();
    Diagnostic { code, origin, message: format!("{}: {message}", rule.id), help: help.to_owned() }
}

fn one(rule: &Rule, found: &mut Vec<Diagnostic>) {
    if rule.kind == Kind::Cut && rule.level == Level::Safe {
        let message = "a cut at level safe".into();
        found.push(warning(
            rule,
            "level",
            "cut-at-safe",
            message,
            "level = \"likely\", or line rules for what follows",
        ));
    }
    if rule.status == Status::Proposed && rule.evidence.is_none() {
        let message = "a proposed rule without evidence".into();
        found.push(warning(
            rule,
            "status",
            "unexplained",
            message,
            "status = \"accepted\", or evidence = { documents = … }",
        ));
    }
    match &rule.matcher {
        Matcher::Regex(source) => {
            let vague = build_keys::is_literal_free(source) && !build_keys::follows(rule);
            if vague && rule.guards.max_chars.is_none() {
                let message = "no literal of three bytes is required, and there is no `max_chars`".into();
                found.push(warning(
                    rule,
                    "regex",
                    "no-literal",
                    message,
                    "name a word that must be there, or say how long such a line can be",
                ));
            }
            if rule.kind == Kind::Line && !source.starts_with('^') && !source.starts_with("(?:^") {
                let message = "the pattern is not anchored".into();
                found.push(warning(rule, "regex", "unanchored-regex", message, "begin it with ^"));
            }
        }
        Matcher::Words(_) | Matcher::Prefix(_) if rule.guards.max_chars.is_none() => {
            let message = "no max_chars".into();
            found.push(warning(
                rule,
                "words",
                "unguarded-words",
                message,
                "max_chars = 80, or as much as the boilerplate needs",
            ));
        }
        _ => {}
    }
    let words = match &rule.matcher {
        Matcher::Exact(phrases) | Matcher::Prefix(phrases) => phrases.iter().collect::<Vec<_>>(),
        Matcher::Words(groups) => groups.iter().flatten().collect(),
        _ => Vec::new(),
    };
    let words = words.into_iter().map(Text::as_str);
    for phrase in words.chain(rule.start.iter().chain(&rule.end).map(String::as_str)) {
        if let Some(word) = phrase.split(|c: char| !c.is_alphabetic()).find(|word| is_mixed(word)) {
            let message = format!("`{word}` mixes scripts");
            found.push(warning(rule, "exact", "mixed-script", message, "type it again in one script"));
        }
    }
}

fn is_mixed(word: &str) -> bool {
    let script = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => 1u8,
        '\u{370}'..='\u{3ff}' => 2,
        '\u{400}'..='\u{52f}' => 4,
        '\u{600}'..='\u{6ff}' => 8,
        _ => 0,
    };
    word.chars().fold(0, |seen, c| seen | script(c)).count_ones() > 1
}

/// The rule that takes all hits of `rule` in their own scaffold when all rules run, if it is one.
fn shadowed_by<'a>(rule: &Rule, set: &'a RuleSet) -> Option<&'a str> {
    if rule.hit.is_empty() || !rule.host.is_empty() || !rule.guards.after.is_empty() {
        return None;
    }
    let options = Options { level: Level::Bold, lang: scaffold::lang(rule), ..Options::default() };
    let mut by = None;
    for hit in &rule.hit {
        let page = scaffold::page(rule, hit, scaffold::place(rule), true);
        let cleaned = clean(&Document::from_text(page.as_str()), set, &options);
        if cleaned.removals.iter().any(|removal| removal.rule == rule.id)
            || cleaned.edits.iter().any(|edit| edit.by == rule.id)
        {
            return None;
        }
        by = by.or_else(|| {
            cleaned
                .removals
                .iter()
                .find(|removal| removal.rule != crate::clean::BLANK_LINES)
                .map(|removal| removal.rule)
        });
    }
    by
}
