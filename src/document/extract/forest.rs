//! A forest of decision trees: from the numbers of a line to the chance that it is main content.
//!
//! `forest.txt` names the columns that it uses on its first line; each further line is a tree in preorder: `3<0.25` asks
//! whether column 3 is at most 0.25 (then comes what follows if so, then what if not), a plain number is a leaf. The leaves
//! of all trees are added and squashed into 0 to 1. `train.py` beside it makes the file and says from what.

use super::columns;
use std::sync::LazyLock;

/// The forest of `forest.txt`.
pub(super) static FOREST: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_str!("forest.txt")));

/// Lines that are judged at a time: near each other, they have many numbers in common.
pub(super) const LANES: usize = 32;

/// A set of leaves of a tree, which has no more than there are bits.
type Leaves = u32;

/// The most leaves of a tree.
const MOST: usize = Leaves::BITS as usize;

/// What a node asks of its column.
#[derive(Clone, Copy, Debug)]
struct Question {
    at_most: f32,
    tree: u16,
    /// The leaves that a no leaves: all but those that a yes leads to.
    on_no: Leaves,
}

/// Rows do not go down the trees. Column after column its questions are asked, from the least threshold on, until all rows
/// answer yes; each no takes leaves from a tree, and the first that is left is where a row ends. What all rows answer with no
/// is asked once, and what some answer with no is asked of all side by side (QuickScorer; Lucchese and others, 2015).
#[derive(Debug, Default)]
pub(super) struct Forest {
    /// By column; thresholds ascend.
    questions: Vec<Vec<Question>>,
    /// What the leaves of each tree add, from left to right.
    trees: Vec<[f32; MOST]>,
}

impl Forest {
    fn read(text: &str) -> Self {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let names = lines.next().unwrap_or_default().split(' ');
        let columns: Vec<Option<usize>> =
            names.map(|name| columns::NAMES.iter().position(|known| known == name)).collect();
        let mut forest = Self { questions: vec![Vec::new(); columns::NAMES.len()], ..Self::default() };
        for (tree, line) in lines.enumerate() {
            let mut leaves = [0.0; MOST];
            // Questions whose second branch has not begun, with the number of the first leaf below them.
            let mut open: Vec<(usize, f32, usize)> = Vec::new();
            let mut leaf = 0;
            for token in line.split(' ') {
                let question = token.split_once('<').and_then(|(column, value)| {
                    Some(((*columns.get(column.parse::<usize>().ok()?)?)?, value.parse().ok()?))
                });
                if let Some((column, at_most)) = question {
                    open.push((column, at_most, leaf));
                    continue;
                }
                if let Some(to) = leaves.get_mut(leaf) {
                    *to = token.parse().unwrap_or_default();
                }
                leaf += 1;
                if let Some((column, at_most, from)) = open.pop() {
                    let on_no = !(from..leaf).fold(0, |yes, leaf| yes | 1 << leaf);
                    forest.questions[column].push(Question { at_most, tree: tree as u16, on_no });
                }
            }
            forest.trees.push(leaves);
        }
        for questions in &mut forest.questions {
            questions.sort_by(|a, b| a.at_most.total_cmp(&b.at_most));
        }
        forest
    }

    /// The chances of at most [`LANES`] lines with these rows of numbers, one after the other.
    pub(super) fn chances(&self, rows: &[f32], chances: &mut Vec<f32>) {
        let width = columns::NAMES.len();
        let rows = || rows.chunks_exact(width).take(LANES);
        // What is left of each tree for all rows, and for each row.
        let mut shared: Vec<Leaves> = vec![Leaves::MAX; self.trees.len()];
        let mut own = vec![[Leaves::MAX; LANES]; self.trees.len()];
        for (column, questions) in self.questions.iter().enumerate().filter(|(_, questions)| !questions.is_empty()) {
            let mut numbers = [f32::NEG_INFINITY; LANES];
            let (mut least, mut most) = (f32::INFINITY, f32::NEG_INFINITY);
            for (number, row) in numbers.iter_mut().zip(rows()) {
                *number = row[column];
                least = if *number < least { *number } else { least };
                most = if *number > most { *number } else { most };
            }
            let (same, others) = questions.split_at(questions.partition_point(|question| question.at_most < least));
            same.iter().for_each(|question| shared[usize::from(question.tree)] &= question.on_no);
            for question in others.iter().take_while(|question| question.at_most < most) {
                let (Question { at_most, on_no, .. }, left) = (*question, &mut own[usize::from(question.tree)]);
                // Without branches, so that lanes go side by side.
                let yes = |lane: usize| Leaves::from(numbers[lane] > at_most).wrapping_sub(1);
                *left = std::array::from_fn(|lane| left[lane] & (on_no | yes(lane)));
            }
        }
        chances.extend(rows().enumerate().map(|(lane, _)| {
            let left = own.iter().zip(&shared).map(|(own, shared)| (own[lane] & shared).trailing_zeros() as usize);
            let sum = left.zip(&self.trees).fold(0.0, |sum, (leaf, leaves)| sum + leaves[leaf % MOST]);
            1.0 / (1.0 + (-sum).exp())
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_read_in_preorder() {
        let forest = Forest::read("# about\nchars words\n0<10 1<2 -1 0.5 2\n1<0 0 1");
        let first = columns::NAMES.iter().position(|name| name == "chars").unwrap();
        let second = columns::NAMES.iter().position(|name| name == "words").unwrap();
        let chance = |chars: f32, words: f32| {
            let mut row = vec![0.0; columns::NAMES.len()];
            (row[first], row[second]) = (chars, words);
            let mut chances = vec![];
            forest.chances(&row, &mut chances);
            chances[0]
        };
        let squash = |sum: f32| 1.0 / (1.0 + (-sum).exp());
        assert_eq!(chance(5.0, 1.0), squash(0.0));
        assert_eq!(chance(5.0, 3.0), squash(1.5));
        assert_eq!(chance(50.0, 0.0), squash(2.0));
    }

    #[test]
    fn the_file_is_whole() {
        let names = include_str!("forest.txt").lines().find(|line| !line.starts_with('#')).unwrap();
        assert!(names.split(' ').all(|name| columns::NAMES.iter().any(|known| known == name)));
        let trees = include_str!("forest.txt").lines().filter(|line| !line.starts_with('#')).skip(1);
        let leaves = |tree: &str| tree.split(' ').filter(|token| !token.contains('<')).count();
        let counts: Vec<usize> = trees.map(leaves).collect();
        assert_eq!(counts.len(), FOREST.trees.len());
        assert!(counts.iter().all(|count| (2..=MOST).contains(count)));
        let questions: usize = FOREST.questions.iter().map(Vec::len).sum();
        assert_eq!(questions, counts.iter().sum::<usize>() - counts.len());
    }
}
