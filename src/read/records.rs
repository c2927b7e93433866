//! The records of a source of many, of whatever kind: lines of JSONL in chunks, all else one by one.
//!
//! How JSON is laid out, and whether it is UTF-16, is seen when it is opened.

use super::{
    Format, Source, SourceOrigin, arc,
    archive::Archive,
    csv,
    input::Input,
    json::{self, Json, JsonLayout},
    lines::{ChunkReader, StreamPosition},
    raw_record::RecordReader,
    sniffed_stream::SniffedStream,
    stream, tar, utf16, warc,
};
use std::{
    fs::File,
    io::{self, Seek, Write},
    sync::{Arc, atomic::AtomicU64},
};

/// A source of many records that is being read.
pub enum Records {
    /// Lines of JSON.
    Lines(ChunkReader),
    /// Others.
    Others(Box<dyn RecordReader>),
}

impl Records {
    /// Opens a source at the beginning, or at a place that [`Records::position`] said. `fill` as of [`ChunkReader::new`].
    ///
    /// # Errors
    /// As of [`open`].
    pub fn open(source: &Source, from: StreamPosition, fill: bool, consumed: &Arc<AtomicU64>) -> io::Result<Self> {
        if source.kind != Format::Jsonl {
            return open_at(source, from, consumed).map(Self::Others);
        }
        let stream = stream::open_at(source, from.offset, consumed)?;
        let lines = |stream| ChunkReader::new(stream, fill, source.limits.record);
        if from != StreamPosition::START {
            return Ok(Self::Lines(lines(stream).from(from)));
        }
        let (stream, was_utf16) = utf16::as_utf8(stream);
        let head = SniffedStream::of(stream, |bytes| json::layout(bytes).is_some());
        if json::layout(head.seen()) == Some(JsonLayout::Values) || json::is_spread(head.seen()) {
            return Ok(Self::Others(Box::new(Json::new(Input::new(Box::new(head), 0), source.limits))));
        }
        let lines = lines(Box::new(head));
        Ok(Self::Lines(if was_utf16 { lines.without_positions() } else { lines }))
    }

    /// Where the next records begin, if whoever opens the source there gets the same from there on.
    #[must_use]
    pub fn position(&self) -> Option<StreamPosition> {
        match self {
            Self::Lines(lines) => lines.position(),
            Self::Others(items) => items.position(),
        }
    }
}

/// Opens a source of many records that is not JSONL; `consumed` counts its bytes as they are read.
///
/// # Errors
/// What the system says; a zip or Parquet source that is no file; Parquet in a program built without it.
pub fn open(source: &Source, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn RecordReader>> {
    open_at(source, StreamPosition::START, consumed)
}

/// Opens a source that can seek ([`Source::can_seek`]) at a place that [`RecordReader::position`] said.
///
/// # Errors
/// As of [`open`].
pub fn open_at(source: &Source, from: StreamPosition, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn RecordReader>> {
    let input = |from: StreamPosition| {
        Ok::<_, io::Error>(Input::new(stream::open_at(source, from.offset, consumed)?, from.offset))
    };
    let limits = source.limits;
    Ok(match source.kind {
        Format::Warc => Box::new(Archive::new(input(from)?, from, warc::Warc, limits)),
        Format::Arc => Box::new(Archive::new(input(from)?, from, arc::Arc, limits)),
        Format::Tar => Box::new(tar::Tar::new(input(from)?, from, limits)),
        Format::Csv | Format::Tsv => {
            let named = if source.kind == Format::Csv { b',' } else { b'\t' };
            let (stream, was_utf16) = utf16::as_utf8(stream::open_at(source, 0, consumed)?);
            let mut rows = csv::Csv::new(Input::new(stream, 0), source.delimiter, named, limits);
            if was_utf16 {
                rows = rows.without_positions();
            }
            if from != StreamPosition::START {
                rows.go_on(input(from)?, from);
            }
            Box::new(rows)
        }
        #[cfg(feature = "packers")]
        Format::Zip => Box::new(super::zip::Zip::new(file(source)?, limits)?),
        #[cfg(not(feature = "packers"))]
        Format::Zip => return Err(file(source).err().unwrap_or_else(crate::compression::none)),
        #[cfg(feature = "parquet")]
        Format::Parquet => Box::new(super::parquet::Parquet::new(file(source)?, limits)?),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => {
            let without = || io::Error::other("this program was built without Parquet (`--features parquet`)");
            return Err(file(source).err().unwrap_or_else(without));
        }
        Format::Text | Format::Html | Format::Jsonl => return Err(io::Error::other("no source of records")),
    })
}

/// The file of a source that is read from its end.
fn file(source: &Source) -> io::Result<File> {
    match &source.origin {
        SourceOrigin::File(path) if source.can_seek() => File::open(path),
        SourceOrigin::Memory(bytes) => {
            let mut file = tempfile::tempfile()?;
            file.write_all(bytes)?;
            file.rewind()?;
            Ok(file)
        }
        _ => Err(io::Error::other("its directory stands at its end: save it to a file, not compressed")),
    }
}
