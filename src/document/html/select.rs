//! From the lines of a page to those that are wanted, with the claims on them.
//!
//! Lines stay whole and in order; what rules claimed moves with them. Blank lines, which only preformatted text has, stay
//! between lines that do.

use super::{Extract, Options, has_visible};
use crate::{
    document::{
        extract::{Block, Evidence, Extraction, Kind, Part, initial::is_initial},
        marks::read::Taken,
    },
    span::Span,
};

/// A page with so many bytes of text should have some content; a smaller one may be a note.
const MANY: usize = 500;

/// What was wanted of a page.
#[derive(Debug, Default)]
pub(super) struct Selected {
    pub(super) text: String,
    /// Whole lines of `text`, sorted, with the rules that claim them.
    pub(super) claims: Vec<(Span, u32)>,
    /// What is known of the lines of `text`.
    pub(super) evidence: Vec<Evidence>,
    /// The lines of `text` and where they begin in it.
    pub(super) taken: Vec<Taken>,
    pub(super) comments: Vec<String>,
    pub(super) flags: Vec<&'static str>,
}

/// The wanted lines of `text`.
pub(super) fn select(text: &str, extraction: &Extraction, claims: &[(Span, u32)], options: Options) -> Selected {
    let mut selected = Selected::default();
    let no_main = options.extract == Extract::Main && !text.is_empty() && !extraction.has_main();
    if no_main && text.len() >= MANY {
        selected.flags.push("no_main_content");
    }
    let all = options.extract == Extract::All || no_main;
    let comments = options.comments && !no_main;
    let mut before: Option<&Block> = None;
    let mut blank = 0;
    // The claim of the line before, in offsets of the page.
    let mut claimed = None;
    let mut claims = claims.iter().copied().peekable();
    // Line breaks in so many bytes of the text.
    let (mut breaks, mut counted) = (0, 0);
    for block in &extraction.blocks {
        let line = block.span.of(text);
        if comments && block.part == Part::Comment {
            selected.comments.push(line.to_owned());
        }
        if !has_visible(line) {
            blank += usize::from(block.kind == Kind::Code);
            continue;
        }
        // All is what can be seen; of the main content, what a click uncovers is part.
        let wanted = match all {
            true => !(block.covered || comments && block.part == Part::Comment),
            false => block.part == Part::Main,
        };
        if !wanted {
            blank = 0;
            continue;
        }
        let out = &mut selected.text;
        if before.is_some_and(|before| before.kind == Kind::Code) && block.kind == Kind::Code {
            out.extend(std::iter::repeat_n('\n', blank));
        }
        blank = 0;
        if before.is_some_and(|before| !is_initial(before.span.of(text), line)) {
            out.push('\n');
        }
        let start = memchr::memrchr(b'\n', out.as_bytes()).map_or(0, |lf| lf + 1);
        selected.taken.push(Taken { block: *block, start: out.len() });
        out.push_str(line);
        before = Some(block);
        breaks += memchr::memchr_iter(b'\n', &out.as_bytes()[counted..start]).count();
        counted = start;
        let &Block { score: chance, link_density, kind, .. } = block;
        // Of a letter and its line the line tells.
        selected.evidence.pop_if(|last| last.line == breaks as u32);
        selected.evidence.push(Evidence { line: breaks as u32, chance, link_density, kind });
        // A letter goes with its line, whatever rule claims it.
        if let Some((last, _)) = selected.claims.last_mut()
            && last.end > start
        {
            last.end = start.saturating_sub(1);
            selected.claims.pop_if(|(last, _)| last.end <= last.start);
        }
        while claims.next_if(|(span, _)| span.end <= block.span.start).is_some() {}
        if let Some(&(span, rule)) = claims.peek()
            && span.start <= block.span.start
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
    selected
}
