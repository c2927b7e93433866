//! A second look at each line, which knows what the first thought of the page.
//!
//! The first forest judges a line by itself. What it thought of the lines beside it, of the elements around it and of lines
//! that look like it says whether a doubtful line stands in the text, behind its end or in a deck of teasers. These numbers
//! stand behind those of [`super::features`], and a second forest judges by both (stacking; Wolpert, 1992). Lines that
//! the first forest is sure to be chrome are not looked at again.

use super::{
    facts::Facts,
    outline::Outline,
    page_type::PageType,
    prefix_sums::{LineRange, flag},
};
use rustc_hash::FxHashMap;

/// A line with a smaller chance is chrome, and not looked at again.
pub(super) const SURE: f32 = 0.02;

/// The most words that a line counts for.
const LONG: f32 = 60.0;

/// Lines with so much of a chance are content, as far as can be said.
const CONTENT: f32 = 0.8;

/// The content is the run of lines whose chances lie most above this.
const RUN: f32 = 0.4;

/// How far it is to lines that are nowhere.
const FAR: f32 = 50.0;

/// The levels of [`Facts::levels`] that are asked.
const LEVELS: [usize; 5] = [1, 2, 3, 4, 6];

/// The names of the columns.
pub(super) const NAMES: &[&str] = &[
    "first",
    "first_1_before",
    "first_2_before",
    "first_3_before",
    "first_1_after",
    "first_2_after",
    "first_3_after",
    "first_window_3",
    "first_window_8",
    "first_5_before",
    "first_15_before",
    "first_5_after",
    "first_15_after",
    "content_before",
    "content_after",
    "content",
    "words_before",
    "words_after",
    "sure_of_content",
    "content_of_page",
    "unsure",
    "level_1",
    "level_2",
    "level_3",
    "level_4",
    "level_6",
    "share_1",
    "share_2",
    "share_3",
    "share_4",
    "share_6",
    "own_first",
    "own_rows",
    "own_share",
    "block_first",
    "block_rows",
    "block_share",
    "path_2_first",
    "path_2_rows",
    "path_2_share",
    "path_3_first",
    "path_3_rows",
    "path_3_share",
    "around_first",
    "around_rows",
    "around_share",
    "to_content_before",
    "to_content_after",
    "in_run",
    "run_start",
    "run_end",
    "run_share",
    "rank",
    "content_above",
    "type_article",
    "type_collection",
    "type_documentation",
    "type_forum",
    "type_listing",
    "type_product",
    "type_service",
];

/// What the first look thought of a page.
pub(super) struct SecondPass<'f> {
    facts: &'f Facts<'f>,
    chances: &'f [f32],
    /// The odds of each type that is learnt.
    types: [f32; PageType::LEARNT.len()],
    words: Vec<f32>,
    /// Sums of words, and of words times chances, before each line.
    sums: Vec<[f32; 2]>,
    /// Of each line by kind of group: the group.
    groups: Vec<[u64; 5]>,
    /// Of each group: lines, words, words times chances.
    known: FxHashMap<u64, [f32; 3]>,
    to_content: Vec<(f32, f32)>,
    run: LineRange,
    rank: Vec<(f32, f32)>,
    sure: f32,
    kept: f32,
    unsure: f32,
}

impl<'f> SecondPass<'f> {
    pub(super) fn new(
        outline: &Outline,
        facts: &'f Facts<'f>,
        chances: &'f [f32],
        types: [f32; PageType::LEARNT.len()],
    ) -> Self {
        let words: Vec<f32> = (0..chances.len()).map(|i| words_of(facts, i)).collect();
        let mut sums = vec![[0.0; 2]];
        let (mut all, mut content, mut kept, mut sure, mut unsure) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (&words, &chance) in words.iter().zip(chances) {
            all += words;
            content += words * chance;
            sums.push([all, content]);
            if chance > 0.5 {
                kept += words;
                sure += words * chance;
            }
            unsure += words * chance * (1.0 - chance);
        }
        let groups: Vec<[u64; 5]> = (0..chances.len()).map(|i| groups(outline, facts, i)).collect();
        let mut known: FxHashMap<u64, [f32; 3]> = FxHashMap::default();
        for ((of, &words), &chance) in groups.iter().zip(&words).zip(chances) {
            for &group in of {
                let sums = known.entry(group).or_default();
                for (sum, add) in sums.iter_mut().zip([1.0, words, words * chance]) {
                    *sum += add;
                }
            }
        }
        Self {
            facts,
            chances,
            types,
            groups,
            known,
            to_content: super::prefix_sums::to_next(chances.iter().map(|&chance| chance > CONTENT), FAR),
            run: run(facts, chances),
            rank: rank(chances, &words),
            sure: sure / kept.max(1.0),
            kept: kept / all.max(1.0),
            unsure: unsure / content.max(1.0),
            words,
            sums,
        }
    }

    /// The mean chance of these lines by words, without line `i`; -1 for none.
    fn mean(&self, rows: LineRange, i: usize) -> f32 {
        let (from, to) = (self.sums[rows.0 as usize], self.sums[rows.1.max(rows.0) as usize]);
        let inside = flag((rows.0..rows.1).contains(&(i as u32)));
        let words = to[0] - from[0] - inside * self.words[i];
        let content = to[1] - from[1] - inside * self.words[i] * self.chances[i];
        if words > 0.1 { content / words } else { -1.0 }
    }

