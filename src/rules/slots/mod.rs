//! Phrases with slots, and lines whose words all belong to given classes.
//!
//! `Last update: {date}` says what hundreds of phrases cannot; so does a rule that is `cover`ed by names of networks and verbs
//! of sharing. Both read the words of a line with the classes that the word tables give them ([`super::vocabulary`]).
//!
//! ```text
//! {month} {number}            May 2025, يناير 2024
//! {share} {network}           share on Facebook, ارسال به تلگرام
//! updated: {date} {time?}     Updated: 3 May 2025, 10:20
//! ```
//!
//! A slot is a kind of text ([`super::keywords::SLOTS`]) or a class of words ([`WORD_CLASSES`]): one or more words of it; function words may
//! follow them or stand between them. With `?` at its end it is optional. Marks between words do not matter.
//!
//! Only says whether a line fits; guards decide where it may stand.

mod tagged_line;

pub(crate) use super::schema::has_slots;
use super::{
    keywords::NUMBER,
    schema::Text,
    vocabulary::{LangTables, Mask, WORD_CLASSES},
};
use crate::{
    document::Lines,
    fold::{folded, squash},
};
pub(crate) use tagged_line::TaggedLine;
use unicode_normalization::char::is_combining_mark;

/// A line of more words fits no phrase with slots and is covered by no classes.
pub(crate) const LONGEST: usize = 60;

/// A part of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// Words, squashed, without marks.
    Words(Box<[u8]>),
    /// Words of a class.
    Class(Mask),
    Date,
    Email,
    Name,
    Number,
    Path,
    Site,
    Sum,
    Time,
    Url,
}

/// Why a phrase is refused.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PhraseError {
    #[error("`{0}` is not a slot")]
    Unknown(String),
    #[error("`{0}` has an unmatched brace")]
    Unclosed(String),
    #[error("every part of `{0}` is optional")]
    Empty(String),
}

/// A phrase with slots, made ready.
#[derive(Clone, Debug)]
pub(crate) struct Phrase {
    /// Each with whether it is optional.
    parts: Vec<(Part, bool)>,
    /// Whether more may follow on the line.
    is_prefix: bool,
    /// Of each class that must be there one word is of it.
    needs: Vec<Mask>,
    /// Sets of ASCII marks and digits (bit `n` for character `n`) of each of which a line has one.
    marks: Vec<u128>,
    /// The word it begins with, squashed; empty when a slot stands there.
    head: Vec<u8>,
}

impl Phrase {
    /// Reads a phrase of a rule. `is_prefix`: more may follow on the line.
    pub(crate) fn read(source: &str, is_prefix: bool) -> Result<Self, PhraseError> {
        let unclosed = || PhraseError::Unclosed(source.to_owned());
        let (mut parts, mut rest, mut head) = (Vec::new(), source, Vec::new());
        while !rest.is_empty() {
            let (words, behind) = match rest.split_once('{') {
                Some((words, behind)) => (words, Some(behind)),
                None => (rest, None),
            };
            if words.contains('}') {
                return Err(unclosed());
            }
            let letters: String = squash(words).chars().filter(|c| !is_mark(*c)).collect();
            if !letters.is_empty() {
                if parts.is_empty() {
                    let view = folded(words);
                    let first = view.split(|c: char| c == ' ' || is_mark(c)).find(|word| !word.is_empty());
                    head = first.unwrap_or_default().into();
                }
                parts.push((Part::Words(letters.into_bytes().into()), false));
            }
            let Some(behind) = behind else { break };
            let (name, after) = behind.split_once('}').ok_or_else(unclosed)?;
            let (name, optional) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
            parts.push((Part::of(name.trim()).ok_or_else(|| PhraseError::Unknown(name.trim().to_owned()))?, optional));
            rest = after;
        }
        if parts.iter().all(|(_, optional)| *optional) {
            return Err(PhraseError::Empty(source.to_owned()));
        }
        let needed = || parts.iter().filter(|(_, optional)| !optional).map(|(part, _)| part);
        let classes = needed().filter_map(|part| if let Part::Class(mask) = part { Some(*mask) } else { None });
        let marks = needed().map(Part::marks).filter(|&marks| marks != 0);
        Ok(Self { needs: classes.collect(), marks: marks.collect(), parts, is_prefix, head })
    }

    /// Whether it asks for the name of the document's host.
    pub(crate) fn asks_for_site(&self) -> bool {
        self.parts.iter().any(|(part, _)| *part == Part::Site)
    }

    /// The word it begins with, squashed; `None` when a slot or a number stands there.
    pub(crate) fn head(&self) -> Option<&[u8]> {
        self.head.first().is_some_and(|first| !first.is_ascii_digit()).then_some(&self.head)
    }

    /// Whether the line fits.
    pub(crate) fn fits(&self, line: &TaggedLine<'_, '_>) -> bool {
        self.marks.iter().all(|&marks| line.marks() & marks != 0)
            && self.needs.iter().all(|&mask| line.classes() & mask != 0)
            && self.ends(line).last().is_some_and(|ends| ends != 0)
    }

