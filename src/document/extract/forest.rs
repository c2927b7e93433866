//! A forest of decision trees: from the numbers of a line to the chance that it is main content.
//!
//! `forest.txt` names the columns that it uses on its first line; each further line is a tree in preorder: `3<0.25` asks
//! whether column 3 is at most 0.25 (then comes what follows if so, then what if not), a plain number is a leaf. The leaves
//! of all trees are added and squashed into 0 to 1. `train.py` beside it makes the file and says from what.

use super::columns;
use std::sync::LazyLock;

/// The forest of `forest.txt`.
pub(super) static FOREST: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_str!("forest.txt")));

/// A leaf's column.
const LEAF: u16 = u16::MAX;

#[derive(Clone, Copy, Debug)]
struct Node {
    column: u16,
    /// How far ahead the other branch begins; the first follows the node.
    other: u16,
    /// A threshold, or what a leaf adds.
    value: f32,
}

/// Trees one after the other.
#[derive(Debug)]
pub(super) struct Forest {
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

impl Forest {
    fn read(text: &str) -> Self {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let names = lines.next().unwrap_or_default().split(' ');
        let columns: Vec<u16> = names
            .map(|name| columns::NAMES.iter().position(|known| known == name).map_or(LEAF, |at| at as u16))
            .collect();
        let mut forest = Self { nodes: Vec::new(), roots: Vec::new() };
        for line in lines {
            forest.roots.push(forest.nodes.len() as u32);
            // Questions whose second branch has not begun.
            let mut open: Vec<usize> = Vec::new();
            for token in line.split(' ') {
                let at = forest.nodes.len();
                let question = token.split_once('<').and_then(|(column, value)| {
                    Some((*columns.get(column.parse::<usize>().ok()?)?, value.parse().ok()?))
                });
                let (column, value) = question.unwrap_or((LEAF, token.parse().unwrap_or_default()));
                forest.nodes.push(Node { column, other: 0, value });
                if column == LEAF {
                    if let Some(asked) = open.pop() {
                        forest.nodes[asked].other = (at + 1 - asked) as u16;
                    }
                } else {
                    open.push(at);
                }
            }
        }
        forest
    }

    /// The chances of lines with these rows of numbers, one after the other. Trees are the outer loop: one tree stays in
    /// the fastest memory while the rows pass.
    pub(super) fn chances(&self, rows: &[f32], chances: &mut Vec<f32>) {
        let rows = rows.chunks_exact(columns::NAMES.len());
        let first = chances.len();
        chances.resize(first + rows.len(), 0.0);
        for &root in &self.roots {
            for (row, sum) in rows.clone().zip(&mut chances[first..]) {
                *sum += self.leaf(root as usize, row);
            }
        }
        for sum in &mut chances[first..] {
            *sum = 1.0 / (1.0 + (-*sum).exp());
        }
    }

    fn leaf(&self, mut at: usize, row: &[f32]) -> f32 {
        loop {
            let node = self.nodes[at];
            let Some(&number) = row.get(usize::from(node.column)) else { return node.value };
            at += if number <= node.value { 1 } else { usize::from(node.other) };
        }
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
        let questions = FOREST.nodes.iter().enumerate().filter(|(_, node)| node.column != LEAF);
        assert!(questions.clone().count() > 0);
        for (at, node) in questions {
            let other = at + usize::from(node.other);
            assert!(node.other > 1 && other < FOREST.nodes.len());
        }
    }
}
