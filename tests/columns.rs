//! `documents.parquet` has the other columns of Parquet inputs, with their types and values.
#![cfg(feature = "parquet")]

use crate::common::Crawl;
use parquet::{
    data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type},
    file::{
        properties::WriterProperties,
        reader::{FileReader, SerializedFileReader},
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    record::Field,
    schema::parser::parse_message_type,
};
use std::{fs::File, sync::Arc};

fn column<T: DataType>(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, values: &[T::T], levels: Option<&[i16]>) {
    let mut writer = group.next_column().unwrap().unwrap();
    writer.typed::<T>().write_batch(values, levels, None).unwrap();
    writer.close().unwrap();
}

/// Two rows; `views` is an `int32` or, in another file, a string.
fn table(views: &str) -> Vec<u8> {
    let schema = format!(
        "message rows {{ required binary body (UTF8); required {views}; optional double share; \
         required int64 seen (TIMESTAMP_MICROS); required binary meta (UTF8); }}"
    );
    let schema = Arc::new(parse_message_type(&schema).unwrap());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(WriterProperties::default())).unwrap();
    let mut group = file.next_row_group().unwrap();
    let text = |text: &str| ByteArray::from(text);
    column::<ByteArrayType>(&mut group, &[text("The ferry left."), text("The pier is closed.")], None);
    match views.starts_with("int32") {
        true => column::<Int32Type>(&mut group, &[12, -3], None),
        false => column::<ByteArrayType>(&mut group, &[text("many"), text("few")], None),
    }
    column::<DoubleType>(&mut group, &[0.25], Some(&[1, 0]));
    column::<Int64Type>(&mut group, &[1_714_557_600_000_000, 0], None);
    column::<ByteArrayType>(&mut group, &[text("own"), text("own")], None);
    group.close().unwrap();
    file.into_inner().unwrap()
}

fn rows(crawl: &Crawl, name: &str) -> Vec<Vec<(String, Field)>> {
    let reader = SerializedFileReader::new(File::open(crawl.out(name)).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap().map(Result::unwrap);
    rows.map(|row| row.get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect()).collect()
}

fn field<'r>(row: &'r [(String, Field)], name: &str) -> &'r Field {
    &row.iter().find(|(column, _)| column == name).unwrap().1
}

#[test]
fn columns_keep_their_types_and_values() {
    let crawl = Crawl::new(&[("a.parquet", &table("int32 views"))]);
    let want = |row: &[(String, Field)]| {
        assert_eq!(field(row, "views"), &Field::Int(12));
        assert_eq!(field(row, "share"), &Field::Double(0.25));
        assert_eq!(field(row, "seen"), &Field::TimestampMicros(1_714_557_600_000_000));
        assert!(row.iter().all(|(name, _)| name != "body"), "it is cleaned to `text`");
        let Field::Str(meta) = field(row, "meta") else { panic!("no meta") };
        assert!(meta.contains("\"meta\":\"own\"") && !meta.contains("views"), "{meta}");
    };
    assert_eq!(crawl.clean(&["--format", "parquet", "--text-column", "body"]).code, 0);
    let written = rows(&crawl, "out/documents.parquet");
    want(&written[0]);
    assert_eq!((field(&written[1], "views"), field(&written[1], "share")), (&Field::Int(-3), &Field::Null));
    assert_eq!(crawl.clean_to("one.parquet", &["--text-column", "body"]).code, 0);
    want(&rows(&crawl, "one.parquet")[0]);
}

#[test]
fn a_column_of_two_types_stays_json() {
    let crawl = Crawl::new(&[
        ("a.parquet", &table("int32 views")),
        ("b.parquet", &table("binary views (UTF8)")),
        ("c.jsonl", b"{\"body\": \"Fog.\", \"share\": \"half\"}\n"),
    ]);
    assert_eq!(crawl.clean(&["--format", "parquet", "--text-column", "body"]).code, 0);
    let written = rows(&crawl, "out/documents.parquet");
    assert_eq!(written.len(), 5);
    for (row, views) in written.iter().zip(["12", "-3", "\"many\"", "\"few\""]) {
        let Field::Str(meta) = field(row, "meta") else { panic!("no meta") };
        assert!(meta.contains(&format!("\"views\":{views}")), "{meta}");
    }
    // A value that does not fit its column is not lost.
    let Field::Str(meta) = field(&written[4], "meta") else { panic!("no meta") };
    assert_eq!(field(&written[4], "share"), &Field::Null);
    assert!(meta.contains("\"share\":\"half\""), "{meta}");
}
