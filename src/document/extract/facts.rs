//! What is known of a page when its lines are judged: looks, sums, and what stands around each line.
//!
//! *Mass* is text that may be content: characters that are no links, less for lines that end no sentence and for what
//! stands in menus, footers and their like. The *half* is the innermost element with half of the page's mass.

use super::{
    cues::{self, Cues},
    groups::Groups,
    landmarks::Landmarks,
    line_shape::LineShape,
    outline::{CHAIN, Outline},
    prefix_sums::{LineRange, PrefixSums, flag, to_next},
    tags::{self, Tags},
};
use crate::document::metadata::Metadata;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// How many elements with lines of their own are looked at above a line.
pub(super) const LEVELS: usize = 9;

/// Cues of elements whose text has less mass.
const LIGHT_CUES: &[&str] =
    &["nav", "footer", "sidebar", "comment", "related", "cookie", "modal", "breadcrumb", "newsletter"];

/// Tags of elements whose text has less mass.
const LIGHT_TAGS: &[&str] = &["nav", "footer", "aside", "form"];

/// What is known of a page.
pub(super) struct Facts<'o> {
    pub(super) outline: &'o Outline,
    pub(super) shapes: Vec<LineShape>,
    /// The lines that begin in each node.
    pub(super) ranges: Vec<LineRange>,
    pub(super) mass: PrefixSums,
    pub(super) bytes: PrefixSums,
    pub(super) linked: PrefixSums,
    pub(super) prose: PrefixSums,
    pub(super) chars: PrefixSums,
    /// How many lines of the page say the same.
    pub(super) repeats: Vec<u32>,
    /// What stands around each line.
    pub(super) above: Vec<Surroundings>,
    /// How many lines up and down the next prose is.
    pub(super) to_prose: Vec<(f32, f32)>,
    /// The innermost nodes with half, seven tenths and nine tenths of the mass.
    pub(super) heavy: [usize; 3],
    pub(super) h1: Option<usize>,
    pub(super) marks: Landmarks,
    pub(super) groups: Groups,
    pub(super) places: OnceCell<Vec<LineContext>>,
}

impl<'o> Facts<'o> {
    pub(super) fn new(outline: &'o Outline, text: &str, metadata: &Metadata) -> Self {
        let (rows, ranges) = (&outline.rows, outline.row_ranges());
        let shapes: Vec<LineShape> = rows.iter().map(|row| LineShape::of(row.span.slice(text))).collect();
        let light_cues: Cues = cues::set(LIGHT_CUES);
        let light_tags: Tags = LIGHT_TAGS.iter().map(|name| tags::bit(name)).sum();
        let mass = rows.iter().zip(&shapes).map(|(row, look)| {
            let node = &outline.nodes[row.node as usize];
            let plain = look.chars as f32 * (1.0 - row.density()).max(0.0);
            let listed = if !look.ends_sentence() && look.chars < 140 { 0.4 } else { 1.0 };
            let light = node.all & light_cues != 0 || node.tags & light_tags != 0;
            plain * listed * if light { 0.2 } else { 1.0 } * if node.hidden { 0.5 } else { 1.0 }
        });
        let is_prose: Vec<bool> =
            rows.iter().zip(&shapes).map(|(row, look)| look.is_prose() && row.density() < 0.5).collect();
        // Of each line the first that says the same, and of each first how many there are.
        let mut firsts: FxHashMap<&str, usize> = FxHashMap::default();
        let mut counts = vec![0; rows.len()];
        let same = |(i, row): (usize, &super::outline::Row)| {
            let first = *firsts.entry(row.span.slice(text)).or_insert(i);
            counts[first] += 1;
            first
        };
        let same: Vec<usize> = rows.iter().enumerate().map(same).collect();
        let is_h1 = |row: &super::outline::Row| outline.nodes[row.node as usize].tags & const { tags::bit("h1") } != 0;
        let mut facts = Self {
            outline,
            mass: PrefixSums::new(mass),
            bytes: PrefixSums::new(rows.iter().map(|row| row.span.len() as f32)),
            linked: PrefixSums::new(rows.iter().map(|row| row.linked as f32)),
            prose: PrefixSums::new(is_prose.iter().map(|&prose| flag(prose))),
            chars: PrefixSums::new(shapes.iter().map(|look| look.chars as f32)),
            repeats: same.into_iter().map(|first| counts[first]).collect(),
            to_prose: to_next(is_prose.iter().copied(), 30.0),
            above: Vec::new(),
            places: OnceCell::new(),
            heavy: [0; 3],
            h1: rows.iter().position(is_h1),
            marks: Landmarks::default(),
            groups: Groups::new(outline, &ranges, text, &shapes, &is_prose),
            ranges,
            shapes,
        };
        facts.heavy = [0.5, 0.7, 0.9].map(|share| facts.innermost(share));
        facts.above = (0..facts.len()).map(|i| facts.around(i)).collect();
        facts.marks = Landmarks::new(outline, text, metadata, facts.h1, |node| facts.mass.of(facts.ranges[node]));
        facts
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.shapes.len()
    }

    /// The line that says the title.
    pub(super) fn title(&self) -> Option<usize> {
        self.marks.title
    }

