//! Takes off what nobody announced: chunks and compression of HTTP that a page still has.
//!
//! Crawlers strip heads and keep bodies, and `wget` saves a compressed page as `page.html`. Chunks, gzip, Zstandard, bzip2
//! and xz are known by their bytes. zlib, bare deflate and Brotli look like nothing, so they are tried only on what no text
//! can be, and believed when all of it decodes to a text.
//!
//! ```
//! use sarand::read::unannounced;
//! let sent = b"21\r\n<!doctype html><p>Two gulls stood\r\n0f\r\n on a low wall.\r\n0\r\n\r\n";
//! let (page, short) = unannounced::decode(sent, &Default::default()).unwrap().unwrap();
//! assert_eq!((&page[..], short), (&b"<!doctype html><p>Two gulls stood on a low wall."[..], false));
//! assert_eq!(unannounced::decode(b"<p>Two gulls.", &Default::default()), Ok(None));
//! ```

use super::{
    CompressionFormat, Limits, binary, chunks, kind,
    record::{Fault, FaultDetail},
    unpack::{self, Coding, fault},
};
use std::io;

/// How many times a body may be wrapped.
const LAYERS: usize = 4;

/// A body without what nobody announced, and whether its end is missing; `None` when nothing was to be undone.
///
/// # Errors
/// Compressed, but damaged from its beginning, or expanding beyond the limits.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Option<(Vec<u8>, bool)>, FaultDetail> {
    let mut undone: Option<Vec<u8>> = None;
    let mut short = false;
    for _ in 0..LAYERS {
        let Some((made, cut)) = layer(undone.as_deref().unwrap_or(bytes), limits)? else { break };
        undone = Some(made);
        short |= cut;
    }
    Ok(undone.map(|bytes| (bytes, short)))
}

fn layer(bytes: &[u8], limits: &Limits) -> Result<Option<(Vec<u8>, bool)>, FaultDetail> {
    if chunks::show(bytes) {
        return Ok(chunks::join(bytes).map(|(joined, whole)| (joined, !whole)));
    }
    let compression = kind::sniff_compression(bytes);
    if compression == CompressionFormat::Plain {
        return Ok(silent(bytes, limits));
    }
    match unpack::whole(bytes, compression, limits) {
        (made, None) => Ok(Some((made, false))),
        (made, Some(error)) => match fault(&error) {
            faulty @ (Fault::Expands | Fault::TooLong, _) => Err(faulty),
            _ if made.is_empty() => Err((Fault::BadBody, error.to_string())),
            _ => Ok(Some((made, true))),
        },
    }
}

/// Compression without a mark.
fn silent(bytes: &[u8], limits: &Limits) -> Option<(Vec<u8>, bool)> {
    binary::first_control(bytes)?;
    let is_text = |made: &Vec<u8>| !made.is_empty() && binary::first_control(made).is_none();
    let whole = |coding| unpack::to_the_end(bytes, coding, limits).filter(is_text);
    if let Some(made) = whole(Coding::Deflate).or_else(|| whole(Coding::Brotli)) {
        return Some((made, false));
    }
    // A zlib head, with a checksum of its own, is enough of a mark for one that breaks off.
    let is_zlib = matches!(bytes, [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..]);
    let (made, error) = if is_zlib { unpack::body(bytes, Coding::Deflate, limits) } else { return None };
    let breaks_off = error.is_some_and(|error| error.kind() == io::ErrorKind::UnexpectedEof);
    (breaks_off && is_text(&made)).then_some((made, true))
}

#[cfg(test)]
#[cfg(feature = "packers")]
mod tests {
    use super::*;
    use flate2::{
        Compression,
        read::{DeflateEncoder, GzEncoder, ZlibEncoder},
    };
    use std::io::Read;

    fn read(mut reader: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn undone(bytes: &[u8]) -> Option<(Vec<u8>, bool)> {
        decode(bytes, &Limits::default()).unwrap()
    }

    #[test]
    fn each_coding_is_known_without_a_head() {
        let text = "<html><p>The last tram left at ten, so we walked home along the canal.</p>\n".repeat(9);
        let text = text.as_bytes();
        let level = Compression::default();
        let gzip = read(GzEncoder::new(text, level));
        let chunked = [format!("{:x}\r\n", gzip.len()).as_bytes(), &gzip, b"\r\n0\r\n\r\n"].concat();
        // A block as it is: its length less one from the fifth bit on, and the mark that it is not compressed; the end.
        let block = (text.len() as u32 - 1) << 4 | 1 << 20;
        let brotli = [&block.to_le_bytes()[..3], text, &[0x03]].concat();
        for (name, bytes) in [
            ("gzip", &gzip),
            ("gzip twice", &read(GzEncoder::new(&gzip[..], level))),
            ("chunked gzip", &chunked),
            ("zlib", &read(ZlibEncoder::new(text, level))),
            ("deflate", &read(DeflateEncoder::new(text, level))),
            ("zstd", &zstd::encode_all(text, 3).unwrap()),
            ("brotli", &brotli),
        ] {
            assert_eq!(undone(bytes), Some((text.to_vec(), false)), "{name}");
        }
    }

    #[test]
    fn what_breaks_off_is_read_as_far_as_it_goes() {
        let text: String = (0..4000).map(|n| format!("Line {n} of a long timetable.\n")).collect();
        let level = Compression::default();
        for whole in [read(GzEncoder::new(text.as_bytes(), level)), read(ZlibEncoder::new(text.as_bytes(), level))] {
            let (made, short) = undone(&whole[..whole.len() / 2]).unwrap();
            assert!(short && !made.is_empty() && text.as_bytes().starts_with(&made), "{}", made.len());
        }
        assert_eq!(
            decode(b"\x1f\x8b\x08\0\0\0\0\0\0\x03not at all", &Limits::default()).unwrap_err().0,
            Fault::BadBody
        );
    }

    #[test]
    fn texts_and_other_files_stay() {
        for bytes in [
            &b"x^2 + y^2 = z^2, and x\x9c is no formula."[..],
            b"BZh, a market town.",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0",
            b"\x0b\x02\x80The end\x03 or not the end of it.",
            b"T\0w\0o\0 \0g\0u\0l\0l\0s\0",
            b"",
        ] {
            assert_eq!(undone(bytes), None, "{bytes:?}");
        }
    }
}
