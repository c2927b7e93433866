//! Which of the charsets of the Latin script is it? Told by alphabets.
//!
//! A language writes few letters beside those of ASCII. In the wrong charset they become letters that no language has
//! together: Polish `mogą być` becomes `mogš byc`, Turkish `değişti` becomes `deđiţti`. `chardetng` judges pairs of
//! letters, of which a short text has few; where its answer is a mixture that no one writes and another charset gives
//! the letters of one language, the other one is right.

use encoding_rs::{Encoding, ISO_8859_2, WINDOWS_1250, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257};
use std::sync::LazyLock;

struct CharsetModel {
    charset: &'static Encoding,
    /// By [`Context`], for each byte from 0x80 a bit for each line of `alphabets.txt` whose language may write it there.
    languages: [[u32; 128]; 3],
}

/// Where a byte beyond ASCII stands.
#[derive(Clone, Copy)]
enum Context {
    /// Between two letters of ASCII.
    Inside,
    /// Between what are no letters.
    Alone,
    Elsewhere,
}

/// Of two that fit alike, the first is taken.
static MODELS: LazyLock<[CharsetModel; 5]> = LazyLock::new(|| {
    [WINDOWS_1252, WINDOWS_1250, WINDOWS_1254, WINDOWS_1257, ISO_8859_2].map(|charset| CharsetModel {
        charset,
        languages: [Context::Inside, Context::Alone, Context::Elsewhere].map(|place| {
            std::array::from_fn(|i| {
                let byte = [0x80 | i as u8];
                let (text, _) = charset.decode_without_bom_handling(&byte);
                text.chars().next().map_or(0, |c| languages(c, place))
            })
        }),
    })
});

/// Signs that stand between two letters, too; `l·l` is Catalan.
const IN_WORDS: &str = "’·–—…«»“”„\u{A0}\u{AD}";

/// Letters beyond ASCII that are words.
const WORDS: &str = "àáèéìíòóôöøåæőú";

/// Who writes this: a letter its languages, a sign all, but neither where it does not belong; a control or a hole no one.
fn languages(c: char, place: Context) -> u32 {
    if c.is_control() || c == '\u{FFFD}' {
        return 0;
    }
    if !c.is_alphabetic() || matches!(c, 'ª' | 'º') {
        return if !matches!(place, Context::Inside) || IN_WORDS.contains(c) { u32::MAX } else { 0 };
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    if matches!(place, Context::Alone) && !WORDS.contains(small) {
        return 0;
    }
    let alphabets = include_str!("alphabets.txt").lines().filter(|line| !line.starts_with('#'));
    let has = |alphabet: &str| alphabet.contains(c) || (!small.is_ascii() && alphabet.contains(small));
    alphabets.enumerate().filter(|(_, alphabet)| has(alphabet)).fold(0, |languages, (i, _)| languages | 1 << i)
}

impl CharsetModel {
    /// How many of the bytes beyond ASCII are no letters of the language that most are letters of.
    fn unexpected_bytes(&self, counts: &[[u32; 128]; 3]) -> u32 {
        let of = |language: u32| {
            let bytes = self.languages.iter().flatten().zip(counts.iter().flatten());
            let strange = bytes.filter(|(languages, _)| **languages & 1 << language == 0);
            strange.map(|(_, count)| count).sum()
        };
        (0..u32::BITS).map(of).min().unwrap_or(0)
    }
}

/// Whether this is a charset of the Latin script.
pub(super) fn is_latin(charset: &'static Encoding) -> bool {
    MODELS.iter().any(|reading| reading.charset == charset)
}

/// What some bytes are in each of the charsets.
pub(super) struct Alphabets {
    unexpected_bytes: [(&'static Encoding, u32); 5],
    high: u32,
}

impl Alphabets {
    pub(super) fn of(sample: &[u8]) -> Self {
        let mut counts = [[0; 128]; 3];
        let near = |at: Option<usize>| at.and_then(|at| sample.get(at)).copied().unwrap_or(b' ');
        for (at, b) in sample.iter().enumerate().filter(|(_, b)| !b.is_ascii()) {
            let beside = [near(at.checked_sub(1)), near(Some(at + 1))];
            let place = if beside.iter().all(u8::is_ascii_alphabetic) {
                Context::Inside
            } else if beside.iter().all(|b| b.is_ascii() && !b.is_ascii_alphabetic()) {
                Context::Alone
            } else {
                Context::Elsewhere
            };
            counts[place as usize][usize::from(b & 0x7F)] += 1;
        }
        let unexpected_bytes = std::array::from_fn(|i| (MODELS[i].charset, MODELS[i].unexpected_bytes(&counts)));
        Self { unexpected_bytes, high: counts.iter().flatten().sum() }
    }

    /// Bytes that are no letters of the best language in this charset.
    pub(super) fn unexpected_bytes(&self, charset: &'static Encoding) -> u32 {
        self.unexpected_bytes
            .iter()
            .find(|(of, _)| *of == charset)
            .map_or(self.high, |(_, unexpected_bytes)| *unexpected_bytes)
    }

    /// The charset that has the letters of one language, when `guess` has not.
    pub(super) fn better(&self, guess: &'static Encoding) -> Option<&'static Encoding> {
        let (charset, least) =
            self.unexpected_bytes.iter().copied().min_by_key(|(_, unexpected_bytes)| *unexpected_bytes)?;
        let is_one = |unexpected_bytes: u32| unexpected_bytes * FOREIGN <= self.high;
        (is_one(least) && !is_one(self.unexpected_bytes(guess))).then_some(charset)
    }
}

/// Of so many letters one may be foreign, as in a name.
const FOREIGN: u32 = 10;
