//! Spaces that part two words after all, though one of them looks like the beginning or the end of the other.
//!
//! `دستگاه ام آر آی` names letters, which spell an abbreviation: ام is no ending there. In `ماه می میلادی` the word می is a
//! month, and in `نان تر` the word تر says that something is wet: what stands beside them is no verb, no adjective.
//!
//! Knows words by the lists alone: a word that no list has may be a verb or an adjective. Does not tell May from a verb
//! where the verb may follow it (`ماه می خرید`).

use super::{
    affixes,
    letters::{Letter, letter},
    lexicon::{CountLookup, Entry, Lexicon, hash, key},
};
use std::sync::LazyLock;

/// Names of letters, as Persian spells those of other alphabets.
const NAMES: &str = "ای بی سی دی اف جی اچ ایچ آی کی ال ام ان او پی کیو آر اس تی یو وی دبلیو دابلیو ایکس وای زد زی کا";
/// Those that are words or endings of every day, too: two of them alone spell nothing.
const EVERYDAY: &str = "ای بی سی دی کی ان او پی وی وای زد کا";
/// What stands before the name of a month.
const OF_MONTHS: &str = "ماه اوایل اواسط اواخر اول یکم دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم \
    سیزدهم چهاردهم پانزدهم شانزدهم هفدهم هجدهم نوزدهم بیستم";
/// Objects that a verb may carry.
const OBJECTS: &str = "م ت ش مان تان شان مون تون شون";

/// می, the month and the prefix.
const MAY: [Letter; 2] = [29, 33];
/// تر, wet and the ending.
const WET: [Letter; 2] = [5, 13];

/// Words as letters, sorted.
struct WordSet(Vec<u64>);

impl WordSet {
    fn new(list: &str) -> Self {
        let letters = |word: &str| word.chars().filter_map(letter).collect::<Vec<Letter>>();
        let mut words: Vec<u64> = list.split_whitespace().filter_map(|word| Self::pack(&letters(word))).collect();
        words.sort_unstable();
        Self(words)
    }

    /// A word of up to ten letters as a number, six bits for each.
    fn pack(word: &[Letter]) -> Option<u64> {
        let packed = || word.iter().fold(1, |packed, &letter| packed << 6 | u64::from(letter));
        (word.len() <= 10).then(packed)
    }

    fn has(&self, word: &[Letter]) -> bool {
        Self::pack(word).is_some_and(|word| self.0.binary_search(&word).is_ok())
    }
}

static NAME: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(NAMES));
static COMMON_NAME: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(EVERYDAY));
static OF_MONTH: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(OF_MONTHS));
static OBJECT: LazyLock<WordSet> = LazyLock::new(|| WordSet::new(OBJECTS));

/// Whether a word is the name of a letter: 2; of a letter or a word of every day: 1.
fn name(word: &[Letter]) -> u8 {
    u8::from(NAME.has(word)) * if COMMON_NAME.has(word) { 1 } else { 2 }
}

/// Whether the space between these two words may part them, whatever stands around; says yes rather too often.
pub(super) fn may_be_kept(left: &[Letter], right: &[Letter]) -> bool {
    left == MAY || right == WET || NAME.has(left) || NAME.has(right)
}

/// Whether the space between the second and the third of five words stands in an abbreviation, or at an end of one. Words
/// beyond more than a space are empty.
pub(super) fn is_spelled_abbreviation(words: [&[Letter]; 5]) -> bool {
    const THIRTY: [Letter; 2] = [16, 33];
    let [before, left, right, after, last] = words.map(|word| move || name(word));
    match (left() > 0, right() > 0) {
        // `بی‌بی` is a grandmother, and how many write the name of a station.
        (true, true) if words[1] == words[2] => false,
        // With a third name `سی ام` is no number.
        (true, true) if words[1] == THIRTY => before() > 0 || after() > 0,
        (true, true) => true,
        (false, true) => after() == 2 || (after() == 1 && last() > 0),
        (true, false) => before() == 2 && affixes::ending(words[2]) == 0,
        (false, false) => false,
    }
}

