//! The literals without which a pattern cannot match, so that a thousand patterns cost a few look-ups a line.
//!
//! A pattern is walked once. What it begins with is looked for at the start of a line, which costs next to nothing; a
//! branch that begins with anything at all is found by a literal inside it. Everything here speaks of *squashed* text
//! ([`crate::fold`]): `^(• ?)?کد خبر ?: ?\d+$` is found by a line whose first letters are `کدخبر`.
//!
//! ```text
//! ^(share|\d+ tweets|with .* friends)$    share, tweets: first letters of the line; friends: begins a word
//! ```
//!
//! Does not match anything, and chooses no literal by how rare it is in a language.

use super::{compile::At, pattern};
use crate::fold::{Unit, fold_char, is_edge};
use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// More literals than this are not worth looking for at the start of a line.
const MOST: usize = 300;
/// More literals than this are not worth looking for inside a line.
const MOST_INSIDE: usize = 64;
/// A class of more characters than this ends a literal.
const CLASS: usize = 12;
/// A literal grows no longer, in bytes.
const LONG: usize = 13;
/// A shorter literal inside a line finds too much, in bytes.
const SHORT: usize = 3;
/// A shorter beginning of a line finds too much, in bytes.
const SHORT_HEAD: usize = 2;
/// How much is tried for one pattern, counted in the ways a match may begin.
const WORK: usize = 1 << 13;

/// What a pattern is found by: one of these is in every squashed line that it matches. Beside a literal stand where it
/// counts and a set of ASCII marks of which the line has one, too (bit `n` for character `n`; none: 0).
pub(crate) type Literals = Vec<(Vec<u8>, At, u128)>;

/// The literals of a pattern; `None` when there are none of use.
pub(crate) fn literals(pattern: &Hir) -> Option<Literals> {
    let mut work = WORK;
    let mut found = cover(vec![pattern], &mut work)?;
    found.sort_unstable_by(|(a, at, _), (b, bt, _)| (at, a).cmp(&(bt, b)));
    // Where a literal is found, so is its beginning.
    found.dedup_by(|longer, short| {
        let same = longer.1 == short.1 && longer.0.starts_with(&short.0);
        if same && longer.2 != short.2 {
            short.2 = 0;
        }
        same
    });
    (found.len() <= MOST).then_some(found)
}

/// Takes `amount` from the work that is left; `None` when nothing is left, from then on.
fn spend(work: &mut usize, amount: usize) -> Option<()> {
    *work = work.saturating_sub(amount);
    (*work > 0).then_some(())
}

/// Literals for a sequence: of its beginning, or else of each of its branches, or else of its inside.
fn cover(sequence: Vec<&Hir>, work: &mut usize) -> Option<Literals> {
    spend(work, 0)?;
    let sequence = flatten(sequence);
    if matches!(sequence.first().map(|hir| hir.kind()), Some(HirKind::Look(Look::Start)))
        && let Some(found) = heads(&sequence, work)
    {
        return Some(found);
    }
    let mut inside = inner(&sequence, work);
    if let Some(found) = &mut inside {
        let marks: Vec<u128> = sequence.iter().flat_map(|hir| pattern::marks(hir)).collect();
        let rarest = pattern::rarest(&marks).unwrap_or(0);
        found.iter_mut().for_each(|(.., marks)| *marks = rarest);
    }
    if inside.as_ref().is_some_and(|found| worth(found) >= GOOD) {
        return inside;
    }
    branches(&sequence, work).or(inside)
}

/// The sequence without groups and with the parts of concatenations in its place.
fn flatten(sequence: Vec<&Hir>) -> Vec<&Hir> {
    let mut flat = Vec::with_capacity(sequence.len());
    let mut open: Vec<&Hir> = sequence.into_iter().rev().collect();
    while let Some(hir) = open.pop() {
        match hir.kind() {
            HirKind::Capture(capture) => open.push(&capture.sub),
            HirKind::Concat(parts) => open.extend(parts.iter().rev()),
            _ => flat.push(hir),
        }
    }
    flat
}

