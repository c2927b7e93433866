//! What each repair changes and what it must leave, as data: `fixtures/repairs.tsv`.

use super::{REPAIRS, RepairOptions, apply, edits};
use crate::lang::Lang;
use std::path::Path;

/// The text of a cell, in which `\u{…}`, `\n`, `\r` and `\t` stand for characters.
fn unescaped(cell: &str) -> String {
    let mut parts = cell.split('\\');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (c, rest) = if let Some((number, rest)) = part.strip_prefix("u{").and_then(|part| part.split_once('}')) {
            (char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap(), rest)
        } else {
            let c = match part.as_bytes()[0] {
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                other => panic!("an escape that is none: \\{}", char::from(other)),
            };
            (c, &part[1..])
        };
        text.push(c);
        text.push_str(rest);
    }
    text
}

#[test]
fn every_repair_changes_what_it_is_for_and_nothing_like_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/repairs.tsv");
    let table = std::fs::read_to_string(path).unwrap();
    let mut seen = vec![[0, 0]; REPAIRS.len()];
    let mut faults = Vec::new();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, lang, before, after] = cells[..] else { panic!("four cells: {row}") };
        let kind = REPAIRS.iter().position(|repair| repair.id == id).unwrap_or_else(|| panic!("{row}"));
        let (lang, is_miss, before) = (Lang::parse(lang).unwrap(), after == "=", unescaped(before));
        let after = if is_miss { before.clone() } else { unescaped(after) };
        let found = edits(&before, lang, &RepairOptions::default(), None);
        let is_by = found.iter().any(|edit| edit.by == id);
        let now = apply(&before, &found);
        if now != after || is_by == is_miss {
            faults.push(format!("{row}\n  gives {now:?} by {:?}", found.iter().map(|e| e.by).collect::<Vec<_>>()));
        }
        seen[kind][usize::from(is_miss)] += 1;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for (repair, seen) in REPAIRS.iter().zip(seen) {
        assert!(seen[0] > 0 && seen[1] > 0, "{} has {} hits and {} misses", repair.id, seen[0], seen[1]);
    }
}
