use super::find;
use crate::repair::apply;
use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252, WINDOWS_1256};
use proptest::prelude::*;
use std::time::Instant;

const PERSIAN: &str = "دیروز برف می‌بارید و کودکان، از پنجره، کوچه را نگاه می‌کردند؛ چرا؟";
const ARABIC: &str = "بقي الناس في بيوتهم يشربون الشاي، ونظر الأطفال إلى الشارع.";
const FRENCH: &str = "Les élèves étaient à la fenêtre, où tombait déjà la neige ; « Noël ! »";
const RUSSIAN: &str = "Вчера было очень холодно, и снег лежал повсюду, а дети смотрели в окно.";

fn repaired(text: &str) -> String {
    let mut edits = Vec::new();
    find(text, 0, &mut edits);
    apply(text, &edits)
}

/// What `encoding` makes of bytes; where it has no character, the control character that latin-1 has.
fn read_as(bytes: &[u8], encoding: &'static Encoding) -> String {
    let one = |b: &u8| encoding.decode_without_bom_handling(std::slice::from_ref(b)).0.chars().next();
    bytes.iter().map(|b| one(b).filter(|c| *c != '\u{FFFD}').unwrap_or(char::from(*b))).collect()
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(*b)).collect()
}

/// The text as windows-1256 can hold it, and its bytes.
fn in_1256(text: &str) -> (String, Vec<u8>) {
    let text = text.replace('ی', "ي");
    let (bytes, _, lossy) = WINDOWS_1256.encode(&text);
    assert!(!lossy);
    (text.clone(), bytes.into_owned())
}

#[test]
fn utf8_that_was_read_in_another_charset_comes_back() {
    for text in [PERSIAN, ARABIC, FRENCH, RUSSIAN] {
        let bytes = text.as_bytes();
        for broken in [read_as(bytes, WINDOWS_1252), latin1(bytes), read_as(bytes, WINDOWS_1251)] {
            assert_eq!(repaired(&broken), text, "{broken}");
            let twice = read_as(broken.as_bytes(), WINDOWS_1252);
            assert_eq!(repaired(&twice), text, "{twice}");
        }
    }
    for text in [PERSIAN, ARABIC] {
        let broken = read_as(text.as_bytes(), WINDOWS_1256);
        assert_eq!(repaired(&broken), text, "{broken}");
        assert_eq!(repaired(&read_as(broken.as_bytes(), WINDOWS_1256)), text);
        // Beside clean words of the same line.
        assert_eq!(repaired(&format!("{ARABIC} {broken} {PERSIAN}")), format!("{ARABIC} {text} {PERSIAN}"));
    }
}

#[test]
fn a_huge_line_is_read_in_pieces() {
    let (text, bytes) = in_1256(&format!("{PERSIAN} ").repeat(800));
    let western = read_as(&bytes, WINDOWS_1252);
    for encoding in [WINDOWS_1252, WINDOWS_1251, WINDOWS_1256] {
        let line = format!("{} | {western}", read_as(text.as_bytes(), encoding));
        assert!(line.len() > 8 * super::PIECE);
        let mut edits = Vec::new();
        find(&format!("\n{line}\n"), 7, &mut edits);
        assert!(edits.len() < 30, "{}", edits.len());
        let moved = |edit: &crate::repair::Edit<'_>| crate::span::Span::new(edit.span.start - 7, edit.span.end - 7);
        let edits: Vec<_> =
            edits.iter().map(|edit| crate::repair::Edit { span: moved(edit), ..edit.clone() }).collect();
        assert!(apply(&format!("\n{line}\n"), &edits) == format!("\n{text} | {text}\n"), "{}", encoding.name());
    }
    // No place to cut at.
    let dense = PERSIAN.replace(' ', "").repeat(2000);
    assert!(repaired(&read_as(dense.as_bytes(), WINDOWS_1252)) == dense);
}

#[test]
fn windows_1256_that_was_read_as_western_comes_back() {
    for text in [PERSIAN, ARABIC] {
        let (text, bytes) = in_1256(text);
        for broken in [read_as(&bytes, WINDOWS_1252), latin1(&bytes)] {
            assert_eq!(repaired(&broken), text, "{broken}");
            let twice = read_as(broken.as_bytes(), WINDOWS_1252);
            assert_eq!(repaired(&twice), text, "{twice}");
        }
    }
}

