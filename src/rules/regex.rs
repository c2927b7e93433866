//! Patterns of rules as regexes that tell where matches and their groups are, and whether a pattern is one that can be used.

use super::pattern::{NEST_LIMIT, PatternError, SIZE_LIMIT, narrow, parse};
use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

/// Compiles a pattern of a rule. Case-insensitive, and folded so that any spelling in it means all of them.
pub(crate) fn compile(source: &str) -> Result<Regex, PatternError> {
    compile_narrow(source, &narrow(source)?)
}

/// [`compile`], when [`narrow`] is known.
pub(crate) fn compile_narrow(source: &str, narrow: &str) -> Result<Regex, PatternError> {
    let regex = RegexBuilder::new(narrow)
        .size_limit(SIZE_LIMIT)
        .nest_limit(NEST_LIMIT)
        .build()
        .map_err(|_| parse(source).err().unwrap_or(PatternError::Large))?;
    if regex.is_match("") { Err(PatternError::Empty) } else { Ok(regex) }
}

/// Refuses a pattern that cannot be compiled, or that no folded line can match.
pub(crate) fn check(source: &str) -> Result<(), PatternError> {
    let hir = parse(source)?;
    // What is surely small enough need not be compiled to know it.
    if most_bytes(&hir, 0).is_none_or(|bytes| bytes > SIZE_LIMIT / 4) {
        compile(source)?;
    }
    impossible_part(&hir).map_or(Ok(()), |what| Err(PatternError::Never(what)))
}

/// More than the bytes that the pattern has when it is compiled; `None` when groups nest so deep that this is not told.
fn most_bytes(hir: &Hir, depth: u32) -> Option<usize> {
    /// More than what a byte of the pattern takes.
    const BYTE: usize = 128;
    if depth > NEST_LIMIT / 4 {
        return None;
    }
    let most = |hir: &Hir| most_bytes(hir, depth + 1);
    Some(match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => BYTE,
        HirKind::Literal(literal) => BYTE * literal.0.len(),
        // A range of characters is some sequences of ranges of bytes.
        HirKind::Class(Class::Unicode(class)) => 32 * BYTE * class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => BYTE * class.ranges().len(),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)) as usize;
            most(&repetition.sub)?.saturating_add(BYTE).saturating_mul(times.max(1))
        }
        HirKind::Capture(capture) => most(&capture.sub)?.saturating_add(BYTE),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            let all: Option<Vec<usize>> = parts.iter().map(most).collect();
            all?.into_iter().fold(BYTE, usize::saturating_add)
        }
    })
}

/// What every match of `hir` has and no folded line does.
///
/// Recursion is bounded by [`NEST_LIMIT`].
fn impossible_part(hir: &Hir) -> Option<&'static str> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            if literal.0.iter().any(|b| matches!(b, b'"' | b'\'' | b'`')) {
                Some("quotation marks")
            } else if literal.0.iter().any(u8::is_ascii_control) {
                Some("tabs and line ends")
            } else {
                literal.0.windows(2).any(|pair| pair == b"  ").then_some("two spaces in a row")
            }
        }
        HirKind::Capture(capture) => impossible_part(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => impossible_part(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().find_map(impossible_part),
        HirKind::Alternation(branches) => {
            let all: Option<Vec<_>> = branches.iter().map(impossible_part).collect();
            all?.first().copied()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::folded;

    #[test]
    fn a_pattern_is_folded_and_checked() {
        assert!(compile("^كلمات مفتاحية$").is_ok_and(|regex| regex.is_match(&folded("کلمات  مفتاحیة"))));
        assert!(matches!(compile("می\u{200c}شود"), Err(PatternError::Folded(0x200c, _))));
        assert!(matches!(compile("(?=a)"), Err(PatternError::Syntax(..))));
        assert!(matches!(compile("a*"), Err(PatternError::Empty)));
        assert!(matches!(compile(r"\w{900}{900}"), Err(PatternError::Large)));
    }

    #[test]
    fn a_place_is_that_of_the_pattern_as_it_is_written() {
        let told = |source| check(source).err().map(|why| why.to_string()).unwrap_or_default();
        assert_eq!(told("^print (page"), "not a regular expression: unclosed group at column 8");
        assert_eq!(told("ﻻﻻ(x"), "not a regular expression: unclosed group at column 3");
        assert_eq!(told("a\n(?=b)").split(" at ").last(), Some("line 2, column 1"));
        assert_eq!(told("می\u{200c}شود").split(" at ").last(), Some("column 3 can never match: folding removes it"));
    }

    #[test]
    fn a_pattern_that_no_folded_line_has_is_refused() {
        for source in ["say \"print\"", "print  it", "print\\tit", "(?:'a'|`b`)c"] {
            assert!(matches!(check(source), Err(PatternError::Never(_))), "{source}");
        }
        for source in ["say \"?print", "(?:'a'|b)c", "[\"']?print", "print +it", r"print\s+it"] {
            assert!(check(source).is_ok(), "{source}");
        }
    }
}
