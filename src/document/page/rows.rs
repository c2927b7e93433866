//! The rows of tables of data, put together when lines are taken.
//!
//! The lines of a page are judged as its blocks part them. Those of one row are then one line: cells are parted by tabs, as many
//! as it takes to their columns, and what stands in one cell by spaces. `<td>a<td colspan=2><p>b<p>c<td>d` gives `a\tb c\t\td`.
//!
//! Which tables hold data, and the columns of their cells, [`super::table`] finds.

use crate::span::Span;

/// What an element of a table of data is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TablePart {
    Row,
    /// A cell in this column.
    Column(usize),
}

/// The rows of a page. They do not nest.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// Bytes of the page's text that each row wrote, and its first cell.
    rows: Vec<(Span, usize)>,
    /// Where cells begin in the page's text, and in which column.
    cells: Vec<(usize, usize)>,
}

/// A part of a line: what one cell has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinePart {
    /// Bytes of the page's text.
    pub(crate) span: Span,
    /// Its row and its column there; `None` for a line that is of no row.
    pub(crate) cell: Option<(usize, usize)>,
}

impl Rows {
    /// An element begins when so much text is written.
    pub(crate) fn enter(&mut self, place: TablePart, at: usize) {
        match place {
            TablePart::Row => self.rows.push((Span::new(at, at), self.cells.len())),
            TablePart::Column(column) => self.cells.push((at, column)),
        }
    }

    /// A row or cell ends when so much text is written.
    pub(crate) fn leave(&mut self, at: usize) {
        if let Some((row, _)) = self.rows.last_mut() {
            row.end = at.max(row.start);
        }
    }

    /// The row that the line at `span` is of.
    fn number(&self, span: Span) -> Option<usize> {
        let number = self.rows.partition_point(|(row, _)| row.end < span.end);
        self.rows.get(number).filter(|(row, _)| row.start <= span.start).map(|_| number)
    }

    /// Which of these lines, which may be wanted, are taken: a row as a whole, if half of it is wanted.
    pub(crate) fn whole(&self, lines: impl Iterator<Item = (Span, bool)>) -> Vec<bool> {
        let lines: Vec<(Option<usize>, usize, bool)> =
            lines.map(|(span, wanted)| (self.number(span), span.len(), wanted)).collect();
        let mut rows = vec![(0, 0); self.rows.len()];
        for &(row, len, wanted) in &lines {
            if let Some((all, in_it)) = row.and_then(|row| rows.get_mut(row)) {
                *all += len;
                *in_it += if wanted { len } else { 0 };
            }
        }
        let is_taken = |&(row, _, wanted): &(Option<usize>, usize, bool)| match row.and_then(|row| rows.get(row)) {
            Some((all, in_it)) => *in_it > 0 && in_it * 2 >= *all,
            None => wanted,
        };
        lines.iter().map(is_taken).collect()
    }

    /// The parts of the line at `span` of `text`, which is the page's.
    pub(crate) fn parts(&self, text: &str, span: Span) -> impl Iterator<Item = LinePart> {
        let number = self.number(span);
        let (first, last) = number.map_or((0, 0), |number| {
            (self.rows[number].1, self.rows.get(number + 1).map_or(self.cells.len(), |&(_, next)| next))
        });
        let number = number.unwrap_or_default();
        let cells = &self.cells[first..last];
        let from = cells.partition_point(|&(start, _)| start <= span.start).saturating_sub(1);
        let whole = cells.is_empty().then_some(LinePart { span, cell: None });
        let part = move |at: usize| {
            let (start, column) = cells[at];
            let end = cells.get(at + 1).map_or(span.end, |&(next, _)| next);
            let span = Span::new(
                start.clamp(span.start, span.end),
                end.clamp(span.start, span.end).max(start.clamp(span.start, span.end)),
            );
            let inside = span.slice(text);
            let start = span.start + inside.len() - inside.trim_ascii_start().len();
            LinePart { span: Span::new(start, start + inside.trim_ascii().len()), cell: Some((number, column)) }
        };
        let inside = (from..cells.len()).take_while(move |&at| at == from || cells[at].0 < span.end).map(part);
        whole.into_iter().chain(inside.filter(|part| !part.span.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_row_takes_it_whole() {
        let mut rows = Rows::default();
        rows.enter(TablePart::Row, 10);
        rows.leave(30);
        let (before, name, value) = (Span::new(0, 9), Span::new(10, 16), Span::new(17, 30));
        let whole = |wanted: [bool; 3]| rows.whole([before, name, value].into_iter().zip(wanted));
        assert_eq!(whole([true, false, true]), [true, true, true]);
        assert_eq!(whole([false, true, false]), [false, false, false]);
        assert_eq!(whole([true, false, false]), [true, false, false]);
    }
}
