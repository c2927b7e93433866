//! The page in a block of an archive: out of a server's answer, or out of a file.
//!
//! Takes the head off, undoes chunks and compression, and says the kind, the charset of the head and the status. Heads of
//! crawls break every rule, and many crawlers undo chunks or compression and leave the head as it was; so a body that is
//! not what its head says is taken as it is when it can be read as it is. What a head does not say [`unannounced`] finds out.
//!
//! Only pages of HTML and text are taken, and only of answers with a status of 200 to 299 unless all are asked for.

use super::{
    CompressionFormat, Format, Limits, archive, binary, chunks,
    kind::{self, ExtensionFormat},
    raw_record::{self, RecordHead},
    record::{Fault, FaultDetail},
    record_skip::RecordSkip,
    unannounced,
    unpack::{self, Coding},
};
use crate::decode::Hints;
use std::borrow::Cow;

/// A page of an archive.
#[derive(Debug)]
pub struct ArchivedPage<'b> {
    /// [`Format::Text`] or [`Format::Html`].
    pub kind: Format,
    /// Its bytes.
    pub bytes: Cow<'b, [u8]>,
    /// What the head says of its charset.
    pub charset: Hints,
    /// The status of the answer, when there was one that is not 200.
    pub status: Option<u16>,
    /// Its end is missing.
    pub truncated: bool,
}

/// What is in a block.
#[derive(Debug)]
pub enum BlockContent<'b> {
    /// A page.
    Page(ArchivedPage<'b>),
    /// Something else.
    Skipped(RecordSkip),
}

/// The page in `block`, of which the archive says `head`. `any_status`: errors and redirections are pages too.
///
/// # Errors
/// The fault for which the record goes to quarantine.
pub fn page<'b>(
    head: &RecordHead,
    block: &'b [u8],
    any_status: bool,
    limits: &Limits,
) -> Result<BlockContent<'b>, FaultDetail> {
    if let Some(fault) = &head.fault {
        return Err(fault.clone());
    }
    if !head.name.is_empty() {
        return entry(head, block, limits);
    }
    let answer = if head.http { Response::parse(block) } else { None };
    let Some(answer) = answer else {
        let media = if head.http { "" } else { &head.media };
        let said = match media_kind(media) {
            MediaKind::Other(reason) => return Ok(BlockContent::Skipped(reason)),
            said => said,
        };
        let (bytes, short) = bare(Cow::Borrowed(block), limits)?;
        return known(said, bytes, Hints::of_content_type(media), None, head.truncated || short);
    };
    let status = answer.status;
    if !any_status && !(200..300).contains(&status) {
        return Ok(BlockContent::Skipped(status_reason(status)));
    }
    let media = if answer.media.is_empty() { head.media.clone() } else { answer.media.clone() };
    let media = if media.starts_with("application/http") { String::new() } else { media };
    let said = match media_kind(&media) {
        MediaKind::Other(reason) => return Ok(BlockContent::Skipped(reason)),
        said => said,
    };
    let (bytes, short) = answer.body(limits)?;
    let status = (status != 200).then_some(status);
    known(said, bytes, Hints::of_content_type(&media), status, head.truncated || short)
}

fn known(
    said: MediaKind,
    bytes: Cow<'_, [u8]>,
    charset: Hints,
    status: Option<u16>,
    truncated: bool,
) -> Result<BlockContent<'_>, FaultDetail> {
    let kind = match said {
        MediaKind::Is(kind) => kind,
        _ if kind::is_html(&bytes) => Format::Html,
        _ => return Ok(BlockContent::Skipped(RecordSkip::MediaUnknown)),
    };
    refuse_binary(&bytes)?;
    Ok(BlockContent::Page(ArchivedPage { kind, bytes, charset, status, truncated }))
}

/// The page that a file of text or HTML holds.
///
/// # Errors
/// The fault for which the file goes to quarantine.
pub fn file<'b>(kind: Format, bytes: Cow<'b, [u8]>, limits: &Limits) -> Result<ArchivedPage<'b>, FaultDetail> {
    let (bytes, truncated) = bare(bytes, limits)?;
    refuse_binary(&bytes)?;
    Ok(ArchivedPage { kind, bytes, charset: Hints::default(), status: None, truncated })
}

/// Bytes without what nobody announced, and whether their end is missing.
fn bare<'b>(bytes: Cow<'b, [u8]>, limits: &Limits) -> Result<(Cow<'b, [u8]>, bool), FaultDetail> {
    Ok(match unannounced::decode(&bytes, limits)? {
        Some((made, short)) => (Cow::Owned(made), short),
        None => (bytes, false),
    })
}

