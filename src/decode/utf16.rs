//! UTF-16 without a mark: its high bytes are all alike, and stand on one side.
//!
//! Not so in the scripts of East Asia: there the characters tell, and NULs, which other charsets do not have.

use super::charset::Charset;
use encoding_rs::{UTF_16BE, UTF_16LE};

/// Bytes looked at.
const SAMPLE: usize = 16 * 1024;

/// The bytes of one parity, counted.
struct ByteCounts([usize; 256]);

impl ByteCounts {
    fn of<'a>(bytes: impl Iterator<Item = &'a u8>) -> Self {
        let mut counts = [0; 256];
        bytes.for_each(|&b| counts[usize::from(b)] += 1);
        Self(counts)
    }

    /// The block that most letters are of, Latin (0) apart, up to Thai (0x0E).
    fn block(&self) -> usize {
        // Tabs and line ends stand in other charsets too.
        (1..0x0F).filter(|b| !matches!(b, 9 | 10 | 13)).max_by_key(|&b| self.0[b]).unwrap_or(0)
    }

    /// High bytes of this block and of Latin, whose spaces and line ends stand among the letters of all others.
    fn high(&self, block: usize) -> usize {
        self.0[0] + self.0[block]
    }

    fn is_against(&self, other: &Self, units: usize) -> bool {
        let block = self.block();
        let high = self.high(block);
        high * 2 >= units && other.high(block) * 6 <= high
    }
}

/// Both sides of a sample, the even one first.
fn sides(bytes: &[u8]) -> [ByteCounts; 2] {
    [ByteCounts::of(bytes.iter().step_by(2)), ByteCounts::of(bytes.iter().skip(1).step_by(2))]
}

fn sample(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(SAMPLE) & !1]
}

/// The byte order, when most bytes of one parity, and few of the other, are those of one script and of Latin. A file of NULs has no parity,
/// and is none.
pub(super) fn guess(bytes: &[u8]) -> Option<Charset> {
    let sample = sample(bytes);
    // Text in other charsets holds none of these bytes; most files end here.
    if sample.len() < 4 || memchr::memchr3(0, 4, 6, sample).is_none() {
        return None;
    }
    let ([even, odd], units) = (sides(sample), sample.len() / 2);
    if odd.is_against(&even, units) {
        Some(Charset::Web(UTF_16LE))
    } else if even.is_against(&odd, units) {
        Some(Charset::Web(UTF_16BE))
    } else {
        None
    }
}

/// The byte order of East Asian text: nearly all units are its characters or ASCII, more than in the other order. Only for
/// bytes that are no UTF-8; English with a stray NUL would fit.
pub(super) fn guess_eastern(bytes: &[u8]) -> Option<Charset> {
    let sample = sample(bytes);
    memchr::memchr(0, sample)?;
    let is_eastern = |unit: u16| matches!(unit, 9 | 10 | 13 | 0x20..=0x7E | 0x2010..=0x203F | 0x3000..=0x9FFF | 0xAC00..=0xD7A3 | 0xFF00..=0xFFEF);
    let fits = |unit: fn([u8; 2]) -> u16| {
        let pairs = sample.chunks_exact(2);
        pairs.filter(|pair| is_eastern(unit([pair[0], pair[1]]))).count()
    };
    let (little, big) = (fits(u16::from_le_bytes), fits(u16::from_be_bytes));
    let (charset, fits) = if little > big { (UTF_16LE, little) } else { (UTF_16BE, big) };
    (little != big && fits * 20 >= sample.len() / 2 * 19).then_some(Charset::Web(charset))
}
