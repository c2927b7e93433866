//! What is known of a line by itself: its length, its marks, the classes of its words, how it ends.

use super::words::{self, Weights};
use crate::{
    date,
    document::{Line, Lines},
    rules::vocabulary::{self, FUNCTION, LangTables, Mask, WORD_CLASSES, Word, WordMemory},
};

use memchr::memmem;
use std::sync::LazyLock;

/// How many classes of words there are.
pub(super) const CLASSES: usize = WORD_CLASSES.len();
/// The characters of a line that are looked at, in bytes; a paragraph is known by less than all of it.
const SAMPLE: usize = 320;
/// The words of a line whose classes are looked up.
const LOOKED_UP: usize = 40;
/// A longer line is no date, in characters.
const DATE: u32 = 90;

/// So many bits say which words the prose of a document has: enough for a book, and soon cleared.
pub(super) const WORDS: usize = 1 << 15;

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum LineEnd {
    #[default]
    Open,
    Stop,
    Question,
    Quotation,
    Colon,
    Mark,
}

/// The words of the line that is looked at, and what is remembered of words.
#[derive(Debug, Default)]
pub(super) struct WordReader {
    pub(super) words: Vec<Word>,
    memory: WordMemory,
}

/// What is known of a line by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct LineFeatures {
    pub(super) chars: f32,
    pub(super) words: f32,
    pub(super) end: LineEnd,
    pub(super) first: u8,
    pub(super) is_prose: bool,
    pub(super) is_statement: bool,
    pub(super) has_bullet: bool,
    /// Of the characters looked at: how many are letters, Latin letters, digits, marks, separators.
    pub(super) letters: f32,
    pub(super) latin: f32,
    pub(super) digits: f32,
    pub(super) marks: f32,
    pub(super) bars: f32,
    pub(super) colons: f32,
    pub(super) dots: f32,
    pub(super) commas: f32,
    pub(super) brackets: f32,
    /// Words that begin with a capital letter.
    pub(super) capitals: f32,
    pub(super) is_link: bool,
    pub(super) is_address: bool,
    pub(super) is_tag: bool,
    pub(super) is_date: bool,
    pub(super) has_clock: bool,
    /// Words that are numbers.
    pub(super) numbers: f32,
    /// By class: words that are of it, and the words of any class but function words.
    pub(super) classes: [u8; CLASSES],
    pub(super) covered: f32,
    /// The words whose classes were looked up.
    pub(super) looked_up: f32,
    /// What the words are like.
    pub(super) score: f32,
    /// The squashed line.
    pub(super) hash: u64,
    /// Hashes of its words but function words and numbers: a range of the document's list.
    pub(super) content: (u32, u32),
}

impl LineFeatures {
    /// Looks at line `i`. `reader` takes its words, `content` takes hashes of them.
    pub(super) fn of(
        lines: &Lines,
        i: usize,
        source: &str,
        lang_tables: &LangTables<'_>,
        weights: &Weights,
        reader: &mut WordReader,
        content: &mut Vec<u32>,
    ) -> Self {
        let WordReader { words, memory } = reader;
        let (line, squashed) = (&lines.all()[i], lines.squashed(i));
        let mut features = Self {
            chars: line.chars() as f32,
            words: line.words() as f32,
            end: end(line, source),
            first: squashed.first().copied().unwrap_or_default(),
            is_prose: line.is_prose(),
            is_statement: line.is_statement(),
            has_bullet: line.has_bullet(),
            hash: super::line_hash(squashed),
            ..Self::default()
        };
        features.characters(squashed, source);
        features.content.0 = content.len() as u32;
        words.clear();
        for word in vocabulary::words(lines, i) {
            // Of a long line only the words at its edges are asked for more than their hash.
            if words.len() == LOOKED_UP + words::TAIL {
                features.word(squashed, &words.remove(LOOKED_UP), content);
            }
            words.push(word);
        }
        features.vocabulary(squashed, lang_tables, words, memory);
        features.score = weights.score(squashed, words);
        words.iter().for_each(|word| features.word(squashed, word, content));
        features.content.1 = content.len() as u32;
        features.is_date = features.digits > 0.0 && line.chars() <= DATE && date::is_date(source);
        features
    }

