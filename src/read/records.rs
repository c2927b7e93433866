//! The records of a source of many, of whatever kind: lines of JSONL in chunks, all else one by one.
//!
//! How JSON is laid out, and whether it is UTF-16, is seen when it is opened.

use super::{
    Kind, Origin, Source, arc,
    archive::Archive,
    csv,
    head::Head,
    input::Input,
    items::Items,
    json::{self, Form, Json},
    lines::{Lines, Place},
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
    Lines(Lines),
    /// Others.
    Items(Box<dyn Items>),
}

impl Records {
    /// Opens a source at the beginning, or at a place that [`Records::place`] said. `fill` as of [`Lines::new`].
    ///
    /// # Errors
    /// As of [`open`].
    pub fn open(source: &Source, from: Place, fill: bool, consumed: &Arc<AtomicU64>) -> io::Result<Self> {
        if source.kind != Kind::Jsonl {
            return open_at(source, from, consumed).map(Self::Items);
        }
        let stream = stream::open_at(source, from.offset, consumed)?;
        let lines = |stream| Lines::new(stream, fill, source.limits.record);
        if from != Place::START {
            return Ok(Self::Lines(lines(stream).from(from)));
        }
        let (stream, was_utf16) = utf16::as_utf8(stream);
        let head = Head::of(stream, |bytes| json::form(bytes).is_some());
        if json::form(head.seen()) == Some(Form::Values) || json::is_spread(head.seen()) {
            return Ok(Self::Items(Box::new(Json::new(Input::new(Box::new(head), 0), source.limits))));
        }
        let lines = lines(Box::new(head));
        Ok(Self::Lines(if was_utf16 { lines.without_places() } else { lines }))
    }

    /// Where the next records begin, if whoever opens the source there gets the same from there on.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Lines(lines) => lines.place(),
            Self::Items(items) => items.place(),
        }
    }
}

/// Opens a source of many records that is not JSONL; `consumed` counts its bytes as they are read.
///
/// # Errors
/// What the system says; a zip or Parquet source that is no file; Parquet in a program built without it.
pub fn open(source: &Source, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn Items>> {
    open_at(source, Place::START, consumed)
}

/// Opens a source that can seek ([`Source::can_seek`]) at a place that [`Items::place`] said.
///
/// # Errors
/// As of [`open`].
pub fn open_at(source: &Source, from: Place, consumed: &Arc<AtomicU64>) -> io::Result<Box<dyn Items>> {
    let input =
        |from: Place| Ok::<_, io::Error>(Input::new(stream::open_at(source, from.offset, consumed)?, from.offset));
    let limits = source.limits;
    Ok(match source.kind {
        Kind::Warc => Box::new(Archive::new(input(from)?, from, warc::Warc, limits)),
        Kind::Arc => Box::new(Archive::new(input(from)?, from, arc::Arc, limits)),
        Kind::Tar => Box::new(tar::Tar::new(input(from)?, from, limits)),
        Kind::Csv | Kind::Tsv => {
            let named = if source.kind == Kind::Csv { b',' } else { b'\t' };
            let (stream, was_utf16) = utf16::as_utf8(stream::open_at(source, 0, consumed)?);
            let mut rows = csv::Csv::new(Input::new(stream, 0), source.delimiter, named, limits);
            if was_utf16 {
                rows = rows.without_places();
            }
            if from != Place::START {
                rows.go_on(input(from)?, from);
            }
            Box::new(rows)
        }
        #[cfg(feature = "packers")]
        Kind::Zip => Box::new(super::zip::Zip::new(file(source)?, limits)?),
        #[cfg(not(feature = "packers"))]
        Kind::Zip => return Err(file(source).err().unwrap_or_else(crate::pack::none)),
        #[cfg(feature = "parquet")]
        Kind::Parquet => Box::new(super::parquet::Parquet::new(file(source)?, limits)?),
        #[cfg(not(feature = "parquet"))]
        Kind::Parquet => {
            let without = || io::Error::other("this program was built without Parquet (`--features parquet`)");
            return Err(file(source).err().unwrap_or_else(without));
        }
        Kind::Text | Kind::Html | Kind::Jsonl => return Err(io::Error::other("no source of records")),
    })
}

/// The file of a source that is read from its end.
fn file(source: &Source) -> io::Result<File> {
    match &source.origin {
        Origin::File(path) if source.can_seek() => File::open(path),
        Origin::Memory(bytes) => {
            let mut file = tempfile::tempfile()?;
            file.write_all(bytes)?;
            file.rewind()?;
            Ok(file)
        }
        _ => Err(io::Error::other("its directory stands at its end: save it to a file, not compressed")),
    }
}
