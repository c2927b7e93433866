//! A line with the marks of its parts: `**a**`, `*b*`, `` `c` ``, `[d](e)`, and formulas as they stand.
//!
//! A mark that a reader of Markdown would not take for one is left out, never the text: `un<b>(a)</b>b` has no marks, since
//! `**` between a letter and a parenthesis opens nothing. Parts that cross each other or repeat what they stand in have none.

use super::{
    Inline, Leaf, OffsetMap,
    escape::{self, After},
    url,
};
use crate::span::Span;

/// A part of the line.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    span: Span,
    what: &'a Inline,
}

impl Piece<'_> {
    /// Whether it is marked by asterisks.
    fn is_stressed(&self) -> bool {
        matches!(self.what, Inline::Strong | Inline::Emphasis)
    }
}

/// The parts of a text, for one line after the other.
#[derive(Debug, Default)]
pub(super) struct Pieces<'a> {
    all: Vec<Piece<'a>>,
    next: usize,
    /// Those that the last line had, too.
    open: Vec<Piece<'a>>,
    base: &'a str,
    formulas: bool,
}

impl<'a> Pieces<'a> {
    /// The parts in the clean text.
    pub(super) fn new(inlines: &'a [(Span, Inline)], offsets: &OffsetMap, base: &'a str) -> Self {
        let mut all: Vec<Piece<'a>> = inlines
            .iter()
            .map(|(span, what)| {
                let start = offsets.place(span.start);
                Piece { span: Span::new(start, offsets.place(span.end).max(start)), what }
            })
            .collect();
        all.sort_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end)));
        let formulas = all.iter().any(|piece| *piece.what == Inline::Formula);
        Self { all, next: 0, open: Vec::new(), base, formulas }
    }

    /// The parts of `line`, which stands after the line asked for before, sorted; what is in part outside is cut.
    fn of(&mut self, text: &str, line: Span) -> Vec<Piece<'a>> {
        self.open.retain(|piece| piece.span.end > line.start);
        while let Some(piece) = self.all.get(self.next).filter(|piece| piece.span.start < line.end) {
            self.next += 1;
            if piece.span.end > line.start {
                self.open.push(*piece);
            }
        }
        let cut = |piece: &Piece<'a>| {
            let span = Span::new(piece.span.start.max(line.start), piece.span.end.min(line.end));
            let inside = text.get(span.start..span.end)?;
            let start = span.start + inside.len() - inside.trim_start().len();
            let span = Span::new(start, start + inside.trim().len());
            (!span.is_empty()).then_some(Piece { span, ..*piece })
        };
        let mut pieces: Vec<Piece<'a>> = self.open.iter().filter_map(cut).collect();
        pieces.sort_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end)));
        pieces
    }
}

/// Writes the line at `span` of `text`.
pub(super) fn line(out: &mut String, text: &str, span: Span, pieces: &mut Pieces<'_>, leaf: Leaf) {
    const WHOLE: Inline = Inline::Strong;
    let mut parts = pieces.of(text, span);
    if leaf == Leaf::Term {
        let inside = span.slice(text);
        let start = span.start + inside.len() - inside.trim_start().len();
        parts.insert(0, Piece { span: Span::new(start, start + inside.trim().len()), what: &WHOLE });
    }
    parts.retain(|piece| fits(piece, text, leaf));
    let place = escape::TextContext {
        in_row: leaf == Leaf::Row,
        in_heading: matches!(leaf, Leaf::Heading(_)),
        in_link: false,
        formulas: pieces.formulas,
    };
    let (begun, base) = (leaf == Leaf::Row, pieces.base);
    let mut line = Line { out, text, span, at: span.start, begun, marked: false, open: Vec::new(), place, base };
    let edges = Edges::new(&parts);
    let mut stressed_until = None;
    for piece in &parts {
        line.close(piece.span.start, &mut stressed_until);
        line.write(piece.span.start, After::Mark);
        let outer = line.open.last();
        let crosses = outer.is_some_and(|outer| piece.span.end > outer.span.end);
        let repeats = line.open.iter().any(|open| open.what == piece.what);
        let nested = |open: &Piece<'_>| matches!((open.what, piece.what), (Inline::Link(_), Inline::Link(_)));
        // Two runs of backticks side by side are one.
        let meets = *piece.what == Inline::Code && line.out.ends_with('`');
        if crosses || repeats || meets || piece.span.start < line.at || line.open.iter().any(nested) {
            continue;
        }
        if piece.is_stressed() && (stressed_until == Some(piece.span.start) || !edges.allow(piece, &line)) {
            continue;
        }
        line.open(piece);
    }
    line.close(span.end, &mut stressed_until);
    line.finish();
}

/// Whether `piece` can be marked where it stands, whatever is beside it.
fn fits(piece: &Piece<'_>, text: &str, leaf: Leaf) -> bool {
    let inside = piece.span.slice(text);
    let beside = |c: char| text[..piece.span.start].ends_with(c) || text[piece.span.end..].starts_with(c);
    let pipe = leaf == Leaf::Row && inside.contains('|');
    match piece.what {
        Inline::Strong => !matches!(leaf, Leaf::Heading(_)),
        Inline::Code => !pipe && !beside('`') && !inside.contains('\t'),
        Inline::Formula => !pipe && !beside('$') && is_formula(inside, &text[piece.span.end..]),
        Inline::Emphasis | Inline::Link(_) | Inline::Image(_) => true,
    }
}

