//! `removed.jsonl`: what was taken out of a document and what was changed in it, so that the original can be put back.
//!
//! `{"id", "removals": [{"start", "end", "text", "rule"}], "edits": [{"start", "end", "was", "with", "by"}]}`: one line for
//! each changed document, in the order of the documents. Offsets are UTF-8 bytes of the decoded original. What the judge took
//! also has a `chance`, and `reasons` when they were asked for. Lines of a page that were left out before there was a text,
//! when they are wanted, stand under `left_out` as `{"at", "text", "reason", "element"}`, and the lines of the text with their
//! elements in the page under `elements` as `{"at", "element", "chance"}`.

use super::{Id, json};
use crate::{
    clean::{Judgement, Removal},
    document::Document,
    repair::Edit,
    span::Span,
};
use std::io::Write as _;

/// The rule that takes what is left of a document with no words in it.
pub const EMPTY: &str = "any.empty";

/// Bytes of an edit beside its texts.
const AROUND: usize = "{'start':1234567,'end':1234567,'was':'','with':'','by':''},".len();

/// Appends a line, if anything was changed. `dropped`: the document is not written, so what was left of it counts as
/// removed by [`EMPTY`].
pub fn write(
    out: &mut Vec<u8>,
    id: Id<'_>,
    text: &str,
    (removals, judged): (&[Removal<'_>], &[Judgement]),
    edits: &[Edit<'_>],
    page: &Document<'_>,
    dropped: bool,
) {
    let rest = if dropped { rest(text.len(), removals, edits) } else { Vec::new() };
    // Of lines that nobody asked for only the counts are known.
    let mut excluded_lines = page.excluded_lines.iter().filter(|left| !left.line.is_empty()).peekable();
    let unchanged = removals.is_empty() && edits.is_empty() && rest.is_empty();
    if unchanged && excluded_lines.peek().is_none() && page.line_elements.is_empty() {
        return;
    }
    out.extend_from_slice(b"{\"id\":");
    id.write(out);
    out.extend_from_slice(b",\"removals\":[");
    if rest.is_empty() {
        removals.iter().for_each(|removal| write_removal(out, text, removal, judged));
    } else {
        let mut all = removals.to_vec();
        all.extend(rest.into_iter().map(|span| Removal { span, rule: EMPTY, line: None }));
        all.sort_unstable_by_key(|removal| removal.span);
        all.iter().for_each(|removal| write_removal(out, text, removal, judged));
    }
    out.extend_from_slice(b"],\"edits\":[");
    // A huge document has many; memory that grows step by step is more than is needed.
    out.reserve(edits.iter().map(|edit| edit.span.len() + edit.with.len() + edit.by.len() + AROUND).sum());
    for edit in edits {
        write_span(out, edit.span);
        json::entry(out, "was", edit.span.slice(text));
        json::entry(out, "with", &edit.with);
        json::entry(out, "by", edit.by);
        out.push(b'}');
    }
    out.push(b']');
    if excluded_lines.peek().is_some() {
        out.extend_from_slice(b",\"left_out\":[");
        for left in excluded_lines {
            json::comma(out);
            out.extend_from_slice(b"{\"at\":");
            json::number(out, left.at as u64);
            json::entry(out, "text", &left.line);
            json::entry(out, "reason", left.reason);
            json::entry(out, "element", &left.element);
            out.push(b'}');
        }
        out.push(b']');
    }
    if !page.line_elements.is_empty() {
        out.extend_from_slice(b",\"elements\":[");
        for line in &page.line_elements {
            json::comma(out);
            out.extend_from_slice(b"{\"at\":");
            json::number(out, line.at as u64);
            json::entry(out, "element", &line.element);
            // Writing to a `Vec` cannot fail.
            let _ = write!(out, ",\"chance\":{:.2}}}", line.chance);
        }
        out.push(b']');
    }
    out.extend_from_slice(b"}\n");
}

fn write_removal(out: &mut Vec<u8>, text: &str, removal: &Removal<'_>, judged: &[Judgement]) {
    write_span(out, removal.span);
    json::entry(out, "text", removal.span.slice(text));
    json::entry(out, "rule", removal.rule);
    let at = removal.line.and_then(|line| judged.binary_search_by_key(&line, |judged| judged.line).ok());
    if let Some(judged) = at.map(|at| &judged[at]).filter(|_| removal.rule.starts_with("judge.")) {
        // Writing to a `Vec` cannot fail.
        let _ = write!(out, ",\"chance\":{:.3}", judged.chance);
        if !judged.reasons.is_empty() {
            out.extend_from_slice(b",\"reasons\":[");
            for reason in &judged.reasons {
                json::comma(out);
                json::string(out, reason);
            }
            out.push(b']');
        }
    }
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
    use crate::document::{ExcludedLine, LineElement};

    fn line(text: &str, removals: &[Removal<'_>], edits: &[Edit<'_>], dropped: bool) -> String {
        let mut out = Vec::new();
        let judged = [Judgement { line: 7, chance: 0.98765, bound: 0.9, reasons: vec!["its words".into()] }];
        write(&mut out, Id::Line("a", 3), text, (removals, &judged), edits, &Document::default(), dropped);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_unchanged_document_has_no_line() {
        assert_eq!(line("x", &[], &[], false), "");
        assert_eq!(line("", &[], &[], true), "");
    }

    #[test]
    fn removals_and_edits_say_what_stood_there() {
        let removal = Removal { span: Span::new(0, 3), rule: "fa.x", line: Some(7) };
        let edit = Edit { span: Span::new(4, 5), with: "z".into(), by: "any.y" };
        assert_eq!(
            line("ab\ncd", &[removal], std::slice::from_ref(&edit), false),
            "{\"id\":\"a#3\",\"removals\":[{\"start\":0,\"end\":3,\"text\":\"ab\\n\",\"rule\":\"fa.x\"}],\
             \"edits\":[{\"start\":4,\"end\":5,\"was\":\"d\",\"with\":\"z\",\"by\":\"any.y\"}]}\n"
        );
    }

    #[test]
    fn the_judge_says_how_sure_it_was() {
        let removal = Removal { span: Span::new(0, 3), rule: "judge.nav", line: Some(7) };
        let told = line("ab\ncd", &[removal], &[], false);
        assert!(told.contains(r#""rule":"judge.nav","chance":0.988,"reasons":["its words"]}"#), "{told}");
    }

    #[test]
    fn lines_that_were_left_out_say_where_and_why() {
        let left = ExcludedLine { reason: "nav", at: 4, bytes: 4, line: "Home".into(), element: "nav > a".into() };
        let line = LineElement { at: 0, element: "main > p".into(), chance: 0.998 };
        let page = Document { excluded_lines: vec![left], line_elements: vec![line], ..Document::default() };
        let mut out = Vec::new();
        write(&mut out, Id::Line("a", 3), "word", (&[], &[]), &[], &page, false);
        let want = concat!(
            r#"{"id":"a#3","removals":[],"edits":[],"#,
            r#""left_out":[{"at":4,"text":"Home","reason":"nav","element":"nav > a"}],"#,
            r#""elements":[{"at":0,"element":"main > p","chance":1.00}]}"#
        );
        assert_eq!(String::from_utf8(out).unwrap().trim_end(), want);
    }

    #[test]
    fn what_is_left_of_a_dropped_document_counts_as_removed() {
        let removal = Removal { span: Span::new(1, 3), rule: "fa.x", line: None };
        assert_eq!(
            line(" ab\n", &[removal], &[], true),
            "{\"id\":\"a#3\",\"removals\":[{\"start\":0,\"end\":1,\"text\":\" \",\"rule\":\"any.empty\"},\
             {\"start\":1,\"end\":3,\"text\":\"ab\",\"rule\":\"fa.x\"},\
             {\"start\":3,\"end\":4,\"text\":\"\\n\",\"rule\":\"any.empty\"}],\"edits\":[]}\n"
        );
    }
}
