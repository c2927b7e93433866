//! Character references of a page that no tree builder reads.
//!
//! `decode("1 &lt; 2 &#1740;")` is `1 < 2 ی`, once: `&amp;lt;` becomes `&lt;`. As in HTML, the old names (`&nbsp`) do
//! without a semicolon, and numbers of control characters mean windows-1252.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr;
use std::borrow::Cow;

/// The text that `text` stands for.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(body) = rest.strip_prefix('&') {
        let len = if body.starts_with('#') { numeric(body, &mut out) } else { named(body, &mut out) };
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
    Cow::Owned(out)
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

/// Writes the characters of the longest name and says how long it is.
fn named(body: &str, out: &mut String) -> Option<usize> {
    let mut found = None;
    for end in 1..=body.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b';').count() {
        let Some(&codes) = NAMED_ENTITIES.get(&body[..end]) else { break };
        if codes.0 != 0 {
            found = Some((end, codes));
        }
    }
    let (end, (first, second)) = found?;
    out.extend(char::from_u32(first));
    out.extend(char::from_u32(second).filter(|&c| c != '\0'));
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

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
