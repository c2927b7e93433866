//! One line of `documents.jsonl`.
//!
//! Keys: `id`, `text`, `source`, `created`, `url`, `title`, `author`, `date`, `language`, then the fields of the input
//! that are not ours, as they stood, then `metadata`. What the input says wins over what was found, which then goes
//! under `metadata.found`; so cleaning our own output again writes the same bytes.

pub use super::input_document::{ChangeCount, ChangeCounts, InputDocument};
use super::{
    json,
    metadata::{self, Displaced},
};
use crate::{
    clean::Cleaned,
    document::metadata::Value,
    lang::Lang,
    read::{host, string},
};
use std::borrow::Cow;

/// Appends the line of a document.
pub fn write(out: &mut Vec<u8>, input: &InputDocument<'_>, cleaned: &Cleaned<'_>, changes: &ChangeCounts<'_>) {
    let record = input.record;
    let mut displaced = Displaced::new();
    out.extend_from_slice(b"{\"id\":");
    input.id.write(out);
    out.extend_from_slice(b",\"text\":");
    match input.raw_text {
        Some(raw) if !changes.any() && cleaned.text.len() == input.text.len() => out.extend_from_slice(raw.as_bytes()),
        _ => json::string(out, cleaned.written()),
    }
    out.extend_from_slice(b",\"source\":");
    match record.source {
        Some(raw) => out.extend_from_slice(raw.as_bytes()),
        None => json::string(out, input.base),
    }
    if let Some(raw) = record.created {
        field(out, "created", raw);
    }
    let found = |name: &str| cleaned.found.get(name).and_then(Value::as_str);
    either(out, "url", record.url, found("url"), &mut displaced);
    either(out, "title", record.title, found("title"), &mut displaced);
    either(out, "author", record.author, found("author"), &mut displaced);
    either(out, "date", record.date, found("date"), &mut displaced);
    language(out, record.language, cleaned.lang, &mut displaced);
    for (key, value) in &record.unknown {
        out.push(b',');
        out.extend_from_slice(key.as_bytes());
        out.push(b':');
        out.extend_from_slice(value.as_bytes());
    }
    let url = not_null(record.url).and_then(string::decode_str).or_else(|| found("url").map(Cow::Borrowed));
    let host = url.as_deref().and_then(host::of_url);
    metadata::write(out, input, cleaned, changes, host.as_deref(), displaced);
    out.extend_from_slice(b"}\n");
}

fn field(out: &mut Vec<u8>, key: &str, raw: &str) {
    json::key(out, key);
    out.extend_from_slice(raw.as_bytes());
}

/// A null says nothing.
fn not_null(raw: Option<&str>) -> Option<&str> {
    raw.filter(|raw| *raw != "null")
}

fn either<'a>(
    out: &mut Vec<u8>,
    key: &'a str,
    input: Option<&str>,
    found: Option<&str>,
    displaced: &mut Displaced<'a>,
) {
    match (input, found) {
        (Some(raw), Some(found)) if raw != "null" => {
            field(out, key, raw);
            if string::decode_str(raw).as_deref() != Some(found) {
                let mut value = Vec::new();
                json::string(&mut value, found);
                displaced.push((key, value));
            }
        }
        (_, Some(found)) => {
            json::key(out, key);
            json::string(out, found);
        }
        (Some(raw), None) => field(out, key, raw),
        (None, None) => {}
    }
}

