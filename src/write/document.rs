//! One line of `documents.jsonl`.
//!
//! Keys: `id`, `text`, `source`, `created`, `url`, `title`, `author`, `date`, `language`, then the fields of the input
//! that are not ours, as they stood, then `metadata`. What the input says wins over what was found, which then goes
//! under `metadata.found`; so cleaning our own output again writes the same bytes.

use super::{Id, json, metadata};
use crate::{
    clean::Cleaned,
    decode::Decoded,
    lang::Lang,
    read::{host, record::Record, string},
};
use std::borrow::Cow;

/// A document as the input gave it.
#[derive(Debug)]
pub struct Given<'a> {
    /// Its id.
    pub id: Id<'a>,
    /// The base name of its INPUT: the `source` of a record that names none.
    pub base: &'a str,
    /// The fields of its record; none for a file.
    pub record: &'a Record<'a>,
    /// How its bytes were decoded; nothing for a record, which is text.
    pub decoded: Option<&'a Decoded<'a>>,
    /// The decoded original.
    pub text: &'a str,
    /// The raw JSON of `text`, when it is spelled as we would.
    pub raw_text: Option<&'a str>,
}

/// What was changed in one document, counted. Reused from document to document.
#[derive(Debug, Default)]
pub struct Changes<'r> {
    /// Rules that removed something, sorted by id.
    pub rules: Vec<Count<'r>>,
    /// Repairs that were made, sorted by id.
    pub repairs: Vec<Count<'r>>,
    /// Characters that rules removed.
    pub characters: u64,
}

/// How often, and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count<'r> {
    /// The id of a rule or a repair.
    pub id: &'r str,
    /// Removals or edits.
    pub times: u64,
    /// Bytes of the decoded original.
    pub bytes: u64,
}

impl<'r> Changes<'r> {
    /// Counts anew, for `cleaned` of `text`.
    pub fn count(&mut self, text: &str, cleaned: &Cleaned<'r>) {
        self.rules.clear();
        self.repairs.clear();
        self.characters = 0;
        for removal in &cleaned.removals {
            self.characters += removal.span.of(text).chars().count() as u64;
            add(&mut self.rules, removal.rule, removal.span.len());
        }
        for edit in &cleaned.edits {
            add(&mut self.repairs, edit.by, edit.span.len());
        }
        self.rules.sort_unstable_by_key(|count| count.id);
        self.repairs.sort_unstable_by_key(|count| count.id);
    }

    /// Whether anything was changed.
    #[must_use]
    pub fn any(&self) -> bool {
        !self.rules.is_empty() || !self.repairs.is_empty()
    }
}

fn add<'r>(counts: &mut Vec<Count<'r>>, id: &'r str, bytes: usize) {
    match counts.iter_mut().find(|count| count.id == id) {
        Some(count) => {
            count.times += 1;
            count.bytes += bytes as u64;
        }
        None => counts.push(Count { id, times: 1, bytes: bytes as u64 }),
    }
}

/// What was found but has no place, because the input says something else: key and JSON.
pub(super) type Displaced<'a> = Vec<(&'a str, Vec<u8>)>;

/// Appends the line of a document.
pub fn write(out: &mut Vec<u8>, given: &Given<'_>, cleaned: &Cleaned<'_>, changes: &Changes<'_>) {
    let record = given.record;
    let mut displaced = Displaced::new();
    out.extend_from_slice(b"{\"id\":");
    given.id.write(out);
    out.extend_from_slice(b",\"text\":");
    match given.raw_text {
        Some(raw) if !changes.any() && cleaned.text.len() == given.text.len() => out.extend_from_slice(raw.as_bytes()),
        _ => json::string(out, cleaned.written()),
    }
    out.extend_from_slice(b",\"source\":");
    match record.source {
        Some(raw) => out.extend_from_slice(raw.as_bytes()),
        None => json::string(out, given.base),
    }
    if let Some(raw) = record.created {
        field(out, "created", raw);
    }
    let found = |name: &str| cleaned.found.get(name).map(String::as_str);
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
    let url = said(record.url).and_then(string::decode_str).or_else(|| found("url").map(Cow::Borrowed));
    let host = url.as_deref().and_then(host::of_url);
    metadata::write(out, given, cleaned, changes, host.as_deref(), displaced);
    out.extend_from_slice(b"}\n");
}

fn field(out: &mut Vec<u8>, key: &str, raw: &str) {
    json::key(out, key);
    out.extend_from_slice(raw.as_bytes());
}

/// A null says nothing.
fn said(raw: Option<&str>) -> Option<&str> {
    raw.filter(|raw| *raw != "null")
}

fn either<'a>(
    out: &mut Vec<u8>,
    key: &'a str,
    given: Option<&str>,
    found: Option<&str>,
    displaced: &mut Displaced<'a>,
) {
    match (given, found) {
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

fn language(out: &mut Vec<u8>, given: Option<&str>, found: Lang, displaced: &mut Displaced<'_>) {
    let readable = said(given).and_then(string::decode_str).and_then(|code| Lang::parse(&code));
    let found = Some(found).filter(|lang| *lang != Lang::UND && readable.is_none());
    either(out, "language", given, found.as_ref().map(Lang::as_str), displaced);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::Removal,
        read::record::{Body, Fields},
        repair::Edit,
        span::Span,
    };
    use std::collections::BTreeMap;

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
            found: found.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect::<BTreeMap<_, _>>(),
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
            cleaned.flags.push("budget_held");
        }
        let mut changes = Changes::default();
        changes.count(&text, &cleaned);
        let (mut out, raw_text) = (Vec::new(), Some(raw));
        let id = Id::Line("a", 1);
        let given = Given { id, base: "a", record: &record, decoded: None, text: &text, raw_text };
        write(&mut out, &given, &cleaned, &changes);
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
        let given = Given { id, base: "p", record: &record, decoded: Some(&decoded), text, raw_text: None };
        let cleaned = Cleaned {
            decisions: Vec::new(),
            judged: Vec::new(),
            marked: None,
            text: "x".to_owned(),
            removals: vec![],
            edits: vec![],
            found: BTreeMap::new(),
            flags: vec![],
            lang: Lang::UND,
            lines_removed: 0,
            private_use: 0,
        };
        let mut out = Vec::new();
        write(&mut out, &given, &cleaned, &Changes::default());
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"id\":\"p.txt\",\"text\":\"x\",\"source\":\"p\",\"metadata\":{\"charset\":\"UTF-8\",\"charset_evidence\":\"utf-8-lenient\",\"replaced\":2,\"length\":1,\"original_length\":1}}\n"
        );
    }
}