/// The sequence once for each branch of its first choice, all of which must have literals.
fn branches(sequence: &[&Hir], work: &mut usize) -> Option<Literals> {
    let (at, choice) = sequence.iter().enumerate().find_map(|(at, hir)| Some((at, choices(hir)?)))?;
    let mut all = Literals::new();
    for branch in choice {
        let mut way = sequence[..at].to_vec();
        way.extend(branch);
        way.extend(&sequence[at + 1..]);
        all.extend(cover(way, work)?);
    }
    Some(all)
}

/// The branches of an alternation, or with and without for what is optional.
fn choices(hir: &Hir) -> Option<Vec<Option<&Hir>>> {
    match hir.kind() {
        HirKind::Alternation(parts) => Some(parts.iter().map(Some).collect()),
        HirKind::Repetition(Repetition { min: 0, max: Some(1), sub, .. }) if !is_class(sub) => {
            Some(vec![None, Some(sub)])
        }
        _ => None,
    }
}

fn is_class(hir: &Hir) -> bool {
    matches!(hir.kind(), HirKind::Class(_) | HirKind::Literal(_))
}

/// What the lines that match begin with.
fn heads(sequence: &[&Hir], work: &mut usize) -> Option<Literals> {
    let mut set = Set::new(true);
    sequence.iter().for_each(|hir| set.extend(hir));
    spend(work, set.work)?;
    let mut found = Literals::new();
    for item in set.items {
        let text = item.text.get();
        let text = trim_end(&text);
        if text.len() >= SHORT_HEAD {
            found.push((text.to_vec(), At::Letter, 0));
        } else if item.solid && !item.unknown {
            found.extend((0..128u8).filter(|b| item.lead & 1 << b != 0).map(|b| (vec![b], At::Head, 0)));
        } else {
            return None;
        }
    }
    Some(found)
}

/// The best of what must be somewhere in the lines that match.
fn inner(sequence: &[&Hir], work: &mut usize) -> Option<Literals> {
    let from = |at: usize, work: &mut usize| {
        spend(work, 0)?;
        let mut set = Set::new(false);
        for hir in &sequence[at..] {
            if set.items.iter().all(|item| !item.open) {
                break;
            }
            set.extend(hir);
        }
        spend(work, set.work)?;
        inside(&set)
    };
    let mut best: Option<Literals> = None;
    for (at, hir) in sequence.iter().enumerate() {
        // What is repeated at least once is in the line, too.
        let repeated = match hir.kind() {
            HirKind::Repetition(repetition) if repetition.min > 0 => inner(&flatten(vec![&repetition.sub]), work),
            _ => None,
        };
        for found in from(at, work).into_iter().chain(repeated) {
            if worth(&found) >= GOOD {
                return Some(found);
            }
            if best.as_ref().is_none_or(|best| worth(best) < worth(&found)) {
                best = Some(found);
            }
        }
    }
    best
}

/// The literals of a set: those parts that surely begin words, if all have one.
fn inside(set: &Set) -> Option<Literals> {
    let trimmed = |text: &[u8]| {
        let head = text.iter().position(|b| !is_edge(*b as char))?;
        let core = trim_end(&text[head..]);
        (core.len() >= SHORT && !core.iter().all(u8::is_ascii_punctuation)).then(|| core.to_vec())
    };
    let all = |at: At, from: fn(&Item) -> Option<usize>| {
        let parts = set.items.iter().map(|item| Some((trimmed(&item.text.get()[from(item)?..])?, at, 0)));
        parts.collect::<Option<Literals>>()
    };
    all(At::Begin, |item| item.word).or_else(|| all(At::Any, |_| Some(0)))
}

/// Without the end punctuation that squashing trims.
fn trim_end(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|b| !is_edge(*b as char)).map_or(0, |last| last + 1);
    &text[..end]
}

/// From here on a literal is good enough to look no further: six bytes that begin a word.
const GOOD: i64 = 26;

/// Long literals are seldom found by chance, and few are looked for faster than many. What begins a word is looked up;
/// what may stand inside one must be searched for.
fn worth(literals: &Literals) -> i64 {
    let shortest = literals.iter().map(|(literal, ..)| literal.len()).min().unwrap_or_default().min(16);
    let cheap = if literals.iter().all(|(_, at, _)| *at == At::Begin) { 20 } else { 0 };
    cheap + shortest as i64 - 2 * i64::from(literals.len().max(1).ilog2())
}