    /// Notes a word: a number, or what it says.
    fn word(&mut self, squashed: &[u8], word: &Word, content: &mut Vec<u32>) {
        let bytes = &squashed[word.start as usize..word.end as usize];
        let is_number = bytes.iter().all(u8::is_ascii_digit);
        self.numbers += f32::from(u8::from(is_number));
        if !is_number && word.mask & FUNCTION == 0 && bytes.len() > 2 {
            content.push(word_key(bytes));
            // A huge paragraph is asked only which words it has, and so many of its words are one to who asks.
            let own = self.content.0 as usize;
            if self.is_statement && content.len() - own >= 4 * WORDS {
                let mut words = content.split_off(own);
                words.sort_unstable_by_key(|&word| word_bit(word));
                words.dedup_by_key(|word| word_bit(*word));
                content.append(&mut words);
            }
        }
    }

    fn characters(&mut self, squashed: &[u8], source: &str) {
        let sample = &squashed[..squashed.len().min(SAMPLE)];
        let mut counts = [0_u32; KINDS];
        sample.iter().for_each(|&byte| counts[KIND_OF[byte as usize] as usize] += 1);
        let of = |kind: ByteClass| counts[kind as usize] as f32;
        self.latin = of(ByteClass::Latin);
        self.letters = self.latin + of(ByteClass::Cased) + of(ByteClass::Letter);
        self.digits = of(ByteClass::Digit);
        (self.bars, self.colons, self.dots) = (of(ByteClass::Bar), of(ByteClass::Colon), of(ByteClass::Dot));
        (self.commas, self.brackets) = (of(ByteClass::Comma), of(ByteClass::Bracket));
        let (addresses, tags) = (of(ByteClass::Address), of(ByteClass::Tag));
        (self.is_address, self.is_tag) = (addresses > 0.0, tags > 0.0);
        self.marks =
            self.bars + self.colons + self.dots + self.commas + self.brackets + addresses + tags + of(ByteClass::Mark);
        let is_digit = |at: usize| sample.get(at).is_some_and(u8::is_ascii_digit);
        self.has_clock = self.colons > 0.0
            && memchr::memchr_iter(b':', sample).any(|at| at > 0 && is_digit(at - 1) && is_digit(at + 1));
        self.is_link = self.dots > 0.0 && LINKS.iter().any(|part| part.find(sample).is_some());
        // Only letters that have capitals are looked at again.
        if self.latin + of(ByteClass::Cased) > 0.0 {
            self.capitals = capitals(&source.as_bytes()[..source.len().min(SAMPLE)]);
        }
    }

    /// Finds the classes of words.
    fn vocabulary(&mut self, line: &[u8], lang_tables: &LangTables<'_>, words: &mut [Word], memory: &mut WordMemory) {
        let limit = words.len().min(LOOKED_UP);
        let words = &mut words[..limit];
        lang_tables.classify(line, words, memory);
        words.iter().filter(|word| word.mask != 0).for_each(|word| self.count(word.mask));
        self.looked_up = limit as f32;
    }

    fn count(&mut self, mask: Mask) {
        self.covered += f32::from(u8::from(mask & !FUNCTION != 0));
        let mut rest = mask;
        while rest != 0 {
            let count = &mut self.classes[rest.trailing_zeros() as usize];
            *count = count.saturating_add(1);
            rest &= rest - 1;
        }
    }

    /// The share of words that are of the class.
    pub(super) fn share(&self, class: usize) -> f32 {
        f32::from(self.classes[class]) / self.looked_up.max(1.0)
    }
}

/// What a byte of a squashed line is.
#[derive(Clone, Copy, Debug)]
enum ByteClass {
    /// Not the first byte of a character.
    Inside,
    Latin,
    /// The first byte of a letter of a script that may have capitals.
    Cased,
    /// The first byte of any other character beyond ASCII.
    Letter,
    Digit,
    Bar,
    Colon,
    Dot,
    Comma,
    Bracket,
    Address,
    Tag,
    Mark,
}

