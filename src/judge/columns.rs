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
    "times" => facts.times[i],
    "twin" => yes(facts.is_same(i, 1) || facts.is_same(i, -1)),
    "known" => facts.known(i),
    "in_title" => facts.in_title(i),
    "is_title" => yes(facts.title == Some(i)),
    "below_title" => facts.title.map_or(MISSING, |title| i as f32 - title as f32),
    // Its place.
    "from_start" => i as f32,
    "from_end" => (facts.len() - 1 - i) as f32,
    "place" => i as f32 / facts.len() as f32,
    "prose_above" => facts.prose_chars.sum(0, i),
    "prose_below" => facts.prose_chars.sum(i + 1, facts.len()),
    "share_above" => facts.prose_chars.sum(0, i) / facts.prose_chars.all().max(1.0),
    "share_below" => facts.prose_chars.sum(i + 1, facts.len()) / facts.prose_chars.all().max(1.0),
    "since_prose" => facts.since_prose[i],
    "until_prose" => facts.until_prose[i],
    "since_text" => facts.since_text[i],
    "until_text" => facts.until_text[i],
    "run" => facts.run(i).0,
    "run_place" => facts.run(i).1,
    "chars_before" => facts.all_chars.sum(0, i) / facts.all_chars.all().max(1.0),
    // Around it.
    "score_2" => facts.score.around(i, 2),
    "score_5" => facts.score.around(i, 5),
    "score_10" => facts.score.around(i, 10),
    "score_above" => facts.score.mean(i.saturating_sub(5), i),
    "score_below" => facts.score.mean(i + 1, i + 6),
    "score_most" => facts.most(i),
    "score_least" => facts.least(i),
    "chars_3" => facts.all_chars.around(i, 3),
    "chars_10" => facts.all_chars.around(i, 10),
    "prose_3" => facts.prose.around(i, 3),
    "prose_8" => facts.prose.around(i, 8),
    "claimed_2" => facts.claimed.around(i, 2),
    "claimed_5" => facts.claimed.around(i, 5),
    "claimed_15" => facts.claimed.around(i, 15),
    "covered_2" => facts.covered.around(i, 2),
    "covered_5" => facts.covered.around(i, 5),
    "function_5" => facts.function.around(i, 5),
    "repeated_5" => facts.repeated.around(i, 5),
    "known_5" => facts.known_words.around(i, 5),
    "stops_5" => facts.stops.around(i, 5),
    "stops_15" => facts.stops.around(i, 15),
    "headlines_6" => facts.headlines.around(i, 6),
    "headlines_15" => facts.headlines.around(i, 15),
    "dates_6" => facts.dates.around(i, 6),
    "short_6" => facts.short.around(i, 6),
    "links_6" => facts.bullets.around(i, 6),
    "numbers_3" => facts.numbers.around(i, 3),
    "alike_4" => facts.alike(i),
    "same_start_4" => facts.same_start(i),
    // The document.
    "lines" => facts.len() as f32,
    "prose_lines" => facts.prose.all(),
    "prose_share" => facts.prose.all() / facts.len() as f32,
    "prose_mass" => facts.prose_chars.all() / facts.all_chars.all().max(1.0),
    "prose_chars" => facts.prose_chars.all(),
    "line_chars" => facts.all_chars.all() / facts.len() as f32,
    "page_score" => facts.score.all() / facts.len() as f32,
    "page_claimed" => facts.claimed.all() / facts.len() as f32,
    "page_covered" => facts.covered.all() / facts.len() as f32,
    "page_stops" => facts.stops.all() / facts.len() as f32,
    "page_repeated" => facts.repeated.all() / facts.len() as f32,
    "page_function" => facts.function.all() / facts.len() as f32,
    "page_headlines" => facts.headlines.all() / facts.len() as f32,
    "page_short" => facts.short.all() / facts.len() as f32,
    "page_dates" => facts.dates.all() / facts.len() as f32,
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
        facts.times[at],
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
