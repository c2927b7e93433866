//! How usual is it that one letter of the Arabic script follows another?
//!
//! The table is `pairs.txt` beside this file, which says where it is from; `tools/letter-pairs` makes it:
//!
//! ```sh
//! cargo run --release --manifest-path tools/letter-pairs/Cargo.toml > src/decode/arabic/pairs.txt
//! ```

use std::sync::LazyLock;

/// More rows than the table has.
const ROWS: usize = 64;

/// The edge of a word: the first row and column.
pub(crate) const EDGE: u8 = 0;

/// Costs of letter pairs.
pub(crate) struct Pairs {
    /// The row of each character from U+0600 to U+06FF; 0 for what has none.
    rows: [u8; 256],
    costs: [[u8; ROWS]; ROWS],
}

/// The table of Arabic, Persian and Urdu together.
pub(crate) static PAIRS: LazyLock<Pairs> = LazyLock::new(|| Pairs::parse(include_str!("pairs.txt")));

impl Pairs {
    fn parse(table: &str) -> Self {
        let mut pairs = Self { rows: [0; 256], costs: [[35; ROWS]; ROWS] };
        let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        for (row, line) in lines.enumerate().take(ROWS) {
            let mut chars = line.chars();
            if let Some(at) = chars.next().and_then(in_block)
                && row > 0
            {
                pairs.rows[at] = row as u8;
            }
            for (cost, cell) in pairs.costs[row].iter_mut().zip(chars.skip(1)) {
                *cost = cell.to_digit(36).unwrap_or(35) as u8;
            }
        }
        for (of, like) in [('ی', 'ي'), ('ک', 'ك'), ('ۀ', 'ه')] {
            if let (Some(of), Some(like)) = (in_block(of), in_block(like)) {
                pairs.rows[of] = pairs.rows[like];
            }
        }
        pairs
    }

    /// The row of a letter.
    #[inline]
    pub(crate) fn row(&self, c: char) -> Option<u8> {
        in_block(c).map(|at| self.rows[at]).filter(|&row| row != EDGE)
    }

    /// What it costs that the letter of row `second` follows that of `first`, in half bits.
    #[inline]
    pub(crate) fn cost(&self, first: u8, second: u8) -> u32 {
        u32::from(self.costs[usize::from(first) % ROWS][usize::from(second) % ROWS])
    }
}

fn in_block(c: char) -> Option<usize> {
    (c as usize).checked_sub(0x600).filter(|&at| at < 256)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(word: &str) -> u32 {
        let rows = word.chars().map(|c| PAIRS.row(c).unwrap());
        let (sum, last) = rows.fold((0, EDGE), |(sum, before), row| (sum + PAIRS.cost(before, row), row));
        sum + PAIRS.cost(last, EDGE)
    }

    #[test]
    fn words_cost_less_than_their_letters_backwards() {
        for word in ["خیابان", "المدرسة", "گفتگو", "پنجره", "کتابخانه"] {
            let backwards: String = word.chars().rev().collect();
            assert!(cost(word) + 4 < cost(&backwards), "{word}");
        }
        assert_eq!(cost("کی"), cost("كي"));
    }
}
