//! Forests of decision trees: from the numbers of a line to the log-odds of what is asked about it.
//!
//! A forest is a text. Its first line names the columns that it uses; each further line is a tree in preorder: `3<0.25` asks
//! whether column 3 is at most 0.25 (then comes what follows if so, then what if not), a plain number is a leaf. The leaves
//! of all trees are added, always in the order of the trees, so that every machine finds the same sum. Who owns a forest
//! says what its columns are and has the script that makes it: [`crate::document::extract`] (is a line of a page its
//! content?) and [`crate::judge`] (is a line of a text chrome?).
//!
//! The program has the texts as bytes ([`packed`]). It does not know what a column means.

#[cfg(test)]
mod pack;
mod packed;

use packed::PackedForest;
use std::{ops::Range, sync::OnceLock};

/// Lines that are judged at a time: near each other, they have many numbers in common.
pub(crate) const LANES: usize = 32;

/// A set of leaves of a tree, which has no more than there are bits.
type Leaves = u32;

/// The most leaves of a tree.
const MOST: usize = Leaves::BITS as usize;

/// A leaf that nothing takes: the last of a full tree stands to the right of all questions, and smaller trees have none there.
const LAST: Leaves = 1 << (MOST - 1);

/// What a no to a question of a node takes.
#[derive(Clone, Copy, Debug)]
struct FailedTest {
    tree: u16,
    /// The leaves that are left: all but those that a yes leads to.
    leaves: Leaves,
}

/// A question of a tree, or a leaf, so small that one look at memory finds all of it. The node of a yes is the next one.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The greatest number that answers yes; of a leaf what it adds.
    number: f32,
    column: u16,
    /// How far ahead the node of a no is; 0 for a leaf.
    no: u16,
}

/// Few rows go down the trees one by one, many all trees side by side.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    /// Numbers of a row.
    width: usize,
    /// All trees in preorder, one after the other, and where each begins.
    nodes: Vec<Node>,
    roots: Vec<usize>,
    /// Made when there are many rows for the first time.
    questions: OnceLock<Questions>,
}

/// So many rows go down the trees.
const FEW: usize = 8;

/// The questions of a forest by column. Column after column they are asked, from the least threshold on, until all rows
/// answer yes; each no takes leaves from a tree, and the first that is left is where a row ends. What all rows answer with no
/// is asked once, and what some answer with no is asked of all side by side (QuickScorer; Lucchese and others, 2015).
#[derive(Debug, Default)]
struct Questions {
    /// By column the thresholds that it is compared with, ascending.
    columns: Vec<Range<usize>>,
    thresholds: Vec<f32>,
    /// Of each threshold, and of the end, the place in `failed_tests` of its first question.
    starts: Vec<usize>,
    failed_tests: Vec<FailedTest>,
    /// What the leaves of each tree add, from left to right.
    trees: Vec<[f32; MOST]>,
}

impl Forest {
    /// Reads the first of these forests, which was trained on some of these columns.
    pub(crate) fn read(packed: &[u8], columns: &[impl AsRef<str>]) -> Self {
        Self::read_all(packed, columns).next().unwrap_or_default()
    }

    /// Reads forests that were trained on some of these columns.
    pub(crate) fn read_all(packed: &[u8], columns: &[impl AsRef<str>]) -> impl Iterator<Item = Self> {
        packed::forests(packed).map(|forest| Self::unpack(forest.names, &forest.trees, columns))
    }

    /// Reads the first forest as two: its first trees, which say most, and the others.
    pub(crate) fn read_in_two(packed: &[u8], columns: &[impl AsRef<str>], first: usize) -> [Self; 2] {
        let Some(PackedForest { names, trees }) = packed::forests(packed).next() else { return Default::default() };
        let (first, others) = trees.split_at(first.min(trees.len()));
        [first, others].map(|trees| Self::unpack(names, trees, columns))
    }

    fn unpack(names: &str, packed: &[&[[u8; 6]]], columns: &[impl AsRef<str>]) -> Self {
        let names = names.split(' ');
        let numbers: Vec<Option<usize>> =
            names.map(|name| columns.iter().position(|known| known.as_ref() == name)).collect();
        let mut nodes = Vec::with_capacity(packed.iter().map(|tree| tree.len()).sum());
        let mut roots = Vec::with_capacity(packed.len());
        // Questions whose second branch has not begun.
        let mut open = Vec::new();
        for tree in packed {
            roots.push(nodes.len());
            open.clear();
            for &node in *tree {
                let (column, number) = packed::node(node);
                if let Some(&Some(column)) = numbers.get(usize::from(column)) {
                    open.push(nodes.len());
                    nodes.push(Node { number, column: column as u16, no: 0 });
                    continue;
                }
                // A question about an unknown column is no leaf that says anything.
                let adds = if column == packed::LEAF { number } else { 0.0 };
                nodes.push(Node { number: adds, column: 0, no: 0 });
                if let Some(node) = open.pop() {
                    nodes[node].no = (nodes.len() - node) as u16;
                }
            }
        }
        Self { width: columns.len(), nodes, roots, questions: OnceLock::new() }
    }

