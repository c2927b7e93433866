//! Characters for private use: icons of fonts, letters of old fonts. They stay, since nobody but their writer knows what
//! they mean, and are counted, since text that holds many is seldom text.

/// How many characters of `text` are of the private use areas (U+E000 to U+F8FF, planes 15 and 16).
///
/// ```
/// assert_eq!(sarand::repair::private_use("\u{e001} home \u{f8ff}\u{f0000}\u{10fffd}"), 4);
/// ```
#[must_use]
pub fn private_use(text: &str) -> usize {
    let bytes = text.as_bytes();
    let basic = memchr::memchr2_iter(0xEE, 0xEF, bytes).filter(|&at| bytes[at] == 0xEE || bytes[at + 1] < 0xA4);
    let planes = memchr::memchr2_iter(0xF3, 0xF4, bytes).filter(|&at| bytes[at] == 0xF4 || bytes[at + 1] >= 0xB0);
    basic.count() + planes.count()
}

#[cfg(test)]
mod tests {
    use super::private_use;

    #[test]
    fn the_areas_and_nothing_beside_them_are_counted() {
        let counted = |c: u32| char::from_u32(c).map_or(0, |c| private_use(&format!("ا{c}a")));
        for (first, last) in [(0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x10_0000, 0x10_FFFD)] {
            assert!((first..=last).all(|c| counted(c) == 1));
        }
        let outside = (0..0xE000).chain(0xF900..0xF0000).step_by(7);
        assert!(outside.chain([0xD7FF, 0xF900, 0xEFFFF]).all(|c| counted(c) == 0));
    }
}
