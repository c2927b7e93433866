//! What an edit of a text changed, so that it can be taken back: the part that differs, before and after.

use crate::lang::floor;

/// One edit of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Patch {
    /// Where the part begins that differs.
    at: usize,
    before: String,
    after: String,
}

impl Patch {
    /// The edit that made `after` of `before`.
    pub(super) fn new(before: &str, after: &str) -> Self {
        let same = |pair: &(u8, u8)| pair.0 == pair.1;
        let head = before.bytes().zip(after.bytes()).take_while(same).count();
        // Within the head both texts are the same, so its end is a boundary of characters of both or of none.
        let head = floor(before, head);
        let (rest_before, rest_after) = (&before[head..], &after[head..]);
        let tail = rest_before.bytes().rev().zip(rest_after.bytes().rev()).take_while(same).count();
        let tail = (0..=tail).rev().find(|&tail| rest_before.is_char_boundary(rest_before.len() - tail)).unwrap_or(0);
        let middle = |rest: &str| rest[..rest.len() - tail].to_owned();
        Self { at: head, before: middle(rest_before), after: middle(rest_after) }
    }

    /// The text before the edit; `None` when `text` is not what the edit made.
    pub(super) fn undo(&self, text: &str) -> Option<String> {
        let rest = text.get(self.at..)?.strip_prefix(self.after.as_str())?;
        Some(format!("{}{}{rest}", &text[..self.at], self.before))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_edit_can_be_taken_back(before in "[ab«»گک]{0,8}", after in "[ab«»گک]{0,8}") {
            prop_assert_eq!(Patch::new(&before, &after).undo(&after), Some(before));
        }
    }

    #[test]
    fn another_text_is_left_alone() {
        let patch = Patch::new("a = 1\nb = 2\n", "a = 1\nb = 3\n");
        assert_eq!(patch, Patch { at: 10, before: "2".into(), after: "3".into() });
        assert_eq!(patch.undo("a = 1\nb = 4\n"), None);
        assert_eq!(patch.undo("a"), None);
    }
}
