//! Character references of a page that no tree builder reads.
//!
//! `decode("1 &lt; 2 &#1740;")` is `1 < 2 ی`, once: `&amp;lt;` becomes `&lt;`. As in HTML, the old names (`&nbsp`) do
//! without a semicolon, and numbers of control characters mean windows-1252.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr;
use std::borrow::Cow;

/// The text that `text` stands for.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    decoded(text, false).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// [`decode`] for a text, or for the value of an attribute, where a name without a semicolon before a letter, a digit or `=` is
/// none. `None` when there is nothing to decode.
pub(super) fn decoded(text: &str, in_attribute: bool) -> Option<String> {
    let first = memchr(b'&', text.as_bytes())?;
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(body) = rest.strip_prefix('&') {
        let len = if body.starts_with('#') { numeric(body, &mut out) } else { named(body, in_attribute, &mut out) };
        let body = match len {
            Some(len) => &body[len..],
            None => {
                out.push('&');
                body
            }
        };
        let next = memchr(b'&', body.as_bytes()).unwrap_or(body.len());
        out.push_str(&body[..next]);
        rest = &body[next..];
    }
    Some(out)
}

/// Writes the character of `#…` and says how long the reference is.
fn numeric(body: &str, out: &mut String) -> Option<usize> {
    let (start, radix) = if body[1..].starts_with(['x', 'X']) { (2, 16) } else { (1, 10) };
    let digits = body[start..].bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let end = start + digits;
    let code = u32::from_str_radix(&body[start..end], radix).unwrap_or(u32::MAX);
    let c1 = code.checked_sub(0x80).and_then(|at| C1_REPLACEMENTS.get(at as usize).copied().flatten());
    out.push(c1.or_else(|| char::from_u32(code).filter(|&c| c != '\0')).unwrap_or('\u{fffd}'));
    Some(end + usize::from(body[end..].starts_with(';')))
}

/// Names that fill most pages, looked up before all others. No longer name begins with one of them.
const COMMON: &[(&str, char)] = &[("quot;", '"'), ("amp;", '&'), ("nbsp;", '\u{a0}'), ("lt;", '<'), ("gt;", '>')];

/// Writes the characters of the longest name and says how long it is.
fn named(body: &str, in_attribute: bool, out: &mut String) -> Option<usize> {
    if let Some((name, c)) = COMMON.iter().find(|(name, _)| body.starts_with(name)) {
        out.push(*c);
        return Some(name.len());
    }
    let mut found = None;
    for end in 1..=body.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b';').count() {
        let Some(&codes) = NAMED_ENTITIES.get(&body[..end]) else { break };
        if codes.0 != 0 {
            found = Some((end, codes));
        }
    }
    let (end, (first, second)) = found?;
    let goes_on = || body.as_bytes().get(end).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'=');
    if in_attribute && !body[..end].ends_with(';') && goes_on() {
        return None;
    }
    out.extend(char::from_u32(first));
    out.extend(char::from_u32(second).filter(|&c| c != '\0'));
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_their_parameters() {
        for (value, want) in [("?a=1&copy=2&copy2&amp;b", "?a=1&copy=2&copy2&b"), ("?a&copy;=1&copy-&copy", "?a©=1©-©")]
        {
            assert_eq!(decoded(value, true).as_deref(), Some(want));
        }
        assert_eq!(decoded("plain", true), None);
    }

    #[test]
    fn references_are_decoded_once() {
        for (text, want) in [
            ("no reference", "no reference"),
            ("&lt;b&gt; &amp;lt; &AMP;", "<b> &lt; &"),
            ("&nbsp|&copy2020|&notit;", "\u{a0}|©2020|¬it;"),
            ("&#1740;&#x6CC;&#X6cc", "ییی"),
            ("&#150;&#0;&#xD800;&#99999999999;", "–\u{fffd}\u{fffd}\u{fffd}"),
            ("&zwnj;&#8204;&NotEqualTilde;", "\u{200c}\u{200c}≂\u{338}"),
            ("a & b && &; &# &#; &unknown; &", "a & b && &; &# &#; &unknown; &"),
        ] {
            assert_eq!(decode(text), want);
        }
    }
}
