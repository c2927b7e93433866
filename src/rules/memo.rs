//! Which rules' texts match a short line, remembered.
//!
//! Chrome is what a crawl repeats: the same menu entry stands on ten thousand pages. What depends on nothing but the
//! line, the language of its document and the rules in scope need be found once. Memory is bounded: a new line takes the
//! place of one whose hash ends alike.
//!
//! Does not remember decisions: those depend on the neighbours of a line. Prose is not remembered: it does not repeat.

use super::finders::Role;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// A power of two.
const SLOTS: usize = 1 << 12;
/// Longer lines are not remembered, in bytes.
const LONGEST: usize = 256;

#[derive(Clone, Debug, Default)]
struct Slot {
    key: u64,
    line: Vec<u8>,
    found: Vec<(u32, Role)>,
}

/// A line that was not remembered, and where it may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Missed {
    key: u64,
}

/// Lines met before.
#[derive(Debug, Default)]
pub(super) struct Memo {
    slots: Vec<Slot>,
}

impl Memo {
    /// What was found for `line` in this scope, or where to remember it; `Err(None)` when it is too long for that.
    pub(super) fn get(&mut self, line: &str, scope: u64) -> Result<&[(u32, Role)], Option<Missed>> {
        if line.len() > LONGEST {
            return Err(None);
        }
        let mut hasher = FxHasher::default();
        hasher.write_u64(scope);
        hasher.write(line.as_bytes());
        let key = hasher.finish();
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, Slot::default());
        }
        let slot = &self.slots[key as usize % SLOTS];
        if slot.key == key && slot.line == line.as_bytes() { Ok(&slot.found) } else { Err(Some(Missed { key })) }
    }

    /// Remembers a line that [`Memo::get`] missed.
    pub(super) fn put(&mut self, missed: Missed, line: &str, found: impl Iterator<Item = (u32, Role)>) {
        let slot = &mut self.slots[missed.key as usize % SLOTS];
        slot.key = missed.key;
        slot.line.clear();
        slot.line.extend_from_slice(line.as_bytes());
        slot.found.clear();
        slot.found.extend(found);
    }
}