fn refuse_binary(bytes: &[u8]) -> Result<(), FaultDetail> {
    binary::format_name(bytes).map_or(Ok(()), |what| Err((Fault::Binary, what)))
}

/// A file in an archive: its name tells what it is.
fn entry<'b>(head: &RecordHead, block: &'b [u8], limits: &Limits) -> Result<BlockContent<'b>, FaultDetail> {
    let (known, compression) = kind::by_name(head.name.as_bytes());
    let Some(ExtensionFormat::Is(kind)) =
        known.filter(|known| matches!(known, ExtensionFormat::Is(kind) if kind.is_page()))
    else {
        return Ok(BlockContent::Skipped(RecordSkip::EntryNoPage));
    };
    let bytes = match compression {
        CompressionFormat::Plain => Cow::Borrowed(block),
        _ => match unpack::whole(block, compression, limits) {
            (bytes, None) => Cow::Owned(bytes),
            (_, Some(error)) => return Err(raw_record::fault(&error)),
        },
    };
    let page = file(kind, bytes, limits)?;
    Ok(BlockContent::Page(ArchivedPage { truncated: head.truncated || page.truncated, ..page }))
}

/// What a media type says.
enum MediaKind {
    Is(Format),
    /// Nothing: HTML shows by its content.
    Unknown,
    Other(RecordSkip),
}

fn media_kind(media: &str) -> MediaKind {
    let media = media.split(';').next().unwrap_or(media).trim().to_ascii_lowercase();
    MediaKind::Other(match media.as_str() {
        "text/html" | "application/xhtml+xml" => return MediaKind::Is(Format::Html),
        "text/plain" => return MediaKind::Is(Format::Text),
        ""
        | "application/octet-stream"
        | "unknown/unknown"
        | "unknown"
        | "no-type"
        | "text/xml"
        | "application/xml" => {
            return MediaKind::Unknown;
        }
        "text/dns" => RecordSkip::WarcDns,
        "text/css" => RecordSkip::MediaCss,
        "application/pdf" => RecordSkip::MediaPdf,
        "application/json" | "application/ld+json" => RecordSkip::MediaJson,
        "application/x-javascript" | "application/javascript" | "text/javascript" => RecordSkip::MediaJavascript,
        _ => match media.split('/').next() {
            Some("image") => RecordSkip::MediaImage,
            Some("audio") => RecordSkip::MediaAudio,
            Some("video") => RecordSkip::MediaVideo,
            Some("font") => RecordSkip::MediaFont,
            _ if media.ends_with("+xml") => RecordSkip::MediaXml,
            _ => RecordSkip::MediaOther,
        },
    })
}

fn status_reason(status: u16) -> RecordSkip {
    match status / 100 {
        1 => RecordSkip::Status1xx,
        3 => RecordSkip::Status3xx,
        4 => RecordSkip::Status4xx,
        5 => RecordSkip::Status5xx,
        _ => RecordSkip::StatusOther,
    }
}

/// A server's answer.
struct Response<'b> {
    status: u16,
    media: String,
    codings: Vec<Coding>,
    chunked: bool,
    /// What the head says of the length of the body.
    length: Option<u64>,
    body: &'b [u8],
}

