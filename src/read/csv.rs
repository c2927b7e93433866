//! The rows of a CSV or TSV file as JSON objects, named by the first row. What stands between its fields is given, or seen.
//!
//! RFC 4180, with any line ends, quoted or not. Values are strings, byte for byte; a row with more or fewer fields than
//! the first goes to quarantine as it stands. So does the first line of a row that is too long, as a quotation mark
//! without its partner makes one; reading then goes on at the next line. A file that does this often loses such rows whole.

use super::{
    BEGINNING, Limits, delimiter,
    input::Input,
    kind::SNIFFED,
    lines::StreamPosition,
    raw_record::{self, RawRecord, RawRecordKind, RecordReader},
    record::{Fault, FaultDetail},
};
use crate::plural::counted;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::Write;

/// How often a row that is too long is read again from its second line on.
const AGAIN: u32 = 16;

/// The rows of a file.
pub(super) struct Csv {
    input: Input,
    /// As it was given.
    given: Option<u8>,
    delimiter: u8,
    /// Knows the delimiter from [`Csv::begin`] on; it is dear to build, and reset for each row.
    reader: Reader,
    limits: Limits,
    /// The names of the fields, as JSON.
    names: Option<Vec<Vec<u8>>>,
    number: u64,
    /// How many rows were too long.
    long: u32,
    /// The bytes are not those of the file.
    without_positions: bool,
    /// The fields of the row, joined, and where they end.
    fields: Vec<u8>,
    ends: Vec<usize>,
}

/// How a row came out.
enum Row {
    Whole { bytes: usize, fields: usize },
    FaultDetail { bytes: usize, faulty: FaultDetail },
    End,
}

impl Csv {
    /// Reads tables by the delimiter that is `given`, else by the one that the first rows show; `named` is that of their kind.
    pub(super) fn new(input: Input, given: Option<u8>, named: u8, limits: Limits) -> Self {
        let (fields, ends) = (vec![0; 4096], vec![0; 64]);
        Self {
            input,
            given,
            delimiter: given.unwrap_or(named),
            reader: Reader::new(),
            limits,
            names: None,
            number: 0,
            long: 0,
            without_positions: false,
            fields,
            ends,
        }
    }

    /// The same for bytes that are not those of the file: reading cannot begin in the middle of it.
    pub(super) fn without_positions(self) -> Self {
        Self { without_positions: true, ..self }
    }

    /// Reads the names, and goes on with `input`, which is at `from`.
    pub(super) fn go_on(&mut self, input: Input, from: StreamPosition) {
        self.begin();
        if let Row::Whole { fields, .. } = self.row() {
            self.names = Some(self.take_names(fields));
        }
        (self.input, self.number) = (input, from.line.saturating_sub(1));
    }

    /// Passes over what stands before the names, and sees how fields are parted.
    fn begin(&mut self) {
        if self.input.fill(3) == b"\xef\xbb\xbf" {
            self.input.skip(3);
        }
        if self.given.is_none() {
            let head = self.input.fill(SNIFFED);
            let (delimiter, told) = delimiter::of(head, head.len() < SNIFFED, self.delimiter);
            self.delimiter = delimiter;
            self.input.skip(told);
        }
        self.reader = ReaderBuilder::new().delimiter(self.delimiter).build();
    }

    /// The row that was read, as names in JSON.
    fn take_names(&self, fields: usize) -> Vec<Vec<u8>> {
        let mut names = vec![Vec::new(); fields];
        (0..fields).for_each(|index| string(self.field(index), &mut names[index]));
        names
    }

