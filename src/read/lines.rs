//! A JSONL stream in chunks of whole lines.
//!
//! A chunk is about [`CHUNK`] bytes, or one record that is longer, up to a limit: of one that is longer still only the
//! beginning is kept. So memory is bounded, whatever the stream. After damage of a compressed stream the next chunk goes
//! on with what can be decoded; its first line may lack its beginning. Nothing is parsed here.
//!
//! Where a filled chunk ends depends on where it begins and on what follows, and on nothing that was read before: so
//! cutting can begin anew at the end of any chunk.

use super::{stream::Stream, unpack};
use serde::{Deserialize, Serialize};
use std::io::{self, Read};

/// How many bytes a chunk is filled to.
pub const CHUNK: usize = 1 << 20;

/// Where a chunk lies in its (decompressed) stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamPosition {
    /// The offset of its first byte.
    pub offset: u64,
    /// The number of its first line, from 1.
    pub line: u64,
}

impl StreamPosition {
    /// The beginning.
    pub const START: Self = Self { offset: 0, line: 1 };
}

/// A chunk is in the buffer that was given to [`ChunkReader::next`].
#[derive(Debug)]
pub struct Chunk {
    /// Where it lies.
    pub position: StreamPosition,
    /// How many bytes of the buffer are whole lines; the rest is what stood before the break.
    pub whole: usize,
    /// Why the stream broke off after this chunk; [`io::ErrorKind::FileTooLarge`] for a record that is too long, whose
    /// beginning is in the buffer.
    pub broken: Option<io::Error>,
}

/// Cuts a stream.
pub struct ChunkReader {
    reader: Stream,
    /// Wait until a chunk is full; otherwise a chunk is the whole lines that one read gave.
    fill: bool,
    /// How many bytes a record may have.
    longest: usize,
    position: StreamPosition,
    carry: Vec<u8>,
    /// A break after what is carried over.
    pending: Option<io::Error>,
    ended: bool,
    /// The stream cannot be read on.
    failed: bool,
    /// Its bytes are not those of the file.
    without_positions: bool,
}

impl ChunkReader {
    /// `fill`: chunks are filled, so that they are the same in every run; otherwise they flow as the stream does.
    /// `longest`: how many bytes a record may have; one that is no longer than a chunk is not cut all the same.
    #[must_use]
    pub fn new(reader: Stream, fill: bool, longest: usize) -> Self {
        Self {
            reader,
            fill,
            longest: longest.max(CHUNK),
            position: StreamPosition::START,
            carry: Vec::new(),
            pending: None,
            ended: false,
            failed: false,
            without_positions: false,
        }
    }

    /// The same for a stream whose first byte is at `position`, where a chunk ended.
    #[must_use]
    pub fn from(self, position: StreamPosition) -> Self {
        Self { position, ..self }
    }

    /// The same for a stream whose bytes are not those of the file: reading cannot begin in the middle of it.
    #[must_use]
    pub fn without_positions(self) -> Self {
        Self { without_positions: true, ..self }
    }

    /// Where the next chunk begins, if it is the same for whoever begins to read there.
    #[must_use]
    pub fn position(&self) -> Option<StreamPosition> {
        (self.fill && !self.failed && !self.without_positions).then_some(self.position)
    }

    /// Reads the next chunk into `buffer`, whose old content is dropped; `None` at the end.
    pub fn next(&mut self, buffer: &mut Vec<u8>) -> Option<Chunk> {
        buffer.clear();
        if self.ended {
            return None;
        }
        buffer.append(&mut self.carry);
        let mut broken = None;
        // So much of the stream is looked at for the end of a line, then twice as much, and so on.
        let (mut searched, mut look) = (0, CHUNK);
        let whole = loop {
            let seen = buffer.len();
            let reads = if self.fill { seen < look } else { seen == searched };
            if reads {
                broken = self.pending.take().map_or_else(|| self.read(buffer, look), Err).err();
                self.failed = broken.as_ref().is_some_and(|error| !unpack::goes_on(error));
                self.ended = self.failed;
            }
            let end = if self.fill { look.min(buffer.len()) } else { buffer.len() };
            if let Some(at) = memchr::memrchr(b'\n', &buffer[searched..end]) {
                break searched + at + 1;
            }
            if broken.is_some() {
                break 0;
            }
            if reads && buffer.len() == seen {
                self.ended = true;
                break seen;
            }
            if buffer.len() > self.longest {
                return Some(self.pass_over(buffer));
            }
            searched = end;
            if end == look {
                look = (2 * look).min(self.longest + 1);
            }
        };
        if !self.ended && broken.is_none() {
            self.carry.extend_from_slice(&buffer[whole..]);
            buffer.truncate(whole);
        }
        let position = self.position;
        self.position.offset += buffer.len() as u64;
        self.position.line += memchr::memchr_iter(b'\n', &buffer[..whole]).count() as u64 + u64::from(broken.is_some());
        (!buffer.is_empty() || broken.is_some()).then_some(Chunk { position, whole, broken })
    }

