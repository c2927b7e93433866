//! The `regex` of a rule: folded like the lines it will meet, and the literals without which it cannot match.
//!
//! Literals are chosen here and not by the author, so that a thousand rules cost one scan of a line.

use super::compile::At;
use crate::fold::{Unit, fold_char, folded, trim_edges};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{
    Class, Hir, HirKind, Look,
    literal::{ExtractKind, Extractor, Seq},
};

/// The size a compiled pattern may have, in bytes.
const SIZE_LIMIT: usize = 10 << 20;
/// How deep groups may nest.
const NEST_LIMIT: u32 = 50;
/// A shorter literal finds too much to be worth looking for.
const MIN_LITERAL: usize = 3;
/// More alternatives than this are not worth looking for one by one.
const MAX_LITERALS: usize = 250;
/// The same at the start of a line, where looking costs next to nothing.
const MAX_HEADS: usize = 500;

/// Why a pattern is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BadPattern {
    #[error("not a regular expression: {0}")]
    Syntax(String),
    #[error("the character U+{:04X} can never match: folding removes it", *.0 as u32)]
    Folded(char),
    #[error("matches the empty text")]
    Empty,
}

impl BadPattern {
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "bad-regex",
            Self::Folded(_) => "never-matches",
            Self::Empty => "matches-nothing",
        }
    }

    pub(crate) fn help(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "the regex crate's syntax: no look-around, no back-references",
            Self::Folded(_) => "leave it out: one spelling stands for all of them",
            Self::Empty => "say what must be there",
        }
    }
}

/// Compiles a pattern of a rule. Case-insensitive, and folded so that any spelling in it means all of them.
pub(crate) fn compile(source: &str) -> Result<Regex, BadPattern> {
    let regex = RegexBuilder::new(&fold_pattern(source)?)
        .case_insensitive(true)
        .size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
        .map_err(|error| BadPattern::Syntax(error.to_string().lines().last().unwrap_or_default().to_owned()))?;
    if regex.is_match("") { Err(BadPattern::Empty) } else { Ok(regex) }
}

/// What [`compile`] would say, but for the size of the compiled pattern: enough for the embedded rules, which the tests
/// compile, and many times faster.
pub(crate) fn parse(source: &str) -> Result<Hir, BadPattern> {
    let folded = fold_pattern(source)?;
    let parsed = regex_syntax::ParserBuilder::new().nest_limit(NEST_LIMIT).build().parse(&folded);
    let hir =
        parsed.map_err(|error| BadPattern::Syntax(error.to_string().lines().last().unwrap_or_default().to_owned()))?;
    if hir.properties().minimum_len() == Some(0) { Err(BadPattern::Empty) } else { Ok(hir) }
}

/// The pattern with its letters folded; syntax, which is ASCII, is left alone.
fn fold_pattern(source: &str) -> Result<String, BadPattern> {
    let mut out = String::with_capacity(source.len());
    for c in source.chars() {
        if c.is_ascii() {
            out.push(c);
            continue;
        }
        let mut dropped = None;
        fold_char(c, &mut |unit| match unit {
            Unit::Word(to) => out.push(to),
            Unit::Mark(to) => out.push_str(&regex_syntax::escape(to.encode_utf8(&mut [0; 4]))),
            Unit::Space => out.push(' '),
            Unit::Quote if matches!(c, '«' | '»' | '‹' | '›') => out.push('>'),
            Unit::Quote | Unit::Drop => dropped = Some(c),
        });
        if let Some(c) = dropped {
            return Err(BadPattern::Folded(c));
        }
    }
    Ok(out)
}

/// Squashed literals of which one is in every squashed line that `source` matches, and whether at its start or
/// anywhere; empty when there are none of use.
pub(crate) fn literals(source: &str) -> (Vec<Vec<u8>>, At) {
    let Ok(hir) = parse(source) else { return Default::default() };
    if hir.properties().look_set_prefix().contains(Look::Start)
        && let Some(found) = extract(&hir, ExtractKind::Prefix, MAX_HEADS, At::Head)
    {
        return found;
    }
    let parts = required_parts(&hir);
    let ways = |part| [ExtractKind::Prefix, ExtractKind::Suffix].map(|kind| extract(part, kind, MAX_LITERALS, At::Any));
    let found = parts.iter().flat_map(ways).flatten();
    found.max_by_key(|(literals, at)| worth(literals, *at)).unwrap_or_default()
}

/// Long literals are seldom found by chance, and few are looked for faster than many.
fn worth(literals: &[Vec<u8>], at: At) -> i64 {
    let shortest = literals.iter().map(Vec::len).min().unwrap_or_default().min(16);
    // What begins a word is looked up, what may stand inside one is searched for.
    let cheap = if at == At::Begin { 20 } else { 0 };
    cheap + shortest as i64 - 2 * i64::from(literals.len().max(1).ilog2())
}

fn extract(hir: &Hir, kind: ExtractKind, most: usize, at: At) -> Option<(Vec<Vec<u8>>, At)> {
    let mut extractor = Extractor::new();
    extractor.kind(kind).limit_class(12).limit_total(most).limit_literal_len(64);
    squash_all(&extractor.extract(hir), at)
}

