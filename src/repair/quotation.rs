//! Which parts of a Persian line are Arabic? Verses, hadith, titles: their letters stay.
//!
//! A quotation in quotes or brackets is Arabic when it has letters or harakat that Persian has not, and no letter of
//! Persian alone; a clause outside quotes needs three Arabic words and no Persian one. Words that Persian has in no spelling
//! (`منكم`, `فهو`) count for more: two are enough, and one in a quotation on a line that writes ی and ک around it.

use super::{
    chars::{is_arabic_letter, is_arabic_mark, is_persian_only},
    line::Line,
};
use rustc_hash::FxHashMap;
use std::{ops::Range, sync::LazyLock};

/// For each character, whether it stands in Arabic. Empty when nothing does.
pub(super) fn arabic(line: &Line) -> Vec<bool> {
    let cells = line.cells();
    let mut pieces = Vec::new();
    let (mut at, mut clause) = (0, 0);
    while at <= cells.len() {
        let c = line.get(at).unwrap_or('.');
        if let Some(close) = closing(c)
            && let Some(end) = (at + 1..cells.len().min(at + LONGEST)).find(|&i| cells[i].c == close)
        {
            pieces.extend([(Context::Clause, clause..at), (Context::Quotation, at + 1..end)]);
            (at, clause) = (end + 1, end + 1);
            continue;
        }
        if is_boundary(c) {
            pieces.push((Context::Clause, clause..at));
            clause = at + 1;
        }
        at += 1;
    }
    let mut clauses = pieces.iter().filter(|(context, _)| *context == Context::Clause);
    let foreign = clauses.any(|(_, span)| cells[span.clone()].iter().any(|cell| matches!(cell.c, 'ي' | 'ى' | 'ك')));
    let persian = !foreign || cells.iter().any(|cell| matches!(cell.c, 'ی' | 'ک'));
    let mut marks = Vec::new();
    pieces.into_iter().for_each(|(context, span)| mark_if_arabic(line, span, context, persian, &mut marks));
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
            'أ' | 'ا' | 'ت' | 'ذ' | 'ع' | 'ف' | 'ق' | 'ك' | 'ل' | 'م' | 'ه' | 'و' | 'ي' | 'ب' | 'ن' if !in_word => {
                match SMALL_WORDS.get(first_word(&line[at..])) {
                    Some(SmallWord::OnlyArabic) => return true,
                    Some(SmallWord::Arabic) => signs += 1,
                    None => signs += usize::from(begins_as_arabic(&line[at..])),
                }
            }
            _ => {}
        }
        if signs >= 2 {
            return true;
        }
        in_word = is_part(c);
    }
    false
}

/// Whether `text` begins as [`is_arabic_word`] wants it, small words and marks apart.
fn begins_as_arabic(text: &str) -> bool {
    let bare = text.strip_prefix(['و', 'ف', 'ب', 'ك']).unwrap_or(text);
    bare.starts_with("ال") || text.starts_with('أ')
}

/// Small words that [`may_hold_arabic`] knows.
#[derive(Clone, Copy, Debug)]
enum SmallWord {
    Arabic,
    OnlyArabic,
}

static SMALL_WORDS: LazyLock<FxHashMap<&'static str, SmallWord>> = LazyLock::new(|| {
    let arabic = ARABIC.iter().map(|&word| (word, SmallWord::Arabic));
    arabic.chain(ONLY_ARABIC.iter().map(|&word| (word, SmallWord::OnlyArabic))).collect()
});

/// The word that `text` begins with.
fn first_word(text: &str) -> &str {
    &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())]
}

/// Characters of the longest quotation; a bracket that is not closed by then is a slip.
const LONGEST: usize = 1000;

fn closing(c: char) -> Option<char> {
    Some(match c {
        '«' => '»',
        '(' => ')',
        '“' => '”',
        '”' => '“',
        '„' => '“',
        '‹' => '›',
        '‘' => '’',
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
            | '„'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '﴾'
            | '﴿'
            | '–'
            | '—'
            | '…'
            | '*'
            | '\t'
    )
}

/// Where words stand that may be Arabic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    Clause,
    /// In quotes or brackets.
    Quotation,
}

