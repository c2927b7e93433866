//! Is this table data, and in which columns do its cells stand?
//!
//! A row of data is a line: `<tr><td>a<td colspan=2><p>b</p><p>c</p><td>d` is `a`, `b c`, nothing and `d`, parted by tabs; a cell
//! that spans rows leaves its column empty below. A table that lays a page out keeps its blocks as lines, with no columns. Told
//! apart by what stands in it: headings, code or other tables, one column, or much text lay out; heads and captions tell data.
//! Reads no style sheets; each node is looked at once, since a table with another one in it is given up there.

use super::{
    rows::TablePart,
    tree::{Element, Node},
};
use rustc_hash::FxHashMap;

/// A cell with more characters holds a page, even under a head.
const MOST: usize = 1_200;
/// The same without a head.
const MOST_BARE: usize = 160;
/// Spans count in so many columns, so that tabs cannot outgrow the page.
const COLUMNS: usize = 100;
/// And over so many rows, in the first [`COLUMNS`] columns.
const ROWS: usize = 1_000;

/// Rows and cells by their nodes.
pub(super) type Columns = FxHashMap<u32, TablePart>;

/// Adds the rows and cells of the table at `node`, if it holds data.
pub(super) fn read(node: Node<'_>, columns: &mut Columns) {
    let Some(element) = node.element() else { return };
    if matches!(element.attr("role"), Some("presentation" | "none")) {
        return;
    }
    let named = |word: &str| matches!(word, "wikitable" | "tablepress" | "infobox" | "dataTable" | "data-table");
    let mut found = ScannedTable {
        has_head: element.attr("summary").is_some_and(|summary| !summary.is_empty()) || element.classes().any(named),
        ..ScannedTable::default()
    };
    for inside in node.descendants().skip(1) {
        let may_be_data = match inside.element() {
            Some(element) => found.element(inside, element),
            None => found.text(inside),
        };
        if !may_be_data {
            return;
        }
    }
    if found.is_data() {
        columns.extend(found.places);
    }
}

/// What was found in a table.
#[derive(Default)]
struct ScannedTable {
    places: Vec<(u32, TablePart)>,
    has_head: bool,
    /// Rows with more than one cell.
    wide: usize,
    /// Cells of the row.
    cells: usize,
    /// Characters of the cell and of the longest one.
    chars: usize,
    longest: usize,
    /// The column of the next cell.
    next: usize,
    /// For each column, in how many rows from this one on a cell from above stands.
    below: Vec<usize>,
}

impl ScannedTable {
    /// Counts a text; whether the table may still be data.
    fn text(&mut self, node: Node<'_>) -> bool {
        if self.cells > 0 {
            self.chars += node.text().unwrap_or_default().trim_ascii().chars().count();
            self.longest = self.longest.max(self.chars);
        }
        self.longest <= MOST
    }

    /// Takes an element; whether the table may still be data.
    fn element(&mut self, node: Node<'_>, element: &Element) -> bool {
        match element.name() {
            "table" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "article" | "section" | "form" | "textarea" => {
                return false;
            }
            "caption" | "thead" => self.has_head = true,
            "tr" => {
                self.end_row();
                self.places.push((node.id(), TablePart::Row));
            }
            name @ ("td" | "th") => {
                self.has_head |= name == "th";
                self.cell(node, element);
            }
            _ => {}
        }
        true
    }

    fn end_row(&mut self) {
        self.wide += usize::from(self.cells > 1);
        (self.cells, self.chars, self.next) = (0, 0, 0);
        self.below.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }

    fn cell(&mut self, node: Node<'_>, element: &Element) {
        let span = |name: &str, most: usize| {
            element.attr(name).and_then(|span| span.trim().parse::<usize>().ok()).unwrap_or(1).clamp(1, most)
        };
        while self.below.get(self.next).is_some_and(|&rows| rows > 0) {
            self.next += 1;
        }
        self.places.push((node.id(), TablePart::Column(self.next)));
        let wide = span("colspan", COLUMNS).min(COLUMNS.saturating_sub(self.next)).max(1);
        let rows = if self.next < COLUMNS { span("rowspan", ROWS) } else { 1 };
        if self.next + wide > self.below.len() && rows > 1 {
            self.below.resize(self.next + wide, 0);
        }
        let end = (self.next + wide).min(self.below.len());
        if rows > 1 {
            self.below[self.next..end].fill(rows);
        }
        self.next += wide;
        self.cells += 1;
        self.chars = 0;
    }

    fn is_data(&mut self) -> bool {
        self.end_row();
        self.wide > 1 && (self.has_head || self.longest <= MOST_BARE)
    }
}
