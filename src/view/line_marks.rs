//! The pieces of a line as a page draws them: kept, gone, or repaired.

use super::family;
use crate::inspect::{Line, Piece};

/// Languages that are written from right to left, as far as they are told apart here.
const RIGHT_TO_LEFT: [&str; 11] = ["ar", "arz", "azb", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur"];

/// A piece of a line, as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Kept(String),
    /// The text and the family of its class.
    Gone(String, &'static str),
    /// What stood there, and the repair.
    Was(String, String),
    /// What stands there now, and the repair.
    With(String, String),
}

/// The line as it was, without a word of what became of it.
pub(super) fn as_it_was(pieces: &[Piece]) -> Vec<Mark> {
    let text = |piece: &Piece| match piece {
        Piece::Kept(text) | Piece::Removed { text, .. } | Piece::Edited { was: text, .. } => without_break(text),
    };
    pieces.iter().map(|piece| Mark::Kept(text(piece))).collect()
}

/// The line as it was, for a page that has the clean text beside it: with what went, and what was repaired.
pub(super) fn beside(pieces: &[Piece]) -> Vec<Mark> {
    let mark = |piece: &Piece| match piece {
        Piece::Kept(text) => Mark::Kept(without_break(text)),
        Piece::Removed { text, class, .. } => Mark::Gone(without_break(text), family::of(class)),
        Piece::Edited { was, by, .. } => Mark::Was(without_break(was), by.clone()),
    };
    pieces.iter().map(mark).collect()
}

/// The same, and what was repaired is followed by what it became.
pub(super) fn in_one(pieces: &[Piece]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (mark, piece) in beside(pieces).into_iter().zip(pieces) {
        marks.push(mark);
        if let Piece::Edited { with, by, .. } = piece {
            marks.push(Mark::With(without_break(with), by.clone()));
        }
    }
    marks
}

/// What is left of the line.
pub(super) fn clean(pieces: &[Piece]) -> Vec<Mark> {
    let mark = |piece: &Piece| match piece {
        Piece::Kept(text) => Some(Mark::Kept(without_break(text))),
        Piece::Removed { .. } => None,
        Piece::Edited { with, by, .. } => Some(Mark::With(without_break(with), by.clone())),
    };
    pieces.iter().filter_map(mark).collect()
}

/// The rules and repairs that changed a line, each once, in order.
pub(super) fn names(line: &Line) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for piece in &line.pieces {
        if let Piece::Removed { rule: name, .. } | Piece::Edited { by: name, .. } = piece
            && !names.contains(&name.as_str())
        {
            names.push(name);
        }
    }
    names
}

/// A language as HTML names it; nothing of what a record has in its place.
pub(super) fn tag(language: &str) -> &str {
    let is_part = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if language.len() > 1 && language.split('-').all(is_part) { language } else { "" }
}

/// How a language is written.
pub(super) fn direction(language: &str) -> &'static str {
    let first_part = language.split('-').next().unwrap_or("");
    if RIGHT_TO_LEFT.contains(&first_part) { "rtl" } else { "ltr" }
}

/// The line itself is drawn on a row of its own.
fn without_break(text: &str) -> String {
    text.trim_end_matches(['\n', '\r']).to_owned()
}
