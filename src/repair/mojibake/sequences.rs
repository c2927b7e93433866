//! UTF-8 that was read in a one-byte charset: sequences of a lead and its continuation bytes, each now a character.
//!
//! That the bytes fit is weak evidence: `é…”` and `شرط،` fit too. A sequence is a strong one when its characters never
//! stand side by side in real text, and it is believed only when what comes out is a common character.

use super::{
    class::{self, Class, alphabet, class, is_common, is_letter},
    codec::{self, Codec},
};
use crate::{
    decode::pairs::{EDGE, PAIRS},
    repair::Edit,
    span::Span,
};
use std::borrow::Cow;

/// One character of what was meant.
#[derive(Clone, Copy, Debug)]
struct Sequence {
    start: usize,
    end: usize,
    decoded: DecodedChar,
    /// How many characters it is.
    len: usize,
    strong: bool,
    /// Whether any of them is no letter.
    signed: bool,
    /// Whether a letter of ASCII touches it.
    in_word: bool,
    /// Whether another sequence touches it.
    beside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DecodedChar {
    /// This character.
    Char(char),
    /// One that cannot be known: some of its bytes are U+FFFD.
    Unknown,
    /// `à` whose second byte became a space; then whether the space is also the one between words.
    Grave(bool),
}

impl DecodedChar {
    fn char(self) -> char {
        match self {
            Self::Char(c) => c,
            Self::Unknown => '\u{FFFD}',
            Self::Grave(_) => 'à',
        }
    }
}

/// What one codec makes of a line.
#[derive(Default)]
pub(super) struct Utf8Reading {
    sequences: Vec<Sequence>,
    /// How many sequences are strong and give a common character.
    pub(super) strong: usize,
    /// How many characters the sequences cover.
    pub(super) covered: usize,
    /// The alphabets of what the strong ones mean, a few of them.
    alphabets: Vec<u32>,
}

/// Reads a line as UTF-8 that was read in `codec`.
pub(super) fn read(line: &str, codec: &Codec) -> Utf8Reading {
    let mut reading = Utf8Reading::default();
    let mut before = None;
    let mut chars = line.char_indices();
    while let Some((start, lead)) = chars.next() {
        let found = if lead.is_ascii() { None } else { sequence(&line[start..], codec, before) };
        let Some(mut found) = found else {
            before = Some(lead);
            continue;
        };
        found.start += start;
        found.end += start;
        for _ in 1..found.len {
            chars.next();
        }
        // Signs that lead a sequence are signs of it only beside another one, or right behind a letter.
        // So are capitals, and the letters that lead Arabic: `ÐºÐ°`, `ظ…غ’`.
        if let Some(last) = reading.sequences.last_mut().filter(|last| last.end == found.start) {
            let leads = match class(lead) {
                Class::Sign => true,
                Class::Upper => alphabet(lead) == 0,
                _ => matches!(lead, 'ط' | 'ظ' | 'ع' | 'غ'),
            };
            let drawn = before.is_some_and(class::is_drawn) && class::is_drawn(lead);
            found.strong |= leads && found.signed && !drawn;
            last.strong |= leads && last.signed && !drawn;
            (found.beside, last.beside) = (true, true);
        }
        before = line[start..found.end].chars().next_back();
        reading.sequences.push(found);
    }
    // The readings of two codecs are compared, of a line however long.
    reading.sequences.shrink_to_fit();
    // One character of East Asia alone may be an accident: `ì¥¹`.
    let sure = reading.sequences.iter().filter(|sequence| sequence.is_sure());
    let (all, eastern) = sure.fold((0, 0), |(all, eastern), sequence| {
        (all + 1, eastern + usize::from(matches!(alphabet(sequence.decoded.char()), 6 | 7)))
    });
    reading.strong = if eastern == 1 { all - 1 } else { all };
    for sequence in reading.sequences.iter().filter(|sequence| sequence.is_sure()) {
        let alphabet = alphabet(sequence.decoded.char());
        if !reading.alphabets.contains(&alphabet) && reading.alphabets.len() < ALPHABETS {
            reading.alphabets.push(alphabet);
        }
    }
    reading.covered = reading.sequences.iter().map(|sequence| sequence.len).sum();
    if reading.strong == 0 {
        let runs = reading.sequences.chunk_by(|a, b| a.end == b.start);
        reading.strong = runs.filter(|run| is_likelier(&line[run[0].start..run[run.len() - 1].end], run)).count();
    }
    reading
}

/// Whether a sequence may begin with `c`.
pub(super) fn may_lead(c: char) -> bool {
    codec::CODECS.iter().any(|codec| codec.byte(c).is_some_and(|byte| (0xC2..0xF5).contains(&byte)))
}

/// The sequence that `text` begins with.
fn sequence(text: &str, codec: &Codec, before: Option<char>) -> Option<Sequence> {
    let mut chars = text.chars();
    let lead = chars.next()?;
    let byte = codec.byte(lead)?;
    let len = match byte {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let (mut bytes, mut end, mut lost) = ([byte, 0, 0, 0], lead.len_utf8(), 0);
    let (mut strong, mut signed, mut last) = (false, !is_letter(class(lead)), lead);
    for slot in &mut bytes[1..len] {
        let c = chars.next()?;
        if c == '\u{FFFD}' {
            lost += 1;
        } else {
            let Some(b) = codec.byte(c).filter(|b| (0x80..0xC0).contains(b)) else {
                return if c == ' ' && len == 2 { space(lead, byte, &text[end..], end, before, codec) } else { None };
            };
            *slot = b;
            strong |= class::is_unnatural(last, c);
        }
        signed |= !is_letter(class(c));
        last = c;
        end += c.len_utf8();
    }
    let decoded = if lost > 0 {
        DecodedChar::Unknown
    } else {
        DecodedChar::Char(std::str::from_utf8(&bytes[..len]).ok()?.chars().next()?)
    };
    let after = chars.next();
    // What stands before it is a sign too: `wei√ü`, `coÃ»t`.
    let in_word = before.is_some_and(|c| c.is_ascii_alphabetic());
    match class(lead) {
        Class::Sign => strong = in_word && !class::is_drawn(last),
        // A capital before a no-break space: `Ã` alone, `nÃ nan`.
        Class::Upper if last == '\u{A0}' && matches!(lead, 'Ã' | 'Â') => {
            let small =
                before.is_some_and(char::is_lowercase) || (lead == 'Ã' && after.is_some_and(char::is_lowercase));
            strong = !in_word || small;
        }
        Class::Upper if signed && before.is_some_and(char::is_lowercase) => strong = true,
        // Punctuation within a word, but an apostrophe.
        Class::Upper if signed && in_word && !matches!(last, '’' | '\u{A0}') => {
            strong |= after.is_some_and(|c| c.is_ascii_alphabetic())
        }
        // A quotation opens after a space, not after a letter alone: `Â« oui Â»`.
        Class::Upper if lead == 'Â' && last == '«' => strong |= before.is_none_or(char::is_whitespace),
        // No word begins with a capital and ends there with a raised sign.
        Class::Upper if class::is_raised(last) => strong |= !before.is_some_and(char::is_alphanumeric),
        _ => {}
    }
    // The rare charsets have letters for continuation bytes that follow each other in real words.
    let eastern = matches!(decoded, DecodedChar::Char(c) if matches!(alphabet(c), 6 | 7));
    strong &= codec.usual || (signed && !eastern);
    // Arabic letters that lead what is not Arabic or Western: `ج†`.
    strong &= alphabet(lead) != ARABIC || matches!(byte, 0xC2 | 0xC3 | 0xD8..=0xDB);
    // A small letter among capitals is none that was meant: `MÄ£ÄM`.
    if let DecodedChar::Char(c) = decoded
        && c.is_lowercase()
        && before.is_some_and(|c| c.is_ascii_uppercase())
        && after.is_some_and(char::is_uppercase)
    {
        strong = false;
    }
    Some(Sequence {
        start: 0,
        end,
        decoded,
        len,
        strong,
        signed,
        in_word: in_word || after.is_some_and(|c| c.is_ascii_alphabetic()),
        beside: false,
    })
}

/// A sequence whose second character, a no-break space, became an ordinary one: `Ã la`, `Ð ÑƒÑ`, `Â `. Only the first is
/// ever a strong one.
fn space(
    lead: char,
    byte: u8,
    from_space: &str,
    lead_end: usize,
    before: Option<char>,
    codec: &Codec,
) -> Option<Sequence> {
    let rest = &from_space[1..];
    let next = rest.chars().next();
    let mut found = Sequence {
        start: 0,
        end: lead_end + 1,
        decoded: DecodedChar::Grave(false),
        len: 2,
        strong: false,
        signed: true,
        in_word: false,
        beside: false,
    };
    if lead == 'Ã' {
        // The space is the one between words too, but for two, and the words `às` and `àquele` of Portuguese.
        let own = next.is_none_or(|c| c == ' ' || c == '\u{A0}' || c.is_ascii_punctuation())
            || ["s ", "quele", "quela", "quilo"].iter().any(|rest_of_word| rest.starts_with(rest_of_word));
        found.decoded = DecodedChar::Grave(!own);
        found.strong = before.is_some_and(|c| c.is_ascii_lowercase());
        return Some(found);
    }
    let joined = next.is_some_and(|c| c.is_lowercase() || codec.byte(c).is_some_and(|b| (0xC2..0xF5).contains(&b)));
    let fits = class(lead) == Class::Upper && alphabet(lead) == 0 && (joined || lead == 'Â');
    found.decoded = DecodedChar::Char(std::str::from_utf8(&[byte, 0xA0]).ok()?.chars().next()?);
    fits.then_some(found)
}

impl Sequence {
    fn is_sure(&self) -> bool {
        let c = self.decoded.char();
        // A control character is one that the next layer needs.
        self.strong
            && self.decoded != DecodedChar::Unknown
            && (is_common(c) || (self.beside && class(c) == Class::Control))
    }
}

/// Appends the edits of the runs that are believed; their spans are of the line.
pub(super) fn repair(line: &str, reading: &Utf8Reading, codec: &Codec, edits: &mut Vec<Edit<'_>>) {
    if !codec.usual && !reading.has_enough_evidence() {
        return;
    }
    for run in reading.sequences.chunk_by(|a, b| a.end == b.start) {
        if is_believed(line, run, reading, codec) {
            let mut with = String::new();
            for sequence in run {
                with.push(sequence.decoded.char());
                if sequence.decoded == DecodedChar::Grave(true) {
                    with.push(' ');
                }
            }
            let span = Span::new(run[0].start, run[run.len() - 1].end);
            edits.push(Edit { span, with: Cow::Owned(with), by: codec.id });
        }
    }
}

impl Utf8Reading {
    /// Whether there is evidence enough for a charset that is seldom the wrong one: two signs, or one in a word.
    fn has_enough_evidence(&self) -> bool {
        self.strong > 1
            || self.sequences.iter().any(|sequence| sequence.is_sure() && (sequence.len > 2 || sequence.in_word))
    }
}

fn is_believed(line: &str, run: &[Sequence], reading: &Utf8Reading, codec: &Codec) -> bool {
    let sure = run.iter().filter(|sequence| sequence.is_sure()).count();
    // Noise holds single sequences of some charset or other.
    let in_place =
        |sequence: &Sequence| (sequence.in_word && alphabet(sequence.decoded.char()) == 0) || sequence.len > 2;
    if sure == 1 && !codec.usual && !run.iter().any(in_place) {
        return false;
    }
    let odd = run.iter().filter(|sequence| !sequence.is_sure() && !is_common(sequence.decoded.char())).count();
    let (start, end) = (run[0].start, run[run.len() - 1].end);
    // Letters beside a run are of its word, and the run is none: `عکس` is no broken `ژ` before `س`.
    if sure < 3 {
        let beside = [line[..start].chars().next_back(), line[end..].chars().next()];
        let control = line[start..end].chars().any(|c| class(c) == Class::Control);
        let is_word = |c: char| !c.is_ascii() && (is_letter(class(c)) || (class(c) == Class::Control && !control));
        if beside.into_iter().flatten().any(is_word) {
            return false;
        }
    }
    let mixed = || {
        run.windows(2).any(|pair| {
            let [a, b] = [alphabet(pair[0].decoded.char()), alphabet(pair[1].decoded.char())];
            a != b && a != 0 && b != 0
        })
    };
    if !codec.usual && (odd > 0 || mixed()) {
        return false;
    }
    if sure > 0 {
        return 3 * odd <= run.len();
    }
    if odd == 0 && is_likelier(&line[start..end], run) {
        return true;
    }
    // Weak ones go with the strong ones of the line, when they mean the same script.
    let goes_along = |weak: &Sequence| {
        let c = weak.decoded.char();
        c == '\u{FFFD}' || (weak.len == 2 && alphabet(c) == 0) || reading.alphabets.contains(&alphabet(c))
    };
    odd == 0 && run.iter().all(goes_along)
}

/// Whether letters of Arabic that were meant make a better word than those that stand there: `في` for `ظپظٹ`.
fn is_likelier(text: &str, run: &[Sequence]) -> bool {
    let cost = |letters: &mut dyn Iterator<Item = char>| {
        let mut before = EDGE;
        let mut sum = 0;
        for c in letters {
            let row = PAIRS.row(c)?;
            sum += PAIRS.cost(before, row);
            before = row;
        }
        Some(sum + PAIRS.cost(before, EDGE))
    };
    let stands = cost(&mut text.chars());
    let meant = cost(&mut run.iter().map(|sequence| sequence.decoded.char()));
    run.len() > 1 && stands.zip(meant).is_some_and(|(stands, meant)| stands >= meant + CLEARLY * run.len() as u32)
}

const ARABIC: u32 = 5;
/// How much less a letter that was meant costs, in half bits.
const CLEARLY: u32 = 16;
/// How many scripts a line is in at most.
const ALPHABETS: usize = 8;
