//! A text to look for, as a pattern: it meets what rules would take for the same.
//!
//! Each character becomes the class of those that [`crate::fold`] folds to it, with what folding drops between them. So a search
//! is one pass of a linear automaton, and no text is folded. Not met: a ligature (`ﷲ`) for the letters that it folds to.

use crate::{
    error::Error,
    fold::{self, Unit, fold_char},
};
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;
use std::{fmt::Write as _, sync::LazyLock};

/// So many characters of a line are looked for; whether the rest is the same is asked then.
const LINE: usize = 40;

/// Characters of a phrase. The pattern of each is long, so a pasted page would take minutes to compile.
pub(crate) const PHRASE: usize = 500;

/// The characters that fold to each character, what is dropped, and what is white space: bodies of classes.
struct Classes {
    of: FxHashMap<char, String>,
    dropped: String,
    space: String,
}

/// Of the Basic Multilingual Plane; what is beyond it stands for itself.
static CLASSES: LazyLock<Classes> = LazyLock::new(|| {
    let mut classes = Classes { of: FxHashMap::default(), dropped: String::new(), space: String::new() };
    for c in ('\0'..='\u{ffff}').filter(|c| *c != '\u{fffd}') {
        let (mut units, mut last) = (0, Unit::Drop);
        fold_char(c, &mut |unit| {
            units += 1;
            last = unit;
        });
        let class = match last {
            _ if units > 1 => continue,
            Unit::Drop => &mut classes.dropped,
            Unit::Space => &mut classes.space,
            Unit::Quote => {
                if matches!(c, '«' | '»' | '‹' | '›') {
                    put(classes.of.entry('>').or_default(), c);
                }
                &mut classes.dropped
            }
            // Every letter stands for itself, too, and need not be named.
            Unit::Word(to) | Unit::Mark(to) if to == c => continue,
            Unit::Word(to) | Unit::Mark(to) => classes.of.entry(to).or_default(),
        };
        put(class, c);
    }
    classes
});

fn put(class: &mut String, c: char) {
    // Writing to a `String` cannot fail.
    let _ = write!(class, "\\x{{{:x}}}", u32::from(c));
}

impl Classes {
    /// Appends what meets `c`.
    fn character(&self, pattern: &mut String, c: char) {
        pattern.push('[');
        put(pattern, c);
        pattern.push_str(self.of.get(&c).map_or("", String::as_str));
        pattern.push(']');
    }
}

/// What meets `needle` in a text.
///
/// # Errors
/// [`Error::Usage`] for one that is empty or too long.
pub(super) fn phrase(needle: &str) -> Result<Regex, Error> {
    if needle.chars().nth(PHRASE).is_some() {
        return Err(Error::Usage(format!("the text to search for is too long\n  try: at most {PHRASE} characters")));
    }
    let folded = fold::folded(needle);
    if folded.is_empty() {
        if needle.is_empty() {
            return Err(Error::Usage("there is nothing to search for".to_owned()));
        }
        return build(&regex::escape(needle));
    }
    let (classes, mut pattern) = (&*CLASSES, String::new());
    for (at, c) in folded.chars().enumerate() {
        let (dropped, space) = (&classes.dropped, &classes.space);
        if c == ' ' {
            let _ = write!(pattern, "[{space}][{space}{dropped}]*");
            continue;
        }
        if at > 0 && !pattern.ends_with('*') {
            let _ = write!(pattern, "[{dropped}]*");
        }
        classes.character(&mut pattern, c);
    }
    build(&pattern)
}

/// What meets the beginning of lines that are the same as one whose squashed view is `squashed`, and of others.
///
/// # Errors
/// [`Error::Usage`] for an empty one.
pub(super) fn line_beginning(squashed: &str) -> Result<Regex, Error> {
    if squashed.is_empty() {
        return Err(Error::Usage("a line without words is no line to look for".to_owned()));
    }
    let (classes, mut pattern) = (&*CLASSES, String::new());
    // A line ends where a line ends, so its break is no space in it.
    let between = format!("[{}{}--\\n]*", classes.space, classes.dropped);
    for (at, c) in squashed.chars().take(LINE).enumerate() {
        if at > 0 {
            pattern.push_str(&between);
        }
        classes.character(&mut pattern, c);
    }
    build(&pattern)
}

fn build(pattern: &str) -> Result<Regex, Error> {
    let built = RegexBuilder::new(pattern).size_limit(16 << 20).dfa_size_limit(16 << 20).build();
    built.map_err(|_| Error::Usage("the text to search for is too long".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_phrase_are_met() {
        for (needle, text) in [
            ("انتهای پیام", "… انتهاي پيام: …"),
            ("می شود", "مي  شود"),
            ("میشود", "می\u{200c}شود"),
            ("share ON", "Share\non facebook"),
            ("façade", "FACADE"),
            ("۱۲۳", "123"),
            ("a.b*c", "A.b*C"),
            ("\u{200c}", "می\u{200c}شود"),
            ("𝒳", "𝒳"),
        ] {
            assert!(phrase(needle).unwrap().is_match(text), "{needle}");
        }
        assert!(!phrase("a b").unwrap().is_match("ab"));
        assert!(!phrase("a.b").unwrap().is_match("axb"));
        assert!(phrase("").is_err());
        assert!(phrase(&"ابپ ".repeat(100_000)).is_err());
    }

    #[test]
    fn a_line_is_met_from_its_beginning() {
        let line = |line: &str| line_beginning(&fold::squash(line)).unwrap();
        assert!(line("• انتهاي پيام:").is_match("انتهای\u{200c}پیام"));
        assert!(line("خانه » اخبار").is_match("خانه > اخبار"));
        assert!(!line("Home News").is_match("Home\nNews"));
        assert!(line_beginning("").is_err());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(32))]

        #[test]
        fn any_line_meets_itself(text in "[ a-zA-Z0-9•»«\\[\\]/.:،؟آ-یي۰-۹\u{64b}\u{200c}é漢\t]{1,60}") {
            let squashed = fold::squash(&text);
            if !squashed.is_empty() {
                proptest::prop_assert!(line_beginning(&squashed).unwrap().is_match(&text), "{}", text);
            }
        }
    }
}
