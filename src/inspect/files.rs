//! Lines of a file, plain or compressed: piece by piece from the beginning, and one by its place.
//!
//! Of a compressed file the beginnings of its frames are kept, so that a line costs one frame. What was compressed by others as
//! one frame can be read, too, and each line costs all before it.

use super::parts::FilePart;
use crate::{error::Error, parts::layout::DocumentFormat};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom},
    path::PathBuf,
};
#[cfg(feature = "packers")]
use zstd::stream::raw::{Decoder, InBuffer, Operation, OutBuffer};

/// Bytes that are read from a file at once.
const READ: usize = 1 << 20;

/// The beginning of a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frame {
    /// Bytes of the file before it …
    pub(super) packed: u64,
    /// … and of what was compressed.
    pub(super) plain: u64,
}

/// Whole lines.
#[derive(Debug)]
pub(super) struct LinesPiece {
    pub(super) bytes: Vec<u8>,
    /// Where they begin: bytes, decompressed.
    pub(super) place: u64,
    /// The number of the first line, from 1.
    pub(super) line: u64,
}

/// Reads a file from its beginning, as far as it counts.
pub(super) struct LinesReader {
    path: PathBuf,
    file: File,
    packed: u64,
    limit: u64,
    /// What was read and is no whole line yet.
    rest: Vec<u8>,
    /// Where the last line break in it is, and how far it was looked for.
    last_break: Option<usize>,
    searched: usize,
    place: u64,
    line: u64,
    frames: Vec<Frame>,
    #[cfg(feature = "packers")]
    decoder: Option<Decoder<'static>>,
}

impl std::fmt::Debug for LinesReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LinesReader({}, {} of {})", self.path.display(), self.packed, self.limit)
    }
}

impl LinesReader {
    pub(super) fn open(part: &FilePart) -> Result<Self, Error> {
        let path = part.path.clone();
        let reader = || -> io::Result<Self> {
            Ok(Self {
                file: File::open(&path)?,
                path: path.clone(),
                packed: 0,
                limit: part.bytes,
                rest: Vec::new(),
                last_break: None,
                searched: 0,
                place: 0,
                line: 1,
                frames: vec![Frame::default()],
                #[cfg(feature = "packers")]
                decoder: match part.format {
                    DocumentFormat::Zst => Some(Decoder::new()?),
                    _ => None,
                },
            })
        };
        #[cfg(not(feature = "packers"))]
        if part.format == DocumentFormat::Zst {
            return Err(Error::Io { path: path.clone(), source: crate::compression::none() });
        }
        reader().map_err(|source| Error::Io { path: path.clone(), source })
    }

    /// The file has grown, or has another name.
    pub(super) fn goes_on(&mut self, part: &FilePart) {
        self.path.clone_from(&part.path);
        self.limit = part.bytes;
    }

    /// How many bytes of the file were read.
    pub(super) fn read(&self) -> u64 {
        self.packed
    }

