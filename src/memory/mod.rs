//! What was found out about this word or line before?
//!
//! Few words make most of a text, and a crawl repeats its menus. So nobody looks anything up twice: folding asks for nothing
//! (a table of letters costs less), and all others ask here first.
//!
//! | what | asked by | by |
//! |---|---|---|
//! | [`Recent`]: one value, for one thread | word tables of rules and judge: the classes of a word; `lang`: the language of a line | [`key`] |
//! | [`LineMemory`]: short lines with their bytes | rules: whose texts match; judge: what is known of the line | [`key`] |
//! | [`SharedNumbers`], [`SharedBytes`]: numbers, shared by threads without a lock | ZWNJ: the repair of a word, of two | the hash that reading a word makes |
//!
//! All are bounded: an entry takes the place of the last one whose hash ends alike, so a text of any length costs the same
//! memory.
//!
//! Does not remember decisions on lines: those depend on their neighbours. Knows nothing of words, lines or languages but bytes.

mod lines;
mod recent;
mod shared;

pub(crate) use lines::LineMemory;
pub(crate) use recent::Recent;
pub(crate) use shared::{SharedBytes, SharedNumbers};

/// A hash of some bytes within a scope, such as the language of their document. Eight bytes at a time; no seed, so equal on every
/// run.
#[inline]
pub(crate) fn key(scope: u64, bytes: &[u8]) -> u64 {
    let start = mix(scope, bytes.len() as u64);
    let state = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(head), Some(tail)) => {
            // What is between the two, if anything is.
            let between = bytes[8..].as_chunks().0.iter().take(bytes.len().saturating_sub(9) / 8);
            let state = between
                .fold(mix(start, u64::from_le_bytes(*head)), |state, eight| mix(state, u64::from_le_bytes(*eight)));
            mix(state, u64::from_le_bytes(*tail))
        }
        _ => mix(start, bytes.iter().fold(0, |all, &byte| all << 8 | u64::from(byte))),
    };
    (state ^ state >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

fn mix(state: u64, more: u64) -> u64 {
    (state.rotate_left(23) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95)
}

#[cfg(test)]
mod tests {
    use super::key;
    use std::collections::HashSet;

    #[test]
    fn every_byte_tells_and_so_does_the_scope() {
        let mut keys = HashSet::new();
        for len in 0..40 {
            let bytes = vec![b'a'; len];
            assert!(keys.insert(key(1, &bytes)));
            for at in 0..len {
                let mut other = bytes.clone();
                other[at] = b'b';
                assert!(keys.insert(key(1, &other)), "{at} of {len}");
            }
        }
        assert!(keys.insert(key(2, b"aaaa")));
    }
}
