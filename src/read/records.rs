//! The records of a source of many, of whatever kind: lines of JSONL in chunks, all else one by one.
//!
//! How JSON is laid out, and whether it is UTF-16, is seen when it is opened.

use super::{
    Kind, Source,
    head::Head,
    input::Input,
    items::{self, Items},
    json::{self, Form, Json},
    lines::{Lines, Place},
    stream, utf16,
};
use std::{
    io,
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
    /// As of [`items::open`].
    pub fn open(source: &Source, from: Place, fill: bool, consumed: &Arc<AtomicU64>) -> io::Result<Self> {
        if source.kind != Kind::Jsonl {
            return items::open_at(source, from, consumed).map(Self::Items);
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
