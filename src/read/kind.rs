//! What kind of input is this? By extension, and by content where the extension does not tell.
//!
//! | extension | kind |
//! |---|---|
//! | `.txt` `.text` | plain text, one document a file |
//! | `.html` `.htm` `.xhtml` | HTML, one document a file |
//! | `.jsonl` `.ndjson` `.jsonlines` `.json-lines` | JSON, one document a line, an element of an array, or an object |
//! | `.json` | likewise, when it holds objects; else not taken |
//! | `.warc` `.wet` | WARC, one document a record that holds a page |
//! | `.arc` | ARC, likewise |
//! | `.tar` `.tgz` `.zip` | text and HTML files in an archive, one document a file |
//! | `.csv` `.tsv` | a table with a head, one document a row |
//! | `.parquet` | Parquet, one document a row |
//! | any but zip and Parquet and `.gz`, `.zst`, `.zstd`, `.bz2` or `.xz` | the same, compressed (all members) |
//!
//! Charsets are not looked at, but for JSON: a UTF-16 page without a known extension is sniffed as text.

pub use crate::compression::CompressionFormat;

/// What one input holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text: the file is one document.
    Text,
    /// HTML: the file is one document.
    Html,
    /// JSON: each line is a document, or each element of an array, or each object that goes over lines.
    Jsonl,
    /// WARC 0.17 to 1.1, WET too: each record that holds a page is a document.
    Warc,
    /// ARC 1 and 2, likewise.
    Arc,
    /// A tar archive: each file of text or HTML is a document.
    Tar,
    /// A zip archive, likewise.
    Zip,
    /// Comma-separated values with a head: each row is a document.
    Csv,
    /// The same, separated by tabs.
    Tsv,
    /// Parquet: each row is a document.
    Parquet,
}

impl Format {
    /// Whether the file is one document.
    #[must_use]
    pub fn is_page(self) -> bool {
        matches!(self, Self::Text | Self::Html)
    }
}

/// What an extension says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionFormat {
    /// The kind.
    Is(Format),
    /// JSON: records, or something else; the content tells.
    Json,
}

/// The known extensions (lower case, without the dot), sorted.
pub const EXTENSIONS: &[(&str, ExtensionFormat)] = &[
    ("arc", ExtensionFormat::Is(Format::Arc)),
    ("csv", ExtensionFormat::Is(Format::Csv)),
    ("htm", ExtensionFormat::Is(Format::Html)),
    ("html", ExtensionFormat::Is(Format::Html)),
    ("json", ExtensionFormat::Json),
    ("json-lines", ExtensionFormat::Is(Format::Jsonl)),
    ("jsonl", ExtensionFormat::Is(Format::Jsonl)),
    ("jsonlines", ExtensionFormat::Is(Format::Jsonl)),
    ("ndjson", ExtensionFormat::Is(Format::Jsonl)),
    ("parquet", ExtensionFormat::Is(Format::Parquet)),
    ("tar", ExtensionFormat::Is(Format::Tar)),
    ("text", ExtensionFormat::Is(Format::Text)),
    ("tgz", ExtensionFormat::Is(Format::Tar)),
    ("tsv", ExtensionFormat::Is(Format::Tsv)),
    ("txt", ExtensionFormat::Is(Format::Text)),
    ("warc", ExtensionFormat::Is(Format::Warc)),
    ("wet", ExtensionFormat::Is(Format::Warc)),
    ("xhtml", ExtensionFormat::Is(Format::Html)),
    ("zip", ExtensionFormat::Is(Format::Zip)),
];

/// How many bytes of a stream are looked at.
pub const SNIFFED: usize = 64 << 10;

