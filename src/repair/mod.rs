//! Which characters are broken? Edits, never removals of text.
//!
//! ```
//! use sarand::{lang::Lang, repair::{RepairOptions, apply, hygiene}};
//! let text = "قدم\u{a0}اول برداشته شد.گام بعدي نزديك است ،\u{200b} بله";
//! let mut edits = Vec::new();
//! hygiene(text, Lang::FA, &RepairOptions::default(), &mut edits);
//! assert_eq!(apply(text, &edits), "قدم اول برداشته شد. گام بعدی نزدیک است، بله");
//! assert_eq!(edits[0].by, "any.nbsp");
//! ```
//!
//! A first pass over the bytes finds the few places that may need a repair ([`scan`]); only lines that hold one are
//! taken apart into characters ([`line`]), where the repairs run in turn until none finds anything: therefore a second
//! run finds nothing. (Lines of more than 16 KB are cut in pieces between words; one that has no spaces to be cut at may
//! hold something to repair at a cut.)
//!
//! Mojibake ([`mojibake`]) is undone before all that. Lost ZWNJ are a second layer, found on the repaired text: [`zwnj`];
//! [`edits`] finds both.
//!
//! Does not touch digits or quotes, and knows no compatibility normalisation (NFKC): `ﷺ`, `²` and `½` are content.
//! Characters for private use stay and are counted: [`private_use`].

mod addresses;
mod apply;
mod chars;
mod compose_edits;
mod entities;
mod fast_path;
mod find_edits;
mod invisible;
mod letter_forms;
mod line;
mod line_features;
pub mod mojibake;
mod options;
mod persian;
mod prefilter;
mod private_use;
mod quotation;
mod scan;
mod sentences;
mod spaces;
mod window;
pub mod zwnj;

pub use apply::{apply, apply_into, map_spans};
pub use compose_edits::compose_edits;
pub use find_edits::edits;
pub use options::{REPAIRS, RepairInfo, RepairOptions, UnknownRepair};
pub use private_use::private_use;

use crate::{
    lang::{self, Lang},
    span::Span,
};
use line_features::LineFeatures;
use options::Repair;
use scan::ScanResult;
use serde::Serialize;
use std::borrow::Cow;

/// One repair: the bytes of `span` in the decoded original become `with`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit<'a> {
    /// Bytes of the decoded original.
    pub span: Span,
    /// What stands there afterwards; empty for a deletion.
    pub with: Cow<'a, str>,
    /// The id of the repair, for example `any.nbsp`.
    pub by: &'a str,
}

/// Lines of more than twice as many bytes are repaired in pieces, so that memory and moves within the line stay bounded.
const PIECE: usize = 8 * 1024;

/// Finds the repairs of `text`: sorted, not overlapping, none spanning a line break but those that make one.
/// They are appended to `edits`; an edit with an empty span is an insertion.
pub fn hygiene(text: &str, document: Lang, options: &RepairOptions, edits: &mut Vec<Edit<'_>>) {
    if !options.enables_any() {
        return;
    }
    let first = edits.len();
    let mut all = decoded(text, options);
    if all.is_empty() {
        find_other_repairs(text, document, options, edits);
        if !edits[first..].iter().any(may_expose_mojibake) {
            return;
        }
        all.extend(edits.drain(first..));
    } else {
        let meant = apply(text, &all);
        all = compose_edits(text, all, other_repairs(&meant, document, options));
    }
    // What was an entity or a control character may be one of those that mojibake is made of.
    for _ in 0..ROUNDS {
        let now = apply(text, &all);
        let more = decoded(&now, options);
        if more.is_empty() {
            break;
        }
        all = compose_edits(text, all, more);
        let meant = apply(text, &all);
        all = compose_edits(text, all, other_repairs(&meant, document, options));
    }
    all.retain(|edit| edit.with != edit.span.slice(text));
    edits.append(&mut all);
}

/// The repairs of mojibake that are wanted.
fn decoded(text: &str, options: &RepairOptions) -> Vec<Edit<'static>> {
    let mut edits = Vec::new();
    if options.enables_any_of(Repair::MOJIBAKE) {
        mojibake::find(text, 0, &mut edits);
        edits.retain(|edit| Repair::MOJIBAKE.iter().any(|&repair| repair.id() == edit.by && options.enables(repair)));
    }
    edits
}

/// Whether an edit may bring together or make what mojibake is made of.
fn may_expose_mojibake(edit: &Edit<'_>) -> bool {
    [
        Repair::Bidi,
        Repair::C1,
        Repair::Control,
        Repair::Entities,
        Repair::Invisible,
        Repair::Nfc,
        Repair::Noncharacters,
        Repair::PresentationForms,
        Repair::SoftHyphen,
        Repair::Tags,
        Repair::Tatweel,
    ]
    .iter()
    .any(|repair| repair.id() == edit.by)
}

