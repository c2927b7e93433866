//! The page as groups: which lines stand in cards, and what their decks are like.
//!
//! A *card* is an element that looks like at least two of its siblings and holds several lines, a link or an image: an entry
//! of a list, a teaser, a message, a product. Its *deck* is its parent. An article beside a deck of teasers is told from a
//! listing, whose deck is the content, by what the cards are made of and by how much of the page the deck is. Of the cards
//! that a line stands in, the innermost and the outermost are described.
//!
//! Also here: lines whose elements look the same, and lines that the page says twice.

use super::{
    cues::{self, Cues},
    line_shape::LineShape,
    outline::{CHAIN, Node, Outline},
    prefix_sums::LineRange,
    tags::{self, Tags},
};
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// Elements that look alike and stand beside each other make a deck from so many on.
const DECK: u32 = 3;

/// Elements that are cards to nobody: they are lines, or parts of them.
const NO_CARDS: Tags = tags::bit("p")
    | tags::bit("a")
    | tags::bit("bold")
    | tags::bit("emphasis")
    | tags::bit("code")
    | tags::bit("time")
    | tags::bit("cell")
    | tags::HEADINGS;

/// What is known of the groups of a page.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Of each element how many siblings look like it, itself among them, and how many of them stand before it.
    pub(super) alike: Vec<(u32, u32)>,
    /// How many images, links, headings and dates stand before each element.
    pub(super) before: Vec<[u32; 4]>,
    /// Of each element whether it is a card.
    is_card: Vec<bool>,
    /// Of each look: its lines, their characters, the characters of them that are links, the lines that are prose.
    pub(super) likes: FxHashMap<u32, [f32; 4]>,
    /// Of each line the share of its words that stand in the same order elsewhere on the page.
    pub(super) twice: Vec<f32>,
}

impl Groups {
    pub(super) fn new(
        outline: &Outline,
        ranges: &[LineRange],
        text: &str,
        shapes: &[LineShape],
        is_prose: &[bool],
    ) -> Self {
        let mut groups = Self { alike: alike(outline), before: before(outline), ..Self::default() };
        let is_card = |(at, node): (usize, &Node)| {
            groups.alike[at].0 >= DECK
                && node.tag & NO_CARDS == 0
                && (ranges[at].1 - ranges[at].0 > 1
                    || groups.count(outline, at as u32)[..2].iter().any(|&count| count > 0))
        };
        groups.is_card = outline.nodes.iter().enumerate().map(is_card).collect();
        for ((row, look), &prose) in outline.rows.iter().zip(shapes).zip(is_prose) {
            let of = groups.likes.entry(outline.nodes[row.node as usize].look).or_default();
            let chars = look.chars as f32;
            for (sum, add) in of.iter_mut().zip([1.0, chars, chars * row.density(), f32::from(u8::from(prose))]) {
                *sum += add;
            }
        }
        groups.twice = twice(outline, text);
        groups
    }

    /// The cards that line `i` stands in, innermost first.
    pub(super) fn cards(&self, outline: &Outline, i: usize) -> impl Iterator<Item = u32> {
        outline.chain(outline.rows[i].node).take(CHAIN).map(|(up, _)| up).filter(|&up| self.is_card[up as usize])
    }

    /// The innermost deck that line `i` stands in, and how many cards it has.
    pub(super) fn deck(&self, outline: &Outline, i: usize) -> Option<(u32, u32)> {
        let card = self.cards(outline, i).next()?;
        Some((outline.nodes[card as usize].parent, self.alike[card as usize].0))
    }

    /// How many siblings look like an element, itself among them.
    pub(super) fn alike(&self, node: u32) -> u32 {
        self.alike[node as usize].0
    }

    /// The share of line `i` that the page says elsewhere, too.
    pub(super) fn twice(&self, i: usize) -> f32 {
        self.twice[i]
    }

    /// Images, links, headings and dates in an element.
    pub(super) fn count(&self, outline: &Outline, node: u32) -> [u32; 4] {
        let last = outline.nodes[node as usize].last as usize;
        let (from, to) = (self.before[node as usize], self.before[last.max(node as usize)]);
        std::array::from_fn(|of| to[of] - from[of])
    }
}

