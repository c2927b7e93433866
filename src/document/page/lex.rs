//! Tags and text of a page, without a tree: one pass, linear on any input.
//!
//! `a<b c=d>e</b>` is `Text("a"), Open("b"), Text("e"), Close("b")`. Comments, doctypes and processing instructions are
//! skipped. Nothing is decoded, and it is not judged which element an end tag closes.

use super::tags::{self, Tag};
use memchr::{memchr, memchr2, memmem};

/// A piece of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text between tags, not decoded.
    Text(&'a str),
    /// The content of an element that holds no markup.
    Raw { name: &'a str, text: &'a str },
    /// A start tag.
    Open { name: &'a str, tag: Tag, attributes: &'a str },
    /// An end tag.
    Close { name: &'a str, tag: Tag },
}

/// Cuts a page into tokens.
#[derive(Debug)]
pub(super) struct Lexer<'a> {
    html: &'a str,
    at: usize,
    raw: Option<&'a str>,
    /// A quote was never closed: from here on a tag ends at the next `>`, quoted or not.
    unquoted: bool,
    /// No `>` is left: the rest is text.
    tagless: bool,
}

impl<'a> Lexer<'a> {
    /// Tokens of `html`.
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, at: 0, raw: None, unquoted: false, tagless: false }
    }

    /// Whether a tag ran to the end of the page and took more than itself with it.
    pub(super) fn swallowed(&self) -> bool {
        self.unquoted || self.tagless
    }

    fn seek(&self, byte: u8, from: usize) -> Option<usize> {
        memchr(byte, self.html.as_bytes().get(from..)?).map(|at| from + at)
    }

    fn raw_text(&mut self, name: &'a str) -> &'a str {
        let bytes = self.html.as_bytes();
        let start = self.at;
        let mut from = start;
        let end = loop {
            let Some(lt) = self.seek(b'<', from) else { break bytes.len() };
            let tag = &bytes[lt + 1..];
            let is_end = tag.first() == Some(&b'/')
                && tag.get(1..=name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                && tag.get(name.len() + 1).is_none_or(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
            if is_end {
                break lt;
            }
            from = lt + 1;
        };
        self.at = end;
        &self.html[start..end]
    }

    /// The end of the tag whose name ends at `at`; `None` when it has none.
    fn tag_end(&self, mut at: usize) -> Option<usize> {
        let bytes = self.html.as_bytes();
        if self.unquoted {
            return self.seek(b'>', at);
        }
        loop {
            at = past(bytes, at, |b| b.is_ascii_whitespace() || b == b'/');
            if *bytes.get(at)? == b'>' {
                return Some(at);
            }
            at = past(bytes, at + 1, |b| !(b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'=')));
            at = past(bytes, at, |b| b.is_ascii_whitespace());
            if bytes.get(at) != Some(&b'=') {
                continue;
            }
            at = past(bytes, at + 1, |b| b.is_ascii_whitespace());
            match bytes.get(at)? {
                quote @ (b'"' | b'\'') => at = self.seek(*quote, at + 1)? + 1,
                _ => at = past(bytes, at, |b| !(b.is_ascii_whitespace() || b == b'>')),
            }
        }
    }

    /// The tag whose `<` is at `lt` and whose name begins at `name`; `None` when nothing ends it.
    fn tag(&mut self, lt: usize, name: usize) -> Option<Token<'a>> {
        let bytes = self.html.as_bytes();
        let name_end = past(bytes, name, |b| !(b.is_ascii_whitespace() || matches!(b, b'/' | b'>')));
        let mut end = self.tag_end(name_end);
        if end.is_none() {
            if memchr2(b'<', b'>', &bytes[lt + 1..]).is_none() {
                self.at = bytes.len();
                return None;
            }
            self.unquoted = true;
            end = self.tag_end(name_end);
        }
        let Some(end) = end else {
            self.tagless = true;
            return None;
        };
        self.at = end + 1;
        let tag_name = &self.html[name..name_end];
        let tag = tags::of(tags::lower(tag_name, &mut [0; 16]));
        if name > lt + 1 {
            return Some(Token::Close { name: tag_name, tag });
        }
        if tag.is_raw {
            self.raw = Some(tag_name);
        }
        Some(Token::Open { name: tag_name, tag, attributes: &self.html[name_end..end] })
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.html.as_bytes();
        if let Some(name) = self.raw.take() {
            let text = self.raw_text(name);
            return Some(Token::Raw { name, text });
        }
        while self.at < bytes.len() {
            let start = self.at;
            if self.tagless {
                self.at = bytes.len();
                return Some(Token::Text(&self.html[start..]));
            }
            if bytes[start] == b'<' {
                match (bytes.get(start + 1), bytes.get(start + 2)) {
                    (Some(b), _) if b.is_ascii_alphabetic() => match self.tag(start, start + 1) {
                        Some(token) => return Some(token),
                        None => continue,
                    },
                    (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => match self.tag(start, start + 2) {
                        Some(token) => return Some(token),
                        None => continue,
                    },
                    (Some(b'!' | b'?'), _) | (Some(b'/'), Some(_)) => {
                        self.at = declaration_end(bytes, start);
                        continue;
                    }
                    _ => {}
                }
            }
            self.at = self.seek(b'<', start + 1).unwrap_or(bytes.len());
            return Some(Token::Text(&self.html[start..self.at]));
        }
        None
    }
}

/// Where the bytes from `at` that are `some` end.
pub(super) fn past(bytes: &[u8], at: usize, some: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&b| !some(b)).unwrap_or(rest.len())
}

