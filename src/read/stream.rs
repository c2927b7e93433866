//! The bytes of one source, decompressed.
//!
//! Sequential and bounded: nothing is read ahead but the decoders' own buffers. A compressed stream goes on after
//! damage, as [`super::unpack`] says.

pub use super::source::Stream;
use super::{
    Limits,
    source::{Source, SourceOrigin},
    unpack::Members,
};
use crate::compression::CompressionFormat;
use std::{
    fs::File,
    io::{self, Cursor, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Opens `source`; `consumed` counts its bytes as they are read, before decompression.
///
/// # Errors
/// What the system says on opening; a stream (stdin, a pipe) can be opened once.
pub fn open(source: &Source, consumed: &Arc<AtomicU64>) -> io::Result<Stream> {
    open_at(source, 0, consumed)
}

/// Opens `source` at byte `offset`, as if those before were read; at another than the first only what can seek
/// ([`Source::can_seek`]).
///
/// # Errors
/// As of [`open`].
pub fn open_at(source: &Source, offset: u64, consumed: &Arc<AtomicU64>) -> io::Result<Stream> {
    if offset > 0 && !source.can_seek() {
        return Err(io::Error::other("it can be read from its beginning only"));
    }
    let consumed = Arc::clone(consumed);
    match &source.origin {
        SourceOrigin::File(path) => {
            let mut inner = File::open(path)?;
            inner.seek(SeekFrom::Start(offset))?;
            consumed.fetch_add(offset, Ordering::Relaxed);
            Ok(unpack(Counted { inner, consumed }, source.compression, &source.limits))
        }
        SourceOrigin::Memory(bytes) => {
            Ok(unpack(Counted { inner: Cursor::new(bytes.clone()), consumed }, source.compression, &source.limits))
        }
        SourceOrigin::Unreadable(said) => Err(io::Error::other(said.clone())),
        SourceOrigin::Stream { head, rest } => {
            let rest = rest.lock().ok().and_then(|mut rest| rest.take());
            let rest = rest.ok_or_else(|| io::Error::other("the stream was read before"))?;
            let inner = Cursor::new(head.clone()).chain(rest);
            Ok(unpack(Counted { inner, consumed }, source.compression, &source.limits))
        }
    }
}

/// Decompresses `reader`.
pub(super) fn unpack<R: Read + Send + 'static>(reader: R, compression: CompressionFormat, limits: &Limits) -> Stream {
    match compression {
        CompressionFormat::Plain => Box::new(reader),
        _ => Box::new(Members::new(reader, compression, limits)),
    }
}

struct Counted<R> {
    inner: R,
    consumed: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
