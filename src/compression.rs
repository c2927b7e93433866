//! How are bytes compressed? And what is written: a stream through gzip or Zstandard, or pieces that are a Zstandard frame each.
//!
//! What was compressed elsewhere, and may be damaged, is read by [`crate::read::unpack`]. In a program that was built without packers each of them is an error, before anything is written.

use std::io::{self, Read, Write};

/// How an input is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CompressionFormat {
    /// Not at all.
    #[default]
    Plain,
    /// gzip, any number of members.
    Gzip,
    /// Zstandard, any number of frames.
    Zstd,
    /// bzip2, any number of streams.
    Bzip2,
    /// xz, any number of streams.
    Xz,
}

impl CompressionFormat {
    /// What its parts are called.
    #[must_use]
    pub fn member(self) -> &'static str {
        match self {
            Self::Plain => "file",
            Self::Gzip => "gzip member",
            Self::Zstd => "Zstandard frame",
            Self::Bzip2 => "bzip2 stream",
            Self::Xz => "xz stream",
        }
    }
}

/// Level of Zstandard: about as fast as writing plainly.
#[cfg(feature = "packers")]
const LEVEL: i32 = 3;

/// A stream, compressed or not.
pub enum Compressor<W: Write> {
    /// As it is.
    Plain(W),
    /// Through gzip.
    #[cfg(feature = "packers")]
    Gzip(flate2::write::GzEncoder<W>),
    /// Through Zstandard.
    #[cfg(feature = "packers")]
    Zstd(zstd::Encoder<'static, W>),
}

impl<W: Write> std::fmt::Debug for Compressor<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Compressor")
    }
}

#[cfg(feature = "packers")]
impl<W: Write> Compressor<W> {
    /// Through gzip.
    ///
    /// # Errors
    /// A program without packers.
    pub fn gzip(out: W) -> io::Result<Self> {
        Ok(Self::Gzip(flate2::write::GzEncoder::new(out, flate2::Compression::default())))
    }

    /// Through Zstandard.
    ///
    /// # Errors
    /// What the library says; a program without packers.
    pub fn zstd(out: W) -> io::Result<Self> {
        zstd::Encoder::new(out, LEVEL).map(Self::Zstd)
    }
}

#[cfg(not(feature = "packers"))]
impl<W: Write> Compressor<W> {
    /// Through gzip.
    ///
    /// # Errors
    /// Always: this program was built without packers.
    pub fn gzip(_: W) -> io::Result<Self> {
        Err(none())
    }

    /// Through Zstandard.
    ///
    /// # Errors
    /// Always: this program was built without packers.
    pub fn zstd(_: W) -> io::Result<Self> {
        Err(none())
    }
}

impl<W: Write> Compressor<W> {
    /// Writes what is left; gives back what it was written to.
    ///
    /// # Errors
    /// Of writing.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Plain(out) => Ok(out),
            #[cfg(feature = "packers")]
            Self::Gzip(out) => out.finish(),
            #[cfg(feature = "packers")]
            Self::Zstd(out) => out.finish(),
        }
    }
}

impl<W: Write> Write for Compressor<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            #[cfg(feature = "packers")]
            Self::Gzip(out) => out.write(bytes),
            #[cfg(feature = "packers")]
            Self::Zstd(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            #[cfg(feature = "packers")]
            Self::Gzip(out) => out.flush(),
            #[cfg(feature = "packers")]
            Self::Zstd(out) => out.flush(),
        }
    }
}

/// Makes a Zstandard frame of each piece, one after the other.
pub struct FrameCompressor(#[cfg(feature = "packers")] zstd::bulk::Compressor<'static>);

impl std::fmt::Debug for FrameCompressor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FrameCompressor")
    }
}

impl FrameCompressor {
    /// Gets ready.
    ///
    /// # Errors
    /// What the library says; a program without packers.
    pub fn new() -> io::Result<Self> {
        #[cfg(feature = "packers")]
        return zstd::bulk::Compressor::new(LEVEL).map(Self);
        #[cfg(not(feature = "packers"))]
        Err(none())
    }

    /// The frame of `piece`.
    ///
    /// # Errors
    /// What the library says.
    pub fn compress(&mut self, piece: &[u8]) -> io::Result<Vec<u8>> {
        #[cfg(feature = "packers")]
        return self.0.compress(piece);
        #[cfg(not(feature = "packers"))]
        Ok(piece.to_vec())
    }
}

/// What a stream of Zstandard holds.
///
/// # Errors
/// What the library says; a program without packers.
pub fn unzstd(from: impl Read + 'static) -> io::Result<Box<dyn Read>> {
    #[cfg(feature = "packers")]
    return Ok(Box::new(zstd::Decoder::new(from)?));
    #[cfg(not(feature = "packers"))]
    {
        drop(from);
        Err(none())
    }
}

/// Why nothing is packed or unpacked.
#[cfg(not(feature = "packers"))]
pub(crate) fn none() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "this program was built without packers (`--features packers`)")
}
