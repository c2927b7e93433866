//! Which characters of a text would a reader of Markdown take for marks?
//!
//! `1. a *b* <c>` is written `1\. a \*b\* \<c>` and read back as it was. A character that stands where it is no mark stays
//! as it is, so that prose looks like prose: `snake_case`, `a < b`, `R&D`, `C#`, `see [1]`.
//!
//! Knows a line of text and nothing of blocks; what is no text (code, formulas) does not come here.

/// Where a text stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TextContext {
    /// In a row of a table.
    pub(super) in_row: bool,
    /// In a heading.
    pub(super) in_heading: bool,
    /// In the text of a link or an image.
    pub(super) in_link: bool,
    /// In a document with formulas, where `$` is a mark.
    pub(super) formulas: bool,
}

/// Writes `text`, which stands in a line between `before` and `after`; nothing or what is no text is `None`.
pub(super) fn text(out: &mut String, text: &str, before: Option<char>, after: After, place: TextContext) {
    let mut before = before;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = rest.chars().next();
        let meets_mark = next.is_none() && after == After::Mark;
        let is_mark = match c {
            '\\' | '`' | '*' | '~' => true,
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '$' => place.formulas || before.is_some_and(|c| !c.is_whitespace()) || next == Some('$') || meets_mark,
            '#' => place.in_heading,
            '<' => next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) || meets_mark,
            '&' => is_reference(rest) || meets_mark,
            '!' => next == Some('[') || meets_mark,
            '[' => place.in_link || next == Some('^') || meets_mark,
            ']' => place.in_link || matches!(next, Some('(' | '[' | ':')) || meets_mark,
            '|' if place.in_row => {
                // After a backslash parsers disagree about a pipe.
                out.push_str(if before == Some('\\') { "&#124;" } else { "\\|" });
                before = Some(c);
                continue;
            }
            _ => false,
        };
        if is_mark {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// What follows a text in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// The end of the line.
    End,
    /// A mark.
    Mark,
}

/// Whether `rest` goes on after `&` as a character reference does.
pub(super) fn is_reference(rest: &str) -> bool {
    let body = rest.bytes().take(40).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    body > 0 && rest.as_bytes().get(body) == Some(&b';')
}

/// Writes what `line`, which begins a line of the output, begins with, if it would be read as the mark of a block; returns
/// how many bytes of it are written.
pub(super) fn start(out: &mut String, line: &str) -> usize {
    let Some(first) = line.chars().next() else { return 0 };
    if first.is_whitespace() || first.is_control() {
        reference(out, first);
        return first.len_utf8();
    }
    let rest = &line[first.len_utf8()..];
    let parted = |rest: &str| rest.chars().next().is_none_or(char::is_whitespace);
    let is_mark = match first {
        '#' => parted(line.trim_start_matches('#')),
        '>' | '|' | '[' => true,
        '+' => parted(rest),
        '-' => parted(rest) || rest.starts_with(['-', '|', ':']),
        ':' => rest.starts_with('-'),
        '=' => line.trim_end_matches([' ', '\t']).bytes().all(|b| b == b'='),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let after = &line[digits..];
            if digits < 10 && after.starts_with(['.', ')']) && parted(&after[1..]) {
                out.push_str(&line[..digits]);
                out.push('\\');
                out.push_str(&after[..1]);
                return digits + 1;
            }
            return 0;
        }
        _ => false,
    };
    if !is_mark {
        return 0;
    }
    out.push('\\');
    out.push(first);
    first.len_utf8()
}

/// Writes the reference of a character that would be lost as itself.
pub(super) fn reference(out: &mut String, c: char) {
    out.push_str("&#");
    out.push_str(&u32::from(c).to_string());
    out.push(';');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(line: &str) -> String {
        let mut out = String::new();
        let done = start(&mut out, line);
        text(&mut out, &line[done..], line[..done].chars().last(), After::End, TextContext::default());
        out
    }

    #[test]
    fn what_would_be_a_mark_is_escaped() {
        for (text, want) in [
            ("# a", "\\# a"),
            ("#", "\\#"),
            ("- a", "\\- a"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("+ a", "\\+ a"),
            ("12. a", "12\\. a"),
            ("1)", "1\\)"),
            ("> a", "\\> a"),
            ("| a", "\\| a"),
            (" a", "&#32;a"),
            ("[a]: b", "\\[a\\]: b"),
            ("a [b](c)", "a [b\\](c)"),
            ("a *b* _c_ `d` ~e~", "a \\*b\\* \\_c\\_ \\`d\\` \\~e\\~"),
            ("a <b> &amp; \\", "a \\<b> \\&amp; \\\\"),
            ("a ![b", "a \\![b"),
            ("$5 or 5$", "$5 or 5\\$"),
        ] {
            assert_eq!(line(text), want);
        }
    }

    #[test]
    fn what_is_no_mark_stays() {
        for text in ["#a", "-a", "1.5", "a < b", "R&D", "snake_case", "a [1], b", "=a", "1234567890. a", "a > b"] {
            assert_eq!(line(text), text);
        }
    }
}