/// The beginning of a squashed text, UTF-8: at most one character more than [`LONG`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Text {
    /// The first byte is the highest: numbers are compared faster than slices.
    bytes: u128,
    len: usize,
}

impl Text {
    fn get(&self) -> Vec<u8> {
        self.bytes.to_be_bytes()[..self.len].to_vec()
    }

    fn push(&mut self, c: char) {
        if self.len < LONG {
            for b in c.encode_utf8(&mut [0; 4]).bytes() {
                self.bytes |= u128::from(b) << (120 - 8 * self.len);
                self.len += 1;
            }
        }
    }
}

/// One way a match may begin, squashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    /// From its first letter on, for heads; otherwise all of it.
    text: Text,
    /// Whether what follows may be added.
    open: bool,
    /// For heads: the ASCII characters that may stand before the first letter, at the very start (bit `n` for
    /// character `n`).
    lead: u128,
    /// For heads: one of `lead` that squashing does not trim is there.
    solid: bool,
    /// For heads: anything but a letter may stand at the very start.
    unknown: bool,
    /// Otherwise: where in `text` a word surely begins.
    word: Option<usize>,
    /// Otherwise: a letter here would begin a word.
    boundary: bool,
}

/// All ways a match may begin.
#[derive(Clone, Debug)]
struct Set {
    items: Vec<Item>,
    heads: bool,
    /// How many items it took.
    work: usize,
}

impl Set {
    fn new(heads: bool) -> Self {
        let item = Item {
            text: Text::default(),
            open: true,
            lead: 0,
            solid: false,
            unknown: false,
            word: None,
            boundary: false,
        };
        Self { items: vec![item], heads, work: 0 }
    }

    /// Adds what comes next. Recursion is bounded by the nesting that patterns may have.
    fn extend(&mut self, hir: &Hir) {
        if self.items.iter().all(|item| !item.open) {
            return;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
                Ok(text) => text.chars().for_each(|c| push(&mut self.items, c, self.heads)),
                Err(_) => self.close(),
            },
            HirKind::Class(class) => match small(class) {
                Some(chars) => {
                    self.close_long(chars.len());
                    self.one_of(&chars);
                }
                None if self.heads && is_letterless(class) => {
                    self.close_texts();
                    self.items.iter_mut().filter(|item| item.open).for_each(|item| item.unknown |= !item.solid);
                }
                None => self.close(),
            },
            HirKind::Capture(capture) => self.extend(&capture.sub),
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.extend(part)),
            HirKind::Alternation(parts) => self.either(parts.len(), |set, n| set.extend(&parts[n])),
            HirKind::Repetition(repetition) => {
                let again = |set: &mut Self| {
                    set.extend(&repetition.sub);
                    if repetition.max != Some(1) && !is_space(&repetition.sub) {
                        set.close_texts();
                    }
                };
                match repetition.min {
                    0 => self.either(2, |set, n| {
                        if n == 1 {
                            again(set)
                        }
                    }),
                    _ => again(self),
                }
            }
        }
    }

    /// The same as [`Self::either`] with a branch for each character.
    fn one_of(&mut self, chars: &[char]) {
        let open = self.items.iter().filter(|item| item.open).count();
        if self.items.len() - open + open * chars.len() > self.most() {
            return self.close();
        }
        let open: Vec<Item> = self.items.extract_if(.., |item| item.open).collect();
        for &c in chars {
            let from = self.items.len();
            self.items.extend_from_slice(&open);
            push(&mut self.items[from..], c, self.heads);
        }
        self.work += open.len() * chars.len();
        self.merge();
    }

    fn most(&self) -> usize {
        if self.heads { MOST } else { MOST_INSIDE }
    }

    /// Replaces the open items by what `count` branches make of them. Where that were too many, literals end.
    fn either(&mut self, count: usize, branch: impl Fn(&mut Self, usize)) {
        let open: Vec<Item> = self.items.extract_if(.., |item| item.open).collect();
        let mut ways = Vec::new();
        for n in 0..count {
            let mut way = Self { items: open.clone(), heads: self.heads, work: open.len() };
            branch(&mut way, n);
            self.work += way.work;
            ways.append(&mut way.items);
            if self.items.len() + ways.len() > self.most() {
                ways = open;
                ways.iter_mut().for_each(|item| item.open = false);
                break;
            }
        }
        self.items.append(&mut ways);
        self.merge();
    }

    /// Items of one text become one, which promises what both do.
    fn merge(&mut self) {
        self.items.sort_unstable();
        self.items.dedup_by(|other, kept| {
            let same = other.text == kept.text && other.open == kept.open && (!self.heads || other.solid == kept.solid);
            if same {
                kept.lead |= other.lead;
                kept.unknown |= other.unknown;
                kept.word = if kept.word == other.word { kept.word } else { None };
                kept.boundary &= other.boundary;
            }
            same
        });
    }

    /// Anything may follow.
    fn close(&mut self) {
        self.items.iter_mut().for_each(|item| item.open = false);
    }

    /// Anything may follow a text that is evidence enough, instead of one of `count` things.
    fn close_long(&mut self, count: usize) {
        const ENOUGH: usize = 6;
        const FEW: usize = 3;
        let long = |item: &&mut Item| count > FEW && item.text.len >= ENOUGH;
        self.items.iter_mut().filter(long).for_each(|item| item.open = false);
    }

    /// The same, but for items that have no text yet: what is repeated before the first letter changes nothing.
    fn close_texts(&mut self) {
        let heads = self.heads;
        self.items.iter_mut().filter(|item| !heads || item.text.len > 0).for_each(|item| item.open = false);
    }
}

