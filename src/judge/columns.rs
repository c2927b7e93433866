//! The numbers that the forest judges a line by: the line itself, its neighbours, its place, its document.
//!
//! A forest asks for its columns by name, so they may be added to and moved, not renamed without training anew.

use super::{
    facts::{Facts, MISSING, bits},
    look::{CLASSES, End, Look},
};
use crate::rules::WORD_CLASSES;
use std::sync::LazyLock;

/// Neighbours of which the columns tell each by itself, before and behind a line.
const NEIGHBOURS: [isize; 6] = [-3, -2, -1, 1, 2, 3];

/// A column a line: its name and, of line `i` of `facts`, its value.
macro_rules! columns {
    ($names:ident, $fill:ident($facts:ident, $i:ident, $look:ident): $($name:literal => $value:expr,)*) => {
        const $names: &[&str] = &[$($name),*];

        fn $fill($facts: &Facts<'_>, $i: usize, $look: &Look, out: &mut Vec<f32>) {
            out.extend([$($value),*]);
        }
    };
}

columns! { OWN, own(facts, i, look):
    "chars" => look.chars,
    "words" => look.words,
    "word_length" => look.chars / look.words.max(1.0),
    "end" => f32::from(look.end as u8),
    "first" => f32::from(if look.first < 0x80 && !look.first.is_ascii_alphanumeric() { look.first } else { 0 }),
    "is_prose" => yes(look.is_prose),
    "is_statement" => yes(look.is_statement),
    "has_bullet" => yes(look.has_bullet),
    "digits" => look.digits / (look.letters + look.digits + look.marks).max(1.0),
    "latin" => look.latin / look.letters.max(1.0),
    "marks" => look.marks / (look.letters + look.digits + look.marks).max(1.0),
    "bars" => look.bars,
    "colons" => look.colons,
    "dots" => look.dots,
    "commas" => look.commas,
    "brackets" => look.brackets,
    "capitals" => look.capitals / look.words.max(1.0),
    "is_link" => yes(look.is_link),
    "is_address" => yes(look.is_address),
    "is_tag" => yes(look.is_tag),
    "is_date" => yes(look.is_date),
    "has_clock" => yes(look.has_clock),
    "numbers" => look.numbers / look.words.max(1.0),
    "covered" => look.covered / look.looked_up.max(1.0),
    "bare" => (look.looked_up - look.covered - f32::from(look.classes[9]) - look.numbers).max(0.0),
    "score" => look.score,
    "score_rise" => look.score - facts.prose_score,
    "score_drop" => facts.menu_score - look.score,
    "is_text" => yes(facts.is_text(i)),
    "script" => facts.script_differs(i),
    // What rules say of it.
    "claims" => f32::from(facts.claims[i].count),
    "claim_level" => f32::from(facts.claims[i].level),
    "claim_classes" => facts.claims[i].classes.count_ones() as f32,
    "claim_menu" => yes(facts.claims[i].is_any(const { bits(&["breadcrumb", "nav", "pagination"]) })),
    "claim_share" => yes(facts.claims[i].is_any(const { bits(&["share"]) })),
    "claim_comment" => yes(facts.claims[i].is_any(const { bits(&["captcha", "comment_form", "comment_policy"]) })),
    "claim_label" => yes(facts.claims[i].is_any(const { bits(&["metadata", "source_label", "tags"]) })),
    "claim_related" => yes(facts.claims[i].is_any(const { bits(&["ad", "newsletter", "related"]) })),
    "claim_legal" => yes(facts.claims[i].is_any(const { bits(&["cookie", "copyright", "js_notice"]) })),
    "claim_image" => yes(facts.claims[i].is_any(const { bits(&["caption", "credit", "repeated_title"]) })),
    // The line in its document.
    "times" => facts.here[i].times,
    "twin" => yes(facts.is_same(i, 1) || facts.is_same(i, -1)),
    "known" => facts.here[i].known,
    "in_title" => facts.here[i].titled,
    "is_title" => yes(facts.title == Some(i)),
    "below_title" => facts.title.map_or(MISSING, |title| i as f32 - title as f32),
    // Its place.
    "from_start" => i as f32,
    "from_end" => (facts.len() - 1 - i) as f32,
    "place" => i as f32 / facts.len() as f32,
    "prose_above" => facts.sum(0, i, |sum| sum.prose_chars),
    "prose_below" => facts.sum(i + 1, facts.len(), |sum| sum.prose_chars),
    "share_above" => facts.sum(0, i, |sum| sum.prose_chars) / facts.all().prose_chars.max(1.0),
    "share_below" => facts.sum(i + 1, facts.len(), |sum| sum.prose_chars) / facts.all().prose_chars.max(1.0),
    "since_prose" => facts.here[i].since_prose,
    "until_prose" => facts.here[i].until_prose,
    "since_text" => facts.here[i].since_text,
    "until_text" => facts.here[i].until_text,
    "run" => facts.run(i).0,
    "run_place" => facts.run(i).1,
    "chars_before" => facts.sum(0, i, |sum| sum.all_chars) / facts.all().all_chars.max(1.0),
    // Around it.
    "score_2" => facts.around(i, 2, |sum| sum.score),
    "score_5" => facts.around(i, 5, |sum| sum.score),
    "score_10" => facts.around(i, 10, |sum| sum.score),
    "score_above" => facts.mean(i.saturating_sub(5), i, |sum| sum.score),
    "score_below" => facts.mean(i + 1, i + 6, |sum| sum.score),
    "score_most" => facts.most(i),
    "score_least" => facts.least(i),
    "chars_3" => facts.around(i, 3, |sum| sum.all_chars),
    "chars_10" => facts.around(i, 10, |sum| sum.all_chars),
    "prose_3" => facts.around(i, 3, |sum| sum.prose),
    "prose_8" => facts.around(i, 8, |sum| sum.prose),
    "claimed_2" => facts.around(i, 2, |sum| sum.claimed),
    "claimed_5" => facts.around(i, 5, |sum| sum.claimed),
    "claimed_15" => facts.around(i, 15, |sum| sum.claimed),
    "covered_2" => facts.around(i, 2, |sum| sum.covered),
    "covered_5" => facts.around(i, 5, |sum| sum.covered),
    "function_5" => facts.around(i, 5, |sum| sum.function),
    "repeated_5" => facts.around(i, 5, |sum| sum.repeated),
    "known_5" => facts.around(i, 5, |sum| sum.known_words),
    "stops_5" => facts.around(i, 5, |sum| sum.stops),
    "stops_15" => facts.around(i, 15, |sum| sum.stops),
    "headlines_6" => facts.around(i, 6, |sum| sum.headlines),
    "headlines_15" => facts.around(i, 15, |sum| sum.headlines),
    "dates_6" => facts.around(i, 6, |sum| sum.dates),
    "short_6" => facts.around(i, 6, |sum| sum.short),
    "links_6" => facts.around(i, 6, |sum| sum.bullets),
    "numbers_3" => facts.around(i, 3, |sum| sum.numbers),
    "alike_4" => facts.alike(i),
    "same_start_4" => facts.same_start(i),
    // The document.
    "lines" => facts.len() as f32,
    "prose_lines" => facts.all().prose,
    "prose_share" => facts.all().prose / facts.len() as f32,
    "prose_mass" => facts.all().prose_chars / facts.all().all_chars.max(1.0),
    "prose_chars" => facts.all().prose_chars,
    "line_chars" => facts.all().all_chars / facts.len() as f32,
    "page_score" => facts.all().score / facts.len() as f32,
    "page_claimed" => facts.all().claimed / facts.len() as f32,
    "page_covered" => facts.all().covered / facts.len() as f32,
    "page_stops" => facts.all().stops / facts.len() as f32,
    "page_repeated" => facts.all().repeated / facts.len() as f32,
    "page_function" => facts.all().function / facts.len() as f32,
    "page_headlines" => facts.all().headlines / facts.len() as f32,
    "page_short" => facts.all().short / facts.len() as f32,
    "page_dates" => facts.all().dates / facts.len() as f32,
    "alphabet" => facts.alphabet,
}

