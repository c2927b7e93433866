//! By what can the documents of a run be told apart?

use std::fmt;

/// A property of documents. Each has names of values; a document may have one of them, none, or with some facets several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// The host of its URL.
    Host,
    /// Its language, as it is written.
    Language,
    /// The charset that its bytes were in.
    Charset,
    /// Its flags; several.
    Flag,
    /// The rules that removed something from it; several.
    Rule,
    /// The kinds of chrome that these rules are for; several.
    Class,
    /// The repairs that were made in it; several.
    Repair,
    /// What became of it: `kept`, `changed` or `dropped`.
    Fate,
    /// Characters before cleaning, in steps.
    SizeBefore,
    /// Characters after cleaning, in steps.
    SizeAfter,
    /// The share of its characters that is gone, in steps of percent.
    Removed,
    /// The year of its date.
    Year,
    /// How well the main content was found (`metadata.extraction`), in steps.
    Confidence,
    /// The guess at the kind of page.
    PageType,
    /// The chance of the least sure removal by the judge, in steps.
    Chance,
    /// The input that it is from.
    Source,
}

impl Facet {
    /// All of them, in an order for people.
    pub const ALL: [Self; 16] = [
        Self::Fate,
        Self::Class,
        Self::Rule,
        Self::Chance,
        Self::Repair,
        Self::Flag,
        Self::Host,
        Self::Language,
        Self::PageType,
        Self::Confidence,
        Self::Removed,
        Self::SizeBefore,
        Self::SizeAfter,
        Self::Year,
        Self::Charset,
        Self::Source,
    ];

    /// Its name in URLs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Language => "language",
            Self::Charset => "charset",
            Self::Flag => "flag",
            Self::Rule => "rule",
            Self::Class => "class",
            Self::Repair => "repair",
            Self::Fate => "fate",
            Self::SizeBefore => "before",
            Self::SizeAfter => "after",
            Self::Removed => "removed",
            Self::Year => "year",
            Self::Confidence => "confidence",
            Self::PageType => "page_type",
            Self::Chance => "chance",
            Self::Source => "source",
        }
    }

    /// The facet with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// Whether a document can have several of its values.
    #[must_use]
    pub fn has_many(self) -> bool {
        matches!(self, Self::Flag | Self::Rule | Self::Class | Self::Repair)
    }

    /// Whether its values have an order of their own, in which they are counted: steps and years.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        matches!(
            self,
            Self::SizeBefore | Self::SizeAfter | Self::Removed | Self::Year | Self::Confidence | Self::Chance
        )
    }

    /// What its steps count; empty for other facets.
    #[must_use]
    pub fn unit(self) -> &'static str {
        match self {
            Self::SizeBefore | Self::SizeAfter => "characters",
            Self::Removed => "%",
            _ => "",
        }
    }
}

/// A label for people.
impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Host => "Host",
            Self::Language => "Language",
            Self::Charset => "Charset",
            Self::Flag => "Flag",
            Self::Rule => "Rule",
            Self::Class => "Kind of boilerplate",
            Self::Repair => "Repair",
            Self::Fate => "What became of it",
            Self::SizeBefore => "Size before",
            Self::SizeAfter => "Size after",
            Self::Removed => "Share removed",
            Self::Year => "Year",
            Self::Confidence => "Confidence of extraction",
            Self::PageType => "Kind of page",
            Self::Chance => "Least chance of a removal",
            Self::Source => "Source",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_facet_is_found_by_its_name() {
        for facet in Facet::ALL {
            assert_eq!(Facet::from_name(facet.name()), Some(facet));
            assert!(!facet.to_string().is_empty());
        }
        assert_eq!(Facet::from_name("text"), None);
    }
}
