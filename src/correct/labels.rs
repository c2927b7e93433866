//! Labelled pages for `sarand eval`: each line as the run left it, but for those that a person answered for.
//!
//! `labels.jsonl` has one line a page. A page that is labelled again replaces its line; what that line said of lines that
//! nobody answered for now stays.

use super::page::{Answer, Fate, Page, Verdict};
use crate::eval::gold::{Gold, Label};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// As [`Gold`] reads it.
#[derive(Serialize)]
struct LabelledPage<'p> {
    id: &'p str,
    lang: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    host: Option<&'p str>,
    text: &'p str,
    lines: Vec<LineLabel>,
}

/// As [`Label`] reads it.
#[derive(Serialize)]
struct LineLabel {
    n: usize,
    keep: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kept: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    soft: bool,
}

impl LineLabel {
    fn content(n: usize) -> Self {
        Self { n, keep: true, kind: None, kept: None, soft: false }
    }
}

/// The text of a file of labelled pages with this page in it, the page's line, and whether it replaces another.
pub(super) fn merged(file: &str, page: &Page, answers: &[&Answer]) -> (String, String, bool) {
    let text = page.text();
    let mut old = file.split_inclusive('\n').enumerate().filter(|(_, line)| is_of(line, &page.id));
    let place = old.next();
    let known = place.and_then(|(_, line)| Gold::parse(line).ok()).filter(|known| known.text == text);
    let line = json(page, &text, known.map(|known| known.lines).unwrap_or_default(), answers);
    let mut out = String::with_capacity(file.len() + line.len() + 1);
    for (at, other) in file.split_inclusive('\n').enumerate() {
        if place.is_none_or(|(old, _)| old != at) {
            out.push_str(other);
        } else {
            out.push_str(&line);
            out.push('\n');
        }
    }
    if place.is_none() {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&line);
        out.push('\n');
    }
    (out, line, place.is_some())
}

/// Whether a line of the file labels the page.
fn is_of(line: &str, id: &str) -> bool {
    #[derive(Deserialize)]
    struct Name<'l> {
        #[serde(borrow)]
        id: std::borrow::Cow<'l, str>,
    }
    serde_json::from_str::<Name<'_>>(line).is_ok_and(|name| name.id == id)
}

/// The labelled page as a line of JSON, without its line break.
fn json(page: &Page, text: &str, known: Vec<Label>, answers: &[&Answer]) -> String {
    let mut labels: BTreeMap<usize, LineLabel> = (1..)
        .zip(&page.lines)
        .filter(|(_, line)| !line.is_blank())
        .map(|(n, line)| {
            let label = match line.fate() {
                Fate::Kept => LineLabel::content(n),
                Fate::Gone => LineLabel { keep: false, kind: line.class.clone(), ..LineLabel::content(n) },
                Fate::Partly(left) => {
                    LineLabel { kind: line.class.clone(), kept: Some(left.to_owned()), ..LineLabel::content(n) }
                }
            };
            (n, label)
        })
        .collect();
    for Label { n, keep, kind, kept, soft } in known {
        labels.insert(n, LineLabel { n, keep, kind, kept, soft });
    }
    for answer in answers {
        let n = answer.line;
        let label = match &answer.verdict {
            Verdict::Content => LineLabel::content(n),
            Verdict::Chrome(class) => LineLabel { keep: false, kind: Some(class.clone()), ..LineLabel::content(n) },
        };
        labels.insert(n, label);
    }
    let lines = labels.into_values().collect();
    let page = LabelledPage { id: &page.id, lang: &page.lang, host: page.host.as_deref(), text, lines };
    // Text and numbers are always JSON.
    serde_json::to_string(&page).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{super::page::PageLine, *};
    use crate::{clean::Options, eval::Score, rules::RuleSet};

    fn page() -> Page {
        let line = |text: &str, left: Option<&str>, class: Option<&str>| PageLine {
            text: text.into(),
            left: left.map(str::to_owned),
            class: class.map(str::to_owned),
        };
        let lines = vec![
            line("[ad_1]", None, Some("shortcode")),
            line("", Some(""), None),
            line(
                "The council met on Monday. \u{202E}\"x\" \\",
                Some("The council met on Monday."),
                Some("source_label"),
            ),
            line("Tell a friend", Some("Tell a friend"), None),
            line("Opening hours", None, Some("nav")),
        ];
        Page { id: "a#1".into(), number: 0, lang: "en".into(), host: Some("a.example".into()), lines }
    }

    #[test]
    fn a_page_is_labelled_as_the_run_left_it_but_for_the_answers() {
        let page = page();
        let chrome = Answer::new(&page, 4, Verdict::Chrome("share".into())).unwrap();
        let content = Answer::new(&page, 5, Verdict::Content).unwrap();
        let (file, line, replaced) = merged("", &page, &[&chrome, &content]);
        assert_eq!((file.trim_end(), replaced), (line.as_str(), false));
        let want = r#""lines":[{"n":1,"keep":false,"kind":"shortcode"},{"n":3,"keep":true,"kind":"source_label","kept":"The council met on Monday."},{"n":4,"keep":false,"kind":"share"},{"n":5,"keep":true}]}"#;
        assert!(line.ends_with(want), "{line}");
        let gold = Gold::parse(&line).unwrap();
        assert_eq!((gold.text, gold.host.as_deref()), (page.text(), Some("a.example")));
        let mut score = Score::new(false);
        score.add(&Gold::parse(&line).unwrap(), &RuleSet::builtin(), &Options::default());
        assert_eq!(score.total().documents, 1);
    }

    #[test]
    fn a_page_that_is_labelled_again_replaces_its_line() {
        let page = page();
        let first = Answer::new(&page, 4, Verdict::Chrome("share".into())).unwrap();
        let second = Answer::new(&page, 5, Verdict::Content).unwrap();
        let before = "{\"id\":\"b\"}\nno JSON\n";
        let (one, ..) = merged(before, &page, &[&first]);
        let after = format!("{one}{{\"id\": \"c\"}}");
        let (two, line, replaced) = merged(&after, &page, &[&second]);
        assert!(replaced && two.starts_with(before) && two.ends_with("\n{\"id\": \"c\"}"), "{two}");
        assert_eq!(two.lines().count(), 4);
        assert!(line.contains(r#"{"n":4,"keep":false,"kind":"share"},{"n":5,"keep":true}"#), "{line}");
        // Another text of that id is another page.
        let other = Page { lines: page.lines[..4].to_vec(), ..page.clone() };
        let (_, line, replaced) = merged(&two, &other, &[]);
        assert!(replaced && line.contains(r#"{"n":4,"keep":true}"#), "{line}");
    }
}
