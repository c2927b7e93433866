//! Characters nobody sees: controls, marks of direction, joiners without work, and spaces that are no spaces.

use super::{
    RepairOptions,
    chars::{is_arabic_letter, is_arabic_mark, is_emoji, is_indic, is_space, is_spaceless, is_word, joins_cursively},
    line::Line,
    options::Repair,
};

/// What becomes of a character.
enum CharAction {
    Keep,
    Delete(Repair),
    Replace(char, Repair),
}

/// Removes or replaces controls, no-break spaces, marks of direction and the like; line ends are none of these.
pub(super) fn controls(line: &mut Line, options: &RepairOptions) {
    // What the C1 controls of a line stood for.
    let charset = if line.has(is_arabic_letter) { encoding_rs::WINDOWS_1256 } else { encoding_rs::WINDOWS_1252 };
    let mut becomes = Vec::new();
    let mut goes = false;
    for (at, cell) in line.cells().iter().enumerate().filter(|(_, cell)| !is_plain(cell.c)) {
        match action(line, at, cell.c, charset) {
            CharAction::Replace(c, by) if options.enables(by) => becomes.push((at, c, by)),
            CharAction::Delete(_) => goes = true,
            _ => {}
        }
    }
    for (at, c, by) in becomes {
        line.set(at, c, by);
    }
    if goes {
        line.delete(|line, at| match line.get(at).filter(|&c| !is_plain(c)).map(|c| action(line, at, c, charset)) {
            Some(CharAction::Delete(by)) if options.enables(by) => Some(by),
            _ => None,
        });
    }
}

/// Most characters: they stay.
fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | 'À'..='\u{5FF}' | 'ء'..='\u{6FF}')
}

fn action(line: &Line, at: usize, c: char, charset: &'static encoding_rs::Encoding) -> CharAction {
    match c {
        ' '..='~' | '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' => CharAction::Keep,
        // The four separators of ASCII stand between fields; gone, they would glue words.
        '\u{1C}'..='\u{1F}' => {
            let apart = |c: Option<char>| c.is_none_or(is_space);
            if apart(line.before(at)) || apart(line.get(at + 1)) {
                CharAction::Delete(Repair::Control)
            } else {
                CharAction::Replace(' ', Repair::Control)
            }
        }
        '\0'..='\u{1B}' | '\u{7F}' => CharAction::Delete(Repair::Control),
        '\u{80}'..='\u{9F}' => decode_windows(charset, c as u8)
            .map_or(CharAction::Delete(Repair::C1), |c| CharAction::Replace(c, Repair::C1)),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => CharAction::Replace(' ', Repair::Nbsp),
        '\u{AD}' => CharAction::Delete(Repair::SoftHyphen),
        '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' => CharAction::Delete(Repair::Invisible),
        '\u{200B}' => {
            let spaceless = |c: Option<char>| c.is_some_and(is_spaceless);
            if spaceless(line.before(at)) && spaceless(line.get(at + 1)) {
                CharAction::Keep
            } else {
                CharAction::Delete(Repair::Invisible)
            }
        }
        c if is_direction(c) && separates_words(line, at) => CharAction::Replace(' ', Repair::Bidi),
        c if is_direction(c) => CharAction::Delete(Repair::Bidi),
        '\u{E0001}' | '\u{E0020}'..='\u{E007F}' if !in_flag(line, at) => CharAction::Delete(Repair::Tags),
        c if is_noncharacter(c) => CharAction::Delete(Repair::Noncharacters),
        _ => CharAction::Keep,
    }
}

/// What `byte` is in one of the windows charsets; `None` when it is a control there too.
pub(super) fn decode_windows(charset: &'static encoding_rs::Encoding, byte: u8) -> Option<char> {
    charset.decode_without_bom_handling(&[byte]).0.chars().next().filter(|c| !c.is_control() && *c != '\u{FFFD}')
}

/// Marks of writing direction.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether an embedding of one word ends at `at`, and that of the next begins behind it: they would be glued. Marks that
/// only end or only begin one stand within words too, as around `PDF` before a Persian ending.
fn separates_words(line: &Line, at: usize) -> bool {
    /// Embeddings in embeddings.
    const DEEPEST: usize = 8;
    let ends = |c: char| matches!(c, '\u{202C}' | '\u{2069}');
    let begins = |c: char| is_direction(c) && !ends(c) && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}');
    if !line.get(at).is_some_and(ends) || !line.get(at + 1).is_some_and(begins) {
        return false;
    }
    let before = (at.saturating_sub(DEEPEST)..at).rev().filter_map(|i| line.get(i)).find(|&c| !ends(c));
    let after = (at + 1..at + DEEPEST).filter_map(|i| line.get(i)).find(|&c| !is_direction(c));
    before.is_some_and(is_word) && after.is_some_and(is_word)
}

/// Code points that are no characters and never will be.
pub(super) fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || (c as u32) & 0xFFFE == 0xFFFE
}

/// Whether the tag character at `at` is of a flag: a black flag, three to six tag letters or digits, the end tag.
fn in_flag(line: &Line, at: usize) -> bool {
    const LETTERS: usize = 6;
    let tag = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}'));
    let mut start = at;
    while at - start <= LETTERS && tag(line.before(start)) {
        start -= 1;
    }
    if line.before(start) != Some('\u{1F3F4}') {
        return false;
    }
    let len = (start..=start + LETTERS).take_while(|&i| tag(line.get(i))).count();
    (3..=LETTERS).contains(&len) && line.get(start + len) == Some('\u{E007F}') && at <= start + len
}

/// Removes ZWNJ and ZWJ that have no work where they stand.
pub(super) fn joiners(line: &mut Line, options: &RepairOptions) {
    if options.enables(Repair::Joiners) {
        line.delete(|line, at| {
            let works = match line.get(at)? {
                '\u{200C}' => is_zwnj_needed(line, at),
                '\u{200D}' => is_zwj_needed(line, at),
                _ => true,
            };
            (!works).then_some(Repair::Joiners)
        });
    }
}

fn is_zwnj_needed(line: &Line, at: usize) -> bool {
    let Some(before) = line.before(at) else { return false };
    // Of several, the first stays.
    if before == '\u{200C}' {
        return false;
    }
    let after = line.cells()[at..].iter().map(|cell| cell.c).find(|&c| c != '\u{200C}');
    if is_indic(before) || after.is_some_and(is_indic) {
        return true;
    }
    let Some(after) = after else { return false };
    is_word(before) && is_word(after) && (joins_cursively(before) || joins_cursively(after))
}

fn is_zwj_needed(line: &Line, at: usize) -> bool {
    let (before, after) = (line.before(at), line.get(at + 1));
    if before == Some('\u{200D}') {
        return false;
    }
    let any = |test: fn(char) -> bool| before.is_some_and(test) || after.is_some_and(test);
    let both = |test: fn(char) -> bool| before.is_some_and(test) && after.is_some_and(test);
    any(|c| is_arabic_letter(c) || is_arabic_mark(c) || c == '\u{640}' || joins_cursively(c))
        || any(is_indic)
        || both(is_emoji)
}
