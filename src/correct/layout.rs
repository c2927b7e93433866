//! Where things stand in the text of a rule file, so that one of them can be changed and nothing else is touched.
//!
//! Knows no rules, only tables, keys and values; a text that is no TOML has none.

use std::{fmt::Write as _, ops::Range};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// Where a rule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RulePlace {
    pub(super) id: String,
    /// From its header to the end of its last line; comments above the next table are not its own.
    pub(super) text: Range<usize>,
    /// The value of `status`, with its quotation marks.
    pub(super) status: Option<Range<usize>>,
    /// Where a key can be put: behind the value of `id`.
    pub(super) behind_id: usize,
    /// Whether it is written between braces, so that a new key needs a comma and no line of its own.
    pub(super) inline: bool,
}

/// The rules of a file, in its order.
pub(super) fn rules(text: &str) -> Vec<RulePlace> {
    let Ok(document) = DeTable::parse(text) else { return Vec::new() };
    let top = document.get_ref();
    let rules = top.get("rule").and_then(|rules| rules.get_ref().as_array());
    let mut places: Vec<RulePlace> = Vec::new();
    for rule in rules.into_iter().flat_map(|rules| rules.iter()) {
        let (Some(table), span) = (rule.get_ref().as_table(), rule.span()) else { continue };
        let Some((id, behind_id)) = table.get("id").and_then(|id| Some((id.get_ref().as_str()?, id.span().end))) else {
            continue;
        };
        let inline = text[span.start..].starts_with('{');
        let range = if inline { span } else { span.start..line_end(text, value_end(table).max(span.end)) };
        let status = table.get("status").map(Spanned::span);
        places.push(RulePlace { id: id.to_owned(), text: range, status, behind_id, inline });
    }
    places
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// Behind the line break of the line.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end + 1)
}

/// Where the last value of a table ends, also of tables in it.
fn value_end(table: &DeTable<'_>) -> usize {
    let (mut end, mut open) = (0, vec![table]);
    while let Some(table) = open.pop() {
        for (_, value) in table {
            end = end.max(value.span().end);
            match value.get_ref() {
                DeValue::Table(inner) => open.push(inner),
                DeValue::Array(all) => open.extend(all.iter().filter_map(|one| one.get_ref().as_table())),
                _ => {}
            }
        }
    }
    end
}

/// The text with another line in `[allow] lines`, and the part that is new; `None` when the table is written in a way that
/// has no place for it.
pub(super) fn with_allowed(text: &str, line: &str) -> Option<(String, String)> {
    let value = quoted(line);
    let document = DeTable::parse(text).ok()?;
    let Some(allow) = document.get_ref().get("allow") else {
        let gap = if text.is_empty() || text.ends_with("\n\n") { "" } else { "\n" };
        let gap = if text.is_empty() || text.ends_with('\n') { gap.to_owned() } else { format!("\n{gap}") };
        let table = format!("[allow]\nlines = [\n  {value},\n]\n");
        return Some((format!("{text}{gap}{table}"), table));
    };
    let added = format!("  {value},\n");
    let Some(lines) = allow.get_ref().as_table()?.get("lines") else {
        let header = allow.span().start;
        // Not `allow = { … }` and not `allow.hosts = …`: there, no line can follow.
        text[header..].starts_with('[').then_some(())?;
        let at = text[header..].find('\n').map_or(text.len(), |end| header + end + 1);
        let before = if text[..at].ends_with('\n') { "" } else { "\n" };
        let list = format!("lines = [\n{added}]\n");
        return Some((format!("{}{before}{list}{}", &text[..at], &text[at..]), list));
    };
    let (list, all) = (lines.span(), lines.get_ref().as_array()?);
    let close = text[..list.end].rfind(']')?;
    let last = all.iter().next_back().map(|last| last.span().end);
    // A list without its last comma gets it where its last value ends, before any comment.
    let bare = last.filter(|&end| !has_comma(&text[end..close]));
    let own_line = text[..close].trim_end_matches([' ', '\t']).ends_with('\n');
    let (at, before) = if own_line { (line_start(text, close), "") } else { (close, "\n") };
    let head = match bare {
        Some(end) => format!("{},{}", &text[..end], &text[end..at]),
        None => text[..at].to_owned(),
    };
    Some((format!("{head}{before}{added}{}", &text[at..]), added))
}

/// Whether a comma stands in what follows the last value of a list: spaces, line breaks and comments.
fn has_comma(rest: &str) -> bool {
    rest.split('\n').any(|line| line.split('#').next().is_some_and(|code| code.contains(',')))
}

