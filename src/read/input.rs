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
    /// It cannot be read on.
    failed: bool,
}

impl Input {
    /// Reads `stream`, whose first byte is at `offset`.
    pub(super) fn new(stream: Stream, offset: u64) -> Self {
        Self { stream, buffer: Vec::new(), at: 0, offset, ended: false, broken: None, failed: false }
    }

    /// Where in the decompressed stream the next byte stands.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// What was read and not taken yet.
    pub(super) fn ahead(&self) -> &[u8] {
        &self.buffer[self.at..]
    }

    /// Whether the system could not read on.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    /// Looks ahead: at `want` bytes, at fewer only before a break or the end. What is seen does not depend on what was read
    /// before, so records are cut the same from wherever one begins.
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
                    self.failed = !unpack::goes_on(&error);
                    self.ended = self.failed;
                    self.broken = Some(error);
                }
            }
        }
        let ahead = self.ahead();
        &ahead[..ahead.len().min(want)]
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
