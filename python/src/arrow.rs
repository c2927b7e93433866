//! `clean_arrow`: Arrow in, Arrow out, batch by batch, through the Arrow PyCapsule interface. Columns that are not cleaned
//! are passed on as they are, without a copy.

use crate::{
    cleaned::Outcome,
    cleaner::{Known, clean, clean_bytes},
    errors::panic_message,
    pipeline::Pipeline,
    rows,
};
use arrow_array::{Array, ArrayRef, BinaryArray, LargeBinaryArray, LargeStringArray, StructArray, cast::AsArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields};
use pyo3::{
    exceptions::{PyKeyError, PyTypeError, PyValueError},
    prelude::*,
    types::PyCapsule,
};
use pyo3_arrow::{
    ffi::{ArrayReader, to_schema_pycapsule, to_stream_pycapsule},
    input::AnyArray,
};
use sarand::{cli::embed::Ready, lang::Lang};
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// A piece of work has about so many bytes of text, and so many rows at most.
const PIECE: usize = 512 * 1024;
const ROWS: usize = 2048;

/// Pieces that are begun, for each thread.
const AHEAD: usize = 3;

const SIGNALS: Duration = Duration::from_millis(50);

/// Which columns hold what.
#[derive(Clone)]
pub(crate) struct Columns {
    pub(crate) text: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) lang: Option<String>,
    /// The column of results.
    pub(crate) into: String,
    pub(crate) html: bool,
}

/// Arrow data that is made while it is read, which is possible once: see :meth:`Cleaner.clean_arrow`.
#[pyclass(frozen, module = "sarand")]
pub(crate) struct ArrowStream {
    field: FieldRef,
    reader: Mutex<Option<Box<dyn ArrayReader + Send>>>,
}

impl ArrowStream {
    pub(crate) fn new(
        ready: &Arc<Ready>,
        data: &Bound<'_, PyAny>,
        columns: Columns,
        wanted: Option<&Bound<'_, PyAny>>,
        threads: usize,
    ) -> PyResult<Self> {
        if !data.hasattr("__arrow_c_stream__")? && !data.hasattr("__arrow_c_array__")? {
            let kind = data.get_type().name()?;
            let said = format!(
                "data must be Arrow data (a table, batch, series or column that has __arrow_c_stream__ or __arrow_c_array__), not \
                 {kind}"
            );
            return Err(PyTypeError::new_err(said));
        }
        let wanted = wanted_fields(wanted)?;
        let input = data.extract::<AnyArray>()?.into_reader()?;
        let field = input.field();
        let layout = Layout::new(&field, columns, &wanted)?;
        let out = Arc::clone(&layout.out);
        let (ready, layout) = (Arc::clone(ready), Arc::new(layout));
        let by_thread = Arc::clone(&layout);
        let pipeline = Pipeline::new(threads, move |array: ArrayRef| by_thread.clean(&ready, &array));
        let stream = Stream { input: Some(input), layout, pipeline, pieces: VecDeque::new(), ahead: threads * AHEAD };
        Ok(Self { field: out, reader: Mutex::new(Some(Box::new(stream))) })
    }
}

/// The fields of the result: all, or those that are named.
fn wanted_fields(wanted: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<&'static str>> {
    let Some(wanted) = wanted else { return Ok(rows::FIELDS.to_vec()) };
    let Ok(wanted) = wanted.extract::<Vec<String>>() else {
        return Err(PyTypeError::new_err("fields must be a list of str"));
    };
    let mut fields = Vec::new();
    for name in &wanted {
        let Some(field) = rows::FIELDS.iter().copied().find(|field| field == name) else {
            let known = rows::FIELDS.join(", ");
            return Err(PyValueError::new_err(format!("fields: there is no field {name:?}; there are {known}")));
        };
        if fields.contains(&field) {
            return Err(PyValueError::new_err(format!("fields: {name:?} is there twice")));
        }
        fields.push(field);
    }
    if fields.is_empty() { Err(PyValueError::new_err("fields names no field")) } else { Ok(fields) }
}

/// How arrays are taken apart and put together.
struct Layout {
    /// The column of texts, those of addresses and languages; of an array without columns nothing.
    text: Option<usize>,
    url: Option<usize>,
    lang: Option<usize>,
    html: bool,
    fields: Fields,
    out: FieldRef,
}

