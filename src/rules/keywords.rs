//! The words that a rule file may use as values: levels, kinds, zones, states, trails, classes of chrome, keys of
//! metadata, classes of words, slots of phrases.
//!
//! Each set is closed; a value that is none of them is an error with a suggestion.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What counts as a copy of a title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TitleCopy {
    /// A line that says the same.
    #[default]
    Same,
    /// The beginning of the title, cut off between words.
    Cut,
    /// The title and, behind a mark, the name of the site. Where the plain title stands below, it is the plain one that
    /// stays.
    Site,
    /// The title twice in one line.
    Doubled,
}

/// How sure a rule must be: one ordered scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Never seen to take article text.
    #[default]
    Safe,
    /// Right on nearly all pages.
    Likely,
    /// For those who check.
    Bold,
}

/// What a rule removes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Whole lines.
    Line,
    /// Parts of lines.
    Span,
    /// From a start line to an end line.
    Block,
    /// From a start line to the end.
    Cut,
    /// Later copies of a title.
    Dedupe,
    /// Elements of an HTML page.
    Html,
    /// Lines that the judge takes for chrome of the rule's class.
    Judge,
}

/// Where a line may stand, in prose distance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Zone {
    /// Anywhere.
    #[default]
    Any,
    /// No unclaimed prose before it.
    Head,
    /// No unclaimed prose after it.
    Tail,
}

/// Whether a person stands behind a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Status {
    /// Yes: it runs.
    #[default]
    Accepted,
    /// Nobody has looked at it yet: it loads, is tested and linted, and removes nothing.
    Proposed,
    /// Somebody has looked and said no: it stays, so that nobody proposes it again, and removes nothing.
    Rejected,
}

/// What may follow an `exact` phrase on its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Trail {
    /// A desk code: `/`, `*`, digits, one to three letters, dots.
    Code,
    /// An optional colon and a number.
    Number,
    /// An optional colon and a date.
    Date,
    /// A colon (or `|`, `-`, `>`) and a value.
    Value,
}

/// A closed set of names, for reading, printing and suggestions.
pub(crate) trait Named: Sized + Copy + PartialEq + 'static {
    /// Every value with its name in a rule file.
    const NAMES: &'static [(&'static str, Self)];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, value)| *value == self).map_or("", |(name, _)| name)
    }
}

impl Named for Level {
    const NAMES: &'static [(&'static str, Self)] =
        &[("safe", Self::Safe), ("likely", Self::Likely), ("bold", Self::Bold)];
}

impl Named for Kind {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("line", Self::Line),
        ("span", Self::Span),
        ("block", Self::Block),
        ("cut", Self::Cut),
        ("dedupe", Self::Dedupe),
        ("html", Self::Html),
        ("judge", Self::Judge),
    ];
}

impl Named for Zone {
    const NAMES: &'static [(&'static str, Self)] = &[("any", Self::Any), ("head", Self::Head), ("tail", Self::Tail)];
}

impl Named for TitleCopy {
    const NAMES: &'static [(&'static str, Self)] =
        &[("same", Self::Same), ("cut", Self::Cut), ("site", Self::Site), ("doubled", Self::Doubled)];
}

impl Named for Status {
    const NAMES: &'static [(&'static str, Self)] =
        &[("accepted", Self::Accepted), ("proposed", Self::Proposed), ("rejected", Self::Rejected)];
}

impl Named for Trail {
    const NAMES: &'static [(&'static str, Self)] =
        &[("code", Self::Code), ("number", Self::Number), ("date", Self::Date), ("value", Self::Value)];
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, level)| *level).ok_or_else(|| format!("`{name}` is not a level: safe, likely or bold"))
    }
}

/// The classes of chrome a rule may name, sorted.
pub const CLASSES: &[&str] = &[
    "ad",
    "author_contact",
    "breadcrumb",
    "caption",
    "captcha",
    "comment_form",
    "comment_policy",
    "cookie",
    "copyright",
    "credit",
    "end_marker",
    "js_notice",
    "metadata",
    "nav",
    "newsletter",
    "pagination",
    "related",
    "repeated_title",
    "share",
    "shortcode",
    "source_label",
    "tags",
];

/// The metadata keys that `save` may name, sorted.
pub const SAVE_KEYS: &[&str] = &[
    "author",
    "category",
    "credit",
    "date",
    "kicker",
    "modified",
    "news_code",
    "reporter",
    "sitename",
    "source",
    "tags",
    "url",
];

/// Those of them that hold a moment: it is read from the text, and what says none is not saved.
pub(crate) const MOMENT_KEYS: &[&str] = &["date", "modified"];

/// The classes of words, sorted. The number of a class is its place here, and its bit in a mask of classes.
pub const WORD_CLASSES: &[&str] = &[
    "account",
    "ad",
    "archive",
    "captcha",
    "caption",
    "comment",
    "commerce",
    "counter",
    "field",
    "function",
    "label",
    "legal",
    "media",
    "month",
    "nav",
    "network",
    "newsletter",
    "pager",
    "related",
    "role",
    "section",
    "share",
    "time",
    "weekday",
];

/// The kinds of text that a slot of a phrase may stand for, sorted. A class of words may, too.
pub(crate) const SLOTS: &[&str] = &["date", "email", "name", "number", "path", "site", "sum", "time", "url"];

/// What `cover` may name beside classes of words.
pub(crate) const NUMBER: &str = "number";
