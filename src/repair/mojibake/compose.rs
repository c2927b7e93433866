//! Two steps of edits as one.

use crate::{repair::Edit, span::Span};
use std::borrow::Cow;

/// The edits that do at once what `first` does and then `second`, whose spans are of `between`, the text after `first`.
/// Where they meet, the id of `first` stays: it names the last thing that went wrong.
pub(in crate::repair) fn compose<'a>(first: &[Edit<'a>], second: &[Edit<'a>], between: &str) -> Vec<Edit<'a>> {
    let mut all: Vec<Edit<'a>> = Vec::with_capacity(first.len().max(second.len()));
    let (mut a, mut b) = (first.iter().peekable(), second.iter().peekable());
    // What `first` adds to offsets of the original, up to here.
    let (mut grown, mut shrunk) = (0, 0);
    loop {
        let at_a = a.peek().map(|edit| edit.span.start + grown - shrunk);
        let at_b = b.peek().map(|edit| edit.span.start);
        let Some(start) = at_a.into_iter().chain(at_b).min() else { return all };
        let original = start + shrunk - grown;
        // The cluster of edits that overlap, in offsets of the text between.
        let (mut end, mut by, mut with, mut copied) = (start, None, String::new(), start);
        loop {
            let next_a = a.peek().map(|edit| edit.span.start + grown - shrunk);
            let next_b = b.peek().map(|edit| edit.span.start);
            let joins = |at: usize| at < end || at == start && end == start;
            if let Some(edit) = a.next_if(|_| next_a.is_some_and(joins)) {
                end = end.max(next_a.unwrap_or(end) + edit.with.len());
                grown += edit.with.len();
                shrunk += edit.span.len();
                by = by.or(Some(edit.by));
            } else if let Some(edit) = b.next_if(|_| next_b.is_some_and(joins)) {
                with.push_str(&between[copied..edit.span.start]);
                with.push_str(&edit.with);
                copied = edit.span.end;
                end = end.max(edit.span.end);
                by = by.or(Some(edit.by));
            } else {
                break;
            }
        }
        with.push_str(&between[copied..end]);
        let span = Span::new(original, end + shrunk - grown);
        all.extend(by.map(|by| Edit { span, with: Cow::Owned(with), by }));
    }
}
