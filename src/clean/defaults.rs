//! Cleaning in one call, with the rules that come with the program and the options that `sarand clean` has by itself.
//!
//! The rules are made ready at the first call, which takes some milliseconds. Who wants rules, a level or a language of
//! their own, or all that is known of a page, takes a [`super::Cleaner`].

use super::{Cleaned, Options, clean};
use crate::{
    document::{
        Document,
        html::{self, Location},
    },
    host,
    rules::RuleSet,
};
use std::{borrow::Cow, sync::LazyLock};

static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::builtin);

/// Cleans a plain text.
///
/// ```
/// let cleaned = sarand::clean_text("خانه / اخبار / ورزش\nتیم ملی امروز به تهران می رسد.\nانتهای پیام/\n");
/// assert_eq!(cleaned.text, "تیم ملی امروز به تهران می\u{200c}رسد.\n");
/// assert_eq!(cleaned.removals[0].rule, "fa.breadcrumb-short");
/// ```
#[must_use]
pub fn clean_text(text: &str) -> Cleaned<'static> {
    clean(&Document::from_text(text), &RULES, &Options::default())
}

/// A page, before and after.
#[derive(Clone, Debug)]
pub struct CleanedPage<'a> {
    /// The main content of the page as text. Removals and edits are bytes of [`Document::text`].
    pub document: Document<'a>,
    /// The clean text, and what was done for it.
    pub cleaned: Cleaned<'static>,
}

/// Cleans the main content of an HTML page. Its address, if there is one, says which rules of hosts apply.
///
/// ```
/// let html = "<title>Rain</title><nav>Home | News</nav><article><h1>Rain</h1><p>It rained all day, and by noon the \
///     square stood under water.</p><p>The market was moved to the hall.</p></article>";
/// let page = sarand::clean_html(html, Some("https://news.example/rain"));
/// assert!(page.cleaned.text.starts_with("It rained all day"));
/// assert_eq!(page.cleaned.title(), Some("Rain"));
/// ```
#[must_use]
pub fn clean_html<'a>(html: &str, url: Option<&'a str>) -> CleanedPage<'a> {
    let location = Location { host: url.and_then(host::of_url), url: url.map(Cow::Borrowed) };
    let document = html::parse_with(html, location, &*RULES, html::Options::default());
    let cleaned = clean(&document, &RULES, &Options::default());
    CleanedPage { document, cleaned }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cleaned_can_be_written_as_json() {
        let cleaned = clean_text("The council met on Monday.\n[ad_1]\n");
        let json = serde_json::to_value(&cleaned).unwrap();
        assert_eq!(json["text"], "The council met on Monday.\n");
        assert_eq!(json["lang"], "en");
        let span = serde_json::json!({"start": 27, "end": 34});
        assert_eq!((&json["removals"][0]["span"], &json["removals"][0]["line"]), (&span, &1.into()));
    }
}
