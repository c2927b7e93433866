//! Which lines do the pages of a host share?
//!
//! Chrome stands on page after page of a host, articles do not. A [`Survey`] reads a crawl once and keeps of each host a
//! sample of pages, and of each page the hashes of its lines. [`Survey::line_shares`] makes of it what a cleaner asks: on how many
//! *other* pages of its host does a line stand?
//!
//! ```
//! use sarand::survey::Survey;
//! let mut survey = Survey::new(1 << 20);
//! for n in 0..9 {
//!     let story = format!("Story number {} has words of its own.", ["one", "two", "six"][n % 3].repeat(n + 1));
//!     survey.add("a.example", &format!("{story}\nTell a friend"));
//! }
//! let known = survey.line_shares();
//! assert_eq!(known.hosts(), 1);
//! assert_eq!(known.shares("a.example", "Another story.\nTell a friend").unwrap(), (9, vec![0.0, 1.0]));
//! ```
//!
//! The sample is that of the smallest hashes (bottom-k sketch): it does not depend on the order of the pages, so the same
//! crawl gives the same survey for any number of threads, and surveys of parts of a crawl can be [merged](Survey::merge) into
//! that of the whole. A page that is there twice counts once. Memory is bounded: where it does not suffice, fewer pages of
//! each host are kept, at last fewer hosts, chosen by their hashes, too.
//!
//! Removes nothing and judges nothing: that is the business of [`crate::judge`].

#[cfg(feature = "run")]
mod file;

use crate::{document::Lines, judge};
use rustc_hash::FxHashMap;
use std::{
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

/// Pages of a host that are kept at most: a share is known to three parts in a hundred.
const PAGES: usize = 32;
/// Pages of a host that are kept at least, as long as memory allows for the host at all.
const FEWEST: usize = 4;
/// Lines of a page that are kept: those of the smallest hashes, which are the same on every page.
const LINES: usize = 200;
/// Other pages of a host without which nothing is known of it.
const ENOUGH: usize = 4;
/// Bytes that a host is counted for beside its name, and a page, however few lines it has: so what is kept in the end does
/// not depend on which pages came first.
const HOST: usize = 64;
const PAGE: usize = 64 + LINES * size_of::<u32>();

/// What is kept of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    key: u64,
    /// Hashes of its lines, sorted, without repetition.
    lines: Vec<u32>,
}

impl Page {
    /// A page of this text; `lines` is memory that is used again.
    #[must_use]
    pub fn new(lines: &mut Lines, text: &str) -> Self {
        lines.read(text);
        let hashes = hashes(lines);
        let mut short: Vec<u32> = hashes.iter().map(|&hash| self::short(hash)).collect();
        short.sort_unstable();
        short.dedup();
        short.truncate(LINES);
        Self { key: key(&hashes), lines: short }
    }
}

/// A sample of the pages of a crawl.
#[derive(Debug)]
pub struct Survey {
    /// By host; pages sorted by key.
    hosts: BTreeMap<Arc<str>, Vec<Page>>,
    /// Bytes that may be kept.
    memory: usize,
    cost: usize,
    /// Pages of a host that are kept.
    keep: usize,
    /// Hosts with a greater hash are not kept.
    most: u64,
    lines: Lines,
}

impl Survey {
    /// An empty survey that keeps to so many bytes.
    #[must_use]
    pub fn new(memory: usize) -> Self {
        let (hosts, lines) = (BTreeMap::new(), Lines::default());
        Self { hosts, memory, cost: 0, keep: PAGES, most: u64::MAX, lines }
    }

    /// Counts a page.
    pub fn add(&mut self, host: &str, text: &str) {
        let page = Page::new(&mut self.lines, text);
        self.put(host, page);
    }

    /// Counts the pages of another survey.
    pub fn merge(&mut self, other: Self) {
        self.keep = self.keep.min(other.keep);
        self.most = self.most.min(other.most);
        for (host, pages) in other.hosts {
            pages.into_iter().for_each(|page| self.put(&host, page));
        }
        self.thin();
    }

    /// How many hosts there are, and how many pages of them are kept.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        (self.hosts.len(), self.hosts.values().map(Vec::len).sum())
    }

    /// Counts a page that was read before.
    pub fn put(&mut self, host: &str, page: Page) {
        if judge::line_hash(host.as_bytes()) > self.most {
            return;
        }
        let pages = match self.hosts.entry(host.into()) {
            Entry::Vacant(entry) => {
                self.cost += HOST + host.len();
                entry.insert(Vec::new())
            }
            Entry::Occupied(entry) => entry.into_mut(),
        };
        let Err(at) = pages.binary_search_by_key(&page.key, |page| page.key) else { return };
        if at >= self.keep {
            return;
        }
        pages.insert(at, page);
        self.cost += PAGE;
        if pages.len() > self.keep {
            pages.pop();
            self.cost -= PAGE;
        }
        self.make_room();
    }

    /// Keeps less where memory does not suffice. The cost under given bounds only ever grows, so what is kept in the end
    /// depends on all pages together and not on their order.
    fn make_room(&mut self) {
        while self.cost > self.memory {
            if self.keep > FEWEST {
                self.keep /= 2;
            } else {
                // Half of the hosts that may still be kept.
                self.most /= 2;
            }
            self.thin();
            if self.hosts.is_empty() {
                break;
            }
        }
    }

    fn thin(&mut self) {
        let (keep, most) = (self.keep, self.most);
        self.hosts.retain(|host, pages| {
            pages.truncate(keep);
            judge::line_hash(host.as_bytes()) <= most
        });
        self.cost = self.hosts.iter().map(|(host, pages)| HOST + host.len() + PAGE * pages.len()).sum();
    }

    /// What a cleaner asks.
    #[must_use]
    pub fn line_shares(&self) -> LineShares {
        let hosts = self.hosts.iter().filter(|(_, pages)| pages.len() >= ENOUGH);
        let known = hosts.map(|(host, pages)| {
            let mut counts: FxHashMap<u32, u8> = FxHashMap::default();
            pages.iter().flat_map(|page| &page.lines).for_each(|&line| *counts.entry(line).or_default() += 1);
            // A line of one page says nothing of another.
            counts.retain(|_, count| *count > 1);
            (Arc::clone(host), HostCounts { pages: pages.iter().map(|page| page.key).collect(), counts })
        });
        LineShares { hosts: known.collect() }
    }
}

