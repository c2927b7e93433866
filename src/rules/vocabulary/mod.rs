//! Words in classes: names of networks, verbs of sharing, fields of a form, months, sections …
//!
//! A `[[words]]` table of a rule file lists words and short phrases of one language by class. `واتساب تيليغرام طباعة` is in no
//! list of phrases, and plain as a line of which every word is of a class. Words are compared squashed, as phrases are.
//!
//! ```toml
//! [[words]]
//! lang = ["en"]
//! network = ["Facebook", "WhatsApp"]
//! share = ["copy link", "share"]
//! ```
//!
//! Says which words of a line are of which class; what follows from it is for rules and for [`crate::judge`] to say.

pub(crate) mod index;

pub use super::keywords::WORD_CLASSES;
use super::table_reader::TableReader;
use crate::{
    document::Lines,
    lang::Lang,
    memory::{self, Recent},
};
pub(crate) use index::Mask;
use index::{ALL, COMMON, HAS_LONGER, PhraseHash, PhraseTable};

/// The classes of words met before: the words of a long document, in memory that is near.
pub(crate) type WordMemory = Recent<u32, { 1 << 12 }>;

/// The words that every text is full of.
pub(crate) const FUNCTION: Mask = 1 << 9;
/// Words of time: hours, ago, yesterday.
pub(crate) const TIME: Mask = 1 << 22;

/// A phrase of the vocabulary has no more words.
const LONGEST: usize = 12;

/// A word of a line: its bytes in the squashed line, without marks around it, and its classes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) mask: Mask,
}

/// The words of line `i`, each without classes.
pub(crate) fn words(lines: &Lines, i: usize) -> impl Iterator<Item = Word> {
    let squashed = lines.squashed(i);
    let mut starts = lines.word_starts(i).peekable();
    std::iter::from_fn(move || {
        loop {
            let start = starts.next()?;
            let end = index::word_end(squashed, start, starts.peek().copied());
            if end > start {
                return Some(Word { start: start as u32, end: end as u32, mask: 0 });
            }
        }
    })
}

/// One `[[words]]` table.
#[derive(Clone, Debug, Default)]
pub struct WordTable {
    /// The languages it is for; empty: all.
    pub lang: Vec<Lang>,
    /// The class of each list, as its place in [`WORD_CLASSES`], and its words.
    pub lists: Vec<(usize, Vec<String>)>,
}

impl WordTable {
    pub(super) fn read(mut table: TableReader<'_, '_, '_>) -> Self {
        let lang = table.langs("lang");
        let lists = WORD_CLASSES.iter().enumerate().map(|(class, name)| (class, table.strings(name)));
        let lists = lists.filter(|(_, words)| !words.is_empty()).collect();
        table.finish();
        Self { lang, lists }
    }
}

/// The embedded tables, made by `build.rs` of the files `words.toml` under `rules/`.
static BUILTIN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

/// All word tables, made ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    builtin: bool,
    /// Those of the user's files.
    own: Vec<u8>,
}

/// The tables that a document is asked about.
#[derive(Clone, Debug, Default)]
pub(crate) struct LangTables<'v> {
    lang: Lang,
    tables: Vec<PhraseTable<'v>>,
}

impl Vocabulary {
    pub(super) fn build(builtin: bool, tables: &[WordTable]) -> Self {
        let langs = |table: &WordTable| match table.lang.as_slice() {
            [] => vec![None],
            langs => langs.iter().map(|lang| Some(lang.to_string())).collect(),
        };
        let mut phrases = Vec::new();
        for table in tables {
            for lang in langs(table) {
                let lists =
                    table.lists.iter().flat_map(|(class, words)| words.iter().map(move |word| (1 << class, word)));
                phrases.extend(lists.map(|(mask, word)| (lang.clone(), word, mask)));
            }
        }
        let own = phrases.iter().map(|(lang, word, mask)| (lang.as_deref(), word.as_str(), *mask));
        Self { builtin, own: if phrases.is_empty() { Vec::new() } else { index::build(own) } }
    }

    /// The languages that have tables.
    pub(crate) fn langs(&self) -> Vec<Lang> {
        let blocks = [if self.builtin { BUILTIN } else { &[] }, &self.own];
        let names = blocks.into_iter().flat_map(index::names).filter(|name| ![COMMON, ALL].contains(name));
        let mut langs: Vec<Lang> = names.filter_map(Lang::parse).collect();
        langs.sort_unstable();
        langs.dedup();
        langs
    }

    /// The words to be asked for in a document of this language: its own, those of no language, and English ones, which
    /// stand on pages of every language. Where no table has the language, all.
    pub(crate) fn lang_tables(&self, lang: Lang) -> LangTables<'_> {
        let blocks = [if self.builtin { BUILTIN } else { &[] }, &self.own];
        let own = |block| PhraseTable::find(block, lang.as_str());
        let is_known = lang == Lang::EN || blocks.into_iter().any(|block| own(block).is_some());
        let tables = blocks.into_iter().flat_map(|block| match is_known {
            true => [PhraseTable::find(block, COMMON), own(block)],
            false => [PhraseTable::find(block, ALL), None],
        });
        LangTables { lang, tables: tables.flatten().collect() }
    }
}

