//! UTF-8 with some bytes that are not.

/// At least nine of ten bytes beyond ASCII stand in valid sequences. Text in a one-byte charset comes nowhere near.
pub(super) fn is_mostly_valid(bytes: &[u8]) -> bool {
    let high = |bytes: &[u8]| bytes.iter().filter(|b| !b.is_ascii()).count();
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += high(chunk.valid().as_bytes());
        bad += high(chunk.invalid());
    }
    good >= 9 * bad && good > 0
}