/// What is known of a host.
#[derive(Clone, Debug)]
struct HostCounts {
    /// The keys of the pages of the sample, sorted.
    pages: Vec<u64>,
    /// On how many of them a line stands.
    counts: FxHashMap<u32, u8>,
}

/// What a crawl says of lines. Shared by threads.
#[derive(Clone, Debug, Default)]
pub struct LineShares {
    hosts: FxHashMap<Arc<str>, HostCounts>,
}

impl LineShares {
    /// How many hosts something is known of.
    #[must_use]
    pub fn hosts(&self) -> usize {
        self.hosts.len()
    }

    /// How many other pages of the host were seen, and of each line of `text` that is not blank the share of them that have
    /// it; `None` when too little is known of the host.
    #[must_use]
    pub fn shares(&self, host: &str, text: &str) -> Option<(usize, Vec<f32>)> {
        let mut lines = Lines::default();
        lines.read(text);
        self.shares_of_hashes(host, &hashes(&lines))
    }

    /// The same by the hashes of the lines.
    pub(crate) fn shares_of_hashes(&self, host: &str, hashes: &[u64]) -> Option<(usize, Vec<f32>)> {
        let host = self.hosts.get(host)?;
        let is_own = host.pages.binary_search(&key(hashes)).is_ok();
        let others = host.pages.len() - usize::from(is_own);
        if others < ENOUGH {
            return None;
        }
        let share = |&hash: &u64| {
            let count = host.counts.get(&short(hash)).copied().unwrap_or_default();
            f32::from(count.saturating_sub(u8::from(is_own))) / others as f32
        };
        Some((others, hashes.iter().map(share).collect()))
    }
}

/// The hashes of the lines that are not blank.
fn hashes(lines: &Lines) -> Vec<u64> {
    let visible = (0..lines.all().len()).filter(|&i| !lines.all()[i].is_blank());
    visible.map(|i| judge::line_hash(lines.squashed(i))).collect()
}

/// What tells pages apart: what all of their lines come to, in their order.
fn key(hashes: &[u64]) -> u64 {
    let mix = |key: u64, hash: u64| (key.rotate_left(5) ^ hash).wrapping_mul(0x517c_c1b7_2722_0a95);
    let key = hashes.iter().fold(hashes.len() as u64, |key, &hash| mix(key, hash));
    mix(key ^ key >> 32, 1)
}

fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(n: usize) -> String {
        let word = |k: usize| ["rain", "market", "harbour", "council", "bridge", "school", "garden"][(n + k * n) % 7];
        let own: String =
            (0..5).map(|k| format!("{}{} ", word(k), char::from(b'a' + (n * 7 + k) as u8 % 26))).collect();
        format!("{own}\n\nMenu\nPage {n}\n")
    }

    #[test]
    fn the_order_of_pages_does_not_matter() {
        for memory in [1 << 20, 60_000, 9_000, 2_000] {
            let (mut forth, mut back) = (Survey::new(memory), Survey::new(memory));
            let mut halves = [Survey::new(memory), Survey::new(memory)];
            let host = |n: usize| format!("{}.example", n % 5);
            for n in 0..200 {
                forth.add(&host(n), &text(n));
                back.add(&host(199 - n), &text(199 - n));
                halves[n % 2].add(&host(n), &text(n));
            }
            let [mut merged, half] = halves;
            merged.merge(half);
            assert_eq!(forth.hosts, back.hosts, "{memory}");
            assert_eq!(forth.hosts, merged.hosts, "{memory}");
            assert!(forth.cost <= memory);
        }
    }

    #[test]
    fn pages_that_differ_in_the_middle_are_two() {
        let page = |n: usize| format!("Menu\n{}Story {}\n{}", "head\n".repeat(30), "x".repeat(n), "foot\n".repeat(30));
        let mut survey = Survey::new(1 << 20);
        (0..9).for_each(|n| survey.add("a.example", &page(n)));
        assert_eq!(survey.size(), (1, 9));
    }

    #[test]
    fn a_page_says_nothing_of_itself() {
        let mut survey = Survey::new(1 << 20);
        let pages: Vec<String> = (0..6).map(text).collect();
        pages.iter().for_each(|page| survey.add("a.example", page));
        survey.add("a.example", &pages[0]);
        let known = survey.line_shares();
        let (others, shares) = known.shares("a.example", &pages[0]).unwrap();
        assert_eq!((others, shares), (5, vec![0.0, 1.0, 1.0]), "numbers are one number");
        assert_eq!(known.shares("a.example", "Menu").unwrap(), (6, vec![1.0]));
        assert_eq!(known.shares("b.example", "Menu"), None);
    }
}
