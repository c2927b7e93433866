//! WARC files, versions 0.17 to 1.1, and WET files, which are WARC.
//!
//! Pages are in records of the types `response` (with a server's answer as it was sent), `resource` and `conversion`
//! (text that someone took out of a page). Records of other types, `robots.txt` and answers of name servers are passed
//! over and counted. Digests are not checked: gzip and Zstandard have checksums of their own.

use super::{
    archive::{self, ArchiveFormat, HeadOutcome, RecordKind},
    raw_record::RecordHead,
    record_skip::RecordSkip,
};

/// Reads heads of WARC records.
pub(super) struct Warc;

impl ArchiveFormat for Warc {
    const MARK: usize = 32;

    /// `WARC/1.1` and the end of the line.
    fn is_mark(&self, bytes: &[u8]) -> bool {
        let Some(rest) = bytes.strip_prefix(b"WARC/") else { return false };
        let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        (3..=5).contains(&version) && matches!(rest.get(version), Some(b'\r' | b'\n' | b' '))
    }

    /// At the start of a line a mark is enough. Within one a field of a head must follow: pages speak of WARC, too.
    fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        memchr::memmem::find_iter(&bytes[from.min(bytes.len())..], b"WARC/").map(|at| from + at).find(|at| {
            let begins_line = at.checked_sub(1).is_some_and(|before| bytes[before] == b'\n');
            self.is_mark(&bytes[*at..]) && (begins_line || has_field(&bytes[*at..]))
        })
    }

    fn is_gap(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(b"\r\n\r\n") || bytes.starts_with(b"\n\n")
    }

    fn head(&mut self, bytes: &[u8]) -> HeadOutcome {
        let Some((length, pairs)) = archive::pairs(bytes) else { return HeadOutcome::More };
        if self.find(&bytes[..length], 1).is_some() {
            return HeadOutcome::Bad("its head breaks off".to_owned());
        }
        let text = |name: &str| archive::value(&pairs, name).map(String::from_utf8_lossy).unwrap_or_default();
        let block = text("Content-Length");
        let Ok(block) = block.parse() else {
            return HeadOutcome::Bad(format!("{block:?} is no Content-Length"));
        };
        let bare = |name: &str| {
            let text = text(name);
            let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
            inside.unwrap_or(&text).to_owned()
        };
        let (url, media) = (bare("WARC-Target-URI"), text("Content-Type").into_owned());
        let kind = match (text("WARC-Type").as_ref(), media_type(&media)) {
            ("response" | "resource", _) if url.starts_with("dns:") => RecordKind::Skipped(RecordSkip::WarcDns),
            ("response" | "resource", _) if is_robots(&url) => RecordKind::Skipped(RecordSkip::RobotsTxt),
            // The logs of wget and wpull.
            ("resource", _) if url.starts_with("metadata:") || url.starts_with("urn:X-wpull:") => {
                RecordKind::Skipped(RecordSkip::WarcMetadata)
            }
            (kind @ ("response" | "resource" | "conversion"), media_type) => {
                let http = media_type.eq_ignore_ascii_case("application/http");
                let truncated = archive::value(&pairs, "WARC-Truncated").is_some();
                let http = kind == "response" && (http || media.is_empty());
                let (id, date) = (bare("WARC-Record-ID"), text("WARC-Date").into_owned());
                RecordKind::Page(Box::new(RecordHead {
                    id,
                    url,
                    date,
                    media,
                    http,
                    truncated,
                    ..RecordHead::default()
                }))
            }
            ("request", _) => RecordKind::Skipped(RecordSkip::WarcRequest),
            ("warcinfo", _) => RecordKind::Skipped(RecordSkip::WarcWarcinfo),
            ("metadata", _) => RecordKind::Skipped(RecordSkip::WarcMetadata),
            ("revisit", _) => RecordKind::Skipped(RecordSkip::WarcRevisit),
            ("continuation", _) => RecordKind::Skipped(RecordSkip::WarcContinuation),
            _ => RecordKind::Skipped(RecordSkip::WarcOther),
        };
        HeadOutcome::Head { length, block, kind }
    }
}

/// Whether the line after this one begins as a field of a WARC head does.
fn has_field(bytes: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b'\n', &bytes[..bytes.len().min(Warc::MARK)]) else { return false };
    let next = &bytes[end + 1..];
    [&b"WARC-"[..], b"Content-"].iter().any(|name| next.get(..name.len()).is_some_and(|b| b.eq_ignore_ascii_case(name)))
}

/// A media type without its parameters.
fn media_type(media: &str) -> &str {
    media.split(';').next().unwrap_or(media).trim()
}

/// Whether a URL is that of a site's `robots.txt`.
pub(super) fn is_robots(url: &str) -> bool {
    url.split(['?', '#']).next().is_some_and(|url| url.ends_with("/robots.txt"))
}
