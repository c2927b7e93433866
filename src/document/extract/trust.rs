//! How far may an extraction be trusted?
//!
//! A forest reads numbers about what was taken of a page and what was left, and says which F1, by words, may be expected. It
//! is fitted to pages whose hosts the other forests had not seen, so what it says holds of pages that nobody has seen:
//! `train.py --folds` tells how well. Pages of little confidence can be sent to something slower.

use super::{features::Facts, outline::Outline, page_type::PageType, sums::flag};
use crate::trees::{self, Forest};
use std::sync::LazyLock;

static FOREST: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_str!("trust.txt"), &NAMES));

pub(super) const NAMES: [&str; 46] = [
    "cut",
    "lines",
    "words",
    "share_of_words",
    "prose_of_kept",
    "prose_kept",
    "sure",
    "found",
    "expected",
    "least_kept",
    "most_left",
    "words_near",
    "content",
    "runs",
    "longest_run",
    "longest_share",
    "in_half",
    "in_article",
    "in_text",
    "in_hub",
    "linked",
    "in_body",
    "of_body",
    "has_body",
    "before_title",
    "has_title",
    "in_cards",
    "in_decks",
    "headings",
    "twice",
    "words_below_half",
    "words_above_half",
    "page_lines",
    "page_words",
    "page_prose",
    "page_linked",
    "page_mass",
    "half_mass",
    "unsure",
    "article",
    "collection",
    "documentation",
    "forum",
    "listing",
    "product",
    "service",
];

/// How far an extraction may be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Trust {
    /// The F1 that may be expected of it, by words, 0 to 1.
    pub confidence: f32,
    /// Why it is not more; `sure` where it is nearly 1.
    pub reason: &'static str,
}

/// Names of columns with the least or the most that gives a reason for doubt; the first that holds is told.
const REASONS: [(&str, f32, bool, &str); 6] = [
    ("words", 40.0, false, "little_text"),
    ("in_decks", 0.35, true, "many_teasers"),
    ("sure", 0.7, false, "doubtful_lines"),
    ("words_above_half", 0.12, true, "likely_text_left"),
    ("words_near", 0.25, true, "doubtful_lines"),
    ("prose_of_kept", 0.4, false, "little_prose"),
];

/// From here on there is no doubt worth a reason.
const CERTAIN: f32 = 0.9;

fn reason(numbers: &[f32], expected: f32) -> &'static str {
    if expected >= CERTAIN {
        return "sure";
    }
    let holds = |&&(name, bound, above, _): &&(&str, f32, bool, &str)| {
        let number = NAMES.iter().position(|&known| known == name).map_or(0.0, |at| numbers[at]);
        if above { number > bound } else { number < bound }
    };
    REASONS.iter().find(holds).map_or("unlike_known_pages", |reason| reason.3)
}

/// How far these lines, `taken` at the chance `cut`, may be trusted to be the content.
pub(super) fn of(numbers: &[f32; NAMES.len()]) -> Trust {
    if numbers[LINES] == 0.0 {
        return Trust { confidence: 0.0, reason: "no_main_content" };
    }
    let mut odds = Vec::with_capacity(1);
    FOREST.odds(numbers, &mut odds);
    let confidence = odds.first().map_or(0.0, |&odds| trees::chance(odds));
    Trust { confidence, reason: reason(numbers, confidence) }
}

/// The place of `lines` among the columns.
const LINES: usize = 1;

