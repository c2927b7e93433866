//! Word lists made into tables. Compiled with the feature `build-lexicon` only.

use super::{
    affixes,
    hash_table::{HashState, write},
    letters::{HEH, Letter, YEH, joins, letter},
    lexicon::Entry,
};
use std::collections::{BTreeMap, BTreeSet};

/// Lists that a form may come from; bits of a form's sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ListSource {
    /// The spelling dictionary.
    Lilak = 1,
    /// Hazm, words with a part of speech.
    Hazm = 2,
    /// Shekar.
    Shekar = 4,
    /// Hazm, the others.
    HazmOther = 8,
}

type Letters = Vec<Letter>;

/// All that is read of the lists.
#[derive(Debug, Default)]
pub struct WordLists {
    words: BTreeMap<Letters, u32>,
    forms: BTreeMap<(Letters, u32), u8>,
}

/// The letters of a word, and where it has a ZWNJ between two that would join. `None` when it is not a Persian word.
fn spell(word: &str) -> Option<(Letters, u32)> {
    // Some lists have Arabic keyboards' letters.
    let (mut letters, mut marks) = (Letters::new(), 0_u32);
    for c in word.chars() {
        match c {
            '\u{200C}' if letters.last().is_some_and(|&last| joins(last)) => marks |= 1 << letters.len(),
            '\u{200C}' | '\u{64B}'..='\u{652}' | '\u{654}' => {}
            'ي' | 'ى' => letters.push(YEH),
            'ك' => letters.push(letter('ک')?),
            c => letters.push(letter(c)?),
        }
        if letters.len() > 30 {
            return None;
        }
    }
    marks &= (1_u32 << letters.len()) - 1;
    (letters.len() > 1).then_some((letters, marks))
}

fn parts(letters: &[Letter], marks: u32) -> Vec<&[Letter]> {
    let mut parts = Vec::new();
    let mut from = 0;
    for at in (0..letters.len()).filter(|at| marks >> at & 1 == 1) {
        parts.push(&letters[from..at]);
        from = at;
    }
    parts.push(&letters[from..]);
    parts
}

const PERSONS: [&str; 5] = ["ام", "ای", "ایم", "اید", "اند"];

impl WordLists {
    fn fact(&mut self, word: &[Letter], facts: u32) {
        *self.words.entry(word.to_vec()).or_default() |= facts;
    }

    /// Adds a form with its ZWNJ; false when there is none in it.
    fn form(&mut self, letters: &[Letter], marks: u32, source: ListSource) -> bool {
        let parts = parts(letters, marks);
        let Some((first, rest)) = parts.split_first() else { return false };
        if rest.is_empty() {
            return false;
        }
        let verb = matches!(affixes::beginning(first), 1..=3);
        let personal =
            PERSONS.iter().any(|person| person.chars().filter_map(letter).eq(rest[rest.len() - 1].iter().copied()));
        let silent = letters[letters.len() - rest[rest.len() - 1].len() - 1] == HEH;
        if verb && rest.len() < 3 {
            self.fact(&rest.concat(), Entry::AFTER_MI);
        }
        if source == ListSource::Lilak
            && personal
            && silent
            && rest.len() - usize::from(verb) <= 1
            && parts.len() > usize::from(verb) + 1
        {
            self.fact(parts[parts.len() - 2], Entry::PARTICIPLE);
            return true;
        }
        if !verb {
            *self.forms.entry((letters.to_vec(), marks)).or_default() |= source as u8;
        }
        true
    }

    /// The `.dic` of Lilak: `word/flags`, flags of two letters (see its `.aff`).
    pub fn lilak(&mut self, dic: &str) {
        const FACTS: [(&str, u32); 11] = [
            ("sg", Entry::PLURAL),
            ("sd", Entry::PLURAL_CLOSED),
            ("su", Entry::COMPARES),
            ("st", Entry::COMPARES),
            ("sc", Entry::ENCLITIC),
            ("sp", Entry::ENCLITIC),
            ("sm", Entry::INDEFINITE),
            ("sk", Entry::SILENT_HEH),
            ("pa", Entry::WITHOUT),
            ("sq", 0),
            ("so", 0),
        ];
        for line in dic.lines().skip(1) {
            let (word, flags) = line.split_once('/').unwrap_or((line, ""));
            let Some((letters, marks)) = spell(word.trim()) else { continue };
            let mut facts = 0;
            for flag in flags.trim().as_bytes().chunks(2) {
                facts |= FACTS.iter().find(|(name, _)| name.as_bytes() == flag).map_or(0, |(_, fact)| *fact);
            }
            if self.form(&letters, marks, ListSource::Lilak) {
                if facts != 0 {
                    self.fact(&letters, facts);
                }
            } else {
                self.fact(&letters, facts | Entry::LILAK | Entry::WORD);
            }
        }
    }

