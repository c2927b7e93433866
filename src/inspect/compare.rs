//! What differs between two runs? Documents are matched by their ids; the n-th with an id matches the n-th.
//!
//! The old run's documents get the numbers of the new run where both have them, so that what differs can be asked for as any other
//! documents of the new run.

use super::{Facet, Index, RoaringBitmap};
use rustc_hash::FxHashMap;

/// No document.
const NONE: u32 = u32::MAX;

/// How documents of two runs differ. A document that both have goes by its number in the new run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Difference {
    /// Only the new run has it.
    OnlyNew,
    /// Only the old run has it. Numbers are those of the old run.
    OnlyOld,
    /// Both have it, and the clean texts differ; or one of them dropped it.
    Text,
    /// Both have it, with the same clean text, and differ in its rules, repairs or flags.
    Account,
    /// Both have it, and nothing differs that is compared.
    Same,
}

impl Difference {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Text, Self::Account, Self::OnlyNew, Self::OnlyOld, Self::Same];

    /// Its name in URLs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OnlyNew => "only_new",
            Self::OnlyOld => "only_old",
            Self::Text => "text",
            Self::Account => "account",
            Self::Same => "same",
        }
    }

    /// The difference with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|difference| difference.name() == name)
    }
}

/// A value that documents have in one of two runs and not in the other. Only documents that both have are told of, by their
/// numbers in the new run.
#[derive(Clone, Debug, PartialEq)]
pub struct MoreOrFewer {
    /// A value of the facet.
    pub value: String,
    /// Documents that have it in the new run only.
    pub more: RoaringBitmap,
    /// Documents that have it in the old run only.
    pub fewer: RoaringBitmap,
}

/// Two runs side by side.
#[derive(Debug, Default)]
pub struct Comparison {
    /// The number in the old run of each document of the new one.
    old: Vec<u32>,
    only_new: RoaringBitmap,
    only_old: RoaringBitmap,
    text: RoaringBitmap,
    account: RoaringBitmap,
    same: RoaringBitmap,
    facets: Vec<(Facet, Vec<MoreOrFewer>)>,
}

impl Comparison {
    /// The facets whose values are compared.
    pub const FACETS: [Facet; 4] = [Facet::Rule, Facet::Class, Facet::Repair, Facet::Flag];

    /// Compares what is read of two runs, which should be complete and must have hashes of texts
    /// ([`Options::hash_texts`](super::Options::hash_texts)).
    #[must_use]
    pub fn new(new: &Index, old: &Index) -> Self {
        let mut comparison = Self { old: matched(&new.ids, &old.ids), ..Self::default() };
        let mut of_old = vec![NONE; old.ids.len()];
        let mut both = RoaringBitmap::new();
        for (number, old_number) in (0..).zip(&comparison.old) {
            match of_old.get_mut(*old_number as usize) {
                Some(place) => {
                    *place = number;
                    let _ = both.try_push(number);
                    if text(new, number) != text(old, *old_number) {
                        let _ = comparison.text.try_push(number);
                    }
                }
                None => {
                    let _ = comparison.only_new.try_push(number);
                }
            }
        }
        for (old_number, number) in (0..).zip(&of_old) {
            if *number == NONE {
                let _ = comparison.only_old.try_push(old_number);
            }
        }
        for facet in Self::FACETS {
            let differing = differing(facet, new, old, &of_old, &both);
            for value in &differing {
                comparison.account |= &value.more | &value.fewer;
            }
            comparison.facets.push((facet, differing));
        }
        comparison.account -= &comparison.text;
        comparison.same = both - &comparison.text - &comparison.account;
        comparison
    }

    /// The documents that differ so.
    #[must_use]
    pub fn documents(&self, difference: Difference) -> &RoaringBitmap {
        match difference {
            Difference::OnlyNew => &self.only_new,
            Difference::OnlyOld => &self.only_old,
            Difference::Text => &self.text,
            Difference::Account => &self.account,
            Difference::Same => &self.same,
        }
    }

    /// The values of one of [`Self::FACETS`] that documents have in one run only, those of the most documents first.
    #[must_use]
    pub fn values(&self, facet: Facet) -> &[MoreOrFewer] {
        self.facets.iter().find(|(of, _)| *of == facet).map_or(&[], |(_, values)| values)
    }

    /// The number in the old run of a document of the new one; `None` if only the new run has it.
    #[must_use]
    pub fn old_number(&self, new: u32) -> Option<u32> {
        self.old.get(new as usize).copied().filter(|old| *old != NONE)
    }
}

/// The hash of the clean text; that of dropped documents is one, too.
fn text(index: &Index, number: u32) -> u64 {
    index.texts.get(number as usize).copied().unwrap_or(0)
}

/// For each id of `new` the place of its like in `old`.
fn matched(new: &[u64], old: &[u64]) -> Vec<u32> {
    // Two runs over the same input have the same documents in the same order, or nearly.
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    first.reserve(old.len());
    // The next one with the same id: a list without another map.
    let mut next = vec![NONE; old.len()];
    for (at, id) in old.iter().enumerate().rev() {
        if let Some(after) = first.insert(*id, at as u32) {
            next[at] = after;
        }
    }
    let take = |id: &u64| {
        let Some(place) = first.get_mut(id) else { return NONE };
        let at = *place;
        if at != NONE {
            *place = next[at as usize];
        }
        at
    };
    new.iter().map(take).collect()
}

/// The values of a facet that differ; `of_old` are the new numbers of the old documents, `both` the new ones that have an old
/// one.
fn differing(facet: Facet, new: &Index, old: &Index, of_old: &[u32], both: &RoaringBitmap) -> Vec<MoreOrFewer> {
    let (Some(new_groups), Some(old_groups)) = (new.group(facet), old.group(facet)) else { return Vec::new() };
    let renumbered = |documents: &RoaringBitmap| -> RoaringBitmap {
        let numbers = documents.iter().filter_map(|old| of_old.get(old as usize).copied());
        numbers.filter(|number| *number != NONE).collect()
    };
    let nothing = RoaringBitmap::new();
    let mut values = Vec::new();
    let mut put = |value: &str, new: &RoaringBitmap, old: RoaringBitmap| {
        let new = new & both;
        if new != old {
            values.push(MoreOrFewer { value: value.to_owned(), more: &new - &old, fewer: old - new });
        }
    };
    for (value, documents) in new_groups.each() {
        put(value, documents, old_groups.of(value).map(renumbered).unwrap_or_default());
    }
    for (value, documents) in old_groups.each().filter(|(value, _)| new_groups.of(value).is_none()) {
        put(value, &nothing, renumbered(documents));
    }
    values.sort_by_key(|value| std::cmp::Reverse(value.more.len() + value.fewer.len()));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nth_with_an_id_matches_the_nth() {
        assert_eq!(matched(&[1, 2, 1, 1, 3], &[1, 1, 2, 4]), [0, 2, 1, NONE, NONE]);
        assert!(matched(&[], &[1]).is_empty());
        assert_eq!(matched(&[1], &[]), [NONE]);
    }

    #[test]
    fn every_difference_is_found_by_its_name() {
        for difference in Difference::ALL {
            assert_eq!(Difference::from_name(difference.name()), Some(difference));
        }
    }
}
