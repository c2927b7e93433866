//! One decoder for each compression, all driven the same way: bytes in, bytes out, and whether the member is over.

use crate::compression::CompressionFormat;
use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use bzip2::Decompress as Bunzip;
use flate2::{Decompress as Inflate, FlushDecompress, Status};
use liblzma::stream::{Action, Status as XzStatus, Stream as Unxz};
use std::io;
use zstd::stream::raw::{DParameter, Decoder as Unzstd, InBuffer, Operation, OutBuffer};

/// Windows above 2^27 bytes are refused: a frame could ask for any memory.
const ZSTD_WINDOW_LOG: u32 = 27;

/// `xz -9` needs 65 MiB.
const XZ_MEMORY: u64 = 256 << 20;

/// A decoder within a member.
pub(super) enum Codec {
    /// gzip, zlib or bare deflate.
    Inflate(Box<Inflate>),
    Zstd(Unzstd<'static>),
    Bzip2(Box<Bunzip>),
    Xz(Unxz),
    Brotli(Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>),
}

/// What one step did.
pub(super) struct Step {
    pub(super) consumed: usize,
    pub(super) produced: usize,
    /// The member is over; what follows is the next.
    pub(super) ended: bool,
}

impl Codec {
    /// A decoder for a member of `compression`; `dictionary` is for Zstandard and may be empty.
    pub(super) fn new(compression: CompressionFormat, dictionary: &[u8]) -> io::Result<Self> {
        Ok(match compression {
            CompressionFormat::Zstd => {
                let mut decoder =
                    if dictionary.is_empty() { Unzstd::new() } else { Unzstd::with_dictionary(dictionary) }?;
                decoder.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
                Self::Zstd(decoder)
            }
            CompressionFormat::Bzip2 => Self::Bzip2(Box::new(Bunzip::new(false))),
            CompressionFormat::Xz => Self::Xz(Unxz::new_stream_decoder(XZ_MEMORY, 0)?),
            CompressionFormat::Plain | CompressionFormat::Gzip => Self::Inflate(Box::new(Inflate::new_gzip(15))),
        })
    }

    /// A decoder of a deflate stream, with or without a zlib head.
    pub(super) fn deflate(zlib: bool) -> io::Result<Self> {
        Ok(Self::Inflate(Box::new(Inflate::new(zlib))))
    }

    /// A decoder of a Brotli stream.
    pub(super) fn brotli() -> io::Result<Self> {
        let memory = StandardAlloc::default;
        Ok(Self::Brotli(Box::new(BrotliState::new(memory(), memory(), memory()))))
    }

    /// Makes it ready for the next member; the dictionary stays.
    pub(super) fn restart(&mut self, compression: CompressionFormat) -> io::Result<()> {
        match self {
            Self::Zstd(decoder) => decoder.reinit(),
            _ => {
                *self = Self::new(compression, &[])?;
                Ok(())
            }
        }
    }

    /// Decodes some of `input` into `output`.
    pub(super) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Result<Step, String> {
        Ok(match self {
            Self::Inflate(decoder) => {
                let before = (decoder.total_in(), decoder.total_out());
                let status = decoder.decompress(input, output, FlushDecompress::None).map_err(text)?;
                step(before, (decoder.total_in(), decoder.total_out()), status == Status::StreamEnd)
            }
            Self::Zstd(decoder) => {
                let (mut input, mut output) = (InBuffer::around(input), OutBuffer::around(output));
                let hint = decoder.run(&mut input, &mut output).map_err(text)?;
                Step { consumed: input.pos(), produced: output.pos(), ended: hint == 0 }
            }
            Self::Bzip2(decoder) => {
                let before = (decoder.total_in(), decoder.total_out());
                let status = decoder.decompress(input, output).map_err(text)?;
                step(before, (decoder.total_in(), decoder.total_out()), status == bzip2::Status::StreamEnd)
            }
            Self::Xz(decoder) => {
                let before = (decoder.total_in(), decoder.total_out());
                let status = decoder.process(input, output, Action::Run).map_err(text)?;
                step(before, (decoder.total_in(), decoder.total_out()), status == XzStatus::StreamEnd)
            }
            Self::Brotli(decoder) => {
                let (mut left, mut consumed) = (input.len(), 0);
                let (mut room, mut produced, mut total) = (output.len(), 0, 0);
                let result = BrotliDecompressStream(
                    &mut left,
                    &mut consumed,
                    input,
                    &mut room,
                    &mut produced,
                    output,
                    &mut total,
                    decoder,
                );
                match result {
                    BrotliResult::ResultFailure => return Err("it is no Brotli".to_owned()),
                    result => Step { consumed, produced, ended: matches!(result, BrotliResult::ResultSuccess) },
                }
            }
        })
    }
}

fn step(before: (u64, u64), after: (u64, u64), ended: bool) -> Step {
    Step { consumed: (after.0 - before.0) as usize, produced: (after.1 - before.1) as usize, ended }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