/// Whether readers of formulas will take `inside` for one.
fn is_formula(inside: &str, after: &str) -> bool {
    let body = inside.strip_prefix("$$").and_then(|body| body.strip_suffix("$$"));
    let body = body.or_else(|| inside.strip_prefix('$').and_then(|body| body.strip_suffix('$')));
    body.is_some_and(|body| !body.is_empty() && body.trim() == body && !body.contains('$') && !body.ends_with('\\'))
        && !after.starts_with(|c: char| c.is_ascii_digit())
}

/// Where parts begin and end whose marks are no letters.
struct Edges {
    starts: Vec<usize>,
    ends: Vec<usize>,
}

impl Edges {
    fn new(parts: &[Piece<'_>]) -> Self {
        let others = || parts.iter().filter(|piece| !piece.is_stressed());
        let starts = others().map(|piece| piece.span.start).collect();
        let mut ends: Vec<usize> = others().map(|piece| piece.span.end).collect();
        ends.sort_unstable();
        Self { starts, ends }
    }

    /// Whether asterisks around `piece` will open and close: beside a letter within, or a space without. Within others they must
    /// stand at spaces, or at the others' own.
    fn allow(&self, piece: &Piece<'_>, line: &Line<'_, '_>) -> bool {
        let Span { start, end } = piece.span;
        let inside = piece.span.slice(line.text);
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_gap = |c: Option<char>| c.is_none_or(|c| matches!(c, ' ' | '\t'));
        let opens = is_letter(inside.chars().next()) && self.starts.binary_search(&start).is_err();
        let closes = is_letter(inside.chars().last()) && self.ends.binary_search(&end).is_err();
        let before = is_gap(line.text[line.span.start..start].chars().last());
        let after = is_gap(line.text[end..line.span.end].chars().next());
        let outer = line.open.iter().rfind(|open| open.is_stressed());
        let apart = outer.is_none_or(|outer| (before || start == outer.span.start) && (after || end == outer.span.end));
        apart && (opens || before) && (closes || after)
    }
}

/// A line that is being written.
struct Line<'o, 'a> {
    out: &'o mut String,
    text: &'a str,
    span: Span,
    /// What of it is written.
    at: usize,
    /// Whether what it begins with is no mark of a block.
    begun: bool,
    /// Whether a mark was written last.
    marked: bool,
    open: Vec<Piece<'a>>,
    place: escape::TextContext,
    base: &'a str,
}

impl<'a> Line<'_, 'a> {
    /// Writes the text up to `to`.
    fn write(&mut self, to: usize, after: After) {
        if to > self.at && !std::mem::replace(&mut self.begun, true) {
            self.at += escape::start(self.out, self.span.slice(self.text));
        }
        if to <= self.at {
            return;
        }
        let before = if self.marked { Some('*') } else { self.text[self.span.start..self.at].chars().last() };
        let in_link = self.open.iter().any(|piece| matches!(piece.what, Inline::Link(_) | Inline::Image(_)));
        let place = escape::TextContext { in_link, ..self.place };
        escape::text(self.out, &self.text[self.at..to], before, after, place);
        (self.at, self.marked) = (to, false);
    }

    /// Writes the text up to `to` with the ends of the parts that end there; `stressed` is where asterisks closed last.
    fn close(&mut self, to: usize, stressed: &mut Option<usize>) {
        while let Some(piece) = self.open.last().copied().filter(|piece| piece.span.end <= to) {
            self.write(piece.span.end, After::Mark);
            self.open.pop();
            match piece.what {
                Inline::Strong => self.out.push_str("**"),
                Inline::Emphasis => self.out.push('*'),
                Inline::Link(to) | Inline::Image(to) => {
                    self.out.push_str("](");
                    url::write(self.out, &url::resolve(self.base, to).unwrap_or_default());
                    self.out.push(')');
                }
                Inline::Code | Inline::Formula => {}
            }
            if piece.is_stressed() {
                *stressed = Some(piece.span.end);
            }
            self.marked = true;
        }
    }

    fn open(&mut self, piece: &Piece<'a>) {
        match piece.what {
            Inline::Strong => self.out.push_str("**"),
            Inline::Emphasis => self.out.push('*'),
            Inline::Link(to) if url::resolve(self.base, to).is_none() => return,
            Inline::Link(_) => self.out.push('['),
            Inline::Image(_) => self.out.push_str("!["),
            Inline::Code => {
                let inside = piece.span.slice(self.text);
                let fence = "`".repeat(ticks(inside) + 1);
                let gap = if inside.starts_with('`') || inside.ends_with('`') { " " } else { "" };
                self.out.extend([fence.as_str(), gap, inside, gap, fence.as_str()]);
                self.at = piece.span.end;
            }
            Inline::Formula => {
                self.out.push_str(piece.span.slice(self.text));
                self.at = piece.span.end;
            }
        }
        (self.begun, self.marked) = (true, true);
        self.open.push(*piece);
    }

    /// Writes the rest. A space at the end of a line would be lost.
    fn finish(&mut self) {
        let rest = &self.text[self.at..self.span.end];
        let last = rest.chars().last().filter(|c| matches!(c, ' ' | '\t'));
        self.write(self.span.end - last.map_or(0, char::len_utf8), After::End);
        if let Some(c) = last {
            escape::reference(self.out, c);
        }
    }
}

/// The longest run of backticks.
pub(super) fn ticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
