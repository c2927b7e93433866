//! From the lines of a page to those that are wanted, with the claims on them.
//!
//! Lines stay whole and in order; what rules claimed moves with them. Blank lines, which only preformatted text has, stay
//! between lines that do.

use super::{
    Extract, Options,
    posts::{FoundPost, Post},
};
use crate::{
    document::{
        ExcludedLine, Flag, LineElement,
        extract::{Block, Extraction, LineEvidence, LineKind, Region, drop_cap::is_drop_cap},
        marks::read::SelectedLine,
        page::{
            Tree, VisitedElement, has_visible,
            rows::LinePart as Piece,
            walk::{self, PageText},
        },
    },
    span::Span,
};

/// A page with so many bytes of text should have some content; a smaller one may be a note.
const MANY: usize = 500;

/// Rules know elements by their names, extraction by what is in them: where rules claim more than this share of the main
/// content, as of a forum whose theme calls messages comments, they are mistaken.
const MOST_CLAIMED: f32 = 0.67;

/// What was wanted of a page.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) text: String,
    /// Whole lines of `text`, sorted, with the rules that claim them.
    pub(super) claims: Vec<(Span, u32)>,
    /// What is known of the lines of `text`.
    pub(super) evidence: Vec<LineEvidence>,
    /// The lines of `text` and where they begin in it.
    pub(super) taken: Vec<SelectedLine>,
    pub(super) comments: Vec<String>,
    pub(super) excluded_lines: Vec<ExcludedLine>,
    /// The numbers of the elements of these.
    pub(super) excluded_elements: Vec<u32>,
    pub(super) flags: Vec<Flag>,
}

/// The wanted lines of a page.
pub(super) fn select(page: &PageText, extraction: &Extraction, claims: &[(Span, u32)], options: Options) -> Selected {
    let text = page.text.as_str();
    let mut selected = Selected::default();
    // The last part of a row: its row and column.
    let mut cell: Option<(usize, usize)> = None;
    let no_main = options.extract == Extract::Main && !text.is_empty() && !extraction.has_main();
    if no_main && text.len() >= MANY {
        selected.flags.push(Flag::NoMainContent);
    }
    let all = options.extract == Extract::All || no_main;
    let comments = options.comments && !no_main;
    let mut before: Option<&Block> = None;
    let mut blank = 0;
    // The claim of the line before, in offsets of the page.
    let mut claimed = None;
    let mut claims = claims.iter().copied().peekable();
    // Where the line of the text begins, and line breaks in so many bytes of it.
    let mut start = 0;
    let (mut breaks, mut counted) = (0, 0);
    let main = extraction.blocks.iter().map(|block| (block.span, block.region == Region::Main));
    let main = page.rows.whole(main);
    for (block, &is_main) in extraction.blocks.iter().zip(&main) {
        let line = block.span.slice(text);
        if comments && block.region == Region::Comment {
            selected.comments.push(line.to_owned());
        }
        if !has_visible(line) {
            blank += usize::from(block.kind == LineKind::Code);
            continue;
        }
        // All is what can be seen; of the main content, what a click uncovers is part.
        let wanted = match all {
            true => !(block.hidden || comments && block.region == Region::Comment),
            false => is_main,
        };
        if !wanted {
            let (at, bytes, reason) = (selected.text.len(), line.len(), reason(block));
            let line = if options.excluded_lines { line.to_owned() } else { String::new() };
            selected.excluded_lines.push(ExcludedLine { reason, at, bytes, line, element: String::new() });
            selected.excluded_elements.push(block.element);
            blank = 0;
            continue;
        }
        let out = &mut selected.text;
        if before.is_some_and(|before| before.kind == LineKind::Code) && block.kind == LineKind::Code {
            out.extend(std::iter::repeat_n('\n', blank));
        }
        blank = 0;
        let taken = block;
        let mut block = *block;
        let mut goes_on = false;
        for (at, Piece { span, cell: next }) in page.rows.parts(text, block.span).enumerate() {
            let from = cell.filter(|(row, _)| next.is_some_and(|(next, _)| next == *row)).map(|(_, column)| column);
            if at == 0 {
                goes_on = from.is_some();
            }
            match (from, next) {
                (None, _) if before.is_some_and(|before| !is_drop_cap(before.span.slice(text), line)) => {
                    out.push('\n');
                    start = out.len();
                }
                (Some(from), Some((_, column))) if column == from => out.push(' '),
                _ => {}
            }
            if let Some((_, column)) = next {
                block.kind = LineKind::Row;
                out.extend(std::iter::repeat_n('\t', column.saturating_sub(from.unwrap_or_default())));
            }
            cell = next;
            selected.taken.push(SelectedLine { block: Block { span, ..block }, start: out.len(), line: start });
            out.push_str(span.slice(text));
        }
        before = Some(taken);
        breaks += memchr::memchr_iter(b'\n', &out.as_bytes()[counted..start]).count();
        counted = start;
        let Block { score: chance, link_density, kind, .. } = block;
        // Of a letter and its line the line tells, and of a row its last cell.
        selected.evidence.pop_if(|last| last.line == breaks as u32);
        selected.evidence.push(LineEvidence { line: breaks as u32, chance, link_density, kind });
        // A letter goes with its line, whatever rule claims it; a row if all of it is claimed.
        let was_claimed = selected.claims.last().is_some_and(|(last, _)| last.end > start);
        if let Some((last, _)) = selected.claims.last_mut()
            && last.end > start
        {
            last.end = start.saturating_sub(1);
            selected.claims.pop_if(|(last, _)| last.end <= last.start);
        }
        while claims.next_if(|(span, _)| span.end <= block.span.start).is_some() {}
        if let Some(&(span, rule)) = claims.peek()
            && span.start <= block.span.start
            && (was_claimed || !goes_on)
        {
            let line = Span::new(start, selected.text.len());
            match selected.claims.last_mut() {
                // Blank lines of a `<pre>` stand between lines of one claim.
                Some((last, _))
                    if claimed == Some(span) && selected.text[last.end..start].trim_matches('\n').is_empty() =>
                {
                    last.end = line.end;
                }
                _ => selected.claims.push((line, rule)),
            }
            claimed = Some(span);
        }
    }
    let claimed: usize = selected.claims.iter().map(|(span, _)| span.len()).sum();
    if options.extract == Extract::Main && claimed as f32 > MOST_CLAIMED * selected.text.len() as f32 {
        selected.claims.clear();
        selected.flags.push(Flag::BudgetHeld);
    }
    selected
}

