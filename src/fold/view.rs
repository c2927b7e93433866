//! The two views of a line: folded (for `regex`) and squashed (for phrases).

use super::{Unit, fold_char};
use std::sync::LazyLock;

/// A folded text with the way back to its source.
#[derive(Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text` the source byte offset where its character begins; one more entry at the end: the
    /// offset after the last character that left something.
    at: Vec<u32>,
}

impl Folded {
    /// Folds `source`.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let (mut text, mut at) = (String::with_capacity(source.len()), Vec::with_capacity(source.len() + 1));
        let (mut space, mut end) = (None, 0);
        for (offset, c) in source.char_indices() {
            fold_char(c, &mut |unit| {
                let unit = if unit == Unit::Quote { quote(source, offset, c) } else { unit };
                match unit {
                    Unit::Drop | Unit::Quote => {}
                    Unit::Space => space = space.or(Some(offset)),
                    Unit::Word(to) | Unit::Mark(to) => {
                        if let Some(from) = space.take()
                            && !text.is_empty()
                        {
                            text.push(' ');
                            at.push(from as u32);
                        }
                        text.push(to);
                        at.extend(std::iter::repeat_n(offset as u32, to.len_utf8()));
                        end = offset + c.len_utf8();
                    }
                }
            });
        }
        at.push(end as u32);
        Self { text, at }
    }

    /// The source byte range of a range of the folded text (on its character boundaries). Dropped characters right
    /// behind the last one (a ZWNJ, a vowel mark) belong to the range when more text follows it.
    #[must_use]
    pub fn source(&self, start: usize, end: usize) -> (usize, usize) {
        if start >= end {
            let at = self.at[start.min(self.at.len() - 1)] as usize;
            return (at, at);
        }
        (self.at[start] as usize, self.at[end.min(self.at.len() - 1)] as usize)
    }

    /// The source byte offset after the first `bytes` bytes of the squashed view that begins at the first character
    /// that squashing does not trim.
    #[must_use]
    pub fn after_squashed(&self, bytes: usize) -> usize {
        let skipped = self.text.len() - self.text.trim_start_matches(|c: char| c == ' ' || is_edge(c)).len();
        let mut left = bytes;
        for (i, b) in self.text.bytes().enumerate().skip(skipped) {
            if left == 0 {
                return self.at[i] as usize;
            }
            if b != b' ' {
                left -= 1;
            }
        }
        self.at.last().map_or(0, |&end| end as usize)
    }
}

/// The folded view of `text`.
#[must_use]
pub fn folded(text: &str) -> String {
    Folded::new(text).text
}

/// The squashed view of `text`.
#[must_use]
pub fn squash(text: &str) -> String {
    let mut arena = Vec::with_capacity(text.len());
    let mut starts = Vec::new();
    let shape = squash_into(text, &mut arena, &mut starts);
    String::from_utf8_lossy(&arena[shape.start as usize..shape.end as usize]).into_owned()
}

/// A guillemet with space on both sides (or the edge on one) separates, like `>`; other quotes leave nothing.
fn quote(source: &str, offset: usize, c: char) -> Unit {
    if !matches!(c, '«' | '»' | '‹' | '›') {
        return Unit::Quote;
    }
    let before = source[..offset].chars().next_back();
    let after = source[offset + c.len_utf8()..].chars().next();
    let spaced = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if spaced(before) && spaced(after) { Unit::Mark('>') } else { Unit::Quote }
}

/// What squashing trims at the edges.
fn is_edge(c: char) -> bool {
    matches!(c, '*' | '-' | '_' | '=' | '~' | '>' | '|' | '.' | ',' | ':' | ';' | '!' | '?' | '/' | '\\')
}

/// Takes bullets and end punctuation off a folded text without spaces; all of it stays when nothing else is left.
pub(crate) fn trim_edges(text: &str) -> &str {
    let trimmed = text.trim_matches(is_edge);
    if trimmed.is_empty() { text } else { trimmed }
}

/// What squashing a line tells about it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shape {
    /// The squashed line in the arena.
    pub(crate) start: u32,
    /// One past its last byte.
    pub(crate) end: u32,
    /// Its word starts in the list of starts.
    pub(crate) words: (u32, u32),
    /// Characters of the folded view.
    pub(crate) chars: u32,
    /// The same, where a character of a script without spaces counts as two.
    pub(crate) weight: u32,
    /// The first visible character, folded; `\0` when there is none.
    pub(crate) first: u8,
    /// The last visible character, folded, `"` for any quotation mark; `\0` when there is none or it is not ASCII.
    pub(crate) last: u8,
}

/// One character of the Arabic block, ready to write.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// 0: dropped, 1: ASCII in `bytes[0]`, 2: both bytes.
    len: u8,
    word: bool,
    bytes: [u8; 2],
}

/// U+0600-U+06FF, because four fifths of our text is in it.
static ARABIC: LazyLock<[Entry; 256]> = LazyLock::new(|| {
    std::array::from_fn(|i| {
        let mut entry = Entry::default();
        let c = char::from_u32(0x600 + i as u32).unwrap_or(' ');
        fold_char(c, &mut |unit| {
            if let Unit::Word(to) | Unit::Mark(to) = unit {
                entry.len = to.encode_utf8(&mut entry.bytes).len() as u8;
                entry.word = matches!(unit, Unit::Word(_));
            }
        });
        entry
    })
});

