//! What was found of a document, by key: each value has its type from where it is found to where it is written.

use crate::plural::counted;
use serde::Serialize;
use std::{collections::BTreeMap, fmt};

/// Values by key: `title`, `date`, `tags`, … A date's Jalali original stands under `date_jalali`.
pub type Found = BTreeMap<String, Value>;

/// What a key holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// One value.
    Text(String),
    /// Several: `categories`, `comments`, `tags`.
    List(Vec<String>),
    /// `extraction`: how far the choice of the main content may be trusted.
    Extraction {
        /// 0 to 1.
        confidence: f32,
        /// What speaks most against it.
        reason: &'static str,
    },
    /// `posts`: who wrote which part of a thread, in order.
    Posts(Vec<PostStart>),
    /// `sources`: where the value of each key came from.
    Sources(BTreeMap<String, String>),
}

/// Where a post of a thread begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PostStart {
    /// The line of the clean text, from 0; nothing when the text is written with marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// When it was written, ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

/// Keys that hold several values.
const LISTS: &[&str] = &["categories", "comments", "tags"];

const SEPARATORS: &[char] = &['،', ',', '؛', ';', '|', '#', '•', '\n'];

impl Value {
    /// The value of `key` that a text gives: a list of its parts where the key holds several.
    #[must_use]
    pub fn of(key: &str, text: &str) -> Self {
        if !LISTS.contains(&key) {
            return Self::Text(text.to_owned());
        }
        // Comments are lines, and have commas of their own.
        let separators = if key == "comments" { &['\n'][..] } else { SEPARATORS };
        let parts = text.split(separators).map(str::trim).filter(|part| !part.is_empty());
        Self::List(parts.map(str::to_owned).collect())
    }

    /// The text of a key that has one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// For a reader, on one line.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::List(parts) => f.write_str(&parts.join(", ")),
            Self::Extraction { confidence, reason } => write!(f, "{confidence:.2} {reason}"),
            Self::Posts(posts) => f.write_str(&counted(posts.len(), "post")),
            Self::Sources(sources) => {
                let each: Vec<String> = sources.iter().map(|(key, source)| format!("{key} {source}")).collect();
                f.write_str(&each.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_hold_several_values_are_parted() {
        let parts = |parts: &[&str]| Value::List(parts.iter().map(|part| (*part).to_owned()).collect());
        assert_eq!(Value::of("tags", "#rain، wind | | sea"), parts(&["rain", "wind", "sea"]));
        assert_eq!(Value::of("comments", "Good, indeed.\n\nYes."), parts(&["Good, indeed.", "Yes."]));
        assert_eq!(Value::of("source", "Rain, wind").as_str(), Some("Rain, wind"));
    }
}
