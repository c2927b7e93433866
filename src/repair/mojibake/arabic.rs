//! windows-1256 that was read as windows-1252 or latin-1: `ÓáÇã` for `سلام`.
//!
//! No structure gives it away, only that words of nothing but accented letters are words of Arabic or Persian, by letter
//! pairs, and of no Western language.

use super::{WINDOWS_1256_AS_1252, codec};
use crate::{
    decode::pairs::{EDGE, PAIRS},
    repair::Edit,
    span::Span,
};
use std::{borrow::Cow, sync::LazyLock};

/// What the bytes from 0x80 stand for in windows-1256.
static HALF: LazyLock<[char; 128]> = LazyLock::new(|| {
    std::array::from_fn(|i| {
        let byte = [0x80 | i as u8];
        encoding_rs::WINDOWS_1256.decode_without_bom_handling(&byte).0.chars().next().unwrap_or('\u{FFFD}')
    })
});

/// A run of characters beyond ASCII.
struct Token {
    start: usize,
    end: usize,
    decoded: String,
    /// How much likelier, in half bits, it is Arabic than Western.
    gain: i32,
    letters: u32,
    marks: u32,
}

/// What a letter costs of a Western word of accented letters only, in half bits: such words hardly exist.
const WESTERN_LETTER: i32 = 20;
const MARK: i32 = 12;
/// A word of its own right has this much; one beside such words needs nothing.
const MIN_GAIN: i32 = 12;

/// What a line would be.
pub(super) struct ArabicReading {
    tokens: Vec<Token>,
    /// How many letters there are in words that are Arabic or Persian; 0 when there are no such words.
    pub(super) letters: usize,
}

/// Reads a line as windows-1256 that was read as windows-1252.
pub(super) fn read(line: &str) -> ArabicReading {
    let tokens = tokens(line);
    let sum: i32 = tokens.iter().map(|token| token.gain).sum();
    let sure = tokens.iter().filter(|token| token.letters > 1 && token.marks == 0 && token.gain >= MIN_GAIN);
    let letters = sure.map(|token| token.letters as usize).sum();
    ArabicReading { tokens, letters: if sum >= MIN_GAIN { letters } else { 0 } }
}

/// Appends the edits; their spans are of the line.
pub(super) fn repair(reading: ArabicReading, edits: &mut Vec<Edit<'_>>) {
    edits.extend(reading.tokens.into_iter().map(|token| {
        let with = Cow::Owned(token.decoded);
        Edit { span: Span::new(token.start, token.end), with, by: WINDOWS_1256_AS_1252 }
    }));
}

/// The tokens that would be all Arabic. A word with ASCII letters is Western.
fn tokens(line: &str) -> Vec<Token> {
    let western = codec::western();
    let mut tokens = Vec::new();
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_ascii() || c == '\u{A0}' {
            before = c;
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut decoded = String::new();
        let mut whole = !before.is_ascii_alphabetic();
        let mut next = Some(c);
        while let Some(c) = next {
            match western.byte(c).map(|b| HALF[usize::from(b & 0x7F)]) {
                Some(to) if is_arabic(to) => decoded.push(to),
                _ => whole = false,
            }
            next = match chars.peek() {
                Some(&(at, c)) if !c.is_ascii() && c != '\u{A0}' => {
                    chars.next();
                    end = at + c.len_utf8();
                    Some(c)
                }
                other => {
                    whole &= !other.is_some_and(|(_, c)| c.is_ascii_alphabetic());
                    None
                }
            };
            before = c;
        }
        if whole {
            tokens.push(scored(start, end, decoded));
        }
    }
    tokens
}

fn is_arabic(c: char) -> bool {
    PAIRS.row(c).is_some()
        || matches!(
            c,
            '\u{64B}'
                ..='\u{652}'
                    | '\u{640}'
                    | '\u{200C}'
                    | '،'
                    | '؛'
                    | '؟'
                    | '«'
                    | '»'
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '–'
                    | '—'
                    | '…'
        )
}

fn scored(start: usize, end: usize, decoded: String) -> Token {
    let (mut token, mut word) =
        (Token { start, end, decoded: String::new(), gain: 0, letters: 0, marks: 0 }, Word::default());
    for c in decoded.chars() {
        if let Some(row) = PAIRS.row(c) {
            word.gain += WESTERN_LETTER - PAIRS.cost(word.last, row) as i32;
            word.letters += 1;
            word.last = row;
        } else if matches!(c, '\u{64B}'..='\u{652}' | '\u{640}') {
            word.gain -= MARK;
            token.marks += 1;
        } else {
            token.end_word(&mut word);
        }
    }
    token.end_word(&mut word);
    token.decoded = decoded;
    token
}

/// A word within a token.
#[derive(Default)]
struct Word {
    gain: i32,
    letters: u32,
    last: u8,
}

impl Token {
    fn end_word(&mut self, word: &mut Word) {
        let Word { gain, letters, last } = std::mem::take(word);
        let gain = gain - if letters > 0 { PAIRS.cost(last, EDGE) as i32 } else { 0 };
        // One letter is no evidence.
        self.gain += if letters == 1 { gain.min(0) } else { gain };
        self.letters += letters;
    }
}
