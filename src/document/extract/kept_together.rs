//! Which lines stand or fall together?
//!
//! The forests judge each line for itself. A list that a sentence announces is part of what it says, though its items are
//! links; an entry of a page has its heading, and a definition its term. What stands beside text that is taken is taken
//! here, too. Nothing is dropped.

use super::{
    cues::{self, Cues},
    facts::Facts,
    outline::{Node, Outline},
    prefix_sums::LineRange,
    tags::{self, Tags},
};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// Cues of lists that no sentence announces: they only follow one.
static APART: LazyLock<Cues> = LazyLock::new(|| {
    cues::set(&["comment", "footer", "modal", "nav", "newsletter", "pagination", "related", "share", "sidebar", "tag"])
});

const LISTS: Tags = tags::bit("ul") | tags::bit("ol") | tags::bit("dl");

/// A list of links that fewer words announce is a box of its own: `Read also:`.
const ANNOUNCING: u32 = 3;

/// Links of more words, on average, are headlines of other pages.
const LINK: f32 = 4.0;

/// What headings of lists of sources say.
static SOURCES: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| include_str!("sources.txt").lines().filter(|line| !line.starts_with('#')).collect());

/// Takes the items of lists that a taken line announces: it ends in a colon and stands right before the list. A list of
/// sources is taken with its heading when it stands where the text does.
pub(super) fn take_announced_lists(outline: &Outline, facts: &Facts<'_>, text: &str, taken: &mut [bool]) {
    // The last taken line so far, and the end of the last list that was taken.
    let (mut last, mut end) = (None, 0);
    for i in 0..taken.len().saturating_sub(1) {
        if taken[i] {
            last = Some(i as u32);
        }
        let announces = taken[i] && matches!(facts.shape(i).last, Some(':' | '：')) && outline.rows[i].density() < 0.5;
        if !announces && !names_sources(outline, text, i) {
            continue;
        }
        let Some((rows, around, own)) = list(outline, facts, i).filter(|(rows, ..)| rows.1 > end) else { continue };
        // Links at the end of a text lead away from it.
        let goes_on = || (rows.1..around.1).any(|row| taken[row as usize]);
        let linked = facts.linked_share(rows) > 0.9;
        let words: u32 = (rows.0..rows.1).map(|row| facts.shape(row as usize).words).sum();
        let is_short = words as f32 <= LINK * (rows.1 - rows.0) as f32;
        let belongs = match announces {
            true => !linked || is_short && facts.shape(i).words >= ANNOUNCING && goes_on(),
            false => last.is_some_and(|last| last >= around.0),
        };
        if own & *APART == 0 && belongs {
            taken[i] = true;
            taken[rows.0 as usize..rows.1 as usize].fill(true);
            end = rows.1;
        }
    }
}

/// Whether line `i` is the heading of a list of sources.
fn names_sources(outline: &Outline, text: &str, i: usize) -> bool {
    let row = &outline.rows[i];
    row.span.len() < 50
        && outline.nodes[row.node as usize].tags & tags::HEADINGS != 0
        && SOURCES.contains(row.span.slice(text).to_lowercase().trim_end_matches([':', '：']).trim())
}

/// The list that begins right after line `i`, beside it: its lines, those of the element that both stand in, its cues.
fn list(outline: &Outline, facts: &Facts<'_>, i: usize) -> Option<(LineRange, LineRange, Cues)> {
    let begins = |&(up, _): &(u32, &Node)| facts.ranges[up as usize].0 == i as u32 + 1;
    let lists = outline.chain(outline.rows[i + 1].node).take_while(begins).filter(|(_, node)| node.tag & LISTS != 0);
    let (list, node) = lists.last()?;
    let around = facts.ranges[node.parent as usize];
    (around.0 <= i as u32).then_some((facts.ranges[list as usize], around, node.own))
}

static BYLINE: LazyLock<Cues> = LazyLock::new(|| cues::cue("byline"));
static TITLE: LazyLock<Cues> = LazyLock::new(|| cues::cue("title"));

/// A page has several entries from so many on.
const ENTRIES: u32 = 2;

