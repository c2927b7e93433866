//! `removed.jsonl`: what was taken out of a document and what was changed in it, so that the original can be put back.
//!
//! `{"id", "removals": [{"start", "end", "text", "rule"}], "edits": [{"start", "end", "was", "with", "by"}]}`: one line
//! a changed document, in the order of the documents. Offsets are UTF-8 bytes of the decoded original.

use super::{Id, json};
use crate::{clean::Removal, repair::Edit, span::Span};

/// The rule that takes what is left of a document with no words in it.
pub const EMPTY: &str = "any.empty";

/// Appends a line, if anything was changed. `dropped`: the document is not written, so what was left of it counts as
/// removed by [`EMPTY`].
pub fn write(out: &mut Vec<u8>, id: Id<'_>, text: &str, removals: &[Removal<'_>], edits: &[Edit<'_>], dropped: bool) {
    let rest = if dropped { rest(text.len(), removals, edits) } else { Vec::new() };
    if removals.is_empty() && edits.is_empty() && rest.is_empty() {
        return;
    }
    out.extend_from_slice(b"{\"id\":");
    id.write(out);
    out.extend_from_slice(b",\"removals\":[");
    if rest.is_empty() {
        for removal in removals {
            write_removal(out, text, removal.span, removal.rule);
        }
    } else {
        let mut all: Vec<_> = removals.iter().map(|removal| (removal.span, removal.rule)).collect();
        all.extend(rest.into_iter().map(|span| (span, EMPTY)));
        all.sort_unstable_by_key(|(span, _)| *span);
        for (span, rule) in all {
            write_removal(out, text, span, rule);
        }
    }
    out.extend_from_slice(b"],\"edits\":[");
    for edit in edits {
        write_span(out, edit.span);
        out.extend_from_slice(b",\"was\":");
        json::string(out, edit.span.of(text));
        out.extend_from_slice(b",\"with\":");
        json::string(out, &edit.with);
        out.extend_from_slice(b",\"by\":");
        json::string(out, edit.by);
        out.push(b'}');
    }
    out.extend_from_slice(b"]}\n");
}

fn write_removal(out: &mut Vec<u8>, text: &str, span: Span, rule: &str) {
    write_span(out, span);
    out.extend_from_slice(b",\"text\":");
    json::string(out, span.of(text));
    out.extend_from_slice(b",\"rule\":");
    json::string(out, rule);
    out.push(b'}');
}

fn write_span(out: &mut Vec<u8>, span: Span) {
    json::comma(out);
    out.extend_from_slice(b"{\"start\":");
    json::number(out, span.start as u64);
    out.extend_from_slice(b",\"end\":");
    json::number(out, span.end as u64);
}

/// What neither a removal nor an edit covers.
fn rest(len: usize, removals: &[Removal<'_>], edits: &[Edit<'_>]) -> Vec<Span> {
    let mut taken: Vec<Span> = removals.iter().map(|r| r.span).chain(edits.iter().map(|e| e.span)).collect();
    taken.sort_unstable();
    let mut rest = Vec::new();
    let mut at = 0;
    for span in taken.into_iter().chain([Span { start: len, end: len }]) {
        if span.start > at {
            rest.push(Span::new(at, span.start));
        }
        at = at.max(span.end);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, removals: &[Removal<'_>], edits: &[Edit<'_>], dropped: bool) -> String {
        let mut out = Vec::new();
        write(&mut out, Id::Line("a", 3), text, removals, edits, dropped);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_unchanged_document_has_no_line() {
        assert_eq!(line("x", &[], &[], false), "");
        assert_eq!(line("", &[], &[], true), "");
    }

    #[test]
    fn removals_and_edits_say_what_stood_there() {
        let removal = Removal { span: Span::new(0, 3), rule: "fa.x" };
        let edit = Edit { span: Span::new(4, 5), with: "z".into(), by: "any.y" };
        assert_eq!(
            line("ab\ncd", &[removal], std::slice::from_ref(&edit), false),
            "{\"id\":\"a#3\",\"removals\":[{\"start\":0,\"end\":3,\"text\":\"ab\\n\",\"rule\":\"fa.x\"}],\
             \"edits\":[{\"start\":4,\"end\":5,\"was\":\"d\",\"with\":\"z\",\"by\":\"any.y\"}]}\n"
        );
    }

    #[test]
    fn what_is_left_of_a_dropped_document_counts_as_removed() {
        let removal = Removal { span: Span::new(1, 3), rule: "fa.x" };
        assert_eq!(
            line(" ab\n", &[removal], &[], true),
            "{\"id\":\"a#3\",\"removals\":[{\"start\":0,\"end\":1,\"text\":\" \",\"rule\":\"any.empty\"},\
             {\"start\":1,\"end\":3,\"text\":\"ab\",\"rule\":\"fa.x\"},\
             {\"start\":3,\"end\":4,\"text\":\"\\n\",\"rule\":\"any.empty\"}],\"edits\":[]}\n"
        );
    }
}
