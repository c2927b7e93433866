//! `documents.parquet`: the lines of `documents.jsonl` as a table.
//!
//! Ten columns of strings, compressed with Zstandard: `id` and `text` always hold a value (an id that is a number is
//! written as its digits), `source`, `created`, `url`, `title`, `author`, `date`, `language` may be null, and `meta` is a
//! JSON object of all other fields, `metadata` among them; null when there are none. A value of these columns that is no
//! string stands as JSON. Behind them come the columns of Parquet inputs, with their types ([`columns`]).
//!
//! ```
//! use sarand::write::parquet::Writer;
//! let mut writer = Writer::new(Vec::new(), &[])?;
//! writer.push(b"{\"id\":1,\"text\":\"A word.\",\"metadata\":{\"length\":7}}\n")?;
//! assert!(writer.finish()?.starts_with(b"PAR1"));
//! # Ok::<(), std::io::Error>(())
//! ```

pub mod columns;

use crate::read::{record, string};
use columns::{Cells, Input};
use parquet::{
    basic::{Compression, ZstdLevel},
    data_type::{ByteArray, ByteArrayType},
    errors::ParquetError,
    file::{properties::WriterProperties, writer::SerializedFileWriter},
    schema::{parser::parse_message_type, types::Type},
};
use std::{
    io::{self, Write},
    sync::Arc,
};

const SCHEMA: &str = "message document {
    required binary id (UTF8); required binary text (UTF8); optional binary source (UTF8);
    optional binary created (UTF8); optional binary url (UTF8); optional binary title (UTF8);
    optional binary author (UTF8); optional binary date (UTF8); optional binary language (UTF8);
    optional binary meta (UTF8);
}";

/// The columns, in the order of the schema.
const COLUMNS: [&str; 10] = ["id", "text", "source", "created", "url", "title", "author", "date", "language", "meta"];

/// How many of the first columns always hold a value.
const REQUIRED: usize = 2;

/// A row group is written when it has so many bytes …
const GROUP_BYTES: usize = 64 << 20;

/// … or so many rows.
const GROUP_ROWS: usize = 100_000;

/// Writes documents as Parquet. A row group is in memory at a time.
pub struct Writer<W: Write + Send> {
    file: SerializedFileWriter<W>,
    columns: [Column; COLUMNS.len()],
    /// Those of the inputs, with their names.
    inputs: Vec<(String, Cells)>,
    rows: usize,
    bytes: usize,
}

#[derive(Default)]
struct Column {
    values: Vec<ByteArray>,
    /// Whether a row has a value: 1 or 0.
    levels: Vec<i16>,
}

impl Column {
    fn push(&mut self, value: Option<Vec<u8>>) {
        self.levels.push(i16::from(value.is_some()));
        self.values.extend(value.map(ByteArray::from));
    }
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file that has the columns `inputs`, too.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn new(out: W, inputs: &[Input]) -> io::Result<Self> {
        let ours = parse_message_type(SCHEMA).map_err(io_error)?;
        let fields = ours.get_fields().iter().cloned().chain(inputs.iter().map(Input::schema)).collect();
        let schema = Type::group_type_builder(ours.name()).with_fields(fields).build().map_err(io_error)?;
        let schema = Arc::new(schema);
        let compression = Compression::ZSTD(ZstdLevel::try_new(3).map_err(io_error)?);
        let properties = WriterProperties::builder().set_compression(compression).build();
        let file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(io_error)?;
        let inputs = inputs.iter().map(|input| (input.name().to_owned(), Cells::new(input))).collect();
        Ok(Self { file, columns: Default::default(), inputs, rows: 0, bytes: 0 })
    }

    /// Adds whole lines of `documents.jsonl`.
    ///
    /// # Errors
    /// Those of `out`; a line that is no JSON object.
    pub fn push(&mut self, lines: &[u8]) -> io::Result<()> {
        for line in lines.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
            self.row(line)?;
            if self.bytes >= GROUP_BYTES || self.rows >= GROUP_ROWS {
                self.group()?;
            }
        }
        Ok(())
    }

    fn row(&mut self, line: &[u8]) -> io::Result<()> {
        let line = std::str::from_utf8(line).map_err(io::Error::other)?;
        let entries = record::entries(line).ok_or_else(|| io::Error::other("a line that is no JSON object"))?;
        let mut values: [Option<Vec<u8>>; COLUMNS.len()] = Default::default();
        let mut meta = Vec::new();
        let mut kept = vec![None; self.inputs.len()];
        for (key, value) in entries {
            let name = string::decode_str(key).unwrap_or_default();
            match COLUMNS[..COLUMNS.len() - 1].iter().position(|column| *column == name) {
                Some(_) if value == "null" => {}
                Some(at) => values[at] = Some(string::decode_str(value).as_deref().unwrap_or(value).into()),
                None => match self.inputs.iter().position(|(input, _)| *input == name).filter(|at| kept[*at].is_none())
                {
                    Some(at) => kept[at] = Some((key, value)),
                    None => more(&mut meta, key, value),
                },
            }
        }
        for ((_, cells), kept) in self.inputs.iter_mut().zip(kept) {
            if let (false, Some((key, value))) = (cells.push(kept.map(|(_, value)| value)), kept) {
                more(&mut meta, key, value);
            }
        }
        if !meta.is_empty() {
            meta.push(b'}');
            values[COLUMNS.len() - 1] = Some(meta);
        }
        for (at, (column, value)) in self.columns.iter_mut().zip(values).enumerate() {
            column.push(if at < REQUIRED { Some(value.unwrap_or_default()) } else { value });
        }
        self.rows += 1;
        self.bytes += line.len();
        Ok(())
    }

    fn group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(io_error)?;
        for (at, column) in self.columns.iter_mut().enumerate() {
            let Some(mut writer) = group.next_column().map_err(io_error)? else { break };
            let levels = (at >= REQUIRED).then_some(column.levels.as_slice());
            writer.typed::<ByteArrayType>().write_batch(&column.values, levels, None).map_err(io_error)?;
            writer.close().map_err(io_error)?;
            *column = Column::default();
        }
        for (_, cells) in &mut self.inputs {
            let Some(mut writer) = group.next_column().map_err(io_error)? else { break };
            cells.write(writer.untyped()).map_err(io_error)?;
            writer.close().map_err(io_error)?;
        }
        group.close().map_err(io_error)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    /// Writes what is left and the end of the file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn finish(mut self) -> io::Result<W> {
        if self.rows > 0 {
            self.group()?;
        }
        self.file.into_inner().map_err(io_error)
    }
}

/// Adds a field to `meta`, an object that is not closed.
fn more(meta: &mut Vec<u8>, key: &str, value: &str) {
    meta.push(if meta.is_empty() { b'{' } else { b',' });
    meta.extend_from_slice(key.as_bytes());
    meta.push(b':');
    meta.extend_from_slice(value.as_bytes());
}

fn io_error(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