/// Adds a character to the open ones of `items`.
fn push(items: &mut [Item], c: char, heads: bool) {
    let open = |items: &mut [Item], add: &dyn Fn(&mut Item)| items.iter_mut().filter(|item| item.open).for_each(add);
    units(c, &mut |unit| open(items, &|item| item.push(unit, heads)));
    open(items, &|item| item.open = item.text.len < LONG);
}

/// What folding makes of a character of a pattern, most of which are folded already.
fn units(c: char, emit: &mut impl FnMut(Unit)) {
    match c {
        'a'..='z'
        | '0'..='9'
        | '\u{627}'
        | '\u{628}'
        | '\u{62a}'..='\u{63a}'
        | '\u{641}'
        | '\u{642}'
        | '\u{644}'..='\u{648}'
        | 'ی'
        | 'ک'
        | 'گ'
        | 'پ'
        | 'چ'
        | 'ژ' => emit(Unit::Word(c)),
        ' ' => emit(Unit::Space),
        _ => fold_char(c, emit),
    }
}

impl Item {
    fn push(&mut self, unit: Unit, heads: bool) {
        match unit {
            Unit::Word(to) if heads => self.push_head(to, !to.is_ascii_digit()),
            Unit::Mark(to) if heads => self.push_head(to, false),
            Unit::Word(to) => {
                if self.boundary {
                    self.word = self.word.or(Some(self.text.len));
                }
                self.boundary = false;
                self.text.push(to);
            }
            Unit::Mark(to) => {
                self.boundary = true;
                self.text.push(to);
            }
            Unit::Space => self.boundary = true,
            // A spaced guillemet is a mark, any other quotation mark nothing.
            Unit::Quote => self.open = false,
            Unit::Drop => {}
        }
    }

    fn push_head(&mut self, c: char, letter: bool) {
        if self.text.len > 0 || letter {
            self.text.push(c);
        } else if !c.is_ascii() {
            self.unknown |= !self.solid;
            self.solid = true;
        } else if !self.solid {
            self.lead |= 1 << (c as u32);
            self.solid = !is_edge(c);
        }
    }
}

/// Where the first letter of a squashed line stands.
pub(crate) fn first_letter(squashed: &[u8]) -> Option<usize> {
    let at = squashed.iter().position(|b| !b.is_ascii() || b.is_ascii_alphabetic())?;
    // Nearly always a letter of ASCII or of the Arabic script; signs of other blocks are passed over.
    if matches!(squashed[at..], [b'a'..=b'z', ..] | [0xD8, 0xA7..=0xBA, ..] | [0xD9, 0x81..=0x8A, ..] | [0xDA, ..]) {
        return Some(at);
    }
    let rest = std::str::from_utf8(&squashed[at..]).ok()?;
    let mut place = None;
    for (i, c) in rest.char_indices().filter(|(_, c)| !c.is_ascii() || c.is_ascii_alphabetic()) {
        fold_char(c, &mut |unit| place = place.or(matches!(unit, Unit::Word(_)).then_some(at + i)));
        if place.is_some() {
            break;
        }
    }
    place
}

