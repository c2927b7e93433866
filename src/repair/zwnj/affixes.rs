//! Endings and beginnings of Persian words, each with the number of its family.

use super::letters::{Letter, letter};
use std::sync::LazyLock;

/// Endings that stand after a ZWNJ, by family. Families that behave alike have numbers beside each other.
const ENDINGS: &[(u8, &str)] = &[
    (1, "ها"),
    (2, "های"),
    (3, "هایی هائی هایِ"),
    (4, "هایم هایت هایش هایمان هایتان هایشان"),
    (
        5,
        "هاست هایند هاییم هایید هایشون هایمون هایتون هاشون هامون هاتون هام هات هاش هاشان هامان هاتان هارو هایشو هاشو هامو هاتو",
    ),
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

/// The family of those.
pub(crate) const CLOSED_FAMILY: u8 = 20;

/// Beginnings that stand before a ZWNJ, by family.
const BEGINNINGS: &[(u8, &str)] = &[
    (1, "می"),
    (2, "نمی"),
    (3, "همی برمی درمی بازمی فرومی فرامی وامی ورمی برنمی درنمی بازنمی فرونمی فرانمی وانمی ورنمی سرمی پسمی پیشمی"),
    (4, "بی"),
    (5, "هم"),
    (6, "پیش پس"),
    (7, "نیم کم خوش پیش غیر بین تک چند یک هیچ همان همین این آن چه به بنی شبه"),
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

/// Letters as one number, six bits each, the first the lowest. No more than ten fit.
fn pack(letters: &[Letter]) -> u64 {
    letters.iter().rev().fold(0, |packed, &letter| packed << 6 | u64::from(letter))
}

/// Families by packed letters; open addressing.
struct Families([(u64, u8); 256]);

impl Families {
    fn new<'a>(families: impl IntoIterator<Item = &'a (u8, &'static str)>) -> Self {
        let mut slots = [(0, 0); 256];
        for &(family, words) in families {
            for word in words.split(' ') {
                let letters: Vec<Letter> = word.chars().filter_map(letter).collect();
                let packed = pack(&letters);
                let mut slot = Self::slot(packed);
                while slots[slot].0 != 0 && slots[slot].0 != packed {
                    slot = (slot + 1) % slots.len();
                }
                if slots[slot].0 == 0 {
                    slots[slot] = (packed, family);
                }
            }
        }
        Self(slots)
    }

    #[inline]
    fn slot(packed: u64) -> usize {
        (packed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as usize
    }

    #[inline]
    fn of(&self, packed: u64) -> u8 {
        let mut slot = Self::slot(packed);
        loop {
            match self.0[slot] {
                (0, _) => return 0,
                (other, family) if other == packed => return family,
                _ => slot = (slot + 1) % self.0.len(),
            }
        }
    }
}

static ENDING: LazyLock<Families> = LazyLock::new(|| Families::new(ENDINGS));
static BEGINNING: LazyLock<Families> = LazyLock::new(|| Families::new(BEGINNINGS));
static SMALL_WORD: LazyLock<Families> = LazyLock::new(|| Families::new(SMALL));
static ANY_ENDING: LazyLock<Families> =
    LazyLock::new(|| Families::new(ENDINGS.iter().chain(&[(CLOSED_FAMILY, CLOSED)])));

/// The family of an ending that `letters` are; 0 when they are none.
pub(crate) fn ending(letters: &[Letter]) -> u8 {
    if letters.len() > LONGEST { 0 } else { ENDING.of(pack(letters)) }
}

/// The family of a beginning that `letters` are; 0 when they are none.
pub(crate) fn beginning(letters: &[Letter]) -> u8 {
    if letters.len() > LONGEST { 0 } else { BEGINNING.of(pack(letters)) }
}

/// The kind of a small word; 9 for any other word, 0 for none.
pub(crate) fn small(letters: &[Letter]) -> u8 {
    match SMALL_WORD.of(pack(&letters[..letters.len().min(LONGEST)])) {
        _ if letters.is_empty() => 0,
        0 => 9,
        family => family,
    }
}

/// The endings that `word` may have, or be, as how many letters they have and their family, shortest first.
pub(crate) fn families(word: &[Letter]) -> impl Iterator<Item = (usize, u8)> {
    let mut packed = 0;
    let families = &*ANY_ENDING;
    (1..).zip(word.iter().rev().take(LONGEST)).filter_map(move |(len, &letter)| {
        packed = packed << 6 | u64::from(letter);
        Some((len, families.of(packed))).filter(|(_, family)| *family != 0)
    })
}

/// How many letters an ending of `word` may have, shortest first. At least two letters are left.
pub(crate) fn endings(word: &[Letter]) -> impl Iterator<Item = usize> {
    families(word).map(|(len, _)| len).take_while(|len| len + 2 <= word.len())
}
