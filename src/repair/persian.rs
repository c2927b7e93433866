//! What typing and copying does to Persian: foreign yeh and kaf, spaces before punctuation.
//!
//! For lines of Persian only; in Arabic, Urdu and Kurdish these letters are right.

use super::{
    RepairOptions,
    addresses::{address_mask, is_protected},
    chars::{CONTEXT, is_arabic_letter, is_arabic_mark, is_word},
    line::Line,
    options::Repair,
    quotation,
};

/// Yeh, kaf, and heh with hamza.
pub(super) fn letters(line: &mut Line, options: &RepairOptions) {
    let address_mask = address_mask(line);
    let arabic = quotation::arabic(line);
    let stays = |at: usize| is_protected(&address_mask, at) || is_protected(&arabic, at);
    for at in 0..line.len() {
        let (to, by) = match line.get(at) {
            // With a dagger alef it is a vowel sign of the Quran.
            Some('ى') if line.get(at + 1) == Some('\u{670}') => continue,
            Some('ي' | 'ى') => ('ی', Repair::Yeh),
            Some('ك') => ('ک', Repair::Kaf),
            _ => continue,
        };
        if options.enables(by) && !stays(at) {
            line.set(at, to, by);
        }
    }
    if options.enables(Repair::HehHamza) {
        for at in (0..line.len()).rev() {
            if line.get(at) == Some('ۀ') && !is_protected(&address_mask, at) {
                line.replace(at, at + 1, &['ه', '\u{654}'], Repair::HehHamza);
            }
        }
        line.close();
    }
}

/// Spaces before punctuation.
pub(super) fn marks(line: &mut Line, options: &RepairOptions) {
    if options.enables(Repair::SpaceBeforePunctuation) {
        line.delete(|line, at| is_space_before_mark(line, at).then_some(Repair::SpaceBeforePunctuation));
    }
}

/// Whether the space at `at` is one of those between a word and the mark that belongs to it.
fn is_space_before_mark(line: &Line, at: usize) -> bool {
    if line.get(at) != Some(' ') {
        return false;
    }
    let Some(mark_at) = (at..at + CONTEXT).find(|&i| line.get(i) != Some(' ')) else { return false };
    let Some(before) = (at.saturating_sub(CONTEXT)..at).rev().filter_map(|i| line.get(i)).find(|&c| c != ' ') else {
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
            // A clock or a score: half of it must not be closed.
            let next = (mark_at + 1..mark_at + CONTEXT).filter_map(|i| line.get(i)).find(|&c| c != ' ');
            let is_pair = mark == ':' && before.is_numeric() && next.is_some_and(char::is_numeric);
            // A smiley, an ellipsis, a fraction and a file's ending begin with such marks too.
            own && ends && !is_pair && !(mark == ':' && matches!(after, Some(')' | ']' | '"')))
        }
        _ => false,
    }
}

fn is_close(c: char) -> bool {
    matches!(c, '»' | ')' | '"' | '”' | ']')
}
