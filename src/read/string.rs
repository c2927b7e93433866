//! The value of a JSON string that stands raw in a record.
//!
//! A string without escapes is borrowed. The caller has checked that the string ends where it should; what is checked
//! here are the escapes.
//!
//! ```
//! use sarand::read::string::decode_str;
//! assert_eq!(decode_str(r#""a\u0062\n""#).as_deref(), Some("ab\n"));
//! ```

use super::depth::string_len;
use std::borrow::Cow;

/// The value of a raw JSON string that may be a borrowed one; `None` when it is no string.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Escaping {
    /// It has only the escapes that we write too.
    Ours,
    /// It has others (`\u0645`, `\/`).
    Other,
    /// It has halves of surrogate pairs, which are no characters; each is U+FFFD now.
    Lossy,
}

/// Decodes a raw JSON string into `out`, whose old content is dropped; `None` when it is no string.
pub fn decode_into(raw: &str, out: &mut String) -> Option<Escaping> {
    out.clear();
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    out.reserve(inside.len());
    let mut rest = inside;
    let mut spelling = Escaping::Ours;
    while let Some(at) = backslash(rest.as_bytes()) {
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
                spelling = spelling.max(Escaping::Other);
                '/'
            }
            b'u' => {
                let (unit, used) = decode_unit(&rest[at + 2..])?;
                spelling = spelling.max(if unit.is_some() { Escaping::Other } else { Escaping::Lossy });
                out.push(unit.unwrap_or('\u{FFFD}'));
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

/// Where the next backslash stands. In pages the next is near: words of eight bytes find it before a search has begun.
fn backslash(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const NEAR: usize = 8;
    for (at, word) in bytes.as_chunks::<8>().0.iter().take(NEAR).enumerate() {
        // A byte that is one becomes 0, and the lowest bit that borrows is that of the first.
        let word = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'\\'));
        let found = word.wrapping_sub(ONES) & !word & (ONES << 7);
        if found != 0 {
            return Some(8 * at + found.trailing_zeros() as usize / 8);
        }
    }
    let far = (bytes.len() / 8).min(NEAR) * 8;
    memchr::memchr(b'\\', &bytes[far..]).map(|at| far + at)
}

/// The character of `XXXX` or `XXXX\uXXXX`, none for half of a pair, and how many bytes it took.
fn decode_unit(text: &str) -> Option<(Option<char>, usize)> {
    let high = hex(text.get(..4)?)?;
    if !(0xD800..0xDC00).contains(&high) {
        return Some((char::from_u32(high), 4));
    }
    let low = text.get(4..10).and_then(|next| hex(next.strip_prefix("\\u")?));
    let Some(low) = low.and_then(|low| low.checked_sub(0xDC00)).filter(|low| *low < 0x400) else {
        return Some((None, 4));
    };
    Some((char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + low), 10))
}

/// JSON with null for each `NaN`, `Infinity` and `-Infinity`, which Python and others write for numbers that are none;
/// `None` when it has none of them outside its strings.
#[must_use]
pub fn without_nan(json: &str) -> Option<String> {
    let mut any = false;
    let strict = outside_strings(json, |part, out| {
        let strict = part.replace("-Infinity", "null").replace("Infinity", "null").replace("NaN", "null");
        any |= strict != part;
        out.push_str(&strict);
    });
    any.then_some(strict)
}

/// JSON of several lines on one; `None` when it stands on one.
#[must_use]
pub fn on_one_line(json: &str) -> Option<String> {
    memchr::memchr(b'\n', json.as_bytes())?;
    Some(outside_strings(json, |part, out| {
        for (number, line) in part.split('\n').enumerate() {
            if number > 0 {
                out.push(' ');
            }
            out.push_str(if number > 0 { line.trim_ascii_start() } else { line }.trim_end_matches('\r'));
        }
    }))
}

