//! A text as Markdown: its blocks, parted by blank lines, in their lists and quotes.
//!
//! Lines of one paragraph are parted by hard breaks, `a\` and `b`; the first row of a table is its head; a fence is longer than
//! any in the code. A list or quote in many others is drawn as if it stood in fewer, so that marks cannot outgrow the text.

use super::{
    Container, Leaf, Marks, OffsetMap,
    inline::{self, Pieces, ticks},
    list,
};
use crate::span::Span;

/// So many lists and quotes in each other are drawn.
const DEEP: usize = 12;

/// A line of the clean text and its mark.
#[derive(Clone, Copy, Debug)]
struct MarkedLine {
    span: Span,
    leaf: Leaf,
    block: Option<u32>,
    place: Option<u32>,
    parted: bool,
    /// Blank lines above it.
    blank: usize,
}

impl MarkedLine {
    /// Whether it is a line of the block that `before` is a line of.
    fn goes_on(&self, before: &Self) -> bool {
        self.leaf == before.leaf && self.block.is_some() && self.block == before.block && self.place == before.place
    }
}

/// `text` with marks.
pub(super) fn write(marks: &Marks, text: &str, offsets: &OffsetMap, base: &str) -> String {
    let lines = shown(marks, text, offsets);
    let pieces = Pieces::new(&marks.inlines, offsets, base);
    let mut writer =
        Writer { marks, text, pieces, out: String::with_capacity(text.len() * 9 / 8), ..Writer::empty(marks) };
    let mut rest = &lines[..];
    while let Some(first) = rest.first() {
        let whole = |line: &MarkedLine| match first.leaf {
            Leaf::Heading(_) | Leaf::Term => false,
            Leaf::Text => line.goes_on(first) && !line.parted,
            Leaf::Row | Leaf::Code => line.goes_on(first),
        };
        let len = 1 + rest[1..].iter().take_while(|line| whole(line)).count();
        let (block, after) = rest.split_at(len);
        writer.block(block);
        rest = after;
    }
    writer.out
}

/// The lines of `text` with their marks, but for blank ones.
fn shown(marks: &Marks, text: &str, offsets: &OffsetMap) -> Vec<MarkedLine> {
    let mut known = marks.lines.iter().map(|line| (offsets.place(line.start), line)).peekable();
    let mut now = None;
    let (mut lines, mut start, mut blank) = (Vec::new(), 0, 0);
    for line in text.split('\n') {
        let span = Span::new(start, start + line.len());
        start = span.end + 1;
        while let Some((_, next)) = known.next_if(|(at, _)| *at <= span.start) {
            now = Some((next, true));
        }
        if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        lines.push(match &mut now {
            Some((mark, is_first)) => {
                let parted = mark.parted && std::mem::take(is_first);
                MarkedLine { span, leaf: mark.leaf, block: Some(mark.block), place: mark.place, parted, blank }
            }
            None => MarkedLine { span, leaf: Leaf::Text, block: None, place: None, parted: true, blank },
        });
        blank = 0;
    }
    lines
}

/// A list item or quote that is open.
struct OpenContainer {
    place: u32,
    /// What the lines in it begin with.
    prefix: String,
}

struct Writer<'a> {
    marks: &'a Marks,
    text: &'a str,
    pieces: Pieces<'a>,
    out: String,
    open: Vec<OpenContainer>,
    /// The item written last at each depth.
    items: Vec<Option<list::LastItem>>,
    /// What was written last.
    last: Option<Leaf>,
}

impl<'a> Writer<'a> {
    fn empty(marks: &'a Marks) -> Self {
        let (open, items) = (Vec::new(), Vec::new());
        Self { marks, text: "", pieces: Pieces::default(), out: String::new(), open, items, last: None }
    }

    /// Writes the lines of a block.
    fn block(&mut self, lines: &[MarkedLine]) {
        let Some(first) = lines.first() else { return };
        let cells = |line: &MarkedLine| line.span.slice(self.text).split('\t').count();
        let columns = lines.iter().map(cells).max().unwrap_or_default();
        match first.leaf {
            // Tables of one column lay a page out.
            Leaf::Row if columns == 1 => {
                for line in lines {
                    self.begin(first.place, Leaf::Text);
                    self.inline(line.span, Leaf::Text);
                }
            }
            leaf => {
                self.begin(first.place, leaf);
                match leaf {
                    Leaf::Row => self.table(lines, columns),
                    Leaf::Code => self.code(lines),
                    _ => self.lines(lines, leaf),
                }
            }
        }
    }

