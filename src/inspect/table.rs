//! Documents in a Parquet file: rows from the beginning, and one by its number.
//!
//! Only the columns that are asked for are read, and pages before a row are passed over. The decoder of the `parquet` crate is
//! known to panic on damaged files; that is caught here.

use super::parts::FilePart;
use crate::error::Error;
use parquet::{
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::{ByteArray, ByteArrayType},
    errors::ParquetError,
    file::reader::{FileReader, RowGroupReader, SerializedFileReader},
    record::reader::RowIter,
    schema::types::Type,
};
use serde_json::{Map, Value};
use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
};

/// The columns of strings that a run writes, in this order.
pub(super) const COLUMNS: [&str; 10] =
    ["id", "text", "source", "created", "url", "title", "author", "date", "language", "meta"];

/// The values of some columns in one row, in the order in which they were asked for.
pub(super) type Cells = Vec<Option<ByteArray>>;

/// A file of documents.
pub(super) struct Table {
    path: PathBuf,
    reader: SerializedFileReader<File>,
}

/// Where reading the rows of a table is.
#[derive(Default)]
pub(super) struct Rows {
    /// The next group, and the columns of the one that is being read.
    group: usize,
    columns: Vec<ColumnReaderImpl<ByteArrayType>>,
    left: usize,
    /// The number of the next row, from 0.
    pub(super) next: u64,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rows({})", self.next)
    }
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Table({})", self.path.display())
    }
}