    /// `words.dat` of Hazm: word, frequency, parts of speech, tab-separated.
    pub fn hazm(&mut self, words: &str) {
        for line in words.lines() {
            let mut fields = line.split('\t');
            let (Some(word), Some(_), Some(tags)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let Some((letters, marks)) = spell(word) else { continue };
            let tagged = tags.trim() != "0";
            if self.form(&letters, marks, if tagged { ListSource::Hazm } else { ListSource::HazmOther }) {
                continue;
            }
            let has = |tag: &str| tags.split(',').any(|other| other.trim() == tag);
            let class = match (has("N"), has("AJ")) {
                (true, true) => 4,
                (true, false) => 2,
                (false, true) => 3,
                _ if !tagged => 1,
                _ if has("V") => 5,
                _ => 6,
            };
            self.fact(&letters, Entry::WORD | class << 4);
        }
    }

    /// `vocab.csv` of Shekar: word, frequency.
    pub fn vocabulary(&mut self, words: &str) {
        for line in words.lines() {
            let Some((word, count)) = line.split_once(',') else { continue };
            let (Some((letters, marks)), Ok(count)) = (spell(word), count.trim().parse::<u64>()) else { continue };
            if !self.form(&letters, marks, ListSource::Shekar) {
                let facts = self.words.entry(letters).or_default();
                let frequency = (count.max(1).ilog2() / 2).min(15);
                *facts = (*facts & !15) | (*facts & 15).max(frequency) | Entry::WORD;
            }
        }
    }

    /// `compound_words.csv` of Shekar.
    pub fn compounds(&mut self, words: &str) {
        for (letters, marks) in words.lines().filter_map(spell) {
            self.form(&letters, marks, ListSource::Shekar);
        }
    }

    /// Stems of spoken verbs: `present,past,spoken present,spoken past` of Shekar.
    pub fn verbs(&mut self, verbs: &str) {
        const PRESENT: [&str; 9] = ["م", "ی", "ه", "د", "یم", "ین", "ید", "ن", "ند"];
        const PAST: [&str; 8] = ["م", "ی", "", "یم", "ین", "ید", "ن", "ند"];
        const SEEN: [&str; 6] = ["ه", "هم", "هن", "هی", "هین", "هیم"];
        for line in verbs.lines() {
            let stems: Vec<&str> = line.split(',').map(str::trim).collect();
            for (stem, endings, spoken) in [
                (stems.first(), &PRESENT[..], false),
                (stems.get(1), &PAST[..], false),
                (stems.get(2), &PRESENT[..], true),
                (stems.get(3), &PAST[..], true),
            ] {
                let Some(stem) = stem.filter(|stem| !stem.is_empty()) else { continue };
                for ending in endings.iter().chain(if endings.len() == 8 { &SEEN[..0] } else { &[] }) {
                    let formal = !spoken && !matches!(*ending, "ه" | "ین" | "ن");
                    let letters: Letters = stem.chars().chain(ending.chars()).filter_map(letter).collect();
                    self.fact(&letters, if formal { Entry::AFTER_MI } else { Entry::SPOKEN });
                }
            }
        }
    }

    /// All words, without ZWNJ.
    pub(crate) fn words(&self) -> impl Iterator<Item = &[Letter]> {
        self.words.keys().map(Vec::as_slice)
    }

    /// The bytes of the two tables: words, and forms.
    #[must_use]
    pub fn tables(&mut self) -> (Vec<u8>, Vec<u8>) {
        self.families();
        let hash = |letters: &[Letter]| HashState::EMPTY.all(letters).hash();
        let words = self.words.iter().map(|(letters, facts)| (hash(letters), facts.to_le_bytes().to_vec())).collect();
        let forms = self.forms.iter().map(|((letters, marks), sources)| {
            let mut value = marks.to_le_bytes().to_vec();
            value.push(*sources);
            (hash(letters), value)
        });
        (write(words, 4), write(forms.collect(), 5))
    }

    /// Counts in how many words each part is the first or the last.
    fn families(&mut self) {
        let mut counts: BTreeMap<Letters, [u32; 4]> = BTreeMap::new();
        let pairs: BTreeSet<(&[Letter], &[Letter])> = self
            .forms
            .keys()
            .flat_map(|(letters, marks)| {
                parts(letters, *marks).windows(2).map(|two| (two[0], two[1])).collect::<Vec<_>>()
            })
            .collect();
        for (left, right) in pairs {
            counts.entry(left.to_vec()).or_default()[0] += 1;
            counts.entry(right.to_vec()).or_default()[1] += 1;
        }
        let common = |letters: &[Letter]| {
            letters.len() > 1
                && self.words.get(letters).is_some_and(|&f| f & Entry::WORD != 0 && Entry(f).frequency() > 7)
        };
        for (word, _) in self.words.iter().filter(|&(_, &f)| f & Entry::LILAK != 0 || Entry(f).frequency() > 4) {
            for at in (2..word.len().saturating_sub(1)).filter(|&at| joins(word[at - 1])) {
                let (left, right) = word.split_at(at);
                if common(left) && common(right) {
                    counts.entry(left.to_vec()).or_default()[2] += 1;
                    counts.entry(right.to_vec()).or_default()[3] += 1;
                }
            }
        }
        for (part, counts) in counts {
            let known = self.words.contains_key(&part);
            if known || counts[0] + counts[1] > 0 {
                let steps = counts.map(|n| if n == 0 { 0 } else { (n.ilog2() + 1).min(7) });
                self.fact(&part, steps[0] << 18 | steps[1] << 21 | steps[2] << 24 | steps[3] << 27);
            }
        }
    }
}