/// What the columns tell of a neighbour.
const OF_NEIGHBOUR: &[&str] = &["score", "chars", "end", "covered", "claimed", "prose", "date", "times"];

fn neighbour(facts: &Facts<'_>, at: Option<usize>, out: &mut Vec<f32>) {
    let Some(at) = at else { return out.extend([MISSING; OF_NEIGHBOUR.len()]) };
    let look = facts.look(at);
    out.extend([
        look.score,
        look.chars,
        f32::from(look.end as u8),
        look.covered / look.looked_up.max(1.0),
        yes(facts.claims[at].is_claimed),
        yes(look.is_prose),
        yes(look.is_date),
        facts.here[at].times,
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
pub(super) fn fill(facts: &Facts<'_>, i: usize, out: &mut Vec<f32>) {
    let look = facts.look(i);
    own(facts, i, look, out);
    out.extend((0..CLASSES).map(|class| look.share(class)));
    out.extend(facts.classes_around(i));
    for by in NEIGHBOURS {
        neighbour(facts, facts.beside(i, by), out);
    }
}

pub(super) fn yes(it_is: bool) -> f32 {
    f32::from(u8::from(it_is))
}

/// Whether the line ends a sentence.
pub(super) fn ends(look: &Look) -> bool {
    matches!(look.end, End::Stop | End::Question | End::Quotation)
}
