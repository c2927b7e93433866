//! What others say of a document's charset: a header, a user, the page itself. Often wrong, so only believed where the
//! bytes leave it open.

use super::charset::Charset;

/// What is known of a document beside its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The charset that a user or a header names.
    pub charset: Option<Charset>,
    /// Whether `charset` is an order: then nothing is detected.
    pub force: bool,
}

impl Hints {
    /// The hint of `--charset`: a label, or a label with `!` to force it; `None` when there is no such charset.
    #[must_use]
    pub fn parse(argument: &str) -> Option<Self> {
        let label = argument.strip_suffix('!');
        let charset = Charset::of_label(label.unwrap_or(argument))?;
        Some(Self { charset: Some(charset), force: label.is_some() })
    }

    /// The charset parameter of a Content-Type header as a hint.
    #[must_use]
    pub fn of_content_type(header: &str) -> Self {
        let charset = after_charset(header.as_bytes()).and_then(Charset::of_label);
        Self { charset, force: false }
    }
}

/// Bytes of a page in which its own claim is looked for.
const PRESCAN: usize = 2048;

/// What a page says in `<meta charset>`, `<meta http-equiv>` or an XML declaration.
pub(super) fn of_page(bytes: &[u8]) -> Option<Charset> {
    let mut rest = &bytes[..bytes.len().min(PRESCAN)];
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at + 1..];
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let tag = &rest[..end];
        let starts = |name: &[u8]| tag.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        let label = if starts(b"meta") {
            after_charset(tag)
        } else if starts(b"?xml") {
            after(tag, b"encoding")
        } else {
            None
        };
        if let Some(charset) = label.and_then(Charset::of_label) {
            return Some(charset);
        }
    }
    None
}

fn after_charset(text: &[u8]) -> Option<&str> {
    after(text, b"charset")
}

/// The word after `name` and an equals sign.
fn after<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let at = text.windows(name.len()).position(|window| window.eq_ignore_ascii_case(name))?;
    let value = text[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| matches!(b, b'"' | b'\'' | b';' | b'>' | b' ' | b'/' | b'?'));
    std::str::from_utf8(&value[..end.unwrap_or(value.len())]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_their_charset_in_three_ways() {
        for page in [
            "<html><head><META charset='windows-1256'>",
            "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=windows-1256\" />",
            "<?xml version=\"1.0\" encoding=\"cp1256\"?>",
            "<p>charset=utf-8</p><meta name=viewport><meta charset = windows-1256>",
        ] {
            assert_eq!(of_page(page.as_bytes()).map(Charset::name), Some("windows-1256"), "{page}");
        }
        for page in ["", "<", "<meta charset", "<meta charset=>", "<meta charset=klingon>", "charset=utf-8"] {
            assert_eq!(of_page(page.as_bytes()), None, "{page}");
        }
    }

    #[test]
    fn arguments_are_hints_or_orders() {
        let name = |hints: Hints| (hints.charset.map(Charset::name), hints.force);
        assert_eq!(Hints::parse("cp1256").map(name), Some((Some("windows-1256"), false)));
        assert_eq!(Hints::parse("x-mac-farsi!").map(name), Some((Some("x-mac-farsi"), true)));
        assert_eq!(Hints::parse("!"), None);
        assert_eq!(name(Hints::of_content_type("text/html; charset=\"KOI8-R\"")), (Some("KOI8-R"), false));
        assert_eq!(name(Hints::of_content_type("text/html")), (None, false));
    }
}
