//! One `[[rule]]` table to one [`Rule`], with everything that can be wrong in it, but for its texts: that is
//! [`super::check`].

use super::{
    keywords::{NUMBER, WORD_CLASSES},
    read_hosts::hosts,
    schema::{
        CLASSES, Dedupe, Guards, HtmlMatcher, Kind, Level, Matcher, ProposalEvidence, Rule, RuleCase, SAVE_KEYS, Text,
        has_slots,
    },
    table_reader::{MatcherTexts, TableReader},
};

/// Reads a rule. `None` when it lacks what a rule cannot be without; whatever is wrong is reported to the table.
pub(crate) fn rule(mut table: TableReader<'_, '_, '_>) -> Option<Rule> {
    let origin = table.origin();
    let id = table.string("id");
    let kind = table.named::<Kind>("kind");
    let level = table.named::<Level>("level");
    let class = table.string("class");
    let summary = table.string("summary");
    for (key, missing) in [
        ("id", id.is_none()),
        ("kind", kind.is_none()),
        ("level", level.is_none()),
        ("class", class.is_none()),
        ("summary", summary.is_none()),
    ] {
        if missing && !table.has(key) {
            let name = id.as_deref().unwrap_or("a rule");
            table.error(
                "missing-key",
                format!("{name} has no `{key}`"),
                format!("add `{key} = …`; see rules/README.md"),
            );
        }
    }
    if let Some(id) = &id
        && !is_id(id)
    {
        table.error_at(
            "id",
            "bad-id",
            format!("`{id}` is not a rule id"),
            "<scope>.<name> in kebab case: fa.end-mark".into(),
        );
    }
    if let Some(class) = &class
        && !CLASSES.contains(&class.as_str())
    {
        table.unknown_value("class", "class", class, CLASSES);
    }
    let kind_known = kind.unwrap_or(Kind::Line);
    let mut rule = Rule {
        id: id.clone().unwrap_or_default(),
        kind: kind_known,
        level: level.unwrap_or_default(),
        class: class.unwrap_or_default(),
        status: table.named("status").unwrap_or_default(),
        summary: summary.unwrap_or_default().into(),
        since: table.string("since").map(Text::from),
        tags: table.strings("tags"),
        refs: table.strings("refs"),
        lang: table.langs("lang"),
        host: hosts(&mut table, "host"),
        not_host: hosts(&mut table, "not_host"),
        matcher: matcher(&mut table, kind_known),
        trail: table.named("trail"),
        zone: table.named("zone").unwrap_or_default(),
        guards: guards(&mut table),
        start: table.strings("start"),
        end: table.strings("end"),
        replace: table.string("replace"),
        dedupe: dedupe(&mut table),
        html: html(&mut table),
        save: table.string("save"),
        evidence: evidence(&mut table),
        hit: table.strings("hit").into(),
        miss: table.strings("miss").into(),
        cases: cases(&mut table).into(),
        enabled: true,
        origin,
        origins: Default::default(),
        index_keys: None,
    };
    check(&mut table, &rule);
    rule.origins = table.finish().into();
    (id.is_some() && kind.is_some()).then_some(rule)
}

/// `fa.end-mark`, `site.isna-ir.tags`.
fn is_id(id: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    id.contains('.') && id.split('.').all(part)
}

fn matcher(table: &mut TableReader<'_, '_, '_>, kind: Kind) -> Matcher {
    let (exact, prefix) = (table.strings("exact"), table.strings("prefix"));
    let (words, regex) = (table.groups("words"), table.string("regex"));
    let (cover, needs) = (table.strings("cover"), table.strings("needs"));
    let given: Vec<&'static str> = [
        ("exact", !exact.is_empty()),
        ("prefix", !prefix.is_empty()),
        ("words", !words.is_empty()),
        ("regex", regex.is_some()),
        ("cover", !cover.is_empty()),
    ]
    .into_iter()
    .filter_map(|(key, given)| given.then_some(key))
    .collect();
    if let [_, second, ..] = given[..] {
        let message = format!("a rule has one matcher, this one has {}", given.join(" and "));
        table.error_at(second, "two-matchers", message, "make it two rules".into());
    }
    let allowed: &[&str] = match kind {
        Kind::Line => &["exact", "prefix", "words", "regex", "cover"],
        Kind::Span => &["regex"],
        Kind::Block | Kind::Cut | Kind::Dedupe | Kind::Html | Kind::Judge => &[],
    };
    for &key in given.iter().filter(|key| !allowed.contains(key)) {
        let help = match kind {
            Kind::Span => "a span rule finds its text by `regex`",
            Kind::Block | Kind::Cut => "name its first line in `start`",
            _ => "drop the key or change the kind",
        };
        table.error_at(key, "misplaced-key", format!("a {kind} rule cannot have `{key}`"), help.into());
    }
    classes(table, "cover", &cover, &[NUMBER]);
    classes(table, "needs", &needs, &[]);
    if !needs.is_empty() && cover.is_empty() {
        let message = "`needs` has no effect without `cover`".into();
        table.error_at(
            "needs",
            "misplaced-key",
            message,
            "say which classes cover the line: cover = [\"share\"]".into(),
        );
    }
    if let (Some(checks), Some(&key)) = (table.file().checks, given.first()) {
        let phrases = exact.iter().chain(&prefix).collect();
        (checks.matcher)(table, &MatcherTexts { key, phrases, words: &words, regex: regex.as_deref() });
    }
    if words.iter().any(Vec::is_empty) {
        table.error_at("words", "never-matches", "a group of `words` is empty".into(), "drop it".into());
    }
    match (regex, given.first()) {
        (_, Some(&"exact")) => Matcher::Exact(texts(exact)),
        (_, Some(&"prefix")) => Matcher::Prefix(texts(prefix)),
        (_, Some(&"words")) => Matcher::Words(words.into_iter().map(texts).collect()),
        (_, Some(&"cover")) => Matcher::Cover { classes: texts(cover), needs: texts(needs) },
        (Some(source), _) => Matcher::Regex(source.into()),
        _ => Matcher::None,
    }
}

