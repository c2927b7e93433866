//! HTML entities in text that is not HTML any more.
//!
//! In a text that a page shows, entities were decoded once. What is left was escaped twice if it stands in a word or at one:
//! `کتاب&zwnj;ها`, `&quot;Yes,&quot; he said`. One that is a word of its own is what the text is about: `write &nbsp; for a
//! space`; and so is one of code, or a bracket of tags (`&lt;p&gt;`).
//!
//! Only with a semicolon, only in lines without tags. What was escaped twice is decoded twice (`&amp;zwnj;`), but
//! `&amp;lt;` names a text about entities, and stays whole, since as `&lt;` it would be decoded by the next run.

use super::{
    RepairOptions,
    chars::{is_space, is_word},
    line::Line,
    options::Repair,
};

/// Longest entity with its `&` and `;`: `&CounterClockwiseContourIntegral;`.
pub(super) const LONGEST: usize = 33;

pub(super) fn decode(line: &mut Line, options: &RepairOptions) {
    if !options.enables(Repair::Entities) || !line.has(|c| c == '&') || has_tag(line) {
        return;
    }
    let mut at = line.len();
    // From the end, so that what follows an `&amp;` is already decoded.
    while at > 0 {
        at -= 1;
        if line.get(at) != Some('&') {
            continue;
        }
        let Some((len, with)) = entity(line, at + 1) else { continue };
        let another = entity(line, at + len).filter(|_| with[0] == '&');
        let end = another.as_ref().map_or(at + len, |(more, _)| at + len + more - 1);
        if options.is_from_html() && is_told(line, at, end, &with) {
            continue;
        }
        match another {
            None => line.replace(at, at + len, &with, Repair::Entities),
            Some((_, inner)) if matches!(inner[0], '&' | '<' | '>') => {}
            // The length of the inner one counts an `&` of its own.
            Some((more, inner)) => line.replace(at, at + len + more - 1, &inner, Repair::Entities),
        }
    }
    line.close();
}

/// Whether the entity at `start..end`, which stands for `with`, is one that a text tells of.
fn is_told(line: &Line, start: usize, end: usize, with: &[char]) -> bool {
    let (before, after) = (start.checked_sub(1).and_then(|at| line.get(at)), line.get(end));
    let is_letter = |c: Option<char>| c.is_some_and(|c| is_word(c) || (with[0] != '&' && matches!(c, '&' | ';')));
    let is_apart = |c: Option<char>| c.is_none_or(is_space);
    let alone = before.is_none() && after.is_none();
    // What ends a sentence or stands between two may end in a quotation mark, and be parted by more than a space.
    let ends = before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?' | ':' | '،' | '؟' | '؛')) && is_apart(after);
    matches!(with[0], '<' | '>') || !(alone || ends || is_letter(before) || is_letter(after))
}

/// A `<` that begins a tag, a comment or a declaration, and a `>` after it.
fn has_tag(line: &Line) -> bool {
    let Some(last) = line.cells().iter().rposition(|cell| cell.c == '>') else { return false };
    line.cells()[..last]
        .windows(2)
        .any(|pair| pair[0].c == '<' && (pair[1].c.is_ascii_alphabetic() || matches!(pair[1].c, '/' | '!' | '?')))
}

/// The entity whose `&` stands before `at`: its length with `&` and `;`, and what it stands for.
fn entity(line: &Line, at: usize) -> Option<(usize, Vec<char>)> {
    let mut name = String::with_capacity(LONGEST);
    for c in (at..at + LONGEST - 1).map_while(|at| line.get(at)) {
        match c {
            ';' => {
                name.push(';');
                return Some((name.len() + 1, meaning(&name)?));
            }
            c if c.is_ascii_alphanumeric() || (c == '#' && name.is_empty()) => name.push(c),
            _ => return None,
        }
    }
    None
}

/// What `name`, with its semicolon, stands for; never a line end.
fn meaning(name: &str) -> Option<Vec<char>> {
    if let Some(number) = name.strip_prefix('#') {
        let number = number.strip_suffix(';')?;
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return numeric(code.ok()?).map(|c| vec![c]);
    }
    let &(first, second) = markup5ever::data::NAMED_ENTITIES.get(name)?;
    let first = char::from_u32(first).filter(|&c| c != '\0')?;
    if matches!(first, '\n' | '\t') {
        return Some(vec![' ']);
    }
    Some(std::iter::once(first).chain(char::from_u32(second).filter(|&c| c != '\0')).collect())
}

fn numeric(code: u32) -> Option<char> {
    match code {
        9 | 10 | 13 => Some(' '),
        // HTML reads these as windows-1252, as their writers meant them.
        0x80..=0x9F => super::invisible::decode_windows(encoding_rs::WINDOWS_1252, code as u8),
        0..0x20 | 0x7F => None,
        _ => char::from_u32(code).filter(|&c| !super::invisible::is_noncharacter(c)),
    }
}
