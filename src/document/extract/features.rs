//! What is known of a line when it is judged: a row of numbers, the same whatever the language.
//!
//! Nothing here knows a word of any language: letters are counted ([`super::look`]), and names of elements speak through
//! [`super::cues`]. [`super::columns`] has the names of the numbers; a model (see [`crate::trees`]) asks for them by name.
//!
//! *Mass* is text that may be content: characters that are no links, less for lines that end no sentence and for what
//! stands in menus, footers and their like. The *half* is the innermost element with half of the page's mass.

use super::{
    columns::PLAIN,
    cues::{self, Cues},
    groups::Groups,
    landmarks::Landmarks,
    look::Look,
    outline::Outline,
    place::Place,
    sums::{Rows, Sums, flag, to_next},
    tags::{self, Tags},
};
use crate::document::metadata::Metadata;
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// How many elements with lines of their own are looked at above a line.
const LEVELS: usize = 9;

/// How many elements are looked at above a line at all; deeper nesting tells nothing.
pub(super) const CHAIN: usize = 64;

/// Lines before and after that count as around a line.
const WINDOW: usize = 3;

/// Cues of elements whose text has less mass.
const LIGHT_CUES: &[&str] =
    &["nav", "footer", "sidebar", "comment", "related", "cookie", "modal", "breadcrumb", "newsletter"];

/// Tags of elements whose text has less mass.
const LIGHT_TAGS: &[&str] = &["nav", "footer", "aside", "form"];

/// What is known of a page.
pub(super) struct Facts<'o> {
    pub(super) outline: &'o Outline,
    looks: Vec<Look>,
    /// The lines that begin in each node.
    pub(super) ranges: Vec<Rows>,
    pub(super) mass: Sums,
    bytes: Sums,
    linked: Sums,
    pub(super) prose: Sums,
    pub(super) chars: Sums,
    /// How many lines of the page say the same.
    repeats: Vec<u32>,
    /// What stands around each line.
    above: Vec<Above>,
    /// How many lines up and down the next prose is.
    to_prose: Vec<(f32, f32)>,
    /// The innermost nodes with half, seven tenths and nine tenths of the mass.
    pub(super) heavy: [usize; 3],
    h1: Option<usize>,
    pub(super) marks: Landmarks,
    pub(super) groups: Groups,
    pub(super) places: OnceCell<Vec<Place>>,
}

impl<'o> Facts<'o> {
    pub(super) fn new(outline: &'o Outline, text: &str, metadata: &Metadata) -> Self {
        let (rows, ranges) = (&outline.rows, outline.row_ranges());
        let looks: Vec<Look> = rows.iter().map(|row| Look::of(row.span.of(text))).collect();
        let light_cues: Cues = cues::set(LIGHT_CUES);
        let light_tags: Tags = LIGHT_TAGS.iter().map(|name| tags::bit(name)).sum();
        let mass = rows.iter().zip(&looks).map(|(row, look)| {
            let node = &outline.nodes[row.node as usize];
            let plain = look.chars as f32 * (1.0 - row.density()).max(0.0);
            let listed = if !look.ends_sentence() && look.chars < 140 { 0.4 } else { 1.0 };
            let light = node.all & light_cues != 0 || node.tags & light_tags != 0;
            plain * listed * if light { 0.2 } else { 1.0 } * if node.covered { 0.5 } else { 1.0 }
        });
        let is_prose: Vec<bool> =
            rows.iter().zip(&looks).map(|(row, look)| look.is_prose() && row.density() < 0.5).collect();
        // Of each line the first that says the same, and of each first how many there are.
        let mut firsts: FxHashMap<&str, usize> = FxHashMap::default();
        let mut counts = vec![0; rows.len()];
        let same = |(i, row): (usize, &super::outline::Row)| {
            let first = *firsts.entry(row.span.of(text)).or_insert(i);
            counts[first] += 1;
            first
        };
        let same: Vec<usize> = rows.iter().enumerate().map(same).collect();
        let is_h1 = |row: &super::outline::Row| outline.nodes[row.node as usize].tags & const { tags::bit("h1") } != 0;
        let mut facts = Self {
            outline,
            mass: Sums::new(mass),
            bytes: Sums::new(rows.iter().map(|row| row.span.len() as f32)),
            linked: Sums::new(rows.iter().map(|row| row.linked as f32)),
            prose: Sums::new(is_prose.iter().map(|&prose| flag(prose))),
            chars: Sums::new(looks.iter().map(|look| look.chars as f32)),
            repeats: same.into_iter().map(|first| counts[first]).collect(),
            to_prose: to_next(is_prose.iter().copied(), 30.0),
            above: Vec::new(),
            places: OnceCell::new(),
            heavy: [0; 3],
            h1: rows.iter().position(is_h1),
            marks: Landmarks::default(),
            groups: Groups::new(outline, &ranges, text, &looks, &is_prose),
            ranges,
            looks,
        };
        facts.heavy = [0.5, 0.7, 0.9].map(|share| facts.innermost(share));
        facts.above = (0..facts.len()).map(|i| facts.around(i)).collect();
        facts.marks = Landmarks::new(outline, text, metadata, facts.h1, |node| facts.mass.of(facts.ranges[node]));
        facts
    }

