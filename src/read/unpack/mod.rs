//! Decompression that goes on after damage.
//!
//! gzip, Zstandard, bzip2 and xz files are all members (frames, streams) in a row. [`Members`] decodes them one after
//! the other. A member that breaks is one error of the kind [`io::ErrorKind::InvalidData`], with [`Damage`] inside, and
//! the next read goes on at the next member: the first place after the *start* of the broken one where a member
//! begins and decodes, since a damaged member may swallow its neighbour before anyone notices. Other errors are the
//! system's and end the stream.
//!
//! A member that expands too far breaks too. Zero bytes after a member are padding; other bytes are damage. Skippable
//! Zstandard frames are passed over, but the one that opens a `.warc.zst` holds the dictionary of the others.
//!
//! Memory: the last [`KEPT`] bytes of the member, compressed, and what the decoder needs.
//!
//! ```
//! use sarand::read::{CompressionFormat, unpack};
//! let (bytes, broken) = unpack::whole(&[0x1f, 0x8b, 8, 0], CompressionFormat::Gzip, &Default::default());
//! assert!(bytes.is_empty() && broken.is_some());
//! ```

#[cfg_attr(not(feature = "packers"), path = "no_codec.rs")]
mod codec;
mod in_memory;

use super::{
    Limits,
    fault::{Fault, FaultDetail},
};
use crate::{compression::CompressionFormat, plural::counted};
use codec::Codec;
pub use in_memory::{Coding, body, to_the_end, whole};
use std::{
    fmt,
    io::{self, Read},
};

/// How much of a member, compressed, is kept to look for its neighbour in.
pub const KEPT: usize = 4 << 20;

/// How far a member, or a file of an archive, may expand before its ratio is looked at.
pub(super) const FREE: u64 = 8 << 20;

/// How many bytes are read at a time.
const STEP: usize = 64 << 10;

/// How much of a member found after damage must decode before it is believed.
const TRIAL: usize = 64 << 10;

/// How many bytes of it are enough for that. A block of bzip2 gives nothing until all of it is read, and has up to 900 kB.
fn trial(compression: CompressionFormat) -> usize {
    match compression {
        CompressionFormat::Bzip2 => 1 << 20,
        _ => TRIAL,
    }
}

/// A stretch of a compressed file that could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What is wrong: [`Fault::BrokenStream`] or [`Fault::Expands`].
    pub fault: Fault,
    /// Where in the compressed file it begins.
    pub offset: u64,
    /// How many bytes were given up.
    pub length: u64,
    /// How many decoded bytes it had given, which may be wrong.
    pub made: u64,
    /// What the decoder said.
    pub message: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = counted(self.length, "compressed byte");
        write!(f, "{} ({length} from byte {})", self.message, self.offset)
    }
}

impl std::error::Error for Damage {}

/// The damage that an error tells of; a stream goes on behind it.
#[must_use]
pub fn damage(error: &io::Error) -> Option<&Damage> {
    error.get_ref()?.downcast_ref()
}

/// Whether a stream goes on after this error.
#[must_use]
pub fn goes_on(error: &io::Error) -> bool {
    damage(error).is_some()
}

/// The fault of an error of a stream.
#[must_use]
pub fn fault(error: &io::Error) -> FaultDetail {
    let fault = match damage(error) {
        Some(damage) => damage.fault,
        None if error.kind() == io::ErrorKind::FileTooLarge => Fault::TooLong,
        None => Fault::Unreadable,
    };
    (fault, error.to_string())
}

/// The decoded bytes of all members of a file.
pub struct Members<R> {
    source: R,
    compression: CompressionFormat,
    ratio: u64,
    /// Bytes of the file; those before `at` are decoded.
    window: Vec<u8>,
    at: usize,
    /// Where in the file the window begins.
    base: u64,
    /// Where in the file this member begins.
    start: u64,
    state: State,
    codec: Option<Codec>,
    /// Bytes this member gave.
    made: u64,
    /// Bytes that were decoded or looked at once more because of damage.
    again: u64,
    /// The source is at its end.
    ended: bool,
    dictionary: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    Inside,
    Over,
}

impl<R: Read> Members<R> {
    /// Decodes `source`, which is compressed as `compression` and must not be [`CompressionFormat::Plain`].
    #[must_use]
    pub fn new(source: R, compression: CompressionFormat, limits: &Limits) -> Self {
        Self {
            source,
            compression,
            ratio: limits.ratio,
            window: Vec::new(),
            at: 0,
            base: 0,
            start: 0,
            state: State::Between,
            codec: None,
            made: 0,
            again: 0,
            ended: false,
            dictionary: Vec::new(),
        }
    }

