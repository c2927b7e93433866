//! A line as words: their letters, where each ends in the line, and where a ZWNJ already stands.

use super::letters::{Kind, Letter, kind};

/// Letters of the longest word that is looked at.
pub(crate) const LONGEST: usize = 31;

/// What is between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing but one space.
    Space,
    /// Anything else; the line's beginning too.
    Other,
}

/// A run of letters, marks and ZWNJ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    /// Bytes of the line.
    pub(crate) start: usize,
    pub(crate) end: usize,
    letters: [Letter; LONGEST + 1],
    /// Where each letter and its marks end, from `start`.
    ends: [u16; LONGEST + 1],
    len: usize,
    /// A bit for each ZWNJ: the number of letters before it.
    pub(crate) marks: u32,
    /// Has letters that are not Persian, or too many.
    pub(crate) foreign: bool,
    pub(crate) gap: Gap,
}

impl Word {
    pub(crate) const NONE: Self = Self {
        start: 0,
        end: 0,
        letters: [0; LONGEST + 1],
        ends: [0; LONGEST + 1],
        len: 0,
        marks: 0,
        foreign: true,
        gap: Gap::Other,
    };

    #[inline]
    pub(crate) fn letters(&self) -> &[Letter] {
        &self.letters[..self.len]
    }

    /// A word of these letters that stands nowhere.
    #[cfg(feature = "build-lexicon")]
    pub(crate) fn of(letters: &[Letter], gap: Gap) -> Self {
        let mut word = Self { len: letters.len().min(LONGEST), foreign: letters.len() > LONGEST, gap, ..Self::NONE };
        word.letters[..word.len].copy_from_slice(&letters[..word.len]);
        word
    }

    /// The same letters with a ZWNJ in other places.
    #[cfg(feature = "build-lexicon")]
    pub(crate) fn with_marks(&self, marks: u32) -> Self {
        Self { marks, ..*self }
    }

    /// Byte of the line after the first `letters` letters and their marks.
    pub(crate) fn end_of(&self, letters: usize) -> usize {
        self.start + usize::from(self.ends[letters - 1])
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

/// Reads the word at or after `*at`; `None` at the line's end. `*at` is then behind it.
#[inline]
pub(crate) fn next(line: &[u8], at: &mut usize, word: &mut Word) -> bool {
    let mut i = *at;
    let gap_start = i;
    let first = loop {
        if i >= line.len() {
            *at = i;
            return false;
        }
        let (kind, len) = kind(line, i);
        if matches!(kind, Kind::Letter(_) | Kind::Foreign) {
            break kind;
        }
        i += len;
    };
    word.gap = if i == gap_start + 1 && i > 1 && line[gap_start] == b' ' { Gap::Space } else { Gap::Other };
    word.start = i;
    word.len = 0;
    word.marks = 0;
    word.foreign = false;
    let (mut now, mut len) = (first, 2);
    if first == Kind::Foreign {
        len = kind(line, i).1;
    }
    loop {
        match now {
            Kind::Letter(letter) => {
                i += len;
                if word.len < LONGEST {
                    word.letters[word.len] = letter;
                    word.ends[word.len] = (i - word.start) as u16;
                    word.len += 1;
                } else {
                    word.foreign = true;
                }
            }
            Kind::Mark => {
                i += len;
                match word.len.checked_sub(1) {
                    Some(last) if !word.foreign => word.ends[last] = (i - word.start).min(65_535) as u16,
                    _ => word.foreign = true,
                }
            }
            Kind::Foreign => {
                i += len;
                word.foreign = true;
            }
            Kind::Zwnj => {
                i += len;
                word.marks |= 1 << word.len;
            }
            Kind::Space | Kind::Other => break,
        }
        if i >= line.len() {
            break;
        }
        (now, len) = kind(line, i);
    }
    word.end = i;
    // Thousands of marks on one letter are no word.
    word.foreign |= i - word.start > 4096;
    *at = i;
    true
}
