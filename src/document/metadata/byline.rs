//! Which people does a byline name? Labels, dates, roles and credits are told from names by lists of words.
//!
//! `people("Posted on March 3, 2024 by Ada Quill and Bo Reed, Staff Writer")` is `["Ada Quill", "Bo Reed"]`;
//! `people("Words by Ada Quill Photos by Bo Reed")` is `["Ada Quill"]`.
//!
//! One pass over the words. Does not know whether a name is that of a person ([`super::people`]), nor which of several
//! bylines is the page's.

mod items;

use super::words::BYLINES;
use crate::date::{self, FoundDate};
use items::{Item, Items, items};

/// What the words that follow are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LabelKind {
    /// Who wrote it.
    By,
    /// Who did something else, or when.
    Other,
}

/// The names in a byline, or in what a page gives for its author; each once, in order.
pub(crate) fn people(text: &str) -> Vec<String> {
    let items = items(text);
    let mut reader = Reader { says: LabelKind::By, piece: vec![Vec::new()], people: Vec::new(), labelled: false };
    let mut at = 0;
    while let Some(&item) = items.get(at) {
        let starts = reader.piece.iter().all(Vec::is_empty);
        let label = label(&items[at..], starts);
        at += label.map_or(1, |(_, len)| len);
        match (item, label) {
            (_, Some((says, _))) => {
                reader.end(false);
                (reader.says, reader.labelled) = (says, true);
            }
            (Item::Word(word), None) if reader.says == LabelKind::By => reader.word(word),
            (Item::Word(_), None) => {}
            (Item::Comma, None) => reader.comma(),
            (Item::Edge, None) => {
                let before = at.checked_sub(2).map(|before| items[before]);
                reader.edge(before, &items[at..]);
            }
            (Item::Colon, None) => reader.colon(),
            (Item::Bar, None) => reader.bar(),
        }
    }
    reader.end(false);
    match reader.people.is_empty() && !reader.labelled && !items.is_empty() {
        // A paper may be called after a number.
        true => super::text(text).filter(|text| is_name(text)).into_iter().collect(),
        false => reader.people,
    }
}

/// A moment.
pub(crate) fn moment(value: &str) -> Option<FoundDate> {
    published(value).or_else(|| date::parse(&value.replace(['T', 'Z'], " ")).filter(|_| !is_change(value)))
}

/// Whether a line says who wrote a text or took its picture, and no more.
pub(crate) fn is_byline(line: &str) -> bool {
    let items = items(line);
    let Some((_, len)) = label(&items, true) else { return false };
    let words: Vec<&str> =
        items[len..].iter().filter_map(|item| if let Item::Word(word) = item { Some(*word) } else { None }).collect();
    let cased = words.iter().any(|word| word.contains(char::is_uppercase));
    let sure = len > 1 || matches!(items.get(1), Some(Item::Colon)) || cased;
    let few = if cased { 8 } else { 4 };
    let named = |word: &&str| is_name_word(word) || joins(word) || word.contains(char::is_numeric);
    sure && !words.is_empty() && words.len() <= few && words.iter().all(named)
}

/// Whether a text begins as bylines do.
pub(super) fn starts(text: &str) -> bool {
    // Most texts of a page are the white space of its indentation.
    phrase(Items::of(text.trim_ascii_start()), &["by", "first"]).is_some()
}

/// Whether a text is a label before the name of who wrote something.
pub(super) fn is_label(text: &str) -> bool {
    let items = items(text);
    phrase(items.iter().copied(), &["by", "first"])
        .is_some_and(|(_, len)| items[len..].iter().all(|item| matches!(item, Item::Colon)))
}

/// Whether a text says when something was changed, and not when it was published.
pub(super) fn is_change(text: &str) -> bool {
    let items = items(text);
    (0..items.len()).any(|at| phrase(items[at..].iter().copied(), &["changed"]).is_some()) && published(text).is_none()
}

