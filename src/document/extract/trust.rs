//! How far may an extraction be trusted?
//!
//! A forest reads numbers about what was taken of a page and what was left, and says which F1, by words, may be expected. It
//! is fitted to pages whose hosts the other forests had not seen, so what it says holds of pages that nobody has seen:
//! `train.py --folds` tells how well. Pages of little confidence can be sent to something slower.

use super::{facts::Facts, outline::Outline, page_type::PageType, prefix_sums::flag};
use crate::forest::{self, Forest};
use std::sync::LazyLock;

static FOREST: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(include_bytes!(concat!(env!("OUT_DIR"), "/extract-trust.forest")), &NAMES));

/// The names of the columns.
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

/// Every reason that [`Trust`] gives, sorted, with what it means.
pub const DOUBTS: &[(&str, &str)] = &[
    ("doubtful_lines", "many lines might as well be content as not"),
    ("html_degraded", "the page was too hostile for a tree; only its tags were removed"),
    ("likely_text_left", "lines that were left out look like content"),
    ("little_prose", "little of the text is prose"),
    ("little_text", "the text is very short"),
    ("many_teasers", "much of the text is teasers of other pages"),
    ("no_main_content", "no main content was found"),
    ("sure", "there is no doubt worth a reason"),
    ("text_of_metadata", "the text is from the metadata of the page"),
    ("unlike_known_pages", "the page is unlike the pages that extraction was trained on"),
];

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

/// How far lines with these [`numbers`] may be trusted to be the content.
pub(super) fn of(numbers: &[f32; NAMES.len()]) -> Trust {
    if numbers[LINES] == 0.0 {
        return Trust { confidence: 0.0, reason: "no_main_content" };
    }
    let confidence = forest::chance(FOREST.odds_of(numbers));
    Trust { confidence, reason: reason(numbers, confidence) }
}

/// The place of `lines` among the columns.
const LINES: usize = 1;

/// A line whose chance is so near to the cut might as well have fallen on its other side.
const NEAR: f32 = 0.12;

/// What is known of lines that were taken at the chance `cut`.
pub(super) fn numbers(
    outline: &Outline,
    facts: &Facts<'_>,
    chances: &[f32],
    taken: &[bool],
    cut: f32,
    page_type: PageType,
) -> [f32; NAMES.len()] {
    let words = |i: usize| facts.shape(i).words as f32;
    let lines = || (0..chances.len()).filter(|&i| facts.shape(i).words > 0);
    let sum = |of: &dyn Fn(usize) -> f32| lines().map(of).sum::<f32>();
    // Words of all lines that are so, and of those that are taken.
    let all = |of: &dyn Fn(usize) -> f32| sum(&|i| words(i) * of(i));
    let kept = |of: &dyn Fn(usize) -> f32| sum(&|i| if taken[i] { words(i) * of(i) } else { 0.0 });
    let is_prose = |i: usize| flag(facts.shape(i).is_prose() && outline.rows[i].density() < 0.5);
    let place = |i: usize| &facts.places()[i];
    let is = |kind: PageType| flag(page_type == kind);

    let (in_all, in_kept) = (all(&|_| 1.0), kept(&|_| 1.0));
    let (content, right) = (all(&|i| chances[i]), kept(&|i| chances[i]));
    let (prose, kept_prose) = (all(&is_prose), kept(&is_prose));
    let share = |of: &dyn Fn(usize) -> f32| kept(of) / in_kept.max(1.0);
    let of_content = |part: f32| part / content.max(1.0);
    let least = lines().filter(|&i| taken[i]).map(|i| chances[i]).fold(1.0, f32::min);
    let most = lines().filter(|&i| !taken[i]).map(|i| chances[i]).fold(0.0, f32::max);
    let (runs, longest) = runs(lines().map(|i| (taken[i], words(i))));
    let chars = sum(&|i| if taken[i] { facts.shape(i).chars as f32 } else { 0.0 });
    let page = facts.page();
    [
        cut,
        sum(&|i| flag(taken[i])),
        in_kept,
        in_kept / in_all.max(1.0),
        kept_prose / in_kept.max(1.0),
        kept_prose / prose.max(1.0),
        right / in_kept.max(1.0),
        of_content(right),
        2.0 * right / (in_kept + content).max(1.0),
        least,
        most,
        of_content(all(&|i| flag((chances[i] - cut).abs() < NEAR))),
        content,
        runs,
        longest,
        longest / in_kept.max(1.0),
        share(&|i| flag(place(i).in_half)),
        share(&|i| flag(place(i).in_article)),
        share(&|i| flag(place(i).in_text)),
        share(&|i| flag(place(i).in_hub)),
        share(&|i| outline.rows[i].density()),
        share(&|i| flag(place(i).in_body)),
        if page.body > 0.0 { chars / page.body } else { -1.0 },
        flag(page.body > 0.0),
        share(&|i| flag(facts.title().is_some_and(|title| i < title))),
        flag(facts.title().is_some()),
        share(&|i| flag(place(i).card)),
        share(&|i| place(i).deck),
        sum(&|i| flag(taken[i] && place(i).heading)),
        share(&|i| place(i).twice),
        share(&|i| flag(chances[i] < 0.5)),
        of_content(all(&|i| flag(!taken[i] && chances[i] > 0.5))),
        chances.len() as f32,
        in_all,
        prose / in_all.max(1.0),
        page.linked,
        page.mass,
        page.half_mass,
        of_content(all(&|i| chances[i] * (1.0 - chances[i]))),
        is(PageType::Article),
        is(PageType::Collection),
        is(PageType::Documentation),
        is(PageType::Forum),
        is(PageType::Listing),
        is(PageType::Product),
        is(PageType::Service),
    ]
}

/// How many runs of taken lines there are, and how many words the longest has; a line is whether it is taken, and its words.
fn runs(lines: impl Iterator<Item = (bool, f32)>) -> (f32, f32) {
    let (mut runs, mut longest, mut this, mut was_taken) = (0.0, 0.0_f32, 0.0, false);
    for (taken, words) in lines {
        if taken && !was_taken {
            (runs, this) = (runs + 1.0, 0.0);
        }
        this += words;
        if taken {
            longest = longest.max(this);
        }
        was_taken = taken;
    }
    (runs, longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubt_has_a_reason() {
        assert!(DOUBTS.is_sorted());
        assert!(REASONS.iter().all(|reason| DOUBTS.iter().any(|(name, _)| *name == reason.3)));
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
