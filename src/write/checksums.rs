//! `text.sha256`: a hash of each file under `text/`, in the form that `sha256sum --check` reads.

/// Appends a line for the file `name`, whose content is hashed to `sha256` (hexadecimal).
pub fn write(out: &mut Vec<u8>, sha256: &str, name: &str) {
    // A name with a backslash or a line end is escaped, and the line says so.
    let escaped = name.contains(['\\', '\n', '\r']);
    if escaped {
        out.push(b'\\');
    }
    out.extend_from_slice(sha256.as_bytes());
    out.extend_from_slice(b"  ");
    if escaped {
        let name = name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        out.extend_from_slice(name.as_bytes());
    } else {
        out.extend_from_slice(name.as_bytes());
    }
    out.push(b'\n');
}

/// The hash and the name of a line; `None` when it is none.
#[must_use]
pub fn read(line: &str) -> Option<(String, String)> {
    let (escaped, line) = line.strip_prefix('\\').map_or((false, line), |line| (true, line));
    let (hash, name) = line.split_once("  ")?;
    if !escaped {
        return Some((hash.to_owned(), name.to_owned()));
    }
    let mut plain = String::with_capacity(name.len());
    let mut chars = name.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            c => c,
        });
    }
    Some((hash.to_owned(), plain))
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_with_line_ends_and_backslashes_come_back() {
        for name in ["text/a b.txt", "text/a\\b\nc\rd.txt", "text/ش.txt"] {
            let mut line = Vec::new();
            super::write(&mut line, "00ff", name);
            let line = String::from_utf8(line).unwrap();
            assert_eq!(line.lines().count(), 1);
            assert_eq!(super::read(line.trim_end_matches('\n')), Some(("00ff".to_owned(), name.to_owned())));
        }
    }
}
