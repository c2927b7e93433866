//! A stream whose first bytes were looked at, and come again when it is read.

use super::{kind::SNIFFED, stream::Stream};
use std::io::{self, Read};

/// The first bytes of a stream, and the rest.
pub(super) struct SniffedStream {
    bytes: Vec<u8>,
    /// How many of them were read again.
    at: usize,
    /// What stopped the reading behind them.
    error: Option<io::Error>,
    rest: Stream,
}

impl SniffedStream {
    /// Reads until that is `enough`, and no further, so that a slow feed is not waited for.
    pub(super) fn of(mut rest: Stream, enough: impl Fn(&[u8]) -> bool) -> Self {
        let (bytes, error) = first(&mut rest, enough);
        Self { bytes, at: 0, error, rest }
    }

    pub(super) fn seen(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether `bytes` hold a line that is not blank.
    pub(super) fn has_line(bytes: &[u8]) -> bool {
        memchr::memchr(b'\n', bytes.trim_ascii_start()).is_some()
    }
}

/// The first bytes of a stream, until they are `enough` or all that is sniffed; and the error that ended them.
pub(super) fn first(stream: &mut dyn Read, enough: impl Fn(&[u8]) -> bool) -> (Vec<u8>, Option<io::Error>) {
    let mut bytes = Vec::new();
    while bytes.len() < SNIFFED && !enough(&bytes) {
        let seen = bytes.len();
        bytes.resize(SNIFFED, 0);
        let read = stream.read(&mut bytes[seen..]);
        bytes.truncate(seen + *read.as_ref().unwrap_or(&0));
        match read {
            Ok(0) => break,
            Ok(_) => {}
            Err(failed) if failed.kind() == io::ErrorKind::Interrupted => {}
            Err(failed) => return (bytes, Some(failed)),
        }
    }
    (bytes, None)
}

impl Read for SniffedStream {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.at < self.bytes.len() {
            let read = (&self.bytes[self.at..]).read(to)?;
            self.at += read;
            return Ok(read);
        }
        self.error.take().map_or_else(|| self.rest.read(to), Err)
    }
}
