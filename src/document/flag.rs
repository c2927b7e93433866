//! What a reader should know of a document: `metadata.flags`.

use serde::{Serialize, Serializer};
use std::fmt;

/// Something a reader should know of a document. The order is that of the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Flag {
    /// Rules wanted to remove more of it than they may, so what is not safe was left.
    BudgetHeld,
    /// Its parts are in different charsets.
    CharsetMixed,
    /// The page has no tree that could be read: it was cut free of its tags.
    HtmlDegraded,
    /// It has halves of surrogate pairs, which are no characters; they were replaced.
    LoneSurrogates,
    /// Characters of mojibake could not be brought back; U+FFFD stands for them.
    MojibakeLossy,
    /// No main content was found: the text is all that can be seen of the page.
    NoMainContent,
    /// Its record was not UTF-8.
    RecordNotUtf8,
    /// The page shows no text: it is what its metadata says.
    TextOfMetadata,
    /// Its end is missing.
    Truncated,
}

impl Flag {
    /// All of them, by name.
    pub const ALL: [Self; 9] = [
        Self::BudgetHeld,
        Self::CharsetMixed,
        Self::HtmlDegraded,
        Self::LoneSurrogates,
        Self::MojibakeLossy,
        Self::NoMainContent,
        Self::RecordNotUtf8,
        Self::TextOfMetadata,
        Self::Truncated,
    ];

    /// As outputs call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::BudgetHeld => "budget_held",
            Self::CharsetMixed => "charset_mixed",
            Self::HtmlDegraded => "html_degraded",
            Self::LoneSurrogates => "lone_surrogates",
            Self::MojibakeLossy => "mojibake_lossy",
            Self::NoMainContent => "no_main_content",
            Self::RecordNotUtf8 => "record_not_utf8",
            Self::TextOfMetadata => "text_of_metadata",
            Self::Truncated => "truncated",
        }
    }

    /// What it means, for the reference.
    #[must_use]
    pub fn summary(self) -> &'static str {
        match self {
            Self::BudgetHeld => {
                "rules or the judge wanted to remove too much; nothing was removed, except elements that `html` rules name"
            }
            Self::CharsetMixed => "parts of it are in different charsets",
            Self::HtmlDegraded => "the page was too hostile for a tree; only its tags were removed",
            Self::LoneSurrogates => "halves of surrogate pairs were replaced by U+FFFD",
            Self::MojibakeLossy => "some characters of mojibake could not be restored; U+FFFD stands for them",
            Self::NoMainContent => "no main content was found; the text is all the visible text of the page",
            Self::RecordNotUtf8 => "its record was not UTF-8",
            Self::TextOfMetadata => "the page shows no text; the text is from its metadata",
            Self::Truncated => "its end is missing",
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_sorted_by_name() {
        assert!(Flag::ALL.is_sorted_by_key(|flag| flag.name()) && Flag::ALL.is_sorted());
        assert_eq!(Flag::ALL.len(), Flag::Truncated as usize + 1);
    }
}
