//! Why does the judge think so? Its strongest reasons, in words.
//!
//! The columns of a line are in groups: its words, its shape, its place, … For each group the line is judged again with the
//! numbers that the most text-like line of the document has there; what the odds lose by it is what the group was worth
//! (ablation against a reference). Done only for lines that somebody asks about.

use super::{
    FOREST,
    columns::{self, NAMES},
    document_features::DocumentFeatures,
    line_features::LineFeatures,
};
use crate::{
    plural::{counted, either},
    rules::{CLASSES, WORD_CLASSES},
};
use std::sync::LazyLock;

/// So many reasons are told.
const MOST: usize = 3;
/// A group that is worth less, in log-odds, is no reason.
const LEAST: f32 = 0.3;

/// What a column is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ColumnGroup {
    Words,
    Rules,
    Shape,
    Repetition,
    Place,
    Neighbours,
    Document,
}

impl ColumnGroup {
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

static COLUMN_GROUPS: LazyLock<Vec<ColumnGroup>> =
    LazyLock::new(|| NAMES.iter().map(|name| ColumnGroup::of(name)).collect());

/// The strongest reasons for which line `i` is taken for chrome, strongest first. `odds` are those of all lines.
pub(super) fn reasons(doc: &DocumentFeatures<'_>, i: usize, odds: &[f32]) -> Vec<String> {
    let Some(text) = (0..odds.len()).filter(|&at| at != i).min_by(|&a, &b| odds[a].total_cmp(&odds[b])) else {
        return vec![describe_words(doc.line(i))];
    };
    let (mut row, mut other) = (Vec::new(), Vec::new());
    columns::fill(doc, i, &mut row);
    columns::fill(doc, text, &mut other);
    let mut rows = row.clone();
    for column_group in ColumnGroup::ALL {
        let of = COLUMN_GROUPS.iter().zip(row.iter().zip(&other));
        rows.extend(of.map(|(group, (own, other))| if *group == column_group { other } else { own }));
    }
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    FOREST[0].odds(&rows, &mut found);
    FOREST[1].odds(&rows, &mut rest);
    found.iter_mut().zip(&rest).for_each(|(first, rest)| *first += rest);
    let mut worth: Vec<(f32, ColumnGroup)> = found[1..]
        .iter()
        .zip(ColumnGroup::ALL)
        .map(|(without, column_group)| (found[0] - without, column_group))
        .collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let strong = worth.into_iter().filter(|(worth, _)| *worth >= LEAST).take(MOST);
    strong.map(|(_, column_group)| describe(column_group, doc, i)).collect()
}

fn describe(column_group: ColumnGroup, doc: &DocumentFeatures<'_>, i: usize) -> String {
    let (line, claims) = (doc.line(i), doc.claims[i]);
    match column_group {
        ColumnGroup::Words => describe_words(line),
        ColumnGroup::Rules if claims.classes != 0 => {
            let classes = (0..CLASSES.len()).filter(|class| claims.classes >> class & 1 == 1);
            format!("rules know the text ({})", classes.map(|class| CLASSES[class]).collect::<Vec<_>>().join(", "))
        }
        ColumnGroup::Rules => "what rules say of it".to_owned(),
        ColumnGroup::Shape => "its length, marks and end".to_owned(),
        ColumnGroup::Repetition if doc.contexts[i].times > 1.0 => {
            format!("it stands {} times in the text", doc.contexts[i].times)
        }
        ColumnGroup::Repetition if doc.contexts[i].titled > 0.7 => "its words are those of the title".to_owned(),
        ColumnGroup::Repetition => "its words do not stand in the text".to_owned(),
        ColumnGroup::Place if doc.contexts[i].until_prose < 0.0 => "it stands below the text".to_owned(),
        ColumnGroup::Place if doc.contexts[i].since_prose < 0.0 => "it stands above the text".to_owned(),
        ColumnGroup::Place => "where it stands".to_owned(),
        ColumnGroup::Neighbours => "the lines around it".to_owned(),
        ColumnGroup::Document => "what the document is like".to_owned(),
    }
}

fn describe_words(line: &LineFeatures) -> String {
    let most = (0..WORD_CLASSES.len()).filter(|&class| WORD_CLASSES[class] != "function").max_by_key(|&class| {
        // The first of the best.
        (line.classes[class], std::cmp::Reverse(class))
    });
    match most.map(|class| (line.classes[class], WORD_CLASSES[class])) {
        Some((count, class)) if count > 0 => {
            let (words, are) = (counted(line.looked_up, "word"), either(&count, "is", "are"));
            format!("{count} of {words} {are} of the class {class}")
        }
        _ => "its words are like those of chrome".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_about_something() {
        let of = |column_group: ColumnGroup| COLUMN_GROUPS.iter().filter(|&&own| own == column_group).count();
        assert!(ColumnGroup::ALL.into_iter().all(|column_group| of(column_group) > 1));
        assert_eq!(ColumnGroup::of("score-1"), ColumnGroup::Neighbours);
        assert_eq!(ColumnGroup::of("class:share"), ColumnGroup::Words);
        assert_eq!(ColumnGroup::of("claim_level"), ColumnGroup::Rules);
        assert_eq!(ColumnGroup::of("claimed_5"), ColumnGroup::Neighbours);
        assert_eq!(ColumnGroup::of("chars"), ColumnGroup::Shape);
    }
}