impl LangTables<'_> {
    /// Finds the classes of these words of a squashed line: those of the longest phrase of the vocabulary that begins at each.
    /// `memory` remembers words of documents that have the same tables but for their language.
    pub(crate) fn classify(&self, line: &[u8], words: &mut [Word], memory: &mut WordMemory) {
        let scope = self.lang.number();
        let known = |word: &[u8]| memory.get_or_insert_with(memory::key(scope, word), || self.word(word));
        self.phrases(line, words, known, |_| ());
    }

    /// The same, and the words of a phrase are also what they are by themselves: the last of `share on Facebook` is a network.
    pub(crate) fn classify_all(&self, line: &[u8], words: &mut [Word]) {
        self.phrases(
            line,
            words,
            |word| self.word(word),
            |phrase| {
                let whole = phrase[0].mask;
                let mut at = 0;
                while at < phrase.len() {
                    let ahead = phrase[at..].iter().take(phrase.len() - 1).map(|word| (word.start, word.end));
                    let (count, mask) = self.longest(line, ahead);
                    phrase[at..at + count].iter_mut().for_each(|word| word.mask = whole | mask);
                    at += count.max(1);
                }
            },
        );
    }

    /// Gives the words of each longest phrase its classes, then calls `found` with them. `known` is what [`Self::word`] says.
    fn phrases(
        &self,
        line: &[u8],
        words: &mut [Word],
        mut known: impl FnMut(&[u8]) -> u32,
        mut found: impl FnMut(&mut [Word]),
    ) {
        let mut at = 0;
        while at < words.len() {
            // Most words begin no phrase but themselves.
            let word = &mut words[at];
            let alone = known(&line[word.start as usize..word.end as usize]);
            if alone & HAS_LONGER == 0 {
                word.mask = alone;
                at += 1;
                continue;
            }
            let ahead = words[at..].iter().take(LONGEST).map(|word| (word.start, word.end));
            let (count, mask) = self.longest(line, ahead);
            let phrase = &mut words[at..at + count];
            phrase.iter_mut().for_each(|word| word.mask = mask);
            if count > 1 {
                found(phrase);
            }
            at += count.max(1);
        }
    }

    /// What all tables know of one word.
    fn word(&self, word: &[u8]) -> u32 {
        self.get(PhraseHash::default().with(word).finish())
    }

    /// What all tables know of the words of this hash.
    #[inline]
    fn get(&self, hash: u64) -> u32 {
        self.tables.iter().fold(0, |known, table| known | table.get(hash))
    }

    /// Of the words `words` of a squashed line, given as ranges of bytes, how many at the beginning are the longest phrase of
    /// the vocabulary, and its classes; no words when there is none.
    pub(crate) fn longest(&self, line: &[u8], words: impl Iterator<Item = (u32, u32)>) -> (usize, Mask) {
        let (mut longest, mut hash) = ((0, 0), PhraseHash::default());
        for (count, (start, end)) in (1..).zip(words) {
            hash = hash.with(&line[start as usize..end as usize]);
            let finished = hash.finish();
            let known = self.get(finished);
            if known & !HAS_LONGER != 0 {
                longest = (count, known & !HAS_LONGER);
            }
            if known & HAS_LONGER == 0 {
                break;
            }
        }
        longest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_sorted_and_fit_a_mask() {
        assert!(WORD_CLASSES.is_sorted() && WORD_CLASSES.len() < HAS_LONGER.trailing_zeros() as usize);
        assert_eq!(WORD_CLASSES[FUNCTION.trailing_zeros() as usize], "function");
        assert_eq!(WORD_CLASSES[TIME.trailing_zeros() as usize], "time");
    }

    fn longest(words: &Vocabulary, line: &str, lang: Lang) -> (usize, Mask) {
        let (mut arena, mut starts) = (Vec::new(), crate::fold::WordStarts::default());
        crate::fold::squash_into(line, &mut arena, &mut starts);
        let starts: Vec<usize> = starts.between(0, arena.len()).collect();
        let ends = starts
            .iter()
            .enumerate()
            .map(|(n, &start)| (start as u32, index::word_end(&arena, start, starts.get(n + 1).copied()) as u32));
        words.lang_tables(lang).longest(&arena, ends)
    }

    #[test]
    fn words_of_other_languages_are_not_asked_for() {
        let table =
            |lang: &[Lang], word: &str| WordTable { lang: lang.to_vec(), lists: vec![(21, vec![word.to_owned()])] };
        let tables = [
            table(&[Lang::AR], "نشر"),
            table(&[Lang::FA], "اشتراک\u{200c}گذاری"),
            table(&[Lang::FA], "ثبت نام کنید"),
            table(&[], "WhatsApp"),
        ];
        let words = Vocabulary::build(false, &tables);
        let count = |line: &str, lang: Lang| longest(&words, line, lang).0;
        assert_eq!(count("نشر", Lang::AR), 1);
        assert_eq!(count("نشر", Lang::FA), 0);
        assert_eq!(count("اشتراک\u{200c}گذاری در", Lang::FA), 1);
        assert_eq!(count("اشتراک گذاری در", Lang::FA), 2, "a ZWNJ that became a space");
        assert_eq!(count("ثبت\u{200c}نام کنید", Lang::FA), 2, "a space that became a ZWNJ");
        assert_eq!(count("ثبت نام", Lang::FA), 0, "the beginning of a phrase is none");
        assert_eq!(count("Whatsapp |", Lang::FA), 1);
        assert_eq!(count("نشر", Lang::UR), 1, "a language without a table asks for all");
    }

    #[test]
    fn embedded_tables_are_there() {
        let share = 1 << WORD_CLASSES.binary_search(&"share").unwrap();
        assert_ne!(longest(&Vocabulary::build(true, &[]), "share", Lang::FA).1 & share, 0);
    }
}
