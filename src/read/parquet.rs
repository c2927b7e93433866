//! The rows of a Parquet file as JSON objects.
//!
//! Values become JSON as [`super::parquet_value`] says. Where a row group cannot be read
//! on, that is one faulty record and reading goes on at the next group. The decoder of the `parquet` crate is known to
//! panic on damaged files; that is caught here.

use super::{
    Limits,
    lines::StreamPosition,
    parquet_value,
    raw_record::{self, RawRecord, RawRecordKind, RecordReader},
    record::Fault,
};
use parquet::{
    errors::ParquetError,
    file::reader::{FileReader, SerializedFileReader},
    record::{
        Field, Row,
        reader::{ReaderIter, TreeBuilder},
    },
    schema::types::TypePtr,
};
use std::{
    fs::File,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
};

/// The rows of a file.
pub(super) struct Parquet {
    reader: SerializedFileReader<File>,
    limits: Limits,
    group: usize,
    rows: Option<ReaderIter>,
    number: u64,
}

impl Parquet {
    pub(super) fn new(file: File, limits: Limits) -> io::Result<Self> {
        let reader = caught(|| SerializedFileReader::new(file)).map_err(io::Error::other)?;
        Ok(Self { reader, limits, group: 0, rows: None, number: 0 })
    }

    fn row(&mut self) -> Option<Result<Row, String>> {
        loop {
            if let Some(rows) = &mut self.rows {
                let next = caught(|| rows.next().transpose());
                match next {
                    Ok(Some(row)) => return Some(Ok(row)),
                    Ok(None) => self.rows = None,
                    Err(error) => {
                        self.rows = None;
                        return Some(Err(format!("row group {}: {error}", self.group)));
                    }
                }
            }
            if self.group >= self.reader.num_row_groups() {
                return None;
            }
            let group = self.group;
            self.group += 1;
            let opened = caught(|| {
                let group = self.reader.get_row_group(group)?;
                let schema = self.reader.metadata().file_metadata().schema_descr_ptr();
                TreeBuilder::new().as_iter(schema, &*group)
            });
            match opened {
                Ok(rows) => self.rows = Some(rows),
                Err(error) => return Some(Err(format!("row group {}: {error}", self.group))),
            }
        }
    }
}

impl RecordReader for Parquet {
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<RawRecord> {
        let row = self.row()?;
        let start = buffer.len();
        self.number += 1;
        let schema = self.reader.metadata().file_metadata().schema();
        // A decimal can be such that its crate panics, too.
        let written = row.and_then(|row| caught(|| Ok(write(&row, schema.get_fields(), buffer)))?);
        let kind = match written {
            Ok(()) if buffer.len() - start > self.limits.record => {
                let length = buffer.len() - start;
                buffer.truncate(start + super::BEGINNING.min(length));
                RawRecordKind::Faulty(raw_record::too_long(length, &self.limits))
            }
            Ok(()) => RawRecordKind::Row,
            Err(message) => {
                buffer.truncate(start);
                RawRecordKind::Faulty((Fault::BadRecord, message))
            }
        };
        let position = StreamPosition { offset: 0, line: self.number };
        Some(RawRecord { position, start, end: buffer.len(), kind })
    }
}

/// What `read` gives; a panic becomes an error.
fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("it cannot be decoded".to_owned()),
    }
}

fn write(row: &Row, columns: &[TypePtr], buffer: &mut Vec<u8>) -> Result<(), String> {
    buffer.push(b'{');
    for (index, ((name, field), column)) in row.get_column_iter().zip(columns).enumerate() {
        if index > 0 {
            buffer.push(b',');
        }
        serde_json::to_writer(&mut *buffer, name).map_err(|error| error.to_string())?;
        buffer.push(b':');
        let written = match field {
            Field::Str(text) => serde_json::to_writer(&mut *buffer, text),
            other => serde_json::to_writer(&mut *buffer, &parquet_value::json(other, column)),
        };
        written.map_err(|error| error.to_string())?;
    }
    buffer.push(b'}');
    Ok(())
}
