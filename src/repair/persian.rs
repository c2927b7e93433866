//! What typing and copying does to Persian: foreign yeh and kaf, tatweel, spaces on the wrong side of a full stop.
//!
//! For lines of Persian only; in Arabic, Urdu and Kurdish these letters are right.

use super::{
    RepairOptions,
    chars::{is_arabic_letter, is_arabic_mark, is_word},
    line::Line,
    options::Repair,
    protect::{is_protected, protected},
    quotation,
};

/// Yeh, kaf, heh with hamza, and tatweel.
pub(super) fn letters(line: &mut Line, options: &RepairOptions) {
    let len = line.len();
    let protected = protected(line);
    let arabic = quotation::arabic(line);
    let stays = |at: usize| is_protected(&protected, at) || is_protected(&arabic, at);
    for at in 0..line.len() {
        let (to, by) = match line.get(at) {
            // With a dagger alef it is a vowel sign of the Quran.
            Some('ى') if line.get(at + 1) == Some('\u{670}') => continue,
            Some('ي' | 'ى') => ('ی', Repair::Yeh),
            Some('ك') => ('ک', Repair::Kaf),
            _ => continue,
        };
        if options.does(by) && !stays(at) {
            line.set(at, to, by);
        }
    }
    if options.does(Repair::Tatweel) {
        line.delete(|line, at| (stretches(line, at) && !stays(at)).then_some(Repair::Tatweel));
    }
    // Where tatweel went, `protected` no longer fits; the next round comes back.
    if options.does(Repair::HehHamza) && line.len() == len {
        for at in (0..len).rev() {
            if line.get(at) == Some('ۀ') && !is_protected(&protected, at) {
                line.replace(at, at + 1, &['ه', '\u{654}'], Repair::HehHamza);
            }
        }
    }
}

/// How many characters are looked at on either side; longer runs are drawings, and must not cost the square of their
/// length.
const FAR: usize = 64;

/// Whether the tatweel at `at` only stretches a word: it stands between two letters.
fn stretches(line: &Line, at: usize) -> bool {
    if line.get(at) != Some('\u{640}') {
        return false;
    }
    let before =
        (at.saturating_sub(FAR)..at).rev().filter_map(|i| line.get(i)).find(|&c| c != '\u{640}' && !is_arabic_mark(c));
    let after = (at..at + FAR).filter_map(|i| line.get(i)).find(|&c| c != '\u{640}');
    before.is_some_and(is_arabic_letter) && after.is_some_and(is_arabic_letter)
}

/// Sentences without a space between them.
pub(super) fn sentences(line: &mut Line, options: &RepairOptions) {
    if options.does(Repair::GluedSentence) {
        let glued: Vec<usize> = (1..line.len()).filter(|&at| is_glued(line, at)).collect();
        if !glued.is_empty() {
            let protected = protected(line);
            for at in glued.into_iter().rev().filter(|&at| !is_protected(&protected, at)) {
                line.insert(at + 1, ' ', Repair::GluedSentence);
            }
        }
    }
}

/// Spaces before punctuation.
pub(super) fn marks(line: &mut Line, options: &RepairOptions) {
    if options.does(Repair::SpaceBeforePunctuation) {
        line.delete(|line, at| is_space_before_mark(line, at).then_some(Repair::SpaceBeforePunctuation));
    }
}

/// Words that end in a full stop which ends no sentence, or begin after one.
const ABBREVIATIONS: &[&str] = &["آقای", "الخ", "دکتر", "رک", "صص", "قس", "مهندس", "نک", "هجری"];

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
    let word = || line.cells()[start..at].iter().map(|cell| cell.c);
    !ABBREVIATIONS.iter().any(|known| known.chars().eq(word()))
        // A word in a path, a file's name, code.
        && !matches!(start.checked_sub(1).and_then(|i| line.get(i)), Some('/' | '\\' | '_' | '='))
}

/// Whether the space at `at` is one of those between a word and the mark that belongs to it.
fn is_space_before_mark(line: &Line, at: usize) -> bool {
    if line.get(at) != Some(' ') {
        return false;
    }
    let Some(mark_at) = (at..at + FAR).find(|&i| line.get(i) != Some(' ')) else { return false };
    let Some(before) = (at.saturating_sub(FAR)..at).rev().filter_map(|i| line.get(i)).find(|&c| c != ' ') else {
        return false;
    };
    let Some(mark) = line.get(mark_at) else { return false };
    let after = line.get(mark_at + 1);
    let ends = after.is_none_or(|c| matches!(c, ' ' | '\t' | '»' | ')' | '"' | '”' | ']'));
    match mark {
        '،' | '؛' => is_word(before) || is_close(before),
        '؟' => (is_word(before) || is_close(before)) && (ends || after.is_some_and(is_word)),
        '.' | '!' | ':' => {
            let own = is_arabic_letter(before) || is_arabic_mark(before) || is_close(before) || before.is_numeric();
            // A smiley, an ellipsis, a fraction and a file's ending begin with such marks too.
            own && ends && !(mark == ':' && matches!(after, Some(')' | ']' | '"')))
        }
        _ => false,
    }
}

fn is_close(c: char) -> bool {
    matches!(c, '»' | ')' | '"' | '”' | ']')
}
