//! How does a rule find a line, and lines like it? What the line says becomes a phrase or a pattern.
//!
//! Knows one line, or what lines have in common; not how often they were seen.

use super::{
    accepted::Frame,
    line::{self, KeyReader, LineForm},
};
use crate::{
    document::Lines,
    fold, lang,
    repair::{self, RepairOptions},
};

/// What folding leaves of bullets and end punctuation: a pattern has it at its edges, as squashing drops it there.
const EDGE: &str = r"[*>|.,:;!?/ -]*";

/// How a rule finds its lines.
#[derive(Clone, Debug)]
pub(crate) struct MatcherText {
    /// The key of the matcher and its phrase or pattern.
    pub(crate) matcher: (&'static str, String),
    pub(crate) trail: Option<&'static str>,
    /// The line twice over: what is no such line, whatever stands in its slots.
    pub(crate) miss: String,
}

impl MatcherText {
    /// For lines with a name in a frame.
    pub(super) fn framed(frame: &Frame) -> Self {
        let part = |words: &[String]| pattern(&words.join(" "));
        let name = match (frame.before.is_empty(), frame.after.is_empty()) {
            (true, _) => ".{1,60} ",
            (_, true) => " .{1,60}",
            _ => " .{1,60} ",
        };
        let source = format!("^{EDGE}{}{name}{}{EDGE}$", part(&frame.before), part(&frame.after));
        Self { matcher: ("regex", source), trail: None, miss: frame.without_name() }
    }

    /// From a line of this form.
    pub(crate) fn of(form: LineForm, example: &str) -> Self {
        let view = fold::folded(example);
        let twice = |text: &str| format!("{text} {text}");
        let exact = |phrase: &str, trail| Self { matcher: ("exact", phrase.to_owned()), trail, miss: twice(phrase) };
        match form {
            LineForm::Line | LineForm::Frame => exact(edges_off(example), None),
            LineForm::Number => {
                let end = view.find(|c: char| c.is_ascii_digit()).unwrap_or(view.len());
                exact(edges_off(view[..end].trim_end_matches([' ', '('])), Some("number"))
            }
            LineForm::Date => exact(edges_off(line::date_label(&view).unwrap_or(&view)), Some("date")),
            LineForm::Value => exact(edges_off(line::label(&view).map_or(&*view, |(label, _)| label)), Some("value")),
            LineForm::Digits => Self {
                matcher: ("regex", format!("^{EDGE}{}{EDGE}$", pattern(edges_off(&view)))),
                trail: None,
                miss: twice(example),
            },
            LineForm::Path => {
                let stem = line::path(&view).map_or(&*view, |(stem, _)| stem);
                let source = format!("^{EDGE}{}[.,:;!? -]*[/>|][^/>|]{{1,60}}$", pattern(edges_off(stem)));
                Self { matcher: ("regex", source), trail: None, miss: twice(example) }
            }
        }
    }

    /// An id for a rule that finds lines so: the scope, the host if it is for one, and a hash. The same lines have the same
    /// id, whenever somebody finds them. `site.a-example.1a2b3c4d5e6f`
    pub(crate) fn id(&self, scope: &str, host: Option<&str>) -> String {
        let hash = fnv(&[self.matcher.0, &self.matcher.1, self.trail.unwrap_or_default()]);
        let dashed = |name: &str| -> String {
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect()
        };
        let host = host.map(dashed).unwrap_or_default();
        let parts: Vec<&str> = host.split('-').filter(|part| !part.is_empty()).collect();
        let host = if parts.is_empty() { String::new() } else { parts.join("-") + "." };
        format!("{scope}.{host}{hash:012x}")
    }
}

/// The forms that a line has: the line itself, and what else it may have in common with others.
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "the workbench asks for them"))]
pub(crate) fn forms(line: &str) -> Vec<LineForm> {
    let mut lines = Lines::default();
    lines.read(line);
    let mut forms = vec![LineForm::Line];
    if lines.all().len() == 1 {
        for (_, form) in KeyReader::default().keys(line, &lines, 0).into_iter().flatten() {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
    }
    forms
}

/// The folded text as a pattern: digits are slots, spaces may be missing.
fn pattern(view: &str) -> String {
    let mut out = String::new();
    let mut digits = false;
    for c in view.chars() {
        if c.is_ascii_digit() {
            if !digits {
                out.push_str("[0-9]+");
            }
        } else if c == ' ' {
            out.push_str(" ?");
        } else {
            out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        digits = c.is_ascii_digit();
    }
    out
}

/// Without what squashing drops at the edges; all of it when nothing else is left.
fn edges_off(text: &str) -> &str {
    let trimmed =
        text.trim_matches(|c: char| c.is_whitespace() || fold::is_edge(c) || matches!(c, '•' | '·' | '،' | '؛'));
    if trimmed.is_empty() { text } else { trimmed }
}

/// The line as rules will see it.
pub(crate) fn repaired(line: &str) -> String {
    let mut edits = Vec::new();
    repair::hygiene(line, lang::detect(line), &RepairOptions::default(), &mut edits);
    repair::apply(line, &edits)
}

/// The class of such lines, as far as their form tells. A person will know better.
pub(super) fn class(form: LineForm) -> &'static str {
    match form {
        LineForm::Line | LineForm::Digits | LineForm::Frame => "nav",
        LineForm::Number | LineForm::Date | LineForm::Value => "metadata",
        LineForm::Path => "breadcrumb",
    }
}

/// FNV-1a, of which 48 bits are kept: the same in every version of every library.
fn fnv(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, b| (hash ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)) >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_has_its_matcher() {
        for (form, example, key, want, trail) in [
            (LineForm::Line, "• Tell a friend:", "exact", "Tell a friend", None),
            (LineForm::Number, "کد خبر: ۱۲۴۰۹۹۱", "exact", "کد خبر", Some("number")),
            (LineForm::Number, "Comments (12)", "exact", "comments", Some("number")),
            (LineForm::Date, "Published: 12 May 2024", "exact", "published", Some("date")),
            (LineForm::Value, "Author: A Writer", "exact", "author", Some("value")),
            (
                LineForm::Digits,
                "3 comments [2]",
                "regex",
                r"^[*>|.,:;!?/ -]*[0-9]+ ?comments ?\[[0-9]+\][*>|.,:;!?/ -]*$",
                None,
            ),
            (
                LineForm::Path,
                "Home / News / Port",
                "regex",
                "^[*>|.,:;!?/ -]*home ?/ ?news[.,:;!? -]*[/>|][^/>|]{1,60}$",
                None,
            ),
        ] {
            let texts = MatcherText::of(form, example);
            assert_eq!((texts.matcher.0, texts.matcher.1.as_str(), texts.trail), (key, want, trail), "{example}");
        }
    }

    #[test]
    fn a_line_says_what_it_may_have_in_common_with_others() {
        assert_eq!(forms("Tell a friend"), [LineForm::Line]);
        assert_eq!(forms("News code: 12"), [LineForm::Line, LineForm::Number]);
        assert_eq!(forms("Author: A Writer"), [LineForm::Line, LineForm::Value]);
        assert_eq!(forms(""), [LineForm::Line]);
    }

    #[test]
    fn an_id_names_the_host_and_the_line() {
        let texts = MatcherText::of(LineForm::Line, "Tell a friend");
        let id = texts.id("site", Some("www.A-example.org"));
        assert!(id.starts_with("site.www-a-example-org."), "{id}");
        assert_eq!(texts.id("learnt", None).len(), "learnt.".len() + 12);
        assert_eq!(texts.id("site", Some("نمونه")), texts.id("site", None));
    }
}
