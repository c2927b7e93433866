//! Forests of decision trees: from the numbers of a line to the log-odds of what is asked about it.
//!
//! A forest is a text. Its first line names the columns that it uses; each further line is a tree in preorder: `3<0.25` asks
//! whether column 3 is at most 0.25 (then comes what follows if so, then what if not), a plain number is a leaf. The leaves
//! of all trees are added, always in the order of the trees, so that every machine finds the same sum. Who owns a forest
//! says what its columns are and has the script that makes it: [`crate::document::extract`] (is a line of a page its
//! content?) and [`crate::judge`] (is a line of a text chrome?).
//!
//! Does not know what a column means.

/// Lines that are judged at a time: near each other, they have many numbers in common.
pub(crate) const LANES: usize = 32;

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
pub(crate) struct Forest {
    /// By column; thresholds ascend.
    questions: Vec<Vec<Question>>,
    /// What the leaves of each tree add, from left to right.
    trees: Vec<[f32; MOST]>,
}

impl Forest {
    /// Reads a forest that was trained on some of these columns. A question about an unknown column is left out: its
    /// "yes" and its "no" are both possible.
    pub(crate) fn read(text: &str, columns: &[impl AsRef<str>]) -> Self {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let names = lines.next().unwrap_or_default().split(' ');
        let numbers: Vec<Option<usize>> =
            names.map(|name| columns.iter().position(|known| known.as_ref() == name)).collect();
        let mut forest = Self { questions: vec![Vec::new(); columns.len()], ..Self::default() };
        for (tree, line) in lines.enumerate() {
            let mut leaves = [0.0; MOST];
            // Questions whose second branch has not begun, with the number of the first leaf below them.
            let mut open: Vec<(usize, f32, usize)> = Vec::new();
            let mut leaf = 0;
            for token in line.split(' ') {
                let question = token.split_once('<').and_then(|(column, value)| {
                    Some(((*numbers.get(column.parse::<usize>().ok()?)?)?, value.parse().ok()?))
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

    /// The same forest in two: its first trees, which say most, and the others.
    pub(crate) fn split(mut self, first: usize) -> [Self; 2] {
        let at = first.min(self.trees.len());
        let trees = self.trees.split_off(at);
        let mut rest = Self { questions: Vec::with_capacity(self.questions.len()), trees };
        for questions in &mut self.questions {
            let (mut later, now): (Vec<Question>, Vec<Question>) =
                questions.iter().partition(|question| usize::from(question.tree) >= at);
            later.iter_mut().for_each(|question| question.tree -= at as u16);
            *questions = now;
            rest.questions.push(later);
        }
        [self, rest]
    }

    /// Appends the log-odds of at most [`LANES`] lines with these rows of numbers, one after the other.
    pub(crate) fn odds(&self, rows: &[f32], odds: &mut Vec<f32>) {
        let width = self.questions.len();
        match rows.len() / width.max(1) {
            0..=1 => self.side_by_side::<1>(rows, odds),
            2 => self.side_by_side::<2>(rows, odds),
            3..=4 => self.side_by_side::<4>(rows, odds),
            5..=8 => self.side_by_side::<8>(rows, odds),
            9..=16 => self.side_by_side::<16>(rows, odds),
            _ => self.side_by_side::<LANES>(rows, odds),
        }
    }

    /// The log-odds of one row.
    pub(crate) fn odds_of(&self, row: &[f32]) -> f32 {
        let mut odds = Vec::with_capacity(1);
        self.odds(row, &mut odds);
        odds.first().copied().unwrap_or(f32::NEG_INFINITY)
    }

    fn side_by_side<const LANES: usize>(&self, rows: &[f32], odds: &mut Vec<f32>) {
        let width = self.questions.len();
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
                // Without branches and by number, so that lanes go side by side.
                for lane in 0..LANES {
                    left[lane] &= on_no | Leaves::from(numbers[lane] > at_most).wrapping_sub(1);
                }
            }
        }
        let mut sums = [0.0; LANES];
        for ((own, shared), leaves) in own.iter().zip(&shared).zip(&self.trees) {
            for lane in 0..LANES {
                sums[lane] += leaves[(own[lane] & shared).trailing_zeros() as usize % MOST];
            }
        }
        odds.extend_from_slice(&sums[..rows().count()]);
    }
}

/// The chance, 0 to 1, that goes with log-odds.
pub(crate) fn chance(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

#[cfg(test)]
impl Forest {
    /// How many trees and questions there are, after a check that the file is whole.
    pub(crate) fn check(text: &str, columns: &[impl AsRef<str>]) {
        let forest = Self::read(text, columns);
        let names = text.lines().find(|line| !line.starts_with('#')).unwrap();
        assert!(names.split(' ').all(|name| columns.iter().any(|known| known.as_ref() == name)));
        let trees = text.lines().filter(|line| !line.starts_with('#')).skip(1);
        let leaves = |tree: &str| tree.split(' ').filter(|token| !token.contains('<')).count();
        let counts: Vec<usize> = trees.map(leaves).collect();
        assert_eq!(counts.len(), forest.trees.len());
        assert!(counts.iter().all(|count| (2..=MOST).contains(count)));
        let questions: usize = forest.questions.iter().map(Vec::len).sum();
        assert_eq!(questions, counts.iter().sum::<usize>() - counts.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_read_in_preorder() {
        let forest = Forest::read("# about\nchars words\n0<10 1<2 -1 0.5 2\n1<0 0 1", &["words", "chars"]);
        let odds = |chars: f32, words: f32| {
            let mut odds = vec![];
            forest.odds(&[words, chars], &mut odds);
            odds[0]
        };
        assert_eq!(odds(5.0, 1.0), 0.0);
        assert_eq!(odds(5.0, 3.0), 1.5);
        assert_eq!(odds(50.0, 0.0), 2.0);
        let [first, rest] = forest.split(1);
        let mut odds = vec![];
        first.odds(&[3.0, 5.0], &mut odds);
        rest.odds(&[3.0, 5.0], &mut odds);
        assert_eq!(odds, [0.5, 1.0]);
    }
}