/// Whether the name of a month is expected after `word`.
pub(super) fn is_before_month(word: &[Letter]) -> bool {
    OF_MONTH.has(word)
}

/// Whether می stands before `right` as a word of its own. Where a month is `expected`, what may be no verb is none.
pub(super) fn is_month_may(lexicon: &Lexicon<'_>, left: &[Letter], right: &[Letter], expected: bool) -> bool {
    if left != MAY {
        return false;
    }
    let entry = lexicon.word(hash(right));
    let is_verb = |entry: Entry| entry.is(Entry::AFTER_MI | Entry::SPOKEN);
    // A participle, a preposition.
    if expected && (entry.is(Entry::PARTICIPLE) || affixes::small(right) == 5) {
        return true;
    }
    let carries = || {
        (1..=3.min(right.len() - 1))
            .map(|len| right.split_at(right.len() - len))
            .any(|(verb, object)| OBJECT.has(object) && is_verb(lexicon.word(hash(verb))))
    };
    entry.is(Entry::WORD) && !is_verb(entry) && !carries()
}

/// Whether `right` is تر and `left` a known word that has no degrees: lists do not compare it, and nobody was seen to.
pub(super) fn is_adjective_wet(
    lexicon: &Lexicon<'_>,
    counts: &impl CountLookup,
    left: &[Letter],
    right: &[Letter],
) -> bool {
    const PLURAL: [Letter; 3] = [32, 1, 33];
    if right != WET || left.is_empty() {
        return false;
    }
    let is_thing = |word: &[Letter]| {
        let entry = lexicon.word(hash(word));
        entry.is(Entry::LILAK)
            && entry.is(Entry::PLURAL | Entry::PLURAL_CLOSED)
            && !entry.is(Entry::COMPARES | Entry::PARTICIPLE)
    };
    let (stem, last) = left.split_at(left.len() - 1);
    let known = is_thing(left)
        || left.ends_with(&PLURAL)
        // Ezafe of what ends in a vowel, or an owner: هوای, چشمش.
        || (!lexicon.word(hash(left)).is(Entry::LILAK) && is_thing(stem) && (OBJECT.has(last) || is_ezafe(stem, last)));
    let mut whole = left.to_vec();
    whole.extend(WET);
    let whole = hash(&whole);
    known
        && counts.count(key::open(hash(left), hash(right))) == 0
        && counts.count(key::closed(whole)) == 0
        && lexicon.forms(whole).next().is_none()
}

fn is_ezafe(stem: &[Letter], last: &[Letter]) -> bool {
    // After ا and و.
    last == [33] && matches!(stem.last(), Some(1 | 31))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_letters() {
        let spelt = |line: &str| {
            let words: Vec<Vec<Letter>> = line.split(' ').map(|w| w.chars().filter_map(letter).collect()).collect();
            is_spelled_abbreviation([0, 1, 2, 3, 4].map(|at| words[at].as_slice()))
        };
        for line in ["از دستگاه ام آر آی", "یک تخته ام دی اف", "خودروی ام وی ام سفید", "یو اس بی خراب شد"]
        {
            assert!(spelt(line), "{line}");
        }
        for line in
            ["که خسته ام و رفتم", "را دیده ام وی رفت", "در سی ام اسفند ماه", "از بی بی من پرسید", "در خانه ای سی متری"]
        {
            assert!(!spelt(line), "{line}");
        }
    }

    #[test]
    fn letters_have_their_numbers() {
        let of = |word: &str| word.chars().filter_map(letter).collect::<Vec<_>>();
        assert_eq!(
            [of("سی"), of("می"), of("تر"), of("های")],
            [vec![16, 33], vec![29, 33], vec![5, 13], vec![32, 1, 33]]
        );
        assert_eq!(of("اوی"), [1, 31, 33]);
        let names = WordSet::new(NAMES);
        assert!(EVERYDAY.split(' ').all(|word| names.has(&of(word))));
    }
}