/// The pattern, and the tails of its concatenation: each must match somewhere in a match of the whole. A group alone
/// counts as what is in it.
fn required_parts(hir: &Hir) -> Vec<Hir> {
    let mut parts = vec![hir.clone()];
    let mut at = 0;
    while at < parts.len() {
        let more: Vec<Hir> = match parts[at].kind() {
            HirKind::Capture(group) => vec![(*group.sub).clone()],
            HirKind::Repetition(repetition) if repetition.min > 0 => vec![(*repetition.sub).clone()],
            HirKind::Concat(subs) => {
                let tails = (1..subs.len()).map(|from| Hir::concat(subs[from..].to_vec()));
                let groups =
                    subs.iter().filter(|sub| matches!(sub.kind(), HirKind::Capture(_) | HirKind::Repetition(_)));
                tails.chain(groups.cloned()).collect()
            }
            _ => Vec::new(),
        };
        parts.extend(more);
        at += 1;
        if parts.len() > 200 {
            break;
        }
    }
    parts
}

/// The literals squashed, without duplicates: those that may be anywhere from where they begin a word, if all do.
/// `None` when they are no evidence.
fn squash_all(seq: &Seq, at: At) -> Option<(Vec<Vec<u8>>, At)> {
    let literals = seq.literals().filter(|literals| !literals.is_empty())?;
    let mut texts = Vec::with_capacity(literals.len());
    for literal in literals {
        // A literal may be cut inside a character.
        texts.push(match std::str::from_utf8(literal.as_bytes()) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&literal.as_bytes()[..error.valid_up_to()]).ok()?,
        });
    }
    let squash_each = |part: fn(&str) -> &str| {
        let mut squashed = texts.iter().map(|text| core(part(text))).collect::<Option<Vec<Vec<u8>>>>()?;
        squashed.sort_unstable();
        squashed.dedup();
        Some(squashed)
    };
    let words = if at == At::Any { squash_each(from_word_start).map(|literals| (literals, At::Begin)) } else { None };
    words.or_else(|| Some((squash_each(|text| text)?, at)))
}

/// The part of a literal that surely begins a word: what follows its first space or mark.
fn from_word_start(literal: &str) -> &str {
    let is_word = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    let after_mark = literal.find(|c| !is_word(c)).map_or("", |at| &literal[at..]);
    after_mark.trim_start_matches(|c| !is_word(c))
}

/// A literal squashed; `None` when it is too short to be evidence.
fn core(literal: &str) -> Option<Vec<u8>> {
    let folded = folded(literal).replace(' ', "");
    let core = trim_edges(&folded);
    (core.len() >= MIN_LITERAL && !core.bytes().all(|b| b.is_ascii_punctuation())).then(|| core.as_bytes().to_vec())
}

/// Sets of ASCII characters that are no letters (bit `n` for character `n`): a folded line that `source` matches has
/// one of each set. A date needs a digit, an address an `@`.
pub(crate) fn needed_marks(source: &str) -> Vec<u128> {
    parse(source).map(|hir| marks(&hir)).unwrap_or_default()
}

/// Recursion is bounded by [`NEST_LIMIT`].
fn marks(hir: &Hir) -> Vec<u128> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            literal.0.iter().filter(|b| b.is_ascii() && is_mark(**b)).map(|b| 1 << b).collect()
        }
        HirKind::Class(Class::Unicode(class)) => {
            let mut set = 0u128;
            for range in class.ranges() {
                // Digits of other scripts are ASCII when folded, so they ask for nothing more.
                let outside =
                    (range.start()..=range.end()).find(|c| !(c.is_numeric() || c.is_ascii() && is_mark(*c as u8)));
                if outside.is_some() {
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
                // The rarest demand of each branch, which is the narrowest.
                match marks(branch).into_iter().min_by_key(|set| set.count_ones()) {
                    Some(set) => any |= set,
                    None => return Vec::new(),
                }
            }
            vec![any]
        }
        _ => Vec::new(),
    }
}

/// Neither a letter nor a space, which the folded view does not record.
fn is_mark(b: u8) -> bool {
    b.is_ascii_graphic() && !b.is_ascii_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(source: &str) -> Vec<String> {
        literals(source).0.into_iter().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect()
    }

    #[test]
    fn literals_are_required_and_squashed() {
        let cases: &[(&str, &[&str])] = &[
            (r"^کد خبر ?: ?\d+$", &["کدخبر"]),
            (r"^\d+ دیدگاه$", &["دیدگاه"]),
            (r"^(?:share|tweet) this", &["sharethis", "tweetthis"]),
            (r"^\[ad_\d+\]$", &["[ad"]),
            (r"^\d{4,6}$", &[]),
            (r"^(?:\d+ )?(?:بازديد)+$", &["بازدید"]),
        ];
        for (source, want) in cases {
            assert_eq!(strings(source), *want, "{source}");
        }
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
            assert_eq!(needed_marks(source), *want, "{source}");
        }
    }

    #[test]
    fn a_pattern_is_folded_and_checked() {
        assert!(compile("^كلمات مفتاحية$").is_ok_and(|regex| regex.is_match(&folded("کلمات  مفتاحیة"))));
        assert!(matches!(compile("می\u{200c}شود"), Err(BadPattern::Folded('\u{200c}'))));
        assert!(matches!(compile("(?=a)"), Err(BadPattern::Syntax(_))));
        assert!(matches!(compile("a*"), Err(BadPattern::Empty)));
    }
}
