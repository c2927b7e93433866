//! Characters that a ZWNJ was made into: `&zwnj;`, `¬`, soft hyphens, zero-width spaces, joiners, C1 0x9D.

use super::{
    Edit,
    classifier::Classifier,
    letters::joins,
    tokens::{self, Word},
};
use crate::span::Span;
use std::borrow::Cow;

const FORMS: [&str; 10] =
    ["\u{AC}", "\u{AD}", "\u{9D}", "\u{200B}", "\u{200D}", "&zwnj;", "&#8204;", "&#x200c;", "&#x200C;", "\u{FEFF}"];

/// Bytes of the run of damaged ZWNJ at `at`, whole ones among them; 0 when there is none.
fn run(line: &[u8], at: usize) -> usize {
    let mut end = at;
    let mut damaged = false;
    loop {
        if line[end..].starts_with("\u{200C}".as_bytes()) {
            end += 3;
            continue;
        }
        match FORMS.iter().find(|form| line[end..].starts_with(form.as_bytes())) {
            Some(form) => end += form.len(),
            None => return if damaged { end - at } else { 0 },
        }
        damaged = true;
    }
}

/// Whether a line may hold one.
pub(crate) fn may_hold(line: &[u8]) -> bool {
    memchr::memchr2(b'&', 0xEF, line).is_some()
        || memchr::memchr2_iter(0xC2, 0xE2, line)
            .any(|at| matches!(line[at..], [0xC2, 0xAC | 0xAD | 0x9D, ..] | [0xE2, 0x80, 0x8B | 0x8D, ..]))
}

/// Appends the repairs of a line: each damaged ZWNJ between two letters that the lexicon would part.
pub(crate) fn repair(classifier: &Classifier, line: &str, edits: &mut Vec<Edit<'_>>) {
    let bytes = line.as_bytes();
    let mut before = Word::NONE;
    let mut at = 0;
    let mut word = Word::NONE;
    let mut joined = String::new();
    while tokens::next(bytes, &mut at, &mut word) {
        let gap = run(bytes, before.end);
        if before.end > 0 && gap > 0 && before.end + gap == word.start && !before.foreign && !word.foreign {
            let left = before.letters().len();
            joined.clear();
            joined.push_str(&line[before.start..before.end]);
            joined.push_str(&line[word.start..word.end]);
            let (mut whole, mut from) = (Word::NONE, 0);
            let fits = tokens::next(joined.as_bytes(), &mut from, &mut whole) && !whole.foreign;
            if fits && classifier.agrees(&whole, left) {
                let with = if joins(before.letters()[left - 1]) { "\u{200C}" } else { "" };
                let span = Span::new(before.end, word.start);
                edits.push(Edit { span, with: Cow::Borrowed(with), by: "fa.zwnj-damaged" });
            }
        }
        before = word;
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn runs() {
        assert_eq!(super::run("\u{200C}\u{200B}ش".as_bytes(), 0), 6);
        assert_eq!(super::run("\u{200C}ش".as_bytes(), 0), 0);
        assert_eq!(super::run("&zwnj;ش".as_bytes(), 0), 6);
    }
}
