//! Texts that come again and again in a piece of a file, each kept once.

use rustc_hash::FxHashMap;
use std::{borrow::Cow, sync::Arc};

/// Texts by the numbers that [`Strings::number`] gave them.
pub(super) type Table = Arc<[Box<str>]>;

/// Gives numbers to texts.
#[derive(Debug, Default)]
pub(super) struct Strings<'a> {
    numbers: FxHashMap<Cow<'a, str>, u32>,
    texts: Vec<Box<str>>,
}

impl<'a> Strings<'a> {
    pub(super) fn number(&mut self, text: Cow<'a, str>) -> u32 {
        if let Some(number) = self.numbers.get(&text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push((&*text).into());
        self.numbers.insert(text, number);
        number
    }

    pub(super) fn into_table(self) -> Table {
        self.texts.into()
    }
}
