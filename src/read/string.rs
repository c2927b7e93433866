//! The value of a JSON string that stands raw in a record.
//!
//! A string without escapes is borrowed. The caller has checked that the string ends where it should; what is checked
//! here are the escapes.
//!
//! ```
//! use sarand::read::string::decode_str;
//! assert_eq!(decode_str(r#""a\u0062\n""#).as_deref(), Some("ab\n"));
//! ```

use std::borrow::Cow;

/// The value of a raw JSON string that may be a borrowed one; `None` when it is no string or holds a lone surrogate.
#[must_use]
pub fn decode_str(raw: &str) -> Option<Cow<'_, str>> {
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inside));
    }
    let mut out = String::new();
    decode_into(raw, &mut out)?;
    Some(Cow::Owned(out))
}

/// Whether a decoded string would be written as it stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// It has only the escapes that we write too.
    Ours,
    /// It has others (`\u0645`, `\/`).
    Other,
}

/// Decodes a raw JSON string into `out`, whose old content is dropped; `None` when it is no string or holds a lone
/// surrogate.
pub fn decode_into(raw: &str, out: &mut String) -> Option<Spelling> {
    out.clear();
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    out.reserve(inside.len());
    let mut rest = inside;
    let mut spelling = Spelling::Ours;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let plain = match *rest.as_bytes().get(at + 1)? {
            b'n' => '\n',
            b'"' => '"',
            b'\\' => '\\',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'/' => {
                spelling = Spelling::Other;
                '/'
            }
            b'u' => {
                spelling = Spelling::Other;
                let (unit, used) = decode_unit(&rest[at + 2..])?;
                out.push(unit);
                rest = &rest[at + 2 + used..];
                continue;
            }
            _ => return None,
        };
        out.push(plain);
        rest = &rest[at + 2..];
    }
    out.push_str(rest);
    Some(spelling)
}

/// The character of `XXXX` or `XXXX\uXXXX`, and how many bytes it took.
fn decode_unit(text: &str) -> Option<(char, usize)> {
    let high = hex(text.get(..4)?)?;
    if !(0xD800..0xDC00).contains(&high) {
        return char::from_u32(high).map(|c| (c, 4));
    }
    let low = hex(text.get(4..10)?.strip_prefix("\\u")?)?;
    let low = low.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + low).map(|c| (c, 10))
}

fn hex(digits: &str) -> Option<u32> {
    digits.bytes().try_fold(0, |sum, digit| Some(sum << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_decode_as_serde_json_decodes_them() {
        let mut out = String::new();
        for raw in [
            r#""""#,
            r#""a\nb\t\"\\\r\b\f""#,
            r#""\u0633\u0644\u0627\u0645\/""#,
            r#""\ud83d\ude00x""#,
            r#""\ud83d""#,
            r#""\ude00""#,
            r#""\ud83d\u0041""#,
            r#""متن «ساده»""#,
        ] {
            let theirs = serde_json::from_str::<String>(raw).ok();
            assert_eq!(decode_into(raw, &mut out).map(|_| out.clone()), theirs, "{raw}");
            assert_eq!(decode_str(raw).map(Cow::into_owned), theirs, "{raw}");
        }
        assert_eq!(decode_into(r#""a\nb""#, &mut out), Some(Spelling::Ours));
        assert_eq!(decode_into(r#""\u0061""#, &mut out), Some(Spelling::Other));
        assert_eq!(decode_str("12"), None);
    }
}