/// The end of a comment, a doctype or the like that begins at `at`.
pub(super) fn declaration_end(html: &[u8], at: usize) -> usize {
    let Some(body) = html[at..].strip_prefix(b"<!--") else {
        return memchr(b'>', &html[at..]).map_or(html.len(), |gt| at + gt + 1);
    };
    if body.starts_with(b">") {
        return at + 5;
    }
    if body.starts_with(b"->") {
        return at + 6;
    }
    let mut from = at + 4;
    while let Some(dashes) = memmem::find(&html[from..], b"--") {
        let after = from + dashes + 2;
        match &html[after..] {
            [b'>', ..] => return after + 1,
            [b'!', b'>', ..] => return after + 2,
            _ => from += dashes + 1,
        }
    }
    html.len()
}

/// The value of the attribute `name` (lower case) in the inside of a start tag, not decoded.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/')).unwrap_or(rest.len());
        let end = end.max(rest.chars().next()?.len_utf8());
        let found = rest[..end].eq_ignore_ascii_case(name);
        let after = rest[end..].trim_ascii_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_ascii_start) else {
            if found {
                return Some("");
            }
            rest = after;
            continue;
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let body = &value[quote.map_or(0, char::len_utf8)..];
        let len = body.find(|c: char| quote.map_or(c.is_ascii_whitespace(), |q| c == q)).unwrap_or(body.len());
        if found {
            return Some(&body[..len]);
        }
        rest = body[len..].strip_prefix(['"', '\'']).unwrap_or(&body[len..]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(html: &str) -> String {
        Lexer::new(html)
            .map(|token| match token {
                Token::Text(text) => format!("T[{text}]"),
                Token::Raw { name, text } => format!("R {name}[{text}]"),
                Token::Open { name, .. } => format!("O {name}"),
                Token::Close { name, .. } => format!("C {name}"),
            })
            .collect::<Vec<_>>()
            .join(", ")
    }

    #[test]
    fn pages_are_cut_into_tokens() {
        for (html, want) in [
            ("a<b c=d e>f</b>", "T[a], O b, T[f], C b"),
            ("<a href='x>y'>z", "O a, T[z]"),
            ("1 < 2 <3", "T[1 ], T[< 2 ], T[<3]"),
            ("x<!-- <p> -- > -->y<!-->z<!doctype html>", "T[x], T[y], T[z]"),
            ("<script>if (a</b) '</p>'</SCRIPT >t", "O script, R script[if (a</b) '</p>'], C SCRIPT, T[t]"),
            ("<title>a<b>c</title>", "O title, R title[a<b>c], C title"),
            ("<p/>x</>y", "O p, T[x], T[y]"),
            ("text <a href=\"cut", "T[text ]"),
            ("<a href=\"open>one</a><p>two", "O a, T[one], C a, O p, T[two]"),
            ("<a x=\"1>2<b", "O a, T[2]"),
            ("<a x=1 <b <c", "T[<a x=1 <b <c]"),
        ] {
            assert_eq!(show(html), want, "{html}");
        }
    }

    #[test]
    fn a_million_open_quotes_are_linear() {
        let html = "<a x=\">\" ".repeat(300_000);
        assert!(Lexer::new(&html).count() > 300_000);
    }

    #[test]
    fn attributes_are_found() {
        for (inside, want) in [
            (" lang=fa", Some("fa")),
            (" a='lang=en' LANG = \"ar\" ", Some("ar")),
            (" dir=rtl lang", Some("")),
            (" xlang=fa =x", None),
            ("", None),
        ] {
            assert_eq!(attribute(inside, "lang"), want, "{inside}");
        }
    }
}
