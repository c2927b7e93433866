//! A line as words: their letters, and where a ZWNJ already stands.

use super::{
    hash_table::{HashState, mix},
    letters::{CharKind, Letter, kind, letter_at, letter_of},
};

/// Letters of the longest word that is looked at.
pub(crate) const LONGEST: usize = 31;

/// What is between a word and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing but one space.
    Space,
    /// Anything else; the line's beginning too.
    #[default]
    Other,
}

/// A run of letters, marks and ZWNJ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Bytes of the line.
    pub(crate) start: usize,
    pub(crate) end: usize,
    letters: [Letter; LONGEST + 1],
    len: usize,
    /// [`super::lexicon::hash`] of the letters.
    pub(crate) hash: u64,
    /// A bit for each ZWNJ: the number of letters before it.
    pub(crate) marks: u32,
    /// Has letters that are not Persian, or too many.
    pub(crate) foreign: bool,
    pub(crate) gap: Gap,
}

impl Word {
    pub(crate) const NONE: Self =
        Self { start: 0, end: 0, letters: [0; LONGEST + 1], len: 0, hash: 0, marks: 0, foreign: true, gap: Gap::Other };

    #[inline]
    pub(crate) fn letters(&self) -> &[Letter] {
        &self.letters[..self.len]
    }

    /// A word of these letters that stands nowhere.
    #[cfg(feature = "build-lexicon")]
    pub(crate) fn of(letters: &[Letter], gap: Gap) -> Self {
        let mut word = Self { len: letters.len().min(LONGEST), foreign: letters.len() > LONGEST, gap, ..Self::NONE };
        word.letters[..word.len].copy_from_slice(&letters[..word.len]);
        word.hash = HashState::EMPTY.all(word.letters()).hash();
        word
    }

    /// The same letters with a ZWNJ in other places.
    #[cfg(feature = "build-lexicon")]
    pub(crate) fn with_marks(&self, marks: u32) -> Self {
        Self { marks, ..*self }
    }

    /// Byte of the line after the first `letters` letters and their marks.
    pub(crate) fn end_of(&self, letters: usize, line: &[u8]) -> usize {
        let (mut at, mut end, mut seen) = (self.start, self.start, 0);
        while at < self.end {
            let (kind, len) = kind(line, at);
            at += len;
            match kind {
                CharKind::Letter(_) if seen == letters => break,
                CharKind::Letter(_) => seen += 1,
                CharKind::Zwnj => continue,
                _ => {}
            }
            end = at;
        }
        end
    }

    /// Letters up to `at` back to the nearest ZWNJ.
    pub(crate) fn near_left(&self, at: usize) -> &[Letter] {
        let below = self.marks & ((1 << at) - 1);
        &self.letters[below.checked_ilog2().map_or(0, |mark| mark as usize)..at]
    }

    /// Letters from `at` on to the nearest ZWNJ.
    pub(crate) fn near_right(&self, at: usize) -> &[Letter] {
        let above = self.marks >> at >> 1;
        let end = if above == 0 { self.len } else { at + 1 + above.trailing_zeros() as usize };
        &self.letters[at..end]
    }
}

/// Bytes beyond ASCII, between bytes that are not; a comma or quotation mark at its edges apart.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Run {
    /// Bytes of the line.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) gap: Gap,
    pub(crate) hash: u64,
}

/// The next run; `None` when there is none, or one too long to be a word. Most words are just this, and are known by
/// their bytes.
#[inline]
pub(crate) fn run(line: &[u8], at: usize) -> Option<Run> {
    let mut start = at;
    loop {
        start += match line.get(start..)? {
            [0..0x80, ..] => 1,
            [0xC2, _, ..] | [0xD8, 0x8C, ..] => 2,
            [] => return None,
            _ => break,
        };
    }
    let gap = if start == at + 1 && at > 0 && line[at] == b' ' { Gap::Space } else { Gap::Other };
    let (mut end, mut state) = (start, 0);
    let state = loop {
        let bytes = eight(&line[end..]);
        let within = !bytes & HIGH;
        if within != 0 {
            let bits = within.trailing_zeros() & !7;
            end += bits as usize / 8;
            break spread(state ^ bytes & ((1 << bits) - 1));
        }
        state = spread(state ^ bytes);
        end += 8;
        if end - start > 2 * LONGEST {
            return None;
        }
    };
    if let [.., 0xD8, 0x8C] | [.., 0xC2, 0xBB] = line[start..end] {
        end -= 2;
        return Some(Run { start, end, gap, hash: mix(state_of(&line[start..end])) });
    }
    Some(Run { start, end, gap, hash: mix(state) })
}

/// The state that [`run`] comes to at the end of these bytes.
fn state_of(run: &[u8]) -> u64 {
    let (eights, rest) = run.as_chunks();
    spread(eights.iter().fold(0, |state, bytes| spread(state ^ u64::from_le_bytes(*bytes))) ^ eight(rest))
}

#[inline]
fn spread(state: u64) -> u64 {
    state.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

const HIGH: u64 = 0x8080_8080_8080_8080;

/// The first eight bytes as a number, zeros behind the last.
#[inline]
fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)),
    }
}

/// Reads the word at or after `*at`; `None` at the line's end. `*at` is then behind it.
#[inline]
pub(crate) fn next(line: &[u8], at: &mut usize, word: &mut Word) -> bool {
    let mut i = *at;
    let gap_start = i;
    // Mostly one space.
    i += usize::from(line.get(i) == Some(&b' '));
    while letter_at(line, i).is_none() {
        if i >= line.len() {
            *at = i;
            return false;
        }
        let (kind, len) = kind(line, i);
        if kind == CharKind::Foreign {
            break;
        }
        i += len;
    }
    word.gap = if i == gap_start + 1 && i > 1 && line[gap_start] == b' ' { Gap::Space } else { Gap::Other };
    word.start = i;
    word.marks = 0;
    let (mut len, mut foreign, mut state) = (0, false, HashState::EMPTY);
    loop {
        for &pair in line[i..].as_chunks().0 {
            let Some(letter) = letter_of(pair) else { break };
            i += 2;
            if len >= LONGEST {
                foreign = true;
                continue;
            }
            word.letters[len] = letter;
            state = state.push(letter);
            len += 1;
        }
        if i == line.len() || line[i] == b' ' {
            break;
        }
        let (kind, bytes) = kind(line, i);
        match kind {
            CharKind::Mark => foreign |= len == 0,
            CharKind::Zwnj => word.marks |= 1 << len,
            CharKind::Foreign => foreign = true,
            CharKind::Letter(_) | CharKind::Space | CharKind::Other => break,
        }
        i += bytes;
    }
    (word.len, word.hash) = (len, state.hash());
    word.end = i;
    // Thousands of marks on one letter are no word.
    word.foreign = foreign || i - word.start > 4096;
    *at = i;
    true
}
