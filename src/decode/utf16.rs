//! UTF-16 without a mark: its high bytes are all alike, and stand on one side.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// Bytes looked at.
const SAMPLE: usize = 16 * 1024;

/// The byte order, when most bytes of one parity, and few of the other, are high bytes of Latin (0) or Arabic (6)
/// letters. A file of NULs has no parity, and is none.
pub(super) fn guess(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE) & !1];
    // Text in other charsets holds none of these bytes; most files end here.
    if sample.len() < 4 || memchr::memchr2(0, 6, sample).is_none() {
        return None;
    }
    let is_high = |b: u8| matches!(b, 0 | 6);
    let (mut even, mut odd) = (0, 0);
    for unit in sample.chunks_exact(2) {
        even += usize::from(is_high(unit[0]));
        odd += usize::from(is_high(unit[1]));
    }
    let units = sample.len() / 2;
    // Other scripts keep spaces and line ends of Latin among their letters, so half is enough against next to none.
    let side = |own: usize, other: usize| own * 2 >= units && other * 10 <= own;
    let encoding = match (side(odd, even), side(even, odd)) {
        (true, _) => UTF_16LE,
        (_, true) => UTF_16BE,
        _ => return None,
    };
    Some(encoding)
}
