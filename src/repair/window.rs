//! One look at the bytes of a whole text, many at a time.
//!
//! A test of a byte and its neighbours that has no branch becomes vector instructions when it is made for a chunk of bytes
//! at once. This walks the chunks and gives each its neighbours; what is looked for is for [`super::prefilter`] and
//! [`super::mojibake`] to say.

/// Bytes looked at together.
pub(super) const CHUNK: usize = 32;

/// A place at or after `from`, less than a chunk before the next byte that may be one looked for; `None` when there is
/// none. `any` says whether a chunk holds one; it sees `BEFORE` bytes before the chunk and the rest of `WINDOW` behind it.
/// Beyond the text there are line feeds: no letters, and the end of a line.
pub(super) fn next<const BEFORE: usize, const WINDOW: usize>(
    bytes: &[u8],
    from: usize,
    any: impl Fn(&[u8; WINDOW]) -> bool,
) -> Option<usize> {
    let mut at = from;
    let mut edge = [b'\n'; WINDOW];
    while at < bytes.len() {
        let inner = at.checked_sub(BEFORE).and_then(|start| bytes.get(start..)?.first_chunk::<WINDOW>());
        let window = match inner {
            Some(window) => window,
            None => {
                edge.fill(b'\n');
                let start = at.saturating_sub(BEFORE);
                let to = BEFORE - (at - start);
                let there = &bytes[start..bytes.len().min(start + WINDOW - to)];
                edge[to..to + there.len()].copy_from_slice(there);
                &edge
            }
        };
        if any(window) {
            return Some(at);
        }
        at += CHUNK;
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_byte_is_looked_at_with_its_neighbours() {
        let pair =
            |window: &[u8; 34]| (1..33).any(|i| window[i] == b'x' && window[i - 1] == b'a' && window[i + 1] == b'b');
        for len in 0..100 {
            for place in 0..len {
                let mut text = vec![b'.'; len + 3];
                text[place..place + 3].copy_from_slice(b"axb");
                let found = super::next::<1, 34>(&text, 0, pair);
                assert_eq!(found, Some((place + 1) / 32 * 32), "{place} of {len}");
            }
            assert_eq!(super::next::<1, 34>(&vec![b'x'; len], 0, pair), None);
        }
    }
}
