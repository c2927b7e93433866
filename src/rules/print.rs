//! A rule as text: its keys and values as TOML, for `rules show` and `rules effective`.

use super::{
    load::Catalog,
    schema::{Dedupe, Kind, Matcher, Named, ProposalEvidence, Rule, Status, Text, Zone},
};
use std::fmt::Write;

/// The keys that are set, in the order of the manual, with their values as TOML. Tests are left out.
#[must_use]
pub fn keys(rule: &Rule) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    let mut put =
        |key: &'static str, value: Option<toml::Value>| keys.extend(value.map(|value| (key, value.to_string())));
    let text = |text: &str| Some(toml::Value::from(text));
    let list = |list: &[String]| (!list.is_empty()).then(|| toml::Value::from(list.to_vec()));
    let texts = |texts: &[Text]| toml::Value::from(texts.iter().map(Text::as_str).collect::<Vec<_>>());
    let phrases = |list: &[Text]| (!list.is_empty()).then(|| texts(list));
    let number = |n: Option<u32>| n.map(|n| toml::Value::from(i64::from(n)));
    let yes = |yes: bool| yes.then(|| toml::Value::from(true));
    put("id", text(&rule.id));
    put("kind", text(rule.kind.name()));
    put("level", text(rule.level.name()));
    put("status", (rule.status != Status::Accepted).then(|| toml::Value::from(rule.status.name())));
    put("class", text(&rule.class));
    put("summary", text(&rule.summary));
    put("enabled", (!rule.enabled).then(|| toml::Value::from(false)));
    put("since", rule.since.as_deref().and_then(text));
    put("tags", list(&rule.tags));
    put("refs", list(&rule.refs));
    put("lang", list(&rule.lang.iter().map(|lang| lang.as_str().to_owned()).collect::<Vec<_>>()));
    put("host", list(&rule.host));
    put("not_host", list(&rule.not_host));
    put("zone", (rule.zone != Zone::Any).then(|| toml::Value::from(rule.zone.name())));
    match &rule.matcher {
        Matcher::None => {}
        Matcher::Exact(exact) => put("exact", phrases(exact)),
        Matcher::Prefix(prefix) => put("prefix", phrases(prefix)),
        Matcher::Words(groups) => {
            put("words", Some(toml::Value::Array(groups.iter().map(|group| texts(group)).collect())));
        }
        Matcher::Regex(source) => put("regex", text(source)),
        Matcher::Cover { classes, needs } => {
            put("cover", phrases(classes));
            put("needs", phrases(needs));
        }
    }
    put("trail", rule.trail.map(|trail| toml::Value::from(trail.name())));
    put("start", list(&rule.start));
    put("end", list(&rule.end));
    let guards = &rule.guards;
    put("max_chars", number(guards.max_chars));
    put("min_chars", number(guards.min_chars));
    put("bullet", yes(guards.bullet));
    put("unpunctuated", yes(guards.unpunctuated));
    put("prose_ok", yes(guards.prose_ok));
    put("near", number(guards.near));
    put("run", number(guards.run));
    put("after", list(&guards.after));
    put("below", list(&guards.below));
    put("classes", number(guards.classes));
    put("max_lines", number(guards.max_lines));
    put("repeats", number(guards.repeats));
    put("twin", yes(guards.twin));
    put("under_title", yes(guards.under_title));
    put("after_prose", yes(guards.after_prose));
    put("last", yes(guards.last));
    put("first", yes(guards.first));
    put("replace", rule.replace.as_deref().and_then(text));
    if rule.kind == Kind::Dedupe {
        let Dedupe { like, min_words, min_prose, max_share, max_head } = rule.dedupe;
        put("like", text(like.name()));
        put("min_words", number(Some(min_words)));
        put("min_prose", number(Some(min_prose)));
        put("max_head", number(Some(max_head)));
        put("max_share", Some(toml::Value::from(max_share)));
    }
    put("css", list(&rule.html.css));
    put("max_text_share", rule.html.max_text_share.map(toml::Value::from));
    put("unless", list(&rule.html.unless));
    put("text_has", list(&rule.html.text_has));
    put("save", rule.save.as_deref().and_then(text));
    put("evidence", rule.evidence.as_ref().map(evidence));
    keys
}

