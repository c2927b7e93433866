//! How often was something seen, about? A count-min sketch with conservative update: fixed memory, never too low.
//!
//! Cormode and Muthukrishnan, *An improved data stream summary: the count-min sketch and its applications* (2005); Estan
//! and Varghese, *New directions in traffic measurement and accounting* (2002), for the update.

/// Rows of counters; an estimate is the least of a key's counters.
const ROWS: usize = 4;

/// Counts keys that are hashes already.
pub(super) struct CountMinSketch {
    /// Row after row; a counter that is full stays full.
    counters: Vec<u16>,
    /// Counters of a row minus one; their number is a power of two.
    mask: usize,
}

impl CountMinSketch {
    /// A sketch of at most `bytes`, at least a few KiB.
    pub(super) fn new(bytes: usize) -> Self {
        let fitting = bytes / ROWS / size_of::<u16>();
        let row = (fitting + 1).next_power_of_two().div_euclid(2).max(1 << 10);
        Self { counters: vec![0; ROWS * row], mask: row - 1 }
    }

    fn places(&self, key: u64) -> [usize; ROWS] {
        // Two halves of one mixed hash make the hashes of all rows (Kirsch and Mitzenmacher, 2006).
        let mixed = (key ^ key >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let (a, b) = (mixed as usize >> 32, (mixed ^ mixed >> 29) as usize | 1);
        std::array::from_fn(|row| row * (self.mask + 1) + (a.wrapping_add(row.wrapping_mul(b)) & self.mask))
    }

    pub(super) fn add(&mut self, key: u64) {
        let places = self.places(key);
        let least = places.iter().map(|&at| self.counters[at]).min().unwrap_or_default();
        for at in places {
            if self.counters[at] == least {
                self.counters[at] = least.saturating_add(1);
            }
        }
    }

    /// At least as often as it was added, up to `u16::MAX`.
    pub(super) fn get(&self, key: u64) -> u32 {
        self.places(key).iter().map(|&at| u32::from(self.counters[at])).min().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_never_too_low_and_seldom_too_high() {
        let mut sketch = CountMinSketch::new(64 << 10);
        let key = |n: u64| n.wrapping_mul(0xd6e8_feb8_6659_fd93);
        for n in 0..4_000 {
            (0..=n % 7).for_each(|_| sketch.add(key(n)));
        }
        let over = (0..4_000).filter(|&n| {
            let (want, got) = ((n % 7 + 1) as u32, sketch.get(key(n)));
            assert!(got >= want, "{n}");
            got > want
        });
        assert!(over.count() < 40);
    }

    #[test]
    fn a_full_counter_stays_full() {
        let mut sketch = CountMinSketch::new(0);
        (0..70_000).for_each(|_| sketch.add(7));
        assert_eq!(sketch.get(7), u32::from(u16::MAX));
    }
}
