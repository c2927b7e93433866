//! The numbers that the forest judges a line by: the line itself, its neighbours, its place, its document.
//!
//! A forest asks for its columns by name, so they may be added to and moved, not renamed without training anew.

use super::{
    document_features::{DocumentFeatures, MISSING, bits},
    line_features::{CLASSES, LineFeatures, yes},
};
use crate::rules::WORD_CLASSES;
use std::sync::LazyLock;

/// Neighbours of which the columns tell each by itself, before and behind a line.
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// A column a line: its name and, of line `i` of `doc`, its value.
macro_rules! columns {
    ($names:ident, $fill:ident($doc:ident, $i:ident, $line:ident): $($name:literal => $value:expr,)*) => {
        const $names: &[&str] = &[$($name),*];

        fn $fill($doc: &DocumentFeatures<'_>, $i: usize, $line: &LineFeatures, out: &mut Vec<f32>) {
            out.extend([$($value),*]);
        }
    };
}

columns! { OWN, own(doc, i, line):
    "chars" => line.chars,
    "words" => line.words,
    "word_length" => line.chars / line.words.max(1.0),
    "end" => f32::from(line.end as u8),
    "first" => f32::from(if line.first < 0x80 && !line.first.is_ascii_alphanumeric() { line.first } else { 0 }),
    "is_prose" => yes(line.is_prose),
    "is_statement" => yes(line.is_statement),
    "has_bullet" => yes(line.has_bullet),
    "digits" => line.digits / (line.letters + line.digits + line.marks).max(1.0),
    "latin" => line.latin / line.letters.max(1.0),
    "marks" => line.marks / (line.letters + line.digits + line.marks).max(1.0),
    "bars" => line.bars,
    "colons" => line.colons,
    "dots" => line.dots,
    "commas" => line.commas,
    "brackets" => line.brackets,
    "capitals" => line.capitals / line.words.max(1.0),
    "is_link" => yes(line.is_link),
    "is_address" => yes(line.is_address),
    "is_tag" => yes(line.is_tag),
    "is_date" => yes(line.is_date),
    "has_clock" => yes(line.has_clock),
    "numbers" => line.numbers / line.words.max(1.0),
    "covered" => line.covered / line.looked_up.max(1.0),
    "bare" => (line.looked_up - line.covered - f32::from(line.classes[9]) - line.numbers).max(0.0),
    "score" => line.score,
    "score_rise" => line.score - doc.prose_score,
    "score_drop" => doc.menu_score - line.score,
    "is_text" => yes(doc.is_text(i)),
    "script" => doc.script_differs(i),
    // What rules say of it.
    "claims" => f32::from(doc.claims[i].count),
    "claim_level" => f32::from(doc.claims[i].level),
    "claim_classes" => doc.claims[i].classes.count_ones() as f32,
    "claim_menu" => yes(doc.claims[i].is_any(const { bits(&["breadcrumb", "nav", "pagination"]) })),
    "claim_share" => yes(doc.claims[i].is_any(const { bits(&["share"]) })),
    "claim_comment" => yes(doc.claims[i].is_any(const { bits(&["captcha", "comment_form", "comment_policy"]) })),
    "claim_label" => yes(doc.claims[i].is_any(const { bits(&["metadata", "source_label", "tags"]) })),
    "claim_related" => yes(doc.claims[i].is_any(const { bits(&["ad", "newsletter", "related"]) })),
    "claim_legal" => yes(doc.claims[i].is_any(const { bits(&["cookie", "copyright", "js_notice"]) })),
    "claim_image" => yes(doc.claims[i].is_any(const { bits(&["caption", "credit", "repeated_title"]) })),
    // The line in its document.
    "times" => doc.contexts[i].times,
    "twin" => yes(doc.is_same(i, 1) || doc.is_same(i, -1)),
    "known" => doc.contexts[i].known,
    "in_title" => doc.contexts[i].titled,
    "is_title" => yes(doc.title == Some(i)),
    "below_title" => doc.title.map_or(MISSING, |title| i as f32 - title as f32),
    // Its place.
    "from_start" => i as f32,
    "from_end" => (doc.len() - 1 - i) as f32,
    "place" => i as f32 / doc.len() as f32,
    "prose_above" => doc.sum(0, i, |sum| sum.prose_chars),
    "prose_below" => doc.sum(i + 1, doc.len(), |sum| sum.prose_chars),
    "share_above" => doc.sum(0, i, |sum| sum.prose_chars) / doc.all().prose_chars.max(1.0),
    "share_below" => doc.sum(i + 1, doc.len(), |sum| sum.prose_chars) / doc.all().prose_chars.max(1.0),
    "since_prose" => doc.contexts[i].since_prose,
    "until_prose" => doc.contexts[i].until_prose,
    "since_text" => doc.contexts[i].since_text,
    "until_text" => doc.contexts[i].until_text,
    "run" => doc.run(i).0,
    "run_place" => doc.run(i).1,
    "chars_before" => doc.sum(0, i, |sum| sum.all_chars) / doc.all().all_chars.max(1.0),
    // Around it.
    "score_2" => doc.around(i, 2, |sum| sum.score),
    "score_5" => doc.around(i, 5, |sum| sum.score),
    "score_10" => doc.around(i, 10, |sum| sum.score),
    "score_above" => doc.mean(i.saturating_sub(5), i, |sum| sum.score),
    "score_below" => doc.mean(i + 1, i + 6, |sum| sum.score),
    "score_most" => doc.most(i),
    "score_least" => doc.least(i),
    "chars_3" => doc.around(i, 3, |sum| sum.all_chars),
    "chars_10" => doc.around(i, 10, |sum| sum.all_chars),
    "prose_3" => doc.around(i, 3, |sum| sum.prose),
    "prose_8" => doc.around(i, 8, |sum| sum.prose),
    "claimed_2" => doc.around(i, 2, |sum| sum.claimed),
    "claimed_5" => doc.around(i, 5, |sum| sum.claimed),
    "claimed_15" => doc.around(i, 15, |sum| sum.claimed),
    "covered_2" => doc.around(i, 2, |sum| sum.covered),
    "covered_5" => doc.around(i, 5, |sum| sum.covered),
    "function_5" => doc.around(i, 5, |sum| sum.function),
    "repeated_5" => doc.around(i, 5, |sum| sum.repeated),
    "known_5" => doc.around(i, 5, |sum| sum.known_words),
    "stops_5" => doc.around(i, 5, |sum| sum.stops),
    "stops_15" => doc.around(i, 15, |sum| sum.stops),
    "headlines_6" => doc.around(i, 6, |sum| sum.headlines),
    "headlines_15" => doc.around(i, 15, |sum| sum.headlines),
    "dates_6" => doc.around(i, 6, |sum| sum.dates),
    "short_6" => doc.around(i, 6, |sum| sum.short),
    "links_6" => doc.around(i, 6, |sum| sum.bullets),
    "numbers_3" => doc.around(i, 3, |sum| sum.numbers),
    "alike_4" => doc.alike(i),
    "same_start_4" => doc.same_start(i),
    // The document.
    "lines" => doc.len() as f32,
    "prose_lines" => doc.all().prose,
    "prose_share" => doc.all().prose / doc.len() as f32,
    "prose_mass" => doc.all().prose_chars / doc.all().all_chars.max(1.0),
    "prose_chars" => doc.all().prose_chars,
    "line_chars" => doc.all().all_chars / doc.len() as f32,
    "page_score" => doc.all().score / doc.len() as f32,
    "page_claimed" => doc.all().claimed / doc.len() as f32,
    "page_covered" => doc.all().covered / doc.len() as f32,
    "page_stops" => doc.all().stops / doc.len() as f32,
    "page_repeated" => doc.all().repeated / doc.len() as f32,
    "page_function" => doc.all().function / doc.len() as f32,
    "page_headlines" => doc.all().headlines / doc.len() as f32,
    "page_short" => doc.all().short / doc.len() as f32,
    "page_dates" => doc.all().dates / doc.len() as f32,
    "alphabet" => doc.alphabet,
}