    /// Reads to the end of a record that is too long, of which the buffer keeps the first part of a chunk's size.
    fn pass_over(&mut self, buffer: &mut Vec<u8>) -> Chunk {
        let position = self.position;
        let mut length = buffer.len();
        buffer.truncate(CHUNK);
        let mut rest = Vec::new();
        let error = loop {
            rest.clear();
            let mut error = self.read(&mut rest, CHUNK).err();
            self.failed = error.as_ref().is_some_and(|error| !unpack::goes_on(error));
            self.ended = self.failed || (error.is_none() && rest.is_empty());
            let end = memchr::memchr(b'\n', &rest);
            length += end.map_or(rest.len(), |end| end + 1);
            if let Some(end) = end {
                self.carry.extend_from_slice(&rest[end + 1..]);
                self.pending = error.take();
                self.ended = false;
                break None;
            }
            if self.ended || error.is_some() {
                break error;
            }
        };
        self.position.offset += length as u64;
        self.position.line += 1;
        let message =
            format!("a record of {length} bytes, of which only the first are kept; the limit is {}", self.longest);
        let broken = Some(error.unwrap_or_else(|| io::Error::new(io::ErrorKind::FileTooLarge, message)));
        Chunk { position, whole: 0, broken }
    }

    /// Reads more into `buffer`, up to `look` bytes.
    fn read(&mut self, buffer: &mut Vec<u8>, look: usize) -> io::Result<()> {
        if self.fill {
            let want = look - buffer.len();
            buffer.reserve(want);
            return self.reader.by_ref().take(want as u64).read_to_end(buffer).map(|_| ());
        }
        let seen = buffer.len();
        buffer.resize(seen + CHUNK.min((64 << 10).max(seen)), 0);
        let read = loop {
            match self.reader.read(&mut buffer[seen..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        buffer.truncate(seen + *read.as_ref().unwrap_or(&0));
        read.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    const LONGEST: usize = 16 << 20;

    fn chunks(text: &[u8], fill: bool) -> Vec<(Vec<u8>, StreamPosition)> {
        let mut lines = ChunkReader::new(Box::new(Cursor::new(text.to_vec())), fill, LONGEST);
        let (mut all, mut buffer) = (Vec::new(), Vec::new());
        while let Some(chunk) = lines.next(&mut buffer) {
            assert!(chunk.broken.is_none());
            assert_eq!(chunk.whole, buffer.len());
            all.push((buffer.clone(), chunk.position));
        }
        all
    }

    #[test]
    fn chunks_end_at_lines_and_say_where_they_lie() {
        let line = [vec![b'x'; 300_000], b"\n".to_vec()].concat();
        let text = line.repeat(10);
        for fill in [true, false] {
            let all = chunks(&text, fill);
            assert!(all.len() > 2);
            let (mut offset, mut number) = (0, 1);
            for (bytes, position) in &all {
                assert_eq!((position.offset, position.line), (offset, number));
                assert!(bytes.ends_with(b"\n"));
                offset += bytes.len() as u64;
                number += (bytes.len() / line.len()) as u64;
            }
            assert_eq!(offset as usize, text.len());
        }
    }

    #[test]
    fn who_begins_where_a_chunk_ended_cuts_as_whoever_began_before() {
        let line = |length: usize| [vec![b'x'; length], b"\n".to_vec()].concat();
        let lengths =
            [10, 700_000, 900_000, 3 * CHUNK, 400_000, CHUNK, 5, CHUNK + 7, LONGEST + 99, 3, 5, 2 * CHUNK, 600_000];
        let text = [lengths.map(line).concat(), b"no end".to_vec()].concat();
        let cut = |from: StreamPosition| {
            let stream = Cursor::new(text[from.offset as usize..].to_vec());
            let mut lines = ChunkReader::new(Box::new(stream), true, LONGEST).from(from);
            let (mut all, mut buffer) = (Vec::new(), Vec::new());
            while let Some(chunk) = lines.next(&mut buffer) {
                all.push((chunk.position, buffer.len(), chunk.whole, lines.position().unwrap()));
            }
            all
        };
        let all = cut(StreamPosition::START);
        assert!(all.len() > 8);
        for (number, (.., next)) in all.iter().enumerate() {
            assert_eq!(cut(*next), all[number + 1..], "from {next:?}");
        }
    }

    #[test]
    fn a_record_longer_than_a_chunk_is_one_chunk_and_the_last_line_needs_no_end() {
        let text = vec![b'x'; 5 * CHUNK + 7];
        let all = chunks(&text, true);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].0.len(), text.len());
        assert!(chunks(b"", true).is_empty());
    }

    #[test]
    fn of_a_record_that_is_too_long_the_beginning_is_kept_and_the_next_is_read() {
        let stream = Cursor::new(b"first\n".to_vec())
            .chain(io::repeat(b'x').take(LONGEST as u64 + 10))
            .chain(Cursor::new(b"\nlast\n".to_vec()));
        let (mut lines, mut buffer) = (ChunkReader::new(Box::new(stream), true, LONGEST), Vec::new());
        let first = lines.next(&mut buffer).unwrap();
        assert_eq!((&buffer[..], first.position.line), (&b"first\n"[..], 1));
        let long = lines.next(&mut buffer).unwrap();
        assert_eq!((buffer.len(), long.whole, long.position), (CHUNK, 0, StreamPosition { offset: 6, line: 2 }));
        assert_eq!(long.broken.map(|error| error.kind()), Some(io::ErrorKind::FileTooLarge));
        let last = lines.next(&mut buffer).unwrap();
        assert_eq!(
            (&buffer[..], last.position),
            (&b"last\n"[..], StreamPosition { offset: 6 + LONGEST as u64 + 11, line: 3 })
        );
        assert!(lines.next(&mut buffer).is_none());
    }
}
