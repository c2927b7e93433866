//! The lines of a text as rules see them, folded once into one arena a document.
//!
//! Does not decide anything: which line is chrome is the business of [`crate::rules`].

use crate::{
    fold::{LineShape, WordStarts, squash_into},
    span::Span,
};

/// A folded line of at least this many characters is prose.
pub const PROSE_CHARS: u32 = 120;
/// A folded line that ends a sentence is prose from this many characters.
pub const SENTENCE_CHARS: u32 = 60;
/// A folded line of at least this many characters is no headline.
const STATEMENT_CHARS: u32 = 180;

/// The memory of a text is used for the next one, but for what is beyond so many bytes.
pub(crate) const HUGE: usize = 1 << 20;

/// One line.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its bytes, without the line break.
    pub span: Span,
    shape: LineShape,
}

impl Line {
    /// Characters of the folded line.
    #[must_use]
    pub fn chars(&self) -> u32 {
        self.shape.chars
    }

    /// The ASCII characters of the folded line that are no letters: bit `n` for character `n`.
    pub(crate) fn marks(&self) -> u128 {
        self.shape.marks
    }

    /// Words of the folded line.
    #[must_use]
    pub fn words(&self) -> u32 {
        self.shape.words
    }

    /// Nothing visible in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.shape.chars == 0
    }

    /// A paragraph or a whole sentence: at least [`PROSE_CHARS`], or at least [`SENTENCE_CHARS`] and ending a sentence.
    /// Characters of scripts without spaces count twice.
    #[must_use]
    pub fn is_prose(&self) -> bool {
        let weight = self.shape.weight;
        weight >= PROSE_CHARS || weight >= SENTENCE_CHARS && self.ends_sentence()
    }

    /// Prose that is surely no headline and no caption: a sentence with a full stop, or at least 180 characters.
    #[must_use]
    pub fn is_statement(&self) -> bool {
        self.shape.weight >= STATEMENT_CHARS || self.is_prose() && self.ends_text()
    }

    /// Ends in `. ! ? …` or a quotation mark.
    #[must_use]
    pub fn ends_sentence(&self) -> bool {
        matches!(self.shape.last, b'.' | b'!' | b'?' | b'"')
    }

    /// Ends in a full stop.
    #[must_use]
    pub fn ends_text(&self) -> bool {
        self.shape.last == b'.'
    }

    /// Ends in a colon or semicolon, as what leads on to the next line does.
    #[must_use]
    pub fn leads_on(&self) -> bool {
        matches!(self.shape.last, b':' | b';')
    }

    /// Does not end in a full stop, colon, comma or semicolon. A headline may end in `?`, `!` or a quotation mark.
    #[must_use]
    pub fn is_unpunctuated(&self) -> bool {
        !matches!(self.shape.last, b'.' | b',' | b':' | b';')
    }

    /// Begins with a bullet or a dash.
    #[must_use]
    pub fn has_bullet(&self) -> bool {
        matches!(self.shape.first, b'*' | b'-' | b'>')
    }
}

/// The lines of one text, with their squashed views. Reused from document to document, so that nothing is allocated
/// for a line.
#[derive(Debug, Default)]
pub struct Lines {
    lines: Vec<Line>,
    arena: Vec<u8>,
    starts: WordStarts,
}

impl Lines {
    /// Splits `text` at `\n` and folds each line. A `\n` at the very end ends the last line and starts none.
    pub fn read(&mut self, text: &str) {
        self.lines.clear();
        self.arena.clear();
        self.starts.clear();
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain((!text.ends_with('\n')).then_some(text.len()));
        for end in ends {
            if start > end {
                break;
            }
            let shape = squash_into(&text[start..end], &mut self.arena, &mut self.starts);
            self.lines.push(Line { span: Span::new(start, end), shape });
            start = end + 1;
        }
    }

    /// Gives back the memory that only a huge text needs.
    pub(crate) fn shrink(&mut self) {
        if self.arena.len() > HUGE {
            *self = Self::default();
        }
    }

    /// Folds line `i` anew as if it were `rest`: what a span rule left of it.
    pub fn replace(&mut self, i: usize, rest: &str) {
        self.lines[i].shape = squash_into(rest, &mut self.arena, &mut self.starts);
    }

    /// All lines, in order.
    #[must_use]
    pub fn all(&self) -> &[Line] {
        &self.lines
    }

    /// The squashed view of line `i`, UTF-8.
    #[must_use]
    #[inline]
    pub fn squashed(&self, i: usize) -> &[u8] {
        let shape = &self.lines[i].shape;
        &self.arena[shape.start as usize..shape.end as usize]
    }

    /// Where words of line `i` start in its squashed view, in bytes, ascending.
    pub(crate) fn word_starts(&self, i: usize) -> impl Iterator<Item = usize> {
        let (start, end) = (self.lines[i].shape.start as usize, self.lines[i].shape.end as usize);
        self.starts.between(start, end).map(move |at| at - start)
    }

    /// Whether a word of line `i` starts at byte `at` of its squashed view.
    #[must_use]
    pub fn is_word_start(&self, i: usize, at: usize) -> bool {
        let (start, end) = (self.lines[i].shape.start as usize, self.lines[i].shape.end as usize);
        start + at < end && self.starts.has(start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let mut lines = Lines::default();
        lines.read(text);
        lines.all().iter().map(|line| line.span.slice(text).to_owned()).collect()
    }

    #[test]
    fn a_final_line_break_starts_no_line() {
        assert_eq!(lines("a\nb"), ["a", "b"]);
        assert_eq!(lines("a\nb\n"), ["a", "b"]);
        assert_eq!(lines("a\n\n"), ["a", ""]);
        assert_eq!(lines("\n"), [""]);
        assert_eq!(lines(""), [""]);
    }

    #[test]
    fn prose_is_long_or_a_sentence() {
        let mut lines = Lines::default();
        let cases =
            [("a ".repeat(60), false), ("a ".repeat(61), true), ("a ".repeat(40) + "b.", true), ("a.".into(), false)];
        for (text, prose) in cases {
            lines.read(&text);
            assert_eq!(lines.all()[0].is_prose(), prose, "{text}");
        }
        lines.read(&"漢".repeat(60));
        assert!(lines.all()[0].is_prose());
    }
}
