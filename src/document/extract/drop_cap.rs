//! Large first letters: `<div class="first-letter">D</div><p>uring the night …` is one line, "During the night …".
//!
//! Letters that stand in their line are no lines of their own; only those in blocks are looked for here, in scripts that have
//! capitals.

use super::{Block, Region};

/// A shorter line, in bytes, is no paragraph: names stand below the letters that are their writers' pictures.
const PARAGRAPH: usize = 80;

/// Whether `line` is the first letter of the paragraph `next`, set apart.
pub(crate) fn is_drop_cap(line: &str, next: &str) -> bool {
    let mut chars = line.trim().chars();
    matches!((chars.next(), chars.next()), (Some(letter), None) if letter.is_uppercase())
        && next.starts_with(char::is_lowercase)
        && next.len() >= PARAGRAPH
}

/// Keeps such letters of what is kept.
pub(super) fn keep(blocks: &mut [Block], text: &str) {
    let mut before: Option<usize> = None;
    for i in 0..blocks.len() {
        if blocks[i].span.is_empty() {
            continue;
        }
        let (line, region) = (blocks[i].span.slice(text), blocks[i].region);
        if let Some(before) = before
            && region == Region::Main
            && is_drop_cap(blocks[before].span.slice(text), line)
        {
            blocks[before].region = region;
        }
        before = Some(i);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_capital_begins_a_word() {
        let rest = " the night the harbour froze, and no ship could leave before the ice was broken.";
        for (line, next, want) in [
            ("D", "uring", true),
            ("É", "té", true),
            ("D", "During", false),
            ("a", "t", false),
            ("4", "ever", false),
            ("AB", "c", false),
            ("ا", "ین", false),
            ("", "x", false),
        ] {
            assert_eq!(is_drop_cap(line, &format!("{next}{rest}")), want, "{line} {next}");
        }
        assert!(!is_drop_cap("S", "scott"));
    }
}