    /// Parts a block from the one before it, and opens and closes what it stands in.
    fn begin(&mut self, place: Option<u32>, leaf: Leaf) {
        let mut path = self.marks.path(place);
        path.truncate(DEEP);
        let shared = path.iter().zip(&self.open).take_while(|(place, open)| **place == open.place).count();
        let container = |place: &u32| self.marks.places.get(*place as usize).map(|place| place.what);
        if !self.out.is_empty() {
            let next = path.get(shared).and_then(container);
            let follows = next.is_some_and(|next| list::follows(next, self.items.get(shared).copied().flatten()));
            let below = shared > 0 && shared == self.open.len() && self.last == Some(Leaf::Text);
            self.out.push('\n');
            if !(follows || below && next.is_some_and(list::interrupts)) {
                let prefix = self.prefix(shared);
                self.out.push_str(prefix.trim_end());
                self.out.push('\n');
            }
        }
        let prefix = self.prefix(shared);
        self.out.push_str(&prefix);
        self.open.truncate(shared);
        for (depth, &place) in path.iter().enumerate().skip(shared) {
            let Some(what) = container(&place) else { continue };
            let (mark, item) = list::mark(what, self.items.get(depth).copied().flatten());
            self.items.truncate(depth);
            self.items.push(item);
            self.out.push_str(&mark);
            let prefix = if let Container::Quote = what { mark } else { " ".repeat(mark.len()) };
            self.open.push(OpenContainer { place, prefix });
        }
        self.items.truncate(path.len());
        self.last = Some(leaf);
    }

    /// What lines begin with in the outermost `depth` of what is open.
    fn prefix(&self, depth: usize) -> String {
        self.open[..depth].iter().map(|open| open.prefix.as_str()).collect()
    }

    fn next_line(&mut self) {
        self.out.push('\n');
        let prefix = self.prefix(self.open.len());
        self.out.push_str(&prefix);
    }

    fn inline(&mut self, span: Span, leaf: Leaf) {
        inline::line(&mut self.out, self.text, span, &mut self.pieces, leaf);
    }

    fn lines(&mut self, lines: &[MarkedLine], leaf: Leaf) {
        if let Leaf::Heading(level) = leaf {
            self.out.extend(std::iter::repeat_n('#', level.clamp(1, 6).into()));
            self.out.push(' ');
        }
        for (i, line) in lines.iter().enumerate() {
            if i > 0 {
                self.out.push('\\');
                self.next_line();
            }
            self.inline(line.span, leaf);
        }
    }

    fn table(&mut self, rows: &[MarkedLine], columns: usize) {
        for (i, row) in rows.iter().enumerate() {
            if i > 0 {
                self.next_line();
            }
            self.out.push('|');
            let (mut start, mut count) = (row.span.start, 0);
            for cell in row.span.slice(self.text).split('\t') {
                let end = start + cell.len();
                let lead = cell.len() - cell.trim_start().len();
                let inside = Span::new(start + lead, (start + cell.trim_end().len()).max(start + lead));
                self.out.push(' ');
                self.inline(inside, Leaf::Row);
                self.out.push_str(if inside.is_empty() { "|" } else { " |" });
                (start, count) = (end + 1, count + 1);
            }
            if i == 0 {
                // A table has the columns of its head; rows may have fewer.
                self.out.push_str(&" |".repeat(columns - count));
                self.next_line();
                self.out.push('|');
                self.out.push_str(&" --- |".repeat(columns));
            }
        }
    }

    fn code(&mut self, lines: &[MarkedLine]) {
        let fence =
            "`".repeat(lines.iter().map(|line| ticks(line.span.slice(self.text)) + 1).max().unwrap_or(0).max(3));
        self.out.push_str(&fence);
        self.out.push_str(lines.first().and_then(|line| line.block).map_or("", |block| self.marks.language(block)));
        for (i, line) in lines.iter().enumerate() {
            for _ in 0..if i > 0 { line.blank } else { 0 } {
                self.next_line();
                self.out.truncate(self.out.trim_end_matches(' ').len());
            }
            self.next_line();
            self.out.push_str(line.span.slice(self.text));
        }
        self.next_line();
        self.out.push_str(&fence);
    }
}