    /// What the characters of line `i` say.
    pub(super) fn shape(&self, i: usize) -> &LineShape {
        &self.shapes[i]
    }

    /// How many lines of the page say what line `i` says.
    pub(super) fn repeats(&self, i: usize) -> u32 {
        self.repeats[i]
    }

    /// Whether line `i` is in the innermost element with half of the page's mass.
    pub(super) fn in_half(&self, i: usize) -> bool {
        let range = self.ranges[self.heavy[0]];
        (range.0..range.1).contains(&(i as u32))
    }

    /// The innermost element with half of the page's mass.
    pub(super) fn half(&self) -> usize {
        self.heavy[0]
    }

    /// The share of the page's mass in a node, 0 to 1.
    pub(super) fn mass_share(&self, node: u32) -> f32 {
        self.ranges.get(node as usize).map_or(0.0, |&rows| self.mass.of(rows) / self.all_mass())
    }

    pub(super) fn whole(&self) -> LineRange {
        (0, self.shapes.len() as u32)
    }

    pub(super) fn all_mass(&self) -> f32 {
        self.mass.of(self.whole()).max(1.0)
    }

    pub(super) fn linked_share(&self, rows: LineRange) -> f32 {
        self.linked.of(rows) / self.bytes.of(rows).max(1.0)
    }

    /// Down from the root while one child holds the share of the mass.
    fn innermost(&self, share: f32) -> usize {
        let (mut best, mut at) = (0, 0);
        while at < self.ranges.len() {
            if self.mass.of(self.ranges[at]) >= share * self.all_mass() {
                (best, at) = (at, at + 1);
            } else {
                at = (self.outline.nodes[at].last as usize).max(at + 1);
            }
        }
        best
    }

    /// The outermost element that writes line `i` alone.
    pub(super) fn block(&self, i: usize) -> u32 {
        self.above[i].block
    }

    /// The lines of the block of line `i` and of the elements around it that have more.
    pub(super) fn levels(&self, i: usize) -> &[LineRange; LEVELS] {
        &self.above[i].levels
    }

    /// The outermost element that writes line `i` alone stands for its block.
    fn block_of(&self, i: usize) -> u32 {
        let own: LineRange = (i as u32, i as u32 + 1);
        let first = self.outline.rows[i].node;
        let chain = self.outline.chain(first).take(CHAIN).skip(1);
        chain.take_while(|&(up, _)| self.ranges[up as usize] == own).last().map_or(first, |(up, _)| up)
    }

    fn around(&self, i: usize) -> Surroundings {
        let nodes = &self.outline.nodes;
        let own: LineRange = (i as u32, i as u32 + 1);
        let block = self.block_of(i);
        let mut above = Surroundings { block, near: nodes[block as usize].near, ..Surroundings::default() };
        let mut levels = [block; LEVELS];
        let (mut level, mut last, all_mass) = (0, own, self.all_mass());
        for (up, node) in self.outline.chain(block).take(CHAIN) {
            let rows = self.ranges[up as usize];
            // Elements with the same lines count once; the outermost of them stands for all.
            if up != block && rows != last {
                (level, last) = (level + 1, rows);
            }
            if let Some(outermost) = levels.get_mut(level) {
                *outermost = up;
            }
            let share = self.mass.of(rows) / all_mass;
            if share < 0.5 {
                above.level_of_half = level as f32 + 1.0;
            }
            if share < 0.1 {
                above.level_of_tenth = level as f32 + 1.0;
            }
            if level <= 4 && node.end > node.start {
                above.most_similar_elements = above.most_similar_elements.max(similar_elements(node.similar_elements));
            }
        }
        if let Some((&mut outermost, beyond)) = levels.get_mut(level..).and_then(<[u32]>::split_first_mut) {
            beyond.fill(outermost);
        }
        above.levels = levels.map(|node| self.ranges[node as usize]);
        above.similar_elements =
            [0, 1, 2, 3].map(|level| similar_elements(nodes[levels[level] as usize].similar_elements));
        above
    }
}

/// What stands around a line.
#[derive(Default)]
pub(super) struct Surroundings {
    /// The outermost element that writes it alone.
    pub(super) block: u32,
    /// Cues of its block.
    pub(super) near: Cues,
    /// The lines of its block and of what is around it.
    pub(super) levels: [LineRange; LEVELS],
    pub(super) level_of_half: f32,
    pub(super) level_of_tenth: f32,
    /// How many elements look like its block, and like what is around it.
    pub(super) similar_elements: [f32; 4],
    pub(super) most_similar_elements: f32,
}

fn similar_elements(count: u32) -> f32 {
    count.min(500) as f32
}

/// Where a line stands.
pub(super) struct LineContext {
    pub(super) in_half: bool,
    pub(super) in_article: bool,
    pub(super) in_text: bool,
    pub(super) in_hub: bool,
    pub(super) in_body: bool,
    /// Whether it is in a card,
    pub(super) card: bool,
    /// how many cards its deck has,
    pub(super) cards: f32,
    /// and the share of the page's mass in that deck.
    pub(super) deck: f32,
    /// The share of it that the page says elsewhere.
    pub(super) twice: f32,
    pub(super) heading: bool,
}