    /// Reads the row that begins here; it is not taken.
    fn row(&mut self) -> Row {
        self.reader.reset();
        let (mut bytes, mut made, mut fields) = (0, 0, 0);
        loop {
            self.input.fill(bytes + 1);
            let rest = self.input.ahead();
            let end = rest.len();
            let (result, read, out, ends) =
                self.reader.read_record(&rest[bytes..], &mut self.fields[made..], &mut self.ends[fields..]);
            bytes += read;
            made += out;
            fields += ends;
            match result {
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::End => return Row::End,
                ReadRecordResult::InputEmpty | ReadRecordResult::Record => {
                    if bytes > self.limits.record {
                        let faulty = raw_record::too_long("more", &self.limits);
                        self.long += 1;
                        // How much was read of it is chance: its first line is looked for where everyone looks.
                        let beginning = self.input.fill(self.limits.record.max(BEGINNING));
                        let first = memchr::memchr(b'\n', beginning).filter(|_| self.long <= AGAIN);
                        return Row::FaultDetail { bytes: first.map_or(bytes, |end| end + 1), faulty };
                    }
                    if let ReadRecordResult::Record = result {
                        return Row::Whole { bytes, fields };
                    }
                    if bytes == end && self.input.fill(bytes + 1).len() == end && !self.input.ends() {
                        let Some(error) = self.input.broken() else { continue };
                        return Row::FaultDetail { bytes, faulty: raw_record::fault(&error) };
                    }
                }
            }
        }
    }

    fn field(&self, index: usize) -> &[u8] {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.fields[start..self.ends[index]]
    }

    fn write(&self, names: &[Vec<u8>], buffer: &mut Vec<u8>) {
        buffer.push(b'{');
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                buffer.push(b',');
            }
            buffer.extend_from_slice(name);
            buffer.push(b':');
            string(self.field(index), buffer);
        }
        buffer.push(b'}');
    }
}

impl RecordReader for Csv {
    fn next(&mut self, buffer: &mut Vec<u8>) -> Option<RawRecord> {
        let start = buffer.len();
        if self.number == 0 && self.names.is_none() {
            self.begin();
        }
        loop {
            let offset = self.input.offset();
            let (bytes, faulty) = match self.row() {
                Row::End => return None,
                Row::FaultDetail { bytes, faulty } => (bytes, Some(faulty)),
                Row::Whole { bytes, fields } => match &self.names {
                    None => {
                        self.names = Some(self.take_names(fields));
                        self.input.skip(bytes);
                        continue;
                    }
                    Some(names) if names.len() == fields => {
                        self.write(names, buffer);
                        (bytes, None)
                    }
                    Some(names) => {
                        let message = format!("{}, and {} in the first row", counted(fields, "field"), names.len());
                        (bytes, Some((Fault::BadRecord, message)))
                    }
                },
            };
            self.number += 1;
            let kind = match faulty {
                None => {
                    self.input.skip(bytes);
                    RawRecordKind::Row
                }
                Some(faulty) => {
                    let kept = bytes.min(BEGINNING);
                    self.input.take(kept, buffer);
                    self.input.skip(bytes - kept);
                    RawRecordKind::Faulty(faulty)
                }
            };
            let position = StreamPosition { offset, line: self.number };
            return Some(RawRecord { position, start, end: buffer.len(), kind });
        }
    }

    /// None where more than the names is to be known: how many rows were too long, and that the first was none of them.
    fn position(&self) -> Option<StreamPosition> {
        let only_names = self.names.is_some() && self.long == 0 && !self.input.failed() && !self.without_positions;
        only_names.then(|| StreamPosition { offset: self.input.offset(), line: self.number + 1 })
    }
}

/// Appends a JSON string; bytes that are no UTF-8 stay, for whoever decodes the row.
fn string(bytes: &[u8], out: &mut Vec<u8>) {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        // Writing to a `Vec` cannot fail, and a string can always be written.
        let _ = serde_json::to_writer(out, text);
        return;
    }
    out.push(b'"');
    for chunk in bytes.utf8_chunks() {
        let start = out.len();
        let _ = serde_json::to_writer(&mut *out, chunk.valid());
        out.remove(start);
        out.pop();
        let _ = out.write_all(chunk.invalid());
    }
    out.push(b'"');
}