fn other_repairs<'a>(text: &str, document: Lang, options: &RepairOptions) -> Vec<Edit<'a>> {
    let mut edits = Vec::new();
    find_other_repairs(text, document, options, &mut edits);
    edits
}

/// All repairs but those of mojibake.
fn find_other_repairs(text: &str, document: Lang, options: &RepairOptions, edits: &mut Vec<Edit<'_>>) {
    let mut work = LineRepairer { text, document, options, edits, line: line::Line::default() };
    let mut fast_path = fast_path::FastPath::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(suspect) = prefilter::next(bytes, at) {
        let start = memchr::memrchr(b'\n', &bytes[at..suspect]).map_or(at, |before| at + before + 1);
        let end = memchr::memchr(b'\n', &bytes[suspect..]).map_or(bytes.len(), |after| suspect + after);
        if !fast_path.line(text, (start, end), document, options, work.edits) {
            work.line(start, end);
        }
        at = end + 1;
    }
}

struct LineRepairer<'t, 'o, 'e> {
    text: &'t str,
    document: Lang,
    options: &'o RepairOptions,
    edits: &'o mut Vec<Edit<'e>>,
    line: line::Line,
}

impl LineRepairer<'_, '_, '_> {
    /// Repairs what stands between two line feeds; it may hold line ends of other kinds.
    fn line(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let line_ends = self.options.enables(Repair::LineEnds);
        let mut content_end = end;
        if line_ends && end < bytes.len() {
            while content_end > start && bytes[content_end - 1] == b'\r' {
                content_end -= 1;
            }
        }
        let mut at = start;
        loop {
            match scan::scan(self.text, at, content_end, self.document, self.options) {
                ScanResult::Nothing => break,
                ScanResult::Break(span) => {
                    self.edits.push(Edit { span, with: Cow::Borrowed("\n"), by: Repair::LineEnds.id() });
                    at = span.end;
                }
                ScanResult::Suspect(here) => {
                    let to = if line_ends { scan::next_break(self.text, here, content_end) } else { content_end };
                    self.pieces(at, to);
                    if to == content_end {
                        break;
                    }
                    let span = Span::new(to, to + scan::break_len(bytes, to));
                    self.edits.push(Edit { span, with: Cow::Borrowed("\n"), by: Repair::LineEnds.id() });
                    at = span.end;
                }
            }
        }
        if content_end < end {
            let span = Span::new(content_end, end);
            self.edits.push(Edit { span, with: Cow::Borrowed(""), by: Repair::LineEnds.id() });
        }
    }

    fn pieces(&mut self, start: usize, end: usize) {
        let mut at = start;
        while end - at > 2 * PIECE {
            let cut = scan::cut(self.text, at + PIECE, at + 2 * PIECE);
            // A piece without a suspect of its own needs no work.
            if !matches!(scan::scan(self.text, at, cut, self.document, self.options), ScanResult::Nothing) {
                self.repair(at, cut, false);
            }
            at = cut;
        }
        self.repair(at, end, true);
    }

    fn repair(&mut self, start: usize, end: usize, ends_line: bool) {
        self.line.load(&self.text[start..end]);
        // Each round may lay open what the next one repairs (an entity decodes to a space beside a space). Rounds stop
        // by themselves: every repair either shortens the line or replaces a character by one that no repair takes.
        for _ in 0..ROUNDS {
            self.line.changed = false;
            self.round(ends_line);
            if !self.line.changed {
                break;
            }
        }
        self.line.emit(&self.text[start..end], start, self.edits);
    }

    fn round(&mut self, ends_line: bool) {
        let (line, options) = (&mut self.line, self.options);
        let features = LineFeatures::of(line, ends_line);
        if features.ampersand {
            entities::decode(line, options);
        }
        if features.control {
            invisible::controls(line, options);
        }
        if features.joiner {
            invisible::joiners(line, options);
        }
        if features.form {
            letter_forms::presentation(line, options);
        }
        if features.mark {
            letter_forms::compose(line, options);
        }
        if features.tatweel {
            letter_forms::remove_tatweel(line, options);
        }
        if (features.letter || features.glue || features.space_before) && options.enables_any_of(Repair::OF_LANGUAGE) {
            self.of_language(&features);
        }
        if features.space {
            spaces::collapse(&mut self.line, options, ends_line);
        }
    }

    /// What is a fault in some languages only. Arabic keeps its letters.
    fn of_language(&mut self, features: &LineFeatures) {
        let (line, options) = (&mut self.line, self.options);
        let lang = lang::detect_line(line.text(), self.document);
        if features.letter && lang == Lang::FA {
            persian::letters(line, options);
        }
        if features.glue && matches!(lang, Lang::FA | Lang::AR) {
            sentences::split_glued(line, options);
        }
        if features.space_before && lang == Lang::FA {
            persian::marks(line, options);
        }
    }
}

/// More rounds than any text needs; a bound for those made to need many.
const ROUNDS: usize = 64;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
