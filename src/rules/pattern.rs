//! The `regex` of a rule: folded like the lines it will meet, and the marks without which it cannot match.
//!
//! Compiles none: that are [`super::regex`] and [`super::nfa`]. Does not know by which literals it is found: that is [`super::literals`].

use crate::fold::{Unit, fold_char};
use regex_syntax::hir::{Capture, Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};
use std::{fmt, sync::LazyLock};

/// The size a compiled pattern may have, in bytes.
pub(super) const SIZE_LIMIT: usize = 10 << 20;
/// How deep groups may nest.
pub(super) const NEST_LIMIT: u32 = 50;

/// Why a pattern is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PatternError {
    /// What, and at which place of the pattern.
    #[error("not a regular expression: {0} at {1}")]
    Syntax(String, PatternPosition),
    #[error("the pattern grows beyond {} MiB when it is compiled", SIZE_LIMIT >> 20)]
    Large,
    #[error("the character U+{0:04X} at {1} can never match: folding removes it")]
    Folded(u32, PatternPosition),
    #[error("can never match: a folded line has no {0}")]
    Never(&'static str),
    #[error("matches the empty text")]
    Empty,
}

/// A place in a pattern; lines and characters count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PatternPosition {
    line: usize,
    column: usize,
}

impl PatternPosition {
    /// Behind `before`.
    fn after(before: &str) -> Self {
        let line = before.rsplit('\n').next().unwrap_or_default();
        Self { line: before.matches('\n').count() + 1, column: line.chars().count() + 1 }
    }
}

impl fmt::Display for PatternPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            1 => write!(f, "column {}", self.column),
            line => write!(f, "line {line}, column {}", self.column),
        }
    }
}

impl PatternError {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Syntax(..) | Self::Large => "bad-regex",
            Self::Folded(..) | Self::Never(_) => "never-matches",
            Self::Empty => "matches-nothing",
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Syntax(..) => "the regex crate's syntax: no look-around, no back-references",
            Self::Large => "smaller counts in {…}, or two rules",
            Self::Folded(..) => "leave it out: one spelling stands for all of them",
            Self::Never(_) => "`sarand explain --folded` shows lines as patterns see them",
            Self::Empty => "say what must be there",
        }
    }
}

/// The pattern without the characters that no folded line has: `[Ss]` is `s`, and `\d` is `[0-9]`. It takes less work to
/// compile.
pub(crate) fn narrow(source: &str) -> Result<String, PatternError> {
    narrowed_hir(source).map(|hir| hir.to_string())
}

/// The same as a tree.
pub(crate) fn narrowed_hir(source: &str) -> Result<Hir, PatternError> {
    parse_hir(source, true).map(|hir| narrowed(&hir))
}

/// Recursion is bounded by [`NEST_LIMIT`].
fn narrowed(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            if is_digits(class) {
                return Hir::class(Class::Unicode(ClassUnicode::new([ClassUnicodeRange::new('0', '9')])));
            }
            let chars = || class.ranges().iter().flat_map(|range| range.start()..=range.end());
            if chars().nth(MANY).is_some() {
                return hir.clone();
            }
            let folded = chars().filter(|&c| survives_folding(c)).map(|c| ClassUnicodeRange::new(c, c));
            Hir::class(Class::Unicode(ClassUnicode::new(folded)))
        }
        HirKind::Capture(Capture { index, name, sub }) => {
            Hir::capture(Capture { index: *index, name: name.clone(), sub: Box::new(narrowed(sub)) })
        }
        HirKind::Repetition(repetition) => Hir::repetition(repetition.with(narrowed(&repetition.sub))),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(narrowed).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(narrowed).collect()),
        _ => hir.clone(),
    }
}

/// A class of more characters is as it is: `\w`, `.`.
const MANY: usize = 1000;

/// Whether a folded line may have this character: folding leaves it as it is.
fn survives_folding(c: char) -> bool {
    let (mut units, mut same) = (0, c == ' ');
    fold_char(c, &mut |unit| {
        units += 1;
        same |= matches!(unit, Unit::Word(to) | Unit::Mark(to) if to == c);
    });
    units == 1 && same
}

/// The pattern as a tree. Says what [`super::regex::compile`] would say, but for the size of the compiled pattern.
pub(crate) fn parse(source: &str) -> Result<Hir, PatternError> {
    parse_hir(source, false)
}

fn parse_hir(source: &str, any_case: bool) -> Result<Hir, PatternError> {
    let folded = fold_pattern(source)?;
    let mut parser = regex_syntax::ParserBuilder::new().nest_limit(NEST_LIMIT).case_insensitive(any_case).build();
    let hir = parser.parse(&folded).map_err(|error| {
        let (what, at) = match &error {
            regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start.offset),
            regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start.offset),
            other => (other.to_string(), 0),
        };
        PatternError::Syntax(what, PatternPosition::after(before(source, at)))
    })?;
    if hir.properties().minimum_len() == Some(0) { Err(PatternError::Empty) } else { Ok(hir) }
}

/// The pattern with its letters folded; syntax, which is ASCII, is left alone.
pub(crate) fn fold_pattern(source: &str) -> Result<String, PatternError> {
    let mut out = String::with_capacity(source.len());
    for (at, c) in source.char_indices() {
        if !fold_into(&mut out, c) {
            return Err(PatternError::Folded(c.into(), PatternPosition::after(&source[..at])));
        }
    }
    Ok(out)
}

/// What of `source` becomes the first `folded` bytes of the folded pattern.
fn before(source: &str, folded: usize) -> &str {
    let mut out = String::new();
    let end = source.char_indices().find(|(_, c)| {
        fold_into(&mut out, *c);
        out.len() > folded
    });
    &source[..end.map_or(source.len(), |(at, _)| at)]
}

