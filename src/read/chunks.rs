//! The chunks in which HTTP sends a body: joined, and known by themselves where no head announces them.
//!
//! ```
//! use sarand::read::chunks;
//! assert_eq!(chunks::join(b"4\r\nWord\r\n1\r\ns\r\n0\r\n\r\n"), Some((b"Words".to_vec(), true)));
//! assert!(!chunks::show(b"4\r\nWords"));
//! ```

use super::kind::{self, CompressionFormat};

/// So few bytes in chunks may be a list of numbers.
const FEWEST: usize = 32;

/// The chunks of a body joined, and whether the last was there; `None` when it does not begin with a chunk.
#[must_use]
pub fn join(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (mut rest, mut joined) = (body, Vec::new());
    loop {
        let Some((size, after)) = size(rest) else {
            return (rest.len() < body.len()).then_some((joined, false));
        };
        if size == 0 {
            return Some((joined, true));
        }
        let here = size.min(after.len());
        joined.extend_from_slice(&after[..here]);
        rest = &after[here..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// Whether these are chunks beyond doubt: each ends where its size says, up to the last, or up to where the body breaks off.
#[must_use]
pub fn show(body: &[u8]) -> bool {
    let Some((first, after)) = exact_size(body).filter(|(size, _)| *size > 0) else { return false };
    if first >= after.len() {
        return kind::is_html(after) || kind::sniff_compression(after) != CompressionFormat::Plain;
    }
    let (mut size, mut rest, mut all) = (first, after, 0);
    loop {
        all += size;
        // It breaks off, in a chunk or behind it.
        let Some(behind) = rest.get(size..).filter(|behind| behind.len() > 2) else { return all >= FEWEST };
        let next = behind.strip_prefix(b"\r\n").and_then(exact_size);
        match next {
            Some((0, end)) => return all >= FEWEST && end.trim_ascii().is_empty(),
            Some(next) => (size, rest) = next,
            None => return false,
        }
    }
}

/// The size that a chunk begins with, and what follows it.
fn size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = memchr::memchr(b'\n', &bytes[..bytes.len().min(1024)])?;
    let line = bytes[..end].split(|b| *b == b';').next()?.trim_ascii();
    let size = usize::from_str_radix(std::str::from_utf8(line).ok()?, 16).ok()?;
    Some((size, &bytes[end + 1..]))
}

/// The same where it stands as the standard has it.
fn exact_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let digits = bytes.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    let line = &bytes[..memchr::memchr(b'\n', &bytes[..bytes.len().min(256)])?];
    let exact = (1..=8).contains(&digits) && line.ends_with(b"\r") && matches!(line[digits], b';' | b' ' | b'\r');
    if exact { size(bytes) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_show_by_their_sizes() {
        let words = "The bakery on the corner opens at five, and the queue is there at four.";
        let size = format!("{:x}", words.len());
        for (body, are) in [
            (format!("{size}\r\n{words}\r\n0\r\n\r\n"), true),
            (format!("{size} \r\n{words}\r\n{size};x=y\r\n{words}\r\n0\r\n\r\n"), true),
            (format!("{size}\r\n{words}\r\n{size}\r\nThe bak"), true),
            (format!("{size}\r\n{words}\r\n"), true),
            (format!("2000\r\n<!DOCTYPE html><p>{words}"), true),
            (format!("2000\r\n{words}"), false),
            (format!("{size}\n{words}\n0\n\n"), false),
            (format!("{size}\r\n{words} And more.\r\n0\r\n\r\n"), false),
            (format!("{size}\r\n{words}\r\n0\r\n\r\n{words}"), false),
            ("1\r\n2\r\n0\r\n\r\n".to_owned(), false),
            ("1984\r\nis a novel.".to_owned(), false),
            ("Add\r\nwords".to_owned(), false),
            ("0\r\n\r\n".to_owned(), false),
            (String::new(), false),
        ] {
            assert_eq!(show(body.as_bytes()), are, "{body}");
        }
    }
}
