//! Cleaned documents as an Arrow struct array.

use crate::cleaned::Outcome;
use arrow_array::{
    ArrayRef, StructArray,
    builder::{Float32Builder, Int64Builder, LargeStringBuilder, ListBuilder, StringBuilder, StructBuilder},
};
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};
use std::sync::Arc;

/// The fields of the struct, in their order.
pub(crate) const FIELDS: [&str; 9] =
    ["text", "title", "date", "language", "metadata", "flags", "lines_removed", "removals", "edits"];

/// The type of the struct: its fields by name, those of `wanted`. Texts are as long as those of the input can be.
pub(crate) fn fields(wanted: &[&str], large: bool) -> Fields {
    let text = if large { DataType::LargeUtf8 } else { DataType::Utf8 };
    let list = |item: DataType| DataType::List(Arc::new(Field::new_list_field(item, true)));
    let of = |name: &str| match name {
        "text" => text.clone(),
        "flags" => list(DataType::Utf8),
        "lines_removed" => DataType::Int64,
        "removals" => list(DataType::Struct(removal_fields())),
        "edits" => list(DataType::Struct(edit_fields())),
        _ => DataType::Utf8,
    };
    wanted.iter().map(|name| Field::new(*name, of(name), true)).collect()
}

fn removal_fields() -> Fields {
    let field = |name, kind| Field::new(name, kind, true);
    Fields::from(vec![
        field("start", DataType::Int64),
        field("end", DataType::Int64),
        field("text", DataType::Utf8),
        field("rule", DataType::Utf8),
        field("chance", DataType::Float32),
    ])
}

fn edit_fields() -> Fields {
    let field = |name, kind| Field::new(name, kind, true);
    Fields::from(vec![
        field("start", DataType::Int64),
        field("end", DataType::Int64),
        field("was", DataType::Utf8),
        field("now", DataType::Utf8),
        field("repair", DataType::Utf8),
    ])
}

/// The struct array of some documents; `None` where there was none.
pub(crate) fn array(fields: &Fields, rows: &[Option<Outcome>]) -> Result<StructArray, ArrowError> {
    let columns = fields.iter().map(|field| column(field, rows)).collect();
    let valid = rows.iter().map(Option::is_some).collect();
    StructArray::try_new(fields.clone(), columns, Some(valid))
}

fn column(field: &FieldRef, rows: &[Option<Outcome>]) -> ArrayRef {
    let texts = |get: &dyn Fn(&Outcome) -> Option<String>| -> ArrayRef {
        let mut builder = StringBuilder::new();
        rows.iter().for_each(|row| builder.append_option(row.as_ref().and_then(get)));
        Arc::new(builder.finish())
    };
    match (field.name().as_str(), field.data_type()) {
        ("text", DataType::LargeUtf8) => {
            let mut builder = LargeStringBuilder::with_capacity(rows.len(), bytes(rows));
            rows.iter().for_each(|row| builder.append_option(row.as_ref().map(Outcome::written)));
            Arc::new(builder.finish())
        }
        ("text", _) => {
            let mut builder = StringBuilder::with_capacity(rows.len(), bytes(rows));
            rows.iter().for_each(|row| builder.append_option(row.as_ref().map(Outcome::written)));
            Arc::new(builder.finish())
        }
        ("title", _) => texts(&|row| row.title().map(str::to_owned)),
        ("date", _) => texts(&|row| row.found("date").map(str::to_owned)),
        ("language", _) => texts(&|row| Some(row.lang.clone())),
        ("metadata", _) => texts(&|row| Some(row.metadata())),
        ("lines_removed", _) => {
            let mut builder = Int64Builder::new();
            rows.iter().for_each(|row| builder.append_option(row.as_ref().map(|row| row.lines_removed as i64)));
            Arc::new(builder.finish())
        }
        ("flags", _) => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for row in rows {
                if let Some(row) = row {
                    row.flags.iter().for_each(|flag| builder.values().append_value(flag.name()));
                }
                builder.append(row.is_some());
            }
            Arc::new(builder.finish())
        }
        ("removals", _) => {
            let mut builder = ListBuilder::new(StructBuilder::from_fields(removal_fields(), 0));
            for row in rows {
                if let Some(row) = row {
                    for (start, end, removal) in row.removals() {
                        let texts = [removal.span.slice(&row.original), &removal.rule];
                        put(builder.values(), [start, end], &texts);
                        if let Some(chance) = builder.values().field_builder::<Float32Builder>(4) {
                            chance.append_option(removal.chance);
                        }
                        builder.values().append(true);
                    }
                }
                builder.append(row.is_some());
            }
            Arc::new(builder.finish())
        }
        _ => {
            let mut builder = ListBuilder::new(StructBuilder::from_fields(edit_fields(), 0));
            for row in rows {
                if let Some(row) = row {
                    for (start, end, edit) in row.edits() {
                        let texts = [edit.span.slice(&row.original), &edit.now, &edit.repair];
                        put(builder.values(), [start, end], &texts);
                        builder.values().append(true);
                    }
                }
                builder.append(row.is_some());
            }
            Arc::new(builder.finish())
        }
    }
}

/// Appends a span, and texts behind it.
fn put(builder: &mut StructBuilder, span: [usize; 2], texts: &[&str]) {
    for (at, number) in span.into_iter().enumerate() {
        if let Some(numbers) = builder.field_builder::<Int64Builder>(at) {
            numbers.append_value(number as i64);
        }
    }
    for (at, text) in (2..).zip(texts) {
        if let Some(strings) = builder.field_builder::<StringBuilder>(at) {
            strings.append_value(text);
        }
    }
}

fn bytes(rows: &[Option<Outcome>]) -> usize {
    rows.iter().flatten().map(|row| row.written().len()).sum()
}
