//! A line as `sarand explain` prints it: short, and with marks around what of it was removed.
//!
//! `[-…-]` is what went and `{+…+}` what stands there now, as `git diff --word-diff` writes it: also clear without colours.

use crate::span::Span;
use anstyle::{AnsiColor, Style};

/// Of a line that is shown, so many characters at most.
const LONGEST: usize = 90;
/// The same, of each part of a line that is shown in parts.
const PART: usize = 40;

pub(super) fn color(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(color.into()))
}

/// The first 90 characters of a line.
pub(super) fn shortened(line: &str) -> String {
    beginning(line.trim(), LONGEST)
}

/// A line with marks around these parts of it, which are sorted; `with` stands there now.
pub(super) fn marked(line: &str, parts: &[Span], with: Option<&str>) -> String {
    let (red, green) = (color(AnsiColor::Red), color(AnsiColor::Green));
    let (mut out, mut at) = (String::new(), 0);
    for part in parts {
        let before = line.get(at..part.start).unwrap_or_default();
        out.push_str(&if at == 0 { end(before.trim_start(), PART) } else { middle(before) });
        let gone = beginning(line.get(part.start..part.end).unwrap_or_default(), LONGEST);
        out.push_str(&format!("{red}[-{gone}-]{red:#}"));
        if let Some(with) = with {
            out.push_str(&format!("{green}{{+{with}+}}{green:#}"));
        }
        at = part.end;
    }
    out + &beginning(line.get(at..).unwrap_or_default().trim_end(), PART)
}

/// So many characters from the start of a text.
fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// So many characters before the end of a text.
fn end(text: &str, most: usize) -> String {
    let from = text.char_indices().rev().nth(most.saturating_sub(1)).map_or(0, |(start, _)| start);
    if from == 0 { text.to_owned() } else { format!("…{}", &text[from..]) }
}

/// What stands between two marks: both ends of it, if it is long.
fn middle(text: &str) -> String {
    if text.chars().nth(PART).is_none() {
        return text.to_owned();
    }
    format!("{}{}", beginning(text, PART / 2), end(text, PART / 2).trim_start_matches('…'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(line: &str, parts: &[(usize, usize)], with: Option<&str>) -> String {
        let parts: Vec<Span> = parts.iter().map(|&(start, end)| Span::new(start, end)).collect();
        anstream::adapter::strip_str(&marked(line, &parts, with)).to_string()
    }

    #[test]
    fn the_removed_part_of_a_line_is_marked_and_the_rest_is_as_it_was() {
        assert_eq!(plain(" one [ad] two ", &[(5, 10)], None), "one [-[ad] -]two");
        assert_eq!(plain("[ad] one [ad]", &[(0, 5), (8, 13)], None), "[-[ad] -]one[- [ad]-]");
        assert_eq!(plain("one (more) two", &[(3, 10)], Some(".")), "one[- (more)-]{+.+} two");
    }

    #[test]
    fn a_long_line_is_shown_around_the_part_that_went() {
        let (before, after) = ("é".repeat(60), "ß".repeat(60));
        let line = format!("{before}[ad]{after}[ad]{before}");
        let first = before.len();
        let second = first + 4 + after.len();
        let (e, s) = ("é".repeat(PART), "ß".repeat(PART / 2));
        let want = format!("…{e}[-[ad]-]{s}…{s}[-[ad]-]{e}…");
        assert_eq!(plain(&line, &[(first, first + 4), (second, second + 4)], None), want);
        assert_eq!(end("abc", 3), "abc");
        assert_eq!(end("abcd", 3), "…bcd");
    }
}