impl Layout {
    fn new(field: &Field, columns: Columns, wanted: &[&str]) -> PyResult<Self> {
        let DataType::Struct(inputs) = field.data_type() else {
            if columns.text.is_some() || columns.url.is_some() || columns.lang.is_some() {
                return Err(PyValueError::new_err(
                    "column, url and lang name columns of a table, and this is one column",
                ));
            }
            check_text(field, "the data")?;
            let fields = rows::fields(wanted, is_large(field.data_type()));
            let out = Arc::new(Field::new(field.name(), DataType::Struct(fields.clone()), true));
            return Ok(Self { text: None, url: None, lang: None, html: columns.html, fields, out });
        };
        let find = |name: &str| {
            let names: Vec<&str> = inputs.iter().map(|field| field.name().as_str()).collect();
            let said = || PyKeyError::new_err(format!("there is no column {name:?}; there are {}", names.join(", ")));
            names.iter().position(|one| *one == name).ok_or_else(said)
        };
        let name = columns.text.as_deref().unwrap_or(if columns.html { "html" } else { "text" });
        let text = find(name)?;
        check_text(&inputs[text], &format!("column {name:?}"))?;
        if inputs.iter().any(|field| *field.name() == columns.into) {
            let into = &columns.into;
            let said = format!("there is a column {into:?} already; give the results another name by into=");
            return Err(PyValueError::new_err(said));
        }
        let fields = rows::fields(wanted, is_large(inputs[text].data_type()));
        let result = Arc::new(Field::new(&columns.into, DataType::Struct(fields.clone()), true));
        let all: Fields = inputs.iter().cloned().chain([result]).collect();
        let out = Field::new(field.name(), DataType::Struct(all), field.is_nullable())
            .with_metadata(field.metadata().clone());
        let of = |name: &Option<String>| name.as_deref().map(find).transpose();
        let (url, lang) = (of(&columns.url)?, of(&columns.lang)?);
        Ok(Self { text: Some(text), url, lang, html: columns.html, fields, out: Arc::new(out) })
    }

    /// Cleans the rows of an array, and puts the results beside them.
    fn clean(&self, ready: &Ready, array: &ArrayRef) -> Result<ArrayRef, ArrowError> {
        let table = array.as_struct_opt().filter(|_| self.text.is_some());
        let column = |at: Option<usize>| at.and_then(|at| table.map(|table| table.column(at)));
        let texts = Texts::of(column(self.text).unwrap_or(array))?;
        let text_column = |at| column(at).map(strings).transpose();
        let (urls, langs) = (text_column(self.url)?, text_column(self.lang)?);
        let value = |column: &Option<LargeStringArray>, row: usize| {
            column.as_ref().filter(|column| column.is_valid(row)).map(|column| column.value(row).to_owned())
        };
        let rows: Result<Vec<Option<Outcome>>, ArrowError> = (0..array.len())
            .map(|row| {
                let Some(content) = texts.get(row).filter(|_| array.is_valid(row)) else { return Ok(None) };
                let lang = value(&langs, row).and_then(|code| Lang::parse(&code));
                let known = Known { url: value(&urls, row), lang, html: self.html, ..Known::default() };
                let done = catch_unwind(AssertUnwindSafe(|| match content {
                    Content::Text(text) => clean(ready, text, &known, None),
                    Content::Bytes(bytes) => clean_bytes(ready, bytes, &known),
                }));
                let panicked = |panic: Box<dyn std::any::Any + Send>| {
                    ArrowError::ComputeError(panic_message(&*panic, content.bytes()))
                };
                done.map(Some).map_err(panicked)
            })
            .collect();
        let results = rows::array(&self.fields, &rows?)?;
        let Some(table) = table else { return Ok(Arc::new(results)) };
        let DataType::Struct(all) = self.out.data_type() else { return Ok(Arc::new(results)) };
        let columns = table.columns().iter().cloned().chain([Arc::new(results) as ArrayRef]).collect();
        Ok(Arc::new(StructArray::try_new(all.clone(), columns, table.nulls().cloned())?))
    }

    /// How many rows from `from` on make a piece of work.
    fn piece(&self, array: &ArrayRef, from: usize) -> usize {
        let all = array.len() - from;
        let table = array.as_struct_opt().filter(|_| self.text.is_some());
        let column = self.text.and_then(|at| table.map(|table| table.column(at))).unwrap_or(array);
        let rows = all.min(ROWS);
        let mean = column.get_buffer_memory_size() / column.len().max(1);
        rows.min((PIECE / mean.max(1)).max(1))
    }
}

fn is_large(kind: &DataType) -> bool {
    !matches!(kind, DataType::Utf8 | DataType::Binary)
}

