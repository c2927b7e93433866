//! A rule file of what was learnt: a person reads it, and `sarand rules review` asks about it.
//!
//! An id is made of the host and a hash of the line, so that the same line has the same id whenever it is learnt.

use super::{
    accepted::{Accepted, Frame, HostScope},
    group::{HostGroup, HostGroups},
    line::{self, LineForm},
    selection,
};
use crate::{
    fold, lang,
    prove::selftest,
    repair::{self, RepairOptions},
    rules::{Catalog, Selection},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write as _;
use toml::Value;

/// What folding leaves of bullets and end punctuation: a pattern has it at its edges, as squashing drops it there.
const EDGE: &str = r"[*>|.,:;!?/ -]*";

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
            let _ =
                writeln!(rules, "\n# {name}: {} rules, {} more bytes would be removed", ids.len() - before, site.adds);
            rules.push_str(&own);
        }
    }
    let (count, hosts) = (ids.len(), groups.len());
    let head = format!(
        "# {count} rules proposed by `sarand learn` from {documents} documents of {hosts} hosts, those that would add \
         most first.\n# None of them runs before its status is \"accepted\": sarand rules review FILE\n"
    );
    (head + &rules, count)
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

/// How a rule finds its lines.
struct MatcherText {
    /// The key of the matcher and its phrase or pattern.
    matcher: (&'static str, String),
    trail: Option<&'static str>,
    /// The line twice over: what is no such line, whatever stands in its slots.
    miss: String,
}

impl MatcherText {
    /// For lines with a name in a frame.
    fn framed(frame: &Frame) -> Self {
        let part = |words: &[String]| pattern(&words.join(" "));
        let name = match (frame.before.is_empty(), frame.after.is_empty()) {
            (true, _) => ".{1,60} ",
            (_, true) => " .{1,60}",
            _ => " .{1,60} ",
        };
        let source = format!("^{EDGE}{}{name}{}{EDGE}$", part(&frame.before), part(&frame.after));
        Self { matcher: ("regex", source), trail: None, miss: frame.without_name() }
    }

    /// From a line of this form.
    fn of(form: LineForm, example: &str) -> Self {
        let view = fold::folded(example);
        let twice = |text: &str| format!("{text} {text}");
        let exact = |phrase: &str, trail| Self { matcher: ("exact", phrase.to_owned()), trail, miss: twice(phrase) };
        match form {
            LineForm::Line | LineForm::Frame => exact(edges_off(example), None),
            LineForm::Number => {
                let end = view.find(|c: char| c.is_ascii_digit()).unwrap_or(view.len());
                exact(edges_off(view[..end].trim_end_matches([' ', '('])), Some("number"))
            }
            LineForm::Date => exact(edges_off(line::date_label(&view).unwrap_or(&view)), Some("date")),
            LineForm::Value => exact(edges_off(line::label(&view).map_or(&*view, |(label, _)| label)), Some("value")),
            LineForm::Digits => Self {
                matcher: ("regex", format!("^{EDGE}{}{EDGE}$", pattern(edges_off(&view)))),
                trail: None,
                miss: twice(example),
            },
            LineForm::Path => {
                let stem = line::path(&view).map_or(&*view, |(stem, _)| stem);
                let source = format!("^{EDGE}{}[.,:;!? -]*[/>|][^/>|]{{1,60}}$", pattern(edges_off(stem)));
                Self { matcher: ("regex", source), trail: None, miss: twice(example) }
            }
        }
    }
}

/// The folded text as a pattern: digits are slots, spaces may be missing.
fn pattern(view: &str) -> String {
    let mut out = String::new();
    let mut digits = false;
    for c in view.chars() {
        if c.is_ascii_digit() {
            if !digits {
                out.push_str("[0-9]+");
            }
        } else if c == ' ' {
            out.push_str(" ?");
        } else {
            out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        digits = c.is_ascii_digit();
    }
    out
}

/// Without what squashing drops at the edges; all of it when nothing else is left.
fn edges_off(text: &str) -> &str {
    let trimmed =
        text.trim_matches(|c: char| c.is_whitespace() || fold::is_edge(c) || matches!(c, '•' | '·' | '،' | '؛'));
    if trimmed.is_empty() { text } else { trimmed }
}

/// The line as rules will see it.
fn repaired(line: &str) -> String {
    let mut edits = Vec::new();
    repair::hygiene(line, lang::detect(line), &RepairOptions::default(), &mut edits);
    repair::apply(line, &edits)
}

/// A person will know better.
fn class(form: LineForm) -> &'static str {
    match form {
        LineForm::Line | LineForm::Digits | LineForm::Frame => "nav",
        LineForm::Number | LineForm::Date | LineForm::Value => "metadata",
        LineForm::Path => "breadcrumb",
    }
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
        _ => format!("of {seen_on} hosts"),
    };
    format!("{what} on {seen} of {of} pages {whose}")
}

/// `site.a-example.1a2b3c4d5e6f`, `learnt.1a2b3c4d5e6f`.
fn id(hosts: &[&HostGroup], texts: &MatcherText) -> String {
    let hash = fnv(&[texts.matcher.0, &texts.matcher.1, texts.trail.unwrap_or_default()]);
    match hosts {
        [one] if one.name.bytes().any(|b| b.is_ascii_alphanumeric()) => {
            let dashed: String = one.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            let parts: Vec<&str> = dashed.split('-').filter(|part| !part.is_empty()).collect();
            format!("site.{}.{hash:012x}", parts.join("-").to_ascii_lowercase())
        }
        _ => format!("learnt.{hash:012x}"),
    }
}

/// FNV-1a, of which 48 bits are kept: the same in every version of every library.
fn fnv(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_matcher() {
        for (form, example, key, want, trail) in [
            (LineForm::Line, "• Tell a friend:", "exact", "Tell a friend", None),
            (LineForm::Number, "کد خبر: ۱۲۴۰۹۹۱", "exact", "کد خبر", Some("number")),
            (LineForm::Number, "Comments (12)", "exact", "comments", Some("number")),
            (LineForm::Date, "Published: 12 May 2024", "exact", "published", Some("date")),
            (LineForm::Value, "Author: A Writer", "exact", "author", Some("value")),
            (
                LineForm::Digits,
                "3 comments [2]",
                "regex",
                r"^[*>|.,:;!?/ -]*[0-9]+ ?comments ?\[[0-9]+\][*>|.,:;!?/ -]*$",
                None,
            ),
            (
                LineForm::Path,
                "Home / News / Port",
                "regex",
                "^[*>|.,:;!?/ -]*home ?/ ?news[.,:;!? -]*[/>|][^/>|]{1,60}$",
                None,
            ),
        ] {
            let texts = MatcherText::of(form, example);
            assert_eq!((texts.matcher.0, texts.matcher.1.as_str(), texts.trail), (key, want, trail), "{example}");
        }
    }
}