/// As an inline table.
fn evidence(evidence: &ProposalEvidence) -> toml::Value {
    let ProposalEvidence { documents, of, hosts, lines, bytes, adds } = *evidence;
    let counts = [("documents", documents), ("of", of), ("hosts", hosts), ("lines", lines), ("bytes", bytes)];
    let counts = counts.into_iter().chain(adds.map(|adds| ("adds", adds)));
    let whole = |count: u64| toml::Value::from(i64::try_from(count).unwrap_or(i64::MAX));
    toml::Value::Table(counts.map(|(key, count)| (key.to_owned(), whole(count))).collect())
}

/// One rule for a reader: what it is, its keys, its examples.
#[must_use]
pub fn describe(rule: &Rule) -> String {
    let mut page = format!("# {}: {}\n# {}\n\n[[rule]]\n", rule.id, rule.summary, rule.origin);
    for (key, value) in keys(rule) {
        let _ = writeln!(page, "{key} = {value}");
    }
    for (key, lines) in [("hit", &rule.hit), ("miss", &rule.miss)] {
        if !lines.is_empty() {
            let _ = writeln!(page, "{key} = [");
            for line in lines {
                let _ = writeln!(page, "  {},", toml::Value::from(line.as_str()));
            }
            page.push_str("]\n");
        }
    }
    for case in &rule.cases {
        let _ = writeln!(page, "\n[[rule.case]]\nname = {}", toml::Value::from(case.name.as_str()));
        let _ = writeln!(page, "text = {}", toml::Value::from(case.text.as_str()));
        let _ = writeln!(page, "removes = {}", toml::Value::from(case.removes.clone()));
    }
    page
}

/// The merged table of all rules: what is in force, and where each value comes from.
#[must_use]
pub fn effective(catalog: &Catalog) -> String {
    let mut out = String::new();
    for rule in &catalog.rules {
        let _ = writeln!(out, "[[rule]] # {}", rule.origin);
        for (key, value) in keys(rule) {
            match rule.origins.get(key) {
                Some(origin) => writeln!(out, "{key} = {value} # {origin}"),
                None => writeln!(out, "{key} = {value} # the default"),
            }
            .unwrap_or_default();
        }
        out.push('\n');
    }
    let allowed = [("lines", &catalog.allow_lines), ("hosts", &catalog.allow_hosts)];
    if allowed.iter().any(|(_, list)| !list.is_empty()) {
        out.push_str("[allow]\n");
        for (key, list) in allowed.iter().filter(|(_, list)| !list.is_empty()) {
            let _ = writeln!(out, "{key} = [");
            for (value, origin) in *list {
                let _ = writeln!(out, "  {}, # {origin}", toml::Value::from(value.as_str()));
            }
            out.push_str("]\n");
        }
    }
    out
}

/// All that is in force, as bytes to make a hash of: equal for rules that do the same, whichever file says so. Examples are
/// left out. For the embedded rules alone a hash was made with the program.
#[must_use]
pub fn in_force(catalog: &Catalog) -> Vec<u8> {
    let library = catalog.library();
    let mut out = Vec::from(library.unwrap_or_default());
    for rule in catalog.rules.iter().filter(|_| library.is_none()) {
        match postcard::to_allocvec(&**rule) {
            Ok(bytes) => out.extend(bytes),
            Err(_) => out.extend(describe(rule).into_bytes()),
        }
    }
    let mut rest = String::new();
    for (value, _) in catalog.allow_lines.iter().chain(&catalog.allow_hosts) {
        let _ = writeln!(rest, "allow {value:?}");
    }
    for table in &catalog.words {
        let _ = writeln!(rest, "words {:?} {:?}", table.lang, table.lists);
    }
    let _ = writeln!(rest, "judge {:?}", catalog.bounds);
    out.extend(rest.into_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::{Catalog, in_force};
    use crate::rules::RuleSources;
    use std::sync::Arc;

    #[test]
    fn what_changes_a_rule_makes_another_digest() {
        let digest = |text: &str| in_force(&Catalog::parse_over_builtin([("own.toml", text)]).unwrap());
        let own = digest("# nothing\n");
        assert_eq!(own, in_force(&Catalog::load(&RuleSources::default()).unwrap()));
        let overridden = digest("[[override]]\nid = \"ckb.share\"\nenabled = false\n");
        assert!(own.len() < 200 && overridden.len() > 10_000);
        assert_ne!(digest("[allow]\nlines = [\"a\"]\n"), own);
        // Nor does it help to change one by hand.
        let mut catalog = Catalog::load(&RuleSources::default()).unwrap();
        Arc::make_mut(&mut catalog.rules[0]).enabled = false;
        assert_ne!(in_force(&catalog), own);
        assert!(!in_force(&Catalog::default()).is_empty() && in_force(&Catalog::default()) != own);
    }
}