impl<'b> Response<'b> {
    /// `None` when it does not begin as one.
    fn parse(block: &'b [u8]) -> Option<Self> {
        let end = memchr::memchr(b'\n', &block[..block.len().min(4096)])?;
        let line = String::from_utf8_lossy(&block[..end]);
        let mut words = line.split_ascii_whitespace();
        words.next().filter(|word| word.starts_with("HTTP") || *word == "ICY")?;
        let status = words.next()?.parse().ok()?;
        // A head without an end has no body.
        let (length, pairs) = archive::pairs(&block[end + 1..]).unwrap_or((block.len() - end - 1, Vec::new()));
        let text = |name: &str| archive::value(&pairs, name).map(String::from_utf8_lossy).unwrap_or_default();
        let codings = text("Content-Encoding");
        let codings = codings.split(',').filter_map(|name| match name.trim().to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Coding::Gzip),
            "deflate" => Some(Coding::Deflate),
            "br" => Some(Coding::Brotli),
            "zstd" => Some(Coding::Zstd),
            _ => None,
        });
        Some(Self {
            status,
            media: text("Content-Type").into_owned(),
            codings: codings.take(4).collect(),
            chunked: text("Transfer-Encoding").to_ascii_lowercase().contains("chunked"),
            length: text("Content-Length").parse().ok(),
            body: &block[end + 1 + length..],
        })
    }

    /// The body, and whether its end is missing.
    fn body(&self, limits: &Limits) -> Result<(Cow<'b, [u8]>, bool), FaultDetail> {
        let mut bytes = Cow::Borrowed(self.body);
        let mut short = self.length.is_some_and(|length| (self.body.len() as u64) < length);
        if self.chunked
            && let Some((joined, whole)) = chunks::join(self.body)
        {
            bytes = Cow::Owned(joined);
            short = !whole;
        }
        let mut failed = None;
        for coding in self.codings.iter().rev() {
            if bytes.is_empty() {
                break;
            }
            let (made, error) = unpack::body(&bytes, *coding, limits);
            match error {
                None => {}
                Some(error) if made.is_empty() => {
                    failed = Some(error);
                    break;
                }
                Some(error) => match raw_record::fault(&error) {
                    faulty @ (Fault::Expands | Fault::TooLong, _) => return Err(faulty),
                    _ => short = true,
                },
            }
            bytes = Cow::Owned(made);
        }
        if let Some((made, cut)) = unannounced::decode(&bytes, limits)? {
            return Ok((Cow::Owned(made), short || cut));
        }
        match failed {
            // A crawler undid it and kept the head.
            Some(_) if kind::is_html(&bytes) || simdutf8::basic::from_utf8(&bytes).is_ok() => Ok((bytes, short)),
            Some(error) => Err((Fault::BadBody, error.to_string())),
            None => Ok((bytes, short)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(head: &str, body: &[u8]) -> Result<String, String> {
        let block = [head.as_bytes(), body].concat();
        let http =
            RecordHead { http: true, media: "application/http; msgtype=response".to_owned(), ..RecordHead::default() };
        match page(&http, &block, false, &Limits::default()) {
            Ok(BlockContent::Page(page)) => {
                let end = if page.truncated { "…" } else { "" };
                Ok(format!("{:?} {}{end}", page.kind, String::from_utf8_lossy(&page.bytes)))
            }
            Ok(BlockContent::Skipped(reason)) => Err(reason.id().to_owned()),
            Err((fault, _)) => Err(fault.id().to_owned()),
        }
    }

    #[test]
    fn bodies_are_what_they_are_whatever_the_head_says() {
        let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n";
        let gzipped = "HTTP/1.0 200\nContent-Encoding: gzip\nContent-type: text/plain; charset=utf-8\n\n";
        for (head, body, text) in [
            (chunked, &b"3;x=y\r\n<p>\r\n2\r\nab\r\n0\r\n\r\n"[..], "Html <p>ab"),
            (chunked, b"3\r\n<p>\r\n9\r\nab", "Html <p>ab…"),
            (chunked, b"<p>no chunks", "Html <p>no chunks"),
            (gzipped, b"not compressed", "Text not compressed"),
            (gzipped, b"", "Text "),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"<html>x", "Html <html>x…"),
            ("", b"<!doctype html>x", "Html <!doctype html>x"),
        ] {
            assert_eq!(taken(head, body), Ok(text.to_owned()), "{head}");
        }
    }

    #[test]
    fn what_is_no_page_says_why() {
        for (head, reason) in [
            ("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n", "status_4xx"),
            ("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", "media_image"),
            ("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n", "media_xml"),
            ("HTTP/1.1 200 OK\r\n\r\nGIF89a", "media_unknown"),
            ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd\r\n\r\n", "bad_body"),
        ] {
            assert_eq!(taken(head, b"\xff\xfe\xfd\xfc"), Err(reason.to_owned()), "{head}");
        }
    }

    #[cfg(feature = "packers")]
    #[test]
    fn all_codings_are_undone() {
        let page = b"<p>The ferry is late again.";
        let head =
            |coding: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\r\n");
        let mut zlib = flate2::read::ZlibEncoder::new(&page[..], flate2::Compression::fast());
        let mut bare = flate2::read::DeflateEncoder::new(&page[..], flate2::Compression::fast());
        let mut gzip = flate2::read::GzEncoder::new(&page[..], flate2::Compression::fast());
        let read = |reader: &mut dyn std::io::Read| {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).unwrap();
            bytes
        };
        let zstd = zstd::encode_all(&page[..], 1).unwrap();
        // A block as it is: its length less one from the fifth bit on, and the mark that it is not compressed; the end.
        let block = (page.len() as u32 - 1) << 4 | 1 << 20;
        let brotli = [&block.to_le_bytes()[..3], &page[..], &[0x03]].concat();
        for (coding, body) in [
            ("deflate", read(&mut zlib)),
            ("deflate", read(&mut bare)),
            ("x-gzip", read(&mut gzip)),
            ("zstd", zstd),
            ("br", brotli),
        ] {
            assert_eq!(taken(&head(coding), &body), Ok("Html <p>The ferry is late again.".to_owned()), "{coding}");
        }
    }
}