/// The text of a line before it says when it was changed; what comes after another moment's label counts again.
pub(super) fn published(text: &str) -> Option<date::FoundDate> {
    let items = items(text);
    let start = |at: usize| match items[at] {
        Item::Word(word) => word.as_ptr() as usize - text.as_ptr() as usize,
        _ => text.len(),
    };
    let (mut from, mut changed) = (0, false);
    let mut at = 0;
    while at < items.len() {
        let Some((kind, len)) = phrase(items[at..].iter().copied(), &["changed", "when", "by"]) else {
            at += 1;
            continue;
        };
        if !changed && let Some(found) = date::parse(text.get(from..start(at))?) {
            return Some(found);
        }
        (from, changed) = (start(at), kind == "changed");
        at += len;
    }
    if changed { None } else { date::parse(text.get(from..)?) }
}

struct Reader {
    says: LabelKind,
    /// Words of the names that a comma parts.
    piece: Vec<Vec<String>>,
    people: Vec<String>,
    labelled: bool,
}

impl Reader {
    fn word(&mut self, word: &str) {
        if is_address(word) {
            return;
        }
        let started = self.piece.iter().any(|part| !part.is_empty());
        if word.starts_with(|c: char| c.is_numeric()) && (started || self.labelled || date::parse(word).is_some()) {
            self.end(true);
            self.says = LabelKind::Other;
        } else if let Some(part) = self.piece.last_mut() {
            part.push(word.to_owned());
        }
    }

    fn comma(&mut self) {
        if self.piece.last().is_some_and(|part| !part.is_empty()) {
            self.piece.push(Vec::new());
        }
    }

    /// The end of an element parts what is said, but for what a comma or `and` beside it joins, and for a name that is in
    /// two elements, one for each word.
    fn edge(&mut self, before: Option<Item<'_>>, after: &[Item<'_>]) {
        let binds = |item: Option<&Item<'_>>| match item {
            Some(Item::Word(word)) => joins(word),
            Some(_) => true,
            None => true,
        };
        if self.says == LabelKind::Other || binds(before.as_ref()) || binds(after.first()) {
            return;
        }
        let words = after.iter().take_while(|item| matches!(item, Item::Word(_))).count();
        match (self.piece.last().map_or(0, Vec::len), words) {
            (1, 1) => {}
            (1, _) => self.comma(),
            _ => self.bar(),
        }
    }

    fn bar(&mut self) {
        self.end(false);
        // Who wrote it is known: the rest is a place, a paper, a date.
        self.says = if self.people.is_empty() { LabelKind::By } else { LabelKind::Other };
    }

    /// `Editor: Ada Quill` says what she is.
    fn colon(&mut self) {
        if self.piece.iter().flatten().any(|word| BYLINES.is("role", &date::folded(word))) {
            self.piece = vec![Vec::new()];
        } else {
            self.end(false);
        }
    }

    /// The names of what was read; `dated`: a date begins here, which its month and a preposition may stand before.
    fn end(&mut self, dated: bool) {
        let mut parts = std::mem::replace(&mut self.piece, vec![Vec::new()]);
        if let Some(part) = parts.last_mut().filter(|_| dated) {
            trim_end(part, |word| date::is_part(word) || BYLINES.is("before", word));
        }
        for part in &mut parts {
            let joiners = part.iter().take_while(|word| joins(word)).count();
            part.drain(..joiners);
            trim_end(part, joins);
        }
        let parts: Vec<Vec<String>> =
            parts.into_iter().flat_map(apart).map(bare).filter(|part| !part.is_empty()).collect();
        let named = parts.iter().any(|part| !is_role(part, true));
        for (i, part) in parts.iter().enumerate() {
            if is_role(part, i == 0 && self.people.is_empty()) && (named || i > 0 || !self.people.is_empty()) {
                continue;
            }
            let name = part.join(" ");
            let name =
                name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '!').trim_start_matches('.');
            if is_name(name) {
                self.people.push(name.to_owned());
            }
        }
    }
}

/// What a value must be to name anybody: letters, and no address.
fn is_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).take(2).count();
    let chars = name.chars().take(121).count();
    letters == 2 && chars <= 120 && !name.split_whitespace().any(is_address) && !date::is_date(name)
}

fn is_address(word: &str) -> bool {
    word.contains(['@', '\\', '{']) || word.contains("://") || word.starts_with("www.") || word.starts_with("http")
}

