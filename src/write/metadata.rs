//! The `metadata` of a document: the input's keys as they stood, then what was found, then what this run did.

use super::{
    input_document::{ChangeCount, ChangeCounts, InputDocument},
    json,
};
use crate::{
    clean::Cleaned,
    document::metadata::Value,
    read::{record, string},
};

/// What was found but has no place, because the input says something else: key and JSON.
pub(super) type Displaced<'a> = Vec<(&'a str, Vec<u8>)>;

/// What a run says of itself. A document that has some of them and is not changed keeps them.
const STATS: &[&str] = &[
    "charset",
    "charset_evidence",
    "replaced",
    "length",
    "original_length",
    "lines_removed",
    "private_use",
    "rules",
    "repairs",
    "flags",
];

/// Found keys with a place of their own at the top of the record.
const TOP: &[&str] = &["author", "date", "title", "url"];

pub(super) fn write<'a>(
    out: &mut Vec<u8>,
    input: &InputDocument<'_>,
    cleaned: &'a Cleaned<'_>,
    changes: &ChangeCounts<'_>,
    host: Option<&str>,
    mut displaced: Displaced<'a>,
) {
    let entries = match input.record.metadata {
        None | Some("null") => Vec::new(),
        Some(raw) => record::entries(raw).unwrap_or_else(|| vec![("\"input\"", raw)]),
    };
    let value_of = |name: &str| entries.iter().find(|(key, _)| is(key, name)).map(|(_, value)| *value);
    let own: Vec<(&'a str, Vec<u8>)> = cleaned
        .found
        .iter()
        .filter(|(key, _)| !TOP.contains(&key.as_str()))
        .map(|(key, value)| (key.as_str(), encode(value)))
        .collect();
    for (key, value) in &own {
        let other = value_of(key).is_some_and(|raw| raw.as_bytes() != value.as_slice());
        if other {
            displaced.push((key, value.clone()));
        }
    }
    let has_stats = entries.iter().any(|(key, _)| STATS.iter().any(|stat| is(key, stat)));
    let stats_to_found = has_stats && changes.any();

    json::key(out, "metadata");
    out.push(b'{');
    let mut found_written = false;
    for (key, value) in &entries {
        json::comma(out);
        out.extend_from_slice(key.as_bytes());
        out.push(b':');
        if is(key, "found") && !found_written {
            found_written = true;
            write_found(out, Some(value), &displaced, stats_to_found, input, cleaned, changes);
        } else {
            out.extend_from_slice(value.as_bytes());
        }
    }
    if let Some(host) = host.filter(|_| value_of("hostname").is_none()) {
        json::key(out, "hostname");
        json::string(out, host);
    }
    for (key, value) in &own {
        if value_of(key).is_none() {
            json::comma(out);
            json::string(out, key);
            out.push(b':');
            out.extend_from_slice(value);
        }
    }
    for (key, raw) in &input.record.others {
        if value_of(key).is_none() {
            json::key(out, key);
            out.extend_from_slice(raw.as_bytes());
        }
    }
    if !has_stats {
        write_stats(out, input, cleaned, changes);
    }
    if !found_written && (stats_to_found || !displaced.is_empty()) {
        json::key(out, "found");
        write_found(out, None, &displaced, stats_to_found, input, cleaned, changes);
    }
    out.push(b'}');
}

/// Whether the raw key (in quotation marks) is `name`.
fn is(key: &str, name: &str) -> bool {
    key.len() >= name.len() + 2 && string::decode_str(key).is_some_and(|key| key == name)
}

/// A value as JSON. Confidence has two digits, and so one spelling however it was reckoned.
fn encode(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    match value {
        Value::Extraction { confidence, reason } => {
            out.push(b'{');
            json::key(&mut out, "confidence");
            out.extend_from_slice(format!("{confidence:.2}").as_bytes());
            json::entry(&mut out, "reason", reason);
            out.push(b'}');
        }
        // Texts and whole numbers, which can always be written.
        value => out = serde_json::to_vec(value).unwrap_or_else(|_| b"null".to_vec()),
    }
    out
}

/// `metadata.found`: what an earlier run put there stays, but for its account of itself.
fn write_found(
    out: &mut Vec<u8>,
    before: Option<&str>,
    displaced: &Displaced<'_>,
    stats: bool,
    input: &InputDocument<'_>,
    cleaned: &Cleaned<'_>,
    changes: &ChangeCounts<'_>,
) {
    let entries = match before {
        None => Vec::new(),
        Some(raw) => match record::entries(raw) {
            Some(entries) => entries,
            // Not ours: it stays as it is.
            None => return out.extend_from_slice(raw.as_bytes()),
        },
    };
    let mut new = displaced.iter().filter(|(name, _)| !entries.iter().any(|(key, _)| is(key, name))).peekable();
    if let Some(raw) = before.filter(|_| !stats && new.peek().is_none()) {
        return out.extend_from_slice(raw.as_bytes());
    }
    out.push(b'{');
    for (key, value) in &entries {
        if !stats || !STATS.iter().any(|stat| is(key, stat)) {
            json::comma(out);
            out.extend_from_slice(key.as_bytes());
            out.push(b':');
            out.extend_from_slice(value.as_bytes());
        }
    }
    for (key, value) in new {
        json::comma(out);
        json::string(out, key);
        out.push(b':');
        out.extend_from_slice(value);
    }
    if stats {
        write_stats(out, input, cleaned, changes);
    }
    out.push(b'}');
}

fn write_stats(out: &mut Vec<u8>, input: &InputDocument<'_>, cleaned: &Cleaned<'_>, changes: &ChangeCounts<'_>) {
    if let Some(decoded) = input.decoded {
        json::key(out, "charset");
        json::string(out, decoded.charset);
        json::key(out, "charset_evidence");
        json::string(out, decoded.evidence);
    }
    let mut number = |key: &str, value: usize| {
        json::key(out, key);
        json::number(out, value as u64);
    };
    if let Some(decoded) = input.decoded
        && decoded.replaced > 0
    {
        number("replaced", decoded.replaced);
    }
    number("length", cleaned.written().chars().count());
    number("original_length", input.text.chars().count());
    if cleaned.lines_removed > 0 {
        number("lines_removed", cleaned.lines_removed);
    }
    if cleaned.private_use > 0 {
        number("private_use", cleaned.private_use);
    }
    write_counts(out, "rules", &changes.rules);
    write_counts(out, "repairs", &changes.repairs);
    if !cleaned.flags.is_empty() {
        json::key(out, "flags");
        out.push(b'[');
        for flag in &cleaned.flags {
            json::comma(out);
            json::string(out, flag.name());
        }
        out.push(b']');
    }
}

fn write_counts(out: &mut Vec<u8>, key: &str, counts: &[ChangeCount<'_>]) {
    if counts.is_empty() {
        return;
    }
    // A list and no object: a table of documents has no column for each id.
    json::key(out, key);
    out.push(b'[');
    for count in counts {
        json::comma(out);
        out.extend_from_slice(b"{\"id\":");
        json::string(out, count.id);
        out.extend_from_slice(b",\"count\":");
        json::number(out, count.times);
        out.push(b'}');
    }
    out.push(b']');
}