    /// Appends the log-odds of at most [`LANES`] lines with these rows of numbers, one after the other.
    pub(crate) fn odds(&self, rows: &[f32], odds: &mut Vec<f32>) {
        let width = self.width.max(1);
        let questions = || self.questions.get_or_init(|| Questions::of(self));
        match rows.len() / width {
            0..=FEW => odds.extend(rows.chunks_exact(width).map(|row| self.walk(row))),
            9..=16 => questions().side_by_side::<16>(rows, odds),
            _ => questions().side_by_side::<LANES>(rows, odds),
        }
    }

    /// The log-odds of one row.
    pub(crate) fn odds_of(&self, row: &[f32]) -> f32 {
        let mut odds = Vec::with_capacity(1);
        self.odds(row, &mut odds);
        odds.first().copied().unwrap_or(f32::NEG_INFINITY)
    }

    /// The log-odds of a row, tree by tree.
    fn walk(&self, row: &[f32]) -> f32 {
        let add = |sum: f32, root: &usize| {
            let mut nodes = &self.nodes[*root..];
            loop {
                let node = nodes[0];
                if node.no == 0 {
                    return sum + node.number;
                }
                // Without a branch: the answers of text are hard to guess.
                let ahead = if row[usize::from(node.column)] > node.number { node.no } else { 1 };
                nodes = &nodes[usize::from(ahead)..];
            }
        };
        self.roots.iter().fold(0.0, add)
    }
}

impl Questions {
    /// The questions of a forest.
    fn of(forest: &Forest) -> Self {
        let (mut trees, mut questions) = (Vec::with_capacity(forest.roots.len()), vec![Vec::new(); forest.width]);
        let ends = forest.roots.iter().skip(1).copied().chain([forest.nodes.len()]);
        for (tree, (root, end)) in forest.roots.iter().zip(ends).enumerate() {
            let nodes = &forest.nodes[*root..end];
            // How many leaves stand before each node.
            let count =
                |leaves: &mut usize, node: &Node| Some(std::mem::replace(leaves, *leaves + usize::from(node.no == 0)));
            let leaf: Vec<usize> = nodes.iter().scan(0, count).collect();
            let mut adds = [0.0; MOST];
            for (at, node) in nodes.iter().enumerate() {
                if node.no != 0 {
                    let leaves = !(leaf[at]..leaf[at + usize::from(node.no)]).fold(0, |yes, leaf| yes | 1 << leaf);
                    questions[usize::from(node.column)].push((node.number, FailedTest { tree: tree as u16, leaves }));
                } else if let Some(to) = adds.get_mut(leaf[at]) {
                    *to = node.number;
                }
            }
            trees.push(adds);
        }
        Self::new(questions, trees)
    }

    /// These questions of each column.
    fn new(questions: Vec<Vec<(f32, FailedTest)>>, trees: Vec<[f32; MOST]>) -> Self {
        let mut all = Self { trees, ..Self::default() };
        for mut questions in questions {
            questions.sort_by(|a, b| a.0.total_cmp(&b.0));
            let from = all.thresholds.len();
            for same in questions.chunk_by(|a, b| a.0 == b.0) {
                all.thresholds.push(same[0].0);
                all.starts.push(all.failed_tests.len());
                all.failed_tests.extend(same.iter().map(|question| question.1));
            }
            all.columns.push(from..all.thresholds.len());
        }
        all.starts.push(all.failed_tests.len());
        all
    }

    /// The questions about a threshold.
    fn failed_tests(&self, threshold: usize) -> &[FailedTest] {
        &self.failed_tests[self.starts[threshold]..self.starts[threshold + 1]]
    }

    fn side_by_side<const LANES: usize>(&self, rows: &[f32], odds: &mut Vec<f32>) {
        let width = self.columns.len();
        let count = (rows.len() / width).min(LANES);
        let rows = &rows[..count * width];
        // What is left of each tree for all rows, and the thresholds that are not the same to all.
        let mut shared: Vec<Leaves> = vec![Leaves::MAX; self.trees.len()];
        let mut others = Vec::with_capacity(width);
        for (number, (column, (least, most))) in self.columns.iter().zip(ranges(rows, width)).enumerate() {
            let thresholds = &self.thresholds[column.clone()];
            // Most columns are flags that no row has.
            if thresholds.first().is_none_or(|first| *first >= least && *first >= most) {
                continue;
            }
            let same = thresholds.iter().take_while(|at_most| **at_most < least).count();
            let (first, rest) = (column.start + same, &thresholds[same..]);
            let failed_tests = &self.failed_tests[self.starts[column.start]..self.starts[first]];
            failed_tests.iter().for_each(|no| shared[usize::from(no.tree)] &= no.leaves);
            if rest.first().is_some_and(|at_most| *at_most < most) {
                others.push((number, first..first + rest.iter().take_while(|at_most| **at_most < most).count()));
            }
        }
        // What is left of each tree for each row.
        let mut own: Vec<[Leaves; LANES]> = shared.into_iter().map(|leaves| [leaves; LANES]).collect();
        for (number, thresholds) in others {
            let mut numbers = [f32::NEG_INFINITY; LANES];
            numbers.iter_mut().zip(rows[number..].iter().step_by(width)).for_each(|(to, number)| *to = *number);
            thresholds.for_each(|at| ask(&mut own, self.failed_tests(at), &numbers, self.thresholds[at]));
        }
        let mut sums = [0.0; LANES];
        for (own, leaves) in own.iter().zip(&self.trees) {
            for lane in 0..LANES {
                sums[lane] += leaves[(own[lane] | LAST).trailing_zeros() as usize % MOST];
            }
        }
        odds.extend_from_slice(&sums[..count]);
    }
}