    /// Reads on until `want` bytes are ahead, or all there are.
    fn fill(&mut self, want: usize) -> io::Result<()> {
        while !self.ended && self.window.len() - self.at < want {
            let member = self.start.saturating_sub(self.base) as usize;
            let kept = member.max(self.at.saturating_sub(KEPT)).min(self.at);
            if kept > KEPT / 4 {
                self.window.drain(..kept);
                self.at -= kept;
                self.base += kept as u64;
            }
            let seen = self.window.len();
            self.window.resize(seen + STEP.max(want.min(KEPT)), 0);
            let read = loop {
                match self.source.read(&mut self.window[seen..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            self.window.truncate(seen + *read.as_ref().unwrap_or(&0));
            self.ended = read? == 0;
        }
        Ok(())
    }

    fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// Steps to the next member; an error where none begins.
    fn begin(&mut self) -> io::Result<()> {
        self.start = self.offset();
        self.fill(LONGEST_MAGIC)?;
        let zeros = self.window[self.at..].iter().take_while(|b| **b == 0).count();
        if zeros > 0 && self.start > 0 {
            self.at += zeros;
            return Ok(());
        }
        let rest = &self.window[self.at..];
        if rest.is_empty() {
            self.state = State::Over;
            return Ok(());
        }
        if self.compression == CompressionFormat::Zstd && is_skippable(rest) {
            return self.skip();
        }
        if !is_magic(self.compression, rest) {
            return Err(self.broken(Fault::BrokenStream, format!("no {} begins here", self.compression.member())));
        }
        self.made = 0;
        match &mut self.codec {
            Some(codec) => codec.restart(self.compression)?,
            None => self.codec = Some(Codec::new(self.compression, &self.dictionary)?),
        }
        self.state = State::Inside;
        Ok(())
    }

    /// Passes a skippable frame over; the first of a file may be a dictionary.
    fn skip(&mut self) -> io::Result<()> {
        let head = &self.window[self.at..];
        let is_dictionary = self.start == 0 && head[0] == 0x5d;
        let Some(size) = head.get(4..8).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes) else {
            self.at = self.window.len();
            return Err(self.broken(Fault::BrokenStream, "it breaks off".to_owned()));
        };
        self.at += 8;
        let mut left = size as usize;
        if is_dictionary && left <= KEPT {
            self.fill(left)?;
            let payload = &self.window[self.at..];
            let payload = &payload[..left.min(payload.len())];
            self.dictionary = if is_magic(CompressionFormat::Zstd, payload) {
                whole(payload, CompressionFormat::Zstd, &Limits::default()).0
            } else {
                payload.to_vec()
            };
            self.codec = None;
        }
        while left > 0 {
            self.fill(1)?;
            let here = left.min(self.window.len() - self.at);
            if here == 0 {
                return Err(self.broken(Fault::BrokenStream, "it breaks off".to_owned()));
            }
            self.at += here;
            left -= here;
            self.start = self.offset();
        }
        Ok(())
    }

    /// Gives this member up and finds the next.
    fn broken(&mut self, fault: Fault, message: String) -> io::Error {
        let behind = ((self.start + 1).saturating_sub(self.base) as usize).min(self.window.len());
        self.again += self.at.saturating_sub(behind) as u64;
        // A file of nothing but broken members must not be read over and over.
        self.at = if self.is_tired() { behind.max(self.at) } else { behind };
        self.state = State::Between;
        let found = loop {
            if let Some(next) = find_magic(self.compression, &self.window[self.at..]) {
                self.at += next;
                match self.fill(trial(self.compression)) {
                    Ok(()) if self.decodes() => break Ok(()),
                    Ok(()) => self.at += 1,
                    Err(error) => break Err(error),
                }
                continue;
            }
            if self.ended {
                self.at = self.window.len();
                break Ok(());
            }
            self.at = self.at.max(self.window.len().saturating_sub(LONGEST_MAGIC - 1));
            // What was searched is not needed any more.
            let kept = (self.start, self.offset());
            self.start = kept.1;
            let filled = self.fill(LONGEST_MAGIC + STEP);
            self.start = kept.0;
            if let Err(error) = filled {
                break Err(error);
            }
        };
        if let Err(error) = found {
            self.state = State::Over;
            return error;
        }
        let (offset, length, made) = (self.start, self.offset() - self.start, std::mem::take(&mut self.made));
        io::Error::new(io::ErrorKind::InvalidData, Damage { fault, offset, length, made, message })
    }

    fn is_tired(&self) -> bool {
        self.again > (8 << 20) + 16 * self.offset()
    }

    /// Whether what begins here can be decoded, as far as it is looked at.
    fn decodes(&mut self) -> bool {
        if self.is_tired() {
            return true;
        }
        let mut input = &self.window[self.at..];
        input = &input[..input.len().min(trial(self.compression))];
        if self.compression == CompressionFormat::Zstd && is_skippable(input) {
            return true;
        }
        let Ok(mut codec) = Codec::new(self.compression, &self.dictionary) else { return false };
        let (mut output, mut made) = (vec![0; TRIAL], 0);
        while made < TRIAL {
            match codec.step(input, &mut output) {
                Err(_) => return false,
                Ok(step) if step.ended => return true,
                Ok(step) if step.consumed == 0 && step.produced == 0 => break,
                Ok(step) => {
                    input = &input[step.consumed..];
                    made += step.produced;
                    self.again += (step.consumed + step.produced) as u64;
                }
            }
        }
        // A head alone is no evidence.
        made > 0
    }
}

impl<R: Read> Read for Members<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        loop {
            match self.state {
                State::Over => return Ok(0),
                State::Between => self.begin()?,
                State::Inside => {
                    self.fill(1)?;
                    let Some(codec) = &mut self.codec else { return Ok(0) };
                    let input = &self.window[self.at..];
                    let left = input.len();
                    let step = match codec.step(input, buf) {
                        Ok(step) => step,
                        Err(message) => return Err(self.broken(Fault::BrokenStream, message)),
                    };
                    self.at += step.consumed;
                    self.made += step.produced as u64;
                    if self.made > FREE && self.made > self.ratio.saturating_mul(self.offset() - self.start) {
                        let message = format!("it expands more than {} times", self.ratio);
                        return Err(self.broken(Fault::Expands, message));
                    }
                    if step.ended {
                        self.state = State::Between;
                        self.made = 0;
                    } else if step.consumed == 0 && step.produced == 0 {
                        let message = if left == 0 { "it breaks off" } else { "it cannot be decoded" };
                        return Err(self.broken(Fault::BrokenStream, message.to_owned()));
                    }
                    if step.produced > 0 {
                        return Ok(step.produced);
                    }
                }
            }
        }
    }
}

