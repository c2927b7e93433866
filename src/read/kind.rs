//! What kind of input is this? By extension, and by content where the extension does not tell.
//!
//! | extension | kind |
//! |---|---|
//! | `.txt` `.text` | plain text, one document a file |
//! | `.html` `.htm` `.xhtml` | HTML, one document a file |
//! | `.jsonl` `.ndjson` `.jsonlines` `.json-lines` | JSON lines, one document a line |
//! | `.json` | JSON lines when its first line is an object; else not taken |
//! | any of these and `.gz`, `.zst` or `.zstd` | the same, compressed (all gzip members, all zstd frames) |
//!
//! Charsets are not looked at: a UTF-16 page without a known extension is sniffed as text.

use super::stream;
use std::io::{Cursor, Read};

/// What one input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Plain text: the file is one document.
    Text,
    /// HTML: the file is one document.
    Html,
    /// JSON lines: each line is a document.
    Jsonl,
}

/// How an input is compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pack {
    /// Not at all.
    #[default]
    Plain,
    /// gzip, any number of members.
    Gzip,
    /// Zstandard, any number of frames.
    Zstd,
}

/// What an extension says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The kind.
    Is(Kind),
    /// JSON: lines of it, or one value over many lines; the content tells.
    Json,
}

/// The known extensions (lower case, without the dot), sorted.
pub const EXTENSIONS: &[(&str, Known)] = &[
    ("htm", Known::Is(Kind::Html)),
    ("html", Known::Is(Kind::Html)),
    ("json", Known::Json),
    ("json-lines", Known::Is(Kind::Jsonl)),
    ("jsonl", Known::Is(Kind::Jsonl)),
    ("jsonlines", Known::Is(Kind::Jsonl)),
    ("ndjson", Known::Is(Kind::Jsonl)),
    ("text", Known::Is(Kind::Text)),
    ("txt", Known::Is(Kind::Text)),
    ("xhtml", Known::Is(Kind::Html)),
];

/// How many bytes of a stream are looked at.
pub const SNIFFED: usize = 64 << 10;

/// What the file name (its bytes) says of kind and compression.
#[must_use]
pub fn by_name(name: &[u8]) -> (Option<Known>, Pack) {
    let (stem, pack) = match split_extension(name) {
        Some((stem, ext)) if ext.eq_ignore_ascii_case(b"gz") => (stem, Pack::Gzip),
        Some((stem, ext)) if ext.eq_ignore_ascii_case(b"zst") || ext.eq_ignore_ascii_case(b"zstd") => {
            (stem, Pack::Zstd)
        }
        _ => (name, Pack::Plain),
    };
    let known = split_extension(stem).and_then(|(_, ext)| {
        EXTENSIONS.iter().find(|(known, _)| ext.eq_ignore_ascii_case(known.as_bytes())).map(|(_, known)| *known)
    });
    (known, pack)
}

fn split_extension(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let dot = memchr::memrchr(b'.', name)?;
    Some((&name[..dot], &name[dot + 1..]))
}

/// The compression that the first bytes show.
#[must_use]
pub fn sniff_pack(head: &[u8]) -> Pack {
    if head.starts_with(&[0x1f, 0x8b]) {
        Pack::Gzip
    } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Pack::Zstd
    } else {
        Pack::Plain
    }
}

/// The kind that the first bytes (still compressed as `pack`) show. What is neither HTML nor JSON lines is text.
#[must_use]
pub fn sniff(head: &[u8], pack: Pack) -> Kind {
    let plain = match pack {
        Pack::Plain => head.to_vec(),
        // A head is a broken stream by nature: what comes before the break is what is looked at.
        Pack::Gzip | Pack::Zstd => {
            let mut plain = Vec::new();
            if let Ok(reader) = stream::unpack(Cursor::new(head.to_vec()), pack) {
                let _broken_off = reader.take(SNIFFED as u64).read_to_end(&mut plain);
            }
            plain
        }
    };
    if is_json_lines(&plain) {
        Kind::Jsonl
    } else if is_html(&plain) {
        Kind::Html
    } else {
        Kind::Text
    }
}

fn content(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start()
}

/// Whether the first line is an object that closes on it (or does not end within `head`).
#[must_use]
pub fn is_json_lines(head: &[u8]) -> bool {
    let text = content(head);
    let (line, whole) = match memchr::memchr(b'\n', text) {
        Some(end) => (&text[..end], true),
        None => (text, head.len() < SNIFFED),
    };
    let Some(inside) = line.strip_prefix(b"{") else { return false };
    let opens = matches!(inside.trim_ascii_start().first(), Some(b'"' | b'}'));
    opens && (!whole || line.trim_ascii_end().ends_with(b"}"))
}

fn is_html(head: &[u8]) -> bool {
    const STARTS: &[&[u8]] =
        &[b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<meta", b"<div", b"<article", b"<main", b"<p>"];
    let mut text = content(head);
    // Comments and an XML declaration say nothing of what follows.
    loop {
        let end: &[u8] = if text.starts_with(b"<!--") {
            b"-->"
        } else if text.starts_with(b"<?xml") {
            b"?>"
        } else {
            break;
        };
        let Some(at) = memchr::memmem::find(text, end) else { return false };
        text = text[at + end.len()..].trim_ascii_start();
    }
    STARTS.iter().any(|start| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_sorted() {
        assert!(EXTENSIONS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn names_tell_kind_and_compression() {
        for (name, kind, pack) in [
            ("a.txt", Some(Known::Is(Kind::Text)), Pack::Plain),
            ("a.b.HTML.GZ", Some(Known::Is(Kind::Html)), Pack::Gzip),
            ("x.ndjson.zst", Some(Known::Is(Kind::Jsonl)), Pack::Zstd),
            ("x.json", Some(Known::Json), Pack::Plain),
            ("dump.gz", None, Pack::Gzip),
            ("txt", None, Pack::Plain),
            ("", None, Pack::Plain),
        ] {
            assert_eq!(by_name(name.as_bytes()), (kind, pack), "{name}");
        }
    }

    #[test]
    fn content_tells_kind() {
        for (head, kind) in [
            ("{\"text\": \"a\"}\n{", Kind::Jsonl),
            ("\u{feff}\n {\"a\":1}", Kind::Jsonl),
            ("{\n  \"a\": 1\n}", Kind::Text),
            ("{braces} open this prose}", Kind::Text),
            ("<!DOCTYPE html><p>x", Kind::Html),
            ("<?xml version='1.0'?>\n<!-- c --><html>", Kind::Html),
            ("<3 is a heart", Kind::Text),
            ("", Kind::Text),
        ] {
            assert_eq!(sniff(head.as_bytes(), Pack::Plain), kind, "{head}");
        }
    }
}
