//! Two layers of edits as one: the second was found on the text that the first one made.
//!
//! ```
//! # use sarand::{repair::{Edit, apply, compose_edits}, span::Span};
//! # let edit = |start, end, with: &'static str, by| Edit { span: Span::new(start, end), with: with.into(), by };
//! let first = vec![edit(3, 5, " ", "any.spaces")];
//! let second = vec![edit(0, 1, "O", "capital")]; // on "one two"
//! let both = compose_edits("one  two", first, second);
//! assert_eq!(apply("one  two", &both), "One two");
//! assert_eq!(both[1].by, "any.spaces");
//! ```
//!
//! Edits of the two layers that touch become one edit, under the id of the one that begins first; all others stay as they
//! are. Takes time linear in the edits and in what they replace.

use super::{Edit, apply};
use crate::span::Span;
use std::borrow::Cow;

/// The edits of `original` that do what `first` and then `second` do. Both are sorted and do not overlap; spans of `second`
/// are bytes of the text after `first`.
#[must_use]
pub fn compose_edits<'a>(original: &str, first: Vec<Edit<'a>>, second: Vec<Edit<'a>>) -> Vec<Edit<'a>> {
    if second.is_empty() {
        return first;
    }
    let mut out = Vec::with_capacity(first.len() + second.len());
    let mut lower = FirstLayer { edits: first.into_iter().peekable(), grown: 0, shrunk: 0 };
    let mut upper = second.into_iter().peekable();
    loop {
        match (lower.span(), upper.peek().map(|edit| edit.span)) {
            (None, None) => return out,
            (Some(low), high) if high.is_none_or(|high| low.end < high.start) => out.extend(lower.next()),
            (low, Some(high)) if low.is_none_or(|low| high.end < low.start) => {
                out.extend(upper.next().map(|edit| Edit { span: lower.original(edit.span), ..edit }));
            }
            _ => out.extend(touching(original, &mut lower, &mut upper)),
        }
    }
}

/// The edits of the first layer that are still to come.
struct FirstLayer<'a, I: Iterator<Item = Edit<'a>>> {
    edits: std::iter::Peekable<I>,
    /// Bytes that the edits so far have put in, and taken out.
    grown: usize,
    shrunk: usize,
}

impl<'a, I: Iterator<Item = Edit<'a>>> FirstLayer<'a, I> {
    /// Where the next edit's text stands in the text between.
    fn span(&mut self) -> Option<Span> {
        let edit = self.edits.peek()?;
        let start = edit.span.start + self.grown - self.shrunk;
        Some(Span::new(start, start + edit.with.len()))
    }

    fn next(&mut self) -> Option<Edit<'a>> {
        let edit = self.edits.next()?;
        self.grown += edit.with.len();
        self.shrunk += edit.span.len();
        Some(edit)
    }

    /// Where bytes of the text between stand in the original, edits so far being before them.
    fn original(&self, between: Span) -> Span {
        Span::new(between.start + self.shrunk - self.grown, between.end + self.shrunk - self.grown)
    }
}

/// One edit for those at the head of both layers that touch, and all that touch these; none when they undo each other.
fn touching<'a, I: Iterator<Item = Edit<'a>>>(
    original: &str,
    lower: &mut FirstLayer<'a, I>,
    upper: &mut std::iter::Peekable<std::vec::IntoIter<Edit<'a>>>,
) -> Option<Edit<'a>> {
    let (low, high) = (lower.span()?, upper.peek()?.span);
    let by = if low.start <= high.start { lower.edits.peek()?.by } else { upper.peek()?.by };
    let start = low.start.min(high.start);
    let mut end = start;
    let from = lower.original(Span::new(start, start)).start;
    let (mut lows, mut highs): (Vec<Edit<'_>>, Vec<Edit<'_>>) = (Vec::new(), Vec::new());
    let moved = |edit: Edit<'a>, by: usize| Edit { span: Span::new(edit.span.start - by, edit.span.end - by), ..edit };
    loop {
        if let Some(span) = lower.span().filter(|span| span.start <= end) {
            end = end.max(span.end);
            lows.extend(lower.next().map(|edit| moved(edit, from)));
        } else if let Some(edit) = upper.next_if(|edit| edit.span.start <= end) {
            end = end.max(edit.span.end);
            highs.push(moved(edit, start));
        } else {
            break;
        }
    }
    let span = Span::new(from, lower.original(Span::new(end, end)).end);
    // One that is all of it need not be made again.
    let with = match lows.as_slice() {
        [low] if low.span == Span::new(0, span.len()) => apply(&low.with, &highs),
        lows => apply(&apply(span.slice(original), lows), &highs),
    };
    (with != span.slice(original)).then_some(Edit { span, with: Cow::Owned(with), by })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edits(len: usize) -> impl Strategy<Value = Vec<Edit<'static>>> {
        let step = (0..4_usize, 0..3_usize, prop::sample::select(vec!["", "x", "yz", "ab"]));
        prop::collection::vec(step, 0..8).prop_map(move |steps| {
            let mut at = 0;
            let mut edits: Vec<Edit<'static>> = Vec::new();
            for (skip, take, with) in steps {
                let start = at + skip + usize::from(!edits.is_empty());
                if start + take > len {
                    break;
                }
                edits.push(Edit { span: Span::new(start, start + take), with: Cow::Borrowed(with), by: "any" });
                at = start + take;
            }
            edits
        })
    }

    fn layers() -> impl Strategy<Value = (String, Vec<Edit<'static>>, Vec<Edit<'static>>)> {
        "[a-e]{0,24}".prop_flat_map(|text| {
            (Just(text.clone()), edits(text.len())).prop_flat_map(|(text, first)| {
                let second = edits(apply(&text, &first).len());
                (Just(text), Just(first), second)
            })
        })
    }

    proptest! {
        #[test]
        fn one_layer_does_what_two_do((text, first, second) in layers()) {
            let expected = apply(&apply(&text, &first), &second);
            let both = compose_edits(&text, first, second);
            prop_assert!(both.windows(2).all(|two| two[0].span.end <= two[1].span.start));
            prop_assert_eq!(apply(&text, &both), expected);
        }
    }

    #[test]
    fn edits_that_do_not_touch_keep_their_ids() {
        let edit = |start, end, with, by| Edit { span: Span::new(start, end), with: Cow::Borrowed(with), by };
        let first = vec![edit(0, 2, "", "a"), edit(6, 6, "++", "b")];
        let second = vec![edit(1, 2, "!", "c"), edit(5, 7, "?", "d")];
        let both = compose_edits("01234567", first, second);
        assert_eq!(both, [edit(0, 2, "", "a"), edit(3, 4, "!", "c"), edit(6, 7, "+?", "b")]);
        assert_eq!(apply("01234567", &both), "2!45+?7");
    }
}
