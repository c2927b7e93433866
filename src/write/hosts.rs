//! Documents by host, however many hosts a crawl has: the busiest are counted, the others together.
//!
//! Once there are twice as many as [`KEPT`], those with the fewest documents become `others`; one that comes back begins
//! anew. So a count is exact while a crawl has no more hosts than that, and never too high. The same documents in the same
//! order give the same counts.

use serde::{Deserialize, Serialize};
use std::{cmp::Reverse, collections::BTreeMap};

/// How many hosts are counted at least.
pub const KEPT: usize = 1000;

/// Counts by host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hosts {
    /// The busiest.
    pub top: BTreeMap<String, HostTally>,
    /// All others.
    pub others: HostTally,
}

/// Counts of a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostTally {
    /// Documents.
    pub documents: u64,
    /// Bytes of their decoded text.
    #[serde(rename = "in")]
    pub read: u64,
    /// Bytes of what is left of it.
    pub out: u64,
}

impl HostTally {
    fn add(&mut self, more: Self) {
        self.documents += more.documents;
        self.read += more.read;
        self.out += more.out;
    }
}

impl Hosts {
    /// Counts for `host`.
    pub fn count(&mut self, host: &str, more: HostTally) {
        match self.top.get_mut(host) {
            Some(tally) => tally.add(more),
            None => {
                self.top.insert(host.to_owned(), more);
                if self.top.len() > 2 * KEPT {
                    self.keep_busiest();
                }
            }
        }
    }

    /// Adds other counts.
    pub fn add(&mut self, more: &Self) {
        for (host, tally) in &more.top {
            self.count(host, *tally);
        }
        self.others.add(more.others);
    }

    fn keep_busiest(&mut self) {
        let mut all: Vec<_> = std::mem::take(&mut self.top).into_iter().collect();
        // By name among equals, so that chance has no part in it.
        all.sort_by(|a, b| Reverse(a.1.documents).cmp(&Reverse(b.1.documents)).then_with(|| a.0.cmp(&b.0)));
        for (_, tally) in all.drain(KEPT..) {
            self.others.add(tally);
        }
        self.top = all.into_iter().collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busy_are_kept_and_nothing_is_lost() {
        let mut hosts = Hosts::default();
        let one = HostTally { documents: 1, read: 3, out: 2 };
        for round in 0..10 {
            for n in 0..5 {
                hosts.count(&format!("busy{n}.example"), one);
            }
            for n in 0..1000 {
                hosts.count(&format!("rare{round}-{n}.example"), one);
            }
        }
        assert!(hosts.top.len() <= 2 * KEPT);
        assert!((0..5).all(|n| hosts.top[&format!("busy{n}.example")].documents == 10));
        let mut all = hosts.others;
        hosts.top.values().for_each(|tally| all.add(*tally));
        assert_eq!(all, HostTally { documents: 10_050, read: 30_150, out: 20_100 });
    }
}