    fn all(&self) -> f32 {
        self.sums.last().map_or(1.0, |sum| sum[1].max(1.0))
    }

    /// Adds the numbers of line `i` to `out`.
    pub(super) fn fill(&self, i: usize, out: &mut Vec<f32>) {
        let n = self.chances.len();
        let at = |at: Option<usize>| at.and_then(|at| self.chances.get(at)).copied().unwrap_or(-1.0);
        let (lo, hi) = (|k: usize| i.saturating_sub(k) as u32, |k: usize| (i + k + 1).min(n) as u32);
        let (here, next) = (i as u32, i as u32 + 1);
        let (all, before, after) = (self.all(), self.sums[i][1], self.sums[n][1] - self.sums[i + 1][1]);
        out.push(self.chances[i]);
        out.extend([1, 2, 3].map(|k| at(i.checked_sub(k))));
        out.extend([1, 2, 3].map(|k| at(Some(i + k))));
        out.extend([3, 8].map(|k| self.mean((lo(k), hi(k)), i)));
        out.extend([5, 15].map(|k| self.mean((lo(k), next), i)));
        out.extend([5, 15].map(|k| self.mean((here, hi(k)), i)));
        out.extend([before / all, after / all, all, before, after, self.sure, self.kept, self.unsure]);
        let levels = self.facts.levels(i);
        out.extend(LEVELS.map(|level| self.mean(levels[level], i)));
        out.extend(LEVELS.map(|level| {
            let rows = levels[level];
            (self.sums[rows.1.max(rows.0) as usize][1] - self.sums[rows.0 as usize][1]) / all
        }));
        let (words, content) = (self.words[i], self.words[i] * self.chances[i]);
        for group in &self.groups[i] {
            let [rows, in_all, in_content] = self.known.get(group).copied().unwrap_or_default();
            let rest = in_all - words;
            out.extend([if rest > 0.1 { (in_content - content) / rest } else { -1.0 }, rows, in_content / all]);
        }
        let (from, to) = (self.run.0 as f32, self.run.1 as f32);
        out.extend([
            self.to_content[i].0,
            self.to_content[i].1,
            flag((self.run.0..self.run.1).contains(&here)),
            (i as f32 - from).clamp(-60.0, 200.0),
            (i as f32 - to).clamp(-200.0, 60.0),
            (self.sums[self.run.1 as usize][1] - self.sums[self.run.0 as usize][1]) / all,
            self.rank[i].0,
            self.rank[i].1,
        ]);
        out.extend(self.types);
    }
}

/// The groups of line `i`: by its own element, its block, its block with one and two elements around it, and these alone.
fn groups(outline: &Outline, facts: &Facts<'_>, i: usize) -> [u64; 5] {
    let own = outline.nodes[outline.rows[i].node as usize].look;
    let mut chain = outline.chain(facts.block(i)).map(|(_, node)| u64::from(node.look));
    let block = chain.next().unwrap_or_default();
    let parent = chain.next().unwrap_or(block);
    let grand = chain.next().unwrap_or(parent);
    let mix = |kind: u64, shapes: [u64; 3]| {
        shapes.iter().fold(kind, |sum, look| sum.rotate_left(5).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ look)
    };
    [
        mix(1, [u64::from(own), 0, 0]),
        mix(2, [block, 0, 0]),
        mix(3, [block, parent, 0]),
        mix(4, [block, parent, grand]),
        mix(5, [0, parent, grand]),
    ]
}

/// The words that a line counts for.
fn words_of(facts: &Facts<'_>, i: usize) -> f32 {
    (facts.shape(i).words as f32).min(LONG) + 0.5
}

/// The lines whose chances, by words, lie most above [`RUN`] (the subarray of the greatest sum).
pub(super) fn run(facts: &Facts<'_>, chances: &[f32]) -> LineRange {
    let (mut best, mut most, mut sum, mut from) = ((0, 0), 0.0, 0.0, 0);
    for (i, &chance) in chances.iter().enumerate() {
        if sum <= 0.0 {
            (sum, from) = (0.0, i);
        }
        sum += (chance - RUN) * words_of(facts, i);
        if sum > most {
            (best, most) = ((from as u32, i as u32 + 1), sum);
        }
    }
    best
}

/// Of each line the share of lines with a smaller chance, and the share of the content in lines with a greater one.
fn rank(chances: &[f32], words: &[f32]) -> Vec<(f32, f32)> {
    let mut order: Vec<usize> = (0..chances.len()).collect();
    order.sort_by(|&a, &b| chances[b].total_cmp(&chances[a]));
    let all: f32 = chances.iter().zip(words).map(|(chance, words)| chance * words).sum::<f32>().max(1.0);
    let mut rank = vec![(0.0, 0.0); chances.len()];
    let mut sum = 0.0;
    for (place, i) in order.into_iter().enumerate() {
        sum += chances[i] * words[i];
        rank[i] = (1.0 - place as f32 / chances.len() as f32, sum / all);
    }
    rank
}
