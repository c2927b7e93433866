//! The names of the numbers that are known of a line, in the order in which [`super::features`] writes them.
//!
//! A model asks for its columns by these names, so they may be added to and moved, not renamed without training anew.

use super::{cards, cues, second_pass, tags};
use std::sync::LazyLock;

/// The columns before those of cues and tags.
pub(super) const PLAIN: &[&str] = &[
    // The line itself.
    "chars",
    "words",
    "word_length",
    "ends_sentence",
    "ends_colon",
    "commas",
    "stops",
    "digits",
    "capitals",
    "marks",
    "tabs",
    "links",
    "linked",
    "repeats",
    // Where it stands.
    "from_h1",
    "position",
    "chars_before",
    "prose_before",
    "prose_after",
    "to_prose_before",
    "to_prose_after",
    // The lines around it.
    "chars_1_before",
    "chars_1_after",
    "linked_1_before",
    "linked_1_after",
    "chars_2_before",
    "chars_2_after",
    "linked_window",
    "chars_window",
    "prose_window",
    "same_node_before",
    "same_node_after",
    // The elements around it.
    "depth",
    "level_of_half",
    "level_of_tenth",
    "mass_1",
    "mass_2",
    "mass_3",
    "mass_4",
    "mass_6",
    "mass_8",
    "linked_2",
    "linked_4",
    "linked_6",
    "rows_2",
    "rows_4",
    "twins_0",
    "twins_1",
    "twins_2",
    "twins_3",
    "twins_most",
    "in_half",
    "in_seven",
    "in_nine",
    "half_position",
    // The page.
    "page_rows",
    "page_chars",
    "page_linked",
    "page_prose",
    "page_prose_share",
    "half_mass",
    "half_linked",
    "half_rows",
    "page_mass",
    // What the page says of itself.
    "covered",
    "from_title",
    "in_body",
    "has_body",
    // The place of the content.
    "in_article",
    "article_mass",
    "article_position",
    "article_rest",
    "in_hub",
    "hub_mass",
    "hub_position",
    "hub_rest",
    // The place in the page.
    "lines_before",
    "lines_left",
    "level_of_page",
    // The element that is named as the text.
    "in_text",
    "text_mass",
    "text_position",
    "text_rest",
];

/// The names of the columns of the first look.
pub(super) static FIRST: LazyLock<Vec<String>> = LazyLock::new(|| {
    let cues = |kind: &'static str| cues::NAMES.iter().map(move |name| format!("{kind}:{name}"));
    let tags = tags::names().map(|name| format!("in:{name}"));
    let plain = PLAIN.iter().map(|&name| name.to_owned());
    let levels = ["prose_1", "prose_2", "prose_3", "is_lead", "from_lead"].into_iter().map(str::to_owned);
    let cards = ["card", "outer"].into_iter().flat_map(|of| cards::CARD.map(|name| format!("{of}_{name}")));
    let likes = cards::LIKE.into_iter().chain(["twice"]).chain(cards::IMAGE).map(str::to_owned);
    plain.chain(levels).chain(cards).chain(likes).chain(cues("near")).chain(cues("all")).chain(tags).collect()
});

/// The names of the columns of the second look: those of the first, and those that stand behind them.
pub(super) static SECOND: LazyLock<Vec<String>> =
    LazyLock::new(|| FIRST.iter().cloned().chain(second_pass::NAMES.iter().map(|&name| name.to_owned())).collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forest::Forest;

    #[test]
    fn the_forests_ask_for_known_columns() {
        Forest::check(include_str!("first.txt"), &FIRST);
        Forest::check(include_str!("second.txt"), &SECOND);
    }
}
