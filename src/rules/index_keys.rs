//! What the lines of a rule are found by, as its texts say it: squashed phrases, literals, marks.
//!
//! [`super::build_keys`] makes it of a rule. Which automaton finds what is for [`super::compile`] to say.

use super::literals::Anchor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::{Borrow, Cow};

/// The part a line plays for a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum LineRole {
    /// The rule would take it.
    Line,
    /// A block could begin.
    BlockStart,
    /// A block could end.
    BlockEnd,
    /// A cut could begin.
    CutStart,
    /// The rule's pattern may be in it.
    Span,
}

/// Bytes that stand in the program, or those of a user's rule.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bytes(pub(crate) Cow<'static, [u8]>);

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Cow::Owned(bytes))
    }
}

impl Borrow<[u8]> for Bytes {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de: 'static> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        <&'de [u8]>::deserialize(from).map(|bytes| Self(Cow::Borrowed(bytes)))
    }
}

/// What a literal means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LiteralUse {
    pub(crate) rule: u32,
    pub(crate) at: Anchor,
}

/// What the lines of a rule are found by. Phrases with slots are read by [`super::slots`].
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(crate) struct IndexKeys {
    /// Of which texts it was made.
    pub(super) fingerprint: u64,
    /// Whole lines, squashed.
    pub(crate) lines: Vec<(Bytes, LineRole)>,
    /// Literals, where each counts, and a set of ASCII marks of which the line has one (bit `n` for character `n`; none: 0).
    pub(crate) literals: Vec<(Bytes, Anchor, u128)>,
    /// Of a pattern that no literal announces: of each of these sets of ASCII marks a line has one.
    pub(crate) literal_free: Option<Vec<u128>>,
    /// Whether its lines are found by where they stand, and not by what is in them.
    pub(crate) follows: bool,
    /// Whether any phrase has slots.
    pub(crate) slotted: bool,
    /// Of a rule that saves what follows its phrase: the phrases, squashed.
    pub(crate) phrases: Vec<String>,
    /// What is left of its pattern when it is narrowed, and the packed automaton of it, when they were made with the program.
    pub(crate) pattern: Option<(&'static str, &'static [u8])>,
}