    /// How many lines there are.
    pub(super) fn len(&self) -> usize {
        self.looks.len()
    }

    /// The line that says the title.
    pub(super) fn title(&self) -> Option<usize> {
        self.marks.title
    }

    /// What the characters of line `i` say.
    pub(super) fn look(&self, i: usize) -> &Look {
        &self.looks[i]
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

    pub(super) fn whole(&self) -> Rows {
        (0, self.looks.len() as u32)
    }

    pub(super) fn all_mass(&self) -> f32 {
        self.mass.of(self.whole()).max(1.0)
    }

    pub(super) fn linked_share(&self, rows: Rows) -> f32 {
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
    pub(super) fn levels(&self, i: usize) -> &[Rows; LEVELS] {
        &self.above[i].levels
    }

    /// The outermost element that writes line `i` alone stands for its block.
    fn block_of(&self, i: usize) -> u32 {
        let own: Rows = (i as u32, i as u32 + 1);
        let first = self.outline.rows[i].node;
        let chain = self.outline.chain(first).take(CHAIN).skip(1);
        chain.take_while(|&(up, _)| self.ranges[up as usize] == own).last().map_or(first, |(up, _)| up)
    }

    /// Adds the numbers of line `i` to `out`.
    pub(super) fn fill(&self, i: usize, out: &mut Vec<f32>) {
        let (rows, look) = (&self.outline.rows, &self.looks[i]);
        let (row, n) = (&rows[i], rows.len());
        let node = &self.outline.nodes[row.node as usize];
        let up = &self.above[i];
        let near = |at: Option<usize>| at.filter(|&at| at < n);
        let chars_at = |at: Option<usize>| near(at).map_or(0.0, |at| self.looks[at].chars as f32);
        let linked_at = |at: Option<usize>| near(at).map_or(0.0, |at| rows[at].density());
        let same_node = |at: Option<usize>| flag(near(at).is_some_and(|at| rows[at].node == row.node));
        let window = (i.saturating_sub(WINDOW) as u32, (i + WINDOW + 1).min(n) as u32);
        let inside = |node: usize| {
            let range = self.ranges[node];
            flag((range.0..range.1).contains(&(i as u32)))
        };
        let half = self.ranges[self.heavy[0]];
        let half_rows = (half.1 - half.0) as f32;
        let (chars, whole, all_mass) = (look.chars as f32, self.whole(), self.all_mass());
        let all_chars = self.chars.of(whole).max(1.0);
        let mass = |level: usize| self.mass.of(up.levels[level]) / all_mass;
        let linked = |level: usize| self.linked_share(up.levels[level]);
        let count = |level: usize| (up.levels[level].1 - up.levels[level].0) as f32;
        let (article, hub, named) = (self.marks.article, self.marks.hub, self.marks.named);
        let mass_of = |node: usize| self.mass.of(self.ranges[node]) / all_mass;
        let plain: [f32; PLAIN.len()] = [
            chars,
            look.words as f32,
            chars / look.words.max(1) as f32,
            flag(look.ends_sentence()),
            flag(matches!(look.last, Some(':' | '：'))),
            look.commas as f32,
            look.stops as f32,
            look.digits as f32 / chars.max(1.0),
            look.capitals as f32 / look.letters.max(1) as f32,
            look.marks as f32 / look.words.max(1) as f32,
            look.tabs as f32,
            row.links as f32,
            row.density(),
            self.repeats[i] as f32,
            self.h1.map_or(0.0, |h1| (i as f32 - h1 as f32).clamp(-50.0, 200.0)),
            i as f32 / n as f32,
            self.chars.of((0, i as u32)) / all_chars,
            self.prose.of((0, i as u32)),
            self.prose.of((i as u32, n as u32)),
            self.to_prose[i].0,
            self.to_prose[i].1,
            chars_at(i.checked_sub(1)),
            chars_at(Some(i + 1)),
            linked_at(i.checked_sub(1)),
            linked_at(Some(i + 1)),
            chars_at(i.checked_sub(2)),
            chars_at(Some(i + 2)),
            self.linked_share(window),
            self.chars.of(window),
            self.prose.of(window),
            same_node(i.checked_sub(1)),
            same_node(Some(i + 1)),
            f32::from(node.depth),
            up.level_of_half,
            up.level_of_tenth,
            mass(1),
            mass(2),
            mass(3),
            mass(4),
            mass(6),
            mass(8),
            linked(2),
            linked(4),
            linked(6),
            count(2),
            count(4),
            up.twins[0],
            up.twins[1],
            up.twins[2],
            up.twins[3],
            up.twins_most,
            inside(self.heavy[0]),
            inside(self.heavy[1]),
            inside(self.heavy[2]),
            (i as f32 - half.0 as f32) / half_rows.max(1.0),
            n as f32,
            all_chars,
            self.linked_share(whole),
            self.prose.of(whole),
            self.prose.of(whole) / n as f32,
            self.mass.of(half) / all_mass,
            self.linked_share(half),
            half_rows / n as f32,
            all_mass,
            flag(node.covered),
            self.marks.title.map_or(-60.0, |title| (i as f32 - title as f32).clamp(-50.0, 200.0)),
            self.marks.in_body.as_ref().map_or(-1.0, |lines| flag(lines[i])),
            flag(self.marks.in_body.is_some()),
            inside(article),
            mass_of(article),
            i as f32 - self.ranges[article].0 as f32,
            self.ranges[article].1 as f32 - i as f32,
            inside(hub),
            mass_of(hub),
            i as f32 - self.ranges[hub].0 as f32,
            self.ranges[hub].1 as f32 - i as f32,
            i as f32,
            (n - i) as f32,
            up.levels.iter().position(|&rows| rows == whole).unwrap_or(LEVELS) as f32,
            inside(named),
            mass_of(named),
            i as f32 - self.ranges[named].0 as f32,
            self.ranges[named].1 as f32 - i as f32,
        ];
        out.extend_from_slice(&plain);
        out.extend([1, 2, 3].map(|level: usize| self.prose.of(up.levels[level])));
        out.push(flag(self.marks.lead == Some(i)));
        out.push(self.marks.lead.map_or(-60.0, |lead| (i as f32 - lead as f32).clamp(-50.0, 200.0)));
        self.groups.fill(self, i, out);
        flags(u64::from(up.near | node.near), cues::NAMES.len(), out);
        flags(u64::from(node.all), cues::NAMES.len(), out);
        flags(node.tags, tags::COUNT, out);
    }

    fn around(&self, i: usize) -> Above {
        let nodes = &self.outline.nodes;
        let own: Rows = (i as u32, i as u32 + 1);
        let block = self.block_of(i);
        let mut above = Above { block, near: nodes[block as usize].near, ..Above::default() };
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
                above.twins_most = above.twins_most.max(twins(node.twins));
            }
        }
        if let Some((&mut outermost, beyond)) = levels.get_mut(level..).and_then(<[u32]>::split_first_mut) {
            beyond.fill(outermost);
        }
        above.levels = levels.map(|node| self.ranges[node as usize]);
        above.twins = [0, 1, 2, 3].map(|level| twins(nodes[levels[level] as usize].twins));
        above
    }
}

/// Adds the first bits of a set to `out`.
fn flags(set: u64, count: usize, out: &mut Vec<f32>) {
    /// The flags of each byte.
    static FLAGS: [[f32; 8]; 256] = {
        let (mut flags, mut at) = ([[0.0; 8]; 256], 0);
        while at < 8 * 256 {
            flags[at / 8][at % 8] = ((at / 8) >> (at % 8) & 1) as f32;
            at += 1;
        }
        flags
    };
    let end = out.len() + count;
    set.to_le_bytes()[..count.div_ceil(8)].iter().for_each(|byte| out.extend_from_slice(&FLAGS[usize::from(*byte)]));
    out.truncate(end);
}

/// What stands around a line.
#[derive(Default)]
struct Above {
    /// The outermost element that writes it alone.
    block: u32,
    /// Cues of its block.
    near: Cues,
    /// The lines of its block and of what is around it.
    levels: [Rows; LEVELS],
    level_of_half: f32,
    level_of_tenth: f32,
    /// How many elements look like its block, and like what is around it.
    twins: [f32; 4],
    twins_most: f32,
}

fn twins(count: u32) -> f32 {
    count.min(500) as f32
}
