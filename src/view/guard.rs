//! Who may ask? Only a page of this workbench, or a person who has its address.
//!
//! Other programs and other sites reach a port of this machine too. So the address holds a secret; `Host` must be this
//! machine by name or number, or a site could point its own name here (DNS rebinding); and a form must come from our own
//! page (`Origin`). What is sent says that nobody may frame it, and that it loads nothing from elsewhere.
//!
//! It guards one person's machine against others' pages. It does not encrypt: who can read the machine's memory can read this.

use std::net::SocketAddr;

/// Bytes of chance in the secret.
const SECRET: usize = 16;

/// Headers that go with every answer.
pub(super) const HEADERS: [(&str, &str); 7] = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
];

/// The secret of one start of the workbench, and where it listens.
#[derive(Debug)]
pub(super) struct Guard {
    secret: String,
    port: u16,
}

impl Guard {
    /// A new secret for a server at this address.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(super) fn new(address: SocketAddr) -> Result<Self, getrandom::Error> {
        let mut bytes = [0; SECRET];
        getrandom::fill(&mut bytes)?;
        let secret = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { secret, port: address.port() })
    }

    /// The address to open.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.secret)
    }

    /// What stands behind the secret in a target such as `/SECRET/documents?n=1`.
    ///
    /// # Errors
    /// The status and the reason of a refusal.
    pub(super) fn admit<'t>(
        &self,
        target: &'t str,
        host: Option<&str>,
        origin: Option<&str>,
        sends: bool,
    ) -> Result<&'t str, (u16, &'static str)> {
        if !host.is_some_and(|host| self.hosts().any(|ours| ours.eq_ignore_ascii_case(host))) {
            return Err((421, "this server answers only to the address that it printed"));
        }
        let ours = |origin: &str| {
            let host = origin.strip_prefix("http://");
            host.is_some_and(|host| self.hosts().any(|ours| ours.eq_ignore_ascii_case(host)))
        };
        match origin {
            Some(origin) if !ours(origin) => return Err((403, "another site may not ask here")),
            None if sends => return Err((403, "a form must say where it comes from")),
            _ => {}
        }
        let rest = target.strip_prefix('/').ok_or((404, "no such page"))?;
        let (secret, page) = rest.split_once('/').unwrap_or((rest, ""));
        if !same(secret, &self.secret) {
            return Err((403, "open the address that `sarand view` printed: it holds a key"));
        }
        Ok(page)
    }

    fn hosts(&self) -> impl Iterator<Item = String> {
        ["127.0.0.1", "localhost"].into_iter().map(|name| format!("{name}:{}", self.port))
    }
}

/// Compares without saying by its time where the first difference is.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard { secret: "5ec7e7".to_owned(), port: 8000 }
    }

    #[test]
    fn a_page_with_the_secret_is_admitted() {
        let host = Some("127.0.0.1:8000");
        assert_eq!(guard().admit("/5ec7e7/documents?n=1", host, None, false), Ok("documents?n=1"));
        assert_eq!(guard().admit("/5ec7e7", Some("LOCALHOST:8000"), None, false), Ok(""));
        assert_eq!(guard().admit("/5ec7e7/a", host, Some("http://127.0.0.1:8000"), true), Ok("a"));
    }

    #[test]
    fn another_host_origin_or_secret_is_refused() {
        let refused = |target, host, origin, sends| guard().admit(target, host, origin, sends).unwrap_err().0;
        let host = Some("127.0.0.1:8000");
        assert_eq!(refused("/5ec7e7/", Some("evil.example:8000"), None, false), 421);
        assert_eq!(refused("/5ec7e7/", None, None, false), 421);
        assert_eq!(refused("/5ec7e7/", Some("127.0.0.1:8001"), None, false), 421);
        assert_eq!(refused("/5ec7e7/", host, Some("http://evil.example"), false), 403);
        assert_eq!(refused("/5ec7e7/", host, Some("null"), true), 403);
        assert_eq!(refused("/5ec7e7/", host, Some("https://127.0.0.1:8000"), true), 403);
        assert_eq!(refused("/5ec7e7/", host, None, true), 403);
        assert_eq!(refused("/5ec7e8/", host, None, false), 403);
        assert_eq!(refused("/", host, None, false), 403);
        assert_eq!(refused("5ec7e7/", host, None, false), 404);
    }

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let new = || Guard::new(SocketAddr::from(([127, 0, 0, 1], 1))).unwrap();
        assert_eq!(new().secret.len(), 2 * SECRET);
        assert_ne!(new().secret, new().secret);
    }
}
