//! How deep is a value of JSON? Told without recursion.
//!
//! Does not check that it is JSON.

/// How deep a value may be. What passes through us must be read by others, and many refuse, or crash, beyond 127 levels, of
/// which the record is one.
pub(super) const DEEPEST: usize = 126;

/// Whether arrays and objects of `value`, which is JSON, stand too deep within each other.
pub(super) fn is_too_deep(value: &str) -> bool {
    let bytes = value.as_bytes();
    // Nearly all values end here: texts and numbers, then those with fewer brackets than it takes.
    if !bytes.starts_with(b"[") && !bytes.starts_with(b"{")
        || memchr::memchr2_iter(b'[', b'{', bytes).nth(DEEPEST).is_none()
    {
        return false;
    }
    let (mut depth, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth -= 1,
            b'"' => at += string_len(&bytes[at..]),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Bytes of a string behind its first quotation mark, with the second one.
pub(super) fn string_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(stop) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += stop + 1;
        if bytes[at - 1] == b'"' {
            return at;
        }
        // What is escaped.
        at += 1;
    }
    bytes.len()
}