    /// The frames that have begun so far.
    pub(super) fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The name of the file, for a message.
    pub(super) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The next lines, about `want` bytes of them; `None` at the end. What stands behind the last line break counts as a line
    /// at the end of a file.
    pub(super) fn piece(&mut self, want: usize) -> Result<Option<LinesPiece>, Error> {
        loop {
            let ended = self.packed >= self.limit;
            let found = memchr::memrchr(b'\n', &self.rest[self.searched..]).map(|at| self.searched + at);
            (self.last_break, self.searched) = (found.or(self.last_break), self.rest.len());
            let cut = match self.last_break {
                _ if ended => self.rest.len(),
                Some(at) if self.rest.len() >= want => at + 1,
                _ => {
                    self.fill().map_err(|source| Error::Io { path: self.path.clone(), source })?;
                    continue;
                }
            };
            if cut == 0 {
                return Ok(None);
            }
            let rest = self.rest.split_off(cut);
            (self.last_break, self.searched) = (None, rest.len());
            let bytes = std::mem::replace(&mut self.rest, rest);
            let piece = LinesPiece { place: self.place, line: self.line, bytes };
            self.place += cut as u64;
            self.line += memchr::memchr_iter(b'\n', &piece.bytes).count() as u64;
            return Ok(Some(piece));
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let most = usize::try_from(self.limit - self.packed).unwrap_or(READ).min(READ);
        #[cfg(feature = "packers")]
        if let Some(decoder) = &mut self.decoder {
            let mut packed = Vec::with_capacity(most);
            (&self.file).take(most as u64).read_to_end(&mut packed)?;
            if packed.is_empty() {
                self.limit = self.packed;
            }
            let mut from = InBuffer::around(&packed);
            let mut buffer = vec![0; READ];
            loop {
                let mut to = OutBuffer::around(&mut buffer);
                let before = from.pos();
                let hint = decoder.run(&mut from, &mut to)?;
                let written = to.as_slice();
                self.rest.extend_from_slice(written);
                let idle = written.is_empty() && from.pos() == before;
                if hint == 0 && !idle {
                    let packed = self.packed + from.pos() as u64;
                    self.frames.push(Frame { packed, plain: self.place + self.rest.len() as u64 });
                }
                if from.pos() == packed.len() && (idle || written.len() < READ) {
                    break;
                }
            }
            self.packed += packed.len() as u64;
            return Ok(());
        }
        let read = (&self.file).take(most as u64).read_to_end(&mut self.rest)?;
        self.packed += read as u64;
        if read == 0 {
            // Shorter than it is said to be: there is no more.
            self.limit = self.packed;
        }
        Ok(())
    }
}

/// The line at a place, without its break; `frame` is the one that it is in.
pub(super) fn line_at(part: &FilePart, frame: Frame, place: u64) -> Result<Vec<u8>, Error> {
    let read = || -> io::Result<Vec<u8>> {
        let mut reader = open_at(part, frame, place)?;
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line)?;
        line.pop_if(|last| *last == b'\n');
        Ok(line)
    };
    read().map_err(|source| Error::Io { path: part.path.clone(), source })
}

/// A reader of what stands from a place on.
pub(super) fn open_at(part: &FilePart, frame: Frame, place: u64) -> io::Result<Box<dyn BufRead + Send>> {
    let mut file = File::open(&part.path)?;
    if part.format != DocumentFormat::Zst {
        file.seek(SeekFrom::Start(place))?;
        return Ok(Box::new(BufReader::with_capacity(1 << 16, file.take(part.bytes.saturating_sub(place)))));
    }
    file.seek(SeekFrom::Start(frame.packed))?;
    let rest = file.take(part.bytes.saturating_sub(frame.packed));
    let mut plain = BufReader::with_capacity(1 << 17, unpacked(rest)?);
    io::copy(&mut (&mut plain).take(place.saturating_sub(frame.plain)), &mut io::sink())?;
    Ok(Box::new(plain))
}

#[cfg(feature = "packers")]
fn unpacked(packed: io::Take<File>) -> io::Result<impl Read + Send> {
    zstd::Decoder::new(packed)
}

#[cfg(not(feature = "packers"))]
fn unpacked(_: io::Take<File>) -> io::Result<io::Empty> {
    Err(crate::compression::none())
}

/// The number of the line at a place, from 1: for a message.
pub(super) fn line_number(part: &FilePart, place: u64) -> u64 {
    let count = || -> io::Result<u64> {
        let (mut before, mut lines) = (open_at(part, Frame::default(), 0)?.take(place), 1);
        let mut buffer = vec![0; READ];
        loop {
            match before.read(&mut buffer)? {
                0 => return Ok(lines),
                read => lines += memchr::memchr_iter(b'\n', &buffer[..read]).count() as u64,
            }
        }
    };
    count().unwrap_or(0)
}