/// What is known of lines that were taken at the chance `cut`.
pub(super) fn numbers(
    outline: &Outline,
    facts: &Facts<'_>,
    chances: &[f32],
    taken: &[bool],
    cut: f32,
    page_type: PageType,
) -> [f32; NAMES.len()] {
    let n = chances.len();
    let (mut all, mut content, mut kept, mut right) = (0.0, 0.0, 0.0_f32, 0.0);
    let (mut lines, mut prose, mut all_prose, mut near, mut linked, mut unsure) = (0.0, 0.0, 0.0_f32, 0.0, 0.0, 0.0);
    let (mut least, mut most) = (1.0_f32, 0.0_f32);
    let (mut runs, mut longest, mut this) = (0.0, 0.0_f32, 0.0);
    let (mut half, mut article, mut text, mut hub, mut body, mut before, mut cards, mut decks) =
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    let (mut headings, mut twice, mut below, mut above, mut chars) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut was_kept = false;
    for i in 0..n {
        let (look, chance) = (facts.look(i), chances[i]);
        let words = look.words as f32;
        if words == 0.0 {
            continue;
        }
        all += words;
        content += words * chance;
        unsure += words * chance * (1.0 - chance);
        let is_prose = look.is_prose() && outline.rows[i].density() < 0.5;
        all_prose += if is_prose { words } else { 0.0 };
        if (chance - cut).abs() < 0.12 {
            near += words;
        }
        if !taken[i] {
            most = most.max(chance);
            if chance > 0.5 {
                above += words;
            }
            was_kept = false;
            continue;
        }
        least = least.min(chance);
        if !was_kept {
            runs += 1.0;
            this = 0.0;
        }
        was_kept = true;
        this += words;
        longest = longest.max(this);
        lines += 1.0;
        kept += words;
        chars += look.chars as f32;
        right += words * chance;
        prose += if is_prose { words } else { 0.0 };
        linked += words * outline.rows[i].density();
        let of = |is: bool| if is { words } else { 0.0 };
        below += of(chance < 0.5);
        let place = &facts.places()[i];
        half += of(place.in_half);
        article += of(place.in_article);
        text += of(place.in_text);
        hub += of(place.in_hub);
        body += of(place.in_body);
        before += of(facts.title().is_some_and(|title| i < title));
        cards += of(place.card);
        decks += words * place.deck;
        twice += words * place.twice;
        headings += f32::from(u8::from(place.heading));
    }
    let share = |part: f32| part / kept.max(1.0);
    let page = facts.page();
    let is = |kind: PageType| flag(page_type == kind);
    let found = right / content.max(1.0);
    [
        cut,
        lines,
        kept,
        kept / all.max(1.0),
        share(prose),
        prose / all_prose.max(1.0),
        share(right),
        found,
        2.0 * right / (kept + content).max(1.0),
        least,
        most,
        near / content.max(1.0),
        content,
        runs,
        longest,
        share(longest),
        share(half),
        share(article),
        share(text),
        share(hub),
        share(linked),
        share(body),
        if page.body > 0.0 { chars / page.body } else { -1.0 },
        flag(page.body > 0.0),
        share(before),
        flag(facts.title().is_some()),
        share(cards),
        share(decks),
        headings,
        share(twice),
        share(below),
        above / content.max(1.0),
        n as f32,
        all,
        all_prose / all.max(1.0),
        page.linked,
        page.mass,
        page.half_mass,
        unsure / content.max(1.0),
        is(PageType::Article),
        is(PageType::Collection),
        is(PageType::Documentation),
        is(PageType::Forum),
        is(PageType::Listing),
        is(PageType::Product),
        is(PageType::Service),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_has_a_reason() {
        Forest::check(include_str!("trust.txt"), &NAMES);
        let mut numbers = [0.0; NAMES.len()];
        assert_eq!(of(&numbers), Trust { confidence: 0.0, reason: "no_main_content" });
        assert_eq!(reason(&numbers, 0.95), "sure");
        assert_eq!(reason(&numbers, 0.5), "little_text");
        let at = |name: &str| NAMES.iter().position(|&known| known == name).unwrap();
        assert_eq!(at("lines"), LINES);
        for (name, number, want) in [
            ("words", 500.0, "doubtful_lines"),
            ("sure", 0.9, "little_prose"),
            ("prose_of_kept", 0.9, "unlike_known_pages"),
            ("in_decks", 0.5, "many_teasers"),
        ] {
            numbers[at(name)] = number;
            assert_eq!(reason(&numbers, 0.5), want, "{name}");
        }
    }
}
