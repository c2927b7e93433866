//! Rows of a piece of lines, made by all threads.

use super::{
    files::LinesPiece,
    row::{AccountRow, DocumentRow, Fields},
    strings::Strings,
};
use rayon::prelude::*;

/// A thread gets at least so many bytes.
const SHARE: usize = 128 << 10;

/// A line that could not be read.
#[derive(Debug)]
pub(super) struct Fault {
    /// Its number, from 1.
    pub(super) line: u64,
    /// Where it begins: bytes, decompressed.
    pub(super) place: u64,
    pub(super) why: String,
}

/// The records in lines of `documents.jsonl`; `texts`: whether hashes of texts are wanted.
pub(super) fn documents(piece: &LinesPiece, texts: bool) -> (Vec<DocumentRow>, Vec<Fault>) {
    rows(
        piece,
        |line, place, strings| Ok(Fields::of_line(line, texts)?.row(place, strings)),
        |row, table| {
            row.table = table;
        },
    )
}

/// The accounts in lines of `removed.jsonl`.
pub(super) fn accounts(piece: &LinesPiece) -> (Vec<AccountRow>, Vec<Fault>) {
    rows(piece, AccountRow::of_line, |row, table| row.table = table)
}

fn rows<R: Send>(
    piece: &LinesPiece,
    row: impl for<'a> Fn(&'a str, u64, &mut Strings<'a>) -> Result<R, serde_json::Error> + Sync,
    finish: impl Fn(&mut R, super::strings::Table) + Sync,
) -> (Vec<R>, Vec<Fault>) {
    let shares = shares(&piece.bytes);
    let read = |&(start, end): &(usize, usize)| {
        let (mut strings, mut rows, mut faults, mut at) = (Strings::default(), Vec::new(), Vec::new(), start);
        for line in piece.bytes[start..end].split_inclusive(|byte| *byte == b'\n') {
            let place = piece.place + at as u64;
            let made = match simdutf8::basic::from_utf8(line) {
                Ok(line) if line.trim_ascii().is_empty() => None,
                Ok(line) => Some(row(line, place, &mut strings).map_err(|error| error.to_string())),
                Err(_) => Some(Err("not UTF-8".to_owned())),
            };
            match made {
                Some(Ok(row)) => rows.push(row),
                Some(Err(why)) => {
                    let before = memchr::memchr_iter(b'\n', &piece.bytes[..at]).count() as u64;
                    faults.push(Fault { line: piece.line + before, place, why });
                }
                None => {}
            }
            at += line.len();
        }
        let table = strings.into_table();
        rows.iter_mut().for_each(|row| finish(row, table.clone()));
        (rows, faults)
    };
    let parts: Vec<_> = shares.par_iter().map(read).collect();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (some, bad) in parts {
        rows.extend(some);
        faults.extend(bad);
    }
    (rows, faults)
}

/// Cuts bytes into shares of whole lines.
fn shares(bytes: &[u8]) -> Vec<(usize, usize)> {
    let size = (bytes.len() / (rayon::current_num_threads() * 2)).max(SHARE);
    let (mut shares, mut start) = (Vec::new(), 0);
    while start < bytes.len() {
        let from = (start + size).min(bytes.len());
        let end = memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at + 1);
        shares.push((start, end));
        start = end;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_lines_are_told_of_and_passed_over() {
        let bytes =
            b"{\"id\":1,\"text\":\"a\"}\n\n{\"id\":2\n{\"id\":\"\xff\",\"text\":\"a\"}\n{\"id\":\"3\",\"text\":\"a\"}"
                .to_vec();
        let (rows, faults) = documents(&LinesPiece { bytes, place: 100, line: 7 }, true);
        assert_eq!(rows.iter().map(|row| row.place).collect::<Vec<_>>(), [100, 151]);
        assert_eq!(rows[1].id, super::super::row::hash("3"));
        assert_eq!(faults.iter().map(|fault| (fault.line, fault.place)).collect::<Vec<_>>(), [(9, 121), (10, 129)]);
    }

    #[test]
    fn shares_are_whole_lines() {
        let bytes = format!("{}\n{}", "a".repeat(SHARE + 5), "b".repeat(10));
        assert_eq!(shares(bytes.as_bytes()), [(0, SHARE + 6), (SHARE + 6, SHARE + 16)]);
        assert!(shares(b"").is_empty());
    }
}
