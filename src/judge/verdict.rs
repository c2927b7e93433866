//! How sure is sure enough, and what kind of chrome is it?

use super::{
    document_features::{DocumentFeatures, LineClaims},
    line_features::{LineEnd, LineFeatures},
};
use crate::{
    lang::Lang,
    rules::{Bounds, CLASSES, Level, WORD_CLASSES},
};
use std::sync::LazyLock;

/// A line that the judge takes.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    /// The number of the line in the document.
    pub(crate) line: u32,
    /// The place of its class in [`CLASSES`].
    pub(crate) class: usize,
    /// The log-odds that it is chrome.
    pub(crate) odds: f32,
    /// Why, strongest reason first; empty unless asked for.
    pub(crate) reasons: Vec<String>,
}

/// `bounds.txt`, made by `train.py`: the log-odds that a line must have at the levels safe, likely and bold; a row each for
/// documents in Arabic, in other languages of the Arabic letters, in any other language, for what the crawl is known of, and for
/// what an extraction has made of pages.
static BOUNDS: LazyLock<[[f32; 3]; 5]> = LazyLock::new(|| {
    let rows = include_str!("bounds.txt").lines().filter(|line| !line.starts_with('#'));
    let mut bounds = [[f32::INFINITY; 3]; 5];
    for (row, bounds) in rows.zip(&mut bounds) {
        let numbers = row.split(' ').filter_map(|number| number.parse().ok());
        bounds.iter_mut().zip(numbers).for_each(|(bound, number)| *bound = number);
    }
    bounds
});

/// Of which documents a bound is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BoundKind {
    Arabic,
    ArabicLetters,
    Others,
    Crawl,
    Page,
}

impl BoundKind {
    /// The documents of this language and alphabet (see [`DocumentFeatures::alphabet`]), of whose crawl something is known or not, and of
    /// which extraction has told something or not.
    pub(super) fn new(lang: Lang, alphabet: f32, knows_crawl: bool, is_page: bool) -> Self {
        match alphabet == 1.0 {
            _ if knows_crawl => Self::Crawl,
            _ if is_page => Self::Page,
            true if lang == Lang::AR => Self::Arabic,
            true => Self::ArabicLetters,
            false => Self::Others,
        }
    }
}

/// The log-odds that a line must have.
pub(super) fn bound(user: &Bounds, level: Level, of: BoundKind) -> f32 {
    match user.of(level) {
        Some(chance) => (chance / (1.0 - chance)).ln() as f32,
        None => BOUNDS[of as usize][level as usize],
    }
}

/// A line above the text that might be its title is kept up to so much above the bound, when no other is.
const TITLE_MARGIN: f32 = 2.5;
/// A title stands at most so many lines above the text.
const HEAD: usize = 14;

/// The line that is kept as the title although its odds are above the bound: a text is not left without one. The likeliest
/// line above the first paragraph, when none above it is kept.
pub(super) fn title(doc: &DocumentFeatures<'_>, odds: &[f32], bound: f32) -> Option<usize> {
    let body = (0..doc.len()).find(|&i| doc.line(i).is_prose && odds[i] <= bound)?;
    let may_be = |&i: &usize| {
        let (line, claims) = (doc.line(i), &doc.claims[i]);
        let has_words = line.words >= 2.0 && line.chars >= 8.0 && line.covered * 2.0 < line.looked_up;
        // What has a remark in brackets is rather the caption that stands below a title.
        let is_plain = !line.is_date && !line.is_link && line.end != LineEnd::Colon && line.brackets == 0.0;
        has_words && is_plain && !claims.is_claimed
    };
    let above = (body.saturating_sub(HEAD)..body).filter(may_be);
    let best = above.min_by(|&a, &b| odds[a].total_cmp(&odds[b]))?;
    (odds[best] > bound && odds[best] <= bound + TITLE_MARGIN).then_some(best)
}

/// The class of chrome that words of a class stand for.
const STANDS_FOR: &[(&str, &str)] = &[
    ("account", "nav"),
    ("ad", "ad"),
    ("archive", "nav"),
    ("captcha", "captcha"),
    ("caption", "caption"),
    ("comment", "comment_form"),
    ("commerce", "nav"),
    ("counter", "metadata"),
    ("field", "comment_form"),
    ("label", "metadata"),
    ("legal", "copyright"),
    ("media", "nav"),
    ("month", "metadata"),
    ("nav", "nav"),
    ("network", "share"),
    ("newsletter", "newsletter"),
    ("pager", "pagination"),
    ("related", "related"),
    ("role", "credit"),
    ("section", "nav"),
    ("share", "share"),
    ("time", "metadata"),
    ("weekday", "metadata"),
];

/// The same as numbers of classes; those of no class are missing.
static CLASS_OF: LazyLock<[Option<usize>; WORD_CLASSES.len()]> = LazyLock::new(|| {
    std::array::from_fn(|words| {
        let found = STANDS_FOR.iter().find(|(known, _)| *known == WORD_CLASSES[words]);
        found.map(|(_, class)| class_number(class))
    })
});

fn class_number(class: &str) -> usize {
    CLASSES.binary_search(&class).unwrap_or_default()
}

/// The class of a line of chrome: what its words are, else what rules say of it, else what it looks like; a line that says
/// nothing of itself is of the class of the one before, `before`.
pub(super) fn class(doc: &DocumentFeatures<'_>, i: usize, before: Option<usize>) -> usize {
    let (line, claims): (&LineFeatures, &LineClaims) = (doc.line(i), &doc.claims[i]);
    let most = (0..WORD_CLASSES.len()).filter(|&class| CLASS_OF[class].is_some()).max_by_key(|&class| {
        // The first of the best.
        (line.classes[class], std::cmp::Reverse(class))
    });
    if let Some(class) = most
        && f32::from(line.classes[class]) * 2.0 >= line.looked_up - line.numbers
        && line.classes[class] > 0
    {
        return CLASS_OF[class].unwrap_or_default();
    }
    if claims.classes != 0 {
        return claims.classes.trailing_zeros() as usize;
    }
    if line.is_date || line.has_clock && line.words <= 6.0 {
        return class_number("metadata");
    }
    if i > 0 && line.words >= 4.0 && doc.contexts[i].titled > 0.9 && doc.title != Some(i) {
        return class_number("repeated_title");
    }
    if line.is_link || line.is_address {
        return class_number("author_contact");
    }
    match before {
        Some(class) if ["nav", "related", "tags", "comment_form", "share"].contains(&CLASSES[class]) => class,
        _ if line.words >= 5.0 => class_number("related"),
        _ => class_number("nav"),
    }
}
