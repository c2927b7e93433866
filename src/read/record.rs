//! One line of JSONL: what we read of it, and the rest as it stands.
//!
//! Values stay raw JSON, so that what is not ours passes through byte for byte; only the text, the URL and the
//! language are ever decoded. Nested values are skipped without recursion.
//!
//! ```
//! use sarand::read::record::{Fields, Record};
//! let record = Record::parse(r#"{"id": 7, "text": "a\nb", "x": [1,  2]}"#, &Fields::default()).unwrap();
//! assert_eq!(record.id, Some("7"));
//! assert_eq!(record.unknown, [(r#""x""#, "[1,  2]")]);
//! ```

use super::{
    depth, nested,
    raw::Raw,
    string::{self, decode_str},
};
pub use super::{
    fault::{Fault, FaultDetail},
    fields::Fields,
    raw::entries,
};
use rustc_hash::FxHashSet;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use std::{borrow::Cow, fmt};

/// A record; every value is raw JSON as it stood.
#[derive(Debug, Default)]
pub struct Record<'a> {
    /// The id, when it is not null.
    pub id: Option<&'a str>,
    /// What is cleaned.
    pub body: Body<'a>,
    /// Fields that are called like ours, where another was to be taken: `input_text` and its kind, with their values.
    pub others: Vec<(&'static str, &'a str)>,
    /// `source`.
    pub source: Option<&'a str>,
    /// `created`.
    pub created: Option<&'a str>,
    /// `url`.
    pub url: Option<&'a str>,
    /// `title`.
    pub title: Option<&'a str>,
    /// `author`.
    pub author: Option<&'a str>,
    /// `date`.
    pub date: Option<&'a str>,
    /// `language`.
    pub language: Option<&'a str>,
    /// `metadata`.
    pub metadata: Option<&'a str>,
    /// All other fields, keys in their quotation marks, in the order of the input.
    pub unknown: Vec<(&'a str, &'a str)>,
}

/// What of a record is cleaned: a raw JSON string.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Body<'a> {
    /// Nothing was there (never in a record that [`Record::parse`] returns).
    #[default]
    None,
    /// Text.
    Text(&'a str),
    /// HTML.
    Html(&'a str),
}

/// What is wrong, and in which byte of the record: its first line is not the first of its file.
fn without_line(error: &serde_json::Error, record: &str) -> String {
    let said = error.to_string();
    let what = said.split(" at line ").next().unwrap_or_default();
    let before = record.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    format!("{what} at byte {}", before + error.column())
}

impl<'a> Record<'a> {
    /// Reads a record, which may be of several lines, with fields that stand inside others and with the `NaN` and
    /// `Infinity` that some writers put for numbers, which become null. `spare` holds it where it is written anew for that.
    ///
    /// # Errors
    /// As of [`Record::parse`].
    pub fn read(line: &'a str, spare: &'a mut String, fields: &Fields) -> Result<Self, FaultDetail> {
        let anew = string::on_one_line(line);
        if let Some(anew) = fields.lifted(anew.as_deref().unwrap_or(line)).or(anew)
            && !matches!(Record::parse(&anew, fields), Err((Fault::BadJson, _)))
        {
            *spare = anew;
            return Self::parse(spare, fields);
        }
        let read = Self::parse(line, fields);
        if let Err((Fault::BadJson, _)) = read
            && let Some(strict) = string::without_nan(line)
        {
            let strict = string::on_one_line(&strict).unwrap_or(strict);
            *spare = fields.lifted(&strict).unwrap_or(strict);
            return Self::parse(spare, fields);
        }
        read
    }

    /// Reads one line as it stands. A text that is null is empty.
    ///
    /// # Errors
    /// The fault for which the line goes to quarantine.
    pub fn parse(line: &'a str, fields: &Fields) -> Result<Self, FaultDetail> {
        let mut found = ParsedFields::default();
        let mut json = serde_json::Deserializer::from_str(line);
        let read = json.deserialize_map(Reader { fields, found: &mut found }).and_then(|()| json.end());
        if let Some(key) = found.twice {
            return Err((Fault::DuplicateKey, format!("the key {key} is there twice")));
        }
        if let Some(key) = found.deep {
            return Err((
                Fault::TooDeep,
                format!("the field {key} is more than {} arrays and objects deep", depth::DEEPEST),
            ));
        }
        if let Err(error) = read {
            let fault = if error.is_data() { Fault::NotAnObject } else { Fault::BadJson };
            return Err((fault, without_line(&error, line)));
        }
        let mut record = found.record;
        let html = found.html.filter(|html| *html != "null").map(Body::Html);
        let (body, field) = match (html, fields.html.as_deref()) {
            (Some(html), Some(field)) => (html, field),
            _ => match found.text.or(found.html) {
                Some("null") => (Body::Text(EMPTY), fields.text.as_str()),
                text => (text.map_or(Body::None, Body::Text), fields.text.as_str()),
            },
        };
        match body {
            Body::Html(raw) | Body::Text(raw) if raw.starts_with('"') => {}
            Body::None => return Err((Fault::MissingField, format!("there is no field {field:?}"))),
            Body::Html(_) | Body::Text(_) => {
                return Err((Fault::NotAString, format!("the field {field:?} is not a string")));
            }
        }
        if matches!(body, Body::Html(_)) && fields.text == "text" {
            found.other_text = found.text;
        }
        record.others.extend(found.other_text.map(|text| ("input_text", text)));
        for (path, slot, other) in [
            (&fields.id, &mut record.id, "input_id"),
            (&fields.url, &mut record.url, "input_url"),
            (&fields.title, &mut record.title, "input_title"),
            (&fields.date, &mut record.date, "input_date"),
        ] {
            let Some(path) = path else { continue };
            if let Some(value) = nested::find(line, path).filter(|value| *value != "null") {
                let before = slot.replace(value).filter(|before| !std::ptr::eq(*before, value));
                record.others.extend(before.map(|before| (other, before)));
            }
        }
        record.body = body;
        Ok(record)
    }
}

/// The text of a record that says it has none.
const EMPTY: &str = "\"\"";

#[derive(Default)]
struct ParsedFields<'a> {
    record: Record<'a>,
    text: Option<&'a str>,
    html: Option<&'a str>,
    other_text: Option<&'a str>,
    twice: Option<String>,
    deep: Option<String>,
}