/// JSON with what `edit` writes in place of each part between its strings.
fn outside_strings(json: &str, mut edit: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(quote) = memchr::memchr(b'"', rest.as_bytes()) {
        edit(&rest[..quote], &mut out);
        let end = quote + 1 + string_len(&rest.as_bytes()[quote + 1..]);
        out.push_str(&rest[quote..end]);
        rest = &rest[end..];
    }
    edit(rest, &mut out);
    out
}

fn hex(digits: &str) -> Option<u32> {
    digits.bytes().try_fold(0, |sum, digit| Some(sum << 4 | char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backslashes_are_found_near_and_far() {
        for before in 0..100 {
            let text = format!("{}\\n\\n", "]".repeat(before));
            assert_eq!(backslash(text.as_bytes()), Some(before));
            assert_eq!(backslash(&text.as_bytes()[..before]), None);
        }
    }

    #[test]
    fn strings_decode_as_serde_json_decodes_them() {
        let mut out = String::new();
        for raw in [
            r#""""#,
            r#""a\nb\t\"\\\r\b\f""#,
            r#""\u0633\u0644\u0627\u0645\/""#,
            r#""\ud83d\ude00x""#,
            r#""متن «ساده»""#,
        ] {
            let theirs = serde_json::from_str::<String>(raw).ok();
            assert_eq!(decode_into(raw, &mut out).map(|_| out.clone()), theirs, "{raw}");
            assert_eq!(decode_str(raw).map(Cow::into_owned), theirs, "{raw}");
        }
        assert_eq!(decode_into(r#""a\nb""#, &mut out), Some(Escaping::Ours));
        assert_eq!(decode_into(r#""\u0061""#, &mut out), Some(Escaping::Other));
        assert_eq!(decode_str("12"), None);
        assert_eq!(decode_str(r#""\u00""#), None);
    }

    #[test]
    fn numbers_that_are_none_become_null_outside_strings() {
        for (json, strict) in [
            (
                r#"{"a": NaN, "b": [-Infinity,Infinity], "NaN": "Infinity"}"#,
                r#"{"a": null, "b": [null,null], "NaN": "Infinity"}"#,
            ),
            (r#"{"a": "\"NaN, \\", "b":NaN}"#, r#"{"a": "\"NaN, \\", "b":null}"#),
        ] {
            assert_eq!(without_nan(json).as_deref(), Some(strict));
        }
        for json in [r#"{"a": "NaN"}"#, r#"{"a": "open NaN"#, "{\"a\": Nan}", "", "\""] {
            assert_eq!(without_nan(json), None, "{json}");
        }
        assert_eq!(without_nan("{\"a\": NaNa}").as_deref(), Some("{\"a\": nulla}"));
    }

    #[test]
    fn many_lines_become_one_but_for_those_in_strings() {
        for (json, line) in [
            ("{\n  \"a\": [\r\n\t1,\n2 ],\n\n\"b\": \"c  d\"\n}", "{ \"a\": [ 1, 2 ],  \"b\": \"c  d\" }"),
            ("{\"a\": \"open\n  line\n", "{\"a\": \"open\n  line\n"),
        ] {
            assert_eq!(on_one_line(json).as_deref(), Some(line));
        }
        assert_eq!(on_one_line("{\"a\":  1}"), None);
    }

    #[test]
    fn halves_of_surrogate_pairs_are_lost_and_the_rest_is_kept() {
        let mut out = String::new();
        for (raw, text) in [
            (r#""a\ud83d""#, "a\u{FFFD}"),
            (r#""\ude00b\/""#, "\u{FFFD}b/"),
            (r#""\ud83d\u0041""#, "\u{FFFD}A"),
            (r#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
            (r#""\ud83d\n\ude00""#, "\u{FFFD}\n\u{FFFD}"),
        ] {
            assert_eq!(decode_into(raw, &mut out), Some(Escaping::Lossy), "{raw}");
            assert_eq!(out, text);
        }
    }
}
