//! What stands in a JSON object, as it stands there: keys and values that nobody has decoded.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Reads any value as the JSON that stands there.
pub(crate) struct Raw;

impl<'a> DeserializeSeed<'a> for Raw {
    type Value = &'a str;

    fn deserialize<D: Deserializer<'a>>(self, json: D) -> Result<&'a str, D::Error> {
        <&RawValue as serde::Deserialize>::deserialize(json).map(RawValue::get)
    }
}

/// The keys (in quotation marks) and values of a raw JSON object; `None` when it is none.
#[must_use]
pub fn entries(raw: &str) -> Option<Vec<(&str, &str)>> {
    struct Entries;
    impl<'a> Visitor<'a> for Entries {
        type Value = Vec<(&'a str, &'a str)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut all = Vec::with_capacity(8);
            while let Some(entry) = map.next_entry_seed(Raw, Raw)? {
                all.push(entry);
            }
            Ok(all)
        }
    }
    if !raw.starts_with('{') {
        return None;
    }
    let mut json = serde_json::Deserializer::from_str(raw);
    let entries = json.deserialize_map(Entries).ok()?;
    json.end().ok()?;
    Some(entries)
}
