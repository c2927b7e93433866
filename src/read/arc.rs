//! ARC files, the format before WARC: versions 1 and 2.
//!
//! A record is a line `URL IP-address date media-type length` (version 2 has five more fields before the length) and as
//! many bytes. The first record describes the file and is passed over.

use super::{
    archive::{ArchiveFormat, HeadOutcome, RecordKind},
    raw_record::RecordHead,
    record_skip::RecordSkip,
    warc::is_robots,
};

/// Reads heads of ARC records.
pub(super) struct Arc;

impl ArchiveFormat for Arc {
    const MARK: usize = 8 << 10;

    fn is_mark(&self, bytes: &[u8]) -> bool {
        let Some(end) = memchr::memchr(b'\n', &bytes[..bytes.len().min(Self::MARK)]) else { return false };
        fields(&bytes[..end]).is_some()
    }

    fn find(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let mut start = 0;
        memchr::memchr_iter(b'\n', bytes).find_map(|end| {
            let line = start.max(end.saturating_sub(Self::MARK));
            start = end + 1;
            let found = line + url(&bytes[line..end])?;
            (found >= from).then_some(found)
        })
    }

    fn is_gap(&self, bytes: &[u8]) -> bool {
        bytes.starts_with(b"\n") || bytes.starts_with(b"\r\n")
    }

    fn head(&mut self, bytes: &[u8]) -> HeadOutcome {
        let Some(end) = memchr::memchr(b'\n', bytes) else { return HeadOutcome::More };
        let Some((url, date, media, block)) = fields(&bytes[..end]) else {
            return HeadOutcome::Bad("no head of a record".to_owned());
        };
        if self::url(&bytes[..end]).is_some_and(|at| at > 0) {
            return HeadOutcome::Bad("its head breaks off".to_owned());
        }
        let url = String::from_utf8_lossy(url).into_owned();
        let kind = if url.starts_with("filedesc:") {
            RecordKind::Skipped(RecordSkip::ArcFiledesc)
        } else if url.starts_with("dns:") {
            RecordKind::Skipped(RecordSkip::WarcDns)
        } else if is_robots(&url) {
            RecordKind::Skipped(RecordSkip::RobotsTxt)
        } else {
            // The head of the answer says it better than the archive.
            let http = url.starts_with("http");
            let media = if http { String::new() } else { String::from_utf8_lossy(media).into_owned() };
            RecordKind::Page(Box::new(RecordHead { url, date: iso(date), media, http, ..RecordHead::default() }))
        };
        HeadOutcome::Head { length: end + 1, block, kind }
    }
}

type Fields<'a> = (&'a [u8], &'a [u8], &'a [u8], u64);

/// URL, date, media type and length of a head.
fn fields(line: &[u8]) -> Option<Fields<'_>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    // URLs of old crawls hold spaces, so the fields are counted from the end.
    let words: Vec<&[u8]> = line.split(|b| *b == b' ').collect();
    let is_date = |word: &&[u8]| word.len() == 14 && word.iter().all(u8::is_ascii_digit);
    let date = match words.len() {
        count if count >= 5 && is_date(&words[count - 3]) => count - 3,
        count if count >= 10 && is_date(&words[count - 8]) => count - 8,
        _ => return None,
    };
    let url = line[..words[..date - 1].iter().map(|word| word.len() + 1).sum::<usize>()].trim_ascii_end();
    let block = std::str::from_utf8(words.last()?).ok()?.parse().ok()?;
    memchr::memchr(b':', url)?;
    Some((url, words[date], words[date + 1], block))
}

/// Where the URL of a head begins in a line that ends as one does: a record that breaks off may stand before it, with links
/// of its own. A URL that breaks off cannot be told from one that holds another.
fn url(line: &[u8]) -> Option<usize> {
    const SCHEMES: &[&[u8]] = &[b"http://", b"https://", b"ftp://", b"gopher://", b"dns:", b"filedesc:"];
    let (url, ..) = fields(line)?;
    let word = url.iter().rposition(|b| b" \t\"'<>".contains(b)).map_or(0, |before| before + 1);
    let begins = |at: &usize| SCHEMES.iter().any(|scheme| url[*at..].starts_with(scheme));
    Some((word..url.len()).find(begins).unwrap_or(0))
}

/// `20240131083000` as `2024-01-31T08:30:00Z`.
fn iso(date: &[u8]) -> String {
    let digits = String::from_utf8_lossy(date);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_of_both_versions_are_read() {
        let one = b"http://a.example/x y 192.0.2.1 20240131083000 text/html 120";
        let two = b"http://a.example/ 192.0.2.1 20240131083000 text/html 200 sum - 9 a.arc 120";
        let (url, date, media, block) = fields(one).unwrap();
        assert_eq!((url, media, block), (&b"http://a.example/x y"[..], &b"text/html"[..], 120));
        assert_eq!(iso(date), "2024-01-31T08:30:00Z");
        assert_eq!(fields(two).unwrap(), (&b"http://a.example/"[..], date, media, 120));
        assert_eq!(fields(b"a line of 5 words 20240131083000 x"), None);
    }
}
