//! Why does the judge think so? Its strongest reasons, in words.
//!
//! The columns of a line are in groups: its words, its shape, its place, … For each group the line is judged again with the
//! numbers that the most text-like line of the document has there; what the odds lose by it is what the group was worth
//! (ablation against a reference). Done only for lines that somebody asks about.

use super::{
    FOREST,
    columns::{self, NAMES},
    facts::Facts,
    look::Look,
};
use crate::rules::{CLASSES, WORD_CLASSES};
use std::sync::LazyLock;

/// So many reasons are told.
const MOST: usize = 3;
/// A group that is worth less, in log-odds, is no reason.
const LEAST: f32 = 0.3;

/// What a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Words,
    Rules,
    Shape,
    Repetition,
    Place,
    Neighbours,
    Document,
}

impl About {
    const ALL: [Self; 7] =
        [Self::Words, Self::Rules, Self::Shape, Self::Repetition, Self::Place, Self::Neighbours, Self::Document];

    fn of(column: &str) -> Self {
        match column {
            "score" | "score_rise" | "score_drop" | "covered" | "bare" => Self::Words,
            "times" | "twin" | "known" | "in_title" | "is_title" | "below_title" => Self::Repetition,
            "from_start" | "from_end" | "place" | "prose_above" | "prose_below" | "share_above" | "share_below"
            | "since_prose" | "until_prose" | "since_text" | "until_text" | "run" | "run_place" | "chars_before" => {
                Self::Place
            }
            "lines" | "prose_lines" | "prose_share" | "prose_mass" | "prose_chars" | "line_chars" | "alphabet" => {
                Self::Document
            }
            _ if column.starts_with("class:") => Self::Words,
            _ if column.starts_with("claim") && !column.contains("claimed") => Self::Rules,
            _ if column.starts_with("page_") => Self::Document,
            _ if column.starts_with("around:") || column.contains(['+', '-']) => Self::Neighbours,
            _ if column.ends_with(|c: char| c.is_ascii_digit())
                || ["score_above", "score_below", "score_most", "score_least"].contains(&column) =>
            {
                Self::Neighbours
            }
            _ => Self::Shape,
        }
    }
}

static ABOUT: LazyLock<Vec<About>> = LazyLock::new(|| NAMES.iter().map(|name| About::of(name)).collect());

/// The strongest reasons for which line `i` is taken for chrome, strongest first. `odds` are those of all lines.
pub(super) fn reasons(facts: &Facts<'_>, i: usize, odds: &[f32]) -> Vec<String> {
    let Some(text) = (0..odds.len()).filter(|&at| at != i).min_by(|&a, &b| odds[a].total_cmp(&odds[b])) else {
        return vec![about_words(facts.look(i))];
    };
    let (mut row, mut other) = (Vec::new(), Vec::new());
    columns::fill(facts, i, &mut row);
    columns::fill(facts, text, &mut other);
    let mut rows = row.clone();
    for about in About::ALL {
        let of = ABOUT.iter().zip(row.iter().zip(&other));
        rows.extend(of.map(|(group, (own, other))| if *group == about { other } else { own }));
    }
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    FOREST[0].odds(&rows, &mut found);
    FOREST[1].odds(&rows, &mut rest);
    found.iter_mut().zip(&rest).for_each(|(first, rest)| *first += rest);
    let mut worth: Vec<(f32, About)> =
        found[1..].iter().zip(About::ALL).map(|(without, about)| (found[0] - without, about)).collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let strong = worth.into_iter().filter(|(worth, _)| *worth >= LEAST).take(MOST);
    strong.map(|(_, about)| told(about, facts, i)).collect()
}

fn told(about: About, facts: &Facts<'_>, i: usize) -> String {
    let (look, claims) = (facts.look(i), facts.claims[i]);
    match about {
        About::Words => about_words(look),
        About::Rules if claims.classes != 0 => {
            let classes = (0..CLASSES.len()).filter(|class| claims.classes >> class & 1 == 1);
            format!("rules know the text ({})", classes.map(|class| CLASSES[class]).collect::<Vec<_>>().join(", "))
        }
        About::Rules => "what rules say of it".to_owned(),
        About::Shape => "its length, marks and end".to_owned(),
        About::Repetition if facts.here[i].times > 1.0 => {
            format!("it stands {} times in the text", facts.here[i].times)
        }
        About::Repetition if facts.here[i].titled > 0.7 => "its words are those of the title".to_owned(),
        About::Repetition => "its words do not stand in the text".to_owned(),
        About::Place if facts.here[i].until_prose < 0.0 => "it stands below the text".to_owned(),
        About::Place if facts.here[i].since_prose < 0.0 => "it stands above the text".to_owned(),
        About::Place => "where it stands".to_owned(),
        About::Neighbours => "the lines around it".to_owned(),
        About::Document => "what the document is like".to_owned(),
    }
}

fn about_words(look: &Look) -> String {
    let most = (0..WORD_CLASSES.len()).filter(|&class| WORD_CLASSES[class] != "function").max_by_key(|&class| {
        // The first of the best.
        (look.classes[class], std::cmp::Reverse(class))
    });
    match most.map(|class| (look.classes[class], WORD_CLASSES[class])) {
        Some((count, class)) if count > 0 => format!("{count} of {} words are of the class {class}", look.looked_up),
        _ => "its words are like those of chrome".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_about_something() {
        let of = |about: About| ABOUT.iter().filter(|&&own| own == about).count();
        assert!(About::ALL.into_iter().all(|about| of(about) > 1));
        assert_eq!(About::of("score-1"), About::Neighbours);
        assert_eq!(About::of("class:share"), About::Words);
        assert_eq!(About::of("claim_level"), About::Rules);
        assert_eq!(About::of("claimed_5"), About::Neighbours);
        assert_eq!(About::of("chars"), About::Shape);
    }
}