/// Marks a part of the line if it is Arabic; `persian`: around its quotations the line is typed as Persian is.
fn mark_if_arabic(line: &Line, span: Range<usize>, context: Context, persian: bool, marks: &mut Vec<bool>) {
    let (mut words, mut arabic_words, mut only_arabic, mut both) = (0, 0, 0, 0);
    let (mut harakat, mut teh_marbuta) = (0, 0);
    // A word, and its letters without marks.
    let (mut word, mut letters) = (String::new(), String::new());
    for cells in line.cells()[span.clone()].split(|cell| !is_part(cell.c)).filter(|cells| !cells.is_empty()) {
        if cells.iter().any(|cell| is_persian_only(cell.c) || cell.c == '\u{200C}') {
            return;
        }
        word.clear();
        word.extend(cells.iter().map(|cell| cell.c));
        if is_persian_word(&word) {
            return;
        }
        letters.clear();
        letters.extend(cells.iter().map(|cell| cell.c).filter(|&c| is_arabic_letter(c)));
        words += 1;
        let own = cells.iter().filter(|cell| matches!(cell.c, '\u{64C}'..='\u{652}')).count();
        harakat += own;
        teh_marbuta += cells.iter().filter(|cell| cell.c == 'ة').count();
        let only = is_one_of(ONLY_ARABIC, &letters);
        only_arabic += usize::from(only);
        both += usize::from(is_one_of(BOTH, &letters));
        arabic_words += usize::from(only || is_arabic_word(&word, &letters, own));
    }
    if both > 0 && only_arabic < 2 && harakat < 3 && teh_marbuta == 0 {
        return;
    }
    let is_quotation = match context {
        Context::Clause => false,
        Context::Quotation => {
            words > 0 && (teh_marbuta > 0 || harakat >= 3)
                || persian && words > 1 && (only_arabic > 0 || (arabic_words > 1 && arabic_words * 2 >= words))
        }
    };
    let is_many = arabic_words >= 3 && arabic_words * 2 >= words;
    if is_quotation || is_many || (only_arabic >= 2 && only_arabic * 3 >= words) {
        marks.resize(line.len(), false);
        marks[span].fill(true);
    }
}

#[inline]
fn is_part(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{65F}' | '\u{671}'..='\u{6D3}')
        || is_arabic_letter(c)
        || is_arabic_mark(c)
        || matches!(c, '\u{640}' | '\u{200C}')
}

/// Has `word` the article, harakat, or letters that Persian hardly writes, or is it one of the smallest words? `letters` are
/// its own without marks.
fn is_arabic_word(word: &str, letters: &str, harakat: usize) -> bool {
    if harakat >= 2 || word.contains(['ة', 'إ']) || word.starts_with('أ') {
        return true;
    }
    let bare = letters.strip_prefix(['و', 'ف', 'ب', 'ك']).unwrap_or(letters);
    bare.starts_with("ال") && letters.chars().count() >= 5 || is_one_of(ARABIC, letters)
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.binary_search(&word).is_ok()
}

/// Is `word` a small one, or has it a beginning or an end that only Persian has?
fn is_persian_word(word: &str) -> bool {
    let ends = |end: &str| word.ends_with(end) && word.chars().count() > end.chars().count() + 1;
    is_one_of(PERSIAN, word) || ends("هاي") || ends("ترين")
}

/// Small Arabic words as Arabic spells them.
const ARABIC: &[&str] = &[
    "إلى",
    "التي",
    "الذي",
    "ذلك",
    "على",
    "عليه",
    "عليها",
    "عليهم",
    "عن",
    "في",
    "فيه",
    "قال",
    "كان",
    "كانت",
    "لا",
    "لي",
    "ما",
    "من",
    "هذا",
    "هو",
    "هي",
    "يا",
];
/// Those that Persian has in no spelling.
const ONLY_ARABIC: &[&str] = &[
    "التي",
    "الذي",
    "الذين",
    "اليكم",
    "اليها",
    "اليهم",
    "اننا",
    "اني",
    "تكون",
    "عليكم",
    "علينا",
    "عليها",
    "عليهم",
    "فهو",
    "فهي",
    "في",
    "فيها",
    "فيهم",
    "قالت",
    "قالوا",
    "كانوا",
    "كنتم",
    "لقد",
    "لكم",
    "لنا",
    "لهم",
    "منكم",
    "منهم",
    "نحن",
    "هذه",
    "وهو",
    "وهي",
    "يقول",
    "يكون",
];
/// Small Persian words without a letter of Persian alone, or typed with Arabic ones.
const PERSIAN: &[&str] =
    &["آن", "از", "است", "با", "باشد", "براي", "بود", "تا", "در", "را", "شد", "كرد", "كه", "مي", "نمي", "هاي"];
/// Small words of both.
const BOTH: &[&str] = &["اين", "به"];

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_sorted() {
        let lists = [super::ARABIC, super::BOTH, super::ONLY_ARABIC, super::PERSIAN];
        assert!(lists.iter().all(|words| words.is_sorted()));
    }
}
