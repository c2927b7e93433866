//! Short lines with their bytes.
//!
//! Chrome is what a crawl repeats: the same menu entry stands on ten thousand pages. What depends on nothing but the
//! line, the language of its document and the rules in scope need be found once.
//!
//! Prose is not remembered: it does not repeat.

/// A power of two.
const SLOTS: usize = 1 << 12;
const _: () = assert!(SLOTS < u16::MAX as usize);
/// Longer lines are not remembered, in bytes.
const LONGEST: usize = 256;

#[derive(Clone, Debug, Default)]
struct Slot<T> {
    key: u64,
    line: Vec<u8>,
    value: T,
}

/// A line that was not remembered, and where it may be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Missed {
    key: u64,
}

/// Lines met before.
#[derive(Debug, Default)]
pub(crate) struct LineMemory<T> {
    /// Of each slot the place in `lines`; 0 when it is empty.
    slots: Vec<u16>,
    lines: Vec<Slot<T>>,
}

impl<T: Clone + Default> LineMemory<T> {
    /// What was found for `line` in this scope, or where to remember it; `Err(None)` when it is too long for that.
    pub(crate) fn get(&mut self, line: &str, scope: u64) -> Result<&T, Option<Missed>> {
        if line.len() > LONGEST {
            return Err(None);
        }
        let key = super::key(scope, line.as_bytes());
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, 0);
            self.lines.push(Slot::default());
        }
        let slot = &self.lines[usize::from(self.slots[key as usize % SLOTS])];
        if slot.key == key && slot.line == line.as_bytes() { Ok(&slot.value) } else { Err(Some(Missed { key })) }
    }

    /// Where to remember a line that [`LineMemory::get`] missed; what stood there may be used again.
    pub(crate) fn insert(&mut self, missed: Missed, line: &str) -> &mut T {
        let place = &mut self.slots[missed.key as usize % SLOTS];
        if *place == 0 {
            *place = self.lines.len() as u16;
            self.lines.push(Slot::default());
        }
        let slot = &mut self.lines[usize::from(*place)];
        slot.key = missed.key;
        slot.line.clear();
        slot.line.extend_from_slice(line.as_bytes());
        &mut slot.value
    }
}
