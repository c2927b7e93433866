//! What the words of a line are like: words of chrome, or words of a text?
//!
//! A linear model over the words of a squashed line, pairs of them, pieces of three to five characters, and the word classes
//! that a rule library gives them. Each is hashed to a weight of one byte; the weights are added as whole numbers, so every
//! machine finds the same sum. `train.py` beside this file makes `words.bin` and says from what.
//!
//! Knows nothing of where a line stands.

use crate::rules::vocabulary::Word;

/// So many bits of a hash choose a weight.
pub(super) const BITS: u32 = 18;
/// Of a longer line so many words at its beginning and at its end are read: what a paragraph is shows soon.
const HEAD: usize = 12;
pub(super) const TAIL: usize = 6;
/// A line of more words is no phrase that stands again elsewhere.
const PHRASE: usize = 10;

/// The weights of hashed features; positive ones speak for chrome.
#[derive(Debug)]
pub(super) struct Weights {
    weights: &'static [u8; 1 << BITS],
}

impl Weights {
    /// Weights of one signed byte each, `1 << BITS` of them.
    pub(super) const fn new(weights: &'static [u8; 1 << BITS]) -> Self {
        Self { weights }
    }

    /// How much the words of a line speak for chrome, in units of the weights: the sum over the root of how many features
    /// it has, so that a long line does not outweigh a short one.
    pub(super) fn score(&self, line: &[u8], words: &[Word]) -> f32 {
        let (mut sum, mut count) = (0_i32, 0_u32);
        features(line, words, |feature| {
            sum += i32::from(self.weights[feature as usize % self.weights.len()] as i8);
            count += 1;
        });
        sum as f32 / (count.max(1) as f32).sqrt()
    }
}

/// Calls `found` with the hash of each feature of a squashed line, below `1 << BITS`.
pub(super) fn features(line: &[u8], words: &[Word], mut found: impl FnMut(u32)) {
    let mut put = |hash: u64| found((finish(hash) >> (64 - BITS)) as u32);
    if words.len() <= PHRASE {
        put(hash(1, line));
    }
    let (head, tail) =
        if words.len() > HEAD + TAIL { (&words[..HEAD], &words[words.len() - TAIL..]) } else { (words, &words[..0]) };
    for part in [head, tail] {
        let mut before = (0, 0);
        for (at, word) in part.iter().enumerate() {
            let bytes = &line[word.start as usize..word.end as usize];
            let own = hash(2, bytes);
            put(own);
            put(mix(before.0, own));
            if at == 0 || at + 1 == part.len() {
                put(mix(own, 3 + u64::from(at == 0)));
            }
            let class = u64::from(word.mask) + 1;
            put(mix(5, class));
            put(mix(mix(6, before.1), class));
            before = (own, class);
        }
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        pieces(&line[first.start as usize..last.end as usize], &mut put);
    }
}

/// The pieces of three, four and five characters of a row of words, across words: where one ends is an accident of spelling
/// in scripts that join.
fn pieces(text: &[u8], put: &mut impl FnMut(u64)) {
    // The last characters, the newest first; the edge of the row is a character, too.
    let [mut a, mut b, mut c, mut d] = [1_u64; 4];
    let mut seen = 1;
    let mut push = |character: u64| {
        seen += 1;
        let three = mix(mix(mix(7, character), a), b);
        let four = mix(three, c);
        if seen >= 3 {
            put(three);
        }
        if seen >= 4 {
            put(four);
        }
        if seen >= 5 {
            put(mix(four, d));
        }
        (a, b, c, d) = (character, a, b, c);
    };
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let width = match first {
            0..0x80 => 1,
            0x80..0xe0 => 2,
            0xe0..0xf0 => 3,
            0xf0.. => 4,
        };
        let (others, behind) = after.split_at((width - 1).min(after.len()));
        push(others.iter().fold(u64::from(digit(*first)), |character, &byte| character << 8 | u64::from(byte)));
        rest = behind;
    }
    push(1);
}

/// One digit for all: a date is a date.
fn digit(byte: u8) -> u8 {
    if byte.is_ascii_digit() { b'0' } else { byte }
}

/// A hash that is the same on every machine and for ever: the weights were trained for it.
pub(super) fn hash(salt: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(mix(0, salt), |hash, &byte| mix(hash, u64::from(digit(byte))))
}

/// The same with its bits well mixed.
pub(super) fn finished(salt: u64, bytes: &[u8]) -> u64 {
    finish(hash(salt, bytes))
}

fn mix(hash: u64, more: u64) -> u64 {
    (hash.rotate_left(5) ^ more).wrapping_mul(0x517c_c1b7_2722_0a95)
}

fn finish(hash: u64) -> u64 {
    (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
