//! Letters written as shapes, stretched, or in parts.

use super::{
    RepairOptions,
    addresses::{address_mask, is_protected},
    chars::{CONTEXT, is_arabic_letter, is_arabic_mark},
    line::Line,
    options::Repair,
};
use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{canonical_combining_class, compose as compose_pair, decompose_compatible},
    is_nfc_quick,
};

/// Letters and ligatures of letters; ornate brackets, harakat with a carrier, and whole words (`ﷲ ﷺ ﷻ ﷼ ﷽`) are not here.
pub(super) fn is_form(c: char) -> bool {
    matches!(c, '\u{FB50}'..='\u{FBB1}' | '\u{FBD3}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDC7}' | '\u{FE80}'..='\u{FEFC}')
}

/// Makes letters of Arabic presentation forms.
pub(super) fn presentation(line: &mut Line, options: &RepairOptions) {
    if !options.enables(Repair::PresentationForms) {
        return;
    }
    for at in (0..line.len()).rev() {
        if let Some(c) = line.get(at).filter(|&c| is_form(c))
            && let Some(letters) = letters(c)
        {
            line.replace(at, at + 1, &letters, Repair::PresentationForms);
        }
    }
    line.close();
}

/// The letters of a form; `None` for one with a space or a tatweel that carries a mark.
fn letters(form: char) -> Option<Vec<char>> {
    let mut letters: Vec<char> = Vec::new();
    decompose_compatible(form, |c| match letters.last().and_then(|&last| compose_pair(last, c)) {
        Some(composed) => {
            letters.pop();
            letters.push(composed);
        }
        None => letters.push(c),
    });
    letters.iter().all(|&c| is_arabic_letter(c) && !is_form(c)).then_some(letters)
}

/// Removes tatweel that only stretches a word; under a mark, and at a word's end (`هـ`), it says something.
pub(super) fn remove_tatweel(line: &mut Line, options: &RepairOptions) {
    if options.enables(Repair::Tatweel) && (0..line.len()).any(|at| stretches(line, at)) {
        let address_mask = address_mask(line);
        line.delete(|line, at| (stretches(line, at) && !is_protected(&address_mask, at)).then_some(Repair::Tatweel));
    }
}

/// Whether the tatweel at `at` stands between two letters.
fn stretches(line: &Line, at: usize) -> bool {
    if line.get(at) != Some('\u{640}') {
        return false;
    }
    let before = (at.saturating_sub(CONTEXT)..at)
        .rev()
        .filter_map(|i| line.get(i))
        .find(|&c| c != '\u{640}' && !is_arabic_mark(c));
    let after = (at..at + CONTEXT).filter_map(|i| line.get(i)).find(|&c| c != '\u{640}');
    before.is_some_and(is_arabic_letter) && after.is_some_and(is_arabic_letter)
}

/// Whether NFC may change `c`, or what stands before it.
pub(super) fn may_change_in_nfc(c: char) -> bool {
    c >= '\u{300}' && is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes
}

/// Composes letters and marks.
pub(super) fn compose(line: &mut Line, options: &RepairOptions) {
    if !options.enables(Repair::Nfc) || !line.has(may_change_in_nfc) {
        return;
    }
    let mut end = line.len();
    while end > 0 {
        let start = (0..end).rev().find(|&at| line.get(at).is_some_and(starts_cluster)).unwrap_or(0);
        cluster(line, start, end);
        end = start;
    }
    line.close();
}

fn starts_cluster(c: char) -> bool {
    c < '\u{300}' || (canonical_combining_class(c) == 0 && !may_change_in_nfc(c))
}

fn cluster(line: &mut Line, start: usize, end: usize) {
    let cells = (start..end).filter_map(|at| line.get(at));
    if !cells.clone().any(may_change_in_nfc) {
        return;
    }
    let was: Vec<char> = cells.collect();
    // The order of points is a matter of typing there, and of meaning in old texts.
    if was.iter().any(|c| matches!(c, '\u{591}'..='\u{5F4}' | '\u{FB1D}'..='\u{FB4F}')) {
        return;
    }
    // Variants of Han characters in names; NFC would make them one.
    if was.iter().any(|c| matches!(c, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')) {
        return;
    }
    if matches!(was[0], '\u{600}'..='\u{8FF}') {
        if let [base, mark, ..] = was[..]
            && let Some(composed) = compose_pair(base, mark)
        {
            line.replace(start, start + 2, &[composed], Repair::Nfc);
        }
        return;
    }
    let now: Vec<char> = was.iter().copied().nfc().collect();
    if now != was {
        // What stays at the beginning is no part of the edit.
        let same = now.iter().zip(&was).take_while(|(a, b)| a == b).count().min(now.len() - 1);
        line.replace(start + same, end, &now[same..], Repair::Nfc);
    }
}
