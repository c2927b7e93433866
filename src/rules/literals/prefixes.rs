//! The ways a match of a pattern may begin, squashed: a set that grows piece by piece of the pattern.
//!
//! ```text
//! ^(share|tweet) this    sharethis, tweetthis
//! ```
//!
//! Chooses none; that is for [`super`].

use super::{MOST, MOST_INSIDE};
use crate::{
    fold::{Unit, fold_char, is_edge},
    rules::pattern,
};
use regex_syntax::hir::{Class, Hir, HirKind};

/// A class of more characters than this ends a literal.
const CLASS: usize = 12;
/// A literal grows no longer, in bytes.
const LONG: usize = 13;

/// The beginning of a squashed text, UTF-8: at most one character more than [`LONG`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LiteralText {
    /// The first byte is the highest: numbers are compared faster than slices.
    bytes: u128,
    len: usize,
}

impl LiteralText {
    pub(super) fn get(&self) -> Vec<u8> {
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
pub(super) struct MatchPrefix {
    /// From its first letter on, for heads; otherwise all of it.
    pub(super) text: LiteralText,
    /// Whether what follows may be added.
    pub(super) open: bool,
    /// For heads: the ASCII characters that may stand before the first letter, at the very start (bit `n` for
    /// character `n`).
    pub(super) lead: u128,
    /// For heads: one of `lead` that squashing does not trim is there.
    pub(super) solid: bool,
    /// For heads: anything but a letter may stand at the very start.
    pub(super) unknown: bool,
    /// Otherwise: where in `text` a word surely begins.
    pub(super) word: Option<usize>,
    /// Otherwise: a letter here would begin a word.
    boundary: bool,
}

/// All ways a match may begin.
#[derive(Clone, Debug)]
pub(super) struct PrefixSet {
    pub(super) items: Vec<MatchPrefix>,
    heads: bool,
    /// How many items it took.
    pub(super) work: usize,
}

impl PrefixSet {
    pub(super) fn new(heads: bool) -> Self {
        let item = MatchPrefix {
            text: LiteralText::default(),
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
    pub(super) fn extend(&mut self, hir: &Hir) {
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
        let open: Vec<MatchPrefix> = self.items.extract_if(.., |item| item.open).collect();
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
        let open: Vec<MatchPrefix> = self.items.extract_if(.., |item| item.open).collect();
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
        let long = |item: &&mut MatchPrefix| count > FEW && item.text.len >= ENOUGH;
        self.items.iter_mut().filter(long).for_each(|item| item.open = false);
    }

    /// The same, but for items that have no text yet: what is repeated before the first letter changes nothing.
    fn close_texts(&mut self) {
        let heads = self.heads;
        self.items.iter_mut().filter(|item| !heads || item.text.len > 0).for_each(|item| item.open = false);
    }
}

/// Adds a character to the open ones of `items`.
fn push(items: &mut [MatchPrefix], c: char, heads: bool) {
    let open = |items: &mut [MatchPrefix], add: &dyn Fn(&mut MatchPrefix)| {
        items.iter_mut().filter(|item| item.open).for_each(add)
    };
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

impl MatchPrefix {
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
