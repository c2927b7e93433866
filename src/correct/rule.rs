//! A rule for a line of chrome that was kept: the line itself, or what it has in common with lines of other pages.
//!
//! The rule holds its own examples, the line and a line near to it that stays, before anybody sees it.

use super::{
    layout::quoted,
    page::{Fate, Page},
    trial,
};
use crate::{
    document::SENTENCE_CHARS,
    error::Error,
    fold,
    lang::{self, Lang},
    learn::{LineForm, MatcherText, forms, repaired},
    rules::Catalog,
};
use std::fmt::Write as _;

/// A longer line of the same form is another one.
const SLACK: usize = 20;
/// Lines near the line that are tried as what must stay.
const NEAR: usize = 4;
/// The longest line that is an example of what stays, in bytes.
const LONGEST_MISS: usize = 1000;
/// As much of a reason is told, in characters: it quotes the line.
const LONGEST_WHY: usize = 400;

/// For which hosts a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The document's.
    Host,
    /// All, for lines of the line's language.
    Everywhere,
}

/// Which lines a rule takes beside the one that a person saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Generality(LineForm);

impl Generality {
    /// The line alone.
    pub(crate) const LINE: Self = Self(LineForm::Line);

    /// Its name in a form.
    pub(crate) fn name(self) -> &'static str {
        match self.0 {
            LineForm::Line | LineForm::Frame => "line",
            LineForm::Number => "number",
            LineForm::Date => "date",
            LineForm::Digits => "digits",
            LineForm::Value => "value",
            LineForm::Path => "path",
        }
    }

    /// The one of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        use LineForm::{Date, Digits, Line, Number, Path, Value};
        [Line, Number, Date, Digits, Value, Path].map(Self).into_iter().find(|general| general.name() == name)
    }

    /// Which lines it takes, for people.
    pub(crate) fn words(self) -> &'static str {
        match self.0 {
            LineForm::Line | LineForm::Frame => "only this line",
            LineForm::Number => "this label, with any number",
            LineForm::Date => "this label, with any date",
            LineForm::Digits => "this line, with any numbers in it",
            LineForm::Value => "this label, with any value",
            LineForm::Path => "this path, with any last step",
        }
    }
}

/// How general a rule for this line can be; the narrowest first.
pub(crate) fn generalities(line: &str) -> Vec<Generality> {
    forms(&seen(line)).into_iter().map(Generality).collect()
}

/// The line as rules see it.
fn seen(line: &str) -> String {
    let repaired = repaired(line.trim());
    if repaired.contains('\n') { line.trim().to_owned() } else { repaired.trim().to_owned() }
}

/// A rule: its id and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewRule {
    pub(super) id: String,
    pub(super) toml: String,
}

/// The rule for a line, by its number from 1.
///
/// # Errors
/// [`Error::Usage`] when the document has no host, or no rule can take the line.
pub(super) fn rule(page: &Page, line: usize, class: &str, scope: Scope, general: Generality) -> Result<NewRule, Error> {
    let text = seen(&page.line(line)?.text);
    let host = page.host.as_deref().map(str::to_lowercase);
    let host = match scope {
        Scope::Host if host.is_none() => {
            return Err(Error::Usage(format!("{}: this document has no host\n  try: a rule for all hosts", page.id)));
        }
        Scope::Host => host,
        Scope::Everywhere => None,
    };
    let mut why = None;
    // Braces mean something in a phrase and nothing in a pattern.
    for form in [general.0, LineForm::Digits] {
        let texts = MatcherText::of(form, &text);
        let id = texts.id("hand", host.as_deref());
        let misses = near(page, line, &text).map(Some).chain([None]);
        for miss in misses {
            let toml = written(page, &text, class, host.as_deref(), form, &texts, &id, miss);
            match faults(&toml, &id) {
                None => return Ok(NewRule { id, toml }),
                Some(fault) => why = why.or(Some(fault)),
            }
        }
    }
    let why: String = why.unwrap_or_default().chars().take(LONGEST_WHY).collect();
    Err(Error::Usage(format!("no rule can take this line by itself: {why}\n  try: label the page instead")))
}

/// Why the rule does not do what it says.
fn faults(toml: &str, id: &str) -> Option<String> {
    match Catalog::parse([("rules.toml", toml)]) {
        Ok(catalog) => trial::failures(&catalog, id).into_iter().next(),
        Err(errors) => Some(errors.to_string()),
    }
}

/// Lines that stay and say something else, the nearest first.
fn near<'p>(page: &'p Page, line: usize, text: &str) -> impl Iterator<Item = &'p str> {
    let own = fold::squash(text);
    let mut all: Vec<(usize, &str)> = (1..)
        .zip(&page.lines)
        .filter(|(_, other)| other.text.len() <= LONGEST_MISS && !other.is_blank())
        .map(|(n, other)| (line.abs_diff(n), other))
        .filter(|(distance, _)| *distance > 0)
        .filter(|(_, other)| other.fate() == Fate::Kept && fold::squash(&other.text) != own)
        .map(|(distance, other)| (distance, other.text.trim()))
        .collect();
    all.sort_by_key(|(distance, _)| *distance);
    all.into_iter().take(NEAR).map(|(_, text)| text)
}

