//! What is a path called in ids and under `text/`?
//!
//! Parts are joined by `/` on every system; bytes that are not UTF-8 are written as `%XX`. A `%` that stands in a name
//! stays as it is, so two names can become one: that is an error of the plan, not of this module.

use std::{fmt::Write, path::Path};

/// The name of a relative path.
#[must_use]
pub fn of_path(path: &Path) -> String {
    let mut name = String::new();
    for part in path.components() {
        if !name.is_empty() {
            name.push('/');
        }
        push_bytes(&mut name, part.as_os_str().as_encoded_bytes());
    }
    name
}

/// Appends `bytes`, those that are not UTF-8 as `%XX`.
pub fn push_bytes(name: &mut String, bytes: &[u8]) {
    for chunk in bytes.utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a `String` cannot fail.
            let _ = write!(name, "%{byte:02X}");
        }
    }
}

/// A path that someone else wrote (in an archive, in a list) as a name: without a root, a drive, `.` and `..`, and with
/// `/` between its parts.
///
/// ```
/// use sarand::read::name::clean;
/// assert_eq!(clean("../../etc/./passwd"), "etc/passwd");
/// assert_eq!(clean("C:\\pages\\a.html"), "pages/a.html");
/// ```
#[must_use]
pub fn clean(path: &str) -> String {
    let drive = path.as_bytes();
    let path = if drive.len() > 1 && drive[0].is_ascii_alphabetic() && drive[1] == b':' { &path[2..] } else { path };
    let parts = path.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    parts.map(|part| part.replace('\0', "")).collect::<Vec<_>>().join("/")
}

/// The path under `text/` of the document called `name`: a `.txt` keeps its name, anything else gains `.txt`.
#[must_use]
pub fn text_path(name: &str) -> String {
    let is_txt = name.len() > 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b".txt");
    if is_txt { name.to_owned() } else { format!("{name}.txt") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_become_percent_codes() {
        let mut name = String::new();
        push_bytes(&mut name, b"a\xff\xd8\xb4b%41\n");
        assert_eq!(name, "a%FFشb%41\n");
    }

    #[test]
    fn only_txt_keeps_its_name() {
        for (name, path) in
            [("a/b.html", "a/b.html.txt"), ("a.txt", "a.txt"), ("a.txt.gz", "a.txt.gz.txt"), ("ش", "ش.txt")]
        {
            assert_eq!(text_path(name), path);
        }
    }
}