/// Adds what `c` becomes in a pattern; `false` when nothing may be left of it.
fn fold_into(out: &mut String, c: char) -> bool {
    if c.is_ascii() {
        out.push(c);
        return true;
    }
    let mut whole = true;
    fold_char(c, &mut |unit| match unit {
        Unit::Word(to) => out.push(to),
        Unit::Mark(to) => out.push_str(&regex_syntax::escape(to.encode_utf8(&mut [0; 4]))),
        Unit::Space => out.push(' '),
        Unit::Quote if matches!(c, '«' | '»' | '‹' | '›') => out.push('>'),
        Unit::Quote | Unit::Drop => whole = false,
    });
    whole
}

/// Sets of ASCII characters that are no letters (bit `n` for character `n`): a folded line that `hir` matches has
/// one of each set. A date needs a digit, an address an `@`.
///
/// Recursion is bounded by [`NEST_LIMIT`].
pub(crate) fn marks(hir: &Hir) -> Vec<u128> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            literal.0.iter().filter(|b| b.is_ascii() && is_mark(**b)).map(|b| 1 << b).collect()
        }
        HirKind::Class(Class::Unicode(class)) if is_digits(class) => vec![DIGITS],
        HirKind::Class(Class::Unicode(class)) => {
            let mut set = 0u128;
            for range in class.ranges() {
                // Digits of other scripts are ASCII when folded, so they ask for nothing more.
                let fits = |c: char| c.is_ascii() && is_mark(c as u8) || !c.is_ascii() && c.is_numeric();
                // Beyond ASCII, a range that begins and ends with digits holds digits.
                let all = match range.end().is_ascii() {
                    true => (range.start()..=range.end()).all(fits),
                    false => !range.start().is_ascii() && fits(range.start()) && fits(range.end()),
                };
                if !all {
                    return Vec::new();
                }
                (range.start()..=range.end()).filter(char::is_ascii).for_each(|c| set |= 1 << (c as u8));
            }
            if set == 0 { Vec::new() } else { vec![set] }
        }
        HirKind::Capture(capture) => marks(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => marks(&repetition.sub),
        HirKind::Concat(parts) => {
            let mut all: Vec<u128> = parts.iter().flat_map(marks).collect();
            all.sort_unstable();
            all.dedup();
            all
        }
        HirKind::Alternation(branches) => {
            let mut any = 0;
            for branch in branches {
                match rarest(&marks(branch)) {
                    Some(set) => any |= set,
                    None => return Vec::new(),
                }
            }
            vec![any]
        }
        _ => Vec::new(),
    }
}

/// The digits of ASCII, to which folding brings those of every script.
const DIGITS: u128 = 0x3FF << b'0';

/// Whether the class is `\d`.
pub(crate) fn is_digits(class: &ClassUnicode) -> bool {
    static ALL: LazyLock<Option<Hir>> = LazyLock::new(|| regex_syntax::parse(r"\d").ok());
    ALL.as_ref().is_some_and(|all| matches!(all.kind(), HirKind::Class(Class::Unicode(digits)) if digits == class))
}

/// The set that the fewest lines have one of: narrow, and not of what any sentence may hold.
pub(crate) fn rarest(sets: &[u128]) -> Option<u128> {
    sets.iter().copied().min_by_key(|set| (set & COMMON != 0, set.count_ones()))
}

/// Marks and digits of common prose.
const COMMON: u128 = {
    let common = b"-.,:;!?()/\"'0123456789";
    let (mut set, mut i) = (0, 0);
    while i < common.len() {
        set |= 1 << common[i];
        i += 1;
    }
    set
};

/// Neither a letter nor a space, which the folded view does not record.
fn is_mark(b: u8) -> bool {
    b.is_ascii_graphic() && !b.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_folding_leaves_stays() {
        for c in '\0'..=char::MAX {
            fold_char(c, &mut |unit| {
                if let Unit::Word(to) | Unit::Mark(to) = unit {
                    assert!(survives_folding(to), "{c:?} becomes {to:?}");
                }
            });
        }
    }

    #[test]
    fn narrowed_patterns_have_what_folded_lines_have() {
        for (source, left) in [
            ("Share (on|via)", "share (on|via)"),
            (r"^\d{1,2}[A-Z]?\s", "^[0-9]{1,2}[a-z]? "),
            ("كتاب|Éa", "کتاب|ea"),
            (r"[\w.]+@", r"[\w.]+@"),
        ] {
            let narrow = narrow(source).unwrap();
            let words = |text: &str| text.replace("(?:", "(");
            assert_eq!(words(&narrow).replace(r"\.", "."), words(&narrow_of(left)).replace(r"\.", "."), "{source}");
        }
    }

    /// The same, spelled as a tree is.
    fn narrow_of(source: &str) -> String {
        regex_syntax::parse(source).unwrap().to_string()
    }

    #[test]
    fn marks_are_what_every_match_has() {
        let bits = |marks: &str| marks.bytes().fold(0u128, |set, b| set | 1 << b);
        let digits = bits("0123456789");
        let cases: &[(&str, &[u128])] = &[
            (r"^\d{4,6}$", &[digits]),
            (r"^[a-z]+@[a-z]+$", &[bits("@")]),
            (r"^(?:شنبه|یکشنبه) \d+$", &[digits]),
            (r"^(?:\d+|[+|]) ?$", &[digits | bits("+|")]),
            (r"^(?:\d+)?دیدگاه$", &[]),
            (r"^[\w/]+$", &[]),
        ];
        for (source, want) in cases {
            assert_eq!(parse(source).map(|hir| marks(&hir)).unwrap_or_default(), *want, "{source}");
        }
    }
}
