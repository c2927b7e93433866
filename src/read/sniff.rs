//! What do the first bytes of an input show, where no extension tells? Readers of the formats are asked.

use super::{
    Limits, json,
    kind::{CompressionFormat, Format, SNIFFED, is_html, is_json_lines},
    unannounced,
    unpack::Members,
    utf16,
};
use std::io::Read;

/// The kind that the first bytes (still compressed as `compression`) show. What is nothing of the table is text, or [no text
/// at all](super::binary).
#[must_use]
pub fn sniff(head: &[u8], compression: CompressionFormat) -> Format {
    let plain = match compression {
        CompressionFormat::Plain => head.to_vec(),
        // A head is a broken stream by nature: what comes before the break is what is looked at.
        _ => {
            let mut plain = Vec::new();
            let reader = Members::new(head, compression, &Limits::default());
            let _broken_off = reader.take(SNIFFED as u64).read_to_end(&mut plain);
            plain
        }
    };
    let starts = |with: &[u8]| plain.starts_with(with);
    if starts(b"WARC/") {
        Format::Warc
    } else if starts(b"filedesc://") {
        Format::Arc
    } else if starts(b"PK\x03\x04") && !is_office(&plain) {
        Format::Zip
    } else if starts(b"PAR1") {
        Format::Parquet
    } else if plain.get(257..262) == Some(b"ustar") {
        Format::Tar
    } else if is_json(&plain) || utf16::text_of(&plain).is_some_and(|text| is_json(text.as_bytes())) {
        Format::Jsonl
    } else if is_html(&plain) || is_sent_html(&plain) {
        Format::Html
    } else {
        Format::Text
    }
}

/// Whether it is HTML as a server sent it, in chunks or compressed.
fn is_sent_html(head: &[u8]) -> bool {
    matches!(unannounced::decode(head, &Limits::default()), Ok(Some((page, _))) if is_html(&page))
}

/// Whether a zip is an office file or a book, by its first file: those are no archives of pages.
fn is_office(head: &[u8]) -> bool {
    const FIRST: &[&[u8]] = &[b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/", b"mimetype"];
    let name = head.get(30..).unwrap_or_default();
    FIRST.iter().any(|first| name.starts_with(first))
}

/// Records of JSON: a line each, or over many lines.
fn is_json(head: &[u8]) -> bool {
    is_json_lines(head) || json::is_spread(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_kind() {
        for (head, kind) in [
            ("{\"text\": \"a\"}\n{", Format::Jsonl),
            ("\u{feff}\n {\"a\":1}", Format::Jsonl),
            ("{\n  \"a\": 1\n}", Format::Jsonl),
            ("{\n  \"a\": 1, \"b\": ", Format::Jsonl),
            ("[{\"a\": 1}, {\"a\": NaN}]", Format::Jsonl),
            ("[\n\t{ \"a\": 1 }\n]\n", Format::Jsonl),
            ("[ ]", Format::Jsonl),
            ("{\n\u{0}", Format::Text),
            ("{\n  an aside in braces\n}", Format::Text),
            ("[{not} JSON]", Format::Text),
            ("[] empty boxes", Format::Text),
            ("[1] A note.\n[2] And one more.\n", Format::Text),
            ("{braces} open this prose}", Format::Text),
            ("<!DOCTYPE html><p>x", Format::Html),
            ("<?xml version='1.0'?>\n<!-- c --><html>", Format::Html),
            ("<3 is a heart", Format::Text),
            ("WARC/1.1\r\n", Format::Warc),
            ("filedesc://a.arc 0.0.0.0 20200101000000 text/plain 10\n", Format::Arc),
            ("PAR1", Format::Parquet),
            ("", Format::Text),
        ] {
            assert_eq!(sniff(head.as_bytes(), CompressionFormat::Plain), kind, "{head}");
        }
    }
}
