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

mod prefixes;

use super::pattern;
use crate::fold::{Unit, fold_char, is_edge};
use prefixes::{MatchPrefix, PrefixSet};
use regex_syntax::hir::{Hir, HirKind, Look, Repetition};
use serde::{Deserialize, Serialize};

/// More literals than this are not worth looking for at the start of a line.
const MOST: usize = 300;
/// More literals than this are not worth looking for inside a line.
const MOST_INSIDE: usize = 64;
/// A shorter literal inside a line finds too much, in bytes.
const SHORT: usize = 3;
/// A shorter beginning of a line finds too much, in bytes.
const SHORT_HEAD: usize = 2;
/// How much is tried for one pattern, counted in the ways a match may begin.
const WORK: usize = 1 << 13;

/// Where a literal counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Anchor {
    /// At the start of the line; what follows is judged by the rule's trail, or a word ends there.
    Start,
    /// At the start of a word; the group of a `words` rule it fills.
    Word(u8),
    /// At the first letter of the line: the phrases with slots of the rule are then tried.
    Slots,
    /// At the start of the line: the pattern is then tried.
    Head,
    /// At the first letter of the line: the pattern is then tried.
    Letter,
    /// At the start of a word: the pattern is then tried.
    Begin,
    /// Anywhere: the pattern is then tried.
    #[default]
    Any,
}

/// What a pattern is found by: one of these is in every squashed line that it matches. Beside a literal stand where it
/// counts and a set of ASCII marks of which the line has one, too (bit `n` for character `n`; none: 0).
pub(crate) type Literals = Vec<(Vec<u8>, Anchor, u128)>;

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
    let mut set = PrefixSet::new(true);
    sequence.iter().for_each(|hir| set.extend(hir));
    spend(work, set.work)?;
    let mut found = Literals::new();
    for item in set.items {
        let text = item.text.get();
        let text = trim_end(&text);
        if text.len() >= SHORT_HEAD {
            found.push((text.to_vec(), Anchor::Letter, 0));
        } else if item.solid && !item.unknown {
            found.extend((0..128u8).filter(|b| item.lead & 1 << b != 0).map(|b| (vec![b], Anchor::Head, 0)));
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
        let mut set = PrefixSet::new(false);
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
fn inside(set: &PrefixSet) -> Option<Literals> {
    let trimmed = |text: &[u8]| {
        let head = text.iter().position(|b| !is_edge(*b as char))?;
        let core = trim_end(&text[head..]);
        (core.len() >= SHORT && !core.iter().all(u8::is_ascii_punctuation)).then(|| core.to_vec())
    };
    let all = |at: Anchor, from: fn(&MatchPrefix) -> Option<usize>| {
        let parts = set.items.iter().map(|item| Some((trimmed(&item.text.get()[from(item)?..])?, at, 0)));
        parts.collect::<Option<Literals>>()
    };
    all(Anchor::Begin, |item| item.word).or_else(|| all(Anchor::Any, |_| Some(0)))
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
    let cheap = if literals.iter().all(|(_, at, _)| *at == Anchor::Begin) { 20 } else { 0 };
    cheap + shortest as i64 - 2 * i64::from(literals.len().max(1).ilog2())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Vec<String> {
        let Ok(hir) = super::super::pattern::parse(source) else { return Vec::new() };
        let show = |(literal, at, _): (Vec<u8>, Anchor, u128)| format!("{at:?} {}", String::from_utf8_lossy(&literal));
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
