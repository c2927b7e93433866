//! A byline in words and in what parts them.
//!
//! `Ada Quill (Quay Post), Bo Reed | News` is two words, a comma, two words, a bar and a word: what is in brackets is left
//! out.
//!
//! Reads no further than it is asked: most texts are known not to be bylines by their first word.

use super::is_address;
use std::{iter::Peekable, str::CharIndices};

#[derive(Clone, Copy, Debug)]
pub(super) enum Item<'t> {
    Word(&'t str),
    /// Parts a list: comma, semicolon, slash.
    Comma,
    /// Parts what is said: a bar, a dash between spaces.
    Bar,
    Colon,
    /// The end of an element: parts names, or the parts of a name.
    Edge,
}

/// All items of a text.
pub(super) fn items(text: &str) -> Vec<Item<'_>> {
    Items::of(text).collect()
}

/// The items of a text, one after another.
pub(super) struct Items<'t> {
    text: &'t str,
    chars: Peekable<CharIndices<'t>>,
    before: char,
    /// Where the word begins that is being read.
    start: Option<usize>,
    /// How many brackets are open.
    inside: u32,
    /// What stands behind the word that was read.
    next: Option<Item<'t>>,
    /// The last item was the end of an element: another one right behind it says no more.
    ended: bool,
}

impl<'t> Items<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let chars = text.char_indices().peekable();
        Self { text, chars, before: ' ', start: None, inside: 0, next: None, ended: false }
    }

    /// What ends a word: a sign, or white space and brackets, which are no item. Nothing where a word goes on.
    fn end(&mut self, at: usize, c: char) -> Option<Option<Item<'t>>> {
        if c.is_ascii_alphanumeric() {
            self.before = c;
            return None;
        }
        let after = self.chars.peek().map_or(' ', |&(_, c)| c);
        let before = std::mem::replace(&mut self.before, c);
        let apart = before.is_whitespace() && after.is_whitespace();
        let in_address = || {
            let start = self.start.unwrap_or(at);
            matches!(before, ':' | '/') || at - start < 64 && is_address(&self.text[start..at])
        };
        Some(match c {
            '(' | '[' | '（' | '【' => {
                self.inside += 1;
                None
            }
            ')' | ']' | '）' | '】' => {
                self.inside = self.inside.saturating_sub(1);
                None
            }
            '\u{2028}' => Some(Item::Edge),
            c if c.is_whitespace() => None,
            ',' | '،' | ';' | '؛' | '、' | '，' | '+' | '；' => Some(Item::Comma),
            '/' | '／' if !in_address() => Some(Item::Comma),
            '|' | '•' | '｜' | '—' | '»' | '›' | 'ㅣ' => Some(Item::Bar),
            '-' | '–' | '·' | '~' | '*' if apart => Some(Item::Bar),
            ':' | '：' if after != '/' && !(before.is_numeric() && after.is_numeric()) => Some(Item::Colon),
            _ => return None,
        })
    }
}

impl<'t> Iterator for Items<'t> {
    type Item = Item<'t>;

    fn next(&mut self) -> Option<Item<'t>> {
        if let Some(item) = self.next.take() {
            return Some(item);
        }
        while let Some((at, c)) = self.chars.next() {
            let Some(item) = self.end(at, c) else {
                if self.inside == 0 {
                    self.start.get_or_insert(at);
                }
                continue;
            };
            let word = self.start.take().map(|start| Item::Word(&self.text[start..at]));
            let again = word.is_none() && self.ended && matches!(item, Some(Item::Edge));
            let item = item.filter(|_| self.inside == 0 && !again);
            if word.is_some() || item.is_some() {
                self.ended = matches!(item, Some(Item::Edge));
            }
            match word {
                Some(_) => {
                    self.next = item;
                    return word;
                }
                None if item.is_some() => return item,
                None => {}
            }
        }
        self.start.take().map(|start| Item::Word(&self.text[start..]))
    }
}