/// ASCII: 0 dropped, 1 space, 2 quote, else the byte; the high bit is set for letters and digits.
static ASCII: LazyLock<[u8; 128]> = LazyLock::new(|| {
    std::array::from_fn(|i| {
        let mut to = 0;
        fold_char(i as u8 as char, &mut |unit| {
            to = match unit {
                Unit::Drop => 0,
                Unit::Space => 1,
                Unit::Quote => 2,
                Unit::Word(c) => c as u8 | 0x80,
                Unit::Mark(c) => c as u8,
            };
        });
        to
    })
});

/// Appends the squashed view of `line` to `arena` and its word starts (arena offsets) to `starts`.
pub(crate) fn squash_into(line: &str, arena: &mut Vec<u8>, starts: &mut Vec<u32>) -> Shape {
    let (ascii, arabic) = (&*ASCII, &*ARABIC);
    let bytes = line.as_bytes();
    let begin = arena.len();
    let mut shape = Shape { words: (starts.len() as u32, 0), ..Shape::default() };
    let (mut chars, mut wide) = (0u32, 0u32);
    let (mut space, mut boundary) = (false, true);
    let mut i = 0;
    arena.reserve(bytes.len());
    while i < bytes.len() {
        let b = bytes[i];
        if b < 0x80 {
            i += 1;
            let to = ascii[b as usize];
            match to {
                0 => {}
                1 => (space, boundary) = (true, true),
                2 => shape.last = b'"',
                _ => {
                    chars += 1 + u32::from(space && arena.len() > begin);
                    space = false;
                    let word = to & 0x80 != 0;
                    let to = to & 0x7f;
                    if arena.len() == begin {
                        shape.first = to;
                    }
                    shape.last = to;
                    if word && boundary {
                        starts.push(arena.len() as u32);
                    }
                    boundary = !word;
                    arena.push(to);
                }
            }
        } else if b & 0xfc == 0xd8 {
            let entry = arabic[usize::from(b & 3) << 6 | usize::from(bytes[i + 1] & 0x3f)];
            i += 2;
            if entry.len == 0 {
                continue;
            }
            chars += 1 + u32::from(space && arena.len() > begin);
            space = false;
            if entry.word && boundary {
                starts.push(arena.len() as u32);
            }
            boundary = !entry.word;
            if entry.len == 2 {
                arena.extend_from_slice(&entry.bytes);
                shape.last = 0;
            } else {
                if arena.len() == begin {
                    shape.first = entry.bytes[0];
                }
                shape.last = entry.bytes[0];
                arena.push(entry.bytes[0]);
            }
        } else {
            let Some(c) = line[i..].chars().next() else { break };
            fold_char(c, &mut |unit| {
                let unit = if unit == Unit::Quote { quote(line, i, c) } else { unit };
                match unit {
                    Unit::Drop => {}
                    Unit::Space => (space, boundary) = (true, true),
                    Unit::Quote => shape.last = b'"',
                    Unit::Word(to) | Unit::Mark(to) => {
                        chars += 1 + u32::from(space && arena.len() > begin);
                        wide += u32::from(is_wide(to));
                        space = false;
                        let word = matches!(unit, Unit::Word(_));
                        let mark = if to.is_ascii() { to as u8 } else { 0 };
                        if arena.len() == begin {
                            shape.first = mark;
                        }
                        shape.last = if matches!(to, '。' | '｡') { b'.' } else { mark };
                        if word && boundary {
                            starts.push(arena.len() as u32);
                        }
                        boundary = !word;
                        let mut buffer = [0; 4];
                        arena.extend_from_slice(to.encode_utf8(&mut buffer).as_bytes());
                    }
                }
            });
            i += c.len_utf8();
        }
    }
    shape.chars = chars;
    shape.weight = chars + wide;
    shape.words.1 = starts.len() as u32;
    let edge = |b: &u8| is_edge(*b as char);
    let line = &arena[begin..];
    let (head, tail) = match line.iter().position(|b| !edge(b)) {
        Some(head) => (head, line.iter().rposition(|b| !edge(b)).map_or(line.len(), |last| last + 1)),
        None => (0, line.len()),
    };
    (shape.start, shape.end) = ((begin + head) as u32, (begin + tail) as u32);
    shape
}

/// Scripts written without spaces, where a character says about twice as much.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guillemets_between_spaces_separate() {
        assert_eq!(folded("خانه » اخبار"), "خانه > اخبار");
        assert_eq!(folded("«خانه» و"), "خانه و");
    }

    #[test]
    fn a_line_of_marks_alone_stays() {
        assert_eq!(squash("###"), "###");
        assert_eq!(squash(" -- >"), "-->");
        assert_eq!(squash("***"), "***");
    }

    #[test]
    fn squashed_is_folded_without_spaces_and_edges() {
        for line in ["- Advertisement -", "• «خبر»: ۲ / ۳!", "ﷲ ﻻ ＡＢＣ", "日本語。", "", "a\u{301}b — ç", "« »"]
        {
            let folded = folded(line).replace(' ', "");
            assert_eq!(squash(line), trim_edges(&folded), "{line}");
        }
    }

    #[test]
    fn folded_ranges_lead_back_to_the_source() {
        let line = "متن «کد خبر»: ۱۲۳";
        let view = Folded::new(line);
        let found = view.text.find("کد خبر").map(|at| view.source(at, at + "کد خبر".len()));
        assert_eq!(found.map(|(a, b)| &line[a..b]), Some("کد خبر»"));
        assert_eq!(&line[view.after_squashed("متنکدخبر".len())..], ": ۱۲۳");
    }
}
