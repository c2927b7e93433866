//! A stream that can be looked ahead in, with the breaks that damage made in it.
//!
//! Bytes behind a break are not seen before the break was taken, so no record is put together from two sides of one.

use super::{lines::CHUNK, stream::Stream, unpack};
use std::io::{self, Read};

/// Reads ahead in a stream.
pub(super) struct Input {
    stream: Stream,
    buffer: Vec<u8>,
    at: usize,
    /// Where in the stream `at` is.
    offset: u64,
    /// Nothing comes any more.
    ended: bool,
    /// What stopped the stream at the end of the buffer.
    broken: Option<io::Error>,
}

impl Input {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, buffer: Vec::new(), at: 0, offset: 0, ended: false, broken: None }
    }

    /// Where in the decompressed stream the next byte stands.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// What was read and not taken yet.
    pub(super) fn ahead(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Looks ahead: `want` bytes or more, fewer only before a break or the end.
    pub(super) fn fill(&mut self, want: usize) -> &[u8] {
        while self.buffer.len() - self.at < want && !self.ended && self.broken.is_none() {
            if self.at > CHUNK && self.at > self.buffer.len() / 2 {
                self.buffer.drain(..self.at);
                self.at = 0;
            }
            let seen = self.buffer.len();
            let read = self.stream.by_ref().take((want - (seen - self.at)).max(64 << 10) as u64);
            match { read }.read_to_end(&mut self.buffer) {
                Ok(0) => self.ended = true,
                Ok(_) => {}
                Err(error) => {
                    self.ended = !unpack::goes_on(&error);
                    self.broken = Some(error);
                }
            }
        }
        self.ahead()
    }

    /// Takes `count` bytes, which were looked at, into `to`.
    pub(super) fn take(&mut self, count: usize, to: &mut Vec<u8>) {
        to.extend_from_slice(&self.ahead()[..count]);
        self.skip(count);
    }

    /// Passes over `count` bytes, which were looked at.
    pub(super) fn skip(&mut self, count: usize) {
        self.at += count;
        self.offset += count as u64;
    }

    /// Takes the break that stands at the end of what was looked at.
    pub(super) fn broken(&mut self) -> Option<io::Error> {
        self.broken.take()
    }

    /// Whether what was looked at last may be wrong, for its checksum stands at the break and is.
    pub(super) fn is_doubtful(&self) -> bool {
        self.broken.as_ref().and_then(unpack::damage).is_some_and(|damage| damage.made > 0)
    }

    /// Whether the stream ends, without a break, behind what was looked at.
    pub(super) fn ends(&self) -> bool {
        self.ended && self.broken.is_none()
    }
}
