//! From what a page says to a value of a key: white space, names, dates, codes of languages, lists.
//!
//! `author("By Jane Doe and John Roe")` is `["Jane Doe", "John Roe"]`. What is no such value gives none, so that the next
//! source is asked.

use crate::date::{self, FoundDate};

/// Words on one line.
pub(crate) fn text(value: &str) -> Option<String> {
    let words: Vec<&str> = value.split_whitespace().collect();
    let text = words.join(" ");
    (!text.is_empty()).then_some(text)
}

/// A moment.
pub(super) fn moment(value: &str) -> Option<FoundDate> {
    date::parse(value).or_else(|| date::parse(&value.replace(['T', 'Z'], " ")))
}

/// An address that is not relative.
pub(super) fn address(value: &str) -> Option<String> {
    let value = value.trim();
    let absolute = value.starts_with("http://") || value.starts_with("https://");
    let whole = value.strip_prefix("//").map(|rest| format!("https://{rest}"));
    if absolute { Some(value.to_owned()) } else { whole }.filter(|url| !url.contains(char::is_whitespace))
}

/// A language code: `fa-IR`, `en`.
pub(super) fn language(value: &str) -> Option<String> {
    let code = value.split([',', ';']).next().unwrap_or_default().trim().replace('_', "-");
    let primary = code.split('-').next().unwrap_or_default();
    let fits = (2..=3).contains(&primary.len()) && primary.bytes().all(|b| b.is_ascii_alphabetic());
    fits.then_some(code)
}

const LIST_SEPARATORS: &[char] = &[',', '،', '؛', ';', '|', '\n'];

/// The entries of a list, each once.
pub(super) fn list(values: &[String]) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for entry in values.iter().flat_map(|value| value.split(LIST_SEPARATORS)).filter_map(text) {
        let entry = entry.trim_start_matches('#').to_owned();
        if !entry.is_empty() && entry.chars().count() <= 100 && !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

/// Words before a name, folded to lower case.
const BYLINES: &[&str] = &[
    "by",
    "written by",
    "author",
    "authors",
    "posted by",
    "نویسنده",
    "نوشته",
    "خبرنگار",
    "بقلم",
    "بقلم:",
    "به قلم",
    "الكاتب",
    "كتب",
    "بواسطة",
];

/// The names of people: no addresses, no bylines, each once.
pub(super) fn authors(values: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for value in values {
        let Some(value) = text(value) else { continue };
        let value = unlabelled(&value);
        // A comma parts names, or a name from its titles: only whole names stand alone.
        let parts: Vec<&str> =
            value.split([',', '،', ';']).flat_map(|part| part.split(" and ")).map(str::trim).collect();
        let apart = parts.len() > 1 && parts.iter().all(|part| part.contains(' ') && part.chars().count() <= 40);
        let parts = if apart { parts } else { vec![value] };
        for name in parts {
            let is_name = !name.contains("://") && !name.contains('@') && (2..=120).contains(&name.chars().count());
            if is_name && name.chars().any(char::is_alphabetic) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn unlabelled(value: &str) -> &str {
    let lower = value.to_lowercase();
    for label in BYLINES {
        if let Some(rest) = lower.strip_prefix(label)
            && lower.len() == value.len()
            && rest.starts_with([' ', ':'])
        {
            return value[label.len()..].trim_start_matches([' ', ':']);
        }
    }
    value
}

/// What parts a title from the name of its site.
const TITLE_SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "];

/// A `<title>` without the name of the site at one of its ends.
pub(super) fn bare_title<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    for separator in TITLE_SEPARATORS {
        if let Some((head, tail)) = title.rsplit_once(separator) {
            let named = site.is_some_and(|site| site.trim().eq_ignore_ascii_case(tail.trim()));
            if named || site.is_none() && tail.chars().count() <= 30 && tail.chars().count() * 2 < head.chars().count()
            {
                return head.trim();
            }
            let (first, rest) = title.split_once(separator).unwrap_or((head, tail));
            if site.is_some_and(|site| site.trim().eq_ignore_ascii_case(first.trim())) {
                return rest.trim();
            }
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_alone() {
        let all = |value: &str| authors(&[value.to_owned()]).join(" + ");
        for (value, want) in [
            ("By Jane Doe", "Jane Doe"),
            ("Jane Doe, John Roe and Max Moe", "Jane Doe + John Roe + Max Moe"),
            ("Jane Doe, PhD", "Jane Doe, PhD"),
            ("https://example.com/jane", ""),
            ("نویسنده: مریم رضایی", "مریم رضایی"),
            ("byron lee", "byron lee"),
            ("123", ""),
        ] {
            assert_eq!(all(value), want, "{value}");
        }
    }

    #[test]
    fn titles_lose_their_site() {
        for (title, site, want) in [
            ("A long headline here | Site", Some("Site"), "A long headline here"),
            ("Site - A long headline", Some("site"), "A long headline"),
            ("A long headline of many words - News", None, "A long headline of many words"),
            ("Home - away from it all", None, "Home - away from it all"),
            ("Plain", Some("Site"), "Plain"),
        ] {
            assert_eq!(bare_title(title, site), want, "{title}");
        }
    }

    #[test]
    fn codes_and_addresses() {
        assert_eq!(language("fa_IR").as_deref(), Some("fa-IR"));
        assert_eq!(language("english"), None);
        assert_eq!(address("//example.com/a").as_deref(), Some("https://example.com/a"));
        assert_eq!(address("/a"), None);
        assert_eq!(moment("1403-03-30").and_then(|date| date.jalali).as_deref(), Some("1403-03-30"));
    }
}
