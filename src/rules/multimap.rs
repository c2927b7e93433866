//! Values by key, several under one, in the order in which they came: two allocations, however many keys there are.

use rustc_hash::FxHashMap;
use std::{borrow::Borrow, hash::Hash};

/// Values by key.
#[derive(Debug)]
pub(crate) struct MultiMap<K, V> {
    /// The first and the last value of a key, as places in `links`.
    ends: FxHashMap<K, (u32, u32)>,
    /// Each with the place of the next of its key; none is first but of a key, so 0 ends a chain.
    links: Vec<(V, u32)>,
}

impl<K, V> Default for MultiMap<K, V> {
    fn default() -> Self {
        Self { ends: FxHashMap::default(), links: Vec::new() }
    }
}

impl<K: Eq + Hash, V> MultiMap<K, V> {
    pub(crate) fn reserve(&mut self, values: usize) {
        self.links.reserve(values);
        self.ends.reserve(values);
    }

    pub(crate) fn add(&mut self, key: K, value: V) {
        let at = self.links.len() as u32;
        let (_, last) = self.ends.entry(key).or_insert((at, at));
        if *last != at {
            self.links[*last as usize].1 = at;
            *last = at;
        }
        self.links.push((value, 0));
    }

    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> impl Iterator<Item = &V>
    where
        K: Borrow<Q>,
    {
        let mut next = self.ends.get(key).map(|(first, _)| *first);
        std::iter::from_fn(move || {
            let (value, behind) = &self.links[next? as usize];
            next = Some(*behind).filter(|&behind| behind != 0);
            Some(value)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_in_their_order() {
        let mut chains = MultiMap::default();
        [("a", 1), ("b", 2), ("a", 3), ("a", 4)].into_iter().for_each(|(key, value)| chains.add(key, value));
        let all = |key: &str| chains.get(key).copied().collect::<Vec<_>>();
        assert_eq!((all("a"), all("b"), all("c")), (vec![1, 3, 4], vec![2], vec![]));
    }
}