/// Takes what the rows with greater numbers lose. Without branches and by number, so that lanes go side by side.
#[inline(never)]
fn ask<const LANES: usize>(
    own: &mut [[Leaves; LANES]],
    failed_tests: &[FailedTest],
    numbers: &[f32; LANES],
    at_most: f32,
) {
    let mut yes = [0; LANES];
    for lane in 0..LANES {
        yes[lane] = Leaves::from(numbers[lane] > at_most).wrapping_sub(1);
    }
    for no in failed_tests {
        let left = &mut own[usize::from(no.tree)];
        for lane in 0..LANES {
            left[lane] &= no.leaves | yes[lane];
        }
    }
}

/// The least and the greatest number of each column.
fn ranges(rows: &[f32], width: usize) -> Vec<(f32, f32)> {
    let (mut least, mut most) = (vec![f32::INFINITY; width], vec![f32::NEG_INFINITY; width]);
    // Row by row, so that columns go side by side.
    for row in rows.chunks_exact(width) {
        for ((number, least), most) in row.iter().zip(&mut least).zip(&mut most) {
            *least = if number < least { *number } else { *least };
            *most = if number > most { *number } else { *most };
        }
    }
    least.into_iter().zip(most).collect()
}

/// The chance, 0 to 1, that goes with log-odds.
pub(crate) fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
impl Forest {
    /// A forest of a text.
    fn of_text(text: &str, columns: &[impl AsRef<str>]) -> Self {
        Self::read(&pack::pack(text).unwrap(), columns)
    }

    /// How many trees and questions there are, after a check that the file is whole.
    pub(crate) fn check(text: &str, columns: &[impl AsRef<str>]) {
        let forest = Self::of_text(text, columns);
        let names = text.lines().find(|line| !line.starts_with('#')).unwrap();
        assert!(names.split(' ').all(|name| columns.iter().any(|known| known.as_ref() == name)));
        let trees = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        let leaves = |tree: &str| tree.split(' ').filter(|token| !token.contains('<')).count();
        let counts: Vec<usize> = trees.map(leaves).collect();
        let asked = Questions::of(&forest);
        assert_eq!(counts.len(), asked.trees.len());
        assert!(counts.iter().all(|count| (2..=MOST).contains(count)));
        let questions = asked.failed_tests.len();
        assert_eq!(questions, counts.iter().sum::<usize>() - counts.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_together_are_judged_as_each_alone() {
        let forest = Forest::of_text("a b\n0<1 1<0.5 -1 0.5 0<4 2 3\n1<0 0<1 8 16 32", &["a", "b"]);
        let rows: Vec<[f32; 2]> = (0..LANES as u16).map(|i| [f32::from(i % 6), f32::from(i % 5) - 1.0]).collect();
        let alone: Vec<f32> = rows.iter().map(|row| forest.odds_of(row)).collect();
        for count in [FEW, FEW + 1, LANES] {
            let mut together = vec![];
            forest.odds(rows[..count].as_flattened(), &mut together);
            assert_eq!(together, alone[..count]);
        }
        assert_eq!([alone[0], alone[2]], [7.0, 34.0]);
    }

    #[test]
    fn trees_are_read_in_preorder() {
        let text = "# about\nchars words\n0<10 1<2 -1 0.5 2\n1<0 0 1";
        let forest = Forest::of_text(text, &["words", "chars"]);
        let odds = |chars: f32, words: f32| {
            let mut odds = vec![];
            forest.odds(&[words, chars], &mut odds);
            odds[0]
        };
        assert_eq!(odds(5.0, 1.0), 0.0);
        assert_eq!(odds(5.0, 3.0), 1.5);
        assert_eq!(odds(50.0, 0.0), 2.0);
        let [first, rest] = Forest::read_in_two(&pack::pack(text).unwrap(), &["words", "chars"], 1);
        let mut odds = vec![];
        first.odds(&[3.0, 5.0], &mut odds);
        rest.odds(&[3.0, 5.0], &mut odds);
        assert_eq!(odds, [0.5, 1.0]);
    }
}
