//! A sample for detectors: the parts of a file that are not ASCII, from its head and its tail.

/// Bytes of each of the two samples, at least and at most; between them it is [`SHARE`] of the file, so that detection
/// takes no longer than decoding.
const LEAST: usize = 384;
const MOST: usize = 4 * 1024;
const SHARE: usize = 32;
/// Bytes kept before and after a byte that is not ASCII: letters are judged by their neighbours.
const CONTEXT: usize = 24;

/// The parts of `bytes` that are not ASCII, with some context, from the head and, of a long file, from the tail.
pub(super) fn sample(bytes: &[u8]) -> Vec<u8> {
    let size = (bytes.len() / SHARE).clamp(LEAST, MOST);
    let mut sample = Vec::with_capacity(2 * size);
    let Some(read_to) = collect(bytes, size, &mut sample) else { return sample };
    let rest = &bytes[read_to..];
    // About as much of the file's end as holds a sample.
    let mut high = 0;
    let from = rest.iter().rposition(|b| {
        high += usize::from(!b.is_ascii());
        high > size / 2
    });
    let from = from.unwrap_or(0);
    if let Some(whole) = rest[from..].iter().position(stands_alone) {
        sample.push(b'\n');
        collect(&rest[from + whole..], size, &mut sample);
    }
    sample
}

/// A byte that is no part of a longer character in any charset: those take ASCII from `0` on for second bytes.
fn stands_alone(b: &u8) -> bool {
    *b < b'0'
}

/// Appends runs around bytes that are not ASCII, about `size` bytes; says where it stopped, if that was between two
/// characters.
fn collect(bytes: &[u8], size: usize, sample: &mut Vec<u8>) -> Option<usize> {
    let most = sample.len() + size;
    let mut at = 0;
    while let Some(high) = bytes[at..].iter().position(|b| !b.is_ascii()) {
        let high = at + high;
        let start = high.saturating_sub(CONTEXT).max(at);
        if start > at {
            // What was left out: letters beside it are no neighbours.
            sample.push(b' ');
        }
        // The run ends where as many bytes of ASCII follow, or when there is enough.
        let (mut end, mut last) = (start, high);
        while end < bytes.len() && end <= last + CONTEXT {
            let taken = sample.len() + end - start;
            if taken >= most && stands_alone(&bytes[end]) {
                break;
            }
            if taken >= most + 2 * size {
                sample.extend_from_slice(&bytes[start..end]);
                return None;
            }
            if !bytes[end].is_ascii() {
                last = end;
            }
            end += 1;
        }
        sample.extend_from_slice(&bytes[start..end]);
        at = end;
        if sample.len() >= most {
            break;
        }
    }
    Some(at)
}
