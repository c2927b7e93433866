//! UTF-16 without a mark: its high bytes are all alike, and stand on one side.

use super::charset::Charset;
use encoding_rs::{UTF_16BE, UTF_16LE};

/// Bytes looked at.
const SAMPLE: usize = 16 * 1024;

/// How many bytes of one parity may be high bytes.
#[derive(Clone, Copy, Default)]
struct Side {
    /// Of the blocks of alphabets, from Latin (0) to Thai (0x0E).
    high: usize,
    /// Of these, without tabs and line ends, which other charsets have too.
    sure: usize,
}

impl Side {
    fn count(&mut self, b: u8) {
        let high = b < 0x0F;
        self.high += usize::from(high);
        self.sure += usize::from(high && !matches!(b, b'\t' | b'\n' | b'\r'));
    }

    /// Other blocks keep spaces and line ends of Latin among their letters, so most is enough against next to none.
    fn is_against(self, other: Self, units: usize) -> bool {
        self.high * 2 >= units && self.sure * 4 >= units && other.high * 6 <= self.high
    }
}

/// The byte order, when most bytes of one parity, and few of the other, are high bytes. A file of NULs has no parity,
/// and is none.
pub(super) fn guess(bytes: &[u8]) -> Option<Charset> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    // Text in other charsets holds none of these bytes; most files end here.
    if sample.len() < 4 || memchr::memchr3(0, 4, 6, sample).is_none() {
        return None;
    }
    let (mut even, mut odd) = (Side::default(), Side::default());
    for unit in sample.chunks_exact(2) {
        even.count(unit[0]);
        odd.count(unit[1]);
    }
    let units = sample.len() / 2;
    if odd.is_against(even, units) {
        Some(Charset::Web(UTF_16LE))
    } else if even.is_against(odd, units) {
        Some(Charset::Web(UTF_16BE))
    } else {
        None
    }
}
