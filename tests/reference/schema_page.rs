//! The page that shows all schemas as tables.

use super::{
    markdown::{MADE, cell, code, table},
    schemas::Schema,
};
use serde_json::Value;
use std::fmt::Write as _;

/// The page that shows all of them.
pub(crate) fn page(schemas: &[Schema]) -> String {
    let mut out = format!(
        "# Schemas\n\n{MADE}\nEach output of the program has a [JSON Schema](https://json-schema.org). A test validates real outputs \
         with them. The tables below show the same fields. A field marked with `?` is not always there. [Outputs](../outputs.md) \
         explains the files. A record of the input may bring fields and `metadata` of its own, which are copied as they are.\n\n\
         The schemas of rule files make an editor complete and check them: see [Rules](../rules.md#check-rule-files-in-an-editor).\n\n"
    );
    let rows: Vec<_> = schemas
        .iter()
        .map(|schema| {
            let file = schema.file;
            vec![format!("[{file}](schemas/{file})"), cell(schema.json["description"].as_str().unwrap())]
        })
        .collect();
    out.push_str(&table(&["schema", "what it describes"], &rows));
    for schema in schemas {
        write!(
            out,
            "## {}\n\n{}\n\n",
            schema.json["title"].as_str().unwrap(),
            cell(schema.json["description"].as_str().unwrap())
        )
        .unwrap();
        let kinds =
            schema.json.get("anyOf").and_then(Value::as_array).cloned().unwrap_or_else(|| vec![schema.json.clone()]);
        for (at, kind) in kinds.iter().enumerate() {
            if kinds.len() > 1 {
                write!(out, "{} of {} kinds:\n\n", at + 1, kinds.len()).unwrap();
            }
            let mut rows = Vec::new();
            fields(&mut rows, "", kind);
            out.push_str(&table(&["field", "type", "what it is"], &rows));
        }
    }
    out
}

/// A row for each field of an object, and for those of the objects in it.
fn fields(rows: &mut Vec<Vec<String>>, path: &str, object: &Value) {
    let Some(properties) = object.get("properties").and_then(Value::as_object) else { return };
    let required: Vec<&str> =
        object.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, schema) in properties {
        let mark = if required.contains(&name.as_str()) { "" } else { "?" };
        let meaning = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        rows.push(vec![code(&format!("{path}{name}{mark}")), kind(schema), cell(meaning)]);
        fields(rows, &format!("{path}{name}."), schema);
        if let Some(items) = schema.get("items") {
            fields(rows, &format!("{path}{name}[]."), items);
        }
        if let Some(values) = schema.get("additionalProperties").filter(|values| values.is_object()) {
            fields(rows, &format!("{path}{name}.*."), values);
        }
    }
}

fn kind(schema: &Value) -> String {
    const SHOWN: usize = 12;
    if let Some(names) = schema.get("enum").and_then(Value::as_array) {
        return match names.len() {
            ..=SHOWN => names.iter().map(|name| code(name.as_str().unwrap())).collect::<Vec<_>>().join(", "),
            _ => "a name".to_owned(),
        };
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("array") => format!("list of {}", plural(&kind(&schema["items"]))),
        Some("integer") => "number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some(name) => name.to_owned(),
        None if schema.get("const").is_some() => code(&schema["const"].to_string()),
        None => "any".to_owned(),
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "string" | "number" | "object" => format!("{kind}s"),
        "a name" => "names".to_owned(),
        _ => kind.to_owned(),
    }
}