/// A string in one line of TOML. What cannot be seen is written as its number, but for ZWNJ and ZWJ, which are letters
/// here.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || is_hidden(c) => {
                // Writing to a `String` cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Marks of direction and line breaks that editors do not show as such.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Catalog;
    use proptest::prelude::*;

    const FILE: &str = "# head\n\n[[rule]] # one\nid = \"a.one\"\nstatus = 'proposed' # of \"proposed\"\nx = \"\"\"\n[[rule]]\n# no comment\"\"\"\n\n# about two\n[[rule]]\n  id = \"a.two\"\n[[rule.case]]\nname = \"c\"\n\n[allow]\nlines = []\n\n[[rule]]\nid = \"a.three\"";

    #[test]
    fn rules_have_their_text() {
        let places = rules(FILE);
        let texts: Vec<(&str, &str)> =
            places.iter().map(|place| (place.id.as_str(), &FILE[place.text.clone()])).collect();
        assert_eq!(texts.len(), 3, "{texts:?}");
        assert!(
            texts[0].1.starts_with("[[rule]] # one\n") && texts[0].1.ends_with("# no comment\"\"\"\n"),
            "{texts:?}"
        );
        assert_eq!(texts[1].1, "[[rule]]\n  id = \"a.two\"\n[[rule.case]]\nname = \"c\"\n");
        assert_eq!(texts[2].1, "[[rule]]\nid = \"a.three\"");
        assert_eq!(places[0].status.clone().map(|status| &FILE[status]), Some("'proposed'"));
        assert!(FILE[..places[1].behind_id].ends_with("\"a.two\""));
        let inline = "rule = [{ id = \"a.b\", status = \"proposed\" }, { id = \"a.c\" }]";
        let places = rules(inline);
        assert!(places.iter().all(|place| place.inline), "{places:?}");
        assert_eq!(&inline[places[1].text.clone()], "{ id = \"a.c\" }");
        assert!(rules("[[rule").is_empty());
    }

    #[test]
    fn a_line_is_put_into_the_list_and_all_else_stays() {
        for (before, after) in [
            ("", "[allow]\nlines = [\n  \"new\",\n]\n"),
            ("# a\n", "# a\n\n[allow]\nlines = [\n  \"new\",\n]\n"),
            ("# a", "# a\n\n[allow]\nlines = [\n  \"new\",\n]\n"),
            ("[allow]\nlines = []\n", "[allow]\nlines = [\n  \"new\",\n]\n"),
            ("[allow]\nlines = [\"a\"] # c\n", "[allow]\nlines = [\"a\",\n  \"new\",\n] # c\n"),
            ("[allow]\nlines = [\"a\", ]\n", "[allow]\nlines = [\"a\", \n  \"new\",\n]\n"),
            ("[allow]\nlines = [\n  \"a\",\n  ]\n", "[allow]\nlines = [\n  \"a\",\n  \"new\",\n  ]\n"),
            ("[allow]\nlines = [\n \"a\" # b, c\n]\n", "[allow]\nlines = [\n \"a\", # b, c\n  \"new\",\n]\n"),
            ("[allow]\nlines = [\n \"]\", # d\n # e\n]", "[allow]\nlines = [\n \"]\", # d\n # e\n  \"new\",\n]"),
            ("[allow]\nhosts = [\"h\"]\n", "[allow]\nlines = [\n  \"new\",\n]\nhosts = [\"h\"]\n"),
            ("[allow]", "[allow]\nlines = [\n  \"new\",\n]\n"),
            ("allow = { lines = [\"a\"] }\n", "allow = { lines = [\"a\",\n  \"new\",\n] }\n"),
        ] {
            let (text, added) = with_allowed(before, "new").unwrap();
            assert_eq!(text, after);
            assert!(after.contains(&added), "{added}");
            let catalog = Catalog::parse([("a.toml", &*text)]).unwrap();
            assert_eq!(catalog.allow_lines.last().map(|(line, _)| line.as_str()), Some("new"), "{text}");
        }
        assert_eq!(with_allowed("allow = { hosts = [] }\n", "new"), None);
        assert_eq!(with_allowed("allow.hosts = []\n", "new"), None);
    }

    #[test]
    fn what_cannot_be_seen_is_written_as_its_number() {
        assert_eq!(quoted("a\"\\\u{1}\u{202E}\u{200C}\r"), "\"a\\\"\\\\\\u0001\\u202E\u{200C}\\r\"");
    }

    proptest! {
        #[test]
        fn any_string_reads_back(text in any::<String>()) {
            prop_assume!(!text.trim().is_empty());
            let file = format!("[allow]\nlines = [{}]", quoted(&text));
            let catalog = Catalog::parse([("a.toml", &*file)]).unwrap();
            prop_assert_eq!(&catalog.allow_lines[0].0, &text);
        }
    }
}
