//! Sizes on the command line, and how many threads there are without one.

use std::num::NonZeroUsize;

/// Threads, when nobody says how many: one for each core.
pub(super) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Bytes: `64M`, `1G`, `500000`; never 0.
pub(super) fn size(text: &str) -> Result<u64, String> {
    bytes(text).filter(|bytes| *bytes > 0).ok_or_else(|| "a size such as 64M".to_owned())
}

/// A [`size`] in memory, of a MiB or more.
pub(super) fn memory(text: &str) -> Result<usize, String> {
    at_least(text, 1 << 20, "1M")
}

/// A [`size`] of a record, of a KiB or more.
pub(super) fn record(text: &str) -> Result<usize, String> {
    at_least(text, 1 << 10, "1K")
}

fn at_least(text: &str, least: u64, said: &str) -> Result<usize, String> {
    let bytes = bytes(text).filter(|bytes| *bytes >= least).and_then(|bytes| usize::try_from(bytes).ok());
    bytes.ok_or_else(|| format!("a size such as 64M, at least {said}"))
}

fn bytes(text: &str) -> Option<u64> {
    let upper = text.trim().to_ascii_uppercase();
    let upper = upper.trim_end_matches("IB").trim_end_matches('B');
    let (number, shift) = match upper.as_bytes().last() {
        Some(b'K') => (&upper[..upper.len() - 1], 10),
        Some(b'M') => (&upper[..upper.len() - 1], 20),
        Some(b'G') => (&upper[..upper.len() - 1], 30),
        _ => (upper, 0),
    };
    number.parse::<u64>().ok()?.checked_mul(1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, want) in [
            ("64M", Some(64 << 20)),
            ("64 mib", None),
            ("2g", Some(2 << 30)),
            ("2048KB", Some(2 << 20)),
            ("3000000", Some(3_000_000)),
            ("0", None),
            ("M", None),
            ("99999999999G", None),
        ] {
            assert_eq!(size(text).ok(), want, "{text}");
        }
        assert_eq!((record("1K").ok(), memory("1K").ok()), (Some(1024), None));
    }
}