/// How many there are.
const KINDS: usize = ByteClass::Mark as usize + 1;

const KIND_OF: [u8; 256] = {
    let (mut kinds, mut byte) = ([0; 256], 0);
    while byte < 256 {
        let kind = match byte as u8 {
            b'a'..=b'z' => ByteClass::Latin,
            b'0'..=b'9' => ByteClass::Digit,
            0x80..=0xbf => ByteClass::Inside,
            0xc3..=0xd4 => ByteClass::Cased,
            0xc0.. => ByteClass::Letter,
            b'|' | b'>' | b'/' | b'*' | b'\\' => ByteClass::Bar,
            b':' => ByteClass::Colon,
            b'.' => ByteClass::Dot,
            b',' | b';' => ByteClass::Comma,
            b'(' | b'[' | b'{' | b')' | b']' | b'}' => ByteClass::Bracket,
            b'@' => ByteClass::Address,
            b'#' => ByteClass::Tag,
            _ => ByteClass::Mark,
        };
        kinds[byte] = kind as u8;
        byte += 1;
    }
    kinds
};

/// What addresses of the web have.
static LINKS: LazyLock<[memmem::Finder<'static>; 4]> =
    LazyLock::new(|| ["http", "www.", ".com", ".ir"].map(memmem::Finder::new));

/// What tells words of a document apart, well enough to ask whether one stands elsewhere: its beginning, its end, its length.
fn word_key(word: &[u8]) -> u32 {
    let short = || word.iter().fold(0_u64, |all, &byte| all << 8 | u64::from(byte));
    let (head, tail) = match (word.first_chunk(), word.last_chunk()) {
        (Some(head), Some(tail)) => (u64::from_be_bytes(*head), u64::from_be_bytes(*tail)),
        _ => (short(), short()),
    };
    let both = head.wrapping_mul(0x517c_c1b7_2722_0a95) ^ tail.rotate_left(17) ^ word.len() as u64;
    (both.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

/// Words that begin with a capital letter of the Latin, Greek or Cyrillic script.
fn capitals(line: &[u8]) -> f32 {
    let (mut count, mut in_word, mut at) = (0, false, 0);
    while let Some(&byte) = line.get(at) {
        let width = match byte {
            0..0xc0 => 1,
            0xc0..0xe0 => 2,
            0xe0..0xf0 => 3,
            _ => 4,
        };
        if byte < 0x80 {
            count += usize::from(!in_word && byte.is_ascii_uppercase());
            in_word = byte.is_ascii_alphanumeric();
        } else {
            // Other scripts of two bytes have no capitals.
            let is_capital = matches!(byte, 0xc3..=0xd4)
                && std::str::from_utf8(&line[at..(at + 2).min(line.len())])
                    .is_ok_and(|c| c.chars().next().is_some_and(char::is_uppercase));
            count += usize::from(!in_word && is_capital);
            in_word = true;
        }
        at += width;
    }
    count as f32
}

fn end(line: &Line, source: &str) -> LineEnd {
    if line.ends_text() {
        LineEnd::Stop
    } else if line.leads_on() {
        LineEnd::Colon
    } else if line.ends_sentence() {
        match source.trim_end().chars().next_back() {
            Some('!' | '?' | '؟' | '！' | '？') => LineEnd::Question,
            _ => LineEnd::Quotation,
        }
    } else if line.is_unpunctuated() && source.trim_end().ends_with(|c: char| c.is_alphanumeric()) {
        LineEnd::Open
    } else {
        LineEnd::Mark
    }
}

/// The bit of a word.
pub(super) fn word_bit(word: u32) -> usize {
    word as usize % WORDS
}

pub(super) fn yes(it_is: bool) -> f32 {
    f32::from(u8::from(it_is))
}

/// Whether the line ends a sentence.
pub(super) fn ends(line: &LineFeatures) -> bool {
    matches!(line.end, LineEnd::Stop | LineEnd::Question | LineEnd::Quotation)
}
