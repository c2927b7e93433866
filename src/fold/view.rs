//! The two views of a line: folded (for `regex`) and squashed (for phrases).

use super::{
    Unit,
    common::{is_edge, quote},
    fold_char,
    squash::{fold_whole, squash_into},
    word_starts::WordStarts,
};

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
    fold_whole(text)
}

/// The squashed view of `text`.
#[must_use]
pub fn squash(text: &str) -> String {
    let mut arena = Vec::with_capacity(text.len());
    let mut starts = WordStarts::default();
    let shape = squash_into(text, &mut arena, &mut starts);
    String::from_utf8_lossy(&arena[shape.start as usize..shape.end as usize]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without bullets and end punctuation; all of it when nothing else is left.
    fn trim_edges(text: &str) -> &str {
        let trimmed = text.trim_matches(is_edge);
        if trimmed.is_empty() { text } else { trimmed }
    }

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

    proptest::proptest! {
        #[test]
        fn the_fast_ways_fold_like_the_slow_one(line in "[ a-zA-Z0-9•»«\\[\\]/.:،؟آ-یي۰-۹\u{64b}\u{200c}é漢ﷺﻻ\t]{0,60}|.{0,60}") {
            let slow = Folded::new(&line).text;
            proptest::prop_assert_eq!(&folded(&line), &slow);
            let dense = slow.replace(' ', "");
            proptest::prop_assert_eq!(squash(&line), trim_edges(&dense));
            let (mut arena, mut starts) = (Vec::new(), WordStarts::default());
            let shape = squash_into(&line, &mut arena, &mut starts);
            proptest::prop_assert_eq!(shape.chars as usize, slow.chars().count());
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
