//! Streams in UTF-16 as UTF-8, for tables and JSON, whose readers look for bytes of ASCII.
//!
//! A mark tells it, or the parity of the first bytes, as for pages. Half of a pair becomes U+FFFD. Other charsets are left to
//! whoever reads the records.

use super::{sniffed_stream::SniffedStream, stream::Stream};
use crate::decode;
use encoding_rs::{Decoder, Encoding};
use std::io::{self, Read};

/// So many bytes tell, or a line.
const TELLING: usize = 4096;

/// Without a mark, fewer bytes may be anything; no record is as short.
const CERTAIN: usize = 16;

/// The charset of UTF-16 that these first bytes are in.
fn charset_of(sample: &[u8]) -> Option<&'static Encoding> {
    let marked = sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff");
    if marked || sample.len() >= CERTAIN { decode::utf16_of(sample) } else { None }
}

/// `stream` in UTF-8, and whether it was not.
pub(super) fn as_utf8(stream: Stream) -> (Stream, bool) {
    let head = SniffedStream::of(stream, |bytes| bytes.len() >= TELLING || SniffedStream::has_line(bytes));
    let sample = &head.seen()[..head.seen().len().min(TELLING)];
    match charset_of(sample) {
        None => (Box::new(head), false),
        Some(charset) => {
            let decoder = charset.new_decoder_with_bom_removal();
            (Box::new(Decoded { inner: head, decoder, text: String::new(), at: 0, ended: false }), true)
        }
    }
}

/// The text of bytes that are looked at to know what they are.
pub(super) fn text_of(head: &[u8]) -> Option<String> {
    let charset = charset_of(&head[..head.len().min(TELLING)])?;
    Some(charset.decode_with_bom_removal(head).0.into_owned())
}

struct Decoded {
    inner: SniffedStream,
    decoder: Decoder,
    /// What was decoded, and how many bytes of it were read.
    text: String,
    at: usize,
    ended: bool,
}

impl Read for Decoded {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.ended {
            let mut bytes = [0; 16 << 10];
            let read = self.inner.read(&mut bytes)?;
            self.ended = read == 0;
            (self.at, self.text) = (0, String::new());
            self.text.reserve(self.decoder.max_utf8_buffer_length(read).unwrap_or(0));
            // The text has room for all of it.
            let _ = self.decoder.decode_to_string(&bytes[..read], &mut self.text, self.ended);
        }
        let read = (&self.text.as_bytes()[self.at..]).read(to)?;
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(bytes: Vec<u8>) -> (String, bool) {
        let (mut stream, was) = as_utf8(Box::new(Cursor::new(bytes)));
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        (text, was)
    }

    #[test]
    fn both_orders_are_read_with_a_mark_and_without() {
        let row = "شناسه,متن\r\n۱,«کتاب» 😀 تازه\r\n";
        for text in [row.to_owned(), "id;text\n1;An old mill.\n".to_owned(), row.repeat(9000)] {
            for mark in ["", "\u{FEFF}"] {
                let marked = format!("{mark}{text}");
                let little = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let big = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
                assert_eq!(read(little), (text.clone(), true));
                assert_eq!(read(big), (text.clone(), true));
            }
            assert_eq!(read(text.clone().into_bytes()), (text, false));
        }
        assert_eq!(read(b"\xff\xfea\0\x3d\xd8".to_vec()), ("a\u{FFFD}".to_owned(), true));
        assert_eq!(read(b"\0\\u00".to_vec()), ("\0\\u00".to_owned(), false), "too few to tell");
        assert_eq!(read(Vec::new()), (String::new(), false));
    }
}
