//! A rule file of what was learnt: a person reads it, and `sarand rules review` asks about it.
//!
//! An id is made of the host and a hash of the line, so that the same line has the same id whenever it is learnt.

use super::{
    accepted::{Accepted, HostScope},
    group::{HostGroup, HostGroups},
    line::LineForm,
    matcher::{MatcherText, class, repaired},
    selection,
};
use crate::{
    plural::counted,
    prove::selftest,
    rules::{Catalog, Selection},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write as _;
use toml::Value;

/// The file, and how many rules it has: site by site, those to which rules would add most first.
pub(super) fn file(accepted: &[Accepted], groups: &HostGroups, documents: u64) -> (String, usize) {
    let mut sites: Vec<SiteRules<'_>> = Vec::new();
    let mut places: FxHashMap<Option<u32>, usize> = FxHashMap::default();
    for one in accepted {
        let host = match &one.scope {
            HostScope::Hosts(hosts) if hosts.len() == 1 => hosts.first().copied(),
            _ => None,
        };
        let place = *places.entry(host).or_insert_with(|| {
            sites.push(SiteRules { host, ..SiteRules::default() });
            sites.len() - 1
        });
        sites[place].adds += one.candidate.adds();
        sites[place].accepted.push(one);
    }
    // Those that came first have the rule that adds most.
    sites.sort_by_key(|site| std::cmp::Reverse(site.adds));
    let (mut rules, mut ids) = (String::new(), FxHashSet::default());
    for site in &sites {
        let (mut own, before) = (String::new(), ids.len());
        site.accepted.iter().for_each(|accepted| rule(accepted, groups, &mut ids, &mut own));
        if ids.len() > before {
            let name = match site.host.map(|host| groups.get(host).name.as_str()) {
                Some("") => "this crawl",
                Some(name) => name,
                None => "several hosts",
            };
            let (rules_here, bytes) = (counted(ids.len() - before, "rule"), counted(site.adds, "more byte"));
            let _ = writeln!(rules, "\n# {name}: {rules_here}, {bytes} would be removed");
            rules.push_str(&own);
        }
    }
    let head = format!(
        "# {} proposed by `sarand learn` from {} of {}, those that would add most first.\n# None of them runs before its \
         status is \"accepted\": sarand rules review FILE\n",
        counted(ids.len(), "rule"),
        counted(documents, "document"),
        counted(groups.len(), "host")
    );
    (head + &rules, ids.len())
}

/// What was accepted for one host, or for several together.
#[derive(Default)]
struct SiteRules<'a> {
    host: Option<u32>,
    accepted: Vec<&'a Accepted>,
    /// Bytes that would go and stay now.
    adds: u64,
}

/// Writes a rule, unless it says what one before it said, or no rule takes its examples.
fn rule(accepted: &Accepted, groups: &HostGroups, ids: &mut FxHashSet<String>, out: &mut String) {
    let candidate = &accepted.candidate;
    let mut hits: Vec<String> = Vec::new();
    for example in &candidate.examples {
        let text = repaired(&example.text);
        if !hits.contains(&text) && !text.trim().is_empty() && !text.contains('\n') {
            hits.push(text);
        }
    }
    let Some(first) = hits.first() else { return };
    let hosts: Vec<&HostGroup> = match &accepted.scope {
        HostScope::Every => Vec::new(),
        HostScope::Hosts(hosts) => hosts.iter().map(|host| groups.get(*host)).collect(),
    };
    // Digits that never change are no slots.
    let form = if hits.len() == 1 && candidate.lines > 2 { candidate.form.without_digits() } else { candidate.form };
    let ways = match &accepted.frame {
        Some(frame) => vec![(form, MatcherText::framed(frame))],
        None => [form, LineForm::Digits].map(|form| (form, MatcherText::of(form, first))).into(),
    };
    for (form, texts) in ways {
        let id = id(&hosts, &texts);
        if ids.contains(&id) {
            return;
        }
        let text = written(accepted, groups, &hosts, form, &texts, &id, &hits);
        if holds(&text) {
            ids.insert(id);
            out.push_str(&text);
            return;
        }
    }
}

