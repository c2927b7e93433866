//! Where does a link of a page lead?
//!
//! `resolve("https://a.example/b/c", "../d")` is `https://a.example/d`, by RFC 3986 and without a check of what the parts say.
//! Links that lead nowhere else (`#top`, `javascript:`) are none.

use super::escape;

/// The address that `reference` means on the page at `base`; as it stands when there is no base.
pub(super) fn resolve(base: &str, reference: &str) -> Option<String> {
    let reference = reference.trim();
    if reference.is_empty() || reference.starts_with('#') {
        return None;
    }
    if let Some(scheme) = scheme(reference) {
        let leads = !["javascript", "data", "about", "vbscript"].iter().any(|none| scheme.eq_ignore_ascii_case(none));
        return leads.then(|| reference.to_owned());
    }
    let Some(scheme) = scheme(base) else { return Some(reference.to_owned()) };
    let after = &base[scheme.len() + 1..];
    if reference.starts_with("//") {
        return Some(format!("{scheme}:{reference}"));
    }
    let Some(hierarchy) = after.strip_prefix("//") else { return Some(reference.to_owned()) };
    let host_end = hierarchy.find(['/', '?', '#']).unwrap_or(hierarchy.len());
    let (host, base_path) = hierarchy.split_at(host_end);
    let base_path = &base_path[..base_path.find(['?', '#']).unwrap_or(base_path.len())];
    let (path, tail) = reference.split_at(reference.find(['?', '#']).unwrap_or(reference.len()));
    let path = match path {
        "" => base_path.to_owned(),
        _ if path.starts_with('/') => plain(path),
        _ => plain(&format!("{}/{path}", base_path.rsplit_once('/').map_or("", |(folder, _)| folder))),
    };
    Some(format!("{scheme}://{host}{path}{tail}"))
}

/// What stands before the colon of an absolute address.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then_some(scheme)
}

/// A path without `.` and `..`.
fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut pieces = path.split('/').skip(1).peekable();
    while let Some(piece) = pieces.next() {
        let is_last = pieces.peek().is_none();
        match piece {
            ".." => drop(parts.pop()),
            "." => {}
            _ => {
                parts.push(piece);
                continue;
            }
        }
        if is_last {
            parts.push("");
        }
    }
    format!("/{}", parts.join("/"))
}

/// Writes `url` so that it can stand between the parentheses of a link.
pub(super) fn write(out: &mut String, url: &str) {
    for (at, c) in url.char_indices() {
        match c {
            '<' | '>' | '(' | ')' | '\\' | '|' | '`' | '"' => out.push_str(&format!("%{:02X}", u32::from(c))),
            '&' if escape::is_reference(&url[at + 1..]) => out.push_str("&amp;"),
            c if c.is_whitespace() || c.is_control() => {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved() {
        let base = "https://a.example/b/c.html?q#f";
        for (reference, want) in [
            ("d", "https://a.example/b/d"),
            (" ../d/./e ", "https://a.example/d/e"),
            ("../../..", "https://a.example/"),
            ("/x?y#z", "https://a.example/x?y#z"),
            ("?y", "https://a.example/b/c.html?y"),
            ("//b.example/x", "https://b.example/x"),
            ("mailto:x@a.example", "mailto:x@a.example"),
            ("HTTP://b.example", "HTTP://b.example"),
        ] {
            assert_eq!(resolve(base, reference).as_deref(), Some(want));
        }
        for nowhere in ["", "#top", "JavaScript:void(0)", "data:image/png,x"] {
            assert_eq!(resolve(base, nowhere), None);
        }
        assert_eq!(resolve("", "/x").as_deref(), Some("/x"));
        assert_eq!(resolve("https://a.example", "x").as_deref(), Some("https://a.example/x"));
    }

    #[test]
    fn addresses_stand_in_parentheses() {
        let mut out = String::new();
        write(&mut out, "https://a.example/x (y)?a=1&lt;=2");
        assert_eq!(out, "https://a.example/x%20%28y%29?a=1&amp;lt;=2");
    }
}
