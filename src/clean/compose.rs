//! From claims to a clean text: which bytes go, what blank lines go with them, and all of it in offsets of the original.

use super::{BLANK_LINES, Removal, Repaired};
use crate::{
    document::Lines,
    repair::Edit,
    rules::{Resolver, RuleSet},
    span::Span,
};
use std::borrow::Cow;

/// Bytes of the repaired text that go.
struct Cut<'r> {
    span: Span,
    rule: &'r str,
    /// What stands there afterwards.
    with: Option<Cow<'r, str>>,
    /// The line that goes whole.
    line: Option<usize>,
}

/// All cuts of a document, sorted.
pub(super) struct Cuts<'r> {
    cuts: Vec<Cut<'r>>,
    pub(super) lines_removed: usize,
}

impl Cuts<'_> {
    /// Whether this part of a line goes by itself.
    pub(super) fn has_part(&self, span: Span) -> bool {
        let at = self.cuts.binary_search_by_key(&span, |cut| cut.span);
        at.is_ok_and(|at| self.cuts[at].line.is_none())
    }
}

/// What a line becomes.
#[derive(Clone, Copy, PartialEq)]
enum LineOutcome {
    Kept,
    Removed(u32),
    /// A blank line beside a removal, where one blank line is left already.
    Collapsed,
}

/// The cuts that the resolver's claims ask for.
pub(super) fn cuts<'r>(
    rules: &'r RuleSet,
    resolver: &Resolver,
    lines: &Lines,
    repaired: &Repaired<'_>,
    edits: &[Edit<'_>],
) -> Cuts<'r> {
    let count = lines.all().len();
    let taken = |i: usize| resolver.claiming_rule(rules, i);
    let mut cuts = Vec::new();
    let mut lines_removed = 0;
    let mut kept_before = false;
    let mut i = 0;
    // From gap to gap: a gap is a run of blank and removed lines.
    while i < count {
        if taken(i).is_none() && !lines.all()[i].is_blank() {
            (kept_before, i) = (true, i + 1);
            continue;
        }
        let gap = i..(i..count).find(|&j| taken(j).is_none() && !lines.all()[j].is_blank()).unwrap_or(count);
        i = gap.end;
        if gap.clone().all(|j| taken(j).is_none()) {
            continue;
        }
        let at_edge = !kept_before || gap.end == count;
        let mut blank_left = at_edge;
        for j in gap.clone() {
            let outcome = match taken(j) {
                Some(rule) => LineOutcome::Removed(rule),
                None if blank_left => LineOutcome::Collapsed,
                None => {
                    blank_left = true;
                    LineOutcome::Kept
                }
            };
            let rule = match outcome {
                LineOutcome::Kept => continue,
                LineOutcome::Removed(rule) => rules.rule(rule).id.as_str(),
                LineOutcome::Collapsed => BLANK_LINES,
            };
            // A line is blank, too, when its parts are all of it (`[ad_1]`).
            let line = &lines.all()[j];
            lines_removed += usize::from(!line.is_blank() || has_text(line.span.slice(repaired.text)));
            let span = with_break(repaired.text, lines.all()[j].span, gap.end == count);
            if !span.is_empty() {
                let line = matches!(outcome, LineOutcome::Removed(_)).then_some(j);
                cuts.push(Cut { span, rule, with: None, line });
            }
        }
    }
    if !resolver.held {
        let whole = cuts.len();
        let ranges = if resolver.spans.is_empty() { Vec::new() } else { inserted_ranges(edits) };
        for claim in &resolver.spans {
            let covered = cuts[..whole].partition_point(|cut| cut.span.end <= claim.span.start);
            if cuts[..whole].get(covered).is_none_or(|cut| cut.span.start >= claim.span.end)
                && !splits(claim.span, &ranges)
            {
                let rule = rules.rule(claim.rule);
                let with = match &rule.replace {
                    Some(text) => Some(Cow::Borrowed(text.as_str())),
                    None => claim.space.then_some(Cow::Borrowed(" ")),
                };
                cuts.push(Cut { span: claim.span, rule: &rule.id, with, line: None });
            }
        }
        cuts.sort_by_key(|cut| cut.span);
    }
    Cuts { cuts, lines_removed }
}