/// The posts that have some of the wanted lines, and where they begin in these.
pub(super) fn placed(posts: Vec<FoundPost>, selected: &Selected) -> Vec<Post> {
    let mut taken = selected.taken.iter().peekable();
    let place = |(span, post): FoundPost| {
        while taken.next_if(|taken| taken.block.span.start < span.start).is_some() {}
        let first = taken.peek().filter(|taken| taken.block.span.start < span.end)?;
        Some(Post { at: first.start, ..post })
    };
    posts.into_iter().filter_map(place).collect()
}

/// The elements around the lines of the text, and, in their own places, around those that were left out.
pub(super) fn elements(shown: &Tree, seen: &[VisitedElement], selected: &mut Selected) -> Vec<LineElement> {
    let path = |element: u32| seen.get(element as usize).map_or(String::new(), |seen| walk::path(shown, seen));
    for (line, element) in selected.excluded_lines.iter_mut().zip(&selected.excluded_elements) {
        line.element = path(*element);
    }
    // The first part of a line tells where the line is; a title that was set above the text is from nowhere.
    let first = selected.taken.iter().filter(|taken| taken.start == taken.line && !taken.block.span.is_empty());
    let element = |taken: &SelectedLine| LineElement {
        at: taken.line,
        element: path(taken.block.element),
        chance: taken.block.score,
    };
    first.map(element).collect()
}

/// Why a line is left out.
fn reason(block: &Block) -> &'static str {
    match block.region {
        _ if block.hidden => "hidden",
        Region::Comment => "comment",
        Region::Chrome(reason) => reason,
        // Of a row that goes as a whole.
        Region::Main => "row",
    }
}

/// Sets `title` over the text as a heading, unless it stands there.
pub(super) fn head(selected: &mut Selected, title: &str) {
    let words: Vec<&str> = title.split_whitespace().collect();
    let title = words.join(" ");
    let first = selected.text.lines().next().unwrap_or_default();
    if title.is_empty() || first.split_whitespace().eq(words) {
        return;
    }
    let by = title.len() + usize::from(!selected.text.is_empty());
    for (span, _) in &mut selected.claims {
        *span = Span::new(span.start + by, span.end + by);
    }
    for taken in &mut selected.taken {
        (taken.start, taken.line) = (taken.start + by, taken.line + by);
    }
    selected.excluded_lines.iter_mut().for_each(|left| left.at += by);
    selected.evidence.iter_mut().for_each(|known| known.line += 1);
    let kind = LineKind::Heading(1);
    let known = LineEvidence { line: 0, chance: 1.0, link_density: 0.0, kind };
    selected.evidence.insert(0, known);
    let block = Block {
        span: Span::default(),
        kind,
        region: Region::Main,
        score: known.chance,
        link_density: known.link_density,
        hidden: false,
        element: 0,
    };
    selected.taken.insert(0, SelectedLine { block, start: 0, line: 0 });
    selected.text = if selected.text.is_empty() { title } else { format!("{title}\n{}", selected.text) };
}