/// The text of the rule.
#[expect(clippy::too_many_arguments, reason = "all that a rule says")]
fn written(
    page: &Page,
    text: &str,
    class: &str,
    host: Option<&str>,
    form: LineForm,
    texts: &MatcherText,
    id: &str,
    miss: Option<&str>,
) -> String {
    let mut out = String::from("[[rule]]\n");
    // Writing to a `String` cannot fail.
    let mut put = |key: &str, value: String| {
        let _ = writeln!(out, "{key} = {value}");
    };
    let list = |all: &[&str]| format!("[{}]", all.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "));
    let what = match form {
        LineForm::Line | LineForm::Frame => "a line",
        LineForm::Number => "a label and a number",
        LineForm::Date => "a label and a date",
        LineForm::Digits => "a line, whatever its numbers",
        LineForm::Value => "a label and a value",
        LineForm::Path => "a path",
    };
    let chars = fold::folded(text).chars().count();
    put("id", quoted(id));
    put("status", quoted("accepted"));
    put("kind", quoted("line"));
    put("level", quoted("safe"));
    put("class", quoted(class));
    put("summary", quoted(&format!("{what} that a person took for chrome")));
    put("refs", list(&[&page.id]));
    match host {
        Some(host) => put("host", list(&[host])),
        None => {
            let lang = lang::detect_line(text, Lang::parse(&page.lang).unwrap_or(Lang::UND));
            if lang != Lang::UND {
                put("lang", list(&[lang.as_str()]));
            }
        }
    }
    match &texts.matcher {
        (key @ "regex", source) => put(key, quoted(source)),
        (key, phrase) => put(key, list(&[phrase])),
    }
    if let Some(trail) = texts.trail {
        put("trail", quoted(trail));
    }
    if form != LineForm::Line {
        put("max_chars", (chars + SLACK).to_string());
    }
    if chars >= SENTENCE_CHARS as usize {
        put("prose_ok", "true".to_owned());
    }
    put("hit", list(&[text]));
    let misses: Vec<&str> = miss.into_iter().chain([texts.miss.as_str()]).collect();
    put("miss", list(&misses));
    out
}

/// A file with a rule at its end, and the part that is new; empty when the file had the rule.
pub(super) fn merged(name: &str, file: &str, rule: &NewRule) -> Result<(String, String), Error> {
    let known = Catalog::parse([(name, file)])?;
    if known.get(&rule.id).is_some() {
        return Ok((file.to_owned(), String::new()));
    }
    let gap = match file {
        "" => "",
        file if file.ends_with("\n\n") => "",
        file if file.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let text = format!("{file}{gap}{}", rule.toml);
    Catalog::parse([(name, text.as_str())])?;
    Ok((text, rule.toml.clone()))
}

#[cfg(test)]
mod tests {
    use super::{super::page::PageLine, *};

    fn page(lines: &[&str]) -> Page {
        let line = |text: &&str| PageLine { text: (*text).into(), left: Some((*text).into()), class: None };
        let lines = lines.iter().map(line).collect();
        Page { id: "a#1".into(), number: 0, lang: "en".into(), host: Some("www.A.example".into()), lines }
    }

    fn parsed(page: &Page, line: usize, scope: Scope, general: Generality) -> crate::rules::Rule {
        let rule = rule(page, line, "nav", scope, general).unwrap();
        let catalog = Catalog::parse([("r", rule.toml.as_str())]).unwrap();
        catalog.get(&rule.id).unwrap().clone()
    }

    #[test]
    fn a_rule_has_the_line_and_one_near_to_it() {
        let page = page(&["Tell a friend", "", "Tell a friend", "The council met."]);
        let rule = parsed(&page, 1, Scope::Host, Generality::LINE);
        assert_eq!(
            (&rule.host[..], &rule.hit[..]),
            (&["www.a.example".to_owned()][..], &["Tell a friend".to_owned()][..])
        );
        assert_eq!(rule.miss[..], ["The council met.".to_owned(), "Tell a friend Tell a friend".to_owned()]);
        let rule = parsed(&page, 1, Scope::Everywhere, Generality::LINE);
        assert_eq!((&rule.lang[..], rule.host.len()), (&[Lang::EN][..], 0));
    }

    #[test]
    fn a_general_rule_takes_what_varies() {
        let page = page(&["News code: 12", "News code: 13", "The council met."]);
        let all = generalities("News code: 12");
        assert_eq!(all.iter().map(|general| general.name()).collect::<Vec<_>>(), ["line", "number"]);
        let rule = parsed(&page, 1, Scope::Host, all[1]);
        // The line nearest to it is one that the rule takes.
        assert_eq!(rule.miss[0], "The council met.");
        assert!(rule.trail.is_some());
    }

    #[test]
    fn hostile_lines_read_back() {
        for line in [
            "it is \"quoted\"",
            "back\\slash \\u0041 \\",
            "'single' ''' \"\"\"",
            "control \u{1}\u{7f}\u{0} here",
            "\u{202E}right to left\u{200F} mark",
            "{date} in braces {",
            "[[rule]]",
            "# comment = 1",
            "tab\there\r",
            "می\u{200c}خواهم این را",
            "👩‍👩‍👧 family \u{FEFF}",
            "^a.*$ (b",
            "a = '''",
        ] {
            let page = page(&[line, "The council met."]);
            for scope in [Scope::Host, Scope::Everywhere] {
                for general in generalities(line) {
                    let rule = parsed(&page, 1, scope, general);
                    assert_eq!(rule.hit[..], [seen(line)], "{line:?}");
                }
            }
        }
    }

    #[test]
    fn what_no_rule_can_take_is_said() {
        let long = "word ".repeat(2000);
        let mut page = page(&["«Quoted», he said", "The council met.", &long]);
        for line in [1, 3] {
            let error = rule(&page, line, "nav", Scope::Host, Generality::LINE).unwrap_err().to_string();
            assert!(error.contains("no rule can take this line by itself") && error.len() < 600, "{error}");
        }
        page.host = None;
        let error = rule(&page, 2, "nav", Scope::Host, Generality::LINE).unwrap_err().to_string();
        assert!(error.contains("no host"), "{error}");
    }
}
