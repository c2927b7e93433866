//! Values of documents in memory: a number for each document, or a set of documents for each value.

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Numbers for names, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: FxHashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
}

impl Names {
    pub(super) fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let (name, number) = (Arc::<str>::from(name), self.names.len() as u32);
        self.numbers.insert(Arc::clone(&name), number);
        self.names.push(name);
        number
    }

    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.names.get(number as usize).map(|name| &**name)
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    fn bytes(&self) -> usize {
        self.names.iter().map(|name| name.len() + 64).sum()
    }
}

/// A number for each document, in as few bytes as the greatest needs.
#[derive(Debug)]
enum Cells {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

impl Cells {
    fn push(&mut self, cell: u32) {
        match self {
            Self::One(cells) => match u8::try_from(cell) {
                Ok(cell) => cells.push(cell),
                Err(_) => {
                    *self = Self::Two(cells.iter().map(|cell| u16::from(*cell)).collect());
                    self.push(cell);
                }
            },
            Self::Two(cells) => match u16::try_from(cell) {
                Ok(cell) => cells.push(cell),
                Err(_) => {
                    *self = Self::Four(cells.iter().map(|cell| u32::from(*cell)).collect());
                    self.push(cell);
                }
            },
            Self::Four(cells) => cells.push(cell),
        }
    }

    fn get(&self, at: u32) -> u32 {
        let at = at as usize;
        match self {
            Self::One(cells) => cells.get(at).map_or(0, |cell| u32::from(*cell)),
            Self::Two(cells) => cells.get(at).map_or(0, |cell| u32::from(*cell)),
            Self::Four(cells) => cells.get(at).copied().unwrap_or(0),
        }
    }

    /// Calls `each` for the documents in order.
    fn each(&self, mut each: impl FnMut(u32, u32)) {
        match self {
            Self::One(cells) => (0..).zip(cells).for_each(|(at, cell)| each(at, u32::from(*cell))),
            Self::Two(cells) => (0..).zip(cells).for_each(|(at, cell)| each(at, u32::from(*cell))),
            Self::Four(cells) => (0..).zip(cells).for_each(|(at, cell)| each(at, *cell)),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::One(cells) => cells.capacity(),
            Self::Two(cells) => cells.capacity() * 2,
            Self::Four(cells) => cells.capacity() * 4,
        }
    }
}

/// One value at most for each document: 0 for none, else the number of its name and one.
#[derive(Debug)]
pub(super) struct Column {
    names: Names,
    cells: Cells,
}

impl Column {
    /// A column whose values have an order: that of `steps`.
    pub(super) fn new(steps: &[&str]) -> Self {
        let mut names = Names::default();
        for step in steps {
            names.number(step);
        }
        Self { names, cells: Cells::One(Vec::new()) }
    }

    pub(super) fn push(&mut self, value: Option<&str>) {
        let cell = value.map_or(0, |value| self.names.number(value) + 1);
        self.cells.push(cell);
    }

    pub(super) fn value(&self, number: u32) -> Option<&str> {
        self.names.name(self.cells.get(number).checked_sub(1)?)
    }

    /// The documents that have one of the values.
    pub(super) fn select<'v>(&self, values: impl Iterator<Item = &'v str>) -> RoaringBitmap {
        let mut wanted = vec![false; self.names.len() + 1];
        for number in values.filter_map(|value| self.names.find(value)) {
            wanted[number as usize + 1] = true;
        }
        if !wanted.contains(&true) {
            return RoaringBitmap::new();
        }
        let mut bits = Vec::new();
        self.cells.each(|document, cell| {
            if document % 8 == 0 {
                bits.push(0_u8);
            }
            if let (true, Some(last)) = (wanted[cell as usize], bits.last_mut()) {
                *last |= 1 << (document % 8);
            }
        });
        RoaringBitmap::from_lsb0_bytes(0, &bits)
    }

