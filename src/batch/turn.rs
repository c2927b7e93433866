//! Whose turn is it?

use crate::parts::Position;

/// A place in the order: a part ends where the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    pub(super) source: usize,
    pub(super) piece: u64,
}

impl Turn {
    /// The turn of what begins there.
    pub(super) fn at(position: Position) -> Self {
        Self { source: position.source, piece: position.piece }
    }
}