/// Takes the headings of entries whose text is taken, and says which lines these are. Those of the messages of a thread
/// mostly say who wrote them, unless they are called titles.
pub(super) fn take_headed_entries(
    outline: &Outline,
    facts: &Facts<'_>,
    is_thread: bool,
    taken: &mut [bool],
) -> Vec<bool> {
    let node = |i: usize| &outline.nodes[outline.rows[i].node as usize];
    // Some blogs have links for headings, which are called titles.
    let is_heading = |i: usize| {
        let is_link = !is_thread && node(i).near & *TITLE != 0 && outline.rows[i].density() > 0.9;
        is_link || node(i).tags & tags::HEADINGS != 0
    };
    // Who wrote an entry and when is no part of it.
    let says_who = |i: usize| {
        let is_time = node(i).tags & const { tags::bit("time") } != 0;
        is_time || node(i).near & *BYLINE != 0 || is_thread && node(i).near & *TITLE == 0
    };
    // The entry whose first lines are this heading and a taken line below it.
    let entry = |i: usize| {
        let is_entry = |&(up, _): &(u32, &Node)| {
            let rows = facts.ranges[up as usize];
            facts.groups.alike(up) >= ENTRIES && rows.0 + 1 >= i as u32 && rows.1 > i as u32 + 1
        };
        // A kicker stands above another heading.
        let text = (i + 1..taken.len().min(i + 3)).take_while(|&at| !is_heading(at)).find(|&at| taken[at])?;
        let (entry, node) = outline.chain(outline.rows[i].node).take(super::outline::CHAIN).find(is_entry)?;
        (facts.ranges[entry as usize].1 as usize > text).then_some((node.parent, node.look))
    };
    let entries: Vec<(usize, (u32, u32))> =
        (0..taken.len()).filter(|&i| is_heading(i) && !says_who(i)).filter_map(|i| Some((i, entry(i)?))).collect();
    let mut counts = FxHashMap::<(u32, u32), u32>::default();
    for (_, deck) in &entries {
        *counts.entry(*deck).or_default() += 1;
    }
    let mut heads = vec![false; taken.len()];
    for (i, deck) in entries {
        if counts[&deck] >= ENTRIES {
            (heads[i], taken[i]) = (true, true);
        }
    }
    heads
}

/// Takes the terms of definitions that are taken.
pub(super) fn take_definitions(outline: &Outline, taken: &mut [bool]) {
    let tags = |i: usize| outline.nodes[outline.rows[i].node as usize].tags;
    let (term, meaning) = const { (tags::bit("dt"), tags::bit("dd")) };
    for i in (1..taken.len()).rev() {
        let is_meant = taken[i] && tags(i) & (term | meaning) != 0;
        taken[i - 1] |= is_meant && tags(i - 1) & term != 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::extract;

    /// The lines of a page that are taken when those that begin with `+` were.
    fn wholes(html: &str) -> Vec<String> {
        let wholes = |page: extract::Page<'_>| {
            let line = |i: usize| page.outline.rows[i].span.slice(page.text).to_owned();
            let mut taken: Vec<bool> = (0..page.facts.len()).map(|i| line(i).starts_with('+')).collect();
            take_announced_lists(page.outline, page.facts, page.text, &mut taken);
            take_definitions(page.outline, &mut taken);
            take_headed_entries(page.outline, page.facts, false, &mut taken);
            (0..taken.len()).filter(|&i| taken[i]).map(line).collect()
        };
        extract::training::of(html, wholes)
    }

    #[test]
    fn a_list_belongs_to_the_sentence_that_announces_it() {
        let links = "<ul><li><a href=/1>Boats</a><li><a href=/2>Nets</a></ul>";
        let page = |before: &str, after: &str| wholes(&format!("<div><p>{before}{links}{after}</div>"));
        assert_eq!(
            page("+ We sell two things:", "<p>+ Both are old."),
            ["+ We sell two things:", "Boats", "Nets", "+ Both are old."]
        );
        assert_eq!(page("+ See also:", "<p>+ On it goes."), ["+ See also:", "+ On it goes."], "a box");
        assert_eq!(page("+ We sell two things:", ""), ["+ We sell two things:"], "links at the end lead away");
        assert_eq!(page("We sell two things:", "<p>+ Both are old."), ["+ Both are old."], "not taken");
        let plain = "<div><p>+ Bring:<ul><li>bread<li>salt</ul></div><ul><li>About us</ul>";
        assert_eq!(wholes(plain), ["+ Bring:", "bread", "salt"]);
        let shared = "<p>+ Two more things:<ul class=share><li><a href=/1>Mail</a></ul><p>+ Text.";
        assert_eq!(wholes(shared), ["+ Two more things:", "+ Text."]);
    }

    #[test]
    fn sources_stand_below_the_text() {
        let list = "<ol><li><a href=/1>Minutes of the council, 4 November</a></ol>";
        for (heading, taken) in [("Sources:", 3), ("منابع", 3), ("More stories", 1)] {
            assert_eq!(
                wholes(&format!("<article><p>+ Text.<h2>{heading}</h2>{list}</article>")).len(),
                taken,
                "{heading}"
            );
        }
        assert_eq!(wholes(&format!("<article><p>+ Text.</article><div><h2>Sources</h2>{list}</div>")), ["+ Text."]);
    }

    #[test]
    fn entries_have_their_headings() {
        let entry =
            |n: u32| format!("<div class=post><h4>News</h4><h2><a href=/{n}>Post {n}</a></h2><p>+ Text {n}.</div>");
        assert_eq!(wholes(&[1, 2].map(entry).concat()), ["Post 1", "+ Text 1.", "Post 2", "+ Text 2."]);
        assert_eq!(wholes(&entry(1)), ["+ Text 1."], "one entry is the page");
    }

    #[test]
    fn meanings_have_their_terms() {
        let list = "<dl><dt>mole<dt>pier<dd>+ A wall in the sea.<dt>quay<dd>no</dl>";
        assert_eq!(wholes(list), ["mole", "pier", "+ A wall in the sea."]);
    }
}