/// Bytes enough to know any member.
const LONGEST_MAGIC: usize = 10;

/// Whether a member begins here.
fn is_magic(compression: CompressionFormat, bytes: &[u8]) -> bool {
    match compression {
        CompressionFormat::Plain => false,
        // The upper bits of the flags are reserved: zero.
        CompressionFormat::Gzip => {
            bytes.starts_with(&[0x1f, 0x8b, 8]) && bytes.get(3).is_none_or(|flags| *flags < 0x20)
        }
        CompressionFormat::Zstd => bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) || is_skippable(bytes),
        CompressionFormat::Bzip2 => {
            bytes.starts_with(b"BZh") && bytes.get(3).is_none_or(|level| matches!(level, b'1'..=b'9'))
        }
        CompressionFormat::Xz => bytes.starts_with(&[0xfd, b'7', b'z', b'X', b'Z', 0]),
    }
}

fn is_skippable(bytes: &[u8]) -> bool {
    bytes.len() >= 4 && (0x50..=0x5f).contains(&bytes[0]) && bytes[1..4] == [0x2a, 0x4d, 0x18]
}

/// The first place where a member may begin.
fn find_magic(compression: CompressionFormat, bytes: &[u8]) -> Option<usize> {
    // Two bytes that all heads of this kind have, and where.
    let (pair, before): (&[u8], usize) = match compression {
        CompressionFormat::Plain => return None,
        CompressionFormat::Gzip => (&[0x1f, 0x8b], 0),
        CompressionFormat::Zstd => (&[0xb5, 0x2f, 0xfd], 1),
        CompressionFormat::Bzip2 => (b"BZh", 0),
        CompressionFormat::Xz => (&[0xfd, b'7', b'z'], 0),
    };
    memchr::memmem::find_iter(bytes, pair)
        .filter_map(|at| at.checked_sub(before))
        .find(|at| is_magic(compression, &bytes[*at..]))
}