/// Each must be a class of words or one of `more`.
fn classes(table: &mut TableReader<'_, '_, '_>, key: &'static str, given: &[String], more: &[&str]) {
    for name in given {
        if !WORD_CLASSES.contains(&name.as_str()) && !more.contains(&name.as_str()) {
            table.unknown_value(key, "class of words", name, WORD_CLASSES);
        }
    }
}

fn guards(table: &mut TableReader<'_, '_, '_>) -> Guards {
    Guards {
        max_chars: table.number("max_chars"),
        min_chars: table.number("min_chars"),
        bullet: table.bool("bullet").unwrap_or_default(),
        unpunctuated: table.bool("unpunctuated").unwrap_or_default(),
        prose_ok: table.bool("prose_ok").unwrap_or_default(),
        near: table.number("near"),
        run: table.number("run"),
        after: table.strings("after"),
        below: table.strings("below"),
        classes: table.number("classes"),
        max_lines: table.number("max_lines"),
        repeats: table.number("repeats"),
        twin: table.bool("twin").unwrap_or_default(),
        under_title: table.bool("under_title").unwrap_or_default(),
        after_prose: table.bool("after_prose").unwrap_or_default(),
        last: table.bool("last").unwrap_or_default(),
        first: table.bool("first").unwrap_or_default(),
    }
}

fn dedupe(table: &mut TableReader<'_, '_, '_>) -> Dedupe {
    let usual = Dedupe::default();
    Dedupe {
        like: table.named("like").unwrap_or(usual.like),
        min_words: table.number("min_words").unwrap_or(usual.min_words),
        min_prose: table.number("min_prose").unwrap_or(usual.min_prose),
        max_share: table.share("max_share").unwrap_or(usual.max_share),
        max_head: table.number("max_head").unwrap_or(usual.max_head),
    }
}

fn html(table: &mut TableReader<'_, '_, '_>) -> HtmlMatcher {
    let html = HtmlMatcher {
        css: table.one_or_more("css"),
        max_text_share: table.share("max_text_share"),
        unless: table.one_or_more("unless"),
        text_has: table.strings("text_has"),
    };
    for (key, selectors) in [("css", &html.css), ("unless", &html.unless)] {
        for selector in selectors {
            if let Some(why) = table.file().checks.and_then(|checks| (checks.css)(selector)) {
                let message = format!("`{selector}` is not a CSS selector: {why}");
                table.error_in(key, selector, "bad-css", message, "as in .share, nav > ul, a[rel=tag]".into());
            }
        }
    }
    html
}

fn evidence(table: &mut TableReader<'_, '_, '_>) -> Option<ProposalEvidence> {
    let (evidence, offset) = table.table("evidence")?;
    let file = table.file();
    let mut evidence = TableReader::new(file, evidence, offset, table.errors());
    let adds = evidence.count("adds");
    let mut count = |key| evidence.count(key).unwrap_or_default();
    let found = ProposalEvidence {
        adds,
        documents: count("documents"),
        of: count("of"),
        hosts: count("hosts"),
        lines: count("lines"),
        bytes: count("bytes"),
    };
    evidence.finish();
    Some(found)
}

fn cases(table: &mut TableReader<'_, '_, '_>) -> Vec<RuleCase> {
    let mut cases = Vec::new();
    for (case, offset) in table.tables("case") {
        let file = table.file();
        let mut case = TableReader::new(file, case, offset, table.errors());
        cases.push(RuleCase {
            name: case.string("name").unwrap_or_default(),
            text: case.string("text").unwrap_or_default(),
            removes: case.strings("removes"),
            saved: case.string_map("saved"),
        });
        for key in ["name", "text"] {
            if !case.has(key) {
                case.error("missing-key", format!("a case has no `{key}`"), String::new());
            }
        }
        case.finish();
    }
    cases
}

