//! How is a count said? `1 rule`, but `2 rules`.

use std::fmt::Display;

/// So many of something; `one` is the word for one, and for more it gets an `s`.
pub(crate) fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str) -> String {
    let s = either(&count, "", "s");
    format!("{count} {one}{s}")
}

/// What is said of one, or what is said of any other number.
pub(crate) fn either<'w, N: PartialEq + From<u8>>(count: &N, one: &'w str, many: &'w str) -> &'w str {
    if *count == N::from(1) { one } else { many }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_thing_is_no_plural() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "more byte")), ["0 more bytes", "1 more byte", "2 more bytes"]);
        assert_eq!(counted(1.0_f32, "word"), "1 word");
        assert_eq!([0_u64, 1, 2].map(|count| either(&count, "was", "were")), ["were", "was", "were"]);
    }
}