/// Refuses a column that has no texts.
fn check_text(field: &Field, name: &str) -> PyResult<()> {
    let value = match field.data_type() {
        DataType::Dictionary(_, value) => value,
        other => other,
    };
    match value {
        // Of nulls alone the type is not known to those who made them.
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null => Ok(()),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => Ok(()),
        other => Err(PyTypeError::new_err(format!("{name} must hold strings or binaries, not {other}"))),
    }
}

fn strings(array: &ArrayRef) -> Result<LargeStringArray, ArrowError> {
    Ok(cast(array, &DataType::LargeUtf8)?.as_string::<i64>().clone())
}

/// The texts of a column, borrowed where it has them as they are.
enum Texts {
    Small(arrow_array::StringArray),
    Large(LargeStringArray),
    SmallBytes(BinaryArray),
    LargeBytes(LargeBinaryArray),
}

#[derive(Clone, Copy)]
enum Content<'a> {
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl<'a> Content<'a> {
    fn bytes(self) -> &'a [u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

impl Texts {
    fn of(array: &ArrayRef) -> Result<Self, ArrowError> {
        let value = match array.data_type() {
            DataType::Dictionary(_, value) => value,
            other => other,
        };
        Ok(match (array.data_type(), value) {
            (DataType::Utf8, _) => Self::Small(array.as_string().clone()),
            (DataType::Binary, _) => Self::SmallBytes(array.as_binary().clone()),
            (_, DataType::Binary | DataType::LargeBinary | DataType::BinaryView) => {
                Self::LargeBytes(cast(array, &DataType::LargeBinary)?.as_binary().clone())
            }
            _ => Self::Large(strings(array)?),
        })
    }

    fn get(&self, row: usize) -> Option<Content<'_>> {
        match self {
            Self::Small(texts) => texts.is_valid(row).then(|| Content::Text(texts.value(row))),
            Self::Large(texts) => texts.is_valid(row).then(|| Content::Text(texts.value(row))),
            Self::SmallBytes(bytes) => bytes.is_valid(row).then(|| Content::Bytes(bytes.value(row))),
            Self::LargeBytes(bytes) => bytes.is_valid(row).then(|| Content::Bytes(bytes.value(row))),
        }
    }
}

/// Reads ahead, and gives what is cleaned in order.
struct Stream {
    input: Option<Box<dyn ArrayReader + Send>>,
    layout: Arc<Layout>,
    pipeline: Pipeline<ArrayRef, Result<ArrayRef, ArrowError>>,
    /// Pieces of the last array that was read.
    pieces: VecDeque<ArrayRef>,
    ahead: usize,
}

impl Stream {
    /// Gives the threads work, as long as there is some.
    fn fill(&mut self) -> Result<(), ArrowError> {
        while self.pipeline.len() < self.ahead {
            if let Some(piece) = self.pieces.pop_front() {
                self.pipeline.push(piece);
                continue;
            }
            let Some(input) = &mut self.input else { return Ok(()) };
            let Some(array) = input.next() else {
                self.input = None;
                return Ok(());
            };
            let (array, mut from) = (array?, 0);
            while from < array.len() {
                let rows = self.layout.piece(&array, from);
                self.pieces.push_back(array.slice(from, rows));
                from += rows;
            }
        }
        Ok(())
    }
}

impl Iterator for Stream {
    type Item = Result<ArrayRef, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(error) = self.fill() {
            self.input = None;
            return Some(Err(error));
        }
        if self.pipeline.len() == 0 {
            return None;
        }
        loop {
            match self.pipeline.wait(SIGNALS) {
                Some(Ok(done)) => return Some(done),
                Some(Err(panic)) => return Some(Err(ArrowError::ComputeError(panic_message(&*panic, b"")))),
                // Whoever reads may or may not hold the interpreter's lock; only its main thread learns of Ctrl-C.
                None => {
                    if let Some(Err(error)) = Python::try_attach(|py| py.check_signals()) {
                        self.input = None;
                        return Some(Err(ArrowError::ExternalError(Box::new(error))));
                    }
                }
            }
        }
    }
}

impl ArrayReader for Stream {
    fn field(&self) -> FieldRef {
        Arc::clone(&self.layout.out)
    }
}

#[pymethods]
impl ArrowStream {
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner).take();
        let read = || PyValueError::new_err("this stream was read already; call clean_arrow again");
        Ok(to_stream_pycapsule(py, reader.ok_or_else(read)?, requested_schema)?)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, &*self.field)?)
    }

    fn __repr__(&self) -> String {
        format!("<sarand.ArrowStream: {}>", self.field.data_type())
    }
}
