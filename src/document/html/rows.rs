//! The rows of tables of data, put together when lines are taken.
//!
//! The lines of a page are judged as its blocks part them. Those of one row are then one line: cells are parted by tabs, as many
//! as it takes to their columns, and what stands in one cell by spaces. `<td>a<td colspan=2><p>b<p>c<td>d` gives `a\tb c\t\td`.
//!
//! Which tables hold data, and the columns of their cells, [`super::table`] finds.

use crate::span::Span;

/// What an element of a table of data is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Row,
    /// A cell in this column.
    Column(usize),
}

/// The rows of a page. They do not nest.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Bytes of the page's text that each row wrote, and its first cell.
    rows: Vec<(Span, usize)>,
    /// Where cells begin in the page's text, and in which column.
    cells: Vec<(usize, usize)>,
}

/// A part of a line: what one cell has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Bytes of the page's text.
    pub(super) span: Span,
    /// Its row and its column there; `None` for a line that is of no row.
    pub(super) cell: Option<(usize, usize)>,
}

impl Rows {
    /// An element begins when so much text is written.
    pub(super) fn enter(&mut self, place: Place, at: usize) {
        match place {
            Place::Row => self.rows.push((Span::new(at, at), self.cells.len())),
            Place::Column(column) => self.cells.push((at, column)),
        }
    }

    /// A row or cell ends when so much text is written.
    pub(super) fn leave(&mut self, at: usize) {
        if let Some((row, _)) = self.rows.last_mut() {
            row.end = at.max(row.start);
        }
    }

    /// The parts of the line at `span` of `text`, which is the page's.
    pub(super) fn parts(&self, text: &str, span: Span) -> impl Iterator<Item = Part> {
        let number = self.rows.partition_point(|(row, _)| row.end < span.end);
        let row = self.rows.get(number).filter(|(row, _)| row.start <= span.start);
        let (first, last) = row.map_or((0, 0), |&(_, first)| {
            (first, self.rows.get(number + 1).map_or(self.cells.len(), |&(_, next)| next))
        });
        let cells = &self.cells[first..last];
        let from = cells.partition_point(|&(start, _)| start <= span.start).saturating_sub(1);
        let whole = cells.is_empty().then_some(Part { span, cell: None });
        let part = move |at: usize| {
            let (start, column) = cells[at];
            let end = cells.get(at + 1).map_or(span.end, |&(next, _)| next);
            let span = Span::new(
                start.clamp(span.start, span.end),
                end.clamp(span.start, span.end).max(start.clamp(span.start, span.end)),
            );
            let inside = span.of(text);
            let start = span.start + inside.len() - inside.trim_ascii_start().len();
            Part { span: Span::new(start, start + inside.trim_ascii().len()), cell: Some((number, column)) }
        };
        let inside = (from..cells.len()).take_while(move |&at| at == from || cells[at].0 < span.end).map(part);
        whole.into_iter().chain(inside.filter(|part| !part.span.is_empty()))
    }
}
