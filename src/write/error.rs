//! A line in the place of a document that there is none of, for a filter: `{"id", "error"}`.

use super::{Id, json};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Appends a line.
pub fn write(out: &mut Vec<u8>, id: Id<'_>, reason: &str, detail: &str) {
    out.extend_from_slice(b"{\"id\":");
    id.write(out);
    out.extend_from_slice(b",\"error\":");
    json::string(out, &format!("{reason}: {detail}"));
    out.extend_from_slice(b"}\n");
}

#[derive(Deserialize)]
struct OnlyId<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
}

/// The id that a record says itself, as raw JSON, when it can be read although the record cannot be used.
#[must_use]
pub fn own_id(record: &[u8]) -> Option<&str> {
    // A list would be taken for an object whose fields have no names.
    if !record.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    serde_json::from_slice::<OnlyId<'_>>(record).ok()?.id.map(RawValue::get)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_keeps_its_own_id() {
        assert_eq!(own_id(br#"{"id": [1,  "a"], "text": 7}"#), Some(r#"[1,  "a"]"#));
        assert_eq!(own_id(br#"{"id": null}"#), None);
        assert_eq!(own_id(b"{\"id\": 1"), None);
        assert_eq!((own_id(b"7"), own_id(b"[1]")), (None, None));
        let mut out = Vec::new();
        write(&mut out, Id::Line("a\"b", 3), "bad_json", "x");
        assert_eq!(out, b"{\"id\":\"a\\\"b#3\",\"error\":\"bad_json: x\"}\n");
    }
}
