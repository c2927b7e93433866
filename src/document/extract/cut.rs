//! At which chance is a page cut?
//!
//! Lines with a greater chance are taken. If chances hold true, those over some cut have an F1, by words, that may be
//! expected: the cut with the best is taken, so that much is asked where the forest is sure, and what there is is taken where
//! it is not. A cut that was learnt from numbers about each page did no better on unseen hosts.

use super::facts::Facts;

/// The least and the greatest chance that a line of an article may need.
const ARTICLE: (f32, f32) = (0.35, 0.55);

/// The same of a page of another type: its lines tell less of each other.
const OTHER: (f32, f32) = (0.15, 0.5);

/// An article on a page of fewer words has hardly a frame, and its lines tell little of each other.
const SHORT: f32 = 50.0;

/// The chance that a line of such a page needs.
const SHORT_CUT: f32 = 0.15;

/// The chance that lines of this page need.
pub(super) fn cut(facts: &Facts<'_>, scores: &[f32], is_article: bool) -> f32 {
    let mut lines: Vec<(f32, f32)> =
        scores.iter().enumerate().map(|(i, &score)| (score, facts.shape(i).words as f32)).collect();
    lines.sort_by(|a, b| b.0.total_cmp(&a.0));
    if is_article && lines.iter().map(|(_, words)| words).sum::<f32>() < SHORT {
        return SHORT_CUT;
    }
    let (least, most) = if is_article { ARTICLE } else { OTHER };
    let expected: f32 = lines.iter().map(|(score, words)| score * words).sum();
    let (mut kept, mut right, mut best) = (0.0, 0.0, (0.0, most));
    for (score, words) in lines {
        kept += words;
        right += score * words;
        let f1 = 2.0 * right / (kept + expected).max(1.0);
        if f1 > best.0 {
            best = (f1, score);
        }
    }
    // Lines as good as the last one are taken, too.
    best.1.next_down().clamp(least, most)
}
