//! Lines that become a rule, and for whom.

use super::{candidate::Candidate, line::LineKey};

/// Of the lines of a long line or a zone.
const MIN_IN_PLACE: f64 = 0.9;

/// What stands around a name, folded, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Frame {
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

/// For which hosts a rule is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HostScope {
    /// All, also those not seen.
    Every,
    /// These, sorted.
    Hosts(Vec<u32>),
}

impl HostScope {
    /// Whether all hosts of the other are among these.
    pub(super) fn holds(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Every, _) => true,
            (Self::Hosts(_), Self::Every) => false,
            (Self::Hosts(ours), Self::Hosts(theirs)) => theirs.iter().all(|host| ours.binary_search(host).is_ok()),
        }
    }
}

/// A candidate that is proposed.
#[derive(Debug)]
pub(super) struct Accepted {
    pub(super) key: LineKey,
    pub(super) candidate: Candidate,
    pub(super) scope: HostScope,
    /// Of a [`LineForm::Frame`](super::line::LineForm::Frame).
    pub(super) frame: Option<Frame>,
}

impl Accepted {
    /// Whether nearly all its lines stand in the head; in the tail.
    pub(super) fn places(&self) -> (bool, bool) {
        let Candidate { head, tail, lines, .. } = self.candidate;
        (in_place(head, lines), in_place(tail, lines))
    }
}

/// Whether so many lines of all show that it is at home there.
pub(super) fn in_place(some: u64, all: u64) -> bool {
    some as f64 >= MIN_IN_PLACE * all as f64
}
