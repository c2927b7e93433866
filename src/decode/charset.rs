//! The charsets: those of the WHATWG, which `encoding_rs` decodes, and two of old Macs, which it does not.

use super::mac;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A charset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// One of the Encoding Standard.
    Web(&'static Encoding),
    /// MacArabic, as Apple defined it.
    MacArabic,
    /// MacFarsi: MacArabic with Persian digits.
    MacFarsi,
}

impl Charset {
    /// The charset of a label such as `cp1256`, `Shift_JIS` or `x-mac-farsi`; `None` when there is none of this name.
    #[must_use]
    pub fn of_label(label: &str) -> Option<Self> {
        let label = label.trim_matches(|c: char| c.is_ascii_whitespace() || c == '"' || c == '\'');
        match label.to_ascii_lowercase().as_str() {
            "x-mac-arabic" | "macarabic" | "mac_arabic" | "mac-arabic" => Some(Self::MacArabic),
            "x-mac-farsi" | "macfarsi" | "mac_farsi" | "mac-farsi" => Some(Self::MacFarsi),
            label => Encoding::for_label_no_replacement(label.as_bytes()).map(Self::Web),
        }
    }

    /// The WHATWG name, or `x-mac-arabic` and `x-mac-farsi`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::MacArabic => "x-mac-arabic",
            Self::MacFarsi => "x-mac-farsi",
        }
    }

    /// The text, and how many U+FFFD stand for bytes that could not be decoded. Looks for no byte order mark.
    #[must_use]
    pub fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, usize) {
        let encoding = match self {
            Self::Web(encoding) => encoding,
            Self::MacArabic => return (mac::decode(bytes, &mac::ARABIC), 0),
            Self::MacFarsi => return (mac::decode(bytes, &mac::FARSI), 0),
        };
        let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
        if !had_errors {
            return (text, 0);
        }
        // The text may hold replacement characters that were there before.
        let all = memchr::memmem::find_iter(text.as_bytes(), "\u{FFFD}").count();
        let own = match encoding {
            e if e == UTF_8 => memchr::memmem::find_iter(bytes, "\u{FFFD}").count(),
            e if e == UTF_16LE => bytes.chunks_exact(2).filter(|unit| *unit == [0xFD, 0xFF]).count(),
            e if e == UTF_16BE => bytes.chunks_exact(2).filter(|unit| *unit == [0xFF, 0xFD]).count(),
            _ => 0,
        };
        (text, all.saturating_sub(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_name_charsets() {
        for (label, name) in [
            ("cp1256", "windows-1256"),
            (" \"ISO-8859-1\"", "windows-1252"),
            ("X-Mac-Farsi", "x-mac-farsi"),
            ("mac_arabic", "x-mac-arabic"),
            ("utf8", "UTF-8"),
        ] {
            assert_eq!(Charset::of_label(label).map(Charset::name), Some(name), "{label}");
        }
        assert_eq!(Charset::of_label("klingon"), None);
        assert_eq!(Charset::of_label("iso-2022-cn"), None);
    }

    #[test]
    fn digits_are_what_sets_the_mac_charsets_apart() {
        let bytes = b"\xE3\xCA\xC7\xC8 \xB1\xB2 \xF8\xAC";
        assert_eq!(Charset::MacArabic.decode(bytes).0, "كتاب ١٢ گ،");
        assert_eq!(Charset::MacFarsi.decode(bytes).0, "كتاب ۱۲ گ،");
    }
}