/// Whether the rule loads and passes its own examples.
fn holds(rule: &str) -> bool {
    let catalog = Catalog::parse([("proposed", rule)]);
    catalog.is_ok_and(|catalog| selftest::run(&catalog, &Selection::default()).failures.is_empty())
}

/// The text of a rule.
fn written(
    accepted: &Accepted,
    groups: &HostGroups,
    hosts: &[&HostGroup],
    form: LineForm,
    texts: &MatcherText,
    id: &str,
    hits: &[String],
) -> String {
    let candidate = &accepted.candidate;
    let mut out = String::new();
    let (head, tail) = accepted.places();
    let place = match (head, tail) {
        (true, false) => Some("head"),
        (false, true) => Some("tail"),
        _ => None,
    };
    let seen = candidate.documents().all();
    let of = selection::total(candidate, groups).all();
    let names: Vec<&str> = hosts.iter().filter(|group| group.is_host).map(|group| group.name.as_str()).collect();
    let mut put = |key: &str, value: Value| {
        // Writing to a `String` cannot fail.
        let _ = writeln!(out, "{key} = {value}");
    };
    let strings = |list: &[&str]| Value::from(list.to_vec());
    let whole = |n: u64| Value::from(i64::try_from(n).unwrap_or(i64::MAX));
    put("\n[[rule]]\nid", id.into());
    put("status", "proposed".into());
    put("kind", "line".into());
    put("level", "safe".into());
    put("class", class(form).into());
    put("summary", summary(form, seen, of, hosts, candidate.hosts.len()).into());
    if !names.is_empty() {
        put("host", strings(&names));
    }
    if let Some(zone) = place {
        put("zone", zone.into());
    }
    match &texts.matcher {
        (key @ "regex", source) => put(key, source.as_str().into()),
        (key, phrase) => put(key, strings(&[phrase])),
    }
    if let Some(trail) = texts.trail {
        put("trail", trail.into());
    }
    put("max_chars", whole(candidate.chars.into()));
    if candidate.chars >= crate::document::SENTENCE_CHARS {
        put("prose_ok", true.into());
    }
    let counts = [
        ("documents", seen.into()),
        ("of", of.into()),
        ("hosts", candidate.hosts.len() as u64),
        ("lines", candidate.lines),
        ("bytes", candidate.bytes),
        ("adds", candidate.adds()),
    ];
    put("evidence", Value::Table(counts.into_iter().map(|(key, n)| (key.to_owned(), whole(n))).collect()));
    put("refs", strings(&candidate.examples.iter().map(|example| example.place.as_str()).collect::<Vec<_>>()));
    put("hit", strings(&hits.iter().map(String::as_str).collect::<Vec<_>>()));
    put("miss", strings(&[&texts.miss]));
    out
}

fn summary(form: LineForm, seen: u32, of: u32, hosts: &[&HostGroup], seen_on: usize) -> String {
    let what = match form {
        LineForm::Line => "a line",
        LineForm::Number => "a label and a number",
        LineForm::Date => "a label and a date",
        LineForm::Digits => "a line with numbers",
        LineForm::Value => "a label and a value",
        LineForm::Path => "a path",
        LineForm::Frame => "a line with a name",
    };
    let whose = match hosts {
        [one] if one.name.is_empty() => "of this crawl".to_owned(),
        [one] if seen_on == 1 => format!("of {}", one.name),
        _ => format!("of {}", counted(seen_on, "host")),
    };
    format!("{what} on {seen} of {} {whose}", counted(of, "page"))
}

/// `site.a-example.1a2b3c4d5e6f`, `learnt.1a2b3c4d5e6f`.
fn id(hosts: &[&HostGroup], texts: &MatcherText) -> String {
    match hosts {
        [one] if one.name.bytes().any(|b| b.is_ascii_alphanumeric()) => texts.id("site", Some(&one.name)),
        _ => texts.id("learnt", None),
    }
}
