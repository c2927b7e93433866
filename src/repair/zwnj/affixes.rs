//! Endings and beginnings of Persian words, each with the number of its family.

use super::letters::{Letter, letter};
use std::sync::LazyLock;

/// Endings that stand after a ZWNJ, by family. Families that behave alike have numbers beside each other.
const ENDINGS: &[(u8, &str)] = &[
    (1, "ها"),
    (2, "های"),
    (3, "هایی هائی هایِ"),
    (4, "هایم هایت هایش هایمان هایتان هایشان"),
    (5, "هاست هایند هاییم هایید هایشون هایمون هایتون هاشون هامون هاتون هام هات هاش هاشان هامان هاتان هارو هایشو هاشو هامو هاتو"),
    (6, "تر"),
    (7, "تری ترم ترت ترش ترند تریم ترها ترهای ترهایی ترست تراست ترشان ترمان"),
    (8, "ترین"),
    (9, "ترینها ترینهای ترینهایی ترینش ترینشان ترینم ترینمان ترینی ترینهایش"),
    (10, "ای"),
    (11, "ایی ئی ایم اید"),
    (12, "اند"),
    (13, "ام"),
    (14, "ات اش"),
    (15, "مان تان شان"),
    (16, "مون تون شون"),
    (17, "ی یی"),
    (18, "است ایست ست"),
    (19, "رو"),
];

/// Endings that stand closed as well: what else a stem may carry.
const CLOSED: &str = "ی م ت ش ان انی یم ید ند یی یم یش یت یمان یتان یشان مان تان شان هٔ انه گان ات";

/// Beginnings that stand before a ZWNJ, by family.
const BEGINNINGS: &[(u8, &str)] = &[
    (1, "می"),
    (2, "نمی"),
    (3, "همی برمی درمی بازمی فرومی فرامی وامی ورمی برنمی درنمی بازنمی فرونمی فرانمی وانمی ورنمی سرمی پسمی پیشمی"),
    (4, "بی"),
    (5, "هم"),
    (6, "پیش پس"),
    (7, "نیم کم خوش پیش غیر بین تک چند یک هیچ همان همین این آن چه به سه شش هشت نه بنی ابن سی شبه ضد"),
];

/// The smallest words, by what they say of the word beside them.
const SMALL: &[(u8, &str)] = &[
    (1, "است بود بودند نیست شد باشد باشند شود نشد نبود اند ام ایم اید ای بودم بودیم"),
    (2, "را"),
    (3, "و یا ولی اما"),
    (4, "که تا اگر چون"),
    (5, "از به با در بر برای بین روی زیر"),
    (6, "این آن هر یک همین همان چند چه هیچ"),
    (7, "می نمی خواهد خواهند"),
    (8, "هم نیز"),
];

/// Letters of the longest ending.
pub(crate) const LONGEST: usize = 9;

type ByLength = [Vec<(Vec<Letter>, u8)>; LONGEST + 1];

fn by_length(families: impl Iterator<Item = (u8, &'static str)>) -> ByLength {
    let mut out = ByLength::default();
    for (family, words) in families {
        for word in words.split(' ') {
            let letters: Vec<Letter> = word.chars().filter_map(letter).collect();
            let same = &mut out[letters.len()];
            if !same.iter().any(|(other, _)| *other == letters) {
                same.push((letters, family));
            }
        }
    }
    out
}

static ENDING: LazyLock<ByLength> = LazyLock::new(|| by_length(ENDINGS.iter().copied()));
static BEGINNING: LazyLock<ByLength> = LazyLock::new(|| by_length(BEGINNINGS.iter().copied()));
static SMALL_WORD: LazyLock<ByLength> = LazyLock::new(|| by_length(SMALL.iter().copied()));
static ANY_ENDING: LazyLock<ByLength> =
    LazyLock::new(|| by_length(ENDINGS.iter().copied().chain(std::iter::once((20, CLOSED)))));

fn family(table: &ByLength, letters: &[Letter]) -> u8 {
    let same = table.get(letters.len()).map_or(&[][..], |same| same);
    same.iter().find(|(other, _)| other == letters).map_or(0, |&(_, family)| family)
}

/// The family of an ending that `letters` are; 0 when they are none.
pub(crate) fn ending(letters: &[Letter]) -> u8 {
    family(&ENDING, letters)
}

/// The family of a beginning that `letters` are; 0 when they are none.
pub(crate) fn beginning(letters: &[Letter]) -> u8 {
    family(&BEGINNING, letters)
}

/// The kind of a small word; 9 for any other word.
pub(crate) fn small(letters: &[Letter]) -> u8 {
    match family(&SMALL_WORD, letters) {
        0 => 9,
        family => family,
    }
}

/// How many letters an ending of `word` may have, longest first.
pub(crate) fn endings(word: &[Letter]) -> impl Iterator<Item = usize> {
    (1..=LONGEST.min(word.len().saturating_sub(2)))
        .rev()
        .filter(|&len| family(&ANY_ENDING, &word[word.len() - len..]) != 0)
}
