//! What a document says about itself: what `save` rules took, and its title and kicker, which stay in the text.

use super::Repaired;
use crate::{
    date,
    document::{
        Document, Lines,
        html::Post,
        marks::OffsetMap,
        metadata::{Found, PostStart, Value, is_byline},
    },
    lang::Lang,
    rules::{Kind, Resolver, RuleSet, schema::MOMENT_KEYS},
};
use std::collections::BTreeMap;

/// A title is no longer than this, in folded characters.
const TITLE_CHARS: u32 = 250;

/// The metadata of a document. The first of several values wins.
pub(super) fn metadata(
    rules: &RuleSet,
    resolver: &Resolver,
    lines: &Lines,
    repaired: &Repaired<'_>,
    document: &Document<'_>,
    lang: Lang,
) -> Found {
    let mut found = of_page(document);
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    if document.sources {
        sources.extend(document.metadata.entries.iter().map(|entry| (entry.key.to_owned(), entry.source.to_owned())));
    }
    let value = |rule: u32, source| rules.value(rule, source, lang, document.host.as_deref());
    for (i, line) in lines.all().iter().enumerate() {
        if let Some(rule) = resolver.claiming_rule(rules, i)
            && let Some(key) = &rules.rule(rule).save
            && !found.contains_key(key)
        {
            save(&mut found, key, value(rule, line.span.slice(repaired.text)));
        }
    }
    for claim in resolver.spans.iter().filter(|_| !resolver.held) {
        if let Some(key) = &rules.rule(claim.rule).save
            && !found.contains_key(key)
        {
            save(&mut found, key, value(claim.rule, claim.span.slice(repaired.text)));
        }
    }
    let saved: Vec<String> = found.keys().filter(|key| document.metadata.entry(key).is_none()).cloned().collect();
    title(rules, resolver, lines, repaired, document.titled, &mut found);
    if document.untitled {
        found.remove("title");
    }
    if document.sources {
        for key in
            saved.into_iter().filter(|key| !matches!(key.as_str(), "comments" | "extraction" | "page_type" | "posts"))
        {
            sources.entry(key).or_insert_with(|| "rule".to_owned());
        }
        for key in ["kicker", "title"].into_iter().filter(|key| found.contains_key(*key)) {
            sources.entry(key.to_owned()).or_insert_with(|| "text".to_owned());
        }
        // A date's original comes with the date.
        sources.retain(|key, _| found.contains_key(key) && !key.contains('_'));
        if !sources.is_empty() {
            found.insert("sources".to_owned(), Value::Sources(sources));
        }
    }
    found
}

/// What a page says in its head goes before what its lines say.
fn of_page(document: &Document<'_>) -> Found {
    let mut found = Found::new();
    for entry in document.metadata.entries.iter().filter(|entry| entry.key != "language") {
        let separator = if entry.key == "author" { ", " } else { "\n" };
        found.insert(entry.key.to_owned(), Value::of(entry.key, &entry.values.join(separator)));
        if let Some(jalali) = &entry.jalali {
            found.insert(format!("{}_jalali", entry.key), Value::Text(jalali.clone()));
        }
    }
    if let Some(page_type) = document.page_type {
        found.insert("page_type".to_owned(), Value::Text(page_type.name().to_owned()));
    }
    if let Some(trust) = document.trust {
        let (confidence, reason) = (trust.confidence, trust.reason);
        found.insert("extraction".to_owned(), Value::Extraction { confidence, reason });
    }
    if !document.comments.is_empty() {
        found.insert("comments".to_owned(), Value::of("comments", &document.comments.join("\n")));
    }
    found
}

/// Where each post of a thread begins in `text`, when and by whom it was written. Those of which nothing is left are gone.
pub(super) fn posts(posts: &[Post], moves: &OffsetMap, text: Option<&str>) -> Option<Value> {
    let mut starts = Vec::with_capacity(posts.len());
    let (mut line, mut from) = (0, 0);
    for (i, post) in posts.iter().enumerate() {
        let at = moves.place(post.at);
        if posts.get(i + 1).is_some_and(|next| moves.place(next.at) == at) {
            continue;
        }
        let number = text.and_then(|text| text.get(from..at)).map(|before| {
            line += memchr::memchr_iter(b'\n', before.as_bytes()).count();
            from = at;
            line
        });
        starts.push(PostStart { line: number, date: post.date.clone(), author: post.author.clone() });
    }
    (!starts.is_empty()).then_some(Value::Posts(starts))
}

fn save(found: &mut Found, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    if !MOMENT_KEYS.contains(&key) {
        found.insert(key.to_owned(), Value::of(key, value));
    } else if let Some(date) = date::parse(value) {
        if let Some(jalali) = date.jalali {
            found.insert(format!("{key}_jalali"), Value::Text(jalali));
        }
        found.insert(key.to_owned(), Value::Text(date.iso));
    }
}

/// The title is the line that others repeat, or else the first line that is kept, if prose follows it. A line before it
/// that ends in a colon or semicolon is its kicker. Bylines, credits and datelines are no titles.
fn title(
    rules: &RuleSet,
    resolver: &Resolver,
    lines: &Lines,
    repaired: &Repaired<'_>,
    titled: bool,
    found: &mut Found,
) {
    let all = lines.all();
    let kept: Vec<usize> =
        (0..all.len()).filter(|&i| !all[i].is_blank() && resolver.claiming_rule(rules, i).is_none()).take(5).collect();
    let copy = resolver.claims.iter().position(|&rule| rules.kind(rule) == Some(Kind::Dedupe));
    let repeated =
        copy.and_then(|copy| kept.iter().position(|&i| i < copy && lines.squashed(i) == lines.squashed(copy)));
    let is_title = |at: usize| {
        let (Some(&i), Some(&next)) = (kept.get(at), kept.get(at + 1)) else { return false };
        let body = || kept[at + 1..].iter().any(|&i| all[i].is_prose());
        !all[i].ends_text() && all[i].chars() <= TITLE_CHARS && next > i && body()
    };
    let kicks = |at: usize| kept.get(at).is_some_and(|&i| all[i].leads_on() && !all[i].is_prose());
    let at = match repeated {
        Some(at) => at,
        None if kicks(0) && is_title(1) && !all[kept[1]].is_prose() => 1,
        None if is_title(0) && !kicks(0) => 0,
        None => return,
    };
    let text = |at: usize| all[kept[at]].span.slice(repaired.text).trim().to_owned();
    if !titled && !is_beside(&text(at)) {
        found.entry("title".into()).or_insert_with(|| Value::Text(text(at)));
    }
    if at > 0 && kicks(at - 1) {
        found.entry("kicker".into()).or_insert_with(|| Value::Text(text(at - 1)));
    }
}

/// Whether a line is what stands beside a title: who wrote it, where, when.
fn is_beside(line: &str) -> bool {
    let part_is_date = |part: &str| {
        let part = part.trim();
        let figures = |c: char| c.is_numeric() || matches!(c, '/' | '.' | '-');
        date::is_date(part) || part.chars().filter(|c| c.is_numeric()).count() > 5 && part.chars().all(figures)
    };
    is_byline(line) || line.ends_with(['—', '–', '-']) || line.split(['|', '•', '·']).any(part_is_date)
}
