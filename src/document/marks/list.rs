//! The marks of list items: `- a`, `* b` for the next list that follows at once, `3. c`, `7) d` where the numbers leap.
//!
//! Two lists of a kind side by side are one list to a reader of Markdown, and numbers but the first are counted by it: so a
//! list that follows at once, and a number that does not follow, get the other mark of their kind.

use super::Container;

/// The item written last in a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct LastItem {
    list: u32,
    number: Option<i64>,
    /// Whether it has the second mark of its kind.
    other: bool,
}

/// The largest number that an item can have.
const LARGEST: i64 = 999_999_999;

/// The mark of an item, and the item for the next one; `None` for quotes. `last` is the item before it.
pub(super) fn mark(container: Container, last: Option<LastItem>) -> (String, Option<LastItem>) {
    let Container::Item { list, number } = container else { return ("> ".to_owned(), None) };
    let number = number.map(|number| number.clamp(0, LARGEST));
    let other = match last {
        Some(last) if last.number.is_some() == number.is_some() => last.other == goes_on(last, list, number),
        _ => false,
    };
    let mark = match (number, other) {
        (Some(number), false) => format!("{number}. "),
        (Some(number), true) => format!("{number}) "),
        (None, false) => "- ".to_owned(),
        (None, true) => "* ".to_owned(),
    };
    (mark, Some(LastItem { list, number, other }))
}

/// Whether `container` is the item after `last` of the same list.
pub(super) fn follows(container: Container, last: Option<LastItem>) -> bool {
    match (container, last) {
        (Container::Item { list, number }, Some(last)) => goes_on(last, list, number),
        _ => false,
    }
}

/// Whether an item may follow a paragraph with no blank line between.
pub(super) fn interrupts(container: Container) -> bool {
    matches!(container, Container::Item { number: None | Some(1), .. })
}

fn goes_on(last: LastItem, list: u32, number: Option<i64>) -> bool {
    last.list == list && number == last.number.map(|number| number + 1)
}