/// Of each element how many siblings look like it, and how many of these stand before it.
fn alike(outline: &Outline) -> Vec<(u32, u32)> {
    let mut numbers: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let mut counts: Vec<u32> = Vec::new();
    // Of each element the number of its group, and its place there.
    let place = |node: &Node| {
        let group = *numbers.entry((node.parent, node.look)).or_insert(counts.len());
        counts.resize(counts.len().max(group + 1), 0);
        counts[group] += 1;
        (group, counts[group] - 1)
    };
    let places: Vec<(usize, u32)> = outline.nodes.iter().map(place).collect();
    places.into_iter().map(|(group, place)| (counts[group], place)).collect()
}

fn before(outline: &Outline) -> Vec<[u32; 4]> {
    let byline: Cues = cues::cue("byline");
    let mut sum = [0; 4];
    let mut before = vec![sum];
    for node in &outline.nodes {
        let is = [
            node.is_image,
            node.tag == tags::LINK,
            node.tag & tags::HEADINGS != 0,
            node.tag == const { tags::bit("time") } || node.own & byline != 0,
        ];
        for (sum, is) in sum.iter_mut().zip(is) {
            *sum += u32::from(is);
        }
        before.push(sum);
    }
    before
}

/// So many words in the same order are said twice by no chance.
const RUN: usize = 5;

/// So many words of a line are looked at.
const MOST: usize = 60;

/// Of each hash whether another line has it, too; `runs` are the places of each line's.
fn elsewhere(hashes: &[u64], runs: &[std::ops::Range<usize>]) -> Vec<bool> {
    // A table twice as large as need be, asked at a hash and the places after it: (line, place) of the first that came.
    let size = (2 * hashes.len()).next_power_of_two().max(2);
    let mut table: Vec<(u32, u32)> = vec![(u32::MAX, 0); size];
    let mut twice = vec![false; hashes.len()];
    for (line, places) in runs.iter().enumerate() {
        for place in places.clone() {
            let mut at = (hashes[place] >> 20) as usize & (size - 1);
            while table[at].0 != u32::MAX && hashes[table[at].1 as usize] != hashes[place] {
                at = (at + 1) & (size - 1);
            }
            match table[at] {
                (u32::MAX, _) => table[at] = (line as u32, place as u32),
                (first, _) if first == line as u32 => {}
                (_, first) => (twice[place], twice[first as usize]) = (true, true),
            }
        }
    }
    twice
}

/// Of each line the share of its words that stand in runs which another line has, too.
fn twice(outline: &Outline, text: &str) -> Vec<f32> {
    let lines = || outline.rows.iter().map(|row| row.span.slice(text));
    let mut hashes: Vec<u64> = Vec::new();
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for line in lines() {
        let from = hashes.len();
        let (mut words, mut run) = ([0_u64; RUN], 0_u64);
        for (count, word) in line.split_ascii_whitespace().take(MOST).enumerate() {
            let mut hasher = FxHasher::default();
            hasher.write(word.as_bytes());
            // The hashes of a run's words, each turned by nine bits more than the next; the first leaves as a new one comes.
            let first = std::mem::replace(&mut words[count % RUN], hasher.finish());
            run = run.rotate_left(9) ^ first.rotate_left(9 * RUN as u32) ^ words[count % RUN];
            if count + 1 >= RUN {
                hashes.push(run.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            }
        }
        runs.push(from..hashes.len());
    }
    let twice = elsewhere(&hashes, &runs);
    let share = |runs: std::ops::Range<usize>| {
        let all = runs.len();
        let twice = twice[runs].iter().filter(|twice| **twice).count();
        if all == 0 { 0.0 } else { twice as f32 / all as f32 }
    };
    runs.into_iter().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_other_lines_are_found() {
        // Two lines have 7 in common; 5 stands twice in one line.
        let twice = elsewhere(&[5, 5, 7, 1 << 30, 7], &[0..3, 3..3, 3..5]);
        assert_eq!(twice, [false, false, true, false, true]);
        assert_eq!(elsewhere(&[], &[]), [false; 0]);
    }
}
