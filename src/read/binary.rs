//! Is it no text at all, and what is it then?
//!
//! Programs, pictures, archives, office files and the like are known by their first bytes, whatever they are called. What
//! nobody knows is told by its control characters: in text they are few, and of few kinds. So text with a stray one, with
//! NULs between its lines, or in UTF-16 stays text.
//!
//! ```
//! use sarand::read::binary;
//! assert_eq!(binary::format_name(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").as_deref(), Some("Portable Network Graphics (PNG)"));
//! assert_eq!(binary::format_name(b"Tea\0bread\0and a pear."), None);
//! ```
//!
//! Does not look for text inside: a page in a mail, a PDF or an office file is not read.

use crate::decode;
use file_format::FileFormat;
use std::io::Cursor;

/// How many bytes are looked at for control characters.
const SAMPLE: usize = 32 << 10;

/// A control character among so many shows that a signature is no word that a text begins with.
const SIGNATURE: usize = 16;

/// Of a text at most this share, as a divisor, is control characters when they are of [`KINDS`] or more.
const SHARE: usize = 50;

/// Compressed and random bytes have all of them, texts a few.
const KINDS: u32 = 6;

/// What bytes are that are no text; `None` for text, in whatever charset.
#[must_use]
pub fn format_name(bytes: &[u8]) -> Option<String> {
    // These may be all text, but nobody reads it as it stands.
    const WRITTEN: &[&[u8]] = &[b"%PDF-", b"%!PS", b"{\\rtf"];
    let start = bytes.trim_ascii_start();
    if WRITTEN.iter().any(|mark| start.starts_with(mark)) {
        return Some(name(FileFormat::from_bytes(start)));
    }
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return None;
    }
    first_control(bytes)?;
    if is_pickle(bytes) {
        return Some("Python pickle".to_owned());
    }
    let units = units(bytes);
    let first = units.iter().position(|unit| is_control(*unit))?;
    // The names in a tar are longer, and its mark stands behind them.
    let is_signed = first < SIGNATURE || bytes.get(257..262) == Some(b"ustar");
    let format = format(bytes);
    (is_signed && is_known(format) || is_full_of_controls(&units)).then(|| name(format))
}

/// Where the first control character stands that text has no use for, as far as it is looked.
pub(super) fn first_control(bytes: &[u8]) -> Option<usize> {
    bytes.iter().take(SAMPLE).position(|b| is_control(u32::from(*b)))
}

/// Spaces, line ends and what drives a terminal are in texts.
fn is_control(unit: u32) -> bool {
    matches!(unit, 0..=7 | 0x0E..=0x19 | 0x1C..=0x1F | 0x7F)
}

/// Protocol 2 or later: a mark, and an end.
fn is_pickle(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80, 2..=5, .., b'.'])
}

/// The format whose signature it has. A container that breaks off is still one, of whatever.
fn format(bytes: &[u8]) -> FileFormat {
    const CONTAINERS: &[(&[u8], FileFormat)] = &[
        (b"PK\x03\x04", FileFormat::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFormat::CompoundFileBinary),
        (b"MZ", FileFormat::MsDosExecutable),
    ];
    let known = FileFormat::from_reader(Cursor::new(bytes)).unwrap_or_default();
    let container = || CONTAINERS.iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, format)| *format);
    if known == FileFormat::default() { container().unwrap_or(known) } else { known }
}

/// Whether it is a format that is no text.
fn is_known(format: FileFormat) -> bool {
    let media = format.media_type();
    format != FileFormat::default() && !media.starts_with("text/") && !media.ends_with("xml")
}

fn name(format: FileFormat) -> String {
    match format.short_name() {
        _ if !is_known(format) => "of an unknown kind".to_owned(),
        Some(short) => format!("{} ({short})", format.name()),
        None => format.name().to_owned(),
    }
}

/// The bytes that are looked at; of a wide charset, its characters.
fn units(bytes: &[u8]) -> Vec<u32> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let decoded = decode::decode(sample);
    if decoded.charset.starts_with("UTF-16") {
        decoded.text.chars().map(u32::from).collect()
    } else {
        sample.iter().map(|b| u32::from(*b)).collect()
    }
}

/// Whether there are more control characters, or more kinds of them, than damage leaves in a text. NULs are not counted:
/// they part lines, fill files up and stand in wide charsets.
fn is_full_of_controls(units: &[u32]) -> bool {
    let (mut all, mut controls, mut kinds) = (0usize, 0usize, 0u32);
    for unit in units.iter().filter(|unit| **unit != 0) {
        all += 1;
        if is_control(*unit) {
            controls += 1;
            kinds |= 1 << (unit % 32);
        }
    }
    controls * 10 > all * 3 || kinds.count_ones() >= KINDS && controls * SHARE > all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes without any order.
    fn noise(count: usize) -> Vec<u8> {
        let mut state = 1u64;
        let next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 56) as u8
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    #[test]
    fn signatures_are_known_whatever_follows() {
        for (start, name) in [
            (&b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"[..], "Executable and Linkable Format (ELF)"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "Joint Photographic Experts Group (JPEG)"),
            (b"GIF89a\x01\0\x01\0\x80\0\0", "Graphics Interchange Format (GIF)"),
            (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"),
            (b"wOF2\0\x01\0\0", "Web Open Font Format 2 (WOFF2)"),
            (b"OggS\0\x02\0\0", "Ogg Multiplexed Media (OGX)"),
            (b"SQLite format 3\0\x10\0\x01\x01", "SQLite 3"),
            (b"\xca\xfe\xba\xbe\0\0\0\x34\0\x1d", "Java Class"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "Compound File Binary (CFB)"),
            (b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>", "Portable Document Format (PDF)"),
            (b"{\\rtf1\\ansi The town square", "Rich Text Format (RTF)"),
        ] {
            let words = [start, b"The market opens at six, and by noon nothing is left on its tables. "].concat();
            assert_eq!(format_name(&words).as_deref(), Some(name));
        }
        assert_eq!(
            format_name(b"\x80\x04\x95\x0f\0\0\0\0\0\0\0\x8c\x0bwords of it\x94.").as_deref(),
            Some("Python pickle")
        );
    }

    #[test]
    fn noise_is_no_text() {
        for count in [400, 5000, 100_000] {
            assert_eq!(format_name(&noise(count)).as_deref(), Some("of an unknown kind"), "{count}");
        }
    }

    #[test]
    fn texts_that_begin_like_a_signature_or_have_stray_bytes_are_texts() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let lines = "BMW und MZ bauten Motorräder.\n".repeat(20);
        for text in [
            b"BM and MZ are two letters each, PK and GIF89a some more.".to_vec(),
            b"MAC users, and P1 in the list: 0707 is a code.\x07".to_vec(),
            b"\x1b[1mbold\x1b[0m, o\x08o over, and a page\x0cafter it".to_vec(),
            [lines.as_bytes(), &[0; 5000]].concat(),
            lines.replace('\n', "\0").into_bytes(),
            wide(&lines),
            wide(&format!("{:94}G", "Gulls")),
            wide("Совет собрался в понедельник и разошёлся к полудню."),
            [b"\xff\xfe", &wide("東京で雨が降った。")[..]].concat(),
            b"\xd3\xe1\xc7\xe3 \xce\xe6\xc8\xed\0\xcf\xe6\xd3\xca \xd3\xe1\xc7\xe3".to_vec(),
            vec![],
            vec![0; 100],
        ] {
            assert_eq!(format_name(&text), None, "{:?}", String::from_utf8_lossy(&text));
        }
    }
}