    /// How many documents of `within` have each value, in the order of the numbers; `all` are the documents there are.
    pub(super) fn counts(&self, within: &RoaringBitmap, all: u32) -> Vec<(&str, u64)> {
        let mut counts = vec![0_u64; self.names.len() + 1];
        if within.len() == u64::from(all) {
            self.cells.each(|_, cell| counts[cell as usize] += 1);
        } else {
            within.iter().for_each(|document| counts[self.cells.get(document) as usize] += 1);
        }
        let counted = self.names.names.iter().zip(counts.into_iter().skip(1));
        counted.filter(|(_, count)| *count > 0).map(|(name, count)| (&**name, count)).collect()
    }

    pub(super) fn bytes(&self) -> usize {
        self.cells.bytes() + self.names.bytes()
    }
}

/// Any number of values for each document.
#[derive(Debug, Default)]
pub(super) struct Groups {
    names: Names,
    documents: Vec<RoaringBitmap>,
}

impl Groups {
    /// `document` is the last one, or comes after it.
    pub(super) fn push(&mut self, document: u32, value: &str) {
        let number = self.names.number(value) as usize;
        if number == self.documents.len() {
            self.documents.push(RoaringBitmap::new());
        }
        // A value that it has already is no news.
        let _ = self.documents[number].try_push(document);
    }

    /// The values of one document.
    pub(super) fn values(&self, document: u32) -> impl Iterator<Item = &str> {
        self.each().filter(move |(_, documents)| documents.contains(document)).map(|(name, _)| name)
    }

    pub(super) fn select<'v>(&self, values: impl Iterator<Item = &'v str>) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for number in values.filter_map(|value| self.names.find(value)) {
            found |= &self.documents[number as usize];
        }
        found
    }

    pub(super) fn counts(&self, within: &RoaringBitmap, all: u32) -> Vec<(&str, u64)> {
        let whole = within.len() == u64::from(all);
        let count =
            |documents: &RoaringBitmap| if whole { documents.len() } else { documents.intersection_len(within) };
        self.each().map(|(name, documents)| (name, count(documents))).filter(|(_, count)| *count > 0).collect()
    }

    /// Values with their documents.
    pub(super) fn each(&self) -> impl Iterator<Item = (&str, &RoaringBitmap)> {
        self.names.names.iter().map(|name| &**name).zip(&self.documents)
    }

    /// The documents of a value.
    pub(super) fn of(&self, value: &str) -> Option<&RoaringBitmap> {
        self.names.find(value).map(|number| &self.documents[number as usize])
    }

    pub(super) fn bytes(&self) -> usize {
        self.names.bytes() + self.documents.iter().map(RoaringBitmap::serialized_size).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_grow_with_their_numbers() {
        let mut column = Column::new(&[]);
        for number in 0..70_000 {
            column.push(Some(&format!("h{}", number % 69_000)));
            column.push(None);
        }
        assert!(matches!(column.cells, Cells::Four(_)));
        assert_eq!(column.value(2 * 69_999), Some("h999"));
        assert_eq!(column.value(1), None);
        assert_eq!(column.select(["h3", "none"].into_iter()).iter().collect::<Vec<_>>(), [6, 138_006]);
        let all: RoaringBitmap = (0..140_000).collect();
        let some: RoaringBitmap = (0..100).collect();
        assert_eq!(column.counts(&all, 140_000).iter().map(|(_, count)| count).sum::<u64>(), 70_000);
        assert_eq!(column.counts(&some, 140_000).len(), 50);
    }

    #[test]
    fn a_document_can_have_several_values() {
        let mut groups = Groups::default();
        for (document, value) in [(0, "a"), (0, "b"), (0, "a"), (2, "a")] {
            groups.push(document, value);
        }
        let all: RoaringBitmap = (0..3).collect();
        assert_eq!(groups.counts(&all, 3), [("a", 2), ("b", 1)]);
        assert_eq!(groups.counts(&[2].into_iter().collect(), 3), [("a", 1)]);
        assert_eq!(groups.values(0).collect::<Vec<_>>(), ["a", "b"]);
    }
}