struct Reader<'f, 'a> {
    fields: &'f Fields,
    found: &'f mut ParsedFields<'a>,
}

impl<'a> Visitor<'a> for Reader<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let ParsedFields { record, text, html, other_text, twice, deep } = self.found;
        let mut keys = Keys::default();
        while let Some(key) = map.next_key_seed(Raw)? {
            let value = map.next_value_seed(Raw)?;
            if depth::is_too_deep(value) {
                deep.get_or_insert_with(|| key.to_owned());
            }
            let name = decode_str(key).ok_or_else(|| A::Error::custom("a key that cannot be read"))?;
            let slot = match name.as_ref() {
                _ if name == self.fields.text.as_str() => &mut *text,
                _ if self.fields.html.as_deref() == Some(name.as_ref()) => &mut *html,
                "id" => &mut record.id,
                "text" => &mut *other_text,
                "source" => &mut record.source,
                "created" => &mut record.created,
                "url" => &mut record.url,
                "title" => &mut record.title,
                "author" => &mut record.author,
                "date" => &mut record.date,
                "language" => &mut record.language,
                "metadata" => &mut record.metadata,
                _ => {
                    if !keys.insert(name, &record.unknown) {
                        twice.get_or_insert_with(|| key.to_owned());
                    }
                    record.unknown.push((key, value));
                    continue;
                }
            };
            if slot.replace(value).is_some() {
                twice.get_or_insert_with(|| key.to_owned());
            }
        }
        if record.id == Some("null") {
            record.id = None;
        }
        Ok(())
    }
}

/// The unknown keys seen: few are compared one by one, many are hashed.
#[derive(Default)]
struct Keys<'a> {
    few: Vec<Cow<'a, str>>,
    many: FxHashSet<Cow<'a, str>>,
}

impl<'a> Keys<'a> {
    fn insert(&mut self, name: Cow<'a, str>, before: &[(&str, &str)]) -> bool {
        if before.len() < 16 {
            let new = !self.few.contains(&name);
            self.few.push(name);
            return new;
        }
        self.many.extend(self.few.drain(..));
        self.many.insert(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_apart() {
        let html = Fields { html: Some("page".to_owned()), ..Fields::default() };
        for (line, fields, fault) in [
            ("", &html, Fault::BadJson),
            ("{\"text\": \"a\"} x", &html, Fault::BadJson),
            ("{\"text\": \"a\"", &html, Fault::BadJson),
            ("[1]", &html, Fault::NotAnObject),
            ("\"text\"", &html, Fault::NotAnObject),
            (&format!("{{\"x\": {}1{}, \"text\": \"a\"}}", "[".repeat(127), "]".repeat(127)), &html, Fault::TooDeep),
            (&format!("{{\"metadata\": {}1{}}}", "{\"a\":".repeat(10_000), "}".repeat(10_000)), &html, Fault::TooDeep),
            ("{}", &html, Fault::MissingField),
            ("{\"text\": 1}", &html, Fault::NotAString),
            ("{\"page\": [], \"text\": \"a\"}", &html, Fault::NotAString),
            ("{\"text\": \"a\", \"te\\u0078t\": \"b\"}", &html, Fault::DuplicateKey),
            ("{\"text\": \"a\", \"k\": 1, \"\\u006b\": 2}", &html, Fault::DuplicateKey),
        ] {
            assert_eq!(Record::parse(line, fields).map_err(|(fault, _)| fault).err(), Some(fault), "{line}");
        }
    }

    #[test]
    fn many_brackets_are_not_deep() {
        let deepest = format!("{}1{}", "[".repeat(126), "]".repeat(126));
        for value in [&deepest, &format!("[{}]", "[],".repeat(500) + "{}"), &format!("[{:?}]", "[{\\\"".repeat(500))] {
            let line = format!("{{\"x\": {value}, \"text\": \"a\"}}");
            assert_eq!(Record::parse(&line, &Fields::default()).unwrap().unknown[0].1, value);
        }
    }

    #[test]
    fn a_key_twice_among_many_is_found() {
        let keys: Vec<String> = (0..100).chain([57]).map(|n| format!("\"k{n}\": 0")).collect();
        let line = format!("{{\"text\": \"\", {}}}", keys.join(", "));
        assert_eq!(
            Record::parse(&line, &Fields::default()).map_err(|(fault, _)| fault).err(),
            Some(Fault::DuplicateKey)
        );
    }

    #[test]
    fn html_goes_before_text_and_the_text_is_kept_aside() {
        let fields = Fields { html: Some("page".to_owned()), ..Fields::default() };
        let record = Record::parse(r#"{"page": "<p>", "text": "a"}"#, &fields).unwrap();
        assert_eq!((record.body, &record.others[..]), (Body::Html("\"<p>\""), &[("input_text", "\"a\"")][..]));
        let record = Record::parse(r#"{"page": null, "text": "a"}"#, &fields).unwrap();
        assert_eq!((record.body, record.others), (Body::Text("\"a\""), vec![]));
    }
}