fn language(out: &mut Vec<u8>, input: Option<&str>, found: Lang, displaced: &mut Displaced<'_>) {
    let readable = not_null(input).and_then(string::decode_str).and_then(|code| Lang::parse(&code));
    let found = Some(found).filter(|lang| *lang != Lang::UND && readable.is_none());
    either(out, "language", input, found.as_ref().map(Lang::as_str), displaced);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::Removal,
        decode::Decoded,
        read::record::{Body, Fields, Record},
        repair::Edit,
        span::Span,
        write::Id,
    };

    /// The line of a record of which `found` was found; `changed`: its first character was removed, its second replaced.
    fn line(record: &str, found: &[(&str, &str)], changed: bool) -> String {
        let record = Record::parse(record, &Fields::default()).unwrap();
        let Body::Text(raw) = record.body else { panic!("no text") };
        let text = string::decode_str(raw).unwrap();
        let mut cleaned = Cleaned {
            decisions: Vec::new(),
            judged: Vec::new(),
            marked: None,
            text: text.to_string(),
            removals: vec![],
            edits: vec![],
            found: found.iter().map(|(key, value)| (key.to_string(), Value::of(key, value))).collect(),
            flags: vec![],
            lang: Lang::EN,
            lines_removed: 0,
            private_use: 0,
        };
        if changed {
            cleaned.removals.push(Removal { span: Span::new(0, 1), rule: "en.x", line: None });
            cleaned.edits.push(Edit { span: Span::new(1, 2), with: "-".into(), by: "any.y" });
            cleaned.text = format!("-{}", &text[2..]);
            cleaned.lines_removed = 1;
            cleaned.flags.push(crate::document::Flag::BudgetHeld);
        }
        let mut changes = ChangeCounts::default();
        changes.count(&text, &cleaned);
        let (mut out, raw_text) = (Vec::new(), Some(raw));
        let id = Id::Line("a", 1);
        let input = InputDocument { id, base: "a", record: &record, decoded: None, text: &text, raw_text };
        write(&mut out, &input, &cleaned, &changes);
        String::from_utf8(out).unwrap()
    }

    fn check(record: &str, found: &[(&str, &str)], changed: bool, after: &str) {
        let first = line(record, found, changed);
        assert_eq!(first, format!("{{\"id\":\"a#1\",{after}}}\n"));
        assert_eq!(line(&first, &[], false), first, "cleaned again");
        let titles: Vec<_> = found.iter().copied().filter(|(key, _)| *key == "title").collect();
        assert_eq!(line(&first, &titles, false), first, "cleaned again, the title found again");
    }

    #[test]
    fn what_was_found_has_its_place() {
        check(
            r#"{"text": "word"}"#,
            &[("title", "T"), ("date", "2024"), ("url", "http://B.example/"), ("kicker", "K"), ("tags", "a، b,،c")],
            false,
            r#""text":"word","source":"a","url":"http://B.example/","title":"T","date":"2024","language":"en","metadata":{"hostname":"b.example","kicker":"K","tags":["a","b","c"],"length":4,"original_length":4}"#,
        );
    }

    #[test]
    fn what_the_input_says_wins_and_what_was_found_is_kept_apart() {
        check(
            r#"{"text": "word", "title": "Own", "author": "A", "date": null, "language": "Klingon tongue", "metadata": {"kicker": "own"}}"#,
            &[("title", "T"), ("author", "A"), ("date", "2024"), ("kicker", "K")],
            false,
            r#""text":"word","source":"a","title":"Own","author":"A","date":"2024","language":"Klingon tongue","metadata":{"kicker":"own","length":4,"original_length":4,"found":{"title":"T","language":"en","kicker":"K"}}"#,
        );
    }

    #[test]
    fn what_was_done_is_counted() {
        check(
            r#"{"text": "word"}"#,
            &[],
            true,
            r#""text":"-rd","source":"a","language":"en","metadata":{"length":3,"original_length":4,"lines_removed":1,"rules":[{"id":"en.x","count":1}],"repairs":[{"id":"any.y","count":1}],"flags":["budget_held"]}"#,
        );
    }

    #[test]
    fn an_earlier_account_stays_beside_a_new_one() {
        check(
            r#"{"text": "word", "metadata": {"length": 9, "found": {"x":1,"length":8}, "rules": [{"id":"r","count":1}]}}"#,
            &[],
            true,
            r#""text":"-rd","source":"a","language":"en","metadata":{"length":9,"found":{"x":1,"length":3,"original_length":4,"lines_removed":1,"rules":[{"id":"en.x","count":1}],"repairs":[{"id":"any.y","count":1}],"flags":["budget_held"]},"rules":[{"id":"r","count":1}]}"#,
        );
    }

    #[test]
    fn a_file_says_its_charset() {
        let record = Record::default();
        let (id, text) = (Id::File("p.txt"), "x");
        let decoded =
            Decoded { text: text.into(), charset: "UTF-8", evidence: "utf-8-lenient", replaced: 2, mixed: false };
        let input = InputDocument { id, base: "p", record: &record, decoded: Some(&decoded), text, raw_text: None };
        let cleaned = Cleaned {
            decisions: Vec::new(),
            judged: Vec::new(),
            marked: None,
            text: "x".to_owned(),
            removals: vec![],
            edits: vec![],
            found: crate::document::metadata::Found::new(),
            flags: vec![],
            lang: Lang::UND,
            lines_removed: 0,
            private_use: 0,
        };
        let mut out = Vec::new();
        write(&mut out, &input, &cleaned, &ChangeCounts::default());
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"id\":\"p.txt\",\"text\":\"x\",\"source\":\"p\",\"metadata\":{\"charset\":\"UTF-8\",\"charset_evidence\":\"utf-8-lenient\",\"replaced\":2,\"length\":1,\"original_length\":1}}\n"
        );
    }
}
