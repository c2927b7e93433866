//! MacArabic and MacFarsi.

use std::{borrow::Cow, sync::LazyLock};

/// What the bytes from 0x80 stand for.
pub(crate) type UpperHalf = [char; 128];

pub(crate) static ARABIC: LazyLock<UpperHalf> = LazyLock::new(|| parse(include_str!("mac.txt")));

pub(crate) static FARSI: LazyLock<UpperHalf> = LazyLock::new(|| {
    let mut half = *ARABIC;
    for (digit, to) in half[0x30..=0x39].iter_mut().zip('۰'..='۹') {
        *digit = to;
    }
    half
});

fn parse(table: &str) -> UpperHalf {
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    let mut chars = rows.flat_map(|row| row.chars().skip(2).take(16));
    let mut half = std::array::from_fn(|_| chars.next().unwrap_or('\u{FFFD}'));
    half[1] = '\u{A0}';
    half
}

pub(crate) fn decode<'a>(bytes: &'a [u8], half: &UpperHalf) -> Cow<'a, str> {
    if let Some(first) = bytes.iter().position(|b| !b.is_ascii()) {
        let mut text = String::with_capacity(2 * bytes.len() - first);
        text.extend(bytes.iter().map(|&b| match b.checked_sub(0x80) {
            Some(at) => half[usize::from(at)],
            None => char::from(b),
        }));
        return Cow::Owned(text);
    }
    String::from_utf8_lossy(bytes)
}
