//! Pieces of JSON Schemas.

use serde_json::{Map, Value, json};

/// A field: name, schema, meaning. The name of one that need not be there ends in `?`.
pub(crate) type Field<'a> = (&'a str, Value, &'a str);

/// An object of these fields, and of no others.
pub(crate) fn object(fields: &[Field<'_>]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema, meaning) in fields {
        let mut schema = schema.clone();
        if !meaning.is_empty() {
            schema["description"] = json!(meaning);
        }
        if !name.ends_with('?') {
            required.push(*name);
        }
        properties.insert(name.trim_end_matches('?').to_owned(), schema);
    }
    let mut object = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// The same, with any other fields too.
pub(crate) fn open_object(fields: &[Field<'_>]) -> Value {
    let mut object = object(fields);
    object["additionalProperties"] = json!(true);
    object
}

pub(crate) fn list(of: Value) -> Value {
    json!({"type": "array", "items": of})
}

pub(crate) fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> Value {
    json!({"type": "string", "enum": names.into_iter().collect::<Vec<_>>()})
}

pub(crate) fn string() -> Value {
    json!({"type": "string"})
}

pub(crate) fn count() -> Value {
    json!({"type": "integer", "minimum": 0})
}

pub(crate) fn from_one() -> Value {
    json!({"type": "integer", "minimum": 1})
}

pub(crate) fn share() -> Value {
    json!({"type": "number", "minimum": 0, "maximum": 1})
}

pub(crate) fn boolean() -> Value {
    json!({"type": "boolean"})
}

/// Anything, but nearly always a string.
pub(crate) fn usually_string() -> Value {
    json!({})
}

/// Values by name; `names` are all there are.
pub(crate) fn by_name<'a>(names: impl IntoIterator<Item = &'a str>, value: Value) -> Value {
    let names: Vec<&str> = names.into_iter().collect();
    json!({"type": "object", "propertyNames": {"enum": names}, "additionalProperties": value})
}

/// Values by a name that is not of a closed set.
pub(crate) fn by_any(value: Value) -> Value {
    json!({"type": "object", "additionalProperties": value})
}

pub(crate) fn hash() -> Value {
    json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
}
