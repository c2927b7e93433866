//! Every rule of the program with its examples: one page for each class of each language, one for each language, one for all.

use super::{
    Pages,
    markdown::{MADE, block, cell, code, table},
};
use sarand::rules::{
    Catalog, Rule, RuleSources, print,
    schema::{CLASSES, RuleCase},
};
use std::{collections::BTreeMap, fmt::Write as _, sync::Arc};

/// How many phrases of a list are shown.
const PHRASES: usize = 12;
/// How many characters of another value are shown.
const CHARS: usize = 240;
/// How many documents of a rule are shown.
const CASES: usize = 2;

/// What the first part of an id stands for.
const SCOPES: &[(&str, &str)] = &[
    ("any", "Any language"),
    ("ar", "Arabic"),
    ("ckb", "Central Kurdish"),
    ("cms", "Content management systems"),
    ("de", "German"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fa", "Persian"),
    ("fr", "French"),
    ("judge", "The judge"),
    ("ru", "Russian"),
    ("site", "Single sites"),
    ("tr", "Turkish"),
    ("ur", "Urdu"),
];

type Grouped = BTreeMap<(String, String), Vec<Arc<Rule>>>;

/// The title of a scope.
pub(crate) fn title(scope: &str) -> &str {
    SCOPES.iter().find(|(known, _)| *known == scope).unwrap_or_else(|| panic!("{scope} has no title")).1
}

pub(crate) fn add(pages: &mut Pages) {
    let catalog = Catalog::load(&RuleSources::default()).unwrap();
    let mut grouped = Grouped::new();
    for rule in &catalog.rules {
        let scope = rule.id.split('.').next().unwrap().to_owned();
        grouped.entry((scope, rule.class.clone())).or_default().push(Arc::clone(rule));
    }
    for ((scope, class), rules) in &grouped {
        pages.insert(format!("rules/{scope}-{class}.md"), of_class(scope, class, rules));
    }
    for (scope, _) in SCOPES {
        pages.insert(format!("rules/{scope}.md"), of_scope(scope, &grouped));
    }
    pages.insert("rules/README.md".to_owned(), index(&grouped, catalog.rules.len()));
}

fn index(grouped: &Grouped, all: usize) -> String {
    let mut out = format!(
        "# All rules\n\n{MADE}\nThe program has {all} rules. This table counts them by language and class of boilerplate. `any` are \
         rules for every language, `cms` for elements of content management systems, `site` for single sites. `judge` are the ids \
         under which the judge of lines removes. [The rule format](../../rule-format.md) explains the keys.\n\n"
    );
    let mut head = vec!["class"];
    head.extend(SCOPES.iter().map(|(scope, _)| *scope));
    let mut rows = Vec::new();
    for class in CLASSES {
        let mut row = vec![code(class)];
        for (scope, _) in SCOPES {
            let count = grouped.get(&(scope.to_string(), class.to_string())).map_or(0, Vec::len);
            row.push(if count == 0 { String::new() } else { format!("[{count}]({scope}-{class}.md)") });
        }
        rows.push(row);
    }
    out.push_str(&table(&head, &rows));
    for (scope, title) in SCOPES {
        writeln!(out, "- [{title}]({scope}.md)").unwrap();
    }
    out
}

fn of_scope(scope: &str, grouped: &Grouped) -> String {
    let mut out = format!("# {}: all rules\n\n{MADE}\n", title(scope));
    let mut rows = Vec::new();
    for ((_, class), rules) in grouped.iter().filter(|((of, _), _)| of == scope) {
        for rule in rules {
            let page = format!("[{class}]({scope}-{class}.md)");
            rows.push(vec![code(&rule.id), page, rule.level.to_string(), cell(&rule.summary)]);
        }
    }
    out.push_str(&table(&["id", "class", "level", "what it removes"], &rows));
    out
}

fn of_class(scope: &str, class: &str, rules: &[Arc<Rule>]) -> String {
    let mut out = format!("# {}: {class}\n\n{MADE}\n", title(scope));
    for rule in rules {
        write!(out, "## {}\n\n{}.\n\n", rule.id, cell(&capital(&rule.summary))).unwrap();
        let mut keys = String::new();
        for (key, value) in print::keys(rule) {
            if !matches!(key, "id" | "class" | "summary" | "since") {
                writeln!(keys, "{key} = {}", abridged(&value)).unwrap();
            }
        }
        out.push_str(&block("toml", &keys));
        let examples = |verb: &str, lines: &[String]| -> String {
            lines.iter().map(|line| format!("{verb}{}\n", line.replace('\n', " ⏎ "))).collect()
        };
        let lines = examples("removed  ", &rule.hit) + &examples("kept     ", &rule.miss);
        if !lines.is_empty() {
            out.push_str(&block("text", &lines));
        }
        for case in rule.cases.iter().take(CASES) {
            add_case(&mut out, case);
        }
    }
    out
}

fn add_case(out: &mut String, case: &RuleCase) {
    write!(out, "{}:\n\n", cell(&capital(&case.name))).unwrap();
    out.push_str(&block("text", &shortened(&case.text, 6 * CHARS)));
    let removed: Vec<&str> = case.removes.iter().map(String::as_str).collect();
    match removed.as_slice() {
        [] => out.push_str("Nothing is removed.\n\n"),
        lines => write!(out, "Removed:\n\n{}", block("text", &lines.join("\n"))).unwrap(),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The beginning of a text.
fn shortened(text: &str, chars: usize) -> String {
    match text.char_indices().nth(chars) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A value as TOML; of a long one the beginning, and how much more there is.
fn abridged(value: &str) -> String {
    let parsed: toml::Value = toml::from_str::<toml::Table>(&format!("x = {value}")).unwrap().remove("x").unwrap();
    match parsed {
        toml::Value::Array(items) if items.len() > PHRASES => {
            let more = items.len() - PHRASES;
            format!("{} # and {more} more", toml::Value::Array(items[..PHRASES].to_vec()))
        }
        toml::Value::String(text) if text.chars().count() > CHARS => {
            format!("{} # abridged", toml::Value::String(shortened(&text, CHARS)))
        }
        _ => value.to_owned(),
    }
}
