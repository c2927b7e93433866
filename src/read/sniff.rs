//! What do the first bytes of an input show, where no extension tells? Readers of the formats are asked.

use super::{
    Limits, json,
    kind::{Kind, Pack, SNIFFED, is_html, is_json_lines},
    undo,
    unpack::Members,
    utf16,
};
use std::io::Read;

/// The kind that the first bytes (still compressed as `pack`) show. What is nothing of the table is text, or [no text
/// at all](super::binary).
#[must_use]
pub fn sniff(head: &[u8], pack: Pack) -> Kind {
    let plain = match pack {
        Pack::Plain => head.to_vec(),
        // A head is a broken stream by nature: what comes before the break is what is looked at.
        _ => {
            let mut plain = Vec::new();
            let reader = Members::new(head, pack, &Limits::default());
            let _broken_off = reader.take(SNIFFED as u64).read_to_end(&mut plain);
            plain
        }
    };
    let starts = |with: &[u8]| plain.starts_with(with);
    if starts(b"WARC/") {
        Kind::Warc
    } else if starts(b"filedesc://") {
        Kind::Arc
    } else if starts(b"PK\x03\x04") && !is_office(&plain) {
        Kind::Zip
    } else if starts(b"PAR1") {
        Kind::Parquet
    } else if plain.get(257..262) == Some(b"ustar") {
        Kind::Tar
    } else if is_json(&plain) || utf16::text_of(&plain).is_some_and(|text| is_json(text.as_bytes())) {
        Kind::Jsonl
    } else if is_html(&plain) || is_sent_html(&plain) {
        Kind::Html
    } else {
        Kind::Text
    }
}

/// Whether it is HTML as a server sent it, in chunks or compressed.
fn is_sent_html(head: &[u8]) -> bool {
    matches!(undo::undo(head, &Limits::default()), Ok(Some((page, _))) if is_html(&page))
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
            ("{\"text\": \"a\"}\n{", Kind::Jsonl),
            ("\u{feff}\n {\"a\":1}", Kind::Jsonl),
            ("{\n  \"a\": 1\n}", Kind::Jsonl),
            ("{\n  \"a\": 1, \"b\": ", Kind::Jsonl),
            ("[{\"a\": 1}, {\"a\": NaN}]", Kind::Jsonl),
            ("[\n\t{ \"a\": 1 }\n]\n", Kind::Jsonl),
            ("[ ]", Kind::Jsonl),
            ("{\n\u{0}", Kind::Text),
            ("{\n  an aside in braces\n}", Kind::Text),
            ("[{not} JSON]", Kind::Text),
            ("[] empty boxes", Kind::Text),
            ("[1] A note.\n[2] And one more.\n", Kind::Text),
            ("{braces} open this prose}", Kind::Text),
            ("<!DOCTYPE html><p>x", Kind::Html),
            ("<?xml version='1.0'?>\n<!-- c --><html>", Kind::Html),
            ("<3 is a heart", Kind::Text),
            ("WARC/1.1\r\n", Kind::Warc),
            ("filedesc://a.arc 0.0.0.0 20200101000000 text/plain 10\n", Kind::Arc),
            ("PAR1", Kind::Parquet),
            ("", Kind::Text),
        ] {
            assert_eq!(sniff(head.as_bytes(), Pack::Plain), kind, "{head}");
        }
    }
}