/// What the file name (its bytes) says of kind and compression.
#[must_use]
pub fn by_name(name: &[u8]) -> (Option<ExtensionFormat>, CompressionFormat) {
    const COMPRESSION_EXTENSIONS: &[(&[u8], CompressionFormat)] = &[
        (b"gz", CompressionFormat::Gzip),
        (b"zst", CompressionFormat::Zstd),
        (b"zstd", CompressionFormat::Zstd),
        (b"bz2", CompressionFormat::Bzip2),
        (b"xz", CompressionFormat::Xz),
    ];
    let packed = split_extension(name).and_then(|(stem, ext)| {
        let (_, compression) = COMPRESSION_EXTENSIONS.iter().find(|(known, _)| ext.eq_ignore_ascii_case(known))?;
        Some((stem, *compression))
    });
    let (stem, compression) = match packed {
        Some(packed) => packed,
        None if name.len() > 4 && name[name.len() - 4..].eq_ignore_ascii_case(b".tgz") => {
            (name, CompressionFormat::Gzip)
        }
        None => (name, CompressionFormat::Plain),
    };
    let known = split_extension(stem).and_then(|(_, ext)| {
        EXTENSIONS.iter().find(|(known, _)| ext.eq_ignore_ascii_case(known.as_bytes())).map(|(_, known)| *known)
    });
    (known, compression)
}

fn split_extension(name: &[u8]) -> Option<(&[u8], &[u8])> {
    let dot = memchr::memrchr(b'.', name)?;
    Some((&name[..dot], &name[dot + 1..]))
}

/// The compression that the first bytes show.
#[must_use]
pub fn sniff_compression(head: &[u8]) -> CompressionFormat {
    const HEADS: &[(&[u8], CompressionFormat)] = &[
        (&[0x1f, 0x8b, 8], CompressionFormat::Gzip),
        (&[0x28, 0xb5, 0x2f, 0xfd], CompressionFormat::Zstd),
        // A `.warc.zst` opens with its dictionary, in a skippable frame.
        (&[0x5d, 0x2a, 0x4d, 0x18], CompressionFormat::Zstd),
        (&[0xfd, b'7', b'z', b'X', b'Z', 0], CompressionFormat::Xz),
    ];
    // A text may begin with the three letters alone.
    let bzip2 = matches!(head, [b'B', b'Z', b'h', b'1'..=b'9', block @ ..] if block.starts_with(b"1AY&SY"));
    match HEADS.iter().find(|(start, _)| head.starts_with(start)) {
        Some((_, compression)) => *compression,
        None if bzip2 => CompressionFormat::Bzip2,
        None => CompressionFormat::Plain,
    }
}

/// What stands behind a byte order mark and spaces.
pub(super) fn content(head: &[u8]) -> &[u8] {
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

/// Whether a file that begins so, and is no longer, is an object over many lines without any of `keys`.
pub(super) fn is_note(head: &[u8], keys: &[String]) -> bool {
    let has = |key: &String| memchr::memmem::find(head, format!("\"{key}\"").as_bytes()).is_some();
    let is_object = head.len() < SNIFFED && content(head).starts_with(b"{") && !is_json_lines(head);
    is_object && !keys.is_empty() && !keys.iter().any(has)
}

pub(super) fn is_html(head: &[u8]) -> bool {
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
        for (name, kind, compression) in [
            ("a.txt", Some(ExtensionFormat::Is(Format::Text)), CompressionFormat::Plain),
            ("a.b.HTML.GZ", Some(ExtensionFormat::Is(Format::Html)), CompressionFormat::Gzip),
            ("x.ndjson.zst", Some(ExtensionFormat::Is(Format::Jsonl)), CompressionFormat::Zstd),
            ("x.json", Some(ExtensionFormat::Json), CompressionFormat::Plain),
            ("dump.gz", None, CompressionFormat::Gzip),
            ("cc.warc.wet.gz", Some(ExtensionFormat::Is(Format::Warc)), CompressionFormat::Gzip),
            ("pages.tgz", Some(ExtensionFormat::Is(Format::Tar)), CompressionFormat::Gzip),
            ("rows.csv.bz2", Some(ExtensionFormat::Is(Format::Csv)), CompressionFormat::Bzip2),
            ("a.txt.XZ", Some(ExtensionFormat::Is(Format::Text)), CompressionFormat::Xz),
            ("txt", None, CompressionFormat::Plain),
            ("", None, CompressionFormat::Plain),
        ] {
            assert_eq!(by_name(name.as_bytes()), (kind, compression), "{name}");
        }
    }
}