#[test]
fn words_come_back_alone() {
    for (broken, text) in [
        ("cafÃ©", "café"),
        ("coÃ»t", "coût"),
        ("Ã\u{a0} la carte", "à la carte"),
        ("voilÃ la neige", "voilà la neige"),
        ("voilÃ  la neige", "voilà la neige"),
        ("ÐºÐ°Ðº", "как"),
        ("Ð²", "в"),
        ("donâ€™t", "don’t"),
        ("ï»¿start", "\u{feff}start"),
        ("ط³ظ„ط§ظ…", "سلام"),
        ("ظپظٹ", "في"),
        ("ظˆ", "و"),
        ("ÓáÇã", "سلام"),
        ("Èå", "به"),
        ("РЎРЅРµРі", "Снег"),
        ("dit Â« oui Â», puis Â« non Â».", "dit « oui », puis « non »."),
        ("LiĂ¨ge", "Liège"),
        ("wei√ü", "weiß"),
        ("Tiáº¿ng", "Tiếng"),
    ] {
        assert_eq!(repaired(broken), text);
    }
}

#[test]
fn a_next_line_character_ends_a_line_unless_it_is_part_of_a_sequence() {
    assert_eq!(repaired("Â¡\u{85}caf\u{c3}\u{a9}"), "¡\u{85}café");
    assert_eq!(repaired("\u{c3}\u{85}ngstr\u{c3}\u{b6}m"), "Ångström");
}

#[test]
fn clean_lines_stay() {
    for line in include_str!("clean.txt").lines().chain([PERSIAN, ARABIC, FRENCH, RUSSIAN]) {
        assert_eq!(repaired(line), line);
    }
}

#[test]
fn lost_bytes_stay_lost_and_the_rest_is_repaired() {
    // The second bytes of ف and of ـِ are no characters of windows-1252.
    let text = "ساخت و ساز فصل فراوانی";
    let broken = WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.replace('\u{81}', "\u{FFFD}");
    assert_eq!(repaired(&broken), text.replace('ف', "\u{FFFD}"));
}

#[test]
fn edits_are_runs_with_ids_and_places_in_the_text() {
    let text = "clean\nun cafÃ© et un thÃ©\r\nÓáÇã ÏæÓÊÇä";
    let mut edits = Vec::new();
    find(text, 100, &mut edits);
    let all: Vec<(&str, &str, &str)> = edits
        .iter()
        .map(|edit| (&text[edit.span.start - 100..edit.span.end - 100], edit.with.as_ref(), edit.by))
        .collect();
    assert_eq!(
        all,
        [
            ("Ã©", "é", "any.mojibake-utf8-as-1252"),
            ("Ã©", "é", "any.mojibake-utf8-as-1252"),
            ("ÓáÇã", "سلام", "any.mojibake-1256-as-1252"),
            ("ÏæÓÊÇä", "دوستان", "any.mojibake-1256-as-1252"),
        ]
    );
}

#[test]
fn time_is_linear_in_long_lines() {
    for unit in ["Ã©", "Ã", "ÃƒÂ©", "ط§", "Ïæ ", "√©", "Ã ", "é\u{a0}» ", "â€", "Ä… "] {
        let time = |len: usize| {
            // One strong sign, and then what goes along with it or does not.
            let text = format!("cafÃ© {}", unit.repeat(len / unit.len()));
            let start = Instant::now();
            find(&text, 0, &mut Vec::new());
            start.elapsed().as_secs_f64()
        };
        // Ten times would be linear, a hundred times square. A machine that is busy with something else may spoil a try.
        let linear = || time(1_000_000) < 40.0 * time(100_000).max(1e-3);
        assert!((0..5).any(|_| linear()), "{unit}");
    }
}

/// Text of the characters that mojibake is made of, and ordinary ones.
fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            4 => "[À-ôŒœŠšŽžŸƒˆ˜–—‘’‚“”„†‡•…‰‹›€™\u{80}-\u{BF}]{1,4}",
            2 => "[ء-يپچژگکی]{1,3}",
            1 => "[РСвА-я√├┤╨∆◊]{1,2}",
            2 => "[a-zA-Z \n]{1,3}",
            1 => any::<char>().prop_map(String::from),
        ],
        0..12,
    )
    .prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn edits_are_sorted_apart_and_change_something(text in soup()) {
        let mut edits = Vec::new();
        find(&text, 0, &mut edits);
        let mut last = 0;
        for edit in &edits {
            prop_assert!(last <= edit.span.start && edit.span.start < edit.span.end);
            prop_assert!(edit.with != edit.span.slice(&text));
            prop_assert!(!edit.span.slice(&text).contains('\n'));
            last = edit.span.end;
        }
        let repaired = apply(&text, &edits);
        prop_assert_eq!(repaired.matches('\n').count(), text.matches('\n').count());
    }

    #[test]
    fn any_text_that_was_misread_once_and_is_believed_is_the_text(text in "[a-zéèêàçôûü ]{0,20}[а-я]{3,9}[ .]{1}") {
        prop_assert_eq!(repaired(&read_as(text.as_bytes(), WINDOWS_1252)), text);
    }
}

/// `SARAND_CASES=1000000` makes a long run of it.
fn cases() -> u32 {
    std::env::var("SARAND_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}
