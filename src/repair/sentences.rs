//! Sentences of Persian and Arabic without a space between them: `بارید.هوا`.
//!
//! Leaves alone what else is written so: initials, abbreviations, names of sites, versions, paths, addresses
//! (`stops.txt` has the words).

use super::{
    RepairOptions,
    addresses::{address_mask, is_protected},
    chars::{is_arabic_letter, is_arabic_mark, is_word},
    line::Line,
    options::Repair,
};

const STOPS: &str = include_str!("stops.txt");

/// Puts the missing space after the end of a sentence.
pub(super) fn split_glued(line: &mut Line, options: &RepairOptions) {
    if !options.enables(Repair::GluedSentence) {
        return;
    }
    let glued: Vec<usize> = (1..line.len()).filter(|&at| is_glued(line, at)).collect();
    if glued.is_empty() {
        return;
    }
    let address_mask = address_mask(line);
    for at in glued.into_iter().rev().filter(|&at| !is_protected(&address_mask, at)) {
        line.insert(at + 1, ' ', Repair::GluedSentence);
    }
    line.close();
}

/// Whether a sentence ends at `at` and another begins right after it.
fn is_glued(line: &Line, at: usize) -> bool {
    let is_end = matches!(line.get(at), Some('.' | '؟' | '!'));
    let letter = |c: Option<char>| c.is_some_and(is_arabic_letter);
    let marked = |c: Option<char>| c.is_some_and(|c| is_arabic_letter(c) || is_arabic_mark(c));
    if !is_end || !marked(line.before(at)) || !letter(line.get(at + 1)) {
        return false;
    }
    let (start, end) = (line.word_start(at), line.word_end(at + 1));
    let letters = |from: usize, to: usize| (from..to).filter(|&i| letter(line.get(i))).count();
    let (left, right) = (letters(start, at), letters(at + 1, end));
    // Initials and abbreviations: ج.ا.ا, م.ق, ه.ش; the word "and" is the one word of one letter.
    let one_letter_word = right == 1 && line.get(at + 1) == Some('و') && line.get(end) == Some(' ');
    if left < 2 || (right < 2 && !one_letter_word) {
        return false;
    }
    // More words and dots in a row: a name, a version, a list of abbreviations.
    let dot_then_word = |dot: usize, word: usize| line.get(dot) == Some('.') && line.get(word).is_some_and(is_word);
    if (start > 1 && dot_then_word(start - 1, start - 2)) || dot_then_word(end, end + 1) {
        return false;
    }
    // A word in a path, a file's name, code.
    if matches!(line.before(start), Some('/' | '\\' | '_' | '=')) {
        return false;
    }
    let word = |from: usize, to: usize| line.cells()[from..to].iter().map(|cell| cell.c);
    !is_stop(word(start, at)) && !is_stop(word(at, end))
}

/// Whether `stops.txt` has this.
fn is_stop(word: impl Iterator<Item = char> + Clone) -> bool {
    STOPS.lines().any(|known| known.chars().eq(word.clone()))
}
