//! Which parts of a Persian line are Arabic? Verses, hadith, titles: their letters stay.
//!
//! A quotation in quotes or brackets is Arabic when it has letters or harakat that Persian has not, and no letter of
//! Persian alone; a clause outside quotes needs three Arabic words and no Persian one.

use super::{
    chars::{is_arabic_letter, is_arabic_mark, is_persian_only},
    line::Line,
};

/// For each character, whether it stands in Arabic. Empty when nothing does.
pub(super) fn arabic(line: &Line) -> Vec<bool> {
    let mut marks = Vec::new();
    let cells = line.cells();
    let mut at = 0;
    let mut clause = 0;
    while at <= cells.len() {
        let c = line.get(at).unwrap_or('.');
        if let Some(close) = closing(c)
            && let Some(end) = (at + 1..cells.len().min(at + LONGEST)).find(|&i| cells[i].c == close)
        {
            judge(line, clause, at, false, &mut marks);
            judge(line, at + 1, end, true, &mut marks);
            (at, clause) = (end + 1, end + 1);
            continue;
        }
        if is_boundary(c) {
            judge(line, clause, at, false, &mut marks);
            clause = at + 1;
        }
        at += 1;
    }
    marks
}

/// Whether [`arabic`] may find something in a line without tatweel: says yes rather too often.
pub(super) fn may_hold_arabic(line: &str) -> bool {
    let mut signs = 0;
    let mut in_word = false;
    for (at, c) in line.char_indices() {
        match c {
            'ة' | 'إ' => return true,
            // Harakat make a word Arabic, or hide that it is.
            c if is_arabic_mark(c) => signs += 1,
            // The first letters of Arabic words as `is_arabic_word` knows them.
            'أ' | 'ا' | 'و' | 'ف' | 'ب' | 'ك' | 'ع' | 'ق' | 'ل' | 'م' | 'ي' if !in_word => {
                signs += usize::from(begins_as_arabic(&line[at..]));
            }
            _ => {}
        }
        if signs >= 3 {
            return true;
        }
        in_word = is_part(c);
    }
    false
}

/// Whether `text` begins with a word that begins as [`is_arabic_word`] wants it, marks apart.
fn begins_as_arabic(text: &str) -> bool {
    let bare = text.strip_prefix(['و', 'ف', 'ب', 'ك']).unwrap_or(text);
    if bare.starts_with("ال") || text.starts_with('أ') {
        return true;
    }
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    ARABIC.binary_search(&&text[..end]).is_ok()
}

/// Characters of the longest quotation; a bracket that is not closed by then is a slip.
const LONGEST: usize = 1000;

fn closing(c: char) -> Option<char> {
    Some(match c {
        '«' => '»',
        '(' => ')',
        '“' => '”',
        '"' => '"',
        '﴿' => '﴾',
        '﴾' => '﴿',
        '[' => ']',
        '{' => '}',
        _ => return None,
    })
}

fn is_boundary(c: char) -> bool {
    matches!(
        c,
        '.' | ':'
            | '،'
            | '؛'
            | '؟'
            | '!'
            | '/'
            | '|'
            | '«'
            | '»'
            | '('
            | ')'
            | '"'
            | '“'
            | '”'
            | '–'
            | '—'
            | '…'
            | '*'
            | '\t'
    )
}

fn judge(line: &Line, start: usize, end: usize, quoted: bool, marks: &mut Vec<bool>) {
    let (mut words, mut arabic_words, mut harakat, mut teh_marbuta) = (0, 0, 0, 0);
    let mut at = start;
    while at < end {
        let from = at;
        while at < end && line.get(at).is_some_and(is_part) {
            at += 1;
        }
        if at == from {
            at += 1;
            continue;
        }
        let word = || line.cells()[from..at].iter().map(|cell| cell.c);
        if word().any(|c| is_persian_only(c) || c == '\u{200C}') || is_persian_word(word()) {
            return;
        }
        words += 1;
        let own = word().filter(|c| matches!(c, '\u{64C}'..='\u{652}')).count();
        harakat += own;
        teh_marbuta += word().filter(|&c| c == 'ة').count();
        arabic_words += usize::from(is_arabic_word(word(), own));
    }
    let is_arabic = if quoted { words > 0 && (teh_marbuta > 0 || harakat >= 3) } else { false };
    if is_arabic || (arabic_words >= 3 && arabic_words * 2 >= words) {
        marks.resize(line.len(), false);
        marks[start..end].fill(true);
    }
}

#[inline]
fn is_part(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{65F}' | '\u{671}'..='\u{6D3}')
        || is_arabic_letter(c)
        || is_arabic_mark(c)
        || matches!(c, '\u{640}' | '\u{200C}')
}

/// Has `word` the article, harakat, or letters that Persian hardly writes, or is it one of the smallest words?
fn is_arabic_word(word: impl Iterator<Item = char> + Clone, harakat: usize) -> bool {
    let letters = || word.clone().filter(|&c| is_arabic_letter(c));
    if harakat >= 2 || word.clone().any(|c| matches!(c, 'ة' | 'إ')) || word.clone().next() == Some('أ') {
        return true;
    }
    let mut bare = letters();
    let mut first = bare.next();
    if matches!(first, Some('و' | 'ف' | 'ب' | 'ك')) {
        first = bare.next();
    }
    if first == Some('ا') && bare.next() == Some('ل') && letters().count() >= 5 {
        return true;
    }
    ARABIC.iter().any(|small| small.chars().eq(letters()))
}

fn is_persian_word(word: impl Iterator<Item = char> + Clone) -> bool {
    PERSIAN.iter().any(|small| small.chars().eq(word.clone()))
}

/// Small Arabic words as Arabic spells them.
const ARABIC: &[&str] =
    &["إلى", "التي", "الذي", "على", "عليه", "عليها", "عليهم", "عن", "في", "فيه", "قال", "لا", "ما", "من", "يا"];
/// Small Persian words without a letter of Persian alone, or typed with Arabic ones.
const PERSIAN: &[&str] =
    &["آن", "از", "است", "اين", "با", "باشد", "براي", "به", "بود", "تا", "در", "را", "شد", "كرد", "كه", "مي", "هاي"];

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        assert!(super::ARABIC.is_sorted() && super::PERSIAN.is_sorted());
    }
}