impl Table {
    pub(super) fn open(part: &FilePart) -> Result<Self, Error> {
        let path = part.path.clone();
        let file = File::open(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
        let reader = caught(|| SerializedFileReader::new(file));
        let reader = reader.map_err(|why| Error::Usage(format!("{}: {why}", path.display())))?;
        Ok(Self { path, reader })
    }

    /// The number of its rows.
    pub(super) fn len(&self) -> u64 {
        self.reader.metadata().file_metadata().num_rows().try_into().unwrap_or(0)
    }

    fn damaged(&self, row: u64, why: &str) -> Error {
        Error::Usage(format!("{}: row {row}: {why}", self.path.display()))
    }

    /// The next rows, `want` at most; none at the end. A group that cannot be read is an error, and passed over.
    pub(super) fn rows(&self, rows: &mut Rows, columns: &[&str], want: usize) -> Result<Vec<Cells>, Error> {
        while rows.left == 0 {
            if rows.group >= self.reader.num_row_groups() {
                return Ok(Vec::new());
            }
            let group = rows.group;
            rows.group += 1;
            let opened = caught(|| {
                let group = self.reader.get_row_group(group)?;
                let count = group.metadata().num_rows().try_into().unwrap_or(0);
                Ok((columns.iter().map(|name| strings(&*group, name)).collect::<Result<Vec<_>, _>>()?, count))
            });
            match opened {
                Ok((columns, count)) => (rows.columns, rows.left) = (columns, count),
                Err(why) => return Err(self.lost(rows, group, &why)),
            }
        }
        let count = want.min(rows.left);
        let read = caught(|| rows.columns.iter_mut().map(|column| cells(column, count)).collect::<Result<Vec<_>, _>>());
        let columns = read.map_err(|why| self.lost(rows, rows.group - 1, &why))?;
        rows.left -= count;
        rows.next += count as u64;
        let mut columns: Vec<_> = columns.into_iter().map(Vec::into_iter).collect();
        Ok((0..count).map(|_| columns.iter_mut().map(|column| column.next().flatten()).collect()).collect())
    }

    /// Goes on behind a group.
    fn lost(&self, rows: &mut Rows, group: usize, why: &str) -> Error {
        let error = self.damaged(rows.next, why);
        let counts = self.reader.metadata().row_groups().iter().take(group + 1);
        rows.next = counts.map(|group| u64::try_from(group.num_rows()).unwrap_or(0)).sum();
        rows.left = 0;
        error
    }

    /// The group of a row, and the rows before it there.
    fn find(&self, row: u64) -> Result<(usize, usize), Error> {
        let mut left = row;
        for (number, group) in self.reader.metadata().row_groups().iter().enumerate() {
            let count = u64::try_from(group.num_rows()).unwrap_or(0);
            if left < count {
                return Ok((number, left as usize));
            }
            left -= count;
        }
        Err(self.damaged(row, "there is no such row"))
    }

    /// The values of some columns of strings in one row.
    pub(super) fn row(&self, row: u64, columns: &[&str]) -> Result<Cells, Error> {
        let (group, before) = self.find(row)?;
        let read = caught(|| {
            let group = self.reader.get_row_group(group)?;
            let one = |name: &&str| {
                let mut column = strings(&*group, name)?;
                column.skip_records(before)?;
                Ok(cells(&mut column, 1)?.pop().flatten())
            };
            columns.iter().map(one).collect::<Result<Cells, ParquetError>>()
        });
        read.map_err(|why| self.damaged(row, &why))
    }

    /// The texts of some rows that follow each other.
    pub(super) fn texts(&self, row: u64, count: usize) -> Result<Vec<Vec<u8>>, Error> {
        let mut texts = Vec::with_capacity(count);
        while texts.len() < count {
            let at = row + texts.len() as u64;
            let (group, before) = self.find(at)?;
            let read = caught(|| {
                let group = self.reader.get_row_group(group)?;
                let left = usize::try_from(group.metadata().num_rows()).unwrap_or(0) - before;
                let mut column = strings(&*group, "text")?;
                column.skip_records(before)?;
                cells(&mut column, left.min(count - texts.len()))
            });
            let read = read.map_err(|why| self.damaged(at, &why))?;
            texts.extend(read.into_iter().map(|cell| cell.map(|cell| cell.data().to_vec()).unwrap_or_default()));
        }
        Ok(texts)
    }

    /// The values of the other columns in one row: those of the inputs.
    pub(super) fn others(&self, row: u64) -> Result<Map<String, Value>, Error> {
        let schema = self.reader.metadata().file_metadata().schema();
        let others = schema.get_fields().iter().filter(|field| !COLUMNS.contains(&field.name())).cloned();
        let others: Vec<_> = others.collect();
        if others.is_empty() {
            return Ok(Map::new());
        }
        let (group, before) = self.find(row)?;
        let read = caught(|| {
            let projection = Type::group_type_builder(schema.name()).with_fields(others).build()?;
            let group = self.reader.get_row_group(group)?;
            let row = RowIter::from_row_group(Some(projection), &*group)?.nth(before).transpose()?;
            let Some(row) = row else { return Ok(Map::new()) };
            Ok(row.get_column_iter().map(|(name, field)| (name.clone(), field.to_json_value())).collect())
        });
        read.map_err(|why| self.damaged(row, &why))
    }
}

/// The reader of a column of strings.
fn strings(group: &dyn RowGroupReader, name: &str) -> Result<ColumnReaderImpl<ByteArrayType>, ParquetError> {
    let schema = group.metadata().schema_descr();
    let found = (0..schema.num_columns()).find(|at| schema.column(*at).path().parts() == [name]);
    let at = found.ok_or_else(|| ParquetError::General(format!("no column `{name}`")))?;
    match group.get_column_reader(at)? {
        ColumnReader::ByteArrayColumnReader(reader) => Ok(reader),
        _ => Err(ParquetError::General(format!("the column `{name}` holds no strings"))),
    }
}

/// The next `count` values of a column.
fn cells(column: &mut ColumnReaderImpl<ByteArrayType>, count: usize) -> Result<Vec<Option<ByteArray>>, ParquetError> {
    let (mut cells, mut values, mut levels) = (Vec::with_capacity(count), Vec::new(), Vec::new());
    while cells.len() < count {
        values.clear();
        levels.clear();
        let (read, _, _) = column.read_records(count - cells.len(), Some(&mut levels), None, &mut values)?;
        if read == 0 {
            return Err(ParquetError::General("a column is shorter than the others".to_owned()));
        }
        let mut values = values.drain(..);
        if levels.is_empty() {
            cells.extend(values.by_ref().map(Some));
        } else {
            cells.extend(levels.iter().map(|level| if *level > 0 { values.next() } else { None }));
        }
    }
    Ok(cells)
}

/// What `read` gives; a panic becomes an error.
fn caught<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("it cannot be decoded".to_owned()),
    }
}
