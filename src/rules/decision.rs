//! What is asked of the rules about a document. And why a claim was applied, refused or held: what `sarand explain` prints.

use super::schema::Level;
use crate::{lang::Lang, span::Span};
use serde::{Serialize, Serializer};
use std::fmt;

/// No rule.
pub(crate) const NONE: u32 = u32::MAX;

/// What is asked of the rules about one document.
pub(crate) struct DocumentQuery<'a> {
    /// The repaired text.
    pub(crate) text: &'a str,
    pub(crate) lang: Lang,
    pub(crate) host: Option<&'a str>,
    pub(crate) level: Level,
    /// Whether all decisions are wanted, or only the claims.
    pub(crate) thorough: bool,
    /// Whole lines claimed before, by `html` rules: bytes of `text`.
    pub(crate) claims: &'a [(Span, u32)],
}

/// What kept a line that a rule would have taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guard {
    /// It is prose.
    Prose,
    /// The rule's level is above the chosen one.
    Level,
    /// It is a quotation.
    Quotation,
    /// It is longer than `max_chars`.
    MaxChars,
    /// It is shorter than `min_chars`.
    MinChars,
    /// It has no bullet.
    Bullet,
    /// It ends a sentence or clause.
    Unpunctuated,
    /// Prose stands on the wrong side of it.
    Zone,
    /// No claimed line is near.
    Near,
    /// Too few such lines together.
    Run,
    /// The line before is not claimed by the right rule.
    After,
    /// Nothing that ends the text is above it.
    Below,
    /// Too many lines.
    MaxLines,
    /// It does not repeat often enough.
    Repeats,
    /// Neither the line before nor the one after says the same.
    Twin,
    /// It does not stand between the title and prose.
    UnderTitle,
    /// The unclaimed line before it is not prose.
    AfterProse,
    /// An unclaimed line follows.
    Last,
    /// An unclaimed line precedes.
    First,
    /// A block without an end, or with an end too far away.
    NoEnd,
    /// Copies are too large a part of the document, or it has too little prose.
    Share,
    /// `[allow]` protects it.
    Allow,
}

impl Guard {
    /// Its name as in a rule file, where it has one.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Quotation => "quotation",
            Self::Level => "level",
            Self::MaxChars => "max_chars",
            Self::MinChars => "min_chars",
            Self::Bullet => "bullet",
            Self::Unpunctuated => "unpunctuated",
            Self::Zone => "zone",
            Self::Near => "near",
            Self::Run => "run",
            Self::After => "after",
            Self::Below => "below",
            Self::MaxLines => "max_lines",
            Self::Repeats => "repeats",
            Self::Twin => "twin",
            Self::UnderTitle => "under_title",
            Self::AfterProse => "after_prose",
            Self::Last => "last",
            Self::First => "first",
            Self::NoEnd => "end",
            Self::Share => "max_share",
            Self::Allow => "allow",
        }
    }
}

impl Serialize for Guard {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Removed.
    Applied,
    /// Kept, because the guard does not hold.
    Refused(Guard),
    /// Kept, because too little of the document would have been left.
    Held,
}

/// One claim of one rule on one line and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Decision<'r> {
    /// 0-based number of the line in the repaired text, which has the lines of the original.
    pub line: usize,
    /// The id of the rule.
    pub rule: &'r str,
    /// Of a claim on a part of the line that no guard refused: the bytes of the line, as it is in the repaired text.
    pub part: Option<Span>,
    /// What became of it.
    pub outcome: Outcome,
}