/// What the columns tell of a neighbour.
const OF_NEIGHBOUR: &[&str] = &["score", "chars", "end", "covered", "claimed", "prose", "date", "times"];

fn neighbour(doc: &DocumentFeatures<'_>, at: Option<usize>, out: &mut Vec<f32>) {
    let Some(at) = at else { return out.extend([MISSING; OF_NEIGHBOUR.len()]) };
    let line = doc.line(at);
    out.extend([
        line.score,
        line.chars,
        f32::from(line.end as u8),
        line.covered / line.looked_up.max(1.0),
        yes(doc.claims[at].is_claimed),
        yes(line.is_prose),
        yes(line.is_date),
        doc.contexts[at].times,
    ]);
}

/// The names of all columns, in their order.
pub(super) static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let own = OWN.iter().map(|&name| name.to_owned());
    let classes = WORD_CLASSES.iter().map(|name| format!("class:{name}"));
    let around = WORD_CLASSES.iter().map(|name| format!("around:{name}"));
    let near = NEIGHBOURS.iter().flat_map(|at| OF_NEIGHBOUR.iter().map(move |name| format!("{name}{at:+}")));
    own.chain(classes).chain(around).chain(near).collect()
});

/// Appends the numbers of line `i`.
pub(super) fn fill(doc: &DocumentFeatures<'_>, i: usize, out: &mut Vec<f32>) {
    let line = doc.line(i);
    own(doc, i, line, out);
    out.extend((0..CLASSES).map(|class| line.share(class)));
    out.extend(doc.classes_around(i));
    for by in NEIGHBOURS {
        neighbour(doc, doc.beside(i, by), out);
    }
}
