//! What stands between the fields of a table? A comma or a tab by its name, else what its first rows show.
//!
//! ```text
//! kind;title;text        ; is declared: all rows have three fields by it, and one by a comma
//! sep=|                  as Excel writes it in a first line of its own
//! ```

use csv_core::{ReadRecordResult, ReaderBuilder};

/// What is tried, beside what the name says.
const KNOWN: [u8; 4] = [b',', b';', b'\t', b'|'];

/// So many rows are looked at.
const ROWS: usize = 20;

/// The delimiter of a table that begins with `head`, which is `whole` or cut anywhere, and how many bytes of it only say so.
/// By `named` it is read unless another fits better.
pub(super) fn of(head: &[u8], whole: bool, named: u8) -> (u8, usize) {
    if let Some(declared) = declared(head) {
        return declared;
    }
    let by_name = counts(head, whole, named);
    if is_table(&by_name) {
        return (named, 0);
    }
    let others = KNOWN.into_iter().filter(|known| *known != named);
    let best = others
        .map(|other| (counts(head, whole, other), other))
        .filter(|(counts, _)| is_table(counts))
        .max_by_key(|(counts, other)| (counts[0], std::cmp::Reverse(*other)));
    match best {
        Some((_, other)) => (other, 0),
        None => (named, 0),
    }
}

/// A first line `sep=;`.
fn declared(head: &[u8]) -> Option<(u8, usize)> {
    let rest = head.strip_prefix(b"sep=")?;
    let (&delimiter, rest) = rest.split_first()?;
    let end = if rest.starts_with(b"\r\n") { 2 } else { usize::from(rest.starts_with(b"\n")) };
    (end > 0 && !delimiter.is_ascii_alphanumeric()).then_some((delimiter, 5 + end))
}

/// Whether all rows have as many fields as the first, and more than one.
fn is_table(counts: &[usize]) -> bool {
    counts.first().is_some_and(|first| *first > 1 && counts.iter().all(|count| count == first))
}

/// How many fields the first rows have.
fn counts(head: &[u8], whole: bool, delimiter: u8) -> Vec<usize> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut at, mut fields, mut counts) = (0, 0, Vec::new());
    let (mut out, mut ends) = ([0; 1024], [0; 64]);
    while counts.len() < ROWS {
        let (result, read, _, made) = reader.read_record(&head[at..], &mut out, &mut ends);
        at += read;
        fields += made;
        match result {
            ReadRecordResult::Record => counts.push(std::mem::take(&mut fields)),
            ReadRecordResult::End => break,
            // An empty input is the end; a row that is cut does not count.
            ReadRecordResult::InputEmpty if at == head.len() && !whole => break,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rows_tell() {
        for (head, named, delimiter, skip) in [
            ("id,text\n1,a; b; c\n", b',', b',', 0),
            ("id;text\n1;a, b, and c\n2;\"d;\n e\"\n", b',', b';', 0),
            ("id\ttext\n1\ta, b\n", b',', b'\t', 0),
            ("id|text|n\n1|a|0\n", b',', b'|', 0),
            ("id,text\n1,a\n", b'\t', b',', 0),
            ("id\ttext\n1\ta, b\n", b'\t', b'\t', 0),
            ("text\na; b\nc\n", b',', b',', 0),
            ("text; body\na\n", b',', b',', 0),
            ("sep=;\r\nid;text\r\n", b',', b';', 7),
            ("sep=a\n", b',', b',', 0),
            ("id,text;x\n1\n", b',', b',', 0),
            ("", b',', b',', 0),
        ] {
            assert_eq!(of(head.as_bytes(), true, named), (delimiter, skip), "{head}");
        }
        assert_eq!(of(b"id;text\n1;a\n2;\"b, ", false, b','), (b';', 0));
        assert_eq!(of(b"id;text", true, b','), (b';', 0));
    }
}