    /// After each part the words at which it may end, as bits; the last are those at which the phrase does.
    fn ends(&self, line: &TaggedLine<'_, '_>) -> impl Iterator<Item = u64> {
        let mut at = 1_u64;
        self.parts.iter().enumerate().map(move |(n, (part, optional))| {
            at = bits(at).fold(if *optional { at } else { 0 }, |ends, from| ends | part.ends(line, from));
            let whole = n + 1 == self.parts.len() && !self.is_prefix;
            if whole { at & 1 << line.len() } else { at }
        })
    }

    /// What stands in the slot that a rule would save: the first that is no class of words, else the first.
    fn value<'t>(&self, line: &TaggedLine<'t, '_>) -> Option<&'t str> {
        let slot = |wanted: fn(&Part) -> bool| self.parts.iter().position(|(part, _)| wanted(part));
        let wanted = slot(|part| !matches!(part, Part::Words(_) | Part::Class(_)))
            .or_else(|| slot(|part| matches!(part, Part::Class(_))))?;
        let ends: Vec<u64> = self.ends(line).collect();
        // From the end back: a part begins where one before it may have ended, as early as can be.
        let mut to = bits(*ends.last()?).last()?;
        for n in (0..self.parts.len()).rev() {
            let before = n.checked_sub(1).map_or(1, |n| ends[n]);
            let (part, optional) = &self.parts[n];
            // What an optional part would hold belongs to the one before it, if that can hold it: a date has its hour.
            let from = match *optional && before >> to & 1 == 1 {
                true => to,
                false => bits(before).find(|&from| part.ends(line, from) >> to & 1 == 1)?,
            };
            if n == wanted {
                return (from < to).then(|| line.text(from, to));
            }
            to = from;
        }
        None
    }
}

/// What stands in the slot of the first of these phrases that a line fits; empty when the slot is missing, `None` when it fits
/// none.
pub(crate) fn value<'t>(
    phrases: &[Phrase],
    source: &'t str,
    lang_tables: &LangTables<'_>,
    host: Option<&str>,
) -> Option<&'t str> {
    if phrases.is_empty() {
        return None;
    }
    let mut lines = Lines::default();
    lines.read(source);
    let line = TaggedLine::read(source, &lines, 0, lang_tables, host)?;
    phrases.iter().find(|phrase| phrase.fits(&line)).map(|phrase| phrase.value(&line).unwrap_or_default())
}

impl Part {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "date" => Self::Date,
            "email" => Self::Email,
            "name" => Self::Name,
            "number" => Self::Number,
            "path" => Self::Path,
            "site" => Self::Site,
            "sum" => Self::Sum,
            "time" => Self::Time,
            "url" => Self::Url,
            class => Self::Class(class_mask(class)?),
        })
    }

    /// Marks and digits of which a line that has it has one; none: 0.
    fn marks(&self) -> u128 {
        let set = |marks: &[u8]| marks.iter().fold(0, |set, &mark| set | 1_u128 << mark);
        match self {
            Self::Date | Self::Number | Self::Sum => set(b"0123456789"),
            Self::Email => set(b"@"),
            Self::Path => set(b">/|"),
            Self::Url => set(b"."),
            Self::Words(_) | Self::Class(_) | Self::Name | Self::Site | Self::Time => 0,
        }
    }

    /// The words at which it may end when it begins at word `from`, as bits.
    fn ends(&self, line: &TaggedLine<'_, '_>, from: usize) -> u64 {
        match self {
            Self::Words(words) => line.words(from, words),
            Self::Class(mask) => line.class(from, *mask),
            Self::Date => line.date(from),
            Self::Email => line.token(from, tagged_line::is_email),
            Self::Name => line.name(from),
            Self::Number => line.number(from),
            Self::Path => line.path(from),
            Self::Site => line.site(from),
            Self::Sum => line.sum(from),
            Self::Time => line.time(from),
            Self::Url => line.token(from, tagged_line::is_url),
        }
    }
}

/// A line of which every word is of one of some classes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover {
    classes: Mask,
    /// Whether numbers may stand among them.
    numbers: bool,
    /// Of each a word must be there.
    needs: Vec<Mask>,
}

impl Cover {
    /// The names must be those of classes, or [`NUMBER`] among the first.
    pub(crate) fn new(classes: &[Text], needs: &[Text]) -> Self {
        Self {
            classes: classes.iter().filter_map(|name| class_mask(name)).fold(0, |all, mask| all | mask),
            numbers: classes.iter().any(|name| *name == NUMBER),
            needs: needs.iter().filter_map(|name| class_mask(name)).collect(),
        }
    }

    /// Whether the line is covered. One word is not two things that are needed.
    pub(crate) fn fits(&self, line: &TaggedLine<'_, '_>) -> bool {
        line.len() >= self.needs.len()
            && self.needs.iter().all(|&mask| line.classes() & mask != 0)
            && line.is_covered(self.classes, self.numbers)
    }
}

fn class_mask(name: &str) -> Option<Mask> {
    WORD_CLASSES.binary_search(&name).ok().map(|class| 1 << class)
}

/// Neither a letter nor a digit, nor a sign on one.
fn is_mark(c: char) -> bool {
    // Most characters are letters that need no look-up.
    !matches!(c, 'a'..='z' | '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}')
        && !c.is_alphanumeric()
        && !is_combining_mark(c)
}

/// The bits of a set, lowest first.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests;