/// Whether something of it is seen.
fn has_text(line: &str) -> bool {
    line.chars().any(|c| c.is_alphanumeric() || c.is_ascii_punctuation())
}

/// The ranges of the repaired text that edits put there, sorted.
fn inserted_ranges(edits: &[Edit<'_>]) -> Vec<Span> {
    let (mut grown, mut shrunk) = (0, 0);
    let ranges = edits.iter().map(|edit| {
        let start = edit.span.start + grown - shrunk;
        grown += edit.with.len();
        shrunk += edit.span.len();
        Span::new(start, start + edit.with.len())
    });
    ranges.collect()
}

/// Whether an edge of `span` lies inside one of `ranges`.
fn splits(span: Span, ranges: &[Span]) -> bool {
    [span.start, span.end].into_iter().any(|edge| {
        let next = ranges.partition_point(|range| range.end <= edge);
        ranges.get(next).is_some_and(|range| range.start < edge)
    })
}

/// A line with its line break; at the end of a text without a final line break, with the break before it, so that no
/// line break is left over.
fn with_break(text: &str, line: Span, at_end: bool) -> Span {
    if at_end && !text.ends_with('\n') {
        Span::new(line.start.saturating_sub(1), line.end)
    } else {
        Span::new(line.start, (line.end + 1).min(text.len()))
    }
}

/// The clean text and what was done, in offsets of the original.
pub(super) struct Composed<'r> {
    /// `None`: it is the repaired one.
    pub(super) text: Option<String>,
    pub(super) removals: Vec<Removal<'r>>,
    pub(super) edits: Vec<Edit<'r>>,
}

/// Takes the cuts out of `repaired` and says so in offsets of `original`. Edits inside a cut are forgotten: the cut
/// holds the original text.
pub(super) fn compose<'r>(original: &str, repaired: &str, edits: Vec<Edit<'r>>, cuts: &Cuts<'r>) -> Composed<'r> {
    if cuts.cuts.is_empty() {
        return Composed { text: None, removals: Vec::new(), edits };
    }
    let mut text = String::with_capacity(repaired.len());
    let mut out = Composed { text: None, removals: Vec::new(), edits: Vec::with_capacity(edits.len()) };
    let mut edits = edits.into_iter().peekable();
    // What the edits so far have added to offsets: repaired = original + grown - shrunk.
    let (mut grown, mut shrunk) = (0, 0);
    let mut from = 0;
    for cut in &cuts.cuts {
        let at = |edit: &Edit<'_>, grown: usize, shrunk: usize| edit.span.start + grown - shrunk;
        // Where the cut begins with the break of a line that stays, what was deleted before the break is that line's.
        let ends_line = cut.span.start > 0 && repaired[..cut.span.start].ends_with(|c| c != '\n');
        let breaks = ends_line && repaired[cut.span.start..].starts_with('\n');
        // Edits before the cut stay.
        while let Some(edit) = edits.next_if(|edit| {
            at(edit, grown, shrunk) + edit.with.len() <= cut.span.start
                && (at(edit, grown, shrunk) < cut.span.start || breaks)
        }) {
            grown += edit.with.len();
            shrunk += edit.span.len();
            out.edits.push(edit);
        }
        let start = cut.span.start + shrunk - grown;
        let mut end = start;
        // Edits inside it go with it; a deletion at its very end belongs to what follows, unless nothing does.
        let last = cut.span.end == repaired.len();
        while let Some(edit) = edits.next_if(|edit| at(edit, grown, shrunk) < cut.span.end || last) {
            grown += edit.with.len();
            shrunk += edit.span.len();
            end = edit.span.end;
        }
        end = end.max(if last { original.len() } else { cut.span.end + shrunk - grown });
        let span = Span::new(start, end);
        text.push_str(&repaired[from..cut.span.start]);
        from = cut.span.end;
        match &cut.with {
            Some(with) => {
                text.push_str(with);
                out.edits.push(Edit { span, with: with.clone(), by: cut.rule });
            }
            None => out.removals.push(Removal { span, rule: cut.rule, line: cut.line }),
        }
    }
    text.push_str(&repaired[from..]);
    out.edits.extend(edits);
    out.text = Some(text);
    out
}
