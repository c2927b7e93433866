//! Where does a place of the original lie in the clean text?

use crate::span::Span;

/// What went and what was changed.
#[derive(Debug, Default)]
pub(crate) struct OffsetMap(Vec<Change>);

#[derive(Debug)]
struct Change {
    /// Bytes of the original.
    was: Span,
    /// Where what stands there now ends, in the clean text.
    end: usize,
}

impl OffsetMap {
    /// From changes: bytes of the original, and how many stand there now. Sorted, not overlapping.
    pub(crate) fn new(changes: impl IntoIterator<Item = (Span, usize)>) -> Self {
        let (mut grown, mut shrunk) = (0, 0);
        let offsets = changes.into_iter().map(|(was, len)| {
            grown += len;
            shrunk += was.len();
            Change { was, end: was.end + grown - shrunk }
        });
        Self(offsets.collect())
    }

    /// Where the byte at `offset` of the original lies; what is in the middle of a change lies behind it.
    pub(crate) fn place(&self, offset: usize) -> usize {
        let next = self.0.partition_point(|change| change.was.end <= offset);
        if let Some(change) = self.0.get(next)
            && change.was.start < offset
        {
            return change.end;
        }
        match next.checked_sub(1).and_then(|last| self.0.get(last)) {
            Some(change) => change.end + offset - change.was.end,
            None => offset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move() {
        // "abcdef" became "aXYef".
        let offsets = OffsetMap::new([(Span::new(1, 2), 2), (Span::new(2, 4), 0)]);
        assert_eq!([0, 1, 2, 3, 4, 5, 6].map(|at| offsets.place(at)), [0, 1, 3, 3, 3, 4, 5]);
        assert_eq!(OffsetMap::default().place(7), 7);
    }
}