/// `Ada Quill and Bo Reed` is two names, `Ortega y Gasset` one: either side has two words, or each has one.
fn apart(part: Vec<String>) -> Vec<Vec<String>> {
    if !part.iter().any(|word| joins(word)) {
        return vec![part];
    }
    let sides: Vec<Vec<String>> = part.split(|word| joins(word)).map(<[String]>::to_vec).collect();
    let (short, long) = (sides.iter().map(Vec::len).min(), sides.iter().map(Vec::len).max());
    let strong = part.iter().filter(|word| joins(word)).all(|word| word.chars().count() > 1);
    let fit = short >= Some(2) || strong && short == Some(1) && long == Some(1);
    let named = sides.iter().flatten().all(|word| is_name_word(word));
    if fit && named { sides } else { vec![part] }
}

fn joins(word: &str) -> bool {
    BYLINES.is("and", &date::folded(word))
}

/// A name without the trade before or after it.
fn bare(mut part: Vec<String>) -> Vec<String> {
    trim_end(&mut part, |word| BYLINES.is("after", word) || joins(word));
    let roles = part.iter().take_while(|word| BYLINES.is("role", &date::folded(word))).count();
    if roles > 0 && part.len() >= roles + 2 {
        part.drain(..roles);
    }
    if let [word] = part.as_mut_slice() {
        for trade in ["記者", "记者"] {
            let rest = word.strip_suffix(trade).or_else(|| word.strip_prefix(trade));
            if let Some(rest) = rest.filter(|rest| rest.chars().count() > 1) {
                *word = rest.to_owned();
            }
        }
    }
    part
}

fn trim_end(part: &mut Vec<String>, goes: impl Fn(&str) -> bool) {
    while part.len() > 1 && part.last().is_some_and(|word| goes(date::folded(word).trim_matches(['.', ',']))) {
        part.pop();
    }
}

/// Whether words say what somebody is, not who.
fn is_role(part: &[String], first: bool) -> bool {
    let lower = |word: &String| word.starts_with(char::is_lowercase) && !BYLINES.is("particle", &date::folded(word));
    part.iter().any(|word| BYLINES.is("role", date::folded(word).trim_matches('.')))
        || !first && part.last().is_some_and(|word| ["報導", "報道", "报道"].iter().any(|trade| word.ends_with(trade)))
        || !first && (part.len() > 5 || part.len() > 1 && part.first().is_some_and(lower))
}

/// A word of a name begins with a capital, where its script has them.
pub(super) fn is_name_word(word: &str) -> bool {
    let first = word.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| !c.is_lowercase())
        || BYLINES.is("particle", &date::folded(word))
        || word.contains(['\'', '’'])
}

/// The label at the start of `items`, and how many of them it has.
fn label(items: &[Item<'_>], starts: bool) -> Option<(LabelKind, usize)> {
    // `Text: Ada Quill Photo: Bo Reed`
    let kinds: &[&str] = match starts || matches!(items.get(1), Some(Item::Colon | Item::Edge)) {
        true => &["by", "first", "with", "with-first", "when", "changed"],
        false => &["by", "with", "changed"],
    };
    let (kind, len) = phrase(items.iter().copied(), kinds)?;
    let says = if matches!(kind, "by" | "first") { LabelKind::By } else { LabelKind::Other };
    let colon = matches!(items.get(len), Some(Item::Colon));
    Some((says, len + usize::from(colon)))
}

/// The longest phrase of some kinds at the start of `items`.
fn phrase<'k, 't>(items: impl IntoIterator<Item = Item<'t>>, kinds: &[&'k str]) -> Option<(&'k str, usize)> {
    let mut text = String::new();
    let mut found = None;
    for (i, item) in items.into_iter().enumerate() {
        let Item::Word(word) = item else { break };
        if i > 0 {
            text.push(' ');
        }
        text.push_str(&date::folded(word));
        let Some(known) = BYLINES.begun(&text) else { break };
        found = kinds.iter().find(|kind| known.contains(kind)).map(|kind| (*kind, i + 1)).or(found);
    }
    found
}

#[cfg(test)]
mod tests;
