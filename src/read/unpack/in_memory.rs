//! Decompression of bytes that are in memory: bodies of pages and entries of archives.

use super::{super::Limits, Codec, Damage, Fault, Members};
use crate::compression::CompressionFormat;
use std::io::{self, Read};

/// How far a body may expand before its ratio is looked at.
const FREE: u64 = 1 << 20;

/// How the body of a page is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// gzip.
    Gzip,
    /// zlib, or bare deflate, which some servers send under the same name.
    Deflate,
    /// Brotli.
    Brotli,
    /// Zstandard.
    Zstd,
}

/// All of `bytes` decoded, up to the limits, and what stopped that early.
#[must_use]
pub fn whole(bytes: &[u8], compression: CompressionFormat, limits: &Limits) -> (Vec<u8>, Option<io::Error>) {
    match compression {
        CompressionFormat::Plain => (bytes.to_vec(), None),
        _ => limited(Members::new(bytes, compression, limits), bytes.len(), limits),
    }
}

/// The body of a page decoded, up to the limits, and what stopped that early.
#[must_use]
pub fn body(bytes: &[u8], coding: Coding, limits: &Limits) -> (Vec<u8>, Option<io::Error>) {
    match coding {
        Coding::Gzip => whole(bytes, CompressionFormat::Gzip, limits),
        Coding::Zstd => whole(bytes, CompressionFormat::Zstd, limits),
        Coding::Brotli => once(Codec::brotli(), bytes, limits).0,
        Coding::Deflate => match once(Codec::deflate(true), bytes, limits).0 {
            (made, Some(_)) if made.is_empty() => once(Codec::deflate(false), bytes, limits).0,
            other => other,
        },
    }
}

/// The body of a page decoded, if it is one whole stream to its last byte.
#[must_use]
pub fn to_the_end(bytes: &[u8], coding: Coding, limits: &Limits) -> Option<Vec<u8>> {
    let all = |((made, error), left): (Decoded, usize)| (error.is_none() && left == 0).then_some(made);
    match coding {
        Coding::Gzip | Coding::Zstd => all((body(bytes, coding, limits), 0)),
        Coding::Brotli => all(once(Codec::brotli(), bytes, limits)),
        Coding::Deflate => {
            all(once(Codec::deflate(true), bytes, limits)).or_else(|| all(once(Codec::deflate(false), bytes, limits)))
        }
    }
}

type Decoded = (Vec<u8>, Option<io::Error>);

/// One stream decoded, and how many bytes follow it.
fn once(codec: io::Result<Codec>, bytes: &[u8], limits: &Limits) -> (Decoded, usize) {
    let codec = match codec {
        Ok(codec) => codec,
        Err(error) => return ((Vec::new(), Some(error)), bytes.len()),
    };
    let mut stream = Once { codec, rest: bytes, over: false };
    let decoded = limited(&mut stream, bytes.len(), limits);
    (decoded, stream.rest.len())
}

fn limited(reader: impl Read, from: usize, limits: &Limits) -> (Vec<u8>, Option<io::Error>) {
    let by_ratio = (from as u64).saturating_mul(limits.ratio).max(FREE);
    let most = by_ratio.min(limits.record as u64);
    let mut made = Vec::new();
    let mut error = reader.take(most + 1).read_to_end(&mut made).err();
    if made.len() as u64 > most {
        made.truncate(most as usize);
        let fault = if most == by_ratio { Fault::Expands } else { Fault::TooLong };
        let message = format!("it expands to more than {most} bytes");
        let damage = Damage { fault, offset: 0, length: from as u64, made: most, message };
        error = Some(io::Error::new(io::ErrorKind::InvalidData, damage));
    }
    (made, error)
}

/// One stream of deflate or Brotli; what follows it is not looked at.
struct Once<'b> {
    codec: Codec,
    rest: &'b [u8],
    over: bool,
}

impl Read for Once<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while !self.over && !buf.is_empty() {
            let step = self
                .codec
                .step(self.rest, buf)
                .map_err(|message| io::Error::new(io::ErrorKind::InvalidData, message))?;
            self.rest = &self.rest[step.consumed..];
            self.over = step.ended;
            if step.produced > 0 {
                return Ok(step.produced);
            }
            if step.consumed == 0 && !step.ended {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(0)
    }
}
