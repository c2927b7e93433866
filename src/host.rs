//! The host of a URL: lower case, without user and port. Nothing else of a URL is read or checked.

use std::borrow::Cow;

/// The host of `url`; `None` when it names none.
///
/// ```
/// assert_eq!(sarand::host::of_url("https://www.Example.org:8080/a").as_deref(), Some("www.example.org"));
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

/// The host that a mirror (as `wget -r` makes one) keeps a file under: the first folder of `path` that is called like a
/// host. The path is as in [`crate::read::Source::name`].
///
/// ```
/// use sarand::host::of_path;
/// assert_eq!(of_path("crawl/www.example.org/news/1.html"), Some("www.example.org"));
/// assert_eq!(of_path("v1.0/example.org.html"), None);
/// ```
#[must_use]
pub fn of_path(path: &str) -> Option<&str> {
    let (folders, _) = path.rsplit_once('/')?;
    folders.split('/').find(|folder| is_host(folder))
}

/// Lower-case labels with dots between, the last of letters: what a folder is called only for a host.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        edge(label.bytes().next())
            && edge(label.bytes().last())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    name.split('.').all(label)
        && name.rsplit_once('.').is_some_and(|(_, top)| top.len() >= 2 && !top.bytes().any(|b| b.is_ascii_digit()))
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