/// The characters of a class, when they are few; digits of any script are folded to ASCII.
fn small(class: &Class) -> Option<Vec<char>> {
    let Class::Unicode(class) = class else { return None };
    let count: usize = class.ranges().iter().map(|range| range.len()).sum();
    if count <= CLASS {
        return Some(class.ranges().iter().flat_map(|range| range.start()..=range.end()).collect());
    }
    pattern::is_digits(class).then(|| ('0'..='9').collect())
}

/// No letter among its characters.
fn is_letterless(class: &Class) -> bool {
    let Class::Unicode(class) = class else { return false };
    let letterless = |c: char| c.is_numeric() || c.is_ascii() && !c.is_ascii_alphabetic() || matches!(c, '©' | '®');
    class.ranges().iter().all(|range| {
        // Beyond ASCII, a short range that begins and ends with digits holds digits.
        let ends = !range.start().is_ascii() && letterless(range.start()) && letterless(range.end());
        ends && range.len() <= 64 || range.end().is_ascii() && (range.start()..=range.end()).all(letterless)
    })
}

/// Nothing but white space, of which squashing leaves nothing.
fn is_space(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().all(|b| *b == b' '),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().all(|range| range.start().is_whitespace() && range.end().is_whitespace())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Vec<String> {
        let Ok(hir) = super::super::pattern::parse(source) else { return Vec::new() };
        let show = |(literal, at, _): (Vec<u8>, At, u128)| format!("{at:?} {}", String::from_utf8_lossy(&literal));
        literals(&hir).unwrap_or_default().into_iter().map(show).collect()
    }

    #[test]
    fn literals_are_required_and_squashed() {
        let cases: &[(&str, &[&str])] = &[
            (r"^کد خبر ?: ?\d+$", &["Letter کدخبر"]),
            (r"^([•\-] ?)?(کد|شماره) خبر", &["Letter شمارهخب", "Letter کدخبر"]),
            (r"^\d+ دیدگاه$", &["Letter دیدگاه"]),
            (r"^(?:share|tweet) this", &["Letter sharethis", "Letter tweetthis"]),
            (r"^\[advert_\d+\]$", &["Letter advert"]),
            (r"^(?:\d+ )?(?:بازديد)+$", &["Letter بازدید"]),
            (r"^(تا .{0,9} ?کوکی|بله قربان)$", &["Letter بلهقربا", "Letter تا"]),
            (r"^(.* friends of|share)$", &["Begin friendsof", "Letter share"]),
            (r"^(.*x friends|share)$", &["Begin friends", "Letter share"]),
            (r"پایان ?پیام$", &["Any پایانپی"]),
            (r"^[#@]\d", &["Head #", "Head @"]),
            (r"^-+[#@]", &["Head #", "Head -", "Head @"]),
            (r"^(©|\(c\))?[ \d.©]{0,9}(همه|تمام) حقوق", &["Letter c)", "Letter تمامحقو", "Letter همهحقوق"]),
            (r"^([a-z. ]{2,9}[. ]{1,2})?(همه|تمام)? ?حق (نشر)", &["Begin نشر"]),
            (r"^.*$", &[]),
            (r"^\w+$", &[]),
        ];
        let mut wrong = Vec::new();
        for (source, want) in cases {
            let mut want: Vec<&str> = want.to_vec();
            want.sort_unstable();
            let mut got = of(source);
            got.sort_unstable();
            if got != want {
                wrong.push(format!("{source}: {got:?}, wanted {want:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_pattern_of_many_ways_is_given_up_in_time() {
        let source = format!("^{}$", "(a.*|b.*|.*c)?".repeat(40) + "x");
        assert!(of(&source).len() <= MOST);
    }
}
