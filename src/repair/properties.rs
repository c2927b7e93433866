use super::{RepairOptions, apply, hygiene};
use crate::lang::Lang;
use proptest::prelude::*;

/// Pieces that meet in damaged text: letters, marks, joiners, spaces, entities, addresses.
const PIECES: &[&str] = &[
    "کتاب",
    "كتاب",
    "می",
    "رود",
    "ي",
    "ى",
    "ك",
    "ۀ",
    "ه",
    "\u{654}",
    "\u{653}",
    "ا",
    "و",
    "ة",
    "إ",
    "أ",
    "ـ",
    "\u{64E}",
    "\u{651}",
    "الله",
    "في",
    "است",
    "این",
    "را",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\u{b}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\u{2003}",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{200e}",
    "\u{200f}",
    "\u{202a}",
    "\u{2066}",
    "\u{feff}",
    "\u{ad}",
    "\0",
    "\u{1f}",
    "\u{9d}",
    "\u{81}",
    "\u{fdd0}",
    "\u{e0061}",
    "\u{e007f}",
    "\u{1f3f4}",
    "👩",
    "❤",
    "\u{fe0f}",
    ".",
    "،",
    "؛",
    "؟",
    "!",
    ":",
    "...",
    "«",
    "»",
    "(",
    ")",
    "\"",
    "/",
    "@",
    "#",
    "_",
    "=",
    "|",
    "://",
    "www.",
    "a",
    "b.c",
    "The cat",
    "e",
    "\u{301}",
    "\u{323}",
    "&amp;",
    "&",
    "amp;",
    "lt;",
    "&lt;",
    "&gt;",
    "&nbsp;",
    "&zwnj;",
    "&#38;",
    "#38;",
    "&#1740;",
    "&#x6d;",
    ";",
    "<p>",
    "<",
    ">",
    "\u{fefb}",
    "\u{fe81}",
    "\u{fdfa}",
    "क",
    "\u{94d}",
    "\u{93c}",
    "ש",
    "\u{5bc}",
    "\u{5c1}",
    "ไ",
    "\u{e38}",
    "\u{e48}",
    "ᄒ",
    "\u{1161}",
    "1",
    "۲",
    "٣",
    "ٹ",
    "ہے",
    "ە",
    "пр",
    "\u{306}",
    "\u{6d5}",
];

fn damaged() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(prop::sample::select(PIECES), 0..30).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
        1 => "\\PC{0,40}",
    ]
}

/// Long lines with few kinds of damage, so that many are taken swiftly.
fn damaged_persian() -> impl Strategy<Value = String> {
    const SOUND: &[&str] =
        &["کتاب", "می\u{200c}رود", "است", "این", "الله", "من", "و", "book", "«", "»", ".", "،", "۲", "\n", "ً"];
    const DAMAGED: &[&str] = &["ي", "ك", "ى", "\u{a0}", " ", "  ", "علي", "في", "ة", "؟", ":", "\t", "\u{200c}", "#"];
    let piece = prop_oneof![4 => prop::sample::select(SOUND), 1 => prop::sample::select(DAMAGED)];
    let word = (piece, prop_oneof![3 => Just(" "), 1 => Just("")]).prop_map(|(piece, space)| format!("{piece}{space}"));
    prop_oneof![3 => prop::collection::vec(word, 0..60).prop_map(|words| words.concat()), 1 => damaged()]
}

fn document() -> impl Strategy<Value = Lang> {
    prop::sample::select(&[Lang::FA, Lang::AR, Lang::EN, Lang::UR, Lang::UND][..])
}

fn options() -> impl Strategy<Value = RepairOptions> {
    let ids: Vec<&str> = super::REPAIRS.iter().map(|repair| repair.id).collect();
    prop_oneof![
        3 => Just(RepairOptions::default()),
        1 => prop::sample::subsequence(ids, 0..6).prop_map(|ids| RepairOptions::without(&ids).unwrap()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn a_second_run_finds_nothing(text in damaged(), document in document(), options in options()) {
        let mut edits = Vec::new();
        hygiene(&text, document, &options, &mut edits);
        let once = apply(&text, &edits);
        let mut again = Vec::new();
        hygiene(&once, document, &options, &mut again);
        prop_assert_eq!(again, vec![], "{:?} became {:?}", text, once);
    }

    #[test]
    fn edits_are_sorted_apart_and_on_character_boundaries(text in damaged(), document in document(), options in options()) {
        let mut edits = Vec::new();
        hygiene(&text, document, &options, &mut edits);
        let mut at = 0;
        for edit in &edits {
            prop_assert!(at <= edit.span.start && edit.span.start <= edit.span.end);
            prop_assert!(text.is_char_boundary(edit.span.start) && text.is_char_boundary(edit.span.end));
            prop_assert!(edit.span.slice(&text) != edit.with);
            at = edit.span.end;
        }
        prop_assert!(at <= text.len());
    }

    #[test]
    fn the_fast_path_finds_what_the_slow_path_does(text in damaged_persian(), document in document()) {
        let options = RepairOptions::default();
        let mut fast = Vec::new();
        super::find_other_repairs(&text, document, &options, &mut fast);
        let mut slow = Vec::new();
        let mut work = super::LineRepairer { text: &text, document, options: &options, edits: &mut slow, line: Default::default() };
        let mut start = 0;
        for line in text.split('\n') {
            work.line(start, start + line.len());
            start += line.len() + 1;
        }
        prop_assert_eq!(fast, slow, "{:?}", text);
    }

    #[test]
    fn plain_ascii_prose_is_left_alone(words in prop::collection::vec("[A-Za-z0-9,.]{1,9}", 1..12)) {
        let text = words.join(" ");
        let mut edits = Vec::new();
        hygiene(&text, Lang::EN, &RepairOptions::default(), &mut edits);
        prop_assert_eq!(edits, vec![]);
    }

    #[test]
    fn letters_are_neither_lost_nor_made(text in "[ابپتجدرسشعفقلمنوهیآئؤأ ،.؟!:\u{200b}\u{200c}\u{200e}\u{a0}\r\n]{0,60}") {
        // Some of these are letters in UTF-8 that were read as windows-1256 (`آ،` is `¡`): mojibake, which is repaired.
        let mut mojibake = Vec::new();
        super::mojibake::find(&text, 0, &mut mojibake);
        prop_assume!(mojibake.is_empty());
        let mut edits = Vec::new();
        hygiene(&text, Lang::FA, &RepairOptions::default(), &mut edits);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        prop_assert_eq!(letters(&apply(&text, &edits)), letters(&text));
    }
}
