//! `docs/repairs.md` is the table of repairs that the program itself has. `SARAND_WRITE=1` writes it again.

use sarand::repair::REPAIRS;
use std::{env, fmt::Write, fs};

const HEAD: &str = "# Repairs

Every change of a character is one of these, and is written to `removed.jsonl` under its id. `--skip-repair ID` leaves one
out, `--no-mojibake` those of mojibake, `--no-repair` all. Characters that cannot be seen are written as `U+…`.

This table is written from the program's own by `SARAND_WRITE=1 cargo test repairs_table::`.

| id | what it does | before | after |
|---|---|---|---|
";

const TAIL: &str = "
What stays as it is: digits and quotes; harakat; ة أ إ ؤ ئ everywhere, ي and ك outside Persian; compatibility forms such as ²,
½ and ﷺ (no NFKC); characters for private use, which `metadata.private_use` and the report count. Halves of surrogate pairs,
which no text can hold, become U+FFFD when a record is read, and the document is flagged `lone_surrogates`.
";

fn table() -> String {
    let mut table = HEAD.to_owned();
    for repair in REPAIRS {
        let (before, after) = (visible(repair.before), visible(repair.after));
        writeln!(table, "| `{}` | {} | {before} | {after} |", repair.id, repair.summary).expect("a string takes all");
    }
    table + TAIL
}

/// What nobody would see, by its number.
fn visible(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '|' => out.push_str("\\|"),
            '\u{A0}'
            | '\u{AD}'
            | '\u{2000}'..='\u{200F}'
            | '\u{2028}'..='\u{202F}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FEFF}'
            | '\u{300}'..='\u{36F}'
            | '\u{E0000}'.. => write!(out, "`U+{:04X}`", c as u32).expect("a string takes all"),
            c if c.is_control() => write!(out, "`U+{:04X}`", c as u32).expect("a string takes all"),
            c => out.push(c),
        }
    }
    out
}

#[test]
fn the_documented_repairs_are_those_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/repairs.md");
    if env::var_os("SARAND_WRITE").is_some() {
        fs::write(path, table()).expect("a string takes all");
    }
    let written = fs::read_to_string(path).expect("a string takes all");
    assert!(written == table(), "docs/repairs.md is old; SARAND_WRITE=1 writes it again");
    for repair in REPAIRS {
        assert_ne!(repair.before, repair.after, "{}", repair.id);
    }
}
