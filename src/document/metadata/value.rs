//! From what a page says to a value of a key: white space, addresses, codes of languages, lists.
//!
//! `language("fa_IR")` is `fa-IR`. What is no such value gives none, so that the next source is asked.

use rustc_hash::FxHashSet;

/// Words on one line.
pub(crate) fn text(value: &str) -> Option<String> {
    let mut text = String::with_capacity(value.len());
    for word in value.split_whitespace() {
        text.push_str(if text.is_empty() { "" } else { " " });
        text.push_str(word);
    }
    (!text.is_empty()).then_some(text)
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
    let mut seen = FxHashSet::default();
    let parts = values.iter().flat_map(|value| value.split(LIST_SEPARATORS)).filter_map(text);
    let parts = parts.map(|part| part.trim_start_matches('#').to_owned());
    parts
        .filter(|part| !part.is_empty() && part.chars().take(101).count() <= 100 && seen.insert(part.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_addresses() {
        assert_eq!(language("fa_IR").as_deref(), Some("fa-IR"));
        assert_eq!(language("english"), None);
        assert_eq!(address("//example.com/a").as_deref(), Some("https://example.com/a"));
        assert_eq!(address("/a"), None);
    }
}