/// What the keys must be to each other.
fn check(table: &mut TableReader<'_, '_, '_>, rule: &Rule) {
    let id = &rule.id;
    // What is there and wrong has its own error.
    let given = |key: &str| table.holds(key);
    let given_any = ["exact", "prefix", "words", "regex", "cover", "after", "below"].into_iter().any(given);
    let [start, end, max_lines, css] = ["start", "end", "max_lines", "css"].map(given);
    let mut need = |ok: bool, message: String, help: &str| {
        if !ok {
            table.error("missing-key", message, help.to_owned());
        }
    };
    match rule.kind {
        Kind::Line => {
            need(
                given_any,
                format!("{id} has nothing to look for"),
                "add exact, prefix, words, regex, cover, after or below",
            );
        }
        Kind::Span => need(given_any, format!("{id} has no `regex`"), "add regex = \"…\""),
        Kind::Block => {
            need(start, format!("{id} has no `start`"), "name its first line: start = [\"…\"]");
            need(
                end,
                format!("{id} has no `end`"),
                "name its last line: end = [\"…\"]; a block without an end removes nothing",
            );
            need(max_lines, format!("{id} has no `max_lines`"), "say how long a block can be: max_lines = 12");
        }
        Kind::Cut => need(start, format!("{id} has no `start`"), "name its first line: start = [\"…\"]"),
        Kind::Html => need(css, format!("{id} has no `css`"), "add css = [\"…\"]"),
        Kind::Dedupe | Kind::Judge => {}
    }
    if rule.is_textual() {
        for key in ["hit", "miss"].into_iter().filter(|key| !table.holds(key)).collect::<Vec<_>>() {
            let message = format!("{id} has no `{key}`");
            table.error("needs-examples", message, format!("add at least one line: {key} = [\"…\"]"));
        }
    }
    let placed: &[(&'static str, bool)] = &[
        ("trail", matches!(rule.matcher, Matcher::Exact(_))),
        ("start", matches!(rule.kind, Kind::Block | Kind::Cut)),
        ("end", rule.kind == Kind::Block),
        ("replace", rule.kind == Kind::Span),
        ("like", rule.kind == Kind::Dedupe),
        ("min_words", rule.kind == Kind::Dedupe),
        ("min_prose", rule.kind == Kind::Dedupe),
        ("max_share", rule.kind == Kind::Dedupe),
        ("max_head", rule.kind == Kind::Dedupe),
        ("css", rule.kind == Kind::Html),
        ("max_text_share", rule.kind == Kind::Html),
        ("unless", rule.kind == Kind::Html),
        ("text_has", rule.kind == Kind::Html),
        ("max_lines", matches!(rule.kind, Kind::Block | Kind::Cut) || !rule.guards.after.is_empty()),
        ("min_chars", rule.kind == Kind::Line),
        ("bullet", rule.kind == Kind::Line),
        ("unpunctuated", rule.kind == Kind::Line),
        ("near", rule.kind == Kind::Line),
        ("run", rule.kind == Kind::Line),
        ("after", rule.kind == Kind::Line),
        ("classes", !rule.guards.below.is_empty()),
        ("below", rule.kind == Kind::Line && rule.guards.after.is_empty()),
        ("repeats", rule.kind == Kind::Line),
        ("twin", rule.kind == Kind::Line),
        ("under_title", rule.kind == Kind::Line),
        ("after_prose", rule.kind == Kind::Line),
        ("last", rule.kind == Kind::Line),
        ("first", rule.kind == Kind::Line),
        ("save", matches!(rule.kind, Kind::Line | Kind::Span)),
    ];
    if let Guards { min_chars: Some(least), max_chars: Some(most), .. } = rule.guards
        && least > most
    {
        let message = format!("no line has at least {least} characters (`min_chars`) and at most {most} (`max_chars`)");
        table.error_at("max_chars", "never-matches", message, "swap the two, or drop one".into());
    }
    let misplaced: Vec<&'static str> =
        placed.iter().filter(|(key, fits)| !fits && table.has(key)).map(|(key, _)| *key).collect();
    for key in misplaced {
        let message = format!("`{key}` has no effect in this {} rule", rule.kind);
        table.error_at(key, "misplaced-key", message, "drop it; see rules/README.md".into());
    }
    for class in rule.guards.below.iter().filter(|class| !CLASSES.contains(&class.as_str())) {
        table.unknown_value("below", "class", class, CLASSES);
    }
    let slotted = |phrases: &[Text]| phrases.iter().any(|phrase| has_slots(phrase));
    if rule.trail.is_some() && matches!(&rule.matcher, Matcher::Exact(phrases) if slotted(phrases)) {
        let message = format!("{id} has a phrase with slots and a trail");
        table.error_at("trail", "misplaced-key", message, "say it in the phrase: \"code: {number}\"".into());
    }
    if let Some(save) = &rule.save
        && !SAVE_KEYS.contains(&save.as_str())
    {
        table.unknown_value("save", "field to save in", save, SAVE_KEYS);
    }
}

fn texts(all: Vec<String>) -> Vec<Text> {
    all.into_iter().map(Text::from).collect()
}
