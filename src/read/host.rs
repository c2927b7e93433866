//! The host of a URL: lower case, without user and port. Nothing else of a URL is read or checked.

use std::borrow::Cow;

/// The host of `url`; `None` when it names none.
///
/// ```
/// assert_eq!(sarand::read::host::of_url("https://www.Example.org:8080/a").as_deref(), Some("www.example.org"));
/// ```
#[must_use]
pub fn of_url(url: &str) -> Option<Cow<'_, str>> {
    let url = url.trim();
    let rest = match url.find("//") {
        Some(0) => &url[2..],
        Some(at) if url.as_bytes()[at - 1] == b':' => &url[at + 2..],
        _ => return None,
    };
    let authority = &rest[..rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len())];
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = if host.starts_with('[') { &host[..=host.find(']')?] } else { host.split(':').next().unwrap_or(host) };
    let host = host.strip_suffix('.').unwrap_or(host);
    if host.is_empty() {
        None
    } else if host.chars().any(char::is_uppercase) {
        Some(Cow::Owned(host.to_lowercase()))
    } else {
        Some(Cow::Borrowed(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found() {
        for (url, host) in [
            ("https://a.example/x", Some("a.example")),
            ("http://u:p@A.example.:80?q", Some("a.example")),
            ("//b.example", Some("b.example")),
            ("http://[::1]:8/x", Some("[::1]")),
            ("/news/1//2", None),
            ("mailto:a@b.example", None),
            ("http://", None),
            ("", None),
        ] {
            assert_eq!(of_url(url).as_deref(), host, "{url}");
        }
    }
}
