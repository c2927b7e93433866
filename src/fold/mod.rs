//! What does a line look like to a rule?
//!
//! Rules and lines meet in a *folded view*, in which the accidents of spelling are gone: one yeh, one kaf, ASCII digits,
//! lower case, no ZWNJ, no marks. *Squashed* is the folded view without spaces and without bullets and end punctuation
//! at its edges, so that one phrase stands for all its spellings:
//!
//! ```
//! use sarand::fold::{folded, squash};
//! assert_eq!(squash("• انتهاي پيام:"), squash("انتهای\u{200c}پیام"));
//! assert_eq!(folded("  Share  ON\u{a0}Façebook… "), "share on facebook.");
//! ```
//!
//! Folding loses information on purpose and never reaches the output. It is no normaliser: repairs are in
//! [`crate::repair`]. One file a script: [`arabic`], [`latin`]; what all scripts share is in [`common`].

pub mod arabic;
pub mod common;
pub mod latin;
mod squash;
mod view;
mod word_starts;

pub(crate) use common::is_edge;
pub(crate) use squash::{LineShape, squash_into};
pub use view::{Folded, folded, squash};
pub(crate) use word_starts::WordStarts;

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Nothing is left of it.
    Drop,
    /// White space.
    Space,
    /// A quotation mark: dropped, but it can end a sentence; a spaced guillemet separates (`>`).
    Quote,
    /// A letter or digit.
    Word(char),
    /// Punctuation or a symbol: a word starts after it.
    Mark(char),
}

/// Calls `emit` for what `c` becomes: once, but for ligatures and the like.
pub(crate) fn fold_char(c: char, emit: &mut impl FnMut(Unit)) {
    let unit = common::fold(c).or_else(|| arabic::fold(c)).or_else(|| latin::fold(c));
    match unit {
        Some(unit) => emit(unit),
        None if common::is_compatibility(c) => {
            unicode_normalization::char::decompose_compatible(c, |part| {
                if part == c {
                    emit(Unit::Mark(c));
                } else {
                    emit(simple(part));
                }
            });
        }
        None => emit(simple(c)),
    }
}

/// [`fold_char`] for characters that are no compatibility forms.
fn simple(c: char) -> Unit {
    common::fold(c).or_else(|| arabic::fold(c)).or_else(|| latin::fold(c)).unwrap_or_else(|| {
        if c.is_alphanumeric() {
            Unit::Word(c.to_lowercase().next().unwrap_or(c))
        } else if unicode_normalization::char::is_combining_mark(c) {
            // Marks of scripts whose vowels are marks (Devanagari, Thai …) are part of the word.
            Unit::Word(c)
        } else {
            Unit::Mark(c)
        }
    })
}
